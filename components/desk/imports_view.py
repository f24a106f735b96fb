"""What a filled workbook would do, drawn: counts in words, problems with their place."""

from __future__ import annotations

from collections.abc import Sequence

import htpy as h

from components.desk.desk_view import DeskView
from components.i18n import Translate, typography
from components.markup import Element, Node, isolated
from data.changes import RowChange
from data.workbook import BookRule, Preview, Problem, RowState, Severity
from data.workbook.problems import shortened

MOST_PROBLEMS = 200
"""Problems that are listed; whoever has more corrects these first."""

_LEFT_ASIDE = frozenset(
    {BookRule.COLUMN_IGNORED, BookRule.COLUMN_TWICE, BookRule.SHEET_IGNORED, BookRule.NO_HEADER}
)
_IN_ORDER = (RowState.ADDED, RowState.CHANGED, RowState.CONFLICTING, RowState.REFUSED)


def summary(preview: Preview, t: Translate) -> Element:
    """Name of the file, then how many rows do what, in words; states without a row are left out."""
    counts, total = preview.counts, len(preview.rows)
    parts = [
        t(f"imports.state.{state.value}", count=counts[state])
        for state in _IN_ORDER
        if counts[state]
    ]
    if same := counts[RowState.UNCHANGED]:
        parts.append(t("imports.state.unchanged", count=same))
    listed = t("change.list").join(parts)
    said = t("imports.rows", count=total, parts=listed) if total else t("imports.rows.none")
    return h.div(".rc-import-summary")[
        h.h2[isolated(shortened(preview.name))], h.p(".rc-lead", role="status")[said]
    ]


def problems_section(preview: Preview, desk: DeskView) -> Node:
    """What is wrong and must be corrected or decided; what is only told is folded.

    A whole column or sheet that is left aside is in sight: nobody should have filled it for nothing.
    """
    t = desk.t
    wrong = [item for item in preview.problems if item.severity is not Severity.NOTE]
    notes = [item for item in preview.problems if item.severity is Severity.NOTE]
    return h.section(".rc-import-problems")[
        [h.h3[t("imports.problems", count=len(wrong))], problem_table(wrong, desk)]
        if wrong
        else None,
        h.details(".rc-desk-fold", open=any(item.rule in _LEFT_ASIDE for item in notes))[
            h.summary[t("imports.notes", count=len(notes))], problem_table(notes, desk)
        ]
        if notes
        else None,
    ]


def problem_table(problems: Sequence[Problem], desk: DeskView) -> Element:
    """Sheet, row, column, value, and what is wrong with it."""
    t = desk.t
    columns = ("sheet", "row", "column", "value", "wrong")
    names = [t(f"imports.column.{column}") for column in columns]
    left = len(problems) - MOST_PROBLEMS

    def line(problem: Problem) -> Element:
        said = problem.sentence(desk.language)
        if desk.language == "fr":
            said = typography(said, "fr")
        cells = (
            problem.sheet or "",
            "" if problem.row is None else str(problem.row),
            _column(problem),
            "" if problem.value is None else shortened(problem.value),
            f"{said[:1].upper()}{said[1:]}",
        )
        return h.tr(class_=f"rc-import-{problem.severity.value}")[
            (
                h.td(data_label=name)[isolated(cell)] if cell else h.td(".rc-import-empty")
                for name, cell in zip(names, cells, strict=True)
            )
        ]

    return h.div[
        h.div(".rc-table-scroll", tabindex="0", role="region", aria_label=t("imports.table"))[
            h.table(".rc-desk-table.rc-import-table")[
                h.thead[h.tr[(h.th(scope="col")[name] for name in names)]],
                h.tbody[(line(problem) for problem in problems[:MOST_PROBLEMS])],
            ]
        ],
        left > 0 and h.p(".rc-small.rc-muted")[t("imports.problems.more", count=left)],
    ]


def _column(problem: Problem) -> str:
    if problem.column is None:
        return ""
    return problem.column if problem.cell is None else f"{problem.column} ({problem.cell})"


def city_ids(changes: Sequence[RowChange], desk: DeskView) -> tuple[str, ...]:
    """Cities that changes are about, in their order."""
    found: dict[str, None] = {}
    for change in changes:
        told = {cell.column: cell.new or cell.old or "" for cell in change.cells}
        city_id = desk.words.city_of(change.table, change.key) or told.get("city_id", "")
        if not city_id and change.table == "criteria":
            city_id = change.key[0]
        if city_id:
            found[city_id] = None
    return tuple(found)
