"""A cell as people fill it, understood as the tables write it, or refused with its rule.

What is understood: stray spaces, decimal commas, spaces or apostrophes between thousands, yes and no and
every label in both languages whatever their accents and case, names instead of ids, dates of the
spreadsheet and dates in words, lists with semicolons, line breaks or commas.
"""

from __future__ import annotations

import re
import unicodedata

from data.raw import canonical_cell
from data.read import FIRST_YEAR, LIST_SEPARATOR
from data.workbook.dates import UnclearDateError, date_of, year_typed
from data.workbook.fields import Field, Kind
from data.workbook.problems import NOTHING, both, joined
from data.workbook.rules import BookRule, Both
from data.workbook.values import Broken, Computed, Day, Plain, Value, shown
from data.workbook.words import Lexicon, Words, is_unknown_word
from data.write import raw_cell

_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"
_FORMULA_TEXT = re.compile(r"[=＝@＠]|[+\-＋－]\s*[A-Za-z_.]+[(|]")
_PLACEHOLDER = re.compile(r"[\W_]+|n\.?\s?[adcr]\.?|n/[ad]", re.IGNORECASE)
_ITEMS = re.compile(r"[;；\n]")
_BULLET = re.compile(r"^(?:[•·▪–—*-]\s+|\d{1,2}[.)]\s+)")
_SPACES = r"[\s\u00a0\u202f\u2009']"
_GROUPED = re.compile(rf"[+-]?\d{{1,3}}(?:{_SPACES}\d{{3}})+(?:[.,]\d+)?")
_THOUSANDS_BY_COMMA = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")
_THOUSANDS_BY_DOT = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,20})?")
_TABLE_NUMBER = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,20}[eE][+-]?[0-9]{1,3}")
"""How the tables write a very small number."""

_SIGNS = str.maketrans({"−": "-", "’": "'", "ʼ": "'"})


class CellRefusedError(ValueError):
    """A cell is refused; whoever reads the row adds the place."""

    def __init__(self, rule: BookRule, expected: Both = NOTHING) -> None:
        self.rule = rule
        self.expected = expected
        super().__init__(rule, expected)


def understood(
    table: str, field: Field, value: Value, lexicon: Lexicon, language: str
) -> str | None:
    """Text of a cell as the tables write it; None: the cell is empty; ``""``: it says « unknown ».

    Args:
        language: Language of whoever reads the file: ``fr`` takes 03/04/2022 as a day of April.

    Raises:
        CellRefusedError: A rule of workbooks.
        DataError: A rule of the tables.
    """
    plain = plain_of(value)
    if isinstance(plain, str):
        plain = tidy(plain)
        if not plain:
            return None
    if isinstance(plain, Broken):
        raise CellRefusedError(BookRule.ERROR_VALUE)
    words = lexicon.words_of(field)
    if isinstance(plain, str) and is_unknown_word(plain) and not words.named(plain):
        return ""
    text = _text_of(field, plain, words, lexicon, language)
    return canonical_cell(table, field.code, text)


def plain_of(value: Value) -> Plain:
    """The stored result of a formula; any other value as it is.

    Raises:
        CellRefusedError: No result is stored.
    """
    if not isinstance(value, Computed):
        return value
    if value.value is None:
        raise CellRefusedError(BookRule.FORMULA)
    return value.value


