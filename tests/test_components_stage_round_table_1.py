"""What the scenes of the framing and of round table 1 say for none, one, several and ties."""

from dataclasses import replace
from datetime import date

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_criterion_definitions,
    make_dataset,
    make_focus_area,
    make_indicator,
    make_observation,
    make_project,
    make_strategy,
)
from shipped import shipped_dataset
from test_components_stage_scenes import numbers

from analysis.round_table_1 import POWER_INDICATOR
from components.i18n import LANGUAGES, sort_key
from components.pictures.svg import text_width, wrapped
from components.stage.catalogue import build
from components.stage.charts import (
    Bars,
    Cards,
    Lists,
    Matrix,
    NameColumns,
    Timeline,
    Units,
    WorldMap,
)
from components.stage.scene import EXTENTS, SceneRequest, scene_request
from components.stage.scenes import framing, round_table_1
from components.stage.scenes.room import WORLD
from components.stage.slide import BODY_WIDTH, TITLE_SIZES
from data.programme import SceneDefinition, Talk
from data.schema import FocusArea, LevelOfLead, ProjectStage, StrategyStatus, TechnologyLevel

PUBLISHED = shipped_dataset()
PROGRAMME = PUBLISHED.programme
TERMS = list(PUBLISHED.terms.values())
CRITERIA = [
    replace(item, label_fr=f"Règle {item.criterion_id}", label_en=f"Rule {item.criterion_id}")
    for item in make_criterion_definitions()
]
OWN = {**framing.BUILDERS, **round_table_1.BUILDERS}
OF_CITIES = sorted(OWN.keys() - {"opening"})
POWER = make_indicator(POWER_INDICATOR, minimum=-3.0, maximum=3.0)
NAMES = ["aba", "bebo", "cotu", "dara", "elim", "faro"]
EDITION = date(2026, 11, 24)
ONE_LINE, SWATCH = 32, 60
"""Pixels of a line of words beside the chart, and what stands before the unknown."""


def cities(count):
    return [make_city(f"{NAMES[number % 6]}{'x' * (number // 6)}") for number in range(count)]


def scene(chart, language="fr", *, extent="programme", chosen=(), programme=PROGRAMME, **tables):
    """The scene of some cities; checked as every scene of a programme is."""
    lines = list(PUBLISHED.lines.values())
    given = {"cities": cities(6), "criterion_definitions": CRITERIA, "lines": lines} | tables
    dataset = make_dataset(vocabularies=TERMS, published_on=EDITION, **given)
    asked = SceneRequest(
        dataset=dataset,
        today=date(2026, 11, 25),
        language=language,
        programme=programme,
        definition=SceneDefinition(
            scene_id="test", session="opening", chart=chart, project_ids=tuple(chosen)
        ),
        extent=extent,
        cities=tuple(sorted(dataset.cities.values(), key=lambda city: sort_key(city.name_fr))),
    )
    built = build(asked)
    table = built.table()
    for name, figure in built.figures.items():
        assert figure.counted(table) == figure.value, name
    cells = " ".join(str(cell) for row in table.rows for cell in row if cell is not None)
    known = {figure.value for figure in built.figures.values()}
    said = set(numbers(f"{built.headline} {built.sentence}"))
    assert said <= known | set(numbers(cells)) | set(numbers(built.subtitle))
    assert built.headline
    assert built.sentence
    return built


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def words(chart, language="fr", **tables):
    """Headline and sentence with ordinary spaces."""
    built = scene(chart, language, **tables)
    return plain(built.headline), plain(built.sentence)


