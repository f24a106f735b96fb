"""An edition frozen for the stage: its files, its hash and its day, kept apart from what is edited."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.errors import DataError, Rule
from data.load import DATA_DIR, Dataset, load_dataset
from data.write import released_files

VAR_DIR_NAME = "REGARDS_VAR"
"""Environment variable that names the folder of what the running dashboard keeps."""


def var_dir() -> Path:
    """Folder of what the running dashboard keeps: ``$REGARDS_VAR``, else ``var/`` of the project."""
    named = os.environ.get(VAR_DIR_NAME)
    return Path(named) if named else DATA_DIR.parent / "var"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenEdition:
    """What a conference was frozen on.

    Attributes:
        version: ``Dataset.version``: hash of every byte of the edition.
        edition: Name of the edition, for example ``2026.11``.
        frozen_on: Day of freezing; facts are aged against it from then on.
        folder: Where its files are.
    """

    programme_id: str
    version: str
    edition: str
    frozen_on: date
    folder: Path


def freeze(dataset: Dataset, programme_id: str, day: date, folder: Path) -> FrozenEdition:
    """Keep the dataset as the edition of a conference, whole or not at all.

    The files are written beside, read back and checked; only then does the conference point to them.
    An edition frozen before is replaced in one step and its files stay until the next start.

    Args:
        folder: ``var_dir() / "stage" / "frozen"`` in the dashboard.

    Raises:
        KeyError: The dataset has no file of such a conference.
        OSError: The disk is full or read-only; what was frozen before is still in force.
        DataError: What was written cannot be read back.
    """
    if f"{programme_id}.toml" not in dataset.programme_files:
        raise KeyError(programme_id)
    folder.mkdir(parents=True, exist_ok=True)
    written = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        for name, body in released_files(dataset).items():
            path = written / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
        version = load_dataset(written).version
        kept = folder / version
        if kept.exists():
            shutil.rmtree(written)
        else:
            written.rename(kept)
    except BaseException:
        shutil.rmtree(written, ignore_errors=True)
        raise
    pointer = {
        "programme": programme_id,
        "version": version,
        "edition": dataset.edition,
        "frozen_on": day.isoformat(),
    }
    _replace(_pointer(folder, programme_id), json.dumps(pointer, indent=2).encode())
    return FrozenEdition(
        programme_id=programme_id,
        version=version,
        edition=dataset.edition,
        frozen_on=day,
        folder=kept,
    )


def frozen_edition(programme_id: str, folder: Path) -> FrozenEdition | None:
    """What a conference is frozen on; None: it is not.

    Raises:
        DataError: The note that says so cannot be read.
    """
    path = _pointer(folder, programme_id)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        noted = json.loads(content)
        return FrozenEdition(
            programme_id=programme_id,
            version=str(noted["version"]),
            edition=str(noted["edition"]),
            frozen_on=date.fromisoformat(noted["frozen_on"]),
            folder=folder / Path(str(noted["version"])).name,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(Rule.SYNTAX, file=path.name, expected=str(error)) from error


def load_frozen(frozen: FrozenEdition) -> Dataset:
    """The frozen edition, read and checked against its hash.

    Raises:
        DataError: A file is missing, does not fit or was changed since.
    """
    dataset = load_dataset(frozen.folder)
    if dataset.version != frozen.version:
        raise DataError(
            Rule.FORMAT,
            file=frozen.folder.name,
            column="version",
            value=dataset.version,
            expected=frozen.version,
        )
    return dataset


def thaw(programme_id: str, folder: Path) -> None:
    """Let the conference follow the published edition again; the frozen files stay."""
    _pointer(folder, programme_id).unlink(missing_ok=True)


def frozen_summary(frozen: FrozenEdition) -> Mapping[str, str]:
    """Edition, day and first eight digits of the hash, as people compare them by eye."""
    return {
        "edition": frozen.edition,
        "day": frozen.frozen_on.isoformat(),
        "hash": frozen.version[:8],
    }


def _pointer(folder: Path, programme_id: str) -> Path:
    return folder / f"{Path(programme_id).name}.json"


def _replace(path: Path, body: bytes) -> None:
    """Write a small file whole or not at all, on the disk before it counts."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".writing-", delete=False) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    try:
        Path(file.name).replace(path)
    except BaseException:
        Path(file.name).unlink(missing_ok=True)
        raise
