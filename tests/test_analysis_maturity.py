"""The score is an interval: three amounts that add up, words and orders only where evidence allows."""

import csv
import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import isclose, nan
from pathlib import Path

import pytest
from factories import make_answer, make_city, make_dataset, make_source
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_dataset

from analysis.coverage import coverage_of
from analysis.criteria_counts import criterion_counts, grades_of, ladder_places
from analysis.maturity import (
    PARTIAL_VALUES,
    Band,
    Label,
    Order,
    Rules,
    label_of,
    order_of,
    pairs_told_apart,
    score_city,
    score_criteria,
)
from analysis.peers import comparable_cities
from analysis.questions import questions_to_ask
from analysis.what_if import what_if
from data.dates import STALE_AFTER_MONTHS, PartialDate, is_stale, months_after
from data.schema import Answer, Dimension, EvidenceGrade, SourceKind

PUBLISHED = shipped_dataset()
CRITERIA = tuple(PUBLISHED.criteria.values())
SCORED = [criterion.criterion_id for criterion in CRITERIA if criterion.is_scored]
PUBLIC = {criterion.criterion_id for criterion in CRITERIA if criterion.is_public_by_nature}
TODAY = date(2026, 11, 24)
FRESH, OLD = PartialDate(2026, 5), PartialDate(2020)
NOBODY_TOLD = {}
GOLDEN = Path(__file__).parent / "golden" / "maturity.csv"
SIGNS = {"y": "yes", "p": "partial", "n": "no", "a": "not_applicable"}
POINTS = ("earned", "missed", "unknown", "applicable", "stale", "stale_earned")
KNOWN = ("yes", "partial", "no")


def answers_from(states, as_of=FRESH):
    """Answers by criterion, from states or from (state, date)."""
    return {
        key: make_answer(key, state, as_of=as_of)
        if isinstance(state, str)
        else make_answer(key, state[0], as_of=state[1])
        for key, state in states.items()
    }


def score_of(states, rules=Rules(), criteria=CRITERIA, searched=()):  # noqa: B008 (frozen)
    return score_criteria(answers_from(states), criteria, TODAY, rules, searched=searched)


def first(count, state):
    return dict.fromkeys(SCORED[:count], state)


def states_of(keys=tuple(PUBLISHED.criteria), also=()):
    """Any states of some criteria; those left out are unknown."""
    dates = st.sampled_from([FRESH, OLD, PartialDate(2023, 11), None])
    states = st.sampled_from(["yes", "partial", "no", "not_applicable", *also])
    return st.dictionaries(st.sampled_from(list(keys)), st.tuples(states, dates))


any_states = states_of()
any_rules = st.builds(
    Rules,
    partial=st.sampled_from(PARTIAL_VALUES),
    stale_is_unknown=st.booleans(),
    public_reading=st.booleans(),
)
any_searched = st.sets(st.sampled_from(list(PUBLISHED.criteria)))


# ---- silence -----------------------------------------------------------------------------------


def test_silence_is_not_failure():
    score = score_of(NOBODY_TOLD)
    assert (score.earned, score.missed, score.unknown, score.applicable) == (0, 0, 23, 23)
    assert (score.documented, score.possible, score.coverage) == (0, 1, 0)
    assert score.counts[Answer.NO] == 0
    assert label_of(score) is None


def test_a_city_that_says_no_and_a_city_that_says_nothing_are_told_apart():
    silent, refusing = score_of(NOBODY_TOLD), score_of(first(23, "no"))
    assert (refusing.missed, refusing.unknown, refusing.possible) == (23, 0, 0)
    assert label_of(refusing) == Label(low=Band.LITTLE, high=Band.LITTLE)
    assert order_of(silent, score_of(first(23, "yes"))) is Order.UNDECIDED
    assert order_of(refusing, score_of(first(23, "yes"))) is Order.SECOND_MORE


# ---- three amounts -----------------------------------------------------------------------------


