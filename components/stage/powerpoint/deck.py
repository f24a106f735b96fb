"""The scenes of a stage as a PowerPoint file: the running order, then the reserve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.i18n import Language, translator, typography
from components.stage.deck import frame_of, session_name, slots_of, source_line, stage_scene
from components.stage.powerpoint.archive import deck_bytes, in_sections, name_deck
from components.stage.powerpoint.notes import notes_of
from components.stage.powerpoint.slides import SlideRequest, add_divider, add_scene
from components.stage.powerpoint.template import dress_notes, empty_deck
from components.stage.powerpoint.theme import SPARE
from components.stage.running_order import Slot
from components.stage.slide import BODY_WIDTH as SLIDE_WIDTH
from components.stage.stage import Stage


def powerpoint(stage: Stage, language: Language, *, session: str | None = None) -> bytes:
    """The deck as PPTX, 16:9, with notes and alternative texts; the same edition gives the same bytes.

    Args:
        session: Only the scenes of this session of the programme; None: all.

    Raises:
        LookupError: No scene belongs to the session.
    """
    slots = slots_of(stage, session=session)
    if not slots:
        raise LookupError(session)
    t = translator(language)
    deck = empty_deck(language, t)
    sections: list[tuple[str, list[int]]] = []

    def add(slot: Slot, section: str) -> None:
        scene, asked = stage_scene(stage, slot, language)
        frame = frame_of(stage, scene, asked, slot)
        if not scene.credit:
            line = source_line(stage.dataset, scene.source_ids, language, width=SLIDE_WIDTH / SPARE)
            frame = replace(frame, source=line)
        slide = add_scene(
            deck,
            SlideRequest(
                scene=scene,
                frame=frame,
                notes=notes_of(scene, asked, slot),
                made_on=stage.dataset.published_on,
                t=t,
            ),
        )
        _into(sections, section, slide.slide_id)

    for slot in slots:
        if not slot.reserve:
            add(slot, session_name(stage, slot, language))
    reserve = [slot for slot in slots if slot.reserve]
    if reserve:
        scene, asked = stage_scene(stage, reserve[0], language)
        divider = add_divider(
            deck,
            t("stage.decks.reserve"),
            t("stage.decks.reserve.lead", count=len(reserve)),
            frame_of(stage, scene, asked, reserve[0]),
        )
        _into(sections, t("stage.decks.reserve"), divider.slide_id)
        for slot in reserve:
            add(slot, t("stage.decks.reserve"))
    in_sections(deck, sections)
    dress_notes(deck)
    programme = stage.programme
    name_deck(
        deck,
        title=deck_title(stage, language, session),
        subject=_text(programme, "event", language),
        keywords=t("app.tagline"),
        author=t("app.name"),
        language=language,
        on=stage.dataset.published_on,
    )
    return deck_bytes(deck, stage.dataset.published_on)


def deck_title(stage: Stage, language: Language, session: str | None) -> str:
    """Title of the conference, or of one of its sessions."""
    record = next(
        (item for item in stage.programme.sessions if item.session_id == session), stage.programme
    )
    return _text(record, "title", language)


def _text(record: object, name: str, language: Language) -> str:
    return typography(getattr(record, f"{name}_{language}"), language)


def _into(sections: list[tuple[str, list[int]]], name: str, slide_id: int) -> None:
    if not sections or sections[-1][0] != name:
        sections.append((name, []))
    sections[-1][1].append(slide_id)


__all__: Sequence[str] = ("deck_title", "powerpoint")
