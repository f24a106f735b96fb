"""Facts of the second round table: what documents a form, an actor, a rule, a factor, a practice."""

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_factor,
    make_project,
    make_source,
)

from analysis.practices import practice, practices, to_visit
from analysis.round_table_2 import actor_counts, collaboration, extremes, factor_counts, rules
from data.dates import PartialDate
from data.schema import (
    Actor,
    Answer,
    CollaborationForm,
    FactorCategory,
    FactorKind,
    ProjectStage,
)

PLACE, DATA = CollaborationForm.PLACE, CollaborationForm.OPEN_DATA
PARTNERSHIP, PLATFORM = CollaborationForm.PARTNERSHIP, CollaborationForm.SHARED_PLATFORM


def state(form, projects=(), answers=()):
    """State of one form in one city."""
    dataset = make_dataset(projects=list(projects), criteria=list(answers))
    return collaboration(dataset, ["testville"]).states["testville"][form]


# ---- extremes


def test_extremes_keep_every_tie_in_the_order_given():
    found = extremes({"a": 3, "b": 1, "c": 3, "d": 1})
    assert (found.highest, found.high) == (("a", "c"), 3)
    assert (found.lowest, found.low) == (("b", "d"), 1)


def test_extremes_of_nothing_belong_to_nobody():
    found = extremes({})
    assert (found.highest, found.lowest, found.high, found.low) == ((), (), 0, 0)


# ---- forms of collaboration


def test_silence_is_unknown_never_no():
    dataset = make_dataset()
    found = collaboration(dataset, ["testville"])
    assert set(found.states["testville"].values()) == {Answer.UNKNOWN}
    assert found.unknown == ("testville",)
    assert found.source_ids == ()


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("pilot", "yes"),
        ("operational", "yes"),
        ("scaled", "yes"),
        ("ended", "yes"),
        ("planned", "partial"),
        ("unknown", "partial"),
    ],
)
def test_a_project_documents_its_forms_once_it_has_begun(stage, expected):
    project = make_project(stage=ProjectStage(stage), collaboration_forms=(PLATFORM,))
    assert state(PLATFORM, [project]) == expected
    assert state(PLACE, [project]) == "unknown"


@pytest.mark.parametrize(
    ("form", "criterion"),
    [
        ("place", "ECO1"),
        ("citizen_interface", "SER2"),
        ("open_data", "DAT1"),
        ("partnership", "ECO3"),
        ("partnership", "ECO4"),
    ],
)
@pytest.mark.parametrize("answer", ["yes", "partial"])
def test_a_criterion_documents_its_form(form, criterion, answer):
    assert state(form, answers=[make_answer(criterion, answer)]) == answer


@pytest.mark.parametrize("answer", ["yes", "partial"])
def test_a_programme_for_entrepreneurs_is_a_partnership_in_part(answer):
    assert state(PARTNERSHIP, answers=[make_answer("ECO2", answer)]) == "partial"


def test_no_needs_every_criterion_of_the_form_to_say_so():
    no = [make_answer(name, "no") for name in ("ECO2", "ECO3", "ECO4")]
    assert state(PARTNERSHIP, answers=no[:2]) == "unknown"
    assert state(PARTNERSHIP, answers=no) == "no"
    mixed = [*no[:2], make_answer("ECO4", "not_applicable")]
    assert state(PARTNERSHIP, answers=mixed) == "no"
    assert state(DATA, answers=[make_answer("DAT1", "not_applicable")]) == "not_applicable"


def test_a_project_outweighs_a_criterion_that_says_no():
    project = make_project(collaboration_forms=(PLACE,))
    assert state(PLACE, [project], [make_answer("ECO1", "no")]) == "yes"


def test_cities_and_sources_are_counted_by_hand():
    dataset = make_dataset(
        sources=[make_source(), make_source("other"), make_source("unused")],
        cities=[make_city("one"), make_city("two"), make_city("three")],
        projects=[
            make_project("p", city_id="one", collaboration_forms=(PLACE, DATA)),
            make_project(
                "q",
                city_id="two",
                collaboration_forms=(PLACE,),
                stage=ProjectStage.PLANNED,
                source_ids=("other",),
            ),
            make_project("r", city_id="three", collaboration_forms=(), source_ids=("unused",)),
        ],
        criteria=[make_answer("DAT1", "yes", city_id="two")],
    )
    found = collaboration(dataset, ["one", "two", "three"])
    assert [found.count(form) for form in (PLACE, DATA, PARTNERSHIP)] == [1, 2, 0]
    assert found.count(PLACE, Answer.PARTIAL) == 1
    assert [found.forms_of(city) for city in ("one", "two", "three")] == [2, 1, 0]
    assert found.unknown == ("three",)
    assert found.source_ids == ("test-source", "other")


# ---- actors


def test_a_project_counts_for_each_of_its_actors():
    found = actor_counts(
        [
            make_project("a", actors=(Actor.PUBLIC, Actor.PRIVATE)),
            make_project("b", actors=(Actor.PUBLIC,)),
            make_project("c", actors=()),
        ]
    )
    assert found.counts == {
        Actor.PUBLIC: 2,
        Actor.PRIVATE: 1,
        Actor.ACADEMIA: 0,
        Actor.CIVIL_SOCIETY: 0,
        Actor.COOPERATION: 0,
    }
    assert (found.total, found.unknown) == (3, 1)


