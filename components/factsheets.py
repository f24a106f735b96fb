"""Every city's sheet in both languages: ``python -m components.factsheets`` writes ``build/factsheets/``.

Facts are aged against the day of the edition, so that an edition always gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

from components.factsheet import factsheet_name, factsheet_pdf
from components.i18n import LANGUAGES
from data.load import Dataset, load_dataset
from data.package import BUILD_DIR


def write_factsheets(
    dataset: Dataset, folder: Path, city_ids: Iterable[str] | None = None
) -> list[Path]:
    """Write the sheets; a file is complete or is not there.

    Args:
        folder: Created if it is missing.
        city_ids: Cities to write; None: all.

    Returns:
        The files, by city, then by language.

    Raises:
        KeyError: There is no such city.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for city_id in dataset.cities if city_ids is None else city_ids:
        for language in LANGUAGES:
            path = folder / factsheet_name(city_id, dataset, language)
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(factsheet_pdf(city_id, dataset, dataset.published_on, language))
            unfinished.replace(path)
            written.append(path)
    return written


def main() -> None:
    """Write every sheet and say how many, where and in how long."""
    start = perf_counter()
    folder = BUILD_DIR / "factsheets"
    written = write_factsheets(load_dataset(), folder)
    seconds = perf_counter() - start
    sys.stdout.write(f"{folder}: {len(written)} PDF, {seconds:.1f} s\n")


if __name__ == "__main__":
    main()
