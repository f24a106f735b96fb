"""The open data package: tables, description, geography, licence and citation in one zip.

``python -m data.package`` writes it to ``build/`` and prints its path. The same edition gives the
same bytes, so the file a page offers is the file ``make package`` writes.
"""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from data.archive import zip_bytes
from data.dictionary import dictionary_text
from data.geo import cities_geojson, cities_geopackage
from data.load import DATA_DIR, PACKAGE_FILE, RECORD_TYPES, Dataset, load_dataset
from data.schema import Observation, Redistribution
from data.write import raw_cell

BUILD_DIR = DATA_DIR.parent / "build"

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters of a text that a spreadsheet may run as a formula."""

_COPIED = ("LICENSE-DATA.md", "basemap/land.geojson", "basemap/LICENSE.md")

_GEOGRAPHY: tuple[Mapping[str, Any], ...] = (
    {
        "name": "cities-geojson",
        "path": "geo/cities.geojson",
        "title": "Cities as points",
        "title_fr": "Villes en points",
        "format": "geojson",
        "mediatype": "application/geo+json",
    },
    {
        "name": "cities-geopackage",
        "path": "geo/cities.gpkg",
        "title": "Cities as points",
        "title_fr": "Villes en points",
        "format": "gpkg",
        "mediatype": "application/geopackage+sqlite3",
    },
    {
        "name": "basemap",
        "path": "basemap/land.geojson",
        "title": "Coastlines without borders",
        "title_fr": "Traits de côte sans frontière",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "licenses": [{"name": "ISC", "title": "ISC (world-atlas); Natural Earth, public domain"}],
    },
)

_README = """\
Regards croisés, édition {edition} ({day})
==========================================

Villes, stratégies, projets pilotes, facteurs et pratiques documentées de villes francophones.

  tables/               les tables, en CSV (UTF-8, virgule, point décimal)
  datapackage.json      description de chaque colonne (Frictionless Data Package)
  data-dictionary.md    la même chose, à lire
  geo/                  les villes en GeoJSON et en GeoPackage (WGS 84)
  basemap/              traits de côte sans frontière, et leur licence
  LICENSE-DATA.md       licence ; CITATION.cff : comment citer

L’absence d’une ligne veut dire « inconnu », jamais « non ».

Valeurs absentes : {count_fr} d’indicateurs dont l’éditeur n’autorise que la citation
({indicators}). Elles se consultent dans le tableau de bord.

Un texte qu’un tableur prendrait pour une formule est précédé d’une apostrophe.

Citer : {citation_fr}


Regards croisés, edition {edition} ({day})
==========================================

Cities, strategies, pilot projects, factors and documented practice of francophone cities.

  tables/               the tables, CSV (UTF-8, comma, decimal point)
  datapackage.json      description of every column (Frictionless Data Package)
  data-dictionary.md    the same, to read
  geo/                  the cities as GeoJSON and GeoPackage (WGS 84)
  basemap/              coastlines without borders, and their licence
  LICENSE-DATA.md       licence; CITATION.cff: how to cite

A missing row means “unknown”, never “no”.

Values left out: {count_en} of indicators whose publisher allows citation only
({indicators}). They can be seen in the dashboard.

A text that a spreadsheet would take for a formula has an apostrophe before it.

Cite: {citation_en}
"""

_CITATION_FILE = """\
cff-version: 1.2.0
type: dataset
message: "Merci de citer ces données comme suit. / Please cite these data as follows."
title: "Regards croisés : initiatives intelligentes des villes francophones"
version: "{edition}"
date-released: {day}
license: CC-BY-4.0
authors:
  - name: "Association internationale des maires francophones (AIMF)"
