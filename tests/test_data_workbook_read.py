"""A workbook filled by hand: what it would do, row by row, and each problem by its place."""

import openpyxl
import pytest
from books import (
    OTHER_CITY,
    PROJECT,
    book,
    new_texts,
    only_row,
    opened,
    preview,
    project_book,
    rules,
    saved,
    small_raw,
)
from factories import CITY_ID, SOURCE_ID, make_answer, make_city, make_dataset
from shipped import shipped_dataset

from data.changes import ChangeKind, applied
from data.export import record_table, table_csv, workbook
from data.raw import csv_bytes, dataset_of, raw_of, read_raw
from data.workbook import BookRule, RowState, Severity, WorkbookError
from data.workbook.fields import TABLES, shape_of
from data.workbook.judge import Judge

ADDED, CHANGED, UNCHANGED = RowState.ADDED, RowState.CHANGED, RowState.UNCHANGED
CONFLICTING, REFUSED = RowState.CONFLICTING, RowState.REFUSED


def states(found):
    return [row.state for row in found.rows]


def result(raw, changes):
    """The tables after some changes, every rule checked."""
    after = applied(raw, changes)
    day = shipped_dataset().published_on
    return dataset_of(after, edition="x", published_on=day, version="x")


# ---- the workbook of a city, filled by hand ------------------------------------------------------


@pytest.fixture(scope="module")
def by_hand():
    """Merged titles, stray spaces, decimal commas, dates of Excel, an empty row and one wrong code."""
    made = openpyxl.Workbook()
    cities = made.active
    cities.title = " Villes "[1:-1]
    cities["A1"] = "RECENSEMENT DES VILLES"
    cities.merge_cells("A1:F1")
    cities["A2"] = "à retourner avant le 15 mai"
    cities.merge_cells("A2:F2")
    cities.append([])
    cities.append(
        ["Ville", "latitude ", "LONGITUDE", "Population (habitants)", "Année", "Remarque"]
    )
    cities.append([" Ville d’été ", "16,4619", "107,59546 ", "1 128 620", 2023.0, "merci"])
    cities.append([])
    cities.append(["Autreville", 12.5, 104.25, "deux cents", None, None])
    projects = made.create_sheet("Projets pilotes")
    projects.append([None, "Projets de la ville"])
    projects.append(
        ["Ville", "Titre", "Ligne", "Avancement", "État d'avancement", "Intensité technologique",
         "Raison du niveau", "Début", "État au", "Sources"]
    )  # fmt: skip
    projects.append(
        ["Ville d'Eté", "Capteurs d’inondation ", "A2.1", None, "en service", "Moyen", "Capteurs",
         2021.0, "mai 2022", "test-source, Second title"]
    )  # fmt: skip
    projects.append(
        ["Ville d'Eté", "Guichet", "A9.9", None, "pilotte", "Faible", "Un lieu", "2021,0", None,
         "test-source"]
    )  # fmt: skip
    return preview(saved(made), name="retour ville.xlsx")


def test_the_good_rows_of_a_workbook_filled_by_hand_are_ready(by_hand):
    city, _, project, _ = by_hand.rows

    assert states(by_hand) == [CHANGED, REFUSED, ADDED, REFUSED]
    assert (city.sheet, city.row, city.key) == ("Villes", 5, (CITY_ID,))
    assert new_texts(city.change) == {
        "latitude": "16.4619",
        "longitude": "107.59546",
        "population": "1128620",
        "population_year": "2023",
    }
    assert new_texts(project.change) == {
        "project_id": "testville-capteurs-d-inondation",
        "city_id": CITY_ID,
        "title_fr": "Capteurs d’inondation",
        "line_id": "A2.1",
        "stage": "operational",
        "technology_level": "medium",
        "technology_reason_fr": "Capteurs",
        "start_year": "2021",
        "as_of": "2022-05",
        "source_ids": "test-source;second-source",
    }


