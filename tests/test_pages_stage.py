"""The page of the stage: who may freeze, what is offered, every scene with its words."""

import pytest
from shipped import shipped_dataset
from test_pages import markup, open_page

from components import session
from components.i18n import LANGUAGES, translator
from components.stage.deck import slots_of, stage_scene
from components.stage.stage import Stage
from data.frozen import frozen_edition

DATASET = shipped_dataset()
PROGRAMME = DATASET.programme.programme_id


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))


def test_a_visitor_from_elsewhere_has_no_button_to_freeze():
    assert not open_page("stage", lang="fr").button


def test_a_visitor_from_elsewhere_never_sees_the_control_link():
    assert "#key=" not in markup(open_page("stage", lang="fr"))


def test_a_visitor_from_elsewhere_cannot_freeze_by_calling_it(monkeypatch):
    monkeypatch.setattr(session, "control_link", lambda *_: None)
    monkeypatch.setattr(session, "current_language", lambda: "fr")
    session.freeze_stage(PROGRAMME)
    assert frozen_edition(PROGRAMME, session.frozen_dir()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_of_the_running_order_has_its_sentence_and_its_picture(language):
    shown = markup(open_page("stage", lang=language))
    stage = Stage(dataset=DATASET, programme=DATASET.programme, today=session.today())
    for slot in slots_of(stage):
        if not slot.reserve:
            scene, _ = stage_scene(stage, slot, language)
            assert f'id="scene-{slot.definition.scene_id}"' in shown
            assert f"/slides/{slot.definition.scene_id}.{language}.png" in shown
            assert scene.headline.split(" ")[0] in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_to_take_away_is_offered(language):
    shown = markup(open_page("stage", lang=language))
    for kind in ("html", "pptx", "pdf"):
        assert f"/downloads/stage/{PROGRAMME}.{kind}?lang={language}" in shown
    assert translator(language)("stage.take.handout", number=2) in shown
