"""The city and those it works with: a line for each, as thick as its figure, as shapes."""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import MSO_SHAPE

from components.i18n import number
from components.stage.charts import Links
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import filled
from components.stage.powerpoint.shapes import outline, panel
from components.stage.powerpoint.text import (
    Words,
    alike,
    bare,
    decorate,
    describe,
    emu,
    fitting,
    put,
    write,
)
from components.stage.powerpoint.theme import LABELS, LEADING, TONE_COLOURS, Box, Role

_THINNEST, _THICKEST = 0.8, 26.0
_FIGURE = 64.0
_GAP = 10.0


def draw_links(canvas: Canvas, chart: Links) -> None:
    """The city on the left, a line to each of those it works with, the figure at its end."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    box = canvas.box
    start, rest = box.cut_left(box.width * 0.2, gap=box.width * 0.16)
    middle = Box(start.x, box.y + box.height / 2 - 75, start.width, 150)
    bands = rest.rows(max(1, len(chart.nodes)), _GAP)
    largest = max([1, *(node.value for node in chart.nodes)])
    size = fitting(
        [node.label for node in chart.nodes],
        rest.width - _FIGURE - 3 * _GAP,
        [size for size in LABELS if size * LEADING <= bands[0].height] or [LABELS[-1]],
    )
    centre = group.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *emu(middle))
    decorate(centre)
    filled(centre, "ink")
    bare(centre.text_frame, "middle", margin=6)
    write(
        centre.text_frame,
        [
            Words(
                text=chart.centre,
                size=fitting(
                    [chart.centre], middle.width - 12, (26, 22, 20, 18, 16), bold=True, lines=2
                ),
                bold=True,
                role="on_accent",
            )
        ],
        canvas.language,
        align="center",
    )
    total = sum(_thickness(node.value, largest) for node in chart.nodes)
    edge = middle.y + (middle.height - total) / 2
    texts = [
        [
            Words(text=node.label, size=size),
            *([Words(text=node.note, size=16, role="muted")] if node.note else ()),
        ]
        for node in chart.nodes
    ]
    texts = alike(texts, rest.width - _FIGURE - _GAP, min(bands[0].height, 58))
    for node, text, band in zip(chart.nodes, texts, bands, strict=True):
        role = TONE_COLOURS[node.tone]
        place = Box(band.x, band.y + max(0, band.height - 58) / 2, band.width, min(band.height, 58))
        thick = _thickness(node.value, largest)
        _band(
            group.shapes, (middle.right, edge), (place.x, place.y + place.height / 2), thick, role
        )
        edge += thick
        panel(group.shapes, place, edge=None)
        figure, words = place.cut_left(_FIGURE, gap=_GAP)
        put(
            group.shapes,
            figure,
            [Words(text=number(node.value, canvas.language), size=size, bold=True)],
            canvas.language,
            align="right",
            anchor="middle",
        )
        put(
            group.shapes,
            words,
            text,
            canvas.language,
            anchor="middle",
        )


def _thickness(value: int, largest: int) -> float:
    return _THINNEST + (_THICKEST - _THINNEST) * value / largest


def _band(
    shapes: Any, start: tuple[float, float], end: tuple[float, float], thick: float, role: Role
) -> None:
    """A band of even height from the city (its upper corner) to one of the others (its middle)."""
    corners = [
        start,
        (end[0], end[1] - thick / 2),
        (end[0], end[1] + thick / 2),
        (start[0], start[1] + thick),
    ]
    shape = outline(shapes, [corners])
    filled(shape, role)
