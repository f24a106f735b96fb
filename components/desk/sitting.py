"""What a form of the desk works with: who writes, on which state of the tables, for which reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from components.i18n import Language, Translate, day
from components.session import current_language, store, today
from components.view import View
from data.merge import State
from data.raw import RawTables
from data.store import Action, Actor, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One run of a page of the desk.

    Attributes:
        view: The tables as they are published at this moment, and their reader.
    """

    view: View
    actor: Actor
    state: State

    @property
    def raw(self) -> RawTables:
        """Texts of the tables."""
        return self.state.raw

    @property
    def t(self) -> Translate:
        """Translator of the reader."""
        return self.view.t

    @property
    def language(self) -> Language:
        """Language of the reader."""
        return self.view.language

    @property
    def may_publish(self) -> bool:
        """Whether the writer publishes without a review."""
        return may(self.actor.role, Action.PUBLISH)


def sit_down(actor: Actor, t: Translate) -> Sitting:
    """The tables of this very moment, for somebody who may write.

    Raises:
        StoreError: The store cannot be read.
        DataError: The release itself breaks a rule.
    """
    state = store().state()
    view = View(dataset=state.dataset, today=today(), language=current_language(), t=t)
    return Sitting(view=view, actor=actor, state=state)


def moment_words(moment: datetime | None, zone: tzinfo, language: Language, t: Translate) -> str:
    """« le 3 mai 2026 à 10:12 », in the zone of the reader; empty: the moment is not known."""
    if moment is None:
        return ""
    there = moment.astimezone(zone)
    return t("edit.moment", day=day(there.date(), language), time=f"{there:%H:%M}")
