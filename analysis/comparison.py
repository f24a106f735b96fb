"""Cities side by side: what differs, what is counted, who else resembles them. Never an order.

A count is of what is documented. No project documented is no statement about what exists, so a cell
without any is left out of the counts and shown as such: it is not a zero that somebody observed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.coverage import state_of
from analysis.peers import Peer, comparable_cities
from data.load import Dataset
from data.schema import Answer, City, Factor, FactorKind, Project, TechnologyLevel

MOST_CITIES = 6
"""Cities that can be chosen one by one; a whole group may be larger."""

LARGEST_GROUP = 12
"""Cities of a group that can still be read side by side."""


class Facet(StrEnum):
    """What projects are counted by."""

    LINE = "line"
    STAGE = "stage"
    TECHNOLOGY = "technology"
    ACTOR = "actor"
    FORM = "form"


_VALUES: Mapping[Facet, Callable[[Project], Iterable[str]]] = {
    Facet.LINE: lambda project: (project.line_id,),
    Facet.STAGE: lambda project: (project.stage,),
    Facet.TECHNOLOGY: lambda project: (project.technology_level,),
    Facet.ACTOR: lambda project: project.actors,
    Facet.FORM: lambda project: project.collaboration_forms,
}
_VOCABULARIES = {
    Facet.STAGE: "project_stage",
    Facet.TECHNOLOGY: "technology_level",
    Facet.ACTOR: "actor",
    Facet.FORM: "collaboration_form",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """How often one code occurs in each city.

    Attributes:
        code: A code of the vocabulary, or a line of the programme.
        counts: By ``city_id``; a city where none is documented is not in it.
    """

    code: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Over all cities."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One criterion on which the cities do not all stand alike.

    Attributes:
        cities: Each state that occurs, to ``city_id``s in the order asked for.
    """

    criterion_id: str
    cities: Mapping[Answer, tuple[str, ...]]

    @property
    def is_documented(self) -> bool:
        """Whether sources tell at least two of the cities apart, and not only silence."""
        return len([state for state in self.cities if state is not Answer.UNKNOWN]) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A city worth comparing with those chosen.

    Attributes:
        alike: Chosen cities it resembles, to what they share; at least one.
    """

    city: City
    alike: Mapping[str, Peer]


def counts_by(dataset: Dataset, city_ids: Sequence[str], facet: Facet) -> tuple[CountRow, ...]:
    """Documented projects of each city by one facet; every code has its row, in its own order.

    A project with several actors or forms counts once in each of them.
    """
    counted = {
        city_id: Counter(
            str(value)
            for project in dataset.projects_of_city(city_id)
            for value in _VALUES[facet](project)
        )
        for city_id in city_ids
    }
    if facet is Facet.LINE:
        codes = list(dataset.lines)
    else:
        codes = [term.code for term in dataset.terms_of(_VOCABULARIES[facet])]
    return tuple(_row(code, counted) for code in codes)


def factor_counts(
    dataset: Dataset, city_ids: Sequence[str], kind: FactorKind
) -> tuple[CountRow, ...]:
    """How often sources cite each category as a help, or as an obstacle, in each city."""

    def categories(factors: Iterable[Factor]) -> Counter[str]:
        return Counter(str(factor.category) for factor in factors if factor.kind is kind)

    counted = {city_id: categories(dataset.factors_of_city(city_id)) for city_id in city_ids}
    return tuple(_row(term.code, counted) for term in dataset.terms_of("factor_category"))


def lines_by_technology(
    dataset: Dataset, city_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Mapping[TechnologyLevel, int]]]:
    """Documented projects by line, city and technology level; what has none is not in it."""
    found: dict[str, dict[str, dict[TechnologyLevel, int]]] = {line: {} for line in dataset.lines}
    for city_id in city_ids:
        for project in dataset.projects_of_city(city_id):
            levels = found[project.line_id].setdefault(city_id, {})
            levels[project.technology_level] = levels.get(project.technology_level, 0) + 1
    return found


def differences(dataset: Dataset, city_ids: Sequence[str]) -> tuple[Difference, ...]:
    """Scored criteria on which the cities stand in more than one state, in the order shown.

    Those that sources tell apart come before those where one side is only unknown.
    """
    found = []
    for criterion in dataset.criteria.values():
        if not criterion.is_scored:
            continue
        states: dict[Answer, list[str]] = {}
        for city_id in city_ids:
            state = state_of(dataset.answers_of_city(city_id), criterion.criterion_id)
            states.setdefault(state, []).append(city_id)
        if len(states) > 1:
            ordered = {state: tuple(states[state]) for state in Answer if state in states}
            found.append(Difference(criterion_id=criterion.criterion_id, cities=ordered))
    return tuple(sorted(found, key=lambda item: not item.is_documented))


def suggested_cities(dataset: Dataset, city_ids: Sequence[str]) -> tuple[Suggestion, ...]:
    """Cities that resemble those chosen; first the ones that resemble most of them.

    Between equals the order of the table is kept: nothing here says which is better.
    """
    alike: dict[str, dict[str, Peer]] = {}
    for city_id in city_ids:
        for peer in comparable_cities(dataset.cities[city_id], dataset):
            if peer.city.city_id not in city_ids:
                alike.setdefault(peer.city.city_id, {})[city_id] = peer
    found = [
        Suggestion(city=city, alike=alike[city_id])
        for city_id, city in dataset.cities.items()
        if city_id in alike
    ]
    return tuple(
        sorted(
            found,
            key=lambda item: (
                -len(item.alike),
                -sum(len(peer.shared) for peer in item.alike.values()),
            ),
        )
    )


def _row(code: str, counted: Mapping[str, Counter[str]]) -> CountRow:
    return CountRow(
        code=code,
        counts={city_id: counts[code] for city_id, counts in counted.items() if counts[code]},
    )
