"""The stage that runs: keys, windows in step, reload, restart, followers, the phone as remote control."""

import json
import re
import statistics
import time
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from components.i18n import translator
from components.stage.control import control_key
from components.stage.deck import slots_of, stage_scene

from .conftest import free_port, running_server, wait_until
from .stage_programme import shipped_stage, short_stage

WHOLE = shipped_stage()
STAGE = short_stage(WHOLE)
PROGRAMME = STAGE.programme.programme_id
SLOTS = {slot.definition.scene_id: slot for slot in slots_of(STAGE)}
MAIN = [name for name, slot in SLOTS.items() if slot.reserve == 0]
CHARTS = {name: stage_scene(STAGE, slot, "fr")[0].chart for name, slot in SLOTS.items()}
LOOKS = {
    name: [step.camera for step in getattr(chart, "steps", ())] for name, chart in CHARTS.items()
}
STEPS = {name: max(1, len(looks)) for name, looks in LOOKS.items()}
MAP = next(name for name, looks in LOOKS.items() if len(set(looks)) > 1)
VOTED = next(name for name in SLOTS if stage_scene(STAGE, SLOTS[name], "fr")[0].vote)
RESERVED = next(
    slot
    for name, slot in SLOTS.items()
    if slot.reserve and [other.number for other in SLOTS.values()].count(slot.number) == 2
)
"""A scene that is alone in reserve, and the one it stands behind."""

BEFORE_RESERVED = next(name for name in MAIN if SLOTS[name].number == RESERVED.number)
SCRIPT = "tests/browser/stage_app.py"
TOLERATED = 1000
"""Milliseconds in which two windows are in step."""

SHOWN = ".rc-slide.rc-shown > svg"

# What a browser writes when the server it asks is gone, or refuses.
LOST = ("Failed to load resource",)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("stage") / "log"


@pytest.fixture(scope="module")
def server(log):
    """A server whose stage has a few scenes."""
    with running_server(log, script=SCRIPT) as url:
        yield url


@pytest.fixture
def key(log, monkeypatch):
    """The control key of the server."""
    return key_beside(log, monkeypatch)


def key_beside(log, monkeypatch):
    monkeypatch.setenv("REGARDS_VAR", str(log.parent / "var"))
    return control_key()


@pytest.fixture
def control(server, key, new_page):
    """``control(view, **options)``: a window that holds the key, on the first scene, nothing counted."""
    post(server, key, FRESH)

    def open_window(view="stage", **options):
        page = new_page(**options)
        visit(page, address(server, view) + f"#key={key}")
        return page

    return open_window


FRESH = {
    "scene": MAIN[0],
    "step": 0,
    "extent": "programme",
    "language": "fr",
    "ground": "light",
    "blank": "",
    "started_at": None,
    "elapsed": 0,
    "entered": 0,
    "sessions": {},
    "votes": dict.fromkeys(SLOTS),
}


def address(server, view="stage"):
    return f"{server}/stage/{PROGRAMME}" + ("" if view == "stage" else f"/{view}")


def visit(page, url):
    page.goto(url)
    page.locator("html[data-ready]").wait_for()