@given(any_states, any_rules, any_searched)
def test_the_three_amounts_add_up_to_what_is_applicable(states, rules, searched):
    scores = score_city("x", answers_from(states), CRITERIA, TODAY, rules, searched=searched)
    for score in (scores.whole, *scores.dimensions.values()):
        if score is not None:
            assert score.earned + score.missed + score.unknown == score.applicable
            known = sum(score.counts[Answer(state)] for state in KNOWN)
            assert known + score.counts[Answer.UNKNOWN] == score.applicable
            assert 0 <= score.stale <= known
            assert 0 <= score.stale_earned <= score.earned


@given(any_states, any_rules)
def test_the_width_of_the_interval_is_the_share_of_unknown(states, rules):
    score = score_of(states, rules)
    if score is not None:
        assert isclose(score.possible - score.documented, 1 - score.coverage, abs_tol=1e-15)
        width = Fraction(score.earned + score.unknown) - Fraction(score.earned)
        assert width == score.counts[Answer.UNKNOWN]
        assert 0 <= score.documented <= score.possible <= 1


@given(any_states, any_rules)
def test_the_whole_is_the_sum_of_its_dimensions_and_not_a_mean_of_means(states, rules):
    answers = answers_from(states)
    scores = score_city("x", answers, CRITERIA, TODAY, rules)
    parts = [score for score in scores.dimensions.values() if score is not None]
    assert scores.whole == score_criteria(answers, CRITERIA, TODAY, rules)
    assert list(scores.dimensions) == list(Dimension)
    for name in POINTS:
        whole = getattr(scores.whole, name) if scores.whole else 0
        assert whole == sum(getattr(part, name) for part in parts)
    for dimension, score in scores.dimensions.items():
        own = [criterion for criterion in CRITERIA if criterion.dimension_id is dimension]
        assert score == score_criteria(answers, own, TODAY, rules)


@given(any_states)
def test_states_are_counted_as_the_coverage_counts_them(states):
    answers = answers_from(states)
    score = score_criteria(answers, CRITERIA, TODAY)
    counted = coverage_of(answers, CRITERIA).counts
    if score is None:
        assert counted[Answer.NOT_APPLICABLE] == 23
    else:
        assert score.counts == counted
        assert list(score.counts) == list(Answer)


@given(any_states, any_rules, st.sampled_from(SCORED), st.sampled_from([*KNOWN, "not_applicable"]))
def test_learning_never_widens_the_interval(states, rules, criterion_id, answer):
    before = {key: state for key, state in states.items() if key != criterion_id}
    after = before | {criterion_id: (answer, FRESH)}
    wide, narrow = score_of(before, rules), score_of(after, rules)
    if narrow is not None:
        assert wide.documented <= narrow.documented
        assert narrow.possible <= wide.possible


def test_what_does_not_apply_leaves_the_count():
    vision = [criterion for criterion in CRITERIA if criterion.dimension_id is Dimension.VISION]
    score = score_of({"VIS1": "not_applicable", "VIS2": "yes"}, criteria=vision)
    assert (score.earned, score.unknown, score.applicable) == (1, 2, 3)
    assert score.coverage == 1 / 3
    assert score.counts[Answer.NOT_APPLICABLE] == 1


def test_where_nothing_applies_there_is_no_score():
    scores = score_city("x", answers_from(first(23, "not_applicable")), CRITERIA, TODAY)
    assert scores.whole is None
    assert set(scores.dimensions.values()) == {None}
    assert label_of(scores.whole) is None


@given(any_states, st.randoms(use_true_random=False))
def test_the_order_of_the_criteria_changes_nothing(states, shuffler):
    criteria = list(CRITERIA)
    shuffler.shuffle(criteria)
    answers = answers_from(states)
    turned = dict(reversed(answers.items()))
    assert score_city("x", answers, CRITERIA, TODAY) == score_city("x", turned, criteria, TODAY)


@given(any_states, any_rules, st.sampled_from([*KNOWN, "not_applicable"]))
def test_the_context_criterion_never_changes_a_score(states, rules, answer):
    without = {key: state for key, state in states.items() if key != "GOV4"}
    for date_of_answer in (FRESH, OLD):
        told = without | {"GOV4": (answer, date_of_answer)}
        first_scores, second_scores = (
            score_city("x", answers_from(each), CRITERIA, TODAY, rules) for each in (without, told)
        )
        assert first_scores == second_scores


