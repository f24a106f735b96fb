"""A city answers on a phone with its link, and a reader reports an error, in a real browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from components.i18n import translator
from data.raw import read_release
from data.store import Actor, DeclarationState, Role, open_store

from .conftest import running_server

FR = translator("fr")
EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
PHONE = {"width": 390, "height": 844}
MAIN = "[data-testid='stMain']"
CITY = "hue"


@pytest.fixture
def desk(tmp_path):
    """A dashboard, and the store it shares with the test."""
    var = tmp_path / "var"
    store = open_store(var / "desk.sqlite3", read_release(), lambda: datetime.now(UTC))
    with running_server(tmp_path / "log", environment={"REGARDS_VAR": str(var)}) as url:
        yield url, store
    store.close()


def test_a_city_answers_on_a_phone_and_the_answer_shows_once_it_is_let_through(desk, new_page):
    url, store = desk
    _, token = store.create_reply_link(CITY, EDITOR)
    page = new_page(only=url, viewport=PHONE)
    page.goto(f"{url}/reponse?lang=fr&token={token}")
    page.get_by_text("Non", exact=True).first.click()
    page.get_by_label(FR("reply.note")).fill("Adoptée en 2024 <b>")
    page.get_by_label(FR("reply.note")).blur()
    expect(page.get_by_text(FR("reply.saved"))).to_be_visible()

    again = new_page(only=url, viewport=PHONE)
    again.goto(f"{url}/reponse?lang=fr&token={token}")
    expect(again.get_by_label(FR("reply.note"))).to_have_value("Adoptée en 2024 <b>")
    again.get_by_label(FR("reply.office")).fill("Direction")
    again.get_by_role("button", name=FR("reply.send")).click()
    expect(again.get_by_text(FR("reply.sent", count=1))).to_be_in_viewport()
    wide = again.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]

    [made] = store.declarations()
    store.moderate(made.declaration_id, DeclarationState.SHOWN, EDITOR)
    again.goto(f"{url}/ville?lang=fr&city={CITY}")
    again.locator(f"{MAIN} .rc-footer").wait_for()
    assert FR("declared.title") in again.locator(MAIN).inner_text()


def test_a_reader_reports_an_error_from_a_city_and_never_sees_the_trap(desk, new_page):
    url, store = desk
    page = new_page(only=url)
    page.goto(f"{url}/ville?lang=fr&city={CITY}")
    page.locator(f"{MAIN} .rc-city-links .rc-report-link").click()
    expect(page.get_by_label(FR("report.trap"))).to_be_hidden()
    page.get_by_label(FR("report.words")).fill("La population est celle de 2019.")
    page.get_by_role("button", name=FR("report.send")).click()
    expect(page.get_by_text(FR("report.sent"))).to_be_visible()
    [report] = store.proposals()
    assert [(row.table, row.key) for row in report.rows] == [("cities", (CITY,))]
