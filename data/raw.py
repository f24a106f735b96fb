"""The tables as texts: what a release, a form, a workbook and a revision have in common.

A cell is exactly the text of the CSV file; an empty text is unknown. A row that is not there is not
written at all. Programmes are one more table here, ``programmes``, whose only cell is the TOML text.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.check import KEYS, check_tables
from data.errors import DataError, Rule
from data.load import (
    DATA_DIR,
    PACKAGE_FILE,
    RECORD_TYPES,
    Dataset,
    assemble,
    read_bytes,
    read_edition,
)
from data.programme import Programme, read_programme
from data.read import Cell, CellError, columns_of, decode, parse_cell, read_cells
from data.write import raw_cell

Key = tuple[str, ...]
"""Texts of the key columns of a row, in the order of ``RAW_KEYS``."""

Row = Mapping[str, str]
"""Text of each column; every column of the table, in its order."""

RawTables = Mapping[str, Mapping[Key, Row]]
"""Rows of each table by key, in the order of the file. Never changed in place."""

PROGRAMMES = "programmes"
"""Name of the table of conferences: key ``programme_id``, one more column ``toml``."""

RAW_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {**KEYS, PROGRAMMES: ("programme_id",)},
)
"""Key columns of every table of ``RawTables``, in the order in which they are read and checked."""

ParsedRows = dict[tuple[str, Key], tuple[Row, Any]]
"""Records made before, with the row they were made from: a row of the same texts is not read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """An edition as it is on the disk.

    Attributes:
        edition: Name of the edition, for example ``2026.11``.
        published_on: Day the edition was made.
        version: As ``Dataset.version`` of the same folder.
        package: Bytes of ``datapackage.json``.
    """

    raw: RawTables
    edition: str
    published_on: date
    version: str
    package: bytes

    def dataset(self, parsed: ParsedRows | None = None) -> Dataset:
        """The edition as records; the same as ``load_dataset`` gives.

        Raises:
            DataError: A cell or row breaks a rule.
        """
        return dataset_of(
            self.raw,
            edition=self.edition,
            published_on=self.published_on,
            version=self.version,
            parsed=parsed,
        )


@cache
def raw_columns(table: str) -> tuple[str, ...]:
    """Columns of a table of ``RawTables``, in order.

    Raises:
        DataError: There is no such table (``Rule.UNKNOWN_KEY``).
    """
    if table == PROGRAMMES:
        return ("programme_id", "toml")
    if table not in RECORD_TYPES:
        raise DataError(Rule.UNKNOWN_KEY, file="tables", value=table, expected=", ".join(RAW_KEYS))
    return tuple(RECORD_TYPES[table].__dataclass_fields__)


def read_release(folder: Path = DATA_DIR) -> Release:
    """The edition under ``folder``: texts only; cells are judged by ``Release.dataset``.

    Raises:
        DataError: A file is missing or malformed, or a key is there twice.
    """
    digest = hashlib.sha256()

    def read(path: Path) -> bytes:
        content = read_bytes(path)
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(content)
        return content

    package = read(folder / PACKAGE_FILE)
    edition, published_on = read_edition(package)
    raw: dict[str, Mapping[Key, Row]] = {
        table: raw_table_of(table, read(folder / "tables" / f"{table}.csv")) for table in KEYS
    }
    raw[PROGRAMMES] = {
        (path.stem,): {"programme_id": path.stem, "toml": _text(path.name, read(path))}
        for path in sorted((folder / PROGRAMMES).glob("*.toml"))
    }
    return Release(
        raw=raw,
        edition=edition,
        published_on=published_on,
        version=digest.hexdigest()[:16],
        package=package,
    )


def read_raw(folder: Path = DATA_DIR) -> RawTables:
    """The tables and programmes under ``folder``.

    Raises:
        DataError: As ``read_release``.
    """
    return read_release(folder).raw


def raw_table_of(table: str, content: bytes) -> Mapping[Key, Row]:
    """Rows of one CSV file by key.

    Raises:
        DataError: Malformed, or a key is there twice; names file and line.
    """
    names, file = raw_columns(table), f"{table}.csv"
    places = [names.index(column) for column in RAW_KEYS[table]]
    rows: dict[Key, Row] = {}
    first: dict[Key, int] = {}
    for line, cells in read_cells(file, decode(file, content), names):
        key = tuple(cells[place] for place in places)
        if key in rows:
            raise DataError(
                Rule.DUPLICATE,
                file=file,
                line=line,
                column=", ".join(RAW_KEYS[table]),
                value=", ".join(key),
                expected=f"{file}:{first[key]}",
                key=key,
            )
        first[key] = line
        rows[key] = dict(zip(names, cells, strict=True))
    return rows


