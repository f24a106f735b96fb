"""One square per thing, as shapes that can be counted and moved; above sixty, native bars."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from components.i18n import number
from components.stage.charts import MOST_SQUARES, Units
from components.stage.powerpoint.bars import GAP_PERCENT, low
from components.stage.powerpoint.native import (
    Canvas,
    add_chart,
    bare_axes,
    figures,
    label_room,
    plot_in,
)
from components.stage.powerpoint.paint import by_state
from components.stage.powerpoint.shapes import hairline, square
from components.stage.powerpoint.text import Words, describe, fitting, put, width_of
from components.stage.powerpoint.theme import FLOOR, LEADING, TONE_COLOURS, Box, Role

UNKNOWN = "unknown"
"""Key of a column or a row of things of which nothing is known."""

_GAP = 14.0
_LARGEST = 34.0
_FILLED = 0.86
_FIGURE = 24
_HEADS = (26, 24, 22, 20, 18, 16, FLOOR)


def draw_units(canvas: Canvas, chart: Units) -> None:
    """Squares in columns, in a band for each group; above sixty, bars for each group."""
    if chart.total > MOST_SQUARES:
        _draw_bars(canvas, chart)
        return
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    if any(title for _, title in chart.rows):
        _draw_bands(replace(canvas, shapes=group.shapes), chart)
    else:
        _draw_piles(replace(canvas, shapes=group.shapes), chart)


def _draw_piles(canvas: Canvas, chart: Units) -> None:
    """One pile a column on a common ground: its figure above, its title below."""
    places = canvas.box.columns(len(chart.columns), _GAP * 1.5)
    titles = [title for _, title in chart.columns]
    size = fitting(titles, places[0].width, _HEADS, bold=True, lines=2)
    under = size * LEADING * 2 + 6
    ground = canvas.box.bottom - under
    row = chart.rows[0][0]
    counts = [chart.values.get((row, key), 0) for key, _ in chart.columns]
    over = _FIGURE * LEADING + 4
    side, across = _square(
        max([1, *counts]), places[0].width * 0.8, canvas.box.height - under - over
    )
    hairline(canvas.shapes, canvas.box.x, ground, canvas.box.right, ground, role="line")
    for (key, title), count, place in zip(chart.columns, counts, places, strict=True):
        high = math.ceil(count / across)
        for index in range(count):
            # The first line of a pile lies on the ground; the last one may be short.
            at = Box(
                place.x + (index % across) * side,
                ground - 4 - (index // across + 1) * side + side * (1 - _FILLED),
                side * _FILLED,
                side * _FILLED,
            )
            _one(canvas.shapes, at, chart, row, key)
        figure = Box(place.x, ground - 4 - high * side - over, place.width, over)
        _words(canvas, figure, number(count, canvas.language), _FIGURE, anchor="bottom")
        _words(canvas, Box(place.x, ground + 6, place.width, under - 6), title, size)


def _draw_bands(canvas: Canvas, chart: Units) -> None:
    """A band a group, a column each: the figure, then its squares."""
    sides, box = canvas.box.cut_left(canvas.box.width * 0.25, gap=_GAP)
    places = box.columns(len(chart.columns), _GAP)
    titles = [title for _, title in chart.columns]
    size = fitting(titles, places[0].width, _HEADS, bold=True, lines=2)
    one_line = fitting(titles, places[0].width, [size, 0], bold=True)
    head = size * LEADING * (1 if one_line else 2) + 6
    for title, place in zip(titles, places, strict=True):
        at = Box(place.x, box.y, place.width, head)
        _words(canvas, at, title, size, anchor="bottom")
    bands = replace(box, y=box.y + head, height=box.height - head).rows(len(chart.rows), 0)
    figure = width_of("88", _FIGURE, bold=True) + 6
    side, across = _square(
        max([1, *chart.values.values()]), places[0].width - figure, bands[0].height - _GAP
    )
    group_size = fitting(
        [title for _, title in chart.rows], sides.width, (22, 20, 18, 16), bold=True, lines=2
    )
    for (row, title), band in zip(chart.rows, bands, strict=True):
        hairline(canvas.shapes, sides.x, band.y, box.right, band.y)
        at = Box(sides.x, band.y, sides.width, band.height)
        _words(canvas, at, title, group_size, role=_title_role(chart, row), anchor="middle")
        for (key, _), place in zip(chart.columns, places, strict=True):
            count = chart.values.get((row, key), 0)
            beside = Box(place.x, band.y, figure, band.height)
            role: Role = "ink" if count else "muted"
            _words(
                canvas, beside, number(count, canvas.language), _FIGURE, anchor="middle", role=role
            )
            high = math.ceil(count / across)
            top = band.y + (band.height - high * side) / 2
            for index in range(count):
                spot = Box(
                    place.x + figure + (index % across) * side,
                    top + (index // across) * side,
                    side * _FILLED,
                    side * _FILLED,
                )
                _one(canvas.shapes, spot, chart, row, key)


def _words(
    canvas: Canvas, box: Box, text: str, size: float, *, role: Role = "ink", anchor: Any = "top"
) -> None:
    words = [Words(text=text, size=size, bold=True, role=role)]
    put(canvas.shapes, box, words, canvas.language, anchor=anchor)


def _one(shapes: Any, at: Box, chart: Units, row: str, key: str) -> None:
    is_unknown = UNKNOWN in {row, key}
    by_state(square(shapes, at), "unknown" if is_unknown else "documented", _role(chart, row))


def _role(chart: Units, row: str) -> Role:
    return TONE_COLOURS[chart.tones.get(row, "plain")]


def _title_role(chart: Units, row: str) -> Role:
    """Colour of the title of a group: that of its squares where it can be read."""
    tone = chart.tones.get(row, "plain")
    return TONE_COLOURS[tone] if tone in {"govern", "services", "inclusion"} else "ink"


def _square(most: int, width: float, height: float) -> tuple[float, int]:
    """Points from one square to the next, and squares in a line, for the fullest cell."""
    best = (0.0, 1)
    for across in range(1, most + 1):
        side = min(width / across, height / math.ceil(most / across), _LARGEST)
        if side > best[0]:
            best = (side, across)
    return best


def _draw_bars(canvas: Canvas, chart: Units) -> None:
    """Native bars, a chart for each group, all on one scale."""
    boxes = canvas.box.columns(len(chart.rows), _GAP * 2)
    largest = max([1, *chart.values.values()])
    titles = [title for _, title in chart.rows]
    head_size = fitting(titles, boxes[0].width, (24, 22, 20, 18, 16), bold=True, lines=2)
    labels = [name for _, name in chart.columns]
    for (row, title), whole in zip(chart.rows, boxes, strict=True):
        box = whole
        if title:
            head, box = whole.cut_top(head_size * LEADING * 2, gap=4)
            _words(canvas, head, title, head_size, role=_title_role(chart, row), anchor="bottom")
        box = low(box, len(labels))
        size, room = label_room(labels, box, most=0.5)
        native = add_chart(
            replace(canvas, box=box, alt=f"{title}. {canvas.alt}" if title else canvas.alt),
            XL_CHART_TYPE.BAR_CLUSTERED,
            chart.heads[1],
            labels,
            [
                (
                    title or chart.heads[2],
                    [chart.values.get((row, key), 0) for key, _ in chart.columns],
                )
            ],
            number_format="0",
        )
        _, inner = box.cut_left(room)
        inner = replace(inner, width=inner.width - width_of(f" {largest}", size, bold=True) - 8)
        bare_axes(native, size, largest=largest)
        plot_in(native, inner, box)
        plot = native.plots[0]
        plot.gap_width = GAP_PERCENT
        series = plot.series[0]
        by_state(series.format, "documented", _role(chart, row))
        for place, (key, _) in enumerate(chart.columns):
            if UNKNOWN in {key, row}:
                by_state(series.points[place].format, "unknown")
        figures(series, size, XL_LABEL_POSITION.OUTSIDE_END)
