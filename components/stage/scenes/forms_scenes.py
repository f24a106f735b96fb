"""Scenes of round table 2 on what the city brings: forms of collaboration, by city and in number."""

from __future__ import annotations

from dataclasses import replace

from analysis.round_table_2 import Collaboration, collaboration, extremes
from components.stage.charts import (
    FEWEST_MARKS,
    MOST_NAMES,
    Bar,
    Bars,
    Figure,
    Matrix,
    MatrixRow,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.contrasts import contrast, credit, found, nothing_found
from components.stage.scenes.words import follow_up, joined, listed, subtitle
from data.schema import Answer, City, CollaborationForm

MOST_SPEAKERS = 6


def city_brings_scene(asked: SceneRequest) -> Scene:
    """2A: in how many cities each form of collaboration is documented; names under five cities."""
    total = len(asked.cities)
    if total < FEWEST_MARKS:
        return _city_matrix(asked)
    t = asked.t
    known = collaboration(asked.dataset, asked.city_ids)
    counts = {form: known.count(form) for form in CollaborationForm}
    label = {form: asked.term("collaboration_form", form) for form in CollaborationForm}
    order = sorted(CollaborationForm, key=lambda form: -counts[form])
    none_found = t("stage.forms.none_found")
    unknown = _no_form(asked, known)

    def note(form: CollaborationForm) -> str:
        partial = known.count(form, Answer.PARTIAL)
        return t("stage.forms.partial", count=partial) if partial else ""

    ends = extremes(counts)
    least = None
    if 0 < ends.low < ends.high:
        names = listed(asked, [t(f"stage.forms.all.{form}") for form in ends.lowest])
        key = "stage.forms.least" if len(ends.lowest) == 1 else "stage.forms.leasts"
        least = t(key, names=names, count=ends.low)
    return Scene(
        headline=contrast(
            asked, "forms", counts, lambda form: t(f"stage.forms.a.{form}"), total=total
        ),
        subtitle=subtitle(asked, t("stage.forms.measure")),
        chart=Bars(
            heads=(t("stage.column.form"), t("stage.column.cities")),
            bars=(
                *(
                    Bar(key=form, label=label[form], value=counts[form], note=note(form))
                    for form in order
                ),
                Bar(key="unknown", label=none_found, value=len(known.unknown), tone="unknown"),
            ),
            total=total,
        ),
        sentence=joined(
            found(asked, "forms", counts, lambda form: t(f"stage.forms.a.{form}"), total=total),
            least,
            unknown if known.unknown else None,
        ),
        follow_up=follow_up(asked),
        unknown=unknown,
        source_ids=known.source_ids,
        figures={
            **{
                form: Figure(value=counts[form], column=1, reduce="sum", where=(0, (label[form],)))
                for form in CollaborationForm
            },
            "unknown": Figure(
                value=len(known.unknown), column=1, reduce="sum", where=(0, (none_found,))
            ),
        },
        coverage=Coverage(
            known=total - len(known.unknown), unknown=len(known.unknown), text=unknown
        ),
        credit=credit(asked, known.source_ids),
    )


def _no_form(asked: SceneRequest, known: Collaboration) -> str:
    count = len(known.unknown)
    if not count:
        return asked.t("stage.forms.unknown.none")
    return asked.t("stage.forms.unknown", count=count, total=len(asked.cities))


def city_forms_scene(asked: SceneRequest) -> Scene:
    """2A′: the five forms in each city that speaks; in every city, how many forms each combines."""
    cities = asked.cities if asked.extent == "all" else _speaking(asked)
    if len(cities) <= MOST_NAMES:
        return _city_matrix(replace(asked, cities=cities))
    return _combined_counts(replace(asked, cities=cities))


def _speaking(asked: SceneRequest) -> tuple[City, ...]:
    """Cities that speak, at most six: those of the session first; if none does, those of the scene."""
    ids = [
        actor.city_id
        for session in (asked.session, *asked.programme.sessions)
        for actors in (session.talks, session.speakers)
        for actor in actors
    ]
    kept = list(dict.fromkeys(city_id for city_id in ids if city_id in asked.city_ids))
    speaking = tuple(city for city in asked.cities if city.city_id in kept[:MOST_SPEAKERS])
    return speaking or asked.cities


def _city_matrix(asked: SceneRequest) -> Scene:
    t, cities = asked.t, asked.cities
    measure, none = t("stage.combined.measure"), t("stage.forms.headline.none")
    if not cities:
        unknown = t("stage.forms.unknown", count=0, total=0)
        return nothing_found(asked, headline=none, measure=measure, unknown=unknown)
    known = collaboration(asked.dataset, asked.city_ids)
    order = sorted(CollaborationForm, key=lambda form: -known.count(form))
    words = {answer: asked.term("answer", answer) for answer in Answer}
    held = {city.city_id: known.forms_of(city.city_id) for city in cities}
    best = max(held.values())
    names = [asked.name(city) for city in cities if held[city.city_id] == best]
    cells = len(cities) * len(CollaborationForm)
    silent = sum(known.count(form, Answer.UNKNOWN) for form in CollaborationForm)
    unknown = (
        t("stage.combined.unknown", count=silent, total=cells)
        if silent
        else t("stage.combined.unknown.none")
    )
    told = listed(asked, names)
    few = len(names) <= 3
    if not best:
        headline, sentence = none, t("stage.combined.none")
    elif len(cities) == 1:
        headline = t("stage.combined.headline.city", count=best, city=told)
        sentence = t("stage.combined.city", count=best, city=told)
    elif best == len(CollaborationForm):
        headline = (
            t("stage.combined.headline.five", count=len(names), names=told)
            if len(names) <= 2
            else t("stage.combined.headline.several")
        )
        sentence = (
            t("stage.combined.five", count=len(names), names=told)
            if few
            else t("stage.combined.several")
        )
    else:
        headline = t("stage.combined.headline.no_city")
        if best == 1:
            sentence = t("stage.combined.no_two")
        elif few:
            sentence = t("stage.combined.best", count=len(names), names=told, forms=best)
        else:
            sentence = t("stage.combined.bests", forms=best)
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, measure),
        chart=Matrix(
            heads=(t("stage.column.city"), t("stage.combined.documented")),
            columns=tuple((form, t(f"stage.forms.short.{form}")) for form in order),
            rows=tuple(
                MatrixRow(
                    label=asked.name(city),
                    states=tuple(known.states[city.city_id][form] for form in order),
                )
                for city in cities
            ),
            words=words,
        ),
        sentence=joined(sentence, unknown if silent else None),
        follow_up=follow_up(asked),
        unknown=unknown,
        source_ids=known.source_ids,
        figures={
            "best": Figure(
                value=best,
                column=1,
                reduce="cells",
                where=(0, (names[0],)),
                among=(words[Answer.YES],),
            ),
            "unknown": Figure(
                value=silent, column=1, reduce="cells", among=(words[Answer.UNKNOWN],)
            ),
            "cells": Figure(value=cells, column=1, reduce="cells", among=tuple(words.values())),
        },
        coverage=Coverage(known=cells - silent, unknown=silent, text=unknown),
        credit=credit(asked, known.source_ids),
    )


