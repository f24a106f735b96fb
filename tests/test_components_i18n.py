"""Numbers, days, names and typography in the two languages."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components import i18n
from components.i18n import (
    LANGUAGES,
    catalogue,
    content,
    day,
    number,
    partial_date,
    percent,
    preferred_language,
    sort_key,
    translator,
    typography,
    years,
)
from data.dates import PartialDate

FRENCH_LIKE = st.text(st.sampled_from("aé1 23.,;:!?»«%'’()/\n\u00a0\u202f"), max_size=40)
ADDRESS = st.from_regex(r"https?://[a-z]{1,8}\.org/[a-z0-9;:!?%=&'/.-]{0,20}", fullmatch=True)


@pytest.mark.parametrize(
    ("value", "decimals", "fr", "en"),
    [
        (0, None, "0", "0"),
        (1573544, None, "1\u202f573\u202f544", "1,573,544"),
        (1234.5, None, "1\u202f234,5", "1,234.5"),
        (2 / 3, None, "0,667", "0.667"),
        (1234.5, 2, "1\u202f234,50", "1,234.50"),
        (12.4, 0, "12", "12"),
        (-3.25, None, "-3,25", "-3.25"),
    ],
)
def test_numbers_follow_the_language(value, decimals, fr, en):
    assert number(value, "fr", decimals=decimals) == fr
    assert number(value, "en", decimals=decimals) == en


@pytest.mark.parametrize(
    ("share", "fr", "en"),
    [(0, "0\u00a0%", "0%"), (0.428, "43\u00a0%", "43%"), (1, "100\u00a0%", "100%")],
)
def test_shares_are_whole_percentages(share, fr, en):
    assert percent(share, "fr").replace("\u202f", "\u00a0") == fr
    assert percent(share, "en") == en


@pytest.mark.parametrize(
    ("when", "fr", "en"),
    [
        (date(2024, 3, 1), "1er mars 2024", "1 March 2024"),
        (date(2024, 3, 2), "2 mars 2024", "2 March 2024"),
        (date(2024, 8, 11), "11 août 2024", "11 August 2024"),
        (date(2021, 1, 31), "31 janvier 2021", "31 January 2021"),
    ],
)
def test_only_the_first_of_a_month_is_ordinal_in_french(when, fr, en):
    assert (day(when, "fr"), day(when, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("when", "fr", "en"),
    [
        (None, "date inconnue", "date unknown"),
        (PartialDate(2022), "2022", "2022"),
        (PartialDate(2022, 5), "mai 2022", "May 2022"),
        (PartialDate(2022, 5, 1), "1er mai 2022", "1 May 2022"),
    ],
)
def test_a_date_is_said_with_the_precision_of_its_source(when, fr, en):
    assert (partial_date(when, "fr"), partial_date(when, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("start", "end", "fr", "en"),
    [
        (None, None, "date inconnue", "date unknown"),
        (2020, None, "depuis 2020", "since 2020"),
        (None, 2025, "jusqu’en 2025", "until 2025"),
        (2020, 2025, "2020–2025", "2020–2025"),
        (2020, 2020, "2020", "2020"),
    ],
)
def test_a_period_says_what_is_not_known_of_it(start, end, fr, en):
    assert (years(start, end, "fr"), years(start, end, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "0 source", "0 sources"),
        (1, "1 source", "1 source"),
        (2, "2 sources", "2 sources"),
        (1_000_000, "1\u202f000\u202f000 sources", "1,000,000 sources"),
    ],
)
def test_nothing_is_singular_in_french_and_plural_in_english(count, fr, en):
    assert translator("fr")("source.count", count=count) == fr
    assert translator("en")("source.count", count=count) == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_message_form_or_value_is_an_error(language):
    t = translator(language)
    for asked in (
        lambda: t("no.such.key"),
        lambda: t("source.count"),
        lambda: t("app.name", count=1),
        lambda: t("source.grade"),
    ):
        with pytest.raises(KeyError):
            asked()


def test_a_key_in_two_files_stops_the_start(tmp_path, monkeypatch):
    folder = tmp_path / "fr"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.toml").write_text('"same.key" = "Texte"\n', encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)

    with pytest.raises(ValueError, match=r"b\.toml repeats \['same\.key'\]"):
        catalogue.__wrapped__("fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Oui ; non !", "Oui\u202f; non\u202f!"),
        ("Note : « citée »", "Note\u00a0: «\u00a0citée\u00a0»"),
        ("42 % de 1 234 567 hab.", "42\u00a0% de 1\u202f234\u202f567 hab."),
        ("l'espace d'Abomey", "l’espace d’Abomey"),
        ("à 10:30, en 2020 300 villes", "à 10:30, en 2020 300 villes"),
    ],
)
def test_french_spaces_do_not_break(text, expected):
    assert typography(text, "fr") == expected


@given(FRENCH_LIKE)
@example("«  ;  »")
@example("1 234 5678")
def test_typography_changes_spaces_and_apostrophes_only_and_once(text):
    shown = typography(text, "fr")

    assert typography(shown, "fr") == shown
    assert len(shown) == len(text)
    for before, after in zip(text, shown, strict=True):
        assert after == before or (before, after) in {
            (" ", "\u00a0"),
            (" ", "\u202f"),
            ("'", "’"),
        }


@given(st.text())
def test_english_text_is_left_alone(text):
    assert typography(text, "en") == text


@given(ADDRESS)
@example("https://a.org/l'eau?x=1;y:2!")
def test_an_address_inside_a_french_text_keeps_its_form(address):
    assert address in typography(f"Voir l'avis : {address} ; merci", "fr")


def test_text_that_is_not_translated_is_shown_and_marked():
    record = SimpleNamespace(title_fr="L'eau : un plan", title_en="")

    own = content(record, "title", "fr")
    borrowed = content(record, "title", "en")
    assert (str(own), own.language, own.is_fallback) == ("L’eau\u00a0: un plan", "fr", False)
    assert (str(borrowed), borrowed.language, borrowed.is_fallback) == (own.text, "fr", True)


def test_text_translated_in_both_languages_is_never_marked():
    record = SimpleNamespace(title_fr="Carte", title_en="Map")

    for language, expected in (("fr", "Carte"), ("en", "Map")):
        shown = content(record, "title", language)
        assert (shown.text, shown.language, shown.is_fallback) == (expected, language, False)


def test_names_are_sorted_without_regard_to_accents_and_capitals():
    names = ["Zürich", "Écully", "Edéa", "ebolowa", "Île", "Hué", "Huế", "Ho Chi Minh"]
    assert sorted(names, key=sort_key) == [
        "ebolowa", "Écully", "Edéa", "Ho Chi Minh", "Hué", "Huế", "Île", "Zürich",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "fr"),
        ("", "fr"),
        ("de-DE,vi;q=0.9", "fr"),
        ("en", "en"),
        ("EN-us", "en"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr;q=0.2, en;q=0.7", "en"),
        ("de,en;q=0.3,fr;q=0.3", "en"),
        ("en;q=nonsense,fr;q=0.1", "fr"),
        ("en;q=0", "fr"),
        ("*", "fr"),
    ],
)
def test_a_browser_gets_the_first_of_our_languages_it_asks_for(header, expected):
    assert preferred_language(header) == expected


@given(st.text(st.sampled_from("enfr-,;=q.019 *_é"), max_size=30))
@example("en;q=")
@example("en;q=0.9.9,fr;level=1")
def test_no_header_of_a_browser_is_an_error(header):
    assert preferred_language(header) in LANGUAGES


def test_addresses_in_messages_are_whole():
    for language in LANGUAGES:
        for message in catalogue(language).values():
            assert re.findall(r"https?://\S*[\u00a0\u202f]", message) == []
