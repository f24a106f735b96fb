"""datapackage.json, the record types, the tables and the dictionary say the same thing."""

import csv
import json
import re
from dataclasses import fields
from enum import StrEnum
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from frictionless import Package, system
from shipped import shipped_dataset

from data.check import KEYS
from data.dates import PartialDate
from data.dictionary import DICTIONARY_FILE, dictionary_text, main
from data.load import DATA_DIR, PACKAGE_FILE, RECORD_TYPES
from data.package import exported_descriptor
from data.read import FORMATS, RANGES
from data.schema import Answer, Redistribution

PACKAGE = json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
FIELDS = [
    pytest.param(table, field, id=f"{table}.{field['name']}")
    for table, resource in RESOURCES.items()
    for field in resource["schema"]["fields"]
]


def kind_of(table, name):
    """Type of a field without None, the item type of a list, and whether it is a list."""
    hint = get_type_hints(RECORD_TYPES[table])[name]
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    return hint, False


def test_the_published_package_is_valid_for_frictionless():
    with system.use_context(trusted=True):
        report = Package(str(DATA_DIR / PACKAGE_FILE)).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_every_table_is_described_and_every_description_has_its_table():
    files = {path.stem for path in (DATA_DIR / "tables").glob("*.csv")}
    assert set(RESOURCES) == set(RECORD_TYPES) == set(KEYS) == files


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_columns_fields_and_descriptions_are_the_same_list(table):
    with (DATA_DIR / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    described = [field["name"] for field in RESOURCES[table]["schema"]["fields"]]
    assert header == described == [field.name for field in fields(RECORD_TYPES[table])]


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_keys_are_those_the_loader_checks(table):
    assert RESOURCES[table]["schema"]["primaryKey"] == list(KEYS[table])


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_tables_are_utf_8_with_plain_line_ends(table):
    content = (DATA_DIR / "tables" / f"{table}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    content.decode("utf-8")


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_column_is_explained_in_both_languages(table, field):
    for key in ("title", "title_fr", "description", "description_fr"):
        assert field[key].strip()
    assert field["description"] != field["description_fr"]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_the_type_of_a_column_is_that_of_the_record(table, field):
    kind, is_list = kind_of(table, field["name"])
    expected = {int: "integer", float: "number", bool: "boolean"}
    assert field["type"] == ("string" if is_list else expected.get(kind, "string"))
    if field["type"] in {"integer", "number"}:
        assert field["unit"]
    if is_list:
        assert field["list_separator"] == ";"
        assert "joined by" in field["description"]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_codes_are_those_of_the_code(table, field):
    kind, is_list = kind_of(table, field["name"])
    if not issubclass(kind, StrEnum):
        return
    members = [member.value for member in kind]
    if is_list:
        code = f"(?:{'|'.join(members)})"
        assert field["constraints"]["pattern"] == f"{code}(?:;{code})*"
        assert field["list_vocabulary"]
        return
    if kind is Answer:
        members.remove(Answer.UNKNOWN)
    assert field["constraints"]["enum"] == members


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_forms_and_ranges_are_those_the_loader_checks(table, field):
    name, constraints = field["name"], field.get("constraints", {})
    kind, is_list = kind_of(table, name)
    if name in RANGES:
        assert (constraints["minimum"], constraints["maximum"]) == RANGES[name]
    if kind is str and name in FORMATS and not is_list and name != "url":
        assert constraints["pattern"] == FORMATS[name]
    if kind is PartialDate:
        assert re.fullmatch(constraints["pattern"], "2024-05")


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_every_reference_to_another_table_is_declared(table):
    keys = {
        target: KEYS[target][0]
        for target in RECORD_TYPES
        if len(KEYS[target]) == 1 and target != table
    }
    keys.pop("sources", None)
    keys.pop("country_notes", None)
    declared = {
        key["fields"]: key["reference"]["resource"]
        for key in RESOURCES[table]["schema"].get("foreignKeys", ())
    }
    names = {field.name for field in fields(RECORD_TYPES[table])}
    for target, column in keys.items():
        if column in names and KEYS[table] != (column,):
            assert declared[column] == target
    assert ("source_id" in declared) == ("source_id" in names and table != "sources")


def test_every_table_has_a_licence_and_observations_point_to_that_of_each_indicator():
    for resource in PACKAGE["resources"]:
        assert resource["licenses"]
    assert PACKAGE["licenses"][0]["name"] == "CC-BY-4.0"
    assert "licence_fr" in RESOURCES["observations"]["description"]
    assert {licence["name"] for licence in RESOURCES["observations"]["licenses"]} >= {
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
    }


def test_closed_vocabularies_named_in_the_description_have_terms():
    terms = {vocabulary for vocabulary, _ in shipped_dataset().terms}
    for resource in PACKAGE["resources"]:
        for field in resource["schema"]["fields"]:
            for key in ("vocabulary", "list_vocabulary"):
                assert field.get(key) is None or field[key] in terms


def test_the_data_dictionary_is_up_to_date():
    written = DICTIONARY_FILE.read_text(encoding="utf-8")
    assert written == dictionary_text(PACKAGE), "run: python -m data.dictionary"


def test_the_check_of_the_dictionary_writes_nothing_and_sees_an_old_one(tmp_path):
    file = tmp_path / "README.md"
    assert main(["--check"], file) == 1
    assert not file.exists()
    assert main([], file) == 0
    assert main(["--check"], file) == 0
    file.write_text("old", encoding="utf-8")
    assert main(["--check"], file) == 1
    assert file.read_text(encoding="utf-8") == "old"


def test_a_correction_of_the_facts_is_told_in_the_journal():
    journal = (DATA_DIR / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {PACKAGE['version']} " in journal


def test_the_exported_description_counts_what_is_left_out():
    dataset = shipped_dataset()
    closed = {
        indicator.indicator_id
        for indicator in dataset.indicators.values()
        if indicator.redistribution is Redistribution.CITE_ONLY
    }
    count = sum(row.indicator_id in closed for row in dataset.observations)
    omitted = exported_descriptor(dataset)["omitted"]
    assert (omitted["rows"], set(omitted["indicators"])) == (count, closed)
    assert count > 0
