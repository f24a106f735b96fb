"""Anything may be in a file: it is read or refused, nothing else, and what is chosen breaks no rule."""

import io
import time
import zipfile
from datetime import date

import pytest
from books import OTHER_CITY, PROJECT, book, lean_template, preview, project_book, small_raw
from factories import CITY_ID, SOURCE_ID
from hypothesis import given, settings
from hypothesis import strategies as st

from data.changes import applied
from data.raw import dataset_of
from data.workbook import RowState, WorkbookError
from data.workbook.fields import TABLES, Kind, shape_of
from data.workbook.words import Words

GOOD = project_book()
OF_CITY = lean_template(city_id=CITY_ID)
WORDS = st.one_of(
    st.sampled_from(
        [CITY_ID, OTHER_CITY, SOURCE_ID, "test-project", "test-strategy", "test-factor", "new-one", "VIS1",
         "VIS2", "DAT1", "A2.1", "oui", "non", "partiel", "inconnu", "∅", "Pilote", "fr", "2021", "2021-05",
         "test-organisation", "thème d’essai", "a;b", "a\nb", "TST", "presse", "Facteur de succès"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12),
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    WORDS,
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["#N/A", "=A1", "=1+1"]),
)
HEADINGS = st.one_of(
    st.sampled_from([code for table in TABLES for code in shape_of(table).fields]),
    st.sampled_from(
        [field.titles[0] for table in TABLES for field in shape_of(table).fields.values()]
    ),
    WORDS,
)
NAMES = st.one_of(st.sampled_from([*TABLES, "Projets pilotes", "Feuil1"]), st.just("Sheet 2"))


NEW_IDS = ["new-one", "new-two"]
TYPED = {
    Kind.YES_NO: st.sampled_from(["oui", "non", "no", True]),
    Kind.INTEGER: st.one_of(st.integers(2015, 2026), st.sampled_from(["2020,0", "2 021", 2019.0])),
    Kind.NUMBER: st.floats(-80, 80),
    Kind.DATE: st.one_of(
        st.dates(date(2015, 1, 1), date(2026, 1, 1)), st.sampled_from(["2021", "mai 2022"])
    ),
    Kind.ADDRESS: st.sampled_from(["https://example.org/a", "http://example.org/b"]),
    Kind.TEXT: st.sampled_from(["Un texte", "Deux ; trois", "Projet d’essai test-project", "x\ny"]),
}


def likely(table, code):
    """Values that a column can hold, ids of the tables and of new rows."""
    field = shape_of(table).fields[code]
    if field.kind is Kind.CODE:
        codes = field.codes or ("fr", "en")
        wanted = st.sampled_from(codes)
    elif field.kind in {Kind.OWN_ID, Kind.REFERENCE}:
        known = [key[0] for key in small_raw()[field.target or table]]
        wanted = st.sampled_from([*known[:6], *known[:6], *NEW_IDS])
    else:
        wanted = TYPED[field.kind]
    return wanted


@st.composite
def row_of(draw, table, codes, odds):
    """Cells of a row; one of ``odds`` is empty or anything."""
    cells = []
    for code in codes:
        is_odd = draw(st.integers(0, odds)) == odds
        cells.append(draw(st.one_of(st.none(), CELLS) if is_odd else likely(table, code)))
    return cells


@st.composite
def sheets(draw):
    """One to three sheets: tables with mostly plausible cells, or anything at all."""
    made = {}
    for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)):
        if draw(st.integers(0, 5)):
            table = name if name in TABLES else draw(st.sampled_from(TABLES))
            fields = list(shape_of(table).fields)
            left_out = draw(st.one_of(st.just([]), st.lists(st.sampled_from(fields), max_size=4)))
            headings = [code for code in fields if code not in left_out]
            row = row_of(table, headings, draw(st.sampled_from([5, 40, 1000])))
            made[name] = [headings, *draw(st.lists(row, max_size=4))]
        else:
            headings = draw(st.lists(HEADINGS, max_size=8))
            rows = draw(st.lists(st.lists(CELLS, max_size=len(headings) + 1), max_size=6))
            made[name] = [headings, *rows]
    return made


