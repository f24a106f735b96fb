"""The forms of the desk, without a screen: what is typed, what it means, what it changes."""

import dataclasses
from datetime import date

import pytest
from factories import (
    CITY_ID,
    SOURCE_ID,
    Clock,
    make_answer,
    make_city,
    make_factor,
    make_focus_area,
    make_project,
    make_release,
    make_source,
    make_strategy,
    make_term,
)
from shipped import shipped_dataset

from components.address import AddressReader
from components.desk.asked import read_asked
from components.desk.changing import changes_of, withdrawal_of
from components.desk.checks import checked, cited_by
from components.desk.diff import changes_diff, diff_lines, word_pieces
from components.desk.entry import Entry, from_json, to_json, typed_text
from components.desk.fields import (
    EDITABLE,
    GROUPS,
    Control,
    columns_of_form,
    control_of,
    help_of,
    label_of,
    own_id,
)
from components.desk.form_names import address_of_form, form_key, grid_key, parts_of_form
from components.desk.grid_rows import (
    edited,
    fresh_grid,
    grid_columns,
    grid_json,
    grid_of_json,
    read_grid,
    refreshed,
)
from components.desk.identifiers import is_slug, proposed_id, slug
from components.desk.merging import meanwhile, merged_list, met, rebased
from components.desk.reading import new_subjects, read
from components.desk.source_search import found_sources, later_date, same_address, sources_of
from components.desk.words import options_of, row_name, shown_cell
from components.i18n import LANGUAGES, translator
from components.markup import plain_label
from components.view import View
from data.changes import ChangeKind, applied, edit
from data.dates import PartialDate
from data.errors import Rule
from data.load import RECORD_TYPES
from data.raw import RAW_KEYS, dataset_of, raw_columns
from data.schema import Actor, FocusArea
from data.store import Actor as Somebody
from data.store import Role, open_store

TODAY = date(2026, 11, 25)
HOSTILE = '<img src=x onerror="hit()">'
PROJECT = ("test-project",)
EDITOR = Somebody(staff_id="ed", role=Role.EDITOR)

every_table = pytest.mark.parametrize("table", EDITABLE)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def release():
    return make_release(
        sources=[
            make_source(),
            make_source("second", published=PartialDate(2025, 3), url="https://www.example.org/b/"),
        ],
        cities=[make_city(), make_city("second-city")],
        projects=[make_project()],
        strategies=[make_strategy(focus_areas_fr=("mobilité",), focus_areas_en=("mobility",))],
        focus_areas=[make_focus_area("mobilité", FocusArea.MOBILITY)],
        factors=[make_factor(project_id="test-project")],
        criteria=[make_answer("VIS1"), make_answer("VIS2")],
        vocabularies=[make_term("actor", actor.value) for actor in Actor],
    )


@pytest.fixture
def raw(release):
    return release.raw


@pytest.fixture
def store(tmp_path, release):
    opened = open_store(tmp_path / "desk.sqlite3", release, Clock())
    yield opened
    opened.close()


@pytest.fixture
def view(release):
    return view_of(release.dataset())


def view_of(dataset, language="fr"):
    return View(dataset=dataset, today=TODAY, language=language, t=translator(language))


def entry_of(raw, table="projects", key=PROJECT, **typed):
    return Entry(table=table, key=key, base=0, loaded=dict(raw[table][key]), typed=typed)


def read_one(entry, raw, column, language="fr"):
    reading = read(entry, raw, language, TODAY)
    return reading.cells[column], [fault.rule or fault.key for fault in reading.faults_of(column)]


# ---- fields


@every_table
def test_a_form_asks_for_every_column_once_but_those_that_name_the_row(table):
    asked = columns_of_form(table)
    assert len(asked) == len(set(asked))
    assert {*asked, *RAW_KEYS[table]} == set(raw_columns(table))


