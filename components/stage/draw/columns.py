"""Names in columns, or on the steps of a ladder: one point and one name for each city."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components.i18n import Language
from components.markup import Node
from components.pictures.svg import element, rect, text_width
from components.stage.charts import Column, Name, NameColumns
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    CAP,
    LABEL_SIZES,
    Block,
    block,
    drawn,
    figure,
    label_size,
    minor,
    narrowest,
)
from components.stage.draw.name_rows import draw_name_rows
from components.theme import STAGE

NOTE = 28
_RISES = (72.0, 60.0, 48.0, 40.0, 32.0, 24.0, 16.0, 8.0)
_GAP, _BOX_GAP, _TRACK_GAP = 40.0, 48.0, 28.0
_PAD = 28.0
_SIDE = 20.0
_DOT, _AFTER_DOT = 22.0, 14.0
_BETWEEN = 14.0
_TREAD = 6.0
_FIGURE_ROOM = 56.0
_HEAD = 2 * 48.0 + 28


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How one column is laid out.

    Attributes:
        width: Pixels, its sides included.
        tracks: Columns of names inside it.
    """

    column: Column
    width: float
    tracks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What every column of a chart shares: size and lines of the names, size of the titles."""

    size: int
    most: int
    head_size: int
    head_lines: int
    is_ladder: bool

    @property
    def head(self) -> float:
        """Height of the titles of columns or steps and of the room under them."""
        return self.head_of(self.head_lines)

    def head_of(self, lines: int) -> float:
        """Height of a title of so many lines and of the room under it."""
        return lines * self.head_size * 1.1 + 26


def draw_columns(chart: NameColumns, canvas: Canvas) -> Node:
    """Columns under their titles, or steps that rise; the unknown in a dashed box of its own."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.columns:
        return None
    fitted = _fitted(chart, width, height)
    if fitted is None:
        return draw_name_rows(chart, canvas)
    look, plans = fitted
    rise = _rise(look, plans, height)
    step = -1
    x, content = 0.0, list[Node]()
    for place, plan in enumerate(plans):
        x += _gap(chart, place)
        if plan.column.is_unknown:
            content.append(_box(plan, look, x, height, language=language))
        elif chart.is_ladder:
            step += 1
            top = height - look.head - rise * step
            content.append(_stair(plan, look, x, (top, height), language=language))
        else:
            content.append(_column(plan, look, x, language=language))
        x += plan.width
    return content


def _gap(chart: NameColumns, place: int) -> float:
    """Room before a column: none between the steps of a ladder, more beside what is unknown."""
    if not place:
        return 0.0
    before, after = chart.columns[place - 1], chart.columns[place]
    if before.is_unknown or after.is_unknown:
        return _BOX_GAP
    return 0.0 if chart.is_ladder else _GAP


def _fitted(chart: NameColumns, width: float, height: float) -> tuple[_Look, list[_Plan]] | None:
    """The largest names for which every column has room, on one line before two; None: there is none."""
    room = width - sum(_gap(chart, place) for place in range(len(chart.columns)))
    tries = [(size, most) for size in LABEL_SIZES for most in (1, 2)]
    for size, most in tries:
        tracks = [
            _tracks(chart, column, size, most, height - _HEAD - _steps_before(chart, place))
            for place, column in enumerate(chart.columns)
        ]
        needs = [
            _need(chart, column, size, most, count)
            for column, count in zip(chart.columns, tracks, strict=True)
        ]
        if sum(needs) <= room:
            wishes = [
                _need(chart, column, size, 1, count)
                for column, count in zip(chart.columns, tracks, strict=True)
            ]
            widths = _shared(needs, wishes, room)
            plans = [
                _Plan(column=column, width=wide, tracks=count)
                for column, wide, count in zip(chart.columns, widths, tracks, strict=True)
            ]
            return _look(chart, plans, size, most), plans
    return None


def _steps_before(chart: NameColumns, place: int) -> float:
    """Height of the steps under a column, as flat as they may be."""
    before = sum(not column.is_unknown for column in chart.columns[:place])
    return _RISES[-1] * before if chart.is_ladder else 0.0


