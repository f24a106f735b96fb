"""A change drawn for somebody who never saw a table: « début : 2021 → 2022 »."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import htpy as h

from components.desk.changes_words import Words
from components.desk.desk_view import DeskView
from components.desk.diff import LONG, word_pieces
from components.desk.form_names import address_of_form, form_key
from components.desk.headings import reader_address
from components.desk.journal_links import journal_of_row
from components.desk.programme_view import programme_lines
from components.i18n import number
from components.markup import Element, Node, external_link, internal_link, isolated
from components.source_note import source_line
from data.changes import ChangeKind, RowChange
from data.raw import PROGRAMMES, RAW_KEYS, Key, Row, raw_columns
from data.read import LIST_SEPARATOR
from data.store import ProposedRow
from data.workbook.fields import Kind, shape_of


def cell_line(table: str, column: str, old: str | None, new: str | None, words: Words) -> Element:
    """One field: its label, what it was, what it becomes."""
    if table == PROGRAMMES and column == "toml":
        return programme_lines(old, new, words)
    return h.p(".rc-change")[
        h.span(".rc-change-label")[words.column(table, column)],
        words.t("change.colon"),
        _values(table, column, old, new, words),
    ]


def _values(table: str, column: str, old: str | None, new: str | None, words: Words) -> Node:
    if old is None:
        return h.ins[_value(table, column, new, words)]
    if new is None:
        return h.del_[_value(table, column, old, words)]
    field = None if table == PROGRAMMES else shape_of(table).fields[column]
    if field is not None and field.is_list and old and new:
        before, after = (text.split(LIST_SEPARATOR) for text in (old, new))
        gone = [item for item in before if item not in after]
        come = [item for item in after if item not in before]
        if gone or come:
            return _items(table, column, (gone, come), len(after) - len(come), words)
    is_text = field is not None and field.kind is Kind.TEXT and not field.is_list
    if is_text and old and new and max(len(old), len(new)) > LONG:
        return _marked(words.value(table, column, old), words.value(table, column, new), words)
    return [
        h.del_[_value(table, column, old, words)],
        h.span(".rc-change-arrow", aria_hidden="true")[" → "],
        h.span(".rc-hidden")[f" {words.t('change.becomes')} "],
        h.ins[_value(table, column, new, words)],
    ]


def _value(table: str, column: str, text: str | None, words: Words) -> Node:
    if text and column in {"source_id", "source_ids"} and table != "sources":
        return [
            [words.t("change.list") if place else "", _source_link(item, words)]
            for place, item in enumerate(text.split(LIST_SEPARATOR))
        ]
    class_ = None if text else "rc-muted"
    return h.span(class_=class_)[isolated(words.value(table, column, text))]


def _source_link(source_id: str, words: Words) -> Node:
    row = words.raw.get("sources", {}).get((source_id,), {})
    return external_link(isolated(words.name("sources", (source_id,))), row.get("url"), words.t)


def _items(
    table: str, column: str, moved: tuple[list[str], list[str]], kept: int, words: Words
) -> Node:
    gone, come = moved
    parts: list[Node] = [
        h.span[words.t("change.gone"), " ", h.del_[_value(table, column, item, words)]]
        for item in gone
    ]
    parts += [
        h.span[words.t("change.come"), " ", h.ins[_value(table, column, item, words)]]
        for item in come
    ]
    if kept:
        parts.append(h.span(".rc-muted")[words.t("change.kept", count=kept)])
    return [[" ; " if place else "", part] for place, part in enumerate(parts)]


def _marked(old: str, new: str, words: Words) -> Node:
    """A text in which only the words that change are marked."""
    nodes: list[Node] = []
    for piece in word_pieces(old, new):
        if not (piece.is_old or piece.is_new):
            nodes.append(piece.text)
            continue
        mark, key = (h.del_, "change.gone") if piece.is_old else (h.ins, "change.come")
        nodes += _run(mark, h.span(".rc-hidden")[f"{words.t(key)} "], piece.text)
    return h.span(".rc-change-text")[nodes]


def _run(mark: h.Element, hidden: Node, text: str) -> list[Node]:
    """Marked words, the spaces around them outside the mark."""
    words = text.strip()
    if not words:
        return [text]
    before, _, after = text.partition(words)
    return [before, mark[hidden, words], after]


# ---- rows -----------------------------------------------------------------------------------------


def shown_columns(table: str, kind: ChangeKind, texts: dict[str, str | None]) -> list[str]:
    """Columns worth a line: not the key, and of a new row only what is written in it."""
    if kind is ChangeKind.WITHDRAW:
        return []
    has_to = kind is ChangeKind.EDIT
    return [c for c, new in texts.items() if c not in RAW_KEYS[table] and (has_to or new)]


def row_texts(row: RowChange | ProposedRow) -> dict[str, str]:
    """Texts that a change knows of its row: the new ones, or those it takes away."""
    return {cell.column: (cell.old if cell.new is None else cell.new) or "" for cell in row.cells}


def row_name(row: RowChange | ProposedRow, words: Words) -> str:
    """Name of the row of a change, whether it is in the tables or not."""
    return words.row(row.table, row.key, row_texts(row))


def row_head(row: RowChange | ProposedRow, desk: DeskView, *, level: int = 3) -> Element:
    """What happens to which row, and the ways to its history and to its city."""
    words = desk.words
    heading = {2: h.h2, 3: h.h3, 4: h.h4}[level]
    return h.div(".rc-change-head")[
        heading[isolated(row_name(row, words))],
        h.p(".rc-small.rc-muted")[
            h.span[f"{words.table(row.table)} · {desk.t(f'change.kind.{row.kind.value}')}"],
            " · ",
            row_links(row.table, row.key, desk),
        ],
    ]


def row_links(table: str, key: Key, desk: DeskView) -> Node:
    """Ways from a row: its journal, its form, the page of its city."""
    links: list[Node] = [
        internal_link(desk.t("journal.of_row"), journal_of_row(table, key, desk.language))
    ]
    form = address_of_form(form_key(table, key), desk.language)
    if form is not None and key in desk.state.raw.get(table, {}):
        links.append(internal_link(desk.t("desk.correct"), form))
    city_id = desk.words.city_of(table, key)
    city_id = city_id if city_id in desk.view.dataset.cities else ""
    if (page := reader_address(table, key, city_id, desk.language)) is not None:
        links.append(internal_link(desk.t("desk.page"), page))
    return [[" · " if place else "", link] for place, link in enumerate(links)]


def change_rows(rows: Sequence[RowChange], desk: DeskView) -> Element:
    """The rows of a change with their fields; long ones are folded, past many they are counted."""
    left = len(rows) - MOST_ROWS
    return h.div(".rc-changes")[
        left > 0 and h.p(".rc-change-name")[_tally(rows, desk)],
        (_row(row, desk) for row in rows[:MOST_ROWS]),
        left > 0 and h.p(".rc-small.rc-muted")[desk.t("change.more", count=left)],
    ]


MOST_ROWS = 40
"""Rows of one change that are drawn: an import may have thousands."""

_MOST_LINES = 8


def _tally(rows: Sequence[RowChange], desk: DeskView) -> str:
    """How many rows of which tables: « Sources : 830 · Villes : 830 »."""
    words = desk.words
    counts = Counter(words.table(row.table) for row in rows)
    colon = words.t("change.colon")
    return " · ".join(
        f"{table}{colon}{number(count, desk.language)}" for table, count in counts.items()
    )


def _row(row: RowChange, desk: DeskView) -> Element:
    words = desk.words
    columns = shown_columns(row.table, row.kind, {cell.column: cell.new for cell in row.cells})
    lines = [
        cell_line(row.table, cell.column, cell.old, cell.new, words)
        for cell in row.cells
        if cell.column in columns
    ]
    is_folded = row.kind is not ChangeKind.EDIT or len(lines) > _MOST_LINES
    return h.div(".rc-change-row")[
        h.p(".rc-change-name")[
            h.span(".rc-tag")[desk.t(f"change.kind.{row.kind.value}")],
            " ",
            internal_link(
                isolated(row_name(row, words)), journal_of_row(row.table, row.key, desk.language)
            ),
        ],
        h.details(".rc-desk-fold")[h.summary[desk.t("change.fields", count=len(lines))], lines]
        if is_folded and lines
        else lines,
    ]


def before_after(row: ProposedRow, desk: DeskView) -> Element | None:
    """The whole row as it is and as it would be; None for a row that has no columns to compare."""
    if row.table == PROGRAMMES:
        return None
    words = desk.words
    found = desk.state.raw.get(row.table, {}).get(row.key)
    wanted = {cell.column: cell.new for cell in row.cells}
    after = _after(row, found, wanted)
    columns = [c for c in raw_columns(row.table) if (found or {}).get(c) or (after or {}).get(c)]
    return h.details(".rc-desk-fold")[
        h.summary[desk.t("change.whole")],
        h.div(".rc-table-scroll")[
            h.table(".rc-desk-table")[
                h.thead[
                    h.tr[
                        h.th(scope="col")[desk.t("change.field")],
                        h.th(scope="col")[desk.t("change.now")],
                        h.th(scope="col")[desk.t("change.then")],
                    ]
                ],
                h.tbody[
                    (
                        h.tr(
                            class_="rc-desk-changed" if _text(found, c) != _text(after, c) else None
                        )[
                            h.th(scope="row")[words.column(row.table, c)],
                            h.td[isolated(words.value(row.table, c, _text(found, c)))],
                            h.td[isolated(words.value(row.table, c, _text(after, c)))],
                        ]
                        for c in columns
                    )
                ],
            ]
        ],
    ]


def _text(row: Row | None, column: str) -> str | None:
    return None if row is None else row.get(column, "")


def _after(row: ProposedRow, found: Row | None, wanted: dict[str, str | None]) -> Row | None:
    if row.kind is ChangeKind.WITHDRAW:
        return None
    before = dict.fromkeys(raw_columns(row.table), "") if found is None else dict(found)
    return before | {column: text or "" for column, text in wanted.items()}


# ---- sources --------------------------------------------------------------------------------------


def cited_sources(
    source_ids: Sequence[str], rows: Sequence[RowChange | ProposedRow], desk: DeskView
) -> Node:
    """The sources somebody relied on, as links; those that the same change adds included."""
    if not source_ids:
        return h.p(".rc-small.rc-muted")[desk.t("change.no_source")]
    added = {row.key[0]: row_texts(row) for row in rows if row.table == "sources"}
    return h.ul(".rc-source-list")[
        (
            h.li(".rc-source")[_source(source_id, added.get(source_id), desk)]
            for source_id in source_ids
        )
    ]


def _source(source_id: str, texts: dict[str, str] | None, desk: DeskView) -> Node:
    known = desk.view.dataset.sources.get(source_id)
    if known is not None:
        return source_line(known, desk.view.dataset, desk.language, desk.t)
    row = texts or desk.state.raw.get("sources", {}).get((source_id,))
    if row is None:
        return isolated(source_id)
    return [
        external_link(isolated(row.get("title") or source_id), row.get("url"), desk.t),
        h.br,
        h.span(".rc-source-meta")[
            isolated(row.get("publisher", "")), " · ", desk.t("change.new_source")
        ],
    ]
