"""Who may open what: every page and every address of ours, for every role, called directly."""

import re

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import markup, open_page, titles

from components import session, staff
from components.address import DESK_PAGES, HEADER_PAGES, PAGE_PATHS
from components.i18n import LANGUAGES, translator
from components.routes import routes
from components.staff import COOKIE, Action
from data.store import ALLOWED, ANONYMOUS, Actor, Role, StoreCode, StoreError

PAGE_ACTIONS = {
    "desk": Action.OPEN_DESK,
    "edit": Action.PROPOSE,
    "imports": Action.PROPOSE,
    "completeness": None,
    "reply": None,
    "access": None,
}
"""What each page of the desk requires; None: open to everybody, who sees no more than they may."""

WAYS = {page: f"desk.way.{'home' if page == 'desk' else page}" for page in PAGE_ACTIONS}
EVERYBODY, MACHINE, KEY, OWN_SESSION = "everybody", "machine", "key of the stage", "own session"
ADDRESSES = {
    "/healthz": EVERYBODY,
    "/assets/{tag}/{name:path}": EVERYBODY,
    "/data/{version}/{name}.{language}.json": EVERYBODY,
    "/fragments/{version}/{kind}/{record_id}.{language}.html": EVERYBODY,
    "/downloads/": EVERYBODY,
    "/charts/": EVERYBODY,
    "/stage": EVERYBODY,
    "/stage/{programme_id}/command": KEY,
    "/desk/sign-in": MACHINE,
    "/desk/sign-out": OWN_SESSION,
    "/desk/{rest:path}": EVERYBODY,
}
"""Who may call each address; one that ends with a slash, or is a folder, decides for those below it."""

FR = translator("fr")
every_role = pytest.mark.parametrize("role", Role)


def decision(path):
    known = [name for name in ADDRESSES if path == name or path.startswith(name.rstrip("/") + "/")]
    return ADDRESSES[max(known, key=len)] if known else None


def test_every_page_of_the_desk_has_a_decision():
    desk_pages = {page for page in PAGE_PATHS if page not in HEADER_PAGES}
    assert desk_pages <= set(PAGE_ACTIONS)
    assert set(PAGE_ACTIONS) == set(DESK_PAGES)


def test_every_address_of_ours_has_a_decision():
    assert [route.path for route in routes() if decision(route.path) is None] == []


def test_only_three_addresses_change_anything():
    """Everything else is read only; a new address that takes more than ``GET`` needs a decision."""
    writing = {route.path for route in routes() if route.methods and "POST" in route.methods}
    assert {path for path in writing if decision(path) == EVERYBODY} == set()


@every_role
@pytest.mark.parametrize("page", [page for page in PAGE_ACTIONS if page in PAGE_PATHS])
def test_a_page_called_by_its_address_opens_for_who_may_and_for_nobody_else(page, role, desk):
    desk.sign_in(role)
    action = PAGE_ACTIONS[page]
    is_open = action is None or role in ALLOWED[action]
    expected = f"{page}.title" if is_open else "staff.refused.title"
    app = open_page(page, lang="fr")
    assert titles(app)[0] == FR(expected)
    # Who works there finds the ways of the desk on each of its pages; a reader finds none of them.
    works = Action.REPLY_LINKS if page == "reply" else Action.OPEN_DESK
    nav = re.findall(r'<nav class="rc-desk-ways".*?</nav>', markup(app))
    assert len(nav) == (is_open and role in ALLOWED[works])
    for ways in nav:
        assert re.findall(r'aria-current="page">([^<]*)<', ways) == [FR(WAYS[page])]


@every_role
@pytest.mark.parametrize("action", Action)
def test_require_lets_pass_who_may_and_stops_the_script_of_others(action, role, desk):
    desk.sign_in(role)

    def page(name):
        import streamlit as st

        from components.staff import Action, require

        st.text(require(Action(name)).role)

    app = AppTest.from_function(page, args=(action.value,), default_timeout=60).run()
    assert not app.exception
    if role in ALLOWED[action]:
        assert [text.value for text in app.text] == [role.value]
    else:
        assert not app.text
        assert titles(app) == [FR("staff.refused.title")]
        assert "rc-footer" in markup(app)


