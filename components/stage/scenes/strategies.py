"""Scenes 1B and 1B′: the step each strategy has reached, and its years."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.round_table_1 import (
    StrategyYears,
    starts_by_period,
    strategy_ladder,
    strategy_years,
)
from components.i18n import years
from components.stage.charts import (
    FEWEST_MARKS,
    MOST_NAMES,
    Bar,
    Bars,
    Column,
    Figure,
    Group,
    Lists,
    Name,
    NameColumns,
    Span,
    Timeline,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import Strategy, StrategyStatus


def strategy_ladder_scene(asked: SceneRequest) -> Scene:
    """1B: the step each city's most advanced strategy has reached; those that nothing tells, apart.

    A city for which no strategy was found and a city whose strategies have no known status are two
    different silences, and stand under two titles.
    """
    t, dataset = asked.t, asked.dataset
    ladder = strategy_ladder(dataset, asked.city_ids)
    total, unknown = len(asked.cities), ladder.unknown
    title_of = {step: asked.term("strategy_status", step) for step, _ in ladder.steps}
    counts = {step: len(held) for step, held in ladder.steps}
    none_found = t("stage.strategies.none_found")
    untold = t("stage.rt1.strategies.untold")
    silences = {none_found: ladder.none_found}
    if ladder.untold:
        silences[untold] = ladder.untold
    in_force = (StrategyStatus.ADOPTED, StrategyStatus.IN_IMPLEMENTATION)
    adopted = sum(counts[step] for step in in_force)

    def names(city_ids: Iterable[str]) -> tuple[Name, ...]:
        return tuple(Name(label=asked.name(dataset.cities[city_id])) for city_id in city_ids)

    chart: NameColumns | Bars
    if total <= MOST_NAMES:
        chart = NameColumns(
            heads=(t("stage.column.city"), t("stage.column.step"), t("stage.column.note")),
            columns=(
                *(
                    Column(
                        key=f"unknown{position}", title=title, names=names(held), is_unknown=True
                    )
                    for position, (title, held) in enumerate(silences.items())
                ),
                *(
                    Column(key=step, title=title_of[step], names=names(held))
                    for step, held in ladder.steps
                ),
            ),
            is_ladder=True,
        )
    else:
        chart = Bars(
            heads=(t("stage.column.step"), t("stage.column.cities")),
            bars=(
                *(
                    Bar(key=f"unknown{position}", label=title, value=len(held), tone="unknown")
                    for position, (title, held) in enumerate(silences.items())
                ),
                *(
                    Bar(key=step, label=title_of[step], value=counts[step])
                    for step, _ in ladder.steps
                ),
            ),
            total=total,
        )

    def figure(value: int, *titles: str) -> Figure:
        is_names = isinstance(chart, NameColumns)
        return Figure(
            value=value,
            column=0 if is_names else 1,
            reduce="rows" if is_names else "sum",
            where=(1 if is_names else 0, titles),
        )

    def clause(step: StrategyStatus) -> str | None:
        return t(f"stage.rt1.strategies.{step}", count=counts[step]) if counts[step] else None

    told = (
        t("stage.rt1.strategies.unknown", count=unknown, total=total)
        if unknown
        else t("stage.rt1.strategies.all_known")
    )
    return Scene(
        headline=t("stage.rt1.strategies.headline", count=adopted, total=total)
        if adopted
        else t("stage.rt1.strategies.headline.none"),
        subtitle=subtitle(asked, t("stage.rt1.strategies.measure")),
        chart=chart,
        sentence=joined(
            t("stage.rt1.strategies.in_force", count=adopted, total=total)
            if adopted
            else t("stage.rt1.strategies.in_force.none"),
            clause(StrategyStatus.IN_PREPARATION),
            clause(StrategyStatus.ANNOUNCED),
            clause(StrategyStatus.COMPLETED),
            told,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=ladder.source_ids,
        figures={
            "in force": figure(adopted, *(title_of[step] for step in in_force)),
            **{step.value: figure(counts[step], title_of[step]) for step in counts},
            "unknown": figure(unknown, *silences),
            "total": figure(total, *title_of.values(), *silences),
        },
        coverage=Coverage(known=total - unknown, unknown=unknown, text=told),
    )


def strategy_years_scene(asked: SceneRequest) -> Scene:
    """1B′: years of the strategies, the latest start first; how many have no end, how many no year.

    At most twelve are drawn, and the scene says how many others are not. When more cities are
    shown than a hall can read, starts are counted by period instead; under five, names are listed.
    """
    found = strategy_years(asked.strategies)
    if len(asked.cities) > MOST_NAMES:
        return _starts(asked, found)
    return _drawn_years(asked, found)


def _drawn_years(asked: SceneRequest, found: StrategyYears) -> Scene:
    t, language = asked.t, asked.language
    now = asked.dataset.published_on.year
    drawn = found.dated[:MOST_NAMES]
    total = len(found.dated) + found.undated
    chart: Timeline | Lists
    if len(drawn) < FEWEST_MARKS:
        chart = Lists(
            heads=(
                t("stage.column.list"),
                t("stage.rt1.column.strategy"),
                t("stage.column.value"),
            ),
            groups=(
                Group(
                    title=t("stage.rt1.years.dated"),
                    items=tuple(
                        (_owner(asked, item), years(item.start_year, item.end_year, language))
                        for item in drawn
                    )
                    or ((t("stage.rt1.years.none"), ""),),
                ),
            ),
        )
    else:
        chart = Timeline(
            heads=(
                t("stage.column.city"),
                t("stage.rt1.column.start"),
                t("stage.rt1.column.end"),
                t("stage.rt1.column.strategy"),
            ),
            spans=tuple(
                Span(
                    label=_owner(asked, item),
                    start=item.start_year,
                    end=item.end_year,
                    note=asked.label(item, "title"),
                )
                for item in drawn
            ),
            now=now,
        )
    starts = [item.start_year for item in drawn if item.start_year is not None]
    endless = sum(item.end_year is None for item in drawn)
    past = [item.end_year for item in drawn if item.end_year is not None and item.end_year < now]
    left = len(found.dated) - len(drawn)
    figures = {}
    if isinstance(chart, Timeline):
        figures = {
            "drawn": Figure(value=len(drawn), column=0, reduce="rows"),
            "endless": Figure(value=endless, column=0, reduce="rows", where=(2, (None,))),
            "past": Figure(
                value=len(past), column=0, reduce="rows", where=(2, tuple(map(str, past)))
            ),
        }
    elif drawn:
        figures = {"drawn": Figure(value=len(drawn), column=1, reduce="rows")}
    return Scene(
        headline=_years_headline(asked, endless, len(drawn), is_drawn=isinstance(chart, Timeline)),
        subtitle=subtitle(asked, t("stage.rt1.years.measure")),
        chart=chart,
        sentence=joined(
            _shown_sentence(asked, len(drawn), left),
            _starts_sentence(asked, starts, len(drawn)),
            t("stage.rt1.years.past", count=len(past), year=str(now))
            if past and isinstance(chart, Timeline)
            else None,
            t("stage.rt1.years.endless", count=endless)
            if endless and isinstance(chart, Timeline)
            else None,
        ),
        follow_up=follow_up(asked),
        unknown=joined(
            _undated(asked, found.undated, total),
            t("stage.rt1.years.not_drawn", count=left) if left else None,
        ),
        source_ids=_sources(drawn),
        figures=figures,
        coverage=Coverage(
            known=len(found.dated),
            unknown=found.undated,
            text=_undated(asked, found.undated, total),
        )
        if total
        else None,
    )


def _years_headline(asked: SceneRequest, endless: int, drawn: int, *, is_drawn: bool) -> str:
    if not drawn:
        return asked.t("stage.rt1.years.none")
    if not is_drawn:
        return asked.t("stage.rt1.years.headline.few", count=drawn)
    if not endless:
        return asked.t("stage.rt1.years.headline.all_ends")
    return asked.t("stage.rt1.years.headline", count=endless, total=drawn)


def _shown_sentence(asked: SceneRequest, drawn: int, left: int) -> str:
    if not drawn:
        return asked.t("stage.rt1.years.sentence.none")
    return asked.t("stage.rt1.years.latest" if left else "stage.rt1.years.every", count=drawn)


def _starts_sentence(asked: SceneRequest, starts: list[int], drawn: int) -> str | None:
    """First and last start among those drawn; None when fewer than two are known."""
    if len(starts) < 2:
        return None
    t, first, last = asked.t, min(starts), max(starts)
    if first == last:
        key = (
            "stage.rt1.years.same_start"
            if len(starts) == drawn
            else "stage.rt1.years.same_known_start"
        )
        return t(key, year=str(first))
    key = "stage.rt1.years.starts" if len(starts) == drawn else "stage.rt1.years.known_starts"
    return t(key, first=str(first), last=str(last))


def _undated(asked: SceneRequest, undated: int, total: int) -> str:
    if not undated:
        return asked.t("stage.rt1.years.all_dated" if total else "stage.rt1.years.no_strategy")
    return asked.t("stage.rt1.years.undated", count=undated, total=total)


def _owner(asked: SceneRequest, strategy: Strategy) -> str:
    return asked.name(asked.dataset.cities[str(strategy.city_id)])


def _sources(strategies: Iterable[Strategy]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for item in strategies for key in item.source_ids))


def _starts(asked: SceneRequest, found: StrategyYears) -> Scene:
    """Starts counted by period, for more cities than can be named."""
    t = asked.t
    total = len(found.dated) + found.undated
    periods = starts_by_period(found.dated, asked.dataset.published_on.year)
    labels = [_period(asked, first, last) for first, last, _ in periods]
    known = sum(count for _, _, count in periods)
    not_known = t("stage.rt1.years.start_unknown")
    recent = sum(count for _, _, count in periods[:2])
    since = next((first for first, _, _ in reversed(periods[:2]) if first is not None), None)
    told = (
        t("stage.rt1.years.starts.unknown", count=total - known, total=total)
        if total - known
        else t("stage.rt1.years.starts.all_known" if total else "stage.rt1.years.no_strategy")
    )
    is_told = since is not None and len(periods) > 1 and recent > 0
    return Scene(
        headline=t("stage.rt1.years.recent", count=recent, total=total, year=str(since))
        if is_told
        else t("stage.rt1.years.known", count=known, total=total)
        if known
        else t("stage.rt1.years.none"),
        subtitle=subtitle(asked, t("stage.rt1.years.measure.starts")),
        chart=Bars(
            heads=(t("stage.rt1.column.start"), t("stage.rt1.column.strategies")),
            bars=(
                Bar(key="unknown", label=not_known, value=total - known, tone="unknown"),
                *(
                    Bar(key=f"period{position}", label=label, value=count)
                    for position, (label, (_, _, count)) in enumerate(
                        zip(labels, periods, strict=True)
                    )
                ),
            ),
            total=total,
        ),
        sentence=joined(
            t("stage.rt1.years.recent.sentence", count=recent, total=total, year=str(since))
            if is_told
            else t("stage.rt1.years.known.sentence", count=known, total=total)
            if known
            else t("stage.rt1.years.sentence.none"),
            told,
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=_sources(item for item in found.dated if item.start_year is not None),
        figures={
            "recent": Figure(value=recent, column=1, reduce="sum", where=(0, tuple(labels[:2]))),
            "known": Figure(value=known, column=1, reduce="sum", where=(0, tuple(labels))),
            "unknown": Figure(value=total - known, column=1, reduce="sum", where=(0, (not_known,))),
            "total": Figure(value=total, column=1, reduce="sum"),
        },
        coverage=Coverage(known=known, unknown=total - known, text=told),
    )


def _period(asked: SceneRequest, first: int | None, last: int | None) -> str:
    """« 2024 et après », « 2021–2023 », « 2011 et avant »."""
    if last is None:
        return asked.t("stage.rt1.years.period.latest", year=str(first))
    if first is None:
        return asked.t("stage.rt1.years.period.oldest", year=str(last))
    return years(first, last, asked.language)