# ---- rules


def test_each_city_stands_in_one_state_of_each_rule():
    dataset = make_dataset(
        cities=[make_city("one"), make_city("two")],
        criteria=[
            make_answer("GOV3", "yes", city_id="one"),
            make_answer("DAT2", "partial", city_id="two"),
            make_answer("VIS1", "yes", city_id="two"),
        ],
    )
    found = rules(dataset, ["one", "two"], ["GOV3", "DAT2"])
    assert found.states == {
        "one": {"GOV3": "yes", "DAT2": "unknown"},
        "two": {"GOV3": "unknown", "DAT2": "partial"},
    }
    assert [found.count("GOV3", answer) for answer in (Answer.YES, Answer.UNKNOWN)] == [1, 1]


# ---- factors


def test_factors_are_counted_by_category_kind_and_city():
    hard = {"kind": FactorKind.DIFFICULTY, "category": FactorCategory.FUNDING}
    dataset = make_dataset(
        cities=[make_city("one"), make_city("two"), make_city("three")],
        projects=[make_project(city_id="one")],
        factors=[
            make_factor("a", city_id="one", project_id="test-project", **hard),
            make_factor("b", city_id="one", **hard),
            make_factor("c", city_id="two", **hard),
            make_factor("d", city_id="two", category=FactorCategory.SKILLS),
        ],
    )
    found = factor_counts(dataset, ["one", "two", "three"])
    first, second, *others = found.rows
    assert (first.category, first.difficulties, first.difficulty_cities) == ("funding", 3, 2)
    assert (first.successes, first.success_cities, first.total) == (0, 0, 3)
    assert (second.category, second.successes, second.success_cities) == ("skills", 1, 1)
    assert len(others) == len(FactorCategory) - 2
    assert not any(row.total for row in others)
    assert found.unknown == ("three",)


def test_categories_cited_as_often_keep_the_order_of_the_vocabulary():
    assert [row.category for row in factor_counts(make_dataset(), []).rows] == list(FactorCategory)


# ---- practices


def test_what_works_is_in_service_or_scaled_up_and_unknown_is_apart():
    found = practices(
        [make_project(stage.value, stage=stage, city_id="one") for stage in ProjectStage]
    )
    assert [project.project_id for project in found.projects] == ["operational", "scaled"]
    assert found.cities == {"one": 2}
    assert (found.unknown, found.total) == (1, len(ProjectStage))
    assert found.forms[PLACE] == ("one",)
    assert found.forms[DATA] == ()


def visits(*projects, limit=3):
    """Ids of the projects to visit; a project is in the city and country its id begins with."""
    sources = [make_source(), make_source("second")]
    names = sorted({project.city_id for project in projects})
    dataset = make_dataset(
        sources=sources,
        countries=[make_country(name.upper()) for name in names],
        cities=[make_city(name, country_iso3=name.upper()) for name in names],
        projects=list(projects),
    )
    return [project.project_id for project in to_visit(dataset, projects, limit)]


def running(project_id, **changes):
    return make_project(
        project_id, city_id=project_id[:3], **{"stage": ProjectStage.OPERATIONAL} | changes
    )


def test_examples_are_of_different_countries():
    assert visits(running("aaa-1"), running("aaa-2"), running("bbb-1")) == ["aaa-1", "bbb-1"]


def test_scaled_comes_first_then_more_sources_then_the_latest_date():
    assert visits(
        running("aaa-old", as_of=PartialDate(2020)),
        running("bbb-new", as_of=PartialDate(2024)),
        running("ccc-known", source_ids=("test-source", "second"), as_of=None),
        running("ddd-scaled", stage=ProjectStage.SCALED, as_of=None),
        limit=4,
    ) == ["ddd-scaled", "ccc-known", "bbb-new", "aaa-old"]


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": ProjectStage.PILOT},
        {"stage": ProjectStage.UNKNOWN},
        {"collaboration_forms": (PARTNERSHIP, DATA)},
        {"collaboration_forms": ()},
    ],
)
def test_what_does_not_work_or_cannot_be_seen_is_no_example(changes):
    assert visits(running("aaa", **changes)) == []


def test_a_card_shows_the_choice_of_the_moderator_else_the_first_one_to_visit():
    projects = [
        make_project("planned", stage=ProjectStage.PLANNED),
        make_project("agreement", stage=ProjectStage.SCALED, collaboration_forms=(PARTNERSHIP,)),
        make_project("place", stage=ProjectStage.OPERATIONAL),
    ]
    dataset = make_dataset(projects=projects)

    def shown(given, chosen=()):
        project = practice(dataset, given, chosen)
        return project and project.project_id

    assert shown(projects, ["planned"]) == "planned"
    assert shown(projects) == "place"
    assert shown(projects[:2]) == "agreement"
    assert shown(projects[:1]) == "planned"
    assert shown([]) is None
