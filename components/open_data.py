"""Licences, downloads and the ready-made citation."""

from __future__ import annotations

import json
from functools import cache

import htpy as h

from analysis.provenance import Licence, ResourceLicence, cite_only, resource_licences
from components.i18n import Language, Translate, content, number, typography
from components.markup import Element, Node, external_link, prose
from components.project_card import shown
from components.source_note import source_note
from data.load import DATA_DIR, PACKAGE_FILE, Dataset
from data.package import citation

TABLES = (
    "cities",
    "strategies",
    "projects",
    "factors",
    "criteria",
    "indicators",
    "observations",
    "sources",
)
"""Tables offered one by one, in the order of the page; the whole package holds them all."""

FORMATS = ("csv", "xlsx")
PACKAGE = "regards-croises.zip"


def download_address(name: str, language: Language | None = None) -> str:
    """Address of one file; tables take the language of their headings."""
    return f"/downloads/{name}" + (f"?lang={language}" if language else "")


@cache
def published_licences() -> tuple[ResourceLicence, ...]:
    """Licences per table, as ``datapackage.json`` states them."""
    return resource_licences(json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8")))


def licences_section(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Licence of each table, then of each indicator, and what is only cited."""
    kept_back = cite_only(dataset)
    return h.section(".rc-text")[
        h.h2(id="licences")[t("sources.licences.title")],
        h.p(".rc-prose")[t("sources.licences.lead")],
        _licence_table(published_licences(), dataset, t),
        h.h3(id="cite-only")[t("sources.cite_only.title")],
        h.p(".rc-prose")[
            t(
                "sources.cite_only.text",
                count=kept_back.values,
                indicators=len(kept_back.indicators),
            )
        ],
        h.details(".rc-fold")[
            h.summary[t("sources.indicators.title", count=len(dataset.indicators))],
            _indicator_table(dataset, language, t),
        ],
    ]


def downloads_section(dataset: Dataset, language: Language, t: Translate) -> Element:
    """Every file to take away, with what is in it; then how to cite it."""
    kept_back = cite_only(dataset)
    rows = {name: len(records) for name, records in dataset.tables().items()}
    rows["observations"] -= kept_back.values
    licences = {item.name: item for item in published_licences()}
    return h.section(".rc-text")[
        h.h2(id="downloads")[t("sources.downloads.title")],
        h.p(".rc-prose")[t("sources.downloads.lead")],
        h.p[
            h.a(".rc-download-all", href=download_address(PACKAGE), download=True)[
                t("sources.downloads.package")
            ]
        ],
        h.p(".rc-prose.rc-muted")[t("sources.downloads.package.what")],
        h.table(".rc-plain-table")[
            h.thead[h.tr[(h.th(scope="col")[t(f"sources.downloads.{name}")] for name in _COLUMNS)]],
            h.tbody[
                (
                    h.tr[
                        h.th(scope="row")[
                            t(f"sources.table.{name}"),
                            h.span(".rc-cell-note")[
                                t("sources.downloads.excluded", count=kept_back.values)
                            ]
                            if name == "observations" and kept_back.values
                            else None,
                        ],
                        h.td(".rc-figure")[number(rows[name], language)],
                        h.td[_licences(licences.get(name), t)],
                        h.td[_files(name, language, t)],
                    ]
                    for name in TABLES
                )
            ],
        ],
        h.h3(id="cite")[t("sources.cite.title")],
        h.p(".rc-prose")[t("sources.cite.lead")],
        h.blockquote(".rc-copy")[typography(citation(dataset, language), language)],
    ]


_COLUMNS = ("table", "rows", "licence", "files")


def _licence_table(licences: tuple[ResourceLicence, ...], dataset: Dataset, t: Translate) -> Node:
    tables = dataset.tables()
    rows = [item for item in licences if item.name in tables]
    if not rows:
        return None
    return h.details(".rc-fold")[
        h.summary[t("sources.licences.tables", count=len(rows))],
        h.table(".rc-plain-table")[
            h.thead[
                h.tr[
                    h.th(scope="col")[t("sources.licences.table")],
                    h.th(scope="col")[t("sources.licences.licence")],
                ]
            ],
            h.tbody[
                (
                    h.tr[
                        h.th(scope="row")[t(f"sources.table.{item.name}")],
                        h.td[_licences(item, t)],
                    ]
                    for item in rows
                )
            ],
        ],
    ]


def _licences(item: ResourceLicence | None, t: Translate) -> Node:
    if item is None or not item.licences:
        return t("unknown")
    return [
        [", " if position else None, external_link(_licence_name(licence, t), licence.address, t)]
        for position, licence in enumerate(item.licences)
    ]


def _licence_name(licence: Licence, t: Translate) -> str:
    """« CC BY 4.0 » for ``CC-BY-4.0``."""
    if licence.name == "other-closed":
        return t("sources.licences.closed")
    return licence.name.replace("-", " ").replace("BY SA", "BY-SA")


def _indicator_table(dataset: Dataset, language: Language, t: Translate) -> Element:
    return h.table(".rc-plain-table")[
        h.thead[
            h.tr[
                (
                    h.th(scope="col")[t(f"sources.indicators.{name}")]
                    for name in ("name", "licence", "reuse")
                )
            ]
        ],
        h.tbody[
            (
                h.tr[
                    h.th(scope="row")[
                        prose(content(item, "name", language), t),
                        h.span(".rc-cell-note")[content(item, "publisher", language).text],
                        source_note((item.source_id,), dataset, language, t),
                    ],
                    h.td[prose(content(item, "licence", language), t)],
                    h.td[shown(dataset, "redistribution", item.redistribution, language)],
                ]
                for item in dataset.indicators.values()
            )
        ],
    ]


def _files(table: str, language: Language, t: Translate) -> Node:
    files: list[tuple[str, str, Language | None]] = [
        (f"{table}.{kind}", kind.upper(), language) for kind in FORMATS
    ]
    if table == "cities":
        files += [("cities.geojson", "GeoJSON", None), ("cities.gpkg", "GeoPackage", None)]
    name = t(f"sources.table.{table}")
    return h.span(".rc-file-list")[
        (
            h.a(
                href=download_address(file, reader),
                download=True,
                aria_label=t("sources.downloads.file", table=name, kind=kind),
            )[kind]
            for file, kind, reader in files
        )
    ]
