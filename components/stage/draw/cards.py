"""Cards of words side by side, and large facts."""

from __future__ import annotations

from collections.abc import Sequence

from components.markup import Node
from components.pictures.svg import rect
from components.stage.charts import Card, Cards
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    Block,
    block,
    drawn,
    label_size,
    minor,
)
from components.theme import STAGE

_GAP = 80.0
_TEXT_SIZES = (44, 40, 36, 34, 32)
_TITLE_SIZES = (48, 44, 40, 36)
_MOST_LINES = 5
_LABEL = 28
_VALUE_SIZES = (104, 88, 76, 64, 56, 48, 44)
_FACT_LABEL_SIZES = (40, 36, 32)


def draw_cards(chart: Cards, canvas: Canvas) -> Node:
    """One to three cards of the same width; one alone has its labels beside its lines."""
    width, height = canvas.width, canvas.height
    if not chart.cards:
        return None
    count = len(chart.cards)
    wide = (width - _GAP * (count - 1)) / count
    title_size = label_size(
        [card.title for card in chart.cards], wide, sizes=_TITLE_SIZES, weight=600
    )
    kicker = 50.0 if any(card.kicker for card in chart.cards) else 0.0
    titles = [block(card.title, wide, title_size, weight=600) for card in chart.cards]
    head = 30 + kicker + max(held.height for held in titles) + 34
    look = _lines_size(chart.cards, wide, height - head, is_alone=count == 1)
    content: list[Node] = []
    for place, (card, title) in enumerate(zip(chart.cards, titles, strict=True)):
        x = place * (wide + _GAP)
        content += [
            rect(x, 0, wide, 6, fill=STAGE.documented),
            minor(card.kicker, x, 58, size=32, fill=STAGE.accent, weight=600, width=wide)
            if card.kicker
            else None,
            drawn(title, x, 30 + kicker + 0.74 * title_size),
            _lines(card, (x, head), wide, look, is_alone=count == 1),
        ]
    return content


def _label_room(width: float, *, is_alone: bool) -> float:
    return 340.0 if is_alone and width > 1200 else 0.0


def _lines_size(
    cards: Sequence[Card], width: float, height: float, *, is_alone: bool
) -> tuple[int, int]:
    """Size of the words and lines each text may have, so that the longest card is not too high."""
    tries = [(size, _MOST_LINES) for size in _TEXT_SIZES]
    tries += [(_TEXT_SIZES[-1], most) for most in (4, 3, 2, 1)]
    for size, most in tries:
        if all(
            sum(_line_height(line_, width, (size, most), is_alone=is_alone) for line_ in card.lines)
            <= height
            for card in cards
        ):
            return size, most
    return tries[-1]


def _words(line_: tuple[str, str], width: float, look: tuple[int, int], *, is_alone: bool) -> Block:
    size, most = look
    return block(line_[1], width - _label_room(width, is_alone=is_alone), size, most=most)


def _line_height(
    line_: tuple[str, str], width: float, look: tuple[int, int], *, is_alone: bool
) -> float:
    above = 0.0 if _label_room(width, is_alone=is_alone) or not line_[0] else _LABEL * 1.35
    return above + _words(line_, width, look, is_alone=is_alone).height + 26


def _lines(
    card: Card,
    corner: tuple[float, float],
    width: float,
    look: tuple[int, int],
    *,
    is_alone: bool,
) -> Node:
    x, y = corner
    beside = _label_room(width, is_alone=is_alone)
    content: list[Node] = []
    for line_ in card.lines:
        held = _words(line_, width, look, is_alone=is_alone)
        base = y + 0.74 * held.size
        if line_[0] and beside:
            content.append(minor(line_[0], x, base, size=32, width=beside - 32))
        elif line_[0]:
            content.append(minor(line_[0], x, y + 22, size=_LABEL, width=width))
            base += _LABEL * 1.35
        content.append(drawn(held, x + beside, base))
        y += _line_height(line_, width, look, is_alone=is_alone)
    return content
