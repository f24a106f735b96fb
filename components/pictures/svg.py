"""SVG elements with text from data: escaped, measured with the real font, cut where there is no room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

import htpy as h
from fontTools.ttLib import TTFont

from components.fonts import FAMILIES, TEXT_FAMILY, font_dir
from components.markup import Element, Node
from components.theme import STAGE

Anchor = Literal["start", "middle", "end"]

SMALLEST_TEXT = 22
"""Pixels of a picture 1080 high under which nothing is written (ADR 0014)."""

FONT_FAMILY = ", ".join([*(f"'{name}'" for name in FAMILIES), "'Source Sans 3'", "sans-serif"])
ELLIPSIS = "…"
MISSING = "■"

_SILENT = {"Mn", "Me", "Cf"}
"""Categories of signs that take no room of their own."""

# Line ends and tabs become spaces; what neither XML nor a reader can take is dropped, and so are the
# signs that turn the direction of what stands around them.
_SPACES = re.compile(r"[\t\r\n\u2028\u2029]+")
_DROPPED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_BREAK = re.compile(r"(?<=[-–/ ])(?=\S)")


def clean(value: object) -> str:
    """Text that any SVG may hold: without control characters and without direction overrides."""
    return _cleaned(str(value))


@lru_cache(maxsize=1 << 14)
def _cleaned(value: str) -> str:
    return _DROPPED.sub("", _SPACES.sub(" ", value))


def isolated_text(value: object) -> str:
    """Cleaned text that keeps its writing direction to itself inside a longer sentence."""
    text = clean(value)
    is_turned = any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in text)
    return f"{_FIRST_STRONG}{text}{_POP}" if is_turned else text


def element(name: str, **attributes: object) -> h.Element:
    """An SVG element; ``stroke_width=2`` is ``stroke-width="2"``, a text value is escaped."""
    return h.Element(name)(
        {
            key.replace("__", ":").replace("_", "-"): _written(value)
            for key, value in attributes.items()
        }
    )


def group(*content: Node, **attributes: object) -> Element:
    """Elements kept together."""
    return element("g", **attributes)[content]


def moved(x: float, y: float, *content: Node) -> Element:
    """Elements drawn from another corner."""
    return element("g", transform=f"translate({_written(x)} {_written(y)})")[content]


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> Element:
    """A rectangle, never of negative size."""
    return element("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Element:
    """A straight line, a hairline if nothing else is said."""
    style = {"stroke": STAGE.rule, "stroke_width": 2} | attributes
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)


def text(
    value: object,
    x: float,
    y: float,
    *,
    size: int,
    weight: int = 400,
    fill: str = STAGE.ink,
    anchor: Anchor = "start",
    width: float | None = None,
    **attributes: object,
) -> Element:
    """One line of text on its baseline.

    Args:
        value: Any text; cleaned and escaped.
        size: Height in pixels, 22 or more.
        weight: 400 or 600, the weights there are.
        width: Room there is; longer text ends with « … » and is whole in its ``<title>``.

    Raises:
        ValueError: ``size`` is under 22.
    """
    if size < SMALLEST_TEXT:
        raise ValueError(f"text of {size} px cannot be read from the last row")
    whole = clean(value)
    shown = whole if width is None else cut(whole, width, size, weight)
    style = {
        "font_size": size,
        "font_weight": weight if weight != 400 else None,
        "fill": fill,
        **attributes,
    }
    title = element("title")[whole] if shown != whole else None
    runs = _runs(shown)
    if len(runs) < 2:
        family, written = runs[0] if runs else (TEXT_FAMILY, "")
        return element(
            "text",
            x=x,
            y=y,
            text_anchor=anchor if anchor != "start" else None,
            font_family=family if family != TEXT_FAMILY else None,
            **style,
        )[title, written]
    widths = [text_width(written, size, weight) for _, written in runs]
    start = x - sum(widths) * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    pieces = []
    for (family, written), wide in zip(runs, widths, strict=True):
        pieces.append(
            element(
                "text",
                x=float(start),
                y=y,
                font_family=family if family != TEXT_FAMILY else None,
                xml__space="preserve",
                **style,
            )[written]
        )
        start += wide
    return group(title, *pieces)


def lines_of_text(
    lines: list[str], x: float, y: float, *, size: int, leading: float, weight: int = 400, fill: str
) -> Node:
    """Lines under each other; ``y`` is the baseline of the first."""
    return [
        text(value, x, y + leading * position, size=size, weight=weight, fill=fill)
        for position, value in enumerate(lines)
    ]


def text_width(value: str, size: float, weight: int = 400) -> float:
    """Width in pixels of one line, by the advance widths of the fonts a picture is drawn with.

    Kerning and the joining of letters are left out: it is a little wider than what is drawn.
    """
    return size * _width(value, weight)


@lru_cache(maxsize=1 << 14)
def _width(value: str, weight: int) -> float:
    """Width of a text of size 1: the same texts are measured again and again while they are fitted."""
    widths = _advances(weight)
    return sum(0.0 if _is_mark(letter) else widths.get(ord(letter), 0.6) for letter in value)


def cut(value: str, width: float, size: float, weight: int = 400) -> str:
    """The text if it fits, else its beginning and « … »."""
    if text_width(value, size, weight) <= width:
        return value
    room = width - text_width(ELLIPSIS, size, weight)
    kept, used = 0, 0.0
    for letter in value:
        used += text_width(letter, size, weight)
        if used > room:
            break
        kept += 1
    # A mark that belongs to the letter before it is not left behind without it.
    while 0 < kept < len(value) and _is_mark(value[kept]):
        kept -= 1
    return value[:kept].rstrip() + ELLIPSIS


def fitting_size(value: str, width: float, *sizes: int, weight: int = 400) -> int:
    """The first of ``sizes`` at which a line fits the width, else the last one (it is then cut)."""
    return next((size for size in sizes if text_width(value, size, weight) <= width), sizes[-1])


def wrapped(
    value: object, width: float, size: float, weight: int = 400, *, most: int = 2
) -> list[str]:
    """Lines of a text that fit the width, at most ``most``; what is left over ends with « … »."""
    return list(_wrapped(clean(value).strip(), width, size, weight, most))


@lru_cache(maxsize=1 << 15)
def _wrapped(value: str, width: float, size: float, weight: int, most: int) -> tuple[str, ...]:
    """Lines of a cleaned text: the same few are wrapped again and again while a size is looked for."""
    found: list[str] = []
    used = 0.0
    for piece in filter(None, _BREAK.split(value)):
        if found and used + text_width(piece.rstrip(), size, weight) <= width:
            found[-1] += piece
            used += text_width(piece, size, weight)
        else:
            found.append(piece)
            used = text_width(piece, size, weight)
    if len(found) > most:
        found = [*found[: most - 1], "".join(found[most - 1 :])]
    return tuple(cut(line_.rstrip(), width, size, weight) for line_ in found)


def _is_mark(letter: str) -> bool:
    """Whether a sign stands on the letter before it and takes no room of its own."""
    return unicodedata.category(letter) in _SILENT


def _runs(value: str) -> list[tuple[str, str]]:
    """Family and text of each piece that one family can draw, in the order read.

    The drawing library looks for a letter that the first family lacks in any font of the machine, not
    in the next family, and may fail where two meet in one text: so each piece is a text of its own.
    A letter that no font of ours has is drawn as « ■ ».
    """
    families, runs = _families(), list[tuple[str, str]]()
    for letter in value:
        known = families.get(letter)
        if known is None:
            if unicodedata.category(letter) in _SILENT:
                continue
            letter, known = MISSING, families[MISSING]  # noqa: PLW2901
        family = known[0]
        if runs and runs[-1][0] in known and (letter == " " or _is_mark(letter)):
            family = runs[-1][0]
        if runs and runs[-1][0] == family:
            runs[-1] = (family, runs[-1][1] + letter)
        else:
            runs.append((family, letter))
    return runs


@dataclass(frozen=True, slots=True)
class _Font:
    """What is read of one font file."""

    family: str
    weight: int
    advances: Mapping[int, float]


@cache
def _fonts() -> tuple[_Font, ...]:
    """Upright fonts, those that are preferred for a letter last."""
    found = []
    for file in sorted(font_dir().glob("*.ttf")):
        with TTFont(file) as font:
            if font["OS/2"].fsSelection & 1:
                continue
            metrics, scale = font["hmtx"].metrics, font["head"].unitsPerEm
            names = font["name"]
            found.append(
                _Font(
                    family=names.getDebugName(16) or names.getDebugName(1),
                    weight=font["OS/2"].usWeightClass,
                    advances={
                        code: metrics[name][0] / scale for code, name in font.getBestCmap().items()
                    },
                )
            )
    return tuple(sorted(found, key=lambda font: -FAMILIES.index(font.family)))


@cache
def _advances(weight: int) -> Mapping[int, float]:
    """Advance width of every character there is a letter for, as a share of the font size."""
    found: dict[int, float] = {}
    for font in _fonts():
        if font.weight == weight:
            found |= font.advances
    return MappingProxyType(found)


@cache
def _families() -> Mapping[str, tuple[str, ...]]:
    """Families that can draw each character in both weights, the preferred one first."""
    found: dict[str, tuple[str, ...]] = {}
    for family in FAMILIES:
        both = [font.advances.keys() for font in _fonts() if font.family == family]
        for code in set.intersection(*map(set, both)):
            found[chr(code)] = (*found.get(chr(code), ()), family)
    return MappingProxyType(found)


def _written(value: object) -> str | None:
    """A number without needless digits, a text without control characters; None leaves it out."""
    if value is None:
        return None
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return clean(value)
