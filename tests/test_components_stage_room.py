"""The room: what a command may say, how states merge, what is kept; who holds the control link."""

import asyncio
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.stage import control, lan
from components.stage.room import (
    BURST,
    Command,
    CommandError,
    Outline,
    Room,
    Rooms,
    RoomState,
    as_data,
    merged,
    read_command,
)

NOW = 1_795_600_000_000
OUTLINE = Outline(scenes=("opening", "1A", "1A'", "1B"), sessions=frozenset({"opening", "table"}))


def state(**changes):
    return RoomState(**{"scene": "opening"} | changes)


def told(patch, **rest):
    return json.dumps({"patch": patch, **rest}).encode()


def read(patch, **rest):
    return read_command(told(patch, **rest), OUTLINE, NOW)


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "room.json", OUTLINE, NOW)


def again(room):
    """The room of a server that was started once more."""
    return Room(room.path, room.outline, NOW)


# ---- commands


@pytest.mark.parametrize(
    "patch",
    [
        {},
        {"scene": "1A'", "step": 0, "entered": 90_000, "sessions": {"table": 60_000}},
        {"language": "en", "ground": "dark", "extent": "all", "blank": "black"},
        {"started_at": NOW, "elapsed": 0},
        {"started_at": None},
        {"votes": {"1B": {"funding": 12, "citizens": 0}}},
        {"votes": {"1B": {"funding": None}, "1A": None}},
    ],
)
def test_a_command_of_our_windows_is_read(patch):
    assert read(patch, base=3).patch == patch


@pytest.mark.parametrize(
    "patch",
    [
        {"scene": "9Z"},
        {"scene": ["1A"]},
        {"scene": None},
        {"step": -1},
        {"step": 1.0},
        {"step": True},
        {"step": 100},
        {"step": "1"},
        {"extent": "world"},
        {"language": "vi"},
        {"language": ["fr"]},
        {"ground": "#000000"},
        {"blank": "red"},
        {"blank": None},
        {"started_at": NOW + 3_600_000},
        {"started_at": -1},
        {"started_at": "now"},
        {"elapsed": None},
        {"elapsed": 10**12},
        {"entered": {}},
        {"sessions": {"lunch": 0}},
        {"sessions": [1]},
        {"sessions": {"table": False}},
        {"votes": {"9Z": {"funding": 1}}},
        {"votes": {"1B": {"funding": -1}}},
        {"votes": {"1B": {"funding": 10_000}}},
        {"votes": {"1B": {"funding": "3"}}},
        {"votes": {"1B": {"<script>": 3}}},
        {"votes": {"1B": {"": 3}}},
        {"votes": {"1B": {f"option{number}": 1 for number in range(41)}}},
        {"votes": []},
        {"revision": 7},
        {"title": "x"},
    ],
)
def test_a_value_that_no_window_sends_is_refused(patch):
    with pytest.raises(CommandError):
        read(patch)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"patch": []}',
        b'{"patch": {}, "base": -1}',
        b'{"patch": {}, "base": "3"}',
        b'{"patch": {}, "late": 1}',
        b'{"patch": {}, "key": "x"}',
        b'{"patch": {"elapsed": NaN}}',
        b'{"patch": {"elapsed": Infinity}}',
        b"\xff\xfe",
        b"[" * 16_000,
        told({"votes": {"1B": {"a": 1}}}) + b" " * 20_000,
    ],
)
def test_a_body_that_is_no_command_is_refused(body):
    with pytest.raises(CommandError):
        read_command(body, OUTLINE, NOW)


# ---- merging


def test_a_command_changes_what_it_names_and_nothing_else():
    before = state(language="en", votes={"1B": {"funding": 2}}, revision=4)
    after = merged(before, Command(patch={"scene": "1A", "step": 1}, base=4))
    assert as_data(after) == as_data(before) | {"scene": "1A", "step": 1, "revision": 5}


