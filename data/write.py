"""Records back to the files they are read from: the same records give the same bytes."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from data.load import DATA_DIR, PACKAGE_FILE, RECORD_TYPES, Dataset
from data.read import LIST_SEPARATOR


def released_files(dataset: Dataset) -> dict[str, bytes]:
    """Every file of the data package that ``load_dataset`` reads, by path in its folder.

    Nothing is left out and nothing is made harmless: these files are for the program, not for a
    spreadsheet (``data.package`` writes those). ``datapackage.json`` says the edition and day of the
    dataset.
    """
    files = {f"tables/{table}.csv": raw_table(dataset, table) for table in RECORD_TYPES}
    files |= {f"programmes/{name}": body for name, body in dataset.programme_files.items()}
    package = json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8"))
    if (package["version"], package["created"][:10]) == (
        dataset.edition,
        dataset.published_on.isoformat(),
    ):
        files[PACKAGE_FILE] = (DATA_DIR / PACKAGE_FILE).read_bytes()
    else:
        package |= {
            "version": dataset.edition,
            "created": f"{dataset.published_on.isoformat()}T00:00:00Z",
        }
        files[PACKAGE_FILE] = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
    return files


def raw_table(dataset: Dataset, table: str) -> bytes:
    """One table as the edition holds it: UTF-8 without mark, LF, a column for each field.

    Raises:
        KeyError: There is no such table.
    """
    names = list(RECORD_TYPES[table].__dataclass_fields__)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for record in dataset.tables()[table]:
        writer.writerow([raw_cell(getattr(record, name)) for name in names])
    return buffer.getvalue().encode()


def raw_cell(value: Any) -> str:
    """A value as the tables write it; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    return LIST_SEPARATOR.join(value) if isinstance(value, tuple) else str(value)
