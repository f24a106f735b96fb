from dataclasses import replace

import pytest
from shipped import shipped_dataset

from analysis.selection import (
    FACETS,
    Selection,
    facet_options,
    search_text,
    select_cities,
    select_projects,
)
from data.load import build_dataset
from data.schema import ProjectStage, TechnologyLevel

PUBLISHED = shipped_dataset()
HUE = PUBLISHED.cities["hue"]
NAMUR = PUBLISHED.cities["namur"]
PROJECT = PUBLISHED.projects["pp-traffic-control"]


def project(project_id, city, stage, technology, title="Project"):
    """A project of the test: only city, stage, technology and title matter."""
    return replace(
        PROJECT,
        project_id=project_id,
        city_id=city.city_id,
        stage=ProjectStage(stage),
        technology_level=TechnologyLevel(technology),
        title_fr=title,
        title_en=title,
    )


@pytest.fixture
def two_cities():
    """Hué has a low-technology pilot and a high-technology service; Namur a high-technology pilot."""
    tables = PUBLISHED.tables()
    tables |= {
        "cities": (HUE, NAMUR),
        "strategies": (),
        "factors": (),
        "criteria": (),
        "observations": (),
        "programmes": (),
        "projects": (
            project("a", HUE, "pilot", "low", "Marché numérique"),
            project("b", HUE, "operational", "high", "Caméras"),
            project("c", NAMUR, "pilot", "high", "Comptage de vélos"),
        ),
    }
    return build_dataset(**tables)


def ids(cities):
    return [city.city_id for city in cities]


def select(dataset, **choice):
    query = choice.pop("query", "")
    chosen = {name: frozenset(codes) for name, codes in choice.items()}
    return ids(select_cities(dataset, Selection(**chosen, query=query)))


def test_no_filter_keeps_everything(two_cities):
    assert select(two_cities) == ["hue", "namur"]
    assert Selection().is_empty


def test_values_of_one_filter_are_alternatives(two_cities):
    assert select(two_cities, country=["VNM", "BEL"]) == ["hue", "namur"]


def test_filters_add_up(two_cities):
    assert select(two_cities, country=["VNM"], stage=["pilot"]) == ["hue"]


def test_filters_on_projects_must_hold_for_one_and_the_same_project(two_cities):
    assert select(two_cities, stage=["pilot"], technology=["high"]) == ["namur"]


def test_a_text_is_found_without_accents_or_capitals(two_cities):
    assert select(two_cities, query="HUE") == ["hue"]
    assert select(two_cities, query="marche NUMERIQUE") == ["hue"]
    assert select(two_cities, query="Huế") == ["hue"]


def test_each_word_must_be_found_in_the_city_or_in_one_of_its_projects(two_cities):
    assert select(two_cities, query="hué caméras") == ["hue"]
    assert select(two_cities, query="marché caméras") == []


def test_a_text_found_in_a_project_that_the_filters_refuse_does_not_count(two_cities):
    assert select(two_cities, query="caméras", stage=["pilot"]) == []


def test_an_axis_stands_for_its_lines(two_cities):
    assert select(two_cities, line=["A2"]) == ["hue", "namur"]
    assert select(two_cities, line=["A1"]) == []


def test_projects_follow_the_filters_of_their_city(two_cities):
    found = select_projects(two_cities, Selection(country=frozenset(["BEL"])))

    assert [found_project.project_id for found_project in found] == ["c"]


def test_a_project_without_a_city_is_left_out_by_a_filter_on_cities_only():
    everything = select_projects(PUBLISHED, Selection())
    moroccan = select_projects(PUBLISHED, Selection(country=frozenset(["MAR"])))

    assert any(found.city_id is None for found in everything)
    assert not any(found.city_id is None for found in moroccan)


def test_every_option_of_every_filter_but_an_unused_one_keeps_something():
    options = facet_options(PUBLISHED)
    assert tuple(options) == FACETS
    for name in ("network", "country", "line"):
        for code in options[name]:
            chosen = Selection(**{name: frozenset([code])})
            assert select_cities(PUBLISHED, chosen), f"{name}={code} keeps no city"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Hué", "hue"), ("Đà Nẵng", "da nang"), ("L’Œuvre", "l'oeuvre"), ("Iași", "iasi")],
)
def test_search_text_is_plain(text, plain):
    assert search_text(text) == plain
