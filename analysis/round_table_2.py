"""Facts of the second round table: what cities put in common, with whom, by which rules, what helped.

Counts of what sources document. A city or project that no source tells about is counted apart: it is
unknown, never « no ».
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.coverage import state_of
from data.load import Dataset
from data.schema import (
    Actor,
    Answer,
    CollaborationForm,
    CriterionAnswer,
    Factor,
    FactorCategory,
    FactorKind,
    Project,
    ProjectStage,
)

CRITERIA_OF_FORM: Mapping[CollaborationForm, tuple[str, ...]] = {
    CollaborationForm.PLACE: ("ECO1",),
    CollaborationForm.CITIZEN_INTERFACE: ("SER2",),
    CollaborationForm.OPEN_DATA: ("DAT1",),
    CollaborationForm.SHARED_PLATFORM: (),
    CollaborationForm.PARTNERSHIP: ("ECO2", "ECO3", "ECO4"),
}
"""Criteria that document a form beside the projects; no criterion asks for a shared platform alone."""

AT_MOST_PARTIAL = frozenset({"ECO2"})
"""A programme for entrepreneurs is not yet an agreement with another body: « yes » counts as partial."""

BEGUN = frozenset(
    {ProjectStage.PILOT, ProjectStage.OPERATIONAL, ProjectStage.SCALED, ProjectStage.ENDED}
)
"""Stages of a project that has existed; one that is planned or of unknown stage may never have."""

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extremes(Generic[_Key]):
    """What has the highest and the lowest count, every tie kept in the order given.

    Attributes:
        highest, lowest: Keys; the same ones when all counts are equal.
        high, low: Their counts.
    """

    highest: tuple[_Key, ...]
    lowest: tuple[_Key, ...]
    high: int
    low: int


def extremes(counts: Mapping[_Key, int]) -> Extremes[_Key]:
    """Highest and lowest of some counts; without any count both are 0 and nobody's."""
    high, low = max(counts.values(), default=0), min(counts.values(), default=0)
    return Extremes(
        highest=tuple(key for key, value in counts.items() if value == high),
        lowest=tuple(key for key, value in counts.items() if value == low),
        high=high,
        low=low,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """State of the five forms of collaboration in some cities.

    Attributes:
        states: For each city in the order asked, the state of every form.
        unknown: Cities in which no form is documented, in any state.
        source_ids: Sources of what documents a form, without repeats.
    """

    states: Mapping[str, Mapping[CollaborationForm, Answer]]
    unknown: tuple[str, ...]
    source_ids: tuple[str, ...]

    def count(self, form: CollaborationForm, answer: Answer = Answer.YES) -> int:
        """Cities in which the form is in this state."""
        return sum(held[form] is answer for held in self.states.values())

    def forms_of(self, city_id: str, answer: Answer = Answer.YES) -> int:
        """Forms of a city in this state."""
        return sum(state is answer for state in self.states[city_id].values())


def collaboration(dataset: Dataset, city_ids: Iterable[str]) -> Collaboration:
    """What documents each form of collaboration in each city.

    * yes: a project of that form that has begun (pilot, in service, scaled up or ended), or the answer
      « yes » to ECO1 (place), SER2 (citizen interface), DAT1 (open data), ECO3 or ECO4 (partnership);
    * partial: only a project that is planned or whose stage is unknown, a « partial » to one of these
      criteria, or ECO2 (programme for entrepreneurs, partnership) « yes » or « partial »;
    * no, not applicable: no such project, and every criterion of the form is answered so (« no » if
      they differ);
    * unknown: anything else. Silence is never « no ».
    """
    states: dict[str, Mapping[CollaborationForm, Answer]] = {}
    sources: dict[str, None] = {}
    for city_id in city_ids:
        held: dict[CollaborationForm, Answer] = {}
        for form, criteria in CRITERIA_OF_FORM.items():
            projects = [
                item
                for item in dataset.projects_of_city(city_id)
                if form in item.collaboration_forms
            ]
            own = dataset.answers_of_city(city_id)
            answers = [own[name] for name in criteria if name in own]
            held[form] = _state(projects, answers, len(criteria))
            if held[form] is not Answer.UNKNOWN:
                sources |= dict.fromkeys((*sources_of(projects), *sources_of(answers)))
        states[city_id] = held
    return Collaboration(
        states=states,
        unknown=tuple(
            city_id for city_id, held in states.items() if set(held.values()) == {Answer.UNKNOWN}
        ),
        source_ids=tuple(sources),
    )


def _state(projects: Sequence[Project], answers: Sequence[CriterionAnswer], asked: int) -> Answer:
    said = {
        Answer.PARTIAL
        if item.criterion_id in AT_MOST_PARTIAL and item.answer is Answer.YES
        else item.answer
        for item in answers
    }
    if Answer.YES in said or any(project.stage in BEGUN for project in projects):
        return Answer.YES
    if Answer.PARTIAL in said or projects:
        return Answer.PARTIAL
    if not said or len(answers) < asked:
        return Answer.UNKNOWN
    return Answer.NO if Answer.NO in said else Answer.NOT_APPLICABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorCounts:
    """Number of projects in which each kind of actor takes part.

    Attributes:
        counts: Every kind of :class:`Actor` to a number of projects, 0 included.
        unknown: Projects for which no actor is documented.
        source_ids: Sources of the projects with an actor, without repeats.
    """

    counts: Mapping[Actor, int]
    total: int
    unknown: int
    source_ids: tuple[str, ...]


def actor_counts(projects: Sequence[Project]) -> ActorCounts:
    """Kinds of actors of some projects; one with several kinds counts for each."""
    named = [project for project in projects if project.actors]
    return ActorCounts(
        counts={actor: sum(actor in project.actors for project in projects) for actor in Actor},
        total=len(projects),
        unknown=len(projects) - len(named),
        source_ids=sources_of(named),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """State of some criteria in some cities.

    Attributes:
        states: For each city in the order asked, the state of each criterion.
        source_ids: Sources of the answers, without repeats.
    """

    states: Mapping[str, Mapping[str, Answer]]
    source_ids: tuple[str, ...]

    def count(self, criterion_id: str, answer: Answer) -> int:
        """Cities in which the criterion is in this state."""
        return sum(held[criterion_id] is answer for held in self.states.values())


def rules(dataset: Dataset, city_ids: Sequence[str], criterion_ids: Sequence[str]) -> Rules:
    """States of the criteria asked for, city by city; without an answer a criterion is unknown."""
    answers = {city_id: dataset.answers_of_city(city_id) for city_id in city_ids}
    return Rules(
        states={
            city_id: {name: state_of(own, name) for name in criterion_ids}
            for city_id, own in answers.items()
        },
        source_ids=sources_of(
            own[name] for name in criterion_ids for own in answers.values() if name in own
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    """How often one category of factors is cited, and in how many cities."""

    category: FactorCategory
    difficulties: int
    successes: int
    difficulty_cities: int
    success_cities: int

    @property
    def total(self) -> int:
        """Citations of both kinds."""
        return self.difficulties + self.successes


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorCounts:
    """Citations of difficulties and success factors by category.

    Attributes:
        rows: Every category, the most cited first; between equals the order of the vocabulary.
        unknown: Cities for which no factor is cited.
        source_ids: Sources of the factors, without repeats.
    """

    rows: tuple[CategoryCount, ...]
    unknown: tuple[str, ...]
    source_ids: tuple[str, ...]


def factor_counts(dataset: Dataset, city_ids: Sequence[str]) -> FactorCounts:
    """Factors of some cities and of their projects; each record is one citation."""
    factors = [factor for city_id in city_ids for factor in dataset.factors_of_city(city_id)]

    def of(category: FactorCategory, kind: FactorKind) -> list[Factor]:
        return [item for item in factors if item.category is category and item.kind is kind]

    rows = []
    for category in FactorCategory:
        difficulties = of(category, FactorKind.DIFFICULTY)
        successes = of(category, FactorKind.SUCCESS)
        rows.append(
            CategoryCount(
                category=category,
                difficulties=len(difficulties),
                successes=len(successes),
                difficulty_cities=len({item.city_id for item in difficulties}),
                success_cities=len({item.city_id for item in successes}),
            )
        )
    cited = {factor.city_id for factor in factors}
    return FactorCounts(
        rows=tuple(sorted(rows, key=lambda row: -row.total)),
        unknown=tuple(city_id for city_id in city_ids if city_id not in cited),
        source_ids=sources_of(factors),
    )


def sources_of(
    records: Iterable[Project | Factor | CriterionAnswer],
) -> tuple[str, ...]:
    """Sources of some records, without repeats, in the order met."""
    found: dict[str, None] = {}
    for record in records:
        found |= dict.fromkeys(record.source_ids)
    return tuple(found)
