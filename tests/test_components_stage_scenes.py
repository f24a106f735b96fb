"""Every scene of the shipped programmes, walked: its figures, its words, what it does not know."""

import re
from datetime import date

import pytest
from shipped import shipped_dataset

from components.i18n import LANGUAGES
from components.stage.charts import Opening
from components.stage.deck import slots_of, stage_scene
from components.stage.scene import EXTENTS
from components.stage.stage import Stage

TODAY = date(2026, 11, 25)
WORDS_OF_A_HEADLINE = 14
"""« About ten » : little words between a figure and its noun are counted too."""

DATASET = shipped_dataset()
STAGES = [
    Stage(dataset=DATASET, programme=programme, today=TODAY)
    for programme in DATASET.programmes.values()
]
WALK = [
    pytest.param(
        stage, slot, language, extent, id=f"{slot.definition.scene_id}-{language}-{extent}"
    )
    for stage in STAGES
    for slot in slots_of(stage)
    for language in LANGUAGES
    for extent in EXTENTS
]
every_scene = pytest.mark.parametrize(("stage", "slot", "language", "extent"), WALK)


@every_scene
def test_figures_of_a_sentence_are_those_of_the_table(stage, slot, language, extent):
    scene, _ = stage_scene(stage, slot, language, extent)
    table = scene.table()
    assert {name: figure.counted(table) for name, figure in scene.figures.items()} == {
        name: figure.value for name, figure in scene.figures.items()
    }


@every_scene
def test_every_number_said_is_a_figure_of_the_scene(stage, slot, language, extent):
    scene, _ = stage_scene(stage, slot, language, extent)
    said = set(numbers(f"{scene.headline} {scene.sentence}"))
    names = " ".join(str(cell) for row in scene.table().rows for cell in row if cell is not None)
    known = {round(figure.value, 3) for figure in scene.figures.values()}
    assert said <= known | set(numbers(names)) | set(numbers(scene.subtitle))


@every_scene
def test_a_scene_says_what_it_does_not_know(stage, slot, language, extent):
    scene, _ = stage_scene(stage, slot, language, extent)
    assert scene.unknown or isinstance(scene.chart, Opening)


@every_scene
def test_a_headline_is_short_and_everything_is_said(stage, slot, language, extent):
    scene, _ = stage_scene(stage, slot, language, extent)
    assert 0 < len(re.findall(r"\w+", scene.headline)) <= WORDS_OF_A_HEADLINE
    assert scene.sentence
    assert scene.subtitle
    assert scene.follow_up or isinstance(scene.chart, Opening)
    assert scene.source_ids or scene.credit or isinstance(scene.chart, Opening)


def numbers(text: str) -> list[float]:
    """Numbers of a text in either language, thousands marks and decimal commas understood."""
    plain = re.sub(r"(?<=\d)[\u202f\u00a0,](?=\d{3}(?!\d))", "", text)
    return [
        round(float(found.replace(",", ".")), 3)
        for found in re.findall(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])", plain)
    ]
