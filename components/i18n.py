"""Interface text, numbers and dates in French and English. A missing key is an error, never a fallback."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, get_args

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from data.dates import PartialDate

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "fr"
LOCALE_DIR = Path(__file__).parent / "locale"

NBSP = "\u00a0"
NNBSP = "\u202f"

_BABEL_LOCALE: dict[Language, str] = {"fr": "fr", "en": "en_GB"}


class Translate(Protocol):
    """Signature of what :func:`translator` returns."""

    def __call__(self, key: str, *, count: int | None = None, **values: object) -> str: ...


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Messages by key, gathered from every file of ``locale/<language>/``.

    Raises:
        ValueError: Two files define the same key.
    """
    messages: dict[str, str] = {}
    for path in sorted((LOCALE_DIR / language).glob("*.toml")):
        with path.open("rb") as file:
            loaded = tomllib.load(file)
        if twice := messages.keys() & loaded.keys():
            raise ValueError(f"{path.name} repeats {sorted(twice)}")
        messages |= loaded
    if language == "fr":
        return {key: typography(text, "fr") for key, text in messages.items()}
    return messages


@cache
def translator(language: Language) -> Translate:
    """Return ``t(key, **values)`` for one language.

    ``t("map.count", count=3)`` picks ``map.count.one`` or ``map.count.other`` by the plural rule
    of the language (French counts 0 as singular, English does not). Values that are ``int`` or
    ``float`` are written by the rules of the language.

    Raises:
        KeyError: The key, its plural form or one of its placeholders is missing.
    """
    messages = catalogue(language)
    locale = Locale.parse(_BABEL_LOCALE[language])

    def t(key: str, *, count: int | None = None, **values: object) -> str:
        if count is not None:
            # French has a third CLDR category ("many", for millions) that reads like "other" here.
            form = "one" if locale.plural_form(count) == "one" else "other"
            key = f"{key}.{form}"
            values["count"] = count
        shown = {
            name: number(value, language)
            if isinstance(value, int | float) and not isinstance(value, bool)
            else value
            for name, value in values.items()
        }
        return messages[key].format(**shown)

    return t


def number(value: float, language: Language, *, decimals: int | None = None) -> str:
    """Write a number by the rules of the language (``1 234,5`` or ``1,234.5``).

    Args:
        value: Any finite number.
        language: Language of the reader.
        decimals: Exact number of decimals; None keeps at most three, without trailing zeros.
    """
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_BABEL_LOCALE[language])


def percent(share: float, language: Language) -> str:
    """Write a share in [0, 1] as a whole percentage, by the rules of the language."""
    return format_percent(share, locale=_BABEL_LOCALE[language])


def day(value: date, language: Language) -> str:
    """Write a calendar day: ``3 mars 2024`` or ``3 March 2024``."""
    text = format_date(value, format="d MMMM y", locale=_BABEL_LOCALE[language])
    return text.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else text


def partial_date(when: PartialDate | None, language: Language) -> str:
    """Write a date with the precision of its source; None reads « date inconnue »."""
    if when is None:
        return translator(language)("date.unknown")
    if when.month is None:
        return str(when.year)
    if when.day is None:
        first = date(when.year, when.month, 1)
        return format_date(first, format="MMMM y", locale=_BABEL_LOCALE[language])
    return day(date(when.year, when.month, when.day), language)


def years(start: int | None, end: int | None, language: Language) -> str:
    """Write a span of years; an unknown end is never shown as the present day."""
    t = translator(language)
    match (start, end):
        case (None, None):
            return t("date.unknown")
        case (None, _):
            return t("years.until", year=str(end))
        case (_, None):
            return t("years.since", year=str(start))
    return str(start) if start == end else f"{start}–{end}"


_BEFORE_NARROW = re.compile(r" (?=[;!?])")
_BEFORE_WIDE = re.compile(r" (?=[:»%])|(?<=«) ")
_APOSTROPHE = re.compile(r"(https?://\S+)|'")
_GROUPED_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")


def typography(text: str, language: Language) -> str:
    """Apply French no-break spaces to text for readers; other languages come back unchanged.

    Only spaces that are already there change (the tables are written with ordinary ones), so
    addresses, times and code keep their form. Applying it twice changes nothing.
    """
    if language != "fr":
        return text
    text = _BEFORE_NARROW.sub(NNBSP, text)
    text = _BEFORE_WIDE.sub(NBSP, text)
    text = _GROUPED_NUMBER.sub(lambda match: match[0].replace(" ", NNBSP), text)
    return _APOSTROPHE.sub(lambda match: match[1] or "’", text)


@dataclass(frozen=True, slots=True)
class Content:
    """Text from the tables, ready for a reader.

    Attributes:
        text: With the typography of its language.
        language: Language the text is really in; differs from the reader's when it is not translated.
        is_fallback: Whether the reader asked for another language.
    """

    text: str
    language: Language
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


def content(record: object, field: str, language: Language) -> Content:
    """Text of ``record.<field>_<language>``, or of the other language, marked, when it is empty."""
    text = getattr(record, f"{field}_{language}")
    if text:
        return Content(typography(text, language), language, False)
    other: Language = "fr" if language == "en" else "en"
    return Content(typography(getattr(record, f"{field}_{other}"), other), other, True)


def sort_key(text: str) -> tuple[str, str]:
    """Key that sorts names as a reader expects: Écully between Ebolowa and Edéa, not after Zürich."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)), text


def preferred_language(accept_language: str | None) -> Language:
    """First of our languages in an ``Accept-Language`` header; French when there is none."""
    weighted: list[tuple[float, int, Language]] = []
    for position, part in enumerate((accept_language or "").split(",")):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.split("-")[0].lower()
        if primary in LANGUAGES:
            quality = parameters.strip().removeprefix("q=") or "1"
            try:
                weight = float(quality)
            except ValueError:
                weight = 0.0
            if weight > 0:
                weighted.append((-weight, position, "fr" if primary == "fr" else "en"))
    return min(weighted)[2] if weighted else DEFAULT_LANGUAGE
