"""Maturity and comparison in a real browser: marks open their evidence, a comparison is its address."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

MAIN = "[data-testid='stMain']"


def open_at(page, server, path):
    page.goto(f"{server}/{path}")
    page.locator(f"{MAIN} .rc-footer").wait_for()


def test_a_mark_opens_its_evidence_over_the_page_and_escape_gives_the_place_back(page, server):
    open_at(page, server, "maturite?lang=fr&group=rvase")
    mark = page.locator("#footprints [data-rc-evidence='hue.DAT1']")
    mark.focus()
    page.keyboard.press("Enter")
    panel = page.locator("dialog.rc-evidence-panel")
    panel.locator("h2").wait_for()

    assert "Hué" in panel.inner_text()
    panel.locator("details.rc-sources > summary").first.click()
    assert panel.locator(".rc-source a").first.get_attribute("href").startswith("http")

    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.rcEvidence") == "hue.DAT1"
    assert "maturite" in page.url


def test_without_its_script_a_mark_leads_to_the_criterion_of_the_city(page, server):
    open_at(page, server, "maturite?lang=fr&group=rvase")
    address = page.locator("[data-rc-evidence='hue.DAT1']").first.get_attribute("href")
    page.goto(server + address)
    answer = page.locator("#critere-DAT1")
    answer.wait_for()

    assert answer.evaluate("box => box.open")


def test_the_what_if_changes_the_address_and_says_what_changes(page, server):
    open_at(page, server, "maturite?lang=fr")
    page.get_by_text("Et si l’on comptait autrement ?").click()
    page.get_by_role("link", name="comptés comme inconnus").click()
    page.wait_for_url("**old=unknown**")
    page.locator(".rc-what-if[open] [role=status]", has_text="changent").wait_for()


def test_a_city_is_added_by_keyboard_without_accents_and_the_link_reopens_the_comparison(
    new_page, server
):
    page = new_page()
    open_at(page, server, "comparer?lang=fr&cities=namur")
    page.get_by_role("combobox", name="Ajouter une ville").focus()
    page.keyboard.type("hue")
    page.locator(".rc-finder-add [data-city=hue]").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**cities=namur,hue**")
    page.locator(".rc-chosen-city", has_text="Hué").wait_for()
    expect(page.locator(".rc-finder-add input")).to_be_focused()
    page.locator(".rc-tabs").get_by_role("link", name="Tableau").focus()
    page.keyboard.press("Enter")
    page.locator("table.rc-flat").wait_for()

    other = new_page()
    other.goto(page.url)
    other.locator("table.rc-flat").wait_for()
    assert other.locator(".rc-chosen-city").count() == 2
    assert other.locator(".rc-tabs [aria-current=page]").inner_text() == "Tableau"


def test_a_city_is_taken_out_by_its_link(page, server):
    open_at(page, server, "comparer?lang=fr&cities=hue,namur,tunis")
    page.get_by_role("link", name="Retirer Namur").click()
    page.wait_for_url("**cities=hue,tunis**")
    page.locator(".rc-chosen-city", has_text="Namur").wait_for(state="detached")
    assert page.locator(".rc-chosen-city").count() == 2


def test_a_comparison_is_taken_away_as_a_workbook_of_the_same_cities(page, server):
    open_at(page, server, "comparer?lang=fr&cities=hue,namur")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Classeur (Excel)").click()
    file = waiting.value
    book = openpyxl.load_workbook(io.BytesIO(file.path().read_bytes()))

    assert file.suggested_filename.startswith("comparaison-hue-namur-fr-")
    assert [cell.value for cell in book["Comparaison"][1]][2:] == ["Hué", "Namur"]


@pytest.mark.parametrize("suffix", ["PNG", "SVG", "CSV", "Excel"])
def test_a_chart_is_taken_away_in_each_format(page, server, suffix):
    open_at(page, server, "maturite?lang=fr&group=rvase")
    line = page.locator("#intervals .rc-carry")
    with page.expect_download() as waiting:
        line.get_by_text(suffix, exact=True).click()
    assert waiting.value.path().stat().st_size > 500
    assert "regards-croises" in waiting.value.suggested_filename


def test_on_a_phone_the_current_page_is_in_sight_among_the_pages(new_page, server):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_at(page, server, "comparer?lang=fr")
    box = page.locator("#rc-header nav [aria-current=page]").bounding_box()

    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
