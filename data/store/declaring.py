"""What a city says of itself: an answer about to be sent, one that was, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.errors import DataError, Rule
from data.schema import Answer
from data.store.base import storable

LONGEST_NOTE = 2_000
"""Characters of a note, of an address or of an office that a city types."""

REPLY_FIELDS = ("answer", "note", "source", "office")
"""What is typed for a criterion; ``office`` is for all of them, under an empty criterion."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class DeclarationState(StrEnum):
    """What becomes of a declaration.

    ``RECEIVED``: its answer may be shown as declared, its words wait for an editor. ``SHOWN``: an
    editor has read the words. ``DOCUMENTED``: a source was found, the tables have it. ``REPLACED``: the
    city has answered again.
    """

    RECEIVED = "received"
    SHOWN = "shown"
    REFUSED = "refused"
    DOCUMENTED = "documented"
    REPLACED = "replaced"


CURRENT = frozenset({DeclarationState.RECEIVED, DeclarationState.SHOWN})
"""States in which a declaration stands beside the facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a city is about to say of one criterion.

    Attributes:
        note: Where it can be seen, in the city's words.
        source: Address of a page that shows it; empty: none.
    """

    criterion_id: str
    answer: Answer
    note: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """Note and source in one text: the address is the last line."""
        return f"{self.note.strip()}\n{self.source.strip()}".strip()

    @property
    def typed(self) -> dict[str, str]:
        """The same as fields of a draft, without the empty ones."""
        fields = {"answer": self.answer.value, "note": self.note, "source": self.source}
        return {name: text for name, text in fields.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a city says of itself on one criterion.

    Attributes:
        declared_by: Office that answers, in its own words, contact details masked.
        decided_by: Staff id of who read it; empty: nobody yet.
    """

    declaration_id: int
    city_id: str
    criterion_id: str
    answer: Answer
    note: str
    declared_on: date | None
    declared_by: str
    state: DeclarationState
    decided_by: str

    @property
    def words(self) -> str:
        """The note without the address under it."""
        return self._parts[0]

    @property
    def source(self) -> str:
        """Address of a page that the city names; empty: none."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        head, _, last = self.note.rpartition("\n")
        return (head, last) if _ADDRESS.fullmatch(last) else (self.note, "")


def check_short(text: str, column: str, table: str) -> None:
    """Refuse a text that a city types and that is longer than ``LONGEST_NOTE``, or cannot be kept."""
    storable(text, column, table=table)
    if len(text) > LONGEST_NOTE:
        raise DataError(
            Rule.RANGE,
            file=table,
            column=column,
            value=str(len(text)),
            expected=f"0 … {LONGEST_NOTE}",
        )


def check_replies(replies: Sequence[Reply]) -> None:
    """Refuse answers that say nothing, are too long, name no address, or are given twice."""
    if not replies:
        raise DataError(Rule.REQUIRED, file="declarations", column="answer")
    seen: set[str] = set()
    for reply in replies:
        if reply.answer is Answer.UNKNOWN:
            raise DataError(Rule.UNKNOWN_ANSWER, file="declarations", column="answer")
        storable(reply.criterion_id, "criterion_id", table="declarations")
        check_short(reply.note, "note", "declarations")
        check_short(reply.source, "source", "declarations")
        if reply.source.strip() and not _ADDRESS.fullmatch(reply.source.strip()):
            raise DataError(
                Rule.FORMAT,
                file="declarations",
                column="source",
                value=reply.source,
                expected="https://…",
            )
        if reply.criterion_id in seen:
            raise DataError(
                Rule.DUPLICATE, file="declarations", column="criterion_id", value=reply.criterion_id
            )
        seen.add(reply.criterion_id)
