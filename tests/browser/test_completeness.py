"""What is still to complete, in a real browser: a reader follows the evidence, the team logs a search."""

import pytest
from playwright.sync_api import expect

from components.i18n import translator
from components.sign_in import LINK_VARIABLE

from .conftest import running_server
from .test_access import MAIN, new_link

FR = translator("fr")


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """A dashboard without configuration: its address and its folder."""
    folder = tmp_path_factory.mktemp("completeness")
    environment = {"REGARDS_VAR": str(folder / "var"), LINK_VARIABLE: "1"}
    with running_server(folder / "log", environment=environment) as url:
        yield url, folder / "var"


def open_page(page, url, query=""):
    page.goto(f"{url}/completer?lang=fr{query}")
    page.locator(f"{MAIN} .rc-footer").wait_for()


def test_a_question_leads_to_the_evidence_of_a_comparable_city(laptop, new_page):
    page = new_page(only=laptop[0])
    open_page(page, laptop[0])
    page.locator(f"{MAIN} .rc-todo-lines .rc-evidence").first.click()

    expect(page.locator("#rc-evidence-title")).to_be_visible()


def test_a_list_is_taken_away_as_a_file(laptop, new_page):
    page = new_page(only=laptop[0])
    open_page(page, laptop[0], "&list=old&country=KHM")
    with page.expect_download() as download:
        page.get_by_role("link", name=FR("completeness.csv")).click()

    text = download.value.path().read_text("utf-8-sig")
    assert text.startswith(FR("completeness.column.kind"))


@pytest.mark.parametrize("width", [360, 1366])
def test_nothing_is_wider_than_the_window(laptop, new_page, width):
    page = new_page(only=laptop[0], viewport={"width": width, "height": 800})
    open_page(page, laptop[0])

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_team_logs_a_search_that_a_reader_then_sees(laptop, new_page):
    url, var = laptop
    page = new_page(only=laptop[0])
    page.goto(new_link(url, var))
    page.locator(f"{MAIN} .rc-footer").wait_for()
    open_page(page, url, "&city=dakar&criterion=DAT4")
    page.get_by_role("link", name=FR("completeness.search.log")).click()
    page.get_by_label(FR("completeness.search.places")).fill("<b>dakar.example</b>")
    page.get_by_role("combobox", name=FR("completeness.search.languages")).click()
    page.get_by_role("option", name="Français", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name=FR("completeness.search.save"), exact=True).click()
    expect(page.get_by_text(FR("completeness.search.saved"))).to_be_visible()
    expect(page.get_by_text("<b>dakar.example</b>").last).to_be_visible()

    reader = new_page(only=laptop[0])
    open_page(reader, url, "&city=dakar&criterion=DAT4")
    found = reader.locator(f"{MAIN} .rc-todo-lines")
    expect(found).to_contain_text(FR("completeness.search.not_found").lower())
    expect(reader.locator(MAIN)).not_to_contain_text("dakar.example")
