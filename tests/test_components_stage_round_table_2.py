"""What the scenes of round table 2 say for none, one, several and ties, in both languages."""

from dataclasses import replace
from datetime import date

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_factor,
    make_project,
)
from shipped import shipped_dataset
from test_components_stage_scenes import numbers

from components.i18n import LANGUAGES, sort_key
from components.stage.catalogue import build
from components.stage.charts import Bars, Diverging, Links, Lists, Matrix, Stacks, WorldMap
from components.stage.scene import SceneRequest
from components.stage.scenes.excerpts import inner_quotes, shortened
from components.stage.scenes.practice_map import camera_around, spread
from components.stage.scenes.round_table_2 import BUILDERS
from data.programme import SceneDefinition
from data.schema import (
    Actor,
    CollaborationForm,
    FactorCategory,
    FactorKind,
    ProjectStage,
)

PUBLISHED = shipped_dataset()
TERMS = list(PUBLISHED.terms.values())
FORMS = list(CollaborationForm)
NAMES = ["aba", "bebo", "cotu", "dara", "elim", "faro"]


def cities(count):
    return [make_city(f"{NAMES[number % 6]}{'x' * (number // 6)}") for number in range(count)]


def scene(chart, language="fr", *, extent="programme", chosen=(), **tables):
    """The scene of some cities; checked as every scene of a programme is."""
    dataset = make_dataset(vocabularies=TERMS, **{"cities": cities(6)} | tables)
    definition = SceneDefinition(
        scene_id="test",
        session="round_table_2",
        chart=chart,
        project_ids=tuple(chosen),
        follow_up_fr="Et ensuite ?",
        follow_up_en="And then?",
    )
    asked = SceneRequest(
        dataset=dataset,
        today=date(2026, 11, 25),
        language=language,
        programme=PUBLISHED.programme,
        definition=definition,
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
    assert built.unknown
    assert built.source_ids or built.credit
    return built


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def words(chart, language="fr", **tables):
    """Headline and sentence with ordinary spaces."""
    built = scene(chart, language, **tables)
    return plain(built.headline), plain(built.sentence)


def in_forms(*counts):
    """One project for each city and form, ``counts`` cities for each form in order."""
    return [
        make_project(f"{form}-{city}", city_id=NAMES[city], collaboration_forms=(form,))
        for form, count in zip(FORMS, counts, strict=True)
        for city in range(count)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extent", ["programme", "all"])
@pytest.mark.parametrize("chart", sorted(BUILDERS))
@pytest.mark.parametrize("count", [1, 2, 6, 30])
def test_cities_without_any_record_make_a_true_scene(chart, extent, language, count):
    built = scene(chart, language, extent=extent, cities=cities(count))
    assert "0 ville " not in plain(built.headline)
    assert not built.source_ids


@pytest.mark.parametrize("chart", sorted(BUILDERS))
def test_a_programme_without_cities_makes_a_scene(chart):
    dataset = make_dataset(vocabularies=TERMS)
    definition = SceneDefinition(scene_id="test", session="round_table_2", chart=chart)
    built = build(
        SceneRequest(
            dataset=dataset,
            today=date(2026, 11, 25),
            language="fr",
            programme=PUBLISHED.programme,
            definition=definition,
            extent="programme",
            cities=(),
        )
    )
    assert built.unknown
    assert built.sentence


# ---- 2A: what the city brings


def test_forms_are_said_from_the_most_to_the_least_documented():
    headline, sentence = words("city-brings", projects=in_forms(3, 5, 1, 2, 6))
    assert headline == "Un partenariat dans 6 villes sur 6, des données ouvertes dans 1"
    assert sentence == (
        "Nous avons trouvé un partenariat dans 6 villes sur 6, une interface citoyenne dans 5, "
        "un lieu dans 3, une plateforme partagée dans 2 et des données ouvertes dans 1. "
        "La forme la moins documentée : les données ouvertes, 1 ville."
    )


def test_forms_are_said_in_english():
    headline, sentence = words("city-brings", "en", projects=in_forms(3, 5, 1, 2, 6))
    assert headline == "A partnership in 6 cities out of 6, open data in 1"
    assert sentence.endswith("The least documented form: open data, 1 city.")


def test_least_documented_forms_that_tie_are_all_named():
    headline, sentence = words("city-brings", projects=in_forms(2, 3, 2, 3, 4))
    assert headline == "Un partenariat dans 4 villes sur 6"
    assert (
        "Les formes les moins documentées : les lieux et les données ouvertes, 2 villes chacune."
        in (sentence)
    )
    assert words("city-brings", projects=in_forms(4, 3, 2, 3, 4))[0] == (
        "De 2 à 4 villes sur 6, selon la forme de collaboration"
    )


def test_a_form_found_nowhere_is_not_found_and_not_said_to_be_at_zero():
    headline, sentence = words("city-brings", projects=in_forms(0, 0, 0, 0, 1))
    assert headline == "Un partenariat dans 1 ville sur 6"
    assert sentence == (
        "Nous avons trouvé un partenariat dans 1 ville sur 6. Nous n’avons pas trouvé : un lieu, une "
        "interface citoyenne, des données ouvertes et une plateforme partagée. Pour 5 villes sur 6, "
        "nous n’avons trouvé aucune forme : c’est inconnu, ce n’est pas un « non »."
    )


def test_forms_documented_as_often_share_the_headline():
    headline, sentence = words("city-brings", projects=in_forms(2, 2, 2, 2, 2))
    assert headline == "Chaque forme de collaboration dans 2 villes sur 6"
    assert "moins" not in sentence


def test_what_is_only_planned_is_a_note_of_the_bar():
    built = scene(
        "city-brings",
        projects=[make_project(city_id="aba", stage=ProjectStage.PLANNED)],
    )
    bar = next(bar for bar in built.chart.bars if bar.key == "place")
    assert (bar.value, plain(bar.note)) == (0, "et 1 ville en partie")


def test_the_unknown_is_a_bar_of_its_own():
    bars = scene("city-brings", projects=in_forms(1, 0, 0, 0, 0)).chart.bars
    assert [(bar.key, bar.value) for bar in bars if bar.tone == "unknown"] == [("unknown", 5)]


def test_under_five_cities_are_named():
    built = scene("city-brings", cities=cities(4), projects=in_forms(1, 2, 3, 4, 4))
    assert isinstance(built.chart, Matrix)
    assert [row.label for row in built.chart.rows] == ["Aba", "Bebo", "Cotu", "Dara"]


# ---- 2A′: forms combined


@pytest.mark.parametrize(
    ("counts", "headline", "sentence"),
    [
        (
            (1, 1, 1, 1, 1),
            "Aba combine les cinq formes de collaboration",
            "Aba combine les cinq formes dans ce que nous avons trouvé.",
        ),
        (
            (2, 2, 2, 2, 2),
            "Aba et Bebo combinent les cinq formes de collaboration",
            "Aba et Bebo combinent les cinq formes dans ce que nous avons trouvé.",
        ),
        (
            (4, 4, 4, 4, 4),
            "Plusieurs villes combinent les cinq formes de collaboration",
            "Plusieurs de ces villes combinent les cinq formes dans ce que nous avons trouvé.",
        ),
        (
            (1, 1, 1, 1, 0),
            "Aucune de ces villes n’a les cinq formes documentées",
            "Aucune de ces villes ne combine les cinq formes dans ce que nous avons trouvé ; "
            "Aba en combine 4.",
        ),
        (
            (2, 2, 2, 0, 0),
            "Aucune de ces villes n’a les cinq formes documentées",
            "Aucune de ces villes ne combine les cinq formes dans ce que nous avons trouvé ; "
            "Aba et Bebo en combinent 3.",
        ),
        (
            (5, 5, 0, 0, 0),
            "Aucune de ces villes n’a les cinq formes documentées",
            "Aucune de ces villes ne combine les cinq formes dans ce que nous avons trouvé ; "
            "plusieurs en combinent 2.",
        ),
        (
            (6, 0, 0, 0, 0),
            "Aucune de ces villes n’a les cinq formes documentées",
            "Aucune de ces villes ne combine plusieurs formes dans ce que nous avons trouvé.",
        ),
        (
            (0, 0, 0, 0, 0),
            "Aucune forme de collaboration documentée dans ces villes",
            "Dans ces villes, nous n’avons trouvé aucune des cinq formes en entier.",
        ),
    ],
)
def test_the_sentence_on_combined_forms_is_the_true_one(counts, headline, sentence):
    told = words("city-forms", projects=in_forms(*counts))
    assert told[0] == headline
    assert told[1].startswith(sentence)


def test_boxes_nobody_answers_are_counted():
    _, sentence = words("city-forms", "en", projects=in_forms(6, 6, 6, 6, 5))
    assert sentence.endswith(
        "1 box out of 30 remains unknown: we found nothing, which is not a “no”."
    )


def test_every_box_answered_leaves_nothing_to_say():
    built = scene("city-forms", projects=in_forms(6, 6, 6, 6, 6))
    assert "inconnue" not in built.sentence
    assert built.coverage.unknown == 0


def test_one_city_is_named():
    one = {"cities": cities(1)}
    assert words("city-forms", projects=in_forms(1, 0, 1, 0, 0), **one)[0] == (
        "Aba : 2 formes de collaboration sur cinq"
    )
    assert words("city-forms", "en", projects=in_forms(1, 0, 0, 0, 0), **one)[0] == (
        "Aba: 1 form of collaboration out of five"
    )


def test_cities_that_speak_are_the_rows_and_no_more_than_six():
    speaking = ["namur", "preah-sihanouk", "tunis", "siem-reap", "hue", "phnom-penh"]
    given = [make_city(name) for name in [*speaking, "aba", "bebo"]]
    built = scene("city-forms", cities=given)
    assert sorted(row.label for row in built.chart.rows) == sorted(
        name.title() for name in speaking
    )
    assert plain(built.subtitle).split(" · ")[1] == "6 villes de la conférence"
    assert len(scene("city-forms", cities=given, extent="all").chart.rows) == 8


def test_states_of_the_matrix_are_those_of_the_sources():
    built = scene(
        "city-forms",
        cities=cities(2),
        projects=[make_project(city_id="aba"), make_project("p2", city_id="bebo", stage="planned")],
        criteria=[make_answer("DAT1", "no", city_id="aba")],
    )
    columns = [key for key, _ in built.chart.columns]
    states = {row.label: dict(zip(columns, row.states, strict=True)) for row in built.chart.rows}
    assert states["Aba"] == {
        "place": "yes",
        "citizen_interface": "unknown",
        "open_data": "no",
        "shared_platform": "unknown",
        "partnership": "unknown",
    }
    assert states["Bebo"]["place"] == "partial"


def test_above_twelve_cities_are_counted_by_number_of_forms():
    built = scene("city-forms", cities=cities(14), projects=in_forms(2, 2, 3, 2, 4))
    assert isinstance(built.chart, Bars)
    assert [(plain(bar.label), bar.value) for bar in built.chart.bars] == [
        ("5 formes", 2),
        ("4 formes", 0),
        ("3 formes", 0),
        ("2 formes", 1),
        ("1 forme", 1),
        ("Aucune complète", 0),
        ("Aucune forme trouvée", 10),
    ]
    assert plain(built.headline) == "2 villes sur 14 combinent les cinq formes de collaboration"
    assert "1 ville n’en a qu’une. Pour 10 villes sur 14" in plain(built.sentence)


def test_above_twelve_cities_none_with_five_says_the_most():
    _, sentence = words("city-forms", "en", cities=cities(14), projects=in_forms(3, 3, 0, 0, 0))
    assert sentence.startswith(
        "None of these cities combines the five forms in what we found; 3 cities combine 2."
    )


# ---- 2B: actors


def with_actors(*groups):
    return [
        make_project(f"p{number}", city_id="aba", actors=tuple(map(Actor, group)))
        for number, group in enumerate(groups)
    ]


def test_partners_of_the_city_are_said_and_the_public_sector_is_not():
    projects = with_actors(
        *[("public", "private")] * 9, *[("public", "academia")] * 2, *[("cooperation",)] * 4
    )
    built = scene("actors", projects=projects)
    assert isinstance(built.chart, Links)
    assert built.headline == "Le secteur privé dans 9 projets sur 15"
    assert plain(built.sentence) == (
        "Autour de la ville, nous avons trouvé le secteur privé dans 9 projets sur 15, la coopération "
        "dans 4 et le monde académique dans 2. Nous n’avons pas trouvé : la société civile."
    )
    assert [node.value for node in built.chart.nodes] == [11, 9, 2, 0, 4]


def test_under_fifteen_projects_are_bars_with_the_unknown():
    projects = with_actors(*[("private",)] * 4, *[()] * 2)
    built = scene("actors", "en", projects=projects)
    assert isinstance(built.chart, Bars)
    assert built.chart.bars[-1].value == 2
    assert built.sentence.endswith("For 2 projects out of 6, no player is documented.")


def test_under_five_projects_are_named():
    built = scene("actors", projects=with_actors(("public", "private"), ("public",)))
    assert isinstance(built.chart, Lists)
    assert plain(built.sentence) == "Partenaires cités dans ces projets : le secteur privé."
    alone = scene("actors", projects=with_actors(("public",)))
    assert plain(alone.headline) == "Aucun partenaire documenté dans ces projets"


def test_partners_that_tie_share_the_headline():
    both = [("private", "cooperation")] * 5
    assert words("actors", "en", projects=with_actors(*both, ("academia",)))[0] == (
        "From 0 to 5 projects out of 6, depending on the partner"
    )


# ---- 2B′: rules


def ruled(criterion_id, answer, *names):
    return [make_answer(criterion_id, answer, city_id=name) for name in names]


def test_rules_found_are_said_with_the_cities_nobody_answers_for():
    built = scene(
        "rules",
        criteria=[*ruled("ECO4", "yes", "aba", "bebo"), *ruled("GOV3", "partial", "aba")],
    )
    assert isinstance(built.chart, Stacks)
    assert plain(built.headline) == "Des partenariats publiés dans 2 villes sur 6"
    assert plain(built.sentence) == (
        "Nous avons trouvé des conditions de partenariat publiées dans 2 villes sur 6. Nous n’avons pas "
        "trouvé : une instance à plusieurs acteurs et des règles locales sur les données. Villes sans "
        "réponse trouvée : 5 pour l’instance, 4 pour les conditions et 6 pour les données."
    )
    assert (built.coverage.known, built.coverage.unknown, built.coverage.is_low) == (3, 15, True)
    assert [part for part, _ in built.chart.parts] == ["yes", "partial", "no", "unknown"]


def test_not_applicable_is_a_part_only_where_a_city_says_so():
    built = scene("rules", criteria=ruled("DAT2", "not_applicable", "aba"))
    assert "not_applicable" in [part for part, _ in built.chart.parts]


def test_every_rule_answered_everywhere_leaves_nothing_unknown():
    names = [city.city_id for city in cities(6)]
    answers = [row for rule in ("GOV3", "ECO4", "DAT2") for row in ruled(rule, "yes", *names)]
    headline, sentence = words("rules", "en", criteria=answers)
    assert headline == "Each rule of the game is documented in 6 cities out of 6"
    assert "no answer" not in sentence


def test_rules_of_under_five_cities_are_shown_by_city():
    built = scene("rules", cities=cities(3), criteria=ruled("GOV3", "yes", "aba"))
    assert isinstance(built.chart, Matrix)
    assert plain(built.headline) == "Une instance partagée dans 1 ville sur 3"


# ---- 2C: factors


def cited(kind, *counts):
    """Factors of one kind: how many for each category in order, one city after the other."""
    return [
        make_factor(
            f"{kind}-{category}-{number}",
            kind=FactorKind(kind),
            category=category,
            city_id=NAMES[number % 6],
        )
        for category, count in zip(FactorCategory, counts, strict=False)
        for number in range(count)
    ]


def test_most_cited_difficulty_and_success_are_said_with_times_and_cities():
    factors = [*cited("difficulty", 1, 8, 1, 1, 1), *cited("success", 2, 0, 1)]
    built = scene("factors", factors=factors)
    assert isinstance(built.chart, Diverging)
    assert (
        plain(built.headline) == "Difficulté la plus citée : le financement ; succès : le pilotage"
    )
    assert plain(built.sentence) == (
        "La difficulté la plus citée : le financement (8 fois, 6 villes). Le facteur de succès le plus "
        "cité : le pilotage (2 fois, 2 villes). Ce sont des citations, pas une mesure."
    )
    assert [row.key for row in built.chart.rows] == [
        "funding", "leadership", "skills", "technology", "data",
    ]  # fmt: skip


def test_difficulties_that_tie_are_all_said():
    factors = [*cited("difficulty", 1, 2, 2, 1, 1), *cited("success", 1)]
    headline, sentence = words("factors", "en", factors=factors)
    assert headline == "Two difficulties tie for first: funding and skills"
    assert sentence == (
        "The most mentioned difficulties: funding (2 times, 2 cities) and skills (2 times, 2 cities). "
        "The most mentioned success factor: leadership (1 time, 1 city). "
        "These are mentions, not a measurement."
    )


def test_many_that_tie_are_counted():
    factors = [*cited("difficulty", 1, 1, 1, 1, 1), *cited("success", 2)]
    headline, sentence = words("factors", factors=factors)
    assert headline == "5 difficultés et 2 facteurs de succès cités"
    assert sentence.startswith("5 catégories de difficultés sont les plus citées, 1 fois chacune.")


def test_without_a_difficulty_the_question_on_difficulties_is_dropped():
    built = scene("factors", factors=cited("success", 1, 1, 1, 1, 2))
    assert plain(built.headline) == "6 facteurs de succès cités, aucune difficulté trouvée"
    assert plain(built.sentence).startswith("Aucune difficulté n’est citée.")
    assert built.follow_up == ""
    assert scene("factors", factors=cited("difficulty", 1, 1, 1, 1, 2)).follow_up


def test_under_five_categories_are_lists():
    built = scene("factors", factors=[*cited("difficulty", 2), *cited("success", 0, 1)])
    assert isinstance(built.chart, Lists)
    assert [(group.title, group.items) for group in built.chart.groups] == [
        ("Difficultés", (("Pilotage", "2 fois, 2 villes"),)),
        ("Facteurs de succès", (("Financement", "1 fois, 1 ville"),)),
    ]


def test_cities_without_a_factor_are_unknown():
    built = scene("factors", factors=cited("difficulty", 1, 1, 1, 1, 1))
    assert plain(built.unknown) == (
        "Pour 5 villes sur 6, aucun facteur n’est cité : c’est inconnu."
    )
    assert built.coverage.is_low


# ---- 2C′: vote


def test_every_category_may_come_first_in_the_room():
    built = scene("factors-vote", factors=cited("difficulty", 3, 1))
    assert built.chart.has_votes
    assert list(built.vote.options) == [bar.key for bar in built.chart.bars]
    assert set(built.vote.results) == set(FactorCategory)
    assert built.vote.results["leadership"] == (
        "La salle met en premier le pilotage, comme les sources."
    )
    assert plain(built.vote.results["funding"]) == (
        "La salle met en premier le financement ; les sources citent le plus le pilotage."
    )


def test_categories_that_tie_in_the_sources_are_said_in_each_result():
    vote = scene("factors-vote", "en", factors=cited("difficulty", 2, 2)).vote
    assert vote.results["funding"] == (
        "The room puts funding first; the sources mention most, in a tie, leadership and funding."
    )
    assert vote.results["data"] == (
        "The room puts data first; the sources mention leadership and funding most."
    )
    assert vote.tie == (
        "The room puts several categories level; the sources mention leadership and funding most."
    )


def test_many_that_tie_in_the_sources_are_counted():
    built = scene("factors-vote", factors=cited("success", 1, 1, 1, 1))
    assert built.headline == "4 catégories sont citées à égalité en premier"
    assert built.vote.tie.endswith("les sources citent le plus 4 catégories à égalité.")


def test_a_room_may_vote_where_sources_are_silent():
    vote = scene("factors-vote").vote
    assert plain(vote.results["data"]) == (
        "La salle met en premier les données ; nos sources ne citent rien."
    )


# ---- 2D: practices


def running(*names, **changes):
    return [
        make_project(f"p{number}", city_id=name, **{"stage": ProjectStage.OPERATIONAL} | changes)
        for number, name in enumerate(names)
    ]


def test_projects_and_cities_of_the_sentence_are_counted_on_the_map():
    built = scene("practices-map", projects=running("aba", "aba", "bebo", "cotu", "cotu"))
    assert isinstance(built.chart, WorldMap)
    assert built.headline == "5 projets fonctionnent dans 3 villes"
    assert [place.count for place in built.chart.places] == [2, 1, 2]
    assert [plain(step.title) for step in built.chart.steps] == [
        "En service : 3 villes",
        "Lieu : 3 villes",
    ]
    assert built.chart.panel[-1] == ("Avancement inconnu", "0 projet")


def test_three_examples_are_named_one_by_country():
    names = ["aba", "bebo", "cotu", "dara", "elim"]
    given = {
        "countries": [make_country(name[:3].upper()) for name in names],
        "cities": [make_city(name, country_iso3=name[:3].upper()) for name in names],
    }
    _, sentence = words("practices-map", "en", projects=running(*names), **given)
    assert sentence == (
        "At the date of their sources, 5 projects are running in 5 cities. Here are three that you can "
        "visit or call: Aba – Test project p0; Bebo – Test project p1; Cotu – Test project p2."
    )
    two = running(*names[:2], *names[:2], *names[:2])
    assert (
        "En voici deux que l’on peut visiter ou appeler : Aba – Projet d’essai p0 ; Bebo"
        in (words("practices-map", projects=two, **given)[1])
    )


def test_without_a_place_or_tool_no_example_is_named():
    projects = running(*NAMES, collaboration_forms=(CollaborationForm.PARTNERSHIP,))
    assert words("practices-map", projects=projects)[1] == (
        "À la date de leurs sources, 6 projets fonctionnent dans 6 villes."
    )


def test_one_project_is_a_list_and_asks_for_no_twinning_on_one_of_them():
    built = scene("practices-map", projects=running("aba"))
    assert isinstance(built.chart, Lists)
    assert plain(built.sentence) == (
        "À la date de ses sources, 1 projet fonctionne dans 1 ville. "
        "En voici un que l’on peut visiter ou appeler : Aba – Projet d’essai p0."
    )
    assert built.follow_up == ""


def test_no_project_in_service_says_what_is_unknown():
    projects = running("aba", stage=ProjectStage.UNKNOWN)
    headline, sentence = words("practices-map", "en", projects=projects)
    assert headline == "No project in service documented in these cities"
    assert sentence == "For 1 project out of 1, the stage is unknown."


def test_no_more_than_twelve_names_are_written_and_they_keep_clear():
    close = [
        make_city(f"c{number}", longitude=100 + number / 100, latitude=10.0) for number in range(20)
    ]
    far = [
        make_city(f"f{number}", longitude=-160 + 16 * number, latitude=0) for number in range(20)
    ]
    assert len(spread(close[:12], camera_around(close))) == 12
    assert spread(close, camera_around([*close, *far])) == close[:1]
    wide = [replace(city, latitude=-55 + 7.3 * number) for number, city in enumerate(far)]
    assert spread(wide, camera_around(wide)) == wide[:12]


def test_a_step_moves_the_camera_only_if_it_comes_much_closer():
    given = [
        make_city("aba", longitude=0, latitude=0),
        make_city("bebo", longitude=60, latitude=30),
        make_city("cotu", longitude=50, latitude=25),
    ]
    projects = [
        *running("aba", "bebo", "cotu"),
        *(
            make_project(
                f"{form}-{name}",
                city_id=name,
                stage=ProjectStage.OPERATIONAL,
                collaboration_forms=(form,),
            )
            for form, names in (("open_data", ("aba", "cotu")), ("partnership", ("aba",)))
            for name in names
        ),
    ]
    steps = scene("practices-map", cities=given, projects=projects).chart.steps
    first, place, data, alone = (step.camera for step in steps)
    assert first == place == data
    assert alone == camera_around(given[:1])


def test_the_camera_holds_its_cities_and_stays_on_the_globe():
    box = camera_around(
        [make_city(longitude=-178.0, latitude=70.0), make_city(longitude=179.0, latitude=-55.0)]
    )
    assert (box.west, box.east) == (-180, 180)
    assert (box.south, box.north) == (-60, 85)
    alone = camera_around([make_city(longitude=4.87, latitude=50.47)])
    assert alone.east - alone.west == pytest.approx(12)
    assert alone.west < 4.87 < alone.east


# ---- 2D′: card


def card(language="fr", factors=(), **changes):
    project = make_project(city_id="aba", stage=ProjectStage.OPERATIONAL, **changes)
    return scene("practice-card", language, projects=[project], factors=list(factors))


def of_project(factor_id, kind, text, **changes):
    return make_factor(
        factor_id,
        city_id="aba",
        project_id="test-project",
        kind=FactorKind(kind),
        **{"text_fr": text, "text_en": text} | changes,
    )


def test_a_card_says_what_to_take_only_from_recorded_factors():
    helped = of_project("a", "success", "La mairie a formé ses agents.")
    hard = of_project("b", "difficulty", "Le réseau est lent.")
    start = "Une pratique à regarder de près : Aba – Projet d’essai test-project."
    assert plain(card().sentence) == start
    assert plain(card(factors=[helped]).sentence) == (
        f"{start} Ce qui a aidé, et qu’on peut reprendre : « La mairie a formé ses agents »."
    )
    assert plain(card(factors=[hard]).sentence) == (
        f"{start} Ce qui a freiné, et qui dépend du lieu : « Le réseau est lent »."
    )
    assert plain(card(factors=[hard, helped]).sentence) == (
        f"{start} Ce qui a aidé, et qu’on peut reprendre : « La mairie a formé ses agents » ; "
        "ce qui a freiné, et qui dépend du lieu : « Le réseau est lent »."
    )


def test_a_card_shows_no_line_for_what_is_not_documented_and_says_so():
    built = card("en", actors=(), start_year=None)
    labels = [label for label, _ in built.chart.cards[0].lines]
    assert labels == ["Answer", "Technology", "Source"]
    assert built.unknown == (
        "Our sources do not tell, for this project: the starting date, the players, the difficulties "
        "and what helped."
    )


def test_both_languages_show_the_same_factor():
    long = of_project("a", "success", "Court.", text_en="Long text in English. " * 20)
    short = of_project("b", "success", "Deuxième.", text_en="Second.")
    assert "« Deuxième »" in plain(card(factors=[long, short]).sentence)
    assert "“Second”" in card("en", factors=[long, short]).sentence


def test_a_card_holds_whole_sentences_of_a_long_summary():
    summary = "Une première phrase. " + "Une deuxième, trop longue pour la carte " * 8 + "."
    built = card(summary_fr=summary)
    assert dict(built.chart.cards[0].lines)["Réponse"] == "Une première phrase."


def test_the_card_shows_the_project_the_moderator_chose():
    projects = running("aba", "bebo")
    built = scene("practice-card", projects=projects, chosen=["p1"])
    assert built.headline.endswith("Projet d’essai p1")


# ---- texts of the tables


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Court.", 10, "Court."),
        ("Un. Deux. Trois.", 9, "Un. Deux."),
        ("Un mot. M. Untel parle.", 15, "Un mot."),
        ("Avec M. Untel et d’autres gens.", 40, "Avec M. Untel et d’autres gens."),
        (
            "Une phrase longue, avec une pause, puis la suite.",
            40,
            "Une phrase longue, avec une pause…",
        ),
        ("Une phrase longue sans pause du tout", 20, "Une phrase longue…"),
        ("Anticonstitutionnellement", 5, "Anticonstitutionnellement…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_at_the_end_of_a_sentence_never_in_a_word(text, most, expected):
    assert shortened(text, most) == expected


def test_quotes_inside_quotes_are_of_the_second_rank():
    assert inner_quotes("dite «\u00a0smart\u00a0» ici", "fr") == "dite “smart” ici"
    assert inner_quotes("called “smart” here", "en") == "called ‘smart’ here"
