"""Large facts, and the slide of words that opens a session."""

from __future__ import annotations

from components.markup import Node
from components.pictures.svg import fitting_size, line, text_width
from components.stage.charts import Facts, Opening
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    LABEL_SIZES,
    Block,
    block,
    drawn,
    fits,
    label_size,
    minor,
)
from components.theme import STAGE

_GAP = 80.0
_MOST_LINES, _BETWEEN = 4, 26.0
_VALUE_SIZES = (104, 88, 76, 64, 56, 48)
_FACT_LABEL_SIZES = (40, 36, 32)


def draw_facts(chart: Facts, canvas: Canvas) -> Node:
    """At most six facts in one row or two: the figure or the word large, what it is under it."""
    width, height = canvas.width, canvas.height
    if not chart.facts:
        return None
    count = len(chart.facts)
    across = count if count <= 3 else -(-count // 2)
    wide = (width - _GAP * (across - 1)) / across
    rows = -(-count // across)
    high = min(height / rows, 330.0)
    size = label_size(
        [name for name, _, _ in chart.facts], wide, sizes=_FACT_LABEL_SIZES, height=96
    )
    content: list[Node] = []
    for place, (name, value, note) in enumerate(chart.facts):
        x, y = place % across * (wide + _GAP), place // across * high
        held = block(name, wide, size)
        base = y + 126
        content += [
            line(x, y + 2, x + wide, y + 2, stroke=STAGE.line),
            _value(value, x, base, wide),
            drawn(held, x, base + 58),
            minor(
                note, x, base + 58 + held.leading * (len(held.lines) - 1) + 40, size=28, width=wide
            )
            if note
            else None,
        ]
    return content


def _value(value: str, x: float, base: float, wide: float) -> Node:
    """A figure or a word on one line, as large as it can be; words that are long on two."""
    size = fitting_size(value, wide, *_VALUE_SIZES, weight=600)
    held = Block((value,), size, 600)
    if held.width > wide:
        size = label_size([value], wide, weight=600)
        held = block(value, wide, size, weight=600)
    first = base - held.leading * (len(held.lines) - 1)
    kind = "rc-label rc-figure" if len(held.lines) == 1 else "rc-label"
    return drawn(held, x, first, kind=kind)


def draw_opening(chart: Opening, canvas: Canvas) -> Node:
    """Who speaks, when and where: labels in one column, words in the other."""
    width, height = canvas.width, canvas.height
    if not chart.lines:
        return None
    room = min(420.0, max((text_width(name, 32) for name, _ in chart.lines), default=0.0) + 56)
    words = [text for _, text in chart.lines]
    size, most = next(
        (
            (size, most)
            for size in LABEL_SIZES
            for most in range(1, _MOST_LINES + 1)
            if all(fits(value, width - room, size, most=most) for value in words)
            and _opening_height(words, width - room, size, most) <= height
        ),
        (LABEL_SIZES[-1], 2),
    )
    y, content = 0.0, list[Node]()
    for name, value in chart.lines:
        held = block(value, width - room, size, most=most)
        base = y + 0.74 * size
        content += [
            minor(name, 0, base, size=32, width=room - 32) if name else None,
            drawn(held, room, base),
        ]
        y += held.height + _BETWEEN
    return content


def _opening_height(words: list[str], width: float, size: int, most: int) -> float:
    blocks = [block(value, width, size, most=most) for value in words]
    return sum(held.height + _BETWEEN for held in blocks) - _BETWEEN
