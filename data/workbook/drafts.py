"""A draft: what one row of a sheet would do to the tables, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.changes import CellChange, CellConflict, ChangeKind, RowChange, addition, edit, merged
from data.errors import Rule
from data.raw import RAW_KEYS, Key, RawTables, Row, raw_columns
from data.workbook.fields import shape_of
from data.workbook.problems import NOTHING, Problem, Severity, both, shortened
from data.workbook.rules import BookRule, Both

_MOST_PROBLEMS = 12
"""Problems of one severity that are told of one row."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """What one row of a sheet would do.

    Attributes:
        places, headings: Number of each column by its technical name; what the sheet writes over it.
        language: Language in which a column is named that the sheet does not have.
        key: Key of the row; None: it has none, the row is refused.
        is_new: No such row is in the tables.
        change: What can be written without a decision; None: nothing.
        overruling: The same with the conflicting cells as the workbook has them.
        conflicts: Cells that changed since the template was made.
        problems: Faults, conflicts and notes, in the order in which they are found.
    """

    table: str
    sheet: str
    row: int
    places: Mapping[str, int]
    headings: Mapping[int, str]
    language: str
    key: Key | None = None
    is_new: bool = False
    change: RowChange | None = None
    overruling: RowChange | None = None
    conflicts: tuple[CellConflict, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether a fault keeps the row out."""
        return any(problem.severity is Severity.REFUSAL for problem in self.problems)

    def has_fault(self, code: str) -> bool:
        """Whether a fault of a column was told."""
        return any(
            problem.code == code and problem.severity is Severity.REFUSAL
            for problem in self.problems
        )

    def tell(
        self,
        rule: Rule | BookRule,
        code: str | None = None,
        *,
        value: str | None = None,
        expected: Both = NOTHING,
        severity: Severity = Severity.REFUSAL,
    ) -> None:
        """Add a problem; after many of one severity the others are not told."""
        told = sum(problem.severity is severity for problem in self.problems)
        if told < _MOST_PROBLEMS:
            problem = self.problem(rule, code, value=value, expected=expected, severity=severity)
            self.problems.append(problem)

    def problem(
        self,
        rule: Rule | BookRule,
        code: str | None = None,
        *,
        value: str | None = None,
        expected: Both = NOTHING,
        severity: Severity = Severity.REFUSAL,
    ) -> Problem:
        """A problem of this row, with its place."""
        number = None if code is None else self.places.get(code)
        heading = None if number is None else self.headings.get(number)
        if heading is None and code is not None:
            described = shape_of(self.table).fields.get(code)
            side = 0 if self.language == "fr" else 1
            heading = code if described is None else described.titles[side]
        return Problem(
            rule=rule,
            severity=severity,
            sheet=self.sheet,
            row=self.row,
            column=heading,
            cell=None if number is None else f"{letters(number)}{self.row}",
            code=code,
            value=None if value is None else value[:500],
            expected=expected,
        )


def compare(
    draft: Draft, texts: Mapping[str, str], raw: RawTables, base: Row | None, *, has_origin: bool
) -> None:
    """Fill in what a row changes, given what its cells say; ``draft.key`` is known.

    Args:
        texts: Text of each cell that is filled, as the tables write it; ``""`` says « unknown ».
        base: The row as the template was filled with it; None: it was not in the template.
        has_origin: Whether the workbook is a template that still knows what it was filled with.
    """
    table, key = draft.table, draft.key or ()
    current = raw.get(table, {}).get(key)
    wanted = {code: text for code, text in texts.items() if code not in RAW_KEYS[table]}
    draft.is_new = current is None and base is None
    before = base if base is not None else current
    _tell_emptied(draft, wanted, before or {})
    if base is not None:
        _tell_cleared(draft, texts, base)
    if draft.is_new:
        _tell_missing(draft, wanted)
    if draft.is_refused:
        return
    if draft.is_new:
        named = dict(zip(RAW_KEYS[table], key, strict=True))
        draft.change = draft.overruling = addition(table, {**wanted, **named})
    elif base is not None:
        _over_base(draft, wanted, raw, base)
    elif has_origin:
        _over_stranger(draft, wanted, raw, current or {})
    else:
        draft.change = draft.overruling = edit(raw, table, key, wanted)
    for conflict in draft.conflicts:
        _tell_conflict(draft, conflict)


