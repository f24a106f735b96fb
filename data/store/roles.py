"""Who may do what. The one table of permissions; every write of the store asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody may do, from least to most."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Something that can be asked of the desk."""

    REPORT = "report"
    DECLARE = "declare"
    OPEN_DESK = "open_desk"
    DRAFT = "draft"
    SEE_HISTORY = "see_history"
    SEE_PROPOSALS = "see_proposals"
    PROPOSE = "propose"
    COMMENT = "comment"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    LOG_SEARCH = "log_search"
    TO_VERIFY = "to_verify"
    MARK_CHECKED = "mark_checked"
    REVIEW = "review"
    PUBLISH = "publish"
    UNDO = "undo"
    RESOLVE = "resolve"
    IMPORT = "import"
    EDIT_PROGRAMME = "edit_programme"
    REPLY_LINKS = "reply_links"
    MODERATE = "moderate"
    MANAGE_STAFF = "manage_staff"
    SEE_LOG = "see_log"
    BACKUP = "backup"


_EVERYBODY = frozenset(Role)
_CONTRIBUTORS = _EVERYBODY - {Role.READER}
_EDITORS = _CONTRIBUTORS - {Role.CONTRIBUTOR}
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

ALLOWED: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.REPORT: _EVERYBODY,
        Action.DECLARE: _EVERYBODY,
        Action.OPEN_DESK: _CONTRIBUTORS,
        Action.DRAFT: _CONTRIBUTORS,
        Action.SEE_HISTORY: _CONTRIBUTORS,
        Action.SEE_PROPOSALS: _CONTRIBUTORS,
        Action.PROPOSE: _CONTRIBUTORS,
        Action.COMMENT: _CONTRIBUTORS,
        Action.WITHDRAW_PROPOSAL: _CONTRIBUTORS,
        Action.LOG_SEARCH: _CONTRIBUTORS,
        Action.TO_VERIFY: _CONTRIBUTORS,
        Action.MARK_CHECKED: _CONTRIBUTORS,
        Action.REVIEW: _EDITORS,
        Action.PUBLISH: _EDITORS,
        Action.UNDO: _EDITORS,
        Action.RESOLVE: _EDITORS,
        Action.IMPORT: _EDITORS,
        Action.EDIT_PROGRAMME: _EDITORS,
        Action.REPLY_LINKS: _EDITORS,
        Action.MODERATE: _EDITORS,
        Action.MANAGE_STAFF: _ADMINISTRATORS,
        Action.SEE_LOG: _ADMINISTRATORS,
        Action.BACKUP: _ADMINISTRATORS,
    }
)
"""Roles that may do each action. ``DECLARE`` also needs the link of the city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who asks for something.

    Attributes:
        staff_id: Never shown to the public; empty: nobody has signed in.
    """

    staff_id: str
    role: Role


ANONYMOUS = Actor(staff_id="", role=Role.READER)
"""A visitor: may report a fault, and answer for a city with its link."""


class NotAllowedError(PermissionError):
    """The role of the actor does not allow the action.

    Attributes:
        actor, action: Who asked for what.
    """

    def __init__(self, actor: Actor, action: Action) -> None:
        self.actor = actor
        self.action = action
        super().__init__(f"{actor.role} may not {action}")


def may(role: Role, action: Action) -> bool:
    """Whether a role allows an action."""
    return role in ALLOWED[action]


def authorise(actor: Actor, action: Action) -> None:
    """Let the actor pass.

    Raises:
        NotAllowedError: The role does not allow the action, or nobody has signed in and the action
            is not open to readers.
    """
    needs_name = Role.READER not in ALLOWED[action]
    if not may(actor.role, action) or (needs_name and not actor.staff_id):
        raise NotAllowedError(actor, action)
