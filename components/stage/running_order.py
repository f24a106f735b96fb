"""The order of the scenes: which follow each other, which are kept in reserve, how they are numbered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.programme import Programme, SceneDefinition

TALK = "talk"
CITY_PACK = (
    "talk-map",
    "talk-facts",
    "talk-strategies",
    "talk-projects",
    "talk-lessons",
    "talk-peers",
    "talk-sources",
)
"""Scenes of a speaker's pack: the first is in the running order, the others in reserve behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A scene in its place.

    Attributes:
        number: What a speaker types to go there, from 1; reserve scenes have that of their scene.
        reserve: Position among the reserve scenes behind that number, from 1; 0: running order.
    """

    definition: SceneDefinition
    number: int
    reserve: int

    @property
    def label(self) -> str:
        """« 7 », « 7.2 » for the second scene in reserve."""
        return f"{self.number}.{self.reserve}" if self.reserve else str(self.number)


def running_order(programme: Programme) -> tuple[Slot, ...]:
    """Every scene in order, each followed by those it has in reserve; packs are laid out."""
    laid_out = [scene for given in programme.scenes for scene in _pack(given)]
    slots = []
    main = [scene for scene in laid_out if scene.reserve_of is None]
    for number, scene in enumerate(main, start=1):
        slots.append(Slot(definition=scene, number=number, reserve=0))
        behind = [other for other in laid_out if other.reserve_of == scene.scene_id]
        slots += [
            Slot(definition=other, number=number, reserve=position)
            for position, other in enumerate(behind, start=1)
        ]
    return tuple(slots)


def _pack(scene: SceneDefinition) -> list[SceneDefinition]:
    """The scenes of a speaker's pack; any other scene stays itself."""
    if scene.chart != TALK:
        return [scene]
    first, *others = CITY_PACK
    return [
        replace(scene, chart=first),
        *(
            replace(
                scene,
                scene_id=f"{scene.scene_id}.{chart.removeprefix('talk-')}",
                chart=chart,
                seconds=0,
                reserve_of=scene.reserve_of or scene.scene_id,
            )
            for chart in others
        ),
    ]