@every_language
@every_table
def test_every_field_has_a_label_and_a_help_without_technical_names(table, language):
    t = translator(language)
    for column in columns_of_form(table):
        words = f"{label_of(table, column, language, t)} {help_of(table, column, language, t)}"
        for name in (*raw_columns(table), "vocabul", "« ; »", "“;”"):
            assert "_" not in name or name not in words, f"{column}: {words}"
            assert name not in {"« ; »", "“;”"} or column == "source_ids" or name not in words


@every_language
def test_every_choice_of_a_closed_list_has_words_in_both_languages(language):
    view = view_of(shipped_dataset(), language)
    for table in EDITABLE:
        for column in columns_of_form(table):
            if control_of(table, column) in {Control.CHOICE, Control.CHOICES}:
                options = options_of(table, column, view)
                assert options
                assert all(name != code for code, name in options.items()), (table, column)


@every_language
@every_table
def test_every_group_and_kind_has_words(table, language):
    t = translator(language)
    for group in GROUPS[table]:
        assert t(f"edit.group.{group.name}")
    for start in ("table", "tables", "new"):
        assert t(f"edit.{start}.{table}")


# ---- what is typed


@pytest.mark.parametrize(
    ("table", "column", "typed", "cell"),
    [
        ("cities", "population", "1 573 544", "1573544"),
        ("cities", "population", "1\u202f573\u202f544", "1573544"),
        ("cities", "latitude", "16,46", "16.46"),
        ("cities", "latitude", " 16.460 ", "16.46"),
        ("cities", "is_conference_speaker", "yes", "yes"),
        ("projects", "as_of", "mai 2022", "2022-05"),
        ("projects", "as_of", "May 2022", "2022-05"),
        ("projects", "as_of", "05/2022", "2022-05"),
        ("projects", "as_of", "14/05/2022", "2022-05-14"),
        ("projects", "as_of", "1er mai 2022", "2022-05-01"),
        ("projects", "as_of", "2022", "2022"),
        ("projects", "start_year", " 2021 ", "2021"),
        ("projects", "start_year", "", ""),
        ("projects", "start_year", "inconnu", ""),
        ("projects", "actors", "public;academia", "public;academia"),
        ("strategies", "partners_fr", "AIMF\n\n Union européenne \n", "AIMF;Union européenne"),
        ("projects", "title_fr", "  Un titre  ", "Un titre"),
    ],
)
def test_what_is_typed_is_understood_as_the_tables_write_it(raw, table, column, typed, cell):
    key = {"cities": (CITY_ID,), "strategies": ("test-strategy",)}.get(table, PROJECT)
    assert read_one(entry_of(raw, table, key, **{column: typed}), raw, column) == (cell, [])


@pytest.mark.parametrize(
    ("typed", "language", "cell"),
    [
        ("100,000", "en", "100000"),
        ("100,000", "fr", None),
        ("100.000", "en", None),
        ("100.000", "fr", None),
        ("1,573,544", "en", "1573544"),
        ("1.573.544", "fr", "1573544"),
    ],
)
def test_a_whole_number_with_two_readings_is_never_a_thousand_times_too_small(
    raw, typed, language, cell
):
    entry = entry_of(raw, "cities", (CITY_ID,), population=typed)
    found, faults = read_one(entry, raw, "population", language)
    assert found == (cell or raw["cities"][CITY_ID,]["population"])
    assert bool(faults) == (cell is None)


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("start_year", "vers 2021"),
        ("start_year", "20211"),
        ("as_of", "31/02/2022"),
        ("as_of", "avant l’été"),
        ("title_fr", "n/a"),
        ("line_id", "A9.9"),
    ],
)
def test_what_cannot_be_understood_is_told_and_the_cell_stays(raw, column, typed):
    entry = entry_of(raw, **{column: typed})
    cell, faults = read_one(entry, raw, column)
    assert cell == raw["projects"][PROJECT][column]
    assert len(faults) == 1
    for language in LANGUAGES:
        [fault] = read(entry, raw, language, TODAY).faults_of(column)
        assert len(fault.rule_sentence(language)) > 10


