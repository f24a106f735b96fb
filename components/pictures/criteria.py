"""Criteria: how many cities are in each state, and the marks of a few cities side by side."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.coverage import coverage_of, state_of
from analysis.criteria_counts import CriterionCounts, criterion_counts
from components.i18n import content, number
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest, LegendItem
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.marks import STATE_FILLS, bar, mark
from components.pictures.svg import (
    ELLIPSIS,
    SMALLEST_TEXT,
    fitting_size,
    group,
    line,
    moved,
    text,
    wrapped,
)
from components.pictures.words import listed, subtitle
from components.project_card import shown
from components.theme import STAGE
from data.dates import is_stale
from data.export import Table
from data.schema import Answer, City, CriterionAnswer, CriterionDefinition

STATES = tuple(Answer)

_BARS = {state: f"bar_{fill}" for state, fill in STATE_FILLS.items()}
_COLUMN_GAP = 80
_COLUMN_WIDTH = (BODY_WIDTH - _COLUMN_GAP) / 2
_FIGURE_WIDTH = 58
_GROUP_HEAD = 42
_LEAST_ROW = 46

_PANEL_NAMES = 390
_PANELS = 6
NOTHING = "–"
"""Written where nothing is documented; 0 would say that there is nothing."""

_MARK = 38
_MARK_STEP = 53
_PANEL_HEAD = 118
_CONTEXT = 0.65
"""Size of a mark that is context and not counted, as a share of the others; as on the page."""
_LEAST_DIMENSION = 58


def criteria_bars(asked: ChartRequest) -> Chart:
    """One row per criterion: cities with yes, partial, no, not applicable and unknown, with figures."""
    t, dataset, language = asked.t, asked.dataset, asked.language
    rows = criterion_counts(dataset, asked.city_ids, asked.today)
    scored = [row for row in rows if dataset.criteria[row.criterion_id].is_scored]
    totals = {state: sum(len(row.cities[state]) for row in scored) for state in STATES}
    total = sum(totals.values())
    title = t("pictures.criteria.title", unknown=totals[Answer.UNKNOWN], total=total)
    measure = subtitle(asked, t("pictures.criteria.measure"))
    legend = tuple(
        LegendItem(_BARS[state], shown(dataset, "answer", state, language)) for state in STATES
    )
    ordered = sorted(scored, key=lambda row: len(row.cities[Answer.UNKNOWN]))
    takeaway = t(
        "pictures.criteria.takeaway",
        total=total,
        yes=totals[Answer.YES],
        partial=totals[Answer.PARTIAL],
        no=totals[Answer.NO],
        without=totals[Answer.NOT_APPLICABLE],
        unknown=totals[Answer.UNKNOWN],
        most=_label(asked, ordered[0].criterion_id),
        most_unknown=len(ordered[0].cities[Answer.UNKNOWN]),
        least=_label(asked, ordered[-1].criterion_id),
        least_unknown=len(ordered[-1].cities[Answer.UNKNOWN]),
        cities=len(asked.cities),
    )
    return Chart(
        name="criteria",
        title=title,
        subtitle=measure,
        takeaway=takeaway,
        body=_criteria_body(asked, rows, body_height(title, measure, legend)),
        legend=legend,
        source_ids=answer_sources(asked),
        table=Table(
            name=t("pictures.criteria.sheet"),
            columns=(
                t("pictures.column.criterion"),
                t("pictures.column.label"),
                t("pictures.column.dimension"),
                *(shown(dataset, "answer", state, language) for state in STATES),
                t("pictures.column.scored"),
            ),
            rows=tuple(
                (
                    row.criterion_id,
                    _label(asked, row.criterion_id),
                    _dimension(asked, dataset.criteria[row.criterion_id]),
                    *(len(row.cities[state]) for state in STATES),
                    t(f"pictures.scored.{'yes' if row in scored else 'no'}"),
                )
                for row in rows
            ),
        ),
        language=language,
    )


def _criteria_body(asked: ChartRequest, rows: tuple[CriterionCounts, ...], room: float) -> Body:
    """Two columns of three dimensions; the rows of one dimension stand together."""
    dimensions = list(asked.dataset.dimensions)
    half = -(-len(dimensions) // 2)
    drawn: list[Node] = []
    height = 0.0
    for column, names in enumerate((dimensions[:half], dimensions[half:])):
        own = [[row for row in rows if row.criterion_id.startswith(name)] for name in names]
        count = max(1, sum(map(len, own)))
        row_height = max(_LEAST_ROW, (room - _GROUP_HEAD * len(names)) / count)
        x, y = column * (_COLUMN_WIDTH + _COLUMN_GAP), 0.0
        for name, members in zip(names, own, strict=True):
            label = content(asked.dataset.dimensions[name], "label", asked.language).text
            drawn += [
                text(label, x, y + 28, size=24, weight=600, fill=STAGE.muted),
                _swatches(x, y + 21),
                line(x, y + 38, x + _COLUMN_WIDTH, y + 38),
            ]
            y += _GROUP_HEAD
            for row in members:
                drawn.append(moved(x, y, _criterion_row(asked, row, row_height)))
                y += row_height
        height = max(height, y)
    return Body(content=drawn, width=BODY_WIDTH, height=height)


def _criterion_row(asked: ChartRequest, row: CriterionCounts, height: float) -> Node:
    definition = asked.dataset.criteria[row.criterion_id]
    counts = [len(row.cities[state]) for state in STATES]
    room = _COLUMN_WIDTH - _FIGURE_WIDTH * len(STATES)
    name = _label(asked, row.criterion_id)
    if not definition.is_scored:
        name = asked.t("pictures.criteria.context", name=name)
    figures = [
        text(
            number(count, asked.language) if count else NOTHING,
            room + _FIGURE_WIDTH * (position + 1),
            27,
            size=26,
            weight=600 if count else 400,
            fill=STAGE.ink if count else STAGE.muted,
            anchor="end",
        )
        for position, count in enumerate(counts)
    ]
    thick = min(16.0, height - 38)
    scale = _COLUMN_WIDTH / max(1, sum(counts))
    parts, x = [], 0.0
    for state, count in zip(STATES, counts, strict=True):
        parts.append(bar(STATE_FILLS[state], x, 35, count * scale - (1 if count else 0), thick))
        x += count * scale
    return group(
        text(name, 0, 27, size=fitting_size(name, room + 20, 26, 24, 22), width=room + 20),
        figures,
        parts,
    )


def _swatches(x: float, y: float) -> Node:
    """The fill of each state above its column of figures."""
    first = x + _COLUMN_WIDTH - _FIGURE_WIDTH * len(STATES)
    return [
        bar(STATE_FILLS[state], first + _FIGURE_WIDTH * (place + 1) - 26, y - 7, 26, 14)
        for place, state in enumerate(STATES)
    ]


def footprints(asked: ChartRequest) -> Chart:
    """The marks of each city, four a dimension; six cities beside each other at the size of a slide."""
    t, dataset, language = asked.t, asked.dataset, asked.language
    criteria = list(dataset.criteria.values())
    known = {
        city.city_id: coverage_of(dataset.answers_of_city(city.city_id), criteria)
        for city in asked.cities
    }
    unknown = sum(coverage.unknown for coverage in known.values())
    total = sum(coverage.total for coverage in known.values())
    title = t("pictures.footprints.title", known=total - unknown, total=total, unknown=unknown)
    measure = subtitle(asked, t("pictures.footprints.measure"))
    legend = (
        *(LegendItem(state.value, shown(dataset, "answer", state, language)) for state in STATES),
        LegendItem("old", t("pictures.footprints.to_confirm")),
    )
    stale = sum(
        one.is_scored and _is_old(asked, dataset.answers_of_city(city_id).get(one.criterion_id))
        for city_id in asked.city_ids
        for one in criteria
    )
    told = [
        t(
            "pictures.footprints.city",
            name=asked.city_name(city),
            count=known[city.city_id].known,
            total=known[city.city_id].total,
        )
        for city in asked.cities[:_PANELS]
    ]
    takeaway = t(
        "pictures.footprints.takeaway",
        cities=listed(asked, told),
        total=total,
        count=unknown,
    )
    takeaway += " " + t("pictures.footprints.stale", count=stale, known=total - unknown)
    rows = tuple(
        (
            city.city_id,
            asked.city_name(city),
            criterion.criterion_id,
            _label(asked, criterion.criterion_id),
            _dimension(asked, criterion),
            shown(dataset, "answer", state_of(answers, criterion.criterion_id), language),
            _age_words(asked, answers.get(criterion.criterion_id)),
            t(f"pictures.scored.{'yes' if criterion.is_scored else 'no'}"),
        )
        for city in asked.cities
        for answers in (dataset.answers_of_city(city.city_id),)
        for criterion in criteria
    )
    return Chart(
        name="footprints",
        title=title,
        subtitle=measure,
        takeaway=takeaway,
        body=_footprints_body(asked, body_height(title, measure, legend)),
        legend=legend,
        source_ids=answer_sources(asked),
        table=Table(
            name=t("pictures.footprints.sheet"),
            columns=(
                t("pictures.column.city_id"),
                t("pictures.column.city"),
                t("pictures.column.criterion"),
                t("pictures.column.label"),
                t("pictures.column.dimension"),
                t("pictures.column.answer"),
                t("pictures.column.stale"),
                t("pictures.column.scored"),
            ),
            rows=rows,
        ),
        language=language,
    )


def _footprints_body(asked: ChartRequest, room: float) -> Body:
    """Bands of six cities; the names of the dimensions stand at the left of each band."""
    dimensions = list(asked.dataset.dimensions.values())
    lines = len(dimensions) + 1
    bands = -(-len(asked.cities) // _PANELS)
    row_height = min(82.0, max(_LEAST_DIMENSION, (room - _PANEL_HEAD) / lines))
    band_height = _PANEL_HEAD + lines * row_height + (36 if bands > 1 else 0)
    columns = max(4, min(_PANELS, len(asked.cities)))
    step = min(340.0, (BODY_WIDTH - _PANEL_NAMES) / columns)
    drawn: list[Node] = []
    for band in range(bands):
        top = band * band_height
        names: list[Node] = [
            text(
                asked.t("pictures.footprints.known"),
                0,
                _PANEL_HEAD - 18,
                size=26,
                fill=STAGE.muted,
                width=_PANEL_NAMES - 24,
            )
        ]
        for position, dimension in enumerate(dimensions):
            y = _PANEL_HEAD + position * row_height
            label = content(dimension, "label", asked.language).text
            names += [
                line(0, y, BODY_WIDTH, y),
                text(label, 0, y + row_height / 2 + 10, size=30, width=_PANEL_NAMES - 24),
            ]
        y = _PANEL_HEAD + len(dimensions) * row_height
        names += [
            line(0, y, BODY_WIDTH, y, stroke=STAGE.line),
            text(
                asked.t("pictures.footprints.context"),
                0,
                y + row_height / 2 + 9,
                size=26,
                fill=STAGE.muted,
                width=_PANEL_NAMES - 24,
            ),
        ]
        cities = asked.cities[band * _PANELS : (band + 1) * _PANELS]
        panels = [
            moved(
                _PANEL_NAMES + position * step,
                0,
                _panel(asked, city, step=step, row_height=row_height),
            )
            for position, city in enumerate(cities)
        ]
        drawn.append(moved(0, top, names, panels))
    return Body(content=drawn, width=BODY_WIDTH, height=bands * band_height)


def _panel(asked: ChartRequest, city: City, *, step: float, row_height: float) -> Node:
    dataset = asked.dataset
    answers = dataset.answers_of_city(city.city_id)
    coverage = coverage_of(answers, dataset.criteria.values())
    count = asked.t("pictures.known", count=coverage.known, total=coverage.total)
    wide = step - 20
    size, names = _name_lines(asked.city_name(city), wide)
    drawn: list[Node] = [
        text(value, 0, 64 - 34 * (len(names) - 1 - position), size=size, weight=600)
        for position, value in enumerate(names)
    ]
    drawn.append(text(count, 0, _PANEL_HEAD - 18, size=26, fill=STAGE.muted, width=step - 8))
    for position, dimension in enumerate(dataset.dimensions.values()):
        scored = _criteria_of(asked, dimension.dimension_id)
        y = _PANEL_HEAD + (position + 0.5) * row_height
        drawn += _marks(asked, [one for one in scored if one.is_scored], answers, y)
    context = [one for one in dataset.criteria.values() if not one.is_scored]
    y = _PANEL_HEAD + (len(dataset.dimensions) + 0.5) * row_height
    drawn += _marks(asked, context, answers, y, size=_MARK * _CONTEXT)
    return drawn


def _name_lines(name: str, width: float) -> tuple[int, list[str]]:
    """A name on at most two lines, in the largest letters in which it is whole."""
    for size in (32, 28, 24):
        lines = wrapped(name, width, size, 600)
        if not lines or not lines[-1].endswith(ELLIPSIS):
            return size, lines
    return SMALLEST_TEXT, wrapped(name, width, SMALLEST_TEXT, 600)


def _marks(
    asked: ChartRequest,
    criteria: list[CriterionDefinition],
    answers: Mapping[str, CriterionAnswer],
    y: float,
    *,
    size: float = _MARK,
) -> list[Node]:
    return [
        mark(
            state_of(answers, one.criterion_id),
            _MARK / 2 + place * _MARK_STEP,
            y,
            size,
            is_old=_is_old(asked, answers.get(one.criterion_id)),
        )
        for place, one in enumerate(criteria)
    ]


def _is_old(asked: ChartRequest, answer: CriterionAnswer | None) -> bool:
    return answer is not None and is_stale(answer.as_of, asked.today)


def _age_words(asked: ChartRequest, answer: CriterionAnswer | None) -> str:
    """« oui » for a fact to be confirmed, « non » for a newer one, « – » where nothing is known."""
    if answer is None:
        return NOTHING
    return asked.t(f"pictures.stale.{'yes' if _is_old(asked, answer) else 'no'}")


def _criteria_of(asked: ChartRequest, dimension_id: str) -> list[CriterionDefinition]:
    own = [one for one in asked.dataset.criteria.values() if one.dimension_id == dimension_id]
    return sorted(own, key=lambda one: one.position)


def _label(asked: ChartRequest, criterion_id: str) -> str:
    return content(asked.dataset.criteria[criterion_id], "label", asked.language).text


def _dimension(asked: ChartRequest, criterion: CriterionDefinition) -> str:
    dimension = asked.dataset.dimensions[criterion.dimension_id]
    return content(dimension, "label", asked.language).text


def answer_sources(asked: ChartRequest) -> tuple[str, ...]:
    """Sources of every answer of the cities, without repeats."""
    return tuple(
        dict.fromkeys(
            source_id
            for city_id in asked.city_ids
            for answer in asked.dataset.answers_of_city(city_id).values()
            for source_id in answer.source_ids
        )
    )
