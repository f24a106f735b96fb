"""Strategies on one axis of years. An unknown start or end is drawn open, and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import htpy as h

from components.city_card import script_language
from components.desk.report_link import report_link
from components.i18n import Language, Translate, content
from components.markup import Element, Node, prose
from components.project_card import shown
from components.source_note import as_of_note, source_note
from data.load import Dataset
from data.schema import Strategy

MAX_TICKS = 6
OPEN_YEARS = 3
"""Length of the open part of a bar whose start or end is not known."""


@dataclass(frozen=True, slots=True)
class YearScale:
    """Years from the first to the last one drawn, both included (``last`` ends on 31 December)."""

    first: int
    last: int

    def position(self, year: float) -> float:
        """Place of the beginning of ``year``, in percent of the width, held inside [0, 100]."""
        share = (year - self.first) / (self.last + 1 - self.first)
        return 100 * min(1.0, max(0.0, share))

    def ticks(self) -> list[int]:
        """Round years to write under the axis, at most six."""
        span = self.last + 1 - self.first
        step = next(size for size in (1, 2, 5, 10, 20, 50, 100) if span / size <= MAX_TICKS)
        start = -(-self.first // step) * step
        return list(range(start, self.last + 1, step))


def year_scale(strategies: Sequence[Strategy], today: date) -> YearScale | None:
    """One scale for all strategies of a city, today included; None when no year is known."""
    starts = [row.start_year for row in strategies if row.start_year is not None]
    ends = [row.end_year for row in strategies if row.end_year is not None]
    if not starts and not ends:
        return None
    # An open side needs room to be seen as open.
    open_starts = [
        row.end_year - OPEN_YEARS
        for row in strategies
        if row.start_year is None and row.end_year is not None
    ]
    open_ends = [
        row.start_year + OPEN_YEARS
        for row in strategies
        if row.end_year is None and row.start_year is not None
    ]
    return YearScale(
        min([*starts, *open_starts, today.year]) - 1, max([*ends, *open_ends, today.year]) + 1
    )


def strategy_timeline(
    strategies: Sequence[Strategy],
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
) -> Element:
    """Strategies by start (unknown ones last), each with its bar and everything a source says."""
    scale = year_scale(strategies, today)
    ordered = sorted(strategies, key=lambda row: (row.start_year is None, row.start_year or 0))
    return h.div(".rc-strategies")[
        (
            _strategy(row, dataset, scale=scale, today=today, language=language, t=t)
            for row in ordered
        )
    ]


def period_words(strategy: Strategy, t: Translate) -> str:
    """« 2022–2035 », « depuis 2022, fin inconnue », « années inconnues »."""
    start, end = strategy.start_year, strategy.end_year
    if start is None and end is None:
        return t("city.period.unknown")
    if end is None:
        return t("city.period.open_end", start=str(start))
    if start is None:
        return t("city.period.open_start", end=str(end))
    return str(start) if start == end else f"{start}–{end}"


def _strategy(
    strategy: Strategy,
    dataset: Dataset,
    *,
    scale: YearScale | None,
    today: date,
    language: Language,
    t: Translate,
) -> Element:
    title = content(strategy, "title", language)
    return h.article(".rc-card.rc-strategy", id=f"strategie-{strategy.strategy_id}")[
        h.div(".rc-strategy-head")[
            h.h3[prose(title, t)],
            h.p(".rc-strategy-status")[
                h.span(".rc-tag")[shown(dataset, "strategy_status", strategy.status, language)],
                h.span(".rc-strategy-period")[period_words(strategy, t)],
            ],
        ],
        strategy_track(strategy, scale, today, t) if scale is not None else None,
        h.div(".rc-strategy-body")[
            h.p(".rc-prose")[prose(content(strategy, "summary", language), t)],
            h.dl(".rc-facts")[_facts(strategy, title.text, language, t)],
        ],
        h.div(".rc-project-foot")[
            as_of_note(strategy.as_of, today, language, t),
            source_note(
                strategy.source_ids,
                dataset,
                language,
                t,
                report=report_link(language, t, strategy=strategy.strategy_id),
            ),
        ],
    ]


def _facts(strategy: Strategy, title: str, language: Language, t: Translate) -> list[Node]:
    lead = content(strategy, "lead_body", language)
    partners = getattr(strategy, f"partners_{language}")
    areas = getattr(strategy, f"focus_areas_{language}")
    original = strategy.title_original
    return [
        _fact(t("city.strategy.original"), h.bdi(lang=script_language(original, ""))[original])
        if original and original != title
        else None,
        _fact(
            t("city.strategy.lead"),
            prose(lead, t) if lead.text else h.span(".rc-muted")[t("card.not_documented")],
        ),
        _fact(
            t("city.strategy.partners"),
            ", ".join(partners) if partners else h.span(".rc-muted")[t("card.not_documented")],
        ),
        _fact(
            t("city.strategy.areas"),
            " · ".join(areas) if areas else h.span(".rc-muted")[t("card.not_documented")],
        ),
    ]


def _fact(name: str, value: Node) -> Element:
    return h.div[h.dt[name], h.dd[value]]


def strategy_track(strategy: Strategy, scale: YearScale, today: date, t: Translate) -> Element:
    """The bar of one strategy over the axis of years; its words stand beside it."""
    start, end = strategy.start_year, strategy.end_year
    bars: list[Node] = []
    if start is None and end is None:
        bars.append(_bar(0, 100, "open"))
    else:
        solid_from = start if start is not None else end
        solid_to = end if end is not None else start
        if solid_from is None or solid_to is None:
            raise AssertionError("one of the two years is known here")
        left, right = scale.position(solid_from), scale.position(solid_to + 1)
        if start is None:
            bars.append(_bar(0, left, "open"))
        if end is None:
            bars.append(_bar(right, 100, "open"))
        bars.append(_bar(left, right, "known"))
    return h.div(".rc-track", role="img", aria_label=period_words(strategy, t))[
        bars,
        _axis(scale, today, t),
    ]


def year_axis(scale: YearScale, today: date, t: Translate) -> Element:
    """The axis alone, above several bars that share it; decorative: each bar has its years in words."""
    return h.div(".rc-track.rc-track-head", aria_hidden="true")[_axis(scale, today, t)]


def _axis(scale: YearScale, today: date, t: Translate) -> Node:
    now = scale.position(today.year + (today.timetuple().tm_yday - 1) / 366)
    return [
        h.span(".rc-track-axis"),
        (
            h.span(".rc-track-year", style=f"left: {scale.position(year):.2f}%")[str(year)]
            for year in scale.ticks()
        ),
        h.span(
            f".rc-track-today.rc-track-{'before' if now > 50 else 'after'}",
            style=f"left: {now:.2f}%",
        )[t("city.timeline.today")],
    ]


def _bar(left: float, right: float, kind: str) -> Element:
    width = max(0.0, right - left)
    return h.span(f".rc-track-{kind}", style=f"left: {left:.2f}%; width: {width:.2f}%")
