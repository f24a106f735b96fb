"""Names one under the other, where they are too few for a chart."""

from __future__ import annotations

import math
from dataclasses import dataclass

from components.markup import Node
from components.pictures.svg import line, rect, text_width
from components.stage.charts import Group, Lists
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    LABEL_SIZES,
    Block,
    block,
    drawn,
    fits,
    label,
    label_size,
    minor,
)
from components.theme import STAGE

_GAP = 72.0
_PAD = 28.0
_MOST_LINES = 5
_LONG = 7
"""Items from which one list stands in two columns."""

_UNDER = 30
_LEAST_AIR, _MOST_AIR = 22.0, 40.0
_VALUE_SHARE, _MOST_SHARE = 0.24, 0.5
"""Parts of the width from which a value rather stands under its name, and that it never passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A list, or the second half of one, with the width it has."""

    title: str
    items: tuple[tuple[str, str], ...]
    is_unknown: bool
    width: float

    @property
    def inside(self) -> float:
        """Width without the sides of the box of what is unknown."""
        return self.width - (2 * _PAD if self.is_unknown else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Size of the names, lines they may stand on, whether values stand under them or beside."""

    size: int
    most: int
    is_under: bool

    def name_width(self, part: _Part, value: str) -> float:
        """Room of a name: beside a value, what it leaves."""
        if self.is_under or not value:
            return part.inside
        return part.inside - min(text_width(value, self.size, 600), part.inside * _MOST_SHARE) - 28

    def value_fits(self, part: _Part, value: str) -> bool:
        """Whether a value stands whole."""
        if self.is_under:
            return text_width(value, _UNDER) <= part.inside
        return text_width(value, self.size, 600) <= part.inside * _MOST_SHARE


def draw_lists(chart: Lists, canvas: Canvas) -> Node:
    """One to three lists side by side; values to the right, or under the names if they are long."""
    width, height = canvas.width, canvas.height
    parts = _parts(chart, width)
    if not parts:
        return None
    size = min(label_size([part.title], part.inside, weight=600) for part in parts)
    titles = [block(part.title, part.inside, size, weight=600) for part in parts]
    head = max((held.height for held in titles if held.lines), default=0.0) + 30
    look = _look(parts, height - head)
    air = _air(parts, height - head, look)
    x, content = 0.0, list[Node]()
    for part, held in zip(parts, titles, strict=True):
        content.append(_list(part, held, (x, head), look, air=air))
        x += part.width + _GAP
    return content


def _parts(chart: Lists, width: float) -> list[_Part]:
    groups = chart.groups
    if len(groups) == 1 and len(groups[0].items) >= _LONG:
        group, half = groups[0], math.ceil(len(groups[0].items) / 2)
        halves = (group.items[:half], group.items[half:])
        groups = tuple(
            Group(title="" if place else group.title, items=items, is_unknown=group.is_unknown)
            for place, items in enumerate(halves)
        )
    wide = (width - _GAP * (len(groups) - 1)) / max(1, len(groups))
    return [
        _Part(
            title=group.title,
            items=group.items,
            is_unknown=group.is_unknown,
            width=min(wide, 1180.0),
        )
        for group in groups
    ]


def _look(parts: list[_Part], height: float) -> _Look:
    """The largest names that stand whole in the height; else as many of their lines as it holds."""
    is_long = any(
        text_width(value, 40, 600) > part.inside * _VALUE_SHARE
        for part in parts
        for _, value in part.items
    )
    looks = [
        _Look(size=size, most=most, is_under=is_under)
        for size in LABEL_SIZES
        for is_under in ((True, False) if is_long else (False,))
        for most in range(1, _MOST_LINES + 1)
    ]
    fitting = [look for look in looks if _tallest(parts, look) <= height]
    cut_short = [look for look in fitting if look.is_under == is_long] or fitting
    last = _Look(size=LABEL_SIZES[-1], most=1, is_under=False)
    return next(
        (
            look
            for look in fitting
            if all(
                fits(name, look.name_width(part, value), look.size, most=look.most)
                and look.value_fits(part, value)
                for part in parts
                for name, value in part.items
            )
        ),
        cut_short[-1] if cut_short else last,
    )


def _tallest(parts: list[_Part], look: _Look) -> float:
    return max(
        sum(_height(part, item, look) for item in part.items)
        + (2 * _PAD if part.is_unknown else 0.0)
        for part in parts
    )


def _name(part: _Part, item: tuple[str, str], look: _Look) -> Block:
    return block(item[0], look.name_width(part, item[1]), look.size, most=look.most)


def _height(part: _Part, item: tuple[str, str], look: _Look) -> float:
    under = _UNDER * 1.25 if look.is_under and item[1] else 0.0
    return _name(part, item, look).height + under + _LEAST_AIR


def _air(parts: list[_Part], height: float, look: _Look) -> float:
    """Room between two names: what the longest list leaves over, or takes."""
    left = min(
        (
            height
            - sum(_height(part, item, look) for item in part.items)
            - (2 * _PAD if part.is_unknown else 0.0)
        )
        / max(1, len(part.items))
        for part in parts
    )
    return min(_MOST_AIR, max(0.0, _LEAST_AIR + left))


def _list(
    part: _Part, title: Block, corner: tuple[float, float], look: _Look, *, air: float
) -> Node:
    x, head = corner
    inset = _PAD if part.is_unknown else 0.0
    left, right = x + inset, x + inset + part.inside
    y = head + inset
    content: list[Node] = [drawn(title, left, inset + 0.74 * title.size)]
    if not part.is_unknown:
        content.append(rect(x, head - 14, part.width, 6, fill=STAGE.documented))
    for place, item in enumerate(part.items):
        held = _name(part, item, look)
        if place:
            content.append(line(left, y, right, y))
        base = y + air / 2 + 0.74 * look.size
        content.append(drawn(held, left, base))
        if item[1] and look.is_under:
            content.append(
                minor(
                    item[1],
                    left,
                    base + held.leading * (len(held.lines) - 1) + _UNDER * 1.2,
                    size=_UNDER,
                    width=part.inside,
                )
            )
        elif item[1]:
            content.append(
                label(
                    item[1],
                    right,
                    base,
                    size=look.size,
                    weight=600,
                    anchor="end",
                    width=part.inside * _MOST_SHARE,
                )
            )
        y += _height(part, item, look) - _LEAST_AIR + air
    if part.is_unknown:
        content.append(
            rect(
                x + 1.5,
                1.5,
                part.width - 3,
                y + inset - 3,
                fill="none",
                rx=8,
                stroke=STAGE.line,
                stroke_width=3,
                stroke_dasharray="2 9",
                stroke_linecap="round",
            )
        )
    return content
