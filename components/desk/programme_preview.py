"""A scene of a conference that is not published yet, as the room would see it and hear it."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace
from functools import lru_cache

import htpy as h

from components.desk.changes_words import Words
from components.desk.programme import label_of, scenes_of
from components.desk.programme_check import fault_in_words, read_checked, scene_fault
from components.desk.programme_text import Table, read_table, with_totals, written
from components.i18n import typography
from components.markup import Element, isolated
from components.pictures.frame import png
from components.stage.charts import WorldMap
from components.stage.deck import frame_of, slots_of, stage_scene
from components.stage.slide import slide
from components.stage.stage import Stage
from components.view import View
from data.errors import DataError

log = logging.getLogger(__name__)

SCALE = 0.5
"""960 × 540."""


def scene_preview(programme_id: str, toml: str, scene_id: str, view: View, words: Words) -> Element:
    """The slide and what the moderator says; or why there is none yet."""
    t, table = view.t, read_table(toml)
    if (fault := scene_fault(table, scene_id, words)) != "":
        return _without(fault)
    alone = _alone(table, scene_id)
    try:
        programme = read_checked(programme_id, written(alone, ""), view.dataset)
    except DataError as error:
        return _without(fault_in_words(error, alone, words))
    stage = Stage(dataset=view.dataset, programme=programme, today=view.today)
    slot = slots_of(stage)[0]
    try:
        scene, asked = stage_scene(stage, slot, view.language)
    except (LookupError, ValueError, AssertionError):
        log.exception("no preview of %s %s", programme_id, scene_id)
        return _without(t("programme.preview.none"))
    frame = replace(frame_of(stage, scene, asked, slot), label=label_of(table, scene_id))
    step = scene.chart.still if isinstance(scene.chart, WorldMap) else None
    picture = _picture(slide(scene, frame, step=step))
    notes = typography(getattr(slot.definition, f"notes_{view.language}"), view.language)
    return h.figure(".rc-programme-preview")[
        h.img(src=picture, alt=scene.headline, width="960", height="540"),
        h.figcaption[
            h.p[isolated(scene.sentence)],
            h.p(".rc-stage-follow")[isolated(scene.follow_up)] if scene.follow_up else None,
            h.p(".rc-small.rc-muted")[isolated(notes)] if notes else None,
        ],
    ]


def _alone(table: Table, scene_id: str) -> Table:
    """The conference with one scene only, so that a fault elsewhere does not hide it."""
    scene = next(scene for scene in scenes_of(table) if scene["id"] == scene_id)
    shown = {key: value for key, value in scene.items() if key not in {"reserve_of", "seconds"}}
    return with_totals({**table, "scenes": [shown]})


def _without(reason: str) -> Element:
    return h.p(".rc-review-meanwhile")[isolated(reason)]


@lru_cache(maxsize=64)
def _picture(svg: str) -> str:
    return f"data:image/png;base64,{base64.b64encode(png(svg, SCALE)).decode()}"
