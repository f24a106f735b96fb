"""Scenes of the stage: conclusion."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.stage.scene import Scene, SceneRequest

BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {}
