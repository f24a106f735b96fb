"""Drawings of the stage: their figures are those of the table, the unknown is never solid, names are safe."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import get_args

import pytest
from shipped import shipped_dataset
from stage_charts import (
    CHARTS,
    EDGES,
    FRAME,
    HOSTILE,
    bars,
    columns,
    diverging,
    facts,
    grouped_units,
    ladder,
    links,
    matrix,
    scene_of,
    stacks,
    ten_bars,
    timeline,
    units,
    world_map,
)

from components.i18n import LANGUAGES, NBSP
from components.pictures.svg import clean, group
from components.stage.charts import MOST_SQUARES, Camera, SceneChart, WorldMap
from components.stage.deck import frame_of, slots_of, stage_scene
from components.stage.draw.canvas import Canvas
from components.stage.draw.catalogue import DRAWINGS, draw
from components.stage.draw.land import UNITS, land_path, land_symbol, view_of
from components.stage.draw.letters import LABEL_SIZES, block, fits, label_size
from components.stage.draw.map_names import Sheet, placed_names
from components.stage.scene import EXTENTS
from components.stage.slide import in_variables, slide
from components.stage.stage import Stage
from components.theme import STAGE, STAGE_DARK, contrast

SVG = "{http://www.w3.org/2000/svg}"
LARGEST_LAND = 150_000
ELEMENTS = {
    "svg", "title", "defs", "pattern", "rect", "circle", "path", "line", "g", "text", "use",
}  # fmt: skip
every_chart = pytest.mark.parametrize("name", CHARTS)


@cache
def drawn(name, step=None):
    return slide(scene_of({**CHARTS, **EDGES}[name]), FRAME, step=step)


def of_class(svg, kind):
    """Elements that have a class, in the order drawn."""
    return [node for node in ET.fromstring(svg).iter() if kind in node.get("class", "").split()]


def written(svg, kind):
    return [
        "".join(part for part in node.itertext())
        for node in of_class(svg, kind)
        if node.tag == f"{SVG}text"
    ]


def number_of(text):
    return int(re.sub(r"\s", "", text))


def live(chart, **changes):
    return slide(scene_of(chart, **changes), FRAME)


# ---- every kind


def test_every_kind_of_chart_has_a_drawing():
    assert set(DRAWINGS) == set(get_args(SceneChart))


@pytest.mark.parametrize("name", [*CHARTS, *EDGES])
def test_every_colour_changes_with_the_ground(name):
    assert not re.findall(
        r"#[0-9a-fA-F]{3,8}(?![0-9a-fA-F;])", re.sub(r">[^<]*<", "><", in_variables(drawn(name)))
    )


@every_chart
def test_what_stands_alone_needs_no_page(name):
    """No style sheet, no variable, nothing it refers to but its own patterns."""
    svg = drawn(name, 0)
    inside = {node.get("id") for node in ET.fromstring(svg).iter() if node.get("id")}
    assert set(re.findall(r"url\(#([\w-]+)\)", svg)) <= inside
    assert "href" not in svg
    assert "rc-hidden" not in svg
    assert "var(" not in svg


@pytest.mark.parametrize("name", [name for name in EDGES if name.endswith("hostile")])
def test_names_of_the_data_stay_text(name):
    svg = drawn(name)
    root = ET.fromstring(svg)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= ELEMENTS
    assert any("<script>" in text for text in root.itertext())
    assert "<script" not in svg
    assert "\u202e" not in svg


def test_a_hostile_title_stays_text():
    svg = slide(scene_of(bars(), headline=HOSTILE), replace(FRAME, kicker=HOSTILE, source=HOSTILE))
    assert [text for text in ET.fromstring(svg).itertext() if text == clean(HOSTILE)]
    assert "<script" not in svg


@pytest.mark.parametrize(
    "chart",
    [ladder(), bars(), bars(has_votes=True), ten_bars(), stacks(), diverging(), units(), links(),
     matrix(5, 5, has_votes=True), world_map()],
    ids=lambda chart: type(chart).__name__,
)  # fmt: skip
def test_labels_have_the_size_wanted_where_there_is_room(chart):
    sizes = {int(node.get("font-size")) for node in of_class(live(chart), "rc-label")}
    assert min(sizes) >= (36 if chart == ladder() else LABEL_SIZES[0])


@pytest.mark.parametrize("chart", [ladder(), columns()], ids=["ladder", "columns"])
def test_names_stand_whole_on_a_narrow_sheet_too(chart):
    canvas = Canvas(width=1040, height=560, language="fr", step=0)
    said = "".join(ET.fromstring(str(group(draw(chart, canvas)))).itertext()).replace(NBSP, " ")
    for column in chart.columns:
        for name in column.names:
            assert "".join(name.label.split()) in "".join(said.split())
            assert name.note in said


# ---- figures


FIGURES = {
    "ladder": lambda table: Counter(Counter(row[1] for row in table.rows).values()) + Counter([0]),
    "columns": lambda table: Counter(Counter(row[1] for row in table.rows).values()),
    "matrix": lambda table: Counter(
        sum(row[place] == "oui" for row in table.rows) for place in range(1, len(table.columns))
    ),
}
"""Figures that are counted in the table rather than read from it: names of a column, « yes » of one."""


@every_chart
def test_the_figures_drawn_are_those_of_the_table(name):
    chart = CHARTS[name]
    table = chart.table("x")
    said = [text for text in written(drawn(name), "rc-figure") if text]
    if type(chart).__name__ in {"Facts", "WorldMap"}:
        cells = {str(cell) for row in table.rows for cell in row}
        cells |= {value for _, value in getattr(chart, "panel", ())}
        assert set(said) <= cells
        return
    counted = FIGURES.get(name.split("_")[0])
    numbers = [cell for row in table.rows for cell in row if isinstance(cell, int)]
    expected = counted(table) if counted else Counter(numbers)
    if name == "stacks":
        expected = Counter(number for number in numbers if number)
    assert Counter(map(number_of, said)) == expected


def test_a_square_is_drawn_for_each_thing_up_to_sixty():
    for chart in (units(), grouped_units()):
        assert len(of_class(live(chart), "rc-square")) == chart.total <= MOST_SQUARES
    for chart in (units(16, 39, 81, 14, 3, 12), grouped_units(4)):
        assert chart.total > MOST_SQUARES
        assert of_class(live(chart), "rc-square") == []


def test_facts_are_written_as_they_are():
    svg = live(facts())
    assert written(svg, "rc-figure") == [value for _, value, _ in facts().facts]


def test_a_span_says_what_is_known_of_its_years():
    said = written(live(timeline()), "rc-label")
    assert {"2018–2023", "depuis 2021", "jusqu’en 2020", "date inconnue"} <= set(said)


# ---- what is not known


def test_the_unknown_is_dotted_and_never_solid():
    chart = bars()
    unknown = [bar.value for bar in chart.bars if bar.tone == "unknown"]
    root = ET.fromstring(live(chart))
    dotted = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == "url(#rc-unknown)"]
    solid = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == STAGE.documented]
    assert len(dotted) == 1 + len(unknown), "one in the chart, one before the sentence under it"
    assert len(solid) == sum(bar.value > 0 for bar in chart.bars) - len(unknown)


def test_unknown_squares_are_dotted():
    squares = of_class(live(units(1, 1, 1, 1, 1, 3)), "rc-square")
    assert [node.get("fill") for node in squares[-3:]] == ["url(#rc-unknown)"] * 3
    assert {node.get("fill") for node in squares[:-3]} == {STAGE.documented}


@every_chart
def test_less_than_half_known_is_said_before_the_chart(name):
    low = written(live(CHARTS[name], is_low=True), "rc-label")
    assert low[:2] == [f"Ce que nous ne savons pas{NBSP}: 7", f"Ce que nous savons{NBSP}: 3"]
    assert low[1] not in written(drawn(name), "rc-label")


def test_a_long_sentence_about_the_unknown_takes_room_from_the_chart():
    scene = scene_of(bars())
    longer = replace(scene, unknown="Pour des projets que nous ne connaissons pas, rien. " * 3)
    heights = [foot_of_axis(slide(each, FRAME)) for each in (scene, longer)]
    assert heights[1] < heights[0]
    assert "…" not in "".join(ET.fromstring(slide(longer, FRAME)).itertext())


def foot_of_axis(svg):
    lines = ET.fromstring(svg).iter(f"{SVG}line")
    return max(float(line.get("y2")) for line in lines if line.get("x1") == line.get("x2"))


# ---- votes


@pytest.mark.parametrize(
    "chart", [bars(has_votes=True), matrix(has_votes=True)], ids=["bars", "matrix"]
)
def test_the_page_finds_where_votes_are_drawn(chart):
    keys = (
        [bar.key for bar in chart.bars if bar.tone != "unknown"]
        if hasattr(chart, "bars")
        else [key for key, _ in chart.columns]
    )
    votes = of_class(live(chart), "rc-vote")
    assert [vote.get("data-key") for vote in votes] == keys
    for vote in votes:
        [bar] = [node for node in vote if node.get("class") == "rc-vote-bar"]
        [figure] = [node for node in vote if "rc-vote-figure" in node.get("class")]
        assert bar.get("width") == "0"
        share = 0.5 if "translateX(-50%)" in bar.get("style", "") else 1
        assert float(bar.get("x")) + float(vote.get("data-width")) * share <= 1744
        assert not figure.text


def test_paper_has_no_room_for_votes():
    for name in ("bars_votes", "matrix_small"):
        assert "rc-vote" not in drawn(name, 0)
        assert "La salle" in drawn(name)
        assert "La salle" not in drawn(name, 0)


# ---- maps


def test_the_land_is_in_a_live_map_by_reference_only():
    svg = drawn("world_map")
    assert svg.count('href="#rc-land"') == 1
    assert len(svg) < 40_000
    assert 'id="rc-land"' in str(land_symbol())
    assert len(str(land_symbol())) <= LARGEST_LAND


def test_a_live_map_has_a_camera_and_its_points_for_every_step():
    svg = drawn("world_map")
    [camera] = of_class(svg, "rc-camera")
    looks = json.loads(camera.get("data-cameras"))
    steps = of_class(svg, "rc-step")
    assert len(looks) == len(steps) == len(world_map().steps)
    assert camera.get("style") == f"transform: {looks[0]}"
    assert [node.get("data-step") for node in steps] == [str(place) for place in range(len(steps))]
    assert ["rc-hidden" in node.get("class").split() for node in steps] == [False, True, True, True]


def test_the_land_moves_to_where_the_points_are():
    """The transform of a camera and the points of its step put a city in one place."""
    chart = world_map()
    svg = drawn("world_map")
    [camera] = of_class(svg, "rc-camera")
    for look, step, node in zip(
        json.loads(camera.get("data-cameras")), chart.steps, of_class(svg, "rc-step"), strict=True
    ):
        left, top, across, up = map(float, re.findall(r"-?[\d.]+", look))
        [hue] = [place for place in chart.places if place.key == "Hué"]
        x, y = left + hue.longitude * UNITS * across, top - hue.latitude * UNITS * up
        dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in node.iter(f"{SVG}circle")]
        is_seen = step.camera.west <= hue.longitude <= step.camera.east
        assert any(abs(x - cx) < 1 and abs(y - cy) < 1 for cx, cy in dots) == is_seen


def test_a_camera_shows_all_it_says_in_true_proportions():
    camera = Camera(west=96.0, south=7.0, east=112.0, north=22.0)
    view = view_of(camera, 1200, 600)
    for longitude, latitude in ((96.0, 7.0), (112.0, 22.0)):
        x, y = view.place(longitude, latitude)
        assert -0.01 <= x <= 1200.01
        assert -0.01 <= y <= 600.01
    assert view.across / view.up == pytest.approx(0.967, abs=0.002), (
        "width of a degree near 14.5° N"
    )


def test_paper_holds_the_land_it_shows_and_one_step():
    svg = drawn("world_map", 1)
    assert len(of_class(svg, "rc-step")) == 1
    [land] = [
        node for node in ET.fromstring(svg).iter(f"{SVG}path") if node.get("fill") == STAGE.land
    ]
    spots = [float(x) for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", land.get("d"))]
    assert min(spots) > -20
    assert max(spots) < 1744 + 20


def test_land_is_cut_at_the_edge_of_the_view():
    view = view_of(Camera(west=0.0, south=20.0, east=10.0, north=25.0), 800, 400)
    assert land_path(view, 800, 400).count("L") == 3, "in the middle of the Sahara: a rectangle"


def test_points_tell_who_is_lit_and_who_is_meant():
    chart = world_map()
    [_, _, lit, _] = of_class(drawn("world_map"), "rc-step")
    dots = list(lit.iter(f"{SVG}circle"))
    assert {float(dot.get("r")) + float(dot.get("stroke-width")) / 2 for dot in dots} <= {
        14.5,
        13.0,
    }
    fills = Counter(dot.get("fill") for dot in dots)
    assert fills[STAGE.marker] == len(chart.steps[2].lit)
    assert fills[STAGE.land] == sum(not place.is_filled for place in chart.places)


def test_names_cover_neither_points_nor_each_other():
    points = {str(place): (400 + place % 4 * 30.0, 300 + place // 4 * 30.0) for place in range(12)}
    sheet = Sheet(frame=(0, 0, 1200, 600), points=points, radius=13, blocked=((0, 0, 400, 80),))
    names, size, left = placed_names({key: f"Ville {key}" for key in points}, sheet)
    assert (len(names), left) == (12, [])
    boxes = [(name.x, name.y - size * 0.7, name.x + size * 2.5, name.y) for name in names]
    boxes += [(x - 13, y - 13, x + 13, y + 13) for x, y in points.values()]
    for place, first in enumerate(boxes[:12]):
        for second in boxes[place + 1 :]:
            assert (
                first[0] >= second[2]
                or second[0] >= first[2]
                or first[1] >= second[3]
                or second[1] >= first[3]
            )


DATASET = shipped_dataset()


@pytest.mark.parametrize("programme", DATASET.programmes.values(), ids=DATASET.programmes)
@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_city_that_is_to_be_named_finds_room_for_its_name(programme, language, extent):
    stage = Stage(dataset=DATASET, programme=programme, today=date(2026, 11, 25))
    for slot in slots_of(stage):
        scene, asked = stage_scene(stage, slot, language, extent)
        if not isinstance(scene.chart, WorldMap):
            continue
        label = {place.key: clean(place.label) for place in scene.chart.places}
        steps = of_class(slide(scene, frame_of(stage, scene, asked, slot)), "rc-step")
        for step, node in zip(scene.chart.steps, steps, strict=True):
            said = {"".join(text.itertext()) for text in node.iter(f"{SVG}text")}
            seen = {
                place.key
                for place in scene.chart.places
                if step.camera.west <= place.longitude <= step.camera.east
                and step.camera.south <= place.latitude <= step.camera.north
            }
            assert {label[key] for key in step.named & seen} <= said, slot.definition.scene_id


# ---- letters


def test_a_label_is_wrapped_before_it_is_smaller_and_smaller_before_it_is_cut():
    name = "Communauté urbaine de Dakar"
    assert label_size([name], 700) == 44
    assert block(name, 700, 44).lines == (name,)
    assert label_size([name], 340) == 44
    assert len(block(name, 340, 44).lines) == 2
    assert label_size([name], 230) in LABEL_SIZES[1:]
    assert label_size([name], 90) == LABEL_SIZES[-1]
    assert not fits(name, 90, LABEL_SIZES[-1])
    assert block(name, 90, LABEL_SIZES[-1]).lines[-1].endswith("…")


def test_a_title_is_broken_at_a_comma_and_not_beside_a_number():
    title = "Un partenariat dans 9 villes sur 10, des données ouvertes dans 2"
    assert block(title, 1744, 64, weight=600).lines == (
        "Un partenariat dans 9 villes sur 10,",
        "des données ouvertes dans 2",
    )


def test_labels_of_a_chart_have_one_size():
    chart = replace(stacks(), rows=(replace(stacks().rows[0], label="x " * 60), *stacks().rows[1:]))
    labels = [
        node for node in of_class(live(chart), "rc-label") if "rc-figure" not in node.get("class")
    ]
    assert len({node.get("font-size") for node in labels}) == 1


# ---- colours


@pytest.mark.parametrize("palette", [STAGE, STAGE_DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sea", "land"])
@pytest.mark.parametrize("ink", ["ink", "muted"])
def test_words_of_the_stage_are_read_on_every_ground(palette, ground, ink):
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 7


@pytest.mark.parametrize("palette", [STAGE, STAGE_DARK], ids=["light", "dark"])
def test_what_is_written_on_a_colour_is_read(palette):
    assert contrast(palette.accent, palette.paper) >= 7
    assert contrast(palette.on_accent, palette.accent) >= 7
    assert contrast(palette.surface, palette.accent) >= 7, (
        "« on_accent » of the light ground is its « surface »"
    )
    assert contrast(palette.paper, palette.documented) >= 7


def test_both_grounds_of_the_stage_name_the_same_colours():
    assert [field.name for field in fields(STAGE)] == [field.name for field in fields(STAGE_DARK)]
    assert contrast(STAGE_DARK.paper, STAGE.paper) > 10
