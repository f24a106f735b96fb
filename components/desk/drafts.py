"""Nothing typed is lost: an entry lives in the session and, at every change, in the store as a draft."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from components.desk.entry import Entry, from_json, to_json
from components.i18n import translator
from components.session import (
    current_language,
    forget,
    set_widget_value,
    store,
    widget_value,
)
from components.staff import current_actor
from data.errors import DataError
from data.store import Actor, NotAllowedError, StoreError

log = logging.getLogger(__name__)

KEY = "edit:"
"""Beginning of everything the forms keep in the session."""

_TOLD = f"{KEY}told"
_UNSAVED = f"{KEY}unsaved"


# ---- in the session -------------------------------------------------------------------------------


def turn(form: str) -> int:
    """How many times the boxes of a form have started anew."""
    held = widget_value(f"{KEY}turn:{form}")
    return held if isinstance(held, int) else 0


def widget_key(form: str, column: str) -> str:
    """Key of the box of one field; another each time the form starts anew.

    A box gets what it shows as its default, at every run. A value set in the session is given to the
    browser by one run only: where that run is cut short, the box would stand empty.
    """
    return f"{KEY}{form}:{turn(form)}:{column}"


def entry_in_hand(form: str) -> Entry | None:
    """What this visitor has open of a form; None: it is not open yet."""
    held = widget_value(f"{KEY}{form}")
    return held if isinstance(held, Entry) else None


def take(form: str, entry: Entry) -> None:
    """Open a form with an entry; boxes are drawn anew with its texts."""
    start_anew(form)
    set_widget_value(f"{KEY}{form}", entry)


def start_anew(form: str) -> None:
    """Forget every box of a form."""
    forget(f"{KEY}{form}:")
    set_widget_value(f"{KEY}turn:{form}", turn(form) + 1)


def put_away(form: str) -> None:
    """Close a form: the next run opens it anew."""
    forget(f"{KEY}{form}:")
    set_widget_value(f"{KEY}{form}", None)


def has_tried(form: str) -> bool:
    """Whether somebody has tried to send the form: missing fields are told from then on."""
    return widget_value(f"{KEY}{form}:tried") is True


def set_tried(form: str) -> None:
    """From now on missing fields are told."""
    set_widget_value(f"{KEY}{form}:tried", True)


# ---- in the store ---------------------------------------------------------------------------------


def keep(form: str, entry: Entry) -> None:
    """Keep an entry in the session, and in the store as the draft of whoever asks.

    Where it cannot be stored, the entry stays in the session and the reason is told until it can.
    """
    set_widget_value(f"{KEY}{form}", entry)
    keep_draft(form, to_json(entry) if entry.is_touched else None)


def keep_draft(form: str, content: Mapping[str, Any] | None) -> None:
    """Store the content of a form as a draft; None: nothing is left of it."""
    try:
        actor = current_actor()
        if content is not None:
            store().put_draft(form, content, actor)
        elif store().draft(form, actor) is not None:
            store().delete_draft(form, actor)
    except (StoreError, DataError, NotAllowedError) as error:
        log.warning("a draft could not be kept: %s", error)
        set_widget_value(_UNSAVED, failure_words(error))
    else:
        set_widget_value(_UNSAVED, "")


def saved_entry(form: str, actor: Actor) -> tuple[Entry, datetime | None] | None:
    """The entry of a draft and when it was kept; None: there is none that can be read."""
    draft = store().draft(form, actor)
    entry = from_json(draft.content) if draft is not None else None
    return None if draft is None or entry is None else (entry, draft.updated)


def discard(form: str) -> None:
    """Close a form and forget its draft; for a button."""
    put_away(form)
    keep_draft(form, None)


# ---- what is told ---------------------------------------------------------------------------------


def failure_words(error: StoreError | DataError | NotAllowedError) -> str:
    """A failure in the language of the visitor."""
    language = current_language()
    if isinstance(error, NotAllowedError):
        return translator(language)("edit.not_allowed")
    return error.message(language)


def unsaved_words() -> str:
    """Why the last change is in no draft; empty: it is."""
    told = widget_value(_UNSAVED)
    return told if isinstance(told, str) else ""


def tell(kind: str, words: str) -> None:
    """Leave a message for the next run; kind is ``done`` or ``problem``."""
    set_widget_value(_TOLD, (kind, words))


def told() -> tuple[str, str] | None:
    """The message that waits to be read: its kind and its words; None: there is none."""
    held = widget_value(_TOLD)
    return held if isinstance(held, tuple) else None


def forget_told() -> None:
    """The message has been shown by a run that came to its end."""
    forget(_TOLD)