"""


def data_package_zip(dataset: Dataset) -> bytes:
    """The open data package of a dataset; values of ``cite_only`` indicators are left out and told.

    The tables can be read back with ``load_dataset`` after unzipping.
    """
    package = exported_descriptor(dataset)
    cities = list(dataset.cities.values())
    files = {name: (DATA_DIR / name).read_bytes() for name in _COPIED}
    files |= {f"tables/{table}.csv": table_bytes(dataset, table) for table in RECORD_TYPES}
    files |= {
        PACKAGE_FILE: (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode(),
        "data-dictionary.md": dictionary_text(package).encode(),
        "geo/cities.geojson": cities_geojson(cities),
        "geo/cities.gpkg": cities_geopackage(cities, dataset.published_on),
        "README.txt": _readme(dataset).encode(),
        "CITATION.cff": _CITATION_FILE.format(
            edition=dataset.edition, day=dataset.published_on.isoformat()
        ).encode(),
    }
    return zip_bytes(files, dataset.published_on)


def exported_descriptor(dataset: Dataset) -> dict[str, Any]:
    """``datapackage.json`` of the exported package: edition, geography, what is left out."""
    package = copy.deepcopy(_published_descriptor())
    day = dataset.published_on.isoformat()
    package |= {
        "profile": "data-package",
        "version": dataset.edition,
        "created": f"{day}T00:00:00Z",
    }
    left_out = omitted_observations(dataset)
    package["omitted"] = {
        "resource": "observations",
        "rows": left_out,
        "indicators": _cite_only(dataset),
        "reason": "The publisher allows citation only (redistribution = cite_only).",
        "reason_fr": "L’éditeur n’autorise que la citation (redistribution = cite_only).",
    }
    observations = next(item for item in package["resources"] if item["name"] == "observations")
    observations["description"] += f" Left out here: {left_out} values."
    observations["description_fr"] += f" Absentes d’ici : {left_out} valeurs."
    observations["licenses"] = [
        licence for licence in observations["licenses"] if licence["name"] != "other-closed"
    ]
    for resource in _GEOGRAPHY:
        package["resources"].append({"profile": "data-resource", "encoding": "utf-8", **resource})
    return package


def table_bytes(dataset: Dataset, table: str) -> bytes:
    """One raw table as CSV: columns and codes of the schema, UTF-8 without mark, LF."""
    record_type = RECORD_TYPES[table]
    names = list(record_type.__dataclass_fields__)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for record in dataset.tables()[table]:
        if table != "observations" or is_exported(record, dataset):
            writer.writerow([_written(getattr(record, name)) for name in names])
    return buffer.getvalue().encode()


def is_exported(observation: Observation, dataset: Dataset) -> bool:
    """Whether the publisher of the indicator lets its values be redistributed."""
    indicator = dataset.indicators[observation.indicator_id]
    return indicator.redistribution is Redistribution.OPEN


def omitted_observations(dataset: Dataset) -> int:
    """Number of values the package leaves out."""
    return sum(not is_exported(row, dataset) for row in dataset.observations)


def citation(dataset: Dataset, language: Literal["fr", "en"]) -> str:
    """How to cite the edition, in one sentence."""
    day = dataset.published_on.isoformat()
    if language == "fr":
        return f"AIMF, Regards croisés, édition {dataset.edition}, {day}. Licence CC BY 4.0."
    return f"AIMF, Regards croisés, edition {dataset.edition}, {day}. Licence: CC BY 4.0."


def write_package(folder: Path = BUILD_DIR) -> Path:
    """Write the package of the published tables and return its path."""
    dataset = load_dataset()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"regards-croises-{dataset.edition}.zip"
    path.write_bytes(data_package_zip(dataset))
    return path


def _published_descriptor() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8"))
    return loaded


def _cite_only(dataset: Dataset) -> list[str]:
    return [
        indicator.indicator_id
        for indicator in dataset.indicators.values()
        if indicator.redistribution is Redistribution.CITE_ONLY
    ]


def _readme(dataset: Dataset) -> str:
    count = omitted_observations(dataset)
    return _README.format(
        edition=dataset.edition,
        day=dataset.published_on.isoformat(),
        count_fr=f"{count} valeur{'s' if count > 1 else ''}",
        count_en=f"{count} value{'' if count == 1 else 's'}",
        indicators=", ".join(_cite_only(dataset)) or "–",
        citation_fr=citation(dataset, "fr"),
        citation_en=citation(dataset, "en"),
    )


def _written(value: Any) -> str:
    """A value as the tables write it; a text that would run in a spreadsheet is made harmless."""
    written = raw_cell(value)
    return written if isinstance(value, int | float) else harmless(written)


def harmless(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would run it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def main() -> None:
    """Write the package and print where."""
    print(write_package())


if __name__ == "__main__":
    main()
