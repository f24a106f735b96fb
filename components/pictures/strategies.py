"""Strategies of several cities on one axis of years; an unknown start or end is drawn open."""

from __future__ import annotations

from components.i18n import content
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest, LegendItem
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.svg import (
    Anchor,
    element,
    line,
    lines_of_text,
    moved,
    rect,
    text,
    text_width,
    wrapped,
)
from components.pictures.words import listed, subtitle
from components.project_card import shown
from components.theme import STAGE
from components.timeline import YearScale, year_scale
from data.export import Table
from data.schema import Strategy, StrategyStatus

_CITY = 240
_NAMES = 780
_STATUS = 230
_TRACK = BODY_WIDTH - _NAMES - _STATUS
_AXIS = 44
_LEAST_ROW = 52
_MOST_ROW = 96
_YEAR = 62
"""Room for a year beside a bar."""
_FADE = "rc-fade"


def strategies_timeline(asked: ChartRequest) -> Chart:
    """A bar for each strategy, grouped by city; cities without one are named under the axis."""
    t, dataset, language = asked.t, asked.dataset, asked.language
    rows = [
        (city, plan)
        for city in asked.cities
        for plan in sorted(
            dataset.strategies_of_city(city.city_id),
            key=lambda row: (row.start_year is None, row.start_year or 0),
        )
    ]
    plans = [plan for _, plan in rows]
    silent = [
        asked.city_name(city)
        for city in asked.cities
        if not dataset.strategies_of_city(city.city_id)
    ]
    open_ended = sum(plan.end_year is None for plan in plans)
    no_status = sum(plan.status is StrategyStatus.UNKNOWN for plan in plans)
    if plans:
        title = t("pictures.strategies.title", count=open_ended, total=len(plans))
    else:
        title = t("pictures.strategies.none")
    measure = subtitle(asked, t("pictures.strategies.measure"))
    legend = (
        LegendItem("bar_documented", t("pictures.strategies.known")),
        LegendItem("bar_open", t("pictures.strategies.open")),
    )
    known_starts = [plan.start_year for plan in plans if plan.start_year is not None]
    sentences = []
    if known_starts:
        sentences.append(
            t("pictures.strategies.span", first=str(min(known_starts)), last=str(max(known_starts)))
        )
    sentences.append(
        t(
            "pictures.strategies.takeaway",
            total=len(plans),
            open=open_ended,
            status=no_status,
            count=len(silent),
        )
    )
    scale = year_scale(plans, asked.today)
    below = t("pictures.strategies.silent", names=listed(asked, silent), count=len(silent))
    return Chart(
        name="strategies",
        title=title,
        subtitle=measure,
        takeaway=" ".join(sentences),
        body=_body(
            asked,
            rows=[(asked.city_name(city), plan) for city, plan in rows],
            scale=scale,
            below=below if silent else "",
            room=body_height(title, measure, legend),
        ),
        legend=legend,
        source_ids=tuple(dict.fromkeys(key for plan in plans for key in plan.source_ids)),
        table=Table(
            name=t("pictures.strategies.sheet"),
            columns=tuple(
                t(f"pictures.column.{name}")
                for name in ("city_id", "city", "strategy", "status", "start", "end")
            ),
            rows=(
                *(
                    (
                        city.city_id,
                        asked.city_name(city),
                        content(plan, "title", language).text,
                        shown(dataset, "strategy_status", plan.status, language),
                        plan.start_year,
                        plan.end_year,
                    )
                    for city, plan in rows
                ),
                *(
                    (city.city_id, asked.city_name(city), None, t("unknown"), None, None)
                    for city in asked.cities
                    if not dataset.strategies_of_city(city.city_id)
                ),
            ),
        ),
        language=language,
    )


