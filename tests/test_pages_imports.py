"""The page of workbooks, run inside the shell by people of two roles."""

import io

import openpyxl
import pytest
from books import book
from test_pages import markup, open_page, titles

from components.desk.imports import REASON, SOURCE, template
from components.i18n import LANGUAGES, translator
from data.changes import edit
from data.store import Action, Role, StoreCode, StoreError

FR = translator("fr")
HEADINGS = ["city_id", "population", "name_local", "latitude"]


def filled(*rows):
    """A workbook as somebody types it: a title over the table, decimal commas, stray spaces."""
    made = openpyxl.load_workbook(io.BytesIO(book(cities=[["Villes, mai"], [], HEADINGS, *rows])))
    made["cities"].merge_cells("A1:D1")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


GOOD = ["namur ", 115000, None, "50,4674"]
GOOD_TOO = [" dakar", 1200001, None, None]
WRONG = ["atlantide", 12, None, None]


def give(content, name="mairie.xlsx", language="fr"):
    app = open_page("imports", lang=language)
    app.file_uploader[0].upload(name, content)
    app.run()
    assert not app.exception
    return app


def send(app, reason="mise à jour", source="classeur de la mairie"):
    app.text_input(key=REASON).set_value(reason)
    app.text_input(key=SOURCE).set_value(source)
    app.button(key="rc-import-do").click()
    app.run()
    assert not app.exception
    return app


