"""What is documented of each city as an interval: documented, possible, and never an order by score."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.maturity import CityScore, pairs_told_apart, score_city
from components.i18n import percent
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest, LegendItem
from components.pictures.criteria import answer_sources
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.marks import bar
from components.pictures.svg import fitting_size, line, moved, text
from components.pictures.words import subtitle
from components.theme import STAGE
from data.export import Cell, Table
from data.schema import Answer, City

_NAMES = 420
_FIGURES = 380
_BAR = BODY_WIDTH - _NAMES - _FIGURES
_AXIS = 44
_LEAST_ROW = 52
_MOST_ROW = 96


def intervals(asked: ChartRequest) -> Chart:
    """A bar for each city: documented (older facts hatched), possible, and the share of no criterion."""
    t, dataset, language = asked.t, asked.dataset, asked.language
    scores = {
        city.city_id: score_city(
            city.city_id,
            dataset.answers_of_city(city.city_id),
            dataset.criteria.values(),
            asked.today,
        )
        for city in asked.cities
    }
    wholes = [score.whole for score in scores.values()]
    unknown = sum(whole.counts[Answer.UNKNOWN] for whole in wholes if whole)
    total = sum(whole.applicable for whole in wholes if whole)
    pairs = pairs_told_apart(wholes)
    undecided = pairs.pairs - pairs.told_apart
    if pairs.pairs:
        title = t("pictures.intervals.title", count=undecided, pairs=pairs.pairs)
    else:
        title = t("pictures.intervals.title.one_city", known=total - unknown, total=total)
    measure = subtitle(asked, t("pictures.intervals.measure"))
    legend = (
        LegendItem("bar_documented", t("pictures.intervals.documented")),
        LegendItem("bar_to_confirm", t("pictures.intervals.to_confirm")),
        LegendItem("bar_possible", t("pictures.intervals.possible")),
        LegendItem("bar_empty", t("pictures.intervals.missed")),
    )
    return Chart(
        name="intervals",
        title=title,
        subtitle=measure,
        takeaway=t("pictures.intervals.takeaway", total=total, count=unknown)
        + (
            " " + t("pictures.intervals.pairs", count=undecided, pairs=pairs.pairs)
            if pairs.pairs
            else ""
        ),
        body=_body(asked, scores, body_height(title, measure, legend)),
        legend=legend,
        source_ids=answer_sources(asked),
        table=Table(
            name=t("pictures.intervals.sheet"),
            columns=tuple(
                t(f"pictures.column.{name}")
                for name in (
                    "city_id",
                    "city",
                    "documented",
                    "possible",
                    "coverage",
                    "known",
                    "applicable",
                    "unknown",
                    "stale",
                )
            ),
            rows=tuple(_row(asked, city, scores[city.city_id]) for city in asked.cities),
        ),
        language=language,
    )


def _row(asked: ChartRequest, city: City, score: CityScore) -> tuple[Cell, ...]:
    whole = score.whole
    names = (city.city_id, asked.city_name(city))
    if whole is None:
        return (*names, None, None, None, 0, 0, 0, 0)
    unknown = whole.counts[Answer.UNKNOWN]
    return (
        *names,
        round(whole.documented, 4),
        round(whole.possible, 4),
        round(whole.coverage, 4),
        whole.applicable - unknown,
        whole.applicable,
        unknown,
        whole.stale,
    )


def _body(asked: ChartRequest, scores: Mapping[str, CityScore], room: float) -> Body:
    count = max(1, len(asked.cities))
    row_height = min(_MOST_ROW, max(_LEAST_ROW, (room - _AXIS) / count))
    height = _AXIS + count * row_height
    drawn: list[Node] = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = _NAMES + share * _BAR
        drawn += [
            text(
                percent(share, asked.language),
                x,
                26,
                size=24,
                fill=STAGE.muted,
                anchor="middle",
            ),
            line(x, _AXIS - 6, x, height, stroke=STAGE.line if share == 0 else STAGE.rule),
        ]
    for position, city in enumerate(asked.cities):
        drawn.append(
            moved(
                0,
                _AXIS + position * row_height,
                _city(asked, city, scores[city.city_id], row_height),
            )
        )
    return Body(content=drawn, width=BODY_WIDTH, height=height)


def _city(asked: ChartRequest, city: City, score: CityScore, height: float) -> list[Node]:
    t, whole = asked.t, score.whole
    middle, thick = height / 2, min(36.0, height - 22)
    top = middle - thick / 2
    drawn: list[Node] = [
        text(
            asked.city_name(city),
            _NAMES - 28,
            middle + 11,
            size=fitting_size(asked.city_name(city), _NAMES - 28, 32, 28, 24, 22),
            anchor="end",
            width=_NAMES - 28,
        )
    ]
    if whole is None:
        return [*drawn, text(t("pictures.intervals.none"), _NAMES + 16, middle + 9, size=26)]
    unit = _BAR / whole.applicable
    fresh = (whole.earned - whole.stale_earned) * unit
    stale = whole.stale_earned * unit
    unknown = whole.unknown * unit
    x = float(_NAMES)
    drawn += [
        bar("empty", x, top, _BAR, thick),
        bar("documented", x, top, fresh, thick),
        bar("to_confirm", x + fresh, top, stale, thick),
        bar("possible", x + fresh + stale, top, unknown, thick),
        text(
            t(
                "pictures.documented",
                count=whole.applicable - whole.counts[Answer.UNKNOWN],
                total=whole.applicable,
            ),
            BODY_WIDTH,
            middle + 10,
            size=28,
            anchor="end",
            width=_FIGURES - 24,
        ),
    ]
    return drawn
