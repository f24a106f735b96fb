"""The addresses of the stage, called as ASGI without a server; the one file that opens from a disk."""

import asyncio
import gzip
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_dataset
from starlette.applications import Starlette

from components import stage_routes
from components.i18n import LANGUAGES, catalogue
from components.server import FirstPage
from components.stage import document
from components.stage.control import control_key
from components.stage.deck import slots_of
from components.stage.room import Command, Rooms
from components.stage.stage import Stage

DATASET = shipped_dataset()
PROGRAMME = DATASET.programme
STAGE = Stage(dataset=DATASET, programme=PROGRAMME, today=date(2026, 11, 25))
HOME = f"/stage/{PROGRAMME.programme_id}"
FIRST, SECOND, *_ = [slot.definition.scene_id for slot in slots_of(STAGE)]
SHORT_DECK = {"programme": {"title": "</script><script>alert(1)</script><!--"}, "scenes": []}


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    """Rooms of one test, kept in a folder of its own, with a deck that takes no time."""
    made = Rooms()
    body = json.dumps(SHORT_DECK).encode()
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))
    monkeypatch.setattr(stage_routes, "ROOMS", made)
    monkeypatch.setattr(
        stage_routes, "stage_of", lambda name: STAGE if name == PROGRAMME.programme_id else None
    )
    monkeypatch.setattr(stage_routes, "stage_deck", lambda _: (body, gzip.compress(body, mtime=0)))
    return made


@pytest.fixture
def app(rooms):
    async def none(scope, receive, send):
        raise AssertionError("a page address")

    inner = Starlette(routes=stage_routes.stage_routes())
    return FirstPage(inner, dataset_version=none)


class Answer:
    def __init__(self, sent):
        start, *bodies = sent
        self.status = start["status"]
        self.headers = {key.decode().lower(): value.decode() for key, value in start["headers"]}
        self.body = b"".join(message.get("body", b"") for message in bodies)
        if self.headers.get("content-encoding") == "gzip":
            self.body = gzip.decompress(self.body)

    @property
    def data(self):
        return json.loads(self.body)


def call(app, path, *, method="GET", query="", body=b"", **headers):
    """What ``app`` answers; the parts of an endless answer are cut after the first."""
    sent = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()
        ],
        "server": ("localhost", 8501),
        "scheme": "http",
    }

    async def run():
        gone = asyncio.Event()
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive():
            if parts:
                return parts.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)
            if message.get("more_body"):
                gone.set()

        await app(scope, receive, send)

    # In a thread of its own: the browser tests of the same run keep an event loop in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, run()).result()
    return Answer(sent)


def post(app, patch, *, key=None, **headers):
    given = {
        "host": "localhost:8501",
        "x_stage_key": control_key() if key is None else key,
    } | headers
    body = json.dumps({"patch": patch}).encode() if isinstance(patch, dict) else patch
    return call(app, f"{HOME}/command", method="POST", body=body, **given)


def settings_of(page):
    [text] = re.findall(
        r'<script id="rc-stage-settings" type="application/json">(.*?)</script>', page
    )
    return json.loads(text)


# ---- pages


@pytest.mark.parametrize(("path", "view"), [(HOME, "stage"), (f"{HOME}/speaker", "speaker")])
def test_both_views_are_one_document_without_any_chrome(app, path, view):
    answer = call(app, path, query="lang=en", accept_encoding="gzip")
    page = answer.body.decode()

    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert '<html lang="en"' in page
    assert f'data-view="{view}"' in page
    assert "rc-header" not in page
    assert settings_of(page)["state"]["scene"] == FIRST


def test_a_page_of_the_stage_needs_no_inline_script_and_names_no_other_host(app):
    page = call(app, HOME).body.decode()
    scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", page)

    assert len(scripts) == len(document.SCRIPTS) + 1
    for attributes, text in scripts:
        assert 'type="application/json"' in attributes or not text.strip()
    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", page)