def test_a_command_that_comes_twice_changes_nothing_the_second_time():
    command = Command(patch={"scene": "1A", "step": 1})
    once = merged(state(), command)
    assert merged(once, command) is once


def test_of_two_commands_that_cross_the_later_one_holds():
    first = merged(state(revision=4), Command(patch={"scene": "1A"}, base=4))
    assert merged(first, Command(patch={"scene": "1B"}, base=4)).scene == "1B"


def test_votes_are_taken_option_by_option():
    before = state(votes={"1B": {"funding": 2, "citizens": 5}, "1A": {"yes": 1}})
    patch = {"votes": {"1B": {"funding": 3, "citizens": None}, "1A": None}}
    assert merged(before, Command(patch=patch)).votes == {"1B": {"funding": 3}}


def test_a_vote_of_nobody_is_not_a_vote_that_was_not_counted():
    after = merged(state(), Command(patch={"votes": {"1B": {"funding": 0}}}))
    assert after.votes == {"1B": {"funding": 0}}


def test_what_a_window_did_alone_counts_if_nobody_moved_meanwhile():
    late = Command(patch={"scene": "1B"}, base=4, is_late=True)
    assert merged(state(revision=4), late).scene == "1B"


def test_what_a_window_did_alone_gives_way_to_who_moved_meanwhile_but_its_votes_count():
    late = Command(
        patch={"scene": "1B", "started_at": NOW, "votes": {"1A": {"yes": 3}}}, base=4, is_late=True
    )
    after = merged(state(scene="1A", revision=5), late)
    assert (after.scene, after.started_at, after.votes) == ("1A", None, {"1A": {"yes": 3}})


def test_a_revision_never_goes_back_for_a_window_that_saw_a_later_one():
    """The file of the room was lost: windows that know revision 12 must not take the new one for old."""
    late = Command(patch={"scene": "1B"}, base=12, is_late=True)
    assert merged(state(), late).revision > 12


# ---- kept


def test_a_new_room_shows_the_first_scene_and_nobody_has_used_it(room):
    assert (room.state.scene, room.state.revision) == ("opening", 0)


def test_the_room_survives_a_restart_of_the_server(room):
    patch = {
        "scene": "1B",
        "step": 2,
        "extent": "all",
        "language": "en",
        "ground": "dark",
        "blank": "black",
        "started_at": NOW,
        "elapsed": 5000,
        "entered": 4000,
        "sessions": {"table": 3000},
        "votes": {"1B": {"funding": 12}},
    }
    room.obey(Command(patch=patch))
    assert as_data(again(room).state) == patch | {"revision": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"scene": "1B"}',
        b'{"scene": "1B", "votes": 3, "sessions": {}, "revision": 1}',
        b'{"scene": "1B", "votes": {}, "sessions": {}, "revision": true}',
        b'{"scene": "1B", "votes": {}, "sessions": {}, "revision": 1, "evil": 1}',
        b"\xff",
    ],
)
def test_a_file_that_cannot_be_read_gives_a_new_room(tmp_path, content):
    (tmp_path / "room.json").write_bytes(content)
    assert Room(tmp_path / "room.json", OUTLINE, NOW).state == state()


def test_a_scene_that_left_the_programme_gives_way_to_the_first_and_the_rest_is_kept(room):
    votes = {"1B": {"funding": 1}, "1A": {"yes": 2}}
    room.obey(Command(patch={"scene": "1B", "step": 1, "language": "en", "votes": votes}))
    room.outline = Outline(scenes=("opening", "1A"), sessions=OUTLINE.sessions)
    kept = again(room).state
    assert (kept.scene, kept.step, kept.language) == ("opening", 0, "en")
    assert kept.votes == {"1A": {"yes": 2}}


