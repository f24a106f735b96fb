"""What is documented of a city's criteria, as an interval: never a grade, never a rank.

One criterion is worth one point. What is documented, what is documented as missing and what nobody
has documented are three amounts that always add up: silence widens the interval, it takes no point
away. Only the scored criteria count, all together (23; GOV4 is context). See ``docs/method.md``.

Sums are exact for a partial value of 0.25, 0.5 or 0.75; for another one they are true within
``NOISE``, which is far under the smallest step between two shares.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.dates import is_stale
from data.schema import Answer, CriterionAnswer, CriterionDefinition, Dimension

NOISE = 1e-9
"""Shares nearer than this to each other are the same share."""

PARTIAL_VALUES = (0.25, 0.5, 0.75)
"""Values of « partial » a visitor may try; the published method uses 0.5."""
LABEL_COVERAGE = 0.5
"""Share of known criteria under which no word is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How answers count; the defaults are the published method, the rest is a visitor's « what if ».

    Attributes:
        partial: Points of « partial », above 0 and below 1.
        stale_is_unknown: Facts over 36 months old count as unknown.
        public_reading: A logged search that found nothing counts as « no », for the criteria that
            are public by nature only.

    Raises:
        ValueError: ``partial`` is out of its range.
    """

    partial: float = 0.5
    stale_is_unknown: bool = False
    public_reading: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.partial < 1:
            raise ValueError(f"partial is {self.partial!r}, it must be above 0 and below 1")


PUBLISHED_RULES = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points of one city over one set of criteria, one point each.

    Invariant: ``earned + missed + unknown == applicable``.

    Attributes:
        counts: Every state of :class:`Answer` to a number of scored criteria, 0 included, as the
            rules count them.
        earned: Points of what is documented.
        missed: Points documented as missing: « no », and the rest of each « partial ».
        unknown: Points nobody has documented.
        applicable: Points that could be earned, 1 or more; « not applicable » is left out.
        stale: Number of « yes », « partial » and « no » counted that are over 36 months old.
        stale_earned: Points among ``earned`` that rest on them.
    """

    counts: Mapping[Answer, int]
    earned: float
    missed: float
    unknown: float
    applicable: int
    stale: int
    stale_earned: float

    @property
    def documented(self) -> float:
        """Share earned if nothing unknown holds, in [0, 1]: the low end of the interval."""
        return self.earned / self.applicable

    @property
    def possible(self) -> float:
        """Share earned if everything unknown holds, in [0, 1]: the high end of the interval."""
        return (self.earned + self.unknown) / self.applicable

    @property
    def coverage(self) -> float:
        """Share of the applicable criteria that are known, in [0, 1]: 1 less the width."""
        return (self.applicable - self.unknown) / self.applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class CityScore:
    """One city: all scored criteria together, and each dimension by itself.

    Attributes:
        whole: None: no criterion is applicable.
        dimensions: Every :class:`Dimension`; None where no criterion is applicable.
    """

    city_id: str
    whole: Score | None
    dimensions: Mapping[Dimension, Score | None]


class Band(StrEnum):
    """Quarters of the documented share, lower end included; the last one holds 1 too."""

    LITTLE = "little"
    STARTED = "started"
    ENGAGED = "engaged"
    STRUCTURED = "structured"