def _combined_counts(asked: SceneRequest) -> Scene:
    t, total = asked.t, len(asked.cities)
    known = collaboration(asked.dataset, asked.city_ids)
    held = [known.forms_of(city_id) for city_id in asked.city_ids]
    most = len(CollaborationForm)
    counts = {number: held.count(number) for number in range(most, 0, -1)}
    label = {number: t("stage.combined.forms", count=number) for number in counts}
    rest, none_found = t("stage.combined.rest"), t("stage.forms.none_found")
    silent = len(known.unknown)
    unknown = _no_form(asked, known)
    best = max(held)
    if counts[most]:
        headline = t("stage.combined.headline.count", count=counts[most], total=total)
        told = t("stage.combined.count", count=counts[most], total=total)
    elif best:
        headline = t("stage.combined.headline.no_city")
        told = t("stage.combined.most", count=counts[best], forms=best)
    else:
        headline, told = t("stage.forms.headline.none"), t("stage.combined.none")
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, t("stage.combined.measure.count")),
        chart=Bars(
            heads=(t("stage.combined.column"), t("stage.column.cities")),
            bars=(
                *(
                    Bar(key=str(number), label=label[number], value=counts[number])
                    for number in counts
                ),
                Bar(key="rest", label=rest, value=held.count(0) - silent, tone="muted"),
                Bar(key="unknown", label=none_found, value=silent, tone="unknown"),
            ),
            total=total,
        ),
        sentence=joined(
            told,
            t("stage.combined.only_one", count=counts[1]) if counts[1] and best > 1 else None,
            unknown if silent else None,
        ),
        follow_up=follow_up(asked),
        unknown=unknown,
        source_ids=known.source_ids,
        figures={
            **{
                f"forms_{number}": Figure(
                    value=counts[number], column=1, reduce="sum", where=(0, (label[number],))
                )
                for number in counts
            },
            "unknown": Figure(value=silent, column=1, reduce="sum", where=(0, (none_found,))),
            "total": Figure(value=total, column=1, reduce="sum"),
        },
        coverage=Coverage(known=total - silent, unknown=silent, text=unknown),
        credit=credit(asked, known.source_ids),
    )