def test_another_edition_keeps_the_scene_on_the_wall_if_it_still_exists(tmp_path):
    rooms = Rooms()
    room = rooms.room(tmp_path / "room.json", OUTLINE, NOW)
    room.obey(Command(patch={"scene": "1B"}))
    other = Outline(scenes=("1B", "1C"), sessions=OUTLINE.sessions)
    assert rooms.room(room.path, other, NOW).state.scene == "1B"
    none = Outline(scenes=("1C",), sessions=OUTLINE.sessions)
    assert rooms.room(room.path, none, NOW).state.scene == "1C"


def test_a_room_whose_folder_cannot_be_written_goes_on_in_memory(tmp_path):
    (tmp_path / "file").write_text("a file where the folder should be")
    room = Room(tmp_path / "file" / "room.json", OUTLINE, NOW)
    assert room.obey(Command(patch={"scene": "1B"})).scene == "1B"


def test_no_half_written_file_is_left(room):
    room.obey(Command(patch={"scene": "1B"}))
    room.obey(Command(patch={"scene": "1A"}))
    assert [path.name for path in room.path.parent.iterdir()] == ["room.json"]


def test_commands_come_at_the_pace_of_a_held_key_and_no_faster(room):
    assert sum(room.admits(NOW) for _ in range(BURST + 20)) == BURST
    assert [room.admits(NOW + 100) for _ in range(4)] == [True, True, True, False]


def test_every_window_is_woken_by_a_change_and_at_the_end_only(room):
    async def watch():
        with room.listener() as changed:
            room.obey(Command(patch={}))
            seen = [changed.is_set()]
            room.obey(Command(patch={"scene": "1B"}))
            seen.append(changed.is_set())
            changed.clear()
            room.close()
            seen += [changed.is_set(), room.listeners == 1]
        return [*seen, room.listeners]

    # In a thread of its own: the browser tests of the same run keep an event loop in this one.
    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, watch()).result() == [False, True, True, True, 0]


def test_a_room_opened_while_the_server_stops_is_closed(tmp_path):
    rooms = Rooms()
    rooms.close()
    assert rooms.room(tmp_path / "room.json", OUTLINE, NOW).is_closed


# ---- control key


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))
    return tmp_path


def test_the_control_key_is_made_once_and_only_its_owner_reads_it(var):
    key = control.control_key()
    file = var / "stage" / "control.key"
    assert control.control_key() == key
    assert file.read_text() == key
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(key) >= 43


def test_a_key_is_right_only_if_it_is_whole(var):
    key = control.control_key()
    assert control.is_control_key(key)
    assert not any(map(control.is_control_key, ["", key[:-1], f"{key}x", key.swapcase(), "clé"]))


def test_deleting_the_key_takes_every_control_link_back(var):
    key = control.control_key()
    control.key_file().unlink()
    assert not control.is_control_key(key)


@pytest.mark.parametrize("content", ["", "\n", "short", "é" * 50])
def test_a_file_without_a_key_is_no_key(var, content):
    control.key_file().parent.mkdir()
    control.key_file().write_text(content, encoding="utf-8")
    assert not control.is_control_key(content)
    assert len(control.control_key()) >= 43


def test_the_key_stands_where_no_request_carries_it(var):
    path, _, fragment = control.control_address("hue-2025", "fr", view="speaker").partition("#")
    assert path == "/stage/hue-2025/speaker?lang=fr"
    assert fragment == f"key={control.control_key()}"


