"""The room: which scene is on the wall, since when, what was voted; one state that every window shows.

A command says what is, never what to add (« scene 1B », not « next »): one that comes twice changes
nothing, and of two that cross the later one holds. Times are milliseconds: ``started_at`` since 1970,
the others on the clock of the talk, which stands still while the timer is paused.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from components.i18n import LANGUAGES, Language
from components.stage.scene import EXTENTS, Extent
from components.theme import PALETTES, Ground

log = logging.getLogger(__name__)

Blank = Literal["", "black", "white"]

MOST_BYTES = 16_384
"""Size of a command; the largest a window sends, every vote of a programme, is about 4 000."""

MOST_STEPS = 99
MOST_HANDS = 9_999
MOST_OPTIONS = 40
LONGEST = 7 * 24 * 3600 * 1000
"""Milliseconds a clock may show."""

AHEAD = 60_000
"""Milliseconds by which the clock of a window may be ahead of ours."""

BURST, PER_SECOND = 60, 30
"""Commands taken at once, and a second for good; a held key sends about 30."""

_OPTION = re.compile(r"[\w.:-]{1,60}")


class CommandError(ValueError):
    """A command that no window of ours sends; the message says which part is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a room may show: scenes in order, and the sessions they belong to."""

    scenes: tuple[str, ...]
    sessions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomState:
    """What every window shows.

    Attributes:
        blank: Empty: the scene is seen.
        started_at: When the timer was last started; None: it stands still.
        elapsed: What the clock of the talk showed when it was last stopped.
        entered: On the clock of the talk, when the scene came.
        sessions: On the clock of the talk, when each session began; those begun.
        votes: Raised hands by scene and option; an option nobody counted is not there.
        revision: Number of changes so far; 0: nobody has used the room.
    """

    scene: str
    step: int = 0
    extent: Extent = "programme"
    language: Language = "fr"
    ground: Ground = "light"
    blank: Blank = ""
    started_at: int | None = None
    elapsed: int = 0
    entered: int = 0
    sessions: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A change of some fields of the state.

    Attributes:
        patch: Fields with their new values; in ``votes``, None takes a count back.
        base: Revision the window had seen.
        is_late: The window moved while it could not reach us, and says so now.
    """

    patch: Mapping[str, Any]
    base: int = 0
    is_late: bool = False


def as_data(state: RoomState) -> dict[str, Any]:
    """The state for JSON, with every field."""
    return {name: _plain(getattr(state, name)) for name in RoomState.__slots__}


def read_command(body: bytes, outline: Outline, now: int) -> Command:
    """A command as sent by a window: ``{"patch": {…}, "base": 12, "late": false}``.

    Args:
        now: Milliseconds since 1970.

    Raises:
        CommandError: Not JSON, too long, an unknown field or scene, a value of the wrong type or size.
    """
    if len(body) > MOST_BYTES:
        raise CommandError("too long")
    try:
        given = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise CommandError("not JSON") from error
    if not isinstance(given, dict) or not given.keys() <= {"patch", "base", "late"}:
        raise CommandError("not a command")
    patch, base, late = given.get("patch", {}), given.get("base", 0), given.get("late", False)
    if not isinstance(patch, dict) or not _is_count(base, 2**53) or not isinstance(late, bool):
        raise CommandError("not a command")
    check_fields(patch, outline, now)
    return Command(patch=patch, base=base, is_late=late)


def check_fields(patch: Mapping[str, Any], outline: Outline, now: int) -> None:
    """Check every value of a patch.

    Raises:
        CommandError: The first field that does not exist or cannot have its value.
    """
    for name, value in patch.items():
        is_right = _CHECKS.get(name)
        if is_right is None or not is_right(value, outline, now):
            raise CommandError(f"wrong {name[:40]!r}")


def merged(state: RoomState, command: Command) -> RoomState:
    """The state after a command; the same one if nothing changes.

    What a window did alone counts unless the room was moved meanwhile: then only its votes are taken.
    """
    patch = dict(command.patch)
    if command.is_late and state.revision > command.base:
        patch = {name: value for name, value in patch.items() if name == "votes"}
    if "votes" in patch:
        patch["votes"] = _counted(state.votes, patch["votes"])
    after = replace(state, **patch)
    if after == state:
        return state
    return replace(after, revision=max(state.revision, command.base) + 1)


def inside(state: RoomState, outline: Outline) -> RoomState:
    """The state with the first scene where its own is no longer in the programme."""
    if state.scene in outline.scenes:
        return state
    return replace(state, scene=outline.scenes[0], step=0)


