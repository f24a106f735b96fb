"""Same-size points on the land, step by step; names stand where they cover nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence

from components.markup import Element, Node
from components.pictures.svg import element, fitting_size, group, line, moved, rect, text_width
from components.stage.charts import MapStep, Place, WorldMap
from components.stage.draw.canvas import Canvas
from components.stage.draw.land import View, land_path, view_of
from components.stage.draw.letters import MINOR_SIZES, block, drawn, label, label_size
from components.stage.draw.map_names import WEIGHT, Box, PlacedName, Sheet, placed_names
from components.theme import STAGE

RADIUS = 13.0
COAST = 1.5
_PANEL, _PANEL_GAP = 400.0, 64.0
_CAUTION_SIZES = (26, 24)
_CAUTION_GAP = 14.0
_TITLE = 44
_INSET = 36.0
"""Room around the camera, so that no point stands on the edge."""

_PLATE = 76.0
_HIDDEN = {"class": "rc-step rc-hidden"}
_SHOWN = {"class": "rc-step"}


def draw_map(chart: WorldMap, canvas: Canvas) -> Node:
    """The step asked for, whole in itself; or every step, with one land that the page moves.

    In the live drawing ``data-cameras`` of the group ``rc-camera`` is a JSON list with the CSS transform
    of each step; the group ``rc-step`` of each step but the first is hidden by the class ``rc-hidden``.
    """
    wide = canvas.width - (_PANEL + _PANEL_GAP if chart.panel else 0)
    size = fitting_size(chart.caution, canvas.width, *_CAUTION_SIZES)
    caution = block(chart.caution, canvas.width, size)
    high = canvas.height - _CAUTION_GAP - caution.height
    views = [_view(step, wide, high) for step in chart.steps]
    if not views:
        return None
    if canvas.step is None:
        places = range(len(views))
        land: Node = _moving_land(views)
    else:
        shown = min(max(canvas.step, 0), len(views) - 1)
        places = range(shown, shown + 1)
        land = element(
            "path",
            d=land_path(views[shown], wide, high),
            fill=STAGE.land,
            stroke=STAGE.line,
            stroke_width=COAST,
            stroke_linejoin="round",
        )
    return [
        element("svg", x=0, y=0, width=wide, height=high, overflow="hidden")[
            rect(0, 0, wide, high, fill=STAGE.sea),
            land,
            [
                element("g", data_step=place, **(_HIDDEN if place != places[0] else _SHOWN))[
                    _step(chart, chart.steps[place], views[place], (wide, high))
                ]
                for place in places
            ],
        ],
        drawn(
            caution,
            0,
            high + _CAUTION_GAP + 0.74 * size - 4,
            fill=STAGE.muted,
            kind="rc-caution",
        ),
        moved(wide + _PANEL_GAP, 0, _panel(chart, high)) if chart.panel else None,
    ]


def _view(step: MapStep, width: float, height: float) -> View:
    view = view_of(step.camera, width - 2 * _INSET, height - 2 * _INSET)
    return View(left=view.left + _INSET, top=view.top + _INSET, across=view.across, up=view.up)


def _moving_land(views: Sequence[View]) -> Element:
    transforms = [view.transform for view in views]
    return element(
        "g",
        fill=STAGE.land,
        stroke=STAGE.line,
        stroke_width=COAST,
        style=f"transform: {transforms[0]}",
        data_cameras=json.dumps(transforms),
        **{"class": "rc-camera"},
    )[element("use", href="#rc-land")]


def _step(chart: WorldMap, step: MapStep, view: View, size: tuple[float, float]) -> list[Node]:
    wide, high = size
    spots = {
        place.key: spot
        for place in chart.places
        if _is_inside(spot := view.place(place.longitude, place.latitude), wide, high)
    }
    shown = [place for place in chart.places if place.key in spots]
    plate = _plate(step, spots, wide, high)
    names, letters, _ = placed_names(
        {place.key: place.label for place in shown if place.key in step.named},
        Sheet(
            frame=(12, 8, wide - 12, high - 8),
            points=spots,
            radius=RADIUS,
            blocked=(plate,) if plate else (),
        ),
    )
    # Pale points first: those that are lit lie on them.
    ordered = sorted(shown, key=lambda place: place.key in step.lit)
    return [
        [_leader(name) for name in names],
        [_point(place, spots[place.key], is_lit=place.key in step.lit) for place in ordered],
        [_name(name, letters) for name in names],
        _title(step, plate) if plate else None,
    ]


def _is_inside(spot: tuple[float, float], width: float, height: float) -> bool:
    return 0 <= spot[0] <= width and 0 <= spot[1] <= height


def _plate(
    step: MapStep, spots: dict[str, tuple[float, float]], width: float, height: float
) -> Box | None:
    """The corner for the title where it covers the fewest points."""
    if not step.title:
        return None
    wide = min(text_width(step.title, _TITLE, WEIGHT) + 48, width * 0.7)
    corners = [
        (left, top, left + wide, top + _PLATE)
        for top in (0.0, height - _PLATE)
        for left in (0.0, width - wide)
    ]

    def covered(box: Box) -> int:
        return sum(
            box[0] - 30 < x < box[2] + 30 and box[1] - 30 < y < box[3] + 30
            for x, y in spots.values()
        )

    return min(corners, key=covered)


def _title(step: MapStep, plate: Box) -> Node:
    wide = plate[2] - plate[0]
    size = fitting_size(step.title, wide - 40, _TITLE, 40, 36, 32, weight=WEIGHT)
    return [
        rect(plate[0], plate[1], wide, plate[3] - plate[1], fill=STAGE.paper),
        label(step.title, plate[0] + 24, plate[1] + 53, size=size, weight=WEIGHT, width=wide - 40),
    ]


def _leader(name: PlacedName) -> Node:
    if name.leader is None:
        return None
    (x, y), (end_x, end_y) = name.leader
    return line(x, y, end_x, end_y, stroke=STAGE.muted, stroke_width=2.5)


def _point(place: Place, spot: tuple[float, float], *, is_lit: bool) -> Node:
    """One size for all; unlit is pale, a ring is not what the map is about."""
    colour = STAGE.marker if is_lit else STAGE.line
    if place.is_filled:
        return element(
            "circle",
            cx=spot[0],
            cy=spot[1],
            r=RADIUS,
            fill=colour,
            stroke=STAGE.land,
            stroke_width=3,
        )
    return element(
        "circle",
        cx=spot[0],
        cy=spot[1],
        r=RADIUS - 2.5,
        fill=STAGE.land,
        stroke=colour,
        stroke_width=5,
    )


def _name(name: PlacedName, size: int) -> Node:
    return label(
        name.label,
        name.x,
        name.y,
        size=size,
        weight=WEIGHT,
        stroke=STAGE.land,
        stroke_width=8,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def _panel(chart: WorldMap, height: float) -> Element:
    """Figures beside the map, each under its words."""
    high = min(160.0, height / len(chart.panel))
    value_size = 56 if high >= 140 else 44
    most = 2 if high >= 140 else 1
    size = label_size([words for words, _ in chart.panel], _PANEL, sizes=MINOR_SIZES, most=most)
    lines = [block(words, _PANEL, size, most=most) for words, _ in chart.panel]
    return group(
        *(
            [
                line(0, high * place + 1, _PANEL, high * place + 1) if place else None,
                drawn(
                    held,
                    0,
                    high * place + 14 + 0.74 * size,
                    fill=STAGE.muted,
                    kind="rc-minor",
                ),
                label(
                    value,
                    0,
                    high * place + 14 + held.height + 10 + value_size * 0.74,
                    size=fitting_size(value, _PANEL, value_size, 48, 44, 40, 36, 32, weight=600),
                    weight=600,
                    width=_PANEL,
                    **{"class": "rc-label rc-figure"},
                ),
            ]
            for place, ((_, value), held) in enumerate(zip(chart.panel, lines, strict=True))
        )
    )
