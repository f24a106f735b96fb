"""The frame of every picture: title, measure, legend, source, edition, language; and the PNG of it.

A picture is a slide, 1920 × 1080. When a chart has more rows than fit with letters of 22 pixels, the
picture grows in height; letters never shrink.
"""

from __future__ import annotations

import io
from datetime import date
from functools import cache

import numpy as np
import vl_convert
from PIL import Image

from components.fonts import font_dir
from components.i18n import Language, day, translator, typography
from components.markup import Element, Node
from components.pictures.chart import Chart, LegendItem
from components.pictures.marks import legend_shape, legend_width, patterns
from components.pictures.svg import (
    FONT_FAMILY,
    clean,
    element,
    line,
    lines_of_text,
    moved,
    rect,
    text,
    text_width,
    wrapped,
)
from components.theme import STAGE
from data.load import Dataset

WIDTH, HEIGHT = 1920, 1080
COLOURS = 256
"""Colours of a PNG: those we draw with and their edges. Without a palette a file is six times larger."""

MARGIN = 80
BODY_WIDTH = WIDTH - 2 * MARGIN

_CODE = np.array([1 << 16, 1 << 8, 1], dtype=np.int32)

_TITLE, _TITLE_LEADING = 60, 68
_SUBTITLE, _SUBTITLE_LEADING = 32, 40
_LEGEND, _LEGEND_LEADING = 28, 44
_LEGEND_MARK = 24
_SMALL, _SMALL_LEADING = 24, 32
_TOP = 48
_BOTTOM = 40


def body_height(title: str, subtitle: str, legend: tuple[LegendItem, ...], note: str = "") -> float:
    """Height left for the drawing in a picture of the size of a slide."""
    return HEIGHT - _head_height(title, subtitle, legend) - _foot_height(note)


def picture(chart: Chart, dataset: Dataset, today: date) -> str:
    """The chart as a whole SVG document.

    Args:
        dataset: Edition, and the names of the sources.
        today: Day the picture is made, against which facts were aged.

    Returns:
        1920 wide, 1080 high or more; every text at least 22 pixels high.
    """
    head = _head_height(chart.title, chart.subtitle, chart.legend)
    foot = _foot_height(chart.note)
    height = max(HEIGHT, round(head + chart.body.height + foot))
    document = element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
        lang=chart.language,
        role="img",
        aria_labelledby="rc-title rc-desc",
        font_family=FONT_FAMILY,
    )[
        element("title", id="rc-title")[clean(chart.title)],
        element("desc", id="rc-desc")[clean(chart.takeaway)],
        patterns(),
        rect(0, 0, WIDTH, height, fill=STAGE.paper),
        _head(chart),
        moved(MARGIN, head, chart.body.content),
        moved(0, height - foot, _foot(chart, dataset, today)),
    ]
    return str(document)


def png(svg: str, scale: float = 1) -> bytes:
    """A picture drawn as PNG, with our fonts only, in at most 256 colours.

    Args:
        svg: What :func:`picture` returns.
        scale: 1 for the pixels of the picture, 2 for print.
    """
    _register_fonts()
    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    with Image.open(io.BytesIO(drawn)) as shown:
        few = few_colours(shown.convert("RGB"))
    file = io.BytesIO()
    few.save(file, "PNG")
    return file.getvalue()


def few_colours(shown: Image.Image) -> Image.Image:
    """The same pixels with a palette: the 256 colours seen most, exactly; any other becomes the nearest.

    Only edges of letters and lines change, by a few levels. No dithering: its dots would look like a
    pattern that means something. (Pillow's own palettes shift the ground of the picture.)

    Args:
        shown: An RGB image.
    """
    counted = sorted(shown.getcolors(shown.width * shown.height) or (), reverse=True)
    colours = np.array([colour for _, colour in counted], dtype=np.int32)
    kept = colours[:COLOURS]
    # One colour at a time against the palette: a few thousand at most, and little memory.
    nearest = [int(((kept - colour) ** 2).sum(axis=1).argmin()) for colour in colours]
    place = np.zeros(1 << 24, dtype=np.uint8)
    place[colours @ _CODE] = nearest
    few = Image.fromarray(place[np.asarray(shown, dtype=np.int32) @ _CODE])
    few.putpalette(kept.astype(np.uint8).tobytes())
    return few


