"""``python -m benchmarks.scoring``: how long scoring takes for many cities, and how it grows.

Cities are invented in memory: 24 criteria each, all states, dates of every precision and age. No page is
opened and no server is started, so these figures are of the method alone.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from analysis.maturity import CityScore, Label, label_of, pairs_told_apart, score_city
from benchmarks.figures import NOTHING, Measure, aim, as_markdown, median_range, ratio, short
from benchmarks.synthetic import SEED
from data.dates import PartialDate
from data.load import load_dataset
from data.schema import Answer, CriterionAnswer, CriterionDefinition

TITLE = "Scoring, without any page"
SIZES = (1_000, 10_000, 100_000)
RUNS = 3
AIMS = {10_000: 1_000.0}
"""Milliseconds for scoring all cities, by number of cities."""

WEIGHTS = {
    Answer.YES: 5,
    Answer.PARTIAL: 5,
    Answer.NO: 2,
    Answer.NOT_APPLICABLE: 1,
    Answer.UNKNOWN: 11,
}
"""How often each state is drawn; about half of the criteria stay unknown."""

Answers = Mapping[str, CriterionAnswer]
Values = Mapping[str, Sequence[float]]
_Result = TypeVar("_Result")

MEASURES = (
    Measure(name="score", label="scores of all cities, whole and by dimension", aims=AIMS),
    Measure(name="label", label="labels of all cities, whole and by dimension"),
    Measure(name="pairs", label="pairs told apart"),
)


def synthetic_answers(size: int, criterion_ids: Sequence[str], today: date) -> list[Answers]:
    """Answers of ``size`` invented cities by criterion, the same at each call."""
    draw = random.Random(SEED)
    states = list(WEIGHTS)
    weights = list(WEIGHTS.values())
    return [
        {
            criterion_id: CriterionAnswer(
                city_id=f"synthetic-{number:06d}",
                criterion_id=criterion_id,
                answer=state,
                note_fr="",
                note_en="",
                as_of=_some_date(draw, today),
                source_ids=(),
            )
            for criterion_id, state in zip(
                criterion_ids, draw.choices(states, weights, k=len(criterion_ids)), strict=True
            )
            if state is not Answer.UNKNOWN
        }
        for number in range(size)
    ]


def _some_date(draw: random.Random, today: date) -> PartialDate | None:
    """A date of the last eight years known to the year, month or day; one in ten is missing."""
    if draw.random() < 0.1:
        return None
    parts = (today.year - draw.randrange(8), draw.randint(1, 12), draw.randint(1, 28))
    return PartialDate(*parts[: draw.randint(1, 3)])


def score_all(
    cities: Sequence[Answers], criteria: Sequence[CriterionDefinition], today: date
) -> list[CityScore]:
    """Scores of every city with the published rules."""
    return [
        score_city(str(number), answers, criteria, today) for number, answers in enumerate(cities)
    ]


def measure(size: int, runs: int = RUNS) -> Values:
    """Processor milliseconds of each measure at one size, one value for each run."""
    dataset = load_dataset()
    criteria, today = tuple(dataset.criteria.values()), dataset.published_on
    cities = synthetic_answers(size, tuple(dataset.criteria), today)
    values: dict[str, list[float]] = {each.name: [] for each in MEASURES}
    for _ in range(runs):
        spent, scores = _timed(score_all, cities, criteria, today)
        values["score"].append(spent)
        spent, _ = _timed(_label_all, scores)
        values["label"].append(spent)
        spent, _ = _timed(pairs_told_apart, [city.whole for city in scores])
        values["pairs"].append(spent)
    return values


def _label_all(scores: Sequence[CityScore]) -> list[Label | None]:
    return [label_of(score) for city in scores for score in (city.whole, *city.dimensions.values())]


def _timed(work: Callable[..., _Result], *arguments: object) -> tuple[float, _Result]:
    """Processor milliseconds of one call, and its result; old rubbish is collected first."""
    gc.collect()
    start = time.process_time()
    result = work(*arguments)
    return (time.process_time() - start) * 1000, result


def scoring_table(results: Mapping[int, Values]) -> list[list[str]]:
    """Rows with their head: each measure at each size, how many times longer it gets, the aim.

    Args:
        results: Values by number of cities.
    """
    sizes = sorted(results)
    steps = list(itertools.pairwise(sizes))
    head = [f"{short(size)} cities" for size in sizes]
    head += [f"{short(a)} → {short(b)} (× {b / a:.1f})" for a, b in steps]
    rows = [["measure, ms of processor", *head, "aim"]]
    for each in MEASURES:
        values = {size: results[size].get(each.name) for size in sizes}
        judged = [
            f"{short(size)}: {aim(each, size, values[size])}" for size in sizes if size in each.aims
        ]
        cells = [median_range(values[size]) for size in sizes]
        cells += [ratio(values[b], values[a]) for a, b in steps]
        rows.append([each.label, *cells, "; ".join(judged) or NOTHING])
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoring", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="comma between")
    parser.add_argument("--runs", type=int, default=RUNS, help="times each size is scored")
    chosen = parser.parse_args(arguments)
    sizes = [int(part) for part in chosen.sizes.split(",")]
    results = {size: measure(size, chosen.runs) for size in sizes}
    print(as_markdown(scoring_table(results)))


if __name__ == "__main__":
    main()
