"""Smallest valid records for tests, plainly test data; each takes only what a test is about."""

from datetime import date, datetime, timedelta, timezone

from data.dates import PartialDate
from data.load import build_dataset
from data.raw import Release, raw_of
from data.schema import (
    Actor,
    AimfStatus,
    Answer,
    Axis,
    City,
    CollaborationForm,
    Country,
    CountryNote,
    CriterionAnswer,
    CriterionDefinition,
    Dimension,
    DimensionDefinition,
    Direction,
    Factor,
    FactorCategory,
    FactorKind,
    FocusArea,
    FocusAreaPhrase,
    Indicator,
    IndicatorLevel,
    LevelOfLead,
    Line,
    Network,
    Observation,
    Organisation,
    PopulationScope,
    Project,
    ProjectStage,
    Redistribution,
    Source,
    SourceKind,
    Strategy,
    StrategyStatus,
    TechnologyLevel,
    Term,
)

SOURCE_ID = "test-source"
CITY_ID = "testville"
OWN_CRITERIA = 4


def make_source(source_id=SOURCE_ID, **changes):
    values = {
        "source_id": source_id,
        "title": f"Test source {source_id}",
        "publisher": "Test publisher",
        "published": PartialDate(2024),
        "language": "fr",
        "url": f"https://example.org/{source_id}",
        "kind": SourceKind.OFFICIAL,
    }
    return Source(**values | changes)


def make_country(country_iso3="TST", **changes):
    values = {
        "country_iso3": country_iso3,
        "country_iso2": country_iso3[:2],
        "name_fr": f"Pays d’essai {country_iso3}",
        "name_en": f"Test country {country_iso3}",
        "region": "melanesia" if country_iso3 == "TST" else "caribbean",
    }
    return Country(**values | changes)


def make_country_note(country_iso3="TST", **changes):
    values = {
        "country_iso3": country_iso3,
        "note_fr": "Note d’essai.",
        "note_en": "Test note.",
        "source_ids": (SOURCE_ID,),
    }
    return CountryNote(**values | changes)


def make_network(network_id="test-network", **changes):
    values = {
        "network_id": network_id,
        "short_fr": network_id.upper(),
        "short_en": network_id.upper(),
        "name_fr": f"Réseau d’essai {network_id}",
        "name_en": f"Test network {network_id}",
    }
    return Network(**values | changes)


def make_city(city_id=CITY_ID, **changes):
    values = {
        "city_id": city_id,
        "name_fr": city_id.title(),
        "name_en": city_id.title(),
        "name_local": None,
        "country_iso3": "TST",
        "latitude": 10.5,
        "longitude": 105.25,
        "population": 100_000,
        "population_year": None,
        "population_scope": PopulationScope.CITY,
        "network_ids": (),
        "aimf_status": AimfStatus.UNKNOWN,
        "is_conference_speaker": False,
        "source_ids": (SOURCE_ID,),
    }
    return City(**values | changes)


def make_organisation(organisation_id="test-organisation", **changes):
    values = {
        "organisation_id": organisation_id,
        "country_iso3": None,
        "name_fr": "Organisation d’essai",
        "name_en": "Test organisation",
        "kind": "network",
        "is_conference_speaker": False,
        "summary_fr": "",
        "summary_en": "",
        "source_ids": (SOURCE_ID,),
    }
    return Organisation(**values | changes)


def make_strategy(strategy_id="test-strategy", **changes):
    values = {
        "strategy_id": strategy_id,
        "city_id": CITY_ID,
        "organisation_id": None,
        "title_fr": "Stratégie d’essai",
        "title_en": "Test strategy",
        "title_original": None,
        "status": StrategyStatus.ADOPTED,
        "start_year": 2020,
        "end_year": None,
        "lead_body_fr": "",
        "lead_body_en": "",
        "level_of_lead": LevelOfLead.UNKNOWN,
        "partners_fr": (),
        "partners_en": (),
        "focus_areas_fr": (),
        "focus_areas_en": (),
        "summary_fr": "Résumé d’essai.",
        "summary_en": "Test summary.",
        "as_of": PartialDate(2024),
        "source_ids": (SOURCE_ID,),
    }
    return Strategy(**values | changes)


def make_focus_area(phrase_fr="thème d’essai", area=FocusArea.OTHER):
    return FocusAreaPhrase(phrase_fr=phrase_fr, area=area)


def make_project(project_id="test-project", **changes):
    values = {
        "project_id": project_id,
        "city_id": CITY_ID,
        "organisation_id": None,
        "title_fr": f"Projet d’essai {project_id}",
        "title_en": f"Test project {project_id}",
        "summary_fr": "Résumé d’essai.",
        "summary_en": "Test summary.",
        "line_id": "A2.1",
        "stage": ProjectStage.PILOT,
        "technology_level": TechnologyLevel.LOW,
        "technology_reason_fr": "Raison d’essai",
        "technology_reason_en": "Test reason",
        "collaboration_forms": (CollaborationForm.PLACE,),
        "actors": (Actor.PUBLIC,),
        "start_year": 2022,
        "end_year": None,
        "as_of": PartialDate(2024, 5),
        "source_ids": (SOURCE_ID,),
    }
    return Project(**values | changes)