def tidy(text: str) -> str:
    """A text without stray spaces around, with one kind of line break and of accents."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.strip().strip(_INVISIBLE).strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def number_of(value: str | float) -> float:
    """A number as it is typed: 16,46 or 1 573 544 or 1'573'544 or 1.573.544,5.

    Raises:
        CellRefusedError: Not a number, or one that can be read in two ways.
    """
    if isinstance(value, float):
        return value
    text = value.translate(_SIGNS)
    if not text.isascii():
        text = re.sub(r"\s", " ", text)
    if _GROUPED.fullmatch(text):
        text = re.sub(_SPACES, "", text)
    elif _THOUSANDS_BY_COMMA.fullmatch(text):
        text = text.replace(",", "")
    elif _THOUSANDS_BY_DOT.fullmatch(text):
        text = text.replace(".", "")
    if not text.isascii() or _PLAIN_NUMBER.fullmatch(text) is None:
        raise CellRefusedError(BookRule.NUMBER)
    return float(text.replace(",", "."))


def items_of(text: str) -> list[str]:
    """Items of a list typed in one cell, without bullets and empty ones."""
    items = (_BULLET.sub("", tidy(item)) for item in _ITEMS.split(text))
    return [item for item in items if item]


def _text_of(field: Field, plain: Plain, words: Words, lexicon: Lexicon, language: str) -> str:
    if field.is_closed:
        return _closed(field, plain, words, lexicon)
    if field.kind in {Kind.INTEGER, Kind.NUMBER}:
        return _number(field, plain)
    if field.kind is Kind.DATE:
        return _date(plain, language)
    text = text_of(plain)
    if field.is_list:
        items = items_of(text)
        for item in items:
            check_text(item)
        return LIST_SEPARATOR.join(items)
    check_text(text)
    if field.kind is Kind.ADDRESS and not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise CellRefusedError(BookRule.ADDRESS)
    return text


def text_of(plain: Plain) -> str:
    """The text of a cell that should hold one: a number is a text too, a date is not.

    Raises:
        CellRefusedError: A date, or a true or false.
    """
    if isinstance(plain, str):
        return plain
    if isinstance(plain, float) and not isinstance(plain, bool):
        return shown(plain)
    raise CellRefusedError(BookRule.TEXT)


def _closed(field: Field, plain: Plain, words: Words, lexicon: Lexicon) -> str:
    if isinstance(plain, bool) and field.kind is not Kind.REFERENCE:
        plain = "true" if plain else "false"
    text = shown(plain)
    if not field.is_list:
        return _code(field, text, words, lexicon)
    codes: list[str] = []
    for item in items_of(text):
        if not words.named(item) and "," in item:
            parts = [tidy(part) for part in item.split(",")]
            if all(words.named(part) for part in parts if part):
                codes += [_code(field, part, words, lexicon) for part in parts if part]
                continue
        codes.append(_code(field, item, words, lexicon))
    return LIST_SEPARATOR.join(dict.fromkeys(codes))


def _code(field: Field, text: str, words: Words, lexicon: Lexicon) -> str:
    found = words.named(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise CellRefusedError(BookRule.SEVERAL, joined(both(code) for code in found[:5]))
    if _PLACEHOLDER.fullmatch(text):
        raise CellRefusedError(BookRule.PLACEHOLDER)
    if field.kind is Kind.YES_NO:
        raise CellRefusedError(BookRule.YES_NO)
    if field.kind is Kind.CODE and not field.codes and re.fullmatch(r"[a-z]{2}", text.lower()):
        return text.lower()  # the list of languages is open
    near = lexicon.closest(words, text)
    raise CellRefusedError(BookRule.WORD, joined(near) if near else _whole_list(field))


def _whole_list(field: Field) -> Both:
    return ("ceux de la liste du modèle", "those of the list of the template")


def _number(field: Field, plain: Plain) -> str:
    rule = BookRule.INTEGER if field.kind is Kind.INTEGER else BookRule.NUMBER
    if isinstance(plain, Day):
        year = year_typed(plain)
        if field.low != FIRST_YEAR:
            raise CellRefusedError(rule)
        return str(year or plain.when.year)
    if isinstance(plain, bool | Broken):
        raise CellRefusedError(rule)
    if isinstance(plain, str) and _PLACEHOLDER.fullmatch(plain):
        raise CellRefusedError(BookRule.PLACEHOLDER)
    try:
        is_written = isinstance(plain, str) and _TABLE_NUMBER.fullmatch(plain)
        number = float(plain) if is_written and field.kind is Kind.NUMBER else number_of(plain)
    except CellRefusedError:
        raise CellRefusedError(rule) from None
    if field.kind is Kind.INTEGER and not number.is_integer():
        raise CellRefusedError(rule)
    return raw_cell(number)


def _date(plain: Plain, language: str) -> str:
    if isinstance(plain, bool | Broken):
        raise CellRefusedError(BookRule.DATE)
    if isinstance(plain, str) and _PLACEHOLDER.fullmatch(plain):
        raise CellRefusedError(BookRule.PLACEHOLDER)
    try:
        return date_of(plain, language)
    except UnclearDateError as fault:
        raise CellRefusedError(fault.rule, joined(both(day) for day in fault.readings)) from None


def check_text(text: str) -> None:
    """Refuse a text that a spreadsheet would run, and one that says nothing.

    Raises:
        CellRefusedError: It is one of these.
    """
    if _FORMULA_TEXT.match(text):
        raise CellRefusedError(BookRule.FORMULA_TEXT)
    if _PLACEHOLDER.fullmatch(text):
        raise CellRefusedError(BookRule.PLACEHOLDER)
