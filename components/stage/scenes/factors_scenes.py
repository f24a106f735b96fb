"""Scenes of round table 2 on what helped and what was hard: citations, and the vote of the room."""

from __future__ import annotations

from analysis.round_table_2 import CategoryCount, FactorCounts, factor_counts
from components.stage.charts import (
    FEWEST_MARKS,
    Bar,
    Bars,
    Diverging,
    Figure,
    Group,
    Lists,
    Opposed,
)
from components.stage.scene import Coverage, Scene, SceneRequest, Vote
from components.stage.scenes.contrasts import credit, nothing_found
from components.stage.scenes.words import follow_up, joined, listed, subtitle

MOST_TIED = 3
"""Categories named one by one when they tie; above, their number is said."""


def factors_scene(asked: SceneRequest) -> Scene:
    """2C: citations of difficulties and of success factors, category by category."""
    t = asked.t
    known = factor_counts(asked.dataset, asked.city_ids)
    unknown = _unknown(asked, known)
    rows = tuple(row for row in known.rows if row.total)
    if not rows:
        return nothing_found(
            asked,
            headline=t("stage.factors.headline.nothing"),
            measure=t("stage.factors.measure"),
            unknown=unknown,
        )
    kinds = (t("stage.factors.head.difficulty"), t("stage.factors.head.success"))
    label = {row.category: asked.term("factor_category", row.category) for row in rows}
    chart: Diverging | Lists
    figures: dict[str, Figure] = {}
    if len(rows) < FEWEST_MARKS:
        chart = Lists(
            heads=(t("stage.column.list"), t("stage.column.category"), t("stage.column.citations")),
            groups=tuple(
                Group(
                    title=kinds[side],
                    items=tuple(
                        (label[row.category], _times(asked, row, side))
                        for row in rows
                        if _cited(row, side)
                    ),
                )
                for side in (0, 1)
            ),
        )
    else:
        chart = Diverging(
            heads=(t("stage.column.category"), *kinds),
            rows=tuple(
                Opposed(
                    key=row.category,
                    label=label[row.category],
                    left=row.difficulties,
                    right=row.successes,
                    left_cities=row.difficulty_cities,
                    right_cities=row.success_cities,
                )
                for row in rows
            ),
            city_heads=(
                t("stage.factors.cities_of", kind=kinds[0]),
                t("stage.factors.cities_of", kind=kinds[1]),
            ),
        )
        for side, kind in enumerate(("difficulties", "successes")):
            figures[kind] = Figure(
                value=sum(_cited(row, side) for row in rows), column=1 + side, reduce="sum"
            )
            top = _first(rows, side)
            if top:
                most = _cited(top[0], side)
                figures[f"{kind}_most"] = Figure(value=most, column=1 + side, reduce="max")
                figures[f"{kind}_tied"] = Figure(
                    value=len(top), column=0, reduce="rows", where=(1 + side, (most,))
                )
            for row in top:
                figures[f"{kind}_{row.category}_cities"] = Figure(
                    value=_in_cities(row, side),
                    column=3 + side,
                    reduce="sum",
                    where=(0, (label[row.category],)),
                )
    difficulties = bool(_first(rows, 0))
    return Scene(
        headline=_headline(asked, rows),
        subtitle=subtitle(asked, t("stage.factors.measure")),
        chart=chart,
        sentence=joined(
            _most_cited(asked, rows, 0, "difficulty"),
            _most_cited(asked, rows, 1, "success"),
            t("stage.factors.caution"),
        ),
        follow_up=follow_up(asked) if difficulties else "",
        unknown=unknown,
        source_ids=known.source_ids,
        figures=figures,
        coverage=_coverage(asked, known, unknown),
    )


def _cited(row: CategoryCount, side: int) -> int:
    return row.successes if side else row.difficulties


def _in_cities(row: CategoryCount, side: int) -> int:
    return row.success_cities if side else row.difficulty_cities


def _first(rows: tuple[CategoryCount, ...], side: int) -> list[CategoryCount]:
    """Categories cited most on a side, in the order given; none if nothing is cited there."""
    most = max((_cited(row, side) for row in rows), default=0)
    return [row for row in rows if most and _cited(row, side) == most]


def _times(asked: SceneRequest, row: CategoryCount, side: int) -> str:
    """« 10 fois, 8 villes »."""
    t = asked.t
    return t(
        "stage.factors.cited",
        times=t("stage.factors.times", count=_cited(row, side)),
        cities=t("stage.factors.cities", count=_in_cities(row, side)),
    )


def _noun(asked: SceneRequest, category: str) -> str:
    return asked.t(f"stage.factors.the.{category}")


