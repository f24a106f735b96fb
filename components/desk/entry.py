"""What somebody has typed in the form of one row, kept as a draft. Pure: nothing here draws or saves.

Texts are kept as they were typed, so that a draft gives back what its author saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from components.desk.fields import Control, control_of, has_sources
from components.i18n import Language
from data.raw import Key, Row
from data.read import LIST_SEPARATOR

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The form of one row, as far as it is filled.

    Attributes:
        key: Key of the row; empty: a new one.
        base: Revision of the tables that the author was looking at.
        loaded: Cells of the row at that moment; of a new row, what is given beforehand.
        typed: Texts by column, only where the author touched the field; lists one item a line, codes
            and sources joined by ``;``.
        new_sources: Sources added in place, as cells.
        areas: Area of each new subject of a strategy.
        proofs: Sources that show this change; they are among those of the row.
        reason: Why it changes.
    """

    table: str
    key: Key
    base: int
    loaded: Row
    typed: Mapping[str, str] = field(default_factory=lambda: _NO_TEXTS)
    new_sources: tuple[Row, ...] = ()
    areas: Mapping[str, str] = field(default_factory=lambda: _NO_TEXTS)
    proofs: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the row is not in the tables yet."""
        return not self.key

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed that would be a pity to lose."""
        return bool(self.typed or self.new_sources or self.areas or self.proofs or self.reason)

    def text(self, column: str, language: Language) -> str:
        """What the field shows: what was typed, else the cell as a person would type it."""
        if column in self.typed:
            return self.typed[column]
        return typed_text(self.table, column, self.loaded.get(column, ""), language)

    def with_text(self, column: str, text: str, language: Language) -> Entry:
        """The same with another text in a field; a field put back to what it was is not touched."""
        typed = {name: words for name, words in self.typed.items() if name != column}
        if text != typed_text(self.table, column, self.loaded.get(column, ""), language):
            typed[column] = text
        return replace(self, typed=typed)


def to_json(entry: Entry) -> dict[str, Any]:
    """An entry as a draft holds it."""
    return {
        "table": entry.table,
        "key": list(entry.key),
        "base": entry.base,
        "loaded": dict(entry.loaded),
        "typed": dict(entry.typed),
        "new_sources": [dict(row) for row in entry.new_sources],
        "areas": dict(entry.areas),
        "proofs": list(entry.proofs),
        "reason": entry.reason,
    }


def from_json(content: Any) -> Entry | None:
    """The entry of a draft; None: it is none (another version of the form, or damaged)."""
    try:
        return Entry(
            table=str(content["table"]),
            key=tuple(map(str, content["key"])),
            base=int(content["base"]),
            loaded=_texts(content["loaded"]),
            typed=_texts(content["typed"]),
            new_sources=tuple(map(_texts, content["new_sources"])),
            areas=_texts(content["areas"]),
            proofs=tuple(map(str, content["proofs"])),
            reason=str(content["reason"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _texts(content: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in content.items()}


def typed_text(table: str, column: str, cell: str, language: Language) -> str:
    """A cell as a person would type it: one item a line, decimal comma in French."""
    control = control_of(table, column)
    if control is Control.ITEMS:
        return cell.replace(LIST_SEPARATOR, "\n")
    if control is Control.NUMBER and language == "fr":
        return cell.replace(".", ",")
    return cell


def needs_proof(entry: Entry) -> bool:
    """Whether a source has to be named that shows the change."""
    return has_sources(entry.table)
