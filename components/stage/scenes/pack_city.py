"""Scenes of a pack that only a city has: where it is, and its key facts."""

from __future__ import annotations

from analysis.maturity import score_criteria
from analysis.speaker_pack import (
    IN_FORCE,
    STAGE_GROUPS,
    box_around,
    practices,
    same_region,
)
from components.pictures.svg import isolated_text
from components.stage.charts import (
    MOST_NAMES,
    Camera,
    Facts,
    MapStep,
    Place,
    WorldMap,
)
from components.stage.scene import Scene, cities_of
from components.stage.scenes.pack_words import Pack, who_and_what
from components.stage.scenes.words import follow_up, joined, listed
from data.geo import nearest_cities
from data.schema import City, ProjectStage, StrategyStatus

WORLD = Camera(west=-180, south=-58, east=180, north=78)
_REGION_LEAST, _CITY_LEAST = (18.0, 9.0), (9.0, 4.5)
_MARGIN = 0.15


def city_map_scene(pack: Pack, city: City) -> Scene:
    """World, region, city; the conference's other cities named in the region."""
    asked, t, dataset = pack.asked, pack.t, pack.asked.dataset
    cities = {
        other.city_id: other for other in cities_of(dataset, asked.programme, "programme")
    } | {city.city_id: city}
    near = nearest_cities(cities.values(), city.city_id, len(cities))
    distance = {
        city_id: t("stage.pack.distance", kilometres=round(length)) for city_id, length in near
    }
    region = box_around(same_region(dataset, city), least=_REGION_LEAST, margin=_MARGIN)
    around = box_around([city], least=_CITY_LEAST, margin=0)
    order = [city.city_id, *distance]
    # The nearest ones: those a step shows are named on it.
    named = frozenset(order[:MOST_NAMES])
    lit = frozenset({city.city_id})
    region_name = asked.term("region", dataset.countries[city.country_iso3].region)
    gives_floor, title = who_and_what(pack)
    nearest = isolated_text(asked.name(cities[near[0][0]])) if near else ""
    (row,) = practices(dataset, [city])
    return Scene(
        headline=t("stage.pack.map.headline", place=pack.place),
        subtitle=title,
        chart=WorldMap(
            heads=(t("stage.column.city"), t("stage.pack.column.distance")),
            places=tuple(
                Place(
                    key=key,
                    label=asked.name(cities[key]),
                    longitude=cities[key].longitude,
                    latitude=cities[key].latitude,
                    note=distance.get(key, ""),
                    is_filled=key == city.city_id,
                )
                for key in order
            ),
            steps=(
                MapStep(title=t("stage.pack.map.world"), camera=WORLD, lit=lit, named=lit),
                MapStep(title=region_name, camera=camera(region), lit=lit, named=named),
                MapStep(title=pack.name, camera=camera(around), lit=lit, named=named),
            ),
            caution=t("map.disclaimer"),
            still=1,
            panel=(
                (t("stage.pack.country"), pack.country),
                (t("stage.pack.region"), region_name),
                *(
                    [(t("stage.pack.map.nearest"), f"{nearest}, {distance[near[0][0]]}")]
                    if near
                    else []
                ),
            ),
        ),
        sentence=joined(
            gives_floor,
            t("stage.pack.map.near", name=nearest, distance=distance[near[0][0]]) if near else None,
        ),
        follow_up=follow_up(asked),
        unknown=unknown_criteria(pack, row.unknown, row.applicable),
        source_ids=tuple(dict.fromkeys((asked.programme.source_id, *city.source_ids))),
    )


def camera(box: tuple[float, float, float, float]) -> Camera:
    """A box as a step of a map shows it."""
    west, south, east, north = box
    return Camera(west=west, south=south, east=east, north=north)


def unknown_criteria(pack: Pack, unknown: int, total: int) -> str:
    """« Pour 9 critères sur 23, nous ne savons pas. »"""
    if not unknown:
        return pack.t("stage.pack.criteria.all_known")
    return pack.t("stage.pack.criteria.unknown", count=unknown, total=total)


