"""The facts of one city as a table: one fact per row, its sources beside it."""

from __future__ import annotations

import csv
import io
from functools import cache

import pytest
from openpyxl import load_workbook
from shipped import shipped_dataset

from components.city_export import (
    COLUMNS,
    city_facts_csv,
    city_facts_table,
    city_facts_xlsx,
    city_file_name,
)
from components.i18n import LANGUAGES, Language, translator
from data.load import Dataset
from data.schema import Redistribution


@cache
def published() -> Dataset:
    return shipped_dataset()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city_id", sorted(shipped_dataset().cities))
def test_every_fact_of_every_city_is_a_row_with_its_sources(
    city_id: str, language: Language
) -> None:
    dataset = published()
    table = city_facts_table(dataset, city_id, language)
    ids = [row[1] for row in table.rows]
    records = [
        *(row.strategy_id for row in dataset.strategies_of_city(city_id)),
        *(row.project_id for row in dataset.projects_of_city(city_id)),
        *(row.factor_id for row in dataset.factors_of_city(city_id)),
        *dataset.criteria,
    ]
    assert set(records) <= set(ids)
    assert {len(row) for row in table.rows} == {len(COLUMNS)}
    projects = dataset.projects_of_city(city_id)
    cited = {row[1]: row[8] for row in table.rows}
    assert all(key in str(cited[p.project_id]) for p in projects for key in p.source_ids)


def test_an_unknown_criterion_is_a_row_that_says_unknown() -> None:
    rows = {row[1]: row for row in city_facts_table(published(), "kep", "fr").rows}
    assert rows["DAT1"][3] == "Inconnu"
    assert rows["DAT1"][8] == ""


@pytest.mark.parametrize("city_id", ["hanoi", "hue"])
def test_values_that_may_only_be_cited_are_left_out_and_said_so(city_id: str) -> None:
    dataset = published()
    rows = {str(row[1]): row for row in city_facts_table(dataset, city_id, "fr").rows}
    closed = [
        key
        for key, indicator in dataset.indicators.items()
        if indicator.redistribution is Redistribution.CITE_ONLY and key in rows
    ]
    assert "egdi" in closed
    for key in closed:
        assert rows[key][3] is None
        assert rows[key][4] == translator("fr")("city.context.cite_only")


def test_the_files_open_again_with_the_same_rows() -> None:
    dataset = published()
    table = city_facts_table(dataset, "hue", "fr")
    text = city_facts_csv(dataset, "hue", "fr").decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text)))
    assert tuple(read[0]) == table.columns
    assert len(read) == len(table.rows) + 1
    book = load_workbook(io.BytesIO(city_facts_xlsx(dataset, "hue", "fr")))
    assert "Hué" in book.sheetnames
    assert book["Hué"].max_row == len(table.rows) + 1
    assert city_file_name(dataset, "hue", "fr") == f"ville-hue-{dataset.edition}"


def test_a_city_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        city_facts_table(published(), "atlantis", "fr")