def _body(
    asked: ChartRequest,
    *,
    rows: list[tuple[str, Strategy]],
    scale: YearScale | None,
    below: str,
    room: float,
) -> Body:
    words = wrapped(below, BODY_WIDTH, 26, most=8) if below else []
    rest = 24 + 34 * len(words) if words else 0
    count = max(1, len(rows))
    height = min(_MOST_ROW, max(_LEAST_ROW, (room - _AXIS - rest) / count))
    bottom = _AXIS + (count * height if rows else 0)
    drawn: list[Node] = [_fades()]
    if scale is not None:
        drawn.append(_axis(asked, scale, bottom))
    name = ""
    for position, (city, plan) in enumerate(rows):
        drawn.append(
            moved(
                0,
                _AXIS + position * height,
                _row(asked, "" if city == name else city, plan, scale=scale, height=height),
            )
        )
        name = city
    drawn.append(lines_of_text(words, 0, bottom + 24 + 24, size=26, leading=34, fill=STAGE.muted))
    return Body(content=drawn, width=BODY_WIDTH, height=bottom + rest)


def _axis(asked: ChartRequest, scale: YearScale, bottom: float) -> Node:
    now = _x(scale, asked.today.year + (asked.today.timetuple().tm_yday - 1) / 366)
    label = asked.t("city.timeline.today")
    clear = text_width(label, 24, 600) / 2 + 34
    return [
        *(
            [
                line(_x(scale, year), _AXIS - 8, _x(scale, year), bottom),
                text(str(year), _x(scale, year), 26, size=24, fill=STAGE.muted, anchor="middle")
                if abs(_x(scale, year) - now) > clear
                else None,
            ]
            for year in scale.ticks()
        ),
        line(now, _AXIS - 8, now, bottom, stroke=STAGE.accent, stroke_width=3),
        text(label, now, 26, size=24, weight=600, fill=STAGE.accent, anchor="middle"),
    ]


def _row(
    asked: ChartRequest, city: str, plan: Strategy, *, scale: YearScale | None, height: float
) -> Node:
    middle = height / 2
    title = content(plan, "title", asked.language).text
    status = shown(asked.dataset, "strategy_status", plan.status, asked.language)
    return [
        line(0, 0, BODY_WIDTH, 0) if city else None,
        text(city, 0, middle + 10, size=28, weight=600, width=_CITY - 16),
        text(title, _CITY, middle + 9, size=26, width=_NAMES - _CITY - 32),
        _bar(plan, scale, middle) if scale is not None else None,
        text(status, BODY_WIDTH, middle + 9, size=26, anchor="end", width=_STATUS - 20),
    ]


def _bar(plan: Strategy, scale: YearScale, middle: float) -> Node:
    thick = 26.0
    top = middle - thick / 2
    left, right = float(_NAMES), float(_NAMES + _TRACK)
    start, end = plan.start_year, plan.end_year
    if start is None and end is None:
        return element(
            "line",
            x1=left,
            y1=middle,
            x2=right,
            y2=middle,
            stroke=STAGE.line,
            stroke_width=4,
            stroke_dasharray="3 13",
            stroke_linecap="round",
        )
    first = _x(scale, start if start is not None else end or 0)
    last = _x(scale, (end if end is not None else start or 0) + 1)
    return [
        rect(left, top, first - left, thick, fill=f"url(#{_FADE}-in)") if start is None else None,
        rect(last, top, right - last, thick, fill=f"url(#{_FADE}-out)") if end is None else None,
        rect(first, top, last - first, thick, fill=STAGE.documented, rx=2),
        _year(start, first - 8, middle, "end") if first - left > _YEAR else None,
        _year(end, last + 8, middle, "start") if right - last > _YEAR else None,
    ]


def _year(year: int | None, x: float, middle: float, anchor: Anchor) -> Node:
    """A known year beside its end of the bar; on the paper, so that a line behind does not cross it."""
    if year is None:
        return None
    return text(
        str(year),
        x,
        middle + 8,
        size=22,
        anchor=anchor,
        stroke=STAGE.paper,
        stroke_width=6,
        paint_order="stroke",
    )


def _fades() -> Node:
    """Open sides: from the colour of what is known to nothing."""
    return element("defs")[
        (
            element("linearGradient", id=f"{_FADE}-{name}", x1=first, x2=1 - first)[
                element("stop", offset=0, stop_color=STAGE.documented, stop_opacity=0.55),
                element("stop", offset=1, stop_color=STAGE.documented, stop_opacity=0),
            ]
            for name, first in (("out", 0), ("in", 1))
        )
    ]


def _x(scale: YearScale, year: float) -> float:
    return _NAMES + _TRACK * scale.position(year) / 100
