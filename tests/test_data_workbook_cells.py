"""What a cell of a workbook is understood as, and what is refused instead of guessed."""

from datetime import date

import pytest
from books import small_raw
from hypothesis import given
from hypothesis import strategies as st

from data.dates import PartialDate
from data.errors import DataError
from data.workbook.cells import CellRefusedError, items_of, number_of, tidy, understood
from data.workbook.dates import date_of
from data.workbook.fields import TABLES, Kind, shape_of
from data.workbook.rules import BookRule
from data.workbook.values import Broken, Computed, Day, day_of, shown
from data.workbook.words import Lexicon, fold
from data.workbook.xlsx import precision_of

LEXICON = Lexicon(small_raw())
FRENCH_DAY = Day(PartialDate(2022, 5, 13), 44694.0)
DAYS_SAID_IN_MANY_WAYS = [
    ("2022", "2022"),
    (2022.0, "2022"),
    ("2022,0", "2022"),
    ("2022-05", "2022-05"),
    ("2022/5", "2022-05"),
    ("05/2022", "2022-05"),
    ("2022-05-13", "2022-05-13"),
    ("2022-05-13 00:00:00", "2022-05-13"),
    ("2022-05-13T08:30:00Z", "2022-05-13"),
    ("13/05/2022", "2022-05-13"),
    ("13.5.2022", "2022-05-13"),
    ("5/13/2022", "2022-05-13"),
    ("mai 2022", "2022-05"),
    ("Août 2022", "2022-08"),
    ("fevr. 2022", "2022-02"),
    ("13 mai 2022", "2022-05-13"),
    ("1er mai 2022", "2022-05-01"),
    ("May 13, 2022", "2022-05-13"),
    ("3rd August 2022", "2022-08-03"),
    (FRENCH_DAY, "2022-05-13"),
    (Day(PartialDate(2022, 5), 44682.0), "2022-05"),
    (Day(PartialDate(1905, 7, 14), 2022.0), "2022"),
]


def read(table, column, value, language="fr"):
    return understood(table, shape_of(table).fields[column], value, LEXICON, language)


def rule_of(table, column, value, language="fr"):
    with pytest.raises((CellRefusedError, DataError)) as caught:
        read(table, column, value, language)
    return str(caught.value.rule)


# ---- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16.4619, "16.4619"),
        ("16,4619", "16.4619"),
        ("16.4619", "16.4619"),
        (" -16,5 ", "-16.5"),
        ("−16,5", "-16.5"),
        (16.0, "16"),
        ("16,0", "16"),
    ],
)
def test_a_decimal_comma_is_a_decimal_point(value, text):
    assert read("cities", "latitude", value) == text


@pytest.mark.parametrize(
    "value",
    [
        1573544.0,
        "1573544",
        "1 573 544",
        "1\u00a0573\u00a0544",
        "1\u202f573\u202f544",
        "1’573’544",
        "1'573'544",
        "1.573.544",
        "1,573,544",
        "1 573 544,0",
        "1.573.544,00",
        "1,573,544.00",
    ],
)
def test_thousands_are_understood_whatever_stands_between_them(value):
    assert read("cities", "population", value) == "1573544"


@pytest.mark.parametrize(
    "value", ["15 73", "1.573", "1,573", "1 573,5", "1573.5", "1e6", "0x10", "12 ha", "١٢٣", "１２"]
)
def test_a_number_that_could_be_another_is_refused(value):
    assert rule_of("cities", "population", value) == BookRule.INTEGER


def test_a_number_out_of_its_range_breaks_the_rule_of_the_tables():
    assert rule_of("cities", "latitude", "91,5") == "range"


@pytest.mark.parametrize("value", [2021.0, "2021", "2021,0", "2021.0", FRENCH_DAY])
def test_a_year_is_a_year_with_decimals_or_as_a_date(value):
    assert read("projects", "start_year", value) in {"2021", "2022"}


def test_a_year_typed_in_a_cell_of_dates_is_the_year_and_not_1905():
    assert read("projects", "start_year", Day(PartialDate(1905, 7, 13), 2021.0)) == "2021"
    assert read("projects", "as_of", Day(PartialDate(1905, 7, 13), 2021.0)) == "2021"


