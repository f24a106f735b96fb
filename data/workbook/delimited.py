"""A CSV file as people save it: any of the usual separators and encodings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath

from data.workbook.guard import MAX_CELLS, MAX_COLUMN, MAX_ROWS
from data.workbook.problems import WorkbookError, both
from data.workbook.rules import BookRule
from data.workbook.values import Sheet, Value

_SEPARATORS = (";", ",", "\t")
_LOOKED_AT = 40
_SAID = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
_NEUTRALISED = re.compile(r"'[=+\-@\t\r\n＝＋－＠]")


def read_csv(name: str, content: bytes, score: Callable[[Mapping[int, Value]], int]) -> Sheet:
    """Rows of a CSV file; a row is counted as a spreadsheet would, line breaks in cells apart.

    Args:
        score: How well a row of cells looks like headings; tells the separator.

    Raises:
        WorkbookError: Not a text, malformed, or too large.
    """
    text = _decoded(name, content)
    said = _SAID.match(text)
    skipped = 0
    if said:
        text, skipped = text[said.end() :], 1
    separators = (said.group(1),) if said else _SEPARATORS
    best = max(separators, key=lambda separator: _score(text, separator, score))
    rows: list[tuple[int, Mapping[int, Value]]] = []
    cells_read = 0
    try:
        for number, cells in enumerate(_records(text, best), start=1 + skipped):
            filled = _filled(cells)
            if not filled:
                continue
            cells_read += len(filled)
            if len(rows) >= MAX_ROWS or cells_read > MAX_CELLS:
                raise WorkbookError(
                    BookRule.TOO_MANY_ROWS,
                    name=name,
                    expected=both(f"{MAX_ROWS} × {MAX_CELLS // MAX_ROWS}"),
                )
            if max(filled) > MAX_COLUMN:
                raise WorkbookError(BookRule.TOO_WIDE, name=name, expected=both(MAX_COLUMN))
            rows.append((number, filled))
    except csv.Error as error:
        raise WorkbookError(BookRule.CSV_SYNTAX, name=name) from error
    stem = PurePosixPath(name.replace("\\", "/")).stem
    return Sheet(name=stem, rows=tuple(rows))


def _decoded(name: str, content: bytes) -> str:
    """The text, whatever wrote it: UTF-8, UTF-16 with its mark, or Windows-1252."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise WorkbookError(BookRule.TEXT_ENCODING, name=name)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _score(
    text: str, separator: str, score: Callable[[Mapping[int, Value]], int]
) -> tuple[int, int]:
    """Headings recognised with a separator, then the cells it makes: none if it cannot be read."""
    rows: list[dict[int, Value]] = []
    try:
        rows += (_filled(cells) for cells in islice(_records(text, separator), _LOOKED_AT))
    except csv.Error:
        return (max(map(score, rows), default=-1), -1)
    return (max(map(score, rows), default=0), sum(map(len, rows)))


def _filled(cells: list[str]) -> dict[int, Value]:
    """Cells that hold something; the apostrophe before what looks like a formula is ours."""
    return {
        number: cell[1:] if _NEUTRALISED.match(cell) else cell
        for number, cell in enumerate(cells, start=1)
        if cell and not cell.isspace()
    }
