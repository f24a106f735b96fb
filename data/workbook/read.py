"""A workbook or CSV file, read and compared with the tables: ``read_workbook``."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from data.load import Dataset
from data.raw import Key, RawTables
from data.workbook.delimited import read_csv
from data.workbook.drafts import Draft, letters, rows_told
from data.workbook.fields import READ_ORDER, TABLES, shape_of
from data.workbook.guard import kind_of
from data.workbook.judge import Judge
from data.workbook.layout import (
    Layout,
    headings_known,
    is_for_reading,
    is_header,
    layout_of,
    table_named,
)
from data.workbook.origin import LISTS_SHEET, ORIGIN_SHEET, Origin, read_origin
from data.workbook.preview import Preview, judged, row_of
from data.workbook.problems import Problem, Severity, WorkbookError, both, joined
from data.workbook.rows import DraftReader
from data.workbook.rules import BookRule
from data.workbook.values import Sheet, Value
from data.workbook.xlsx import read_xlsx

OnProgress = Callable[[int, int], None]
"""Called with the rows done and all rows; ``done == total`` only when the preview is ready."""

_OFTEN = 200
_SHOWN = 8


class _Table(NamedTuple):
    sheet: str
    layout: Layout
    rows: list[tuple[int, Mapping[int, Value]]]


def read_workbook(
    name: str,
    content: bytes,
    raw: RawTables,
    language: str,
    *,
    dataset: Dataset | None = None,
    withdrawn: Container[tuple[str, Key]] = (),
    on_progress: OnProgress | None = None,
) -> Preview:
    """What a file would do to the tables; nothing is written and ``raw`` stays as it is.

    Args:
        name: Name of the file; its suffix must say what the content is.
        raw: The tables now.
        language: ``fr`` or ``en``: of the person who reads, for dates and headings that need it.
        dataset: The same tables as records, where they are at hand: saves reading them again.
        withdrawn: Rows that were withdrawn: their ids cannot be used again.
        on_progress: May raise to stop; its error goes through.

    Raises:
        WorkbookError: The file as a whole is refused.
        DataError: The tables themselves break a rule of cells.
    """
    try:
        sheets = _sheets(name, content)
        return _preview(
            name,
            sheets,
            raw,
            language,
            dataset=dataset,
            withdrawn=withdrawn,
            on_progress=on_progress,
        )
    except WorkbookError as error:
        error.name = name
        raise


def _sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    if kind_of(name, content) == "xlsx":
        return read_xlsx(content)
    return (read_csv(name, content, _looks_like_headings),)


def _looks_like_headings(cells: Mapping[int, Value]) -> int:
    return max(headings_known(table, cells) for table in TABLES)


def _preview(
    name: str,
    sheets: Sequence[Sheet],
    raw: RawTables,
    language: str,
    *,
    dataset: Dataset | None,
    withdrawn: Container[tuple[str, Key]],
    on_progress: OnProgress | None,
) -> Preview:
    origin, notes = _origin(sheets)
    layouts, more = _layouts(sheets, language)
    notes += more
    if not layouts:
        titles = joined(shape_of(table).titles for table in TABLES)
        raise WorkbookError(BookRule.NOTHING_KNOWN, expected=titles)
    reader = DraftReader(raw, origin, language, withdrawn)
    tables = {
        place: _Table(sheets[place].name, layout, _rows(sheets[place], layout))
        for place, layout in layouts.items()
    }
    total = sum(len(table.rows) for table in tables.values()) + 1
    drafts = _drafts(tables, reader, total, on_progress)
    if origin is not None:
        notes += _gone(origin, tables.values(), drafts)
    _tell_twice(drafts)
    judge = Judge(raw, dataset)
    rows = [row_of(draft, number) for number, draft in enumerate(drafts)]
    changes = {
        (row.table, row.change.key): row.change
        for row in rows
        if row.change is not None and not row.conflicts
    }
    faults = judged(judge, drafts, changes)
    for number, draft in enumerate(drafts):
        if draft.key is not None and rows[number].change is not None and not draft.conflicts:
            told = faults.get((draft.table, draft.key))
            if told:
                draft.problems += told
                rows[number] = row_of(draft, number)
    if on_progress is not None:
        on_progress(total, total)
    return Preview(
        name=name,
        language=language,
        rows=tuple(rows),
        notes=tuple(notes),
        origin=origin,
        _judge=judge,
        _drafts=tuple(drafts),
    )


def _origin(sheets: Iterable[Sheet]) -> tuple[Origin | None, list[Problem]]:
    for sheet in sheets:
        if sheet.name == ORIGIN_SHEET:
            origin = read_origin(sheet)
            if origin is None:
                return None, [Problem(rule=BookRule.ORIGIN_LOST, severity=Severity.NOTE)]
            return origin, []
    return None, []


def _layouts(sheets: Sequence[Sheet], language: str) -> tuple[dict[int, Layout], list[Problem]]:
    """Layout of each sheet that is a table, by its place; what to tell of the others."""
    layouts: dict[int, Layout] = {}
    notes = []
    for place, sheet in enumerate(sheets):
        if (
            sheet.name in {ORIGIN_SHEET, LISTS_SHEET}
            or is_for_reading(sheet.name)
            or not sheet.rows
        ):
            continue
        layout = layout_of(sheet, language)
        if layout is None:
            rule = BookRule.NO_HEADER if table_named(sheet.name) else BookRule.SHEET_IGNORED
            notes.append(Problem(rule=rule, severity=Severity.NOTE, sheet=sheet.name))
            continue
        layouts[place] = layout
        for rule, numbers in (
            (BookRule.COLUMN_IGNORED, layout.extra),
            (BookRule.COLUMN_TWICE, layout.twice),
        ):
            for number in numbers:
                notes.append(
                    Problem(
                        rule=rule,
                        severity=Severity.NOTE,
                        sheet=sheet.name,
                        row=layout.first_row - 1,
                        column=layout.headings[number],
                        cell=f"{letters(number)}{layout.first_row - 1}",
                    )
                )
    return layouts, notes


def _drafts(
    tables: Mapping[int, _Table], reader: DraftReader, total: int, on_progress: OnProgress | None
) -> list[Draft]:
    """Drafts in the order of sheets and rows; tables are read in the order in which they are named."""
    done = 0
    found: dict[int, list[Draft]] = {}
    for name in READ_ORDER:
        for place, table in tables.items():
            if table.layout.table != name:
                continue
            drafts = found.setdefault(place, [])
            for draft in reader.drafts(table.sheet, table.layout, table.rows):
                done += 1
                if on_progress is not None and done % _OFTEN == 0:
                    on_progress(done, total)
                if draft is not None:
                    drafts.append(draft)
    return [draft for place in sorted(found) for draft in found[place]]


def _rows(sheet: Sheet, layout: Layout) -> list[tuple[int, Mapping[int, Value]]]:
    """Rows under the headings; headings that are repeated further down are no facts."""
    return [
        (number, cells)
        for number, cells in sheet.rows
        if number >= layout.first_row and not is_header(layout.table, cells)
    ]


def _gone(origin: Origin, tables: Iterable[_Table], drafts: Iterable[Draft]) -> Iterator[Problem]:
    """Rows of the template that its sheets have lost: whoever deletes one may expect more."""
    present = {(draft.table, draft.key) for draft in drafts}
    first = {table.layout.table: table.sheet for table in reversed(list(tables))}
    for name, sheet in first.items():
        keys = [key for table, key in origin.rows if table == name and (table, key) not in present]
        if keys:
            shown = ", ".join("/".join(key) for key in keys[:_SHOWN])
            shown += f", + {len(keys) - _SHOWN}" if len(keys) > _SHOWN else ""
            yield Problem(
                rule=BookRule.ROWS_GONE, severity=Severity.NOTE, sheet=sheet, expected=both(shown)
            )


def _tell_twice(drafts: Iterable[Draft]) -> None:
    """Two rows of one id: neither is believed, each is told where the other is."""
    by_key: dict[tuple[str, Key], list[Draft]] = {}
    for draft in drafts:
        if draft.key is not None:
            by_key.setdefault((draft.table, draft.key), []).append(draft)
    for (table, key), same in by_key.items():
        if len(same) > 1:
            for draft in same:
                others = [other for other in same[:10] if other is not draft]
                draft.tell(
                    BookRule.TWICE,
                    shape_of(table).keys[0],
                    value=", ".join(key),
                    expected=rows_told(others, len(same) - 1),
                )
