"""Bars as native charts: counts, stacks of answers, opposed counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from components.stage.charts import Bars, Diverging, Stacks
from components.stage.powerpoint.native import (
    Canvas,
    add_chart,
    bare_axes,
    figures,
    label_room,
    plot_in,
)
from components.stage.powerpoint.paint import Fill, by_state
from components.stage.powerpoint.shapes import hairline, square
from components.stage.powerpoint.text import Align, Words, fitting, put, width_of
from components.stage.powerpoint.theme import LABELS, TONE_COLOURS, Box, Role
from data.schema import Answer

GAP_PERCENT = 45
"""Space between two bars, in percent of a bar."""

THICKEST = 74.0
"""Points from one bar to the next at most: few bars do not become walls."""

NOTE = 16
"""Points of what is written behind a bar."""

MOST_NOTE = 0.4
"""Share of the width that a note takes at most on one line."""

ANSWER_FILLS: dict[Answer, Fill] = {
    Answer.YES: "documented",
    Answer.PARTIAL: "partial",
    Answer.NO: "no",
    Answer.NOT_APPLICABLE: "not_applicable",
    Answer.UNKNOWN: "unknown",
}


def draw_bars(canvas: Canvas, chart: Bars) -> None:
    """Horizontal bars from zero, their figure at the end; an axis as long as the whole, if there is one."""
    box = low(canvas.box, len(chart.bars))
    labels = [bar.label for bar in chart.bars]
    values = [bar.value for bar in chart.bars]
    size, room = label_room(labels, box)
    native = add_chart(
        replace(canvas, box=box),
        XL_CHART_TYPE.BAR_CLUSTERED,
        chart.heads[0],
        labels,
        [(chart.heads[1], values)],
        number_format="0",
    )
    longest = max([1, *values])
    whole = chart.total if chart.total and chart.total <= 3 * longest else longest
    whole = max(whole, longest)
    figure = width_of(f" {longest}", size, bold=True) + 8
    _, free = box.cut_left(room)
    inner = replace(free, width=_length(chart, free.width, figure, whole))
    bare_axes(native, size, largest=whole)
    plot_in(native, inner, box)
    plot = native.plots[0]
    plot.gap_width = GAP_PERCENT
    series = plot.series[0]
    by_state(series.format, "documented")
    for place, bar in enumerate(chart.bars):
        point = series.points[place].format
        if bar.tone == "unknown":
            by_state(point, "unknown")
        elif bar.tone != "plain":
            by_state(point, "documented", TONE_COLOURS[bar.tone])
    figures(series, size, XL_LABEL_POSITION.OUTSIDE_END)
    for bar, band in zip(chart.bars, inner.rows(max(1, len(chart.bars)), 0), strict=True):
        if bar.note:
            start = inner.x + inner.width * bar.value / whole + figure
            at = Box(start, band.y, free.right - start, band.height)
            words = [Words(text=bar.note, size=NOTE, role="muted")]
            put(canvas.shapes, at, words, canvas.language, anchor="middle")


def _length(chart: Bars, width: float, figure: float, whole: int) -> float:
    """Points of the axis, so that every bar has room behind it for its figure and its note."""
    lengths = [width - figure]
    for bar in chart.bars:
        if bar.note:
            note = min(width_of(bar.note, NOTE), width * MOST_NOTE) + 4
            lengths.append((width - figure - note) * whole / max(1, bar.value))
    return min(lengths)


def draw_stacks(canvas: Canvas, chart: Stacks) -> None:
    """Counts of each answer in one bar a row; the words of the answers above the bars, as their key."""
    parts = list(chart.parts)
    key_box, box = canvas.box.cut_top(34, gap=6)
    box = low(box, len(chart.rows))
    labels = [row.label for row in chart.rows]
    size, room = label_room(labels, box)
    native = add_chart(
        replace(canvas, box=box),
        XL_CHART_TYPE.BAR_STACKED,
        chart.heads[0],
        labels,
        [(word, [row.counts.get(answer, 0) for row in chart.rows]) for answer, word in parts],
        number_format="0",
    )
    whole = max([1, *(sum(row.counts.values()) for row in chart.rows)])
    _, inner = box.cut_left(room)
    bare_axes(native, size, largest=whole)
    plot_in(native, inner, box)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = GAP_PERCENT, 100
    for (answer, _), series in zip(parts, plot.series, strict=True):
        by_state(series.format, ANSWER_FILLS[answer])
        role: Role = "on_accent" if answer is Answer.YES else "ink"
        figures(series, size, XL_LABEL_POSITION.CENTER, role)
        series.data_labels.number_format = "0;;;"
        if answer is Answer.PARTIAL:
            _on_ground(series)
    _key(canvas, replace(key_box, x=inner.x, width=inner.width), parts)


def _key(canvas: Canvas, box: Box, parts: list[tuple[Answer, str]]) -> None:
    """A square and a word for each answer, in the order of the bars."""
    size = next(
        size
        for size in (*LABELS, 14)
        if sum(width_of(word, size) + size * 2 for _, word in parts) <= box.width or size == 14
    )
    x, side = box.x, size * 0.72
    for answer, word in parts:
        sample = square(canvas.shapes, Box(x, box.y + (box.height - side) / 2, side, side))
        by_state(sample, ANSWER_FILLS[answer])
        width = width_of(word, size) + 4
        put(
            canvas.shapes,
            Box(x + side + 6, box.y, min(width, box.right - x - side - 6), box.height),
            [Words(text=word, size=size)],
            canvas.language,
            anchor="middle",
            fits=False,
        )
        x += side + 6 + width + size * 0.7


def _on_ground(series: Any) -> None:
    """Paper behind the figures of a hatched part, so that they can be read."""
    ground = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></c:spPr>'
    )
    series.data_labels._element.find(qn("c:txPr")).addprevious(ground)


def draw_diverging(canvas: Canvas, chart: Diverging) -> None:
    """Two opposed bars a row; those on the left are negative in the workbook and written without sign."""
    labels = [row.label for row in chart.rows]
    head, box = canvas.box.cut_top(32, gap=4)
    box = low(box, len(labels))
    size, room = label_room(labels, box)
    native = add_chart(
        replace(canvas, box=box),
        XL_CHART_TYPE.BAR_CLUSTERED,
        chart.heads[0],
        labels,
        [
            (chart.heads[1], [-row.left for row in chart.rows]),
            (chart.heads[2], [row.right for row in chart.rows]),
        ],
        number_format="0;0;0",
    )
    left = max([1, *(row.left for row in chart.rows)])
    right = max([1, *(row.right for row in chart.rows)])
    _, inner = box.cut_left(room)
    figure = width_of(f" {max(left, right)} ", size, bold=True) + 8
    unit = (inner.width - 2 * figure) / (left + right)
    bare_axes(native, size, largest=right + figure / unit, smallest=-left - figure / unit)
    plot_in(native, inner, box)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = GAP_PERCENT, 100
    roles: tuple[Role, Role] = ("accent", "documented")
    for series, role in zip(plot.series, roles, strict=True):
        by_state(series.format, "documented", role)
        series.invert_if_negative = False
        figures(series, size, XL_LABEL_POSITION.OUTSIDE_END)
        series.data_labels.number_format = "0;0;0"
    zero = inner.x + figure + left * unit
    before = Box(box.x, head.y, zero - box.x - 12, head.height)
    after = Box(zero + 12, head.y, inner.right - zero - 12, head.height)
    aligns: tuple[Align, Align] = ("right", "left")
    head_size = fitting(chart.heads[1:], min(before.width, after.width), LABELS, bold=True)
    for words, place, align, role in zip(
        chart.heads[1:], (before, after), aligns, roles, strict=True
    ):
        put(
            canvas.shapes,
            place,
            [Words(text=words, size=head_size, bold=True, role=role)],
            canvas.language,
            align=align,
            anchor="bottom",
        )
    hairline(canvas.shapes, zero, box.y, zero, box.bottom, role="line")


def low(box: Box, rows: int) -> Box:
    """The box, lower where there are few rows: bars do not become walls."""
    return replace(box, height=min(box.height, THICKEST * max(1, rows)))
