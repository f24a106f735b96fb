"""The lists of the page « À compléter » as files, under the filters of the same address."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.completeness import Row, UndatedSource, UnknownAnswer
from components.address import AddressReader
from components.desk.completeness_asked import LISTS, find, read_asked
from components.desk.completeness_rows import Kept, row_name, source_titles
from components.downloads import FILE_TYPES, request_language
from components.i18n import partial_date, translator
from components.server import attachment, not_found
from components.session import published_dataset, today
from components.view import View
from data.export import Cell, Table, safe_file_name, table_csv

COLUMNS = {
    "unknown": ("city", "criterion_id", "question", "documented", "comparable", "searched"),
    "old": ("kind", "city", "what", "as_of", "sources", "checked"),
    "undated": ("what", "publisher", "link", "facts", "checked"),
    "single": ("kind", "city", "what", "grade", "as_of", "sources", "checked"),
}
"""Columns of each list."""


def completeness_routes() -> list[Route]:
    """One file for each list that is open to everybody."""
    return [Route("/downloads/completeness/{name}.csv", list_file)]


async def list_file(request: Request) -> Response:
    """One list as CSV; every line of it, not only a page."""
    name = request.path_params["name"]
    if name not in LISTS:
        return not_found()
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    view = View(dataset=dataset, today=today(), language=language, t=translator(language))
    asked = read_asked(reader, dataset, name)

    def body() -> bytes:
        found = find(asked, view)
        return table_csv(list_table(name, found.rows(asked), view, found.kept))

    content = await run_in_threadpool(body)
    title = safe_file_name(view.t("completeness.title"), view.t(f"completeness.list.{name}"))
    return attachment(content, FILE_TYPES["csv"], f"{title}.csv", request.headers)


def list_table(
    name: str,
    lines: tuple[UnknownAnswer | UndatedSource | Row, ...],
    view: View,
    kept: Kept,
) -> Table:
    """Lines of one list in words; ``None`` cells are what is not known."""
    columns = tuple(view.t(f"completeness.column.{column}") for column in COLUMNS[name])
    rows = []
    for line in lines:
        cells = _cells(line, view, kept)
        rows.append(tuple(cells[column] for column in COLUMNS[name]))
    return Table(name=view.t(f"completeness.list.{name}"), columns=columns, rows=tuple(rows))


def _cells(line: UnknownAnswer | UndatedSource | Row, view: View, kept: Kept) -> dict[str, Cell]:
    if isinstance(line, UnknownAnswer):
        search = kept.searches.get((line.city_id, line.criterion_id))
        when = search.searched_on if search and not search.is_found else None
        return {
            "city": view.city(line.city_id),
            "criterion_id": line.criterion_id,
            "question": view.text(view.dataset.criteria[line.criterion_id], "question"),
            "documented": len(line.documented_by),
            "comparable": line.comparable,
            "searched": when.isoformat() if when else None,
        }
    if isinstance(line, UndatedSource):
        checked = kept.checked.get(("sources", (line.source.source_id,)))
        return {
            "what": line.source.title,
            "publisher": line.source.publisher,
            "link": line.source.url,
            "facts": line.facts,
            "checked": checked.isoformat() if checked else None,
        }
    checked = kept.checked.get((line.table, line.key))
    return {
        "kind": view.t(f"completeness.kind.{line.table}"),
        "city": view.city(line.city_id) if line.city_id else None,
        "what": row_name(line.table, line.key, view),
        "as_of": partial_date(line.when, view.language) if line.when else None,
        "grade": view.dataset.sources[line.source_ids[0]].grade.value,
        "sources": source_titles(line.source_ids, view),
        "checked": checked.isoformat() if checked else None,
    }
