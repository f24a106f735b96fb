"""The address is the state: what is written comes back, what does not exist is named and left out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.address import MAX_VALUE_LENGTH, PAGE_PATHS, AddressReader, address
from components.i18n import LANGUAGES

CODES = st.lists(st.text("abcA1.-_", min_size=1, max_size=8), unique=True, max_size=5)


def read(**parameters):
    return AddressReader.of(parameters)


def parameters_of(link):
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", list(PAGE_PATHS))
def test_a_link_names_its_page_and_its_language(page, language):
    link = urlsplit(address(page, language))

    assert link.path == f"/{PAGE_PATHS[page]}"
    assert link.query == f"lang={language}"


def test_two_pages_never_share_a_path():
    assert len(set(PAGE_PATHS.values())) == len(PAGE_PATHS)


def test_a_page_that_does_not_exist_has_no_address():
    with pytest.raises(KeyError):
        address("nowhere", "fr")


def test_what_is_empty_is_not_written():
    assert address("city", "fr", city="hue", q="", line=None, stage=()) == "/ville?lang=fr&city=hue"


@given(CODES, st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=50))
def test_what_a_link_writes_is_what_a_page_reads(codes, query):
    link = address("projects", "en", line=codes, q=query)
    reader = AddressReader.of(parameters_of(link))

    assert reader.many("line", codes) == tuple(codes)
    assert reader.text("q") == query
    assert reader.language() == "en"
    assert reader.ignored == []


def test_text_in_a_link_cannot_add_a_parameter_or_leave_the_page():
    link = address("city", "fr", q="a&city=hue#x?lang=en//evil.example")

    assert parameters_of(link) == {"lang": "fr", "q": "a&city=hue#x?lang=en//evil.example"}
    assert urlsplit(link).path == "/ville"
    assert not urlsplit(link).fragment


def test_one_value_is_taken_only_if_it_exists():
    reader = read(city="hue", stage="HUE")

    assert reader.one("city", {"hue"}) == "hue"
    assert reader.one("line", {"A1"}) is None
    assert reader.ignored == []
    assert reader.one("stage", {"hue"}) is None
    assert reader.ignored == ["stage=HUE"]


def test_of_many_values_those_that_exist_are_kept_once_in_the_order_of_the_address():
    reader = read(line="A2,zz,,A1,A2,yy")

    assert reader.many("line", ["A1", "A2"]) == ("A2", "A1")
    assert reader.ignored == ["line=zz", "line=yy"]


def test_an_unknown_language_is_refused_and_a_missing_one_is_not_an_error():
    reader, silent = read(lang="de"), read()

    assert reader.language() is None
    assert reader.ignored == ["lang=de"]
    assert silent.language() is None
    assert silent.ignored == []


@given(st.text())
def test_free_text_has_no_control_characters_and_an_end(text):
    shown = read(q=text).text("q")

    assert len(shown) <= MAX_VALUE_LENGTH
    assert shown.isprintable()
    assert shown == "".join(char for char in text if char.isprintable())[:MAX_VALUE_LENGTH]


@given(st.text(min_size=1))
def test_a_refused_value_is_shown_short_and_printable(value):
    reader = read(city=value)

    assert reader.one("city", ()) is None
    [shown] = reader.ignored
    assert shown.startswith("city=")
    assert len(shown) <= len("city=") + 41
    assert shown.isprintable()


def test_a_refused_value_that_was_cut_says_so():
    reader = read(city="x" * 41)
    reader.one("city", ())
    assert reader.ignored == ["city=" + "x" * 40 + "…"]


def test_reading_is_shared_by_nobody():
    first, second = read(city="a"), read(city="b")
    first.one("city", ())

    assert second.ignored == []
