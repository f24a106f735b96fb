"""The first page of the desk: what waits for whom, in sentences, and one thing to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import htpy as h

from components.address import AddressReader
from components.desk.conflicts import rows_in_conflict
from components.desk.desk_view import DeskView
from components.desk.form_names import address_of_form, parts_of_form
from components.desk.journal import latest_changes, read_number
from components.desk.review import proposal_cards, proposal_title
from components.desk.ways import PARTS
from components.i18n import Translate
from components.markup import Element, Node, internal_link, isolated
from data.raw import RAW_KEYS
from data.store import Action, DeclarationState, Draft, Proposal, ProposalState, ToVerify

MOST_SHOWN = 8
_WORDS_UP_TO = 10
_PART_OF_ANOTHER = "programme-reason:"
"""Drafts that are a field of another one: the reason of a conference that is being written."""


def read_view(reader: AddressReader) -> tuple[str | None, int | None]:
    """The part of the desk that an address asks for, and the proposal it opens."""
    view = reader.one("view", [part for part in PARTS if part])
    return view, read_number(reader.text("proposal"))


def title(view: str | None, proposal: int | None, desk: DeskView) -> str:
    """What this part of the desk is called."""
    if proposal is not None:
        return proposal_title(proposal, desk)
    return desk.t(f"{view or 'desk'}.title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for one member of staff.

    Attributes:
        to_review: Proposals of others that wait for an editor; empty for who may not review.
        reports: Reports of visitors; empty for who may not review.
        mine: Own proposals, latest first, decided or not.
        declared: Answers of cities that an editor has not read yet.
        due: Things to verify that are due, of this person or of nobody.
        conflicts: Rows on which the release and the staff disagree.
    """

    to_review: tuple[Proposal, ...]
    reports: tuple[Proposal, ...]
    mine: tuple[Proposal, ...]
    drafts: tuple[Draft, ...]
    declared: int
    due: tuple[ToVerify, ...]
    conflicts: int


def waiting_for(desk: DeskView) -> Waiting:
    """Everything that waits for the visitor."""
    open_ones = desk.store.proposals() if desk.may(Action.REVIEW) else ()
    own = desk.actor.staff_id
    return Waiting(
        to_review=tuple(p for p in open_ones if not p.is_report),
        reports=tuple(p for p in open_ones if p.is_report),
        mine=desk.store.proposals(state=None, author=own, limit=MOST_SHOWN),
        drafts=tuple(
            draft
            for draft in desk.store.drafts(desk.actor)
            if not draft.form_key.startswith(_PART_OF_ANOTHER)
        ),
        declared=_declared(desk),
        due=tuple(
            item
            for item in desk.store.to_verify()
            if item.owner in {"", own} and item.due_on and item.due_on <= desk.view.today
        ),
        conflicts=len(rows_in_conflict(desk.state.conflicts)),
    )


def _declared(desk: DeskView) -> int:
    if not desk.may(Action.MODERATE):
        return 0
    states = (DeclarationState.RECEIVED,)
    return len(desk.store.declarations(states=states))


def counted(key: str, count: int, t: Translate) -> str:
    """« Trois propositions attendent… »: small numbers in letters, at the head of a sentence."""
    words = t(f"desk.number.{count}") if 2 <= count <= _WORDS_UP_TO else str(count)
    return t(key, count=count, words=words)


def home(waiting: Waiting, desk: DeskView) -> Element:
    """Sentences first, the one thing to do, then the lists, then what was changed last."""
    t = desk.t
    return h.div(".rc-desk-home")[
        h.div(".rc-desk-lead")[(h.p(".rc-lead")[line] for line in _sentences(waiting, desk))],
        _first_thing(waiting, desk),
        _part("desk.review", _cards(waiting.to_review, desk), len(waiting.to_review), t),
        _part("desk.reports", _cards(waiting.reports, desk), len(waiting.reports), t),
        _part("desk.drafts", _drafts(waiting.drafts, desk), len(waiting.drafts), t),
        _part("desk.due", _due(waiting.due, desk), len(waiting.due), t),
        _part("desk.mine", _mine(waiting.mine, desk), len(waiting.mine), t),
        latest_changes(desk),
    ]


def _sentences(waiting: Waiting, desk: DeskView) -> list[str]:
    t = desk.t
    counts = (
        ("desk.waits.conflicts", waiting.conflicts),
        ("desk.waits.review", len(waiting.to_review)),
        ("desk.waits.reports", len(waiting.reports)),
        ("desk.waits.declared", waiting.declared),
        ("desk.waits.drafts", len(waiting.drafts)),
        ("desk.waits.due", len(waiting.due)),
        ("desk.waits.mine", sum(p.state is ProposalState.PROPOSED for p in waiting.mine)),
    )
    lines = [counted(key, count, t) for key, count in counts if count]
    return lines or [t("desk.waits.nothing")]


