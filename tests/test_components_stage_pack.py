"""What a speaker's pack says for none, one and several, for a city and an association, in both languages."""

from datetime import date

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_factor,
    make_indicator,
    make_network,
    make_observation,
    make_organisation,
    make_project,
    make_source,
    make_strategy,
)
from shipped import shipped_dataset
from test_components_stage_scenes import WORDS_OF_A_HEADLINE, numbers

from components.i18n import LANGUAGES
from components.pictures.svg import text_width
from components.stage.catalogue import build
from components.stage.charts import Bars, Cards, Lists, Stacks, Timeline, WorldMap
from components.stage.running_order import CITY_PACK
from components.stage.scene import scene_request
from components.stage.slide import BODY_WIDTH, UNKNOWN
from data.programme import SceneDefinition
from data.schema import FactorKind, ProjectStage, StrategyStatus

PUBLISHED = shipped_dataset()
TERMS = list(PUBLISHED.terms.values())
FIRST_CITY, OTHER_CITY = "siem-reap", "hue"
"""Cities of the programme: their talks are in it."""

SUBTITLE_SIZE, SWATCH = 34, 60


def scene(chart, language="fr", *, city_id=FIRST_CITY, organisation_id=None, **tables):
    """A scene of the pack of one of the programme's speakers; checked as every scene is."""
    tables = {
        "vocabularies": TERMS,
        "networks": [make_network("rvase")],
        "cities": [make_city(FIRST_CITY, name_fr="Siem Reap (province)", name_en="Siem Reap")],
    } | tables
    asked = scene_request(
        make_dataset(**tables),
        date(2026, 11, 25),
        language,
        PUBLISHED.programme,
        SceneDefinition(
            scene_id="test",
            session="round_table_1",
            chart=chart,
            city_id=None if organisation_id else city_id,
            organisation_id=organisation_id,
        ),
    )
    built = build(asked)
    table = built.table()
    for name, figure in built.figures.items():
        assert figure.counted(table) == figure.value, name
    cells = " ".join(str(cell) for row in table.rows for cell in row if cell is not None)
    known = {figure.value for figure in built.figures.values()}
    said = set(numbers(f"{built.headline} {built.sentence}"))
    assert said <= known | set(numbers(cells)) | set(numbers(built.subtitle))
    assert table.rows or isinstance(built.chart, WorldMap)
    assert built.headline
    assert built.sentence
    assert built.unknown
    assert built.source_ids
    return built


def association(chart, language="fr", **tables):
    """A scene of the pack of an association of a country with two cities."""
    return scene(
        chart,
        language,
        organisation_id="ampcc",
        **{
            "organisations": [
                make_organisation(
                    "ampcc",
                    name_fr="Association d’essai (AMPCC)",
                    name_en="Test association (AMPCC)",
                    country_iso3="TST",
                    kind="association_of_cities",
                    summary_fr="Association fondée en 2001. Elle a signé un accord.",
                    summary_en="Association founded in 2001. It signed an agreement.",
                )
            ],
            "cities": [make_city("bebo"), make_city("aba")],
        }
        | tables,
    )


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(built):
    return plain(built.sentence)


def labels(built):
    return [plain(str(row[1])) for row in built.table().rows]


# ---- every scene


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CITY_PACK)
def test_a_city_with_nothing_but_a_name_makes_a_true_scene(chart, language):
    built = scene(
        chart,
        language,
        cities=[make_city(FIRST_CITY, population=None, population_scope=None)],
    )
    assert " 0 " not in f" {plain(built.headline)} "


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CITY_PACK)
def test_an_association_with_nothing_but_a_name_makes_a_true_scene(chart, language):
    organisation = make_organisation("ampcc", country_iso3=None, kind="network")
    association(chart, language, organisations=[organisation])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CITY_PACK)
def test_a_city_the_programme_does_not_name_has_a_pack(chart, language):
    scene(chart, language, city_id="aba", cities=[make_city("aba")])