def test_each_problem_is_named_by_sheet_row_column_value_and_rule(by_hand):
    _, population, _, project = by_hand.rows
    french = [problem.message("fr") for problem in (*population.faults, *project.faults)]
    english = [problem.message("en") for problem in (*population.faults, *project.faults)]

    assert french == [
        "feuille « Villes », ligne 7, colonne « Population (habitants) » (D7) : la valeur n’est pas un "
        "nombre entier (1 234 567 ou 1234567) (« deux cents »)",
        "feuille « Projets pilotes », ligne 4, colonne « Ligne » (C4) : la valeur n’est pas connue ; "
        "valeurs possibles : Ligne 1.1 (A1.1), Ligne 1.2 (A1.2), Ligne 1.3 (A1.3), Ligne 2.1 (A2.1), "
        "Ligne 2.2 (A2.2), Ligne 2.3 (A2.3), Ligne 3.1 (A3.1), Ligne 3.2 (A3.2), Ligne 3.3 (A3.3) "
        "(« A9.9 »)",
        "feuille « Projets pilotes », ligne 4, colonne « État d'avancement » (E4) : la valeur n’est pas "
        "connue ; valeurs possibles : Prévu (planned), Pilote (pilot), En service (operational), Étendu "
        "(scaled), Terminé (ended), Avancement inconnu (unknown) (« pilotte »)",
    ]
    assert english[2].startswith(
        "sheet “Projets pilotes”, row 4, column “État d'avancement” (E4): "
    )
    assert "Pilot (pilot)" in english[2]


def test_columns_that_are_not_of_the_table_are_named_and_left_aside(by_hand):
    assert [(note.rule, note.sheet, note.column) for note in by_hand.notes] == [
        (BookRule.COLUMN_IGNORED, "Villes", "Remarque"),
        (BookRule.COLUMN_IGNORED, "Projets pilotes", "Avancement"),
    ]


def test_refusing_bad_rows_leaves_a_dataset_with_the_good_ones(by_hand):
    dataset = result(small_raw(), by_hand.changes())

    assert dataset.cities[CITY_ID].population == 1_128_620
    assert len(dataset.projects) == 3


def test_reading_changes_nothing_in_the_tables():
    raw = small_raw()
    before = {table: {key: dict(row) for key, row in rows.items()} for table, rows in raw.items()}
    preview(project_book(), raw).changes()

    assert raw == before


# ---- tables and columns are recognised -----------------------------------------------------------


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_headings_and_sheets_are_understood_in_either_language(side, language):
    shape = shape_of("projects")
    headings = [shape.fields[code].titles[side] for code in PROJECT]
    shouted = [heading.upper() for heading in headings]
    for names in (headings, shouted):
        row = only_row(
            book(**{shape.titles[side]: [names, list(PROJECT.values())]}), language=language
        )
        assert row.state is ADDED
        assert new_texts(row.change)["title_fr"] == "Projet neuf"


@pytest.mark.parametrize("heading", ["Identifiant", "ID", "Code"])
def test_a_row_is_known_by_its_id_under_the_plain_word_for_it(heading):
    row = only_row(book(Villes=[[heading, "Population"], [f" {CITY_ID} ", "1 128 620"]]))
    assert (row.state, row.key) == (CHANGED, (CITY_ID,))


def test_the_language_of_the_headings_tells_what_a_note_is():
    for names, column in (
        (["Identifiant de la ville", "Critère", "Réponse", "Note"], "note_fr"),
        (["City id", "Criterion", "Answer", "Note"], "note_en"),
    ):
        row = only_row(book(criteria=[names, [CITY_ID, "VIS1", "oui", "Autre"]]))
        assert new_texts(row.change) == {column: "Autre"}


@pytest.mark.parametrize(
    "name", ["Feuil1", "projets", "PROJETS PILOTES 2", "pilot projects", "x" * 31]
)
def test_a_sheet_is_known_by_its_name_or_by_its_headings(name):
    assert only_row(book(**{name: [list(PROJECT), list(PROJECT.values())]})).table == "projects"


