"""Rows and columns of answers as a native table: the word in each cell, its ground by the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from components.i18n import number
from components.stage.charts import Matrix, MatrixRow
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import paint
from components.stage.powerpoint.text import Words, describe, emu, fitting, is_fitting, put, write
from components.stage.powerpoint.theme import EMU, FLOOR, LEADING, Box, Role
from data.schema import Answer

_TALLEST = 40.0
_SIZES = (20, 18, 16, 15, FLOOR)
_GROUNDS: dict[Answer, tuple[Role | None, Role, bool]] = {
    Answer.YES: ("documented", "on_accent", True),
    Answer.PARTIAL: ("possible", "ink", False),
    Answer.NO: (None, "ink", False),
    Answer.NOT_APPLICABLE: (None, "muted", False),
    Answer.UNKNOWN: ("unknown", "muted", False),
}
"""Ground of a cell, colour of its word, whether it is bold."""


_SIGNS: dict[Answer, str] = {
    Answer.YES: "■",
    Answer.PARTIAL: "½",
    Answer.NO: "–",
    Answer.NOT_APPLICABLE: "/",
    Answer.UNKNOWN: "?",
}
"""Written where a word is too long for its cell; a line under the table says what they mean."""


def draw_matrix(canvas: Canvas, chart: Matrix) -> None:
    """A table with a row of headings and, below, how many rows answer yes in each column.

    A row that has one answer throughout is one cell.
    """
    box, language = canvas.box, canvas.language
    first = box.width * (0.26 if len(chart.columns) > 5 else 0.32)
    other = (box.width - first) / len(chart.columns)
    long = _too_long(chart, other - 8)
    if long:
        key = f"{' · '.join(f'{_SIGNS[state]} {chart.words[state]}' for state in long)}"
        words = [Words(text=key, size=16, role="muted", keep=FLOOR)]
        under = Box(box.x, box.bottom - 16 * LEADING, box.width, 16 * LEADING)
        put(canvas.shapes, under, words, language)
        box = replace(box, height=box.height - under.height - 4)
    rows, columns = len(chart.rows) + 2, len(chart.columns) + 1
    pitch = min(box.height / rows, _TALLEST)
    sizes = [size for size in _SIZES if size * LEADING <= pitch] or [FLOOR]
    labels = [row.label for row in chart.rows]
    said = {state: _SIGNS[state] if state in long else word for state, word in chart.words.items()}
    size = min(
        fitting([*labels, chart.heads[0], chart.heads[1]], first - 12, sizes),
        fitting(
            [said[state] for row in chart.rows if not _is_even(row) for state in row.states],
            other - 8,
            sizes,
        ),
    )
    head_size = fitting([title for _, title in chart.columns], other - 8, sizes, bold=True)
    frame = canvas.shapes.add_table(rows, columns, *emu(box))
    describe(frame, canvas.name, canvas.alt)
    table = frame.table
    _plain(table)
    for place, column in enumerate(table.columns):
        column.width = Emu(round((other if place else first) * EMU))
    for row in table.rows:
        row.height = Emu(round(pitch * EMU))
    frame.height = Emu(round(pitch * EMU) * rows)

    def cell(row: int, column: int, item: Words, *, ground: Role | None = None) -> Any:
        place = table.cell(row, column)
        place.vertical_anchor = MSO_ANCHOR.MIDDLE
        place.margin_left = place.margin_right = Pt(4)
        place.margin_top = place.margin_bottom = 0
        write(place.text_frame, [item], language, align="center" if column else "left")
        if ground is None:
            place.fill.background()
        else:
            place.fill.solid()
            paint(place.fill.fore_color, ground)
        _edges(place)
        return place

    cell(0, 0, Words(text=chart.heads[0], size=size, role="muted"))
    for column, (_, title) in enumerate(chart.columns, start=1):
        cell(0, column, Words(text=title, size=head_size, bold=True))
        total = number(chart.count(column - 1), language)
        cell(rows - 1, column, Words(text=total, size=size, bold=True))
    for place, row in enumerate(chart.rows, start=1):
        cell(place, 0, Words(text=row.label, size=size))
        whole = _is_even(row)
        for column, state in enumerate(row.states, start=1):
            ground, role, bold = _GROUNDS[state]
            text = chart.words[state] if whole else said[state]
            item = Words(text="" if whole and column > 1 else text, size=size, bold=bold, role=role)
            cell(place, column, item, ground=ground)
        if whole:
            table.cell(place, 1).merge(table.cell(place, columns - 1))
    cell(rows - 1, 0, Words(text=chart.heads[1], size=size, role="muted"))


def _is_even(row: MatrixRow) -> bool:
    """Whether a row has the same answer in each of its columns."""
    return len(row.states) > 1 and len(set(row.states)) == 1


def _too_long(chart: Matrix, width: float) -> list[Answer]:
    """Answers whose word fits no cell, in their order."""
    used = {state for row in chart.rows if not _is_even(row) for state in row.states}
    return [
        state
        for state in Answer
        if state in used and not is_fitting(chart.words[state], width, FLOOR, bold=True)
    ]


def _plain(table: Any) -> None:
    """No style of its own: only a first row and a first column that a reader announces."""
    table.first_row = table.first_col = True
    table.horz_banding = False
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    if style is not None:
        # « No style, no grid »: the edges are ours.
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _edges(cell: Any) -> None:
    """A thin line of paper around every cell, so that grounds stay apart."""
    properties = cell._tc.get_or_add_tcPr()
    for place, name in enumerate(("a:lnL", "a:lnR", "a:lnT", "a:lnB")):
        edge = parse_xml(
            f'<{name} {nsdecls("a")} w="19050" cap="flat" cmpd="sng"><a:solidFill>'
            f'<a:schemeClr val="bg1"/></a:solidFill><a:prstDash val="solid"/></{name}>'
        )
        properties.insert(place, edge)
