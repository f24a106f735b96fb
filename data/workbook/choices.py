"""Drop-down lists and prompts of a template; lists stand on a hidden sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.workbook.fields import Field, Kind
from data.workbook.origin import LISTS_SHEET
from data.workbook.texts import LIST_PROMPT, NOT_IN_LIST
from data.workbook.words import UNKNOWN_MARK, Words

FIRST_ROW, LAST_ROW = 3, 20_000
_LONGEST_PROMPT, _LONGEST_TITLE = 250, 30


class Lists:
    """Columns of the hidden sheet; the same list is there once."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def range_of(self, words: Sequence[str]) -> str:
        """Cells that hold a list, as a formula names them."""
        number = self._columns.setdefault(tuple(words), len(self._columns) + 1)
        letter = get_column_letter(number)
        return f"{LISTS_SHEET}!${letter}$1:${letter}${len(words)}"

    def rows(self) -> Iterator[list[str]]:
        """The hidden sheet, row by row."""
        for row in zip_longest(*self._columns, fillvalue=""):
            yield list(row)


def add_choices(
    sheet: Any,
    number: int,
    field: Field,
    lists: Lists,
    *,
    words: Words,
    only: Collection[str] | None,
    language: str,
) -> None:
    """Give a column of a sheet its list, or its prompt where several words can stand in a cell.

    Args:
        words: Closed list of the column.
        only: Ids of other rows that are offered; None: all of them.
    """
    side = 0 if language == "fr" else 1
    letter = get_column_letter(number)
    labels = [words.label(code, language) for code in words.shown] if field.is_closed else []
    if field.kind is Kind.REFERENCE:
        labels = [row_id for row_id in words.shown if only is None or row_id in only]
    if not labels:
        return
    if field.is_list:
        shown = ", ".join(labels) if field.kind is Kind.CODE else ""
        prompt = LIST_PROMPT[side].format(words=shown).strip()
        choice = DataValidation(allow_blank=True)
        choice.prompt = prompt[:_LONGEST_PROMPT]
        choice.promptTitle = field.titles[side][:_LONGEST_TITLE]
        choice.showInputMessage = True
    else:
        if not field.is_required:
            labels.append(UNKNOWN_MARK)
        choice = DataValidation(type="list", formula1=lists.range_of(labels), allow_blank=True)
        choice.errorStyle = "warning"
        choice.showErrorMessage = True
        choice.errorTitle = field.titles[side][:_LONGEST_TITLE]
        choice.error = NOT_IN_LIST[side]
    choice.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    sheet.data_validations.append(choice)
