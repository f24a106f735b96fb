"""One sheet of paper for a round table: its questions, the finding of each scene, where facts come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from components.i18n import Language, Translate, day, translator, typography
from components.markup import Node
from components.pictures.marks import patterns
from components.pictures.svg import FONT_FAMILY, element
from components.stage.charts import NameColumns, SceneChart, WorldMap
from components.stage.deck import edition_line, slots_of, stage_scene
from components.stage.draw.canvas import Canvas
from components.stage.draw.catalogue import draw
from components.stage.pdf_drawing import drawing
from components.stage.running_order import CITY_PACK, Slot
from components.stage.slides_pdf import still
from components.stage.stage import Stage
from components.typeset import Citations, Document, frame, typesetting, web_address
from data.programme import Session, Speaker

TEMPLATE = "handout.typ"

MOST_CITED = 6
"""Sources named for one scene at most; the others are counted. Fewer are named where paper ends."""

DRAWING = (1240, 640)
"""Pixels of a chart: narrower than a slide, so that its letters are larger on paper."""

SHORT = 44
"""Letters of an address that are printed; the link leads to the whole."""


def handout(stage: Stage, language: Language, session_id: str) -> bytes:
    """The sheet as a tagged PDF, one page A4.

    Raises:
        LookupError: The programme has no such round table, or it has no scene.
    """
    with typesetting():
        return handout_document(stage, language, session_id).pdf(stage.dataset.published_on)


def handout_document(stage: Stage, language: Language, session_id: str) -> Document:
    """The sheet laid out, with as many sources as one page holds.

    Raises:
        LookupError: The programme has no such round table, or it has no scene.
    """
    document = None
    for cited in range(MOST_CITED, 0, -1):
        document = Document(TEMPLATE, sheet(stage, language, session_id, cited=cited))
        if document.page_count() == 1:
            break
    assert document is not None
    return document


def sheet(stage: Stage, language: Language, session_id: str, *, cited: int) -> dict[str, Any]:
    """Everything the sheet says.

    Args:
        cited: Sources named for each scene at most.

    Raises:
        LookupError: The programme has no such round table, or it has no scene.
    """
    tables = stage.programme.round_tables
    session = next((item for item in tables if item.session_id == session_id), None)
    slots = [] if session is None else _slots(stage, session)
    if session is None or not slots:
        raise LookupError(session_id)
    t = translator(language)
    programme = stage.programme
    number = tables.index(session) + 1
    citations = Citations(stage.dataset)
    scenes = [_scene(stage, slot, language, citations, cited=cited) for slot in slots]
    facts = frame(
        stage.dataset,
        stage.today,
        language,
        t,
        title=_text(session, "title", language),
        kind=t("stage.round_table", number=number),
        report_address=None,
    )
    place = (
        _text(programme, "event", language),
        _text(programme, "place", language),
        day(programme.held_on, language),
    )
    return facts | {
        "edition": edition_line(stage, language),
        "tagline": " · ".join(place),
        "questions": [
            typography(str(getattr(question, language)), language) for question in session.questions
        ],
        "questions_label": t("stage.decks.questions", count=len(session.questions)),
        "people": _people(stage, session, language, t),
        "scenes": scenes,
        "follow_up_label": t("stage.decks.notes.ask"),
        "sources": {
            "title": t("stage.decks.cited"),
            "entries": [_source(stage, key, place) for place, key in _numbered(citations)],
        },
    }


def _slots(stage: Stage, session: Session) -> list[Slot]:
    """Scenes of the running order of a round table, without the packs of its speakers."""
    return [
        slot
        for slot in slots_of(stage, session=session.session_id)
        if not slot.reserve and slot.definition.chart not in CITY_PACK
    ]


def _numbered(citations: Citations) -> list[tuple[int, str]]:
    return list(enumerate(citations.source_ids, start=1))


def _scene(
    stage: Stage, slot: Slot, language: Language, citations: Citations, *, cited: int
) -> dict[str, Any]:
    scene, asked = stage_scene(stage, slot, language)
    named = scene.source_ids[:cited]
    left = len(scene.source_ids) - len(named)
    return {
        "question": asked.label(slot.definition, "question"),
        "headline": scene.headline,
        "subtitle": scene.subtitle,
        "sentence": scene.sentence,
        "unknown": "" if scene.unknown in scene.sentence else scene.unknown,
        "follow_up": scene.follow_up,
        "alt": f"{scene.headline}. {scene.sentence}",
        "rows": _rows(scene.chart),
        "chart": drawing(_chart(scene.chart, language)),
        "caution": scene.chart.caution if isinstance(scene.chart, WorldMap) else "",
        "size": {"width": DRAWING[0], "height": DRAWING[1]},
        "cites": citations.cite(named),
        "more": asked.t("stage.decks.more", count=left) if left else "",
        "credit": scene.credit,
    }


def _rows(chart: SceneChart) -> list[dict[str, Any]]:
    """Names in columns are lines of text on paper; empty for what is drawn."""
    if not isinstance(chart, NameColumns):
        return []
    return [
        {
            "title": column.title,
            "count": len(column.names),
            "is_unknown": column.is_unknown,
            "names": [" – ".join(filter(None, (name.label, name.note))) for name in column.names],
        }
        for column in chart.columns
    ]


def _chart(chart: SceneChart, language: Language) -> str:
    """The chart alone, without the frame of a slide; what a map warns of is set as text."""
    width, height = DRAWING
    if isinstance(chart, WorldMap):
        chart = replace(chart, caution="")
    room = Canvas(width=width, height=height, language=language, step=still(chart))
    drawn: Node = draw(chart, room)
    return str(
        element(
            "svg",
            xmlns="http://www.w3.org/2000/svg",
            width=width,
            height=height,
            viewBox=f"0 0 {width} {height}",
            font_family=FONT_FAMILY,
        )[patterns(), drawn]
    )


def _people(
    stage: Stage, session: Session, language: Language, t: Translate
) -> list[dict[str, str]]:
    """Who moderates and who speaks about what."""
    people = []
    if session.moderator is not None:
        people.append(
            {"label": t("stage.decks.moderator"), "text": _person(session.moderator, language)}
        )
    people += [
        {"label": t("stage.decks.speaker"), "text": _person(speaker, language)}
        for speaker in session.speakers
    ]
    dataset = stage.dataset
    for talk in session.talks:
        actor: object
        if talk.city_id is not None:
            actor = dataset.cities[talk.city_id]
        else:
            actor = dataset.organisations[str(talk.organisation_id)]
        people.append(
            {"label": _text(actor, "name", language), "text": _text(talk, "title", language)}
        )
    return people


def _person(speaker: Speaker, language: Language) -> str:
    role = _text(speaker, "role", language)
    return f"{speaker.name}, {role}" if speaker.name else role


def _text(record: object, name: str, language: Language) -> str:
    return typography(str(getattr(record, f"{name}_{language}")), language)


def _source(stage: Stage, key: str, number: int) -> dict[str, Any]:
    source = stage.dataset.sources[key]
    url = web_address(source.url)
    return {
        "number": number,
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "url": url,
        "short": short_address(url) if url else "",
    }


def short_address(url: str) -> str:
    """An address as it is printed: without scheme and ``www.``, cut in its middle where it is long."""
    parts = urlsplit(url)
    whole = parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
    return whole if len(whole) <= SHORT else f"{whole[: SHORT - 9]}…{whole[-8:]}"


__all__: Sequence[str] = (
    "handout",
    "handout_document",
    "sheet",
    "short_address",
)
