"""Scenes of the conclusion about the nine lines: what the room asks for beside what is documented."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.conclusion import are_few, fewest, lines_of, without_projects
from analysis.overview import LineCount
from components.stage.charts import Bar, Bars, Figure, Tone
from components.stage.scene import Coverage, Scene, SceneRequest, Vote
from components.stage.scenes.words import follow_up, joined, subtitle
from data.schema import Project

_TONES: dict[str, Tone] = {"A1": "govern", "A2": "services", "A3": "inclusion"}


def vote_scene(asked: SceneRequest) -> Scene:
    """K1: cities with a documented project on each line; the room votes on the same lines."""
    t, lines, total = asked.t, lines_of(asked.dataset, asked.city_ids), len(asked.cities)
    silent = without_projects(asked.dataset, asked.city_ids)
    told = (
        t("stage.end.vote.unknown", count=silent, total=total)
        if silent
        else t("stage.end.vote.silence")
    )
    names = {line.line_id: line_name(asked, line) for line in lines}
    return Scene(
        headline=_least_words(asked, lines, [line.cities for line in lines], "cities", total),
        subtitle=subtitle(asked, t("stage.end.vote.measure")),
        chart=Bars(
            heads=(t("stage.end.column.line"), t("stage.column.cities")),
            bars=_bars(asked, lines, [line.cities for line in lines]),
            total=total,
            has_votes=True,
        ),
        sentence=joined(
            _extremes(asked, lines, [line.cities for line in lines], "cities", total),
            t("stage.end.vote.silence"),
            t("stage.end.vote.ask"),
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=project_sources(asked.projects) or (asked.programme.source_id,),
        figures=_figures(lines, [line.cities for line in lines]),
        coverage=Coverage(
            known=total - silent,
            unknown=silent,
            text=t("stage.end.vote.coverage", known=total - silent, unknown=silent),
        ),
        vote=Vote(
            options=names,
            results={line.line_id: _result(asked, line, total) for line in lines},
            tie=t("stage.end.vote.tie"),
        ),
    )


def _result(asked: SceneRequest, line: LineCount, total: int) -> str:
    """What is said when the room puts this line first: a silence of the data, or examples to start from."""
    t, name = asked.t, line_name(asked, line)
    if not line.cities:
        return t("stage.end.vote.result.nothing", line=name)
    if are_few(line.cities, total):
        return t("stage.end.vote.result.few", count=line.cities, total=total, line=name)
    return t("stage.end.vote.result.known", count=line.cities, total=total, line=name)


def lines_scene(asked: SceneRequest) -> Scene:
    """Projects of each line of the programme; an empty line stays visible."""
    t, lines = asked.t, lines_of(asked.dataset, asked.city_ids)
    counts = [line.projects for line in lines]
    total, silent = sum(counts), without_projects(asked.dataset, asked.city_ids)
    told = (
        t("stage.end.vote.unknown", count=silent, total=len(asked.cities))
        if silent
        else t("stage.end.vote.silence")
    )
    return Scene(
        headline=_least_words(asked, lines, counts, "projects", total),
        subtitle=subtitle(asked, t("stage.end.lines.measure")),
        chart=Bars(
            heads=(t("stage.end.column.line"), t("stage.end.column.projects")),
            bars=_bars(asked, lines, counts),
            total=total,
        ),
        sentence=joined(
            _extremes(asked, lines, counts, "projects", total), t("stage.end.vote.silence")
        ),
        follow_up=follow_up(asked),
        unknown=told,
        source_ids=project_sources(asked.projects) or (asked.programme.source_id,),
        figures=_figures(lines, counts) | {"total": Figure(value=total, column=1, reduce="sum")},
    )


def line_name(asked: SceneRequest, line: LineCount) -> str:
    """Short name of a line."""
    return asked.label(asked.dataset.lines[line.line_id], "short")


def _bars(
    asked: SceneRequest, lines: Sequence[LineCount], counts: Sequence[int]
) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            key=line.line_id,
            label=line_name(asked, line),
            value=count,
            tone=_TONES.get(line.axis_id, "plain"),
        )
        for line, count in zip(lines, counts, strict=True)
    )


def _least_words(
    asked: SceneRequest, lines: Sequence[LineCount], counts: Sequence[int], kind: str, total: int
) -> str:
    """« Économie collaborative : 4 villes documentées sur 10 », or how many lines have the least."""
    t, least = asked.t, fewest(counts)
    low = min(counts)
    if len(least) > 1:
        if not low:
            return t(f"stage.end.least.{kind}.nothing", count=len(least))
        return t(f"stage.end.least.{kind}.several", count=low, number=len(least))
    name = line_name(asked, lines[least[0]])
    if not low:
        return t(f"stage.end.least.{kind}.empty", line=name)
    return t(f"stage.end.least.{kind}", count=low, line=name, total=total)


def _extremes(
    asked: SceneRequest, lines: Sequence[LineCount], counts: Sequence[int], kind: str, total: int
) -> str:
    """The line with the least and the one with the most, where there is one of each."""
    t, least = asked.t, fewest(counts)
    most = fewest([-count for count in counts])
    said = (
        t(
            f"stage.end.said.{kind}",
            count=min(counts),
            line=line_name(asked, lines[least[0]]),
            total=total,
        )
        if len(least) == 1
        else _least_words(asked, lines, counts, kind, total) + "."
    )
    if len(most) > 1 or len(least) == len(counts):
        return said
    name = line_name(asked, lines[most[0]])
    return joined(said, t(f"stage.end.most.{kind}", count=counts[most[0]], line=name))


def _figures(lines: Sequence[LineCount], counts: Sequence[int]) -> dict[str, Figure]:
    low = min(counts)
    return {
        "least": Figure(value=low, column=1, reduce="min"),
        "most": Figure(value=max(counts), column=1, reduce="max"),
        "lines": Figure(value=len(fewest(counts)), column=0, reduce="rows", where=(1, (low,))),
    }


def project_sources(projects: Sequence[Project]) -> tuple[str, ...]:
    """Sources of projects without repeats."""
    return tuple(dict.fromkeys(key for project in projects for key in project.source_ids))