def post(server, key, patch):
    """Status of a command sent from outside of a browser."""
    request = urllib.request.Request(
        f"{address(server)}/command",
        data=json.dumps({"patch": patch}).encode(),
        headers={"X-Stage-Key": key},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def title_of(scene_id, language="fr", extent="programme"):
    return stage_scene(STAGE, SLOTS[scene_id], language, extent)[0].headline


def is_on(page, scene_id, *, step=0, language="fr", timeout=20_000):
    """Wait until a window shows a scene: its drawing, what is read aloud, and its step."""
    drawing = page.locator(SHOWN).first
    expect(drawing).to_have_attribute(
        "aria-label", re.compile(f"^{re.escape(title_of(scene_id, language))}"), timeout=timeout
    )
    wait_until(
        page,
        "([scene, step]) => rcStage.room.state.scene === scene && rcStage.room.state.step === step",
        [scene_id, step],
        timeout=timeout,
    )


def press(page, *keys):
    for name in keys:
        page.keyboard.press(name)


def go(page, scene_id):
    page.keyboard.type(SLOTS[scene_id].label)
    page.keyboard.press("Enter")
    is_on(page, scene_id)


# ---- keys


def test_page_down_walks_every_scene_of_the_shipped_conference_and_page_up_walks_back(
    new_page, tmp_path
):
    with running_server(tmp_path / "log") as url:
        # Every scene is drawn before the page asks for them.
        with urllib.request.urlopen(f"{address(url)}/deck.json", timeout=120) as answer:
            deck = json.load(answer)
        page = new_page(only=url)
        visit(page, f"{address(url)}?lang=fr")
        titles = {scene["id"]: scene["faces"]["fr"]["programme"] for scene in deck["scenes"]}
        walk = [
            (slot.definition.scene_id, step)
            for slot in slots_of(WHOLE)
            if slot.reserve == 0
            for step in range(max(1, len(titles[slot.definition.scene_id]["steps"])))
        ]
        assert len(walk) > 20

        def shows(scene_id, step):
            expect(page.locator(SHOWN)).to_have_attribute(
                "aria-label", re.compile(f"^{re.escape(titles[scene_id]['title'])}")
            )
            assert page.evaluate("[rcStage.room.state.scene, rcStage.room.state.step]") == [
                scene_id,
                step,
            ]
            expect(page.locator(SHOWN)).to_have_count(1)

        for place in walk:
            shows(*place)
            page.keyboard.press("PageDown")
        for place in reversed(walk):
            shows(*place)
            page.keyboard.press("PageUp")


def test_every_key_forward_and_back_does_the_same(control):
    page = control()
    for forward, back in (
        ("ArrowRight", "ArrowLeft"),
        ("ArrowDown", "ArrowUp"),
        ("Space", "Shift+Space"),
        ("PageDown", "PageUp"),
    ):
        press(page, forward)
        is_on(page, MAIN[1])
        press(page, back)
        is_on(page, MAIN[0])
    press(page, "End")
    is_on(page, MAIN[-1])
    press(page, "PageDown")
    expect(page.locator(".rc-toast")).to_have_text(translator("fr")("stage.live.last"))
    press(page, "Home")
    is_on(page, MAIN[0])


def test_a_number_and_enter_go_to_a_scene_or_to_one_in_reserve(control):
    page = control()
    slot = SLOTS[MAIN[2]]
    page.keyboard.type(str(slot.number))
    expect(page.locator(".rc-digits")).to_contain_text(title_of(MAIN[2]))
    page.keyboard.press("Enter")
    is_on(page, MAIN[2])
    expect(page.locator(".rc-digits")).to_be_hidden()
    go(page, RESERVED.definition.scene_id)
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(page.locator(".rc-toast")).to_contain_text("99")
    is_on(page, RESERVED.definition.scene_id)


@pytest.mark.parametrize(("name", "ground"), [("b", "dark"), (".", "dark"), ("w", "light")])
def test_a_blank_screen_comes_back_by_the_same_key_or_by_moving_on(control, name, ground):
    page = control()
    for back in (name, "PageDown"):
        press(page, name)
        expect(page.locator(f".rc-blank[data-ground={ground}]")).to_be_visible()
        press(page, back)
        expect(page.locator(".rc-blank")).to_be_hidden()
        is_on(page, MAIN[0])


def test_the_reserve_is_one_key_away_and_leads_back_or_on(control):
    page = control()
    reserve = RESERVED.definition.scene_id
    after = MAIN[MAIN.index(BEFORE_RESERVED) + 1]
    go(page, BEFORE_RESERVED)
    press(page, "r")
    is_on(page, reserve)
    press(page, "r")
    is_on(page, BEFORE_RESERVED)
    press(page, "r", "PageDown")
    is_on(page, after)
    press(page, "PageUp")
    is_on(page, BEFORE_RESERVED, step=STEPS[BEFORE_RESERVED] - 1)


def test_a_map_goes_through_its_steps_before_the_scene_changes(control):
    page = control()
    go(page, MAP)
    camera = page.locator(f"{SHOWN} .rc-camera")
    looks = [camera.evaluate("node => node.style.transform")]
    assert STEPS[MAP] > 1
    for step in range(1, STEPS[MAP]):
        press(page, "PageDown")
        is_on(page, MAP, step=step)
        looks.append(camera.evaluate("node => node.style.transform"))
        expect(page.locator(f"{SHOWN} .rc-step:not(.rc-hidden)")).to_have_attribute(
            "data-step", str(step)
        )
    assert len(set(looks)) > 1
    press(page, "PageDown")
    is_on(page, MAIN[MAIN.index(MAP) + 1])
    press(page, "PageUp")
    is_on(page, MAP, step=STEPS[MAP] - 1)


def test_a_camera_does_not_travel_for_somebody_who_asked_for_less_motion(control):
    page = control(reduced_motion="reduce")
    go(page, MAP)
    camera = page.locator(f"{SHOWN} .rc-camera")
    assert camera.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"


def test_keys_of_the_browser_are_left_to_it(control):
    page = control()
    press(page, "Control+ArrowRight", "Alt+PageDown", "Control+b", "Control+f")
    press(page, "PageDown")
    is_on(page, MAIN[1])
    expect(page.locator(".rc-blank")).to_be_hidden()


def test_the_start_key_of_a_clicker_does_not_load_the_page_again(control):
    page = control()
    press(page, "PageDown")
    page.evaluate("window.isStillHere = true")
    press(page, "F5")
    is_on(page, MAIN[1])
    assert page.evaluate("window.isStillHere")


def test_digits_of_a_french_keyboard_need_no_shift(control):
    page = control()
    page.evaluate(
        """digits => { for (const digit of digits) dispatchEvent(
            new KeyboardEvent("keydown", { key: "&", code: `Digit${digit}`, bubbles: true })) }""",
        list(str(SLOTS[MAIN[2]].number)),
    )
    press(page, "Enter")
    is_on(page, MAIN[2])


def test_overlays_open_and_escape_closes_them_one_by_one(control):
    page = control()
    go(page, BEFORE_RESERVED)
    press(page, "n")
    expect(page.locator(".rc-notes")).to_contain_text(
        stage_scene(STAGE, SLOTS[BEFORE_RESERVED], "fr")[0].sentence
    )
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".rc-notes")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "rc-stage"
    press(page, "Escape")
    expect(page.locator(".rc-notes")).to_be_hidden()
    is_on(page, BEFORE_RESERVED)


