"""Bars on years as a native stacked chart whose first part is not seen."""

from __future__ import annotations

from dataclasses import replace

from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from components.i18n import translator
from components.pictures.svg import clean, cut
from components.stage.charts import Span, Timeline
from components.stage.powerpoint.bars import GAP_PERCENT
from components.stage.powerpoint.native import Canvas, add_chart, bare_axes, label_room, plot_in
from components.stage.powerpoint.paint import Fill, by_state, filled, paint
from components.stage.powerpoint.shapes import hairline
from components.stage.powerpoint.text import Words, put, width_of
from components.stage.powerpoint.theme import LEADING, SMALLEST, SPARE_BOLD, Box

AXIS = 18
"""Points of the years under the bars."""

STUB = 0.06
"""Length of the dotted piece at an end that is not documented, as a share of the axis."""

_TALLEST = 42.0
_LEAST_NOTE = 70.0
_STEPS = (1, 2, 5, 10, 20, 50)
_MOST_YEARS = 9


def draw_timeline(canvas: Canvas, chart: Timeline) -> None:
    """From the first year to the end of the last one; an end that is not documented is dotted.

    The workbook holds the first year, the number of years, and the length of the dotted pieces, which
    says nothing but that the end is not known.
    """
    t = translator(canvas.language)
    first, last, step = _axis(chart)
    stub = (last - first) * STUB
    _, box = canvas.box.cut_top(AXIS * LEADING)
    box = replace(box, height=min(box.height, _TALLEST * len(chart.spans) + AXIS * 2))
    bars = replace(box, height=box.height - AXIS * 1.8)
    labels = [span.label for span in chart.spans]
    size, room = label_room(labels, bars, most=0.5)
    parts = [_parts(span, first, stub) for span in chart.spans]
    names = ("start", "before", "years", "after")
    native = add_chart(
        replace(canvas, box=box),
        XL_CHART_TYPE.BAR_STACKED,
        chart.heads[0],
        labels,
        [
            (t(f"stage.decks.years.{name}"), [part[place] for part in parts])
            for place, name in enumerate(names)
        ],
        number_format="0",
    )
    edge = width_of(str(last), AXIS) / 2
    _, inner = bars.cut_left(room)
    inner = replace(inner, x=inner.x + edge, width=inner.width - 2 * edge)
    bare_axes(native, size, largest=last, smallest=first)
    _years(native, step)
    plot_in(native, inner, box)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = GAP_PERCENT, 100
    fills: tuple[Fill, ...] = ("none", "unknown", "documented", "unknown")
    for series, fill in zip(plot.series, fills, strict=True):
        by_state(series.format, fill)
    _now(canvas, chart, inner, (first, last))
    for span, part, band in zip(chart.spans, parts, inner.rows(len(parts), 0), strict=True):
        words = _years_of(span, t("stage.decks.years.unknown"))
        ends = _ends(part, (first, last), band)
        _beside(canvas, words, span.note, band, ends)


def _ends(
    part: tuple[float, float, float, float], ends: tuple[int, int], band: Box
) -> tuple[float, float]:
    """Where what is drawn of a span begins and ends, in points."""
    unit = band.width / (ends[1] - ends[0])
    begin = band.x + (part[0] - ends[0]) * unit
    return begin, begin + sum(part[1:]) * unit


def _beside(canvas: Canvas, years: str, note: str, band: Box, ends: tuple[float, float]) -> None:
    """The years of a bar and its note behind it; where there is no room, before it or in it."""
    size = max(SMALLEST, min(AXIS, int(band.height / LEADING)))
    bare = Words(text=years, size=size, bold=True)
    gap, right = 6.0, canvas.box.right
    room = right - ends[1] - gap - width_of(f"{years} · ", size, bold=True) - 6
    tail = cut(clean(note), room / SPARE_BOLD, size, 600) if note and room >= _LEAST_NOTE else ""
    for words in (replace(bare, tail=tail), bare):
        width = width_of(words.whole, size, bold=True) + 4
        if ends[1] + gap + width <= right:
            high = size * LEADING
            at = Box(ends[1] + gap, band.y + (band.height - high) / 2, width, high)
            shape = put(canvas.shapes, at, [words], canvas.language, anchor="middle")
            # Years stand before the line of this one.
            filled(shape, "paper")
            return
    width = width_of(years, size, bold=True) + 2
    if ends[0] - gap - width >= band.x:
        at = Box(ends[0] - gap - width, band.y, width, band.height)
        put(canvas.shapes, at, [bare], canvas.language, align="right", anchor="middle")
        return
    at = Box(ends[1] - gap - width, band.y, width, band.height)
    inside = replace(bare, role="on_accent")
    put(canvas.shapes, at, [inside], canvas.language, align="right", anchor="middle")


def _now(canvas: Canvas, chart: Timeline, inner: Box, ends: tuple[int, int]) -> None:
    """A line at the beginning of the year of the edition, with that year above the bars."""
    first, last = ends
    x = inner.x + inner.width * (chart.now - first) / (last - first)
    hairline(canvas.shapes, x, inner.y, x, inner.bottom, role="accent", weight=1.5)
    width = 60.0
    put(
        canvas.shapes,
        Box(min(x - width / 2, canvas.box.right - width), canvas.box.y, width, AXIS * LEADING),
        [Words(text=str(chart.now), size=AXIS, bold=True, role="accent")],
        canvas.language,
        align="center",
    )


def _years(native: object, step: int) -> None:
    """The axis of years under the bars, as whole numbers without a thousands mark."""
    axis = native.value_axis  # type: ignore[attr-defined]
    axis.visible = True
    axis.major_unit = step
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    axis.tick_labels.font.size = Pt(AXIS)
    paint(axis.tick_labels.font.color, "muted")
    axis.format.line.fill.background()
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.width = Pt(0.75)
    paint(axis.major_gridlines.format.line.color, "rule")


def _axis(chart: Timeline) -> tuple[int, int, int]:
    """First and last year of the axis, and years from one label to the next."""
    known = [year for span in chart.spans for year in (span.start, span.end) if year is not None]
    low, high = min([*known, chart.now]), max([*known, chart.now]) + 1
    step = next((step for step in _STEPS if (high - low) / step <= _MOST_YEARS), _STEPS[-1])
    low -= low % step
    high += -high % step
    return low, max(high, low + step), step


def _parts(span: Span, first: int, stub: float) -> tuple[float, float, float, float]:
    """First year (where the bar begins), dotted piece before, years, dotted piece after."""
    if span.start is not None and span.end is not None:
        return span.start, 0, span.end - span.start + 1, 0
    if span.start is not None:
        return span.start, 0, 1, stub
    if span.end is not None:
        begin = max(float(first), span.end - stub)
        return begin, span.end - begin, 1, 0
    return first, 0, 0, 0


def _years_of(span: Span, unknown: str) -> str:
    """« 2020–2025 », an end that is not documented as « ? »."""
    if span.start is None and span.end is None:
        return unknown
    ends = [str(year) if year is not None else "?" for year in (span.start, span.end)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)
