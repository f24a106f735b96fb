"""Filters, city and view of the map as the address writes them, and the filters in words."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_dataset

from analysis.selection import FACETS, Selection, facet_options
from components.address import AddressReader
from components.filters import (
    MapView,
    filters_in_words,
    read_city,
    read_map_view,
    read_selection,
)
from components.i18n import LANGUAGES, translator


@cache
def published():
    return shipped_dataset()


def reader_of(**parameters):
    return AddressReader.of(parameters)


def view_of(text):
    reader = reader_of(view=text)
    return read_map_view(reader, published())[2], reader.ignored


def test_an_address_without_filters_keeps_everything():
    assert read_selection(reader_of(lang="fr"), published()).is_empty


@pytest.mark.parametrize("facet", FACETS)
def test_every_option_of_a_filter_can_be_written_in_the_address(facet):
    codes = facet_options(published())[facet]
    reader = reader_of(**{facet: ",".join(codes)})

    selection = read_selection(reader, published())
    assert selection == Selection(**{facet: frozenset(codes)})
    assert reader.ignored == []


def test_what_does_not_exist_is_left_out_and_named():
    reader = reader_of(country="VNM,XXX", line="A1,A9", stage="pilot", q=" hué ")

    assert read_selection(reader, published()) == Selection(
        country=frozenset({"VNM"}),
        line=frozenset({"A1"}),
        stage=frozenset({"pilot"}),
        query=" hué ",
    )
    assert sorted(reader.ignored) == ["country=XXX", "line=A9"]


def test_a_city_is_the_one_of_the_address_or_none():
    nowhere = reader_of(city="atlantis")

    assert read_city(reader_of(city="hue"), published()) is published().cities["hue"]
    assert read_city(reader_of(), published()) is None
    assert read_city(nowhere, published()) is None
    assert nowhere.ignored == ["city=atlantis"]


def test_the_map_is_read_with_its_filters_city_and_view():
    reader = reader_of(country="VNM", city="hue", view="16.46,107.59,6.25")

    selection, city, view = read_map_view(reader, published())
    assert selection.country == {"VNM"}
    assert city.city_id == "hue"
    assert view == MapView(latitude=16.46, longitude=107.59, zoom=6.25)
    assert reader.ignored == []


@pytest.mark.parametrize("text", ["85,360,9", "-85,-360,1", "0,0,1", "16.5,107.5,6"])
def test_a_view_reaches_to_the_ends_of_the_map(text):
    view, ignored = view_of(text)
    assert [view.latitude, view.longitude, view.zoom] == [float(part) for part in text.split(",")]
    assert ignored == []


@pytest.mark.parametrize(
    "text",
    [
        "85.1,0,3", "0,361,3", "0,0,0.9", "0,0,9.1", "nan,0,3", "0,nan,3", "0,0,nan",
        "inf,0,3", "0,-inf,3", "1,2", "1,2,3,4", "a,b,c", ",,", "0;0;3", "<script>",
    ],
)  # fmt: skip
def test_a_view_that_cannot_be_is_refused_and_named(text):
    assert view_of(text) == (None, [f"view={text}"])


@given(st.text(max_size=80))
def test_no_address_of_a_view_is_an_error(text):
    view, ignored = view_of(text)
    assert (view is None) or ignored == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_filter_is_said_in_words_too(language):
    t = translator(language)
    assert filters_in_words(Selection(), published(), language) == t("map.filters_none")


def test_filters_are_said_as_a_sentence_of_the_language():
    selection = Selection(
        country=frozenset({"VNM", "KHM"}), line=frozenset({"A1"}), query="eau <b>"
    )

    assert filters_in_words(selection, published(), "fr") == (
        "Filtres\u00a0: Pays\u00a0: Cambodge, Vietnam\u202f; "
        "Axe et ligne du programme\u00a0: Planifier et gouverner\u202f; "
        "Rechercher\u00a0: eau <b>."
    )
    assert filters_in_words(selection, published(), "en") == (
        "Filters: Country: Cambodia, Vietnam; "
        "Axis and line of the programme: Plan and govern; Search: eau <b>."
    )