class Room:
    """One programme's state, its file and the windows that listen. Used on the server's event loop only."""

    def __init__(self, path: Path, outline: Outline, now: int) -> None:
        self.path = path
        self.outline = outline
        self.state = inside(_restored(path, outline, now), outline)
        self._listeners: set[asyncio.Event] = set()
        self._is_kept = True
        self._allowed = float(BURST)
        self._counted_at = now
        self.is_closed = False

    @property
    def listeners(self) -> int:
        """Windows that listen."""
        return len(self._listeners)

    def show(self, outline: Outline) -> None:
        """Take up the scenes of another edition; the scene on the wall stays if it still exists."""
        if outline != self.outline:
            self.outline = outline
            self.state = inside(self.state, outline)

    def admits(self, now: int) -> bool:
        """Whether one more command may come at this time."""
        since = max(0, now - self._counted_at) / 1000
        self._allowed = min(float(BURST), self._allowed + since * PER_SECOND)
        self._counted_at = now
        if self._allowed < 1:
            return False
        self._allowed -= 1
        return True

    def obey(self, command: Command) -> RoomState:
        """Take a command, keep the state on disk and wake every window."""
        after = merged(self.state, command)
        if after is not self.state:
            self.state = after
            self._keep()
            self._wake()
        return self.state

    @contextmanager
    def listener(self) -> Iterator[asyncio.Event]:
        """An event that is set at every change and at the end; whoever waits for it clears it."""
        changed = asyncio.Event()
        self._listeners.add(changed)
        try:
            yield changed
        finally:
            self._listeners.discard(changed)

    def close(self) -> None:
        """Let every window go: the server stops."""
        self.is_closed = True
        self._wake()

    def _wake(self) -> None:
        for changed in self._listeners:
            changed.set()

    def _keep(self) -> None:
        try:
            write_whole(self.path, json.dumps(as_data(self.state), ensure_ascii=False).encode())
            self._is_kept = True
        except OSError:
            # The talk goes on; a restart would start from what was kept last. Said once.
            if self._is_kept:
                log.exception("the state of the stage cannot be kept in %s", self.path)
            self._is_kept = False


class Rooms:
    """Every room of the process."""

    def __init__(self) -> None:
        self._rooms: dict[Path, Room] = {}
        self._is_closed = False

    def room(self, path: Path, outline: Outline, now: int) -> Room:
        """The room kept in a file, with the scenes there are now."""
        room = self._rooms.get(path)
        if room is None:
            room = self._rooms[path] = Room(path, outline, now)
            room.is_closed = self._is_closed
        room.show(outline)
        return room

    def close(self) -> None:
        """Let every window of every room go, now and from now on."""
        self._is_closed = True
        for room in self._rooms.values():
            room.close()


def write_whole(path: Path, body: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all.

    Raises:
        OSError: The folder cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _restored(path: Path, outline: Outline, now: int) -> RoomState:
    """The state kept in a file; a new one if there is none, or none that can be used."""
    new = RoomState(scene=outline.scenes[0])
    try:
        kept = json.loads(path.read_bytes(), parse_constant=_refuse)
        revision = kept.pop("revision")
        if not _is_count(revision, 2**53):
            raise CommandError("wrong revision")
        kept["votes"] = {
            key: votes for key, votes in kept["votes"].items() if key in outline.scenes
        }
        kept["sessions"] = {
            key: at for key, at in kept["sessions"].items() if key in outline.sessions
        }
        if kept["scene"] not in outline.scenes:
            kept |= {"scene": new.scene, "step": 0}
        check_fields(kept, outline, now)
        return replace(new, **kept, revision=revision)
    except FileNotFoundError:
        return new
    except (OSError, ValueError, RecursionError, KeyError, AttributeError, TypeError):
        log.warning("the state of the stage in %s cannot be read: a new one is made", path.name)
        return new


def _counted(
    before: Mapping[str, Mapping[str, int]], given: Mapping[str, Mapping[str, int | None] | None]
) -> Mapping[str, Mapping[str, int]]:
    """Votes after some were typed; None takes one back, or all of a scene."""
    after = dict(before)
    for scene, counts in given.items():
        held = {} if counts is None else {**after.get(scene, {}), **counts}
        known = {key: count for key, count in held.items() if count is not None}
        if known:
            after[scene] = known
        else:
            after.pop(scene, None)
    return after


def _plain(value: Any) -> Any:
    return (
        {key: _plain(inner) for key, inner in value.items()}
        if isinstance(value, Mapping)
        else value
    )


def _refuse(name: str) -> None:
    raise ValueError(name)


def _is_count(value: Any, most: int) -> bool:
    """A whole number from 0 to ``most``; True is no number."""
    return type(value) is int and 0 <= value <= most


def _are_times(value: Any, outline: Outline) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= outline.sessions
        and all(_is_count(moment, LONGEST) for moment in value.values())
    )


def _are_votes(value: Any, outline: Outline) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= set(outline.scenes)
        and all(counts is None or _are_counts(counts) for counts in value.values())
    )


def _are_counts(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= MOST_OPTIONS
        and all(
            _OPTION.fullmatch(key) is not None and (count is None or _is_count(count, MOST_HANDS))
            for key, count in value.items()
        )
    )


_CHECKS: Mapping[str, Callable[[Any, Outline, int], bool]] = {
    "scene": lambda value, outline, _: isinstance(value, str) and value in outline.scenes,
    "step": lambda value, *_: _is_count(value, MOST_STEPS),
    "extent": lambda value, *_: isinstance(value, str) and value in EXTENTS,
    "language": lambda value, *_: isinstance(value, str) and value in LANGUAGES,
    "ground": lambda value, *_: isinstance(value, str) and value in PALETTES,
    "blank": lambda value, *_: isinstance(value, str) and value in {"", "black", "white"},
    "started_at": lambda value, _, now: value is None or _is_count(value, now + AHEAD),
    "elapsed": lambda value, *_: _is_count(value, LONGEST),
    "entered": lambda value, *_: _is_count(value, LONGEST),
    "sessions": lambda value, outline, _: _are_times(value, outline),
    "votes": lambda value, outline, _: _are_votes(value, outline),
}
