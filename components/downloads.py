"""Downloads as addresses: the same query as the view they are taken from, so that a link can be shared.

Values of the address that do not exist are ignored, as on the pages. Nothing is kept on the server; the
work is done beside the event loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.comparison import LARGEST_GROUP
from analysis.groups import SPEAKERS
from analysis.selection import select_cities, select_projects
from components.address import AddressReader
from components.city_export import city_facts_table
from components.comparison import within_limit
from components.comparison_table import comparison_table, comparison_workbook
from components.filters import read_map_view, read_selection
from components.i18n import Language, preferred_language, translator
from components.open_data import FORMATS, TABLES
from components.scope import read_scope
from components.server import attachment, not_found
from components.session import published_dataset, today
from components.takeaway_map import takeaway_map
from components.view import View
from data.export import Table, record_table, safe_file_name, table_csv, workbook
from data.geo import cities_geojson, cities_geopackage
from data.load import Dataset
from data.package import data_package_zip
from data.schema import City, Project

FILE_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
}


def download_routes() -> list[Route]:
    """Every download; more precise addresses come first."""
    return [
        Route("/downloads/map.html", map_file),
        Route("/downloads/cities.geojson", whole_file("cities", "geojson", _geojson)),
        Route("/downloads/cities.gpkg", whole_file("cities", "gpkg", _geopackage)),
        Route("/downloads/regards-croises.zip", whole_file("regards-croises", "zip", _package)),
        Route("/downloads/city.{suffix}", city_file),
        Route("/downloads/comparison.{suffix}", comparison_file),
        Route("/downloads/{table}.{suffix}", table_file),
    ]


def request_language(reader: AddressReader, request: Request) -> Language:
    """Language of the address, else the browser's."""
    return reader.language() or preferred_language(request.headers.get("accept-language"))


async def map_file(request: Request) -> Response:
    """« Emporter la carte »: the view of the address as one HTML file."""
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    selection, chosen, view = read_map_view(reader, dataset)
    document = await run_in_threadpool(
        takeaway_map,
        select_cities(dataset, selection),
        dataset,
        today(),
        language,
        selection=selection,
        view=view,
        chosen=chosen,
    )
    name = {"fr": "carte-des-villes", "en": "map-of-cities"}[language]
    return _file(document.encode(), dataset, request, "html", name, today().isoformat())


async def city_file(request: Request) -> Response:
    """Everything known about one city, one row a fact."""
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    city_id = reader.one("city", dataset.cities)
    if city_id is None or request.path_params["suffix"] not in FORMATS:
        return not_found()
    table = await run_in_threadpool(city_facts_table, dataset, city_id, language)
    return await _table_response(table, dataset, language, request, city_id)


async def comparison_file(request: Request) -> Response:
    """Cities side by side as one table, or as a workbook with distances and sources."""
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    suffix = request.path_params["suffix"]
    if suffix not in FORMATS:
        return not_found()
    asked = read_scope(reader, dataset, language, default=SPEAKERS, largest=LARGEST_GROUP)
    scope, _ = within_limit(asked)
    view = View(dataset=dataset, today=today(), language=language, t=translator(language))
    if suffix == "csv":
        body = await run_in_threadpool(lambda: table_csv(comparison_table(scope, view)))
    else:
        body = await run_in_threadpool(comparison_workbook, scope, view)
    cities = scope.city_ids if scope.group is None else (scope.group.group_id,)
    return _file(body, dataset, request, suffix, view.t("compare.title.short"), *cities, language)


async def table_file(request: Request) -> Response:
    """One table in one language; cities and projects as the filters of the address keep them."""
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    name = request.path_params["table"]
    if name not in TABLES or request.path_params["suffix"] not in FORMATS:
        return not_found()
    selection = read_selection(reader, dataset)
    records: Sequence[City | Project] | None = None
    if name == "projects":
        records = select_projects(dataset, selection)
    elif name == "cities":
        records = select_cities(dataset, selection)
    table = await run_in_threadpool(record_table, dataset, name, language, records)
    extent = [] if selection.is_empty or records is None else ["selection"]
    return await _table_response(table, dataset, language, request, table.name, *extent)


def whole_file(
    name: str, suffix: str, build: Callable[[Dataset], bytes]
) -> Callable[[Request], Awaitable[Response]]:
    """A handler for a file that depends on the edition only."""

    async def handler(request: Request) -> Response:
        dataset = published_dataset()
        body = await run_in_threadpool(build, dataset)
        return _file(body, dataset, request, suffix, name)

    return handler


async def _table_response(
    table: Table, dataset: Dataset, language: Language, request: Request, *name: str
) -> Response:
    suffix = request.path_params["suffix"]
    if suffix == "csv":
        body = await run_in_threadpool(table_csv, table)
    else:
        body = await run_in_threadpool(workbook, [table], dataset, language)
    return _file(body, dataset, request, suffix, *name, language)


def _file(body: bytes, dataset: Dataset, request: Request, suffix: str, *name: str) -> Response:
    file_name = f"{safe_file_name(*name, dataset.edition)}.{suffix}"
    return attachment(body, FILE_TYPES[suffix], file_name, request.headers)


def _geojson(dataset: Dataset) -> bytes:
    return cities_geojson(dataset.cities.values())


def _geopackage(dataset: Dataset) -> bytes:
    return cities_geopackage(dataset.cities.values(), dataset.published_on)


def _package(dataset: Dataset) -> bytes:
    return data_package_zip(dataset)
