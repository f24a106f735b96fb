"""One square per thing, as shapes that can be counted and moved; above sixty, native bars."""

from __future__ import annotations

import math
from dataclasses import replace

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from components.stage.charts import MOST_SQUARES, Units
from components.stage.powerpoint.bars import GAP_PERCENT
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
from components.stage.powerpoint.theme import FLOOR, TONE_COLOURS, Box, Role
from components.i18n import number

UNKNOWN = "unknown"
"""Key of a column or a row of things of which nothing is known."""

_GAP = 14.0
_LARGEST = 30.0
_HEADS = (24, 22, 20, 18, 16, FLOOR)


def draw_units(canvas: Canvas, chart: Units) -> None:
    """Squares in columns, in a band for each group; above sixty, bars for each group."""
    if chart.total > MOST_SQUARES:
        _draw_bars(canvas, chart)
    else:
        _draw_squares(canvas, chart)


def _role(chart: Units, row: str) -> Role:
    return TONE_COLOURS[chart.tones.get(row, "plain")]


def _draw_squares(canvas: Canvas, chart: Units) -> None:
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    titles = [title for _, title in chart.rows]
    has_groups = any(titles)
    box = canvas.box
    sides: Box | None = None
    if has_groups:
        sides, box = box.cut_left(box.width * 0.24, gap=_GAP)
    places = box.columns(len(chart.columns), _GAP * 1.5)
    totals = {
        key: sum(chart.values.get((row, key), 0) for row, _ in chart.rows)
        for key, _ in chart.columns
    }
    size = fitting([title for _, title in chart.columns], places[0].width, _HEADS, bold=True, lines=2)
    head = size * 1.26 * 2 + 34
    bands = replace(box, y=box.y + head + 6, height=box.height - head - 6).rows(
        len(chart.rows), _GAP
    )
    most = max([1, *chart.values.values()])
    side, across = _square(most, places[0].width, bands[0].height)
    for (key, title), place in zip(chart.columns, places, strict=True):
        words = [
            Words(text=title, size=size, bold=True),
            Words(text=number(totals[key], canvas.language), size=28, bold=True, role="muted"),
        ]
        put(group.shapes, Box(place.x, box.y, place.width, head), words, canvas.language, anchor="bottom")
    for (row, title), band in zip(chart.rows, bands, strict=True):
        if sides is not None:
            hairline(group.shapes, sides.x, band.y - _GAP / 2, box.right, band.y - _GAP / 2)
            put(
                group.shapes,
                Box(sides.x, band.y, sides.width, band.height),
                [Words(text=title, size=22, bold=True, role=_role(chart, row))],
                canvas.language,
            )
        for (key, _), place in zip(chart.columns, places, strict=True):
            for index in range(chart.values.get((row, key), 0)):
                at = Box(
                    place.x + (index % across) * side,
                    band.y + (index // across) * side,
                    side * 0.84,
                    side * 0.84,
                )
                unknown = UNKNOWN in {key, row}
                by_state(
                    square(group.shapes, at),
                    "unknown" if unknown else "documented",
                    _role(chart, row),
                )


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
    for (row, title), whole in zip(chart.rows, boxes, strict=True):
        box = whole
        if title:
            head, box = whole.cut_top(52, gap=4)
            put(
                canvas.shapes,
                head,
                [Words(text=title, size=22, bold=True, role=_role(chart, row))],
                canvas.language,
                anchor="bottom",
            )
        labels = [name for _, name in chart.columns]
        box = replace(box, height=min(box.height, 62.0 * len(labels)))
        size, room = label_room(labels, box, most=0.5)
        alt = f"{title}. {canvas.alt}" if title else canvas.alt
        native = add_chart(
            replace(canvas, box=box, alt=alt),
            XL_CHART_TYPE.BAR_CLUSTERED,
            chart.heads[1],
            labels,
            [(title or chart.heads[2], [chart.values.get((row, key), 0) for key, _ in chart.columns])],
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
