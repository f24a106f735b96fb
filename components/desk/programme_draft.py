"""The conference somebody is working on: their draft in the store, over what is published."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from components.desk.acting import RefusedError, attempt
from components.desk.desk_view import DeskView
from components.desk.programme_changes import Difference, differences, merged
from components.desk.programme_text import Table, copied, read_table, with_totals, written
from components.i18n import Translate
from data.changes import CellChange, ChangeKind, RowChange
from data.raw import PROGRAMMES, RawTables
from data.read import SLUG
from data.store import Actor, Draft, Store

FORM = "programme:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A conference as somebody has it in front of them.

    Attributes:
        toml: Its text with their changes.
        base: Published text they started from; None: it is a new conference.
        published: Published text of now; None: it is not published.
        is_draft: Whether they have changed anything.
    """

    programme_id: str
    toml: str
    base: str | None
    published: str | None
    is_draft: bool

    @property
    def table(self) -> Table:
        """The conference as a table."""
        return read_table(self.toml)

    @property
    def has_moved(self) -> bool:
        """Whether somebody else has published another text meanwhile."""
        return self.is_draft and self.base != self.published

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What they have changed so far."""
        return differences(read_table(self.base or ""), self.table)

    @property
    def meanwhile(self) -> tuple[Difference, ...]:
        """What somebody else has changed meanwhile."""
        return differences(read_table(self.base or ""), read_table(self.published or ""))

    def row(self) -> RowChange:
        """The change to publish or propose; the store refuses it when the base has moved."""
        kind = ChangeKind.EDIT
        cells = [CellChange(column="toml", old=self.base, new=self.toml)]
        if self.base is None:
            kind = ChangeKind.ADD
            cells.insert(0, CellChange(column="programme_id", old=None, new=self.programme_id))
        return RowChange(table=PROGRAMMES, key=(self.programme_id,), kind=kind, cells=tuple(cells))


def published_text(raw: RawTables, programme_id: str) -> str | None:
    """Published text of a conference; None: there is none of this id."""
    row = raw.get(PROGRAMMES, {}).get((programme_id,))
    return None if row is None else row["toml"]


def working_on(programme_id: str, store: Store, actor: Actor) -> Working | None:
    """The draft of the actor, else what is published; None: neither is there."""
    published = published_text(store.state().raw, programme_id)
    draft = store.draft(f"{FORM}{programme_id}", actor)
    if draft is not None and _is_ours(draft):
        return Working(
            programme_id=programme_id,
            toml=draft.content["toml"],
            base=draft.content["base"],
            published=published,
            is_draft=True,
        )
    if published is None:
        return None
    return Working(
        programme_id=programme_id,
        toml=published,
        base=published,
        published=published,
        is_draft=False,
    )


def _is_ours(draft: Draft) -> bool:
    content = draft.content
    return (
        isinstance(content, dict)
        and isinstance(content.get("toml"), str)
        and isinstance(content.get("base"), str | None)
    )


def programme_ids(desk: DeskView) -> tuple[str, ...]:
    """Conferences to choose from: those published, and new ones the visitor is writing."""
    published = [key[0] for key in desk.state.raw.get(PROGRAMMES, {})]
    own = [
        draft.form_key.removeprefix(FORM)
        for draft in desk.store.drafts(desk.actor)
        if draft.form_key.startswith(FORM) and _is_ours(draft)
    ]
    return tuple(dict.fromkeys([*published, *own]))


# ---- what widgets and buttons do ------------------------------------------------------------------


def change_programme(programme_id: str, edit: Callable[[Table], Table]) -> bool:
    """Change the working copy of the visitor and keep it as their draft; for callbacks."""

    def act(store: Store, actor: Actor, t: Translate) -> str:
        working = working_on(programme_id, store, actor)
        if working is None:
            raise LookupError(programme_id)
        after = edit(working.table)
        if after != working.table:
            _keep(replace(working, toml=written(after, working.toml)), store, actor)
        return ""

    return attempt(act)


def start_over(programme_id: str) -> None:
    """Forget the draft: back to what is published."""

    def act(store: Store, actor: Actor, t: Translate) -> str:
        store.delete_draft(f"{FORM}{programme_id}", actor)
        return t("programme.started_over")

    attempt(act)


def rebase(programme_id: str) -> None:
    """Put the visitor's changes over what somebody else has published meanwhile."""

    def act(store: Store, actor: Actor, t: Translate) -> str:
        working = working_on(programme_id, store, actor)
        if working is None or working.published is None:
            raise LookupError(programme_id)
        mine, theirs = working.table, read_table(working.published)
        after, clashes = merged(read_table(working.base or ""), mine, theirs)
        text = written(after, working.published)
        _keep(replace(working, toml=text, base=working.published), store, actor)
        if clashes:
            return t("programme.merged.clashes", count=len(clashes))
        return t("programme.merged")

    attempt(act)


def copy_programme(
    source_id: str, new_id: str, *, title_fr: str, title_en: str, held_on: date
) -> bool:
    """Start a conference from another one; it is the visitor's draft until it is published."""

    def act(store: Store, actor: Actor, t: Translate) -> str:
        working = working_on(source_id, store, actor)
        if working is None:
            raise LookupError(source_id)
        if re.fullmatch(SLUG, new_id) is None:
            raise RefusedError(t("programme.copy.id"))
        if working_on(new_id, store, actor) is not None:
            raise RefusedError(t("programme.copy.taken", id=new_id))
        if not title_fr or not title_en:
            raise RefusedError(t("programme.copy.titles"))
        table = copied(working.table, new_id, title_fr=title_fr, title_en=title_en, held_on=held_on)
        text = written(with_totals(table), "")
        fresh = Working(programme_id=new_id, toml=text, base=None, published=None, is_draft=True)
        _keep(fresh, store, actor)
        return t("programme.copy.done")

    return attempt(act)


def take_over(programme_id: str, proposed: str, base: str | None) -> bool:
    """Go on with what somebody has proposed, as one's own draft; one that is there is kept.

    Args:
        base: Text that the proposal started from; None: a new conference.
    """

    def act(store: Store, actor: Actor, t: Translate) -> str:
        working = working_on(programme_id, store, actor)
        if working is not None and working.is_draft:
            raise RefusedError(t("programme.take_over.busy"))
        published = published_text(store.state().raw, programme_id)
        taken = Working(
            programme_id=programme_id, toml=proposed, base=base, published=published, is_draft=True
        )
        _keep(taken, store, actor)
        return t("programme.take_over.done")

    return attempt(act)


def _keep(working: Working, store: Store, actor: Actor) -> None:
    content: dict[str, Any] = {"toml": working.toml, "base": working.base}
    store.put_draft(f"{FORM}{working.programme_id}", content, actor)
