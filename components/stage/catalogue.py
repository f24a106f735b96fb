"""Every kind of scene, by the name a programme calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from components.stage.scene import Scene, SceneRequest
from components.stage.scenes import conclusion, framing, pack, round_table_1, round_table_2

Builder = Callable[[SceneRequest], Scene]

BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        **framing.BUILDERS,
        **round_table_1.BUILDERS,
        **round_table_2.BUILDERS,
        **conclusion.BUILDERS,
        **pack.BUILDERS,
    }
)
"""A builder gives the scene in one language and extent; facts it needs come from ``analysis``."""


def build(asked: SceneRequest) -> Scene:
    """The scene that a definition asks for.

    Raises:
        KeyError: No kind of scene has this name.
    """
    return BUILDERS[asked.definition.chart](asked)