@pytest.mark.parametrize("partial", [0, 1, -0.5, 1.5, nan])
def test_a_partial_answer_is_worth_more_than_nothing_and_less_than_yes(partial):
    with pytest.raises(ValueError, match="partial"):
        Rules(partial=partial)


# ---- age ---------------------------------------------------------------------------------------


def test_an_old_answer_keeps_its_points_which_are_told_apart():
    states = {"DAT1": ("yes", OLD), "DAT2": ("partial", OLD), "DAT3": ("no", OLD), "DAT4": "yes"}
    score = score_of(states)
    assert (score.earned, score.stale, score.stale_earned) == (2.5, 3, 1.5)


def test_an_undated_answer_is_not_old():
    assert score_of({"DAT1": ("yes", None)}).stale == 0


def test_an_answer_is_old_from_the_day_after_36_months_counted_from_the_end_of_its_period():
    states = {"DAT1": ("yes", PartialDate(2023, 11))}
    last_day = date(2026, 11, 30)
    for today, stale in ((last_day, 0), (last_day + timedelta(days=1), 1)):
        assert score_criteria(answers_from(states), CRITERIA, today).stale == stale


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(1, 3),
)
def test_the_short_way_to_an_age_gives_the_same_age(day, today, precision):
    when = PartialDate(*(day.year, day.month, day.day)[:precision])
    assert is_stale(when, today) == (today > months_after(when.last_day, STALE_AFTER_MONTHS))


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 3), st.integers(-40, 40))
def test_the_short_way_to_an_age_gives_the_same_age_about_its_end(day, precision, days):
    when = PartialDate(*(day.year, day.month, day.day)[:precision])
    end = months_after(when.last_day, STALE_AFTER_MONTHS)
    assert is_stale(when, end + timedelta(days=days)) == (days > 0)


def test_old_answers_become_unknown_if_the_visitor_wants():
    score = score_of({"DAT1": ("yes", OLD), "DAT2": "yes"}, Rules(stale_is_unknown=True))
    assert (score.earned, score.unknown, score.stale, score.stale_earned) == (1, 22, 0, 0)


@given(any_states)
def test_leaving_out_old_answers_only_widens_the_interval(states):
    kept, left_out = score_of(states), score_of(states, Rules(stale_is_unknown=True))
    if kept is not None:
        assert left_out.documented <= kept.documented
        assert kept.possible <= left_out.possible


# ---- searches ----------------------------------------------------------------------------------


@given(any_states, any_searched)
def test_a_search_that_found_nothing_stays_unknown_in_the_wide_interval(states, searched):
    assert score_of(states, searched=searched) == score_of(states)


def test_the_public_reading_counts_such_a_search_for_criteria_public_by_nature_only():
    assert {"DAT1"} <= PUBLIC
    assert "GOV1" not in PUBLIC
    score = score_of({}, Rules(public_reading=True), searched={"DAT1", "GOV1"})
    assert (score.missed, score.unknown) == (1, 22)
    assert score.counts[Answer.NO] == 1


@given(any_states, any_searched, st.booleans())
def test_the_public_reading_lies_inside_the_wide_interval(states, searched, stale_is_unknown):
    wide = score_of(states, Rules(stale_is_unknown=stale_is_unknown), searched=searched)
    rules = Rules(stale_is_unknown=stale_is_unknown, public_reading=True)
    narrow = score_of(states, rules, searched=searched)
    if wide is not None:
        assert narrow.documented == wide.documented
        assert narrow.possible <= wide.possible


def test_a_search_says_nothing_of_a_criterion_that_has_an_answer_even_an_old_one():
    rules = Rules(public_reading=True, stale_is_unknown=True)
    score = score_of({"DAT1": ("yes", OLD)}, rules, searched={"DAT1"})
    assert (score.missed, score.unknown) == (0, 23)