@pytest.mark.parametrize(
    ("client", "host", "headers", "is_shown"),
    [
        ("127.0.0.1", "localhost:8501", [], True),
        ("127.0.0.1", "127.0.0.1:8501", ["Accept", "Origin"], True),
        ("::1", "[::1]:8501", {"User-Agent": "x"}, True),
        ("::ffff:127.0.0.1", "LOCALHOST", [], True),
        (None, "localhost:8501", [], False),
        ("", "localhost:8501", [], False),
        ("192.168.1.4", "localhost:8501", [], False),
        ("127.0.0.1", "192.168.1.20:8501", [], False),
        ("127.0.0.1", "villes.example.org", [], False),
        ("127.0.0.1", "localhost.example.org", [], False),
        ("127.0.0.1", "x@localhost", [], False),
        ("127.0.0.1", "", [], False),
        ("127.0.0.1", None, [], False),
        ("127.0.0.1", "[", [], False),
        ("127.0.0.1", "localhost:8501", ["X-Forwarded-For"], False),
        ("127.0.0.1", "localhost:8501", ["x-forwarded-proto"], False),
        ("127.0.0.1", "localhost:8501", ["Forwarded"], False),
        ("127.0.0.1", "localhost:8501", ["Via"], False),
        ("127.0.0.1", "localhost:8501", ["X-Real-IP"], False),
        ("127.0.0.1", "localhost:8501", ["CF-Connecting-IP"], False),
    ],
)
def test_the_control_link_is_shown_only_to_who_sits_at_the_machine(client, host, headers, is_shown):
    assert control.control_link_allowed(client, host, headers) == is_shown


# ---- links in the terminal


def links(**changes):
    given = {"address": "localhost", "port": 8501, "is_terminal": True} | changes
    return lan.links_told("hue-2025", **given)


@pytest.fixture
def plain(var, monkeypatch):
    for name in ("REGARDS_STAGE_LINK", "REGARDS_STAGE_LAN"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_terminal_is_told_the_control_link_of_a_laptop(plain):
    assert f"http://localhost:8501/stage/hue-2025#key={control.control_key()}" in links()


@pytest.mark.parametrize(
    "changes",
    [{"is_terminal": False}, {"address": "0.0.0.0"}, {"address": ""}, {"address": "192.168.1.20"}],
)
def test_a_log_and_a_served_deployment_are_told_nothing(plain, changes):
    assert links(**changes) == ""


def test_the_control_link_is_told_where_it_is_asked_for_and_never_where_it_is_refused(plain):
    plain.setenv("REGARDS_STAGE_LINK", "1")
    assert "#key=" in links(is_terminal=False)
    plain.setenv("REGARDS_STAGE_LINK", "0")
    assert links() == ""
    plain.setenv("REGARDS_STAGE_LAN", "192.168.1.20")
    assert links() == ""


def test_a_hall_is_given_both_links_with_a_code_each(plain):
    plain.setenv("REGARDS_STAGE_LAN", "192.168.1.20")
    text = links(address="0.0.0.0", is_terminal=False)
    key = control.control_key()
    follow = "http://192.168.1.20:8501/stage/hue-2025?follow=1"
    remote = f"http://192.168.1.20:8501/stage/hue-2025/speaker#key={key}"
    for wanted in (follow, remote, lan.terminal_code(follow), lan.terminal_code(remote)):
        assert wanted in text
    assert key not in text.split(follow)[0] + lan.terminal_code(follow)


def test_a_code_is_square_and_its_corners_are_drawn():
    lines = [
        line.strip()[len("\033[30;107m") : -len("\033[0m")]
        for line in lan.terminal_code("x").split("\n")
    ]
    assert {len(line) for line in lines} == {2 * len(lines) - 1}
    assert lines[1][2:9] == "█▀▀▀▀▀█"


def test_addresses_of_this_machine_are_read_from_the_routing_table():
    table = (
        "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.1\n        /32 host LOCAL\n"
        "     |-- 192.168.43.0\n        /24 link UNICAST\n"
        "     |-- 192.168.43.5\n        /32 host LOCAL\n     |-- 192.168.43.5\n        /32 host LOCAL\n"
    )
    assert lan.local_addresses(table) == ["127.0.0.1", "192.168.43.5"]


@pytest.mark.parametrize(
    ("address", "is_reached"),
    [
        ("192.168.43.5", True),
        ("127.0.0.1", False),
        ("169.254.3.4", False),
        ("x", False),
        ("0.0.0.0", False),
    ],
)
def test_others_do_not_reach_a_machine_under_its_own_loop(address, is_reached):
    assert lan.is_in_a_network(address) == is_reached