def test_a_sheet_that_is_no_table_is_named_and_left_aside():
    found = preview(
        book(
            projects=[list(PROJECT), list(PROJECT.values())],
            Notes=[["un mot"], ["deux"]],
            Villes=[["rien", "ici"]],
            Vide=[],
        )
    )

    assert [(note.rule, note.sheet) for note in found.notes] == [
        (BookRule.SHEET_IGNORED, "Notes"),
        (BookRule.NO_HEADER, "Villes"),
    ]
    assert all(note.severity is Severity.NOTE for note in found.notes)


def test_explanations_beside_the_tables_are_no_problem():
    content = book(
        **{"Lisez-moi": [["Règles"]], "projects": [list(PROJECT), list(PROJECT.values())]}
    )
    assert preview(content).notes == ()


def test_a_column_that_is_there_twice_is_named():
    rows = [[*PROJECT, "Titre"], [*PROJECT.values(), "Autre"]]
    found = preview(book(projects=rows))

    assert [note.rule for note in found.notes] == [BookRule.COLUMN_TWICE]
    assert new_texts(found.rows[0].change)["title_fr"] == "Projet neuf"


def test_a_name_beside_an_id_is_read_where_the_id_is_empty():
    headings = ["Identifiant de la ville", "Ville", "Critère", "Réponse", "Note", "Sources"]
    rows = [[None, "Autreville", "DAT1", "oui", "Une note", SOURCE_ID],
            [CITY_ID, "Autreville", "DAT2", "oui", "Une note", SOURCE_ID]]  # fmt: skip
    found = preview(book(criteria=[headings, *rows]))

    assert [row.key for row in found.rows] == [(OTHER_CITY, "DAT1"), (CITY_ID, "DAT2")]
    assert found.notes == ()


def test_missing_columns_are_untouched_and_not_emptied():
    row = only_row(book(projects=[["project_id", "title_fr"], ["test-project", "Autre titre"]]))

    assert row.state is CHANGED
    assert new_texts(row.change) == {"title_fr": "Autre titre"}


def test_an_empty_cell_of_a_row_that_exists_changes_nothing():
    row = only_row(
        book(projects=[["project_id", "title_fr", "as_of"], ["test-project", None, " "]])
    )
    assert row.state is UNCHANGED


def test_headings_that_are_repeated_are_no_rows():
    headings, cells = list(PROJECT), list(PROJECT.values())
    other = ["other-project", *cells[1:]]
    found = preview(book(projects=[headings, cells, headings, other]))

    assert [row.row for row in found.rows] == [2, 4]


def test_a_table_can_be_on_two_sheets():
    cells = [["project_id", "end_year"], ["test-project", 2030]]
    others = [["project_id", "end_year"], ["second-project", 2031]]
    found = preview(book(**{"Projets pilotes": cells, "Projets pilotes 2": others}))

    assert [row.key for row in found.rows] == [("test-project",), ("second-project",)]


def test_a_csv_file_is_read_like_a_sheet():
    text = "Identifiant du projet;Début;Fin\r\nTEST-PROJECT;2022;2 024\r\nnothing;x;y\r\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        found = preview(text.encode(encoding), name="export.csv")
        assert states(found) == [CHANGED, REFUSED]
        assert new_texts(found.rows[0].change) == {"end_year": "2024"}


# ---- which row it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["test-project", " TEST-PROJECT ", "Test project", "test_project"]
)
def test_an_id_is_known_whatever_its_capitals_and_spaces(written):
    assert only_row(book(projects=[["project_id", "end_year"], [written, 2030]])).key == (
        "test-project",
    )


def test_a_row_without_an_id_is_known_by_its_title_and_city():
    titles = [["city_id", "title_fr", "end_year"], [CITY_ID, "PROJET D'ESSAI test-project", 2030]]
    row = only_row(book(projects=titles))

    assert (row.state, row.key) == (CHANGED, ("test-project",))
    assert rules(row) == [BookRule.FOUND_BY_NAME]
    assert only_row(book(projects=[titles[0], [OTHER_CITY, *titles[1][1:]]])).state is REFUSED