def test_a_date_is_no_latitude_nor_population():
    assert rule_of("cities", "latitude", FRENCH_DAY) == BookRule.NUMBER
    assert rule_of("cities", "population", FRENCH_DAY) == BookRule.INTEGER


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False))
def test_a_number_read_with_comma_or_point_is_the_same(number):
    text = f"{number:.6f}"

    assert number_of(text) == number_of(text.replace(".", ",")) == float(text)


@given(st.integers(min_value=1000, max_value=10**12))
def test_grouping_a_whole_number_never_changes_it(number):
    grouped = f"{number:,}"

    assert number_of(grouped.replace(",", " ")) == number
    assert number_of(grouped.replace(",", "'")) == number


# ---- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), DAYS_SAID_IN_MANY_WAYS)
def test_a_date_keeps_the_precision_it_is_written_with(value, text):
    assert read("projects", "as_of", value) == text


@pytest.mark.parametrize(
    "value",
    ["13/13/2022", "2022-13", "31/02/2022", "22/05/13", "mai", "vers 2022", "2022 ?", "juil", 44694.0,
     1850.0, "1850", "20220513", "２０２２", "mais 2022", True],
)  # fmt: skip
def test_what_is_not_clearly_a_date_is_refused(value):
    assert rule_of("projects", "as_of", value) == BookRule.DATE


def test_day_and_month_are_french_for_a_french_reader_and_must_be_clear_for_others():
    assert read("projects", "as_of", "03/04/2022", "fr") == "2022-04-03"
    assert rule_of("projects", "as_of", "03/04/2022", "en") == BookRule.DATE_ORDER
    assert read("projects", "as_of", "04/04/2022", "en") == "2022-04-04"
    assert read("projects", "as_of", "13/04/2022", "en") == "2022-04-13"


def test_both_readings_of_an_unclear_date_are_told():
    with pytest.raises(CellRefusedError) as caught:
        read("projects", "as_of", "03/04/2022", "en")

    assert caught.value.expected == ("2022-04-03, 2022-03-04",) * 2


@given(
    st.dates(
        min_value=date(1900, 3, 1),
        max_value=date(2100, 12, 31),
    )
)
def test_every_day_of_the_spreadsheet_is_the_day_of_the_calendar(day):
    serial = float((day - date(1899, 12, 30)).days)
    found = day_of(serial, "day", is_1904=False)

    if not 1900 <= serial <= 2100:
        assert date_of(found, "fr") == day.isoformat()


@pytest.mark.parametrize(
    ("code", "precision"),
    [
        ("General", None),
        ("0.00", None),
        ('# ##0 "jour"', None),
        ("[Red]0", None),
        ("h:mm:ss", None),
        ("mm:ss", None),
        ("yyyy-mm-dd", "day"),
        ("d/m/yy", "day"),
        ("[$-40C]d mmmm yyyy;@", "day"),
        ("mmm-yy", "month"),
        ("yyyy", "year"),
        ("\\d0", None),
    ],
)
def test_the_format_of_a_cell_tells_how_precise_its_date_is(code, precision):
    assert precision_of(code) == precision


# ---- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("oui", "yes"), ("OUI", "yes"), ("Yes", "yes"), (True, "yes"), ("vrai", "yes"),
        ("non", "no"), ("No", "no"), (False, "no"),
        ("partiel", "partial"), ("Partielle", "partial"), ("partial", "partial"),
        ("sans objet", "not_applicable"), ("Sans  Objet", "not_applicable"), ("n/a", "not_applicable"),
        ("not_applicable", "not_applicable"), ("Not applicable", "not_applicable"),
    ],
)  # fmt: skip
def test_answers_are_understood_in_both_languages(value, code):
    assert read("criteria", "answer", value) == code


@pytest.mark.parametrize("value", ["oui", "O", "yes", True, "1", 1.0, "vrai", "TRUE"])
def test_yes_is_understood(value):
    assert read("cities", "is_conference_speaker", value) == "yes"


