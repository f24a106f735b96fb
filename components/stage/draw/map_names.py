"""Where the names of a map stand: beside their points, or further off at the end of a line.

No name covers a point, another name, a line or what else is written on the map. Names keep one size;
it becomes smaller only if some of them find no place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.pictures.svg import clean, cut, text_width
from components.stage.draw.letters import LABEL_SIZES

Place = tuple[float, float]
Box = tuple[float, float, float, float]
Segment = tuple[Place, Place]

WEIGHT = 600
_AIR = 8.0
_DIRECTIONS = 32
_RINGS = (46.0, 78.0, 112.0, 150.0, 192.0, 240.0, 294.0, 354.0, 420.0, 500.0)
_FAR = 1200.0
_TALLEST, _DEEPEST = 0.76, 0.22
_STANDING_OFF = 20.0
"""Cost of a name at the end of a line, and more the longer it is; beside its point it costs less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedName:
    """A name on its baseline; ``leader`` goes from its point to it where it stands off."""

    key: str
    label: str
    x: float
    y: float
    leader: Segment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a map already holds.

    Attributes:
        frame: Names stay inside.
        points: Every point drawn, by key.
        radius: Of the points.
        blocked: Boxes that are written on.
    """

    frame: Box
    points: Mapping[str, Place]
    radius: float
    blocked: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    x: float
    y: float
    box: Box
    leader: Segment | None
    cost: float


def placed_names(
    labels: Mapping[str, str], sheet: Sheet, *, most_width: float = 560.0
) -> tuple[list[PlacedName], int, list[str]]:
    """Names where there is room for them.

    Args:
        labels: Name of each point that is to be named, by key.
        most_width: A longer name ends with « … ».

    Returns:
        The names, their size, and the keys that found no place even at the smallest size.
    """
    best: tuple[list[PlacedName], int, list[str]] = ([], LABEL_SIZES[-1], list(labels))
    shown = {key: clean(label) for key, label in labels.items()}
    for size in LABEL_SIZES:
        cuts = {key: cut(label, most_width, size, WEIGHT) for key, label in shown.items()}
        tries = {key: _Places(key, label, size, sheet) for key, label in cuts.items()}
        found: list[PlacedName] | None = None
        least = math.inf
        for order in _orders(cuts, sheet):
            names, cost = _placed(order, cuts, tries)
            if len(names) == len(cuts) and cost < least:
                found, least = names, cost
                if cost < _STANDING_OFF:
                    break
            elif found is None and len(names) > len(best[0]):
                done = {name.key for name in names}
                best = (names, size, [key for key in labels if key not in done])
        if found is not None:
            return found, size, []
    return best


def _orders(labels: Mapping[str, str], sheet: Sheet) -> Iterator[list[str]]:
    """Orders in which names choose their place, the most promising first."""
    points = sheet.points
    middle_x = sum(points[key][0] for key in labels) / max(1, len(labels))
    middle_y = sum(points[key][1] for key in labels) / max(1, len(labels))

    def crowd(key: str) -> float:
        return sum(math.dist(points[key], other) < 150 for other in points.values())

    keys: Sequence[Callable[[str], tuple[float, ...]]] = (
        lambda key: (-crowd(key), points[key][1]),
        lambda key: (points[key][1],),
        lambda key: (-points[key][1],),
        lambda key: (-math.dist(points[key], (middle_x, middle_y)),),
        lambda key: (points[key][0],),
        lambda key: (-points[key][0],),
        lambda key: (-text_width(labels[key], 1, WEIGHT),),
    )
    for order in keys:
        yield sorted(labels, key=order)


def _placed(
    order: Sequence[str], labels: Mapping[str, str], tries: Mapping[str, Iterable[_Try]]
) -> tuple[list[PlacedName], float]:
    """Each name in the first place that those before it have left."""
    words, leaders = list[Box](), list[Segment]()
    names: list[PlacedName] = []
    cost = 0.0
    for key in order:
        found = next((tried for tried in tries[key] if _is_free(tried, words, leaders)), None)
        if found is None:
            continue
        words.append(found.box)
        if found.leader:
            leaders.append(found.leader)
        cost += found.cost
        names.append(
            PlacedName(key=key, label=labels[key], x=found.x, y=found.y, leader=found.leader)
        )
    return names, cost


class _Places:
    """Places of a name that cover neither a point nor what else is written, the best first.

    Looked for as they are asked for, and kept: several orders ask for the same ones.
    """

    def __init__(self, key: str, label: str, size: int, sheet: Sheet) -> None:
        own, pad = sheet.points[key], sheet.radius + 4
        near = [spot for spot in sheet.points.values() if math.dist(spot, own) < _FAR]
        self._frame = sheet.frame
        self._blocked = [
            *sheet.blocked,
            *((x - pad, y - pad, x + pad, y + pad) for x, y in near),
        ]
        # A line may leave a crowd of points; it runs over none that stands apart from its own.
        self._apart = [
            *sheet.blocked,
            *(
                (x - 3, y - 3, x + 3, y + 3)
                for x, y in near
                if math.dist((x, y), own) > 2.5 * sheet.radius
            ),
        ]
        self._known: list[_Try] = []
        self._left = _tries(own, label, size, sheet.radius)

    def __iter__(self) -> Iterator[_Try]:
        yield from self._known
        for tried in self._left:
            if self._is_possible(tried):
                self._known.append(tried)
                yield tried

    def _is_possible(self, tried: _Try) -> bool:
        left, top, right, bottom = tried.box
        frame = self._frame
        if left < frame[0] or top < frame[1] or right > frame[2] or bottom > frame[3]:
            return False
        if any(_overlap(tried.box, other) for other in self._blocked):
            return False
        return tried.leader is None or not any(
            _crosses(tried.leader, other) for other in self._apart
        )


def _tries(own: Place, label: str, size: int, radius: float) -> Iterator[_Try]:
    """Places of a name, the best first: right, left, above, below, corners, then at a distance."""
    x, y = own
    wide = text_width(label, size, WEIGHT)
    gap = radius + 14
    high = size * 0.66
    near = (
        (x + gap, y + high / 2),
        (x - gap - wide, y + high / 2),
        (x - wide / 2, y - gap - size * 0.1),
        (x - wide / 2, y + gap + high),
        (x + gap * 0.8, y - gap * 0.6),
        (x + gap * 0.8, y + gap * 0.6 + high),
        (x - gap * 0.8 - wide, y - gap * 0.6),
        (x - gap * 0.8 - wide, y + gap * 0.6 + high),
    )
    for place, (left, base) in enumerate(near):
        yield _Try(x=left, y=base, box=_box(left, base, wide, size), leader=None, cost=place)
    for reach in _RINGS:
        for place in sorted(range(_DIRECTIONS), key=_is_steep):
            angle = 2 * math.pi * place / _DIRECTIONS
            end = (x + reach * math.cos(angle), y + reach * math.sin(angle))
            start = (x + radius * math.cos(angle), y + radius * math.sin(angle))
            left, base = _beside(end, angle, wide, size)
            yield _Try(
                x=left,
                y=base,
                box=_box(left, base, wide, size),
                leader=(start, end),
                cost=_STANDING_OFF + reach,
            )


def _is_steep(place: int) -> float:
    """Level lines first: they read best."""
    return abs(math.sin(2 * math.pi * place / _DIRECTIONS))


def _beside(end: Place, angle: float, wide: float, size: int) -> Place:
    """Corner of a name that a line reaches from an angle."""
    x, y = end
    cosine, sine = math.cos(angle), math.sin(angle)
    if abs(cosine) < 0.3:
        return x - wide / 2, y - size * 0.16 if sine < 0 else y + size * 0.78
    left = x + 8 if cosine > 0 else x - 8 - wide
    return left, y + size * 0.33


def _box(x: float, y: float, wide: float, size: int) -> Box:
    return x - _AIR, y - size * _TALLEST, x + wide + _AIR, y + size * _DEEPEST


def _is_free(tried: _Try, words: Sequence[Box], leaders: Sequence[Segment]) -> bool:
    """Whether a place is clear of the names and lines there are."""
    if any(_overlap(tried.box, other) for other in words):
        return False
    if any(_crosses(leader, tried.box) for leader in leaders):
        return False
    return tried.leader is None or not (
        any(_crosses(tried.leader, other) for other in words)
        or any(_meet(tried.leader, other) for other in leaders)
    )


def _overlap(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _crosses(segment: Segment, box: Box) -> bool:
    """Whether a segment touches a box (Liang and Barsky 1984)."""
    (x, y), (end_x, end_y) = segment
    if max(x, end_x) < box[0] or min(x, end_x) > box[2]:
        return False
    low, high = 0.0, 1.0
    for start, step, least, most in (
        (x, end_x - x, box[0], box[2]),
        (y, end_y - y, box[1], box[3]),
    ):
        if abs(step) < 1e-9:
            if start < least or start > most:
                return False
            continue
        first, second = sorted(((least - start) / step, (most - start) / step))
        low, high = max(low, first), min(high, second)
        if low > high:
            return False
    return True


def _meet(first: Segment, second: Segment) -> bool:
    """Whether two segments cross."""
    a, b = first
    c, d = second
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(start: Place, end: Place, spot: Place) -> bool:
    turn = (end[0] - start[0]) * (spot[1] - start[1]) - (end[1] - start[1]) * (spot[0] - start[0])
    return turn > 0
