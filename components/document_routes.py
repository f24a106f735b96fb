"""Documents as addresses: ``/downloads/factsheet.pdf?city=`` and ``/downloads/comparison.pdf?cities=``."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.address import AddressReader
from components.comparison_document import FEWEST, MOST, comparison_name, comparison_pdf
from components.downloads import request_language
from components.factsheet import factsheet_name, factsheet_pdf
from components.server import attachment, not_found
from components.session import published_dataset, today

PDF = "application/pdf"


def document_routes() -> list[Route]:
    """The PDF files; they come before the downloads of tables, whose addresses are wider."""
    return [
        Route("/downloads/factsheet.pdf", factsheet_file),
        Route("/downloads/comparison.pdf", comparison_file),
    ]


async def factsheet_file(request: Request) -> Response:
    """The sheet of the city of the address; 404 without one that exists."""
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    city_id = reader.one("city", dataset.cities)
    if city_id is None:
        return not_found()
    body = await run_in_threadpool(
        factsheet_pdf, city_id, dataset, today(), language, origin=origin_of(request)
    )
    return attachment(body, PDF, factsheet_name(city_id, dataset, language), request.headers)


async def comparison_file(request: Request) -> Response:
    """The first six cities of the address that exist, side by side; 404 with fewer than two."""
    reader = AddressReader.of(dict(request.query_params))
    language, dataset = request_language(reader, request), published_dataset()
    city_ids = reader.many("cities", dataset.cities)[:MOST]
    if len(city_ids) < FEWEST:
        return not_found()
    body = await run_in_threadpool(
        comparison_pdf, city_ids, dataset, today(), language, origin=origin_of(request)
    )
    return attachment(body, PDF, comparison_name(city_ids, dataset, language), request.headers)


def origin_of(request: Request) -> str:
    """Scheme and host that the visitor used, without a final slash."""
    return f"{request.url.scheme}://{request.url.netloc}"