# ---- every scene


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("chart", OF_CITIES)
@pytest.mark.parametrize("count", [1, 2, 6, 30])
def test_cities_without_any_record_make_a_true_scene(chart, extent, language, count):
    built = scene(chart, language, extent=extent, cities=cities(count))
    assert "0 ville " not in plain(built.headline)
    assert built.unknown


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("chart", OF_CITIES)
def test_no_city_at_all_makes_a_scene(chart, extent):
    asked = SceneRequest(
        dataset=make_dataset(vocabularies=TERMS, criterion_definitions=CRITERIA),
        today=date(2026, 11, 25),
        language="fr",
        programme=PROGRAMME,
        definition=SceneDefinition(scene_id="test", session="framing", chart=chart),
        extent=extent,
        cities=(),
    )
    built = build(asked)
    assert built.unknown
    assert built.sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize(
    "definition",
    [
        pytest.param(definition, id=definition.scene_id)
        for definition in PROGRAMME.scenes
        if definition.chart in OWN
    ],
)
def test_what_stands_around_the_chart_fits_its_lines(definition, extent, language):
    asked = scene_request(
        PUBLISHED, date(2026, 11, 25), language, PROGRAMME, definition, extent=extent
    )
    built = build(asked)
    assert len(wrapped(built.headline, BODY_WIDTH, TITLE_SIZES[-1], 600)) <= 2
    assert text_width(built.subtitle, ONE_LINE) <= BODY_WIDTH
    assert text_width(built.unknown, ONE_LINE) <= BODY_WIDTH - SWATCH
    assert getattr(definition, f"notes_{language}")


# ---- opening


def test_the_opening_says_who_speaks_and_for_how_long():
    built = scene("opening")
    assert [(label, plain(text)) for label, text in built.chart.lines[1:]] == [
        ("Frédéric Vallier", "Délégué Général de l’AIMF"),
        ("Julien Guerrier", "Ambassadeur de l’Union Européenne au Vietnam"),
        ("Durée", "15 minutes d’ouverture ; 2 heures en tout, de 8 h 30 à 10 h 30"),
        ("Programme", "2 tables rondes de 45 minutes, dont 15 de questions"),
    ]


def test_more_speakers_than_lines_are_counted():
    opening, *others = PROGRAMME.sessions
    crowd = replace(opening, speakers=(opening.speakers[1],) * 9)
    built = scene("opening", programme=replace(PROGRAMME, sessions=(crowd, *others)))
    assert len(built.chart.lines) == 6
    assert built.chart.lines[3] == ("", "et 6 autres personnes")


def test_round_tables_of_different_lengths_are_only_counted():
    sessions = [
        replace(session, minutes=50) if session.session_id == "round_table_2" else session
        for session in PROGRAMME.sessions
    ]
    built = scene("opening", "en", programme=replace(PROGRAMME, sessions=tuple(sessions)))
    assert (
        built.sentence == "Welcome. The conference lasts 2 hours. On the programme: 2 round tables."
    )


# ---- F1: the room


def in_room(*places):
    return {
        "countries": [make_country(code) for code in dict.fromkeys(code for code, _ in places)],
        "cities": [
            make_city(NAMES[number], country_iso3=code, longitude=longitude)
            for number, (code, longitude) in enumerate(places)
        ],
    }


def test_the_room_says_its_countries_and_its_ends():
    assert words("room", **in_room(("TST", 10), ("TST", 30), ("TSU", 20))) == (
        "3 villes et provinces, 2 pays, une même question",
        "3 villes et provinces, 2 pays : des contextes différents, une même question. "
        "La plus à l’ouest est Aba ; la plus à l’est, Bebo.",
    )


def test_one_city_has_no_ends_and_no_other_context():
    assert words("room", "en", **in_room(("TST", 10))) == (
        "1 city or province, 1 country",
        "1 city or province, 1 country.",
    )


def test_the_map_goes_from_the_world_to_the_fullest_region_to_all():
    places = in_room(("TST", 10), ("TST", 30), ("TSU", 100))
    steps = scene("room", **places).chart.steps
    assert [set(step.named) for step in steps] == [
        {"cotu"},
        {"aba", "bebo"},
        {"aba", "bebo", "cotu"},
    ]
    assert steps[0].camera == WORLD
    assert steps[1].camera.east < 100


