"""The links of the stage in the terminal, with a code for phones; the address of this machine in a hall.

``make stage-lan`` asks this module for the address (``python -m components.stage.lan``) and serves there.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import re
import sys
from pathlib import Path

import segno

from components.i18n import LANGUAGES, translator
from components.stage.control import LINK_VARIABLE, control_address, is_loopback, may_announce

LAN_VARIABLE = "REGARDS_STAGE_LAN"
"""Environment variable: address under which the hall reaches this machine; set by ``make stage-lan``."""

ROUTES = Path("/proc/net/fib_trie")
ELSEWHERE = ("192.0.2.1", "192.168.0.1", "10.0.0.1", "172.16.0.1")
"""Addresses outside of this machine; the first belongs to nobody (RFC 5737). Nothing is sent to them."""

_BLACK_ON_WHITE, _AS_BEFORE = "\033[30;107m", "\033[0m"
_LOCAL = re.compile(r"\|-- (\S+)\s+/32 host LOCAL")


def links_told(
    programme_id: str,
    *,
    address: str,
    port: int,
    is_secure: bool = False,
    is_terminal: bool = False,
) -> str:
    """What the terminal is told when the server starts; empty: nothing.

    Args:
        address: What the server listens on.
        is_terminal: Whether somebody reads it, rather than a log.
    """
    scheme = "https" if is_secure else "http"
    here = f"{scheme}://localhost:{port}"
    lan = os.environ.get(LAN_VARIABLE, "")
    if lan and os.environ.get(LINK_VARIABLE) != "0":
        hall = f"{scheme}://{f'[{lan}]' if ':' in lan else lan}:{port}"
        follow = f"{hall}/stage/{programme_id}?follow=1"
        control = hall + control_address(programme_id, view="speaker")
        parts = [
            _line("stage.terminal.follow", follow),
            terminal_code(follow) + "\n",
            _line("stage.terminal.remote", control),
            terminal_code(control) + "\n",
            _line("stage.terminal.control", here + control_address(programme_id)),
        ]
    elif may_announce(address, is_terminal=is_terminal):
        shown = here if is_loopback(address) else f"{scheme}://{address}:{port}"
        parts = [_line("stage.terminal.control", shown + control_address(programme_id))]
    else:
        return ""
    return "\n".join(["", *parts, ""])


def terminal_code(address: str) -> str:
    """A QR code in letters, two squares high, black on white whatever the colours of the terminal."""
    squares = [
        tuple(row) for row in segno.make(address, error="l", micro=False).matrix_iter(border=2)
    ]
    squares += [(0,) * len(squares[0])] * (len(squares) % 2)
    return "\n".join(
        f"  {_BLACK_ON_WHITE}{''.join(map(_square, upper, lower))}{_AS_BEFORE}"
        for upper, lower in zip(squares[::2], squares[1::2], strict=True)
    )


def lan_address() -> str | None:
    """Address of this machine in its network, without asking anybody; None: it is in none.

    The system is asked which of its addresses it would send from. A datagram socket that is only bound
    to a far end sends nothing.
    """
    found = [asyncio.run(_source_address(target)) for target in ELSEWHERE]
    with contextlib.suppress(OSError):
        found += local_addresses(ROUTES.read_text(encoding="ascii"))
    return next((address for address in found if address and is_in_a_network(address)), None)


def local_addresses(routes: str) -> list[str]:
    """Addresses of this machine in the routing table of Linux, without repeats."""
    return list(dict.fromkeys(_LOCAL.findall(routes)))


def is_in_a_network(address: str) -> bool:
    """Whether others may reach a machine under this address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (parsed.is_loopback or parsed.is_unspecified or parsed.is_link_local)


def _square(upper: int, lower: int) -> str:
    return " ▀▄█"[bool(upper) + 2 * bool(lower)]


def _line(key: str, address: str) -> str:
    return f"  {' / '.join(translator(language)(key) for language in LANGUAGES)}\n  {address}\n"


async def _source_address(target: str) -> str | None:
    loop = asyncio.get_running_loop()
    try:
        end, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=(target, 9)
        )
    except OSError:
        return None
    try:
        address: str = end.get_extra_info("sockname")[0]
        return address
    finally:
        end.close()


if __name__ == "__main__":
    found_address = lan_address()
    if found_address is None:
        told = " / ".join(
            translator(language)("stage.terminal.no_network") for language in LANGUAGES
        )
        sys.exit(told)
    print(found_address)