def test_a_new_row_without_an_id_gets_one_and_the_same_each_time():
    first = only_row(project_book(project_id=None))
    assert first.key == ("testville-projet-neuf",)
    assert first.key == only_row(project_book(project_id=None)).key
    after = applied(small_raw(), [first.change])

    again = only_row(project_book(project_id=None), after)
    assert (again.state, again.key) == (UNCHANGED, first.key)


def test_ids_that_are_made_never_meet():
    cells = {code: text for code, text in PROJECT.items() if code != "project_id"}
    other = cells | {"title_fr": "Projet neuf !", "city_id": OTHER_CITY}
    third = cells | {"title_fr": "Projet : neuf (2)"}
    found = preview(
        book(projects=[list(cells), *(list(row.values()) for row in (cells, other, third))])
    )
    keys = [row.key for row in found.rows]

    assert len(set(keys)) == len(keys) == 3
    assert states(found) == [ADDED] * 3


def test_a_city_that_is_named_is_the_city():
    row = only_row(book(cities=[["Nom", "Population"], ["Ville d'ete", 200000]]))
    assert row.key == (CITY_ID,)
    assert new_texts(row.change) == {"population": "200000"}


def test_a_source_is_known_by_its_address():
    row = only_row(
        book(sources=[["url", "title"], [f"https://example.org/{SOURCE_ID}", "Autre titre"]])
    )
    assert row.key == (SOURCE_ID,)


def test_two_documents_of_one_title_at_two_addresses_are_two_sources():
    headings = ["title", "publisher", "language", "kind", "url"]
    known = small_raw()["sources"][SOURCE_ID,]
    cells = [known["title"], known["publisher"], "fr", "presse"]
    row = only_row(book(sources=[headings, [*cells, "https://example.org/elsewhere"]]))
    assert row.state is ADDED
    assert only_row(book(sources=[headings[:4], cells])).key == (SOURCE_ID,)


def test_an_id_that_is_none_is_refused_with_one_that_could_be():
    row = only_row(project_book(project_id="Projet n° 1 (été)"))

    assert rules(row) == [BookRule.ID_FORM]
    assert "projet-n-1-ete" in row.problems[0].message("fr")


@pytest.mark.parametrize("phrase", ["=1+1", "?", "a;b"])
def test_a_subject_that_is_no_text_is_refused(phrase):
    row = only_row(book(focus_areas=[["phrase_fr", "area"], [phrase, "Mobilité"]]))
    assert (row.state, row.key) == (REFUSED, None)


def test_a_row_that_nothing_names_is_refused():
    row = only_row(project_book(project_id=None, title_fr=None))
    assert BookRule.NO_KEY in rules(row)
    answer = only_row(book(criteria=[["answer", "note_fr", "source_ids"], ["oui", "x", SOURCE_ID]]))
    assert rules(answer) == [BookRule.NO_KEY] * 2


def test_two_rows_of_one_id_are_refused_and_each_names_the_other():
    cells = list(PROJECT.values())
    found = preview(book(projects=[list(PROJECT), cells, cells, ["PROJECT-2", *cells[1:]]]))

    assert states(found) == [REFUSED, REFUSED, ADDED]
    assert "« projects » ligne 3" in found.rows[0].problems[0].message("fr")
    assert "“projects” row 2" in found.rows[1].problems[0].message("en")


def test_an_id_that_was_withdrawn_cannot_be_used_again():
    found = preview(project_book(), withdrawn={("projects", ("new-project",))})
    assert rules(found.rows[0]) == ["id_reused"]


def test_an_id_that_is_made_is_none_that_was_withdrawn():
    gone = {("projects", (f"{CITY_ID}-projet-neuf",))}
    found = preview(project_book(project_id=None), withdrawn=gone)
    assert states(found) == [ADDED]
    assert found.rows[0].key == (f"{CITY_ID}-projet-neuf-2",)


