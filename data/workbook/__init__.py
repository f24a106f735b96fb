"""Workbooks in and out: templates to fill, files read back with a preview.

``template_workbook`` makes one from the tables; ``read_workbook`` tells what a filled one would do. Nothing
here writes to the tables: what is chosen in a ``Preview`` is published by the store.
"""

from data.workbook.preview import Choice, Preview, RowPreview, RowState
from data.workbook.problems import Problem, Severity, WorkbookError
from data.workbook.read import read_workbook
from data.workbook.rules import BookRule
from data.workbook.template import template_workbook

__all__ = [
    "BookRule",
    "Choice",
    "Preview",
    "Problem",
    "RowPreview",
    "RowState",
    "Severity",
    "WorkbookError",
    "read_workbook",
    "template_workbook",
]
