"""« Figer pour la scène » : what is corrected afterwards moves on the pages, never on the stage."""

import urllib.request

from playwright.sync_api import expect

from components.i18n import number, translator

from .conftest import running_server
from .stage_programme import EDITED_POPULATION, shipped_stage

PROGRAMME = shipped_stage().programme.programme_id
t = translator("fr")


def deck_of(server):
    with urllib.request.urlopen(f"{server}/stage/{PROGRAMME}/deck.json", timeout=60) as answer:
        return answer.read()


def test_what_is_edited_after_freezing_moves_on_the_pages_and_never_on_the_stage(
    new_page, tmp_path
):
    log = tmp_path / "log"
    with running_server(log, script="tests/browser/stage_app.py") as url:
        open_deck = deck_of(url)
        page = new_page(only=url)
        page.goto(f"{url}/scene?lang=fr")
        page.get_by_role("button", name=t("stage.freeze")).click()
        expect(page.get_by_role("button", name=t("stage.thaw"))).to_be_visible()
        frozen_deck = deck_of(url)
        page.close()
    with running_server(log, script="tests/browser/edited_app.py") as url:
        page = new_page(only=url)
        page.goto(f"{url}/ville?lang=fr&city=phnom-penh")
        expect(page.get_by_text(number(EDITED_POPULATION, "fr")).first).to_be_visible()
        assert deck_of(url) == frozen_deck != open_deck
        page.goto(f"{url}/stage/{PROGRAMME}?lang=fr")
        expect(page.locator(".rc-slide.rc-shown")).to_contain_text("figée le")
