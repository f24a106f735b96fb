"""The store of the desk: revisions over a release, proposals, drafts, declarations, sign-ins."""

from data.store.access import Staff
from data.store.declaring import LONGEST_NOTE, Declaration, DeclarationState, Reply
from data.store.desk import ItemState, LogEntry, Search, ToVerify
from data.store.drafts import Draft
from data.store.errors import StoreCode, StoreError, TooManyError
from data.store.history import Change
from data.store.published import PublishedSnapshot
from data.store.replies import ReplyLink
from data.store.reviewing import (
    Comment,
    Decision,
    Proposal,
    ProposalState,
    ProposedCell,
    ProposedRow,
)
from data.store.roles import (
    ALLOWED,
    ANONYMOUS,
    Action,
    Actor,
    NotAllowedError,
    Role,
    authorise,
    may,
)
from data.store.store import Store, open_store, store_location

__all__ = [
    "ALLOWED",
    "ANONYMOUS",
    "LONGEST_NOTE",
    "Action",
    "Actor",
    "Change",
    "Comment",
    "Decision",
    "Declaration",
    "DeclarationState",
    "Draft",
    "ItemState",
    "LogEntry",
    "NotAllowedError",
    "Proposal",
    "ProposalState",
    "ProposedCell",
    "ProposedRow",
    "PublishedSnapshot",
    "Reply",
    "ReplyLink",
    "Role",
    "Search",
    "Staff",
    "Store",
    "StoreCode",
    "StoreError",
    "ToVerify",
    "TooManyError",
    "authorise",
    "may",
    "open_store",
    "store_location",
]
