"""Scenes that close a conference: the vote beside the silence, what was expected, charts in reserve."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.i18n import NBSP, day, typography
from components.stage.charts import Opening
from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.conclusion_criteria import actions_scene, divide_scene, help_scene
from components.stage.scenes.conclusion_lines import lines_scene, vote_scene
from components.stage.scenes.conclusion_projects import platforms_scene, risks_scene
from components.stage.scenes.pack_words import speaker_words
from components.stage.scenes.words import follow_up, joined

_MOST_LINES, _MOST_SPEAKERS = 6, 2


def closing_scene(asked: SceneRequest) -> Scene:
    """Who closes, and what the conference expected; whether it was reached is for the room to say."""
    t, programme, speakers = asked.t, asked.programme, asked.session.speakers[:_MOST_SPEAKERS]
    people = [
        (
            t("stage.end.closing.alternate", name=speaker.name)
            if speaker.is_alternate
            else speaker.name,
            asked.label(speaker, "role"),
        )
        for speaker in speakers
    ]
    results = [
        (
            t("stage.end.closing.result", number=number),
            typography(getattr(result, asked.language), asked.language),
        )
        for number, result in enumerate(programme.expected_results, start=1)
    ]
    who = ""
    for speaker in speakers:
        words = speaker_words(asked, speaker)
        if not who:
            who = words
        elif speaker.is_alternate:
            who = t("stage.end.closing.or", first=who, second=words)
    return Scene(
        headline=asked.label(asked.session, "title"),
        subtitle=t(
            "stage.subtitle",
            measure=asked.label(programme, "event"),
            place=asked.label(programme, "place"),
            date=day(programme.held_on, asked.language).replace(" ", NBSP),
        ),
        chart=Opening(
            heads=(t("stage.column.list"), t("stage.end.column.text")),
            lines=(*people, *results)[:_MOST_LINES],
        ),
        sentence=joined(
            t("stage.end.closing.who", who=who) if who else None,
            t("stage.end.closing.results") if results else t("stage.end.closing.thanks"),
        ),
        follow_up=follow_up(asked),
        unknown="",
        source_ids=(programme.source_id,),
    )


BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {
    "vote-and-silence": vote_scene,
    "help-ict": help_scene,
    "nine-lines": lines_scene,
    "risks": risks_scene,
    "platforms": platforms_scene,
    "divide": divide_scene,
    "actions": actions_scene,
    "closing": closing_scene,
}
