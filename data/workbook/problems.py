"""What a workbook gets wrong: its place, the value and the rule, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.errors import Rule, rule_sentence
from data.workbook.rules import SENTENCES, BookRule, Both

NOTHING: Both = ("", "")
_SHOWN_LENGTH = 80


class Severity(StrEnum):
    """What a problem does: the row is refused, a person must decide, or it is only told."""

    REFUSAL = "refusal"
    CONFLICT = "conflict"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to tell about a workbook.

    Attributes:
        rule: Rule that is broken, or what is told.
        sheet: Name of the sheet as the file writes it; None: the whole file.
        row: Number of the row in the sheet, 1 for the first; None: the whole sheet or file.
        column: Heading as the sheet writes it, or the code of a column it does not have.
        cell: Place in the sheet (``F12``); None: no single cell.
        code: Technical name of the column; None: no column, or not known.
        value: The offending value as the cell shows it; None: nothing to show.
        expected: What the rule wants here, in both languages.
    """

    rule: Rule | BookRule
    severity: Severity = Severity.REFUSAL
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    code: str | None = None
    value: str | None = None
    expected: Both = NOTHING

    def sentence(self, language: str) -> str:
        """What the rule says, without its place; ``fr`` gives French, any other code English."""
        return sentence(self.rule, language, value=self.value, expected=self.expected)

    def place(self, language: str) -> str:
        """Sheet, row, column and cell; empty for the whole file."""
        french = language == "fr"
        parts = []
        if self.sheet is not None:
            parts.append(f"feuille « {self.sheet} »" if french else f"sheet “{self.sheet}”")
        if self.row is not None:
            parts.append(f"{'ligne' if french else 'row'} {self.row}")
        if self.column is not None:
            shown = f"colonne « {self.column} »" if french else f"column “{self.column}”"
            parts.append(shown if self.cell is None else f"{shown} ({self.cell})")
        return ", ".join(parts)

    def message(self, language: str) -> str:
        """Place, rule and value in one sentence; ``fr`` gives French, any other code English."""
        french = language == "fr"
        place, said = self.place(language), self.sentence(language)
        if self.value is not None:
            shown = shortened(self.value)
            said += f" (« {shown} »)" if french else f" (“{shown}”)"
        return f"{place}{' : ' if french else ': '}{said}" if place else said


class WorkbookError(ValueError):
    """A file is refused whole, before any row of it is shown.

    Attributes:
        name: Name of the file as it was given.
        problem: The rule, and the sheet where there is one.
    """

    def __init__(
        self,
        rule: BookRule,
        *,
        name: str = "",
        sheet: str | None = None,
        value: str | None = None,
        expected: Both = NOTHING,
    ) -> None:
        self.name = name
        self.problem = Problem(rule=rule, sheet=sheet, value=value, expected=expected)
        super().__init__(rule, name, sheet, value, expected)

    @property
    def rule(self) -> Rule | BookRule:
        """Code of the rule."""
        return self.problem.rule

    def message(self, language: str) -> str:
        """Name of the file and the rule; ``fr`` gives French, any other code English."""
        said = self.problem.message(language)
        name = shortened(self.name)
        return f"{name}{' : ' if language == 'fr' else ': '}{said}" if name else said

    def __str__(self) -> str:
        return self.message("en")


def sentence(
    rule: Rule | BookRule, language: str, *, value: str | None = None, expected: Both = NOTHING
) -> str:
    """What a rule says, without its place."""
    wanted = expected[0 if language == "fr" else 1]
    if isinstance(rule, Rule):
        return rule_sentence(rule, language, value=value, expected=wanted)
    return SENTENCES[rule][0 if language == "fr" else 1].format(expected=wanted)


def both(text: object) -> Both:
    """A text that is the same in both languages."""
    return (str(text), str(text))


def joined(items: Iterable[Both]) -> Both:
    """Several words as one list, in both languages."""
    listed = list(items)
    return (", ".join(item[0] for item in listed), ", ".join(item[1] for item in listed))


def shortened(text: str, longest: int = _SHOWN_LENGTH) -> str:
    """A text on one line, control characters made visible, cut when long."""
    shown = "".join(
        letter if letter.isprintable() else "⏎" if letter == "\n" else "�"
        for letter in text[: longest + 1]
    )
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
