"""Every action, every role, called directly: who may, may; who may not leaves a line in the log only."""

from datetime import date

import pytest
import sqlalchemy as sa
from factories import CITY_ID, Clock, make_release

from data.changes import edit
from data.schema import Answer
from data.store import (
    ALLOWED,
    ANONYMOUS,
    Action,
    Actor,
    DeclarationState,
    ItemState,
    NotAllowedError,
    Role,
    authorise,
    may,
    open_store,
)
from data.store.tables import metadata

EXPECTED = """
report             reader contributor editor administrator
declare            reader contributor editor administrator
open_desk                 contributor editor administrator
draft                     contributor editor administrator
see_history               contributor editor administrator
see_proposals             contributor editor administrator
propose                   contributor editor administrator
comment                   contributor editor administrator
withdraw_proposal         contributor editor administrator
log_search                contributor editor administrator
to_verify                 contributor editor administrator
mark_checked              contributor editor administrator
review                                editor administrator
publish                               editor administrator
undo                                  editor administrator
resolve                               editor administrator
import                                editor administrator
edit_programme                        editor administrator
reply_links                           editor administrator
moderate                              editor administrator
manage_staff                                 administrator
see_log                                      administrator
backup                                       administrator
"""
MATRIX = {line.split()[0]: set(line.split()[1:]) for line in EXPECTED.strip().splitlines()}
EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
CONTRIBUTOR = Actor(staff_id="co", role=Role.CONTRIBUTOR)
ADMINISTRATOR = Actor(staff_id="ad", role=Role.ADMINISTRATOR)
CITY = ("cities", (CITY_ID,))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with one of everything that an action needs."""
    opened = open_store(tmp_path_factory.mktemp("roles") / "desk.sqlite3", make_release(), Clock())
    wanted = edit(opened.state().raw, *CITY, {"population": "7"})
    opened.propose([wanted], CONTRIBUTOR, "x")
    opened.publish([edit(opened.state().raw, *CITY, {"name_fr": "A"})], EDITOR, "x")
    opened.add_to_verify(EDITOR, owner="", due_on=None, table="cities", key=(CITY_ID,))
    _, token = opened.create_reply_link(CITY_ID, EDITOR)
    opened.declare(
        token,
        criterion_id="VIS1",
        answer=Answer.YES,
        declared_by="x",
        declared_on=date(2026, 1, 1),
    )
    yield opened
    opened.close()


def rename(store, text="B"):
    return [edit(store.state().raw, *CITY, {"name_en": text})]


DIRECT = {
    Action.DRAFT: [
        lambda store, actor: store.put_draft("form", {}, actor),
        lambda store, actor: store.delete_draft("form", actor),
    ],
    Action.PROPOSE: [lambda store, actor: store.propose(rename(store), actor, "x")],
    Action.COMMENT: [lambda store, actor: store.comment(1, "x", actor)],
    Action.WITHDRAW_PROPOSAL: [lambda store, actor: store.withdraw_proposal(1, actor)],
    Action.LOG_SEARCH: [
        lambda store, actor: store.log_search(
            actor,
            city_id=CITY_ID,
            searched_on=date(2026, 1, 1),
            languages=("fr",),
            places="x",
            is_found=False,
        )
    ],
    Action.TO_VERIFY: [
        lambda store, actor: store.add_to_verify(
            actor, owner="", due_on=None, table="cities", key=(CITY_ID,)
        ),
        lambda store, actor: store.set_to_verify(1, actor, state=ItemState.DONE),
    ],
    Action.MARK_CHECKED: [lambda store, actor: store.mark_checked([CITY], actor, date(2026, 1, 1))],
    Action.REVIEW: [
        lambda store, actor: store.decide(1, {(*CITY, "population"): True}, actor),
        lambda store, actor: store.close_report(1, actor, is_right=True),
    ],
    Action.PUBLISH: [lambda store, actor: store.publish(rename(store), actor, "x")],
    Action.IMPORT: [
        lambda store, actor: store.publish(rename(store), actor, "x", action=Action.IMPORT)
    ],
    Action.EDIT_PROGRAMME: [
        lambda store, actor: store.publish(rename(store), actor, "x", action=Action.EDIT_PROGRAMME)
    ],
    Action.UNDO: [lambda store, actor: store.undo(1, actor, "x")],
    Action.RESOLVE: [lambda store, actor: store.resolve(None, "staff", actor, "x")],
    Action.REPLY_LINKS: [
        lambda store, actor: store.create_reply_link(CITY_ID, actor),
        lambda store, actor: store.revoke_reply_link(1, actor),
    ],
    Action.MODERATE: [lambda store, actor: store.moderate(1, DeclarationState.SHOWN, actor)],
    Action.MANAGE_STAFF: [
        lambda store, actor: store.set_staff(
            actor, staff_id="new", identity="new", name="", role=Role.ADMINISTRATOR
        ),
        lambda store, actor: store.create_sign_in(actor, staff_id="me", role=Role.ADMINISTRATOR),
        lambda store, actor: store.revoke_sessions("ed", actor),
    ],
    Action.SEE_LOG: [
        lambda store, actor: store.log_entries(actor),
        lambda store, actor: store.log_people(actor),
    ],
}
ASKED_BY_SCREENS = {Action.OPEN_DESK, Action.SEE_HISTORY, Action.SEE_PROPOSALS, Action.BACKUP}
OPEN_TO_ALL = {Action.REPORT, Action.DECLARE}


def content(store):
    return {
        name: store.rows_of(sa.select(table))
        for name, table in metadata.tables.items()
        if name != "log"
    }


def test_the_matrix_of_permissions_is_the_one_that_was_decided():
    assert {
        action.value: {role.value for role in roles} for action, roles in ALLOWED.items()
    } == MATRIX


def test_every_action_has_its_direct_calls_in_this_file():
    assert {*DIRECT} | ASKED_BY_SCREENS | OPEN_TO_ALL == set(Action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_role_passes_for_what_it_may_and_for_nothing_else(action, role):
    assert may(role, action) == (role.value in MATRIX[action.value])
    actor = Actor(staff_id="somebody", role=role)
    if may(role, action):
        authorise(actor, action)
    else:
        with pytest.raises(NotAllowedError):
            authorise(actor, action)


@pytest.mark.parametrize("action", Action)
def test_nobody_acts_without_a_name_where_a_name_is_needed(action):
    nameless = Actor(staff_id="", role=Role.ADMINISTRATOR)
    if action in OPEN_TO_ALL:
        authorise(nameless, action)
        authorise(ANONYMOUS, action)
    else:
        with pytest.raises(NotAllowedError):
            authorise(nameless, action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("action", "number"),
    [(action, number) for action, calls in DIRECT.items() for number in range(len(calls))],
)
def test_a_direct_call_without_the_right_changes_nothing_and_is_logged(store, action, number, role):
    actor = Actor(staff_id="somebody", role=role)
    if role.value in MATRIX[action.value]:
        authorise(actor, action)
        return
    before, lines = content(store), store.activity()
    with pytest.raises(NotAllowedError):
        DIRECT[action][number](store, actor)
    assert content(store) == before
    assert store.activity() == lines + 1
    last = store.log_entries(ADMINISTRATOR, limit=1)[0]
    assert (last.staff_id, last.role, last.is_allowed) == ("somebody", role.value, False)


@pytest.mark.parametrize("action", DIRECT)
def test_who_may_is_not_stopped_by_permissions(store, tmp_path, action):
    """Each call on a store of its own, as the least role that may."""
    opened = open_store(tmp_path / "desk.sqlite3", make_release(), Clock())
    opened.propose([edit(opened.state().raw, *CITY, {"population": "7"})], EDITOR, "x")
    role = next(role for role in Role if role.value in MATRIX[action.value])
    for call in DIRECT[action]:
        try:
            call(opened, Actor(staff_id="somebody", role=role))
        except NotAllowedError:
            # One's own proposal only: this one is the editor's.
            assert action is Action.WITHDRAW_PROPOSAL
        except LookupError:
            pass
    opened.close()


def test_no_other_right_lets_anybody_publish(store):
    before = content(store)
    for action in set(Action) - {Action.PUBLISH, Action.IMPORT, Action.EDIT_PROGRAMME}:
        with pytest.raises(ValueError, match=action.value):
            store.publish(rename(store), ADMINISTRATOR, "x", action=action)
    assert content(store) == before
