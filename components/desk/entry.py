"""What somebody has typed in the form of one row: kept as a draft, read into cells, made into changes.

Pure: nothing here draws, saves or reads a clock. Texts are kept as they were typed, so that a draft
gives back what its author saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from components.desk.fields import (
    Control,
    columns_of_form,
    control_of,
    field_of,
    has_sources,
    own_id,
)
from components.desk.words import items_of_cell
from components.i18n import Language
from data.changes import CellChange, ChangeKind, RowChange, addition, withdrawal
from data.dates import PartialDate
from data.errors import DataError, Rule
from data.raw import RAW_KEYS, Key, RawTables, Row
from data.read import LIST_SEPARATOR
from data.workbook.cells import CellRefusedError, understood
from data.workbook.problems import NOTHING, both, sentence
from data.workbook.rules import BookRule, Both
from data.workbook.words import Lexicon

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a field cannot be sent as it is.

    Attributes:
        column: Field concerned; empty: the row as a whole.
        rule: Rule of the tables or of typed texts; ``None``: ``key`` is a message of ours.
        key: Message of the catalogue, where there is no rule.
        value: What was typed; None: nothing to show.
        expected: What the rule wants, in both languages.
        is_missing: The field is empty: not told before somebody tries to send.
    """

    column: str
    rule: Rule | BookRule | None = None
    key: str = ""
    value: str | None = None
    expected: Both = NOTHING
    is_missing: bool = False

    def rule_sentence(self, language: Language) -> str:
        """What the rule says; empty where ``key`` says it."""
        if self.rule is None:
            return ""
        return sentence(self.rule, language, value=self.value, expected=self.expected)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an entry says, in the words of the tables.

    Attributes:
        cells: Text of every column of the form that could be read; the others as they were.
        faults: What could not, by column in the order of the form.
    """

    cells: Row
    faults: tuple[Fault, ...]

    def faults_of(self, column: str) -> tuple[Fault, ...]:
        """Faults of one field."""
        return tuple(fault for fault in self.faults if fault.column == column)


def lexicon_of(entry: Entry, raw: RawTables) -> Lexicon:
    """The closed lists of the tables, with the sources and subjects that the entry adds."""
    lexicon = Lexicon(raw)
    for row in entry.new_sources:
        lexicon.add_row("sources", row["source_id"], row)
    for phrase in entry.areas:
        lexicon.add_row("focus_areas", phrase, {})
    return lexicon


def read(entry: Entry, raw: RawTables, language: Language, today: date) -> Reading:
    """Every field of an entry, read.

    Args:
        today: A date after it is refused.
    """
    lexicon = lexicon_of(entry, raw)
    cells: dict[str, str] = {}
    faults: list[Fault] = []
    for column in columns_of_form(entry.table):
        loaded = entry.loaded.get(column, "")
        cell = loaded
        if column in entry.typed:
            try:
                cell = _read(entry, column, entry.typed[column], lexicon, language)
            except _FaultyError as error:
                faults.append(error.fault)
        if column == "source_ids":
            cell = _joined([*items_of_cell(cell), *entry.proofs])
        if column in {"as_of", "published"} and cell != loaded and _is_to_come(cell, today):
            faults.append(Fault(column=column, key="edit.fault.to_come", value=cell))
        if not cell and field_of(entry.table, column).is_required:
            faults.append(Fault(column=column, rule=Rule.REQUIRED, is_missing=True))
        cells[column] = cell
    faults += [
        Fault(column="focus_areas_fr", key="edit.fault.area", value=phrase)
        for phrase in new_subjects(entry, raw)
        if not entry.areas.get(phrase)
    ]
    return Reading(cells=cells, faults=tuple(faults))


def new_subjects(entry: Entry, raw: RawTables) -> tuple[str, ...]:
    """Subjects of a strategy, as typed, that no strategy has yet: each needs its area."""
    if entry.table != "strategies" or "focus_areas_fr" not in entry.typed:
        return ()
    known = raw.get("focus_areas", {})
    typed = (item.strip() for item in entry.typed["focus_areas_fr"].replace(";", "\n").split("\n"))
    return tuple(dict.fromkeys(item for item in typed if item and (item,) not in known))


class _FaultyError(ValueError):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


def _read(entry: Entry, column: str, text: str, lexicon: Lexicon, language: Language) -> str:
    described = field_of(entry.table, column)
    if column == "focus_areas_fr":
        for item in text.replace(";", "\n").split("\n"):
            if item.strip():  # a new subject is told apart, with its area
                lexicon.add_row("focus_areas", item.strip(), {})
    try:
        return understood(entry.table, described, text, lexicon, language) or ""
    except CellRefusedError as error:
        raise _FaultyError(
            Fault(column=column, rule=error.rule, value=text, expected=error.expected)
        ) from None
    except DataError as error:
        expected = both(error.expected)
        raise _FaultyError(
            Fault(column=column, rule=error.rule, value=text, expected=expected)
        ) from None


def _is_to_come(cell: str, today: date) -> bool:
    try:
        when = PartialDate.parse(cell)
    except ValueError:
        return False
    return date(when.year, when.month or 1, when.day or 1) > today


def _joined(items: Sequence[str]) -> str:
    return LIST_SEPARATOR.join(dict.fromkeys(items))


# ---- changes --------------------------------------------------------------------------------------


def changes_of(
    entry: Entry, cells: Row, raw: RawTables, *, new_id: str = ""
) -> tuple[RowChange, ...]:
    """What the entry would change: the row, and what it needs beside it.

    Sources added in place come first; a subject of a strategy brings its area, and takes it away when no
    strategy has it any more. Old values are those the author was looking at.

    Args:
        new_id: Id of a new row, for tables whose ids we give.
    """
    row = _row_change(entry, cells, new_id)
    cited = {*items_of_cell(cells.get("source_ids", "")), *entry.proofs}
    sources = [
        addition("sources", source)
        for source in entry.new_sources
        if source["source_id"] in cited and (source["source_id"],) not in raw.get("sources", {})
    ]
    changes = [*sources, *([row] if row is not None else [])]
    if entry.table == "strategies" and row is not None:
        changes += _areas(entry, cells, raw)
    return tuple(changes)


def withdrawal_of(entry: Entry, raw: RawTables) -> tuple[RowChange, ...]:
    """What goes when the row goes.

    Raises:
        DataError: There is no such row.
    """
    changes = [withdrawal(raw, entry.table, entry.key)]
    if entry.table == "strategies":
        changes += _areas(entry, {"focus_areas_fr": ""}, raw)
    return tuple(changes)


def _row_change(entry: Entry, cells: Row, new_id: str) -> RowChange | None:
    if entry.is_new:
        row = {**entry.loaded, **cells}
        if column := own_id(entry.table):
            row[column] = new_id
        if not all(row.get(column) for column in RAW_KEYS[entry.table]):
            return None
        return addition(entry.table, row)
    changed = tuple(
        CellChange(column=column, old=entry.loaded.get(column, ""), new=text)
        for column, text in cells.items()
        if text != entry.loaded.get(column, "")
    )
    if not changed:
        return None
    return RowChange(table=entry.table, key=entry.key, kind=ChangeKind.EDIT, cells=changed)


def _areas(entry: Entry, cells: Row, raw: RawTables) -> list[RowChange]:
    known = raw.get("focus_areas", {})
    wanted = set(items_of_cell(cells.get("focus_areas_fr", "")))
    others = {
        item
        for key, row in raw.get("strategies", {}).items()
        if key != entry.key
        for item in items_of_cell(row["focus_areas_fr"])
    }
    gone = set(items_of_cell(entry.loaded.get("focus_areas_fr", ""))) - wanted - others
    changes = [
        addition("focus_areas", {"phrase_fr": phrase, "area": area})
        for phrase, area in entry.areas.items()
        if phrase in wanted and (phrase,) not in known and area
    ]
    changes += [
        withdrawal(raw, "focus_areas", (phrase,)) for phrase in sorted(gone) if (phrase,) in known
    ]
    return changes


def needs_proof(entry: Entry) -> bool:
    """Whether a source has to be named that shows the change."""
    return has_sources(entry.table)
