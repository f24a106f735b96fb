"""What the conclusion says for none, one, several and ties, in both languages."""

from dataclasses import replace
from datetime import date

import pytest
from factories import make_answer, make_city, make_dataset, make_project
from shipped import shipped_dataset
from test_components_stage_scenes import WORDS_OF_A_HEADLINE, numbers

from components.i18n import LANGUAGES
from components.pictures.svg import text_width
from components.stage.catalogue import build
from components.stage.charts import Bars, Lists, Opening, Units
from components.stage.scene import EXTENTS, SceneRequest
from components.stage.scenes.conclusion import BUILDERS
from components.stage.slide import BODY_WIDTH, UNKNOWN
from data.programme import SceneDefinition
from data.schema import ProjectStage, TechnologyLevel

PUBLISHED = shipped_dataset()
TERMS = list(PUBLISHED.terms.values())
CRITERIA = list(PUBLISHED.criteria.values())
NAMES = ["aba", "bebo", "cotu", "dara", "elim", "faro"]
LINES = [f"A{axis}.{line}" for axis in (1, 2, 3) for line in (1, 2, 3)]
COUNTED = sorted(set(BUILDERS) - {"closing"})
SWATCH = 60


def cities(count):
    return [make_city(f"{NAMES[number % 6]}{'x' * (number // 6)}") for number in range(count)]


def scene(chart, language="fr", *, extent="programme", programme=PUBLISHED.programme, **tables):
    """The scene of some cities; checked as every scene of a programme is."""
    tables = {"cities": cities(6), "criterion_definitions": CRITERIA} | tables
    dataset = make_dataset(vocabularies=TERMS, **tables)
    built = build(
        SceneRequest(
            dataset=dataset,
            today=date(2026, 11, 25),
            language=language,
            programme=programme,
            definition=SceneDefinition(scene_id="test", session="closing", chart=chart),
            extent=extent,
            cities=tuple(dataset.cities.values()),
        )
    )
    table = built.table()
    for name, figure in built.figures.items():
        assert figure.counted(table) == figure.value, name
    cells = " ".join(str(cell) for row in table.rows for cell in row if cell is not None)
    known = {figure.value for figure in built.figures.values()}
    said = set(numbers(f"{built.headline} {built.sentence}"))
    assert said <= known | set(numbers(cells)) | set(numbers(built.subtitle))
    assert table.rows
    assert built.headline
    assert built.sentence
    assert built.unknown or isinstance(built.chart, Opening)
    assert built.source_ids
    return built


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def headline(chart, language="fr", **tables):
    return plain(scene(chart, language, **tables).headline)


def said(chart, language="fr", **tables):
    return plain(scene(chart, language, **tables).sentence)


def on_lines(*counts, cities_of_line=None):
    """One project in each of so many cities for each line, in order."""
    return [
        make_project(f"{line}-{number}", city_id=NAMES[number], line_id=line)
        for line, count in zip(cities_of_line or LINES, counts, strict=True)
        for number in range(count)
    ]


def answers(criterion_id, *states):
    return [
        make_answer(criterion_id, state, city_id=name)
        for name, state in zip(NAMES, states, strict=False)
        if state
    ]


# ---- every scene


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("chart", COUNTED)
@pytest.mark.parametrize("count", [0, 1, 6, 30])
def test_cities_without_any_record_make_a_true_scene(chart, extent, language, count):
    tables = {"cities": cities(count)}
    built = scene(chart, language, extent=extent, **tables)
    assert len(built.headline.split()) <= WORDS_OF_A_HEADLINE
    assert text_width(built.unknown, UNKNOWN) <= BODY_WIDTH - SWATCH


# ---- the vote