def test_no_page_holds_the_control_key(app):
    key = control_key()
    for path in (HOME, f"{HOME}/speaker", f"{HOME}/events", f"{HOME}/deck.json"):
        answer = call(app, path)
        assert key not in answer.body.decode() + str(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/stage/none",
        "/stage/none/speaker",
        "/stage/none/deck.json",
        "/stage/none/events",
        f"{HOME}/x",
    ],
)
def test_an_address_below_the_stage_that_names_nothing_is_not_found(app, path):
    assert call(app, path).status == 404


def test_the_short_address_leads_to_the_latest_conference(app, monkeypatch):
    monkeypatch.setattr(stage_routes, "published_dataset", lambda: DATASET)
    answer = call(app, "/stage", query="follow=1")
    assert (answer.status, answer.headers["location"]) == (307, f"{HOME}?follow=1")


def test_the_deck_is_sent_compressed_and_again_only_if_it_changed(app):
    answer = call(app, f"{HOME}/deck.json", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.data == SHORT_DECK
    again = call(app, f"{HOME}/deck.json", if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert call(app, f"{HOME}/deck.json", if_none_match='"other"').status == 200


# ---- events


def test_the_first_event_is_the_state_of_the_room(app):
    post(app, {"scene": SECOND})
    answer = call(app, f"{HOME}/events")
    fields = dict(line.split(": ", 1) for line in answer.body.decode().splitlines() if line)

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert fields["event"] == "state"
    assert json.loads(fields["data"])["state"]["scene"] == SECOND
    assert int(fields["retry"]) < 1000


def test_a_change_reaches_who_listens_and_the_end_of_the_server_ends_the_line(rooms, app):
    async def listen():
        room = stage_routes._room(STAGE)
        lines = stage_routes._lines(room)
        first = await anext(lines)
        room.obey(Command(patch={"scene": SECOND}))
        second = await asyncio.wait_for(anext(lines), 5)
        rooms.close()
        rest = [line async for line in lines]
        return first, second, rest, room.listeners

    with ThreadPoolExecutor(1) as aside:
        first, second, rest, listeners = aside.submit(asyncio.run, listen()).result()
    assert f'"scene": {json.dumps(FIRST)}' in first
    assert f'"scene": {json.dumps(SECOND)}' in second
    assert (rest, listeners) == ([], 0)


def test_a_silent_line_says_that_it_is_still_there(rooms, app, monkeypatch):
    monkeypatch.setattr(stage_routes, "KEEP_ALIVE", 0.001)

    async def listen():
        lines = stage_routes._lines(stage_routes._room(STAGE))
        await anext(lines)
        said = await asyncio.wait_for(anext(lines), 5)
        await lines.aclose()
        return said

    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, listen()).result().startswith(":")


def test_a_full_room_lets_nobody_else_in_and_says_when_to_come_back(app, monkeypatch):
    monkeypatch.setattr(stage_routes, "MOST_LISTENERS", 0)
    answer = call(app, f"{HOME}/events")
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")


# ---- commands


def test_the_holder_of_the_key_moves_the_stage(app):
    answer = post(app, {"scene": SECOND, "step": 0})
    assert answer.status == 200
    assert answer.data["state"]["scene"] == SECOND
    assert settings_of(call(app, HOME).body.decode())["state"]["scene"] == SECOND


@pytest.mark.parametrize("key", ["", "x", "é", "A" * 43])
def test_nobody_else_moves_it(app, key):
    assert post(app, {"scene": SECOND}, key=key).status == 403
    assert settings_of(call(app, HOME).body.decode())["state"]["revision"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.invalid"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_a_page_of_another_site_does_not_move_it_even_with_the_key(app, headers):
    assert post(app, {"scene": SECOND}, **headers).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://localhost:8501", "sec_fetch_site": "same-origin"},
        {"host": "192.168.1.20:8501", "origin": "http://192.168.1.20:8501"},
    ],
)
def test_a_page_of_ours_moves_it_under_any_name_of_the_machine(app, headers):
    assert post(app, {"scene": SECOND}, **headers).status == 200