def _first_thing(waiting: Waiting, desk: DeskView) -> Node:
    """The one primary action: what waits longest for somebody, else a new fact."""
    t = desk.t
    there: str | None
    label, there = "desk.first.edit", desk.elsewhere("edit")
    if waiting.conflicts and desk.may(Action.RESOLVE):
        label, there = "desk.first.conflicts", desk.link(view="conflicts")
    elif waiting.to_review:
        oldest = waiting.to_review[-1]
        label, there = "desk.first.review", desk.link(proposal=str(oldest.proposal_id))
    elif waiting.reports:
        oldest = waiting.reports[-1]
        label, there = "desk.first.report", desk.link(proposal=str(oldest.proposal_id))
    elif waiting.declared:
        label, there = "desk.first.declared", desk.elsewhere("reply")
    elif waiting.drafts:
        label, there = "desk.first.draft", draft_address(waiting.drafts[0], desk)
    if there is None:
        label, there = "desk.first.journal", desk.link(view="journal")
    return h.p(".rc-desk-first")[internal_link(t(label), there, "rc-desk-primary")]


def _cards(proposals: Sequence[Proposal], desk: DeskView) -> Node:
    """The first proposals, and the way to the others."""
    left = len(proposals) - MOST_SHOWN
    more = internal_link(desk.t("proposals.all"), desk.link(view="proposals"))
    return [proposal_cards(proposals[:MOST_SHOWN], desk), h.p[more] if left > 0 else None]


def _mine(proposals: Sequence[Proposal], desk: DeskView) -> Node:
    there = desk.link(view="proposals", state="all", by=desk.actor.staff_id)
    return [
        proposal_cards(proposals[:MOST_SHOWN], desk),
        h.p[internal_link(desk.t("proposals.mine"), there)],
    ]


def _part(key: str, body: Node, count: int, t: Translate) -> Node:
    return h.section(".rc-desk-part")[h.h2[t(key)], body] if count else None


def draft_address(draft: Draft, desk: DeskView) -> str | None:
    """Where somebody goes on with a draft; None: nobody knows its form any more."""
    kind, _, rest = draft.form_key.partition(":")
    ways_: Mapping[str, str] = {
        "review": desk.link(proposal=rest),
        "undo": desk.link(view="journal", undo=rest),
        "conflict": desk.link(view="conflicts"),
        "programme": desk.link(view="programme", programme=rest),
        "programme-copy": desk.link(view="programme", programme=rest, part="copy"),
    }
    if kind == "import":
        return desk.elsewhere("imports")
    return ways_.get(kind) or address_of_form(draft.form_key, desk.language)


def draft_name(draft: Draft, desk: DeskView) -> str:
    """What a draft is about, in words."""
    kind, _, rest = draft.form_key.partition(":")
    t, words = desk.t, desk.words
    match kind:
        case "review":
            name = t("desk.draft.review", number=rest)
        case "undo":
            name = t("desk.draft.undo", number=rest)
        case "conflict":
            table, _, key = rest.partition(":")
            name = t("desk.draft.conflict", row=words.row(table, tuple(key.split("|"))))
        case "programme-copy":
            name = t("desk.draft.copy", programme=words.name("programmes", (rest,)))
        case "programme":
            name = t("desk.draft.programme", programme=words.name("programmes", (rest,)))
        case "import":
            name = t("imports.title")
        case _:
            name = _form_name(draft.form_key, desk)
    return name


def _form_name(form: str, desk: DeskView) -> str:
    kind, table, name = parts_of_form(form)
    if table not in RAW_KEYS:
        return desk.t("desk.draft.form", form=form)
    words = desk.words
    if kind == "row":
        about = words.row(table, tuple(name.split("/")))
    else:
        about = words.name("cities", (name,)) if name else words.table(table)
    key = "desk.draft.new" if kind == "new" else "desk.draft.row"
    return desk.t(key, table=words.table(table), row=about)


def _drafts(drafts: Sequence[Draft], desk: DeskView) -> Element:
    def item(draft: Draft) -> Node:
        there, name = draft_address(draft, desk), isolated(draft_name(draft, desk))
        return [
            name if there is None else internal_link(name, there, "rc-desk-item"),
            h.p(".rc-small.rc-muted")[desk.t("desk.draft.kept", moment=desk.moment(draft.updated))],
        ]

    return h.ul(".rc-desk-list")[(h.li[item(draft)] for draft in drafts[:MOST_SHOWN])]


def _due(items: Sequence[ToVerify], desk: DeskView) -> Element:
    def line(item: ToVerify) -> Node:
        name = isolated(desk.words.row(item.table, item.key))
        there = desk.elsewhere("completeness", list="verify", item=str(item.item_id))
        due = desk.day(item.due_on)
        return [
            internal_link(name, there, "rc-desk-item"),
            h.p(".rc-small.rc-muted")[desk.t("desk.due.on", day=due)],
            h.p(".rc-small")[isolated(item.note)] if item.note else None,
        ]

    return h.ul(".rc-desk-list")[(h.li[line(item)] for item in items[:MOST_SHOWN])]
