import re
from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_dataset

from analysis.selection import Selection, select_cities
from components.filters import MapView
from components.i18n import translator
from components.takeaway_map import takeaway_map
from data.load import build_dataset

PUBLISHED = shipped_dataset()
DAY = date(2026, 11, 24)
RVASE = Selection(network=frozenset(["rvase"]))
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`+alert(1)+`",
    r"\x3cimg src=x onerror=alert(1)\x3e",
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
]


def draw(cities=None, dataset=PUBLISHED, language="fr", **options):
    shown = select_cities(dataset, RVASE) if cities is None else cities
    return takeaway_map(shown, dataset, DAY, language, **({"selection": RVASE} | options))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_file_carries_legend_disclaimer_edition_and_filters_in_its_language(language):
    page, t = draw(language=language), translator(language)

    assert f'<html lang="{language}">' in page
    assert t("map.disclaimer") in page
    assert t("map.legend.city") in page
    assert PUBLISHED.edition in page
    assert "RVASE" in page.partition('class="rc-take-head"')[2][:600]


def test_the_file_names_no_file_of_another_host():
    page = draw()
    code = re.sub(
        r"href=\"https?://[^\"]*\"", "", page
    )  # links to sources are followed by a person

    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", code)
    assert not re.search(r"url\((?!data:|#)[\"']?(?:https?:)?//", code)


def test_every_city_has_its_card_with_its_sources():
    page = draw()

    for city in select_cities(PUBLISHED, RVASE):
        assert city.name_fr in page
    assert page.count('class="rc-city-card"') == len(select_cities(PUBLISHED, RVASE))
    assert 'class="rc-sources"' in page


def test_the_file_links_to_no_page_of_the_dashboard():
    assert "data-rc-nav" not in draw()


def test_the_view_of_the_moment_is_kept():
    page = draw(view=MapView(latitude=12.5, longitude=105.25, zoom=6.5))

    assert "center: [12.5, 105.25]" in page
    assert re.search(r'"zoom": 6\.5', page)
    assert "fitBounds" not in page.partition("var map_")[2].partition("L.geoJson")[0]


def test_an_empty_selection_still_gives_a_map_that_says_so():
    page = draw(cities=[])

    assert translator("fr")("map.none") in page


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text_in_the_file_and_never_reach_its_scripts(name):
    tables = PUBLISHED.tables()
    hue = replace(PUBLISHED.cities["hue"], name_fr=name, name_local=name)
    others = [city for city in tables["cities"] if city.city_id != "hue"]
    dataset = build_dataset(**(tables | {"cities": (*others, hue)}))
    page = draw([hue], dataset)

    scripts = "".join(re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL))
    assert name not in scripts
    assert "<img src=x" not in page
    assert "<script>alert" not in page