@pytest.mark.parametrize("patch", [{"scene": "9Z"}, {"step": "1"}, b"{", b" " * 20_000])
def test_a_wrong_command_changes_nothing(app, patch):
    assert post(app, patch).status == 400
    assert settings_of(call(app, HOME).body.decode())["state"]["revision"] == 0


def test_too_many_commands_are_refused_and_the_stage_stands(app, monkeypatch):
    monkeypatch.setattr(stage_routes, "clock", lambda: 1_795_600_000_000)
    statuses = [post(app, {"step": number % 3}).status for number in range(70)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_a_command_is_never_a_get(app):
    assert call(app, f"{HOME}/command", x_stage_key=control_key()).status == 404


# ---- the one file


@pytest.fixture(scope="module")
def file_of_a_deck():
    """The one file of a deck whose texts attack it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "deck", lambda _: SHORT_DECK)
        return document.one_file(STAGE, "en")


def test_the_one_file_asks_for_nothing(file_of_a_deck):
    assert not re.search(r"""(?:src|href)=["'](?!#)""", file_of_a_deck)
    assert set(re.findall(r"url\(\"?([a-z]+:)", file_of_a_deck)) == {"data:"}
    assert "default-src &#39;none&#39;" in file_of_a_deck or "default-src 'none'" in file_of_a_deck


def test_the_policy_of_the_one_file_names_each_of_its_scripts_and_no_other(file_of_a_deck):
    scripts = re.findall(r"<script>(.*?)</script>", file_of_a_deck, re.DOTALL)
    named = set(re.findall(r"sha256-([\w+/=]+)", file_of_a_deck.split("</head>")[0]))
    assert named == {document._digest(script) for script in scripts}
    assert len(scripts) == len(document.SCRIPTS)


def test_no_text_of_the_data_ends_its_element(file_of_a_deck):
    [told] = re.findall(
        r'<script id="rc-deck" type="application/json">(.*?)</script>', file_of_a_deck, re.DOTALL
    )
    assert "<" not in told
    assert json.loads(told) == SHORT_DECK


def test_the_one_file_has_the_fonts_of_the_scripts_in_it_and_no_others(monkeypatch):
    monkeypatch.setattr(document, "deck", lambda _: {"title": "រដ្ឋធានី"})
    families = set(re.findall(r'font-family: "([^"]+)"', document.one_file(STAGE, "fr")))
    assert families >= {"Source Sans Pro", "Noto Sans Khmer"}
    assert "Noto Sans Lao" not in families


def test_the_title_of_a_conference_is_text():
    hostile = replace(STAGE, programme=replace(PROGRAMME, title_fr="<img src=x onerror=alert(1)>"))
    page = document.live_page(
        "x",
        hostile.programme.title_fr,
        "stage",
        language="fr",
        ground="light",
        settings={"state": "</script>"},
    )
    assert "<img" not in page
    assert settings_of(page)["state"] == "</script>"


# ---- scripts


@pytest.mark.parametrize("name", document.SCRIPTS)
def test_every_message_a_script_asks_for_exists_in_both_languages(name):
    source = (document.STAGE_DIR / f"{name}.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'"(stage\.live\.[a-z_]+)"', source))
    built = [
        re.sub(r"\\\$\\\{[^}]*\\\}", "[a-z_]+", re.escape(pattern))
        for pattern in re.findall(r"`(stage\.live\.[^`]+)`", source)
    ]
    for language in LANGUAGES:
        known = {re.sub(r"\.(one|other)$", "", key) for key in catalogue(language)}
        assert asked <= known
        assert all(any(re.fullmatch(pattern, key) for key in known) for pattern in built)


def test_every_script_and_no_other_is_in_the_documents():
    assert {path.stem for path in document.STAGE_DIR.glob("*.js")} == set(document.SCRIPTS)
