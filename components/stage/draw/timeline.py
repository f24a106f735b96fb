"""Bars on an axis of years; an end that nobody documents fades."""

from __future__ import annotations

import math
from dataclasses import dataclass

from components.i18n import years
from components.markup import Node
from components.pictures.svg import group, line, rect, text_width
from components.stage.charts import Span, Timeline
from components.stage.draw.bars import GAP, row_labels
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import baseline, centred, label, minor
from components.theme import STAGE

_HEAD = 58.0
_MOST_PITCH = 156.0
_YEARS_SIZE = 34
_NOTE = 28
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS = 6
_FADE = (0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.36, 0.28, 0.2, 0.12, 0.05)
"""Strength of the pieces of an end that is not documented, from the known end outwards."""

_FADE_YEARS = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """From years to pixels; a bar ends with its last year, so it is drawn to the end of it."""

    first: int
    last: int
    left: float
    scale: float

    def x(self, year: float) -> float:
        """Where a year begins."""
        return self.left + (year - self.first) * self.scale


def draw_timeline(chart: Timeline, canvas: Canvas) -> Node:
    """One bar for each span from the left, its years written after it, and a line for this year."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.spans:
        return None
    pitch = min(_MOST_PITCH, (height - _HEAD) / len(chart.spans))
    labels = row_labels([span.label for span in chart.spans], width * 0.4, pitch - 12, most=3)
    left = labels.width + GAP * 1.5
    told = [years(span.start, span.end, language) for span in chart.spans]
    written = max(
        text_width(value, _YEARS_SIZE) + (text_width(span.note, _NOTE) + 16 if span.note else 0)
        for value, span in zip(told, chart.spans, strict=True)
    )
    axis = _axis(chart, left, width - min(written + 40, width * 0.4))
    foot = _HEAD + pitch * len(chart.spans)
    content: list[Node] = [_years(chart, axis, foot)]
    for place, (span, held, value) in enumerate(zip(chart.spans, labels.blocks, told, strict=True)):
        middle = _HEAD + pitch * (place + 0.5)
        content += [
            centred(held, labels.width, middle, anchor="end"),
            _span(span, axis, middle, pitch),
            _words(span, value, axis, (middle, width)),
        ]
    return content


def _axis(chart: Timeline, left: float, right: float) -> _Axis:
    known = [chart.now]
    for span in chart.spans:
        known += [year for year in (span.start, span.end) if year is not None]
        if span.start is None and span.end is not None:
            known.append(span.end - math.ceil(_FADE_YEARS))
    first, last = min(known), max(known) + 1
    return _Axis(first=first, last=last, left=left, scale=(right - left) / (last - first))


def _years(chart: Timeline, axis: _Axis, foot: float) -> Node:
    """A few years above the bars; this year stands out, and those it would touch are left out."""
    span = axis.last - axis.first
    room = text_width("2000", 32) + 28
    step = next(
        (step for step in _STEPS if span / step <= _MOST_TICKS and step * axis.scale >= room),
        _STEPS[-1],
    )
    start = -(-axis.first // step) * step
    now = axis.x(chart.now + 0.5)
    content: list[Node] = []
    for year in range(start, axis.last, step):
        x = axis.x(year)
        content.append(line(x, _HEAD - 8, x, foot))
        if abs(x - now) >= room:
            content.append(minor(str(year), x, 34, size=32, anchor="middle"))
    content += [
        line(now, _HEAD - 12, now, foot, stroke=STAGE.accent, stroke_width=4),
        minor(str(chart.now), now, 36, size=36, anchor="middle", weight=600, fill=STAGE.accent),
    ]
    return content


def _edges(span: Span, axis: _Axis) -> tuple[float, float]:
    """Left and right end of what is drawn of a span, what fades included."""
    if span.start is None and span.end is None:
        return axis.left, axis.left
    start = span.start if span.start is not None else span.end - _FADE_YEARS  # type: ignore[operator]
    end = span.end + 1 if span.end is not None else span.start + _FADE_YEARS  # type: ignore[operator]
    return max(axis.left, axis.x(start)), axis.x(max(end, start + 0.5))


def _span(span: Span, axis: _Axis, middle: float, pitch: float) -> Node:
    left, right = _edges(span, axis)
    thick = min(40.0, pitch * 0.56)
    top = middle - thick / 2
    if right <= left:
        return None
    if span.start is not None and span.end is not None:
        return rect(left, top, right - left, thick, fill=STAGE.documented, rx=4)
    solid = (right - left) * 0.25
    wide = (right - left - solid) / len(_FADE)
    is_open_right = span.end is None
    pieces = [
        rect(
            left + solid + wide * place if is_open_right else right - solid - wide * (place + 1),
            top,
            wide + 0.4,
            thick,
            fill=STAGE.documented,
            fill_opacity=strength,
        )
        for place, strength in enumerate(_FADE)
    ]
    known = left if is_open_right else right - solid
    return group(rect(known, top, solid, thick, fill=STAGE.documented), *pieces)


def _words(span: Span, value: str, axis: _Axis, middle_and_width: tuple[float, float]) -> Node:
    """The years after the bar, then the note where there is room for it."""
    middle, width = middle_and_width
    _, right = _edges(span, axis)
    halo = {
        "stroke": STAGE.paper,
        "stroke_width": 10,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    x = right + 16
    is_undated = span.start is None and span.end is None
    after = x + text_width(value, _YEARS_SIZE) + 16
    return [
        label(
            value,
            x,
            baseline(middle, _YEARS_SIZE),
            size=_YEARS_SIZE,
            fill=STAGE.muted if is_undated else STAGE.ink,
            **halo,
        ),
        minor(
            span.note, after, baseline(middle, _NOTE) + 1, size=_NOTE, width=width - after, **halo
        )
        if span.note and width - after > 80
        else None,
    ]