def test_what_is_neither_yes_nor_no_is_refused():
    assert rule_of("cities", "is_conference_speaker", "peut-être") == BookRule.YES_NO


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_label_of_every_vocabulary_reads_back_as_its_code(table, language):
    for column in shape_of(table).fields.values():
        if column.kind is Kind.CODE:
            words = LEXICON.words_of(column)
            for code in words.shown:
                for text in (words.label(code, language), code, code.upper(), f"  {code} "):
                    assert read(table, column.code, text) == code


def test_a_label_is_understood_without_its_accents_capitals_and_signs():
    assert read("projects", "stage", "ETENDU") == "scaled"
    assert read("strategies", "status", "en  oeuvre") == "in_implementation"
    assert read("sources", "kind", "ong ou association") == "ngo"


def test_an_unknown_word_is_named_with_the_possible_ones_in_both_languages():
    with pytest.raises(CellRefusedError) as caught:
        read("projects", "stage", "pilotte")

    assert caught.value.rule is BookRule.WORD
    assert "Pilote (pilot)" in caught.value.expected[0]
    assert "Pilot (pilot)" in caught.value.expected[1]


def test_a_long_list_names_only_the_closest_ids():
    with pytest.raises(CellRefusedError) as caught:
        read("criteria", "criterion_id", "VIS11")

    assert "VIS1" in caught.value.expected[0]
    assert "INC4" not in caught.value.expected[0]


@pytest.mark.parametrize(
    "value", ["Ville d'Ete", "VILLE D’ÉTÉ", "summer city", "testville", " Testville "]
)
def test_a_city_is_known_by_its_name_in_both_languages(value):
    assert read("projects", "city_id", value) == "testville"


def test_a_name_of_two_rows_is_refused_with_both_ids():
    lexicon = Lexicon(small_raw())
    lexicon.add_row("cities", "third-city", {"name_en": "Otherville"})
    with pytest.raises(CellRefusedError) as caught:
        understood("projects", shape_of("projects").fields["city_id"], "otherville", lexicon, "fr")

    assert caught.value.rule is BookRule.SEVERAL
    assert caught.value.expected[0] == "autreville, third-city"


def test_the_language_of_a_source_may_be_one_that_no_source_has_yet():
    assert read("sources", "language", "Français") == "fr"
    assert read("sources", "language", "DE") == "de"
    assert rule_of("sources", "language", "francese") == BookRule.WORD


# ---- lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "test-source;second-source",
        "test-source ; second-source;",
        "test-source\nsecond-source",
        "test-source\r\n\r\nsecond-source",
        "• test-source\n• second-source",
        "test-source, second-source",
        "https://example.org/test-source ; Second title",
        "test-source；second-source；test-source",
    ],
)
def test_a_list_is_understood_with_semicolons_line_breaks_or_commas(value):
    assert read("projects", "source_ids", value) == "test-source;second-source"


def test_a_comma_stays_in_a_list_of_free_texts():
    assert read("strategies", "partners_fr", "Ville, État ; AIMF") == "Ville, État;AIMF"


def test_a_list_with_one_unknown_item_is_refused():
    assert rule_of("projects", "source_ids", "test-source, nothing") == BookRule.WORD


def test_an_item_of_a_free_list_that_is_there_twice_is_refused():
    assert rule_of("strategies", "partners_fr", "AIMF ; AIMF") == "list_item"


@given(
    st.lists(
        st.text(alphabet="abcé -'.", min_size=1)
        .map(str.strip)
        .filter(lambda text: text and fold(text))
    )
)
def test_items_of_a_list_are_found_again(items):
    expected = [tidy(item) for item in items]

    assert items_of(" ; ".join(expected)) == items_of("\n".join(expected))


# ---- nothing, unknown and what must not be guessed -----------------------------------------------


@pytest.mark.parametrize("value", ["", "  ", "\u00a0", "\ufeff", "\n \t", "\u200b"])
def test_a_cell_of_spaces_is_empty(value):
    assert read("projects", "end_year", value) is None


@pytest.mark.parametrize("value", ["∅", "inconnu", "Inconnue", "UNKNOWN", " inconnu "])
@pytest.mark.parametrize("column", ["end_year", "as_of", "summary_fr", "actors"])
def test_the_word_unknown_empties_a_cell(value, column):
    assert read("projects", column, value) == ""


