"""Scenes of round table 1: who leads, how far strategies got, what became of projects, which tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.answers import two_answers_scene
from components.stage.scenes.implementation import (
    conditions_scene,
    project_stages_scene,
    technology_ladder_scene,
)
from components.stage.scenes.lead import lead_level_scene, local_power_scene
from components.stage.scenes.strategies import strategy_ladder_scene, strategy_years_scene

BUILDERS: Mapping[str, Callable[[SceneRequest], Scene]] = {
    "lead-level": lead_level_scene,
    "local-power": local_power_scene,
    "strategy-ladder": strategy_ladder_scene,
    "strategy-years": strategy_years_scene,
    "project-stages": project_stages_scene,
    "conditions": conditions_scene,
    "technology-ladder": technology_ladder_scene,
    "two-answers": two_answers_scene,
}
