"""What is typed with the link of a city and not sent yet: one text for each box, and those beside it.

A link may be open on several pages at once. A text that somebody saves over without having seen it is
not lost: it stands beside the box, on every page, until somebody takes it up or puts it away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from data.errors import DataError, Rule
from data.store.base import Writing
from data.store.declaring import Reply
from data.store.tables import drafts

MOST_BESIDE = 10
"""Texts that may stand beside one box; the next one is refused, not put in the place of another."""

Typed = dict[str, dict[str, str]]
"""Criterion to field to text."""

Beside = dict[str, dict[str, list[str]]]
"""Criterion to field to the texts of others, earliest first."""

_FORM_KEY = "reply"
_BESIDE_KEY = "reply:beside"


def typed_of(connection: sa.Connection, link_id: int) -> Typed:
    """What stands in the boxes of a link."""
    typed: Typed = _read(connection, link_id, _FORM_KEY)
    return typed


def beside_of(connection: sa.Connection, link_id: int) -> Beside:
    """What stands beside the boxes of a link."""
    beside: Beside = _read(connection, link_id, _BESIDE_KEY)
    return beside


def keep_typed(work: Writing, link_id: int, typed: Mapping[str, Mapping[str, str]]) -> None:
    """Replace what stands in the boxes of a link; criteria without a text are left out."""
    _write(work, link_id, _FORM_KEY, {name: texts for name, texts in typed.items() if texts})


def keep_box(
    work: Writing, link_id: int, box: tuple[str, str], text: str, shown: str
) -> tuple[str, ...]:
    """Put a text into a box (criterion, field); whatever its author did not see goes beside it.

    Args:
        shown: What the page of the author showed in the box, which they replace knowingly.

    Returns:
        Texts that stand beside the box now.

    Raises:
        DataError: More than ``MOST_BESIDE`` texts would stand there.
    """
    criterion_id, field = box
    typed = typed_of(work.connection, link_id)
    fields = typed.get(criterion_id, {})
    beside = beside_of(work.connection, link_id)
    others = _without(
        [*beside.get(criterion_id, {}).get(field, []), fields.get(field, "")], {text, shown}
    )
    if len(others) > MOST_BESIDE:
        raise DataError(
            Rule.RANGE,
            file="drafts",
            column=field,
            value=str(len(others)),
            expected=f"0 … {MOST_BESIDE}",
        )
    kept = {**fields, field: text}
    typed[criterion_id] = {name: value for name, value in kept.items() if value}
    keep_typed(work, link_id, typed)
    beside[criterion_id] = {**beside.get(criterion_id, {}), field: others}
    _keep_beside(work, link_id, beside)
    return tuple(others)


def forget_sent(work: Writing, link_id: int, replies: Iterable[Reply]) -> None:
    """Take what was sent out of the boxes, and from beside them; texts that were not sent stay."""
    sent = {reply.criterion_id: reply.typed for reply in replies}
    typed = typed_of(work.connection, link_id)
    left = {name: texts for name, texts in typed.items() if _trimmed(texts) != sent.get(name)}
    keep_typed(work, link_id, left)
    beside = {
        criterion_id: {
            field: _without(others, {sent.get(criterion_id, {}).get(field, "")})
            for field, others in fields.items()
        }
        for criterion_id, fields in beside_of(work.connection, link_id).items()
    }
    _keep_beside(work, link_id, beside)


def _trimmed(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts as they are sent: without spaces around them."""
    return {name: text.strip() for name, text in texts.items() if text.strip()}


def _without(texts: Iterable[str], gone: set[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text and text not in gone]


def _keep_beside(work: Writing, link_id: int, beside: Beside) -> None:
    filled = {
        criterion_id: {field: others for field, others in fields.items() if others}
        for criterion_id, fields in beside.items()
    }
    _write(work, link_id, _BESIDE_KEY, {name: fields for name, fields in filled.items() if fields})


def _owner(link_id: int) -> str:
    """Owner of the draft of a link: no member of staff has a colon in their id, save the service's."""
    return f"reply:{link_id}"


def _draft_of(link_id: int, form_key: str) -> sa.ColumnElement[bool]:
    return sa.and_(drafts.c.owner == _owner(link_id), drafts.c.form_key == form_key)


def _read(connection: sa.Connection, link_id: int, form_key: str) -> Any:
    query = sa.select(drafts.c.content).where(_draft_of(link_id, form_key))
    content = connection.execute(query).scalar()
    return json.loads(content) if content else {}


def _write(work: Writing, link_id: int, form_key: str, content: Mapping[str, Any]) -> None:
    work.connection.execute(drafts.delete().where(_draft_of(link_id, form_key)))
    if content:
        work.connection.execute(
            drafts.insert().values(
                owner=_owner(link_id),
                form_key=form_key,
                content=json.dumps(content),
                updated=work.moment,
            )
        )
