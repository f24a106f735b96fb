"""The one file of the stage, from a disk, without a network: keys, notes, votes, time, two windows."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from components.i18n import translator
from components.stage.deck import slots_of, stage_scene
from components.stage.document import one_file

from .stage_programme import shipped_stage, short_stage

STAGE = short_stage(shipped_stage())
SLOTS = {slot.definition.scene_id: slot for slot in slots_of(STAGE)}
MAIN = [name for name, slot in SLOTS.items() if slot.reserve == 0]
SHOWN = ".rc-slide.rc-shown > svg"
MOST_BYTES = 8_000_000
ATTACK = "<img src=x onerror=window.hacked=1></script><script>window.hacked=1</script><!--"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("deck") / "scène de Hué.html"
    path.write_text(one_file(STAGE, "fr"), encoding="utf-8")
    return path


@pytest.fixture
def stage(file, new_page):
    """A window on the file; the guard refuses every request but the file itself."""
    page = new_page(only=file.as_uri(), offline=True)
    page.goto(file.as_uri())
    page.locator("html[data-ready]").wait_for()
    return page


def is_on(page, scene_id, language="fr"):
    title = stage_scene(STAGE, SLOTS[scene_id], language)[0].headline
    expect(page.locator(SHOWN).first).to_have_attribute(
        "aria-label", re.compile("^" + re.escape(title))
    )


def open_speaker(page):
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    opened.value.locator("html[data-ready]").wait_for()
    return opened.value


def test_the_file_opens_on_the_first_scene_and_turns_its_pages_in_both_languages(stage):
    is_on(stage, MAIN[0])
    stage.keyboard.press("PageDown")
    is_on(stage, MAIN[1])
    stage.keyboard.press("l")
    is_on(stage, MAIN[1], "en")
    stage.keyboard.press("Home")
    is_on(stage, MAIN[0], "en")
    stage.keyboard.press("Escape")
    is_on(stage, MAIN[0], "en")


def test_the_letters_of_the_file_are_its_own(stage):
    stage.evaluate("document.fonts.ready")
    assert stage.evaluate(
        "[...document.fonts].some((font) => font.family.includes('Source Sans Pro')"
        " && font.status === 'loaded')"
    )


def test_notes_and_the_clock_are_in_the_file(stage):
    stage.keyboard.press("PageDown")
    stage.keyboard.press("n")
    sentence = stage_scene(STAGE, SLOTS[MAIN[1]], "fr")[0].sentence
    expect(stage.locator(".rc-notes")).to_contain_text(sentence)
    stage.keyboard.press("t")
    expect(stage.locator(".rc-timer")).to_have_text("0:01")
    stage.keyboard.press("t")
    expect(stage.locator(".rc-timer")).to_contain_text(translator("fr")("stage.live.paused"))
    stage.keyboard.press("Shift+T")
    expect(stage.locator(".rc-timer")).to_be_hidden()


def test_the_place_in_the_file_survives_a_reload(stage):
    stage.keyboard.press("End")
    stage.reload()
    stage.locator("html[data-ready]").wait_for()
    is_on(stage, MAIN[-1])


def test_the_speaker_view_of_the_file_is_in_step_both_ways_and_after_a_reload_of_either(stage):
    speaker = open_speaker(stage)
    stage.keyboard.press("PageDown")
    is_on(speaker, MAIN[1])
    speaker.keyboard.press("PageDown")
    is_on(stage, MAIN[2])
    speaker.reload()
    speaker.locator("html[data-ready]").wait_for()
    is_on(speaker, MAIN[2])
    speaker.keyboard.press("PageUp")
    is_on(stage, MAIN[1])
    stage.reload()
    stage.locator("html[data-ready]").wait_for()
    is_on(stage, MAIN[1])
    speaker.keyboard.press("PageDown")
    is_on(stage, MAIN[2])
    stage.keyboard.press("PageDown")
    is_on(speaker, MAIN[3])


def test_votes_typed_in_the_speaker_view_are_drawn_on_the_stage(stage):
    speaker = open_speaker(stage)
    voted = next(name for name in SLOTS if stage_scene(STAGE, SLOTS[name], "fr")[0].vote)
    speaker.keyboard.type(SLOTS[voted].label)
    speaker.keyboard.press("Enter")
    is_on(stage, voted)
    speaker.locator(".rc-votes input").first.fill("7")
    key = next(iter(stage_scene(STAGE, SLOTS[voted], "fr")[0].vote.options))
    expect(stage.locator(f'{SHOWN} [data-key="{key}"] .rc-vote-figure')).to_have_text("7")


@pytest.mark.parametrize(
    ("minutes", "mood", "key"),
    [(10, "good", "pace_good"), (17, "over", "session_over"), (0, "good", "pace_good")],
)
def test_the_pace_is_said_in_words(file, new_page, minutes, mood, key):
    """The opening is planned for 15 minutes; the clock of the page is turned, nobody waits."""
    page = new_page(only=file.as_uri(), offline=True)
    page.clock.install()
    page.goto(f"{file.as_uri()}#speaker")
    page.locator("html[data-ready]").wait_for()
    pace = page.locator(".rc-sp-pace")
    expect(pace).to_contain_text(translator("fr")("stage.live.pace_none"))
    page.keyboard.press("t")
    page.clock.fast_forward(minutes * 60_000 + 1000)
    expect(pace).to_have_attribute("data-mood", mood)
    words = (
        translator("fr")(f"stage.live.{key}", time="2:01")
        if key == "session_over"
        else (translator("fr")(f"stage.live.{key}"))
    )
    expect(pace).to_contain_text(words)


def test_being_early_or_late_is_counted_from_the_plan_of_the_session(file, new_page):
    page = new_page(only=file.as_uri(), offline=True)
    page.clock.install()
    page.goto(f"{file.as_uri()}#speaker")
    page.locator("html[data-ready]").wait_for()
    pace = page.locator(".rc-sp-pace")
    table = [name for name in MAIN if SLOTS[name].definition.session == "round_table_1"]
    first, second = (SLOTS[name] for name in table[:2])
    page.keyboard.type(first.label)
    page.keyboard.press("Enter")
    page.keyboard.press("t")
    page.keyboard.press("PageDown")
    expect(pace).to_have_attribute("data-mood", "early")
    expect(pace).to_contain_text(translator("fr")("stage.live.early_why"))
    seconds = first.definition.seconds + second.definition.seconds + 120
    page.clock.fast_forward(seconds * 1000)
    expect(pace).to_contain_text(translator("fr")("stage.live.late", count=2))
    expect(pace).to_have_attribute("data-mood", "late")
    page.keyboard.press("t")
    page.clock.fast_forward(600_000)
    expect(pace).to_contain_text(translator("fr")("stage.live.late", count=2))


def test_texts_that_attack_are_shown_as_text(new_page, tmp_path):
    programme = replace(
        STAGE.programme,
        title_fr=ATTACK,
        scenes=tuple(
            replace(scene, question_fr=ATTACK, follow_up_fr=ATTACK, notes_fr=ATTACK)
            for scene in STAGE.programme.scenes
        ),
    )
    file = tmp_path / "attack.html"
    file.write_text(one_file(replace(STAGE, programme=programme), "fr"), encoding="utf-8")
    page = new_page(only=file.as_uri(), offline=True)
    page.goto(file.as_uri())
    page.locator("html[data-ready]").wait_for()
    page.keyboard.press("PageDown")
    page.keyboard.press("n")
    expect(page.locator(".rc-notes")).to_contain_text("window.hacked")
    speaker = open_speaker(page)
    expect(speaker.locator(".rc-sp-words")).to_contain_text("window.hacked")
    for window in (page, speaker):
        assert window.evaluate("window.hacked === undefined")
        assert window.locator("img").count() == 0


def test_the_whole_conference_in_one_file_is_small_enough_to_be_sent():
    assert len(one_file(shipped_stage(), "fr").encode()) < MOST_BYTES