def test_escape_leaves_for_the_page_of_the_stage(control):
    page = control()
    press(page, "Escape")
    page.wait_for_url(re.compile(r"/scene\?lang=fr"))


def test_the_list_goes_to_a_scene_by_click_or_by_arrows_and_enter(control):
    page = control()
    press(page, "o", "ArrowDown", "Enter")
    is_on(page, list(SLOTS)[1])
    press(page, "m")
    page.get_by_role("dialog").get_by_role("button", name=title_of(MAIN[-1])).click()
    is_on(page, MAIN[-1])
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_language_ground_and_extent_change_by_key_and_the_first_two_stand_in_the_address(control):
    page = control()
    go(page, BEFORE_RESERVED)
    press(page, "l")
    is_on(page, BEFORE_RESERVED, language="en")
    assert page.locator("html").get_attribute("lang") == "en"
    press(page, "d")
    expect(page.locator("html[data-ground=dark]")).to_be_attached()
    page.wait_for_url(re.compile(r"lang=en&ground=dark"))
    press(page, "a")
    expect(page.locator(SHOWN)).to_have_attribute(
        "aria-label", re.compile("^" + re.escape(title_of(BEFORE_RESERVED, "en", "all")))
    )
    press(page, "PageDown")
    is_on(page, MAIN[MAIN.index(BEFORE_RESERVED) + 1], language="en")


def test_a_scene_is_said_and_its_figures_can_be_read(control):
    page = control()
    go(page, BEFORE_RESERVED)
    scene = stage_scene(STAGE, SLOTS[BEFORE_RESERVED], "fr")[0]
    expect(page.locator("[aria-live]")).to_have_text(f"{scene.headline} {scene.sentence}")
    expect(page.locator("main table tbody tr")).to_have_count(len(scene.table().rows))
    expect(page).to_have_title(re.compile("^" + re.escape(scene.headline)))


def test_the_next_scene_is_seen_at_once(control):
    page = control(viewport={"width": 1920, "height": 1080})
    page.evaluate(
        """() => { window.waits = []; addEventListener("keydown", (event) => {
            const start = event.timeStamp;
            requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => waits.push(performance.now() - start); port2.postMessage(0); });
          }, true); }"""
    )
    for _ in range(3):
        for scene_id in [*MAIN[1:4], *reversed(MAIN[:3])]:
            press(
                page,
                "PageDown"
                if MAIN.index(scene_id) > MAIN.index(page.evaluate("rcStage.room.state.scene"))
                else "PageUp",
            )
            is_on(page, scene_id)
    wait_until(page, "() => waits.length === 18")
    assert statistics.median(page.evaluate("waits")) <= 200