# ---- what a new row needs ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["title_fr", "line_id", "stage", "technology_level", "technology_reason_fr"]
)
def test_a_new_row_without_a_required_cell_is_refused(code):
    for content in (
        project_book(**{code: None}),
        project_book(**{code: ""}),
        project_book(**{code: "∅"}),
    ):
        row = only_row(content)
        assert row.state is REFUSED
        assert [(str(problem.rule), problem.code) for problem in row.problems] == [
            ("required", code)
        ]


def test_a_missing_column_is_named_in_the_language_of_the_reader():
    french = only_row(project_book(stage=None), language="fr").problems[0]
    english = only_row(project_book(stage=None), language="en").problems[0]
    assert (french.column, english.column) == ("État d’avancement", "Stage")


def test_a_new_row_without_a_source_is_refused():
    assert rules(only_row(project_book(source_ids=None))) == ["no_source"]


def test_a_criterion_that_nobody_has_answered_is_no_row():
    rows = [["city_id", "criterion_id", "answer", "note_fr"], [CITY_ID, "DAT2", None, None]]
    assert preview(book(criteria=rows)).rows == ()


def test_an_unknown_answer_is_never_written():
    rows = [["city_id", "criterion_id", "answer"], [CITY_ID, "VIS2", "inconnu"]]
    assert rules(only_row(book(criteria=rows))) == [BookRule.NO_ANSWER]


# ---- emptying ------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["∅", "inconnu", "unknown"])
def test_the_mark_of_the_unknown_empties_a_cell_and_says_so(word):
    row = only_row(book(projects=[["project_id", "start_year"], ["test-project", word]]))

    assert row.state is CHANGED
    assert [(cell.column, cell.old, cell.new) for cell in row.change.cells] == [
        ("start_year", "2022", "")
    ]
    assert rules(row) == [BookRule.EMPTIED]


@pytest.mark.parametrize(("code", "rule"), [("stage", "required"), ("source_ids", "no_source")])
def test_a_required_cell_cannot_be_emptied(code, rule):
    row = only_row(book(projects=[["project_id", code], ["test-project", "∅"]]))
    assert (row.state, rules(row)) == (REFUSED, [rule])


# ---- rules between rows --------------------------------------------------------------------------


def test_a_row_can_name_a_row_of_the_same_workbook_whatever_the_order_of_sheets():
    source = ["new-source", "Un rapport", "Un éditeur", "fr", "presse"]
    factor = ["new-factor", CITY_ID, "Projet neuf", "success", "skills", "Un texte", "Un rapport"]
    content = book(
        factors=[
            ["factor_id", "city_id", "project_id", "kind", "category", "text_fr", "source_ids"],
            factor,
        ],
        projects=[list(PROJECT), [*list(PROJECT.values())[:-1], "new-source"]],
        sources=[["source_id", "title", "publisher", "language", "kind"], source],
    )
    found = preview(content)

    assert states(found) == [ADDED] * 3
    assert [change.table for change in found.changes()] == ["sources", "projects", "factors"]
    dataset = result(small_raw(), found.changes())
    assert dataset.factors["new-factor"].project_id == "new-project"
    assert dataset.factors["new-factor"].source_ids == ("new-source",)


def chain(**source):
    """A source, a project that cites it and a factor of the project."""
    cells = {
        "source_id": "new-source",
        "title": "T",
        "publisher": "P",
        "language": "fr",
        "kind": "press",
    }
    cells |= source
    factor = {"factor_id": "new-factor", "city_id": CITY_ID, "project_id": "new-project", "kind": "success",
              "category": "skills", "text_fr": "Un texte", "source_ids": SOURCE_ID}  # fmt: skip
    project = PROJECT | {"source_ids": "new-source"}
    lone = factor | {"factor_id": "lone-factor", "project_id": "test-project"}
    return book(
        sources=[list(cells), list(cells.values())],
        projects=[list(project), list(project.values())],
        factors=[list(factor), list(factor.values()), list(lone.values())],
    )


