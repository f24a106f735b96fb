"""Scenes of round table 2: with whom the city works, by which rules; and the others by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.round_table_2 import actor_counts, rules
from components.stage.charts import (
    FEWEST_MARKS,
    Bar,
    Bars,
    Figure,
    Group,
    Links,
    Lists,
    Matrix,
    MatrixRow,
    StackRow,
    Stacks,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes import factors_scenes, forms_scenes, practice_card, practice_map
from components.stage.scenes.contrasts import contrast, credit, found, nothing_found
from components.stage.scenes.words import follow_up, joined, listed, subtitle
from data.schema import Actor, Answer

RULES = ("GOV3", "ECO4", "DAT2")
"""Body of several actors, terms of a partnership, rules on data."""

FEWEST_FOR_LINKS = 15
"""Projects under which the diagram of actors is plain bars."""


def actors_scene(asked: SceneRequest) -> Scene:
    """2B: projects in which each kind of actor takes part, around the city."""
    t, projects = asked.t, asked.projects
    if not projects:
        return nothing_found(
            asked,
            headline=t("stage.actors.headline.nothing"),
            measure=t("stage.actors.measure", count=0),
            unknown=t("stage.actors.nothing"),
        )
    known = actor_counts(projects)
    label = {actor: asked.term("actor", actor) for actor in Actor} | {
        Actor.PUBLIC: t("stage.actors.public")
    }
    partners = {
        actor: known.counts[actor] for actor in Actor if actor is not Actor.PUBLIC
    }  # the public sector is the city itself, or so near that it says nothing
    unknown = (
        t("stage.actors.unknown", count=known.unknown, total=known.total)
        if known.unknown
        else t("stage.actors.unknown.none")
    )

    def name(actor: Actor) -> str:
        return t(f"stage.actors.the.{actor}")

    bars = tuple(Bar(key=actor, label=label[actor], value=known.counts[actor]) for actor in Actor)
    heads = (t("stage.column.actor"), t("stage.column.projects"))
    figures: dict[str, Figure] = {
        actor: Figure(value=known.counts[actor], column=1, reduce="sum", where=(0, (label[actor],)))
        for actor in Actor
    }
    headline = contrast(asked, "actors", partners, name, total=known.total)
    sentence = found(asked, "actors", partners, name, total=known.total)
    chart: Links | Bars | Lists
    if known.total >= FEWEST_FOR_LINKS:
        chart = Links(heads=heads, centre=t("stage.actors.city"), nodes=bars)
    elif known.total >= FEWEST_MARKS:
        none = t("stage.actors.none_found")
        chart = Bars(
            heads=heads,
            bars=(*bars, Bar(key="unknown", label=none, value=known.unknown, tone="unknown")),
            total=known.total,
        )
    else:
        chart = Lists(
            heads=(t("stage.column.list"), t("stage.column.project"), t("stage.column.actor")),
            groups=(
                Group(
                    title=t("stage.column.projects"),
                    items=tuple(
                        (
                            asked.label(project, "title"),
                            listed(asked, [label[actor] for actor in project.actors])
                            or t("stage.actors.none_found"),
                        )
                        for project in projects
                    ),
                ),
            ),
        )
        some = [name(actor) for actor in partners if partners[actor]]
        none_named = t("stage.actors.headline.none")
        headline = t("stage.actors.headline.few") if some else none_named
        sentence = (
            t("stage.actors.few", names=listed(asked, some)) if some else t("stage.actors.alone")
        )
        figures = {}
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, t("stage.actors.measure", count=known.total)),
        chart=chart,
        sentence=joined(sentence, unknown if known.unknown and isinstance(chart, Bars) else None),
        follow_up=follow_up(asked),
        unknown=unknown,
        source_ids=known.source_ids,
        figures=figures,
        coverage=Coverage(known=known.total - known.unknown, unknown=known.unknown, text=unknown),
        credit=credit(asked, known.source_ids),
    )


def rules_scene(asked: SceneRequest) -> Scene:
    """2B′: state of the three rules of the game; by city under five cities, else in number."""
    t, total = asked.t, len(asked.cities)
    known = rules(asked.dataset, asked.city_ids, RULES)
    label = {name: t(f"stage.rules.label.{name}") for name in RULES}
    words = {answer: asked.term("answer", answer) for answer in Answer}
    counts = {name: known.count(name, Answer.YES) for name in RULES}
    silent = {name: known.count(name, Answer.UNKNOWN) for name in RULES}
    pairs, unanswered = total * len(RULES), sum(silent.values())

    def name_of(criterion_id: str) -> str:
        return t(f"stage.rules.a.{criterion_id}")

    unknown = (
        t(
            "stage.rules.unknown",
            items=listed(
                asked,
                [
                    t("stage.rules.silent", number=silent[name], name=t(f"stage.rules.the.{name}"))
                    for name in RULES
                ],
            ),
        )
        if unanswered
        else t("stage.rules.unknown.none")
    )
    chart: Stacks | Matrix
    if total < FEWEST_MARKS:
        chart = Matrix(
            heads=(t("stage.column.city"), t("stage.combined.documented")),
            columns=tuple((name, t(f"stage.rules.short.{name}")) for name in RULES),
            rows=tuple(
                MatrixRow(
                    label=asked.name(city),
                    states=tuple(known.states[city.city_id][name] for name in RULES),
                )
                for city in asked.cities
            ),
            words=words,
        )
    else:
        parts = [Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE, Answer.UNKNOWN]
        if not any(known.count(name, Answer.NOT_APPLICABLE) for name in RULES):
            parts.remove(Answer.NOT_APPLICABLE)
        chart = Stacks(
            heads=(t("stage.column.rule"), *(words[answer] for answer in parts)),
            parts=tuple((answer, words[answer]) for answer in parts),
            rows=tuple(
                StackRow(
                    key=name,
                    label=label[name],
                    counts={answer: known.count(name, answer) for answer in parts},
                )
                for name in RULES
            ),
        )

    def figure(name: str, answer: Answer, value: int) -> Figure:
        if isinstance(chart, Matrix):
            where = (1 + RULES.index(name), (words[answer],))
            return Figure(value=value, column=0, reduce="rows", where=where)
        column = 1 + [part for part, _ in chart.parts].index(answer)
        return Figure(value=value, column=column, reduce="sum", where=(0, (label[name],)))

    return Scene(
        headline=contrast(
            asked, "rules", counts, lambda name: t(f"stage.rules.short_a.{name}"), total=total
        ),
        subtitle=subtitle(asked, t("stage.rules.measure")),
        chart=chart,
        sentence=joined(
            found(asked, "rules", counts, name_of, total=total), unknown if unanswered else None
        ),
        follow_up=follow_up(asked),
        unknown=unknown,
        source_ids=known.source_ids,
        figures={
            **{name: figure(name, Answer.YES, counts[name]) for name in RULES},
            **{f"{name}_unknown": figure(name, Answer.UNKNOWN, silent[name]) for name in RULES},
        },
        coverage=Coverage(
            known=pairs - unanswered,
            unknown=unanswered,
            text=t("stage.rules.coverage", count=pairs - unanswered, total=pairs),
        ),
        credit=credit(asked, known.source_ids),
    )


BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {
    "city-brings": forms_scenes.city_brings_scene,
    "city-forms": forms_scenes.city_forms_scene,
    "actors": actors_scene,
    "rules": rules_scene,
    "factors": factors_scenes.factors_scene,
    "factors-vote": factors_scenes.factors_vote_scene,
    "practices-map": practice_map.practices_map_scene,
    "practice-card": practice_card.practice_card_scene,
}
