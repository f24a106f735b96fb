"""Bars from zero with their figures, and beside them what the room votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.i18n import Language, number, translator
from components.markup import Element, Node
from components.pictures import marks
from components.pictures.svg import element, group, line, rect, text_width
from components.stage.charts import Bar, Bars, Tone
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    CAP,
    FIGURE,
    LABEL_SIZES,
    Block,
    baseline,
    block,
    block_height,
    drawn,
    figure,
    fits,
    label,
    minor,
    narrowest,
)
from components.theme import STAGE

NOTE = 28
GAP = 24.0
_LARGEST_SHARE = 0.44
"""Part of the width that labels may take."""

_MOST_PITCH = 112.0
_MOST_BAR = 52.0
_HEAD = 52.0

TONES: dict[Tone, str] = {
    "plain": STAGE.documented,
    "govern": STAGE.govern,
    "services": STAGE.services,
    "inclusion": STAGE.inclusion,
    "muted": STAGE.possible,
}
"""Solid colour of a tone; « unknown » is not solid, it is dotted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labels of rows at one size in one column."""

    blocks: tuple[Block, ...]
    size: int
    width: float


def draw_bars(chart: Bars, canvas: Canvas) -> Node:
    """Horizontal bars at most 12, their labels to the left; room for votes where they can come."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.bars:
        return None
    has_votes = chart.has_votes and canvas.is_live
    head = _HEAD if has_votes or chart.total is not None else 0.0
    pitch = min(_MOST_PITCH, (height - head) / len(chart.bars))
    labels = row_labels(
        [bar.label for bar in chart.bars],
        width * (_LARGEST_SHARE if not has_votes else 0.36),
        pitch - 8,
        below=NOTE * 1.25 if any(bar.note for bar in chart.bars) else 0.0,
        least=max((text_width(bar.note, NOTE) for bar in chart.bars), default=0.0),
    )
    left = labels.width + GAP
    most = max([chart.total or 0, *(bar.value for bar in chart.bars), 1])
    figure_room = text_width(number(most, language), FIGURE, 600) + 28
    room = (width - left - (GAP if has_votes else 0)) / (2 if has_votes else 1) - figure_room
    scale = room / most
    t = translator(language)
    foot = head + pitch * len(chart.bars)
    content: list[Node] = []
    if has_votes:
        right = left + room + figure_room + GAP
        content += [
            minor(t("stage.votes.sources"), left, 34, size=32, fill=STAGE.ink, weight=600),
            minor(t("stage.votes.room"), right, 34, size=32, fill=STAGE.ink, weight=600),
            line(right, head, right, foot, stroke=STAGE.line),
            [
                _vote(bar, right, head + pitch * (place + 0.5), (pitch, room))
                for place, bar in enumerate(chart.bars)
            ],
        ]
    elif chart.total is not None:
        end = left + most * scale
        content += [
            line(end, head, end, foot, stroke_dasharray="2 8", stroke=STAGE.line),
            minor(t("stage.bars.total", total=chart.total), end, 34, size=32, anchor="end"),
        ]
    content += [
        _row(bar, held, labels, head + pitch * (place + 0.5), (pitch, scale), language=language)
        for place, (bar, held) in enumerate(zip(chart.bars, labels.blocks, strict=True))
    ]
    content.append(line(left, head, left, foot, stroke=STAGE.line))
    return content


def row_labels(
    values: Sequence[str],
    width: float,
    height: float,
    *,
    below: float = 0.0,
    least: float = 0.0,
    weight: int = 400,
) -> Labels:
    """Labels of rows at the first size at which all stand whole, in the narrowest column for it.

    Args:
        width: Most they may take.
        height: Room of one row.
        below: Part of it kept for a note under the label.
        least: Width that something else in the column needs.
    """
    size, most = next(
        (
            (size, most)
            for size in LABEL_SIZES
            for most in (1, 2)
            if block_height(most, size) + below <= height
            and all(fits(value, width, size, weight=weight, most=most) for value in values)
        ),
        (LABEL_SIZES[-1], 2 if block_height(2, LABEL_SIZES[-1]) + below <= height else 1),
    )
    needed = max((narrowest(value, size, weight=weight, most=most) for value in values), default=0)
    wide = min(width, max(needed, least, 120.0))
    return Labels(
        blocks=tuple(block(value, wide, size, weight=weight, most=most) for value in values),
        size=size,
        width=wide,
    )


def tone_bar(tone: Tone, x: float, y: float, width: float, height: float) -> Node:
    """One bar; the unknown is dotted, never solid."""
    if tone == "unknown":
        return marks.bar("unknown", x, y, width, height)
    return rect(x, y, width, height, fill=TONES[tone]) if width > 0 else None


def _row(
    bar: Bar,
    held: Block,
    labels: Labels,
    middle: float,
    pitch_and_scale: tuple[float, float],
    *,
    language: Language,
) -> Node:
    pitch, scale = pitch_and_scale
    thick = min(_MOST_BAR, pitch * 0.62)
    left = labels.width + GAP
    note = NOTE * 1.25 if bar.note else 0.0
    first = baseline(middle, held.size) - (held.leading * (len(held.lines) - 1) + note) / 2
    end = left + bar.value * scale
    size = min(FIGURE, _figure_size(pitch))
    return [
        drawn(held, labels.width, first, anchor="end"),
        minor(
            bar.note,
            labels.width,
            first + held.leading * (len(held.lines) - 1) + NOTE * 1.2,
            size=NOTE,
            anchor="end",
            width=labels.width,
        )
        if bar.note
        else None,
        tone_bar(bar.tone, left, middle - thick / 2, end - left, thick),
        figure(bar.value, end + 14, baseline(middle, size), language=language, size=size),
    ]


def _figure_size(pitch: float) -> int:
    """A figure keeps a little room above and below it."""
    return max(32, min(FIGURE, int(pitch * 0.9 / (CAP + 0.2) / 4) * 4))


def _vote(bar: Bar, x: float, middle: float, pitch_and_room: tuple[float, float]) -> Element:
    """Room for the raised hands on one label: the page fills it in and shows it."""
    pitch, room = pitch_and_room
    thick = min(_MOST_BAR, pitch * 0.62)
    size = _figure_size(pitch)
    return vote_group(
        bar.key,
        (x, room),
        element(
            "rect",
            x=x,
            y=middle - thick / 2,
            width=0,
            height=thick,
            fill=STAGE.accent,
            **{"class": "rc-vote-bar"},
        ),
        vote_figure(x + room + 14, baseline(middle, size), size),
    )


def vote_group(key: str, span: tuple[float, float], *content: Node) -> Element:
    """What the room votes for one key: not drawn until the page shows it and fills it in.

    Args:
        span: Where bars begin and how long the longest is, in pixels: ``data-x``, ``data-width``.
    """
    x, room = span
    return group(
        *content,
        display="none",
        data_key=key,
        data_width=round(room),
        data_x=round(x),
        **{"class": "rc-vote"},
    )


def vote_figure(x: float, y: float, size: int, **style: object) -> Node:
    """Where the page writes the number of raised hands."""
    return label(
        "", x, y, size=size, **({"weight": 600} | style | {"class": "rc-vote-figure rc-figure"})
    )