def make_factor(factor_id="test-factor", **changes):
    values = {
        "factor_id": factor_id,
        "city_id": CITY_ID,
        "organisation_id": None,
        "project_id": None,
        "kind": FactorKind.SUCCESS,
        "category": FactorCategory.LEADERSHIP,
        "text_fr": "Facteur d’essai.",
        "text_en": "Test factor.",
        "source_ids": (SOURCE_ID,),
    }
    return Factor(**values | changes)


def make_answer(criterion_id="VIS1", answer="yes", **changes):
    values = {
        "city_id": CITY_ID,
        "criterion_id": criterion_id,
        "answer": Answer(answer),
        "note_fr": "Note d’essai.",
        "note_en": "Test note.",
        "as_of": PartialDate(2024, 5, 1),
        "source_ids": (SOURCE_ID,),
    }
    return CriterionAnswer(**values | changes)


def make_indicator(indicator_id="test_indicator", **changes):
    values = {
        "indicator_id": indicator_id,
        "name_fr": "Indicateur d’essai",
        "name_en": "Test indicator",
        "unit_fr": "%",
        "unit_en": "%",
        "direction": Direction.HIGHER_BETTER,
        "level": IndicatorLevel.COUNTRY,
        "minimum": 0.0,
        "maximum": 100.0,
        "publisher_fr": "Éditeur d’essai",
        "publisher_en": "Test publisher",
        "description_fr": "",
        "description_en": "",
        "licence_fr": "CC BY 4.0",
        "licence_en": "CC BY 4.0",
        "source_id": SOURCE_ID,
        "redistribution": Redistribution.OPEN,
    }
    return Indicator(**values | changes)


def make_observation(value=50.0, **changes):
    values = {
        "entity_id": "TST",
        "indicator_id": "test_indicator",
        "year": 2020,
        "value": value,
        "source_id": SOURCE_ID,
    }
    return Observation(**values | changes)


def make_axes():
    """The three axes, A1 to A3."""
    return [
        Axis(
            axis_id=f"A{axis}",
            label_fr=f"Axe d’essai {axis}",
            label_en=f"Test axis {axis}",
            short_fr=f"Axe {axis}",
            short_en=f"Axis {axis}",
        )
        for axis in (1, 2, 3)
    ]


def make_lines():
    """The nine lines, A1.1 to A3.3."""
    return [
        Line(
            line_id=f"A{axis}.{line}",
            axis_id=f"A{axis}",
            label_fr=f"Ligne d’essai {axis}.{line}",
            label_en=f"Test line {axis}.{line}",
            short_fr=f"Ligne {axis}.{line}",
            short_en=f"Line {axis}.{line}",
        )
        for axis in (1, 2, 3)
        for line in (1, 2, 3)
    ]


def make_dimensions():
    """The six dimensions."""
    return [
        DimensionDefinition(
            dimension_id=dimension,
            label_fr=f"Dimension d’essai {dimension}",
            label_en=f"Test dimension {dimension}",
            description_fr="",
            description_en="",
        )
        for dimension in Dimension
    ]


def make_criterion_definition(criterion_id="VIS1", **changes):
    values = {
        name: f"Test {name}"
        for name in CriterionDefinition.__dataclass_fields__
        if name.endswith(("_fr", "_en"))
    }
    values |= {
        "criterion_id": criterion_id,
        "dimension_id": Dimension(criterion_id[:3]),
        "position": int(criterion_id[3:]),
        "is_public_by_nature": False,
        "is_scored": criterion_id != "GOV4",
        "standard_fit": "near",
        "standard_urls": (),
    }
    return CriterionDefinition(**values | changes)


def make_criterion_definitions():
    """The 24 criteria, four in each dimension."""
    return [
        make_criterion_definition(f"{dimension}{number}")
        for dimension in Dimension
        for number in range(1, OWN_CRITERIA + 1)
    ]


def make_term(vocabulary="test_vocabulary", code="test", **changes):
    values = {
        "vocabulary": vocabulary,
        "code": code,
        "position": 1,
        "label_fr": f"Terme {code}",
        "label_en": f"Term {code}",
        "description_fr": "",
        "description_en": "",
    }
    return Term(**values | changes)


def make_tables(**tables):
    """Tables of one valid city, with what they rest on; ``tables`` replaces whole tables."""
    return {
        "sources": [make_source()],
        "countries": [make_country()],
        "cities": [make_city()],
        "axes": make_axes(),
        "lines": make_lines(),
        "dimensions": make_dimensions(),
        "criterion_definitions": make_criterion_definitions(),
    } | tables


def make_dataset(**tables):
    """A valid dataset of one city; ``make_dataset(projects=[make_project()])`` adds a project."""
    return build_dataset(**make_tables(**tables))


def make_release(version="release-1", dataset=None, **tables):
    """A release of one city, as texts; ``tables`` replaces whole tables."""
    dataset = dataset or make_dataset(**tables)
    return Release(
        raw=raw_of(dataset),
        edition="2026.11",
        published_on=date(2026, 11, 20),
        version=version,
        package=b"{}",
    )


class Clock:
    """A clock that a test sets: one minute later each time it is read, in a zone that is not UTC."""

    def __init__(self, moment=datetime(2026, 11, 25, 9, 0, tzinfo=timezone(timedelta(hours=7)))):
        self.moment = moment

    def __call__(self):
        self.moment += timedelta(minutes=1)
        return self.moment
