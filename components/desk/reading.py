"""What an entry says in the words of the tables, and why a field cannot be sent as it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from components.desk.entry import Entry
from components.desk.fields import columns_of_form, field_of
from components.desk.words import items_of_cell
from components.i18n import Language
from data.dates import PartialDate
from data.errors import DataError, Rule
from data.raw import RawTables, Row
from data.read import LIST_SEPARATOR
from data.workbook.cells import CellRefusedError, understood
from data.workbook.fields import Kind
from data.workbook.problems import NOTHING, both, sentence
from data.workbook.rules import BookRule, Both
from data.workbook.words import Lexicon

_TWO_READINGS = re.compile(r"\d{1,3}[.,]\d{3}")
"""``100,000``: a hundred thousand in English, a hundred in French; ``100.000``: the other way round."""


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
    if described.kind is Kind.INTEGER and _TWO_READINGS.fullmatch(text.strip()):
        if language == "fr" or "." in text:
            raise _FaultyError(Fault(column=column, rule=BookRule.INTEGER, value=text))
        text = text.replace(",", "")
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