def test_no_step_of_a_map_names_more_than_a_hall_can_read():
    built = scene("room", extent="all", cities=cities(30))
    assert isinstance(built.chart, WorldMap)
    assert all(len(step.named) <= 12 for step in built.chart.steps)


def test_cities_that_speak_are_filled_by_the_programme_not_by_the_table():
    talk = Talk(title_fr="T", title_en="T", city_id="bebo")
    sessions = tuple(replace(item, talks=(talk,), speakers=()) for item in PROGRAMME.sessions)
    programme = replace(PROGRAMME, sessions=sessions)
    speaks = [make_city("aba", is_conference_speaker=True), make_city("bebo")]
    built = scene("room", programme=programme, cities=speaks)
    assert {place.key: place.is_filled for place in built.chart.places} == {
        "aba": False,
        "bebo": True,
    }


# ---- F2: areas

PHRASES = {
    "bus": FocusArea.MOBILITY,
    "arbres": FocusArea.ECOLOGY,
    "égouts": FocusArea.ECOLOGY,
    "lieux": FocusArea.SPACES,
    "données": FocusArea.DATA,
}


def naming(*phrases_by_city):
    """Cities with a strategy that names some phrases; an empty one: a city without a strategy."""
    used = dict.fromkeys(phrase for phrases in phrases_by_city for phrase in phrases)
    return {
        "cities": cities(len(phrases_by_city)),
        "focus_areas": [make_focus_area(phrase, PHRASES[phrase]) for phrase in used],
        "strategies": [
            make_strategy(
                f"s{number}",
                city_id=NAMES[number],
                focus_areas_fr=tuple(phrases),
                focus_areas_en=tuple(phrases),
            )
            for number, phrases in enumerate(phrases_by_city)
            if phrases
        ],
    }


def test_the_area_named_most_leads_and_cities_without_text_are_said():
    assert words("focus-areas", **naming(["arbres", "bus"], ["égouts"], [])) == (
        "« Écologie » en tête : 2 villes sur 3 le nomment",
        "« Écologie » est le domaine le plus nommé : 2 villes sur 3. « Espaces », « Économie », "
        "« Données », « Services », « Pilotage » et « Citoyens » ne sont nommés dans aucun texte "
        "trouvé. Pour 1 ville sur 3, nous n’avons pas trouvé de texte. Le mot « intelligent » ne "
        "désigne donc pas la même chose partout.",
    )


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("fr", "Écologie et Mobilité : 1 ville sur 1 chacun"),
        ("en", "Ecology and Mobility: 1 city out of 1 each"),
    ],
)
def test_areas_that_tie_are_named_together(language, headline):
    said, sentence = words("focus-areas", language, **naming(["arbres", "bus"]))
    assert said == headline
    assert "intelligent" not in sentence
    assert "smart" not in sentence


def test_many_areas_that_tie_are_not_all_put_in_the_headline():
    headline, _ = words("focus-areas", **naming(["arbres", "bus", "lieux", "données"]))
    assert headline == "Plusieurs domaines en tête : 1 ville sur 1 pour chacun"


def test_a_city_without_text_is_unknown_in_every_column():
    chart = scene("focus-areas", **naming(["bus"], [])).chart
    assert isinstance(chart, Matrix)
    assert {row.label: set(row.states) for row in chart.rows} == {
        "Aba": {"yes", "no"},
        "Bebo": {"unknown"},
    }


def test_more_cities_than_names_become_counts_the_unknown_first():
    chart = scene("focus-areas", extent="all", cities=cities(13)).chart
    assert isinstance(chart, Bars)
    assert (chart.bars[0].tone, chart.bars[0].value) == ("unknown", 13)
    assert chart.has_votes