# ---- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "of", "band"),
    [
        (0, 4, Band.LITTLE),
        (1, 4, Band.STARTED),
        (10, 23, Band.STARTED),
        (2, 4, Band.ENGAGED),
        (10, 20, Band.ENGAGED),
        (3, 4, Band.STRUCTURED),
        (9, 12, Band.STRUCTURED),
        (23, 23, Band.STRUCTURED),
    ],
)
def test_a_quarter_holds_its_lower_end_and_the_last_one_holds_all(yes, of, band):
    states = first(23, "not_applicable") | first(of, "no") | first(yes, "yes")
    assert label_of(score_of(states)) == Label(low=band, high=band)


@given(st.floats(0.01, 0.99), st.integers(1, 23), st.integers(0, 23), st.integers(0, 23))
def test_no_noise_of_numbers_moves_a_word(partial, applicable, partials, yes):
    partial = round(partial, 3)
    states = first(23, "not_applicable") | first(applicable, "no")
    states |= first(min(applicable, yes + partials), "partial") | first(min(applicable, yes), "yes")
    score = score_of(states, Rules(partial=partial))
    earned = score.counts[Answer.YES] + score.counts[Answer.PARTIAL] * Fraction(str(partial))
    quarter = min(int(4 * earned / applicable), 3)
    assert label_of(score).low is list(Band)[quarter]
    assert isclose(score.earned + score.missed + score.unknown, score.applicable)


@given(any_states, any_rules)
def test_one_word_needs_three_quarters_known_and_a_range_needs_half(states, rules):
    for score in score_city("x", answers_from(states), CRITERIA, TODAY, rules).dimensions.values():
        label = label_of(score)
        if score is None or score.unknown * 2 > score.applicable:
            assert label is None
        elif score.unknown * 4 > score.applicable:
            assert label.is_range
        else:
            assert label is not None


def test_half_known_is_enough_for_a_range_of_words():
    dimension = [criterion for criterion in CRITERIA if criterion.dimension_id is Dimension.DATA]
    half = score_of({"DAT1": "yes", "DAT2": "no"}, criteria=dimension)
    assert label_of(half) == Label(low=Band.STARTED, high=Band.STRUCTURED)
    assert label_of(half).is_range
    assert label_of(score_of({"DAT1": "yes"}, criteria=dimension)) is None


# ---- pairs -------------------------------------------------------------------------------------


@given(any_states, any_states, any_rules, st.data())
def test_a_decided_order_holds_whatever_the_unknown_turns_out_to_be(one, other, rules, data):
    rules = replace(rules, stale_is_unknown=False)
    order = order_of(score_of(one, rules), score_of(other, rules))
    if order is Order.UNDECIDED:
        return
    full = []
    for states in (one, other):
        missing = [key for key in SCORED if key not in states]
        guesses = data.draw(
            st.lists(st.sampled_from(KNOWN), min_size=len(missing), max_size=len(missing))
        )
        full.append(score_of(states | dict(zip(missing, guesses, strict=True)), rules).documented)
    assert (full[0] > full[1]) is (order is Order.FIRST_MORE)
    assert full[0] != full[1]


def test_intervals_that_touch_are_not_told_apart():
    low = score_of(first(23, "no") | first(11, "yes"))
    touching = score_of(first(23, "no") | dict.fromkeys(SCORED[12:], "yes"))
    assert low.possible == touching.documented
    assert order_of(low, touching) is order_of(touching, low) is Order.UNDECIDED
    more = score_of(first(23, "no") | first(12, "yes"))
    assert order_of(more, low) is Order.FIRST_MORE
    assert order_of(low, more) is Order.SECOND_MORE


def test_no_noise_of_numbers_orders_two_equal_cities():
    rules = Rules(partial=0.1)
    one, three = (
        score_of(first(23, "not_applicable") | first(count, "partial"), rules) for count in (1, 3)
    )
    assert one.documented < three.possible  # the same share, computed in two ways
    assert isclose(one.documented, three.possible)
    assert order_of(one, three) is order_of(three, one) is Order.UNDECIDED
    assert pairs_told_apart([one, three]).told_apart == 0


def test_a_city_without_a_score_is_ordered_with_nobody():
    nothing, full = score_of(first(23, "not_applicable")), score_of(first(23, "yes"))
    assert order_of(nothing, full) is order_of(full, nothing) is Order.UNDECIDED