def raw_of(dataset: Dataset) -> RawTables:
    """Texts of the records of a dataset, as its edition would write them."""
    raw: dict[str, Mapping[Key, Row]] = {}
    for table, records in dataset.tables().items():
        names, keys = raw_columns(table), RAW_KEYS[table]
        rows: dict[Key, Row] = {}
        for record in records:
            row = {name: raw_cell(getattr(record, name)) for name in names}
            rows[tuple(row[column] for column in keys)] = row
        raw[table] = rows
    raw[PROGRAMMES] = {
        (Path(file).stem,): {"programme_id": Path(file).stem, "toml": _text(file, body)}
        for file, body in dataset.programme_files.items()
    }
    return raw


def dataset_of(
    raw: RawTables,
    *,
    edition: str,
    published_on: date,
    version: str,
    parsed: ParsedRows | None = None,
) -> Dataset:
    """Records of the tables, every rule checked.

    Args:
        raw: Every table of ``RAW_KEYS``; a table that is missing is empty.
        version: Key of all caches: must differ whenever a cell differs.
        parsed: Filled with the records made here and read from at the next call.

    Raises:
        DataError: The first fault, in the order of ``RAW_KEYS``. ``file`` is the name of the table
            and ``key`` names the row (a programme is named by its file).
    """
    kept: ParsedRows = {} if parsed is None else parsed
    tables = {
        table: [_record(table, key, row, kept) for key, row in raw.get(table, {}).items()]
        for table in KEYS
    }
    check_tables(tables, dict.fromkeys(KEYS, ()))
    programmes = [
        _record(PROGRAMMES, key, row, kept) for key, row in raw.get(PROGRAMMES, {}).items()
    ]
    return assemble(
        tables,
        programmes,
        programme_files={
            f"{key[0]}.toml": row["toml"].encode() for key, row in raw.get(PROGRAMMES, {}).items()
        },
        edition=edition,
        published_on=published_on,
        version=version,
    )


def record_of(table: str, key: Key, row: Row) -> Any:
    """The record of one row; rules between rows are not judged.

    Raises:
        DataError: A cell breaks the rule of its column; ``file`` is the table and ``key`` the row.
    """
    values = {}
    for column, parse in _parsers(table).items():
        try:
            values[column] = parse_cell(parse, row[column])
        except CellError as error:
            raise DataError(
                error.rule,
                file=table,
                column=column,
                value=row[column],
                expected=error.expected,
                key=key,
            ) from None
    return RECORD_TYPES[table](**values)


def canonical_cell(table: str, column: str, text: str) -> str:
    """A cell as the tables write it (``1.50`` is ``1.5``), so that only real changes are changes.

    Raises:
        DataError: The text breaks the rule of the column, or there is no such column.
    """
    if table == PROGRAMMES:
        return text
    if column not in raw_columns(table):
        raise DataError(
            Rule.UNKNOWN_KEY, file=table, value=column, expected=", ".join(raw_columns(table))
        )
    try:
        return raw_cell(parse_cell(_parsers(table)[column], text))
    except CellError as error:
        raise DataError(
            error.rule, file=table, column=column, value=text, expected=error.expected
        ) from None


def raw_files(raw: RawTables) -> dict[str, bytes]:
    """Files of the tables and programmes, by path in the folder of a release, without its descriptor.

    A release that nobody changed gives the bytes it was read from.
    """
    files = {f"tables/{table}.csv": csv_bytes(table, raw.get(table, {})) for table in KEYS}
    for key, row in raw.get(PROGRAMMES, {}).items():
        files[f"{PROGRAMMES}/{key[0]}.toml"] = row["toml"].encode()
    return files


def csv_bytes(table: str, rows: Mapping[Key, Row]) -> bytes:
    """One table as the edition holds it: UTF-8 without mark, LF, every column."""
    names = raw_columns(table)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows.values())
    return buffer.getvalue().encode()


@cache
def _parsers(table: str) -> dict[str, Cell]:
    return columns_of(RECORD_TYPES[table])


def _record(table: str, key: Key, row: Row, kept: ParsedRows) -> Any:
    found = kept.get((table, key))
    if found is None or (found[0] is not row and found[0] != row):
        record = _programme(key, row) if table == PROGRAMMES else record_of(table, key, row)
        kept[table, key] = found = (row, record)
    return found[1]


def _programme(key: Key, row: Row) -> Programme:
    return read_programme(f"{key[0]}.toml", row["toml"].encode())


def _text(file: str, content: bytes) -> str:
    """The text of a TOML file with its byte order mark, if it has one: it goes back to the file."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(Rule.ENCODING, file=file, line=line) from error