def city_facts_scene(pack: Pack, city: City) -> Scene:
    """Population with scope and year, networks, country, practices, strategies, projects."""
    asked, t, subject = pack.asked, pack.t, pack.subject
    strategies, projects = subject.strategies, subject.projects
    in_force = sum(row.status in IN_FORCE for row in strategies)
    running = sum(row.stage in STAGE_GROUPS["running"] for row in projects)
    headline = t(
        "stage.pack.facts.headline",
        name=pack.name,
        strategies=strategies_words(pack, len(strategies)),
        projects=projects_words(pack, len(projects)),
    )
    population = pack.figure(city.population) if city.population is not None else None
    networks = [asked.label(asked.dataset.networks[key], "short") for key in city.network_ids]
    region = asked.term("region", asked.dataset.countries[city.country_iso3].region)
    (row,) = practices(asked.dataset, [city])
    known, unknown = row.known, row.unknown
    facts = (
        (
            t("stage.pack.population"),
            population or t("unknown"),
            population_note(pack, city) if population else "",
        ),
        (t("stage.pack.country"), pack.country, region),
        (
            t("stage.pack.networks"),
            pack.figure(len(networks)) if networks else t("stage.pack.none_found"),
            ", ".join(networks),
        ),
        (
            t("stage.pack.practices"),
            interval_words(pack, city),
            t("stage.pack.practices.note", known=known, unknown=unknown),
        ),
        (
            t("stage.pack.strategies"),
            pack.figure(len(strategies)) if strategies else t("stage.pack.none_found.f"),
            in_force_note(pack, in_force, len(strategies)) if strategies else "",
        ),
        (
            t("stage.pack.projects"),
            pack.figure(len(projects)) if projects else t("stage.pack.none_found"),
            running_note(pack, running, len(projects)) if projects else "",
        ),
    )
    return Scene(
        headline=headline,
        subtitle=pack.subtitle(t("stage.pack.facts.measure")),
        chart=Facts(
            heads=(
                t("stage.pack.column.fact"),
                t("stage.column.value"),
                t("stage.column.note"),
            ),
            facts=facts,
        ),
        sentence=joined(
            t(
                "stage.pack.facts.population",
                name=pack.name,
                population=population,
                note=population_note(pack, city),
            )
            if population
            else t("stage.pack.facts.no_population", name=pack.name),
            t("stage.pack.criteria.known", count=known, total=row.applicable),
            t("stage.pack.criteria.rest", count=unknown) if unknown else None,
        ),
        follow_up=follow_up(asked),
        unknown=unknown_facts(pack, city, unknown),
        source_ids=tuple(
            dict.fromkeys(
                key
                for group in (
                    city.source_ids,
                    *(item.source_ids for item in strategies),
                    *(item.source_ids for item in projects),
                    *(
                        answer.source_ids
                        for answer in asked.dataset.answers_of_city(city.city_id).values()
                    ),
                )
                for key in group
            )
        ),
    )


def strategies_words(pack: Pack, count: int) -> str:
    """« 2 stratégies », « aucune stratégie »."""
    return (
        pack.t("stage.pack.strategies.count", count=count)
        if count
        else pack.t("stage.pack.strategies.none")
    )


def projects_words(pack: Pack, count: int) -> str:
    """« 20 projets », « aucun projet »."""
    return (
        pack.t("stage.pack.projects.count", count=count)
        if count
        else pack.t("stage.pack.projects.none")
    )


def in_force_note(pack: Pack, count: int, total: int) -> str:
    """« dont 1 adoptée ou en œuvre »; without a figure if there is one strategy only."""
    if not count:
        return pack.t("stage.pack.in_force.none")
    if total == 1:
        return pack.t("stage.pack.in_force.only")
    return pack.t("stage.pack.in_force", count=count)


def running_note(pack: Pack, count: int, total: int) -> str:
    """« dont 6 en service ou étendus »; without a figure if there is one project only."""
    if not count:
        return pack.t("stage.pack.running.none")
    if total == 1:
        return pack.t("stage.pack.running.only")
    return pack.t("stage.pack.running", count=count)


def population_note(pack: Pack, city: City) -> str:
    """« ville, année inconnue »: scope and year are never left out."""
    scope = (
        pack.asked.term("population_scope", city.population_scope).lower()
        if city.population_scope is not None
        else pack.t("card.scope.unknown")
    )
    year = (
        str(city.population_year)
        if city.population_year is not None
        else pack.t("card.year.unknown")
    )
    return pack.t("stage.pack.population.note", scope=scope, year=year)


def interval_words(pack: Pack, city: City) -> str:
    """« 10 à 19 sur 23 », as the method counts: yes 1, partial ½; « inconnu » if nothing applies."""
    dataset = pack.asked.dataset
    score = score_criteria(
        dataset.answers_of_city(city.city_id), dataset.criteria.values(), pack.asked.today
    )
    if score is None:
        return pack.t("unknown")
    low, high = score.earned, score.earned + score.unknown
    if low == high:
        return pack.t("stage.pack.practices.exact", low=low, total=score.applicable)
    return pack.t("stage.pack.practices.range", low=low, high=high, total=score.applicable)


def unknown_facts(pack: Pack, city: City, criteria: int) -> str:
    """« Inconnu : année de la population, statut de 1 stratégie, 9 critères. »"""
    t, subject = pack.t, pack.subject
    statuses = sum(row.status is StrategyStatus.UNKNOWN for row in subject.strategies)
    stages = sum(row.stage is ProjectStage.UNKNOWN for row in subject.projects)
    found = [
        t("stage.pack.unknown.population") if city.population is None else None,
        t("stage.pack.unknown.year")
        if city.population is not None and city.population_year is None
        else None,
        None if city.network_ids else t("stage.pack.unknown.networks"),
        None if subject.strategies else t("stage.pack.unknown.strategies"),
        None if subject.projects else t("stage.pack.unknown.projects"),
        t("stage.pack.unknown.status", count=statuses) if statuses else None,
        t("stage.pack.unknown.stage", count=stages) if stages else None,
        t("stage.pack.unknown.criteria", count=criteria) if criteria else None,
    ]
    names = [words for words in found if words]
    if not names:
        return t("stage.pack.unknown.elsewhere")
    return t("stage.pack.unknown", names=listed(pack.asked, names))
