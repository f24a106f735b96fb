"""The slides of a stage as PDF: the drawing of the hall, its text selectable, one page a scene."""

from __future__ import annotations

from typing import Any

from components.fonts import FAMILIES
from components.i18n import Language, translator
from components.stage.charts import SceneChart, WorldMap
from components.stage.deck import frame_of, session_name, slots_of, stage_scene
from components.stage.pdf_drawing import drawing
from components.stage.powerpoint.deck import deck_title
from components.stage.running_order import Slot
from components.stage.slide import HEIGHT, WIDTH, slide
from components.stage.stage import Stage
from components.typeset import Document, typesetting

TEMPLATE = "slides.typ"


def slides_pdf(stage: Stage, language: Language, *, session: str | None = None) -> bytes:
    """The slides as a tagged PDF, 16:9: the running order, then the reserve.

    Every page has a bookmark and its headline and sentence as alternative text.

    Args:
        session: Only the scenes of this session of the programme; None: all.

    Raises:
        LookupError: No scene belongs to the session.
    """
    with typesetting():
        document = Document(TEMPLATE, slides(stage, language, session=session))
        return document.pdf(stage.dataset.published_on)


def slides(stage: Stage, language: Language, *, session: str | None = None) -> dict[str, Any]:
    """Everything the document draws.

    Raises:
        LookupError: No scene belongs to the session.
    """
    slots = slots_of(stage, session=session)
    if not slots:
        raise LookupError(session)
    t = translator(language)
    ordered = sorted(slots, key=lambda slot: slot.reserve > 0)
    return {
        "title": deck_title(stage, language, session),
        "app": t("app.name"),
        "fonts": list(FAMILIES),
        "language": language,
        "size": {"width": WIDTH, "height": HEIGHT},
        "pages": [_page(stage, slot, language) for slot in ordered],
    }


def _page(stage: Stage, slot: Slot, language: Language) -> dict[str, Any]:
    scene, asked = stage_scene(stage, slot, language)
    drawn = slide(scene, frame_of(stage, scene, asked, slot), step=still(scene.chart))
    reserve = translator(language)("stage.decks.reserve")
    return {
        "part": reserve if slot.reserve else session_name(stage, slot, language),
        "title": scene.headline,
        "alt": f"{scene.headline}. {scene.sentence}",
    } | drawing(drawn)


def still(chart: SceneChart) -> int:
    """Step drawn where nothing moves: that of a map, else the only one."""
    return chart.still if isinstance(chart, WorldMap) else 0
