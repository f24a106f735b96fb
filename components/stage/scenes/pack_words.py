"""Words that every scene of a speaker's pack says: who speaks, about what, where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.speaker_pack import Subject, city_subject, organisation_subject
from components.i18n import Language, Translate, number, sort_key
from components.pictures.svg import isolated_text
from components.stage.scene import SceneRequest
from components.stage.scenes.excerpts import inner_quotes
from components.stage.scenes.words import subtitle
from data.programme import Speaker, Talk
from data.schema import City

_SHORT_NAME = re.compile(r"\(([^()]+)\)$")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One scene of a pack: what is asked and whom it is about."""

    asked: SceneRequest
    subject: Subject

    @property
    def t(self) -> Translate:
        """Translator of the language."""
        return self.asked.t

    @property
    def language(self) -> Language:
        """Language of the reader."""
        return self.asked.language

    @property
    def name(self) -> str:
        """« Siem Reap »; for an organisation what stands in brackets at the end of its name, if any."""
        owner = self.subject.owner
        if isinstance(owner, City):
            return isolated_text(self.asked.name(owner))
        whole = self.asked.label(owner, "name")
        short = _SHORT_NAME.search(whole)
        return isolated_text(short[1] if short else whole)

    @property
    def country(self) -> str:
        """Name of the country; empty for a network of several."""
        code = self.subject.country_iso3
        countries = self.asked.dataset.countries
        return "" if code is None else isolated_text(self.asked.label(countries[code], "name"))

    @property
    def place(self) -> str:
        """« Siem Reap (Cambodge) »."""
        if not self.country or self.country == self.name:
            return self.name
        return self.t("stage.pack.place", name=self.name, country=self.country)

    @property
    def owner(self) -> str:
        """Whose records are counted: the city, or the cities of the organisation's country."""
        if isinstance(self.subject.owner, City):
            return self.name
        if not self.country:
            return self.t("stage.pack.cities.network", name=self.name)
        return self.t("stage.pack.cities.country", country=self.country)

    def subtitle(self, measure: str) -> str:
        """Measure, place and date, one line."""
        return subtitle(self.asked, measure, self.place)

    def figure(self, value: float) -> str:
        """A number as the language writes it."""
        return number(value, self.language)


def pack_of(asked: SceneRequest) -> Pack:
    """The pack a scene belongs to.

    Raises:
        ValueError: The definition names neither a city nor an organisation.
    """
    definition, dataset = asked.definition, asked.dataset
    if definition.city_id is not None:
        return Pack(asked=asked, subject=city_subject(dataset, definition.city_id))
    if definition.organisation_id is not None:
        subject = organisation_subject(dataset, definition.organisation_id)
        return Pack(asked=asked, subject=subject)
    raise ValueError(f"scene {definition.scene_id} names no speaker")


def intervention(pack: Pack) -> Talk | Speaker | None:
    """What the speaker is on the programme for, that of the scene's own session first."""
    asked, definition = pack.asked, pack.asked.definition
    speaker = (definition.city_id, definition.organisation_id)
    sessions = sorted(
        asked.programme.sessions, key=lambda session: session.session_id != asked.session.session_id
    )
    entries: list[Talk | Speaker] = []
    for session in sessions:
        entries += (*session.talks, *session.speakers)
    return next(
        (entry for entry in entries if (entry.city_id, entry.organisation_id) == speaker),
        None,
    )


def who_and_what(pack: Pack) -> tuple[str, str]:
    """Sentence that gives the floor, and title of the contribution (that of the session if none)."""
    asked, entry = pack.asked, intervention(pack)
    if isinstance(entry, Talk):
        title = asked.label(entry, "title")
        quoted = inner_quotes(title, pack.language)
        return pack.t("stage.pack.presents", name=pack.name, title=quoted), title
    title = asked.label(asked.session, "title")
    if entry is None:
        return pack.t("stage.pack.speaks", name=pack.name), title
    return pack.t("stage.pack.takes_floor", name=speaker_words(asked, entry)), title


def speaker_words(asked: SceneRequest, speaker: Speaker) -> str:
    """« Vannak Seng, Vice-Gouverneur de Phnom Penh »; the office alone where nobody is named."""
    role = asked.label(speaker, "role")
    return f"{isolated_text(speaker.name)}, {role}" if speaker.name else role


def by_name(pack: Pack) -> list[City]:
    """Cities of the pack, by their name in the language."""
    return sorted(pack.subject.cities, key=lambda city: sort_key(pack.asked.name(city)))


def with_others(
    pack: Pack, items: Iterable[tuple[str, str]], most: int
) -> tuple[tuple[str, str], ...]:
    """At most ``most`` items; the last one then says how many are not shown."""
    held = list(items)
    if len(held) <= most:
        return tuple(held)
    left = len(held) - most + 1
    return (*held[: most - 1], (pack.t("stage.pack.others", count=left), ""))