def source_line(chart: Chart, dataset: Dataset) -> str:
    """« Sources : Ville de Namur, AIMF… et 12 autres », the first publishers that fit."""
    t = translator(chart.language)
    if chart.publishers is not None:
        return typography(t("pictures.source", names=chart.publishers), chart.language)
    names = list(dict.fromkeys(dataset.sources[key].publisher for key in chart.source_ids))
    if not names:
        return t("pictures.source.none")
    for shown in range(len(names), 0, -1):
        listed = ", ".join(clean(name) for name in names[:shown])
        left = len(names) - shown
        told = t("pictures.source.more", names=listed, count=left) if left else listed
        whole = t("pictures.source.count", count=len(chart.source_ids), names=told)
        if text_width(whole, _SMALL) <= BODY_WIDTH:
            return typography(whole, chart.language)
    return t("pictures.source.count", count=len(chart.source_ids), names=clean(names[0]))


def edition_line(dataset: Dataset, today: date, language: Language) -> str:
    """Edition and its date, day of the picture, language, holder and licence."""
    t = translator(language)
    return t(
        "pictures.edition",
        edition=dataset.edition,
        published=day(dataset.published_on, language),
        drawn=day(today, language),
        year=str(dataset.published_on.year),
    )


def legend_rows(legend: tuple[LegendItem, ...]) -> list[list[tuple[LegendItem, float]]]:
    """Entries of the legend with their place from the left, in as many rows as they need."""
    rows: list[list[tuple[LegendItem, float]]] = []
    x = 0.0
    for item in legend:
        width = legend_width(item.shape, _LEGEND_MARK) + 12 + text_width(item.label, _LEGEND)
        if not rows or x + width > BODY_WIDTH:
            rows.append([])
            x = 0.0
        rows[-1].append((item, x))
        x += width + 44
    return rows


def _head_height(title: str, subtitle: str, legend: tuple[LegendItem, ...]) -> float:
    return (
        _TOP
        + len(_title_lines(title)) * _TITLE_LEADING
        + 8
        + len(_subtitle_lines(subtitle)) * _SUBTITLE_LEADING
        + (16 + len(legend_rows(legend)) * _LEGEND_LEADING if legend else 0)
        + 28
    )


def _head(chart: Chart) -> Node:
    titles, subtitles = _title_lines(chart.title), _subtitle_lines(chart.subtitle)
    baseline = _TOP + 54.0
    drawn: list[Node] = [
        lines_of_text(
            titles,
            MARGIN,
            baseline,
            size=_TITLE,
            leading=_TITLE_LEADING,
            weight=600,
            fill=STAGE.ink,
        )
    ]
    y = _TOP + len(titles) * _TITLE_LEADING + 8.0
    drawn.append(
        lines_of_text(
            subtitles,
            MARGIN,
            y + 31,
            size=_SUBTITLE,
            leading=_SUBTITLE_LEADING,
            fill=STAGE.muted,
        )
    )
    y += len(subtitles) * _SUBTITLE_LEADING + 16
    for position, row in enumerate(legend_rows(chart.legend)):
        centre = y + position * _LEGEND_LEADING + _LEGEND_LEADING / 2
        for item, x in row:
            width = legend_width(item.shape, _LEGEND_MARK)
            drawn += [
                legend_shape(item.shape, MARGIN + x + width / 2, centre, _LEGEND_MARK),
                text(item.label, MARGIN + x + width + 12, centre + 9, size=_LEGEND),
            ]
    return drawn


def _foot_height(note: str) -> float:
    return 24 + 20 + _SMALL_LEADING * (2 + len(_note_lines(note))) + _BOTTOM - 8


def _foot(chart: Chart, dataset: Dataset, today: date) -> list[Node]:
    lines = [
        *_note_lines(chart.note),
        source_line(chart, dataset),
        edition_line(dataset, today, chart.language),
    ]
    return [
        line(MARGIN, 24, WIDTH - MARGIN, 24),
        [
            _small(value, 24 + 20 + 22 + _SMALL_LEADING * position)
            for position, value in enumerate(lines)
        ],
    ]


def _small(value: str, y: float) -> Element:
    return text(value, MARGIN, y, size=_SMALL, fill=STAGE.muted, width=BODY_WIDTH)


def _title_lines(title: str) -> list[str]:
    return wrapped(title, BODY_WIDTH, _TITLE, 600)


def _subtitle_lines(subtitle: str) -> list[str]:
    return wrapped(subtitle, BODY_WIDTH, _SUBTITLE)


def _note_lines(note: str) -> list[str]:
    return wrapped(note, BODY_WIDTH, _SMALL, most=3) if note else []


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(font_dir()))
