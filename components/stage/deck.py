"""The deck of a programme: every scene, drawn and worded in both languages, as plain data.

The same deck feeds the live stage, the speaker view and the one file that opens without a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.i18n import LANGUAGES, Language, day, partial_date, translator, typography
from components.markup import safe_url
from components.pictures.svg import clean, text_width
from components.stage.catalogue import BUILDERS, build
from components.stage.charts import Bars, Matrix, WorldMap
from components.stage.running_order import Slot, running_order
from components.stage.scene import EXTENTS, Extent, Scene, SceneRequest, scene_request
from components.stage.slide import BODY_WIDTH, SOURCE, SlideFrame, in_variables, slide
from components.stage.stage import Stage
from data.load import Dataset
from data.programme import Programme
from data.schema import Source

_MOST_PUBLISHERS = 12
"""More names than this never fit on the source line."""


def stage_scene(
    stage: Stage, slot: Slot, language: Language, extent: Extent = "programme"
) -> tuple[Scene, SceneRequest]:
    """One scene and what it was built from."""
    asked = scene_request(
        stage.dataset,
        stage.today,
        language,
        stage.programme,
        slot.definition,
        extent=extent,
    )
    return build(asked), asked


def slots_of(stage: Stage, *, session: str | None = None) -> tuple[Slot, ...]:
    """Scenes of the programme, or of one of its sessions, in order."""
    return tuple(
        slot
        for slot in running_order(stage.programme)
        if slot.definition.chart in BUILDERS and session in {None, slot.definition.session}
    )


def frame_of(stage: Stage, scene: Scene, asked: SceneRequest, slot: Slot) -> SlideFrame:
    """What stands around the chart: kicker, source, edition, number."""
    language = asked.language
    t = translator(language)
    question = typography(getattr(slot.definition, f"question_{language}"), language)
    session = session_name(stage, slot, language)
    return SlideFrame(
        language=language,
        kicker=t("stage.kicker", session=session, question=question) if question else session,
        source=scene.credit or source_line(stage.dataset, scene.source_ids, language),
        edition=edition_line(stage, language),
        label=slot.label,
    )


def session_name(stage: Stage, slot: Slot, language: Language) -> str:
    """« Table ronde 1 », or the title of a session that is not a round table."""
    tables = [session.session_id for session in stage.programme.round_tables]
    if slot.definition.session in tables:
        number = tables.index(slot.definition.session) + 1
        return translator(language)("stage.round_table", number=number)
    session = next(
        item for item in stage.programme.sessions if item.session_id == slot.definition.session
    )
    return typography(getattr(session, f"title_{language}"), language)


def edition_line(stage: Stage, language: Language) -> str:
    """« Édition 2026.11, figée le 25 novembre 2026 · AIMF, CC BY 4.0 »."""
    t = translator(language)
    edition = stage.dataset.edition
    if stage.frozen_on is None:
        published = day(stage.dataset.published_on, language)
        return t("stage.edition.open", edition=edition, date=published)
    frozen = day(stage.frozen_on, language)
    return t("stage.edition.frozen", edition=edition, date=frozen)


def source_line(
    dataset: Dataset, source_ids: Sequence[str], language: Language, *, width: float = BODY_WIDTH
) -> str:
    """« 12 sources : Ville de Namur, AIMF… et 9 autres », the first publishers that fit.

    Args:
        width: Room in pixels, at the size of the source line of a slide.
    """
    t = translator(language)
    names = list(dict.fromkeys(clean(dataset.sources[key].publisher) for key in source_ids))
    if not names:
        return ""

    def told(shown: int) -> str:
        listed, left = ", ".join(names[:shown]), len(names) - shown
        if left:
            listed = t("pictures.source.more", names=listed, count=left)
        return typography(t("pictures.source.count", count=len(source_ids), names=listed), language)

    kept = told(1)
    for shown in range(2, min(len(names), _MOST_PUBLISHERS) + 1):
        longer = told(shown)
        if text_width(longer, SOURCE) <= width:
            kept = longer
    return kept


def deck(stage: Stage) -> dict[str, Any]:
    """The whole deck, ready for JSON.

    Returns:
        ``programme``: id, title, place, date, start (HH:MM), end, sessions (id, title, minutes,
        question_minutes, name). ``edition``: version, edition, frozen (ISO date or None), line by
        language. ``scenes``, in order: id, number, reserve (0 in the running order), label, session,
        seconds, steps, options (keys the room votes on, or None), and for each language ``faces`` by
        extent: title, subtitle, svg, sentence, follow_up, question, notes, unknown, sources (ids), table
        (columns, rows), steps (titles), vote (labels, results, tie; or None). The extent ``all`` is None
        where it says the same as ``programme``. ``sources``: title, publisher, language, date by
        language, grade and address (None: not on the web) of every source cited, by id.
    """
    slots = slots_of(stage)
    scenes = [_scene(stage, slot) for slot in slots]
    cited = {
        source_id: None
        for scene in scenes
        for faces in scene["faces"].values()
        for face in faces.values()
        if face is not None
        for source_id in face["sources"]
    }
    return {
        "programme": _programme(stage.programme),
        "edition": {
            "version": stage.dataset.version,
            "edition": stage.dataset.edition,
            "frozen": stage.frozen_on.isoformat() if stage.frozen_on else None,
            "line": {language: edition_line(stage, language) for language in LANGUAGES},
        },
        "scenes": scenes,
        "sources": {source_id: _source(stage.dataset.sources[source_id]) for source_id in cited},
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "language": source.language,
        "date": {code: partial_date(source.published, code) for code in LANGUAGES},
        "grade": source.grade.value,
        "url": safe_url(source.url),
    }


def _programme(programme: Programme) -> dict[str, Any]:
    def both(record: object, name: str) -> dict[str, str]:
        return {
            language: typography(getattr(record, f"{name}_{language}"), language)
            for language in LANGUAGES
        }

    return {
        "id": programme.programme_id,
        "title": both(programme, "title"),
        "place": both(programme, "place"),
        "date": programme.held_on.isoformat(),
        "start": programme.start.isoformat("minutes"),
        "end": programme.end.isoformat("minutes"),
        "sessions": [
            {
                "id": session.session_id,
                "title": both(session, "title"),
                "minutes": session.minutes,
                "question_minutes": session.question_minutes,
            }
            for session in programme.sessions
        ],
    }


def _scene(stage: Stage, slot: Slot) -> dict[str, Any]:
    faces: dict[str, dict[str, Any]] = {}
    steps, options = 1, None
    for language in LANGUAGES:
        by_extent: dict[str, Any] = {}
        for extent in EXTENTS:
            scene, asked = stage_scene(stage, slot, language, extent)
            by_extent[extent] = _face(stage, slot, scene, asked)
            if isinstance(scene.chart, WorldMap):
                steps = max(steps, len(scene.chart.steps))
            if scene.vote is not None:
                options = list(scene.vote.options)
        if by_extent["all"] == by_extent["programme"]:
            by_extent["all"] = None
        faces[language] = by_extent
    definition = slot.definition
    return {
        "id": definition.scene_id,
        "number": slot.number,
        "reserve": slot.reserve,
        "label": slot.label,
        "session": definition.session,
        "seconds": definition.seconds,
        "steps": steps,
        "options": options,
        "faces": faces,
    }


def _face(stage: Stage, slot: Slot, scene: Scene, asked: SceneRequest) -> dict[str, Any]:
    language = asked.language
    frame = frame_of(stage, scene, asked, slot)
    table = scene.table()
    chart = scene.chart
    return {
        "title": scene.headline,
        "subtitle": scene.subtitle,
        "svg": in_variables(slide(scene, frame)),
        "sentence": scene.sentence,
        "follow_up": scene.follow_up,
        "question": frame.kicker,
        "notes": typography(getattr(slot.definition, f"notes_{language}"), language),
        "unknown": scene.unknown,
        "sources": list(scene.source_ids),
        "table": {"columns": table.columns, "rows": table.rows},
        "steps": [step.title for step in chart.steps] if isinstance(chart, WorldMap) else [],
        "vote": None
        if scene.vote is None or not isinstance(chart, Bars | Matrix)
        else {
            "options": dict(scene.vote.options),
            "results": dict(scene.vote.results),
            "tie": scene.vote.tie,
        },
    }
