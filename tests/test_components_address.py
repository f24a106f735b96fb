"""The address: what is written is read back, and what does not exist is refused and named."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.address import MAX_VALUE_LENGTH, PAGE_PATHS, AddressReader, address
from components.i18n import LANGUAGES

CODES = st.text(st.characters(blacklist_characters=",", blacklist_categories=["Cs"]), min_size=1)


def reader_of(link):
    return AddressReader.of(dict(parse_qsl(urlsplit(link).query)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGE_PATHS)
def test_every_page_has_an_address_that_keeps_the_language(page, language):
    link = address(page, language)

    assert urlsplit(link).path == f"/{PAGE_PATHS[page]}"
    assert reader_of(link).language() == language


def test_two_pages_never_share_an_address():
    assert len(set(PAGE_PATHS.values())) == len(PAGE_PATHS)


def test_a_page_that_does_not_exist_has_no_address():
    with pytest.raises(KeyError):
        address("nothing", "fr")


def test_lists_are_joined_by_commas_and_what_is_empty_is_left_out():
    link = address("map", "fr", network=["rvase", "ascn"], country=(), city=None, q="")

    assert link == "/carte?lang=fr&network=rvase,ascn"


@given(st.lists(CODES, unique=True), st.text(max_size=MAX_VALUE_LENGTH).filter(str.isprintable))
def test_what_is_written_is_read_back(codes, query):
    reader = reader_of(address("projects", "fr", network=codes, q=query))

    assert reader.many("network", codes) == tuple(codes)
    assert reader.text("q") == query
    assert reader.ignored == []


def test_a_value_that_does_not_exist_is_refused_and_named():
    reader = AddressReader.of({"city": "atlantis", "network": "rvase,zzz,rvase", "lang": "xx"})

    assert reader.one("city", {"hue"}) is None
    assert reader.many("network", {"rvase"}) == ("rvase",)
    assert reader.language() is None
    assert reader.ignored == ["city=atlantis", "network=zzz", "lang=xx"]


def test_a_parameter_that_is_missing_or_empty_is_no_fault():
    reader = AddressReader.of({"city": "", "network": ",,"})

    assert reader.one("city", {"hue"}) is None
    assert reader.one("project", {"p1"}) is None
    assert reader.many("network", {"rvase"}) == ()
    assert reader.text("q") == ""
    assert reader.ignored == []


def test_a_refused_value_is_shortened_and_loses_what_cannot_be_seen():
    reader = AddressReader.of({"city": "x\u202e\u0000" + "y" * 100})
    reader.one("city", {"hue"})

    assert reader.ignored == [f"city=x{'y' * 39}…"]


def test_free_text_is_cut_and_loses_what_cannot_be_seen():
    reader = AddressReader.of({"q": "\u202ehue\u200b\n" + "x" * 500})

    assert reader.text("q") == ("hue" + "x" * 500)[:MAX_VALUE_LENGTH]


@given(st.dictionaries(st.sampled_from(["lang", "city", "network", "q"]), st.text()))
def test_no_address_is_an_error_and_nothing_unknown_comes_through(parameters):
    reader = AddressReader.of(parameters)

    assert reader.one("city", {"hue"}) in {None, "hue"}
    assert set(reader.many("network", {"rvase"})) <= {"rvase"}
    assert reader.language() in {None, *LANGUAGES}
    assert all(named.isprintable() for named in (reader.text("q"), *reader.ignored))