def test_a_day_that_has_not_come_is_refused(raw):
    assert read_one(entry_of(raw, as_of="12/2026"), raw, "as_of")[1] == ["edit.fault.to_come"]
    assert read_one(entry_of(raw, as_of="11/2026"), raw, "as_of")[1] == []


def test_a_required_field_that_is_emptied_is_missing(raw):
    reading = read(entry_of(raw, title_fr=" "), raw, "fr", TODAY)
    [fault] = reading.faults_of("title_fr")
    assert (fault.rule, fault.is_missing) == (Rule.REQUIRED, True)


@every_language
def test_a_form_nobody_touched_changes_nothing_in_any_row_of_the_edition(language):
    dataset = shipped_dataset()
    release = make_release(dataset=dataset)
    for table in EDITABLE:
        for key, row in list(release.raw[table].items())[::7]:
            entry = Entry(table=table, key=key, base=0, loaded=row)
            for column in columns_of_form(table):
                entry = entry.with_text(column, entry.text(column, language), language)
            assert not entry.is_touched
            assert changes_of(entry, row, release.raw) == ()


@every_language
def test_every_cell_typed_again_as_it_is_shown_gives_the_same_cell(language):
    release = make_release(dataset=shipped_dataset())
    for table in EDITABLE:
        for key, row in list(release.raw[table].items())[::60]:
            typed = {
                column: typed_text(table, column, row[column], language)
                for column in columns_of_form(table)
            }
            entry = Entry(table=table, key=key, base=0, loaded=row, typed=typed)
            reading = read(entry, release.raw, language, TODAY)
            assert reading.faults == ()
            assert {column: row[column] for column in reading.cells} == reading.cells


def test_a_field_put_back_is_no_change(raw):
    entry = entry_of(raw).with_text("start_year", "2021", "fr")
    assert entry.is_touched
    assert not entry.with_text("start_year", "2022", "fr").is_touched


def test_a_draft_gives_back_what_was_typed(raw):
    entry = dataclasses.replace(
        entry_of(raw, start_year="vers 2021", title_fr=HOSTILE),
        new_sources=({"source_id": "x", "title": "Un titre"},),
        areas={"eau": "ecology"},
        proofs=(SOURCE_ID,),
        reason="parce que",
    )
    assert from_json(to_json(entry)) == entry


@pytest.mark.parametrize("content", [None, [], {}, {"table": "projects"}, "x", {"typed": 3}])
def test_a_draft_that_cannot_be_read_is_none(content):
    assert from_json(content) is None


# ---- what it changes


def test_only_the_fields_touched_are_in_the_change(raw):
    entry = dataclasses.replace(entry_of(raw, start_year="2021"), proofs=("second",))
    [change] = changes_of(entry, read(entry, raw, "fr", TODAY).cells, raw)
    assert change.kind is ChangeKind.EDIT
    assert {cell.column: (cell.old, cell.new) for cell in change.cells} == {
        "start_year": ("2022", "2021"),
        "source_ids": (SOURCE_ID, f"{SOURCE_ID};second"),
    }


def test_a_new_row_has_the_id_it_is_given_and_its_owner(raw):
    entry = Entry(
        table="projects",
        key=(),
        base=0,
        loaded={"city_id": CITY_ID},
        typed={"title_fr": "Un bus", "line_id": "A2.1"},
    )
    cells = read(entry, raw, "fr", TODAY).cells
    [change] = changes_of(entry, cells, raw, new_id="testville-bus")
    assert (change.kind, change.key) == (ChangeKind.ADD, ("testville-bus",))
    assert {cell.column: cell.new for cell in change.cells}["city_id"] == CITY_ID


def test_a_row_without_an_id_yet_is_no_change(raw):
    entry = Entry(table="projects", key=(), base=0, loaded={"city_id": CITY_ID})
    assert changes_of(entry, read(entry, raw, "fr", TODAY).cells, raw) == ()


