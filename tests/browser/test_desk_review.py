"""The whole life of a change, by two people in two browsers and a reader in a third."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from components.i18n import translator
from components.staff import COOKIE
from data.changes import edit
from data.raw import read_release
from data.store import Actor, Role, open_store

from .accessibility import faults
from .conftest import running_server

FR = translator("fr")
MAIN = "[data-testid='stMain']"
NAMES = {"marie": "Marie Dubois", "jean": "Jean Nguyen", "zoe": "Zoé Kouamé"}
ROLES = {"marie": Role.EDITOR, "jean": Role.CONTRIBUTOR, "zoe": Role.EDITOR}
ROOT = Actor(staff_id="root", role=Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A dashboard with three people, a proposal and a journal: its address, and a session of each."""
    folder = tmp_path_factory.mktemp("desk")
    var = folder / "var"
    var.mkdir()
    store = open_store(var / "desk.sqlite3", read_release(), lambda: datetime.now(UTC))
    sessions = {}
    for staff_id, name in NAMES.items():
        role, identity = ROLES[staff_id], f"{staff_id}@city.example"
        store.set_staff(ROOT, staff_id=staff_id, identity=identity, name=name, role=role)
        link = store.create_sign_in(ROOT, staff_id=staff_id, role=role)
        sessions[staff_id] = store.redeem(link, timedelta(hours=2))
    raw, zoe = store.state().raw, Actor(staff_id="zoe", role=Role.EDITOR)
    kep = edit(raw, "cities", ("kep",), {"population": "40000", "population_year": "2023"})
    store.publish([kep], zoe, "Recensement.", ["geonames"])
    tunis = edit(raw, "cities", ("tunis",), {"population": "700000", "population_year": "2024"})
    store.propose([tunis], Actor(staff_id="jean", role=Role.CONTRIBUTOR), "Registre.", ["geonames"])
    moved = edit(raw, "cities", ("tunis",), {"population": "650000"})
    store.publish([moved], zoe, "Autre registre.", ["geonames"])
    store.report("La population est ancienne.", table="cities", key=("dakar",))
    store.close()
    with running_server(folder / "log", environment={"REGARDS_VAR": str(var)}) as url:
        yield url, sessions


@pytest.fixture
def browse(desk, new_page):
    """``browse("marie")``: a browser of her own; without a name, a reader's."""
    url, sessions = desk

    def open_browser(who=None, **options):
        page = new_page(only=url, **options)
        if who:
            cookie = {"name": COOKIE, "value": sessions[who], "url": url}
            page.context.add_cookies([cookie])
        return page

    return open_browser


def go(page, desk, path):
    page.goto(f"{desk[0]}{path}")
    page.locator(f"{MAIN} .rc-footer").wait_for()


def population_of(page, desk, city, figure):
    """What a reader is told; within two seconds of the change, so asked again until then."""
    go(page, desk, f"/ville?lang=fr&city={city}")
    expect(page.locator(MAIN)).to_contain_text(re.compile(figure.replace(" ", r"\s")))


def test_a_fact_is_proposed_reviewed_published_read_and_undone_by_two_people(desk, browse):
    jean, marie, reader = browse("jean"), browse("marie"), browse()
    population_of(reader, desk, "namur", "111 561")

    go(jean, desk, "/saisir?lang=fr&table=cities&id=namur")
    for label, value in (("Population", "115000"), ("Année de la population", "2024")):
        box = jean.get_by_role("textbox", name=label, exact=True)
        box.fill(value)
        box.press("Tab")
    jean.get_by_text("GeoNames gazetteer").first.click()
    jean.get_by_role("textbox", name=re.compile(FR("edit.reason"))).fill("Registre de 2024.")
    jean.get_by_role("button", name=FR("edit.send.propose"), exact=True).click()
    expect(jean.locator(".rc-told-done")).to_be_visible()

    go(marie, desk, "/bureau?lang=fr")
    marie.locator(".rc-desk-item", has_text="Namur").click()
    expect(marie.get_by_role("heading", level=2, name="Namur")).to_be_visible()
    choose(marie, "Namur · population", FR("review.choice.accept"))
    choose(marie, "Namur · année de la population", FR("review.choice.refuse"))
    marie.get_by_role("textbox", name=FR("review.why_not")).fill("Le registre est de 2023.")
    marie.get_by_role("textbox", name=FR("review.why_not")).press("Tab")
    marie.get_by_role("button", name=FR("review.publish")).click()
    expect(marie.get_by_role("status").first).to_contain_text("1 champ est publié.")

    population_of(reader, desk, "namur", "115 000")
    expect(reader.locator(MAIN)).not_to_contain_text("2024)")

    go(jean, desk, "/bureau?lang=fr")
    mine = jean.locator("li", has=jean.locator(".rc-desk-item", has_text="Namur"))
    expect(mine).to_contain_text(FR("review.state.partly"))
    mine.get_by_role("link").click()
    expect(jean.locator(".rc-review-comments")).to_contain_text("Le registre est de 2023.")
    expect(jean.locator(".rc-review-comments")).to_contain_text("Marie Dubois")

    go(marie, desk, "/bureau?lang=fr&view=journal&city=namur")
    marie.get_by_role("link", name=FR("journal.undo")).click()
    marie.get_by_role("textbox", name=FR("journal.undo.reason")).fill("Mauvais registre.")
    marie.get_by_role("button", name=FR("journal.undo.act")).click()
    expect(marie.locator(".rc-journal li").first).to_contain_text("Mauvais registre.")
    population_of(reader, desk, "namur", "111 561")


