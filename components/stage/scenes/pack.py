"""Scenes of a speaker's pack, for a city or an organisation: place, facts, records, lessons, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.pack_city import city_facts_scene, city_map_scene
from components.stage.scenes.pack_evidence import lessons_scene, sources_scene
from components.stage.scenes.pack_organisation import (
    organisation_facts_scene,
    organisation_map_scene,
    organisation_projects_scene,
)
from components.stage.scenes.pack_peers import city_peers_scene, organisation_peers_scene
from components.stage.scenes.pack_records import (
    city_projects_scene,
    strategies_scene,
)
from components.stage.scenes.pack_words import pack_of
from data.schema import City


def talk_map(asked: SceneRequest) -> Scene:
    """Where the speaker is; for an organisation where its cities are."""
    pack = pack_of(asked)
    owner = pack.subject.owner
    return city_map_scene(pack, owner) if isinstance(owner, City) else organisation_map_scene(pack)


def talk_facts(asked: SceneRequest) -> Scene:
    """Key facts of the speaker."""
    pack = pack_of(asked)
    owner = pack.subject.owner
    if isinstance(owner, City):
        return city_facts_scene(pack, owner)
    return organisation_facts_scene(pack, owner)


def talk_strategies(asked: SceneRequest) -> Scene:
    """Strategies on years."""
    return strategies_scene(pack_of(asked))


def talk_projects(asked: SceneRequest) -> Scene:
    """Projects by stage; for an organisation its own and those of its cities."""
    pack = pack_of(asked)
    if isinstance(pack.subject.owner, City):
        return city_projects_scene(pack)
    return organisation_projects_scene(pack)


def talk_lessons(asked: SceneRequest) -> Scene:
    """What worked and what was hard."""
    return lessons_scene(pack_of(asked))


def talk_peers(asked: SceneRequest) -> Scene:
    """What is documented of comparable cities; for an organisation of its cities."""
    pack = pack_of(asked)
    owner = pack.subject.owner
    return (
        city_peers_scene(pack, owner) if isinstance(owner, City) else organisation_peers_scene(pack)
    )


def talk_sources(asked: SceneRequest) -> Scene:
    """Main sources of the pack."""
    return sources_scene(pack_of(asked))


BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {
    "talk-map": talk_map,
    "talk-facts": talk_facts,
    "talk-strategies": talk_strategies,
    "talk-projects": talk_projects,
    "talk-lessons": talk_lessons,
    "talk-peers": talk_peers,
    "talk-sources": talk_sources,
}
