"""Native charts: numbers in a workbook that can be edited, drawn without gridlines, frames or legend."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from components.i18n import Language
from components.pictures.svg import clean
from components.stage.powerpoint.paint import paint
from components.stage.powerpoint.text import describe, emu, is_fitting
from components.stage.powerpoint.theme import FLOOR, LABELS, LEADING, SMALLEST, Box, Role

SHEET = "Sheet1"
"""Name that the references of the library to the workbook have."""

Series = tuple[str, Sequence[float | None]]

LABEL_GAP = 10.0
"""Points between the label of a bar and its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """Where one chart is drawn.

    Attributes:
        shapes: Shapes of the slide.
        alt: Alternative text of the whole chart.
        name: Name of the chart in the selection pane.
        made_on: Day written into workbooks.
    """

    shapes: Any
    box: Box
    language: Language
    alt: str
    name: str
    made_on: date


class _Facts(CategoryChartData):
    """Chart data whose workbook holds every text as text, and no date of its making."""

    def __init__(self, head: str, made_on: date, number_format: str) -> None:
        library: Any = super()
        library.__init__(number_format)
        self._head, self._made_on = head, made_on

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook: categories in the first column, a column for each series."""
        buffer = io.BytesIO()
        book = Workbook(
            buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        book.set_properties({"created": datetime.combine(self._made_on, time())})
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, self._head)
        for row, category in enumerate(self.categories, start=1):
            sheet.write_string(row, 0, str(category.label))
        for column, series in enumerate(self, start=1):
            sheet.write_string(0, column, series.name)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value)
        book.close()
        return buffer.getvalue()


def add_chart(
    canvas: Canvas,
    kind: XL_CHART_TYPE,
    head: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    number_format: str = "General",
) -> Any:
    """A chart in the box of the canvas, with its alternative text; nothing drawn but its bars.

    Args:
        head: Heading of the column of categories in the workbook.
    """
    facts: Any = _Facts(clean(head), canvas.made_on, number_format)
    facts.categories = [clean(label) for label in categories]
    for name, values in series:
        facts.add_series(clean(name), values)
    frame = canvas.shapes.add_chart(kind, *emu(canvas.box), facts)
    describe(frame, canvas.name, canvas.alt)
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    chart.font.size = Pt(LABELS[-1])
    paint(chart.font.color, "ink")
    for name in ("c:axId", "c:crossAx"):
        # The library numbers axes below zero, which the schema does not allow.
        for number in chart._chartSpace.iter(qn(name)):
            number.set("val", number.get("val").removeprefix("-"))
    rounded = chart._chartSpace.find(qn("c:roundedCorners"))
    if rounded is None:
        date_system = chart._chartSpace.find(qn("c:date1904"))
        corners = parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>')
        if date_system is not None:
            date_system.addnext(corners)
        else:
            chart._chartSpace.insert(0, corners)
    return chart


def bare_axes(chart: Any, size: float, *, largest: float, smallest: float = 0) -> None:
    """Labels of bars in reading order, top to bottom; the axis of values is not drawn.

    Args:
        size: Points of the labels.
        largest, smallest: Ends of the axis of values.
    """
    labels, values = chart.category_axis, chart.value_axis
    labels.reverse_order = True
    labels.has_major_gridlines = False
    labels.major_tick_mark = labels.minor_tick_mark = XL_TICK_MARK.NONE
    labels.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    labels.tick_labels.font.size = Pt(size)
    paint(labels.tick_labels.font.color, "ink")
    labels.format.line.fill.background()
    # Else a program leaves labels out where bars are thin.
    labels._element.find(qn("c:noMultiLvlLbl")).addprevious(
        parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    )
    values.has_major_gridlines = values.has_minor_gridlines = False
    values.major_tick_mark = values.minor_tick_mark = XL_TICK_MARK.NONE
    values.minimum_scale, values.maximum_scale = smallest, largest
    values.visible = False


def figures(
    series: Any, size: float, position: XL_LABEL_POSITION | None, role: Role = "ink"
) -> None:
    """Write the figure of each bar of a series; a zero part of a stack says nothing."""
    labels = series.data_labels
    labels.show_value = True
    labels.font.size, labels.font.bold = Pt(size), True
    paint(labels.font.color, role)
    labels.number_format, labels.number_format_is_linked = "0", False
    if position is not None:
        labels.position = position


def plot_in(chart: Any, inner: Box, outer: Box) -> None:
    """Fix the place of the bars inside the chart, so that labels have the room that was measured."""
    area = chart._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    shares = {
        "x": (inner.x - outer.x) / outer.width,
        "y": (inner.y - outer.y) / outer.height,
        "w": inner.width / outer.width,
        "h": inner.height / outer.height,
    }
    written = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{written}</c:manualLayout></c:layout>'
    )
    area.insert(0, layout)


def label_room(
    labels: Sequence[str],
    box: Box,
    *,
    most: float = 0.42,
    sizes: Sequence[int] = (*LABELS, FLOOR, SMALLEST),
) -> tuple[int, float]:
    """Size of the labels of bars and the width kept for them, beside ``box.height / len`` of pitch.

    Labels are on one line if they can, else on two; the size is the largest at which all fit.
    """
    pitch = box.height / max(1, len(labels))
    room = box.width * most
    for size in sizes:
        for lines in (1, 2):
            if size * LEADING * lines * 1.08 > pitch:
                break
            if all(is_fitting(label, room, size, lines=lines) for label in labels):
                return size, _narrowest(labels, room, size, lines) + LABEL_GAP
    return sizes[-1], room + LABEL_GAP


def _narrowest(labels: Sequence[str], room: float, size: int, lines: int) -> float:
    """The least width, in steps, at which every label still fits in as many lines."""
    width = room
    while width > 40 and all(is_fitting(label, width - 8, size, lines=lines) for label in labels):
        width -= 8
    return width