@pytest.mark.parametrize("slot", [x for x in PUBLISHED.programme.scenes if x.chart == "talk"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CITY_PACK)
def test_lines_of_the_shipped_packs_fit_the_slide(slot, language, chart):
    definition = SceneDefinition(
        scene_id="test",
        session=slot.session,
        chart=chart,
        city_id=slot.city_id,
        organisation_id=slot.organisation_id,
    )
    asked = scene_request(PUBLISHED, date(2026, 11, 25), language, PUBLISHED.programme, definition)
    built = build(asked)
    assert text_width(built.subtitle, SUBTITLE_SIZE) <= BODY_WIDTH
    assert text_width(built.unknown, UNKNOWN) <= BODY_WIDTH - SWATCH


def test_a_pack_of_nobody_is_refused():
    with pytest.raises(ValueError, match="names no speaker"):
        scene("talk-map", city_id=None)


# ---- where


def test_the_map_comes_nearer_in_three_steps_and_names_the_neighbour():
    built = scene(
        "talk-map",
        cities=[
            make_city(FIRST_CITY, latitude=13.0, longitude=104.0),
            make_city(OTHER_CITY, latitude=13.0, longitude=105.0),
            make_city("hors-programme", latitude=13.1, longitude=104.1),
        ],
    )
    widths = [step.camera.east - step.camera.west for step in built.chart.steps]
    assert widths == sorted(widths, reverse=True)
    assert len(widths) == 3
    assert [place.key for place in built.chart.places] == [FIRST_CITY, OTHER_CITY]
    assert {key for step in built.chart.steps for key in step.lit} == {FIRST_CITY}
    assert "Hue, à 108 km" in said(built)


def test_the_talk_is_quoted_whole_with_inner_quotation_marks():
    built = scene("talk-map", city_id="preah-sihanouk", cities=[make_city("preah-sihanouk")])
    assert (
        plain(built.subtitle) == "La gestion « intelligente » de la circulation motorisée en ville"
    )
    assert "« La gestion “intelligente” de la circulation motorisée en ville »" in said(built)


def test_a_speaker_without_a_talk_takes_the_floor_by_name_and_office():
    built = scene("talk-map", "en", city_id="phnom-penh", cities=[make_city("phnom-penh")])
    assert said(built).startswith("Vannak Seng, Deputy Governor of Phnom Penh")


def test_an_association_is_never_a_dot():
    built = association("talk-map")
    assert [place.key for place in built.chart.places] == ["aba", "bebo"]
    assert "2 villes du pays" in said(built)
    assert "jamais l’association" in said(built)


# ---- key facts


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"population_year": 2021}, ("100 000", "ville, 2021")),
        ({}, ("100 000", "ville, année inconnue")),
        ({"population": None, "population_scope": None}, ("inconnu", None)),
    ],
)
def test_a_population_is_shown_with_scope_and_year_or_as_unknown(changes, fact):
    built = scene("talk-facts", cities=[make_city(FIRST_CITY, **changes)])
    _, value, note = built.table().rows[0]
    assert (plain(value), note) == fact


def test_practices_are_an_interval_counted_as_the_method_does():
    built = scene(
        "talk-facts",
        criteria=[
            make_answer("VIS1", "yes", city_id=FIRST_CITY),
            make_answer("VIS2", "partial", city_id=FIRST_CITY),
            make_answer("VIS3", "no", city_id=FIRST_CITY),
        ],
    )
    assert "1,5 à 21,5 sur 23" in [plain(row[1]) for row in built.table().rows]
    assert "Sur 23 critères, 3 sont documentés. Pour les 20 autres, nous ne savons pas." in said(
        built
    )


