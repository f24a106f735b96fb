"""Charts as addresses: the picture (SVG, PNG) and the figures behind it (CSV, XLSX).

``/charts/intervals.png?lang=fr&cities=hue,namur``; values that do not exist are ignored.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.address import AddressReader
from components.i18n import preferred_language
from components.pictures.catalogue import CHARTS
from components.pictures.chart import Chart, ChartRequest, chart_request
from components.pictures.frame import picture, png
from components.server import attachment, compressed, not_found
from components.session import published_dataset, today
from components.take_away import chart_address, citation_of
from data.export import Cell, Table, record_table, safe_file_name, table_csv, workbook

CHART_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
INLINE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture opened by itself runs nothing and asks for nothing."""

CITIES_IN_NAME = 3


def chart_routes() -> list[Route]:
    """The addresses of charts."""
    return [Route("/charts/{name}.{suffix}", chart_file)]


async def chart_file(request: Request) -> Response:
    """One chart of the catalogue in one format."""
    reader = AddressReader.of(dict(request.query_params))
    name, suffix = request.path_params["name"], request.path_params["suffix"]
    if name not in CHARTS or suffix not in CHART_TYPES:
        return not_found()
    language = reader.language() or preferred_language(request.headers.get("accept-language"))
    dataset, day = published_dataset(), today()
    asked = chart_request(
        dataset,
        day,
        language,
        city_ids=reader.many("cities", dataset.cities),
        parameters=reader,
    )
    site = str(request.base_url).rstrip("/")
    body = await run_in_threadpool(_body, name, suffix, asked, site)
    if suffix == "svg" and reader.one("inline", ("1",)):
        return compressed(
            body,
            CHART_TYPES[suffix],
            request.headers,
            cache_control="no-store",
            extra={"Content-Security-Policy": INLINE_POLICY},
        )
    return attachment(
        body, CHART_TYPES[suffix], chart_file_name(name, suffix, asked), request.headers
    )


def chart_file_name(name: str, suffix: str, asked: ChartRequest) -> str:
    """``regards-croises-empreintes-hue-namur-2026.11-fr.png``; many cities are counted."""
    t = asked.t
    cities: tuple[str, ...] = ()
    if not asked.is_whole:
        many = len(asked.cities) > CITIES_IN_NAME
        cities = (t("pictures.file.cities", count=len(asked.cities)),) if many else asked.city_ids
    parts = ("regards-croises", t(f"pictures.{name}.file"), *cities)
    ending = f"{safe_file_name(asked.dataset.edition)}-{asked.language}"
    return f"{safe_file_name(*parts)[: 79 - len(ending)]}-{ending}.{suffix}"


def chart_tables(chart: Chart, asked: ChartRequest, site: str = "") -> list[Table]:
    """The figures of a chart, what it says and its sources, as the sheets of a workbook."""
    t, dataset, language = asked.t, asked.dataset, asked.language
    cities = () if asked.is_whole else asked.city_ids
    address = site + chart_address(chart.name, "svg", language, cities=cities)
    cited = citation_of(chart.name, dataset, asked.today, language, t, address=address)
    told: tuple[tuple[str, Cell], ...] = (
        (t("pictures.about.title"), chart.title),
        (t("pictures.about.measure"), chart.subtitle),
        (t("pictures.about.takeaway"), chart.takeaway),
        *((t("pictures.about.note"), value) for value in (chart.note,) if value),
        (t("pictures.about.citation"), cited),
        (t("pictures.about.size"), t("pictures.about.size.value")),
        (t("pictures.about.unknown"), t("pictures.about.unknown.value")),
    )
    about = Table(name=t("pictures.about"), columns=(t("pictures.about"), ""), rows=told)
    sources = [dataset.sources[source_id] for source_id in chart.source_ids]
    return [chart.table, about, record_table(dataset, "sources", language, sources)]


def _body(name: str, suffix: str, asked: ChartRequest, site: str) -> bytes:
    chart = CHARTS[name](asked)
    if suffix == "csv":
        return table_csv(chart.table)
    if suffix == "xlsx":
        tables = chart_tables(chart, asked, site)
        return workbook(tables, asked.dataset, asked.language)
    drawing = picture(chart, asked.dataset, asked.today)
    return png(drawing) if suffix == "png" else drawing.encode()