def choose(page, field, choice):
    """One of the answers beside a field; Streamlit hides the real button under its label."""
    group = page.get_by_role("radiogroup", name=FR("review.choice", field=field), exact=True)
    group.get_by_text(choice, exact=True).click()
    expect(group.get_by_role("radio", name=choice, exact=True)).to_be_checked()


def test_what_is_half_decided_is_there_again_after_the_tab_was_closed(desk, browse):
    marie = browse("marie")
    go(marie, desk, "/bureau?lang=fr&proposal=1")
    choose(marie, "Tunis · population", FR("review.choice.refuse"))
    marie.get_by_role("textbox", name=FR("review.why_not")).fill("À vérifier")
    # What is chosen next is shown once what was typed before is kept.
    choose(marie, "Tunis · année de la population", FR("review.choice.accept"))
    expect(marie.get_by_text("1 champ à publier", exact=False)).to_be_visible()
    marie.close()

    again = browse("marie")
    go(again, desk, "/bureau?lang=fr&proposal=1")
    expect(again.get_by_role("textbox", name=FR("review.why_not"))).to_have_value("À vérifier")


def test_scenes_are_reordered_with_the_keyboard_alone(desk, browse):
    marie = browse("marie")
    go(marie, desk, "/bureau?lang=fr&view=programme")
    scene = marie.locator(".rc-programme-scene", has_text="Qui porte la stratégie")
    expect(scene).to_contain_text("5")
    scene.focus()
    marie.keyboard.press("Enter")
    expect(marie.locator(".rc-programme-open")).to_contain_text("Scène 5")
    marie.get_by_role("button", name=FR("programme.move.down"), exact=True).focus()
    marie.keyboard.press("Enter")
    expect(scene.locator(".rc-programme-number")).to_have_text("6")
    expect(marie.get_by_role("button", name=FR("programme.move.down"), exact=True)).to_be_focused()
    marie.get_by_role("button", name=FR("programme.start_over")).click()
    expect(scene.locator(".rc-programme-number")).to_have_text("5")


def test_the_journal_is_taken_away_as_a_file(desk, browse):
    zoe = browse("zoe")
    go(zoe, desk, "/bureau?lang=fr&view=journal&city=kep")
    with zoe.expect_download() as waiting:
        zoe.get_by_role("button", name=FR("journal.export")).click()
    text = waiting.value.path().read_text("utf-8-sig")
    assert "Kep" in text
    assert "Tunis" not in text


def test_a_session_opens_no_desk_without_its_cookie(desk, browse):
    reader = browse()
    go(reader, desk, "/bureau?lang=fr&proposal=1")
    expect(reader.get_by_role("heading", level=1)).to_have_text(FR("staff.refused.title"))


PARTS = ["", "&proposal=1", "&view=journal", "&view=journal&undo=1", "&view=programme&scene=1B"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("fr", 1280, "dark"), ("en", 375, "light")]
)
def test_every_part_of_the_desk_is_accessible_and_fits_the_screen(
    desk, browse, part, language, width, scheme
):
    page = browse("zoe", viewport={"width": width, "height": 800}, color_scheme=scheme)
    go(page, desk, f"/bureau?lang={language}{part}")
    assert faults(page) == []
    assert page.evaluate(f'document.querySelector("{MAIN}").scrollWidth') <= width
    assert page.locator(f"{MAIN} h1").count() == 1
