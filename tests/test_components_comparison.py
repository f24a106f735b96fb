"""Cities side by side: sentences are true, tables say what charts say, silence is not a zero."""

import html
import io
import re
from datetime import date

import openpyxl
import pytest
from factories import make_answer, make_city, make_dataset, make_project
from shipped import shipped_dataset

from analysis.comparison import MOST_CITIES, differences
from analysis.context import CONTEXT_INDICATORS, latest
from components.address import AddressReader
from components.comparison import (
    charts,
    chosen_cities,
    difference_words,
    left_out,
    suggestions,
    tabs,
    within_limit,
)
from components.comparison_indicators import latest_values, read_indicator
from components.comparison_table import (
    comparison_table,
    comparison_workbook,
    distance_table,
    table_view,
)
from components.comparison_take_away import downloads, map_view
from components.i18n import LANGUAGES, translator
from components.scope import page_link, read_scope
from components.view import View
from data.export import table_csv

TODAY = date(2026, 11, 25)
REAL = shipped_dataset()
every_language = pytest.mark.parametrize("language", LANGUAGES)


def made(**tables):
    """A made dataset with the real words for its codes."""
    return make_dataset(vocabularies=list(REAL.terms.values()), **tables)


def view_of(dataset=REAL, language="fr"):
    return View(dataset=dataset, today=TODAY, language=language, t=translator(language))


def scope_of(dataset=REAL, language="fr", **parameters):
    return read_scope(AddressReader.of(parameters), dataset, language)


def drawn(nodes):
    return "".join(str(node) for node in nodes)


# ---- choice


def test_six_cities_are_compared_and_the_others_are_named():
    names = ["hue", "namur", "tunis", "siem-reap", "dakar", "paris", "hanoi"]
    scope, left = within_limit(scope_of(cities=",".join(names)))

    assert set(scope.city_ids) == set(names[:MOST_CITIES])
    assert [city.city_id for city in left] == ["hanoi"]
    assert "Hanoï" in str(left_out(left, view_of()))
    assert left_out((), view_of()) is None


def test_a_group_is_compared_whole():
    scope, left = within_limit(scope_of(group="rvase"))

    assert len(scope.cities) > MOST_CITIES
    assert left == ()


def test_each_city_can_be_taken_out_and_the_last_one_cannot():
    link = page_link("comparison", "fr", {"view": "table"})
    two = str(chosen_cities(scope_of(cities="hue,namur"), view_of(), link))
    one = str(chosen_cities(scope_of(cities="hue"), view_of(), link))

    assert re.findall(r'href="([^"]+)"', two) == [
        "/comparer?lang=fr&amp;view=table&amp;cities=namur",
        "/comparer?lang=fr&amp;view=table&amp;cities=hue",
    ]
    assert "href" not in one


def test_a_suggestion_adds_one_city_and_says_why():
    link = page_link("comparison", "fr", {})
    markup = str(suggestions(scope_of(cities="siem-reap"), view_of(), link))
    added = re.findall(r"cities=siem-reap,([\w-]+)", markup)

    assert added
    assert len(set(added)) == len(added)
    assert "Comme Siem Reap" in markup


def test_the_tab_that_is_shown_is_marked():
    markup = str(tabs("table", view_of(), page_link("comparison", "fr", {"cities": "hue,namur"})))
    [current] = re.findall(r'<a[^>]*aria-current="page"[^>]*>', markup)

    assert "view=table" in current
    assert markup.count("cities=hue,namur") == 3


# ---- sentences


def sentence(language, **answers):
    rows = [make_answer("DAT1", state, city_id=city_id) for city_id, state in answers.items()]
    cities = [make_city(name) for name in ("alpha", "beta", "gamma")]
    dataset = made(cities=cities, criteria=rows)
    [item] = differences(dataset, [city.city_id for city in cities])
    return difference_words(item, view_of(dataset, language))


def test_a_difference_is_said_in_french_with_its_unknown_and_its_plural():
    assert sentence("fr", alpha="yes") == (
        "Alpha documente cette pratique\u202f; pour Beta et Gamma, inconnu."
    )
    assert sentence("fr", alpha="yes", beta="yes", gamma="partial") == (
        "Alpha et Beta documentent cette pratique\u202f; Gamma la documente en partie."
    )
    assert sentence("fr", alpha="no", beta="yes") == (
        "Beta documente cette pratique\u202f; une source dit non pour Alpha\u202f; "
        "pour Gamma, inconnu."
    )


def test_a_difference_is_said_in_english_with_its_unknown_and_its_plural():
    assert sentence("en", alpha="yes", beta="yes") == (
        "Alpha and Beta document this practice; for Gamma, unknown."
    )
    assert sentence("en", alpha="partial", beta="not_applicable") == (
        "Alpha documents it in part; not applicable for Beta; for Gamma, unknown."
    )


