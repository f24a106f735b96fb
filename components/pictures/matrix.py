"""Counts by rows and columns: squares in proportion, figures written, unknown told apart from « none »."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.i18n import content, number
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest, LegendItem
from components.pictures.criteria import NOTHING
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.marks import mark
from components.pictures.svg import line, rect, text, wrapped
from components.pictures.words import subtitle
from components.project_card import shown
from components.theme import STAGE
from data.export import Table
from data.schema import (
    Actor,
    Answer,
    CollaborationForm,
    Factor,
    FactorCategory,
    FactorKind,
    Project,
    ProjectStage,
    TechnologyLevel,
)

CITIES_AS_COLUMNS = 6
"""Cities that get a column of their own; above, columns are axes of the programme."""

_NAMES = 470
_HEAD = 84
_LEAST_ROW = 56
_MOST_ROW = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a matrix.

    Attributes:
        is_documented: False: nothing at all is known of it; its cells show the unknown mark.
        is_sum: Its figures are totals, written without squares.
    """

    key: str
    label: str
    is_documented: bool = True
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Counts to draw.

    Attributes:
        rows: Key and label of each row, in the order drawn.
        counts: Row key and column key to a count; a missing pair is 0: nothing documented.
    """

    rows: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    counts: Mapping[tuple[str, str], int]

    def count(self, row: str, column: str) -> int:
        """Count of one cell, 0 when nothing is documented."""
        return self.counts.get((row, column), 0)


def counts_matrix(
    asked: ChartRequest,
    matrix: Matrix,
    *,
    name: str,
    title: str,
    measure: str,
    takeaway: str,
    row_heading: str,
    source_ids: Iterable[str],
) -> Chart:
    """A chart of any matrix.

    Args:
        name: Slug of the chart.
        title, takeaway: Sentences with the figures of the matrix; the second says the unknown.
        measure: What is counted; place and date are added.
        row_heading: What a row is, for the table.
        source_ids: Sources of what is counted; repeats are dropped.
    """
    t = asked.t
    below = subtitle(asked, measure)
    legend: tuple[LegendItem, ...] = (
        LegendItem("square", t("pictures.matrix.square")),
        LegendItem("not_applicable", t("pictures.matrix.nothing")),
    )
    if not all(column.is_documented for column in matrix.columns):
        legend += (LegendItem("unknown", t("pictures.matrix.unknown")),)
    return Chart(
        name=name,
        title=title,
        subtitle=below,
        takeaway=takeaway,
        body=_body(asked, matrix, body_height(title, below, legend)),
        legend=legend,
        source_ids=tuple(dict.fromkeys(source_ids)),
        table=Table(
            name=t(f"pictures.{name}.sheet"),
            columns=(
                t("pictures.column.code"),
                row_heading,
                *(column.label for column in matrix.columns),
            ),
            rows=tuple(
                (
                    key,
                    label,
                    *(
                        (matrix.count(key, column.key) or NOTHING)
                        if column.is_documented
                        else t("unknown")
                        for column in matrix.columns
                    ),
                )
                for key, label in matrix.rows
            ),
        ),
        language=asked.language,
    )


def lines_matrix(asked: ChartRequest) -> Chart:
    """Projects by line of the programme; by technology level when there are many cities."""
    rows = tuple(
        (line_id, content(row, "short", asked.language).text)
        for line_id, row in asked.dataset.lines.items()
    )
    levels = tuple(
        Column(
            key=level.value,
            label=asked.t(
                "pictures.lines.level",
                level=shown(asked.dataset, "technology_level", level, asked.language).lower(),
            ),
        )
        for level in TechnologyLevel
    )
    return _projects_matrix(
        asked,
        "lines",
        rows,
        keys_of=lambda project: (project.line_id,),
        many_columns=levels,
        many_of=lambda project: project.technology_level.value,
    )


def stages_matrix(asked: ChartRequest) -> Chart:
    """Projects by state of advancement; those no source tells about have their own row."""
    return _projects_matrix(
        asked,
        "stages",
        _terms(asked, "project_stage", ProjectStage),
        keys_of=lambda project: (project.stage.value,),
        unknown=ProjectStage.UNKNOWN.value,
    )


def technology_matrix(asked: ChartRequest) -> Chart:
    """Projects by how much technology they need."""
    return _projects_matrix(
        asked,
        "technology",
        _terms(asked, "technology_level", TechnologyLevel),
        keys_of=lambda project: (project.technology_level.value,),
    )


def actors_matrix(asked: ChartRequest) -> Chart:
    """Projects by kind of body that takes part; one project counts for each of them."""
    return _projects_matrix(
        asked,
        "actors",
        _terms(asked, "actor", Actor),
        keys_of=lambda project: tuple(actor.value for actor in project.actors),
    )


def forms_matrix(asked: ChartRequest) -> Chart:
    """Projects by form of collaboration; one project counts for each of them."""
    return _projects_matrix(
        asked,
        "forms",
        _terms(asked, "collaboration_form", CollaborationForm),
        keys_of=lambda project: tuple(form.value for form in project.collaboration_forms),
    )


def successes_matrix(asked: ChartRequest) -> Chart:
    """Success factors that sources cite, by category."""
    return _factors_matrix(asked, "factors-success", FactorKind.SUCCESS)


def difficulties_matrix(asked: ChartRequest) -> Chart:
    """Difficulties that sources cite, by category."""
    return _factors_matrix(asked, "factors-difficulties", FactorKind.DIFFICULTY)


def _projects_matrix(
    asked: ChartRequest,
    name: str,
    rows: tuple[tuple[str, str], ...],
    *,
    keys_of: Callable[[Project], Sequence[str]],
    many_columns: tuple[Column, ...] = (),
    many_of: Callable[[Project], str] = lambda project: project.axis_id,
    unknown: str | None = None,
) -> Chart:
    """Projects of the cities; ``many_columns`` and ``many_of`` are used when the cities are many."""
    t, dataset = asked.t, asked.dataset
    projects = {city_id: dataset.projects_of_city(city_id) for city_id in asked.city_ids}
    every = [project for own in projects.values() for project in own]
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    are_columns = len(asked.cities) <= CITIES_AS_COLUMNS
    for city_id, own in projects.items():
        for project in own:
            for key in keys_of(project):
                counts[key, city_id if are_columns else many_of(project)] += 1
                counts[key, "total"] += 1
                totals[key] += 1
    if are_columns:
        columns = _city_columns(asked, {key for key, own in projects.items() if own})
    else:
        columns = many_columns or _axis_columns(asked)
    total = Column(key="total", label=t("pictures.matrix.total"), is_sum=True)
    untold = totals[unknown] if unknown else sum(not keys_of(project) for project in every)
    silent = sum(not own for own in projects.values())
    title, takeaway = _sentences(
        asked,
        name,
        rows,
        totals=totals,
        total=len(every),
        untold=untold,
        silent=silent,
        unknown=unknown,
    )
    return counts_matrix(
        asked,
        Matrix(rows=rows, columns=(*columns, total), counts=counts),
        name=name,
        title=title,
        measure=t(f"pictures.{name}.measure"),
        takeaway=takeaway,
        row_heading=t(f"pictures.{name}.row"),
        source_ids=(source for project in every for source in project.source_ids),
    )


def _factors_matrix(asked: ChartRequest, name: str, kind: FactorKind) -> Chart:
    t, dataset = asked.t, asked.dataset
    rows = _terms(asked, "factor_category", FactorCategory)
    factors: dict[str, list[Factor]] = {
        city_id: [row for row in dataset.factors_of_city(city_id) if row.kind is kind]
        for city_id in asked.city_ids
    }
    every = [factor for own in factors.values() for factor in own]
    totals = Counter(factor.category.value for factor in every)
    counts: Counter[tuple[str, str]] = Counter()
    for city_id, own in factors.items():
        for factor in own:
            counts[factor.category.value, city_id] += 1
            counts[factor.category.value, "total"] += 1
        for category in {factor.category.value for factor in own}:
            counts[category, "cities"] += 1
    cited = Column(key="total", label=t("pictures.factors.citations"))
    if len(asked.cities) <= CITIES_AS_COLUMNS:
        columns: tuple[Column, ...] = (
            *_city_columns(asked, {key for key, own in factors.items() if own}),
            Column(key="total", label=t("pictures.matrix.total"), is_sum=True),
        )
    else:
        columns = (
            cited,
            Column(key="cities", label=t("pictures.factors.cities"), is_sum=True),
        )
    silent = sum(not own for own in factors.values())
    title, takeaway = _sentences(
        asked, name, rows, totals=totals, total=len(every), untold=0, silent=silent
    )
    return counts_matrix(
        asked,
        Matrix(rows=rows, columns=columns, counts=counts),
        name=name,
        title=title,
        measure=t(f"pictures.{name}.measure"),
        takeaway=takeaway,
        row_heading=t("pictures.factors.row"),
        source_ids=(source for factor in every for source in factor.source_ids),
    )


def _sentences(
    asked: ChartRequest,
    name: str,
    rows: tuple[tuple[str, str], ...],
    *,
    totals: Mapping[str, int],
    total: int,
    untold: int,
    silent: int,
    unknown: str | None = None,
) -> tuple[str, str]:
    """Title and takeaway: the row cited most, the one cited least, and what is not known."""
    t = asked.t
    cities = t("pictures.matrix.silent", count=silent, total=len(asked.cities))
    if not total:
        return t(f"pictures.{name}.none"), cities
    named = [(totals.get(key, 0), label) for key, label in rows if key != unknown]
    most, least = max(named, key=lambda row: row[0]), min(named, key=lambda row: row[0])
    title = t(
        f"pictures.{name}.title",
        label=most[1].lower() if name == "technology" else most[1],
        number=most[0],
        count=total,
    )
    sentence = t(
        f"pictures.{name}.takeaway",
        label=most[1],
        number=most[0],
        total=total,
        least=least[1],
        least_number=least[0],
        unknown=untold,
    )
    return title, f"{sentence} {cities}"


def _city_columns(asked: ChartRequest, documented: set[str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            key=city.city_id,
            label=asked.city_name(city),
            is_documented=city.city_id in documented,
        )
        for city in asked.cities
    )


def _axis_columns(asked: ChartRequest) -> tuple[Column, ...]:
    return tuple(
        Column(key=axis_id, label=content(axis, "short", asked.language).text)
        for axis_id, axis in asked.dataset.axes.items()
    )


def _terms(
    asked: ChartRequest,
    vocabulary: str,
    codes: type[ProjectStage]
    | type[TechnologyLevel]
    | type[Actor]
    | type[CollaborationForm]
    | type[FactorCategory],
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code.value, shown(asked.dataset, vocabulary, code.value, asked.language)) for code in codes
    )


def _body(asked: ChartRequest, matrix: Matrix, room: float) -> Body:
    rows = len(matrix.rows)
    step = (BODY_WIDTH - _NAMES) / len(matrix.columns)
    heads = [wrapped(column.label, step - 24, 28, 600) for column in matrix.columns]
    head = _HEAD
    row_height = min(_MOST_ROW, max(_LEAST_ROW, (room - head) / rows))
    most = max(
        (
            matrix.count(key, column.key)
            for key, _ in matrix.rows
            for column in matrix.columns
            if not column.is_sum
        ),
        default=0,
    )
    side = min(row_height - 10, step - 110, 92.0)
    drawn: list[Node] = []
    for position, lines in enumerate(heads):
        x = _NAMES + position * step
        drawn.append(
            [
                text(
                    value,
                    x,
                    head - 22 - 34 * (len(lines) - 1 - row),
                    size=28,
                    weight=600,
                    fill=STAGE.muted if matrix.columns[position].is_sum else STAGE.ink,
                )
                for row, value in enumerate(lines)
            ]
        )
    for place, (key, label) in enumerate(matrix.rows):
        y = head + place * row_height
        drawn += [
            line(0, y, BODY_WIDTH, y),
            text(label, 0, y + row_height / 2 + 11, size=32, width=_NAMES - 32),
        ]
        drawn += [
            _cell(
                asked,
                column,
                matrix.count(key, column.key),
                x=_NAMES + position * step,
                y=y + row_height / 2,
                side=side,
                most=most,
            )
            for position, column in enumerate(matrix.columns)
        ]
    return Body(content=drawn, width=BODY_WIDTH, height=head + rows * row_height)


def _cell(
    asked: ChartRequest,
    column: Column,
    count: int,
    *,
    x: float,
    y: float,
    side: float,
    most: int,
) -> Node:
    if not column.is_documented:
        return mark(Answer.UNKNOWN, x + 12, y, 36)
    if not count:
        return text(NOTHING, x + 4, y + 11, size=32, fill=STAGE.muted)
    figure = number(count, asked.language)
    if column.is_sum:
        return text(figure, x, y + 11, size=32, weight=600, fill=STAGE.muted)
    own = max(6.0, side * math.sqrt(count / most))
    return [
        rect(x, y - own / 2, own, own, fill=STAGE.documented, rx=2),
        text(figure, x + own + 14, y + 11, size=32, weight=600),
    ]