@given(st.lists(any_states, max_size=6))
def test_pairs_are_counted_as_if_each_one_was_looked_at(several):
    # Mostly known cities: else no pair is ever told apart and nothing is tested.
    shift = [first(23, ("yes", "no")[place % 2]) | each for place, each in enumerate(several)]
    scores = [score_of(states) for states in shift]
    pairs = list(itertools.combinations(scores, 2))
    counted = pairs_told_apart(scores)
    decided = sum(order_of(*pair) is not Order.UNDECIDED for pair in pairs)
    assert (counted.told_apart, counted.pairs) == (decided, len(pairs))


# ---- worked out by hand ------------------------------------------------------------------------


def golden_cities():
    rows = defaultdict(dict)
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["city_id"]][row["dimension"]] = row
    return dict(rows)


def answers_of_signs(dimension, signs):
    return {
        f"{dimension}{number}": make_answer(
            f"{dimension}{number}", SIGNS[sign[0]], as_of=OLD if sign.endswith("*") else FRESH
        )
        for number, sign in enumerate(signs.split(), start=1)
        if sign != "-"
    }


@pytest.mark.parametrize(("city_id", "rows"), golden_cities().items())
def test_scores_are_those_worked_out_by_hand(city_id, rows):
    answers = {}
    for dimension in Dimension:
        answers |= answers_of_signs(dimension, rows[dimension]["answers"])
    counts_all = city_id == "worked-example"
    criteria = [replace(each, is_scored=each.is_scored or counts_all) for each in CRITERIA]
    scores = score_city(city_id, answers, criteria, TODAY)
    for name, row in rows.items():
        score = scores.whole if name == "whole" else scores.dimensions[Dimension(name)]
        assert {point: getattr(score, point) for point in POINTS} == {
            point: float(row[point]) for point in POINTS
        }, name
        assert score.documented == float(Fraction(row["documented"])), name
        assert score.possible == float(Fraction(row["possible"])), name


def test_the_worked_example_of_the_method_says_42_and_92_per_cent():
    row = golden_cities()["worked-example"]["whole"]
    assert round(100 * Fraction(row["documented"])) == 42
    assert round(100 * Fraction(row["possible"])) == 92


# ---- published data ----------------------------------------------------------------------------


@pytest.mark.parametrize("city_id", PUBLISHED.cities)
@pytest.mark.parametrize("partial", PARTIAL_VALUES)
def test_every_published_city_keeps_the_rules_of_the_method(city_id, partial):
    answers = PUBLISHED.answers_of_city(city_id)
    scores = score_city(city_id, answers, CRITERIA, TODAY, Rules(partial=partial))
    assert scores.city_id == city_id
    assert scores.whole.counts == coverage_of(answers, CRITERIA).counts
    for score in (scores.whole, *scores.dimensions.values()):
        if score is not None:
            assert score.earned + score.missed + score.unknown == score.applicable
            assert 0 <= score.documented <= score.possible <= 1
            label = label_of(score)
            assert label is None or label.is_range or score.coverage >= 0.75


def test_scoring_changes_no_record():
    before = dict(PUBLISHED.answers_of_city("hue"))
    score_city("hue", PUBLISHED.answers_of_city("hue"), CRITERIA, TODAY)
    assert dict(PUBLISHED.answers_of_city("hue")) == before


# ---- criteria, steps, evidence -----------------------------------------------------------------


def test_each_city_is_in_one_state_of_each_criterion_and_silence_is_unknown():
    cities = [make_city("one"), make_city("two")]
    answers = [
        make_answer("DAT1", "partial", city_id="two", as_of=OLD),
        make_answer("GOV4", "yes", city_id="one"),
    ]
    dataset = make_dataset(cities=cities, criteria=answers)
    counts = {each.criterion_id: each for each in criterion_counts(dataset, ["two", "one"], TODAY)}
    assert list(counts) == list(dataset.criteria)
    assert counts["DAT1"].cities == {
        Answer.YES: (),
        Answer.PARTIAL: ("two",),
        Answer.NO: (),
        Answer.NOT_APPLICABLE: (),
        Answer.UNKNOWN: ("one",),
    }
    assert counts["DAT1"].stale == {"two"}
    assert counts["GOV4"].cities[Answer.YES] == ("one",)
    assert counts["GOV4"].stale == set()
    assert counts["INC1"].cities[Answer.UNKNOWN] == ("two", "one")