def population(desk, city_id):
    return desk.store.state().raw["cities"][city_id,]["population"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_sheet_row_column_and_value_in_the_language_of_the_reader(
    language, desk
):
    desk.sign_in(Role.EDITOR)
    app = give(filled(GOOD, ["dakar", "beaucoup", None, None]), language=language)
    t, body = translator(language), markup(app)

    assert titles(app) == [t("imports.title")]
    assert t("imports.problems", count=1) in body
    for cell in ("cities", "5", "beaucoup"):
        assert f">{cell}</bdi></td>" in body
    parts = [t("imports.state.changed", count=1), t("imports.state.refused", count=1)]
    assert t("imports.rows", count=2, parts=t("change.list").join(parts)) in body


def test_an_editor_imports_the_good_rows_in_one_change_of_the_journal(desk):
    editor = desk.sign_in(Role.EDITOR)
    app = send(give(filled(GOOD, GOOD_TOO, WRONG)))

    assert population(desk, "namur") == "115000"
    assert population(desk, "dakar") == "1200001"
    [change] = desk.store.history()
    assert change.editor == editor.staff_id
    assert {row.key for row in change.rows} == {("namur",), ("dakar",)}
    assert "classeur de la mairie" in change.reason
    assert "mairie.xlsx" in change.reason
    assert FR("imports.done.imported", count=2) in markup(app)
    assert f"undo={change.change_id}" in markup(app), "it can be taken back at once"
    log = desk.store.log_entries(desk.add(Role.ADMINISTRATOR), limit=10)
    assert Action.IMPORT in {entry.action for entry in log}


def test_a_row_that_is_unticked_is_left_out(desk):
    desk.sign_in(Role.EDITOR)
    before = population(desk, "namur")
    app = give(filled(GOOD, GOOD_TOO))
    app.checkbox(key="rc-import-row-0").uncheck().run()
    send(app)

    assert population(desk, "namur") == before
    assert population(desk, "dakar") == "1200001"


def test_a_contributor_proposes_and_nothing_is_published(desk):
    desk.sign_in(Role.CONTRIBUTOR)
    before = population(desk, "namur")
    app = send(give(filled(GOOD)))

    assert population(desk, "namur") == before
    [proposal] = desk.store.proposals()
    assert [row.key for row in proposal.rows] == [("namur",)]
    assert f"proposal={proposal.proposal_id}" in markup(app)


def test_a_column_that_is_left_aside_is_in_sight_and_other_remarks_are_folded(desk):
    desk.sign_in(Role.EDITOR)
    headings, values = ["city_id", "population", "Budget"], ["namur", 115000, "1,2 M€"]
    told = '<details class="rc-desk-fold"{}><summary>' + FR("imports.notes", count=1)
    assert told.format(" open") in markup(give(book(cities=[headings, values])))
    new = [["title", "publisher", "kind", "language"], ["Essai", "Mairie", "official", "fr"]]
    assert told.format("") in markup(give(book(sources=new)))


@pytest.mark.parametrize(("reason", "source"), [("", "la mairie"), ("mise à jour", " ")])
def test_without_a_reason_and_a_source_nothing_is_imported(reason, source, desk):
    desk.sign_in(Role.EDITOR)
    app = send(give(filled(GOOD)), reason, source)

    body = markup(app)
    assert FR("imports.choose") in body.split(FR("imports.fault.why"))[0], "beside the button"
    assert not desk.store.history()


def test_when_the_store_fails_the_file_and_the_words_stay_and_can_be_sent_again(desk, monkeypatch):
    desk.sign_in(Role.EDITOR)
    app = give(filled(GOOD))

    def full(*_, **__):
        raise StoreError(StoreCode.DISK_FULL, "place")

    with monkeypatch.context() as broken:
        broken.setattr(type(desk.store), "publish", full)
        app = send(app)
    assert StoreError(StoreCode.DISK_FULL, "place").message("fr") in markup(app)
    assert app.text_input(key=REASON).value == "mise à jour"

    app.button(key="rc-import-do").click().run()
    assert population(desk, "namur") == "115000"


@pytest.mark.parametrize(
    ("name", "content"), [("notes.xlsm", b"PK"), ("photo.xlsx", b"\x89PNG"), ("vide.csv", b"")]
)
def test_a_file_that_is_no_workbook_is_refused_whole_in_words(name, content, desk):
    desk.sign_in(Role.EDITOR)
    app = give(content, name)

    assert FR("imports.file_refused") in markup(app)
    assert not app.checkbox
    assert not app.text_input


def test_what_somebody_changed_meanwhile_is_written_over_only_when_a_person_says_so(desk):
    editor = desk.sign_in(Role.EDITOR)
    made = openpyxl.load_workbook(io.BytesIO(template(desk.store, "fr", "namur")))
    sheet = next(s for s in made if s.title == "Villes")
    place = next(c for row in sheet.iter_rows() for c in row if c.value == "namur")
    heading = next(c for row in sheet.iter_rows() for c in row if c.value == "Population")
    sheet.cell(place.row, heading.column).value = 115000
    buffer = io.BytesIO()
    made.save(buffer)
    raw = desk.store.state().raw
    desk.store.publish([edit(raw, "cities", ("namur",), {"population": "7"})], editor, "autre")

    app = give(buffer.getvalue())
    assert FR("imports.state.conflicting", count=1) in markup(app)
    app = send(app)
    assert population(desk, "namur") == "7"

    app.checkbox[0].check().run()
    send(app)
    assert population(desk, "namur") == "115000"


def test_the_names_in_a_file_are_never_markup(desk):
    desk.sign_in(Role.EDITOR)
    rows = [["city_id", "<script>x"], ["<script>alert(1)</script>", "<b>"]]
    app = give(book(cities=rows), "<script>alert(2)<script>.xlsx")

    assert "<script" not in markup(app)


def test_many_rows_come_a_page_at_a_time_and_all_are_imported(desk):
    desk.sign_in(Role.EDITOR)
    cities = sorted(key[0] for key in desk.store.state().raw["cities"])[:25]
    app = give(filled(*([city, 1000 + n, None, None] for n, city in enumerate(cities))))
    assert len(app.checkbox) < len(cities)
    app.button(key="rc-import-after").click().run()
    assert app.button(key="rc-import-after").disabled
    send(app)

    assert [population(desk, city) for city in cities] == [
        str(1000 + n) for n in range(len(cities))
    ]


def test_a_reason_that_was_typed_is_a_draft_that_the_desk_leads_back_to(desk):
    desk.sign_in(Role.EDITOR)
    give(filled(GOOD)).text_input(key=REASON).set_value("à moitié tapé").run()

    again = give(filled(GOOD))
    assert again.text_input(key=REASON).value == "à moitié tapé"
    assert "/classeur?lang=fr" in markup(open_page("desk", lang="fr")).split("rc-desk-first")[1]


def test_a_row_that_rests_on_one_left_out_is_refused_and_nothing_is_half_imported(desk):
    desk.sign_in(Role.EDITOR)
    source = {
        "source_id": "essai-2026",
        "title": "Essai",
        "publisher": "Mairie",
        "kind": "official",
    }
    source |= {"url": "https://city.example/essai", "language": "fr", "published": "2026-05"}
    project = {"project_id": "essai-projet", "city_id": "namur", "title_fr": "Essai"}
    project |= {"line_id": "A2.1", "stage": "Pilote", "technology_level": "Faible"}
    project |= {"technology_reason_fr": "Une procédure", "source_ids": "essai-2026"}
    sheets = {"sources": source, "projects": project}
    app = give(book(**{name: [list(row), list(row.values())] for name, row in sheets.items()}))
    assert len(app.checkbox) == 2, markup(app)
    app.checkbox(key="rc-import-row-0").uncheck().run()
    send(app)

    assert FR("imports.fault.together", count=1) in markup(app)
    assert not desk.store.history()