def test_a_source_added_in_place_goes_with_the_row_that_cites_it_and_not_alone(raw):
    source = dict.fromkeys(raw_columns("sources"), "") | {"source_id": "neuve"}
    source |= {"title": "Une page", "publisher": "La ville", "language": "fr", "kind": "official"}
    entry = dataclasses.replace(entry_of(raw, start_year="2021"), new_sources=(source,))
    cells = read(entry, raw, "fr", TODAY).cells
    assert [change.table for change in changes_of(entry, cells, raw)] == ["projects"]

    citing = dataclasses.replace(entry, proofs=("neuve",))
    reading = read(citing, raw, "fr", TODAY)
    assert reading.faults == ()
    changes = changes_of(citing, reading.cells, raw)
    assert [change.table for change in changes] == ["sources", "projects"]
    assert applied(raw, changes)["projects"][PROJECT]["source_ids"] == f"{SOURCE_ID};neuve"


def test_a_new_subject_of_a_strategy_asks_for_its_area_and_brings_it(raw, release):
    key = ("test-strategy",)
    texts = {"focus_areas_fr": "mobilité\nl’eau", "focus_areas_en": "mobility\nwater"}
    entry = entry_of(raw, "strategies", key, **texts)
    assert new_subjects(entry, raw) == ("l’eau",)
    reading = read(entry, raw, "fr", TODAY)
    assert [(fault.key, fault.value) for fault in reading.faults] == [("edit.fault.area", "l’eau")]

    told = dataclasses.replace(entry, areas={"l’eau": "ecology"})
    reading = read(told, raw, "fr", TODAY)
    assert reading.faults == ()
    after = applied(raw, changes_of(told, reading.cells, raw))
    assert after["focus_areas"]["l’eau",]["area"] == "ecology"
    assert tables_hold(after, release)


def test_a_subject_no_strategy_has_any_more_takes_its_area_away(raw, release):
    entry = entry_of(raw, "strategies", ("test-strategy",), focus_areas_fr="", focus_areas_en="")
    after = applied(raw, changes_of(entry, read(entry, raw, "fr", TODAY).cells, raw))
    assert not after["focus_areas"]
    assert tables_hold(after, release)


def test_a_strategy_that_is_withdrawn_takes_its_areas_with_it(raw, release):
    after = applied(raw, withdrawal_of(entry_of(raw, "strategies", ("test-strategy",)), raw))
    assert not after["strategies"]
    assert tables_hold(after, release)


def tables_hold(raw, release):
    return dataset_of(raw, edition=release.edition, published_on=release.published_on, version="x")


# ---- rules of the tables, before anything is sent


def judged(store, entry, key=PROJECT):
    state = store.state()
    cells = read(entry, state.raw, "fr", TODAY).cells
    return checked(state, changes_of(entry, cells, state.raw), entry, key, {})


def test_a_rule_between_fields_is_told_at_its_field(store, raw):
    found = judged(store, entry_of(raw, end_year="2020"))
    assert (found.fault.column, found.fault.rule) == ("end_year", Rule.PERIOD)
    assert (found.other, found.dataset) == (None, None)


def test_a_rule_broken_in_another_row_names_that_row(store, raw):
    found = judged(store, entry_of(raw, city_id="second-city"))
    assert (found.other, found.fault.column) == (("factors", ("test-factor",)), "")
    assert found.fault.rule is Rule.FACTOR_PROJECT

    vision = (CITY_ID, "VIS1")
    found = judged(store, entry_of(raw, "criteria", vision, answer="partial"), vision)
    assert found.other == ("criteria", (CITY_ID, "VIS2"))


def test_a_change_that_holds_shows_the_tables_as_everybody_would_read_them(store, raw):
    found = judged(store, entry_of(raw, start_year="2021"))
    assert found.fault is None
    assert found.dataset.projects["test-project"].start_year == 2021
    assert store.state().dataset.projects["test-project"].start_year == 2022


def test_what_names_a_row_is_known_before_somebody_tries_to_withdraw_it(raw):
    assert cited_by(raw, entry_of(raw)) == (("factors", ("test-factor",)),)
    assert cited_by(raw, entry_of(raw, "factors", ("test-factor",))) == ()