def test_only_the_cities_asked_for_are_counted():
    counts = criterion_counts(PUBLISHED, ["hue", "kep"], TODAY)
    for each in counts:
        named = [city_id for cities in each.cities.values() for city_id in cities]
        assert sorted(named) == ["hue", "kep"]
        assert each.stale <= set(named)


def test_a_city_without_a_word_about_its_vision_stands_on_no_step():
    states = {"documented": ("VIS1", "partial"), "adopted": ("VIS1", "yes"), "silent": None}
    answers = [
        make_answer(state[0], state[1], city_id=city_id)
        for city_id, state in states.items()
        if state
    ]
    answers += [
        make_answer("VIS2", "yes", city_id="adopted"),
        make_answer("DAT1", city_id="silent"),
    ]
    dataset = make_dataset(cities=[make_city(name) for name in states], criteria=answers)
    places = ladder_places(dataset, states)
    assert places.steps == (
        (None, ("documented",)),
        ("VIS1", ()),
        ("VIS2", ("adopted",)),
        ("VIS3", ()),
        ("VIS4", ()),
    )
    assert places.undocumented == ("silent",)


def test_every_published_city_has_one_place_on_the_ladder_or_beside_it():
    places = ladder_places(PUBLISHED, PUBLISHED.cities)
    named = [city_id for _, cities in places.steps for city_id in cities]
    assert sorted([*named, *places.undocumented]) == sorted(PUBLISHED.cities)


def test_an_answer_has_the_grade_of_its_best_source():
    kinds = {"a": SourceKind.INTERGOVERNMENTAL, "b": SourceKind.PRESS, "c": SourceKind.COMPANY}
    sources = {name: make_source(name, kind=kind) for name, kind in kinds.items()}
    answers = [
        make_answer("DAT1", source_ids=("c", "a")),
        make_answer("DAT2", source_ids=("c", "b")),
        make_answer("DAT3", source_ids=("b",)),
    ]
    assert grades_of(answers, sources) == {
        EvidenceGrade.A: 1,
        EvidenceGrade.B: 2,
        EvidenceGrade.C: 0,
        EvidenceGrade.D: 0,
    }
    with pytest.raises(KeyError):
        grades_of([make_answer(source_ids=("gone",))], sources)


# ---- questions ---------------------------------------------------------------------------------


def neighbours(*answers):
    """Three cities of one country and size: ``testville`` and two it can be compared with."""
    cities = [make_city(), make_city("near"), make_city("next")]
    return make_dataset(cities=cities, criteria=answers)


def asked(dataset, limit=None):
    questions = questions_to_ask(dataset.cities["testville"], dataset, limit)
    return {question.criterion_id: question.practised_by for question in questions}


def test_a_question_is_what_is_unknown_here_and_practised_in_a_comparable_city():
    dataset = neighbours(
        make_answer("DAT1", "yes", city_id="near"),
        make_answer("DAT1", "partial", city_id="next"),
        make_answer("DAT2", "no", city_id="near"),
        make_answer("DAT3", "yes", city_id="near"),
        make_answer("DAT3", "no"),
        make_answer("GOV4", "yes", city_id="near"),
    )
    assert asked(dataset) == {"DAT1": ("near", "next")}


def test_the_dimension_that_is_known_least_is_asked_about_first():
    practised = [
        make_answer(key, "yes", city_id="near") for key in ("VIS1", "GOV2", "DAT2", "DAT1", "INC1")
    ]
    known = [make_answer("VIS4"), make_answer("GOV1"), make_answer("INC4", "not_applicable")]
    dataset = neighbours(*practised, *known)
    # Unknown: DAT 4 of 4, INC 3 of 3 that apply, VIS 3 of 4, GOV 2 of 3.
    assert list(asked(dataset)) == ["DAT1", "DAT2", "INC1", "VIS1", "GOV2"]
    assert list(asked(dataset, 2)) == ["DAT1", "DAT2"]
    assert asked(dataset, 0) == {}


