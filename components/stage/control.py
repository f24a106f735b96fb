"""Who may move the stage: whoever holds the control link.

The key stands after ``#`` in the link: a browser never sends that part to a server nor to another page.
It is kept in ``var/stage/control.key``; whoever deletes that file takes every link back.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from components.i18n import Language
from components.stage.room import write_whole
from data.frozen import var_dir

LINK_VARIABLE = "REGARDS_STAGE_LINK"
"""Environment variable: 1 prints the control link at the start, 0 never does."""

_KEY = re.compile(r"[A-Za-z0-9_-]{43,128}")
_HOST = re.compile(r"[\w.:\[\]-]+")
_FORWARDING = re.compile(
    r"x-forwarded.*|forwarded.*|via|x-real-ip|x-original-.*|x-(client|cluster-client|proxyuser|remote)-.*"
    r"|(true|cf|fastly|fly|appengine)-.*|x-envoy-.*|x-amzn?-.*",
    re.IGNORECASE,
)


def key_file() -> Path:
    """File that holds the control key."""
    return var_dir() / "stage" / "control.key"


def control_key() -> str:
    """The control key; made at the first use. In a folder that cannot be written it lasts for the process."""
    path = key_file()
    try:
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        kept = ""
    if _KEY.fullmatch(kept):
        return kept
    made = secrets.token_urlsafe(32)
    try:
        write_whole(path, made.encode())
    except OSError:
        return _key_of_the_process()
    return made


def is_control_key(given: str) -> bool:
    """Whether this is the key; takes as long for one that is nearly right."""
    return hmac.compare_digest(given.encode(), control_key().encode())


def control_address(programme_id: str, language: Language | None = None, *, view: str = "") -> str:
    """Address that moves the stage; ``view``: ``speaker`` for the speaker view."""
    path = f"/stage/{programme_id}" + (f"/{view}" if view else "")
    return f"{path}{f'?lang={language}' if language else ''}#key={control_key()}"


def control_link_allowed(
    client_host: str | None, host_header: str | None, headers: Iterable[str]
) -> bool:
    """Whether to show the control link: only to somebody who sits at the machine that serves.

    Args:
        client_host: Address of the other end of the connection; None: not known, so no.
        host_header: What the browser called us.
        headers: Names of the headers of the request (a mapping will do). One that a proxy adds means
            that somebody else may be behind it.
    """
    return (
        client_host is not None
        and is_loopback(client_host)
        and is_loopback(_name_of(host_header or ""))
        and not any(_FORWARDING.fullmatch(name) for name in headers)
    )


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def may_announce(address: str, *, is_terminal: bool, variable: str = LINK_VARIABLE) -> bool:
    """Whether the control link is printed when the server starts.

    Args:
        address: What the server listens on. Behind a proxy that is this machine too, and what it prints
            goes to a log that others read: so only a terminal is told, unless ``REGARDS_STAGE_LINK=1``.
        variable: Environment variable that decides, whatever the address: 1 or 0.
    """
    asked = os.environ.get(variable, "")
    if asked in {"0", "1"}:
        return asked == "1"
    return is_terminal and is_loopback(address)


def _name_of(host_header: str) -> str:
    """``localhost`` of ``localhost:8501``; empty for what is no host."""
    try:
        return (_HOST.fullmatch(host_header) and urlsplit(f"//{host_header}").hostname) or ""
    except ValueError:
        return ""


@cache
def _key_of_the_process() -> str:
    return secrets.token_urlsafe(32)