def _tracks(chart: NameColumns, column: Column, size: int, most: int, height: float) -> int:
    """Columns of names that a column needs so that none is too high."""
    room = height - (2 * _PAD if column.is_unknown else 32)
    for count in range(1, len(column.names)):
        longest = math.ceil(len(column.names) / count)
        wide = _name_width(column, size, most)
        blocks = [block(name.label, wide, size, most=most) for name in column.names]
        highest = max(_height(held, name) for held, name in zip(blocks, column.names, strict=True))
        if highest * longest <= room:
            return count
    return 1


def _name_width(column: Column, size: int, most: int) -> float:
    return max(
        (
            max(narrowest(name.label, size, most=most), text_width(name.note, NOTE))
            for name in column.names
        ),
        default=0.0,
    )


def _need(chart: NameColumns, column: Column, size: int, most: int, tracks: int) -> float:
    """Width of a column in which its title and its names stand whole."""
    title = narrowest(column.title, 36, weight=600, most=2) + _FIGURE_ROOM
    names = tracks * (_DOT + _AFTER_DOT + _name_width(column, size, most))
    return max(title, names + _TRACK_GAP * (tracks - 1)) + _inset(chart.is_ladder, column)


def _inset(is_ladder: bool, column: Column) -> float:
    """Room that a column keeps free at its two sides together."""
    if column.is_unknown:
        return 2 * _PAD
    return 2 * _SIDE if is_ladder else 0.0


def _shared(needs: Sequence[float], wishes: Sequence[float], room: float) -> list[float]:
    """Widths that add up to the room.

    Args:
        needs: Width that each column must have.
        wishes: Width at which its names stand on one line; the cheapest are granted first.
    """
    left = room - sum(needs)
    widths = list(needs)
    for place in sorted(range(len(needs)), key=lambda place: wishes[place] - needs[place]):
        more = max(0.0, wishes[place] - needs[place])
        if more <= left:
            widths[place] += more
            left -= more
    # Those that are narrow come closer to the others with what is left.
    low, high = min(widths), room
    while high - low > 1:
        middle = (low + high) / 2
        if sum(max(wide, middle) for wide in widths) <= room:
            low = middle
        else:
            high = middle
    return [max(wide, low) for wide in widths]


def _look(chart: NameColumns, plans: Sequence[_Plan], size: int, most: int) -> _Look:
    titles = [
        (plan.column.title, plan.width - _inset(chart.is_ladder, plan.column) - _FIGURE_ROOM)
        for plan in plans
    ]
    head_size = min(label_size([title], wide, weight=600) for title, wide in titles)
    return _Look(
        size=size,
        most=most,
        head_size=head_size,
        head_lines=max(
            (
                len(block(title, wide, head_size, weight=600).lines)
                for (title, wide), plan in zip(titles, plans, strict=True)
                if not plan.column.is_unknown
            ),
            default=1,
        ),
        is_ladder=chart.is_ladder,
    )


def _rise(look: _Look, plans: Sequence[_Plan], height: float) -> float:
    """The highest step for which the names of every column stay inside."""
    steps = [plan for plan in plans if not plan.column.is_unknown]
    tallest = [max(_track_heights(plan, look), default=0.0) for plan in steps]
    for rise in _RISES:
        if all(
            names + 32 + look.head + rise * step <= height for step, names in enumerate(tallest)
        ):
            return rise
    return _RISES[-1]


def _height(held: Block, name: Name) -> float:
    """From the top of a name to that of the next."""
    return held.height + (NOTE * 1.25 if name.note else 0.0) + _BETWEEN


def _named(plan: _Plan, look: _Look) -> Iterator[list[tuple[Block, Name]]]:
    """Names of each track with the lines they stand on."""
    names, tracks = plan.column.names, plan.tracks
    inside = plan.width - _inset(look.is_ladder, plan.column)
    wide = (inside - _TRACK_GAP * (tracks - 1)) / tracks - _DOT - _AFTER_DOT
    longest = math.ceil(len(names) / tracks)
    for track in range(tracks):
        yield [
            (block(name.label, wide, look.size, most=look.most), name)
            for name in names[track * longest : (track + 1) * longest]
        ]


