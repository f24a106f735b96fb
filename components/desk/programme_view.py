"""What changes in a programme, in words: « scène 1B, durée : 1 min 30 → 2 min »."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import htpy as h

from components.desk.changes_words import Words
from components.desk.programme import label_of, scene_of
from components.desk.programme_changes import Difference, differences
from components.desk.programme_text import Table, read_table
from components.i18n import Language, Translate, catalogue, day, typography
from components.markup import Element, Node, isolated

_MOST = 40
_NAMED_IN = {"city_id": "cities", "organisation_id": "organisations", "source_id": "sources"}


def programme_lines(old: str | None, new: str | None, words: Words) -> Element:
    """The changes of a programme, one line each."""
    before, after = read_table(old or ""), read_table(new or "")
    if old is None or new is None:
        told = words.t("programme.diff.whole", count=len((after or before).get("scenes", [])))
        return h.p(".rc-change")[h.span(".rc-muted")[told]]
    return difference_lines(differences(before, after), before, after, words)


def difference_lines(
    found: tuple[Difference, ...], before: Table, after: Table, words: Words
) -> Element:
    """Differences, one line each, the first forty."""
    lines: list[Node] = [
        h.p(".rc-change")[_line(difference, before, after, words)] for difference in found[:_MOST]
    ]
    if not found:
        lines = [h.p(".rc-change.rc-muted")[words.t("programme.diff.none")]]
    if len(found) > _MOST:
        left = len(found) - _MOST
        lines.append(h.p(".rc-change.rc-muted")[words.t("programme.diff.more", count=left)])
    return h.div(".rc-change-lines")[lines]


def scene_name(table: Table, scene_id: str, t: Translate) -> str:
    """« Scène 4 (Échelle des stratégies) », by its number in the running order and its kind."""
    scene = scene_of(table, scene_id)
    if scene is None:
        return t("programme.scene.gone", scene=scene_id)
    chart = chart_name(str(scene.get("chart", "")), t)
    return t("programme.scene", number=label_of(table, scene_id), chart=chart)


def chart_name(chart: str, t: Translate) -> str:
    """Label of a kind of scene; its own name where nobody has given it a label."""
    key = f"programme.chart.{chart}"
    return t(f"programme.chart.{chart}") if key in catalogue("fr") else chart


def session_name(table: Table, session_id: str, language: Language) -> str:
    """Title of a session; its id where it has none."""
    for session in table.get("sessions", []):
        if session.get("id") == session_id:
            title = session.get(f"title_{language}") or session_id
            return typography(str(title), language)
    return session_id


def duration(seconds: int, t: Translate) -> str:
    """« 1 min 30 », « 8 min », « 45 s »."""
    minutes, rest = divmod(max(seconds, 0), 60)
    if not minutes:
        return t("programme.seconds", seconds=rest)
    if not rest:
        return t("programme.minutes", minutes=minutes)
    return t("programme.minutes.seconds", minutes=minutes, seconds=f"{rest:02d}")


def key_name(key: str, t: Translate) -> str:
    """Label of a key of a programme; the key itself where it has no label."""
    return t(f"programme.key.{key}") if f"programme.key.{key}" in catalogue("fr") else key


def _line(found: Difference, before: Table, after: Table, words: Words) -> Node:
    t = words.t
    if found.part and not found.item:
        return t(f"programme.diff.order.{found.part}")
    place = _place(found, before, after, words)
    if found.part and not found.key:
        kind = "gone" if found.new is None else "new"
        return [
            h.span(".rc-change-label")[isolated(place)],
            t("change.colon"),
            t(f"programme.diff.{kind}"),
        ]
    label = f"{place} · {key_name(found.key, t)}" if place else key_name(found.key, t)
    return [
        h.span(".rc-change-label")[isolated(label)],
        t("change.colon"),
        h.del_[isolated(_value(found, found.old, before, words))],
        h.span(".rc-change-arrow", aria_hidden="true")[" → "],
        h.span(".rc-hidden")[f" {t('change.becomes')} "],
        h.ins[isolated(_value(found, found.new, after, words))],
    ]


def _place(found: Difference, before: Table, after: Table, words: Words) -> str:
    if found.part == "scenes":
        table = after if scene_of(after, found.item) else before
        return scene_name(table, found.item, words.t)
    if found.part == "sessions":
        known = {session.get("id") for session in after.get("sessions", [])}
        return session_name(after if found.item in known else before, found.item, words.language)
    return ""


def _value(found: Difference, value: Any, table: Table, words: Words) -> str:
    t = words.t
    if value is None or value == "":
        return t("programme.nothing")
    match found.key:
        case "seconds":
            shown = duration(value, t)
        case "minutes" | "question_minutes" | "session_minutes_total" | "slot_minutes":
            shown = t("programme.minutes", minutes=value)
        case "session":
            shown = session_name(table, value, words.language)
        case "reserve_of":
            shown = scene_name(table, value, t)
        case "chart":
            shown = chart_name(value, t)
        case "project_ids" | "network_ids":
            target = "projects" if found.key == "project_ids" else "networks"
            shown = t("change.list").join(words.name(target, (item,)) for item in value)
        case key if key in _NAMED_IN:
            shown = words.name(_NAMED_IN[key], (value,))
        case _:
            shown = _plain(value, words)
    return shown


def _plain(value: Any, words: Words) -> str:
    if isinstance(value, date):
        return day(value, words.language)
    if isinstance(value, bool):
        return words.t("change.yes" if value else "change.no")
    if isinstance(value, Mapping):
        other = "en" if words.language == "fr" else "fr"
        own = {k: v for k, v in value.items() if not k.endswith(f"_{other}") and k != other}
        return ", ".join(_plain(item, words) for item in own.values())
    if isinstance(value, list):
        return " ; ".join(_plain(item, words) for item in value)
    return typography(str(value), words.language)
