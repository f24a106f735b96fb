"""What measures rest on: grown datasets are valid and the same each time, tables say what is missing."""

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from shipped import shipped_dataset

from benchmarks import imports, pages
from benchmarks.figures import (
    PARTS,
    SEEN,
    SERVER,
    Measure,
    aim,
    as_markdown,
    as_text,
    growth,
    median_range,
    ratio,
    report,
    short,
    table,
)
from benchmarks.load import percentile
from benchmarks.run import BEGIN, DOCS, END, commonest_network, write_docs
from benchmarks.scoring import AIMS, MEASURES, measure, scoring_table, synthetic_answers
from benchmarks.store import MEASURES as STORE_MEASURES
from benchmarks.store import measure as measure_store
from benchmarks.store import store_table
from benchmarks.synthetic import ROOT, synthetic_dataset
from data.schema import Answer

PUBLISHED = shipped_dataset()
ENOUGH = len(PUBLISHED.cities) + 40
WAIT = Measure(name="wait", label="wait", aims={75: 100})


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing of each request."""


@contextmanager
def file_server(folder):
    """A server of one folder on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def grown():
    return synthetic_dataset(ENOUGH, PUBLISHED)


def test_a_grown_dataset_has_the_size_asked_for_and_passes_every_rule_of_the_loader(grown):
    assert len(grown.cities) == ENOUGH


def test_the_published_cities_are_kept_as_they_are(grown):
    assert all(grown.cities[name] == city for name, city in PUBLISHED.cities.items())


def test_invented_cities_say_that_they_are_invented(grown):
    invented = [city for name, city in grown.cities.items() if name not in PUBLISHED.cities]

    assert all("synthétique" in city.name_fr for city in invented)
    assert all("Synthetic" in city.name_en for city in invented)
    assert all(
        "synthétique" in project.title_fr
        for city in invented
        for project in grown.projects_of_city(city.city_id)
    )


def test_a_grown_dataset_is_the_same_each_time(grown):
    again = synthetic_dataset(ENOUGH, PUBLISHED)

    assert again.tables() == grown.tables()
    assert again.version == grown.version != PUBLISHED.version


def test_projects_grow_with_the_cities():
    doubled = synthetic_dataset(2 * len(PUBLISHED.cities), PUBLISHED)
    of_cities = [project for project in PUBLISHED.projects.values() if project.city_id]

    assert len(doubled.projects) - len(PUBLISHED.projects) == len(of_cities)


def test_fewer_cities_than_published_are_refused():
    with pytest.raises(ValueError, match="are published"):
        synthetic_dataset(len(PUBLISHED.cities) - 1, PUBLISHED)


def test_no_product_file_knows_of_the_measures():
    files = [ROOT / "dashboard.py"]
    for folder in ("data", "analysis", "components", "pages"):
        files += (ROOT / folder).rglob("*.py")
        files += (ROOT / folder).rglob("*.js")

    assert not [file for file in files if "RC_BENCH" in file.read_text(encoding="utf-8")]


def test_both_pages_filter_by_the_same_network():
    assert commonest_network(len(PUBLISHED.cities)) in PUBLISHED.networks


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], "–"),
        (None, "–"),
        ([12.4], "12"),
        ([5.0, 5.0], "5"),
        ([3.26, 1.5, 9.0], "3.3 (1.5–9)"),
        ([1234.0, 1500.0, 900.0], "1 234 (900–1 500)"),
    ],
)
def test_a_cell_gives_the_median_and_the_range_or_a_dash(values, expected):
    assert median_range(values) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0"), (0.123, "0.12"), (-11.4, "-11"), (10000, "10 000")]
)
def test_figures_keep_what_can_be_read(value, expected):
    assert short(value) == expected


def test_a_ratio_needs_both_pages_and_something_to_divide_by():
    assert ratio([30, 10, 20], [8]) == "× 2.5"
    assert ratio([20], []) == ratio(None, [1]) == ratio([20], [0]) == "–"


def test_an_aim_is_judged_on_the_median_of_its_own_size():
    assert aim(WAIT, 75, [90, 100, 500]) == "≤ 100: reached"
    assert aim(WAIT, 75, [90, 101, 500]) == "≤ 100: not reached"
    assert aim(WAIT, 1000, [1]) == aim(WAIT, 75, []) == "–"


def test_a_table_leaves_out_what_nobody_measured_and_marks_what_one_page_lacks():
    measures = [WAIT, Measure(name="never", label="never")]
    rows = table({75: {"dashboard": {"wait": [50.0]}}}, 75, measures)

    assert rows[1:] == [["wait, ms", "50", "–", "–", "≤ 100: reached"]]


def test_growth_compares_each_size_with_the_one_before():
    results = {
        10: {"dashboard": {"marker": [100.0]}, "reference": {}},
        100: {"dashboard": {"marker": [300.0]}, "reference": {"marker": [50.0]}},
    }

    assert growth(results)[1:] == [["navigation → first marker", "dashboard", "× 3.0"]]


def test_a_report_is_written_even_if_one_size_was_not_measured():
    text = report({75: {"dashboard": {"marker": [1.0]}}, 1000: {}}, "a machine", as_text, "")

    assert "75 cities: what a visitor sees" in text
    assert "1 000 cities: what" not in text


