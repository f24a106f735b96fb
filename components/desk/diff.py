"""What changes, as somebody who never saw a table reads it: « Début : 2021 → 2022 »."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import htpy as h

from components.desk.fields import label_of
from components.desk.words import is_list, items_of_cell, row_name, shown_cell, shown_items
from components.markup import Element, Node, isolated
from components.view import View
from data.changes import ChangeKind, RowChange
from data.load import RECORD_TYPES
from data.raw import RAW_KEYS

LONG = 60
"""Characters from which the words that change are marked inside their text."""

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words that stays, goes (``is_old``) or comes (``is_new``)."""

    text: str
    is_old: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """One field that changes, in the words of a reader.

    Attributes:
        label: Name of the field.
        old, new: Its texts; None: the row is not there on that side.
        pieces: Words kept, gone and come, for a long text; empty: show both texts.
        gone, come: Items that leave and enter a list; empty for other fields.
    """

    column: str
    label: str
    old: str | None
    new: str | None
    pieces: tuple[Piece, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def diff_lines(change: RowChange, view: View) -> tuple[DiffLine, ...]:
    """Fields that a change touches, in its order; those empty on both sides and the key left out."""
    lines = []
    for cell in change.cells:
        is_key = cell.column in RAW_KEYS[change.table]
        if is_key or not (cell.old or cell.new) or cell.old == cell.new:
            continue
        lines.append(_line(change, cell.column, cell.old, cell.new, view))
    return tuple(lines)


def column_label(table: str, column: str, view: View) -> str:
    """Name of a column; of a table without a form, its technical name."""
    if table not in RECORD_TYPES:
        return column
    return label_of(table, column, view.language, view.t)


def _line(change: RowChange, column: str, old: str | None, new: str | None, view: View) -> DiffLine:
    table = change.table
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    if is_list(table, column) and old is not None and new is not None:
        before, after = items_of_cell(old), items_of_cell(new)
        gone = shown_items(table, column, (item for item in before if item not in after), view)
        come = shown_items(table, column, (item for item in after if item not in before), view)
    shown_old = None if old is None else shown_cell(table, column, old, view)
    shown_new = None if new is None else shown_cell(table, column, new, view)
    is_long = (
        bool(old and new) and not (gone or come) and max(len(old or ""), len(new or "")) > LONG
    )
    return DiffLine(
        column=column,
        label=column_label(table, column, view),
        old=shown_old,
        new=shown_new,
        pieces=word_pieces(old or "", new or "") if is_long else (),
        gone=gone,
        come=come,
    )


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two texts: those that stay, those that go, those that come."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(text="".join(before[first:last])))
            continue
        if first < last:
            pieces.append(Piece(text="".join(before[first:last]), is_old=True))
        if start < end:
            pieces.append(Piece(text="".join(after[start:end]), is_new=True))
    return tuple(pieces)


# ---- drawn ----------------------------------------------------------------------------------------


def changes_diff(changes: Iterable[RowChange], view: View) -> Element:
    """Every row that changes with its fields; a row by its name, what happens to it in words."""
    return h.div(".rc-diff")[(_row(change, view) for change in changes)]


def _row(change: RowChange, view: View) -> Element:
    texts = {
        cell.column: (cell.old if cell.new is None else cell.new) or "" for cell in change.cells
    }
    name = row_name(change.table, change.key, view, texts)
    return h.section(".rc-diff-row")[
        h.p(".rc-diff-name")[
            h.span(".rc-tag")[view.t(f"edit.change.{change.kind.value}")],
            " ",
            h.span(".rc-muted")[view.t(f"edit.table.{change.table}")],
            " ",
            isolated(name),
        ],
        diff_list(change, view),
    ]


def diff_list(change: RowChange, view: View) -> Node:
    """The fields of one row that change; of a row that goes, nothing: its name says it."""
    if change.kind is ChangeKind.WITHDRAW:
        return None
    lines = diff_lines(change, view)
    if not lines:
        return None
    return h.dl(".rc-diff-lines")[(line_element(line, view) for line in lines)]


def line_element(line: DiffLine, view: View) -> Element:
    """One field: its name, then what it was and what it becomes."""
    return h.div(".rc-diff-line")[h.dt[line.label], h.dd[_values(line, view)]]


def _values(line: DiffLine, view: View) -> Node:
    if line.pieces:
        return h.span(".rc-diff-text")[(_piece(piece, view) for piece in line.pieces)]
    if line.gone or line.come:
        return h.ul(".rc-diff-items")[
            (h.li[_gone(item, view)] for item in line.gone),
            (h.li[_come(item, view)] for item in line.come),
        ]
    if line.old is None:
        return h.ins[isolated(line.new or "")]
    if line.new is None:
        return _gone(line.old, view)
    return [
        h.del_[isolated(line.old)],
        h.span(".rc-diff-arrow", aria_hidden="true")[" → "],
        h.span(".rc-hidden")[f" {view.t('edit.becomes')} "],
        h.ins[isolated(line.new)],
    ]


def _piece(piece: Piece, view: View) -> Node:
    if piece.is_old:
        return _gone(piece.text, view)
    return _come(piece.text, view) if piece.is_new else piece.text


def _gone(text: str, view: View) -> Element:
    return h.del_[h.span(".rc-hidden")[f"{view.t('edit.gone')} "], isolated(text)]


def _come(text: str, view: View) -> Element:
    return h.ins[h.span(".rc-hidden")[f"{view.t('edit.come')} "], isolated(text)]