def test_a_vote_is_set_beside_what_the_texts_put_first():
    vote = scene("focus-areas", **naming(["arbres"], ["arbres", "bus"])).vote
    assert (
        plain(vote.results["ecology"]) == "La salle et les textes mettent en premier « Écologie »."
    )
    assert plain(vote.results["mobility"]) == (
        "La salle met en premier « Mobilité », que 1 ville sur 2 nomme ; les textes, « Écologie »."
    )
    assert vote.options.keys() == vote.results.keys()


def test_a_vote_without_any_text_says_so():
    vote = scene("focus-areas", "en", **naming([])).vote
    assert vote.results["data"] == (
        "The room puts “Data” first; no text was found to compare it with."
    )


# ---- 1A: lead


def led(*levels, values=()):
    """A city for each level (None: no strategy), in its own country with a V-Dem value."""
    codes = [f"T{number:02}" for number, _ in enumerate(levels)]
    return {
        "countries": [make_country(code) for code in codes],
        "cities": [
            make_city(NAMES[number], country_iso3=code) for number, code in enumerate(codes)
        ],
        "strategies": [
            make_strategy(f"s{number}", city_id=NAMES[number], level_of_lead=LevelOfLead(level))
            for number, level in enumerate(levels)
            if level is not None
        ],
        "indicators": [POWER],
        "observations": [
            make_observation(value, entity_id=code, indicator_id=POWER_INDICATOR, year=2023)
            for code, value in zip(codes, values, strict=False)
            if value is not None
        ],
    }


def test_levels_that_lead_nothing_are_not_said():
    assert words("lead-level", **led("city", "city", "state", None, values=(-0.915, 2, 1))) == (
        "La ville porte elle-même la stratégie dans 2 cas sur 4",
        "Qui porte la stratégie ? La ville dans 2 cas sur 4 et l’État dans 1. Pour 1 ville sur 4, "
        "aucun porteur n’a été trouvé. Le pouvoir des élus locaux, jugé par les experts de V-Dem, "
        "va de −0,92 (Pays d’essai T00) à 2,00 (Pays d’essai T01).",
    )


def test_the_first_level_said_begins_the_sentence():
    assert words("lead-level", "en", **led("province", values=(0.5,))) == (
        "No strategy found is led by the city",
        "Who leads the strategy? The province in 1 case out of 1. A lead body was found for every "
        "city. The power of elected local officials, as judged by V-Dem’s experts, is 0.50 "
        "(Test country T00).",
    )


def test_nothing_found_is_not_told_as_nobody_leads():
    headline, sentence = words("lead-level", **led(None, None))
    assert headline == "Aucun porteur de stratégie trouvé"
    assert sentence == "Pour 2 villes sur 2, aucun porteur n’a été trouvé."


def test_a_country_without_a_value_is_unknown_under_the_name():
    chart = scene("lead-level", **led("city", "city", values=(0.5, None))).chart
    assert isinstance(chart, NameColumns)
    assert [plain(name.note) for name in chart.columns[0].names] == [
        "V-Dem 0,50 (2023)",
        "V-Dem : inconnu",
    ]


# ---- 1A′: two lists


def test_the_two_lists_are_aligned_and_claim_no_link():
    built = scene("local-power", **led("city", None, values=(1.5, None)))
    power, practices = built.chart.groups
    assert [label for label, _ in power.items] == [label for label, _ in practices.items]
    assert dict(power.items) == {"Aba": "1,50 (2023)", "Bebo": "inconnu"}
    assert plain(built.sentence).endswith(
        "Ces deux colonnes ne prouvent pas un lien ; elles posent la question."
    )


def test_practices_are_counted_with_what_is_not_known():
    answers = [make_answer("VIS1", "yes", city_id="aba"), make_answer("DAT1", "no", city_id="aba")]
    built = scene("local-power", **led("city"), criteria=answers)
    assert dict(built.chart.groups[1].items) == {"Aba": "1 (21 inconnus)"}
    assert "Chaque ville documente 1 critère sur 23" in plain(built.sentence)


