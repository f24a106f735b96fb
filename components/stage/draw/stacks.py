"""Counts of cities by answer, as stacked bars with every count written."""

from __future__ import annotations

from collections.abc import Sequence

from components.i18n import Language, number
from components.markup import Node
from components.pictures.marks import STATE_FILLS, bar
from components.pictures.svg import fitting_size, text_width
from components.stage.charts import StackRow, Stacks
from components.stage.draw.bars import GAP, row_labels
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import baseline, drawn, figure, first_baseline, minor
from components.theme import STAGE
from data.schema import Answer

_HEAD = 76.0
_MOST_PITCH = 138.0
_SWATCH = 52.0


def draw_stacks(chart: Stacks, canvas: Canvas) -> Node:
    """One bar for each row, as long as the whole; the fills are those of the pages."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.rows:
        return None
    pitch = min(_MOST_PITCH, (height - _HEAD) / len(chart.rows))
    labels = row_labels([row.label for row in chart.rows], width * 0.4, pitch - 12)
    left = labels.width + GAP * 1.5
    most = max([1, *(sum(_counts(chart, row).values()) for row in chart.rows)])
    scale = (width - left) / most
    thick = min(48.0, pitch * 0.4)
    size = 44 if pitch >= 100 else 36
    content: list[Node] = [_words(chart, left, width - left)]
    for place, (row, held) in enumerate(zip(chart.rows, labels.blocks, strict=True)):
        middle = _HEAD + pitch * (place + 0.5)
        top = middle - (thick + size * 0.86) / 2
        bar_top = top + size * 0.86
        content += [
            drawn(held, labels.width, first_baseline(held, bar_top + thick / 2), anchor="end"),
            _stack(chart, row, (left, bar_top), (scale, thick), size=size, language=language),
        ]
    return content


def _counts(chart: Stacks, row: StackRow) -> dict[Answer, int]:
    return {answer: row.counts.get(answer, 0) for answer, _ in chart.parts}


def _stack(
    chart: Stacks,
    row: StackRow,
    corner: tuple[float, float],
    scale_and_thick: tuple[float, float],
    *,
    size: int,
    language: Language,
) -> Node:
    x, y = corner
    scale, thick = scale_and_thick
    parts, content = list[tuple[float, float, int]](), list[Node]()
    for answer, count in _counts(chart, row).items():
        if not count:
            continue
        wide = count * scale
        content.append(bar(STATE_FILLS[answer], x, y, max(2.0, wide - 3), thick))
        parts.append((x + (wide - 3) / 2, text_width(number(count, language), size, 600), count))
        x += wide
    content += [
        figure(count, place, y - 10, language=language, size=size, anchor="middle")
        for place, (_, _, count) in zip(_apart(parts), parts, strict=True)
    ]
    return content


def _apart(parts: Sequence[tuple[float, float, int]]) -> list[float]:
    """Middles of the figures, moved to the right where two would touch."""
    places: list[float] = []
    for place, (middle, wide, _) in enumerate(parts):
        if place:
            before = places[-1] + parts[place - 1][1] / 2
            middle = max(middle, before + 18 + wide / 2)  # noqa: PLW2901
        places.append(middle)
    return places


def _words(chart: Stacks, x: float, room: float) -> Node:
    """What the fills mean, in the order they are drawn."""
    names = [name for _, name in chart.parts]
    whole = "".join(names)
    gaps = len(names) * (_SWATCH + 14) + (len(names) - 1) * 44
    size = fitting_size(whole, room - gaps, 36, 32, 30, 28)
    middle, content = 26.0, list[Node]()
    for answer, name in chart.parts:
        content += [
            bar(STATE_FILLS[answer], x, middle - 16, _SWATCH, 32),
            minor(name, x + _SWATCH + 14, baseline(middle, size), size=size, fill=STAGE.ink),
        ]
        x += _SWATCH + 14 + text_width(name, size) + 44
    return content
