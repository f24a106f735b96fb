"""How much is documented of a city's criteria, and how far its strategy got without a gap.

Counts only. Unknown is counted apart: it is never a « no », and nothing here is a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.schema import Answer, CriterionAnswer, CriterionDefinition, Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Number of criteria in each state.

    Attributes:
        counts: Every state of :class:`Answer` to a number of criteria, 0 included.
    """

    counts: Mapping[Answer, int]

    @property
    def total(self) -> int:
        """Criteria asked: the sum of all states."""
        return sum(self.counts.values())

    @property
    def unknown(self) -> int:
        """Criteria that no source answers."""
        return self.counts[Answer.UNKNOWN]

    @property
    def known(self) -> int:
        """Criteria that a source answers: yes, partial, no or not applicable."""
        return self.total - self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """How far the strategy got: plan, adopt, do, check (the criteria of ``VIS``, in order).

    Attributes:
        reached: Steps answered « yes » from the first one on, without a gap; may be empty.
        stopped_at: First step that is not « yes »; None: every step is reached.
        state: State of ``stopped_at``; None with it.
    """

    reached: tuple[str, ...]
    stopped_at: str | None
    state: Answer | None


def state_of(answers: Mapping[str, CriterionAnswer], criterion_id: str) -> Answer:
    """State of one criterion; a criterion without an answer is unknown."""
    answer = answers.get(criterion_id)
    return Answer.UNKNOWN if answer is None else answer.answer


def coverage_of(
    answers: Mapping[str, CriterionAnswer], criteria: Iterable[CriterionDefinition]
) -> Coverage:
    """Count the states of the scored criteria among ``criteria``; context (GOV4) is left out.

    Args:
        answers: Answers of one city by ``criterion_id``.
        criteria: Definitions to count over, for example those of one dimension.
    """
    counts = dict.fromkeys(Answer, 0)
    for criterion in criteria:
        if criterion.is_scored:
            counts[state_of(answers, criterion.criterion_id)] += 1
    return Coverage(counts=counts)


def vision_ladder(
    answers: Mapping[str, CriterionAnswer], criteria: Iterable[CriterionDefinition]
) -> Ladder:
    """The highest step of the vision reached without a gap; only « yes » counts as reached.

    Args:
        answers: Answers of one city by ``criterion_id``.
        criteria: All definitions; those of another dimension are passed over.
    """
    steps = sorted(
        (criterion for criterion in criteria if criterion.dimension_id is Dimension.VISION),
        key=lambda criterion: criterion.position,
    )
    reached: list[str] = []
    for step in steps:
        state = state_of(answers, step.criterion_id)
        if state is not Answer.YES:
            return Ladder(reached=tuple(reached), stopped_at=step.criterion_id, state=state)
        reached.append(step.criterion_id)
    return Ladder(reached=tuple(reached), stopped_at=None, state=None)
