"""What the address asks of the explorer, checked against what exists, and what it says back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from analysis.indicators import (
    DECENTRALISATION_INDICATORS,
    allows_log,
    entities_of,
    is_rank,
    latest_values,
    speaker_countries,
)
from components.address import EMPTY_CHOICE, AddressReader
from data.load import Dataset
from data.schema import Indicator, IndicatorLevel

ViewName = Literal["lines", "scatter", "distribution", "lists"]

VIEWS: tuple[ViewName, ...] = get_args(ViewName)
"""Views by their name in the address, the first one where it has none."""

SCALES = ("log", "linear")
FORMS = ("chart", "table")
FIRST_INDICATOR = "egdi"
SECOND_INDICATOR = "gdp_pc_ppp"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerView:
    """What the address asks for, checked against what exists.

    Attributes:
        name: Name of the view, in the address as in the code.
        indicator: Indicator drawn, or the one of the value axis in a scatter.
        second: Indicator of the horizontal axis in a scatter; None: nothing of the same level.
        countries, cities: Choices, in the order of the address.
        scale: ``log`` or ``linear``; a logarithmic axis is drawn only where it is apt.
        form: ``chart`` or ``table``.
    """

    name: ViewName
    indicator: Indicator
    second: Indicator | None
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    scale: str
    form: str

    @property
    def is_table(self) -> bool:
        """Whether the values are asked for as a table."""
        return self.form == "table"

    def address_parts(self) -> dict[str, str]:
        """What an address needs to say to draw the same chart again."""
        parts = {
            "indicator": self.indicator.indicator_id,
            "country": ",".join(self.countries) or EMPTY_CHOICE,
            "cities": ",".join(self.cities),
        }
        if self.name == "scatter" and self.second is not None:
            parts |= {"second": self.second.indicator_id, "scale": self.scale}
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


def read_view(
    reader: AddressReader, dataset: Dataset, *, name: ViewName | None = None
) -> ExplorerView:
    """Read the view of an address; values that do not exist are noted in the reader.

    Args:
        name: View to read whatever the address says; None: the address decides.
    """
    asked = reader.one("view", VIEWS) if name is None else name
    shown = next((view for view in VIEWS if view == asked), VIEWS[0])
    options = indicator_options(dataset, shown)
    chosen = reader.one("indicator", dataset.indicators)
    if chosen not in options:
        chosen = FIRST_INDICATOR if FIRST_INDICATOR in options else next(iter(options))
    indicator = dataset.indicators[chosen]
    others = second_options(dataset, indicator)
    second = reader.one("second", dataset.indicators)
    if second not in others:
        second = SECOND_INDICATOR if SECOND_INDICATOR in others else next(iter(others), None)
    countries = reader.many("country", {*dataset.countries, EMPTY_CHOICE})
    cities = reader.many("cities", {*dataset.cities, EMPTY_CHOICE})
    if not countries and not cities:
        countries = speaker_countries(dataset)
    return ExplorerView(
        name=shown,
        indicator=indicator,
        second=dataset.indicators[second] if second else None,
        countries=tuple(code for code in countries if code != EMPTY_CHOICE),
        cities=tuple(city_id for city_id in cities if city_id != EMPTY_CHOICE),
        scale=reader.one("scale", SCALES) or SCALES[0],
        form=reader.one("form", FORMS) or FORMS[0],
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


def apt_for_log(view: ExplorerView, dataset: Dataset) -> tuple[bool, bool]:
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
