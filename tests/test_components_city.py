"""Cards and parts of a city's page: complete for every city, honest about the unknown, safe."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from shipped import shipped_dataset

from analysis.context import country_context
from components.city_card import city_card, population_text, script_language
from components.city_profile import (
    city_context,
    city_criteria,
    city_head,
    city_identity,
    city_index,
    city_links,
    city_neighbours,
    city_projects,
    city_sources,
    city_strategies,
)
from components.i18n import LANGUAGES, Language, translator
from components.indicator_strip import axis_range
from components.markup import leaflet_markup
from components.project_card import project_card, project_detail
from components.timeline import period_words, strategy_timeline, year_scale
from data.dates import PartialDate
from data.load import Dataset, build_dataset
from data.schema import AimfStatus, City, Strategy

TODAY = date(2026, 11, 24)
HOSTILE = '</b><script>alert("x")</script> ${1} `tick` =HYPERLINK("x") \u202e' + "W" * 300
FR = translator("fr")


@cache
def published() -> Dataset:
    return shipped_dataset()


def edited(**tables: Any) -> Dataset:
    """The published records with some tables replaced."""
    return build_dataset(**{**published().tables(), **tables})


def whole_page(city: City, dataset: Dataset, language: Language) -> str:
    """Every part of the page as one text."""
    t = translator(language)
    parts = [
        city_links(city, language, t),
        city_head(city, dataset, language, t),
        city_identity(city, dataset, language, t),
        city_strategies(city, dataset, TODAY, language, t),
        city_projects(city, dataset, TODAY, language, t),
        city_criteria(city, dataset, TODAY, language, t),
        city_context(city, dataset, language, t),
        city_neighbours(city, dataset, language, t),
        city_sources(city, dataset, language, t),
        city_card(city, dataset, TODAY, language, t),
    ]
    return "".join(map(str, parts))


def strategy(**changes: Any) -> Strategy:
    """A strategy of Hué with some fields changed."""
    return replace(published().strategies_of_city("hue")[0], **changes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city_id", sorted(shipped_dataset().cities))
def test_every_city_has_a_whole_page(city_id: str, language: Language) -> None:
    dataset = published()
    page = whole_page(dataset.cities[city_id], dataset, language)
    assert "None" not in re.sub(r"<[^>]*>", " ", page)
    assert page.count('class="rc-answer"') == len(dataset.criteria)
    for project in dataset.projects_of_city(city_id):
        assert f'id="projet-{project.project_id}"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "<svg" not in page


def test_each_unknown_criterion_leads_to_the_form_with_itself_filled_in() -> None:
    dataset = published()
    answers = dataset.answers_of_city("hue")
    page = str(city_criteria(dataset.cities["hue"], dataset, TODAY, "fr", translator("fr")))
    asked = re.findall(
        r"/reponse\?lang=fr&amp;city=hue&amp;criterion=(\w+)\" data-rc-nav>Dire", page
    )
    assert set(asked) == set(dataset.criteria) - set(answers)
    assert 'href="/completer?lang=fr&amp;city=hue#list"' in page


def test_text_of_any_field_is_shown_as_text() -> None:
    tables = published().tables()
    text_fields = ("name_fr", "name_en", "title_fr", "summary_fr", "note_fr", "text_fr")

    def hostile(record: Any) -> Any:
        changes = {field: HOSTILE for field in text_fields if hasattr(record, field)}
        if hasattr(record, "name_local"):
            changes["name_local"] = HOSTILE
        return replace(record, **changes) if changes else record

    dataset = edited(**{name: [hostile(row) for row in rows] for name, rows in tables.items()})
    page = whole_page(dataset.cities["hue"], dataset, "fr")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    popup = leaflet_markup(city_card(dataset.cities["hue"], dataset, TODAY, "fr", FR))
    assert "${" not in popup
    assert "`" not in popup


def test_a_card_for_another_file_has_no_link_into_the_dashboard() -> None:
    city = published().cities["hue"]
    assert 'href="/' in str(city_card(city, published(), TODAY, "fr", FR))
    assert 'href="/' not in str(city_card(city, published(), TODAY, "fr", FR, standalone=True))


def test_a_population_never_loses_its_scope_nor_its_unknown_year() -> None:
    hue = published().cities["hue"]
    assert population_text(hue, published(), "fr", FR).endswith("(province, année inconnue)")
    dated = replace(hue, population=1, population_year=2021)
    assert "2021" in population_text(dated, published(), "fr", FR)
    unknown = replace(hue, population=None)
    assert population_text(unknown, published(), "fr", FR) == "population inconnue"


def test_membership_is_said_only_where_a_source_says_it() -> None:
    hue = published().cities["hue"]
    taking_part = replace(hue, aimf_status=AimfStatus.UNKNOWN)
    card = str(city_card(taking_part, published(), TODAY, "fr", FR))
    assert "AIMF (participation documentée)" in card
    assert "AIMF (membre)" not in card
    assert "AIMF (membre)" in str(
        city_card(replace(hue, aimf_status=AimfStatus.MEMBER), published(), TODAY, "fr", FR)
    )


def test_a_city_without_any_fact_says_that_unknown_is_not_absent() -> None:
    page = whole_page(published().cities["kep"], published(), "fr")
    assert FR("city.strategies.none") in page
    assert FR("city.projects.none") in page
    assert "0 critère documenté sur 23" in page


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (2022, 2035, "2022–2035"),
        (2022, None, "depuis 2022, fin inconnue"),
        (None, 2030, "début inconnu, jusqu’en 2030"),
        (None, None, "années inconnues"),
        (2024, 2024, "2024"),
    ],
)
def test_an_unknown_start_or_end_is_said_and_drawn_open(
    start: int | None, end: int | None, words: str
) -> None:
    row = strategy(start_year=start, end_year=end)
    assert period_words(row, FR) == words
    drawn = str(strategy_timeline([row], published(), TODAY, "fr", FR))
    assert words in drawn
    is_open = start is None or end is None
    assert ("rc-track-open" in drawn) == (is_open and (start, end) != (None, None))


def test_strategies_share_one_scale_that_holds_today() -> None:
    rows = [
        strategy(strategy_id="a", start_year=2012, end_year=2018),
        strategy(strategy_id="b", start_year=2030, end_year=None),
    ]
    scale = year_scale(rows, TODAY)
    assert scale is not None
    assert scale.first < 2012
    assert scale.last >= 2033
    assert 0 < scale.position(2026) < 100
    assert len(scale.ticks()) <= 6
    assert year_scale([strategy(start_year=None, end_year=None)], TODAY) is None


def test_an_old_fact_is_marked_to_confirm_and_a_recent_one_is_not() -> None:
    project = published().projects_of_city("hue")[0]
    old = replace(project, as_of=PartialDate(2023, 10))
    recent = replace(project, as_of=PartialDate(2023, 12))
    assert "rc-confirm" in str(project_card(old, published(), TODAY, "fr", FR))
    assert "rc-confirm" not in str(project_card(recent, published(), TODAY, "fr", FR))


def test_a_project_without_dates_says_so() -> None:
    project = replace(
        published().projects_of_city("hue")[0], start_year=None, end_year=None, as_of=None
    )
    card = str(project_card(project, published(), TODAY, "fr", FR))
    assert "<dd>date inconnue</dd>" in card
    assert FR("fact.as_of", date=FR("date.unknown")) in card


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_project_has_its_detail_with_every_source(language: Language) -> None:
    dataset = published()
    t = translator(language)
    for project in dataset.projects.values():
        detail = str(project_detail(project, dataset, TODAY, language, t))
        assert detail.count('class="rc-source"') >= len(project.source_ids)


def test_a_strip_begins_at_the_lowest_possible_value() -> None:
    context = country_context(published(), "VNM", "fixed_broadband", ("KHM", "LAO"))
    low, high = axis_range(context)
    assert low == context.indicator.minimum
    assert context.own is not None
    assert context.own.value < high <= context.indicator.maximum


def test_the_country_without_figures_says_so_instead_of_empty_strips() -> None:
    page = str(city_context(published().cities["la-possession"], published(), "fr", FR))
    assert "Aucun indicateur national n’est connu" in page
    assert "rc-strip-card" not in page


def test_the_index_names_every_city_under_its_country() -> None:
    index = str(city_index(published(), "fr", FR))
    for city in published().cities.values():
        assert f"city={city.city_id}" in index


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [("ភ្នំពេញ", "KHM", "km"), ("ວຽງຈັນ", "LAO", "lo"), ("تونس", "TUN", "ar"), ("Huế", "VNM", "vi")],
)
def test_a_local_name_is_marked_with_its_language(text: str, country: str, code: str) -> None:
    assert script_language(text, country) == code
