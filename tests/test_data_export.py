"""What people take away: safe in a spreadsheet, complete, the same bytes each time."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest
from factories import (
    make_city,
    make_dataset,
    make_indicator,
    make_observation,
    make_project,
    make_source,
)
from frictionless import Package, system
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_dataset

from data.export import (
    FORMULA_STARTS,
    Table,
    cities_csv,
    cities_xlsx,
    data_package_zip,
    projects_csv,
    projects_xlsx,
    record_table,
    safe_file_name,
    sources_csv,
    sources_xlsx,
    table_csv,
    workbook,
)
from data.load import DATA_DIR, RECORD_TYPES, load_dataset
from data.package import write_package
from data.schema import Redistribution

DATASET = shipped_dataset()
HOSTILE = '=HYPERLINK("http://example.org","x")'
ROOT = DATA_DIR.parent


@pytest.fixture(scope="module")
def package():
    return data_package_zip(DATASET)


@pytest.fixture(scope="module")
def unzipped(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(folder)
    return folder


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def open_book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_csv_opens_with_its_accents_in_a_spreadsheet_and_in_pandas():
    content = cities_csv(DATASET.cities.values(), DATASET, "fr")
    assert content.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(content))
    assert len(frame) == len(DATASET.cities)
    assert "Hué" in set(frame["Nom"])
    assert frame["Latitude"].dtype == float


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_that_would_run_is_neutralised_in_csv(start):
    table = Table(name="t", columns=("a",), rows=((f"{start}1+1",),))
    [_, [cell]] = rows_of(table_csv(table))
    assert cell == f"'{start}1+1"


def test_negative_numbers_stay_numbers_in_csv_and_xlsx():
    table = Table(name="t", columns=("a", "b"), rows=((-12.5, -3),))
    assert rows_of(table_csv(table))[1] == ["-12.5", "-3"]
    cells = next(open_book(workbook([table], DATASET, "fr"))["t"].iter_rows(min_row=2))
    assert [(cell.value, cell.data_type) for cell in cells] == [(-12.5, "n"), (-3, "n")]


@pytest.mark.parametrize("text", [HOSTILE, "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "#REF!", "1E5"])
def test_a_text_in_xlsx_is_text_whatever_it_starts_with(text):
    table = Table(name="t", columns=("a",), rows=((text,),))
    cell = open_book(workbook([table], DATASET, "fr"))["t"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_no_formula_is_in_the_file_of_a_hostile_dataset():
    project = make_project(title_fr=HOSTILE, title_en=HOSTILE)
    dataset = make_dataset(projects=[project], sources=[make_source(title=HOSTILE)])
    with zipfile.ZipFile(io.BytesIO(projects_xlsx([project], dataset, "fr"))) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
    assert f"'{HOSTILE}" in rows_of(projects_csv([project], dataset, "en"))[1]
    assert f"'{HOSTILE}" in rows_of(sources_csv(dataset.sources.values(), dataset, "fr"))[1]


@given(st.text(max_size=40))
def test_any_text_can_be_written(text):
    table = Table(name=text, columns=(text, "b"), rows=((text, 1),))
    cell = rows_of(table_csv(table))[1][0]
    assert not cell.startswith(FORMULA_STARTS)
    assert len(open_book(workbook([table, table], DATASET, "en")).sheetnames) == 3


def test_a_very_long_text_is_cut_to_what_a_cell_holds():
    table = Table(name="t", columns=("a",), rows=(("x" * 40_000,),))
    assert len(open_book(workbook([table], DATASET, "fr"))["t"]["A2"].value) == 32_767


def test_a_workbook_says_its_edition_date_licence_source_citation_and_language():
    book = open_book(sources_xlsx(DATASET.sources.values(), DATASET, "fr"))
    assert book.sheetnames == ["À propos", "Sources"]
    about = {row[0]: row[1] for row in book["À propos"].iter_rows(values_only=True)}
    assert about["Édition"] == DATASET.edition
    assert about["Date de l’édition"] == DATASET.published_on.isoformat()
    assert "CC BY 4.0" in about["Licence"]
    assert DATASET.edition in about["Citation"]
    assert about["Langue"] == "français"
    assert about["Lignes – Sources"] == len(DATASET.sources)
    assert open_book(cities_xlsx([], DATASET, "en")).sheetnames == ["About", "Cities"]


def test_the_same_workbook_is_the_same_bytes():
    projects = list(DATASET.projects.values())[:20]
    one = projects_xlsx(projects, DATASET, "fr")
    assert one == projects_xlsx(projects, DATASET, "fr")


@pytest.mark.parametrize("table", RECORD_TYPES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_table_is_in_one_language_with_distinct_headings(table, language):
    written = record_table(DATASET, table, language)
    assert len(set(written.columns)) == len(written.columns)
    other = "(anglais)" if language == "fr" else "(French)"
    assert not any(other in name for name in written.columns)
    assert all(len(row) == len(written.columns) for row in written.rows)


def test_a_project_is_written_with_labels_names_and_addresses():
    project = DATASET.projects["pp-traffic-control"]
    table = record_table(DATASET, "projects", "fr", [project])
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["Ville"] == "Phnom Penh"
    assert row["État d’avancement"] == "En service"
    assert row["Acteurs"] == "Secteur public ; Coopération"
    assert row["État au"] == "2020-01"
    assert "https://" in row["Adresses des sources"]


def test_a_strategy_is_written_with_the_level_of_its_lead_body():
    plan = DATASET.strategies["lpb-egov-smart-2021-2025"]
    for language, heading, level in (
        ("fr", "Niveau du porteur", "Province"),
        ("en", "Level of the lead body", "Province"),
    ):
        table = record_table(DATASET, "strategies", language, [plan])
        assert dict(zip(table.columns, table.rows[0], strict=True))[heading] == level


def test_a_text_that_exists_in_one_language_only_is_written_in_both():
    row = DATASET.focus_areas["eau"]
    for language, cells in (("fr", ("eau", "Écologie")), ("en", ("eau", "Ecology"))):
        assert record_table(DATASET, "focus_areas", language, [row]).rows == (cells,)


def test_an_untranslated_text_falls_back_to_french():
    project = make_project(title_en="")
    table = record_table(make_dataset(projects=[project]), "projects", "en", [project])
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["Title"] == project.title_fr


def test_values_that_may_only_be_cited_are_not_exported():
    closed = {
        indicator.indicator_id
        for indicator in DATASET.indicators.values()
        if indicator.redistribution is Redistribution.CITE_ONLY
    }
    table = record_table(DATASET, "observations", "fr", DATASET.observations)
    column = table.columns.index("Identifiant de l’indicateur")
    assert closed
    assert closed.isdisjoint(row[column] for row in table.rows)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fiche-hue-2026.11", "fiche-hue-2026.11"),
        ("Hué & Đà Nẵng — œuvres", "hue-da-nang-oeuvres"),
        ("../../etc/passwd", "etc-passwd"),
        ("ភ្នំពេញ", "export"),
        ("", "export"),
        ("CON", "export-con"),
        ("a" * 300, "a" * 80),
        ('a"\r\nb: c', "a-b-c"),
    ],
)
def test_a_file_name_is_plain_and_meaningful(text, name):
    assert safe_file_name(text) == name


@given(st.lists(st.text(max_size=60), max_size=3))
def test_a_file_name_never_surprises_a_system(parts):
    name = safe_file_name(*parts)
    assert 0 < len(name) <= 90
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert ".." not in name
    assert name[0] not in ".-"


def test_the_package_holds_what_it_announces(unzipped):
    files = {
        path.relative_to(unzipped).as_posix() for path in unzipped.rglob("*") if path.is_file()
    }
    assert files == {f"tables/{table}.csv" for table in RECORD_TYPES} | {
        "datapackage.json",
        "data-dictionary.md",
        "geo/cities.geojson",
        "geo/cities.gpkg",
        "basemap/land.geojson",
        "basemap/LICENSE.md",
        "LICENSE-DATA.md",
        "CITATION.cff",
        "README.txt",
    }
    package = json.loads((unzipped / "datapackage.json").read_text(encoding="utf-8"))
    assert all((unzipped / resource["path"]).is_file() for resource in package["resources"])


def test_the_package_is_valid_for_frictionless_after_unzipping(unzipped):
    with system.use_context(trusted=True):
        report = Package(str(unzipped / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_the_package_loads_back_and_only_closed_values_are_missing(unzipped):
    again = load_dataset(unzipped)
    expected = DATASET.tables()
    expected["observations"] = tuple(
        row
        for row in DATASET.observations
        if DATASET.indicators[row.indicator_id].redistribution is Redistribution.OPEN
    )
    assert again.tables() == expected
    assert again.edition == DATASET.edition


@pytest.mark.parametrize("table", [name for name in RECORD_TYPES if name != "observations"])
def test_published_tables_are_exported_byte_for_byte(unzipped, table):
    name = f"tables/{table}.csv"
    assert (unzipped / name).read_bytes() == (DATA_DIR / name).read_bytes()


def test_the_package_says_how_many_values_are_left_out(unzipped):
    package = json.loads((unzipped / "datapackage.json").read_text(encoding="utf-8"))
    count = package["omitted"]["rows"]
    assert count == sum(
        DATASET.indicators[row.indicator_id].redistribution is Redistribution.CITE_ONLY
        for row in DATASET.observations
    )
    text = (unzipped / "README.txt").read_text(encoding="utf-8")
    assert f"Valeurs absentes : {count} " in text
    assert f"Values left out: {count} " in text


def test_a_closed_value_of_a_dataset_in_memory_is_left_out_too(tmp_path):
    dataset = make_dataset(
        indicators=[make_indicator(redistribution=Redistribution.CITE_ONLY)],
        observations=[make_observation(12345.5)],
        cities=[make_city(name_fr=HOSTILE)],
    )
    with zipfile.ZipFile(io.BytesIO(data_package_zip(dataset))) as archive:
        assert b"12345.5" not in archive.read("tables/observations.csv")
        assert "1 value " in archive.read("README.txt").decode()
        table = list(csv.DictReader(io.StringIO(archive.read("tables/cities.csv").decode())))
    assert table[0]["name_fr"] == f"'{HOSTILE}"


def test_two_processes_make_the_same_bytes(package, tmp_path):
    code = "import sys; from data.package import *; from data import load_dataset; " + (
        "sys.stdout.buffer.write(data_package_zip(load_dataset()))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Pacific/Noumea", "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert hashlib.sha256(other.stdout).digest() == hashlib.sha256(package).digest()


def test_the_package_is_written_under_the_name_of_the_edition(package, tmp_path):
    path = write_package(tmp_path / "build")
    assert path.name == f"regards-croises-{DATASET.edition}.zip"
    assert path.read_bytes() == package
