"""What every part of the desk is drawn with: who asks, the store at one moment, words."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from components import session
from components.address import address
from components.desk.changes_words import Words
from components.i18n import Language, Translate, day, translator
from components.session import current_language, published_dataset, today, visitor_zone
from components.staff import staff_name
from components.view import View
from data.changes import ChangeKind, RowChange
from data.merge import State
from data.raw import Key, Row
from data.store import Action, Actor, ProposedRow, Store, may


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """The desk as one member of staff sees it.

    Attributes:
        view: Published snapshot and reader, as on the public pages.
        state: The tables of this moment; may be a second ahead of ``view``.
        zone: Time zone of the visitor.
        names: Name of each member of staff by id, those who left included.
        added: Rows that a proposal adds, so that what cites them can be named.
    """

    view: View
    actor: Actor
    store: Store
    state: State
    zone: tzinfo
    names: Mapping[str, str]
    added: Mapping[str, Mapping[Key, Row]] = field(default_factory=dict)

    @property
    def t(self) -> Translate:
        """Translator of the reader."""
        return self.view.t

    @property
    def language(self) -> Language:
        """Language of the reader."""
        return self.view.language

    @property
    def words(self) -> Words:
        """Words for tables, rows and cells, as the tables are now."""
        tables: dict[str, Mapping[Key, Row]] = dict(self.state.raw)
        for table, rows in self.added.items():
            tables[table] = ChainMap(dict(rows), dict(tables.get(table, {})))
        return Words(raw=tables, language=self.language, t=self.t)

    def with_rows(self, rows: Iterable[ProposedRow | RowChange]) -> DeskView:
        """The same, knowing the rows that a change adds or takes away."""
        added: dict[str, dict[Key, Row]] = {}
        for row in rows:
            if row.kind is not ChangeKind.EDIT:
                texts = {c.column: (c.old if c.new is None else c.new) or "" for c in row.cells}
                added.setdefault(row.table, {})[row.key] = texts
        return replace(self, added=added)

    def may(self, action: Action) -> bool:
        """Whether the member of staff may do something; the store asks again."""
        return may(self.actor.role, action)

    def who(self, staff_id: str) -> str:
        """What the desk calls somebody; nobody signed in: a visitor."""
        if not staff_id:
            return self.t("desk.visitor")
        if staff_id == self.actor.staff_id:
            return self.t("desk.you")
        return self.names.get(staff_id) or staff_name(staff_id)

    def moment(self, when: datetime | None) -> str:
        """« 25 novembre 2026, 14:05 », in the time of the visitor."""
        if when is None:
            return ""
        local = when.astimezone(self.zone)
        return self.t("desk.moment", day=day(local.date(), self.language), time=f"{local:%H:%M}")

    def day(self, when: date | None) -> str:
        """« 25 novembre 2026 »; empty: no day."""
        return day(when, self.language) if when else ""

    def link(self, **parameters: str | None) -> str:
        """Address of a part of the desk."""
        return address("desk", self.language, **parameters)

    def elsewhere(self, page: str, **parameters: str | None) -> str:
        """Address of another page of the desk."""
        return address(page, self.language, **parameters)


def desk_view(actor: Actor) -> DeskView:
    """The desk of this moment for one member of staff.

    Raises:
        StoreError: The store cannot be read.
    """
    language, opened = current_language(), session.store()
    state = opened.state()
    return DeskView(
        view=View(
            dataset=published_dataset(), today=today(), language=language, t=translator(language)
        ),
        actor=actor,
        store=opened,
        state=state,
        zone=visitor_zone(),
        names={member.staff_id: member.name for member in opened.staff()},
    )
