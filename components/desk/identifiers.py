"""Ids of new rows: made from the title, readable, never one that was used before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from data.raw import RawTables, Row
from data.read import SLUG

_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "d", "œ": "oe", "Œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "’": " ", "'": " "}
)
_SMALL_WORDS = (
    " a an and at au aux d de des du en et for in l la le les of on par pour s sur the to un une "
)
_LONGEST = 48
_WORDS = 6
_MOST_TRIES = 500


def slug(text: str, *, words: int = _WORDS, longest: int = _LONGEST) -> str:
    """A text as an id: small letters without accents, digits and dashes; may be empty.

    Small words (« de », « the ») are left out unless nothing else is there.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = [part for part in re.split(r"[^a-z0-9]+", plain) if part]
    telling = [part for part in parts if f" {part} " not in _SMALL_WORDS] or parts
    made = ""
    for part in telling[:words]:
        longer = f"{made}-{part}" if made else part[:longest]
        if len(longer) > longest:
            break
        made = longer
    return made


def is_slug(text: str) -> bool:
    """Whether a text has the form of an id."""
    return re.fullmatch(SLUG, text) is not None


def proposed_id(table: str, row: Row, raw: RawTables, was_used: Callable[[str], bool]) -> str:
    """An id for a new row that no row has or had; empty: nothing to make it from yet.

    Args:
        row: Cells of the new row as far as they are known.
        was_used: Whether the history has a row of this table with an id, withdrawn or not.
    """
    stem = _stem(table, row)
    if not stem:
        return ""
    known = raw.get(table, {})
    first = 1 if table == "factors" else 2
    tries = [] if table == "factors" else [stem]
    tries += [_numbered(table, stem, number) for number in range(first, first + _MOST_TRIES)]
    return next((made for made in tries if (made,) not in known and not was_used(made)), "")


def _numbered(table: str, stem: str, number: int) -> str:
    return f"{stem}-f{number:02d}" if table == "factors" else f"{stem}-{number}"


def _stem(table: str, row: Row) -> str:
    owner = row.get("city_id") or row.get("organisation_id") or ""
    if table == "factors":
        return owner
    if table == "cities":
        return slug(row.get("name_fr", ""))
    if table == "sources":
        publisher = slug(row.get("publisher", ""), words=2, longest=20)
        title = slug(row.get("title", ""), words=3, longest=32)
        if not title:
            return ""
        return "-".join(part for part in (publisher, row.get("published", "")[:4], title) if part)
    title = slug(row.get("title_fr", "") or row.get("title_en", ""), words=4)
    if not title:
        return ""
    return title if not owner or title.startswith(f"{owner}-") else f"{owner}-{title}"