def test_more_cities_than_lines_leave_those_that_speak():
    talks = [Talk(title_fr="T", title_en="T", city_id=name) for name in NAMES[:2]]
    sessions = tuple(replace(item, talks=tuple(talks), speakers=()) for item in PROGRAMME.sessions)
    programme = replace(PROGRAMME, sessions=sessions)
    built = scene("local-power", programme=programme, cities=cities(9))
    assert [label for label, _ in built.chart.groups[0].items] == ["Aba", "Bebo"]
    assert "2 villes qui interviennent" in plain(built.subtitle)


def test_every_city_of_the_edition_is_gathered_in_bands():
    tables = led(*[None] * 6, values=(-2.5, 0.5, 0.75, 2.5, None, None))
    tables["cities"] = [*tables["cities"], make_city("zeta", country_iso3="T00")]
    built = scene("local-power", extent="all", **tables)
    assert built.chart.groups[0].items == (
        ("moins de −2", "1 pays"),
        ("de 0 à 1", "2 pays"),
        ("2 ou plus", "1 pays"),
    )
    assert "2 villes sans valeur V-Dem." in plain(built.unknown)


# ---- 1B: ladder


def at(*statuses):
    """A city for each status; None: no strategy."""
    return {
        "cities": cities(len(statuses)),
        "strategies": [
            make_strategy(f"s{number}", city_id=NAMES[number], status=StrategyStatus(status))
            for number, status in enumerate(statuses)
            if status is not None
        ],
    }


def test_steps_are_said_where_a_city_stands_on_them():
    assert words("strategy-ladder", **at("adopted", "in_implementation", "announced", None)) == (
        "2 villes sur 4 ont une stratégie adoptée ou en œuvre",
        "2 villes sur 4 ont une stratégie adoptée ou en œuvre. 1 en a annoncé une. "
        "Pour 1 ville sur 4, nous ne savons pas.",
    )


def test_no_strategy_in_force_was_found_is_what_is_said():
    assert words("strategy-ladder", "en", **at("in_preparation", "completed")) == (
        "No strategy found that is adopted or under way",
        "We found no strategy that is adopted or under way. 1 is preparing one. "
        "1 has completed one. The step is known for every city.",
    )


@pytest.mark.parametrize(
    ("statuses", "boxes"),
    [
        (("adopted", None), {"Aucune trace trouvée": 1}),
        (("adopted", "unknown", None), {"Aucune trace trouvée": 1, "Étape inconnue": 1}),
        (("adopted",), {"Aucune trace trouvée": 0}),
    ],
)
def test_no_trace_is_said_only_of_cities_without_a_strategy(statuses, boxes):
    chart = scene("strategy-ladder", **at(*statuses)).chart
    found = {column.title: len(column.names) for column in chart.columns if column.is_unknown}
    assert found == boxes


# ---- 1B′: years


def dated(*spans, count=None):
    return {
        "cities": cities(count or 1),
        "strategies": [
            make_strategy(f"s{number:02}", city_id="aba", start_year=start, end_year=end)
            for number, (start, end) in enumerate(spans)
        ],
    }


def test_years_say_the_ends_of_the_axis_and_what_has_no_end():
    spans = [(2010, 2020), (2021, None), (2022, 2030), (2023, None), (None, 2025)]
    assert words("strategy-years", **dated(*spans)) == (
        "2 stratégies sur 5 n’ont pas de fin documentée",
        "Voici les 5 stratégies datées. Parmi les débuts connus, le premier est 2010, le dernier "
        "2023. 2 s’achèvent avant 2026. 2 n’ont pas de fin documentée.",
    )


