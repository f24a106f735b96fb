"""The parts of the overview: what is said, and where it leads."""

import base64
import html
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from shipped import shipped_dataset

from components import overview
from components.i18n import LANGUAGES, translator
from components.state_mark import state_mark
from components.world_svg import HEIGHT, WIDTH, world_picture
from data.load import build_dataset
from data.schema import Answer

PUBLISHED = shipped_dataset()
TODAY = date(2026, 11, 24)


def text(node):
    """What a reader sees of an element, with plain spaces."""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", str(node)))
    return re.sub(r"\s+", " ", bare)


def addresses(node):
    return [html.unescape(found) for found in re.findall(r'href="([^"]+)"', str(node))]


@pytest.fixture
def one_city():
    """Hué alone, without projects, strategies or answers."""
    return build_dataset(
        **PUBLISHED.tables()
        | {
            "cities": (PUBLISHED.cities["hue"],),
            "strategies": (),
            "projects": (),
            "factors": (),
            "criteria": (),
            "observations": (),
            "programmes": (),
        }
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_names_the_unknown(one_city, language):
    said = text(overview.headline(one_city, translator(language)))
    assert {"fr": "0 réponses documentées sur 23", "en": "0 documented answers to 23"}[
        language
    ] in said
    assert {"fr": "inconnu ne veut pas dire absent", "en": "unknown does not mean absent"}[
        language
    ] in said


def test_every_key_figure_leads_to_where_its_records_are_listed():
    figures = str(overview.key_figures(PUBLISHED, "fr", translator("fr")))
    assert [address.split("?")[0] for address in addresses(figures)] == [
        "/carte",
        "/carte",
        "/carte",
        "/projets",
        "/sources",
    ]
    assert "75 villes et provinces" in text(figures)


def test_lines_without_projects_are_visible_and_said_in_the_title(one_city):
    panel = str(overview.programme_lines(one_city, "fr", translator("fr")))
    assert "9 lignes du programme sur 9 n’ont aucun projet documenté" in text(panel)
    assert panel.count("rc-line-empty") == len(PUBLISHED.lines)


def test_each_line_and_each_axis_leads_to_its_projects():
    found = addresses(overview.programme_lines(PUBLISHED, "en", translator("en")))
    for code in (*PUBLISHED.lines, *PUBLISHED.axes):
        assert f"/projets?lang=en&line={code}" in found


def test_the_figures_of_the_coverage_table_are_those_of_its_bars():
    panel = str(overview.coverage_panel(PUBLISHED, "fr", translator("fr")))
    rows = re.findall(r"<tr>(.*?)</tr>", panel, re.DOTALL)[1:]
    assert len(rows) == len(PUBLISHED.dimensions)
    for row in rows:
        bars = dict(re.findall(r'rc-stack-(\w+)" style="flex-grow: (\d+)"', row))
        cells = dict(re.findall(r'rc-state-(\w+)">([\d\u202f]+)<', row))
        assert {state: int(value) for state, value in cells.items() if value != "0"} == {
            state: int(value) for state, value in bars.items()
        }


def test_the_context_criterion_left_out_is_named():
    assert "GOV4" in text(overview.coverage_panel(PUBLISHED, "fr", translator("fr")))


def test_old_and_undated_facts_are_in_the_title_of_the_ages():
    said = text(overview.recency_panel(PUBLISHED, TODAY, "fr", translator("fr")))
    assert re.search(r"\d+ faits sur \d+ ont plus de 36 mois et sont à confirmer", said)
    assert "date inconnue" in said


def test_nothing_known_still_makes_a_page(one_city):
    for language in LANGUAGES:
        t = translator(language)
        assert str(overview.panels(one_city, TODAY, language, t))
        assert str(overview.staff_door(one_city, language, t))
        assert str(overview.speaker_door(one_city, language, t))


def test_the_world_has_one_same_size_dot_per_place_and_no_border():
    picture = str(world_picture(PUBLISHED.cities.values()))
    encoded = re.search(r"base64,([^\"]+)", picture)[1]
    drawing = ElementTree.fromstring(base64.b64decode(encoded))
    dots = drawing.findall("{http://www.w3.org/2000/svg}circle")
    assert len(dots) == len({(c.latitude, c.longitude) for c in PUBLISHED.cities.values()})
    assert len({dot.get("r") for dot in dots}) == 1
    assert all(
        0 < float(dot.get("cx")) < WIDTH and 0 < float(dot.get("cy")) < HEIGHT for dot in dots
    )
    assert len(drawing.findall("{http://www.w3.org/2000/svg}path")) == 1


def test_no_stroke_of_the_land_crosses_the_picture():
    picture = str(world_picture(()))
    drawing = base64.b64decode(re.search(r"base64,([^\"]+)", picture)[1]).decode()
    for ring in re.search(r'<path d="([^"]+)"', drawing)[1].strip("MZ").split("ZM"):
        points = [tuple(map(int, point.split())) for point in ring.split("L")]
        steps = [
            abs(a[0] - b[0])
            for a, b in zip(points, [*points[1:], points[0]], strict=True)
            if max(a[1], b[1]) < HEIGHT
        ]
        assert max(steps, default=0) < WIDTH / 8


def test_the_five_states_have_five_different_shapes():
    assert len({str(state_mark(state)) for state in Answer}) == len(Answer)
