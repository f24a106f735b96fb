"""What the browser modules are sent: complete, in order, aged by one rule, and text only."""

import json
import math
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from factories import make_project
from shipped import shipped_dataset

from analysis.selection import (
    CITY_FACETS,
    PROJECT_FACETS,
    city_values,
    facet_options,
    project_values,
)
from components.assets import STATIC_DIR
from components.atlas import (
    CATALOGUE_SORTS,
    CATALOGUE_VIEWS,
    atlas_bytes,
    atlas_payload,
    catalogue_bytes,
    catalogue_payload,
)
from components.i18n import LANGUAGES, catalogue, number, sort_key
from data.dates import PartialDate, is_stale
from data.load import build_dataset

HOSTILE = '</b><script>alert("x")</script> ${1} `tick` =HYPERLINK("x") \u202e' + "W" * 300


@cache
def published():
    return shipped_dataset()


def with_projects(*projects):
    """The published records with these projects and no factors."""
    return build_dataset(**{**published().tables(), "projects": projects, "factors": ()})


def sent(dataset, language="fr"):
    return json.loads(catalogue_bytes(dataset, language))


def sent_project(**changes):
    """One project of Hué as the browser receives it."""
    source_ids = (next(iter(published().sources)),)
    project = make_project(**{"city_id": "hue", "source_ids": source_ids} | changes)
    [found] = sent(with_projects(project))["projects"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_project_is_sent_in_the_order_of_the_programme_then_by_city(language):
    projects = catalogue_payload(published(), language)["projects"]

    assert sorted(project["id"] for project in projects) == sorted(published().projects)
    lines = list(published().lines)
    order = [(lines.index(project["line"]), sort_key(project["place"])) for project in projects]
    assert order == sorted(order)


def test_a_project_carries_the_values_that_python_filters_by():
    for sent_one in catalogue_payload(published(), "fr")["projects"]:
        project = published().projects[sent_one["id"]]
        city = published().cities.get(project.city_id or "")
        expected = dict(project_values(project))
        if city:
            expected |= city_values(city, published())
        assert {name: tuple(codes) for name, codes in sent_one["values"].items()} == expected


def test_filters_on_projects_come_before_those_on_their_cities():
    names = [facet["name"] for facet in catalogue_payload(published(), "fr")["facets"]]
    assert names == [*PROJECT_FACETS, *CITY_FACETS]


@pytest.mark.parametrize(
    "as_of", [PartialDate(2021), PartialDate(2020, 2), PartialDate(2024, 2, 29)], ids=str
)
def test_a_fact_turns_to_be_confirmed_on_the_same_day_in_the_browser_and_in_python(as_of):
    """The browser marks a day that is after ``fresh_until``; ISO days compare as text."""
    last_fresh = sent_project(as_of=as_of)["fresh_until"]

    for shift in (-1, 0, 1, 31):
        end = as_of.last_day
        day = end.replace(year=end.year + 3, day=min(end.day, 28)) + timedelta(days=shift)
        assert (day.isoformat() > last_fresh) == is_stale(as_of, day)


def test_an_undated_project_has_no_age_and_says_so():
    project = sent_project(as_of=None, start_year=None, end_year=None)

    assert project["fresh_until"] == project["known_on"] == ""
    assert project["as_of"] == project["years"] == "date inconnue"
    assert project["start"] is None


def test_a_project_without_documented_actors_has_none():
    assert sent_project(actors=())["actors"] == []


def test_a_title_in_one_language_only_says_which():
    source_ids = (next(iter(published().sources)),)
    project = make_project(city_id="hue", source_ids=source_ids, title_en="")
    [found] = sent(with_projects(project), "en")["projects"]

    assert found["title_language"] == "fr"
    assert found["title"] == "Projet d’essai test-project"


def test_a_project_of_an_organisation_has_a_place_but_no_city():
    [organisation_id, *_] = published().organisations
    project = sent_project(city_id=None, organisation_id=organisation_id)

    assert project["place"]
    assert project["city"] == project["country"] == ""
    assert not set(CITY_FACETS) & set(project["values"])


def test_hostile_text_is_sent_as_it_is():
    assert sent_project(title_fr=HOSTILE)["title"] == HOSTILE


def test_views_and_orders_of_the_address_are_those_of_the_browser():
    script = (STATIC_DIR / "js" / "catalogue.js").read_text(encoding="utf-8")
    [views] = re.findall(r"const VIEWS = (\[.*\]);", script)
    [keys] = re.findall(r"const SORT_KEYS = (\[.*\]);", script)

    assert tuple(json.loads(views)) == CATALOGUE_VIEWS
    assert {name.removeprefix("-") for name in CATALOGUE_SORTS} == set(json.loads(keys))


def messages_asked(*names):
    """Keys written in the calls of browser modules, both plural forms when a count is given."""
    for name in names:
        script = (STATIC_DIR / "js" / name).read_text(encoding="utf-8")
        for key, values in re.findall(r'\bt\("([^"]+)"(?:, (\{[^}]*\}))?', script):
            if re.search(r"\bcount\b", values):
                yield from (f"{key}.one", f"{key}.other")
            else:
                yield key


def messages_chosen(*names):
    """Messages named anywhere in browser modules, by a condition or in a table."""
    text = "".join((STATIC_DIR / "js" / name).read_text(encoding="utf-8") for name in names)
    return set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', text)) & catalogue("fr").keys()


def messages_made(*names):
    """Patterns of the keys that browser modules make from a code: ``projects.view.${view}``."""
    text = "".join((STATIC_DIR / "js" / name).read_text(encoding="utf-8") for name in names)
    for key in re.findall(r"\bt\(`([^`]+)`", text):
        yield "[^.]+".join(re.escape(part) for part in re.split(r"\$\{[^}]*\}", key))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("payload", "scripts"),
    [
        (atlas_payload, ("atlas.js", "facets.js")),
        (catalogue_payload, ("catalogue.js", "facets.js")),
    ],
)
def test_a_browser_module_is_sent_every_message_it_asks_for(payload, scripts, language):
    strings = payload(published(), language)["strings"]
    asked = set(messages_asked(*scripts)) | messages_chosen(*scripts)

    assert len(asked) > 10
    assert asked <= strings.keys(), asked - strings.keys()
    for pattern in messages_made(*scripts):
        assert [key for key in strings if re.fullmatch(pattern, key)], pattern


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_sent_every_city_by_name_with_its_projects(language):
    cities = atlas_payload(published(), language)["cities"]

    names = [city["name"] for city in cities]
    assert names == sorted(names, key=sort_key)
    assert sorted(city["id"] for city in cities) == sorted(published().cities)
    for city in cities:
        assert len(city["projects"]) == len(published().projects_of_city(city["id"]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("body", [atlas_bytes, catalogue_bytes])
def test_what_is_sent_is_json_that_every_browser_reads(body, language):
    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    payload = json.loads(body(published(), language).decode("utf-8"), parse_constant=refuse)
    assert payload["version"] == published().version
    assert payload["language"] == language


def test_a_coordinate_that_is_no_number_stops_the_server_not_the_browser():
    city = replace(published().cities["hue"], latitude=math.nan)
    broken = replace(published(), cities={**published().cities, "hue": city})

    with pytest.raises(ValueError, match="JSON compliant"):
        atlas_bytes(broken, "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_that_is_sent_can_be_chosen_in_a_filter(language):
    atlas, catalogued = (make(published(), language) for make in (atlas_payload, catalogue_payload))
    for payload in (atlas, catalogued):
        offered = {
            facet["name"]: {option["code"] for option in facet["options"]}
            for facet in payload["facets"]
        }
        items = [
            *payload.get("projects", ()),
            *payload.get("cities", ()),
            *(project for city in payload.get("cities", ()) for project in city["projects"]),
        ]
        assert items
        for item in items:
            for name, codes in item["values"].items():
                assert set(codes) <= offered[name], (name, codes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("payload", [atlas_payload, catalogue_payload])
def test_options_keep_the_order_of_their_definition_countries_that_of_the_language(
    payload, language
):
    expected = facet_options(published())
    facets = {facet["name"]: facet for facet in payload(published(), language)["facets"]}

    assert facets.keys() == expected.keys()
    for name, facet in facets.items():
        codes = [option["code"] for option in facet["options"]]
        labels = [option["label"] for option in facet["options"]]
        assert all(labels)
        assert len(set(labels)) == len(labels)
        if name == "country":
            assert labels == sorted(labels, key=sort_key)
            assert sorted(codes) == sorted(expected[name])
        elif name == "line":
            assert codes == sorted(expected[name])
        else:
            assert codes == list(expected[name])
        assert facet["level"] == ("city" if name in CITY_FACETS else "project")


def test_a_line_stands_under_its_axis():
    [lines] = [
        facet for facet in atlas_payload(published(), "fr")["facets"] if facet["name"] == "line"
    ]

    for option in lines["options"]:
        is_axis = option["code"] in published().axes
        assert option["parent"] == ("" if is_axis else published().lines[option["code"]].axis_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_city_says_its_population_with_its_scope_or_that_it_is_unknown(language):
    silent = replace(published().cities["hue"], population=None, population_year=None)
    dataset = replace(published(), cities={**published().cities, "hue": silent})
    shown = {city["id"]: city["population"] for city in atlas_payload(dataset, language)["cities"]}

    assert shown.pop("hue") == catalogue(language)["map.population_unknown"]
    for city_id, text in shown.items():
        if (population := dataset.cities[city_id].population) is not None:
            assert number(population, language) in text
            assert "(" in text