def test_rows_that_rest_on_a_refused_row_are_refused_with_its_place_and_the_others_are_not():
    found = preview(chain(kind="presse à scandale"))
    _, project, factor, lone = found.rows

    assert states(found) == [REFUSED, REFUSED, REFUSED, ADDED]
    assert rules(project) == rules(factor) == [BookRule.DEPENDS]
    assert "« sources » ligne 2" in project.problems[0].message("fr")
    assert "“projects” row 2" in factor.problems[0].message("en")
    assert found.changes() == (lone.change,)


def test_a_choice_leaves_out_what_rests_on_a_row_that_is_not_chosen():
    found = preview(chain())
    assert states(found) == [ADDED] * 4
    choice = found.choice([1, 2, 3])

    assert [row.number for row in choice.refused] == [1, 2]
    assert [row.number for row in choice.rows] == [3]
    assert all(str(row.problems[-1].rule) == BookRule.DEPENDS for row in choice.refused)
    assert found.choice([0, 1]).refused == ()
    assert found.choice([]).changes == ()
    result(small_raw(), choice.changes)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"city_id": None}, "one_owner"),
        ({"organisation_id": "test-organisation"}, "one_owner"),
        ({"start_year": 2022, "end_year": 2020}, "period"),
    ],
)
def test_a_rule_between_the_cells_of_a_row_refuses_the_row(changes, rule):
    row = only_row(project_book(**changes))
    assert (row.state, rules(row)) == (REFUSED, [rule])


def test_every_bad_row_is_named_and_not_only_the_first():
    bad = PROJECT | {"start_year": 2022, "end_year": 2020}
    rows = [list((bad | {"project_id": f"p-{number}"}).values()) for number in range(50)]
    good = (PROJECT | {"start_year": 2022, "end_year": 2023}).values()
    found = preview(book(projects=[list(bad), *rows, list(good)]))

    assert states(found) == [REFUSED] * 50 + [ADDED]


def test_a_row_that_makes_another_row_wrong_is_refused_with_that_row():
    ladder = only_row(
        book(criteria=[["city_id", "criterion_id", "answer"], [CITY_ID, "VIS1", "non"]])
    )
    assert rules(ladder) == [BookRule.TOGETHER]
    assert "VIS2" in ladder.problems[0].message("fr")

    owner = only_row(book(projects=[["project_id", "city_id"], ["test-project", OTHER_CITY]]))
    assert rules(owner) == [BookRule.TOGETHER]
    assert "test-factor" in owner.problems[0].message("en")

    theme = only_row(book(strategies=[["strategy_id", "focus_areas_fr"], ["test-strategy", "∅"]]))
    assert rules(theme) == [BookRule.EMPTIED, BookRule.TOGETHER]


def test_a_fault_that_was_there_before_stops_no_row():
    wrong = dict(small_raw()["projects"]["second-project",]) | {"end_year": "1999"}
    raw = dict(small_raw()) | {
        "projects": {**small_raw()["projects"], ("second-project",): wrong},
    }
    assert only_row(project_book(), raw).state is ADDED
    assert rules(only_row(project_book(end_year=1998, start_year=1999), raw)) == ["period"]


def test_many_rows_that_make_others_wrong_are_found_at_once(monkeypatch):
    asked = []
    cities = [make_city(f"c-{number}") for number in range(30)]
    answers = [
        make_answer(criterion, city_id=city.city_id)
        for city in cities
        for criterion in ("VIS1", "VIS2")
    ]
    raw = raw_of(make_dataset(cities=cities, criteria=answers))
    rows = [[city.city_id, "VIS1", "no"] for city in cities]
    faults = Judge._faults
    monkeypatch.setattr(Judge, "_faults", lambda *args: asked.append(1) or faults(*args))
    found = preview(book(criteria=[["city_id", "criterion_id", "answer"], *rows]), raw)

    assert states(found) == [REFUSED] * 30
    assert len(asked) <= 4


