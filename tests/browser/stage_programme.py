"""A few scenes of the shipped conference, one of each kind of behaviour: for tests of the stage that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from components.stage.stage import Stage

SCENES = ("opening", "1A", "1B", "1B'", "hue", "2C", "2C'", "2D", "closing")
"""Words, a speaker's pack with a moving map, names, one in reserve, a vote in reserve, another map."""

EDITED_POPULATION = 4_321
"""Inhabitants of every city after the correction that ``edited_app`` makes."""


def short_stage(stage: Stage) -> Stage:
    """The same stage with these scenes only."""
    kept = tuple(scene for scene in stage.programme.scenes if scene.scene_id in SCENES)
    return replace(stage, programme=replace(stage.programme, scenes=kept))


def shipped_stage() -> Stage:
    """The stage of the shipped conference, on a day of its own."""
    from data.load import load_dataset

    dataset = load_dataset()
    return Stage(dataset=dataset, programme=dataset.programme, today=date(2026, 11, 25))
