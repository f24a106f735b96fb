"""A scene: one question, one chart, one true sentence; and what it is asked with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from components.i18n import Language, Translate, sort_key, translator, typography
from components.stage.charts import Figure, SceneChart
from data.export import Table
from data.load import Dataset
from data.programme import Programme, SceneDefinition, Session
from data.schema import City, Project, Strategy

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")

Extent = Literal["programme", "all"]
EXTENTS: tuple[Extent, ...] = ("programme", "all")
"""Cities of the programme (speakers and its networks), or every city of the edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of the things counted are known: cities with an answer, projects with a stage.

    Attributes:
        text: « Stade connu pour 135 projets sur 156 ; inconnu pour 21 », whole sentence.
    """

    known: int
    unknown: int
    text: str

    @property
    def is_low(self) -> bool:
        """Whether less than half is known: the split is then drawn before the chart."""
        return self.known * 2 < self.known + self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A show of hands on the labels of the chart; the moderator types the counts.

    Attributes:
        options: Label of each key, keys as in the chart.
        results: Sentence said when this key comes first alone; a key without a true one is left out.
        tie: Sentence said when several come first with as many hands.
    """

    options: Mapping[str, str]
    results: Mapping[str, str]
    tie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One screen of the stage in one language and extent.

    Attributes:
        headline: The finding, about ten words.
        subtitle: Measure, place and date, one line.
        sentence: What the moderator says: computed, grammatical, true.
        follow_up: The question that comes after it.
        unknown: What is not known, a short sentence drawn under the chart; also in ``sentence`` where
            it fits. Never empty but on words-only scenes (``Opening``).
        source_ids: Sources of every fact drawn, without repeats; may be empty on an ``Opening``.
        figures: Every figure the sentence and the headline say, by name.
        credit: Other words for the source line (« Termes de référence… »); empty: the publishers.
    """

    headline: str
    subtitle: str
    chart: SceneChart
    sentence: str
    follow_up: str
    unknown: str
    source_ids: tuple[str, ...]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    coverage: Coverage | None = None
    vote: Vote | None = None
    credit: str = ""

    def table(self) -> Table:
        """The figures of the chart, named by the headline."""
        return self.chart.table(self.headline)


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneRequest:
    """What a scene is built from.

    Attributes:
        today: Day facts are aged against; the day of freezing once an edition is frozen.
        cities: Cities of the extent, by name in the language.
    """

    dataset: Dataset
    today: date
    language: Language
    programme: Programme
    definition: SceneDefinition
    extent: Extent
    cities: tuple[City, ...]

    @property
    def t(self) -> Translate:
        """Translator of the language."""
        return translator(self.language)

    @property
    def city_ids(self) -> tuple[str, ...]:
        """Ids of ``cities``, in their order."""
        return tuple(city.city_id for city in self.cities)

    @property
    def projects(self) -> tuple[Project, ...]:
        """Projects of the cities, city by city."""
        return tuple(
            project
            for city in self.cities
            for project in self.dataset.projects_of_city(city.city_id)
        )

    @property
    def strategies(self) -> tuple[Strategy, ...]:
        """Strategies of the cities, city by city."""
        return tuple(
            strategy
            for city in self.cities
            for strategy in self.dataset.strategies_of_city(city.city_id)
        )

    @property
    def session(self) -> Session:
        """Session of the programme the scene belongs to."""
        return next(
            session
            for session in self.programme.sessions
            if session.session_id == self.definition.session
        )

    def name(self, city: City) -> str:
        """Name of a city in the language, without what stands in brackets at its end."""
        text: str = getattr(city, f"name_{self.language}")
        return _IN_BRACKETS.sub("", text) or text

    def label(self, record: object, field_name: str = "label") -> str:
        """Text of ``record.<field_name>_<language>``, with the typography of the language."""
        return typography(getattr(record, f"{field_name}_{self.language}"), self.language)

    def term(self, vocabulary: str, code: str) -> str:
        """Label of a code of a closed vocabulary."""
        return self.label(self.dataset.terms[vocabulary, code])


def cities_of(dataset: Dataset, programme: Programme, extent: Extent) -> tuple[City, ...]:
    """Cities of an extent, in the order of the tables.

    The programme's cities are those of its talks and speakers and the members of its networks.
    """
    if extent == "all":
        return tuple(dataset.cities.values())
    named = {
        actor.city_id
        for session in programme.sessions
        for actors in (session.speakers, session.talks)
        for actor in actors
    }
    networks = set(programme.network_ids)
    return tuple(
        city
        for city in dataset.cities.values()
        if city.city_id in named or networks & set(city.network_ids)
    )


def scene_request(
    dataset: Dataset,
    today: date,
    language: Language,
    programme: Programme,
    definition: SceneDefinition,
    *,
    extent: Extent = "programme",
) -> SceneRequest:
    """A request for one scene of a programme."""
    cities = cities_of(dataset, programme, extent)
    return SceneRequest(
        dataset=dataset,
        today=today,
        language=language,
        programme=programme,
        definition=definition,
        extent=extent,
        cities=tuple(sorted(cities, key=lambda city: sort_key(getattr(city, f"name_{language}")))),
    )
