"""Signing in on the machine itself: a link printed in the terminal, good once and for a short time.

The link of the start lives in the memory of the process: the store is made when somebody follows it, not
before. ``make sign-in`` (``python -m components.sign_in``) prints another one, through the store.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import quote

from components.i18n import LANGUAGES, translator
from components.session import now
from components.staff import LOCAL_ID
from components.stage.control import may_announce
from data.errors import DataError
from data.raw import read_release
from data.store import Actor, Role, Store, StoreError, open_store, store_location
from data.store.access import LINK_LIFETIME
from data.store.tokens import hash_of

LINK_VARIABLE = "REGARDS_DESK_LINK"
"""Environment variable: 1 prints the sign-in link at the start, 0 never does."""

SIGN_IN_PATH = "/desk/sign-in"
HERE = Actor(staff_id=LOCAL_ID, role=Role.ADMINISTRATOR)
"""Whoever can read the terminal of the machine can read its files too."""


class StartLink:
    """The link that is printed when the server starts: one, good once."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """No link yet.

        Args:
            seconds: A clock that only goes forward.
        """
        self._seconds = seconds
        self._hash = ""
        self._until = 0.0
        self._lock = threading.Lock()

    def make(self) -> str:
        """A new secret; the one before is good no more."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._hash = hash_of(token)
            self._until = self._seconds() + LINK_LIFETIME.total_seconds()
        return token

    def use_up(self, token: str) -> bool:
        """Whether this is the secret, still good; it is not any more."""
        given = hash_of(token)
        with self._lock:
            is_good = secrets.compare_digest(given, self._hash) and self._seconds() < self._until
            if is_good:
                self._hash = ""
        return is_good


START_LINK = StartLink()
"""The link of this process."""


def sign_in(token: str, store: Callable[[], Store]) -> str | None:
    """Exchange the secret of a link for the secret of a session.

    Args:
        store: Opens the store; a link that nobody gave out leaves none behind.

    Returns:
        None: no such link, used or expired.

    Raises:
        StoreError: The store cannot be opened or written; a link of the start is then used up.
    """
    if START_LINK.use_up(token):
        opened = store()
        token = opened.create_sign_in(HERE, staff_id=HERE.staff_id, role=HERE.role)
        return opened.redeem(token)
    where = store_location()
    if not isinstance(where, str) and not where.exists():
        return None
    return store().redeem(token)


def sign_in_told(
    *, address: str, port: int, is_secure: bool = False, is_terminal: bool = False
) -> str:
    """What the terminal is told when the server starts; empty: nothing.

    Args:
        address: What the server listens on.
        is_terminal: Whether somebody reads it, rather than a log.
    """
    if not may_announce(address, is_terminal=is_terminal, variable=LINK_VARIABLE):
        return ""
    return told(START_LINK.make(), port=port, is_secure=is_secure)


def told(token: str, *, port: int, is_secure: bool = False) -> str:
    """A link in words of both languages, for a terminal."""
    scheme = "https" if is_secure else "http"
    minutes = int(LINK_LIFETIME.total_seconds() // 60)
    words = " / ".join(
        translator(language)("sign_in.terminal", minutes=minutes) for language in LANGUAGES
    )
    return f"  {words}\n  {scheme}://localhost:{port}{SIGN_IN_PATH}?token={quote(token)}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a link; 0: done, 1: refused, with the reason in both languages."""
    parser = argparse.ArgumentParser(prog="python -m components.sign_in")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8501")))
    parser.add_argument(
        "--staff", default="", help="id of who signs in, as the page « Accès » lists it"
    )
    asked = parser.parse_args(arguments)
    try:
        store = open_store(store_location(), read_release(), now)
        try:
            actor = HERE
            if asked.staff:
                known = {member.staff_id: member for member in store.staff() if member.is_active}
                if asked.staff not in known:
                    print(
                        *(translator(code)("sign_in.nobody") for code in LANGUAGES),
                        sep="\n",
                        file=sys.stderr,
                    )
                    return 1
                actor = known[asked.staff].actor
            token = store.create_sign_in(HERE, staff_id=actor.staff_id, role=actor.role)
        finally:
            store.close()
    except (StoreError, DataError) as error:
        print(error.message("fr"), error.message("en"), sep="\n", file=sys.stderr)
        return 1
    print(told(token, port=asked.port), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