def test_at_most_twelve_are_drawn_and_the_others_are_counted():
    spans = [(2000 + year, 2030) for year in range(14)]
    built = scene("strategy-years", "en", **dated(*spans, (None, None)))
    assert isinstance(built.chart, Timeline)
    assert [span.start for span in built.chart.spans] == list(range(2013, 2001, -1))
    assert built.headline == "Every strategy drawn has a documented end"
    assert built.unknown == (
        "1 strategy out of 15 has no known date. 2 others, dated, are not drawn."
    )


def test_few_dated_strategies_are_a_list_of_names():
    built = scene("strategy-years", **dated((2020, None), (None, None)))
    assert isinstance(built.chart, Lists)
    assert built.chart.groups[0].items == (("Aba", "depuis 2020"),)
    assert plain(built.sentence) == "Voici la seule stratégie datée."


def test_starts_of_many_cities_are_counted_by_period():
    tables = dated((2025, None), (2019, None), (None, 2030), count=13)
    built = scene("strategy-years", extent="all", **tables)
    assert [(bar.label, bar.value) for bar in built.chart.bars] == [
        ("Début inconnu", 1),
        ("2024 et après", 1),
        ("2021–2023", 0),
        ("2018–2020", 1),
    ]
    assert plain(built.sentence) == (
        "1 stratégie sur 3 commence en 2021 ou après. Pour 1 stratégie sur 3, le début est inconnu."
    )


# ---- 1C: stages


def staged(**counts):
    return {
        "projects": [
            make_project(f"{stage}-{number}", city_id="aba", stage=ProjectStage(stage))
            for stage, count in counts.items()
            for number in range(count)
        ]
    }


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        ({"operational": 4, "pilot": 1}, "4 projets sur 5 sont en service, 1 au stade de pilote"),
        ({"operational": 1, "ended": 4}, "1 projet sur 5 est en service"),
        ({"pilot": 5}, "5 projets sur 5 sont des pilotes, aucun n’est en service"),
        ({"planned": 5}, "5 projets documentés, aucun pilote, aucun en service"),
        ({"planned": 1}, "1 projet documenté, ni pilote ni en service"),
        ({}, "Aucun projet documenté"),
    ],
)
def test_the_headline_of_the_stages_agrees_with_its_figures(counts, headline):
    assert words("project-stages", **staged(**counts))[0] == headline


def test_stages_without_a_project_are_not_said():
    _, sentence = words("project-stages", **staged(planned=1, scaled=2, unknown=3))
    assert sentence == (
        "Sur 6 projets documentés, 1 est prévu et 2 ont été étendus. "
        "Pour 3 projets sur 6, l’avancement est inconnu."
    )


def test_under_five_projects_are_named():
    built = scene("project-stages", "en", **staged(pilot=1))
    assert isinstance(built.chart, Lists)
    assert built.chart.groups[0].items == (("Aba, Test project pilot-0", "Pilot"),)
    assert built.sentence == (
        "Of 1 documented project, 1 is a pilot. The stage of every project found is known."
    )


# ---- 1C′: conditions


def answered(**cities_by_criterion):
    return {
        "criteria": [
            make_answer(criterion_id, answer, city_id=NAMES[number])
            for criterion_id, answers in cities_by_criterion.items()
            for number, answer in enumerate(answers)
        ]
    }


def test_conditions_count_full_answers_and_give_the_range_of_the_unknown():
    tables = answered(GOV1=["yes", "yes"], VIS3=["partial"], INC3=["yes"], VIS4=["no"])
    assert words("conditions", **tables) == (
        "Service dédié dans 2 villes sur 6, suivi public établi dans aucune",
        "Un service dédié est documenté dans 2 villes sur 6, un plan daté et financé dans aucune, "
        "la formation des agents dans 1 et un suivi public dans aucune. Les réponses partielles "
        "sont comptées à part. Selon la condition, la réponse est inconnue dans 4 à 5 villes sur 6.",
    )


