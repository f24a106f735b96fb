"""Maps as native shapes: the coast as one outline, a point of one size for each place, names apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.stage.charts import MapStep, Place, WorldMap
from components.stage.powerpoint.coast import Projection, land_in, projection_of
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import filled
from components.stage.powerpoint.shapes import dot, hairline, square
from components.stage.powerpoint.text import (
    Words,
    decorate,
    describe,
    height_of,
    put,
    width_of,
)
from components.stage.powerpoint.theme import EMU, FLOOR, LEADING, Box

DOT, PALE_DOT = 12.0, 8.0
"""Points across a place that is lit, and one that is not."""

NAMES = 20
_SMALLEST_NAMES = 16
_CAUTION = FLOOR
_PANEL = 0.28
_AIR = 3.0
_REACHES = (26.0, 44.0, 66.0, 92.0, 124.0, 160.0)
_SLOPES = (0.0, 0.45, -0.45, 1.0, -1.0, 2.0, -2.0)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in its place; ``leader``: the point it is tied to by a line, if it stands apart."""

    place: Place
    box: Box
    leader: tuple[float, float] | None


def draw_world(canvas: Canvas, chart: WorldMap) -> None:
    """The still step of a map: coast, places, names that cover neither a point nor each other."""
    step = chart.steps[chart.still]
    whole, caution = canvas.box, Words(text=chart.caution, size=_CAUTION, role="muted")
    foot = height_of([caution], whole.width)
    at = replace(whole, height=whole.height - foot - 4)
    beside: Box | None = None
    if chart.panel:
        at, beside = at.cut_left(at.width * (1 - _PANEL), gap=20)
    view = projection_of(step.camera, at)
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    filled(square(group.shapes, at), "sea")
    _land(group.shapes, view, at)
    spots = {
        item.key: spot
        for item in chart.places
        if _is_inside(spot := view.place(item.longitude, item.latitude), at)
    }
    shown = [item for item in chart.places if item.key in spots]
    size, names, unnamed = _names(shown, spots, step, at)
    for name in names:
        if name.leader:
            end = name.box.x - 2 if name.box.x > name.leader[0] else name.box.right + 2
            hairline(
                group.shapes, *name.leader, end, name.box.y + name.box.height / 2, role="muted"
            )
    for item in sorted(shown, key=lambda item: item.key in step.lit):
        lit = item.key in step.lit
        mark = dot(group.shapes, *spots[item.key], DOT if lit else PALE_DOT)
        filled(
            mark,
            ("marker" if item.is_filled else "paper") if lit else "coast",
            edge="marker_edge" if item.is_filled or not lit else "marker",
            weight=2 if lit and not item.is_filled else 1,
        )
    for name in names:
        put(
            group.shapes,
            name.box,
            [Words(text=name.place.label, size=size, bold=True)],
            canvas.language,
            fits=False,
        ).text_frame.word_wrap = False
    if step.title:
        _title(group.shapes, canvas, step, at)
    left = ", ".join(item.label for item in unnamed)
    told = replace(caution, text=f"{left} · {chart.caution}") if left else caution
    under = Box(whole.x, whole.bottom - foot, whole.width, foot)
    put(group.shapes, under, [told], canvas.language)
    if beside is not None:
        _panel(group.shapes, canvas, chart.panel, beside)


def _land(shapes: object, view: Projection, at: Box) -> None:
    """One freeform for all the land in the picture, without borders."""
    rings = land_in(view, at)
    if not rings:
        return
    corners = [[(round(x * EMU), round(y * EMU)) for x, y in ring] for ring in rings]
    builder = shapes.build_freeform(*corners[0][0])  # type: ignore[attr-defined]
    for number, ring in enumerate(corners):
        if number:
            builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    land = builder.convert_to_shape()
    decorate(land)
    filled(land, "land", edge="coast", weight=0.75)


def _title(shapes: object, canvas: Canvas, step: MapStep, at: Box) -> None:
    """What the step shows, on a ground of its own in the corner of the map."""
    width = min(width_of(step.title, NAMES, bold=True) + 20, at.width)
    ground = Box(at.x, at.y, width, NAMES * LEADING + 10)
    filled(square(shapes, ground), "paper")
    words = [Words(text=step.title, size=NAMES, bold=True)]
    put(shapes, Box(at.x, at.y, width - 8, ground.height), words, canvas.language, anchor="middle")