def test_the_least_documented_line_is_named_with_its_cities():
    projects = on_lines(2, 3, 3, 6, 4, 1, 2, 2, 2)
    built = scene("vote-and-silence", projects=projects)
    assert plain(built.headline) == "« Ligne 2.3 », ligne la moins documentée : 1 ville sur 6"
    assert "La ligne la plus documentée, « Ligne 2.1 », compte 6 villes." in plain(built.sentence)
    assert built.chart.has_votes


@pytest.mark.parametrize(
    ("counts", "language", "expected"),
    [
        ((1, 1, 3, 3, 3, 3, 3, 3, 3), "fr", "2 lignes documentées dans 1 ville seulement"),
        ((0, 0, 3, 3, 3, 3, 3, 3, 3), "fr", "2 lignes sans aucune ville documentée"),
        ((0, 1, 3, 3, 3, 3, 3, 3, 3), "fr", "« Ligne 1.1 » : aucune ville documentée"),
        ((1, 1, 3, 3, 3, 3, 3, 3, 3), "en", "2 lines documented in 1 city only"),
        ((0, 0, 3, 3, 3, 3, 3, 3, 3), "en", "2 lines without any documented city"),
    ],
)
def test_lines_that_tie_are_counted(counts, language, expected):
    assert headline("vote-and-silence", language, projects=on_lines(*counts)) == expected


@pytest.mark.parametrize(
    ("line_id", "expected"),
    [
        (
            "A1.1",
            "La salle demande « Ligne 1.1 » ; nos données n’en disent rien : aucune ville documentée. "
            "C’est une piste pour la Commission Villes innovantes.",
        ),
        (
            "A1.2",
            "La salle demande « Ligne 1.2 » ; nos données n’en disent presque rien : "
            "1 ville documentée sur 6. C’est une piste pour la Commission Villes innovantes.",
        ),
        (
            "A1.3",
            "La salle demande « Ligne 1.3 » ; 2 villes sur 6 ont un projet documenté. "
            "La Commission Villes innovantes peut partir de ces exemples.",
        ),
    ],
)
def test_a_vote_meets_a_silence_only_where_few_cities_are_documented(line_id, expected):
    built = scene("vote-and-silence", projects=on_lines(0, 1, 2, 3, 3, 3, 3, 3, 3))
    assert plain(built.vote.results[line_id]) == expected


def test_every_line_can_be_voted_for_under_its_own_name():
    built = scene("vote-and-silence")
    assert list(built.vote.options) == [bar.key for bar in built.chart.bars] == LINES
    assert list(built.vote.options.values()) == [bar.label for bar in built.chart.bars]
    assert set(built.vote.results) == set(LINES)


def test_cities_without_a_project_found_are_said_to_be_a_silence():
    built = scene("vote-and-silence", projects=on_lines(1, 1, 1, 1, 1, 1, 1, 1, 1))
    assert plain(built.unknown) == (
        "Pour 5 villes sur 6, aucun projet trouvé : silence de nos sources, pas absence."
    )
    assert built.coverage.is_low


# ---- the nine lines


def test_projects_are_counted_on_each_line_and_an_empty_one_is_visible():
    projects = [*on_lines(0, 1, 1, 1, 1, 1, 1, 1, 1), make_project("more", city_id="aba")]
    built = scene("nine-lines", projects=projects)
    assert [bar.value for bar in built.chart.bars] == [0, 1, 1, 2, 1, 1, 1, 1, 1]
    assert plain(built.headline) == "« Ligne 1.1 » : aucun projet documenté"
    assert {bar.tone for bar in built.chart.bars} == {"govern", "services", "inclusion"}
    assert built.chart.total == 9


# ---- help and divide


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (
            ("yes", "partial", "partial"),
            "La formation des agents est documentée dans 1 ville sur 6. "
            "Elle l’est en partie dans 2 villes. Pour 3 villes, la question reste à poser.",
        ),
        (
            ("no",) * 6,
            "La formation des agents n’est entièrement documentée dans aucune ville. Un service",
        ),
        (("yes",) * 6, "La formation des agents est documentée dans 6 villes sur 6. Un service"),
    ],
)
def test_training_of_staff_says_what_is_known_and_what_is_left_to_ask(states, sentence):
    assert said("help-ict", criteria=answers("INC3", *states)).startswith(sentence)