@pytest.mark.parametrize(
    ("tables", "headline", "start"),
    [
        (
            answered(VIS4=["yes"]),
            "Public monitoring in 1 city out of 6, no dedicated unit found",
            "In 6 cities, no dedicated unit was found; a dated and funded plan in none, staff "
            "training in none and public monitoring in 1.",
        ),
        (
            {},
            "Neither a dedicated unit nor public monitoring was found",
            "None of the four conditions was found in full. For each condition, the answer is "
            "unknown in 6 of the 6 cities.",
        ),
    ],
)
def test_a_condition_that_was_not_found_is_not_told_as_absent(tables, headline, start):
    said, sentence = words("conditions", "en", **tables)
    assert said == headline
    assert sentence.startswith(start)


# ---- 1D: technology


def needing(**counts):
    return {
        "projects": [
            make_project(
                f"{level}-{number}", city_id="aba", technology_level=TechnologyLevel(level)
            )
            for level, count in counts.items()
            for number in range(count)
        ]
    }


def test_technology_is_said_level_by_level_and_cost_is_not_known():
    assert words("technology-ladder", **needing(low=3, medium=1, high=2)) == (
        "3 projets sur 6 tiennent avec peu de technologie",
        "3 projets sur 6 tiennent avec peu de technologie : par exemple un lieu, une formation, un "
        "site simple. 1 demande une application, un portail ou une plateforme. 2 demandent "
        "capteurs, caméras ou temps réel. Ce que chaque projet coûte à faire vivre, nous ne le "
        "savons pas.",
    )


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        ({"low": 1}, "1 project out of 1 makes do with little technology"),
        ({"high": 1}, "1 documented project, of medium or high technology"),
        ({"high": 5}, "5 documented projects, all of medium or high technology"),
    ],
)
def test_the_headline_of_technology_agrees_with_its_figures(counts, headline):
    assert words("technology-ladder", "en", **needing(**counts))[0] == headline


def test_squares_stand_by_axis_and_level():
    chart = scene("technology-ladder", **needing(low=5)).chart
    assert isinstance(chart, Units)
    assert chart.values == {("A2", "low"): 5}
    assert [key for key, _ in chart.rows] == ["A1", "A2", "A3"]


# ---- 1D′: two answers


def answers(**changes):
    high = {"city_id": "bebo", "technology_level": TechnologyLevel.HIGH} | changes
    return {
        "projects": [make_project("simple", city_id="aba"), make_project("sensors", **high)],
    }


def test_two_answers_are_set_face_to_face():
    built = scene("two-answers", **answers())
    assert isinstance(built.chart, Cards)
    assert [card.kicker for card in built.chart.cards] == ["Aba", "Bebo"]
    assert plain(built.headline) == "Réseaux urbains : deux réponses, technologie faible et forte"
    assert plain(built.sentence) == (
        "Deux réponses sur un même thème, « Réseaux urbains ». Aba, Projet d’essai simple ; "
        "Bebo, Projet d’essai sensors."
    )
    assert "Aba et Bebo" in built.subtitle


def test_two_chosen_projects_of_two_lines_share_no_theme():
    tables = answers(line_id="A3.1", technology_level=TechnologyLevel.LOW)
    built = scene("two-answers", "en", chosen=("simple", "sensors"), **tables)
    assert built.headline == "Two answers, low technology"
    assert built.sentence == "Two answers. Aba, Test project simple; Bebo, Test project sensors."


def test_without_a_pair_the_scene_says_so():
    headline, sentence = words("two-answers")
    assert headline == "Pas encore deux réponses à comparer"
    assert sentence == "Nous n’avons pas trouvé deux projets opposés sur un même thème."


def test_hostile_titles_stay_text():
    hostile = make_project("x", city_id="aba", title_fr="<script>\u202e", title_en="x")
    tables = {"projects": [hostile, *answers()["projects"][1:]]}
    built = scene("two-answers", **tables)
    assert "\u202e" not in built.sentence
