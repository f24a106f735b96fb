"""A chart before it is framed: what it finds, its drawing, and the table it was drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from components.address import AddressReader
from components.i18n import Language, Translate, sort_key, translator
from components.markup import Node
from data.export import Table
from data.load import Dataset
from data.schema import City


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A drawing in pixels of the picture, from its own top left corner.

    Attributes:
        content: SVG elements; text in them is escaped.
        width, height: Room it takes, 1760 wide in a frame.
    """

    content: Node
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of the legend: a shape of ``marks`` and what it stands for."""

    shape: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of one question, in one language.

    Attributes:
        name: Slug, as in ``catalogue.CHARTS``; the address of the chart.
        title: The finding, about ten words, two lines of the picture at most.
        subtitle: Measure, place and date.
        takeaway: One or two sentences computed from the records, that say how much is unknown: what a
            moderator reads aloud and what stands for the picture when it cannot be seen.
        legend: Shapes and their meaning; empty where labels stand on the marks.
        source_ids: Sources of every fact drawn, without repeats.
        table: The figures of the picture, a row for each thing drawn.
        note: Small print of the chart itself (disclaimer of a map); may be empty.
        publishers: Other words for the source line (« Banque mondiale, CC BY 4.0 »); None: the
            publishers of ``source_ids``.
    """

    name: str
    title: str
    subtitle: str
    takeaway: str
    body: Body
    legend: tuple[LegendItem, ...]
    source_ids: tuple[str, ...]
    table: Table
    language: Language
    note: str = ""
    publishers: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRequest:
    """What is asked of a chart.

    Attributes:
        cities: Cities to draw, by name in the language; the whole edition when ``is_whole``.
        is_whole: Whether no city was asked for.
        parameters: The rest of the address, for charts that take more (an indicator, a year);
            values are checked by the chart that reads them.
    """

    dataset: Dataset
    today: date
    language: Language
    cities: tuple[City, ...]
    is_whole: bool = False
    parameters: AddressReader = field(default_factory=lambda: AddressReader.of({}))

    @property
    def t(self) -> Translate:
        """Translator of the language."""
        return translator(self.language)

    @property
    def city_ids(self) -> tuple[str, ...]:
        """Ids of ``cities``, in their order."""
        return tuple(city.city_id for city in self.cities)

    def city_name(self, city: City) -> str:
        """Name of a city in the language."""
        name: str = getattr(city, f"name_{self.language}")
        return name


def chart_request(
    dataset: Dataset,
    today: date,
    language: Language,
    *,
    city_ids: Sequence[str] = (),
    parameters: AddressReader | None = None,
) -> ChartRequest:
    """A request for some cities, in alphabetical order; every city if none is named.

    Raises:
        KeyError: There is no such city.
    """
    asked = [dataset.cities[city_id] for city_id in dict.fromkeys(city_ids)]
    cities = asked or list(dataset.cities.values())
    return ChartRequest(
        dataset=dataset,
        today=today,
        language=language,
        cities=tuple(sorted(cities, key=lambda city: sort_key(getattr(city, f"name_{language}")))),
        is_whole=not asked,
        parameters=parameters or AddressReader.of({}),
    )