def test_the_peer_network_is_named_as_context_and_left_out_of_what_is_known():
    built = scene("help-ict", criteria=answers("GOV4", *["yes"] * 6))
    assert built.chart.rows[-1].label.endswith("(contexte)")
    assert (built.coverage.known, built.coverage.unknown) == (0, 12)
    assert "il n’est pas compté" in plain(built.sentence)


ACCESS = "Les connexions publiques sont mieux documentées que l’aide"
MEASURES = "L’aide aux personnes qui n’utilisent pas le numérique est mieux documentée"


@pytest.mark.parametrize(
    ("criterion_id", "true", "dropped"),
    [("INC2", ACCESS, MEASURES), ("INC4", MEASURES, ACCESS)],
)
def test_the_comparison_of_the_divide_is_said_only_where_it_is_true(criterion_id, true, dropped):
    sentence = said("divide", criteria=answers(criterion_id, "yes", "partial"))
    assert true in sentence
    assert "Villes où la réponse est inconnue : 4 contre 6." in sentence
    assert dropped not in sentence


def test_no_comparison_is_said_between_equals():
    sentence = said("divide")
    assert ACCESS not in sentence
    assert MEASURES not in sentence


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ([], "4 critères inconnus dans 6 villes sur 6"),
        (
            answers("INC1", "yes") + answers("INC2", "yes") + answers("INC3", "yes"),
            "Mesures contre la fracture numérique : inconnu dans 6 villes sur 6",
        ),
        (
            [row for key in ("INC1", "INC2", "INC3", "INC4") for row in answers(key, *["yes"] * 6)],
            "Les quatre critères ont une réponse partout",
        ),
    ],
)
def test_what_is_most_unknown_heads_the_divide(criteria, expected):
    assert headline("divide", criteria=criteria) == expected


# ---- risks


def risks(*levels, stage=ProjectStage.OPERATIONAL):
    return [
        make_project(
            f"r{number}", city_id="aba", line_id="A2.2", technology_level=level, stage=stage
        )
        for number, level in enumerate(levels)
    ]


HIGH, LOW = TechnologyLevel.HIGH, TechnologyLevel.LOW


@pytest.mark.parametrize(
    ("levels", "language", "expected"),
    [
        ((), "fr", "Aucun projet de gestion du risque trouvé"),
        ((HIGH,), "fr", "Un projet de gestion du risque, à forte technologie"),
        ((LOW,), "fr", "1 projet de gestion du risque, sans forte technologie"),
        ((LOW, LOW), "fr", "2 projets de gestion du risque, sans forte technologie"),
        ((HIGH, LOW), "fr", "2 projets de gestion du risque, dont 1 à forte technologie"),
        ((HIGH, LOW), "en", "2 risk management projects, 1 of high technology"),
    ],
)
def test_risk_projects_agree_with_their_number(levels, language, expected):
    built = scene("risks", language, projects=risks(*levels))
    assert plain(built.headline) == expected
    assert isinstance(built.chart, Lists)


def test_five_risk_projects_are_drawn_by_stage_and_technology():
    built = scene("risks", projects=risks(HIGH, HIGH, LOW, LOW, LOW))
    assert isinstance(built.chart, Units)
    assert built.chart.total == 5
    assert "Sur 5, 5 sont en service ou étendus." in plain(built.sentence)


def test_an_unknown_stage_of_a_risk_project_is_said():
    one = said("risks", projects=risks(HIGH, stage=ProjectStage.UNKNOWN))
    assert "Son avancement est inconnu." in one
    two = said("risks", projects=risks(HIGH, HIGH, stage=ProjectStage.UNKNOWN))
    assert "L’avancement de 2 projets est inconnu." in two
    assert "en service" not in two


