"""Templates: filled with the tables, safe to open, read back unchanged; changes made meanwhile are seen."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from books import OTHER_CITY, lean_template, new_texts, opened, preview, rules, saved, small_raw
from factories import CITY_ID, SOURCE_ID, make_dataset, make_project, make_source
from hypothesis import given, settings
from hypothesis import strategies as st

from data.changes import ChangeKind, addition, applied, edit, withdrawal
from data.errors import DataError
from data.export import FORMULA_STARTS
from data.raw import csv_bytes, raw_of, read_raw
from data.workbook import BookRule, RowState, template_workbook
from data.workbook.fields import TABLES, shape_of
from data.workbook.layout import HELPER
from data.workbook.origin import LISTS_SHEET, ORIGIN_SHEET, read_origin
from data.workbook.template import FIRST_ROW, NEW_ROWS
from data.workbook.xlsx import read_xlsx

SMALL = template_workbook(small_raw(), "fr")
LEAN = lean_template()
OF_CITY = lean_template(city_id=CITY_ID, edition="2026.11", version="abc")
HOSTILE = '=HYPERLINK("http://example.org","x")'


def column(sheet, code):
    """Number of a column by its technical name."""
    return next(cell.column for cell in sheet[1] if cell.value == code)


def row_number(sheet, *key):
    """Row of a fact by its key."""
    return next(
        cells[0].row
        for cells in sheet.iter_rows(min_row=FIRST_ROW)
        if [cell.value for cell in cells[: len(key)]] == list(key)
    )


def changed(content, table, key, **values):
    """A template in which a person has typed over cells of one row."""
    made = opened(content)
    sheet = made[shape_of(table).titles[0]]
    for code, value in values.items():
        sheet.cell(row_number(sheet, *key), column(sheet, code)).value = value
    return saved(made)


def added(content, table, **values):
    """A template with a new row under the others."""
    made = opened(content)
    sheet = made[shape_of(table).titles[0]]
    number = FIRST_ROW + sum(
        1 for cells in sheet.iter_rows(min_row=FIRST_ROW) if any(cell.value for cell in cells)
    )
    for code, value in values.items():
        sheet.cell(number, column(sheet, code)).value = value
    return saved(made)


def moved(table, key, **values):
    """The small tables after somebody else has changed a row."""
    return applied(small_raw(), [edit(small_raw(), table, key, values)])


def row_of(found, table, *key):
    return next(row for row in found.rows if (row.table, row.key) == (table, key))


# ---- what a template is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "city_id", "reader"),
    [("fr", None, "en"), ("fr", "hue", "fr"), ("en", "hue", "fr"), ("en", "phnom-penh", "en")],
)
def test_an_untouched_template_changes_nothing(language, city_id, reader):
    raw = read_raw()
    found = preview(template_workbook(raw, language, city_id=city_id), raw, reader)

    assert found.counts[RowState.UNCHANGED] == len(found.rows) > 50
    assert found.problems == ()
    if city_id is None:
        assert len(found.rows) == sum(len(raw[table]) for table in TABLES)


def test_a_template_of_one_city_has_its_rows_the_sources_they_cite_and_the_open_criteria():
    found = preview(OF_CITY)
    sheet = opened(OF_CITY)["Réponses aux critères"]
    asked = [row[1] for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True) if row[1]]

    assert {row.key[0] for row in found.rows if row.table in {"cities", "criteria"}} == {CITY_ID}
    assert [row.key for row in found.rows if row.table == "projects"] == [("test-project",)]
    assert [row.key for row in found.rows if row.table == "sources"] == [(SOURCE_ID,)]
    assert len(asked) == len(set(asked)) == 24
    assert "focus_areas" not in {row.table for row in found.rows}


def test_an_unknown_city_has_no_template():
    with pytest.raises(DataError, match="row"):
        template_workbook(small_raw(), "fr", city_id="atlantis")


@pytest.mark.parametrize(("language", "side"), [("fr", 0), ("en", 1)])
def test_sheets_headings_and_notes_are_in_the_language_and_codes_are_hidden(language, side):
    made = opened(template_workbook(small_raw(), language))
    assert made.sheetnames[0] == ("Lisez-moi", "Read me")[side]
    for table in TABLES:
        shape = shape_of(table)
        sheet = made[shape.titles[side]]
        codes = [cell.value for cell in sheet[1] if not cell.value.startswith(HELPER)]
        assert codes == list(shape.fields)
        assert sheet.row_dimensions[1].hidden
        for cell in sheet[2]:
            field = shape.fields.get(sheet.cell(1, cell.column).value)
            if field is not None:
                assert cell.value == field.titles[side]
                assert all(note in cell.comment.text for note in field.notes)


def test_headings_and_ids_are_locked_and_facts_are_not():
    for sheet in opened(SMALL).worksheets[1 : 1 + len(TABLES)]:
        assert sheet.protection.sheet
        for cell in sheet[2]:
            assert cell.protection.locked
        key = shape_of(next(t for t in TABLES if shape_of(t).titles[0] == sheet.title)).keys[0]
        for cell in sheet[FIRST_ROW]:
            code = sheet.cell(1, cell.column).value
            assert cell.protection.locked == (code in {key, "criterion_id"} or code[0] == HELPER)
        for cell in sheet[sheet.max_row]:
            assert not cell.protection.locked
            assert cell.value is None


def test_rows_for_new_facts_are_ready_under_the_others():
    sheet = opened(SMALL)["Projets pilotes"]
    filled = len(small_raw()["projects"])
    assert sheet.max_row == FIRST_ROW - 1 + filled + NEW_ROWS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_drop_down_lists_offer_only_words_that_read_back(language):
    made = opened(template_workbook(small_raw(), language, city_id=CITY_ID))
    lists = made[LISTS_SHEET]
    offered = 0
    for sheet in made.worksheets[1:-2]:
        for choice in sheet.data_validations.dataValidation:
            if choice.type != "list":
                continue
            name, _, place = choice.formula1.partition("!")
            assert name == LISTS_SHEET
            words = [row[0].value for row in lists[place.replace("$", "")]]
            number = next(iter(choice.sqref.ranges)).min_col
            code = sheet.cell(1, number).value
            table = next(t for t in TABLES if sheet.title in shape_of(t).titles)
            assert all(words), (sheet.title, code)
            offered += len(words)
            is_optional = not shape_of(table).fields[code].is_required
            assert ("∅" in words) == is_optional, code
    assert offered > 80


def test_hidden_sheets_are_hidden_and_never_read_as_tables():
    made = opened(SMALL)
    assert made[LISTS_SHEET].sheet_state == "hidden"
    assert made[ORIGIN_SHEET].sheet_state == "veryHidden"
    assert {row.sheet for row in preview(SMALL).rows} == {
        shape_of(table).titles[0] for table in TABLES
    }


def test_the_first_sheet_says_the_rules_in_both_languages_and_explains_every_column():
    texts = [
        str(cell)
        for row in opened(OF_CITY)["Lisez-moi"].iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    for words in (
        "∅",
        "inconnu",
        "unknown",
        "Ville d’Été",
        "2026.11",
        "au moins une source",
        "at least one",
    ):
        assert any(words in text for text in texts), words
    for table in ("cities", "criteria"):
        for field in shape_of(table).fields.values():
            assert field.notes[0] in texts
            assert field.notes[1] in texts


def test_the_same_tables_and_day_give_the_same_bytes():
    day = date(2026, 11, 24)
    made = [template_workbook(small_raw(), "fr", day=day) for _ in range(2)]

    assert made[0] == made[1]
    assert made[0] != template_workbook(small_raw(), "fr", day=date(2026, 11, 25))


def test_texts_that_a_spreadsheet_would_run_or_change_are_text_and_come_back_unchanged():
    starts = [
        *(start for start in FORMULA_STARTS if start.strip()),
        "_x0041_",
        "'",
        "1e3 ",
        "01/02/",
    ]
    projects = [
        make_project(f"p-{number}", title_fr=f"{start}1+1", title_en="∅", summary_fr="inconnu")
        for number, start in enumerate(starts)
    ]
    raw = raw_of(make_dataset(projects=projects))
    content = template_workbook(raw, "fr")
    found = preview(content, raw)

    assert found.counts[RowState.UNCHANGED] == len(found.rows)
    assert found.problems == ()
    read = next(sheet for sheet in read_xlsx(content) if sheet.name == "Projets pilotes")
    sheet = opened(content)["Projets pilotes"]
    place = column(sheet, "title_fr")
    assert [cells[place] for _, cells in read.rows[2:]] == [f"{start}1+1" for start in starts]
    for number in range(len(starts)):
        assert sheet.cell(FIRST_ROW + number, place).data_type == "s"


def test_no_cell_of_a_template_is_a_formula():
    raw = raw_of(
        make_dataset(
            sources=[make_source(), make_source("other", title=HOSTILE, publisher=HOSTILE)]
        )
    )
    for sheet in opened(template_workbook(raw, "en")):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_a_text_longer_than_a_cell_can_hold_is_not_cut_by_coming_back():
    raw = raw_of(make_dataset(projects=[make_project(summary_fr="mot " * 10_000 + "fin")]))
    found = preview(template_workbook(raw, "fr"), raw)
    assert found.counts[RowState.UNCHANGED] == len(found.rows)


# ---- a template that comes back ------------------------------------------------------------------


def test_what_a_person_types_over_is_the_only_change():
    found = preview(
        changed(OF_CITY, "projects", ("test-project",), stage="En service", end_year=2031)
    )
    row = row_of(found, "projects", "test-project")

    assert row.state is RowState.CHANGED
    assert new_texts(row.change) == {"stage": "operational", "end_year": "2031"}
    assert found.counts[RowState.UNCHANGED] == len(found.rows) - 1
    assert found.origin.edition == "2026.11"
    assert found.origin.version == "abc"


def test_what_is_not_touched_never_takes_back_what_somebody_else_changed():
    now = moved("projects", ("test-project",), stage="scaled", title_fr="Titre corrigé")
    assert preview(OF_CITY, now).counts[RowState.UNCHANGED] == len(preview(OF_CITY, now).rows)

    found = preview(changed(OF_CITY, "projects", ("test-project",), end_year=2031), now)
    row = row_of(found, "projects", "test-project")
    assert (row.state, new_texts(row.change)) == (RowState.CHANGED, {"end_year": "2031"})
    after = applied(now, found.changes())["projects"]["test-project",]
    assert (after["stage"], after["end_year"]) == ("scaled", "2031")


def test_a_cell_that_both_have_changed_is_a_conflict_and_nobody_wins_silently():
    now = moved("projects", ("test-project",), stage="scaled")
    content = changed(OF_CITY, "projects", ("test-project",), stage="Terminé", end_year=2031)
    found = preview(content, now)
    row = row_of(found, "projects", "test-project")

    assert row.state is RowState.CONFLICTING
    assert [(c.column, c.expected, c.found, c.wanted) for c in row.conflicts] == [
        ("stage", "pilot", "scaled", "ended")
    ]
    assert "« pilot » à l’origine, « scaled » maintenant" in row.problems[0].message("fr")
    assert found.changes() == ()
    (rest,) = found.changes([row.number])
    assert new_texts(rest) == {"end_year": "2031"}
    (ruled,) = found.changes([], overrule=[row.number])
    assert [(cell.column, cell.old, cell.new) for cell in ruled.cells] == [
        ("stage", "scaled", "ended"),
        ("end_year", "", "2031"),
    ]
    assert applied(now, [ruled])["projects"]["test-project",]["stage"] == "ended"


def test_two_people_who_say_the_same_agree():
    now = moved("projects", ("test-project",), stage="ended")
    found = preview(changed(OF_CITY, "projects", ("test-project",), stage="Terminé"), now)
    assert row_of(found, "projects", "test-project").state is RowState.UNCHANGED


def test_a_row_that_was_withdrawn_meanwhile_is_a_conflict_only_if_it_was_changed():
    gone = applied(small_raw(), [withdrawal(small_raw(), "factors", ("test-factor",))])
    assert row_of(preview(OF_CITY, gone), "factors", "test-factor").state is RowState.UNCHANGED

    found = preview(changed(OF_CITY, "factors", ("test-factor",), text_fr="Autre texte"), gone)
    row = row_of(found, "factors", "test-factor")
    assert (row.state, row.change, row.overruling) == (RowState.CONFLICTING, None, None)
    assert "la ligne a été retirée" in row.problems[0].message("fr")
    assert found.changes([row.number], overrule=[row.number]) == ()


def test_a_row_added_meanwhile_under_the_same_id_is_a_conflict():
    cells = dict(small_raw()["projects"]["test-project",]) | {"project_id": "new-project"}
    now = applied(small_raw(), [addition("projects", cells)])
    same = {code: text for code, text in cells.items() if text and code not in {"stage", "line_id"}}
    for title, state in ((cells["title_fr"], RowState.UNCHANGED), ("Autre", RowState.CONFLICTING)):
        found = preview(added(OF_CITY, "projects", **(same | {"title_fr": title})), now)
        assert row_of(found, "projects", "new-project").state is state


def test_a_cleared_cell_keeps_its_value_and_says_so():
    found = preview(changed(OF_CITY, "projects", ("test-project",), start_year=None))
    row = row_of(found, "projects", "test-project")

    assert row.state is RowState.UNCHANGED
    assert rules(row) == [BookRule.CLEARED]
    assert "2022" in row.problems[0].message("fr")


def test_the_mark_of_the_unknown_empties_a_cell_of_a_template():
    found = preview(changed(OF_CITY, "projects", ("test-project",), start_year="∅"))
    (change,) = found.changes()
    assert [(cell.column, cell.old, cell.new) for cell in change.cells] == [
        ("start_year", "2022", "")
    ]


def test_a_deleted_row_is_not_withdrawn():
    made = opened(OF_CITY)
    sheet = made["Projets pilotes"]
    sheet.delete_rows(row_number(sheet, "test-project"))
    found = preview(saved(made))

    assert found.changes() == ()
    assert "projects" not in {row.table for row in found.rows}
    assert [(note.rule, note.sheet) for note in found.notes] == [
        (BookRule.ROWS_GONE, "Projets pilotes")
    ]
    assert "test-project" in found.notes[0].message("fr")


def test_rows_and_columns_can_be_moved():
    made = opened(LEAN)
    sheet = made["Projets pilotes"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for number, row in enumerate([*rows[:2], *reversed(rows[2:])], start=1):
        for place, value in enumerate(reversed(row), start=1):
            sheet.cell(number, place).value = value
    sheet.title = "Feuille de la mairie"

    assert preview(saved(made)).counts[RowState.UNCHANGED] == len(preview(LEAN).rows)


def test_a_template_is_known_by_its_headings_when_the_hidden_row_is_gone():
    made = opened(LEAN)
    for sheet in made.worksheets[1 : 1 + len(TABLES)]:
        sheet.delete_rows(1)
    found = preview(saved(made))
    assert found.counts[RowState.UNCHANGED] == len(preview(LEAN).rows)


def test_a_new_row_of_the_workbook_of_one_city_is_of_that_city():
    cells = {"title_fr": "Neuf", "line_id": "A1.1", "stage": "Pilote", "technology_level": "Faible",
             "technology_reason_fr": "x", "source_ids": SOURCE_ID}  # fmt: skip
    row = row_of(preview(added(OF_CITY, "projects", **cells)), "projects", "testville-neuf")

    assert row.state is RowState.ADDED
    assert new_texts(row.change)["city_id"] == CITY_ID
    assert rules(row) == [BookRule.CITY_ASSUMED, BookRule.ID_MADE]
    other = preview(added(OF_CITY, "projects", **cells, city_id=OTHER_CITY))
    assert row_of(other, "projects", "autreville-neuf").state is RowState.ADDED
    whole = preview(added(LEAN, "projects", **cells)).rows
    assert [row.state for row in whole if row.change] == []


def test_an_open_criterion_is_answered_in_its_place():
    found = preview(
        changed(
            OF_CITY,
            "criteria",
            (CITY_ID, "DAT2"),
            answer="partiel",
            note_fr="Vu",
            source_ids=SOURCE_ID,
        )
    )
    row = row_of(found, "criteria", CITY_ID, "DAT2")
    assert (row.state, row.change.kind) == (RowState.ADDED, ChangeKind.ADD)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sheet: sheet.delete_rows(1),
        lambda sheet: setattr(sheet["B1"], "value", "{"),
        lambda sheet: setattr(sheet["B1"], "value", "[" * 20_000),
        lambda sheet: setattr(sheet["A3"], "value", "nothing"),
        lambda sheet: setattr(sheet["B3"], "value", json.dumps([1, None])),
        lambda sheet: setattr(sheet["B1"], "value", json.dumps({"format": 99})),
        lambda sheet: setattr(sheet["B2"], "value", 5),
    ],
)
def test_a_spoiled_memory_of_the_template_is_told_and_the_rest_is_read(spoil):
    made = opened(changed(OF_CITY, "projects", ("test-project",), end_year=2031))
    spoil(made[ORIGIN_SHEET])
    found = preview(saved(made))

    assert found.origin is None
    assert [note.rule for note in found.notes] == [BookRule.ORIGIN_LOST]
    assert [new_texts(change) for change in found.changes()] == [{"end_year": "2031"}]


def test_the_memory_of_a_template_is_the_tables_it_was_made_from():
    sheet = next(sheet for sheet in read_xlsx(LEAN) if sheet.name == ORIGIN_SHEET)
    rows = read_origin(sheet).rows
    for table in TABLES:
        kept = {key: row for (name, key), row in rows.items() if name == table}
        assert csv_bytes(table, kept) == csv_bytes(table, small_raw()[table])


def test_a_template_holds_nothing_of_other_tables_than_it_shows():
    with zipfile.ZipFile(io.BytesIO(OF_CITY)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    assert "second-project" not in text


def test_a_row_keeps_what_the_release_added_while_the_workbook_was_away():
    project = make_project(summary_en="")
    before = raw_of(make_dataset(projects=[project]))
    after = raw_of(make_dataset(projects=[replace(project, summary_en="Translated since.")]))
    found = preview(
        changed(template_workbook(before, "fr"), "projects", ("test-project",), end_year=2030),
        after,
    )
    (change,) = found.changes()
    assert (
        applied(after, [change])["projects"]["test-project",]["summary_en"] == "Translated since."
    )


EDITABLE = [
    ("projects", ("test-project",), "title_fr"),
    ("projects", ("test-project",), "summary_fr"),
    ("projects", ("test-project",), "title_en"),
    ("factors", ("test-factor",), "text_fr"),
    ("criteria", (CITY_ID, "VIS1"), "note_fr"),
    ("cities", (CITY_ID,), "name_local"),
]
EDITS = st.dictionaries(
    st.sampled_from(EDITABLE), st.sampled_from(["un", "deux", "trois"]), max_size=4
)


@given(EDITS, EDITS)
@settings(max_examples=20)
def test_nobody_s_text_is_lost_whoever_comes_second(in_workbook, meanwhile):
    now = small_raw()
    for (table, key, code), text in meanwhile.items():
        now = applied(now, filter(None, [edit(now, table, key, {code: text})]))
    made = opened(OF_CITY)
    for (table, key, code), text in in_workbook.items():
        sheet = made[shape_of(table).titles[0]]
        sheet.cell(row_number(sheet, *key), column(sheet, code)).value = text
    found = preview(saved(made), now)
    clashing = {
        (table, key, code)
        for (table, key, code), text in in_workbook.items()
        if meanwhile.get((table, key, code), text) != text
    }
    conflicts = {(c.table, c.key, c.column) for row in found.rows for c in row.conflicts}
    after = applied(now, found.changes([row.number for row in found.rows]))

    assert conflicts == clashing
    for place in {*in_workbook, *meanwhile}:
        table, key, code = place
        wins = in_workbook if place in in_workbook and place not in clashing else meanwhile
        assert after[table][key][code] == wins[place]
