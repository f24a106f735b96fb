"""The indicator explorer: what the address asks for, the controls, and one story told as chart or table.

A story is everything a reader meets under the controls: the finding, the chart's specification, the same
values as a table, what is unknown, and who publishes it. All of it is computed from the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar

import htpy as h
import streamlit as st

from analysis.indicators import (
    DECENTRALISATION_INDICATORS,
    EDITION_SPANS,
    AlignedRow,
    Change,
    Latest,
    Pair,
    Series,
    aligned_lists,
    allows_log,
    axis_bounds,
    change_of,
    distribution,
    entities_of,
    is_rank,
    latest_values,
    pairs_of,
    published_years,
    series_of,
    skipped_years,
    speaker_countries,
)
from components.address import EMPTY_CHOICE, AddressReader, address
from components.city_choice import city_names
from components.explorer_specs import (
    MARKED_LIMIT,
    SCREEN,
    Axis,
    Look,
    Names,
    Spec,
    distribution_spec,
    lines_spec,
    scatter_spec,
)
from components.i18n import NBSP, Language, Translate, content, number, sort_key
from components.indicator_strip import country_name, value_text
from components.markup import (
    Element,
    Node,
    internal_link,
    isolated,
    markdown_text,
    prose,
)
from components.session import keep_in_address, set_widget_value
from components.source_note import source_line, source_note
from components.state_mark import state_mark
from components.take_away import take_away
from data.load import Dataset
from data.schema import Answer, Indicator, IndicatorLevel, Observation, Redistribution

ViewName = Literal["lines", "scatter", "distribution", "lists"]
VIEWS: dict[str, ViewName] = {
    "courbes": "lines",
    "nuage": "scatter",
    "repartition": "distribution",
    "listes": "lists",
}
"""Views by their name in the address."""

PICTURES: dict[ViewName, str] = {
    "lines": "indicator-lines",
    "scatter": "indicator-scatter",
    "distribution": "indicator-distribution",
}
"""Name of the chart that is taken away; the two lists are a table."""

SCALES = ("log", "lineaire")
FORMS = ("graphique", "tableau")
FIRST_INDICATOR = "egdi"
SECOND_INDICATOR = "gdp_pc_ppp"
NAMES_IN_A_NOTE = 8
SHOWN_STATES = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE, Answer.UNKNOWN)


Item = TypeVar("Item", Series, Observation, Pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address asks for, checked against what exists.

    Attributes:
        slug: Name of the view in the address.
        indicator: Indicator drawn, or the one of the value axis in a scatter.
        second: Indicator of the horizontal axis in a scatter; None: nothing of the same level.
        countries, cities: Choices, in the order of the address.
        scale: ``log`` or ``lineaire``; a logarithmic axis is drawn only where it is apt.
        form: ``graphique`` or ``tableau``.
    """

    slug: str
    indicator: Indicator
    second: Indicator | None
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    scale: str
    form: str

    @property
    def name(self) -> ViewName:
        """Name of the view in the code."""
        return VIEWS[self.slug]

    @property
    def is_table(self) -> bool:
        """Whether the values are asked for as a table."""
        return self.form == "tableau"

    def address_parts(self) -> dict[str, str]:
        """What an address needs to say to draw the same chart again."""
        parts = {
            "ind": self.indicator.indicator_id,
            "pays": ",".join(self.countries) or EMPTY_CHOICE,
            "villes": ",".join(self.cities),
        }
        if self.name == "scatter" and self.second is not None:
            parts |= {"ind2": self.second.indicator_id, "echelle": self.scale}
        return parts

    def marked(self, dataset: Dataset) -> tuple[str, ...]:
        """Entities to mark: the choices, and what they stand for at the indicator's level."""
        if self.indicator.level is IndicatorLevel.CITY:
            known = entities_of(dataset, self.indicator)
            chosen = [city_id for city_id in self.cities if city_id in dataset.cities]
            chosen += [
                city_id
                for city_id in known
                if dataset.cities[city_id].country_iso3 in self.countries
            ]
        else:
            chosen = [*self.countries]
            chosen += [dataset.cities[city_id].country_iso3 for city_id in self.cities]
        return tuple(dict.fromkeys(chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Values as rows of text; the first cell of a row names it.

    Attributes:
        source_ids: For each row, the sources of its values.
        marked: For each row, whether it is one of the choices.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Node, ...], ...]
    source_ids: tuple[tuple[str, ...], ...]
    marked: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is told under the controls.

    Attributes:
        finding: One sentence, computed from the data.
        measure: What is measured, in which unit, when and where.
        spec: Chart; None where the table is the view (two lists) or there is nothing to draw.
        notes: What is unknown, of another year, or not to be compared; one sentence each.
        indicators: Indicators whose meaning and terms are given.
        source_ids: Sources of every value shown.
        drawn: Every value of the chart.
    """

    finding: str
    measure: str
    spec: Spec | None
    table: Table
    notes: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    source_ids: tuple[str, ...] = ()
    drawn: tuple[Observation, ...] = ()


def read_view(reader: AddressReader, dataset: Dataset, *, slug: str | None = None) -> View:
    """Read the view of an address; values that do not exist are noted in the reader.

    Args:
        slug: View to read whatever the address says, by its name there; None: the address decides.
    """
    slug = slug or reader.one("vue", VIEWS) or next(iter(VIEWS))
    options = indicator_options(dataset, VIEWS[slug])
    chosen = reader.one("ind", dataset.indicators)
    if chosen not in options:
        chosen = FIRST_INDICATOR if FIRST_INDICATOR in options else next(iter(options))
    indicator = dataset.indicators[chosen]
    others = second_options(dataset, indicator)
    second = reader.one("ind2", dataset.indicators)
    if second not in others:
        second = SECOND_INDICATOR if SECOND_INDICATOR in others else next(iter(others), None)
    countries = reader.many("pays", {*dataset.countries, EMPTY_CHOICE})
    cities = reader.many("villes", {*dataset.cities, EMPTY_CHOICE})
    if not countries and not cities:
        countries = speaker_countries(dataset)
    return View(
        slug=slug,
        indicator=indicator,
        second=dataset.indicators[second] if second else None,
        countries=tuple(code for code in countries if code != EMPTY_CHOICE),
        cities=tuple(city_id for city_id in cities if city_id != EMPTY_CHOICE),
        scale=reader.one("echelle", SCALES) or SCALES[0],
        form=reader.one("forme", FORMS) or FORMS[0],
    )


def indicator_options(dataset: Dataset, view: ViewName) -> tuple[str, ...]:
    """Indicators a view can show: two lists are of local power, a scatter is of countries."""
    match view:
        case "lists":
            found = [name for name in DECENTRALISATION_INDICATORS if name in dataset.indicators]
        case "scatter":
            found = [
                name
                for name, indicator in dataset.indicators.items()
                if indicator.level is IndicatorLevel.COUNTRY
            ]
        case _:
            found = list(dataset.indicators)
    return tuple(found or dataset.indicators)


def second_options(dataset: Dataset, indicator: Indicator) -> tuple[str, ...]:
    """Indicators of the same level that can stand on the other axis."""
    return tuple(
        name
        for name, other in dataset.indicators.items()
        if other.level is indicator.level and other is not indicator
    )


def lead(t: Translate) -> Element:
    """What the page is for."""
    return h.p(".rc-lead")[t("indicators.lead")]


def show_controls(view: View, dataset: Dataset, language: Language, t: Translate) -> None:
    """Draw the controls with the choices of the address; each change is written there."""
    views, forms = st.columns([3, 1])
    with views:
        _segments(
            "vue",
            view.slug,
            {option: t(f"indicators.view.{option}") for option in VIEWS},
            t("indicators.view"),
        )
    with forms:
        if view.name != "lists":
            _segments(
                "forme",
                view.form,
                {option: t(f"indicators.form.{option}") for option in FORMS},
                t("indicators.form"),
            )
    names = {
        name: content(indicator, "name", language).text
        for name, indicator in dataset.indicators.items()
    }
    countries = sorted(
        ((code, country_name(dataset, code, language)) for code in dataset.countries),
        key=lambda item: sort_key(item[1]),
    )
    indicators, of_countries, of_cities = st.columns(3)
    with indicators:
        _choice("ind", view.indicator.indicator_id, indicator_options(dataset, view.name), names, t)
        if view.name == "scatter" and view.second is not None:
            _choice(
                "ind2",
                view.second.indicator_id,
                second_options(dataset, view.indicator),
                names,
                t,
            )
    with of_countries:
        _several("pays", view.countries, dict(countries), t)
    with of_cities:
        _several("villes", view.cities, city_names(dataset, language), t)
    if view.name == "scatter" and any(_logs(view, dataset)):
        _segments(
            "echelle",
            view.scale,
            {option: t(f"indicators.scale.{option}") for option in SCALES},
            t("indicators.scale"),
        )


def page_look(language: Language) -> Look:
    """Look of a chart on the page: its colours follow the ground."""
    return Look(palette=SCREEN, language=language)


def show_chart(story: Story) -> None:
    """Draw the chart of a story; its description is read where it cannot be seen."""
    if story.spec is not None:
        spec = {name: part for name, part in story.spec.items() if name != "description"}
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=story.spec["description"])


def headline(story: Story) -> Element:
    """The finding, then what is measured."""
    return h.div(".rc-finding")[
        h.h2[isolated(story.finding)], h.p(".rc-muted")[isolated(story.measure)]
    ]


def story_of(view: View, dataset: Dataset, look: Look, t: Translate) -> Story:
    """Everything to tell for a view; the chart in the look of the page or of a picture."""
    match view.name:
        case "lines":
            return lines_story(view, dataset, look, t)
        case "scatter":
            return scatter_story(view, dataset, look, t)
        case "distribution":
            return distribution_story(view, dataset, look, t)
        case "lists":
            return lists_story(view, dataset, look.language, t)


def lines_story(view: View, dataset: Dataset, look: Look, t: Translate) -> Story:
    """One indicator over the years."""
    indicator, language = view.indicator, look.language
    name = content(indicator, "name", language).text
    entities, names = _asked(view, dataset), _entity_names(dataset, view.indicator, language)
    marked = view.marked(dataset)[:MARKED_LIMIT]
    series = series_of(dataset, indicator.indicator_id, entities)
    by_id = {item.entity_id: item for item in series}
    followed = [by_id[entity_id] for entity_id in marked if by_id[entity_id].segments]
    years = published_years(dataset, indicator.indicator_id)
    change = change_of(followed or series, indicator.indicator_id)
    kind = indicator.level.value
    if change is None:
        finding = t("indicators.lines.no_change", indicator=name)
    elif is_rank(indicator):
        finding = t(
            f"indicators.lines.rank.{kind}",
            count=change.total,
            indicator=name,
            closer=change.lower,
            first=str(change.first),
            last=str(change.last),
        )
    else:
        finding = t(
            f"indicators.lines.finding.{kind}",
            count=change.total,
            indicator=name,
            higher=change.higher,
            first=str(change.first),
            last=str(change.last),
        )
    remarks = [
        *_marked_notes(view, dataset, t),
        t("indicators.lines.moves", higher=change.higher, lower=change.lower, equal=change.equal)
        if change is not None
        else "",
        _not_compared_note(followed, change, names, t),
        _missing_note(
            [item.entity_id for item in series if not item.segments], marked, indicator, names, t
        ),
        *_year_notes(followed, years, indicator, names, t),
    ]
    words = names_of(
        [row for item in series for row in item.observations], indicator, dataset, language
    )
    axis = axis_of(indicator, [row.value for item in series for row in item.observations])
    measure = _measure(
        indicator, years, len([item for item in series if item.segments]), language, t
    )
    alt = t("indicators.alt.lines", finding=finding, measure=measure)
    spec = lines_spec(
        series,
        marked,
        axis,
        Names(of=words.of, value=words.value, alt=alt),
        look,
        breaks=edition_breaks(indicator),
        blanks=blanks_of(indicator, years, t),
    )
    ordered = _marked_first(series, marked, words.of)
    table = Table(
        caption=name,
        columns=(t(f"indicators.column.{kind}"), *(str(year) for year in years)),
        rows=tuple(
            (
                words.of[item.entity_id],
                *(
                    words.value.get((item.entity_id, year), t("indicators.no_value"))
                    for year in years
                ),
            )
            for item in ordered
        ),
        source_ids=tuple(_sources_of(item.observations) for item in ordered),
        marked=tuple(item.entity_id in marked for item in ordered),
    )
    drawn = [row for item in series for row in item.observations]
    return _story(finding, measure, spec if years else None, table, remarks, indicator, drawn=drawn)


def scatter_story(view: View, dataset: Dataset, look: Look, t: Translate) -> Story:
    """Two indicators, each at its latest value."""
    language, indicator = look.language, view.indicator
    second = view.second or indicator
    entities, names = _asked(view, dataset), _entity_names(dataset, view.indicator, language)
    marked = view.marked(dataset)[:MARKED_LIMIT]
    pairs, missing = pairs_of(dataset, second.indicator_id, indicator.indicator_id, entities)
    y_name, x_name = (content(each, "name", language).text for each in (indicator, second))
    x_latest, y_latest = (
        Latest(values=rows, missing=(), reference_year=_usual(rows))
        for rows in (tuple(pair.x for pair in pairs), tuple(pair.y for pair in pairs))
    )
    x_middle, y_middle = x_latest.median or 0.0, y_latest.median or 0.0
    same = sum((pair.x.value > x_middle) == (pair.y.value > y_middle) for pair in pairs)
    finding = t("indicators.scatter.finding", count=len(pairs), same=same)
    x_log, y_log = _logs(view, dataset)
    wants_log = view.scale == "log"
    remarks = [
        *_marked_notes(view, dataset, t),
        t("indicators.scatter.caution"),
        t("indicators.scatter.log") if wants_log and (x_log or y_log) else "",
        _missing_note(missing, marked, indicator, names, t),
        _stand_in_note(y_latest, marked, content(indicator, "name", language).text, names, t),
        _stand_in_note(x_latest, marked, content(second, "name", language).text, names, t),
    ]
    x_words = names_of(x_latest.values, second, dataset, language)
    y_words = names_of(y_latest.values, indicator, dataset, language)
    measure = t(
        "indicators.scatter.measure",
        y=_named_unit(indicator, language),
        x=_named_unit(second, language),
        count=len(pairs),
    )
    spec = scatter_spec(
        pairs,
        marked,
        (
            axis_of(
                second,
                [row.value for row in x_latest.values],
                is_log=wants_log and x_log,
                title=_named_unit(second, language),
            ),
            axis_of(indicator, [row.value for row in y_latest.values], is_log=wants_log and y_log),
        ),
        (
            x_words,
            Names(
                of=y_words.of,
                value=y_words.value,
                alt=t("indicators.alt.scatter", finding=finding, measure=measure),
            ),
        ),
        look,
        medians=(x_middle, y_middle),
    )
    ordered = _marked_first(pairs, marked, x_words.of)
    table = Table(
        caption=f"{y_name} / {x_name}",
        columns=(
            t("indicators.column.country"),
            y_name,
            t("indicators.column.year"),
            x_name,
            t("indicators.column.year"),
        ),
        rows=tuple(
            (
                x_words.of[pair.entity_id],
                y_words.value[pair.entity_id, pair.y.year],
                str(pair.y.year),
                x_words.value[pair.entity_id, pair.x.year],
                str(pair.x.year),
            )
            for pair in ordered
        ),
        source_ids=tuple(_sources_of((pair.y, pair.x)) for pair in ordered),
        marked=tuple(pair.entity_id in marked for pair in ordered),
    )
    drawn = [*y_latest.values, *x_latest.values]
    return _story(
        finding, measure, spec if pairs else None, table, remarks, indicator, second, drawn=drawn
    )


def distribution_story(view: View, dataset: Dataset, look: Look, t: Translate) -> Story:
    """Where the latest values stand, the chosen ones marked."""
    indicator, language = view.indicator, look.language
    name, kind = content(indicator, "name", language).text, indicator.level.value
    names = _entity_names(dataset, indicator, language)
    marked = view.marked(dataset)[:MARKED_LIMIT]
    known = latest_values(dataset, indicator.indicator_id, _asked(view, dataset))
    words = names_of(known.values, indicator, dataset, language)
    values = [row.value for row in known.values]
    axis = axis_of(indicator, values)
    middle = None
    if known.median is None:
        finding = t("indicators.lines.no_change", indicator=name)
    else:
        low, high, centre = (
            _value_of(value, indicator, language)
            for value in (min(values), max(values), known.median)
        )
        finding = t(
            f"indicators.distribution.finding.{kind}",
            count=len(values),
            indicator=name,
            low=low,
            high=high,
            median=centre,
        )
        middle = (known.median, t("indicators.distribution.median", median=centre))
    measure = _measure(
        indicator,
        [known.reference_year] if known.reference_year is not None else [],
        len(values),
        language,
        t,
    )
    alt = t("indicators.alt.distribution", finding=finding, measure=measure)
    spec = distribution_spec(
        distribution(known.values, axis.low, axis.high, marked),
        marked,
        axis,
        Names(of=words.of, value=words.value, alt=alt),
        look,
        middle=middle,
    )
    ordered = _marked_first(known.values, marked, words.of)
    table = Table(
        caption=name,
        columns=(
            t(f"indicators.column.{kind}"),
            t("indicators.column.value"),
            t("indicators.column.year"),
        ),
        rows=tuple(
            (
                words.of[row.entity_id],
                words.value[row.entity_id, row.year],
                str(row.year),
            )
            for row in ordered
        ),
        source_ids=tuple(_sources_of((row,)) for row in ordered),
        marked=tuple(row.entity_id in marked for row in ordered),
    )
    remarks = [
        *_marked_notes(view, dataset, t),
        t("indicators.distribution.how"),
        _missing_note(known.missing, marked, indicator, names, t),
        _stand_in_note(known, marked, content(indicator, "name", language).text, names, t),
        t("indicators.editions") if edition_breaks(indicator) else "",
    ]
    return _story(
        finding, measure, spec if values else None, table, remarks, indicator, drawn=known.values
    )


def lists_story(view: View, dataset: Dataset, language: Language, t: Translate) -> Story:
    """Local power in the country beside the practices documented in the city, as two lists."""
    indicator = view.indicator
    rows = sorted(
        aligned_lists(dataset, indicator.indicator_id, view.countries, view.cities),
        key=lambda row: sort_key(getattr(row.city, f"name_{language}")),
    )
    total = max((row.practices.total for row in rows), default=0)
    known = [row.practices.known for row in rows]
    powers = {row.power.entity_id: row.power for row in rows if row.power is not None}
    if powers:
        ends = sorted(powers.values(), key=lambda row: row.value)
        finding = t(
            "indicators.lists.finding",
            count=len(rows),
            low=value_text(ends[0], indicator, language),
            high=value_text(ends[-1], indicator, language),
            few=min(known),
            many=max(known),
            total=total,
        )
    else:
        finding = t("indicators.lists.nothing")
    without = sorted(
        {
            country_name(dataset, row.city.country_iso3, language)
            for row in rows
            if row.power is None
        },
        key=sort_key,
    )
    table = Table(
        caption=finding,
        columns=(
            t("indicators.column.city"),
            t("indicators.lists.power"),
            t("indicators.lists.practices", count=total, total=total),
        ),
        rows=tuple(
            (
                internal_link(
                    isolated(getattr(row.city, f"name_{language}")),
                    address("city", language, city=row.city.city_id),
                ),
                _power_cell(row, indicator, dataset, language, t),
                _practices_cell(row, dataset, language),
            )
            for row in rows
        ),
        source_ids=tuple((row.power.source_id,) if row.power is not None else () for row in rows),
        marked=tuple(False for _ in rows),
    )
    remarks = [
        t("indicators.lists.caution"),
        t("indicators.lists.unknown"),
        t("indicators.missing", count=len(without), names=", ".join(without)) if without else "",
    ]
    measure = t("indicators.lists.measure", indicator=content(indicator, "name", language).text)
    return _story(finding, measure, None, table, remarks, indicator)


def entity_name(entity_id: str, dataset: Dataset, language: Language) -> str:
    """Name of a country or city."""
    if entity_id in dataset.countries:
        return country_name(dataset, entity_id, language)
    name: str = getattr(dataset.cities[entity_id], f"name_{language}")
    return name


def names_of(
    rows: Iterable[Observation], indicator: Indicator, dataset: Dataset, language: Language
) -> Names:
    """Names of the entities and texts of the values, in the language of the reader."""
    kept = list(rows)
    return Names(
        of=_entity_names(dataset, indicator, language),
        value={
            (row.entity_id, row.year): _value_of(row.value, indicator, language) for row in kept
        },
        alt="",
    )


def axis_of(
    indicator: Indicator, values: Sequence[float], *, is_log: bool = False, title: str = ""
) -> Axis:
    """Value axis of an indicator: from its lowest possible value, unless factors are drawn."""
    low, high = axis_bounds(indicator, values)
    if is_log:
        steps = [10.0**power * step for power in range(-3, 8) for step in (1, 2, 5)]
        low = max(step for step in steps if step <= min(values))
        high = min(step for step in steps if step >= max(values))
    return Axis(
        low=low,
        high=high,
        pattern=",.0f" if high - low > 10 else ".1f",
        is_log=is_log,
        is_reversed=is_rank(indicator),
        title=title,
    )


def edition_breaks(indicator: Indicator) -> tuple[float, ...]:
    """Years, as fractions, between two spans of editions that are never joined."""
    spans = EDITION_SPANS.get(indicator.indicator_id, ())
    return tuple((end + start) / 2 for (_, end), (start, _) in pairwise(spans))


def blanks_of(
    indicator: Indicator, years: Sequence[int], t: Translate
) -> dict[float, tuple[str, ...]]:
    """What to write where the lines stop: the method changed, or nobody has a value."""
    blanks: dict[float, tuple[str, ...]] = {
        float(year): tuple(t("indicators.blank.skipped", year=str(year)).split("|"))
        for year in skipped_years(years)
    }
    for year in edition_breaks(indicator):
        blanks[year] = tuple(t("indicators.blank.edition").split("|"))
    return blanks


def story_table(story: Story, dataset: Dataset, language: Language, t: Translate) -> Element:
    """The values drawn, as a table; each row leads to its sources."""
    table = story.table
    letters = _letters(table.source_ids)
    return h.div(
        class_=["rc-explorer-table", {"rc-explorer-lists": story.spec is None}],
        tabindex="0",
        role="region",
        aria_label=table.caption,
    )[
        h.table[
            h.caption(".rc-hidden")[table.caption],
            h.thead[
                h.tr[
                    (
                        h.th(".rc-number" if position else "", scope="col")[isolated(column)]
                        for position, column in enumerate(table.columns)
                    ),
                    h.th(scope="col")[t("indicators.column.sources")],
                ]
            ],
            h.tbody[
                (
                    h.tr(".rc-explorer-marked" if is_marked else "")[
                        h.th(scope="row")[cells[0]],
                        (h.td(".rc-number")[cell] for cell in cells[1:]),
                        h.td[
                            (
                                [
                                    " " if position else None,
                                    internal_link(
                                        [
                                            h.span(".rc-hidden")[t("indicators.source_of")],
                                            letters[source_id],
                                        ],
                                        address("sources", language, source=source_id),
                                    ),
                                ]
                                for position, source_id in enumerate(source_ids)
                            )
                        ],
                    ]
                    for cells, source_ids, is_marked in zip(
                        table.rows, table.source_ids, table.marked, strict=True
                    )
                )
            ],
        ],
        h.ul(".rc-explorer-letters")[
            (
                h.li[
                    h.b[letter],
                    " ",
                    h.span[source_line(dataset.sources[source_id], dataset, language, t)],
                ]
                for source_id, letter in letters.items()
            )
        ],
    ]


def notes(story: Story, view: View, dataset: Dataset, language: Language, t: Translate) -> Element:
    """Who publishes it and on which terms, then what is unknown and what the indicator means."""
    return h.div(".rc-explorer-notes")[
        h.p(".rc-source-line")[
            (
                [h.br if position else None, _terms(indicator, language, t)]
                for position, indicator in enumerate(story.indicators)
            )
        ],
        source_note(story.source_ids, dataset, language, t),
        take_away(PICTURES[view.name], language, t, **view.address_parts())
        if view.name in PICTURES and story.spec is not None
        else None,
        h.div(".rc-explorer-text")[
            h.section[
                h.h3[t("indicators.reading")],
                h.ul[(h.li[isolated(note)] for note in story.notes)],
            ],
            h.section[
                h.h3[t("indicators.meaning")],
                (
                    h.p[
                        h.b[content(indicator, "name", language).text],
                        t("separator"),
                        prose(content(indicator, "description", language), t),
                    ]
                    for indicator in story.indicators
                ),
            ],
        ],
    ]


def _terms(indicator: Indicator, language: Language, t: Translate) -> Node:
    return [
        t(
            "indicators.terms",
            publisher=content(indicator, "publisher", language).text,
            licence=content(indicator, "licence", language).text,
        ),
        " ",
        t("indicators.cite_only") if indicator.redistribution is Redistribution.CITE_ONLY else None,
    ]


def _story(
    finding: str,
    measure: str,
    spec: Spec | None,
    table: Table,
    remarks: Iterable[str],
    *indicators: Indicator,
    drawn: Iterable[Observation] = (),
) -> Story:
    used = {source_id for ids in table.source_ids for source_id in ids}
    return Story(
        finding=finding,
        measure=measure,
        spec=spec,
        table=table,
        notes=tuple(note for note in remarks if note),
        indicators=indicators,
        source_ids=tuple(sorted(used)),
        drawn=tuple(drawn),
    )


def _asked(view: View, dataset: Dataset) -> tuple[str, ...]:
    """Every entity of the chart; a chosen city without a value is asked for too, and so said."""
    known = entities_of(dataset, view.indicator)
    return (*known, *(name for name in view.marked(dataset) if name not in known))


def _entity_names(dataset: Dataset, indicator: Indicator, language: Language) -> Mapping[str, str]:
    records: Mapping[str, object] = (
        dataset.countries if indicator.level is IndicatorLevel.COUNTRY else dataset.cities
    )
    return {name: getattr(record, f"name_{language}") for name, record in records.items()}


def _value_of(value: float, indicator: Indicator, language: Language) -> str:
    row = Observation(
        entity_id="", indicator_id=indicator.indicator_id, year=0, value=value, source_id=""
    )
    if is_rank(indicator):
        return number(value, language)
    text = value_text(row, indicator, language)
    if not indicator.unit_en.startswith("%"):
        return text
    return f"{text}{NBSP}%" if language == "fr" else f"{text}%"


def _named_unit(indicator: Indicator, language: Language) -> str:
    name, unit = (content(indicator, part, language).text for part in ("name", "unit"))
    return f"{name}, {unit}"


def _measure(
    indicator: Indicator, years: Sequence[int], count: int, language: Language, t: Translate
) -> str:
    unit = content(indicator, "unit", language).text
    span = str(years[0]) if len(set(years)) == 1 else f"{years[0]}–{years[-1]}" if years else ""
    parts = [
        unit,
        t("indicators.rank_direction") if is_rank(indicator) else "",
        span,
        t(f"indicators.count.{indicator.level.value}", count=count),
    ]
    return ", ".join(part for part in parts if part)


def _marked_notes(view: View, dataset: Dataset, t: Translate) -> list[str]:
    chosen = view.marked(dataset)
    if len(chosen) <= MARKED_LIMIT:
        return []
    return [t("indicators.too_many", limit=MARKED_LIMIT, count=len(chosen) - MARKED_LIMIT)]


def _missing_note(
    missing: Iterable[str],
    marked: Sequence[str],
    indicator: Indicator,
    names: Mapping[str, str],
    t: Translate,
) -> str:
    absent = list(missing)
    ordered = [name for name in absent if name in marked]
    ordered += [name for name in absent if name not in marked]
    if not ordered:
        return t(f"indicators.missing_none.{indicator.level.value}")
    return t(
        "indicators.missing",
        count=len(ordered),
        names=", ".join(names[name] for name in ordered),
    )


def _not_compared_note(
    followed: Sequence[Series], change: Change | None, names: Mapping[str, str], t: Translate
) -> str:
    if change is None:
        return ""
    left = [names[item.entity_id] for item in followed if item.entity_id not in change.compared]
    return t("indicators.lines.not_compared", names=", ".join(left)) if left else ""


def _year_notes(
    followed: Sequence[Series],
    years: Sequence[int],
    indicator: Indicator,
    names: Mapping[str, str],
    t: Translate,
) -> Iterable[str]:
    if skipped := skipped_years(years):
        yield t(
            "indicators.skipped", count=len(skipped), years=", ".join(str(year) for year in skipped)
        )
    gaps = [
        f"{names[item.entity_id]} ({_year_list(item.missing_years)})"
        for item in followed
        if item.missing_years
    ]
    if gaps:
        yield t("indicators.gaps", names=", ".join(gaps))
    if edition_breaks(indicator):
        yield t("indicators.editions")


def _stand_in_note(
    known: Latest, marked: Sequence[str], title: str, names: Mapping[str, str], t: Translate
) -> str:
    if not known.stand_ins:
        return ""
    ordered = sorted(
        known.stand_ins,
        key=lambda row: (row.entity_id not in marked, sort_key(names[row.entity_id])),
    )
    shown = [f"{names[row.entity_id]} ({row.year})" for row in ordered[:NAMES_IN_A_NOTE]]
    text = ", ".join(shown) + (", …" if len(ordered) > len(shown) else "")
    return t(
        "indicators.stand_in",
        count=len(ordered),
        indicator=title,
        year=str(known.reference_year),
        names=text,
    )


def _year_list(years: Sequence[int]) -> str:
    """« 2010–2013, 2016 »: runs of years in short."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _usual(rows: Sequence[Observation]) -> int | None:
    years = [row.year for row in rows]
    return max(years, key=lambda year: (years.count(year), year)) if years else None