def test_the_screen_is_kept_awake_again_whenever_the_window_is_seen_again(new_page, server):
    page = new_page()
    page.add_init_script(
        """window.asked = 0;
        Object.defineProperty(navigator, "wakeLock", { value: {
          request: (kind) => { window.asked += kind === "screen"; return Promise.resolve({}); } } });"""
    )
    visit(page, f"{address(server)}?lang=fr")
    wait_until(page, "() => asked === 1")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_until(page, "() => asked === 2")


# ---- votes


def test_typing_a_vote_does_not_move_the_stage_and_is_drawn_beside_the_figures(control):
    page = control()
    go(page, VOTED)
    press(page, "v")
    vote = stage_scene(STAGE, SLOTS[VOTED], "fr")[0].vote
    first, second = list(vote.options)[:2]
    fields = page.get_by_role("dialog").locator("input")
    expect(fields.first).to_be_focused()
    page.keyboard.type("12")
    press(page, "ArrowRight", "Home", "End", "PageDown", ".", "Space", "Enter")
    fields.nth(1).fill("6")
    is_on(page, VOTED)
    expect(page.locator(f"{SHOWN}.rc-has-votes")).to_be_attached()
    widths = [
        float(page.locator(f'{SHOWN} [data-key="{name}"] .rc-vote-bar').get_attribute("width"))
        for name in (first, second)
    ]
    assert widths[0] == 2 * widths[1] > 0
    expect(page.locator(f'{SHOWN} [data-key="{first}"] .rc-vote-figure')).to_have_text("12")
    if first in vote.results:
        expect(page.locator(f"{SHOWN} .rc-result")).to_have_text(vote.results[first])
    fields.nth(1).fill("12")
    expect(page.locator(f"{SHOWN} .rc-result")).to_have_text(vote.tie)
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    is_on(page, VOTED)
    press(page, "v")
    page.get_by_role("button", name=translator("fr")("stage.live.votes_clear")).click()
    expect(page.locator(f"{SHOWN}.rc-has-votes")).to_have_count(0)


# ---- windows in step


def test_two_windows_are_in_step_within_a_second(control):
    stage, speaker = control(), control("speaker")
    press(stage, "PageDown")
    is_on(speaker, MAIN[1], timeout=TOLERATED)
    speaker.get_by_role("button", name=translator("fr")("stage.live.button_next")).click()
    is_on(stage, MAIN[2], timeout=TOLERATED)
    press(speaker, "b")
    expect(stage.locator(".rc-blank")).to_be_visible(timeout=TOLERATED)


def test_the_speaker_view_opened_by_a_key_holds_the_key_too(control, server):
    stage = control()
    with stage.context.expect_page() as opened:
        press(stage, "s")
    speaker = opened.value
    speaker.locator("html[data-ready]").wait_for()
    press(speaker, "PageDown")
    is_on(stage, MAIN[1], timeout=TOLERATED)


def test_both_windows_come_back_where_the_stage_is_after_a_reload(control):
    stage, speaker = control(), control("speaker")
    go(stage, MAP)
    press(stage, "PageDown", "b", "d", "l")
    is_on(speaker, MAP, step=1, language="en")
    for page in (stage, speaker):
        page.reload()
        page.locator("html[data-ready]").wait_for()
        is_on(page, MAP, step=1, language="en")
    expect(stage.locator(".rc-blank")).to_be_visible()
    expect(stage.locator("html[data-ground=dark]")).to_be_attached()
    press(speaker, "b", "PageUp")
    is_on(stage, MAP, step=0, language="en", timeout=TOLERATED)


def test_a_restart_of_the_server_is_not_seen_and_what_was_done_meanwhile_is_told(
    new_page, tmp_path, monkeypatch
):
    log, port = tmp_path / "log", free_port()
    key = key_beside(log, monkeypatch)
    pages = []
    with running_server(log, script=SCRIPT, port=port) as url:
        for view in ("stage", "speaker", "follower"):
            page = new_page(only=url, known=LOST)
            end = f"?follow=1&lang=fr#{MAIN[0]}" if view == "follower" else f"#key={key}"
            visit(page, address(url, "stage" if view == "follower" else view) + end)
            pages.append(page)
        stage, speaker, follower = pages
        press(stage, "PageDown")
        is_on(speaker, MAIN[1])
        is_on(follower, MAIN[1])
    alone = translator("fr")("stage.live.alone")
    press(stage, "PageDown")
    is_on(stage, MAIN[2])
    expect(speaker.locator(".rc-sp-sign")).to_have_text(alone)
    assert alone not in stage.locator("body").inner_text()
    is_on(follower, MAIN[1])
    with running_server(log, script=SCRIPT, port=port):
        is_on(speaker, MAIN[2])
        is_on(follower, MAIN[2])
        expect(speaker.locator(".rc-sp-sign")).to_be_hidden()
        press(speaker, "PageUp")
        is_on(stage, MAIN[1], timeout=TOLERATED)
    with running_server(log, script=SCRIPT, port=port):
        stage.reload()
        stage.locator("html[data-ready]").wait_for()
        is_on(stage, MAIN[1])


