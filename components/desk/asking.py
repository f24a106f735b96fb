"""What a button of a list asks of the store, and the words for what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from components import session
from components.i18n import Language, Translate, translator
from components.staff import current_actor
from data.errors import DataError
from data.store import Actor, NotAllowedError, Store, StoreError

log = logging.getLogger(__name__)


def outcome(
    act: Callable[[Store, Actor, Translate], str],
    *,
    not_allowed: str,
    gone: str | None = None,
    fault: Callable[[DataError, Language, Translate], str] | None = None,
) -> str:
    """Do what is asked as whoever asks now.

    Args:
        act: Does it and returns what to tell.
        not_allowed, gone: Keys of the messages of this list; ``gone`` None: nothing can be missing.
        fault: Words for a rule that is broken; None: those of the fault itself.

    Returns:
        The words of ``act``, or why nothing was done.
    """
    language = session.current_language()
    t = translator(language)
    try:
        return act(session.store(), current_actor(), t)
    except NotAllowedError:
        return t(not_allowed)
    except LookupError:
        if gone is None:
            raise
        return t(gone)
    except DataError as error:
        return error.message(language) if fault is None else fault(error, language, t)
    except StoreError as error:
        log.exception("nothing was done")
        return error.message(language)
