"""The address is the state: which parameters exist, how they are read and how links are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from components.i18n import LANGUAGES, Language

PAGE_PATHS = {
    "overview": "",
    "map": "carte",
    "city": "ville",
    "projects": "projets",
    "maturity": "maturite",
    "comparison": "comparer",
    "indicators": "indicateurs",
    "stage": "scene",
    "sources": "sources",
    "edit": "saisir",
    "desk": "bureau",
    "imports": "classeur",
    "completeness": "completer",
    "reply": "reponse",
    "access": "acces",
}
"""Address of each page, the same in both languages, so that a link survives a change of language."""

DESK_PAGES = ("desk", "edit", "imports", "completeness", "reply", "access")
"""Pages of the desk: no menu of the readers shows them."""

HEADER_PAGES = tuple(page for page in PAGE_PATHS if page not in DESK_PAGES)
"""Pages that the header leads everybody to, in its order."""

STAFF_PAGE = "desk"
"""One more for who has signed in."""

MAX_VALUE_LENGTH = 200

EMPTY_CHOICE = "none"
"""A list that the visitor emptied: not the same as one nobody touched, which has its default."""


def address(page: str, language: Language, **parameters: str | Iterable[str] | None) -> str:
    """Address of a page with its parameters; lists are joined by commas, None and "" left out.

    Raises:
        KeyError: There is no such page.
    """
    pairs: dict[str, str] = {"lang": language}
    for name, value in parameters.items():
        text = value if isinstance(value, str) or value is None else ",".join(value)
        if text:
            pairs[name] = text
    return f"/{PAGE_PATHS[page]}?{urlencode(pairs, safe=',')}"


@dataclass(slots=True)
class AddressReader:
    """Reads parameters of an address and checks each against what exists.

    Attributes:
        parameters: Name to raw value, as the browser sent them; never trusted.
        ignored: Values refused so far, as ``name=value``, shortened; for a message to the visitor.
    """

    parameters: Mapping[str, str]
    ignored: list[str]

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> AddressReader:
        """Start reading an address."""
        return cls(parameters, [])

    def one(self, name: str, options: Collection[str]) -> str | None:
        """The value of ``name`` if it is one of ``options``; None if it is missing or refused."""
        value = self.parameters.get(name, "")
        if not value:
            return None
        if value in options:
            return value
        self._refuse(name, value)
        return None

    def many(self, name: str, options: Collection[str]) -> tuple[str, ...]:
        """The comma-separated values of ``name`` that exist, without repeats, in address order."""
        kept: dict[str, None] = {}
        for value in filter(None, self.parameters.get(name, "").split(",")):
            if value in options:
                kept[value] = None
            else:
                self._refuse(name, value)
        return tuple(kept)

    def text(self, name: str) -> str:
        """Free text of ``name``, without control characters, at most 200 characters."""
        raw = self.parameters.get(name, "")
        return "".join(char for char in raw if char.isprintable())[:MAX_VALUE_LENGTH]

    def language(self) -> Language | None:
        """Language of the address, or None."""
        value = self.one("lang", LANGUAGES)
        return "fr" if value == "fr" else "en" if value == "en" else None

    def _refuse(self, name: str, value: str) -> None:
        shown = "".join(char for char in value if char.isprintable())
        self.ignored.append(f"{name}={shown[:40]}{'…' if len(shown) > 40 else ''}")