def _most_cited(asked: SceneRequest, rows: tuple[CategoryCount, ...], side: int, kind: str) -> str:
    t, top = asked.t, _first(rows, side)
    if not top:
        return t(f"stage.factors.{kind}.none")
    if len(top) > MOST_TIED:
        times = t("stage.factors.times", count=_cited(top[0], side))
        return t(f"stage.factors.{kind}.many", number=len(top), times=times)
    items = [
        t(
            "stage.factors.item",
            category=_noun(asked, row.category),
            times=_times(asked, row, side),
        )
        for row in top
    ]
    if len(top) == 1:
        return t(f"stage.factors.{kind}.one_most", item=items[0])
    return t(f"stage.factors.{kind}.tied", items=listed(asked, items))


def _headline(asked: SceneRequest, rows: tuple[CategoryCount, ...]) -> str:
    t = asked.t
    hard, easy = _first(rows, 0), _first(rows, 1)
    if not hard:
        return t("stage.factors.headline.success", count=sum(row.successes for row in rows))
    if not easy:
        return t("stage.factors.headline.difficulty", count=sum(row.difficulties for row in rows))
    if len(hard) == 1 and len(easy) == 1:
        return t(
            "stage.factors.headline.both",
            difficulty=_noun(asked, hard[0].category),
            success=_noun(asked, easy[0].category),
        )
    if len(hard) == 2:
        names = listed(asked, [_noun(asked, row.category) for row in hard])
        return t("stage.factors.headline.tied", names=names)
    return t(
        "stage.factors.headline.counts",
        count=sum(row.difficulties for row in rows),
        successes=sum(row.successes for row in rows),
    )


def _unknown(asked: SceneRequest, known: FactorCounts) -> str:
    count = len(known.unknown)
    if not count:
        return asked.t("stage.factors.unknown.none")
    return asked.t("stage.factors.unknown", count=count, total=len(asked.cities))


def _coverage(asked: SceneRequest, known: FactorCounts, unknown: str) -> Coverage:
    count = len(known.unknown)
    return Coverage(known=len(asked.cities) - count, unknown=count, text=unknown)


def factors_vote_scene(asked: SceneRequest) -> Scene:
    """2C′: citations of both kinds by category, beside the hands of the room."""
    t = asked.t
    known = factor_counts(asked.dataset, asked.city_ids)
    unknown = _unknown(asked, known)
    label: dict[str, str] = {
        row.category: asked.term("factor_category", row.category) for row in known.rows
    }
    top = [row for row in known.rows if row.total and row.total == known.rows[0].total]
    most = known.rows[0].total
    if not top:
        headline, sentence = t("stage.factors.headline.nothing"), t("stage.vote.nothing")
    elif len(top) <= MOST_TIED:
        names = listed(asked, [_noun(asked, row.category) for row in top])
        headline = t("stage.vote.headline", names=names)
        sentence = t("stage.vote.sources", names=names, times=t("stage.factors.times", count=most))
    else:
        headline = t("stage.vote.headline.tied", number=len(top))
        sentence = t("stage.vote.many", number=len(top), times=t("stage.factors.times", count=most))
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, t("stage.vote.measure")),
        chart=Bars(
            heads=(t("stage.column.category"), t("stage.column.citations")),
            bars=tuple(
                Bar(key=row.category, label=label[row.category], value=row.total)
                for row in known.rows
            ),
            has_votes=True,
        ),
        sentence=sentence,
        follow_up=follow_up(asked),
        unknown=unknown,
        source_ids=known.source_ids,
        figures={
            "most": Figure(value=most, column=1, reduce="max"),
            **(
                {"tied": Figure(value=len(top), column=0, reduce="rows", where=(1, (most,)))}
                if top
                else {}
            ),
        },
        coverage=_coverage(asked, known, unknown),
        vote=_vote(asked, top, label),
        credit=credit(asked, known.source_ids),
    )


def _vote(asked: SceneRequest, top: list[CategoryCount], label: dict[str, str]) -> Vote:
    """What is said of the hands beside the citations, for each category that may come first."""
    t = asked.t
    first = [row.category for row in top]
    if not first:
        return Vote(
            options=label,
            results={
                category: t("stage.vote.result.alone", room=_noun(asked, category))
                for category in label
            },
            tie=t("stage.vote.tie.alone"),
        )
    if len(first) > MOST_TIED:
        named = t("stage.vote.several", number=len(first))
    else:
        named = listed(asked, [_noun(asked, category) for category in first])
    results = {}
    for category in label:
        room = _noun(asked, category)
        if first == [category]:
            results[category] = t("stage.vote.result.same", room=room)
        elif category in first:
            results[category] = t("stage.vote.result.among", room=room, sources=named)
        else:
            results[category] = t("stage.vote.result.differs", room=room, sources=named)
    return Vote(options=label, results=results, tie=t("stage.vote.tie", sources=named))