def test_a_server_with_open_windows_stops_at_once(new_page, tmp_path):
    """It waits for open answers before it stops, and a line of events has no end of its own."""
    with running_server(tmp_path / "log", script=SCRIPT) as url:
        page = new_page(only=url, known=LOST)
        visit(page, f"{address(url)}?follow=1&lang=fr")
        expect(page.locator(SHOWN)).to_be_visible()
        asked = time.monotonic()
    assert time.monotonic() - asked < 10


# ---- who moves the stage


def test_without_the_key_nobody_moves_the_stage(server, key, control, new_page):
    stage, reader, follower = control(), new_page(), new_page(known=LOST)
    visit(reader, f"{address(server)}?lang=fr")
    visit(follower, f"{address(server)}?lang=fr&follow=1")
    press(reader, "End")
    is_on(reader, MAIN[-1])
    press(follower, "PageDown")
    expect(follower.locator(".rc-toast")).to_have_text(translator("fr")("stage.live.following"))
    press(stage, "PageDown")
    is_on(follower, MAIN[1], timeout=TOLERATED)
    is_on(reader, MAIN[-1])
    status = follower.evaluate(
        """address => fetch(address, { method: "POST", body: '{"patch": {"step": 1}}',
             headers: { "X-Stage-Key": "A".repeat(43) } }).then((answer) => answer.status)""",
        f"{address(server)}/command",
    )
    assert status == 403
    assert post(server, "", {"scene": MAIN[2]}) == 403
    assert post(server, key, {"scene": MAIN[2]}) == 200
    is_on(stage, MAIN[2])


def test_a_reader_may_follow_and_leave_again(server, control, new_page):
    stage, reader = control(), new_page()
    visit(reader, f"{address(server)}?lang=fr#{MAIN[-1]}")
    is_on(reader, MAIN[-1])
    press(stage, "PageDown")
    press(reader, "y")
    is_on(reader, MAIN[1])
    reader.wait_for_url(re.compile("follow=1"))
    press(reader, "l")
    is_on(reader, MAIN[1], language="en")
    is_on(stage, MAIN[1])
    press(reader, "y", "PageDown")
    is_on(reader, MAIN[2], language="en")
    is_on(stage, MAIN[1])


def test_the_key_leaves_the_address_at_once_and_a_wrong_one_is_told(server, control, new_page):
    stage, other = control(), new_page(known=LOST)
    assert "key" not in stage.url
    visit(other, f"{address(server)}?lang=fr#key={'A' * 43}")
    expect(other.locator(".rc-toast")).to_have_text(translator("fr")("stage.live.refused"))
    press(other, "End")
    press(stage, "PageDown")
    is_on(other, MAIN[1])


def test_the_place_of_a_reader_survives_a_reload_and_stands_in_the_address(server, new_page):
    page = new_page()
    reserve = RESERVED.definition.scene_id
    visit(page, f"{address(server)}?lang=fr")
    go(page, MAP)
    press(page, "PageDown")
    is_on(page, MAP, step=1)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    is_on(page, MAP, step=1)
    go(page, reserve)
    shown = quote(reserve, safe="'")
    page.wait_for_url(f"**#{shown}")
    visit(page, f"{address(server)}?lang=en#{quote(MAIN[1])}")
    is_on(page, MAIN[1], language="en")


def test_a_phone_held_upright_reads_the_sentence_under_the_slide(server, control, new_page):
    stage = control()
    phone = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visit(phone, f"{address(server)}?lang=fr&follow=1")
    go(stage, BEFORE_RESERVED)
    caption = phone.locator(".rc-caption")
    expect(caption).to_contain_text(stage_scene(STAGE, SLOTS[BEFORE_RESERVED], "fr")[0].sentence)
    slide = phone.locator(SHOWN).bounding_box()
    assert slide["y"] + slide["height"] <= caption.bounding_box()["y"]
    expect(stage.locator(".rc-caption")).to_be_hidden()


