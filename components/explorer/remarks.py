"""What is to be read with the values: unknown, of another year, or not to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.indicators import Change, Latest, Series, skipped_years
from components.explorer.style import MARKED_LIMIT
from components.explorer.view import ExplorerView
from components.explorer.words import edition_breaks
from components.i18n import Translate, sort_key
from data.load import Dataset
from data.schema import Indicator

NAMES_IN_A_NOTE = 8


def marked_notes(view: ExplorerView, dataset: Dataset, t: Translate) -> list[str]:
    """How many choices are past the limit and stay grey; nothing when none is."""
    chosen = view.marked(dataset)
    if len(chosen) <= MARKED_LIMIT:
        return []
    return [t("indicators.too_many", limit=MARKED_LIMIT, count=len(chosen) - MARKED_LIMIT)]


def missing_note(
    missing: Iterable[str],
    marked: Sequence[str],
    indicator: Indicator,
    names: Mapping[str, str],
    t: Translate,
) -> str:
    """Who has no value, the choices first; or that everybody has one."""
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


def not_compared_note(
    followed: Sequence[Series], change: Change | None, names: Mapping[str, str], t: Translate
) -> str:
    """Who is followed but has no two years to compare; empty when nobody."""
    if change is None:
        return ""
    left = [names[item.entity_id] for item in followed if item.entity_id not in change.compared]
    return t("indicators.lines.not_compared", names=", ".join(left)) if left else ""


def year_notes(
    followed: Sequence[Series],
    years: Sequence[int],
    indicator: Indicator,
    names: Mapping[str, str],
    t: Translate,
) -> Iterable[str]:
    """Years nobody has, years some lack, editions that are not joined."""
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


def stand_in_note(
    known: Latest, marked: Sequence[str], title: str, names: Mapping[str, str], t: Translate
) -> str:
    """Whose latest value is of another year than most; empty when nobody's."""
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