@pytest.mark.parametrize(
    ("count", "language", "headline"),
    [
        (0, "fr", "Siem Reap : aucune stratégie trouvée, aucun projet trouvé"),
        (1, "fr", "Siem Reap : 1 stratégie, 1 projet documenté"),
        (2, "fr", "Siem Reap : 2 stratégies, 2 projets documentés"),
        (0, "en", "Siem Reap: no strategy found, no project found"),
        (1, "en", "Siem Reap: 1 strategy, 1 documented project"),
        (2, "en", "Siem Reap: 2 strategies, 2 documented projects"),
    ],
)
def test_counts_agree_with_their_nouns(count, language, headline):
    built = scene(
        "talk-facts",
        language,
        strategies=[make_strategy(f"s{number}", city_id=FIRST_CITY) for number in range(count)],
        projects=[make_project(f"p{number}", city_id=FIRST_CITY) for number in range(count)],
    )
    assert plain(built.headline) == headline


def test_what_is_unknown_of_a_city_is_listed():
    built = scene(
        "talk-facts",
        strategies=[make_strategy(city_id=FIRST_CITY, status=StrategyStatus.UNKNOWN)],
        projects=[make_project(city_id=FIRST_CITY, stage=ProjectStage.UNKNOWN)],
    )
    assert plain(built.unknown) == (
        "Inconnu : année de la population, réseaux, statut de 1 stratégie, "
        "avancement de 1 projet et 23 critères."
    )


def test_the_context_of_an_association_is_cited_with_its_year_and_publisher():
    built = association(
        "talk-facts",
        indicators=[make_indicator("vdem_local_power")],
        observations=[make_observation(-0.915, indicator_id="vdem_local_power", year=2023)],
    )
    assert isinstance(built.chart, Cards)
    cells = [plain(str(row[2])) for row in built.table().rows]
    assert "−0,92, % · Éditeur d’essai" in cells
    assert "est de −0,92 en 2023" in said(built)
    assert "AMPCC : Association fondée en 2001." in said(built)
    assert plain(built.unknown).startswith("Sa propre stratégie est inconnue")


# ---- strategies


def test_strategies_with_a_date_stand_on_years():
    built = scene(
        "talk-strategies",
        strategies=[
            make_strategy("a", city_id=FIRST_CITY, start_year=2022),
            make_strategy("b", city_id=FIRST_CITY, start_year=2018, status=StrategyStatus.UNKNOWN),
        ],
    )
    assert isinstance(built.chart, Timeline)
    assert plain(built.headline) == "Siem Reap : 1 stratégie sur 2 adoptée ou en œuvre"
    assert said(built) == (
        "Siem Reap : nous montrons 2 stratégies. La plus ancienne commence en 2018. "
        "Parmi elles, 1 est adoptée ou en œuvre. Pour 1 d’entre elles, le statut est inconnu."
    )


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (StrategyStatus.ADOPTED, "Elle est adoptée ou en œuvre."),
        (StrategyStatus.UNKNOWN, "Son statut est inconnu."),
        (StrategyStatus.ANNOUNCED, "Rien ne montre qu’elle soit adoptée ou en œuvre."),
    ],
)
def test_one_strategy_is_spoken_of_in_the_singular(status, sentence):
    built = scene("talk-strategies", strategies=[make_strategy(city_id=FIRST_CITY, status=status)])
    assert (
        said(built) == f"Siem Reap : nous montrons 1 stratégie. Elle commence en 2020. {sentence}"
    )


def test_strategies_without_a_date_are_listed():
    built = scene(
        "talk-strategies", strategies=[make_strategy(city_id=FIRST_CITY, start_year=None)]
    )
    assert isinstance(built.chart, Lists)
    assert plain(built.unknown) == "Sans aucune date : 1 stratégie."


def test_no_strategy_found_is_not_no_strategy():
    built = scene("talk-strategies")
    assert "ce qui ne veut pas dire qu’il n’y en a pas" in said(built)
    assert built.chart.groups[0].is_unknown


def test_a_year_nobody_tells_is_said_under_the_chart():
    built = scene(
        "talk-strategies",
        strategies=[make_strategy(city_id=FIRST_CITY, start_year=None, end_year=2030)],
    )
    assert plain(built.unknown) == "Début inconnu : 1 stratégie."


