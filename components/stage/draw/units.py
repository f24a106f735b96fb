"""One square for each thing, in columns and rows of groups; bars with figures where squares are too many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from components.i18n import Language, number
from components.markup import Node
from components.pictures.svg import line, rect, text_width
from components.stage.charts import MOST_SQUARES, Bar, Bars, Tone, Units
from components.stage.draw.bars import GAP, TONES, draw_bars, row_labels, tone_bar
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    FIGURE,
    baseline,
    block,
    drawn,
    figure,
    first_baseline,
    label_size,
)
from components.theme import STAGE

UNKNOWN: Literal["unknown"] = "unknown"
"""Key of the column of what nobody knows."""

_SQUARES = range(60, 15, -2)
_SPACE = 0.16


def draw_units(chart: Units, canvas: Canvas) -> Node:
    """Squares standing in columns, or a table of squares where there are groups."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.columns or not chart.rows:
        return None
    is_grouped = len(chart.rows) > 1 or bool(chart.rows[0][1])
    if is_grouped:
        return _table(chart, width, height, language=language)
    if chart.total > MOST_SQUARES:
        return draw_bars(_as_bars(chart), canvas)
    return _towers(chart, width, height, language=language)


def _as_bars(chart: Units) -> Bars:
    [(row, _)] = chart.rows
    return Bars(
        heads=(chart.heads[1], chart.heads[2]),
        bars=tuple(
            Bar(
                key=key,
                label=title,
                value=chart.values.get((row, key), 0),
                tone=UNKNOWN if key == UNKNOWN else chart.tones.get(row, "plain"),
            )
            for key, title in chart.columns
        ),
    )


def _towers(chart: Units, width: float, height: float, *, language: Language) -> Node:
    """Squares piled on one line, their number above and the title under it."""
    [(row, _)] = chart.rows
    counts = [chart.values.get((row, key), 0) for key, _ in chart.columns]
    step = width / len(chart.columns)
    titles = [title for _, title in chart.columns]
    size = label_size(titles, step - 1.5 * GAP, weight=600)
    blocks = [block(title, step - 1.5 * GAP, size, weight=600) for title in titles]
    foot = max(held.height for held in blocks) + 28
    top = FIGURE + 20
    ground = height - foot
    square, across = next(
        (
            (side, across)
            for side in _SQUARES
            if (across := int((step - GAP * 1.5) / (side * (1 + _SPACE))))
            and math.ceil(max(counts) / across) * side * (1 + _SPACE) <= ground - top
        ),
        (_SQUARES[-1], 1),
    )
    # As few to a row as the height allows: towers, not carpets.
    rows = max(1, int((ground - top) / (square * (1 + _SPACE))))
    across = max(min(across, 3), math.ceil(max(counts) / rows))
    content: list[Node] = [
        line(0, ground + 2, width, ground + 2, stroke=STAGE.line, stroke_width=3)
    ]
    for place, ((key, _), count, held) in enumerate(
        zip(chart.columns, counts, blocks, strict=True)
    ):
        x = step * place
        tone: Tone = UNKNOWN if key == UNKNOWN else chart.tones.get(row, "plain")
        pitch = square * (1 + _SPACE)
        high = math.ceil(count / across) * pitch
        content += [
            [
                _square(
                    tone,
                    x + index % across * pitch,
                    ground - (index // across + 1) * pitch + square * _SPACE / 2,
                    square,
                )
                for index in range(count)
            ],
            figure(count, x, ground - high - 16, language=language, size=56),
            drawn(held, x, ground + 24 + 0.74 * size),
        ]
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What every cell of a table of squares shares."""

    width: float
    height: float
    figure_room: float
    square: float
    across: int
    most: int


def _table(chart: Units, width: float, height: float, *, language: Language) -> Node:
    """Groups as rows: in each cell its figure and its squares, or a bar where they are too many."""
    row_count = len(chart.rows)
    first = row_labels(
        [title for _, title in chart.rows], width * 0.26, (height - 60) / row_count - 16, weight=600
    )
    left = first.width + GAP * 1.5
    wide = (width - left) / len(chart.columns)
    size = label_size([title for _, title in chart.columns], wide - GAP)
    heads = [block(title, wide - GAP, size) for _, title in chart.columns]
    head = max(held.height for held in heads) + 28
    high = (height - head) / row_count
    content: list[Node] = [
        drawn(held, left + wide * place, 0.74 * size, fill=STAGE.muted)
        for place, held in enumerate(heads)
    ]
    cell = _cell(chart, wide, high, language)
    for place, ((key, _), held) in enumerate(zip(chart.rows, first.blocks, strict=True)):
        top = head + high * place
        content += [
            line(0, top, width, top),
            drawn(held, 0, first_baseline(held, top + high / 2)),
            [
                _in_cell(
                    chart,
                    (key, column),
                    (left + wide * position, top + high / 2),
                    cell,
                    language=language,
                )
                for position, (column, _) in enumerate(chart.columns)
            ],
        ]
    return content


def _cell(chart: Units, width: float, height: float, language: Language) -> _Cell:
    most = max([1, *chart.values.values()])
    figure_room = text_width(number(most, language), FIGURE, 600) + 18
    inside = width - figure_room - 2 * GAP
    square, across = next(
        (
            (side, across)
            for side in _SQUARES
            if (across := int(inside / (side * (1 + _SPACE))))
            and math.ceil(most / across) * side * (1 + _SPACE) <= height - 20
        ),
        (_SQUARES[-1], max(1, int(inside / (_SQUARES[-1] * (1 + _SPACE))))),
    )
    return _Cell(
        width=inside,
        height=height,
        figure_room=figure_room,
        square=min(square, 44),
        across=across,
        most=most,
    )


def _in_cell(
    chart: Units,
    keys: tuple[str, str],
    place: tuple[float, float],
    cell: _Cell,
    *,
    language: Language,
) -> Node:
    row, column = keys
    x, middle = place
    count = chart.values.get(keys, 0)
    tone: Tone = UNKNOWN if column == UNKNOWN else chart.tones.get(row, "plain")
    start = x + cell.figure_room
    if chart.total > MOST_SQUARES:
        thick = min(48.0, cell.height * 0.4)
        squares: Node = tone_bar(
            tone, start, middle - thick / 2, cell.width * count / cell.most, thick
        )
    else:
        pitch = cell.square * (1 + _SPACE)
        high = math.ceil(count / cell.across) * pitch
        squares = [
            _square(
                tone,
                start + index % cell.across * pitch,
                middle - high / 2 + index // cell.across * pitch,
                cell.square,
            )
            for index in range(count)
        ]
    return [
        figure(
            count,
            start - 18,
            baseline(middle, FIGURE),
            language=language,
            anchor="end",
            fill=STAGE.ink if count else STAGE.muted,
            weight=600 if count else 400,
        ),
        squares,
    ]


def _square(tone: Tone, x: float, y: float, side: float) -> Node:
    """One thing: the unknown is dotted inside an outline."""
    style = (
        {"fill": "url(#rc-unknown)", "stroke": STAGE.line, "stroke_width": 2.5}
        if tone == UNKNOWN
        else {"fill": TONES[tone]}
    )
    inset = 1.25 if tone == UNKNOWN else 0.0
    return rect(
        x + inset,
        y + inset,
        side - 2 * inset,
        side - 2 * inset,
        rx=3,
        **{"class": "rc-square"},
        **style,
    )
