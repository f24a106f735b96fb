"""Codes and ids in the words of a reader: options to choose from, cells to read, rows to recognise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from components.desk.fields import field_of
from components.i18n import sort_key
from components.view import View
from data.load import RECORD_TYPES, Dataset
from data.raw import Key, Row
from data.read import LIST_SEPARATOR
from data.workbook.fields import Kind

_NAME_OF = {
    "projects": "title",
    "strategies": "title",
    "factors": "text",
    "lines": "short",
    "networks": "short",
    "criterion_definitions": "label",
}
_LONGEST_NAME = 120


def options_of(table: str, column: str, view: View) -> dict[str, str]:
    """What may be chosen, by code, with the words of a reader, in the order of the vocabulary.

    Rows of a table (countries, cities) come by name.
    """
    field = field_of(table, column)
    if field.vocabulary is not None:
        codes = [term.code for term in view.dataset.terms_of(field.vocabulary)]
        if field.codes:
            codes = [code for code in codes or field.codes if code in field.codes]
        return {code: shown_code(field.vocabulary, code, view) for code in codes}
    target = field.target or ""
    names = {code: named(target, code, view) for code in rows_of(target, view.dataset)}
    if target == "lines":
        return {code: f"{code} · {name}" for code, name in names.items()}
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


def meanings_of(table: str, column: str, view: View) -> dict[str, str]:
    """What each code of a vocabulary means, where it is written; empty for rows of a table."""
    field = field_of(table, column)
    if field.vocabulary is None:
        return {}
    meanings = {
        term.code: view.text(term, "description")
        for term in view.dataset.terms_of(field.vocabulary)
    }
    return {code: words for code, words in meanings.items() if words}


def shown_code(vocabulary: str, code: str, view: View) -> str:
    """Label of a code; the code itself where the vocabulary has no label for it."""
    term = view.dataset.terms.get((vocabulary, code))
    return code if term is None else view.text(term, "label")


def rows_of(table: str, dataset: Dataset) -> Mapping[str, object]:
    """Rows by their id; empty for a table whose rows have none."""
    held: Mapping[str, Mapping[str, object]] = {
        "cities": dataset.cities,
        "countries": dataset.countries,
        "networks": dataset.networks,
        "organisations": dataset.organisations,
        "projects": dataset.projects,
        "strategies": dataset.strategies,
        "factors": dataset.factors,
        "sources": dataset.sources,
        "lines": dataset.lines,
        "criterion_definitions": dataset.criteria,
    }
    return held.get(table, {})


def named(table: str, code: str, view: View) -> str:
    """Name of a row in the language of the reader; its id where there is no such row."""
    record = rows_of(table, view.dataset).get(code)
    if record is None:
        return code
    if table == "sources":
        return str(getattr(record, "title", code))
    return view.text(record, _NAME_OF.get(table, "name"))


def row_name(table: str, key: Key, view: View, row: Row | None = None) -> str:
    """What a reader calls a row: its name or title; for an answer, its criterion and city.

    Args:
        row: Texts of the row, for one that the snapshot does not have (new, or withdrawn).
    """
    if table == "criteria":
        return f"{named('criterion_definitions', key[1], view)} · {named('cities', key[0], view)}"
    if row is not None and key and key[0] not in rows_of(table, view.dataset):
        stem = {"sources": "title"}.get(table, f"{_NAME_OF.get(table, 'name')}_{view.language}")
        french = stem.removesuffix("_en") + "_fr" if stem.endswith("_en") else stem
        return cut(row.get(stem) or row.get(french) or key[0])
    return cut(named(table, key[0], view)) if key else ""


def cut(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text at most so long, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def items_of_cell(text: str) -> tuple[str, ...]:
    """Items of a list as the tables write it."""
    return tuple(text.split(LIST_SEPARATOR)) if text else ()


def is_list(table: str, column: str) -> bool:
    """Whether a column holds several items."""
    return table in RECORD_TYPES and field_of(table, column).is_list


def shown_items(table: str, column: str, items: Iterable[str], view: View) -> tuple[str, ...]:
    """Items, or one value, in the words of a reader."""
    if table not in RECORD_TYPES:
        return tuple(items)
    field = field_of(table, column)
    if field.kind is Kind.YES_NO:
        words = {"yes": view.t("edit.yes"), "no": view.t("edit.no")}
        return tuple(words.get(item, item) for item in items)
    if field.vocabulary is not None:
        return tuple(shown_code(field.vocabulary, item, view) for item in items)
    if field.target is not None:
        return tuple(named(field.target, item, view) for item in items)
    if field.kind is Kind.NUMBER and view.language == "fr":
        return tuple(item.replace(".", ",") for item in items)
    return tuple(items)


def shown_cell(table: str, column: str, text: str | None, view: View) -> str:
    """A cell in the words of a reader; an empty one is « inconnu », or « pas encore traduit »."""
    if not text:
        return view.t("edit.untranslated" if column.endswith("_en") else "edit.nothing")
    items = items_of_cell(text) if is_list(table, column) else (text,)
    return ", ".join(shown_items(table, column, items, view))