@pytest.mark.parametrize("city_id", ["hue", "kep", "siem-reap"])
def test_published_questions_name_comparable_cities_that_practise(city_id):
    city = PUBLISHED.cities[city_id]
    peers = {peer.city.city_id for peer in comparable_cities(city, PUBLISHED)}
    questions = questions_to_ask(city, PUBLISHED)
    assert questions
    for question in questions:
        assert question.criterion_id in SCORED
        assert question.criterion_id not in PUBLISHED.answers_of_city(city_id)
        assert question.practised_by
        for other in question.practised_by:
            assert other in peers
            answer = PUBLISHED.answers_of_city(other)[question.criterion_id].answer
            assert answer in {Answer.YES, Answer.PARTIAL}


# ---- what if -----------------------------------------------------------------------------------


def test_the_published_rules_change_no_statement():
    found = what_if(PUBLISHED, list(PUBLISHED.cities), TODAY, Rules())
    assert (found.labels.changed, found.pairs.changed, found.city_ids) == (0, 0, ())
    cities = len(PUBLISHED.cities)
    assert found.labels.total == 7 * cities
    assert found.whole.total == cities
    assert found.pairs.total == cities * (cities - 1) // 2


@pytest.mark.parametrize(
    "rules", [Rules(partial=0.25), Rules(partial=0.75), Rules(stale_is_unknown=True)]
)
def test_statements_that_change_are_counted_one_by_one(rules):
    names = list(PUBLISHED.cities)
    found = what_if(PUBLISHED, names, TODAY, rules)
    before, after = (
        [score_city(name, PUBLISHED.answers_of_city(name), CRITERIA, TODAY, each) for name in names]
        for each in (Rules(), rules)
    )
    for dimension in Dimension:
        assert found.dimensions[dimension].changed == sum(
            label_of(old.dimensions[dimension]) != label_of(new.dimensions[dimension])
            for old, new in zip(before, after, strict=True)
        )
    pairs = itertools.combinations(range(len(names)), 2)
    assert found.pairs.changed == sum(
        order_of(before[a].whole, before[b].whole) != order_of(after[a].whole, after[b].whole)
        for a, b in pairs
    )
    assert found.labels.changed >= len(found.city_ids) > 0


def test_one_city_one_word_changes_with_the_value_of_partial():
    answers = [make_answer(key, "partial") for key in ("DAT1", "DAT2", "DAT3", "DAT4")]
    dataset = make_dataset(criteria=answers)
    found = what_if(dataset, ["testville"], TODAY, Rules(partial=0.25))
    assert (found.labels.changed, found.labels.total) == (1, 7)
    assert found.dimensions[Dimension.DATA].changed == 1
    assert found.city_ids == ("testville",)


def test_logged_searches_change_words_only_in_the_public_reading():
    answers = [make_answer("ECO3"), make_answer("ECO4", "no")]
    definitions = list(CRITERIA)
    dataset = make_dataset(criteria=answers, criterion_definitions=definitions)
    searched = {"testville": {"ECO1", "ECO2"}}
    wide = what_if(dataset, ["testville"], TODAY, Rules(), searched)
    narrow = what_if(dataset, ["testville"], TODAY, Rules(public_reading=True), searched)
    assert (wide.labels.changed, narrow.labels.changed) == (0, 1)


def test_an_order_that_turns_round_is_one_statement():
    cities = [make_city("one"), make_city("two")]
    answers = [make_answer(key, "partial", city_id="one") for key in SCORED]
    answers += [
        make_answer(key, "yes" if place < 10 else "no", city_id="two")
        for place, key in enumerate(reversed(SCORED))
    ]
    dataset = make_dataset(cities=cities, criteria=answers)
    # Half points: 11.5 against 10; quarter points: 5.75 against 10.
    found = what_if(dataset, ["one", "two"], TODAY, Rules(partial=0.25))
    assert (found.pairs.changed, found.pairs.total) == (1, 1)