def test_unknown_is_a_word_of_the_vocabularies_that_have_it():
    assert read("strategies", "status", "inconnu") == "unknown"
    assert read("cities", "aimf_status", "unknown") == "unknown"
    assert read("strategies", "status", "∅") == ""


@pytest.mark.parametrize("value", ["-", "–", "?", "...", "n.d.", "ND", "nc", "/", "???"])
@pytest.mark.parametrize("column", ["end_year", "as_of", "summary_fr", "stage", "source_ids"])
def test_a_sign_that_says_nothing_is_never_taken_for_a_value(value, column):
    assert rule_of("projects", column, value) == BookRule.PLACEHOLDER


@pytest.mark.parametrize(
    "column", ["summary_fr", "end_year", "stage", "as_of", "source_ids", "city_id"]
)
def test_an_error_of_the_spreadsheet_is_refused_everywhere(column):
    assert rule_of("projects", column, Broken("#N/A")) == BookRule.ERROR_VALUE


def test_a_formula_counts_by_its_stored_result_and_is_refused_without():
    assert read("projects", "start_year", Computed(2021.0, "2020+1")) == "2021"
    assert rule_of("projects", "start_year", Computed(None, "2020+1")) == BookRule.FORMULA
    assert (
        rule_of("projects", "start_year", Computed(Broken("#REF!"), "A1")) == BookRule.ERROR_VALUE
    )


@pytest.mark.parametrize(
    "value",
    ["=1+1", '=HYPERLINK("http://x","y")', "@SUM(1)", "+cmd|' /C calc'!A0", "-SUM(1)", "＝1+1"],
)
def test_a_text_that_a_spreadsheet_would_run_is_refused(value):
    assert rule_of("projects", "summary_fr", value) == BookRule.FORMULA_TEXT


@pytest.mark.parametrize("value", ["- Éclairage (LED)", "+ 300 capteurs", "-2 °C (hiver)", "a = b"])
def test_a_text_that_only_starts_with_a_sign_is_a_text(value):
    assert read("projects", "summary_fr", value) == value


def test_a_text_keeps_its_inside_and_loses_what_is_around():
    assert (
        read("projects", "summary_fr", "  Deux  mots\u00a0!\r\nune\tligne  ")
        == "Deux  mots\u00a0!\nune ligne"
    )


def test_accents_written_in_two_pieces_are_the_same_text():
    assert read("projects", "summary_fr", "e\u0301te\u0301") == "été"


def test_a_control_character_in_a_text_is_refused():
    assert rule_of("projects", "summary_fr", "a\x07b") == "control_character"


def test_a_number_is_a_text_where_a_text_is_expected_but_a_date_is_not():
    assert read("projects", "title_fr", 2030.0) == "2030"
    assert rule_of("projects", "title_fr", FRENCH_DAY) == BookRule.TEXT
    assert rule_of("projects", "title_fr", True) == BookRule.TEXT


def test_an_address_needs_its_start():
    assert read("sources", "url", " https://example.org/a ") == "https://example.org/a"
    assert rule_of("sources", "url", "www.example.org") == BookRule.ADDRESS


VALUES = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.booleans(),
    st.builds(Broken, st.text(max_size=8)),
    st.builds(
        Computed, st.one_of(st.none(), st.text(max_size=8), st.floats()), st.text(max_size=8)
    ),
    st.floats(min_value=0, max_value=3e6).map(lambda serial: day_of(serial, "day", is_1904=False)),
)
COLUMNS = [(table, column) for table in TABLES for column in shape_of(table).fields.values()]


@given(st.sampled_from(COLUMNS), VALUES, st.sampled_from(["fr", "en"]))
def test_any_value_is_understood_or_refused_and_what_is_understood_is_understood_again(
    column, value, language
):
    table, field = column
    if field.kind is Kind.OWN_ID:
        return
    try:
        text = understood(table, field, value, LEXICON, language)
    except (CellRefusedError, DataError):
        return

    if text:
        assert understood(table, field, text, LEXICON, language) == text


@given(VALUES)
def test_every_value_can_be_shown(value):
    assert isinstance(shown(value), str)