# ---- ids


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Les feux de la ville d’Huế", "feux-ville-hue"),
        ("Đà Nẵng", "da-nang"),
        ("Œuvre & cœur", "oeuvre-coeur"),
        ("ភ្នំពេញ", ""),
        ("De la", "de-la"),
        ("x" * 90, "x" * 48),
    ],
)
def test_an_id_is_made_of_the_words_of_the_title(text, made):
    assert slug(text) == made
    assert not made or is_slug(made)


def test_an_id_that_was_ever_used_is_not_proposed_again(raw, store):
    row = {"city_id": CITY_ID, "title_fr": "Bus en ligne"}

    def was_used(new_id):
        return bool(store.history(table="projects", key=(new_id,)))

    first = proposed_id("projects", row, raw, was_used)
    assert first == "testville-bus-ligne"
    entry = Entry(table="projects", key=(), base=0, loaded=dict(raw["projects"][PROJECT]))
    [added] = changes_of(entry, dict(entry.loaded), raw, new_id=first)
    store.publish([added], EDITOR, "ajout", [SOURCE_ID])
    written = store.state().raw
    withdrawn = withdrawal_of(dataclasses.replace(entry, key=(first,)), written)
    store.publish(withdrawn, EDITOR, "retrait")

    assert (first,) not in store.state().raw["projects"]
    assert proposed_id("projects", row, store.state().raw, was_used) == "testville-bus-ligne-2"


@every_table
def test_every_table_whose_ids_we_give_gets_one(table, raw):
    row = {
        "city_id": CITY_ID,
        "title_fr": "Un titre",
        "name_fr": "Une ville",
        "title": "Un titre",
        "publisher": "La ville",
        "published": "2024-05",
    }
    if own_id(table):
        made = proposed_id(table, row, raw, lambda _: False)
        assert is_slug(made)
        assert (made,) not in raw[table]
    else:
        assert table == "criteria"


# ---- what changes, in words


def lines_of(raw, view, **typed):
    entry = entry_of(raw, **typed)
    [change] = changes_of(entry, read(entry, raw, view.language, TODAY).cells, raw)
    return {line.label: (line.old, line.new) for line in diff_lines(change, view)}


def test_a_change_is_read_in_words(raw, view):
    assert lines_of(raw, view, start_year="2021", end_year="2024", stage="ended") == {
        "État d’avancement": ("pilot", "ended"),
        "Début": ("2022", "2021"),
        "Fin": ("inconnu", "2024"),
    }


def test_codes_and_ids_are_read_by_their_names():
    dataset = shipped_dataset()
    raw, view = make_release(dataset=dataset).raw, view_of(dataset)
    assert shown_cell("projects", "stage", "operational", view) == "En service"
    assert shown_cell("projects", "city_id", "hue", view) == "Hué"
    assert shown_cell("projects", "actors", "public;academia", view) == (
        "Secteur public, Monde académique"
    )
    assert shown_cell("cities", "latitude", "16.46", view) == "16,46"
    assert shown_cell("projects", "title_en", "", view) == "pas encore traduit"
    assert shown_cell("projects", "start_year", "", view) == "inconnu"
    key = next(iter(raw["criteria"]))
    assert row_name("criteria", key, view).endswith(dataset.cities[key[0]].name_fr)


def test_a_list_says_what_leaves_and_what_comes(raw, view):
    entry = entry_of(raw, actors="academia")
    [change] = changes_of(entry, read(entry, raw, "fr", TODAY).cells, raw)
    [line] = diff_lines(change, view)
    assert (line.gone, line.come) == (("Terme public",), ("Terme academia",))


def test_a_long_text_shows_the_words_that_change():
    old = (
        "Avec un partenaire, la ville a remplacé de 2016 à 2018 ses feux par un système adaptatif."
    )
    pieces = word_pieces(old, old.replace("2016", "2015"))
    assert [piece.text for piece in pieces if piece.is_old] == ["2016"]
    assert [piece.text for piece in pieces if piece.is_new] == ["2015"]
    assert "".join(piece.text for piece in pieces if not piece.is_new) == old