def _over_base(draft: Draft, wanted: Mapping[str, str], raw: RawTables, base: Row) -> None:
    """Only cells that somebody changed in the workbook count: the others may be old, not wrong."""
    table, key = draft.table, draft.key or ()
    changed = {code: text for code, text in wanted.items() if text != base.get(code, "")}
    if not changed:
        return
    if key not in raw.get(table, {}):
        draft.conflicts = tuple(
            CellConflict(
                table=table,
                key=key,
                column=code,
                expected=base.get(code, ""),
                found=None,
                wanted=text,
            )
            for code, text in changed.items()
        )
        return
    change = RowChange(
        table=table,
        key=key,
        kind=ChangeKind.EDIT,
        cells=tuple(
            CellChange(column=code, old=base.get(code, ""), new=changed[code])
            for code in raw_columns(table)
            if code in changed
        ),
    )
    result = merged(raw, change)
    draft.change, draft.conflicts = result.applies, result.conflicts
    draft.overruling = edit(raw, table, key, changed)


def _over_stranger(draft: Draft, wanted: Mapping[str, str], raw: RawTables, current: Row) -> None:
    """A row added meanwhile, or that was not in this template: what is known there is not replaced."""
    table, key = draft.table, draft.key or ()
    free = {code: text for code, text in wanted.items() if not current[code]}
    draft.conflicts = tuple(
        CellConflict(
            table=table, key=key, column=code, expected=None, found=current[code], wanted=text
        )
        for code, text in wanted.items()
        if current[code] and current[code] != text
    )
    draft.change = edit(raw, table, key, free)
    draft.overruling = edit(raw, table, key, wanted)


def _tell_emptied(draft: Draft, wanted: Mapping[str, str], before: Row) -> None:
    fields = shape_of(draft.table).fields
    for code, text in wanted.items():
        if text:
            continue
        if fields[code].is_required:
            draft.tell(required_rule(draft.table, code), code)
        elif before.get(code):
            draft.tell(
                BookRule.EMPTIED,
                code,
                expected=both(shortened(before[code])),
                severity=Severity.NOTE,
            )


def _tell_cleared(draft: Draft, texts: Mapping[str, str], base: Row) -> None:
    for code in draft.places:
        if code in RAW_KEYS[draft.table]:
            continue
        if code not in texts and base.get(code) and not draft.has_fault(code):
            draft.tell(
                BookRule.CLEARED,
                code,
                expected=both(shortened(base[code])),
                severity=Severity.NOTE,
            )


def _tell_missing(draft: Draft, wanted: Mapping[str, str]) -> None:
    shape = shape_of(draft.table)
    for code, described in shape.fields.items():
        is_missing = described.is_required and code not in shape.keys and not wanted.get(code)
        if is_missing and not draft.has_fault(code):
            rule = Rule.NO_SOURCE if code == "source_ids" else Rule.REQUIRED
            draft.tell(rule, code)


def _tell_conflict(draft: Draft, conflict: CellConflict) -> None:
    empty = ("vide", "empty")
    first = empty if not conflict.expected else both(f"« {shortened(conflict.expected)} »")
    now = ("la ligne a été retirée", "the row was withdrawn")
    if conflict.found is not None:
        found = empty if not conflict.found else both(f"« {shortened(conflict.found)} »")
        now = (f"{found[0]} maintenant", f"{found[1]} now")
    draft.tell(
        BookRule.CONFLICT,
        conflict.column,
        value=conflict.wanted,
        expected=(f"{first[0]} à l’origine, {now[0]}", f"{first[1]} at first, {now[1]}"),
        severity=Severity.CONFLICT,
    )


def required_rule(table: str, code: str) -> Rule | BookRule:
    """The rule that an empty cell of a required column breaks."""
    if (table, code) == ("criteria", "answer"):
        return BookRule.NO_ANSWER
    return Rule.NO_SOURCE if code == "source_ids" else Rule.REQUIRED


def letters(number: int) -> str:
    """Letters of a column: 1 is A, 27 is AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def rows_told(drafts: Sequence[Draft], count: int) -> Both:
    """Sheets and rows of the first of ``count`` drafts, in both languages."""
    french = ", ".join(f"« {draft.sheet} » ligne {draft.row}" for draft in drafts)
    english = ", ".join(f"“{draft.sheet}” row {draft.row}" for draft in drafts)
    more = f", + {count - len(drafts)}" if count > len(drafts) else ""
    return (french + more, english + more)
