"""Scenes that open and frame a conference: who speaks, which cities, what « smart » stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import time

from analysis.framing import FocusAreas, focus_areas
from components.i18n import NBSP, day
from components.stage.charts import (
    MOST_NAMES,
    Bar,
    Bars,
    Figure,
    Matrix,
    MatrixRow,
    Opening,
)
from components.stage.scene import Coverage, Scene, SceneRequest, Vote
from components.stage.scenes.room import room_scene
from components.stage.scenes.words import follow_up, joined, listed, subtitle
from data.schema import Answer, FocusArea

_MOST_LINES = 6
_MOST_TIED = 3
"""Areas in first place that a headline has room to name."""


def opening_scene(asked: SceneRequest) -> Scene:
    """Title of the conference, place and date, who opens it and for how long."""
    t, programme, session = asked.t, asked.programme, asked.session
    duration = asked.label(programme, "stated_duration")
    lines = [
        (
            t("stage.framing.opening.alternate", name=speaker.name)
            if speaker.is_alternate
            else speaker.name,
            asked.label(speaker, "role"),
        )
        for speaker in session.speakers
    ]
    tables = programme.round_tables
    same = {(table.minutes, table.question_minutes) for table in tables}
    told = t("stage.framing.opening.tables", count=len(tables)) if tables else None
    if told and len(same) == 1:
        ((minutes, questions),) = same
        told = t("stage.framing.opening.each", tables=told, minutes=minutes, questions=questions)
    ends = [
        (
            t("stage.framing.opening.duration"),
            t(
                "stage.framing.opening.hours",
                minutes=session.minutes,
                duration=duration,
                start=_hour(asked, programme.start),
                end=_hour(asked, programme.end),
            ),
        ),
        *([(t("stage.framing.opening.programme"), told)] if told else []),
    ]
    room_left = _MOST_LINES - len(ends)
    if len(lines) > room_left:
        others = len(lines) - room_left + 1
        lines = [*lines[: room_left - 1], ("", t("stage.framing.opening.others", count=others))]
    return Scene(
        headline=asked.label(programme, "title"),
        subtitle=t(
            "stage.framing.opening.subtitle",
            event=asked.label(programme, "event"),
            place=asked.label(programme, "place"),
            date=day(programme.held_on, asked.language).replace(" ", NBSP),
        ),
        chart=Opening(
            heads=(t("stage.framing.column.who"), t("stage.framing.column.text")),
            lines=(*lines, *ends),
        ),
        sentence=joined(
            t("stage.framing.opening.sentence", duration=duration),
            t("stage.framing.opening.sentence.tables", tables=told) if told else None,
        ),
        follow_up=follow_up(asked),
        unknown="",
        source_ids=(programme.source_id,),
    )


def _hour(asked: SceneRequest, moment: time) -> str:
    """« 8 h 30 », « 8:30 »."""
    told = asked.t("stage.framing.opening.hour", hour=moment.hour, minute=f"{moment.minute:02}")
    return told.replace(" ", NBSP)


def focus_areas_scene(asked: SceneRequest) -> Scene:
    """F2: the areas each city's strategies name, on which the room votes too.

    A city with several strategies has the areas of all of them. Areas are our coding of the subjects,
    phrase by phrase (``focus_areas.csv``).
    """
    t, dataset = asked.t, asked.dataset
    found = focus_areas(dataset, asked.city_ids)
    total, unknown = len(asked.cities), len(found.unknown)
    label = {area: asked.term("focus_area", area) for area, _ in found.areas}
    counts = {area: len(held) for area, held in found.areas}
    no_text = t("stage.framing.areas.no_text")
    words = {
        Answer.YES: t("stage.framing.areas.named"),
        Answer.NO: t("stage.framing.areas.not_named"),
        Answer.UNKNOWN: no_text,
    }
    chart: Matrix | Bars
    if total <= MOST_NAMES:
        chart = Matrix(
            heads=(t("stage.column.city"), t("stage.column.cities")),
            columns=tuple((area.value, label[area]) for area in counts),
            rows=tuple(
                MatrixRow(label=asked.name(city), states=_states(found, city.city_id))
                for city in asked.cities
            ),
            words=words,
            has_votes=True,
        )
    else:
        chart = Bars(
            heads=(t("stage.framing.column.area"), t("stage.column.cities")),
            bars=(
                Bar(key="unknown", label=no_text, value=unknown, tone="unknown"),
                *(Bar(key=area, label=label[area], value=counts[area]) for area in counts),
            ),
            total=total,
            has_votes=True,
        )

    def figure(area: FocusArea) -> Figure:
        if isinstance(chart, Bars):
            return Figure(value=counts[area], column=1, reduce="sum", where=(0, (label[area],)))
        column = 1 + list(counts).index(area)
        kept = (column, (words[Answer.YES],))
        return Figure(value=counts[area], column=0, reduce="rows", where=kept)

    is_bars = isinstance(chart, Bars)
    told = (
        t("stage.framing.areas.unknown", count=unknown, total=total)
        if unknown
        else t("stage.framing.areas.all_known")
    )
    figures = {area.value: figure(area) for area in counts}
    figures["unknown"] = Figure(
        value=unknown,
        column=1 if is_bars else 0,
        reduce="sum" if is_bars else "rows",
        where=(0 if is_bars else 1, (no_text,)),
    )
    if not is_bars:
        figures["total"] = Figure(value=total, column=0, reduce="rows")
    return Scene(
        headline=_areas_headline(asked, found, label),
        subtitle=subtitle(asked, t("stage.framing.areas.measure")),
        chart=chart,
        sentence=joined(
            *_areas_sentences(asked, found, label),
            told,
            t("stage.framing.areas.differ") if found.differ else None,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=found.source_ids,
        figures=figures,
        coverage=Coverage(known=total - unknown, unknown=unknown, text=told),
        vote=_areas_vote(asked, found, label),
    )


def _states(found: FocusAreas, city_id: str) -> tuple[Answer, ...]:
    """Answer of a city for each area: without any text, unknown; never « no » by silence."""
    named = found.of_city.get(city_id)
    if named is None:
        return (Answer.UNKNOWN,) * len(found.areas)
    return tuple(Answer.YES if area in named else Answer.NO for area, _ in found.areas)


def _quoted(asked: SceneRequest, label: Mapping[FocusArea, str], areas: Iterable[FocusArea]) -> str:
    return listed(
        asked, (asked.t("stage.framing.areas.quoted", area=label[area]) for area in areas)
    )


def _areas_headline(asked: SceneRequest, found: FocusAreas, label: Mapping[FocusArea, str]) -> str:
    t, first = asked.t, found.most_named
    most, total = len(found.areas[0][1]), len(asked.cities)
    if not first:
        return t("stage.framing.areas.headline.none")
    if len(first) == 1:
        area = _quoted(asked, label, first)
        return t("stage.framing.areas.headline.single", count=most, area=area, total=total)
    if len(first) <= _MOST_TIED:
        areas = listed(asked, (label[area] for area in first))
        return t("stage.framing.areas.headline.tie", count=most, areas=areas, total=total)
    return t("stage.framing.areas.headline.many", count=most, total=total)


def _areas_sentences(
    asked: SceneRequest, found: FocusAreas, label: Mapping[FocusArea, str]
) -> Iterable[str]:
    """The areas named most and those named least, if they differ."""
    t, first = asked.t, found.most_named
    if not first:
        yield t("stage.framing.areas.none")
        return
    most, least = len(found.areas[0][1]), len(found.areas[-1][1])
    total = len(asked.cities)
    told = _quoted(asked, label, first)
    if len(first) == 1:
        yield t("stage.framing.areas.most", count=most, area=told, total=total)
    else:
        yield t("stage.framing.areas.most.tie", count=most, areas=told, total=total)
    last = [area for area, held in found.areas if len(held) == least]
    if least < most:
        told = _quoted(asked, label, last)
        if not least:
            key = "stage.framing.areas.never" if len(last) == 1 else "stage.framing.areas.never.tie"
            yield t(key, areas=told)
        elif len(last) == 1:
            yield t("stage.framing.areas.least", count=least, area=told)
        else:
            yield t("stage.framing.areas.least.tie", count=least, areas=told)


def _areas_vote(asked: SceneRequest, found: FocusAreas, label: Mapping[FocusArea, str]) -> Vote:
    """What is said when an area comes first in the room, beside what the texts put first."""
    t, first, total = asked.t, found.most_named, len(asked.cities)
    top = _quoted(asked, label, first)

    def result(area: FocusArea, count: int) -> str:
        own = _quoted(asked, label, [area])
        if not first:
            return t("stage.framing.areas.vote.no_text", area=own)
        if area in first:
            key = (
                "stage.framing.areas.vote.same"
                if len(first) == 1
                else "stage.framing.areas.vote.among"
            )
            return t(key, area=own)
        return t("stage.framing.areas.vote.other", count=count, area=own, total=total, top=top)

    return Vote(
        options={area.value: label[area] for area, _ in found.areas},
        results={area.value: result(area, len(held)) for area, held in found.areas},
        tie=t("stage.framing.areas.vote.tie"),
    )


BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {
    "opening": opening_scene,
    "room": room_scene,
    "focus-areas": focus_areas_scene,
}
