"""The explorer: address, specification, story; what is unknown is said and hostile text stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from shipped import shipped_dataset

from components.address import EMPTY_CHOICE, AddressReader
from components.explorer.sections import headline, notes, page_look, story_of
from components.explorer.style import MARKED_LIMIT, SCREEN, series_style, wrapped, year_ticks
from components.explorer.tables import story_table
from components.explorer.view import VIEWS, read_view
from components.explorer.words import edition_breaks
from components.i18n import LANGUAGES, NNBSP, translator
from components.pictures.catalogue import CHARTS
from components.pictures.chart import chart_request
from components.pictures.frame import picture
from components.theme import LIGHT
from data.load import Dataset, build_dataset
from data.schema import Redistribution

HOSTILE = "<script>alert(1)</script>${x}`"
PICTURES = ("indicator-lines", "indicator-scatter", "indicator-distribution")

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_view = pytest.mark.parametrize("slug", VIEWS)


@cache
def published() -> Dataset:
    return shipped_dataset()


def view_of(dataset=None, **parameters):
    return read_view(AddressReader.of(parameters), dataset or published())


def told(language="fr", dataset=None, **parameters):
    dataset = dataset or published()
    view = view_of(dataset, **parameters)
    return view, story_of(view, dataset, page_look(language), translator(language))


def markup_of(view, story, language="fr", dataset=None):
    dataset, t = dataset or published(), translator(language)
    parts = [headline(story), story_table(story, dataset, language, t)]
    return "".join(map(str, [*parts, notes(story, view, dataset, language, t)]))


def layers(spec):
    for layer in spec["layer"]:
        yield layer
        yield from layer.get("layer", ())


def drawn_segments(spec):
    """Years of each line drawn, by segment."""
    found = {}
    for layer in spec["layer"]:
        for row in layer["data"]["values"]:
            if "s" in row:
                found.setdefault(row["s"], []).append(row["y"])
    return found


def test_without_an_address_the_countries_of_the_speakers_are_followed():
    view = view_of()

    assert (view.name, view.indicator.indicator_id) == ("lines", "egdi")
    assert set(view.countries) == {"BEL", "KHM", "MAR", "TUN", "VNM"}


def test_a_city_stands_for_its_country():
    view = view_of(cities="hue,namur")

    assert view.countries == ()
    assert view.marked(published()) == ("VNM", "BEL")


def test_an_emptied_choice_stays_empty():
    assert view_of(country=EMPTY_CHOICE).marked(published()) == ()


def test_nonsense_is_noted_and_the_rest_kept():
    reader = AddressReader.of(
        {
            "view": HOSTILE,
            "indicator": "zzz",
            "country": "KHM,XXX",
            "scale": "9",
            "form": "x",
            "cities": "q",
        }
    )
    view = read_view(reader, published())

    assert view.countries == ("KHM",)
    assert [item.split("=")[0] for item in reader.ignored] == [
        "view", "indicator", "country", "cities", "scale", "form"
    ]  # fmt: skip


def test_the_parts_of_an_address_draw_the_same_view_again():
    view = view_of(
        view="scatter", indicator="egdi_osi", second="odin_score", country="KHM", scale="linear"
    )
    again = read_view(AddressReader.of({"view": "scatter"} | view.address_parts()), published())

    assert again == view


def test_no_line_of_the_chart_crosses_a_missing_year():
    _, story = told(indicator="egdi", country="KHM")
    segments = drawn_segments(story.spec)

    assert [2010, 2012, 2014, 2016, 2018] in segments.values()
    assert not [years for years in segments.values() if 2018 in years and 2022 in years]


def test_no_line_of_the_chart_joins_two_editions():
    _, story = told(indicator="imd_sci_rank", cities="rabat,hanoi")
    segments = drawn_segments(story.spec)

    assert [2019, 2020] in segments.values()
    assert not [years for years in segments.values() if min(years) <= 2021 and max(years) >= 2023]
    assert edition_breaks(published().indicators["imd_sci_rank"]) == (2022.0,)


def test_the_names_beside_the_lines_do_not_overlap():
    codes = list(published().countries)[:MARKED_LIMIT]
    _, story = told(country=",".join(codes))
    labels = {
        row["a"]
        for layer in layers(story.spec)
        for row in layer.get("data", {}).get("values", ())
        if "a" in row
    }
    stands = sorted(labels)

    assert len(stands) == len(codes)
    assert all(b - a > 0.02 for a, b in pairwise(stands))


def test_past_twelve_the_others_stay_grey_and_it_is_said():
    codes = list(published().countries)[: MARKED_LIMIT + 3]
    _, story = told(country=",".join(codes))

    assert translator("fr")("indicators.too_many", limit=MARKED_LIMIT, count=3) in story.notes


def test_marked_series_differ_in_colour_or_dash():
    assert len({str(series_style(place, LIGHT)) for place in range(MARKED_LIMIT)}) == MARKED_LIMIT


@every_language
@every_view
def test_every_view_tells_a_finding_a_table_and_what_is_unknown(slug, language):
    view, story = told(language, view=slug)
    text = markup_of(view, story, language)

    assert story.finding in re.sub(r"<[^>]*>", "", str(headline(story)))
    assert len(story.table.rows) == len(story.table.source_ids) == len(story.table.marked)
    assert story.notes
    assert not re.findall(r"\bNone\b|\bnan\b|\{[a-z_]+\}", text)


@every_language
def test_every_indicator_tells_its_story_in_each_view(language):
    for name in published().indicators:
        for slug in VIEWS:
            view, story = told(language, view=slug, indicator=name)
            assert story.finding
            assert markup_of(view, story, language)


def test_countries_without_a_value_are_named():
    _, story = told(indicator="vdem_local_power")
    [note] = [note for note in story.notes if note.startswith("Sans valeur")]

    assert "Andorre" in note


def test_a_stand_in_year_is_said_with_its_country():
    _, story = told(view="distribution", indicator="gdp_pc_ppp")

    assert [note for note in story.notes if "Liban (2023)" in note]


def test_a_finding_counts_what_the_table_holds():
    view, story = told(indicator="egdi", country="KHM,BEL")
    rows = [row for row, marked in zip(story.table.rows, story.table.marked, strict=True) if marked]
    rises = sum(
        float(str(row[-1]).replace(",", ".")) > float(str(row[1]).replace(",", ".")) for row in rows
    )

    assert len(rows) == 2
    assert story.finding.endswith(f"dans {rises} pays sur 2")
    assert view.indicator.indicator_id == "egdi"


def test_every_row_of_the_table_leads_to_its_sources():
    view, story = told(indicator="egdi")
    text = markup_of(view, story)

    for source_id in story.source_ids:
        assert f"source={source_id}" in text


def test_values_that_may_only_be_cited_say_so():
    t = translator("fr")
    assert t("indicators.cite_only") in markup_of(*told(indicator="egdi"))
    assert t("indicators.cite_only") not in markup_of(*told(indicator="gdp_pc_ppp"))


def test_two_lists_have_no_chart_and_say_that_they_prove_no_link():
    _, story = told(view="lists")
    names = [re.sub(r"<[^>]*>", "", str(row[0])) for row in story.table.rows]

    assert story.spec is None
    assert translator("fr")("indicators.lists.caution") in story.notes
    assert names[0].startswith("Agadir")


def test_colours_of_the_page_are_those_of_its_style_sheet():
    _, story = told()
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", json.dumps(story.spec))
    assert SCREEN.ink == "var(--rc-ink)"


def test_numbers_of_the_axis_are_of_the_language():
    locale = told("fr")[1].spec["config"]["locale"]["number"]
    assert (locale["decimal"], locale["thousands"]) == (",", NNBSP)
    assert told("en")[1].spec["config"]["locale"]["number"]["decimal"] == "."


def test_no_expression_of_the_chart_is_built_from_data():
    for slug in VIEWS:
        _, story = told(view=slug)
        found = re.findall(r'"(?:expr|calculate|filter)": "([^"]*)"', json.dumps(story.spec))
        assert not [text for text in found if not re.fullmatch(r"width \+ [\d.]+", text)]


def test_hostile_names_stay_text():
    tables = published().tables()
    tables["countries"] = tuple(
        replace(country, name_fr=HOSTILE) if country.country_iso3 == "KHM" else country
        for country in tables["countries"]
    )
    dataset = build_dataset(**tables)
    for slug in VIEWS:
        view, story = told("fr", dataset, view=slug)
        assert "<script" not in markup_of(view, story, "fr", dataset)
    asked = chart_request(dataset, date(2026, 11, 25), "fr")
    assert "<script" not in picture(CHARTS["indicator-lines"](asked), dataset, asked.today)


@every_language
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_can_be_read_from_the_last_row(name, language):
    dataset = published()
    asked = chart_request(dataset, date(2026, 11, 25), language)
    sizes = re.findall(
        r'font-size="([\d.]+)(?:px)?"', picture(CHARTS[name](asked), dataset, asked.today)
    )

    assert sizes
    assert min(map(float, sizes)) >= 22


def test_a_picture_follows_the_cities_and_the_countries_of_its_address():
    dataset = published()
    reader = AddressReader.of({"country": "CHE", "cities": "hue,namur"})
    asked = chart_request(
        dataset,
        date(2026, 11, 25),
        "fr",
        city_ids=reader.many("cities", dataset.cities),
        parameters=reader,
    )
    drawn = picture(CHARTS["indicator-distribution"](asked), dataset, asked.today)

    assert [name for name in ("Suisse", "Vietnam", "Belgique") if name not in drawn] == []


@pytest.mark.parametrize("name", PICTURES)
def test_values_that_may_only_be_cited_are_drawn_but_not_exported(name):
    dataset = published()
    asked = chart_request(
        dataset, date(2026, 11, 25), "fr", parameters=AddressReader.of({"indicator": "egdi"})
    )
    chart = CHARTS[name](asked)
    open_names = {
        indicator.name_fr
        for indicator in dataset.indicators.values()
        if indicator.redistribution is Redistribution.OPEN
    }

    assert {row[2] for row in chart.table.rows if row[4] is not None} <= open_names
    assert translator("fr")("indicators.not_exported") in [row[5] for row in chart.table.rows]


def test_long_names_are_set_on_lines():
    assert wrapped("République démocratique du Congo") == ["République", "démocratique du", "Congo"]


def test_ticks_are_few_and_hold_the_last_year():
    ticks = year_ticks(range(2010, 2025))
    assert len(ticks) <= 8
    assert ticks[-1] == 2024
