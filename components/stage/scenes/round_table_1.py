"""Scenes of round table 1: who leads, how far strategies got, what became of projects, which tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.round_table_1 import strategy_ladder
from components.stage.charts import MOST_NAMES, Bar, Bars, Column, Figure, Name, NameColumns
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import StrategyStatus


def strategy_ladder_scene(asked: SceneRequest) -> Scene:
    """1B: the step each city's most advanced strategy has reached, and those where none was found."""
    t, dataset = asked.t, asked.dataset
    ladder = strategy_ladder(dataset, asked.city_ids)
    total, unknown = len(asked.cities), len(ladder.unknown)
    title_of = {step: asked.term("strategy_status", step) for step, _ in ladder.steps}
    counts = {step: len(held) for step, held in ladder.steps}
    none_found = t("stage.strategies.none_found")
    in_force = (StrategyStatus.ADOPTED, StrategyStatus.IN_IMPLEMENTATION)
    adopted = sum(counts[step] for step in in_force)
    preparing = counts[StrategyStatus.IN_PREPARATION]

    def name(city_id: str) -> Name:
        return Name(label=asked.name(dataset.cities[city_id]))

    chart: NameColumns | Bars
    if total <= MOST_NAMES:
        chart = NameColumns(
            heads=(t("stage.column.city"), t("stage.column.step"), t("stage.column.note")),
            columns=(
                Column(
                    key="unknown",
                    title=none_found,
                    names=tuple(map(name, ladder.unknown)),
                    is_unknown=True,
                ),
                *(
                    Column(key=step, title=title_of[step], names=tuple(map(name, held)))
                    for step, held in ladder.steps
                ),
            ),
            is_ladder=True,
        )
    else:
        chart = Bars(
            heads=(t("stage.column.step"), t("stage.column.cities")),
            bars=(
                Bar(key="unknown", label=none_found, value=unknown, tone="unknown"),
                *(
                    Bar(key=step, label=title_of[step], value=counts[step])
                    for step, _ in ladder.steps
                ),
            ),
            total=total,
        )

    def figure(*titles: str) -> Figure:
        value = {title_of[step]: counts[step] for step in counts} | {none_found: unknown}
        is_names = isinstance(chart, NameColumns)
        return Figure(
            value=sum(value[title] for title in titles),
            column=0 if is_names else 1,
            reduce="rows" if is_names else "sum",
            where=(1 if is_names else 0, titles),
        )

    told = t("stage.strategies.unknown", count=unknown, total=total)
    return Scene(
        headline=t("stage.strategies.headline", count=adopted, total=total),
        subtitle=subtitle(asked, t("stage.strategies.measure")),
        chart=chart,
        sentence=joined(
            t("stage.strategies.adopted", count=adopted, total=total),
            t("stage.strategies.preparing", count=preparing) if preparing else None,
            told,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=ladder.source_ids,
        figures={
            "adopted": figure(*(title_of[step] for step in in_force)),
            "preparing": figure(title_of[StrategyStatus.IN_PREPARATION]),
            "unknown": figure(none_found),
            "total": figure(*title_of.values(), none_found),
        },
        coverage=Coverage(known=total - unknown, unknown=unknown, text=told),
    )


BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {
    "strategy-ladder": strategy_ladder_scene,
}