def test_a_reader_alone_has_a_speaker_view_in_step_with_its_own_window(server, control, new_page):
    stage, reader = control(), new_page()
    visit(reader, f"{address(server)}?lang=fr")
    with reader.context.expect_page() as opened:
        press(reader, "s")
    speaker = opened.value
    speaker.locator("html[data-ready]").wait_for()
    press(reader, "End")
    is_on(speaker, MAIN[-1])
    press(speaker, "PageUp")
    is_on(reader, MAIN[-2], step=STEPS[MAIN[-2]] - 1)
    is_on(stage, MAIN[0])


# ---- speaker view


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_phone_is_a_remote_control(control, language):
    stage = control()
    t = translator(language)
    phone = control(
        "speaker", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    if language == "en":
        press(stage, "l")
    is_on(phone, MAIN[0], language=language)
    for name in (
        "button_next",
        "button_previous",
        "button_blank",
        "button_reserve",
        "button_start",
    ):
        box = phone.get_by_role("button", name=t(f"stage.live.{name}"), exact=True).bounding_box()
        assert min(box["width"], box["height"]) >= 48
        assert 844 / 2 < box["y"] <= 844 - box["height"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name=t("stage.live.button_next")).tap()
    is_on(stage, MAIN[1], language=language, timeout=TOLERATED)
    phone.get_by_role("button", name=t("stage.live.button_blank")).tap()
    expect(stage.locator(".rc-blank")).to_be_visible(timeout=TOLERATED)
    phone.get_by_role("button", name=t("stage.live.button_seen")).tap()
    expect(stage.locator(".rc-blank")).to_be_hidden(timeout=TOLERATED)


def test_the_speaker_view_without_the_key_says_that_it_only_watches(server, control, new_page):
    stage, watcher = control(), new_page()
    visit(watcher, f"{address(server, 'speaker')}?lang=fr")
    expect(watcher.locator("body")).to_contain_text(translator("fr")("stage.live.read_only"))
    expect(
        watcher.get_by_role("button", name=translator("fr")("stage.live.button_next"))
    ).to_be_disabled()
    press(watcher, "PageDown")
    press(stage, "End")
    is_on(watcher, MAIN[-1], timeout=TOLERATED)


def test_the_speaker_sees_what_to_say_and_what_comes_next(control):
    page = control("speaker")
    go(page, BEFORE_RESERVED)
    scene = stage_scene(STAGE, SLOTS[BEFORE_RESERVED], "fr")[0]
    words = page.locator(".rc-sp-words")
    for text in (scene.sentence, scene.follow_up):
        expect(words).to_contain_text(text)
    following = MAIN[MAIN.index(BEFORE_RESERVED) + 1]
    expect(page.locator(SHOWN).nth(1)).to_have_attribute(
        "aria-label", re.compile("^" + re.escape(title_of(following)))
    )
    press(page, "End")
    expect(page.locator(SHOWN)).to_have_count(1)


def test_starting_all_over_is_asked_twice(control):
    stage, page = control(), control("speaker")
    go(page, VOTED)
    page.locator(".rc-votes input").first.fill("9")
    press(page, "Escape", "t", "o")
    again = page.locator(".rc-restart")
    again.click()
    is_on(stage, VOTED)
    again.click()
    is_on(stage, MAIN[0])
    wait_until(
        stage,
        "() => !Object.keys(rcStage.room.state.votes).length && rcStage.room.state.started_at === null",
    )


@pytest.mark.parametrize(("view", "width"), [("stage", 1440), ("speaker", 1440), ("speaker", 390)])
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_the_stage_passes_the_rules_of_accessibility(control, view, width, ground):
    page = control(view, viewport={"width": width, "height": 900}, color_scheme=ground)
    go(page, VOTED)
    press(page, "o")
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [found["id"] for found in results.response["violations"]] == []


def test_no_name_of_a_drawing_is_used_twice_on_a_page(control):
    page = control("speaker")
    for scene_id in MAIN:
        go(page, scene_id)
    assert (
        page.evaluate(
            "() => { const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);"
            " return ids.filter((id, place) => ids.indexOf(id) !== place); }"
        )
        == []
    )
