"""What a template was filled with, kept in a hidden sheet of it: tells whose change came first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.raw import RAW_KEYS, Key, Row
from data.workbook.guard import LONGEST_CELL
from data.workbook.values import Sheet

ORIGIN_SHEET, LISTS_SHEET = "_origine", "_listes"
"""Hidden sheets of a template; they are never read as tables."""

_MARK = "regards-croises"
_FORMAT = 1
_PIECE = LONGEST_CELL - 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How the tables were when a template was made.

    Attributes:
        edition, version: Of the dataset, to tell people; empty: not said.
        city_id: The city whose workbook it is; None: all cities.
        rows: The rows it was filled with, by table and key.
    """

    edition: str
    version: str
    city_id: str | None
    rows: Mapping[tuple[str, Key], Row]


def origin_lines(origin: Origin) -> Iterator[list[str]]:
    """Rows of texts of the hidden sheet; no text is longer than a cell can hold."""
    about = {
        "format": _FORMAT,
        "edition": origin.edition,
        "version": origin.version,
        "city_id": origin.city_id,
    }
    yield [_MARK, json.dumps(about, ensure_ascii=False)]
    written: set[str] = set()
    for (table, _), row in origin.rows.items():
        if table not in written:
            written.add(table)
            yield ["columns", table, json.dumps(list(row))]
        text = json.dumps(list(row.values()), ensure_ascii=False)
        yield [table, *(text[start : start + _PIECE] for start in range(0, len(text), _PIECE))]


def read_origin(sheet: Sheet) -> Origin | None:
    """The origin that a hidden sheet holds; None: somebody has spoiled it."""
    try:
        return _read(sheet)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, StopIteration):
        return None


def _read(sheet: Sheet) -> Origin | None:
    lines = ([_text(cells[number]) for number in sorted(cells)] for _, cells in sheet.rows)
    mark, about = next(lines)
    settings = json.loads(about)
    if mark != _MARK or settings["format"] != _FORMAT:
        return None
    columns: dict[str, list[str]] = {}
    rows: dict[tuple[str, Key], Row] = {}
    for first, *texts in lines:
        if first == "columns":
            columns[texts[0]] = [_text(name) for name in json.loads(texts[1])]
            continue
        values = [_text(value) for value in json.loads("".join(texts))]
        row = dict(zip(columns[first], values, strict=True))
        rows[first, tuple(row[column] for column in RAW_KEYS[first])] = row
    city_id = settings["city_id"]
    return Origin(
        edition=_text(settings["edition"]),
        version=_text(settings["version"]),
        city_id=None if city_id is None else _text(city_id),
        rows=MappingProxyType(rows),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