@every_language
def test_hostile_texts_stay_texts_in_a_diff(raw, release, language):
    view = view_of(release.dataset(), language)
    entry = entry_of(raw, title_fr=HOSTILE, summary_fr=HOSTILE * 4)
    drawn = str(changes_diff(changes_of(entry, read(entry, raw, "fr", TODAY).cells, raw), view))
    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_a_label_is_neither_read_as_markdown_nor_full_of_backslashes():
    text = plain_label("1. [lien](x) `code` *gras* $x$ :material/home: \\ <b>")
    assert not set(text) & set("[]`*$\\<>")
    assert text.startswith("\u2060")
    assert plain_label("Titre (anglais)") == "Titre (anglais)"


# ---- two people on one row


def other_edits(store, **values):
    change = edit(store.state().raw, "projects", PROJECT, values)
    return store.publish([change], EDITOR, "un motif", [SOURCE_ID])


def test_what_others_changed_is_told_with_their_name(store, raw):
    entry = entry_of(raw, start_year="2021")
    change = other_edits(store, start_year="2020", end_year="2025")
    now = store.state().raw["projects"][PROJECT]
    found = meanwhile(entry, now, store.history(table="projects", key=PROJECT), "fr")
    assert [(item.column, item.was, item.theirs, item.mine) for item in found] == [
        ("start_year", "2022", "2020", "2021"),
        ("end_year", "", "2025", None),
    ]
    assert {(item.editor, item.change_id) for item in found} == {("ed", change.change_id)}


@pytest.mark.parametrize(("keeps_mine", "year"), [(True, "2021"), (False, "2020")])
def test_fields_are_merged_one_by_one_and_no_text_is_lost(store, raw, keeps_mine, year):
    entry = entry_of(raw, start_year="2021", title_fr="Mon titre")
    other_edits(store, start_year="2020", end_year="2025")
    state = store.state()
    merged = rebased(
        entry, state.raw["projects"][PROJECT], state.revision, {"start_year": keeps_mine}, "fr"
    )
    cells = read(merged, state.raw, "fr", TODAY).cells
    assert (cells["start_year"], cells["end_year"], cells["title_fr"]) == (
        year,
        "2025",
        "Mon titre",
    )
    assert merged.base == state.revision
    changes = changes_of(merged, cells, state.raw)
    store.publish(changes, EDITOR, "la suite", [SOURCE_ID], base=merged.base)


def test_the_same_text_written_twice_is_no_clash(store, raw):
    entry = entry_of(raw, start_year="2020")
    other_edits(store, start_year="2020")
    now = store.state().raw["projects"][PROJECT]
    [item] = meanwhile(entry, now, (), "fr")
    assert not item.is_clash
    assert not rebased(entry, now, 1, {}, "fr").typed


@pytest.mark.parametrize(
    ("was", "theirs", "mine", "both"),
    [
        ("a;b", "a;b;c", "a;b;d", "a;b;c;d"),
        ("a;b", "b", "a;b;d", "b;d"),
        ("a;b", "a;b;c", "b", "b;c"),
        ("", "a", "a", "a"),
    ],
)
def test_two_lists_are_merged_item_by_item(was, theirs, mine, both):
    assert merged_list(was, theirs, mine) == both


def test_a_new_answer_that_somebody_else_has_written_becomes_an_edit_of_theirs(raw):
    key = (CITY_ID, "VIS1")
    given = {"city_id": CITY_ID, "criterion_id": "VIS1"}
    mine = Entry(
        table="criteria", key=(), base=0, loaded=given, typed={"answer": "no", "note_fr": "Non."}
    )
    entry = met(mine, key)
    assert entry.key == key
    found = meanwhile(entry, raw["criteria"][key], (), "fr")
    assert {item.column for item in found if item.is_clash} == {"answer", "note_fr"}


# ---- sources


