"""Scenes of a conference moved, added, taken out and rewritten; everything else stays as it was.

Every function takes the programme as a table and gives another one: nothing is changed in place.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from components.desk.programme_text import Table

Scene = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A scene of the running order with those in reserve behind it.

    Attributes:
        number: What a speaker types to go there, from 1.
    """

    number: int
    scene: Scene
    reserve: tuple[Scene, ...]

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The scene, then its reserve."""
        return (self.scene, *self.reserve)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTime:
    """Time of the scenes of a session against its length, in seconds.

    Attributes:
        planned: Seconds of its scenes.
        room: Length of the session, questions included.
        questions: Part of ``room`` kept for the room.
    """

    planned: int
    room: int
    questions: int

    @property
    def is_over(self) -> bool:
        """Whether the scenes take longer than the session."""
        return self.planned > self.room


def scenes_of(table: Table) -> list[Scene]:
    """Scenes as they are listed; nothing that is not one."""
    return [scene for scene in table.get("scenes", []) if isinstance(scene, dict) and "id" in scene]


def scene_of(table: Table, scene_id: str) -> Scene | None:
    """One scene; None: there is none of this name."""
    return next((scene for scene in scenes_of(table) if scene["id"] == scene_id), None)


def blocks_of(table: Table) -> tuple[Block, ...]:
    """The running order, each scene with its reserve; a reserve of nothing stands by itself."""
    scenes = scenes_of(table)
    ids = {scene["id"] for scene in scenes if "reserve_of" not in scene}
    main = [scene for scene in scenes if scene.get("reserve_of") not in ids]
    return tuple(
        Block(
            number=number,
            scene=scene,
            reserve=tuple(other for other in scenes if other.get("reserve_of") == scene["id"]),
        )
        for number, scene in enumerate(main, start=1)
    )


def label_of(table: Table, scene_id: str) -> str:
    """« 7 », « 7.2 » for the second in reserve; empty: no such scene."""
    for block in blocks_of(table):
        for position, scene in enumerate(block.scenes):
            if scene["id"] == scene_id:
                return f"{block.number}.{position}" if position else str(block.number)
    return ""


def session_time(table: Table, session_id: str) -> SessionTime:
    """Time of a session.

    Raises:
        StopIteration: There is no such session.
    """
    session = next(item for item in table["sessions"] if item.get("id") == session_id)
    planned = sum(
        _whole(s.get("seconds", 0)) for s in scenes_of(table) if s.get("session") == session_id
    )
    return SessionTime(
        planned=planned,
        room=_whole(session.get("minutes", 0)) * 60,
        questions=_whole(session.get("question_minutes", 0)) * 60,
    )


def moved(table: Table, scene_id: str, step: int) -> Table:
    """A scene one place up (-1) or down (1), its reserve with it.

    At the edge of a session it passes into the next one; a reserve stays behind its scene.
    """
    blocks = list(blocks_of(table))
    for place, block in enumerate(blocks):
        ids = [scene["id"] for scene in block.scenes]
        if scene_id not in ids:
            continue
        if scene_id != ids[0]:
            return _with_blocks(
                table,
                [*blocks[:place], _reserve_moved(block, scene_id, step), *blocks[place + 1 :]],
            )
        other = place + step
        here = block.scene.get("session")
        there = blocks[other].scene.get("session") if 0 <= other < len(blocks) else None
        if there == here and there is not None:
            blocks[place], blocks[other] = blocks[other], blocks[place]
            return _with_blocks(table, blocks)
        session = _next_session(table, here, step)
        if session is None:
            return table
        blocks[place] = _in_session(block, session)
        return _with_blocks(table, blocks)
    return table


def changed(table: Table, scene_id: str, values: Mapping[str, Any]) -> Table:
    """A scene with other values; an empty text, list or 0 takes the key out.

    A scene whose session changes goes to the end of that session, its reserve with it.
    """
    before = scene_of(table, scene_id)
    if before is None:
        return table
    after = copy.deepcopy(table)
    scene = scene_of(after, scene_id)
    assert scene is not None  # it is there before
    for key, value in values.items():
        if value in ("", 0, None) or value == []:
            scene.pop(key, None)
        else:
            scene[key] = value
    session = str(scene.get("session", ""))
    if session == before.get("session") or "reserve_of" in scene:
        return after
    blocks = [block for block in blocks_of(after) if block.scene["id"] != scene_id]
    own = next(block for block in blocks_of(after) if block.scene["id"] == scene_id)
    order = [item.get("id") for item in after.get("sessions", [])]
    place = sum(1 for block in blocks if _rank(order, block) <= _rank(order, own))
    return _with_blocks(after, [*blocks[:place], _in_session(own, session), *blocks[place:]])


def kept_in_reserve(table: Table, scene_id: str, behind: str) -> Table:
    """A scene put in reserve behind another; those behind it follow it there."""
    target = scene_of(table, behind)
    if target is None or scene_id == behind or "reserve_of" in target:
        return table
    after = copy.deepcopy(table)
    for scene in scenes_of(after):
        if scene["id"] == scene_id or scene.get("reserve_of") == scene_id:
            scene |= {"reserve_of": behind, "session": target["session"]}
            scene.pop("seconds", None)
    return _with_blocks(after, blocks_of(after))


def put_on_stage(table: Table, scene_id: str) -> Table:
    """A scene in reserve put in the running order, after the one it was behind."""
    blocks: list[Block] = []
    for block in blocks_of(copy.deepcopy(table)):
        own = next((scene for scene in block.reserve if scene["id"] == scene_id), None)
        left = tuple(scene for scene in block.reserve if scene is not own)
        blocks.append(Block(number=0, scene=block.scene, reserve=left))
        if own is not None:
            own.pop("reserve_of")
            blocks.append(Block(number=0, scene=own, reserve=()))
    return _with_blocks(table, blocks)


def added(table: Table, chart: str, session_id: str) -> tuple[Table, str]:
    """A new scene of a kind at the end of a session, and its id."""
    taken = {scene["id"] for scene in scenes_of(table)}
    numbers = (chart if number == 1 else f"{chart}-{number}" for number in range(1, len(taken) + 2))
    scene_id = next(name for name in numbers if name not in taken)
    after = copy.deepcopy(table)
    after["scenes"] = [*scenes_of(after), {"id": scene_id, "session": "", "chart": chart}]
    return changed(after, scene_id, {"session": session_id}), scene_id


def removed(table: Table, scene_id: str) -> Table:
    """Without a scene; what was in reserve behind it goes behind the one before, else the one after."""
    blocks = list(blocks_of(copy.deepcopy(table)))
    place = next((i for i, block in enumerate(blocks) if block.scene["id"] == scene_id), None)
    if place is None:
        return {**table, "scenes": [s for s in scenes_of(table) if s["id"] != scene_id]}
    orphans = blocks.pop(place).reserve
    if orphans and blocks:
        heir = blocks[max(place - 1, 0)]
        for scene in orphans:
            scene |= {"reserve_of": heir.scene["id"], "session": heir.scene.get("session", "")}
        blocks[max(place - 1, 0)] = Block(
            number=0, scene=heir.scene, reserve=(*heir.reserve, *orphans)
        )
    return _with_blocks(table, blocks)


def in_session(table: Table, session_id: str, edit: Callable[[Table], None]) -> Table:
    """The programme with one session changed by ``edit``, which is given a copy."""
    after = copy.deepcopy(table)
    for session in after.get("sessions", []):
        if session.get("id") == session_id:
            edit(session)
    return after


def _with_blocks(table: Table, blocks: list[Block] | tuple[Block, ...]) -> Table:
    return {**table, "scenes": [scene for block in blocks for scene in block.scenes]}


def _reserve_moved(block: Block, scene_id: str, step: int) -> Block:
    reserve = list(block.reserve)
    place = next(i for i, scene in enumerate(reserve) if scene["id"] == scene_id)
    other = place + step
    if 0 <= other < len(reserve):
        reserve[place], reserve[other] = reserve[other], reserve[place]
    return Block(number=block.number, scene=block.scene, reserve=tuple(reserve))


def _in_session(block: Block, session: str) -> Block:
    scenes = [{**scene, "session": session} for scene in block.scenes]
    return Block(number=block.number, scene=scenes[0], reserve=tuple(scenes[1:]))


def _next_session(table: Table, session: str | None, step: int) -> str | None:
    order = [item.get("id") for item in table.get("sessions", [])]
    if session not in order:
        return None
    place = order.index(session) + step
    return order[place] if 0 <= place < len(order) else None


def _rank(order: list[str], block: Block) -> int:
    session = block.scene.get("session")
    return order.index(session) if session in order else len(order)


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