@every_language
@pytest.mark.parametrize("pair", [("hue", "namur"), ("tunis", "kampot"), ("siem-reap", "dakar")])
def test_every_sentence_about_real_cities_is_true(pair, language):
    view = view_of(language=language)
    for item in differences(REAL, pair):
        said = difference_words(item, view)
        for state, city_ids in item.cities.items():
            for city_id in city_ids:
                held = REAL.answers_of_city(city_id).get(item.criterion_id)
                assert (held.answer if held else "unknown") == state
                assert view.city(city_id) in said


# ---- charts, table, files


@every_language
def test_no_cell_of_a_comparison_claims_a_zero(language):
    dataset = made(
        cities=[make_city("alpha"), make_city("beta")],
        projects=[make_project("only", city_id="alpha")],
    )
    view, scope = view_of(dataset, language), scope_of(dataset, language, group="all")
    none = translator(language)("compare.none_documented")
    table = comparison_table(scope, view)

    assert 0 not in [cell for row in table.rows for cell in row if isinstance(cell, int)]
    assert none in [cell for row in table.rows for cell in row]
    assert ">0<" not in re.sub(r"<b[^>]*>0</b>", "", drawn(charts(scope, view)))


def test_the_figures_of_the_charts_are_those_of_the_table():
    view, scope = view_of(), scope_of(cities="hue,namur")
    rows = {(row[0], row[1]): row[2:] for row in comparison_table(scope, view).rows}
    markup = drawn(charts(scope, view))
    section = markup.split('id="stage"')[1].split("</section>")[0]
    shown = {
        re.sub("<[^>]+>", "", label): [
            int(found) if found.isdigit() else "aucun documenté"
            for found in re.findall(r'rc-figure">(\d+)<|rc-hidden">(aucun documenté)<', cells)
            for found in found
            if found
        ]
        for label, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', section)
    }

    assert shown
    for label, figures in shown.items():
        assert tuple(figures) == rows["Projets par état d’avancement", label]


@every_language
def test_every_city_has_a_column_and_every_criterion_a_row(language):
    view, scope = view_of(language=language), scope_of(language=language, group="rvase")
    table = comparison_table(scope, view)

    assert table.columns[2:] == tuple(view.city(city) for city in scope.cities)
    assert all(len(row) == len(table.columns) for row in table.rows)
    labels = {str(row[1]).split(" (")[0] for row in table.rows}
    assert {view.criterion(name) for name in REAL.criteria} <= labels | {
        str(row[1]) for row in table.rows
    }
    assert str(table_view(scope, view)).count("<tr>") == len(table.rows) + 1


def test_a_city_that_looks_like_a_formula_stays_text_in_the_files():
    dataset = made(cities=[make_city("alpha", name_fr="=1+1"), make_city("beta")])
    view, scope = view_of(dataset), scope_of(dataset, group="all")
    header = table_csv(comparison_table(scope, view)).decode("utf-8-sig").splitlines()[0]
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(scope, view)))
    cells = [cell for row in book.worksheets[1].iter_rows(max_row=1) for cell in row]

    assert "'=1+1" in header
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_the_workbook_has_the_facts_the_distances_and_the_sources():
    view, scope = view_of(), scope_of(cities="hue,namur,tunis")
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(scope, view)))

    assert [sheet.title for sheet in book.worksheets][:4] == [
        "À propos",
        "Comparaison",
        "Distances",
        "Sources",
    ]
    assert book["Distances"].max_row == 1 + 3
    assert book["Sources"].max_row > 50


def test_distances_are_those_between_each_two_cities():
    rows = distance_table(scope_of(cities="hue,namur,tunis"), view_of()).rows

    assert [row[:2] for row in rows] == [("Hué", "Namur"), ("Hué", "Tunis"), ("Namur", "Tunis")]
    assert all(kilometres > 1000 for _, _, kilometres in rows)


@every_language
def test_files_and_map_are_of_the_same_cities(language):
    view, scope = view_of(language=language), scope_of(language=language, cities="hue,namur")
    files = str(downloads(scope, view))

    assert files.count(f"lang={language}&amp;cities=hue,namur") == 3
    assert "cities=hue,namur" in str(map_view(scope, view))
    assert translator(language)("map.disclaimer") in html.unescape(str(map_view(scope, view)))


# ---- national figures


@every_language
def test_an_unknown_national_figure_says_so_and_each_other_bears_its_year(language):
    view, scope = view_of(language=language), scope_of(language=language, cities="hue,dumbea")
    markup = str(latest_values(scope, view))
    held = [
        latest(REAL, city.country_iso3, name)
        for name in CONTEXT_INDICATORS
        for city in scope.cities
    ]

    assert markup.count(f'<span class="rc-muted">{translator(language)("unknown")}</span>') == (
        held.count(None)
    )
    assert re.findall(r"\((\d{4})\)", markup) == [str(row.year) for row in held if row]


def test_an_indicator_that_does_not_exist_is_refused_and_named():
    reader = AddressReader.of({"indicator": "happiness"})

    assert read_indicator(reader, REAL).indicator_id == "egdi"
    assert reader.ignored == ["indicator=happiness"]
    assert read_indicator(AddressReader.of({}), make_dataset()) is None