def test_a_source_is_found_by_words_of_its_title_publisher_or_address(raw):
    sources = sources_of(raw, ())
    assert found_sources("second TEST", sources, ()) == ("second",)
    assert found_sources("example.org", sources, ()) == ("second", SOURCE_ID)
    assert found_sources("example.org", sources, ("second",)) == (SOURCE_ID,)
    assert found_sources("introuvable", sources, ()) == ()
    assert found_sources("  ", sources, ()) == ()


def test_a_source_is_found_without_its_accents():
    sources = sources_of(make_release(dataset=shipped_dataset()).raw, ())
    assert found_sources("termes reference hue", sources, ())[0] == "aimf-2025-tdr-hue"


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("http://example.org/b", "second"),
        ("https://EXAMPLE.org/b/", "second"),
        ("https://example.org/c", None),
        ("", None),
    ],
)
def test_an_address_that_is_there_already_is_recognised(raw, url, known):
    assert same_address({"url": url}, sources_of(raw, ())) == known


@pytest.mark.parametrize(
    ("as_of", "cited", "latest"),
    [
        ("2024-05", (SOURCE_ID, "second"), "2025-03"),
        ("", (SOURCE_ID,), "2024"),
        ("2025-03", (SOURCE_ID, "second"), ""),
        ("2026", ("second",), ""),
        ("vers 2020", ("second",), ""),
        ("2024", (), ""),
    ],
)
def test_a_source_later_than_the_date_of_the_row_is_noticed(raw, as_of, cited, latest):
    assert later_date(as_of, cited, sources_of(raw, ())) == latest


# ---- many rows at once


@pytest.fixture
def grid(raw):
    return fresh_grid("projects", CITY_ID, raw, 0)


def lot(**changes):
    return dataclasses.replace(
        Entry(table="factors", key=(), base=0, loaded={}, proofs=(SOURCE_ID,), reason="vu"),
        **changes,
    )


def test_a_grid_nobody_touched_changes_nothing(grid, raw):
    row = dict.fromkeys(grid_columns("projects"))
    row |= {"start_year": 2022.0, "title_fr": "Projet d’essai test-project", "end_year": None}
    row |= {"actors": ["public"], "as_of": "2024-05"}
    same = {name: row[name] for name in ("start_year", "title_fr", "end_year", "actors", "as_of")}
    assert not edited(grid, {0: same}, "fr").typed


def test_cells_are_compared_with_what_was_loaded(grid, raw):
    filled = edited(
        grid,
        {"0": {"start_year": 2021, "as_of": "mai 2022", "actors": ["academia", "public"]}},
        "fr",
    )
    assert filled.typed == {
        "test-project": {
            "start_year": "2021",
            "as_of": "mai 2022",
            "actors": "public;academia",
        }
    }
    reading = read_grid(filled, lot(), raw, "fr", TODAY)
    assert reading.faults == ()
    [change] = reading.changes
    assert {cell.column: cell.new for cell in change.cells} == {
        "start_year": "2021",
        "as_of": "2022-05",
        "actors": "public;academia",
    }


def test_a_cell_put_back_in_a_grid_is_no_change(grid):
    filled = edited(grid, {0: {"start_year": 2021}}, "fr")
    assert not edited(filled, {0: {"start_year": 2022}}, "fr").typed


def test_a_column_that_no_grid_shows_cannot_be_written_through_it(grid):
    assert not edited(grid, {0: {"city_id": "second-city", "source_ids": "x"}}, "fr").typed


def test_unknown_criteria_are_rows_to_fill_and_stay_unknown_as_long_as_they_are_empty(raw):
    grid = fresh_grid("criteria", CITY_ID, raw, 0)
    assert len(grid.loaded) == 24
    assert read_grid(grid, lot(), raw, "fr", TODAY).changes == ()
    number = list(grid.loaded).index(f"{CITY_ID}/DAT1")

    begun = edited(grid, {number: {"answer": "no"}}, "fr")
    faults = read_grid(begun, lot(), raw, "fr", TODAY).faults
    assert [(name, fault.column) for name, fault in faults] == [(f"{CITY_ID}/DAT1", "note_fr")]

    filled = edited(grid, {number: {"answer": "no", "note_fr": "La source le dit."}}, "fr")
    [change] = read_grid(filled, lot(), raw, "fr", TODAY).changes
    assert (change.kind, change.key) == (ChangeKind.ADD, (CITY_ID, "DAT1"))
    assert {cell.column: cell.new for cell in change.cells}["source_ids"] == SOURCE_ID


