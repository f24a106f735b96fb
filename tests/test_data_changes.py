"""Changes of rows: what differs, applied, taken back, merged; null-safe, and every conflict named."""

from datetime import date

import pytest
from factories import (
    CITY_ID,
    SOURCE_ID,
    make_city,
    make_dataset,
    make_project,
    make_release,
    make_source,
)
from hypothesis import given
from hypothesis import strategies as st

from data.changes import (
    CellChange,
    ChangeKind,
    EditConflictError,
    RowChange,
    addition,
    applied,
    citing_rows,
    difference,
    edit,
    inverse,
    merged,
    withdrawal,
)
from data.errors import DataError, Rule
from data.load import DATA_DIR, RECORD_TYPES, load_dataset
from data.raw import (
    RAW_KEYS,
    canonical_cell,
    dataset_of,
    raw_columns,
    raw_files,
    raw_of,
    read_release,
)

RELEASE = read_release()
CITY = ("cities", (CITY_ID,))


@pytest.fixture
def raw():
    return make_release(projects=[make_project()]).raw


def change_of(raw, **values):
    return edit(raw, *CITY, values)


def state_of(raw, **options):
    values = {"edition": "x", "published_on": date(2026, 1, 1), "version": "x"}
    return dataset_of(raw, **values | options)


# ---- texts and records ---------------------------------------------------------------------------


def test_the_texts_of_an_edition_give_the_dataset_that_is_loaded():
    loaded, made = load_dataset(), RELEASE.dataset()
    assert made.version == loaded.version
    assert made.tables() == loaded.tables()
    assert (made.edition, made.published_on) == (loaded.edition, loaded.published_on)
    assert made.programmes == loaded.programmes
    assert made.programme_files == loaded.programme_files


def test_a_dataset_gives_back_the_texts_it_was_read_from():
    assert raw_of(RELEASE.dataset()) == RELEASE.raw


@pytest.mark.parametrize("name", raw_files(RELEASE.raw))
def test_what_nobody_changed_is_written_byte_for_byte(name):
    assert raw_files(RELEASE.raw)[name] == (DATA_DIR / name).read_bytes()


def test_records_made_before_are_used_again_only_for_the_same_row(raw):
    parsed = {}
    first = state_of(raw, parsed=parsed)
    second = state_of(applied(raw, [change_of(raw, population="7")]), parsed=parsed)
    assert second.cities[CITY_ID].population == 7
    assert second.sources[SOURCE_ID] is first.sources[SOURCE_ID]
    again = {table: {key: dict(row) for key, row in rows.items()} for table, rows in raw.items()}
    third = state_of(again, parsed=parsed)
    assert third.cities[CITY_ID].population == first.cities[CITY_ID].population != 7
    assert third.sources[SOURCE_ID] is first.sources[SOURCE_ID]


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        ("population", "many", Rule.INTEGER),
        ("population", " 7", Rule.SPACES),
        ("name_fr", "a\x07", Rule.CONTROL_CHARACTER),
        ("country_iso3", "XXX", Rule.UNKNOWN_REFERENCE),
        ("source_ids", "", Rule.NO_SOURCE),
    ],
)
def test_a_bad_cell_is_named_by_table_row_and_column(raw, column, text, rule):
    changed = applied(raw, [change_of(raw, **{column: text})])
    with pytest.raises(DataError) as caught:
        state_of(changed)
    error = caught.value
    assert (error.rule, error.file, error.key, error.column) == (rule, *CITY, column)
    assert CITY_ID in error.message("fr")


def test_a_programme_is_checked_with_the_tables():
    (key,) = RELEASE.raw["programmes"]
    toml = RELEASE.raw["programmes"][key]["toml"]
    late = edit(RELEASE.raw, "programmes", key, {"toml": toml.replace("minutes = ", "minutes = 9")})
    with pytest.raises(DataError) as caught:
        state_of(applied(RELEASE.raw, [late]))
    assert caught.value.file == f"{key[0]}.toml"


def test_a_cell_is_written_as_the_tables_write_it():
    assert canonical_cell("cities", "latitude", "10.50") == "10.5"
    assert canonical_cell("cities", "population", "") == ""
    with pytest.raises(DataError):
        canonical_cell("cities", "latitude", "north")


def test_every_table_of_the_records_has_its_texts():
    assert set(RAW_KEYS) == {*RECORD_TYPES, "programmes"}


# ---- differences -----------------------------------------------------------------------------------

cell = st.sampled_from(["", "a", "b", "=1+1", "é"])
rows = st.dictionaries(st.sampled_from(["k1", "k2", "k3", "k4"]), st.tuples(cell, cell), max_size=4)


def small(rows):
    """Networks of a state drawn by the test."""
    names = raw_columns("networks")
    return {
        "networks": {
            (key,): dict(zip(names, (key, *texts, "", ""), strict=True))
            for key, texts in rows.items()
        }
    }


@given(rows, rows)
def test_a_difference_leads_from_one_state_to_the_other_and_back(before, after):
    old, new = small(before), small(after)
    changes = difference(old, new)
    assert applied(old, changes) == new
    assert applied(new, map(inverse, reversed(changes))) == old
    assert (changes == ()) == (old == new)


@given(rows, rows, rows)
def test_a_merge_writes_what_it_can_and_names_the_rest(before, ours, theirs):
    old, mine, now = small(before), small(ours), small(theirs)
    for change in difference(old, mine):
        result = merged(now, change)
        if result.applies is not None:
            applied(now, [result.applies])
        for conflict in result.conflicts:
            found = now["networks"].get(change.key)
            assert conflict.found == (None if found is None else found[conflict.column])
            assert conflict.found not in {conflict.expected, conflict.wanted}


