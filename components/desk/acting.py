"""What staff ask of the store, done once and told in words: what came of it, or why nothing did."""

from __future__ import annotations

import logging
from collections.abc import Callable

import htpy as h

from components.desk.changes_words import Words
from components.i18n import Language, Translate, translator
from components.markup import isolated, show
from components.session import (
    current_language,
    published,
    set_widget_value,
    store,
    widget_value,
)
from components.staff import current_actor
from data.changes import EditConflictError
from data.errors import DataError, Rule, rule_sentence
from data.raw import PROGRAMMES, RAW_KEYS, RawTables, raw_columns
from data.store import Actor, NotAllowedError, Store, StoreError

log = logging.getLogger(__name__)

_TOLD = "desk_told"
_MOST_SHOWN = 3


class RefusedError(Exception):
    """Something is missing before the store can be asked; says what, in the language of the reader."""


def attempt(act: Callable[[Store, Actor, Translate], str]) -> bool:
    """Ask something of the store and tell the visitor what came of it; for buttons.

    Args:
        act: Does it for whoever asks now and returns what to tell; empty: nothing.

    Returns:
        Whether it was done; if not, nothing was, and what was typed is still there.
    """
    try:
        told = act(store(), current_actor(), translator(current_language()))
        published().renew()
    except (
        RefusedError,
        NotAllowedError,
        EditConflictError,
        DataError,
        StoreError,
        LookupError,
    ) as error:
        tell(failure_words(error), is_fault=True)
        return False
    if told:
        tell(told)
    return True


def failure_words(error: Exception) -> str:
    """Why something was not done, in the language of the visitor."""
    language = current_language()
    match error:
        case RefusedError():
            return str(error)
        case NotAllowedError():
            return translator(language)("acting.not_allowed")
        case EditConflictError():
            return conflict_words(error, words_of(language))
        case DataError():
            return fault_words(error, words_of(language))
        case StoreError():
            log.error("the store refused: %s", error)
            return error.message(language)
    return translator(language)("acting.gone")


def tell(text: str, *, is_fault: bool = False) -> None:
    """Say something at the top of the page, once."""
    set_widget_value(_TOLD, (text, is_fault))


def show_told() -> None:
    """Draw what there is to tell, read out by a screen reader; then it is forgotten."""
    told = widget_value(_TOLD)
    if not isinstance(told, tuple):
        return
    set_widget_value(_TOLD, None)
    text, is_fault = told
    class_ = "rc-notice rc-desk-fault" if is_fault else "rc-notice"
    show(h.p(class_=class_, role="alert" if is_fault else "status")[isolated(text)])


def words_of(language: Language, raw: RawTables | None = None) -> Words:
    """Words over the tables of this moment."""
    tables = store().state().raw if raw is None else raw
    return Words(raw=tables, language=language, t=translator(language))


def fault_words(error: DataError, words: Words) -> str:
    """« Hué · début : l’année de fin précède l’année de début », without technical names."""
    rule = rule_sentence(error.rule, words.language, value=error.value, expected=error.expected)
    table = error.file.removesuffix(".csv")
    if table not in RAW_KEYS or table == PROGRAMMES:
        return (
            words.t("acting.fault.desk", rule=rule)
            if not error.column
            else _desk_fault(error, words)
        )
    place = words.table(table) if error.key is None else words.row(table, error.key)
    column = error.column or ""
    if column and "," not in column and column in raw_columns(table):
        place = f"{place} · {words.column(table, column)}"
    value = f" ({error.value})" if error.value and error.rule is not Rule.PERIOD else ""
    return words.t("acting.fault", place=place, rule=f"{rule}{value}")


def conflict_words(error: EditConflictError, words: Words) -> str:
    """Which fields somebody else has changed meanwhile."""
    places = [
        f"{words.row(item.table, item.key)} · {words.column(item.table, item.column)}"
        for item in error.conflicts
    ] or [words.row(change.table, change.key) for change in error.meanwhile]
    shown = list(dict.fromkeys(places))
    listed = words.t("change.list").join(shown[:_MOST_SHOWN])
    if len(shown) > _MOST_SHOWN:
        listed = words.t("acting.more", listed=listed, count=len(shown) - _MOST_SHOWN)
    return words.t("acting.conflict", places=listed)


def _desk_fault(error: DataError, words: Words) -> str:
    if error.rule is Rule.REQUIRED and error.column == "reason":
        return words.t("acting.reason")
    return error.message(words.language)