def test_markdown_rows_have_as_many_cells_as_the_head():
    lines = as_markdown([["a", "b"], ["1", "2"]]).splitlines()

    assert lines == ["| a | b |", "| --- | --- |", "| 1 | 2 |"]


def test_each_measure_has_a_name_of_its_own():
    names = [measure.name for measure in (*SEEN, *SERVER, *PARTS) if measure.name != "marker"]

    assert len(names) == len(set(names))


def test_a_percentile_is_one_of_the_values():
    assert percentile([4, 1, 3, 2], 0.5) == 3
    assert percentile([4, 1, 3, 2], 0.95) == 4


def test_only_the_measured_part_of_the_document_is_rewritten(tmp_path):
    file = tmp_path / "benchmarks.md"
    file.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")

    write_docs("new", file)

    assert file.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


def test_the_document_has_the_marks_of_the_measured_part():
    text = DOCS.read_text(encoding="utf-8")

    assert text.count(BEGIN) == text.count(END) == 1


def test_invented_answers_are_the_same_each_time_and_take_every_state_but_unknown():
    names, today = tuple(PUBLISHED.criteria), PUBLISHED.published_on
    cities = synthetic_answers(50, names, today)

    assert cities == synthetic_answers(50, names, today)
    assert len(cities) == 50
    assert {answer.answer for city in cities for answer in city.values()} == {
        state for state in Answer if state is not Answer.UNKNOWN
    }
    assert any(len(city) < len(names) for city in cities)


def test_each_measure_of_scoring_has_a_value_for_each_run():
    values = measure(3, runs=2)

    assert {name: len(each) for name, each in values.items()} == {each.name: 2 for each in MEASURES}


def test_the_table_of_scoring_tells_growth_and_judges_the_aim_on_its_own_size():
    limit = AIMS[10_000]
    few = {each.name: [10.0] for each in MEASURES}
    many = {each.name: [limit + 1] for each in MEASURES}
    head, row, *_ = scoring_table({10_000: many, 1_000: few})

    assert head[1:4] == ["1 000 cities", "10 000 cities", "1 000 → 10 000 (× 10.0)"]
    assert row[1:] == ["10", "1 001", "× 100.1", "10 000: ≤ 1 000: not reached"]


def test_each_page_beside_the_overview_has_its_ratio_and_a_missing_measure_has_no_row():
    results = {
        "overview": {"rerun": [10.0, 20.0, 30.0]},
        "comparison": {"rerun": [40.0]},
        "maturity": {"rerun": [10.0]},
        "maturity_all": {},
    }
    head, *rows = pages.pages_table(results)

    assert len(head) == 2 + 2 * (len(pages.ASKED) - 1)
    assert [row[0] for row in rows] == ["rerun, one visitor, ms"]
    assert "2.0" in rows[0][3]


def test_a_file_is_asked_and_weighed_without_its_first_time(tmp_path):
    (tmp_path / "file").write_bytes(b"x" * 2000)
    with file_server(tmp_path) as url:
        values = pages.file_times(url, {"a file": "/file"}, runs=3)

    assert values["a file"]["kb"] == [2.0, 2.0, 2.0]
    assert len(values["a file"]["ms"]) == 3


def test_the_store_is_measured_empty_and_with_a_history_that_is_valid(tmp_path):
    places = [tmp_path / "empty.sqlite3", tmp_path / "long.sqlite3"]
    values = measure_store(*places, runs=1, count=2_000)
    rows = store_table({"SQLite": values})
    assert {len(row) for row in rows} == {4}
    assert [row[0] for row in rows[1:]] == list(STORE_MEASURES.values())


def test_a_workbook_of_the_measure_is_whole_rows_that_are_all_added():
    rows = imports.new_rows(90, PUBLISHED)
    count = sum(map(len, rows.values()))
    found = imports.read_workbook(
        "x.xlsx", imports.workbook_of(rows), imports.raw_of(PUBLISHED), "fr"
    )

    assert 30 < count <= 90
    assert found.counts[imports.RowState.ADDED] == count == len(found.rows)
    assert rows == imports.new_rows(90, PUBLISHED)
    assert sum(map(len, imports.new_rows(0, PUBLISHED).values())) == 0


def test_an_import_is_measured_step_by_step_and_taken_back(tmp_path):
    values = imports.measure_store(tmp_path / "desk.sqlite3", 60)
    assert list(values) == list(imports.STORED)
    head, *table = imports.stores_table({"SQLite": values, "PostgreSQL": values})
    assert head == ["one import", "SQLite", "PostgreSQL"]
    assert [row[0] for row in table] == list(imports.STORED.values())


def test_the_table_of_workbooks_compares_each_size_with_the_empty_one():
    empty = {each.name: [10.0] for each in imports.MEASURES}
    full = {each.name: [imports.AIMS[10_000] + 1] for each in imports.MEASURES}
    head, *table = imports.imports_table({10_000: full, 0: empty})

    assert head[1:] == ["empty", "10 000 rows", "10 000 rows ÷ empty", "aim"]
    assert {row[3] for row in table} == {"× 1500.1"}
    assert [row[4] for row in table if row[4] != "–"] == ["10 000: ≤ 15 000: not reached"]