# ---- platforms


def platforms(count, stage=ProjectStage.PILOT):
    return [
        make_project(f"p{number}", city_id=NAMES[number % 6], line_id="A2.3", stage=stage)
        for number in range(count)
    ]


ONLY = "c’est peut-être le sujet de la prochaine rencontre"


@pytest.mark.parametrize(
    ("count", "few"), [(0, True), (1, True), (4, True), (5, False), (6, False), (13, False)]
)
def test_few_cases_are_called_few_only_under_five(count, few):
    assert (ONLY in said("platforms", projects=platforms(count))) is few


@pytest.mark.parametrize(("count", "kind"), [(6, Lists), (7, Bars), (13, Bars)])
def test_cases_are_named_as_long_as_a_hall_can_read_them(count, kind):
    built = scene("platforms", projects=platforms(count))
    assert isinstance(built.chart, kind)


def test_named_cases_say_in_how_many_cities_they_are():
    assert "Nous avons trouvé 5 cas documentés dans 5 villes." in said(
        "platforms", projects=platforms(5)
    )
    many = [
        *platforms(6),
        *(
            replace(row, project_id=f"o{row.project_id}", stage=ProjectStage.ENDED)
            for row in platforms(6)
        ),
    ]
    assert "Nous avons trouvé 12 cas documentés dans 6 villes." in said("platforms", projects=many)


# ---- actions


def test_an_action_says_who_does_it_and_who_could_ask():
    built = scene("actions", criteria=answers("DAT1", "yes", "partial") + answers("ECO1", "yes"))
    assert plain(built.sentence) == (
        "Voici 2 actions : 2 villes en font déjà, ne serait-ce qu’en partie, "
        "et 5 pourraient en demander. Inconnu ne veut pas dire absent."
    )
    assert [row[2] for row in built.table().rows] == [
        "2 villes",
        "1 ville",
    ]
    assert plain(built.unknown).startswith("Aucun « non » documenté")


def test_one_action_is_in_the_singular_and_a_documented_no_is_counted():
    built = scene("actions", "fr", criteria=answers("DAT1", "yes", "no"))
    assert plain(built.headline).startswith("1 action déjà faite ailleurs")
    assert plain(built.sentence).startswith("Voici 1 action : 1 ville en fait déjà")
    assert plain(built.unknown) == (
        "1 réponse « non » documentée ; ailleurs, la réponse est inconnue."
    )


def test_nothing_practised_is_no_action():
    assert headline("actions") == "Aucune action à tirer de nos sources"


def test_at_most_eight_actions_are_shown_the_most_practised_first():
    keys = [
        f"{dimension}{number}" for dimension in ("DAT", "SER", "ECO") for number in (1, 2, 3, 4)
    ]
    criteria = [row for key in keys for row in answers(key, "yes")] + answers("INC1", "yes", "yes")
    rows = scene("actions", criteria=criteria).table().rows
    assert len(rows) == 8
    assert rows[0][2] == "2 villes"


# ---- who closes


def test_the_closing_names_those_who_close_and_what_was_expected():
    built = scene("closing")
    rows = [tuple(map(plain, row)) for row in built.table().rows]
    assert rows[0] == ("Frédéric Vallier", "Délégué Général de l’AIMF")
    assert rows[1][0] == "ou Arianna Ardesi"
    assert [row[0] for row in rows[2:]] == [f"Résultat attendu {number}" for number in (1, 2, 3, 4)]
    assert "à la salle de dire ce qui est atteint" in plain(built.sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_that_names_nobody_and_expects_nothing_still_closes(language):
    programme = PUBLISHED.programme
    sessions = tuple(replace(session, speakers=()) for session in programme.sessions)
    empty = replace(programme, sessions=sessions, expected_results=programme.expected_results[:1])
    built = scene("closing", language, programme=empty)
    assert len(built.table().rows) == 1
