"""What the speaker reads under a slide: the sentence, the question, what to beware of, the sources."""

from __future__ import annotations

from components.i18n import typography
from components.pictures.svg import clean
from components.stage.running_order import Slot
from components.stage.scene import Scene, SceneRequest
from components.typeset import web_address


def notes_of(scene: Scene, asked: SceneRequest, slot: Slot) -> list[str]:
    """Paragraphs of the notes, each of one kind; a kind that says nothing is left out."""
    t, language = asked.t, asked.language
    told = [
        (t("stage.decks.notes.say"), scene.sentence),
        (t("stage.decks.notes.ask"), scene.follow_up),
        (
            t("stage.decks.notes.know"),
            typography(getattr(slot.definition, f"notes_{language}"), language),
        ),
        (t("stage.decks.notes.unknown"), scene.unknown),
        (t("stage.decks.notes.vote"), t("stage.decks.notes.vote.how") if scene.vote else ""),
    ]
    written = [f"{label} {text}" for label, text in told if text]
    sources = [asked.dataset.sources[key] for key in scene.source_ids]
    if scene.credit:
        written.append(f"{t('stage.decks.notes.credit')} {scene.credit}")
    if sources:
        written.append(t("stage.decks.notes.sources", count=len(sources)))
    for number, source in enumerate(sources, start=1):
        address = web_address(source.url)
        facts = ". ".join(filter(None, (source.publisher, source.title, address)))
        written.append(f"{number}. {facts}")
    return [clean(line) for line in written]
