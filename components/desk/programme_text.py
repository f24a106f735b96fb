"""A programme as TOML that people have written: read as a table, changed, written back.

What did not change keeps its own text with its comments; the rest is written by tomli-w.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import tomli_w

Table = dict[str, Any]
"""A programme as ``tomllib`` reads it."""

LISTS = ("aims", "expected_results", "sessions", "scenes")
"""Lists of tables of a programme, in the order in which they are written."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "scenes": (
        "id", "session", "chart", "seconds", "reserve_of", "city_id", "organisation_id",
        "project_ids", "question_fr", "question_en", "follow_up_fr", "follow_up_en", "notes_fr",
        "notes_en",
    ),
    "sessions": (
        "id", "kind", "title_fr", "title_en", "minutes", "question_minutes", "objectives_fr",
        "objectives_en", "questions", "moderator", "speakers", "talks",
    ),
}  # fmt: skip
"""Keys of an item in the order in which they are written; others follow."""

_HEADER = re.compile(r"^\[\[?\s*([A-Za-z_]+)", re.MULTILINE)
_SCALAR = re.compile(r"^([A-Za-z_]+)[ \t]*=[ \t]*(.*?)([ \t]*(?:#[^\n]*)?)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of the text: the values before the first header, or one item of a list.

    Attributes:
        name: Name of the list; empty: the values of the programme itself.
        lead: Comments and empty lines before it.
    """

    name: str
    lead: str
    text: str


def read_table(toml: str) -> Table:
    """A programme as a table; a text that is not TOML is an empty one."""
    try:
        return tomllib.loads(toml.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return {}


def written(table: Mapping[str, Any], before: str) -> str:
    """The table as TOML.

    Args:
        before: The text it was read from; pieces that say the same stay as they are.
    """
    wanted = dict(table)
    kept = _kept(wanted, before)
    if kept is not None and read_table(kept) == wanted:
        return kept
    lead = re.match(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*", before.removeprefix("\ufeff"))
    return (lead[0] if lead else "") + tomli_w.dumps(_in_order(wanted))


def with_totals(table: Table) -> Table:
    """The same with the sums that a programme states: minutes of its sessions, length of its slot."""
    after = copy.deepcopy(table)
    sessions = after.get("sessions", [])
    after["session_minutes_total"] = sum(session.get("minutes", 0) for session in sessions)
    slot = _minutes(after.get("end", "")) - _minutes(after.get("start", ""))
    after["slot_minutes"] = slot
    return after


def copied(
    table: Table, programme_id: str, *, title_fr: str, title_en: str, held_on: date
) -> Table:
    """Another conference with the same sessions and scenes."""
    after = copy.deepcopy(table)
    after |= {"id": programme_id, "title_fr": title_fr, "title_en": title_en, "date": held_on}
    return after


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else 0


def _kept(wanted: Table, before: str) -> str | None:
    """The old text with only the changed pieces written anew; None: that cannot be done."""
    parts = _parts(before)
    names = list(dict.fromkeys(part.name for part in parts if part.name))
    names += [name for name in LISTS if wanted.get(name) and name not in names]
    if set(names) - set(LISTS):
        return None
    values = {key: value for key, value in wanted.items() if key not in LISTS}
    preamble = next((part for part in parts if not part.name), _Part(name="", lead="", text=""))
    text = preamble.lead + _values(values, preamble.text)
    for name in names:
        old = [
            (part, read_table(part.text).get(name, [{}])[0]) for part in parts if part.name == name
        ]
        for number, item in enumerate(wanted.get(name, [])):
            same = next((part for part, value in old if value == item), None)
            is_first = number == 0 and bool(old)
            lead = old[0][0].lead if is_first else "\n"
            if same is not None and same is not old[0][0] and not is_first:
                lead = same.lead
            body = _item_text(name, item) if same is None else same.text
            if not body.startswith("[["):
                return None  # written on one line, where comments and long texts are hard to read
            text += lead + body + ("" if body.endswith("\n") else "\n")
    return text


def _parts(text: str) -> list[_Part]:
    """The text in pieces; comments stand before what follows them."""
    starts = []
    last = ""
    for found in _HEADER.finditer(text):
        is_item = text.startswith("[[", found.start()) and _is_alone(text, found)
        if is_item or found[1] != last:
            starts.append((found.start(), found[1]))
            last = found[1]
    bounds = [(0, ""), *starts]
    parts: list[_Part] = []
    lead = ""
    for number, (start, name) in enumerate(bounds):
        end = bounds[number + 1][0] if number + 1 < len(bounds) else len(text)
        body = text[start:end]
        is_last = number + 1 == len(bounds)
        body, tail = (body, "") if is_last else _without_tail(body)
        parts.append(_Part(name=name, lead=lead, text=body))
        lead = tail
    return parts


def _without_tail(body: str) -> tuple[str, str]:
    """A piece, and the comments and empty lines at its end."""
    lines = body.splitlines(keepends=True)
    last = len(lines)
    while last and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return "".join(lines[:last]), "".join(lines[last:])


def _is_alone(text: str, found: re.Match[str]) -> bool:
    """Whether a header names a list itself, not a part of its last item."""
    return text[found.end() : found.end() + 2] == "]]"


def _values(values: Table, text: str) -> str:
    """The values of the programme itself, changed in their lines; new ones at the end."""
    old = read_table(text)
    done: set[str] = set()

    def line(found: re.Match[str]) -> str:
        key = found[1]
        if key not in old or key in done:
            return found[0]
        done.add(key)
        if key not in values:
            return ""
        if values[key] == old[key]:
            return found[0]
        return tomli_w.dumps({key: values[key]}).rstrip("\n")

    text = _SCALAR.sub(line, text)
    new = {key: value for key, value in values.items() if key not in old}
    return text + tomli_w.dumps(new)


def _item_text(name: str, item: Table) -> str:
    ordered = _item(name, item)
    if not any(isinstance(value, dict | list) and _has_tables(value) for value in item.values()):
        return f"[[{name}]]\n{tomli_w.dumps(ordered)}"
    return tomli_w.dumps({name: [ordered]})


def _has_tables(value: Any) -> bool:
    return isinstance(value, dict) or any(isinstance(part, dict) for part in value)


def _in_order(table: Table) -> Table:
    values = {key: value for key, value in table.items() if key not in LISTS}
    lists = {name: [_item(name, item) for item in table[name]] for name in LISTS if name in table}
    return values | lists


def _item(name: str, item: Table) -> Table:
    order = ORDER.get(name, ())
    return {key: item[key] for key in order if key in item} | {
        key: value for key, value in item.items() if key not in order
    }
