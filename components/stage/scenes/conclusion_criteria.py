"""Scenes of the conclusion about criteria: help with ICT, the digital divide, actions to ask about."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.conclusion import (
    DIVIDE_CRITERIA,
    DIVIDE_MEASURES,
    HELP_CRITERIA,
    PUBLIC_ACCESS,
    StatesOfCriterion,
    actions,
    fewest,
    states_of,
)
from components.stage.charts import Figure, Group, Lists, StackRow, Stacks
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import Answer

PARTS = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.UNKNOWN)
ACTIONS_SHOWN = 8
_UNKNOWN = 1 + PARTS.index(Answer.UNKNOWN)


def help_scene(asked: SceneRequest) -> Scene:
    """Office, training of staff, and the peer network as context, which is not scored."""
    t = asked.t
    rows = states_of(asked.dataset, asked.city_ids, HELP_CRITERIA)
    labels = [_label(asked, row.criterion_id) for row in rows]
    office, training = rows[0].counts, rows[1].counts
    coverage = _coverage(asked, rows[:2])
    return Scene(
        headline=t("stage.end.help.headline", states=_states(asked, training)),
        subtitle=subtitle(asked, t("stage.end.criteria.measure")),
        chart=_stacks(asked, rows, labels),
        sentence=joined(
            t("stage.end.help.training", count=training[Answer.YES], total=len(asked.cities))
            if training[Answer.YES]
            else t("stage.end.help.no_training"),
            t("stage.end.help.partial", count=training[Answer.PARTIAL])
            if training[Answer.PARTIAL]
            else None,
            t("stage.end.help.ask", count=training[Answer.UNKNOWN])
            if training[Answer.UNKNOWN]
            else None,
            t("stage.end.help.office", states=_states(asked, office)),
            t("stage.end.help.context"),
        ),
        follow_up=follow_up(asked),
        unknown=coverage.text,
        source_ids=_sources(asked, HELP_CRITERIA) or (asked.programme.source_id,),
        figures=_figures("office", labels[0], office) | _figures("training", labels[1], training),
        coverage=coverage,
    )


def divide_scene(asked: SceneRequest) -> Scene:
    """Skills, access, training and measures against the divide; the comparison only where it is true."""
    t, total = asked.t, len(asked.cities)
    rows = states_of(asked.dataset, asked.city_ids, DIVIDE_CRITERIA)
    labels = [_label(asked, row.criterion_id) for row in rows]
    unknown = {row.criterion_id: row.counts[Answer.UNKNOWN] for row in rows}
    low, high = min(unknown.values()), max(unknown.values())
    most = [labels[position] for position in fewest([-count for count in unknown.values()])]
    access, measures = unknown[PUBLIC_ACCESS], unknown[DIVIDE_MEASURES]
    coverage = _coverage(asked, rows)
    if not high:
        headline = t("stage.end.divide.headline.known")
    elif len(most) > 1:
        headline = t("stage.end.divide.headline.several", count=high, number=len(most), total=total)
    else:
        headline = t("stage.end.divide.headline", count=high, criterion=most[0], total=total)
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, t("stage.end.criteria.measure")),
        chart=_stacks(asked, rows, labels),
        sentence=joined(
            t("stage.end.divide.range", count=high, low=low) if low < high else headline + ".",
            t("stage.end.divide.access", access=access, measures=measures)
            if access < measures
            else None,
            t("stage.end.divide.measures", access=access, measures=measures)
            if measures < access
            else None,
            t("stage.end.criteria.caution"),
        ),
        follow_up=follow_up(asked),
        unknown=coverage.text,
        source_ids=_sources(asked, DIVIDE_CRITERIA) or (asked.programme.source_id,),
        figures={
            "low": Figure(value=low, column=_UNKNOWN, reduce="min"),
            "high": Figure(value=high, column=_UNKNOWN, reduce="max"),
            "most": Figure(value=len(most), column=0, reduce="rows", where=(_UNKNOWN, (high,))),
            "access": Figure(
                value=access,
                column=_UNKNOWN,
                reduce="sum",
                where=(0, (_label(asked, PUBLIC_ACCESS),)),
            ),
            "measures": Figure(
                value=measures,
                column=_UNKNOWN,
                reduce="sum",
                where=(0, (_label(asked, DIVIDE_MEASURES),)),
            ),
        },
        coverage=coverage,
    )


def actions_scene(asked: SceneRequest) -> Scene:
    """What some cities practise and most could ask about, the most practised first."""
    t = asked.t
    found = actions(asked.dataset, asked.city_ids)
    shown = found[:ACTIONS_SHOWN]
    doing = {city_id for action in shown for city_id in action.practised_by}
    asking = {city_id for action in shown for city_id in action.open_for}
    refused = sum(action.refused for action in shown)
    heads = (t("stage.column.list"), t("stage.end.column.action"), t("stage.column.cities"))
    told = (
        t("stage.end.actions.refused", count=refused) if refused else t("stage.end.actions.unknown")
    )
    if not shown:
        return Scene(
            headline=t("stage.end.actions.headline.nothing"),
            subtitle=subtitle(asked, t("stage.end.actions.measure")),
            chart=Lists(
                heads=heads,
                groups=(
                    Group(
                        title=t("stage.end.column.action"),
                        items=((t("stage.end.nothing"), ""),),
                        is_unknown=True,
                    ),
                ),
            ),
            sentence=t("stage.end.actions.nothing"),
            follow_up=follow_up(asked),
            unknown=t("stage.end.actions.unknown"),
            source_ids=(asked.programme.source_id,),
        )
    return Scene(
        headline=t("stage.end.actions.headline", count=len(shown)),
        subtitle=subtitle(asked, t("stage.end.actions.measure")),
        chart=Lists(
            heads=heads,
            groups=(
                Group(
                    title=t("stage.end.actions.group", doing=len(doing), asking=len(asking)),
                    items=tuple(
                        (
                            asked.label(asked.dataset.criteria[action.criterion_id]),
                            t("stage.end.actions.cities", count=len(action.practised_by)),
                        )
                        for action in shown
                    ),
                ),
            ),
        ),
        sentence=joined(
            t(
                "stage.end.actions.here",
                count=len(shown),
                doing=t("stage.end.actions.doing", count=len(doing)),
                asking=t("stage.end.actions.asking", count=len(asking)),
            ),
            t("stage.end.criteria.caution"),
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=_sources(asked, [action.criterion_id for action in shown]),
        figures={"actions": Figure(value=len(shown), column=1, reduce="rows")},
    )


def _label(asked: SceneRequest, criterion_id: str) -> str:
    """Name of a criterion; what is not scored is named as context."""
    criterion = asked.dataset.criteria[criterion_id]
    label = asked.label(criterion)
    return label if criterion.is_scored else asked.t("stage.end.context", label=label)


def _stacks(
    asked: SceneRequest, rows: Sequence[StatesOfCriterion], labels: Sequence[str]
) -> Stacks:
    words = {part: asked.term("answer", part) for part in PARTS}
    return Stacks(
        heads=(asked.t("stage.end.column.criterion"), *words.values()),
        parts=tuple(words.items()),
        rows=tuple(
            StackRow(key=row.criterion_id, label=label, counts=row.counts)
            for row, label in zip(rows, labels, strict=True)
        ),
    )


def _states(asked: SceneRequest, counts: dict[Answer, int]) -> str:
    """« 1 oui, 7 en partie, 2 inconnus »; the unknown is always said, other states where there are any."""
    return ", ".join(
        asked.t(f"stage.end.state.{part.value}", count=counts[part])
        for part in PARTS
        if counts[part] or part is Answer.UNKNOWN
    )


def _figures(name: str, label: str, counts: dict[Answer, int]) -> dict[str, Figure]:
    return {
        f"{name} {part.value}": Figure(
            value=counts[part], column=position, reduce="sum", where=(0, (label,))
        )
        for position, part in enumerate(PARTS, start=1)
    }


def _coverage(asked: SceneRequest, rows: Sequence[StatesOfCriterion]) -> Coverage:
    unknown = sum(row.counts[Answer.UNKNOWN] for row in rows)
    known = sum(row.counts[part] for row in rows for part in PARTS if part is not Answer.UNKNOWN)
    text = asked.t(
        "stage.end.criteria.coverage", known=known, total=known + unknown, unknown=unknown
    )
    return Coverage(known=known, unknown=unknown, text=text)


def _sources(asked: SceneRequest, criterion_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            source_id
            for city_id in asked.city_ids
            for key, answer in asked.dataset.answers_of_city(city_id).items()
            if key in criterion_ids
            for source_id in answer.source_ids
        )
    )
