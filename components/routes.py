"""Every HTTP address of ours that is not a page: files, data, fragments, downloads, health."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from components.chart_routes import chart_routes
from components.desk.completeness_routes import completeness_routes
from components.desk_routes import desk_routes
from components.document_routes import document_routes
from components.downloads import download_routes
from components.i18n import LANGUAGES, Language, translator
from components.server import FOR_EVER, asset, compressed, health, not_found, packed_response
from components.session import BROWSER_DATA, browser_data, published_dataset, today
from components.stage_downloads import stage_download_routes
from components.stage_routes import stage_routes
from components.stage_slides import slide_routes
from data.load import Dataset
from data.schema import City, CriterionDefinition


def routes() -> list[BaseRoute]:
    """Routes that stand before Streamlit's."""
    return [
        Route("/healthz", health),
        Route("/assets/{tag}/{name:path}", asset),
        Route("/data/{version}/{name}.{language}.json", data),
        Route("/fragments/{version}/{kind}/{record_id}.{language}.html", fragment),
        *document_routes(),
        *download_routes(),
        *completeness_routes(),
        *chart_routes(),
        *stage_download_routes(),
        *slide_routes(),
        *stage_routes(),
        *desk_routes(),
    ]


def language_of(request: Request) -> Language | None:
    """Language in the path of a request, or None if it is not one of ours."""
    asked = request.path_params["language"]
    return next((language for language in LANGUAGES if language == asked), None)


async def data(request: Request) -> Response:
    """Data of a browser module in one language."""
    language, name = language_of(request), request.path_params["name"]
    if language is None or name not in BROWSER_DATA:
        return not_found()
    dataset = published_dataset()
    plain, packed = await run_in_threadpool(browser_data, name, dataset.version, language)
    is_current = request.path_params["version"] == dataset.version
    return packed_response(
        plain, packed, "application/json", request.headers, FOR_EVER if is_current else "no-store"
    )


async def fragment(request: Request) -> Response:
    """The card of a city, a project or an answer (``hue.DAT1``), as HTML built and escaped here."""
    from components.city_card import city_card  # noqa: PLC0415
    from components.evidence import evidence_card  # noqa: PLC0415
    from components.project_card import project_detail  # noqa: PLC0415
    from components.view import View  # noqa: PLC0415

    language, dataset = language_of(request), published_dataset()
    kind, record_id = request.path_params["kind"], request.path_params["record_id"]
    if language is None:
        return not_found()
    t = translator(language)
    if kind == "city" and (city := dataset.cities.get(record_id)):
        card = city_card(city, dataset, today(), language, t)
    elif kind == "project" and (project := dataset.projects.get(record_id)):
        card = project_detail(project, dataset, today(), language, t)
    elif kind == "answer" and (found := _asked(record_id, dataset)):
        card = evidence_card(*found, View(dataset=dataset, today=today(), language=language, t=t))
    else:
        return not_found()
    return compressed(
        str(card).encode(), "text/html", request.headers, cache_control="private, max-age=600"
    )


def _asked(record_id: str, dataset: Dataset) -> tuple[City, CriterionDefinition] | None:
    """City and criterion of ``hue.DAT1``; None if either does not exist."""
    city_id, _, criterion_id = record_id.rpartition(".")
    city, criterion = dataset.cities.get(city_id), dataset.criteria.get(criterion_id)
    return (city, criterion) if city and criterion else None