def _panel(shapes: object, canvas: Canvas, lines: Sequence[tuple[str, str]], beside: Box) -> None:
    """Figures of the map beside it: a value with its label."""
    words = []
    for place, (label, value) in enumerate(lines):
        words.append(Words(text=label, size=18, role="muted", before=12 if place else 0, keep=16))
        words.append(Words(text=value, size=28, bold=True, keep=18))
    least = [replace(item, size=item.keep, before=item.before / 2) for item in words]
    if height_of(least, beside.width) > beside.height:
        words = [
            Words(text=value, lead=label, size=20, bold=True, before=8) for label, value in lines
        ]
    put(shapes, beside, words, canvas.language)


def _is_inside(spot: tuple[float, float], at: Box) -> bool:
    margin = DOT / 2
    return (
        at.x + margin <= spot[0] <= at.right - margin
        and at.y + margin <= spot[1] <= at.bottom - margin
    )


def _names(
    shown: Sequence[Place], spots: dict[str, tuple[float, float]], step: MapStep, at: Box
) -> tuple[int, list[Named], list[Place]]:
    """Size of the names, the names in place, and the places left without one at the smallest size."""
    asked = [item for item in shown if item.key in step.named]
    size, best, left = _SMALLEST_NAMES, list[Named](), list(asked)
    for size in range(NAMES, _SMALLEST_NAMES - 1, -1):
        best, left = place_names(asked, spots, size, at, top=_corner(step, at))
        if not left:
            break
    return size, best, left


def _corner(step: MapStep, at: Box) -> Box | None:
    if not step.title:
        return None
    return Box(at.x, at.y, width_of(step.title, NAMES, bold=True) + 20, NAMES * LEADING + 10)


def place_names(
    asked: Sequence[Place],
    spots: dict[str, tuple[float, float]],
    size: float,
    at: Box,
    *,
    top: Box | None = None,
) -> tuple[list[Named], list[Place]]:
    """Names where they cover neither a point nor each other; and the places that found no room.

    Args:
        spots: Point of every place drawn, by key.
        top: Corner that is taken already.
    """
    half = DOT / 2 + 1
    taken = [Box(x - half, y - half, 2 * half, 2 * half) for x, y in spots.values()]
    if top is not None:
        taken.append(top)
    frame = at.inside(4)
    named: list[Named] = []
    left: list[Place] = []

    def crowd(item: Place) -> int:
        x, y = spots[item.key]
        return -sum(abs(x - a) < 70 and abs(y - b) < 30 for a, b in spots.values())

    for item in sorted(asked, key=crowd):
        spot = spots[item.key]
        width = width_of(item.label, size, bold=True) + 2
        for box, is_far in _candidates(spot, width, size * LEADING):
            if _is_within(box, frame) and not any(_touch(box, other) for other in taken):
                named.append(Named(item, box, spot if is_far else None))
                taken.append(box)
                break
        else:
            left.append(item)
    return named, [item for item in asked if item in left]


def _candidates(spot: tuple[float, float], width: float, height: float) -> list[tuple[Box, bool]]:
    """Boxes for a name, the nearest first; whether a line must tie it to its point."""
    x, y = spot
    gap = DOT / 2 + 3
    near = [
        (x + gap, y - height / 2),
        (x - gap - width, y - height / 2),
        (x - width / 2, y - gap - height),
        (x - width / 2, y + gap),
        (x + gap * 0.7, y - gap - height * 0.8),
        (x + gap * 0.7, y + gap - height * 0.2),
        (x - gap * 0.7 - width, y - gap - height * 0.8),
        (x - gap * 0.7 - width, y + gap - height * 0.2),
    ]
    far = []
    for reach in _REACHES:
        for slope in _SLOPES:
            rise = reach * slope if abs(slope) <= 1 else reach * slope / 2
            far.append((x + reach, y + rise - height / 2))
            far.append((x - reach - width, y + rise - height / 2))
    return [
        *((Box(left, up, width, height), False) for left, up in near),
        *((Box(left, up, width, height), True) for left, up in far),
    ]


def _is_within(box: Box, frame: Box) -> bool:
    return (
        box.x >= frame.x
        and box.y >= frame.y
        and box.right <= frame.right
        and box.bottom <= frame.bottom
    )


def _touch(first: Box, second: Box) -> bool:
    return (
        first.x < second.right + _AIR
        and second.x < first.right + _AIR
        and first.y < second.bottom
        and second.y < first.bottom
    )