def read(content, name="classeur.xlsx", language="fr"):
    """A preview whose changes can be published together; None: the file is refused."""
    raw = small_raw()
    before = {table: dict(rows) for table, rows in raw.items()}
    found = refused = None
    try:
        found = preview(content, raw, language, name=name)
    except WorkbookError as error:
        refused = error
    assert raw == before
    if found is None:
        assert refused.message("fr")
        assert refused.message("en")
        return None
    for problem in found.problems:
        assert problem.message("fr")
        assert problem.message("en")
    for row in found.rows:
        assert (row.state is RowState.REFUSED) == bool(row.faults)
        assert (row.state is RowState.CONFLICTING) == bool(row.conflicts)
    everything = [row.number for row in found.rows]
    for chosen, overrule in ((None, ()), (everything[::2], ()), (everything, everything)):
        after = applied(raw, found.changes(chosen, overrule))
        dataset_of(after, edition="x", published_on=date(2026, 1, 1), version="x")
    return found


@given(sheets(), st.sampled_from(["fr", "en"]))
@settings(max_examples=100)
def test_any_cells_are_read_or_refused_and_what_can_be_chosen_breaks_no_rule(made, language):
    read(book(**made), language=language)


@given(
    st.binary(max_size=400),
    st.sampled_from(["a.xlsx", "a.csv", "a.txt", "a", "../a.xlsx", "é\n.csv"]),
)
def test_any_bytes_are_read_or_refused(content, name):
    read(content, name)


@given(st.lists(st.lists(WORDS, max_size=5), max_size=5), st.sampled_from([";", ",", "\t"]))
def test_any_text_of_a_csv_file_is_read_or_refused(rows, separator):
    text = "\n".join([separator.join(PROJECT), *(separator.join(row) for row in rows)])
    read(text.encode(), "a.csv")


@given(st.data())
@settings(max_examples=50)
def test_a_damaged_file_is_read_or_refused(data):
    content = bytearray(data.draw(st.sampled_from([GOOD, OF_CITY])))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    read(
        bytes(
            content[: data.draw(st.integers(0, len(content)))]
            if data.draw(st.booleans())
            else content
        )
    )


@given(st.data())
@settings(max_examples=50)
def test_damage_inside_a_part_is_read_or_refused(data):
    with zipfile.ZipFile(io.BytesIO(data.draw(st.sampled_from([GOOD, OF_CITY])))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    body = bytearray(parts[name])
    start = data.draw(st.integers(0, max(0, len(body) - 1)))
    body[start : start + data.draw(st.integers(0, 30))] = data.draw(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from([b"<c>", b"</row>", b'r="A0"', b"&amp;", b"<v>9</v>"]),
        )
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, bytes(body) if part == name else text)
    read(buffer.getvalue())


# ---- work that must not grow with what a file says -----------------------------------------------


def csv_of(rows):
    return "\n".join([";".join(PROJECT), *(";".join(row) for row in rows)]).encode()


def cost(content):
    start = time.process_time()
    found = preview(content, name="a.csv")
    return time.process_time() - start, found


@pytest.mark.parametrize(
    "row",
    [
        lambda number: ["same-id", *list(PROJECT.values())[1:]],
        lambda number: [f"p-{number}", f"ville inconnue {number}", *list(PROJECT.values())[2:]],
        lambda number: [f"p-{number}", *["#" * (number % 50)] * 7],
        lambda number: ["", *list(PROJECT.values())[1:]],
    ],
    ids=["one id", "unknown words", "signs", "one title"],
)
def test_thousands_of_bad_rows_cost_no_more_than_their_number(row):
    few, _ = cost(csv_of(row(number) for number in range(500)))
    many, found = cost(csv_of(row(number) for number in range(4000)))

    assert found.counts[RowState.REFUSED] == 4000
    assert many < 8 * few * 4 + 2


def test_only_so_many_words_are_compared_with_the_lists(monkeypatch):
    asked = []
    closest = Words.closest
    monkeypatch.setattr(
        Words, "closest", lambda self, text: asked.append(text) or closest(self, text)
    )
    preview(
        csv_of([f"p-{number}", f"ville {number}", *["x"] * 6] for number in range(1000)),
        name="a.csv",
    )

    assert 0 < len(asked) <= 300
