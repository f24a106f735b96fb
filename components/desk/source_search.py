"""Sources found by what somebody remembers of them, and what their dates say of a row. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.dates import PartialDate
from data.raw import Key, RawTables, Row
from data.workbook.words import fold

_READ = ("title", "publisher", "url", "source_id", "published")


def sources_of(raw: RawTables, new_sources: Sequence[Row]) -> dict[str, Row]:
    """Every source that can be cited, by id: those of the tables, then those added in the form."""
    known = {key[0]: row for key, row in raw.get("sources", {}).items()}
    return known | {row["source_id"]: row for row in new_sources}


def found_sources(query: str, sources: Mapping[str, Row], cited: Iterable[str]) -> tuple[str, ...]:
    """Ids of the sources that have every word of a query, accents and case aside, latest first.

    Args:
        cited: Sources that are not looked for any more.
    """
    words = [word for word in map(fold, query.split()) if word]
    left = set(cited)
    if not words:
        return ()
    found = [
        source_id
        for source_id, row in sources.items()
        if source_id not in left and all(word in _folded(row) for word in words)
    ]
    return tuple(sorted(found, key=lambda item: sources[item]["published"], reverse=True))


def _folded(row: Row) -> str:
    return " ".join(fold(row.get(column, "")) for column in _READ)


def same_address(row: Row, sources: Mapping[str, Row]) -> str | None:
    """Id of a source that has the address of another already; None: nobody has it."""
    wanted = plain_address(row.get("url", ""))
    if not wanted:
        return None
    return next(
        (
            source_id
            for source_id, other in sources.items()
            if plain_address(other["url"]) == wanted
        ),
        None,
    )


def plain_address(url: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, a slash at the end."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/").casefold()


def later_date(as_of: str, source_ids: Iterable[str], sources: Mapping[str, Row]) -> str:
    """Date of the latest source cited, where it is later than the date of the row; else empty."""
    dates = [when for item in source_ids if item in sources if (when := _date(sources[item]))]
    if not dates:
        return ""
    latest = max(dates, key=lambda when: when.last_day)
    try:
        now = PartialDate.parse(as_of).last_day if as_of else None
    except ValueError:
        return ""
    return str(latest) if now is None or latest.last_day > now else ""


def _date(row: Row) -> PartialDate | None:
    try:
        return PartialDate.parse(row["published"])
    except ValueError:
        return None


def rows_found(query: str, rows: Mapping[Key, Row], columns: Sequence[str]) -> tuple[Key, ...]:
    """Keys of the rows that have every word of a query in some of their columns."""
    words = [word for word in map(fold, query.split()) if word]
    if not words:
        return ()
    return tuple(
        key
        for key, row in rows.items()
        if all(any(word in fold(row.get(name, "")) for name in columns) for word in words)
    )
