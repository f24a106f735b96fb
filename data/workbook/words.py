"""Words that people write for a code or an id, and the closest ones to a word nobody knows."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from data.raw import RawTables, Row
from data.workbook.fields import Field, Kind
from data.workbook.rules import Both

UNKNOWN_MARK = "∅"
"""What empties a cell: the value is unknown."""

_UNKNOWN_WORDS = {"inconnu", "inconnue", "inconnus", "inconnues", "unknown"}
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o"})
_LONGEST_UNKNOWN = 60
"""Letters and signs past which a cell says more than that its value is unknown."""

_FEW = 12
_MOST_SUGGESTIONS = 300
"""Words for which the closest are looked for in one file; comparing takes long."""

_LONGEST_COMPARED = 60
_OTHER_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "answer": {
        "yes": ("o", "y", "vrai", "true", "x"),
        "no": ("n", "faux", "false"),
        "partial": ("partielle", "partiellement", "en partie", "partly", "partially"),
        "not_applicable": ("na", "non applicable", "so", "s.o."),
    },
    "source_kind": {"official": ("officiel", "officielle"), "ngo": ("association", "ong")},
    "technology_level": {"medium": ("moyen",), "high": ("fort", "élevée", "élevé", "haute")},
}
_YES_NO = {
    "yes": ("oui", "o", "y", "vrai", "true", "1", "x"),
    "no": ("non", "n", "faux", "false", "0"),
}
_NAMES_OF: Mapping[str, tuple[str, ...]] = {
    "cities": ("name_fr", "name_en", "name_local"),
    "countries": ("name_fr", "name_en", "country_iso2"),
    "organisations": ("name_fr", "name_en"),
    "networks": ("short_fr", "short_en", "name_fr", "name_en"),
    "lines": ("label_fr", "label_en", "short_fr", "short_en"),
    "criterion_definitions": ("label_fr", "label_en"),
    "projects": ("title_fr", "title_en"),
    "strategies": ("title_fr", "title_en"),
    "sources": ("url", "title"),
}
_SHOWN_NAMES: Mapping[str, tuple[str, str]] = {
    "cities": ("name_fr", "name_en"),
    "countries": ("name_fr", "name_en"),
    "networks": ("short_fr", "short_en"),
    "criterion_definitions": ("label_fr", "label_en"),
    "lines": ("short_fr", "short_en"),
}


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Letters and digits only, small, without accents: what two ways to write a word share."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def is_unknown_word(text: str) -> bool:
    """Whether a whole cell says « inconnu »: the mark ``∅`` or the word in either language."""
    return text == UNKNOWN_MARK or (len(text) <= _LONGEST_UNKNOWN and fold(text) in _UNKNOWN_WORDS)


class Words:
    """One closed list: every way to write each of its codes."""

    def __init__(self) -> None:
        self.shown: dict[str, Both] = {}
        self._by_code: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}

    def add(self, code: str, names: Iterable[str] = (), shown: Both | None = None) -> None:
        """Make a code known, with its names; ``shown`` is how messages and cells write it."""
        self.shown[code] = shown or (code, code)
        self._by_code.setdefault(fold(code), set()).add(code)
        for name in names:
            if folded := fold(name):
                self._by_name.setdefault(folded, set()).add(code)

    def named(self, text: str) -> tuple[str, ...]:
        """Codes that a text can mean, sorted; several: it is ambiguous; none: nobody knows it."""
        if text in self.shown:
            return (text,)
        folded = fold(text)
        return tuple(sorted(self._by_code.get(folded) or self._by_name.get(folded) or ()))

    def label(self, code: str, language: str) -> str:
        """The label that reads back as the code; the code itself where the label does not."""
        label = self.shown[code][0 if language == "fr" else 1]
        return label if self.named(label) == (code,) else code

    def closest(self, text: str) -> tuple[Both, ...]:
        """Up to three words that look like a text; all of a short list; none if nothing is near."""
        if len(self.shown) <= _FEW:
            return tuple(self._told(code) for code in self.shown)
        names = [
            *self._by_code,
            *(name for name in self._by_name if len(name) <= _LONGEST_COMPARED),
        ]
        found = difflib.get_close_matches(fold(text[:_LONGEST_COMPARED]), names, n=4, cutoff=0.6)
        codes = [code for name in found for code in sorted(self._by_code.get(name, ()))]
        codes += [code for name in found for code in sorted(self._by_name.get(name, ()))]
        return tuple(self._told(code) for code in dict.fromkeys(codes))[:3]

    def _told(self, code: str) -> Both:
        french, english = self.shown[code]
        if (french, english) == (code, code):
            return (code, code)
        return (f"{french} ({code})", f"{english} ({code})")


class Lexicon:
    """Every closed list of a state of the tables; rows of a workbook are added as they are read."""

    def __init__(self, raw: RawTables) -> None:
        self._raw = raw
        self._lists: dict[tuple[Kind, str], Words] = {}
        self._suggested: dict[tuple[int, str], tuple[Both, ...]] = {}

    def words_of(self, field: Field) -> Words:
        """The closed list of a column; an empty one where everything can be written."""
        if field.kind is Kind.YES_NO:
            return self._list(Kind.YES_NO, "")
        if field.kind is Kind.CODE:
            return self._list(Kind.CODE, f"{field.vocabulary}:{','.join(field.codes)}")
        return self._list(Kind.REFERENCE, field.target or "")

    def rows_of(self, table: str) -> Words:
        """Ids and names of the rows of a table."""
        return self._list(Kind.REFERENCE, table)

    def add_row(self, table: str, code: str, row: Mapping[str, str]) -> None:
        """Make a row of the workbook known, so that others of it can name it."""
        self.rows_of(table).add(code, _names(table, row), _shown(table, code, row))

    def closest(self, words: Words, text: str) -> tuple[Both, ...]:
        """As ``Words.closest``; nothing after many different words, which would take too long."""
        key = (id(words), fold(text[:_LONGEST_COMPARED]))
        if key not in self._suggested:
            if len(self._suggested) >= _MOST_SUGGESTIONS:
                return ()
            self._suggested[key] = words.closest(text)
        return self._suggested[key]

    def _list(self, kind: Kind, name: str) -> Words:
        if (kind, name) not in self._lists:
            makers = {Kind.YES_NO: _yes_no, Kind.CODE: self._codes, Kind.REFERENCE: self._rows}
            self._lists[kind, name] = makers[kind](name)
        return self._lists[kind, name]

    def _codes(self, name: str) -> Words:
        words = Words()
        vocabulary, _, allowed = name.partition(":")
        terms = {
            key[1]: row
            for key, row in self._raw.get("vocabularies", {}).items()
            if key[0] == vocabulary
        }
        for code in filter(None, allowed.split(",")):
            terms.setdefault(code, {})
        for code, term in terms.items():
            if allowed and code not in allowed.split(","):
                continue
            labels = (term.get("label_fr", ""), term.get("label_en", ""))
            others = _OTHER_WORDS.get(vocabulary, {}).get(code, ())
            names = [*labels, *others] + (["inconnu", "inconnue"] if code == "unknown" else [])
            words.add(code, names, (labels[0] or code, labels[1] or labels[0] or code))
        return words

    def _rows(self, table: str) -> Words:
        words = Words()
        for key, row in self._raw.get(table, {}).items():
            words.add(key[0], _names(table, row), _shown(table, key[0], row))
        return words


def _yes_no(_: str) -> Words:
    words = Words()
    for code, names in _YES_NO.items():
        words.add(code, names, ("oui" if code == "yes" else "non", code))
    return words


def _names(table: str, row: Row) -> list[str]:
    return [row.get(column, "") for column in _NAMES_OF.get(table, ())]


def _shown(table: str, code: str, row: Row) -> Both:
    if table not in _SHOWN_NAMES:
        return (code, code)
    french, english = (row.get(column, "") for column in _SHOWN_NAMES[table])
    return (french or code, english or french or code)
