"""Letters of a slide: the sizes there are, and what becomes of a label that does not fit.

A label is 44 px high. One that has no room stands on two lines first, then becomes smaller by steps
down to 32 px, and only then is cut. Labels of one kind in one chart have one size, that of the longest.
Words under a label or above a column are smaller, never under 28 px.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from components.i18n import Language, number
from components.markup import Node
from components.pictures.svg import Anchor, clean, text, text_width, wrapped
from components.theme import STAGE

LABEL_SIZES = (44, 40, 36, 32)
"""Sizes of a label, the one wanted first."""

MINOR_SIZES = (32, 30, 28)
"""Sizes of what is said under a label or above a column."""

FIGURE = 48
"""Size of a figure at the end of a bar."""

CAP = 0.66
"""Height of a capital of the text family, as a share of the size."""

LEADING = 1.1
"""From one line of a label to the next, as a share of the size."""

_BREAK = re.compile(r"(?<=[-–/ ])(?=\S)")
_TALLEST, _DEEPEST = 0.74, 0.2


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a label at their size.

    Attributes:
        size: Pixels.
        weight: 400 or 600.
    """

    lines: tuple[str, ...]
    size: int
    weight: int = 400

    @property
    def leading(self) -> float:
        """Pixels from one baseline to the next."""
        return leading(self.size)

    @property
    def height(self) -> float:
        """Pixels from the top of the first line to the foot of the last."""
        return block_height(len(self.lines), self.size)

    @property
    def width(self) -> float:
        """Pixels of the longest line."""
        return max((text_width(value, self.size, self.weight) for value in self.lines), default=0.0)


def leading(size: float) -> float:
    """Pixels from one baseline of a label to the next."""
    return round(size * LEADING)


def block_height(lines: int, size: int) -> float:
    """Pixels that lines of a label take, from the top of the first to the foot of the last."""
    return (_TALLEST + _DEEPEST) * size + leading(size) * (lines - 1) if lines else 0.0


def fits(value: str, width: float, size: int, *, weight: int = 400, most: int = 2) -> bool:
    """Whether a label stands whole on at most so many lines."""
    lines = wrapped(value, width, size, weight, most=most)
    return "".join("".join(lines).split()) == "".join(clean(value).split())


def label_size(
    values: Iterable[str],
    width: float,
    *,
    height: float | None = None,
    sizes: Sequence[int] = LABEL_SIZES,
    weight: int = 400,
    most: int = 2,
) -> int:
    """The first size at which every label stands whole, else the last one.

    Args:
        height: Room for the lines of one label; None: enough for ``most`` of them.
    """
    told = [value for value in values if value]
    for size in sizes:
        room = most
        while room > 1 and height is not None and block_height(room, size) > height:
            room -= 1
        if all(fits(value, width, size, weight=weight, most=room) for value in told):
            return size
    return sizes[-1]


@lru_cache(maxsize=1 << 14)
def block(value: str, width: float, size: int, *, weight: int = 400, most: int = 2) -> Block:
    """A label on as few lines as it needs, of about the same length; cut if there is no room."""
    lines = wrapped(value, width, size, weight, most=most)
    if len(lines) == 2 and fits(value, width, size, weight=weight, most=2):
        lines = _broken_in_two(value, width, size, weight) or lines
    elif len(lines) > 2 and fits(value, width, size, weight=weight, most=most):
        low, high = width / len(lines), width
        while high - low > 4:
            middle = (low + high) / 2
            if fits(value, middle, size, weight=weight, most=len(lines)):
                high = middle
            else:
                low = middle
        lines = wrapped(value, high, size, weight, most=most)
    return Block(tuple(lines), size, weight)


def _broken_in_two(value: str, width: float, size: int, weight: int) -> list[str]:
    """Two lines of about one length; rather after a comma, and not beside a number or a little word."""
    pieces = [piece for piece in _BREAK.split(clean(value).strip()) if piece]
    best, least = list[str](), math.inf
    for place in range(1, len(pieces)):
        first, second = "".join(pieces[:place]).rstrip(), "".join(pieces[place:])
        widths = [text_width(line, size, weight) for line in (first, second)]
        if max(widths) > width:
            continue
        cost = abs(widths[0] - widths[1]) / sum(widths)
        cost -= 0.4 if first[-1] in ",;:" else 0
        cost += 0.3 if _holds_on(pieces[place - 1]) or second[0].isdigit() else 0
        if cost < least:
            best, least = [first, second], cost
    return best


def _holds_on(piece: str) -> bool:
    """Whether a word belongs to the one after it: « sur 10 », « 4 villes », « de la »."""
    word = piece.rstrip()
    return word[-1].isdigit() or (len(word) <= 3 and word[-1].isalpha())


def narrowest(value: str, size: int, *, weight: int = 400, most: int = 2) -> float:
    """Least width at which a label stands whole on at most so many lines."""
    high = text_width(clean(value), size, weight) + 1
    if most == 1 or fits(value, high, size, weight=weight, most=1) is False:
        return high
    low = high / most - 1
    while high - low > 2:
        middle = (low + high) / 2
        if fits(value, middle, size, weight=weight, most=most):
            high = middle
        else:
            low = middle
    return high


def label(value: object, x: float, y: float, *, size: int = 44, **style: object) -> Node:
    """One line of a label on its baseline."""
    return _letters("rc-label", value, x, y, size, **style)


def minor(value: object, x: float, y: float, *, size: int = 28, **style: object) -> Node:
    """One line of smaller words on its baseline; secondary unless a colour is given."""
    return _letters("rc-minor", value, x, y, size, **({"fill": STAGE.muted} | style))


def figure(
    value: float,
    x: float,
    y: float,
    *,
    language: Language,
    size: int = FIGURE,
    **style: object,
) -> Node:
    """A figure of the table, written by the rules of the language."""
    written = number(value, language)
    return _letters("rc-label rc-figure", written, x, y, size, **({"weight": 600} | style))


def drawn(
    held: Block,
    x: float,
    y: float,
    *,
    anchor: Anchor = "start",
    fill: str = STAGE.ink,
    kind: str = "rc-label",
    **style: object,
) -> Node:
    """Lines of a label; ``y`` is the baseline of the first."""
    return [
        _letters(
            kind,
            value,
            x,
            y + held.leading * place,
            held.size,
            anchor=anchor,
            fill=fill,
            weight=held.weight,
            **style,
        )
        for place, value in enumerate(held.lines)
    ]


def centred(held: Block, x: float, middle: float, **style: object) -> Node:
    """Lines of a label around a height."""
    return drawn(held, x, first_baseline(held, middle), **style)  # type: ignore[arg-type]


def first_baseline(held: Block, middle: float) -> float:
    """Baseline of the first line of a label that stands around a height."""
    return middle + CAP * held.size / 2 - held.leading * (len(held.lines) - 1) / 2


def baseline(middle: float, size: float) -> float:
    """Baseline of one line whose capitals stand around a height."""
    return middle + CAP * size / 2


def _letters(kind: str, value: object, x: float, y: float, size: int, **style: object) -> Node:
    return text(value, x, y, size=size, **({"class": kind} | style))  # type: ignore[arg-type]