def test_a_draft_of_a_grid_stands_over_the_rows_of_now(grid, raw, store):
    filled = edited(grid, {0: {"start_year": 2021}}, "fr")
    assert grid_of_json(grid_json(filled), raw, 0) == filled
    assert grid_of_json({"table": "projects"}, raw, 0) is None


def test_rows_nobody_typed_in_follow_what_others_publish(raw, store):
    grid = fresh_grid("projects", CITY_ID, raw, 0)
    other_edits(store, end_year="2025")
    state = store.state()
    assert refreshed(grid, state.raw, state.revision).loaded["test-project"]["end_year"] == "2025"

    typed = edited(grid, {0: {"start_year": 2021}}, "fr")
    held = refreshed(typed, state.raw, state.revision)
    assert (held.loaded["test-project"]["end_year"], held.base) == ("", 0)


# ---- addresses


@pytest.mark.parametrize(
    ("form", "parameters"),
    [
        (form_key("projects", PROJECT), {"table": "projects", "id": "test-project"}),
        (form_key("criteria", (CITY_ID, "VIS1")), {"table": "criteria", "id": f"{CITY_ID}/VIS1"}),
        (form_key("criteria", (CITY_ID, "DAT1")), {"table": "criteria", "id": f"{CITY_ID}/DAT1"}),
        (form_key("projects", (), CITY_ID), {"table": "projects", "new": "1", "city": CITY_ID}),
        (form_key("sources", ()), {"table": "sources", "new": "1"}),
        (grid_key("factors", CITY_ID), {"table": "factors", "city": CITY_ID, "view": "grid"}),
    ],
)
def test_the_name_of_a_form_leads_to_its_address_and_back(raw, form, parameters):
    reader = AddressReader.of({"lang": "fr", **parameters})
    asked = read_asked(reader, raw)
    assert reader.ignored == []
    if asked.screen == "form":
        assert asked.form == form
    else:
        assert grid_key(asked.table, asked.city_id) == form
    for value in parameters.values():
        assert value.replace("/", "%2F") in address_of_form(form, "fr")


@pytest.mark.parametrize("form", ["", "row/observations/x", "lot/grid/projects/x", "source/row/x"])
def test_what_is_no_form_of_ours_has_no_address(form):
    assert address_of_form(form, "fr") is None
    assert len(parts_of_form(form)) == 3


@pytest.mark.parametrize(
    ("parameters", "screen"),
    [
        ({}, "choice"),
        ({"city": CITY_ID}, "city"),
        ({"table": "observations", "id": "x"}, "choice"),
        ({"table": "projects", "id": HOSTILE}, "choice"),
        ({"table": "projects", "id": "gone", "city": CITY_ID}, "city"),
        ({"table": "projects", "new": "1"}, "choice"),
        ({"table": "criteria", "id": f"{CITY_ID}/XXX1"}, "choice"),
        ({"table": "cities", "city": CITY_ID, "view": "grid"}, "city"),
    ],
)
def test_nonsense_in_the_address_opens_what_is_left(raw, parameters, screen):
    assert read_asked(AddressReader.of(parameters), raw).screen == screen


def test_a_row_that_has_gone_opens_for_who_has_a_draft_of_it(raw):
    parameters = {"table": "projects", "id": "gone"}
    forms = [form_key("projects", ("gone",))]
    assert read_asked(AddressReader.of(parameters), raw, forms).key == ("gone",)


def test_every_table_of_a_change_has_a_name_on_the_desk():
    for language in LANGUAGES:
        t = translator(language)
        for table in (*EDITABLE, "focus_areas", "programmes"):
            assert t(f"edit.table.{table}")
    assert set(EDITABLE) <= set(RECORD_TYPES)
