"""Whether a conference can be published, and what is wrong with it, naming the scene."""

from __future__ import annotations

import re

from components.desk.changes_words import Words
from components.desk.programme import scenes_of, session_time
from components.desk.programme_text import Table, read_table
from components.desk.programme_view import duration, key_name, scene_name, session_name
from components.stage.catalogue import BUILDERS
from components.stage.running_order import TALK
from data.errors import DataError, Rule, rule_sentence
from data.load import Dataset
from data.programme import Programme, check_programme, read_programme

_PATH = re.compile(r"(scenes|sessions)\[(\d+)\](?:\.(.+))?")


def read_checked(programme_id: str, toml: str, dataset: Dataset) -> Programme:
    """The conference as a record, every rule checked.

    Raises:
        DataError: The first rule it breaks.
    """
    programme = read_programme(f"{programme_id}.toml", toml.encode())
    check_programme(
        programme,
        dataset.cities,
        dataset.organisations,
        dataset.sources,
        networks=dataset.networks,
        projects=dataset.projects,
    )
    return programme


def programme_fault(programme_id: str, toml: str, dataset: Dataset, words: Words) -> str:
    """What is wrong with a conference, in one sentence; empty: it can be published."""
    table = read_table(toml)
    for scene in scenes_of(table):
        if (fault := scene_fault(table, scene["id"], words)) != "":
            return fault
    try:
        read_checked(programme_id, toml, dataset)
    except DataError as error:
        return fault_in_words(error, table, words)
    return ""


def scene_fault(table: Table, scene_id: str, words: Words) -> str:
    """What a scene lacks to be drawn; empty: nothing."""
    t = words.t
    scene = next(scene for scene in scenes_of(table) if scene["id"] == scene_id)
    name = scene_name(table, scene_id, t)
    if scene.get("chart") not in {*BUILDERS, TALK}:
        return t("programme.fault.chart", scene=name)
    if scene["chart"] == TALK and not (scene.get("city_id") or scene.get("organisation_id")):
        return t("programme.fault.talk", scene=name)
    return ""


def fault_in_words(error: DataError, table: Table, words: Words) -> str:
    """A broken rule of a conference, with the scene or session it is in."""
    t, language = words.t, words.language
    found = _PATH.fullmatch(error.column or "")
    rule = rule_sentence(error.rule, language, value=error.value, expected=error.expected)
    if found is None:
        place = key_name(error.column, t) if error.column else t("programme.whole")
        return t("acting.fault", place=place, rule=rule)
    items = table.get(found[1], [])
    number = int(found[2]) - 1
    item = items[number] if number < len(items) else {}
    if found[1] == "sessions":
        place = session_name(table, str(item.get("id", "")), language)
    else:
        place = scene_name(table, str(item.get("id", "")), t)
        if found[3] == "seconds" and error.rule is Rule.RANGE:
            return _too_long(table, item, place, words)
    if found[3]:
        key = found[3].split(".")[-1].split("[", maxsplit=1)[0]
        place = f"{place} · {key_name(key, t)}"
    shown = f" ({error.value})" if error.value else ""
    return t("acting.fault", place=place, rule=f"{rule}{shown}")


def _too_long(table: Table, scene: dict[str, object], place: str, words: Words) -> str:
    session_id = str(scene.get("session", ""))
    time = session_time(table, session_id)
    return words.t(
        "programme.fault.too_long",
        scene=place,
        session=session_name(table, session_id, words.language),
        room=duration(time.room, words.t),
        over=duration(time.planned - time.room, words.t),
    )
