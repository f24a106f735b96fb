"""Text from data on a slide: cleaned, measured with the real font, at the largest size that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from components.i18n import Language
from components.pictures.svg import clean, text_width, wrapped
from components.stage.powerpoint.paint import paint
from components.stage.powerpoint.template import LANGUAGE_TAG
from components.stage.powerpoint.theme import EMU, FLOOR, LEADING, SPARE, SPARE_BOLD, Box, Role

Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle", "bottom"]

MANY = 99
"""Lines that a measure counts at most."""

_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_SHRINK = (1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.55, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One paragraph.

    Attributes:
        size: Points.
        before: Free space above it, in points; not above the first.
        keep: Size it never goes under.
        lead: Bold words before the text, on the same line.
        tail: Words after it, on the same line, in the secondary colour.
    """

    text: str
    size: float
    bold: bool = False
    role: Role = "ink"
    before: float = 0
    keep: float = FLOOR
    lead: str = ""
    tail: str = ""

    @property
    def runs(self) -> list[tuple[str, bool, Role]]:
        """Text, whether it is bold, and colour of each piece."""
        runs: list[tuple[str, bool, Role]] = [(self.text, self.bold, self.role)]
        if self.lead:
            runs.insert(0, (f"{self.lead} ", True, "muted"))
        if self.tail:
            runs.append((f" · {self.tail}", False, "muted"))
        return runs

    @property
    def whole(self) -> str:
        """What is measured."""
        return "".join(text for text, _, _ in self.runs)

    @property
    def weight(self) -> int:
        """Weight it is measured with."""
        return 600 if self.bold else 400


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Points one line takes, with room for another family."""
    return _spare(bold) * text_width(clean(text), size, 600 if bold else 400)


def _spare(bold: bool) -> float:
    return SPARE_BOLD if bold else SPARE


def lines_of(words: Words, width: float) -> int:
    """Lines a paragraph takes in a width."""
    return max(
        1,
        len(wrapped(words.whole, width / _spare(words.bold), words.size, words.weight, most=MANY)),
    )


def height_of(paragraphs: Sequence[Words], width: float) -> float:
    """Points that paragraphs take under each other."""
    first = paragraphs[0].before if paragraphs else 0
    return (
        sum(lines_of(item, width) * item.size * LEADING + item.before for item in paragraphs)
        - first
    )


def is_fitting(text: str, width: float, size: float, *, bold: bool = False, lines: int = 1) -> bool:
    """Whether a text fits in so many lines, no word of it cut."""
    found = wrapped(text, width / _spare(bold), size, 600 if bold else 400, most=MANY)
    return len(found) <= lines and "".join(found).replace(" ", "") == clean(text).replace(" ", "")


def fitting(
    texts: Sequence[str], width: float, sizes: Sequence[int], *, bold: bool = False, lines: int = 1
) -> int:
    """The first of ``sizes`` at which every text fits, else the last one."""
    return next(
        (
            size
            for size in sizes
            if all(is_fitting(text, width, size, bold=bold, lines=lines) for text in texts)
        ),
        sizes[-1],
    )


def shrunk(paragraphs: Sequence[Words], width: float, height: float) -> list[Words]:
    """The paragraphs at the largest common scale that fits; at the smallest, the ends are cut."""
    return alike([list(paragraphs)], width, height)[0]


def alike(texts: Sequence[list[Words]], width: float, height: float) -> list[list[Words]]:
    """Texts of boxes side by side, all at the largest scale at which each of them fits its own."""
    tried = list(texts)
    for scale in _SHRINK:
        tried = [[_scaled(item, scale) for item in words] for words in texts]
        if all(height_of(words, width) <= height for words in tried):
            return tried
    return [
        words if height_of(words, width) <= height else _cut_to(words, width, height)
        for words in tried
    ]


def _scaled(item: Words, scale: float) -> Words:
    size = min(item.size, max(item.keep, round(item.size * scale * 2) / 2))
    return replace(item, size=size, before=item.before * scale)


def _cut_to(paragraphs: Sequence[Words], width: float, height: float) -> list[Words]:
    """The longest paragraphs shortened until all fit; if they cannot, the last ones are left out."""
    most = max((lines_of(item, width) for item in paragraphs), default=1)
    cut = list(paragraphs)
    for limit in range(most, 0, -1):
        cut = [_shortened(item, width, limit) for item in paragraphs]
        if height_of(cut, width) <= height:
            return cut
    while len(cut) > 1 and height_of(cut, width) > height:
        cut.pop()
    return cut


def _shortened(item: Words, width: float, limit: int) -> Words:
    """A paragraph on at most so many lines, its end cut; what follows the text goes with it."""
    if lines_of(item, width) <= limit:
        return item
    lead = f"{item.lead} " if item.lead else ""
    lines = wrapped(lead + item.text, width / _spare(item.bold), item.size, item.weight, most=limit)
    return replace(item, text=" ".join(lines).removeprefix(lead), tail="")


def write(
    frame: Any,
    paragraphs: Sequence[Words],
    language: Language,
    *,
    align: Align = "left",
    is_styled: bool = True,
) -> None:
    """Fill a text frame; the text is set as text, never read as markup.

    Args:
        frame: Text frame of a shape, a cell or the notes.
        is_styled: Whether sizes and colours are written; placeholders take those of their layout.
    """
    for place, words in enumerate(paragraphs or [Words(text="", size=FLOOR)]):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        if align != "left":
            paragraph.alignment = _ALIGN[align]
        if is_styled and place and words.before:
            paragraph.space_before = Pt(words.before)
        for text, bold, role in words.runs:
            run = paragraph.add_run()
            run.text = clean(text)
            run._r.get_or_add_rPr().set("lang", LANGUAGE_TAG[language])
            if is_styled:
                run.font.size, run.font.bold = Pt(words.size), bold
                paint(run.font.color, role)


def put(
    shapes: Any,
    box: Box,
    paragraphs: Sequence[Words],
    language: Language,
    *,
    align: Align = "left",
    anchor: Anchor = "top",
    fits: bool = True,
) -> Any:
    """Add a text box without margins; its text fits in it.

    Args:
        shapes: Shapes of a slide or a group.
        fits: Whether sizes are lowered to fit; else they are taken as they are.
    """
    shape = shapes.add_textbox(*emu(box))
    frame = shape.text_frame
    bare(frame, anchor)
    shown = shrunk(paragraphs, box.width, box.height) if fits else paragraphs
    write(frame, shown, language, align=align)
    return shape


def bare(frame: Any, anchor: Anchor = "top", *, margin: float = 0) -> None:
    """No margins of its own, wrapped, no resizing."""
    frame.word_wrap = True
    frame.vertical_anchor = _ANCHOR[anchor]
    frame.margin_left = frame.margin_right = Pt(margin)
    frame.margin_top = frame.margin_bottom = Pt(margin)


def emu(box: Box) -> tuple[int, int, int, int]:
    """Left, top, width, height in units of the file."""
    return (
        round(box.x * EMU),
        round(box.y * EMU),
        round(box.width * EMU),
        round(box.height * EMU),
    )


def describe(shape: Any, name: str, text: str) -> None:
    """Name in the selection pane and alternative text of a chart, a table, a group or a shape."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", clean(name))
    properties.set("descr", clean(text))


def decorate(shape: Any) -> None:
    """Say that a shape carries no meaning of its own: a reader passes over it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", "")
    properties.append(
        parse_xml(
            f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            '<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" '
            'val="1"/></a:ext></a:extLst>'
        )
    )