@every_role
def test_a_refusal_of_somebody_who_signed_in_is_kept_in_the_log(role, desk):
    actor = desk.sign_in(role)
    if role in ALLOWED[Action.MANAGE_STAFF]:
        return
    before = desk.store.activity()
    refused_page()
    if role is Role.READER:
        assert desk.store.activity() == before, "visitors do not make the log grow"
        return
    boss = Actor(staff_id="boss", role=Role.ADMINISTRATOR)
    entry = desk.store.log_entries(boss, limit=1)[0]
    assert (entry.staff_id, entry.is_allowed) == (actor.staff_id, False)
    assert entry.action == Action.MANAGE_STAFF


def refused_page():
    def page():
        from components.staff import Action, require

        require(Action.MANAGE_STAFF)

    AppTest.from_function(page, default_timeout=60).run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_store_that_cannot_be_read_says_so_to_staff_and_leaves_readers_alone(
    language, desk, monkeypatch
):
    desk.sign_in(Role.EDITOR)

    def broken():
        raise StoreError(StoreCode.BUSY, "place")

    monkeypatch.setattr(session, "store", broken)
    app = open_page("access", lang=language)
    assert titles(app) == [translator(language)("staff.broken.title")]
    assert "[busy]" in markup(app)
    assert titles(open_page("sources", lang=language)) == [translator(language)("sources.title")]


# ---- who is asking -------------------------------------------------------------------------------


def test_a_visitor_is_nobody_and_leaves_nothing_behind(desk):
    desk.leave()
    assert staff.current_actor() == ANONYMOUS
    desk.hold({COOKIE: "forged"})
    assert staff.current_actor() == ANONYMOUS
    assert titles(open_page("overview", lang="fr")) == [FR("overview.title")]
    assert not session.has_store()


def test_a_change_of_role_holds_at_once_and_a_departure_ends_the_session(desk):
    desk.sign_in(Role.EDITOR, staff_id="ada")
    desk.add(Role.CONTRIBUTOR, staff_id="ada")
    assert staff.current_actor().role is Role.CONTRIBUTOR
    desk.add(Role.EDITOR, staff_id="ada", is_active=False)
    assert staff.current_actor() == ANONYMOUS


def test_a_session_that_has_ended_is_nobody(desk):
    desk.sign_in(Role.EDITOR)
    desk.store.sign_out(session.cookies()[COOKIE])
    assert staff.current_actor() == ANONYMOUS
    assert not staff.is_staff()


def test_a_name_is_shown_where_one_is_known(desk):
    desk.add(Role.EDITOR, staff_id="ada", name="Ada")
    assert staff.staff_name("ada") == "Ada"
    assert staff.staff_name("oidc:eve@city.example") == "eve@city.example"
    assert staff.staff_name(staff.LOCAL_ID) == FR("staff.local")


# ---- the page « Accès » --------------------------------------------------------------------------


@every_role
def test_only_administrators_see_the_list_of_people_and_the_log(role, desk):
    desk.sign_in(role)
    body = markup(open_page("access", lang="fr"))
    is_administrator = role is Role.ADMINISTRATOR
    assert (FR("access.people") in body) == is_administrator
    assert (FR("access.log") in body) == is_administrator
    assert (FR("access.nobody") in body) == (role is Role.READER)


def fill(app, person, **fields):
    for name, value in fields.items():
        field = (
            app.checkbox if name == "active" else app.radio if name == "role" else app.text_input
        )
        field(key=f"access_{person}_{name}").set_value(value)
    return app.button(key=f"FormSubmitter:access_{person}_form-{FR('access.save')}").click().run()


