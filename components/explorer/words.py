"""Names, values, axes and years of an indicator, ready for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from analysis.indicators import EDITION_SPANS, axis_bounds, is_rank, skipped_years
from components.explorer.style import Axis, Names
from components.i18n import NBSP, Language, Translate, content, number
from components.indicator_strip import country_name, value_text
from data.load import Dataset
from data.schema import Indicator, IndicatorLevel, Observation


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
        of=entity_names(dataset, indicator, language),
        value={
            (row.entity_id, row.year): value_in_words(row.value, indicator, language)
            for row in kept
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


def entity_names(dataset: Dataset, indicator: Indicator, language: Language) -> Mapping[str, str]:
    """Name of every country or of every city, whichever the indicator is of."""
    records: Mapping[str, object] = (
        dataset.countries if indicator.level is IndicatorLevel.COUNTRY else dataset.cities
    )
    return {name: getattr(record, f"name_{language}") for name, record in records.items()}


def value_in_words(value: float, indicator: Indicator, language: Language) -> str:
    """Value with its unit; a rank is a bare number."""
    row = Observation(
        entity_id="", indicator_id=indicator.indicator_id, year=0, value=value, source_id=""
    )
    if is_rank(indicator):
        return number(value, language)
    text = value_text(row, indicator, language)
    if not indicator.unit_en.startswith("%"):
        return text
    return f"{text}{NBSP}%" if language == "fr" else f"{text}%"


def named_unit(indicator: Indicator, language: Language) -> str:
    """« Name, unit »: what one axis measures."""
    name, unit = (content(indicator, part, language).text for part in ("name", "unit"))
    return f"{name}, {unit}"


def measure_of(
    indicator: Indicator, years: Sequence[int], count: int, language: Language, t: Translate
) -> str:
    """Unit, years and number of countries or cities; no years, none said."""
    unit = content(indicator, "unit", language).text
    span = str(years[0]) if len(set(years)) == 1 else f"{years[0]}–{years[-1]}" if years else ""
    parts = [
        unit,
        t("indicators.rank_direction") if is_rank(indicator) else "",
        span,
        t(f"indicators.count.{indicator.level.value}", count=count),
    ]
    return ", ".join(part for part in parts if part)