def _logs(view: View, dataset: Dataset) -> tuple[bool, bool]:
    """Whether a logarithmic axis is apt, for the horizontal and the vertical axis."""
    apt = []
    for indicator in (view.second, view.indicator):
        values = (
            [
                row.value
                for row in latest_values(
                    dataset, indicator.indicator_id, entities_of(dataset, indicator)
                ).values
            ]
            if indicator is not None and not is_rank(indicator)
            else []
        )
        apt.append(allows_log(values))
    return apt[0], apt[1]


def _marked_first(
    items: Iterable[Item], marked: Sequence[str], names: Mapping[str, str]
) -> list[Item]:
    return sorted(
        items, key=lambda item: (item.entity_id not in marked, sort_key(names[item.entity_id]))
    )


def _sources_of(rows: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.source_id for row in rows))


def _letters(source_ids: Iterable[Iterable[str]]) -> dict[str, str]:
    """A letter for each source, in the order of the rows; past z, « aa »."""
    found = dict.fromkeys(source_id for ids in source_ids for source_id in ids)
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return {
        source_id: alphabet[position % 26] * (position // 26 + 1)
        for position, source_id in enumerate(found)
    }


def _power_cell(
    row: AlignedRow, indicator: Indicator, dataset: Dataset, language: Language, t: Translate
) -> Node:
    name = country_name(dataset, row.city.country_iso3, language)
    if row.power is None:
        return h.span(".rc-power")[
            h.span(".rc-muted")[isolated(name)], h.b(".rc-muted")[t("unknown")]
        ]
    share = (row.power.value - indicator.minimum) / (indicator.maximum - indicator.minimum)
    return h.span(".rc-power")[
        h.span(".rc-muted")[isolated(name), ", ", str(row.power.year)],
        h.b[value_text(row.power, indicator, language)],
        h.span(".rc-power-line", aria_hidden="true")[
            h.span(style=f"left: {100 * min(1.0, max(0.0, share)):.1f}%")
        ],
    ]


def _practices_cell(row: AlignedRow, dataset: Dataset, language: Language) -> Node:
    return h.span(".rc-practices")[
        (
            h.span(".rc-practice")[
                state_mark(state),
                " ",
                number(row.practices.counts[state], language),
                " ",
                getattr(dataset.term("answer", state.value), f"label_{language}"),
            ]
            for state in SHOWN_STATES
            if row.practices.counts[state] or state is Answer.UNKNOWN
        )
    ]


def _segments(name: str, value: str, labels: Mapping[str, str], title: str) -> None:
    widget = f"indicators_{name}"
    set_widget_value(widget, value)
    st.segmented_control(
        markdown_text(title),
        list(labels),
        key=widget,
        required=True,
        format_func=lambda option: labels[option],
        wrap=True,
        on_change=keep_in_address,
        args=(name, widget),
    )


def _choice(
    name: str, value: str, options: Sequence[str], labels: Mapping[str, str], t: Translate
) -> None:
    widget = f"indicators_{name}"
    set_widget_value(widget, value)
    st.selectbox(
        t(f"indicators.choose.{name}"),
        list(options),
        key=widget,
        format_func=lambda option: labels[option],
        filter_mode=None,
        on_change=keep_in_address,
        args=(name, widget),
    )


def _several(name: str, values: Sequence[str], labels: Mapping[str, str], t: Translate) -> None:
    widget = f"indicators_{name}"
    set_widget_value(widget, list(values))
    st.multiselect(
        t(f"indicators.choose.{name}"),
        list(labels),
        key=widget,
        format_func=lambda option: labels[option],
        placeholder=t(f"indicators.placeholder.{name}"),
        select_all=False,
        wrap=True,
        on_change=keep_in_address,
        args=(name, widget),
    )
