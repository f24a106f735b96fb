"""What the address of the page « À compléter » asks for, and what is found under its filters."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.completeness import (
    Extent,
    Row,
    Silence,
    UndatedSource,
    UnknownAnswer,
    last_searches,
    old_rows,
    silences,
    single_source_rows,
    undated_sources,
    unknown_answers,
)
from components import session
from components.address import AddressReader, address
from components.desk.completeness_rows import Kept
from components.i18n import Language
from components.view import View
from data.load import Dataset
from data.store import Search, StoreError

log = logging.getLogger(__name__)

LISTS = ("unknown", "old", "undated", "single")
STAFF_LISTS = ("verify", "searches")
"""Lists that only who has signed in may open."""

PER_PAGE = 25
ANCHOR = "list"
FILTERS = ("city", "country", "network", "criterion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for.

    Attributes:
        filters: Chosen value of each name of ``FILTERS``; a name that is not there does not filter.
        table: Only rows of this table; None: all.
        page: From 1; may be past the end, which the list corrects.
    """

    list_name: str = "unknown"
    filters: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None
    page: int = 1

    @property
    def extent(self) -> Extent:
        """The filters, for the analysis."""

        def one(name: str) -> frozenset[str]:
            return frozenset({self.filters[name]}) if name in self.filters else frozenset()

        return Extent(
            cities=one("city"),
            countries=one("country"),
            networks=one("network"),
            criteria=one("criterion"),
        )

    def address(self, language: Language, anchor: str = ANCHOR) -> str:
        """Where this is, at the list unless told."""
        target = address(
            "completeness",
            language,
            list=self.list_name,
            **self.filters,
            kind=self.table,
            p=str(self.page) if self.page > 1 else None,
        )
        return f"{target}#{anchor}"

    def csv(self, language: Language) -> str:
        """Where the open list is a file."""
        target = address("completeness", language, **self.filters, kind=self.table)
        return f"/downloads/completeness/{self.list_name}.csv?{target.partition('?')[2]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The four lists under the filters, and what staff keep beside them."""

    unknown: tuple[UnknownAnswer, ...]
    old: tuple[Row, ...]
    undated: tuple[UndatedSource, ...]
    single: tuple[Row, ...]
    silences: tuple[Silence, ...]
    kept: Kept

    def rows(self, asked: Asked) -> tuple[UnknownAnswer | UndatedSource | Row, ...]:
        """Lines of the open list, of the chosen table; none for a list of staff."""
        if asked.list_name in STAFF_LISTS:
            return ()
        lines: tuple[UnknownAnswer | UndatedSource | Row, ...] = getattr(self, asked.list_name)
        if asked.table is None:
            return lines
        return tuple(
            line for line in lines if not isinstance(line, Row) or line.table == asked.table
        )


def read_asked(reader: AddressReader, dataset: Dataset, list_name: str | None = None) -> Asked:
    """What an address asks for; values that do not exist are left out and noted in the reader."""
    options: dict[str, Iterable[str]] = {
        "city": dataset.cities,
        "country": dataset.countries,
        "network": dataset.networks,
        "criterion": [name for name, each in dataset.criteria.items() if each.is_scored],
    }
    chosen = {name: reader.one(name, tuple(options[name])) for name in FILTERS}
    name = list_name or reader.one("list", (*LISTS, *STAFF_LISTS)) or LISTS[0]
    page, raw = 1, reader.text("p")
    if raw:
        if raw.isascii() and raw.isdecimal() and len(raw) <= 4 and int(raw) > 0:
            page = int(raw)
        else:
            reader.ignored.append(f"p={raw[:40]}")
    return Asked(
        list_name=name,
        filters={name: value for name, value in chosen.items() if value},
        table=reader.one("kind", tuple(dataset.tables())) if name in {"old", "single"} else None,
        page=page,
    )


def find(asked: Asked, view: View) -> Found:
    """The four lists; what staff keep is read only where a desk has been opened, and can be read."""
    searches: Sequence[Search] = ()
    kept = Kept()
    if session.has_store():
        try:
            searches = session.store().searches()
            kept = Kept(checked=session.store().checked_on(), searches=last_searches(searches))
        except StoreError:
            log.exception("checks and searches cannot be read: the lists are shown without them")
            searches = ()
    extent, dataset = asked.extent, view.dataset
    return Found(
        unknown=unknown_answers(dataset, extent),
        old=old_rows(dataset, view.today, extent),
        undated=undated_sources(dataset, extent),
        single=single_source_rows(dataset, extent),
        silences=silences(dataset, searches, extent),
        kept=kept,
    )
