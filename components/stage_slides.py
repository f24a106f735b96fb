"""Slides as pictures: ``/stage/hue-2025/slides/1B.fr.png``, for the page of the stage and to take away."""

from __future__ import annotations

from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.address import AddressReader
from components.i18n import LANGUAGES, Language
from components.pictures.frame import png
from components.server import not_found
from components.session import stage_of
from components.stage.charts import WorldMap
from components.stage.deck import frame_of, slots_of, stage_scene
from components.stage.scene import EXTENTS, Extent
from components.stage.slide import slide
from components.stage.stage import Stage

SMALL = 0.5
"""Scale of a picture on the page: 960 × 540."""

_KEPT = 160


def slide_routes() -> list[Route]:
    """The addresses of slides."""
    return [Route("/stage/{programme_id}/slides/{scene_id}.{language}.png", slide_file)]


def slide_address(stage: Stage, scene_id: str, language: Language, extent: Extent) -> str:
    """Address of the picture of a slide; another edition or day has another address."""
    programme_id = stage.programme.programme_id
    mark = f"{stage.dataset.version}-{stage.today.isoformat()}"
    return f"/stage/{programme_id}/slides/{scene_id}.{language}.png?extent={extent}&v={mark}"


async def slide_file(request: Request) -> Response:
    """One slide as PNG."""
    stage = stage_of(request.path_params["programme_id"])
    reader = AddressReader.of(dict(request.query_params))
    extent: Extent = "all" if reader.one("extent", EXTENTS) == "all" else "programme"
    language = next(
        (code for code in LANGUAGES if code == request.path_params["language"]),
        None,
    )
    if stage is None or language is None:
        return not_found()
    scene_id = request.path_params["scene_id"]
    known = {slot.definition.scene_id for slot in slots_of(stage)}
    if scene_id not in known:
        return not_found()
    body = await run_in_threadpool(_picture, stage, scene_id, language, extent)
    return Response(
        body, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"}
    )


@lru_cache(maxsize=_KEPT)
def _picture(stage: Stage, scene_id: str, language: Language, extent: Extent) -> bytes:
    slot = next(slot for slot in slots_of(stage) if slot.definition.scene_id == scene_id)
    scene, asked = stage_scene(stage, slot, language, extent)
    step = scene.chart.still if isinstance(scene.chart, WorldMap) else None
    return png(slide(scene, frame_of(stage, scene, asked, slot), step=step), SMALL)