_BANDS = tuple(Band)
_NOTHING = dict.fromkeys(Answer, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The words for an interval: those of its two ends. They qualify what is documented."""

    low: Band
    high: Band

    @property
    def is_range(self) -> bool:
        """Whether the evidence leaves more than one word possible."""
        return self.low is not self.high


class Order(StrEnum):
    """What the sources allow to say of two cities, never who is better."""

    FIRST_MORE = "first_more"
    SECOND_MORE = "second_more"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsToldApart:
    """How many pairs of cities, among ``pairs``, have intervals that do not touch."""

    told_apart: int
    pairs: int


def score_criteria(
    answers: Mapping[str, CriterionAnswer],
    criteria: Iterable[CriterionDefinition],
    today: date,
    rules: Rules = PUBLISHED_RULES,
    *,
    searched: Collection[str] = (),
) -> Score | None:
    """Points over the scored criteria among ``criteria``; None: none of them is applicable.

    Args:
        answers: Answers of one city by ``criterion_id``; a missing criterion is unknown.
        criteria: Definitions to count over, for example those of one dimension.
        today: Day from which the age of an answer is counted.
        searched: Criteria of this city whose logged search found nothing. They stay unknown, but
            for ``Rules.public_reading``. A search says nothing of a criterion that has an answer.
    """
    tally = _Tally()
    for criterion in criteria:
        if criterion.is_scored:
            tally.add(answers.get(criterion.criterion_id), criterion, today, rules, searched)
    return tally.score(rules)


def score_city(
    city_id: str,
    answers: Mapping[str, CriterionAnswer],
    criteria: Iterable[CriterionDefinition],
    today: date,
    rules: Rules = PUBLISHED_RULES,
    *,
    searched: Collection[str] = (),
) -> CityScore:
    """Points of one city in every dimension and over all criteria together (not a mean of means).

    Args:
        answers, criteria, today, rules, searched: As in :func:`score_criteria`.
    """
    tallies = {dimension: _Tally() for dimension in Dimension}
    for criterion in criteria:
        if criterion.is_scored:
            answer = answers.get(criterion.criterion_id)
            tallies[criterion.dimension_id].add(answer, criterion, today, rules, searched)
    whole = _Tally()
    for tally in tallies.values():
        whole.merge(tally)
    return CityScore(
        city_id=city_id,
        whole=whole.score(rules),
        dimensions={dimension: tally.score(rules) for dimension, tally in tallies.items()},
    )


def label_of(score: Score | None) -> Label | None:
    """The words for a score; None (« documentation insuffisante »): under half is known, or no score.

    One word needs both ends in the same quarter, hence 75 % or more of the criteria known.
    """
    if score is None or score.coverage < LABEL_COVERAGE:
        return None
    return Label(low=_band(score.documented), high=_band(score.possible))


def order_of(first: Score | None, second: Score | None) -> Order:
    """Which of two documents more than the other could have; undecided if the intervals touch.

    A decided order holds whatever the unknown criteria turn out to be.
    """
    if first is None or second is None:
        return Order.UNDECIDED
    if first.documented > second.possible + NOISE:
        return Order.FIRST_MORE
    if second.documented > first.possible + NOISE:
        return Order.SECOND_MORE
    return Order.UNDECIDED


def pairs_told_apart(scores: Iterable[Score | None]) -> PairsToldApart:
    """Count the pairs that :func:`order_of` decides, without looking at each pair.

    Args:
        scores: One for each city; None is a city that no order can be given to.
    """
    held = list(scores)
    documented = sorted(score.documented for score in held if score is not None)
    possible = [score.possible for score in held if score is not None]
    told_apart = sum(len(documented) - bisect_right(documented, end + NOISE) for end in possible)
    return PairsToldApart(told_apart=told_apart, pairs=len(held) * (len(held) - 1) // 2)


def _band(share: float) -> Band:
    return _BANDS[min(int((share + NOISE) * len(_BANDS)), len(_BANDS) - 1)]


class _Tally:
    """Number of criteria in each state, and of those whose answer is over 36 months old."""

    __slots__ = ("counts", "stale")

    def __init__(self) -> None:
        self.counts = _NOTHING.copy()
        self.stale = _NOTHING.copy()

    def add(
        self,
        answer: CriterionAnswer | None,
        criterion: CriterionDefinition,
        today: date,
        rules: Rules,
        searched: Collection[str],
    ) -> None:
        if answer is None:
            is_no = (
                rules.public_reading
                and criterion.is_public_by_nature
                and criterion.criterion_id in searched
            )
            self.counts[Answer.NO if is_no else Answer.UNKNOWN] += 1
        elif not is_stale(answer.as_of, today):
            self.counts[answer.answer] += 1
        elif rules.stale_is_unknown:
            self.counts[Answer.UNKNOWN] += 1
        else:
            self.counts[answer.answer] += 1
            self.stale[answer.answer] += 1

    def merge(self, other: _Tally) -> None:
        for state in _NOTHING:
            self.counts[state] += other.counts[state]
            self.stale[state] += other.stale[state]

    def score(self, rules: Rules) -> Score | None:
        yes, partial = self.counts[Answer.YES], self.counts[Answer.PARTIAL]
        no, unknown = self.counts[Answer.NO], self.counts[Answer.UNKNOWN]
        applicable = yes + partial + no + unknown
        if not applicable:
            return None
        stale_yes, stale_partial = self.stale[Answer.YES], self.stale[Answer.PARTIAL]
        return Score(
            counts=self.counts,
            earned=yes + partial * rules.partial,
            missed=no + partial * (1 - rules.partial),
            unknown=float(unknown),
            applicable=applicable,
            stale=stale_yes + stale_partial + self.stale[Answer.NO],
            stale_earned=stale_yes + stale_partial * rules.partial,
        )
