"""What a sign-in service says of somebody, and which role that gives. Pure: claims in, an actor out.

The list of the store comes first: who is on it has the role of the list, and who was taken off it has
none. Only who is not on it may get a role from the settings: ``[access]`` in ``secrets.toml``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from data.store import Actor, Role, Staff
from data.store.access import SESSION_LIFETIME

log = logging.getLogger(__name__)

SERVICE = "oidc:"
"""Begins the id of somebody who is known by the sign-in service only; no id of the list begins so."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

CLOCKS_APART = timedelta(minutes=5)
"""How far ahead of ours the clock of the service may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSettings:
    """How the claims of a service become a role.

    Attributes:
        identity_claim: Claim that names a person: what the list of staff holds as their identity.
        administrators: Identities that are administrators without being on the list: the first one.
        role_claim: Claim with the groups of a person; empty: groups give no role.
        roles: Role of each group.
    """

    identity_claim: str = "email"
    administrators: frozenset[str] = frozenset()
    role_claim: str = ""
    roles: Mapping[str, Role]

    @classmethod
    def of(cls, section: Mapping[str, Any]) -> AccessSettings:
        """Read ``[access]``; what it does not understand gives nobody a role, and is told to the log."""
        roles = {}
        for group, name in _mapping(section.get("roles")).items():
            if name in set(Role):
                roles[str(group)] = Role(name)
            else:
                log.error("[access.roles] %s: there is no role %r", group, name)
        return cls(
            identity_claim=str(section.get("identity", "email")),
            administrators=frozenset(map(_name, _texts(section.get("administrators")))),
            role_claim=str(section.get("claim", "")),
            roles=roles,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the sign-in service vouches for.

    Attributes:
        identity: In lower case, as the list of staff holds it.
        groups: Values of the claim of roles.
        until: When this sign-in ends, whatever the cookie says.
    """

    identity: str
    groups: tuple[str, ...]
    until: datetime


def person_of(
    claims: Mapping[str, Any], settings: AccessSettings, moment: datetime
) -> Person | None:
    """Who the claims speak of; None: nobody, nobody any more, or somebody the service does not vouch for.

    Args:
        claims: Of a signed cookie, already verified; ``iat`` says when the person signed in.
        moment: Now, with its time zone.
    """
    identity = _name(claims.get(settings.identity_claim))
    if not identity or not claims.get("sub") or not claims.get("iss"):
        return None
    if settings.identity_claim == "email" and _is_false(claims.get("email_verified", True)):
        return None
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    try:
        began = EPOCH + timedelta(seconds=issued)
    except (OverflowError, ValueError):
        return None
    until = began + SESSION_LIFETIME
    if began > moment + CLOCKS_APART or until <= moment:
        return None
    return Person(identity=identity, groups=_texts(claims.get(settings.role_claim)), until=until)


def actor_of_person(
    person: Person, settings: AccessSettings, members: Iterable[Staff]
) -> Actor | None:
    """Who the person is here; None: nobody of the staff, so a reader."""
    for member in members:
        if member.identity == person.identity:
            return member.actor if member.is_active else None
    granted = {settings.roles[group] for group in person.groups if group in settings.roles}
    if person.identity in settings.administrators:
        granted.add(Role.ADMINISTRATOR)
    granted.discard(Role.READER)
    if not granted:
        return None
    most = max(granted, key=list(Role).index)
    return Actor(staff_id=f"{SERVICE}{person.identity}", role=most)


def session_secret(claims: Mapping[str, Any], cookie_secret: str, staff_id: str) -> str:
    """Name of one sign-in that nobody can guess: the same for each page that its cookie opens.

    Args:
        staff_id: Whom the claims are taken for.
        cookie_secret: Key by which Streamlit signs its cookies. Who knows it can be anybody anyway.

    Raises:
        ValueError: No key.
    """
    if not cookie_secret:
        raise ValueError("no cookie_secret")
    said = {name: value for name, value in claims.items() if name != "tokens"}
    body = json.dumps([staff_id, said], sort_keys=True, default=str).encode()
    return hmac.new(cookie_secret.encode(), b"regards-desk" + body, hashlib.sha256).hexdigest()


def _name(value: object) -> str:
    return value.strip().casefold() if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    """A claim that is one text or a list of texts; the rest is left out."""
    values = value if isinstance(value, list | tuple) else (value,)
    return tuple(item for item in values if isinstance(item, str))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.casefold() == "false")