def test_an_administrator_adds_and_changes_people(desk):
    desk.sign_in(Role.ADMINISTRATOR)
    app = open_page("access", lang="fr", person="new")
    app = fill(app, "new", name="Zoé Ünal", identity="Zoe@city.example", role=Role.EDITOR)
    assert not app.exception
    added = desk.store.staff_of("zoe@city.example")
    assert (added.staff_id, added.name, added.role) == ("zoe-unal", "Zoé Ünal", Role.EDITOR)
    assert FR("access.saved", name="Zoé Ünal") in markup(app)

    app = open_page("access", lang="fr", person="zoe-unal")
    fill(app, "zoe-unal", active=False)
    assert desk.store.staff_of("zoe@city.example") is None


def test_two_people_never_have_one_address_nor_one_id(desk):
    desk.sign_in(Role.ADMINISTRATOR)
    desk.add(Role.EDITOR, staff_id="zoe", identity="zoe@city.example")
    app = open_page("access", lang="fr", person="new")
    app = fill(app, "new", name="Zoé", identity="ZOE@city.example")
    assert FR("access.fault.taken") in markup(app)
    assert app.text_input(key="access_new_identity").value == "ZOE@city.example"
    fill(app, "new", name="Zoé", identity="other@city.example")
    assert desk.store.staff_of("other@city.example").staff_id == "zoe-2"


def test_an_address_is_required(desk):
    desk.sign_in(Role.ADMINISTRATOR)
    app = fill(open_page("access", lang="fr", person="new"), "new", name="Zoé")
    assert FR("access.fault.no_identity") in markup(app)


@pytest.mark.parametrize("change", [{"role": Role.EDITOR}, {"active": False}])
def test_an_administrator_cannot_lock_the_door_behind_them(desk, change):
    desk.sign_in(Role.ADMINISTRATOR, staff_id="boss")
    app = fill(open_page("access", lang="fr", person="boss"), "boss", **change)
    assert FR("access.not_yourself") in markup(app)
    assert desk.store.staff()[0].role is Role.ADMINISTRATOR
    assert desk.store.staff()[0].is_active


def test_who_lost_the_role_meanwhile_saves_nothing(desk):
    desk.sign_in(Role.ADMINISTRATOR, staff_id="boss")
    app = open_page("access", lang="fr", person="new")
    desk.add(Role.EDITOR, staff_id="boss")
    app = fill(app, "new", name="Zoé", identity="zoe@city.example")
    assert desk.store.staff_of("zoe@city.example") is None
    assert FR("access.people") not in markup(app)


def test_ending_sessions_ends_them(desk):
    desk.sign_in(Role.ADMINISTRATOR)
    secret = desk.session_of(desk.add(Role.EDITOR, staff_id="zoe"))
    app = open_page("access", lang="fr", person="zoe")
    app.button(key="access_zoe_revoke").click().run()
    assert desk.store.session_actor(secret) is None


def test_names_of_people_are_text(desk):
    desk.sign_in(Role.ADMINISTRATOR, name="<script>alert(1)</script>")
    app = open_page("access", lang="fr", person="the-administrator")
    assert "<script" not in markup(app)
    assert "&lt;script&gt;" in markup(app)


def test_the_log_is_filtered_by_the_address(desk):
    desk.sign_in(Role.EDITOR, staff_id="ed")
    refused_page()
    desk.sign_in(Role.ADMINISTRATOR, staff_id="boss")
    everything = markup(open_page("access", lang="fr"))
    assert everything.count("<tr") > 6
    refused = markup(open_page("access", lang="fr", outcome="refused", who="ed"))
    lines = refused.split(FR("access.log"))[1]
    assert lines.count("<tr") == 2
    assert FR("access.what.page") in lines
    none = markup(open_page("access", lang="fr", outcome="refused", who="boss"))
    assert FR("access.log.none") in none


def test_nonsense_in_the_address_of_the_log_is_named_and_changes_nothing(desk):
    desk.sign_in(Role.ADMINISTRATOR)
    body = markup(open_page("access", lang="fr", who="<b>", before="-1", person="nobody"))
    assert "who=&lt;b&gt;" in body
    assert FR("access.log") in body
