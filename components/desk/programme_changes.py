"""What differs between two states of a programme, and two people's changes put together."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from components.desk.programme_text import Table

NAMED = ("sessions", "scenes")
"""Lists whose items have an id; they are compared item by item, the others whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that changed.

    Attributes:
        part: ``sessions`` or ``scenes``; empty: the programme itself.
        item: Id of the session or scene; empty: the programme itself, or the order of the list.
        key: Key that changed; empty: the whole item is new or gone, or the order changed.
        old, new: Values; None: not there on that side.
    """

    part: str
    item: str
    key: str
    old: Any
    new: Any


def differences(before: Table, after: Table) -> tuple[Difference, ...]:
    """What leads from one to the other: values, sessions, scenes; order once for each list."""
    found = [
        Difference(part="", item="", key=key, old=before.get(key), new=after.get(key))
        for key in _keys(before, after)
        if key not in NAMED and before.get(key) != after.get(key)
    ]
    for part in NAMED:
        old, new = _items(before, part), _items(after, part)
        for item in _keys(old, new):
            if item not in old or item not in new:
                found.append(
                    Difference(part=part, item=item, key="", old=old.get(item), new=new.get(item))
                )
                continue
            found += [
                Difference(
                    part=part, item=item, key=key, old=old[item].get(key), new=new[item].get(key)
                )
                for key in _keys(old[item], new[item])
                if old[item].get(key) != new[item].get(key)
            ]
        kept_before = [item for item in old if item in new]
        kept_after = [item for item in new if item in old]
        if kept_before != kept_after:
            found.append(Difference(part=part, item="", key="", old=kept_before, new=kept_after))
    return tuple(found)


def merged(base: Table, mine: Table, theirs: Table) -> tuple[Table, tuple[Difference, ...]]:
    """My changes put over what somebody else has published meanwhile.

    Returns:
        The programme, and where both changed the same thing differently: ``old`` is theirs, ``new``
        mine. Mine is what the programme then says.
    """
    after = copy.deepcopy(theirs)
    others = {(d.part, d.item, d.key): d.new for d in differences(base, theirs)}
    touched = {(part, item) for part, item, _ in others}
    clashes: list[Difference] = []

    def note(change: Difference, other: Any) -> None:
        clash = replace(change, old=other)
        if clash not in clashes:
            clashes.append(clash)

    for change in differences(base, mine):
        if change.part and not change.item:
            continue  # the order comes last
        there = _items(theirs, change.part) if change.part else {}
        if change.part and change.key and change.item not in there:
            # They took the item out, I changed it: it comes back as I have it.
            whole = replace(change, key="", new=_items(mine, change.part)[change.item])
            note(whole, None)
            _put(after, whole)
            continue
        if change.part and change.new is None and not change.key:
            if change.item in there and (change.part, change.item) in touched:
                note(change, there[change.item])
        else:
            other = others.get((change.part, change.item, change.key), change.old)
            if other not in (change.old, change.new):
                note(change, other)
        _put(after, change)
    for part in NAMED:
        order = list(_items(mine, part))
        if order == list(_items(base, part)):
            continue
        other = others.get((part, "", ""))
        if other is not None and [name for name in order if name in other] != other:
            note(Difference(part=part, item="", key="", old=None, new=order), other)
        after[part] = _ordered(after.get(part, []), order)
    return after, tuple(clashes)


def _put(table: Table, change: Difference) -> None:
    if not change.part:
        _set(table, change.key, change.new)
        return
    items = table.setdefault(change.part, [])
    places = [i for i, item in enumerate(items) if _name(item) == change.item]
    if change.key:
        for place in places:
            _set(items[place], change.key, change.new)
    elif change.new is None:
        table[change.part] = [item for i, item in enumerate(items) if i not in places]
    elif places:
        items[places[0]] = copy.deepcopy(change.new)
    else:
        items.append(copy.deepcopy(change.new))


def _set(table: Table, key: str, value: Any) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = copy.deepcopy(value)


def _ordered(items: list[Any], order: list[str]) -> list[Any]:
    """Items in my order; those I do not know stay behind the one they stand behind."""
    known = {_name(item): item for item in items}
    result = [known[name] for name in order if name in known]
    for place, item in enumerate(items):
        if _name(item) in order:
            continue
        before = items[place - 1] if place else None
        at = result.index(before) + 1 if before in result else 0
        result.insert(at, item)
    return result


def _items(table: Table, part: str) -> dict[str, Any]:
    items = table.get(part, [])
    return {_name(item): item for item in items if isinstance(item, dict)}


def _name(item: Mapping[str, Any]) -> str:
    return str(item.get("id", ""))


def _keys(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*before, *after)))