def test_strategies_of_an_association_are_those_of_cities_by_name():
    built = association("talk-strategies", strategies=[make_strategy(city_id="bebo")])
    assert plain(built.table().rows[0][0]) == "Bebo : Stratégie d’essai"
    assert plain(built.headline).startswith("Villes (Pays d’essai TST)")


# ---- projects


def test_projects_are_grouped_by_stage_and_the_rest_is_counted():
    stages = [ProjectStage.OPERATIONAL] * 6 + [ProjectStage.PILOT, ProjectStage.UNKNOWN]
    built = scene(
        "talk-projects",
        projects=[
            make_project(f"p{number}", city_id=FIRST_CITY, stage=stage)
            for number, stage in enumerate(stages)
        ],
    )
    assert [plain(group.title) for group in built.chart.groups] == [
        "En service ou étendus : 6",
        "Prévus ou à l’essai : 1",
        "Avancement inconnu : 1",
    ]
    assert "et 3 autres" in labels(built)
    assert len(built.table().rows) <= 12
    assert plain(built.headline) == "Siem Reap : 6 projets sur 8 en service ou étendus"
    assert "L’avancement de 1 projet sur 8 est inconnu." in said(built)
    assert (built.coverage.known, built.coverage.unknown) == (7, 1)


@pytest.mark.parametrize(
    ("stages", "title"),
    [
        ([ProjectStage.ENDED], "Terminés : 1"),
        ([ProjectStage.ENDED, ProjectStage.UNKNOWN], "Terminés : 1 ; inconnus : 1"),
    ],
)
def test_an_unknown_stage_is_never_counted_as_ended(stages, title):
    built = scene(
        "talk-projects",
        projects=[
            make_project(f"p{number}", city_id=FIRST_CITY, stage=stage)
            for number, stage in enumerate(stages)
        ],
    )
    assert [plain(group.title) for group in built.chart.groups] == [title]
    assert "Nous n’avons trouvé aucun projet en service." in said(built)


def test_an_association_lists_its_projects_beside_those_of_cities():
    built = association(
        "talk-projects",
        projects=[
            make_project("own", city_id=None, organisation_id="ampcc"),
            make_project("city", city_id="aba"),
        ],
    )
    assert [(plain(row[1]), row[2]) for row in built.table().rows] == [
        ("Projet d’essai own", "Pilote"),
        ("Projet d’essai city", "Aba"),
    ]
    assert plain(built.headline) == "AMPCC : 1 projet ou plateforme, 1 projet de ville"


# ---- lessons


def test_short_lessons_come_first_and_are_whole():
    long_text = "Une très longue phrase d’essai " * 7 + "."
    built = scene(
        "talk-lessons",
        factors=[
            make_factor("long", city_id=FIRST_CITY, text_fr=long_text),
            make_factor("short", city_id=FIRST_CITY, text_fr="Courte."),
        ],
    )
    rows = labels(built)
    assert rows[0] == "Courte."
    assert rows[1].endswith("…")
    assert "Aucune difficulté citée par nos sources" in rows
    assert plain(built.unknown) == "Difficultés : inconnues, aucune source n’en cite."
    assert plain(built.headline) == "Siem Reap : 2 réussites citées, aucune difficulté citée"


def test_three_lessons_of_each_kind_are_shown_and_all_are_counted():
    built = scene(
        "talk-lessons",
        "en",
        factors=[
            make_factor(f"{kind}{number}", city_id=FIRST_CITY, kind=kind)
            for kind in FactorKind
            for number in range(4)
        ],
    )
    assert [len(group.items) for group in built.chart.groups] == [3, 3]
    assert [group.title for group in built.chart.groups] == ["What worked: 4", "What was hard: 4"]


# ---- comparable cities


def peers(*names, **changes):
    return [make_city(FIRST_CITY), *(make_city(name, **changes) for name in names)]


def test_the_speaker_comes_first_then_names_in_order_whatever_they_document():
    built = scene(
        "talk-peers",
        cities=peers("zed", "aba"),
        criteria=[make_answer("VIS1", city_id="zed"), make_answer("VIS2", city_id="zed")],
    )
    assert isinstance(built.chart, Stacks)
    assert [row.key for row in built.chart.rows] == [FIRST_CITY, "aba", "zed"]
    assert "Critères inconnus dans 2 villes comparables : de 21 à 23." in said(built)
    assert "L’ordre ne classe rien" in said(built)


