"""What somebody types is kept in the store at once: a closed tab or a restart loses nothing."""

from __future__ import annotations

import logging

from components.desk.acting import tell
from components.desk.desk_view import DeskView
from components.i18n import translator
from components.session import current_language, set_widget_value, store, widget_value
from components.staff import current_actor
from data.errors import DataError
from data.store import Actor, NotAllowedError, Store, StoreError

log = logging.getLogger(__name__)


LATER = "later"
"""A choice that is not made yet."""

_NOTHING = (None, "", LATER)


def keep(form: str, keys: tuple[str, ...]) -> None:
    """Save what the widgets of a form hold; for ``on_change``. Nothing typed: no draft is left."""
    content = {key: value for key in keys if (value := widget_value(key)) not in _NOTHING}
    try:
        if content:
            store().put_draft(form, content, current_actor())
        else:
            store().delete_draft(form, current_actor())
    except (StoreError, DataError, NotAllowedError) as error:
        log.exception("a draft could not be kept")
        language = current_language()
        reason = "" if isinstance(error, NotAllowedError) else error.message(language)
        tell(translator(language)("keeping.failed", reason=reason), is_fault=True)


def fill(form: str, desk: DeskView, keys: tuple[str, ...]) -> None:
    """Put back what was kept into the widgets of a form that hold nothing yet; before they are drawn."""
    draft = desk.store.draft(form, desk.actor)
    content = draft.content if draft is not None and isinstance(draft.content, dict) else {}
    for key in keys:
        if widget_value(key) is None and isinstance(content.get(key), str):
            set_widget_value(key, content[key])


def forget(form: str, keys: tuple[str, ...], store_: Store, actor: Actor) -> None:
    """What was typed has been sent: empty the form and its draft."""
    for key in keys:
        set_widget_value(key, None)
    store_.delete_draft(form, actor)
