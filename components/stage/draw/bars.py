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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What every row shares.

    Attributes:
        left, right: Where bars begin, and where nothing of a row may go beyond.
        is_under: Whether notes stand under the labels, else after the figures.
    """

    labels: Labels
    left: float
    right: float
    pitch: float
    scale: float
    is_under: bool
    language: Language


def draw_bars(chart: Bars, canvas: Canvas) -> Node:
    """Horizontal bars at most 12, their labels to the left; room for votes where they can come."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.bars:
        return None
    has_votes = chart.has_votes and canvas.is_live
    head = _HEAD if has_votes or chart.total is not None else 0.0
    pitch = min(_MOST_PITCH, (height - head) / len(chart.bars))
    is_noted = any(bar.note for bar in chart.bars)
    is_under = is_noted and pitch >= block_height(1, LABEL_SIZES[-1]) + NOTE * 1.25 + 14
    labels = row_labels(
        [bar.label for bar in chart.bars],
        width * (_LARGEST_SHARE if not has_votes else 0.36),
        pitch - (14 if is_under else 6),
        below=NOTE * 1.25 if is_under else 0.0,
        least=max((text_width(bar.note, NOTE) for bar in chart.bars), default=0.0)
        if is_under
        else 0.0,
    )
    left = labels.width + GAP
    most = max([chart.total or 0, *(bar.value for bar in chart.bars), 1])
    figure_room = text_width(number(most, language), FIGURE, 600) + 28
    room = (width - left - GAP) / 2 - figure_room if has_votes else width - left - figure_room
    scale = room / most
    look = _Look(
        labels=labels,
        left=left,
        pitch=pitch,
        scale=scale,
        right=left + room + figure_room,
        is_under=is_under,
        language=language,
    )
    t = translator(language)
    foot = head + pitch * len(chart.bars)
    content: list[Node] = []
    if has_votes:
        right = left + room + 2 * figure_room + GAP
        content += [
            minor(t("stage.votes.sources"), left, 34, size=32, fill=STAGE.ink, weight=600),
            minor(t("stage.votes.room"), right, 34, size=32, fill=STAGE.ink, weight=600),
            line(right, head, right, foot, stroke=STAGE.line),
            [
                _vote(bar, right, head + pitch * (place + 0.5), (pitch, room))
                for place, bar in enumerate(chart.bars)
                if bar.tone != "unknown"
            ],
        ]
    elif chart.total is not None:
        end = left + most * scale
        content += [
            line(end, head, end, foot, stroke_dasharray="2 8", stroke=STAGE.line),
            minor(t("stage.bars.total", total=chart.total), end, 34, size=32, anchor="end"),
        ]
    content += [
        _row(bar, held, head + pitch * (place + 0.5), look)
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
    most: int = 2,
) -> Labels:
    """Labels of rows at the first size at which all stand whole, in the narrowest column for it.

    Args:
        width: Most they may take.
        height: Room of one row.
        below: Part of it kept for a note under the label.
        least: Width that something else in the column needs.
        most: Lines that one label may stand on.
    """
    tries = [
        (size, count)
        for size in LABEL_SIZES
        for count in range(1, most + 1)
        if count == 1 or block_height(count, size) + below <= height
    ]
    size, lines = next(
        (
            (size, count)
            for size, count in tries
            if block_height(count, size) + below <= height
            and all(fits(value, width, size, weight=weight, most=count) for value in values)
        ),
        tries[-1],
    )
    needed = max((narrowest(value, size, weight=weight, most=lines) for value in values), default=0)
    wide = min(width, max(needed, least, 120.0))
    return Labels(
        blocks=tuple(block(value, wide, size, weight=weight, most=lines) for value in values),
        size=size,
        width=wide,
    )


def tone_bar(tone: Tone, x: float, y: float, width: float, height: float) -> Node:
    """One bar; the unknown is dotted, never solid."""
    if tone == "unknown":
        return marks.bar("unknown", x, y, width, height)
    return rect(x, y, width, height, fill=TONES[tone]) if width > 0 else None


def _row(bar: Bar, held: Block, middle: float, look: _Look) -> Node:
    thick = min(_MOST_BAR, look.pitch * 0.62)
    size = _figure_size(look.pitch)
    end = look.left + bar.value * look.scale
    base = baseline(middle, size)
    note = NOTE * 1.25 if bar.note and look.is_under else 0.0
    first = baseline(middle, held.size) - (held.leading * (len(held.lines) - 1) + note) / 2
    content: list[Node] = [
        drawn(held, look.labels.width, first, anchor="end"),
        tone_bar(bar.tone, look.left, middle - thick / 2, end - look.left, thick),
        figure(bar.value, end + 14, base, language=look.language, size=size),
    ]
    if bar.note and look.is_under:
        content.append(
            minor(
                bar.note,
                look.labels.width,
                first + held.leading * (len(held.lines) - 1) + NOTE * 1.2,
                size=NOTE,
                anchor="end",
                width=look.labels.width,
            )
        )
    elif bar.note:
        # No room for a second line: the note follows the figure, where there is some.
        after = end + 14 + text_width(number(bar.value, look.language), size, 600) + 18
        if look.right - after > 90:
            content.append(
                minor(bar.note, after, base - 2, size=NOTE, width=look.right - after - 16)
            )
    return content


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
        vote_figure(x - 14, baseline(middle, size), size, anchor="end"),
    )


def vote_group(key: str, span: tuple[float, float], *content: Node) -> Element:
    """What the room votes for one key: the page hides it until it has filled it in.

    The bar ``rc-vote-bar`` has no width yet and the text ``rc-vote-figure`` no figure; the root of the
    slide has the class ``rc-has-votes`` once they have.

    Args:
        span: Where bars begin and how long the longest is, in pixels: ``data-x``, ``data-width``.
    """
    x, room = span
    return group(
        *content,
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
