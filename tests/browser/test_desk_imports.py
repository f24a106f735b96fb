"""A workbook that a town hall filled by hand, in a real browser: named faults, chosen rows, one import."""

import io
import re

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from components.i18n import LANGUAGES, number, translator
from components.sign_in import LINK_VARIABLE

from .conftest import running_server
from .test_access import MAIN, new_link

FR = translator("fr")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_STREAMLIT = re.compile(r"Upload|Browse|Drag and drop|per file|Limit|must be|smaller|\d[KM]?B")


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """A dashboard without configuration: its address and its folder."""
    folder = tmp_path_factory.mktemp("imports")
    environment = {"REGARDS_VAR": str(folder / "var"), LINK_VARIABLE: "1"}
    with running_server(folder / "log", environment=environment) as url:
        yield url, folder / "var"


def filled_by_hand():
    """Decimal commas, stray spaces, a merged title, one code that does not exist."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Villes"
    for row in (
        ["Mise à jour des villes, mai 2026"],
        [],
        ["Identifiant", "Nom (français)", " Population ", "Latitude", "Pays"],
        ["  namur", "Namur", " 115 000 ", "50,4674", None],
        ["dakar ", "Dakar", 1200001, None, None],
        ["hue", "Hué", 660000, None, "VIETNAMIE"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def open_imports(new_page, laptop, language="fr", **options):
    """The page of workbooks, opened by somebody who signs in at the machine."""
    url, var = laptop
    page = new_page(only=url, **options)
    page.goto(new_link(url, var))
    page.locator(f"{MAIN} .rc-footer").wait_for()
    page.goto(f"{url}/classeur?lang={language}")
    page.locator(f"{MAIN} .rc-footer").wait_for()
    return page


def give(page, content, name="villes.xlsx", mime=XLSX):
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )


def test_a_hand_filled_workbook_is_checked_chosen_and_imported_at_once(laptop, new_page):
    url, _ = laptop
    page = open_imports(new_page, laptop)
    give(page, filled_by_hand())

    fault = page.locator(".rc-import-refusal")
    expect(fault).to_have_count(1)
    for words in ("Villes", "6", "Pays", "VIETNAMIE"):
        expect(fault).to_contain_text(words)
    expect(page.locator("[class*=st-key-rc-import-item-]")).to_have_count(2)
    page.get_by_text(FR("imports.row", sheet="Villes", row=5), exact=True).click()
    expect(page.get_by_text(FR("imports.tally", count=1))).to_be_visible()

    page.get_by_label(FR("imports.reason")).fill("mise à jour annuelle")
    page.get_by_label(FR("imports.source")).fill("classeur de la mairie")
    page.get_by_role("button", name=FR("imports.do.import")).click()
    done = page.locator(".rc-import-done")
    expect(done).to_contain_text(FR("imports.done.imported", count=1))

    done.get_by_role("link", name="Namur").click()
    page.locator(f"{MAIN} h1", has_text="Namur").wait_for()
    expect(page.locator(MAIN)).to_contain_text(re.compile(r"115\s000"))
    page.goto(f"{url}/bureau?lang=fr&view=journal")
    entries = page.locator(".rc-journal > li")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("classeur de la mairie")
    expect(entries).not_to_contain_text("Dakar")


def test_the_workbook_of_a_city_is_downloaded_and_comes_back_without_a_change(laptop, new_page):
    page = open_imports(new_page, laptop)
    page.goto(page.url + "&city=hue")
    page.locator(f"{MAIN} .rc-footer").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name=FR("imports.template.take")).click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename.endswith("hue.xlsx")

    give(page, content)
    expect(page.get_by_text(FR("imports.nothing_to_do"))).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1366])
def test_the_page_speaks_one_language_fits_the_window_and_is_accessible(
    laptop, new_page, width, language
):
    page = open_imports(new_page, laptop, language, viewport={"width": width, "height": 850})
    uploader = page.locator("[data-testid=stFileUploader]")
    t = translator(language)
    expect(uploader.get_by_role("button", name=t("chrome.upload"))).to_be_visible()
    assert not OF_STREAMLIT.search(uploader.inner_text())
    content = filled_by_hand()
    give(page, content)
    expect(page.locator(".rc-import-refusal")).to_have_count(1)
    size = number(round(len(content) / 1000, 1), language)
    expect(uploader).to_contain_text(t("chrome.size.kb", size=size))
    assert not OF_STREAMLIT.search(uploader.inner_text())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, context=MAIN, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_a_file_of_two_hundred_megabytes_is_refused_in_words_before_it_is_sent(laptop, new_page):
    page = open_imports(new_page, laptop)
    page.locator("[data-testid=stFileUploaderDropzoneInput]").evaluate(
        """box => {
          const held = new DataTransfer();
          held.items.add(new File([new Uint8Array(200e6)], "gros.xlsx"));
          box.files = held.files;
          box.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    uploader = page.locator("[data-testid=stFileUploader]")
    expect(uploader).to_contain_text(FR("chrome.too_large"))
    assert not OF_STREAMLIT.search(uploader.inner_text())
