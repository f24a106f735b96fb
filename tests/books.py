"""Workbooks for tests, built with openpyxl as people fill them, and the smallest tables to compare with."""

import io
from functools import cache
from unittest.mock import patch

import openpyxl
from factories import (
    CITY_ID,
    SOURCE_ID,
    make_answer,
    make_city,
    make_dataset,
    make_factor,
    make_focus_area,
    make_network,
    make_organisation,
    make_project,
    make_source,
    make_strategy,
)
from shipped import shipped_dataset

from data.raw import raw_of
from data.workbook import read_workbook, template

OTHER_CITY = "autreville"


@cache
def small_raw():
    """Tables of two cities with a row of everything that a workbook can hold; published vocabularies."""
    return raw_of(
        make_dataset(
            vocabularies=list(shipped_dataset().terms.values()),
            networks=[make_network("test-network"), make_network("second-network")],
            sources=[make_source(), make_source("second-source", url=None, title="Second title")],
            cities=[
                make_city(name_fr="Ville d’Été", name_en="Summer City"),
                make_city(OTHER_CITY, name_fr="Autreville", name_en="Otherville"),
            ],
            organisations=[make_organisation()],
            strategies=[make_strategy(focus_areas_fr=("thème d’essai",))],
            focus_areas=[make_focus_area()],
            projects=[make_project(), make_project("second-project", city_id=OTHER_CITY)],
            factors=[make_factor(project_id="test-project")],
            criteria=[make_answer("VIS1"), make_answer("VIS2"), make_answer("DAT1", "partial")],
        )
    )


@cache
def lean_template(**options):
    """A French template of the small tables with one row for new facts, quicker to open and to save."""
    with patch.object(template, "NEW_ROWS", 1):
        return template.template_workbook(small_raw(), "fr", **options)


def book(**sheets):
    """An XLSX file: rows of each sheet by its name, cells as Python values; None is an empty cell."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(made)


def saved(made):
    """An openpyxl workbook as a file."""
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def opened(content):
    """A file as an openpyxl workbook, to change it as a person would."""
    return openpyxl.load_workbook(io.BytesIO(content))


def preview(content, raw=None, language="fr", name="classeur.xlsx", **options):
    """What reading a file gives, against the small tables unless others are given."""
    return read_workbook(name, content, raw or small_raw(), language, **options)


def only_row(content, raw=None, **options):
    """The one row of a file."""
    (row,) = preview(content, raw, **options).rows
    return row


def rules(row):
    """Codes of the problems of a row or preview."""
    return [str(problem.rule) for problem in row.problems]


def new_texts(change):
    """New text of each cell that a change fills or changes."""
    return {cell.column: cell.new for cell in change.cells if cell.new}


PROJECT = {
    "project_id": "new-project",
    "city_id": CITY_ID,
    "title_fr": "Projet neuf",
    "line_id": "A2.1",
    "stage": "Pilote",
    "technology_level": "Faible",
    "technology_reason_fr": "Une procédure",
    "source_ids": SOURCE_ID,
}
"""Cells of a new project that breaks no rule, by technical name."""


def project_book(**changes):
    """A sheet with one new project; ``None`` leaves a column out."""
    cells = {code: text for code, text in (PROJECT | changes).items() if text is not None}
    return book(projects=[list(cells), list(cells.values())])
