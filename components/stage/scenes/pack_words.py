"""Words that every scene of a speaker's pack says: who speaks, about what, where, and cut texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.speaker_pack import Subject, city_subject, organisation_subject
from components.i18n import Language, Translate, number, sort_key
from components.pictures.svg import ELLIPSIS, cut, isolated_text, wrapped
from components.stage.scene import SceneRequest
from components.stage.scenes.words import subtitle
from data.programme import Speaker, Talk
from data.schema import City

_SHORT_NAME = re.compile(r"\(([^()]+)\)$")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s")
_CLAUSE_END = re.compile(r"\s*;\s")
_GUILLEMETS = str.maketrans({"«": "“", "»": "”"})
_QUOTES = str.maketrans({"“": "‘", "”": "’"})
_QUOTED_SPACE = re.compile(r"(?<=“)[\s\u00a0\u202f]+|[\s\u00a0\u202f]+(?=”)")


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
        quoted = quoted_inside(title, pack.language)
        return pack.t("stage.pack.presents", name=pack.name, title=quoted), title
    title = asked.label(asked.session, "title")
    if entry is None:
        return pack.t("stage.pack.speaks", name=pack.name), title
    return pack.t("stage.pack.takes_floor", name=speaker_words(asked, entry)), title


def speaker_words(asked: SceneRequest, speaker: Speaker) -> str:
    """« Vannak Seng, Vice-Gouverneur de Phnom Penh »; the office alone where nobody is named."""
    role = asked.label(speaker, "role")
    return f"{isolated_text(speaker.name)}, {role}" if speaker.name else role


def quoted_inside(text: str, language: Language) -> str:
    """A title to be set between quotes: its own quotes become those of the second level."""
    if language == "en":
        return text.translate(_QUOTES)
    return _QUOTED_SPACE.sub("", text.translate(_GUILLEMETS))


def shortened(value: str, width: float, size: float, most: int) -> str:
    """The text if it fits ``most`` lines; else its first sentences that do, else its first clause.

    A cut clause ends with « … ». Without a clause that fits the text stays whole: nothing is cut in
    the middle of what a source says.
    """
    if fits(value, width, size, most):
        return value
    sentences = SENTENCE_END.split(value)
    for kept in range(len(sentences) - 1, 0, -1):
        found = " ".join(sentences[:kept])
        if fits(found, width, size, most):
            return found
    ends = [match.start() for match in _CLAUSE_END.finditer(sentences[0])]
    for end in reversed(ends):
        found = sentences[0][:end] + "…"
        if fits(found, width, size, most):
            return found
    return value


def fits(value: str, width: float, size: float, most: int) -> bool:
    """Whether a text needs no more lines than ``most``."""
    return len(wrapped(value, width, size, most=most + 1)) <= most


def cut_at_word(value: str, width: float, size: float) -> str:
    """One line: the text if it fits, else whole words of its beginning and « … »."""
    shown = cut(value, width, size)
    if shown == value or " " not in shown:
        return shown
    kept = shown.rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return isolated_text(kept + ELLIPSIS)


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