def _track_heights(plan: _Plan, look: _Look) -> list[float]:
    return [sum(_height(*item) for item in track) for track in _named(plan, look)]


def _names(plan: _Plan, look: _Look, x: float, y: float) -> Node:
    """Points and names downwards from ``y``."""
    inside = plan.width - _inset(look.is_ladder, plan.column)
    step = (inside + _TRACK_GAP) / plan.tracks
    content: list[Node] = []
    for place, track in enumerate(_named(plan, look)):
        left, top = x + step * place, y
        for held, name in track:
            base = top + 0.74 * held.size
            content += [
                _dot(left + _DOT / 2, base - CAP * held.size / 2, plan.column.is_unknown),
                drawn(held, left + _DOT + _AFTER_DOT, base),
            ]
            if name.note:
                content.append(
                    minor(
                        name.note,
                        left + _DOT + _AFTER_DOT,
                        base + held.leading * (len(held.lines) - 1) + NOTE * 1.2,
                        size=NOTE,
                        width=step - _TRACK_GAP - _DOT - _AFTER_DOT,
                    )
                )
            top += _height(held, name)
    return content


def _dot(x: float, y: float, is_unknown: bool) -> Node:
    if is_unknown:
        return element(
            "circle",
            cx=x,
            cy=y,
            r=_DOT / 2 - 2,
            fill=STAGE.paper,
            stroke=STAGE.muted,
            stroke_width=3,
            stroke_dasharray="4 4",
        )
    return element("circle", cx=x, cy=y, r=_DOT / 2, fill=STAGE.documented)


def _title_block(plan: _Plan, look: _Look) -> Block:
    inside = plan.width - _inset(look.is_ladder, plan.column)
    return block(plan.column.title, inside - _FIGURE_ROOM, look.head_size, weight=600)


def _title(plan: _Plan, look: _Look, x: float, top: float, language: Language) -> Node:
    """Title of a column and the number of its names."""
    inside = plan.width - _inset(look.is_ladder, plan.column)
    held = _title_block(plan, look)
    base = top + 0.74 * look.head_size
    return [
        drawn(held, x, base),
        figure(
            len(plan.column.names),
            x + inside,
            base,
            language=language,
            size=look.head_size,
            anchor="end",
            weight=400,
            fill=STAGE.muted,
        ),
    ]


def _column(plan: _Plan, look: _Look, x: float, *, language: Language) -> Node:
    return [
        _title(plan, look, x, 0.0, language),
        rect(x, look.head - 14, plan.width, _TREAD, fill=STAGE.documented),
        _names(plan, look, x, look.head + 22),
    ]


def _stair(
    plan: _Plan, look: _Look, x: float, span: tuple[float, float], *, language: Language
) -> Node:
    """One step: names stand on it, its title is written in it."""
    top, foot = span
    names = max(_track_heights(plan, look), default=0.0)
    return [
        rect(x, top, plan.width, foot - top, fill=STAGE.sea),
        rect(x, top, plan.width, _TREAD, fill=STAGE.documented),
        _title(plan, look, x + _SIDE, top + _TREAD + 14, language),
        _names(plan, look, x + _SIDE, top - names - 6),
    ]


def _box(plan: _Plan, look: _Look, x: float, height: float, *, language: Language) -> Node:
    """What nobody knows: not a step, so it stands apart and has no ground."""
    tallest = max(_track_heights(plan, look), default=0.0)
    title = _title_block(plan, look)
    head = look.head_of(len(title.lines))
    tall = height if look.is_ladder else min(height, 2 * _PAD + head + tallest)
    return [
        rect(
            x + 1.5,
            1.5,
            plan.width - 3,
            tall - 3,
            fill="none",
            rx=8,
            stroke=STAGE.line,
            stroke_width=3,
            stroke_dasharray="2 9",
            stroke_linecap="round",
        ),
        _title(plan, look, x + _PAD, _PAD, language),
        _names(plan, look, x + _PAD, _PAD + head + 6),
    ]
