"""The page « À compléter » run inside the shell: for a reader, and for somebody who has signed in."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from factories import make_dataset, make_source
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest
from test_components_server import get

from analysis.completeness import Extent, old_rows, undated_sources, unknown_answers
from components import session
from components.desk.completeness import list_section
from components.desk.completeness_asked import LISTS, PER_PAGE, STAFF_LISTS, Asked, find
from components.desk.completeness_routes import completeness_routes, list_table
from components.desk.completeness_rows import Kept
from components.desk.completeness_staff_files import searches_table, verify_table
from components.i18n import LANGUAGES, Language, day, translator
from components.view import View
from data.export import table_csv
from data.store import Actor, ItemState, Role, Store

SHELL = Path(__file__).parent.parent / "components" / "shell.py"
FR = translator("fr")
HOSTILE = "<img src=x onerror=alert(1)>"
CONTRIBUTOR = Actor(staff_id="ada", role=Role.CONTRIBUTOR)


@pytest.fixture(autouse=True)
def own_store(desk):
    """Every test has a store of its own."""


@pytest.fixture
def signed_in(desk) -> Store:
    """A store, and a visitor who is a contributor."""
    desk.sign_in(CONTRIBUTOR.role, staff_id=CONTRIBUTOR.staff_id)
    return desk.store


def open_page(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    app.switch_page("../pages/completeness.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def markup(app: AppTest) -> str:
    assert not app.exception
    return "".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if button.label == label]
    return button.click().run()


def first_old_row():
    return old_rows(session.published_dataset(), session.today(), Extent())[0]


# ---- readers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_for_everybody_and_shows_one_page_of_it(name: str, language: Language):
    body = markup(open_page(lang=language, list=name))

    assert translator(language)(f"completeness.list.{name}") in body
    lines = body.split('class="rc-todo-lines"')[1].split("</ol>")[0]
    assert lines.count('class="rc-todo-meta"') >= PER_PAGE
    assert f"/downloads/completeness/{name}.csv" in body


@pytest.mark.parametrize("name", STAFF_LISTS)
def test_a_list_of_the_team_is_refused_to_a_reader_who_knows_its_address(name: str):
    app = open_page(lang="fr", list=name)

    assert [title.value for title in app.title] == [FR("staff.refused.title")]
    assert FR("completeness.title") not in markup(app)


def test_a_reader_is_shown_nothing_to_act_with():
    app = open_page(lang="fr", list="old")

    assert FR("completeness.rows.title") not in markup(app)
    assert not app.button


def test_the_filters_of_the_address_hold():
    body = markup(open_page(lang="fr", city="hue"))
    count = len(unknown_answers(session.published_dataset(), Extent(cities=frozenset({"hue"}))))

    assert FR("completeness.found", count=count) in body


def test_the_page_of_sources_leads_here():
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    app.switch_page("../pages/sources.py")

    assert 'href="/completer?lang=fr"' in markup(app.run())


@pytest.mark.parametrize("name", LISTS)
def test_who_has_signed_in_opens_the_form_of_each_line_in_one_click_and_readers_do_not(name: str):
    view = View(dataset=session.published_dataset(), today=session.today(), language="fr", t=FR)
    asked = Asked(list_name=name)
    found = find(asked, view)
    drawn = str(list_section(asked, found, view, is_staff=True))
    forms = re.findall(r'href="(/saisir[^"]+)"', drawn)
    assert forms
    if name == "unknown":
        first = found.unknown[0]
        assert len(forms) == PER_PAGE
        assert dict(parse_qsl(urlsplit(unescape(forms[0])).query)) == {
            "table": "criteria",
            "id": f"{first.city_id}/{first.criterion_id}",
            "lang": "fr",
        }
    drawn = str(list_section(asked, found, view, is_staff=False))
    assert "/saisir" not in drawn
    assert (FR("city.criteria.tell") in drawn) == (name == "unknown")


# ---- files ---------------------------------------------------------------------------------------


def rows_of(name: str, query: str = "") -> list[list[str]]:
    app = Starlette(routes=completeness_routes())
    status, headers, body = get(app, f"/downloads/completeness/{name}.csv", f"lang=fr{query}")
    assert status == 200
    assert headers["content-disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_a_file_has_every_line_of_the_list_not_only_a_page():
    dataset = session.published_dataset()
    extent = Extent(countries=frozenset({"VNM"}))

    assert len(rows_of("unknown", "&country=VNM")) - 1 == len(unknown_answers(dataset, extent))


@pytest.mark.parametrize("name", ["verify", "searches", "nothing"])
def test_a_list_of_the_team_is_no_file(name: str):
    app = Starlette(routes=completeness_routes())

    assert get(app, f"/downloads/completeness/{name}.csv")[0] == 404


def test_a_cell_that_a_spreadsheet_would_run_is_neutral():
    dataset = make_dataset(
        sources=[make_source(), make_source("bad", title="=1+1", published=None)]
    )
    view = View(dataset=dataset, today=date(2026, 11, 25), language="fr", t=FR)
    table = list_table("undated", undated_sources(dataset, Extent()), view, Kept())

    assert "\r\n'=1+1," in table_csv(table).decode("utf-8-sig")


def test_the_lists_of_the_team_have_every_line_in_their_file_and_neutral_cells(signed_in: Store):
    key = first_old_row().key
    for number in range(PER_PAGE + 1):
        signed_in.add_to_verify(
            CONTRIBUTOR, owner="", due_on=None, table="projects", key=key, note=f"=1+{number}"
        )
    signed_in.log_search(
        CONTRIBUTOR,
        city_id="hue",
        criterion_id="VIS1",
        searched_on=date(2026, 11, 1),
        languages=["vi"],
        places="=cmd",
        is_found=False,
    )
    view = View(dataset=session.published_dataset(), today=session.today(), language="fr", t=FR)
    names = {"ada": "=Ada"}
    items = table_csv(verify_table(signed_in.to_verify(), names, view)).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(items)))) == PER_PAGE + 2
    assert ",'=Ada,'=1+0\r\n" in items
    searches = table_csv(searches_table(signed_in.searches(), names, view)).decode("utf-8-sig")
    assert ",'=cmd,Non trouvé,'=Ada\r\n" in searches
    for name in STAFF_LISTS:
        [button] = open_page(lang="fr", list=name).get("download_button")
        assert button.proto.label == FR("completeness.csv")


# ---- the team ------------------------------------------------------------------------------------


def test_rows_marked_as_checked_say_so_to_everybody(signed_in: Store, desk):
    row = first_old_row()
    app = open_page(lang="fr", list="old")
    app.multiselect(key="todo_old_rows").set_value([(row.table, row.key)])
    app = press(app, FR("completeness.rows.check"))

    assert FR("completeness.rows.checked", count=1) in markup(app)
    assert signed_in.checked_on() == {(row.table, row.key): session.today()}
    desk.leave()
    when = FR("completeness.checked", date=day(session.today(), "fr"))
    assert when in markup(open_page(lang="fr", list="old"))


def test_what_is_to_verify_is_listed_and_closed_by_a_check(signed_in: Store):
    row = first_old_row()
    app = open_page(lang="fr", list="old")
    app.multiselect(key="todo_old_rows").set_value([(row.table, row.key)])
    app.text_input(key="todo_old_due").set_value("2020-01-31")
    app.text_input(key="todo_old_note").set_value(HOSTILE)
    press(app, FR("completeness.rows.add"))
    [item] = signed_in.to_verify()

    app = open_page(lang="fr", list="verify", item=str(item.item_id))
    body = markup(app)
    assert HOSTILE not in body
    assert "&lt;img" in body
    late = FR("completeness.verify.late", date=day(date(2020, 1, 31), "fr"))
    assert late in body

    app.text_input(key=f"todo_item_{item.item_id}_due").set_value("")
    app = press(app, FR("completeness.verify.save"))
    assert FR("completeness.verify.no_due") in markup(app)
    assert signed_in.to_verify()[0].due_on is None

    body = markup(press(app, FR("completeness.verify.done")))
    assert FR("completeness.verify.none") in body
    [item] = signed_in.to_verify(state=None)
    assert item.state is ItemState.DONE
    assert signed_in.checked_on()[row.table, row.key] == session.today()


def test_a_date_that_is_none_saves_nothing_and_keeps_what_was_typed(signed_in: Store):
    row = first_old_row()
    app = open_page(lang="fr", list="old")
    app.multiselect(key="todo_old_rows").set_value([(row.table, row.key)])
    app.text_input(key="todo_old_due").set_value("31/12/26")
    app.text_input(key="todo_old_note").set_value("à relire")
    app = press(app, FR("completeness.rows.add"))

    assert FR("completeness.fault.date") in markup(app)
    assert signed_in.to_verify() == ()
    assert app.text_input(key="todo_old_note").value == "à relire"


def test_a_search_that_found_nothing_is_logged_and_changes_no_count(signed_in: Store):
    dataset = session.published_dataset()
    [asked, *_] = [
        item
        for item in unknown_answers(dataset, Extent())
        if dataset.criteria[item.criterion_id].is_public_by_nature
    ]
    before = len(unknown_answers(dataset, Extent()))
    app = open_page(lang="fr", list="searches", city=asked.city_id, criterion=asked.criterion_id)
    app.text_area(key="todo_search_places").set_value(HOSTILE)
    app.multiselect(key="todo_search_languages").set_value(["fr"])
    app = press(app, FR("completeness.search.save"))

    [search] = signed_in.searches()
    assert (search.city_id, search.criterion_id) == (asked.city_id, asked.criterion_id)
    assert (search.is_found, search.searched_on) == (False, session.today())
    assert HOSTILE not in markup(app)
    body = markup(open_page(lang="fr"))
    assert FR("completeness.silences", count=1) in body
    assert FR("completeness.found", count=before) in body
    assert "onerror" not in body


def test_a_search_of_tomorrow_nowhere_or_in_no_language_is_refused(signed_in: Store):
    app = open_page(lang="fr", list="searches", city="hue")
    app = press(app, FR("completeness.search.save"))
    assert FR("completeness.fault.places") in markup(app)

    app.text_area(key="todo_search_places").set_value("hue.example")
    app = press(app, FR("completeness.search.save"))
    assert FR("completeness.fault.languages") in markup(app)

    app.multiselect(key="todo_search_languages").set_value(["vi"])
    tomorrow = session.today() + timedelta(days=1)
    app.text_input(key="todo_search_date").set_value(tomorrow.isoformat())
    app = press(app, FR("completeness.search.save"))
    assert FR("completeness.fault.date") in markup(app)
    assert signed_in.searches() == ()