def test_a_fault_of_no_known_reason_finds_its_row(monkeypatch):
    monkeypatch.setattr(Judge, "_behind", lambda *_: [])
    rows = [[CITY_ID, "VIS1", "non"], [CITY_ID, "DAT1", "oui"]]
    found = preview(book(criteria=[["city_id", "criterion_id", "answer"], *rows]))

    assert states(found) == [REFUSED, CHANGED]
    assert rules(found.rows[0]) == [BookRule.TOGETHER]


def test_rows_that_are_right_only_together_are_right():
    rows = [
        ["city_id", "criterion_id", "answer"],
        [CITY_ID, "VIS1", "non"],
        [CITY_ID, "VIS2", "non"],
    ]
    found = preview(book(criteria=rows))

    assert states(found) == [CHANGED, CHANGED]
    assert [str(row.problems[-1].rule) for row in found.choice([0]).refused] == [BookRule.TOGETHER]


def test_a_new_subject_comes_with_its_area():
    areas = [["phrase_fr", "area"], ["Nouveau thème", "Mobilité"]]
    strategies = [
        ["strategy_id", "focus_areas_fr"],
        ["test-strategy", "thème d’essai ; nouveau theme"],
    ]
    found = preview(book(strategies=strategies, focus_areas=areas))

    assert states(found) == [CHANGED, ADDED]
    assert new_texts(found.rows[0].change) == {"focus_areas_fr": "thème d’essai;Nouveau thème"}
    result(small_raw(), found.changes())
    assert states(preview(book(focus_areas=areas))) == [REFUSED]


# ---- progress and limits -------------------------------------------------------------------------


def test_progress_goes_up_to_the_end_and_can_stop_the_reading():
    rows = [list((PROJECT | {"project_id": f"p-{number}"}).values()) for number in range(900)]
    seen = []
    preview(book(projects=[list(PROJECT), *rows]), on_progress=lambda *step: seen.append(step))

    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert {total for _, total in seen} == {901}
    assert len(seen) > 3
    assert seen[-1] == (901, 901)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preview(book(projects=[list(PROJECT), *rows]), on_progress=stop)


def test_a_row_with_many_faults_tells_some_of_each_and_is_refused():
    bad = dict.fromkeys(shape_of("projects").fields, "#") | {"project_id": "p"}
    row = only_row(book(projects=[list(bad), list(bad.values())]))

    assert row.state is REFUSED
    assert 5 < len(row.problems) <= 12


def test_a_refused_file_names_itself():
    with pytest.raises(WorkbookError) as caught:
        preview(b"x", name="mairie.csv")
    assert caught.value.message("fr").startswith("mairie.csv : ")


def test_counts_name_every_state():
    assert preview(project_book()).counts == {
        ADDED: 1, CHANGED: 0, UNCHANGED: 0, CONFLICTING: 0, REFUSED: 0,
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_the_raw_table_of_the_edition_reads_back_unchanged_as_csv(table):
    raw = read_raw()
    found = preview(csv_bytes(table, raw[table]), raw, name=f"{table}.csv")

    assert found.counts[UNCHANGED] == len(raw[table]) == len(found.rows)
    assert found.notes == ()


def test_published_downloads_read_back_unchanged():
    dataset, raw = shipped_dataset(), read_raw()
    for language in ("fr", "en"):
        tables = [
            record_table(dataset, table, language) for table in ("cities", "projects", "criteria")
        ]
        found = preview(
            workbook(tables, dataset, language), raw, language=language, dataset=dataset
        )
        assert found.counts[UNCHANGED] == len(found.rows) > 900
        csv_found = preview(table_csv(tables[1]), raw, name="projets.csv", dataset=dataset)
        assert csv_found.counts[UNCHANGED] == len(csv_found.rows)


def test_a_change_kind_is_what_happens_to_the_row():
    found = preview(project_book())
    assert [change.kind for change in found.changes()] == [ChangeKind.ADD]
    made = opened(project_book())
    made.active["A2"] = "second-project"
    assert [change.kind for change in preview(saved(made)).changes()] == [ChangeKind.EDIT]
