"""The published tables load; the first bad row stops the load and is named."""

import csv
import io
import shutil
from datetime import date
from types import MappingProxyType

import pytest
from factories import (
    CITY_ID,
    SOURCE_ID,
    make_answer,
    make_city,
    make_country_note,
    make_dataset,
    make_factor,
    make_focus_area,
    make_indicator,
    make_network,
    make_observation,
    make_organisation,
    make_project,
    make_source,
    make_strategy,
    make_tables,
    make_term,
)

from data.errors import DataError, Rule
from data.load import DATA_DIR, PACKAGE_FILE, RECORD_TYPES, build_dataset, load_dataset
from data.schema import Answer, FocusArea, IndicatorLevel, LevelOfLead


@pytest.fixture(scope="module")
def published():
    return load_dataset()


@pytest.fixture
def folder(tmp_path):
    """A writable copy of the data package, to break one cell at a time."""
    shutil.copytree(DATA_DIR / "tables", tmp_path / "tables")
    shutil.copytree(DATA_DIR / "programmes", tmp_path / "programmes")
    shutil.copy(DATA_DIR / PACKAGE_FILE, tmp_path)
    return tmp_path


def read_table(folder, table):
    text = (folder / "tables" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write_table(folder, table, rows):
    with (folder / "tables" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def plant(folder, table, line, column, value):
    """Write ``value`` in one cell; ``line`` is the line of the file (no cell holds a newline)."""
    rows = read_table(folder, table)
    rows[line - 1][rows[0].index(column)] = value
    write_table(folder, table, rows)


def fault(folder):
    with pytest.raises(DataError) as caught:
        load_dataset(folder)
    return caught.value


def line_where(folder, table, **cells):
    header, *rows = read_table(folder, table)
    for line, row in enumerate(rows, start=2):
        record = dict(zip(header, row, strict=True))
        if all(record[name] == value for name, value in cells.items()):
            return line
    raise LookupError(cells)


def test_the_published_tables_load_with_what_the_edition_announces(published):
    assert len(published.cities) == 75
    assert len(published.strategies) == 74
    assert len(published.projects) == 394
    assert len(published.sources) == 929
    assert len(published.lines) == 9
    assert len(published.criteria) == 24
    assert published.edition
    assert published.published_on > date(2025, 1, 1)


def test_every_programme_and_vocabulary_term_of_the_code_has_words(published):
    codes = {(term.vocabulary, term.code) for term in published.terms.values()}
    for vocabulary, members in vocabularies_in_code().items():
        assert {code for name, code in codes if name == vocabulary} == members


def vocabularies_in_code():
    from data import schema

    names = {
        "answer": schema.Answer,
        "strategy_status": schema.StrategyStatus,
        "level_of_lead": schema.LevelOfLead,
        "focus_area": schema.FocusArea,
        "project_stage": schema.ProjectStage,
        "technology_level": schema.TechnologyLevel,
        "collaboration_form": schema.CollaborationForm,
        "actor": schema.Actor,
        "factor_kind": schema.FactorKind,
        "factor_category": schema.FactorCategory,
        "source_kind": schema.SourceKind,
        "evidence_grade": schema.EvidenceGrade,
        "population_scope": schema.PopulationScope,
        "aimf_status": schema.AimfStatus,
        "redistribution": schema.Redistribution,
        "indicator_direction": schema.Direction,
        "indicator_level": schema.IndicatorLevel,
    }
    return {name: {member.value for member in kind} for name, kind in names.items()}


def test_both_languages_are_complete_in_the_published_tables(published):
    for table, records in published.tables().items():
        for record in records:
            for name in record.__dataclass_fields__:
                if name.endswith("_fr") and table != "focus_areas":
                    other = getattr(record, f"{name[:-3]}_en")
                    assert bool(getattr(record, name)) == bool(other), (table, record, name)


def test_the_same_files_give_the_same_version_and_another_byte_another(folder, published):
    assert load_dataset(folder).version == published.version
    plant(folder, "countries", 2, "name_en", "Another name")
    assert load_dataset(folder).version != published.version


def test_nothing_in_a_dataset_can_be_changed(published):
    assert isinstance(published.cities, MappingProxyType)
    with pytest.raises(AttributeError):
        published.edition = "other"
    with pytest.raises(TypeError):
        published.cities["other"] = make_city()


PLANTED = [
    ("cities", "city_id", "Ville Neuve", Rule.FORMAT),
    ("cities", "name_fr", "", Rule.REQUIRED),
    ("cities", "latitude", "north", Rule.NUMBER),
    ("cities", "latitude", "12,5", Rule.NUMBER),
    ("cities", "latitude", "nan", Rule.NUMBER),
    ("cities", "latitude", "1e999", Rule.NUMBER),
    ("cities", "latitude", "90.5", Rule.RANGE),
    ("cities", "longitude", "-180.1", Rule.RANGE),
    ("cities", "population", "1 000", Rule.INTEGER),
    ("cities", "population", "1.5", Rule.INTEGER),
    ("cities", "population", "0", Rule.RANGE),
    ("cities", "population_year", "1066", Rule.RANGE),
    ("cities", "population_scope", "village", Rule.VOCABULARY),
    ("cities", "is_conference_speaker", "oui", Rule.YES_NO),
    ("cities", "country_iso3", "ZZZ", Rule.UNKNOWN_REFERENCE),
    ("cities", "network_ids", "no-such-network", Rule.UNKNOWN_REFERENCE),
    ("cities", "network_ids", "aimf;", Rule.LIST_ITEM),
    ("cities", "network_ids", "aimf;aimf", Rule.LIST_ITEM),
    ("cities", "source_ids", "no-such-source", Rule.UNKNOWN_REFERENCE),
    ("cities", "source_ids", "", Rule.NO_SOURCE),
    ("cities", "name_fr", " Hué", Rule.SPACES),
    ("cities", "name_fr", "Hu\x00é", Rule.CONTROL_CHARACTER),
    ("cities", "name_fr", "Hu\té", Rule.CONTROL_CHARACTER),
    ("cities", "name_fr", "Hu\x85é", Rule.CONTROL_CHARACTER),
    ("sources", "url", "javascript:alert(1)", Rule.FORMAT),
    ("sources", "published", "2024-02-30", Rule.PARTIAL_DATE),
    ("sources", "published", "1899", Rule.PARTIAL_DATE),
    ("sources", "published", "٢٠٢٤", Rule.PARTIAL_DATE),
    ("sources", "kind", "blog", Rule.VOCABULARY),
    ("sources", "language", "French", Rule.FORMAT),
    ("organisations", "source_ids", "", Rule.NO_SOURCE),
    ("country_notes", "source_ids", "", Rule.NO_SOURCE),
    ("lines", "axis_id", "A9", Rule.UNKNOWN_REFERENCE),
    ("criterion_definitions", "dimension_id", "GOV", Rule.PREFIX),
    ("strategies", "start_year", "2201", Rule.RANGE),
    ("strategies", "end_year", "1999", Rule.PERIOD),
    ("strategies", "partners_en", "Only one", Rule.LIST_LENGTHS),
    ("strategies", "city_id", "", Rule.ONE_OWNER),
    ("strategies", "organisation_id", "ampcc", Rule.ONE_OWNER),
    ("strategies", "as_of", "soon", Rule.PARTIAL_DATE),
    ("strategies", "level_of_lead", "mayor", Rule.VOCABULARY),
    ("strategies", "level_of_lead", "", Rule.REQUIRED),
    ("focus_areas", "area", "sport", Rule.VOCABULARY),
    ("focus_areas", "phrase_fr", "eau;énergie", Rule.FORMAT),
    ("projects", "city_id", "atlantis", Rule.UNKNOWN_REFERENCE),
    ("projects", "line_id", "A4.1", Rule.UNKNOWN_REFERENCE),
    ("projects", "stage", "finished", Rule.VOCABULARY),
    ("projects", "actors", "public;mayor", Rule.VOCABULARY),
    ("projects", "end_year", "1990", Rule.PERIOD),
    ("factors", "project_id", "no-such-project", Rule.UNKNOWN_REFERENCE),
    ("factors", "project_id", "ampcc-remacto", Rule.FACTOR_PROJECT),
    ("criteria", "criterion_id", "VIS9", Rule.UNKNOWN_REFERENCE),
    ("criteria", "answer", "maybe", Rule.VOCABULARY),
    ("criteria", "answer", "unknown", Rule.UNKNOWN_ANSWER),
    ("indicators", "source_id", "no-such-source", Rule.UNKNOWN_REFERENCE),
    ("observations", "entity_id", "ZZZ", Rule.UNKNOWN_REFERENCE),
    ("observations", "year", "20", Rule.RANGE),
    ("observations", "value", "inf", Rule.NUMBER),
]


@pytest.mark.parametrize(("table", "column", "value", "rule"), PLANTED)
def test_a_bad_cell_stops_the_load_and_is_named(folder, table, column, value, rule):
    plant(folder, table, 2, column, value)
    error = fault(folder)
    assert (error.rule, error.file, error.line) == (rule, f"{table}.csv", 2)
    assert column in error.column or rule in {Rule.PREFIX, Rule.ONE_OWNER}
    for part in (f"{table}.csv", "line 2", str(error.column), f"[{rule}]"):
        assert part in str(error)
    for part in (f"{table}.csv", "ligne 2", f"[{rule}]"):
        assert part in error.message("fr")


@pytest.mark.parametrize("table", [table for table in RECORD_TYPES if table != "observations"])
def test_an_id_is_never_used_twice(folder, table):
    rows = read_table(folder, table)
    write_table(folder, table, [*rows, rows[1]])
    error = fault(folder)
    assert (error.rule, error.file, error.line) == (Rule.DUPLICATE, f"{table}.csv", len(rows) + 1)
    assert f"{table}.csv:2" in str(error)


def test_a_value_is_observed_once_for_an_entity_an_indicator_and_a_year(folder):
    rows = read_table(folder, "observations")
    write_table(folder, "observations", [*rows, [*rows[1][:3], "0.5", rows[1][4]]])
    assert fault(folder).rule is Rule.DUPLICATE


@pytest.mark.parametrize("criterion_id", ["VIS2", "VIS3"])
def test_an_adopted_or_funded_strategy_supposes_a_documented_one(folder, criterion_id):
    line = line_where(folder, "criteria", criterion_id=criterion_id, answer="yes")
    city_id = read_table(folder, "criteria")[line - 1][0]
    rows = read_table(folder, "criteria")
    write_table(folder, "criteria", [row for row in rows if row[:2] != [city_id, "VIS1"]])
    error = fault(folder)
    assert error.rule is Rule.LADDER
    assert city_id in error.value


@pytest.mark.parametrize("answer", ["partial", "no", "not_applicable"])
def test_a_first_step_that_is_not_yes_does_not_carry_the_ladder(folder, answer):
    line = line_where(folder, "criteria", criterion_id="VIS2", answer="yes")
    city_id = read_table(folder, "criteria")[line - 1][0]
    first = line_where(folder, "criteria", city_id=city_id, criterion_id="VIS1")
    plant(folder, "criteria", first, "answer", answer)
    assert fault(folder).rule is Rule.LADDER


def test_a_partial_second_step_needs_no_first_step():
    make_dataset(criteria=[make_answer("VIS2", "partial")])


def test_a_missing_file_is_named(folder):
    (folder / "tables" / "factors.csv").unlink()
    error = fault(folder)
    assert (error.rule, error.file) == (Rule.MISSING_FILE, "factors.csv")


@pytest.mark.parametrize(
    "header",
    [
        "country_iso3,country_iso2,name_fr",
        "country_iso3,country_iso2,name_fr,name_en,note",
        "country_iso2,country_iso3,name_fr,name_en",
        "country_iso3,country_iso2,name_fr,name_fr",
        "",
    ],
)
def test_columns_are_exactly_the_fields_of_the_record(folder, header):
    path = folder / "tables" / "countries.csv"
    _, _, rest = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(f"{header}\n{rest}", encoding="utf-8")
    error = fault(folder)
    assert (error.rule, error.file, error.line) == (Rule.HEADER, "countries.csv", 1)


@pytest.mark.parametrize(
    ("row", "count"), [("XXX,XX,Pays", "3"), ("XXX,XX,P,C,region,more", "6"), ("", "0")]
)
def test_a_short_or_long_row_is_named_by_its_line(folder, row, count):
    path = folder / "tables" / "countries.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines.insert(4, row)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    error = fault(folder)
    assert (error.rule, error.line, error.value) == (Rule.ROW_LENGTH, 5, count)


def test_a_region_that_the_vocabulary_does_not_know_is_refused(folder):
    path = folder / "tables" / "countries.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("south_eastern_asia", "atlantis", 1), encoding="utf-8")
    error = fault(folder)
    assert (error.rule, error.column, error.value) == (
        Rule.UNKNOWN_REFERENCE,
        "region",
        "atlantis",
    )


def test_a_subject_of_a_strategy_without_an_area_is_named_with_its_strategy(folder):
    rows = read_table(folder, "focus_areas")
    write_table(folder, "focus_areas", [row for row in rows if row[0] != "gouvernance des données"])
    error = fault(folder)
    line = line_where(folder, "strategies", focus_areas_fr="gouvernance des données")
    assert (error.rule, error.file, error.line) == (
        Rule.UNKNOWN_REFERENCE,
        "strategies.csv",
        line,
    )
    assert (error.column, error.value) == ("focus_areas_fr", "gouvernance des données")
    assert "focus_areas.csv" in str(error)


def test_areas_without_any_row_are_not_taken_for_areas_left_out(folder):
    write_table(folder, "focus_areas", read_table(folder, "focus_areas")[:1])
    assert (fault(folder).rule, fault(folder).file) == (Rule.UNKNOWN_REFERENCE, "strategies.csv")


def test_an_area_for_a_subject_that_no_strategy_names_is_refused(folder):
    rows = read_table(folder, "focus_areas")
    write_table(folder, "focus_areas", [*rows, ["thème oublié", "data"]])
    error = fault(folder)
    assert (error.rule, error.file, error.line, error.column, error.value) == (
        Rule.UNUSED,
        "focus_areas.csv",
        len(rows) + 1,
        "phrase_fr",
        "thème oublié",
    )


def test_every_subject_of_a_published_strategy_has_one_area(published):
    named = {area for plan in published.strategies.values() for area in plan.focus_areas_fr}
    assert named == set(published.focus_area_of)
    assert set(published.focus_area_of.values()) == set(FocusArea)


def test_areas_fit_the_columns_of_a_stage(published):
    """Eight columns beside « autre », each named in at most eight letters in both languages."""
    terms = published.terms_of("focus_area")
    assert len(terms) <= 8 + 1
    for term in terms:
        assert max(len(term.code), len(term.label_fr), len(term.label_en)) <= 8


def test_a_strategy_without_a_lead_body_has_no_level(published):
    for plan in published.strategies.values():
        if not plan.lead_body_fr:
            assert plan.level_of_lead is LevelOfLead.UNKNOWN, plan.strategy_id


@pytest.mark.parametrize(
    ("strategy_id", "level"),
    [
        ("pp-sustainable-city-plan", "city"),  # a capital with the rank of a province
        ("vientiane-smart-zones", "city"),  # a prefecture-city
        ("hue-smart-city-scheme-2018", "province"),  # Thua Thien Hue, before it was the city
        ("hue-smart-city-scheme-revision", "city"),
        ("hanoi-party-resolution-18", "city"),  # a Party committee counts at its own level
        ("sfax-smart-city", "province"),  # a governor, appointed or not
        ("nantes-charte-ia", "intercommunal"),
        ("douala-cds", "city"),  # an urban community that covers the whole city
        ("ouagadougou-pos-siu", "city"),  # the city among several lead bodies
        ("victoria-masterplan-2040", "state"),
        ("bizerte-smart-city", "partner"),
        ("abidjan-smart-city", "unknown"),
    ],
)
def test_the_level_of_a_lead_body_follows_the_rules_of_the_method(published, strategy_id, level):
    assert published.strategies[strategy_id].level_of_lead == level


def test_a_quote_that_never_closes_is_named_by_its_line(folder):
    path = folder / "tables" / "countries.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[5] = '"XXX,XX,Pays,Country'
    path.write_text("\n".join(lines), encoding="utf-8")
    error = fault(folder)
    assert (error.rule, error.line) == (Rule.SYNTAX, 6)


def test_bytes_that_are_not_utf_8_are_named_by_their_line(folder):
    path = folder / "tables" / "countries.csv"
    lines = path.read_bytes().splitlines()
    lines[2] += b"\xe9"
    path.write_bytes(b"\n".join(lines))
    error = fault(folder)
    assert (error.rule, error.line) == (Rule.ENCODING, 3)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(folder, published):
    path = folder / "tables" / "countries.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_dataset(folder).countries == published.countries


def test_a_cell_may_hold_a_line_break_and_lines_are_still_those_of_the_file(folder):
    rows = read_table(folder, "country_notes")
    rows[1][1] = "Première ligne\nseconde ligne"
    rows[2][3] = ""
    write_table(folder, "country_notes", rows)
    assert fault(folder).line == 4


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{", Rule.SYNTAX),
        ('{"created": "2026-11-24"}', Rule.REQUIRED),
        ('{"version": "1", "created": "yesterday"}', Rule.FORMAT),
    ],
)
def test_an_edition_has_a_name_and_a_day(folder, text, rule):
    (folder / PACKAGE_FILE).write_text(text, encoding="utf-8")
    error = fault(folder)
    assert (error.rule, error.file) == (rule, PACKAGE_FILE)


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_has_words_in_both_languages(rule, language):
    error = DataError(rule, file="cities.csv", line=7, column="name_fr", value="x", expected="y")
    text = error.message(language)
    assert "cities.csv" in text
    assert "7" in text
    assert "{" not in text


def test_a_very_long_or_invisible_value_is_shown_short_and_visible():
    error = DataError(Rule.FORMAT, file="f", value="\x00" + "x" * 5000)
    assert "\\x00" in str(error)
    assert len(str(error)) < 300


@pytest.mark.parametrize(
    ("tables", "rule", "file"),
    [
        ({"cities": [make_city(), make_city()]}, Rule.DUPLICATE, "cities"),
        ({"cities": [make_city(source_ids=())]}, Rule.NO_SOURCE, "cities"),
        ({"cities": [make_city(country_iso3="ZZZ")]}, Rule.UNKNOWN_REFERENCE, "cities"),
        ({"country_notes": [make_country_note("ZZZ")]}, Rule.UNKNOWN_REFERENCE, "country_notes"),
        ({"projects": [make_project(city_id=None)]}, Rule.ONE_OWNER, "projects"),
        ({"projects": [make_project(end_year=2000)]}, Rule.PERIOD, "projects"),
        ({"criteria": [make_answer("VIS3", "yes")]}, Rule.LADDER, "criteria"),
        ({"criteria": [make_answer("DAT1", "unknown")]}, Rule.UNKNOWN_ANSWER, "criteria"),
        (
            {"strategies": [make_strategy(focus_areas_fr=("a", "b"), focus_areas_en=("a",))]},
            Rule.LIST_LENGTHS,
            "strategies",
        ),
        (
            {
                "strategies": [make_strategy(focus_areas_fr=("a",))],
                "focus_areas": [make_focus_area("b")],
            },
            Rule.UNKNOWN_REFERENCE,
            "strategies",
        ),
        (
            {
                "cities": [make_city(), make_city("other")],
                "projects": [make_project()],
                "factors": [make_factor(city_id="other", project_id="test-project")],
            },
            Rule.FACTOR_PROJECT,
            "factors",
        ),
        (
            {
                "indicators": [make_indicator(level=IndicatorLevel.CITY)],
                "observations": [make_observation()],
            },
            Rule.UNKNOWN_REFERENCE,
            "observations",
        ),
    ],
)
def test_records_in_memory_obey_the_same_rules(tables, rule, file):
    with pytest.raises(DataError) as caught:
        make_dataset(**tables)
    assert (caught.value.rule, caught.value.file, caught.value.line) == (rule, file, None)


def test_a_dataset_finds_what_belongs_to_a_city():
    dataset = make_dataset(
        cities=[make_city(), make_city("other")],
        organisations=[make_organisation()],
        networks=[make_network()],
        strategies=[make_strategy()],
        projects=[
            make_project("b"),
            make_project("a"),
            make_project("c", city_id=None, organisation_id="test-organisation"),
        ],
        factors=[make_factor("whole"), make_factor("own", project_id="a")],
        criteria=[make_answer("DAT1", "partial")],
        vocabularies=[make_term("v", "b", position=2), make_term("v", "a")],
    )
    assert [row.project_id for row in dataset.projects_of_city(CITY_ID)] == ["b", "a"]
    assert [row.strategy_id for row in dataset.strategies_of_city(CITY_ID)] == ["test-strategy"]
    assert [row.factor_id for row in dataset.factors_of_city(CITY_ID)] == ["whole", "own"]
    assert [row.factor_id for row in dataset.factors_of_project("a")] == ["own"]
    assert dataset.answers_of_city(CITY_ID)["DAT1"].answer is Answer.PARTIAL
    assert dataset.answers_of_city("other") == {}
    assert dataset.projects_of_city("other") == ()
    owned = dataset.projects_of_organisation("test-organisation")
    assert [row.project_id for row in owned] == ["c"]
    assert [term.code for term in dataset.terms_of("v")] == ["a", "b"]
    assert dataset.term("v", "a").label_en == "Term a"
    with pytest.raises(KeyError):
        dataset.term("v", "no-such-code")


def test_an_extract_in_memory_may_leave_areas_out_or_keep_them_all():
    plan = make_strategy(focus_areas_fr=("eau",))
    assert make_dataset(strategies=[plan]).focus_area_of == {}
    rows = [make_focus_area("eau", FocusArea.ECOLOGY), make_focus_area("bus", FocusArea.MOBILITY)]
    dataset = make_dataset(strategies=[plan], focus_areas=rows)
    assert dataset.focus_area_of == {"eau": FocusArea.ECOLOGY, "bus": FocusArea.MOBILITY}


def test_observations_come_by_year():
    dataset = make_dataset(
        indicators=[make_indicator()],
        observations=[make_observation(year=year) for year in (2021, 2019, 2020)],
    )
    found = dataset.observations_of("TST", "test_indicator")
    assert [row.year for row in found] == [2019, 2020, 2021]
    assert dataset.observations_of("TST", "other") == ()


def test_the_tables_of_a_dataset_build_the_same_dataset_again(published):
    again = build_dataset(**published.tables(), programmes=published.programmes.values())
    assert again.tables() == published.tables()
    assert again.programme == published.programme


def test_two_contents_in_memory_have_two_versions():
    one, same = make_dataset(), make_dataset()
    other = make_dataset(cities=[make_city(population=1)])
    assert one.version == same.version
    assert one.version != other.version


def test_ten_thousand_cities_can_be_built_in_memory():
    cities = [make_city(f"city-{number}") for number in range(10_000)]
    projects = [
        make_project(f"project-{number}", city_id=f"city-{number}") for number in range(10_000)
    ]
    dataset = build_dataset(**make_tables(cities=cities, projects=projects))
    assert len(dataset.cities) == 10_000
    assert dataset.projects_of_city("city-9999")[0].project_id == "project-9999"


def test_a_source_has_the_grade_of_who_answers_for_it():
    assert make_source(SOURCE_ID).grade == "A"