@pytest.mark.parametrize(
    ("cities", "sentence"),
    [
        (peers(), "Aucune ville comparable n’a été trouvée dans cette édition."),
        (peers("aba"), "Critères inconnus dans 1 ville comparable : 23."),
        (peers("aba", "bebo"), "Critères inconnus dans chacune des 2 villes comparables : 23."),
    ],
)
def test_comparable_cities_agree_in_number(cities, sentence):
    assert sentence in said(scene("talk-peers", cities=cities))


def test_a_documented_no_is_said_where_there_is_one():
    answers = [make_answer("VIS1", "no", city_id=FIRST_CITY)]
    assert "1 non" in plain(scene("talk-peers", criteria=answers).headline)
    assert "non" not in plain(scene("talk-peers").headline)


def test_cities_of_an_association_are_counted_by_name_with_their_unknown():
    built = association("talk-peers", criteria=[make_answer("VIS1", city_id="bebo")])
    assert isinstance(built.chart, Bars)
    assert [(bar.label, bar.value, plain(bar.note)) for bar in built.chart.bars] == [
        ("Aba", 0, "23 inconnus"),
        ("Bebo", 1, "22 inconnus"),
    ]
    assert built.coverage.is_low


def test_above_twelve_cities_an_association_shows_counts():
    built = association("talk-peers", cities=[make_city(f"c{number}") for number in range(13)])
    assert isinstance(built.chart, Stacks)
    assert len(built.chart.rows) == 1
    assert "299 réponses inconnues" in plain(built.headline)


# ---- sources


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "Ce que nous disons ici repose sur 1 source, que chacun peut ouvrir."),
        (
            10,
            "Ce que nous disons ici repose sur 10 sources, que chacun peut ouvrir. "
            "Voici les 8 plus citées.",
        ),
    ],
)
def test_main_sources_say_how_many_there_are(count, sentence):
    names = [f"s{number}" for number in range(count)]
    built = scene(
        "talk-sources",
        sources=[make_source(name) for name in names],
        cities=[make_city(FIRST_CITY, source_ids=tuple(names))],
    )
    assert said(built) == sentence
    assert len(built.table().rows) == min(count, 8)


def test_a_cut_title_keeps_its_writing_direction_to_itself():
    title = "مشروع دور الخدمات الرقمية " * 8
    built = scene(
        "talk-sources",
        sources=[make_source(title=title, published=None)],
        cities=[make_city(FIRST_CITY)],
    )
    _, shown, when = built.table().rows[0]
    assert shown.count("\u2068") == shown.count("\u2069") == 1
    assert shown.rstrip("\u2069").endswith("…")
    assert when == "date inconnue"


def test_a_cut_title_does_not_end_on_a_quotation_it_only_opens():
    title = "Consultation sur le projet final de feuille de route stratégique de la « ville intelligente »"
    built = scene("talk-sources", sources=[make_source(title=title)])
    assert not plain(built.table().rows[0][1]).endswith("« …")
    assert "«…" not in built.table().rows[0][1]


# ---- hostile names


@pytest.mark.parametrize("chart", CITY_PACK)
def test_a_name_that_turns_the_writing_direction_stays_isolated(chart):
    built = scene(chart, cities=[make_city(FIRST_CITY, name_fr="تونس")])
    assert "تونس" not in built.headline or "\u2068تونس\u2069" in built.headline


def test_a_country_named_as_its_city_is_not_said_twice():
    built = scene(
        "talk-map",
        countries=[make_country(name_fr="Monaco")],
        cities=[make_city(FIRST_CITY, name_fr="Monaco")],
    )
    assert plain(built.headline) == "Monaco prend la parole"
    assert len(built.headline.split()) <= WORDS_OF_A_HEADLINE