def test_a_table_that_is_left_out_is_not_compared(raw):
    assert difference(raw, {"cities": raw["cities"]}) == ()


def test_filling_and_emptying_a_cell_are_changes(raw):
    filled = change_of(raw, population_year="2020")
    assert filled.cells == (CellChange(column="population_year", old="", new="2020"),)
    emptied = change_of(raw, population="")
    assert applied(raw, [emptied])["cities"][CITY_ID,]["population"] == ""
    assert inverse(inverse(emptied)) == emptied


def test_an_empty_cell_and_a_missing_row_are_not_the_same(raw):
    ghost = RowChange(
        table="cities",
        key=("nowhere",),
        kind=ChangeKind.EDIT,
        cells=(CellChange(column="population_year", old="", new="2020"),),
    )
    with pytest.raises(EditConflictError) as caught:
        applied(raw, [ghost])
    assert [conflict.found for conflict in caught.value.conflicts] == [None]


def test_every_conflicting_cell_of_every_change_is_named(raw):
    first = change_of(raw, population="1", name_fr="A")
    second = edit(raw, "sources", (SOURCE_ID,), {"title": "B"})
    now = applied(
        raw, [change_of(raw, population="2"), edit(raw, "sources", (SOURCE_ID,), {"title": "C"})]
    )
    with pytest.raises(EditConflictError) as caught:
        applied(now, [first, second])
    named = [(item.table, item.column, item.found, item.wanted) for item in caught.value.conflicts]
    assert named == [("cities", "population", "2", "1"), ("sources", "title", "C", "B")]
    assert "population" in caught.value.message("fr")


def test_two_people_on_one_row_merge_field_by_field(raw):
    mine = change_of(raw, population="1", name_fr="Ville", population_year="2020")
    now = applied(raw, [change_of(raw, population="2", population_year="2020")])
    result = merged(now, mine)
    assert [item.column for item in result.conflicts] == ["population"]
    assert [item.column for item in result.applies.cells] == ["name_fr"]


def test_the_tables_before_a_change_stay_as_they_were(raw):
    before = {table: dict(rows) for table, rows in raw.items()}
    applied(raw, [change_of(raw, population="7"), withdrawal(raw, "projects", ("test-project",))])
    assert raw == before


def test_a_row_that_is_still_cited_is_not_withdrawn_and_its_readers_are_named(raw):
    with pytest.raises(DataError) as caught:
        applied(raw, [withdrawal(raw, "sources", (SOURCE_ID,))])
    assert caught.value.rule is Rule.STILL_CITED
    assert f"cities {CITY_ID}" in caught.value.expected
    assert "projects test-project" in caught.value.expected


def test_a_row_may_go_together_with_those_that_cite_it():
    dataset = make_dataset(
        sources=[make_source(), make_source("other")],
        projects=[make_project(source_ids=("other",))],
    )
    raw = raw_of(dataset)
    gone = [withdrawal(raw, "sources", ("other",)), withdrawal(raw, "projects", ("test-project",))]
    assert applied(raw, gone)["sources"].keys() == {(SOURCE_ID,)}


def test_a_source_is_found_inside_a_list_and_only_as_a_whole_word():
    raw = raw_of(
        make_dataset(
            sources=[make_source("a"), make_source("a-b")], cities=[make_city(source_ids=("a-b",))]
        )
    )
    assert citing_rows(raw, "sources", ("a",)) == ()
    assert citing_rows(raw, "sources", ("a-b",)) == (CITY,)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: edit(raw, "cities", (CITY_ID,), {"city_id": "other"}),
        lambda raw: edit(raw, "cities", (CITY_ID,), {"colour": "red"}),
        lambda raw: edit(raw, "cities", ("nowhere",), {"population": "1"}),
        lambda raw: edit(raw, "towns", (CITY_ID,), {"population": "1"}),
        lambda raw: addition("cities", {"name_fr": "Sans identifiant"}),
        lambda raw: withdrawal(raw, "cities", ("nowhere",)),
    ],
)
def test_what_does_not_exist_cannot_be_changed(raw, change):
    with pytest.raises(DataError):
        change(raw)


def test_a_key_is_not_changed_behind_its_own_back(raw):
    other = RowChange(
        table="cities",
        key=("other",),
        kind=ChangeKind.ADD,
        cells=(CellChange(column="city_id", old=None, new="another"),),
    )
    with pytest.raises(DataError) as caught:
        applied(raw, [other])
    assert caught.value.rule is Rule.KEY_CHANGED


def test_a_row_is_not_added_over_another(raw):
    row = RowChange(table="cities", key=(CITY_ID,), kind=ChangeKind.ADD, cells=())
    with pytest.raises(DataError) as caught:
        applied(raw, [row])
    assert caught.value.rule is Rule.DUPLICATE


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (ChangeKind.ADD, "a", "b"),
        (ChangeKind.EDIT, None, "b"),
        (ChangeKind.WITHDRAW, "a", "b"),
        (ChangeKind.RESTORE, None, None),
    ],
)
def test_a_cell_fits_the_kind_of_its_change(kind, old, new):
    with pytest.raises(ValueError, match="cities"):
        RowChange(
            table="cities",
            key=("x",),
            kind=kind,
            cells=(CellChange(column="name_fr", old=old, new=new),),
        )
