"""One scene as one slide: what stands around the chart in placeholders, the chart drawn natively."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck

from components.i18n import Translate
from components.stage.charts import Opening
from components.stage.powerpoint.catalogue import draw_native
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import by_state
from components.stage.powerpoint.shapes import square
from components.stage.powerpoint.template import (
    DIVIDER_LAYOUT,
    EDITION_AT,
    KICKER_AT,
    KICKER_BOX,
    LANGUAGE_TAG,
    NUMBER_AT,
    NUMBER_BOX,
    RULE_AT,
    SCENE_LAYOUT,
    SOURCE_AT,
    SOURCE_BOX,
    SUBTITLE_AT,
    SUBTITLE_BOX,
    TITLE_BOX,
    TITLE_LEADING,
    UNKNOWN_AT,
    UNKNOWN_BOX,
)
from components.stage.powerpoint.text import (
    Words,
    describe,
    emu,
    fitting,
    lines_of,
    put,
    shrunk,
    width_of,
    write,
)
from components.stage.powerpoint.theme import (
    BODY_WIDTH,
    EDITION,
    KICKER,
    LEADING,
    MARGIN,
    SOURCE,
    SPARE_BOLD,
    SUBTITLE,
    TITLE,
    UNKNOWN,
    WIDEST,
    Box,
)
from components.stage.scene import Coverage, Scene
from components.stage.slide import SlideFrame

TITLES = (TITLE, 36, 34, 32)
"""Sizes of a headline; the first at which it takes two lines."""

_COUNT = re.compile(r"(?<!\w)(\d+) (?=\w)")
"""A figure and what it counts stay on one line."""

SWATCH = 26.0
_STRIP = 58.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideRequest:
    """What a slide is made from."""

    scene: Scene
    frame: SlideFrame
    notes: list[str]
    made_on: date
    t: Translate


def add_scene(deck: Deck, asked: SlideRequest) -> Any:
    """Add the slide of a scene at the end."""
    scene, frame = asked.scene, asked.frame
    slide = deck.slides.add_slide(deck.slide_layouts[SCENE_LAYOUT])
    places = {place.placeholder_format.idx: place for place in slide.placeholders}
    headline = _COUNT.sub("\\1\u00a0", scene.headline)
    title_size = fitting([headline], BODY_WIDTH, TITLES, bold=True, lines=2)
    title = shrunk(
        [Words(text=headline, size=title_size, bold=True, keep=TITLES[-1])],
        BODY_WIDTH,
        TITLES[0] * LEADING * 2 + 1,
    )
    lines = min(2, lines_of(title[0], BODY_WIDTH))
    height = title_size * TITLE_LEADING * lines + 4
    at = replace(TITLE_BOX, width=_even(title[0], lines), height=height)
    _set(slide.shapes.title, at, title[0], frame)
    under = replace(SUBTITLE_BOX, y=TITLE_BOX.y + height + 2)
    _set(places[KICKER_AT], KICKER_BOX, _line(frame.kicker, KICKER, (KICKER, 15, 14)), frame)
    _set(
        places[SUBTITLE_AT],
        under,
        _line(scene.subtitle, SUBTITLE, (SUBTITLE, 17, 16, 15, 14)),
        frame,
    )
    foot = _unknown(slide, places[UNKNOWN_AT], asked)
    source = _line(frame.source, SOURCE, (SOURCE,))
    _set(places[SOURCE_AT], SOURCE_BOX, source, frame)
    write(
        places[EDITION_AT].text_frame,
        [Words(text=frame.edition, size=EDITION)],
        frame.language,
        is_styled=False,
    )
    _number(slide, asked.t("stage.decks.number", label=frame.label), frame)
    top = under.bottom + 8
    box = Box(MARGIN, top, BODY_WIDTH, foot - 8 - top)
    _body(slide, box, asked)
    _read_last(slide)
    _notes(slide, asked)
    return slide


def add_divider(deck: Deck, title: str, words: str, frame: SlideFrame) -> Any:
    """Add a slide that says what follows; ``frame`` gives its edition and language."""
    slide = deck.slides.add_slide(deck.slide_layouts[DIVIDER_LAYOUT])
    places = {place.placeholder_format.idx: place for place in slide.placeholders}
    for place, text in ((slide.shapes.title, title), (places[SUBTITLE_AT], words)):
        write(place.text_frame, [Words(text=text, size=0)], frame.language, is_styled=False)
    edition = Words(text=frame.edition, size=EDITION)
    write(places[EDITION_AT].text_frame, [edition], frame.language, is_styled=False)
    _number(slide, "", frame)
    slide.notes_slide.notes_text_frame.text = words
    return slide


def _read_last(slide: Any) -> None:
    """Put what stands under the chart after it, for who hears the slide."""
    tree = slide.shapes._spTree
    for number in (UNKNOWN_AT, SOURCE_AT, EDITION_AT, NUMBER_AT):
        for found in tree.xpath(f'./p:sp[p:nvSpPr/p:nvPr/p:ph/@idx="{number}"]'):
            tree.append(found)


def _body(slide: Any, box: Box, asked: SlideRequest) -> None:
    """The chart; before it, what is known and what is not where that is less than half."""
    scene, t = asked.scene, asked.t
    canvas = Canvas(
        shapes=slide.shapes,
        box=box,
        language=asked.frame.language,
        alt=f"{scene.headline}. {scene.sentence}",
        name=t("stage.decks.chart"),
        made_on=asked.made_on,
    )
    if scene.coverage is not None and scene.coverage.is_low:
        strip, left = box.cut_top(_STRIP, gap=4)
        _coverage(replace(canvas, box=strip), scene.coverage, t)
        canvas = replace(canvas, box=left)
    draw_native(canvas, scene.chart)


def _coverage(canvas: Canvas, coverage: Coverage, t: Translate) -> None:
    """Two parts of one bar, the unknown first, each under its words and its figure."""
    group = canvas.shapes.add_group_shape()
    describe(group, t("stage.decks.coverage"), coverage.text)
    words, bar = canvas.box.cut_top(30, gap=2)
    bar = replace(bar, height=14)
    total = coverage.known + coverage.unknown
    split = bar.width * coverage.unknown / total if total else bar.width
    unknown = t("stage.coverage.unknown", value=coverage.unknown)
    known = t("stage.coverage.known", value=coverage.known)
    size = fitting([unknown, known], bar.width / 2 - 10, (22, 20, 18, 16), bold=True)
    first, second = words.columns(2, 20)
    put(group.shapes, first, [Words(text=unknown, size=size, bold=True)], canvas.language)
    put(
        group.shapes,
        second,
        [Words(text=known, size=size, bold=True)],
        canvas.language,
        align="right",
    )
    by_state(square(group.shapes, replace(bar, width=split)), "unknown")
    if coverage.known:
        part = replace(bar, x=bar.x + split + 2, width=bar.width - split - 2)
        by_state(square(group.shapes, part), "documented")


def _unknown(slide: Any, place: Any, asked: SlideRequest) -> float:
    """What is not known, over the line of the sources, behind the fill it has in every chart.

    Returns:
        Where the room of the chart ends.
    """
    scene, frame = asked.scene, asked.frame
    if not scene.unknown:
        place._element.getparent().remove(place._element)
        return RULE_AT - (0 if isinstance(scene.chart, Opening) else 6)
    room = BODY_WIDTH - SWATCH - 8
    size = fitting([scene.unknown], room, (UNKNOWN, 17, 16))
    lines = min(2, lines_of(Words(text=scene.unknown, size=size), room))
    height = size * LEADING * lines
    box = Box(UNKNOWN_BOX.x + SWATCH + 8, RULE_AT - 8 - height, room, height)
    words = shrunk([Words(text=scene.unknown, size=size)], room, height + 1)
    _set(place, box, words[0], frame)
    sample = square(slide.shapes, Box(UNKNOWN_BOX.x, box.y + size * 0.32, SWATCH, size * 0.72))
    by_state(sample, "unknown")
    return box.y


def _even(title: Words, lines: int) -> float:
    """Width of a headline: two lines even in the widest family that may be taken for ours.

    In the whole width our own would leave one word alone on the second line, or nothing.
    """
    if lines < 2:
        return BODY_WIDTH
    width = BODY_WIDTH
    while width > BODY_WIDTH / 2 and _wide_lines(title, width - 20) <= 2:
        width -= 20
    return width


def _wide_lines(title: Words, width: float) -> int:
    """Lines of a headline in DejaVu Sans, which LibreOffice takes on a Linux without our family."""
    return lines_of(title, width * SPARE_BOLD / WIDEST)


def _line(text: str, size: int, sizes: tuple[int, ...]) -> Words:
    """One line at the first size at which it fits; cut at the last one."""
    found = fitting([text], BODY_WIDTH, sizes)
    words = Words(text=text, size=found, keep=found, role="muted")
    return shrunk([words], BODY_WIDTH, found * LEADING + 1)[0]


def _set(place: Any, box: Box, words: Words, frame: SlideFrame) -> None:
    """Fill a placeholder; its size is written only where it is not that of the layout."""
    place.left, place.top, place.width, place.height = emu(box)
    write(place.text_frame, [words], frame.language, is_styled=False)
    run = place.text_frame.paragraphs[0].runs[0]
    run.font.size = _points(words.size)


def _points(size: float) -> Any:
    from pptx.util import Pt  # noqa: PLC0415

    return Pt(size)


def _number(slide: Any, label: str, frame: SlideFrame) -> None:
    """The number of the slide, after the number that takes the live stage there."""
    tag = LANGUAGE_TAG[frame.language]
    place = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{_next_id(slide)}" name="Slide number"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" '
        f'idx="{NUMBER_AT}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>'
        f'<a:r><a:rPr lang="{tag}"/><a:t/></a:r>'
        '<a:fld id="{8D4B6E2C-1A7F-4C55-9B1E-2F0A6C7D3E10}" type="slidenum">'
        f'<a:rPr lang="{tag}"/><a:t>{len(slide.part.package.presentation_part.presentation.slides)}'
        "</a:t></a:fld></a:p></p:txBody></p:sp>"
    )
    text = place.xpath(".//a:r/a:t")[0]
    text.text = label
    slide.shapes._spTree.append(place)
    assert width_of(label, EDITION) < NUMBER_BOX.width


def _next_id(slide: Any) -> int:
    return 1 + max(int(found) for found in slide.shapes._spTree.xpath("//@id") if found.isdigit())


def _notes(slide: Any, asked: SlideRequest) -> None:
    paragraphs = [Words(text=text, size=12) for text in asked.notes]
    write(slide.notes_slide.notes_text_frame, paragraphs, asked.frame.language, is_styled=False)
