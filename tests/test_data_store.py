"""The store keeps every change and loses none: one contract, on SQLite and on PostgreSQL."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from factories import (
    CITY_ID,
    SOURCE_ID,
    Clock,
    make_answer,
    make_city,
    make_network,
    make_project,
    make_release,
    make_source,
)
from shipped import shipped_dataset

from data.changes import ChangeKind, EditConflictError, RowChange, addition, edit, withdrawal
from data.errors import DataError, Rule
from data.load import DATA_DIR, load_dataset
from data.raw import raw_columns, raw_files, raw_of, read_release
from data.schema import Answer
from data.store import (
    ANONYMOUS,
    Action,
    Actor,
    Decision,
    DeclarationState,
    ItemState,
    NotAllowedError,
    ProposalState,
    Role,
    StoreCode,
    StoreError,
    TooManyError,
    open_store,
)
from data.store.__main__ import main
from data.store.backup import restore_backup, write_backup
from data.store.database import open_database
from data.store.reply_texts import MOST_BESIDE
from data.store.tables import APPEND_ONLY, metadata

EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
OTHER = Actor(staff_id="other", role=Role.EDITOR)
CONTRIBUTOR = Actor(staff_id="co", role=Role.CONTRIBUTOR)
ADMINISTRATOR = Actor(staff_id="ad", role=Role.ADMINISTRATOR)
CITY = ("cities", (CITY_ID,))
HOSTILE = "x'); DROP TABLE revisions; --\" %s :name {0} \\ ⟨é⟩"


@pytest.fixture
def release():
    return make_release(
        sources=[make_source(), make_source("second")],
        cities=[make_city(), make_city("second-city", source_ids=("second",))],
        projects=[make_project()],
        criteria=[make_answer("VIS1")],
    )


@pytest.fixture
def location(new_location):
    return new_location()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(location, release, clock):
    opened = open_store(location, release, clock)
    yield opened
    opened.close()


@pytest.fixture
def second(location, release, clock, store):
    """The same store as another process opens it."""
    opened = open_store(location, release, clock)
    yield opened
    opened.close()


def change_of(store, **values):
    return edit(store.state().raw, *CITY, values)


def publish(store, actor=EDITOR, **values):
    return store.publish([change_of(store, **values)], actor, "a reason", [SOURCE_ID])


def cell(store, column, table="cities", key=(CITY_ID,)):
    return store.state().raw[table][key][column]


# ---- publishing --------------------------------------------------------------------------------------


def test_a_store_nobody_has_used_publishes_the_release(store, release):
    state = store.state()
    assert store.version() == 0
    assert state.raw == release.raw
    assert state.dataset.version == release.version
    assert state.conflicts == ()


def test_a_published_change_is_in_the_tables_and_in_the_history(store):
    change = publish(store, population="1234", name_fr="Ville d’essai")
    state = store.state()
    assert state.dataset.cities[CITY_ID].population == 1234
    assert state.revision == store.version() == change.revision == 2
    assert store.history(table="cities", key=(CITY_ID,)) == (change,)
    (row,) = change.rows
    assert [(item.column, item.old, item.new) for item in row.cells] == [
        ("name_fr", "Testville", "Ville d’essai"),
        ("population", "100000", "1234"),
    ]
    assert (change.editor, change.reason, change.source_ids) == ("ed", "a reason", (SOURCE_ID,))


def test_every_version_of_the_tables_has_a_name_of_its_own(store):
    versions = [store.state().dataset.version]
    for number in ("1", "2", "1"):
        publish(store, population=number)
        versions.append(store.state().dataset.version)
    assert len(set(versions)) == 4


def test_tables_that_were_edited_are_named_after_their_last_revision_and_day(store, release):
    store.publish([change_of(store, population="120000")], EDITOR, "more")
    edited = store.state().dataset
    assert (edited.edition, edited.published_on) == ("2026.11+1", date(2026, 11, 25))
    store.undo(1, EDITOR, "as it was")
    undone = store.state().dataset
    assert (undone.edition, undone.published_on) == (release.edition, release.published_on)


def test_what_one_process_publishes_another_reads(store, second):
    second.state()
    publish(store, population="7")
    assert cell(second, "population") == "7"
    publish(second, population="8")
    assert cell(store, "population") == "8"


def test_filling_and_emptying_a_cell_are_kept(store):
    publish(store, population_year="2020")
    change = publish(store, population="")
    assert cell(store, "population_year") == "2020"
    assert cell(store, "population") == ""
    assert change.rows[0].cells[0].new == ""
    assert len(store.history(table="cities")) == 2


def test_the_second_of_two_editors_is_told_what_changed(store, second):
    mine = change_of(store, population="1", name_fr="A")
    publish(second, OTHER, population="2")
    with pytest.raises(EditConflictError) as caught:
        store.publish([mine], EDITOR, "a reason")
    (conflict,) = caught.value.conflicts
    assert (conflict.expected, conflict.found, conflict.wanted) == ("100000", "2", "1")
    assert cell(store, "name_fr") == "Testville"


def test_a_row_that_changed_since_the_editor_looked_is_told_even_if_no_cell_conflicts(store):
    base = store.version()
    mine = change_of(store, name_fr="A")
    publish(store, OTHER, population="2")
    with pytest.raises(EditConflictError) as caught:
        store.publish([mine], EDITOR, "a reason", base=base)
    assert caught.value.conflicts == ()
    assert [row.cells[0].new for row in caught.value.meanwhile] == ["2"]
    store.publish([mine], EDITOR, "a reason", base=store.version())
    assert (cell(store, "name_fr"), cell(store, "population")) == ("A", "2")


def test_of_eight_who_race_on_one_row_one_wins_and_seven_are_told(location, store, release, clock):
    stores = [open_store(location, release, clock) for _ in range(8)]
    mine = change_of(store, population="1")
    barrier = threading.Barrier(8)
    told = []

    def race(number):
        barrier.wait()
        try:
            wanted = RowChange(
                table=mine.table,
                key=mine.key,
                kind=mine.kind,
                cells=(
                    type(mine.cells[0])(column="population", old="100000", new=str(number + 1)),
                ),
            )
            stores[number].publish([wanted], EDITOR, "a reason")
        except Exception as error:
            told.append(error)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for opened in stores:
        opened.close()
    assert [type(error) for error in told] == [EditConflictError] * 7, told
    assert store.version() == 1


def test_two_changes_of_one_row_at_one_revision_are_refused_by_the_database_itself(store):
    publish(store, population="7")
    rows = metadata.tables["row_changes"]
    with store.database.engine.connect() as connection:
        kept = dict(connection.execute(sa.select(rows)).mappings().one())
    with pytest.raises(sa.exc.IntegrityError), store.database.writing() as connection:
        connection.execute(rows.insert().values(**kept | {"position": 2}))


def test_a_change_that_breaks_a_rule_leaves_nothing_behind(store, release):
    good = edit(release.raw, "cities", ("second-city",), {"population": "1"})
    bad = edit(release.raw, *CITY, {"country_iso3": "XXX"})
    with pytest.raises(DataError) as caught:
        store.publish([good, bad], EDITOR, "a reason")
    assert caught.value.rule is Rule.UNKNOWN_REFERENCE
    assert store.version() == 0
    assert store.state().raw == release.raw
    assert store.history() == ()


@pytest.mark.parametrize(
    "arguments",
    [
        {"reason": "  "},
        {"reason": "a\x00b"},
        {"reason": "\ud800"},
        {"source_ids": ["nowhere"]},
        {"rows": []},
    ],
)
def test_a_change_has_rows_a_reason_and_sources_that_exist(store, arguments):
    given = {"rows": [change_of(store, population="7")], "actor": EDITOR, "reason": "x"}
    with pytest.raises(DataError):
        store.publish(**given | arguments)
    assert store.version() == 0


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\udfff"])
def test_no_cell_holds_what_a_database_cannot(store, text):
    with pytest.raises(DataError) as caught:
        publish(store, name_fr=text)
    assert caught.value.rule is Rule.CONTROL_CHARACTER


def test_hostile_texts_are_texts(store):
    publish(store, name_fr=HOSTILE)
    store.publish(
        [change_of(store, name_en=HOSTILE)], Actor(staff_id=HOSTILE, role=Role.EDITOR), HOSTILE
    )
    assert cell(store, "name_fr") == HOSTILE
    assert store.history(editor=HOSTILE)[0].reason == HOSTILE
    for question in (
        {"table": HOSTILE},
        {"key": (HOSTILE,)},
        {"city_id": HOSTILE},
        {"editor": "' OR 1=1 --"},
    ):
        assert store.history(**question) == ()
    store.put_draft(HOSTILE, {HOSTILE: HOSTILE}, EDITOR)
    assert store.draft(HOSTILE, EDITOR).content == {HOSTILE: HOSTILE}
    assert store.staff_of(HOSTILE) is None
    assert store.redeem(HOSTILE) is None
    assert store.session_actor("\ud800") is None
    assert store.reply_link(HOSTILE) is None
    proposal = store.propose([change_of(store, name_fr="B")], CONTRIBUTOR, HOSTILE, note=HOSTILE)
    store.comment(proposal.proposal_id, HOSTILE, CONTRIBUTOR)
    assert store.proposals(author=HOSTILE, city_id=HOSTILE) == ()
    assert store.version() == 2


def test_the_database_refuses_to_forget(store):
    publish(store, population="7")
    for name in APPEND_ONLY:
        table = metadata.tables[name]
        first = next(iter(table.columns))
        for statement in (table.delete(), table.update().values({first.name: first})):
            if name in {"absorbed", "comments"} and store.database.is_sqlite:
                continue  # a trigger for each row has nothing to refuse in an empty table
            with (
                pytest.raises((StoreError, sa.exc.IntegrityError)),
                store.database.writing() as link,
            ):
                link.execute(statement)


# ---- undo, withdrawal, history -------------------------------------------------------------------------


def test_undo_is_one_more_change_and_can_be_undone(store, release):
    change = publish(store, population="7")
    back = store.undo(change.change_id, OTHER, "wrong")
    assert back.undoes == change.change_id
    assert store.state().raw == release.raw
    again = store.undo(back.change_id, EDITOR, "right after all")
    assert cell(store, "population") == "7"
    assert [item.change_id for item in store.history()] == [3, 2, 1]
    assert again.rows == change.rows


def test_an_undo_that_would_lose_a_later_change_is_refused(store):
    change = publish(store, population="7")
    publish(store, OTHER, population="8")
    with pytest.raises(EditConflictError):
        store.undo(change.change_id, EDITOR, "wrong")
    assert cell(store, "population") == "8"
    with pytest.raises(LookupError):
        store.undo(99, EDITOR, "nothing")


def test_a_withdrawn_row_leaves_the_tables_and_stays_in_the_history(store, release):
    gone = store.publish(
        [withdrawal(release.raw, "projects", ("test-project",))], EDITOR, "ended, not documented"
    )
    assert "test-project" not in store.state().dataset.projects
    (change,) = store.history(table="projects", key=("test-project",))
    assert change.rows[0].kind is ChangeKind.WITHDRAW
    store.undo(gone.change_id, EDITOR, "documented")
    assert store.state().raw == release.raw
    assert list(store.state().raw["projects"]) == list(release.raw["projects"])
    kinds = [item.rows[0].kind for item in store.history(table="projects")]
    assert kinds == [ChangeKind.RESTORE, ChangeKind.WITHDRAW]


def test_an_id_is_never_used_again_but_a_criterion_can_be_answered_again(store, release):
    project = release.raw["projects"]["test-project",]
    answer = release.raw["criteria"][CITY_ID, "VIS1"]
    gone = [
        withdrawal(release.raw, "projects", ("test-project",)),
        withdrawal(release.raw, "criteria", (CITY_ID, "VIS1")),
    ]
    store.publish(gone, EDITOR, "x")
    with pytest.raises(DataError) as caught:
        store.publish([addition("projects", project)], EDITOR, "x")
    assert caught.value.rule is Rule.ID_REUSED
    store.publish([addition("criteria", {**answer, "answer": "no"})], EDITOR, "x")
    assert store.state().dataset.answers_of_city(CITY_ID)["VIS1"].answer is Answer.NO


def test_a_row_added_with_some_columns_is_empty_in_the_others(store, release):
    row = {**release.raw["sources"][SOURCE_ID,], "source_id": "third"}
    del row["url"]
    store.publish([addition("sources", row)], EDITOR, "x")
    assert store.state().dataset.sources["third"].url is None
    assert list(store.state().raw["sources"])[-1] == ("third",)


def test_history_is_found_by_city_person_and_moment(store, release, clock):
    first = publish(store, population="7")
    answer = edit(release.raw, "criteria", (CITY_ID, "VIS1"), {"note_fr": "Autre note."})
    second = store.publish([answer], OTHER, "x")
    elsewhere = store.publish(
        [
            edit(release.raw, "cities", ("second-city",), {"population": "1"}),
            edit(release.raw, "sources", (SOURCE_ID,), {"title": "Autre titre"}),
        ],
        OTHER,
        "x",
    )

    def ids(**question):
        return [change.change_id for change in store.history(**question)]

    one, two, three = first.change_id, second.change_id, elsewhere.change_id
    assert ids(city_id=CITY_ID) == [two, one]
    assert ids(editor="other") == [three, two]
    assert ids(since=second.moment, until=elsewhere.moment) == [two]
    assert ids(since=elsewhere.moment.astimezone(clock.moment.tzinfo)) == [three]
    assert ids(limit=1) == [three]
    assert ids(before=three, limit=1) == [two]
    (only,) = store.history(city_id="second-city")
    assert [row.table for row in only.rows] == ["cities"]


def test_moments_are_the_same_whatever_the_zone_of_the_clock_or_the_server(store, clock):
    change = publish(store, population="7")
    assert change.moment == clock.moment
    assert change.moment.utcoffset() == timedelta(0)
    assert store.history()[0].moment == clock.moment


def test_a_clock_without_a_time_zone_is_refused(location, release):
    with pytest.raises(ValueError, match="time zone"):
        open_store(location, release, lambda: datetime(2026, 11, 25))


# ---- a new release ---------------------------------------------------------------------------------


def test_a_new_release_keeps_the_work_of_the_staff(location, store, release, clock):
    publish(store, population="7")
    newer = make_release("release-2", sources=[make_source(title="Nouveau"), make_source("second")])
    later = open_store(location, newer, clock)
    assert cell(later, "population") == "7"
    assert cell(later, "title", "sources", (SOURCE_ID,)) == "Nouveau"
    assert later.conflicts() == ()
    later.close()


def test_a_conflict_with_a_new_release_is_shown_and_waits_for_a_person(
    location, store, release, clock
):
    publish(store, population="7", name_fr="A")
    newer = make_release("release-2", cities=[make_city(population=9)])
    assert [item.staff for item in store.conflicts_with(newer)] == ["7"]
    later = open_store(location, newer, clock)
    (conflict,) = later.conflicts()
    assert (conflict.column, conflict.released, conflict.staff) == ("population", "9", "7")
    assert (cell(later, "population"), cell(later, "name_fr")) == ("9", "A")
    later.resolve(conflict, "staff", EDITOR, "seen")
    assert later.conflicts() == ()
    assert cell(later, "population") == "7"
    with pytest.raises(LookupError):
        later.resolve(conflict, "release", EDITOR, "again")
    later.close()


def test_a_conflict_can_be_settled_for_the_release(location, store, clock):
    publish(store, population="7")
    later = open_store(location, make_release("release-2", cities=[make_city(population=9)]), clock)
    (conflict,) = later.conflicts()
    change = later.resolve(conflict, "release", EDITOR, "seen")
    assert later.conflicts() == ()
    assert cell(later, "population") == "9"
    assert (change.rows[0].cells[0].old, change.rows[0].cells[0].new) == ("7", "9")
    later.close()


def test_work_that_a_release_has_taken_over_no_longer_hides_what_comes_after(
    location, store, clock
):
    publish(store, population="7")
    for version, population in (("release-2", 7), ("release-3", 100_000), ("release-4", 9)):
        release = make_release(version, cities=[make_city(population=population)])
        later = open_store(location, release, clock)
        assert later.conflicts() == ()
        assert cell(later, "population") == str(population)
        later.close()


def test_an_older_release_still_shows_the_work_that_a_newer_one_has_taken_over(
    location, store, release, clock
):
    publish(store, population="7")
    open_store(location, make_release("release-2", cities=[make_city(population=7)]), clock).close()
    back = open_store(location, release, clock)
    assert cell(back, "population") == "7"
    back.close()


def test_a_row_of_the_staff_that_a_new_release_makes_wrong_is_set_aside_alone(
    location, store, clock
):
    publish(store, population="7")
    project = {**store.state().raw["projects"]["test-project",], "project_id": "ours"}
    store.publish([addition("projects", {**project, "source_ids": "second"})], EDITOR, "x")
    later = open_store(location, make_release("release-2"), clock)
    (conflict,) = later.conflicts()
    assert (conflict.table, conflict.key, conflict.column) == ("projects", ("ours",), "")
    assert conflict.fault.rule is Rule.UNKNOWN_REFERENCE
    assert cell(later, "population") == "7"
    assert "ours" not in later.state().dataset.projects
    later.close()


def test_a_row_that_a_release_took_over_and_a_later_one_dropped_does_not_come_back_in_pieces(
    location, store, clock
):
    network = dict.fromkeys(raw_columns("networks"), "x") | {"network_id": "ours"}
    store.publish([addition("networks", network)], EDITOR, "x")
    store.publish([edit(store.state().raw, "networks", ("ours",), {"name_fr": "y"})], EDITOR, "x")
    taken = [
        make_network("ours", **dict.fromkeys(("short_fr", "short_en", "name_fr", "name_en"), "x"))
    ]
    for version, networks, count in (("release-2", taken, 0), ("release-3", [], 1)):
        later = open_store(location, make_release(version, networks=networks), clock)
        assert len(later.conflicts()) == count
        assert [row["name_fr"] for row in later.state().raw["networks"].values()] == ["y"][count:]
        if count:
            later.resolve(later.conflicts()[0], "release", EDITOR, "seen")
            assert later.conflicts() == ()
        later.close()


def test_the_export_of_a_release_nobody_edited_has_its_bytes(location, clock):
    release = read_release()
    opened = open_store(location, release, clock)
    change = edit(release.raw, "cities", ("hue",), {"population": "1"})
    opened.undo(opened.publish([change], EDITOR, "x").change_id, EDITOR, "x")
    gone = opened.publish([withdrawal(release.raw, "criteria", ("hue", "VIS2"))], EDITOR, "x")
    opened.undo(gone.change_id, EDITOR, "x")
    assert raw_files(opened.state().raw) == raw_files(release.raw)
    assert raw_of(shipped_dataset()) == opened.state().raw
    opened.close()


def test_a_programme_is_published_like_a_row_and_checked(location, clock):
    release = read_release()
    opened = open_store(location, release, clock)
    ((key, row),) = release.raw["programmes"].items()
    renamed = edit(
        release.raw,
        "programmes",
        key,
        {"toml": row["toml"].replace('event_fr = "', 'event_fr = "Le ')},
    )
    opened.publish([renamed], EDITOR, "x", action=Action.EDIT_PROGRAMME)
    assert opened.state().dataset.programmes[key[0]].event_fr.startswith("Le ")
    broken = edit(opened.state().raw, "programmes", key, {"toml": "id = 1"})
    with pytest.raises(DataError):
        opened.publish([broken], EDITOR, "x")
    opened.close()


# ---- proposals -----------------------------------------------------------------------------------------


def field(column):
    return (*CITY, column)


def propose(store, **values):
    return store.propose([change_of(store, **values)], CONTRIBUTOR, "a reason", [SOURCE_ID])


def test_a_proposal_changes_nothing_until_an_editor_accepts_it(store, release):
    proposal = propose(store, population="7", name_fr="A")
    assert store.state().raw == release.raw
    assert store.proposals() == (proposal,)
    assert store.proposals(city_id=CITY_ID, author="co") == (proposal,)
    with pytest.raises(NotAllowedError):
        store.decide(proposal.proposal_id, {field("population"): True}, CONTRIBUTOR)


def test_a_proposal_is_accepted_field_by_field_in_one_change(store):
    proposal = propose(store, population="7", name_fr="A")
    verdict = {field("population"): True, field("name_fr"): False}
    change = store.decide(proposal.proposal_id, verdict, EDITOR)
    assert (cell(store, "population"), cell(store, "name_fr")) == ("7", "Testville")
    assert (change.proposal_id, change.reason) == (proposal.proposal_id, "a reason")
    decided = store.proposal(proposal.proposal_id)
    assert decided.state is ProposalState.PARTLY
    assert {item.column: item.decision for item in decided.rows[0].cells} == {
        "population": Decision.ACCEPTED,
        "name_fr": Decision.REFUSED,
    }
    assert {item.decided_by for item in decided.rows[0].cells} == {"ed"}
    with pytest.raises(LookupError):
        store.decide(proposal.proposal_id, verdict, EDITOR)


def test_fields_without_a_decision_wait(store):
    proposal = propose(store, population="7", name_fr="A")
    store.decide(proposal.proposal_id, {field("population"): True}, EDITOR)
    assert store.proposal(proposal.proposal_id).state is ProposalState.PROPOSED
    store.decide(proposal.proposal_id, {field("name_fr"): True}, EDITOR)
    assert store.proposal(proposal.proposal_id).state is ProposalState.PUBLISHED
    assert (cell(store, "population"), cell(store, "name_fr")) == ("7", "A")


def test_a_refused_proposal_publishes_nothing(store):
    proposal = propose(store, population="7")
    assert store.decide(proposal.proposal_id, {field("population"): False}, EDITOR) is None
    assert store.proposal(proposal.proposal_id).state is ProposalState.REFUSED
    assert store.version() == 0


def test_a_field_that_changed_since_it_was_proposed_is_told_and_can_be_accepted_over_it(store):
    proposal = propose(store, population="7")
    publish(store, OTHER, population="8")
    verdict = {field("population"): True}
    with pytest.raises(EditConflictError):
        store.decide(proposal.proposal_id, verdict, EDITOR)
    assert store.proposal(proposal.proposal_id).state is ProposalState.PROPOSED
    store.decide(proposal.proposal_id, verdict, EDITOR, is_over_now=True)
    assert cell(store, "population") == "7"


def test_a_new_row_is_decided_at_once_and_its_key_goes_with_it(store, release):
    row = {**release.raw["projects"]["test-project",], "project_id": "new", "start_year": "2020"}
    proposal = store.propose([addition("projects", row)], CONTRIBUTOR, "x")
    place = ("projects", ("new",))
    names = [item.column for item in proposal.rows[0].cells if item.column != "project_id"]
    with pytest.raises(DataError):
        store.decide(proposal.proposal_id, {(*place, "title_fr"): True}, EDITOR)
    verdict = {(*place, name): name != "start_year" for name in names}
    store.decide(proposal.proposal_id, verdict, EDITOR)
    assert store.state().dataset.projects["new"].start_year is None
    assert store.proposal(proposal.proposal_id).state is ProposalState.PARTLY


def test_a_withdrawal_is_accepted_whole(store, release):
    gone = withdrawal(release.raw, "projects", ("test-project",))
    proposal = store.propose([gone], CONTRIBUTOR, "x")
    verdict = {("projects", ("test-project",), item.column): True for item in gone.cells}
    partial = verdict | {("projects", ("test-project",), "title_fr"): False}
    with pytest.raises(DataError):
        store.decide(proposal.proposal_id, partial, EDITOR)
    store.decide(proposal.proposal_id, verdict, EDITOR)
    assert store.state().dataset.projects == {}


def test_a_proposal_that_breaks_a_rule_is_refused_at_once(store):
    with pytest.raises(DataError):
        propose(store, country_iso3="XXX")
    assert store.proposals() == ()


def test_people_talk_about_a_proposal(store):
    proposal = propose(store, population="7")
    store.comment(proposal.proposal_id, "Quelle source ?", EDITOR)
    store.comment(proposal.proposal_id, "Le recensement.", CONTRIBUTOR)
    said = store.proposal(proposal.proposal_id).comments
    assert [(item.author, item.body) for item in said] == [
        ("ed", "Quelle source ?"),
        ("co", "Le recensement."),
    ]
    with pytest.raises(LookupError):
        store.comment(99, "x", EDITOR)


def test_one_takes_back_ones_own_proposal_only(store):
    proposal = propose(store, population="7")
    other = Actor(staff_id="somebody", role=Role.CONTRIBUTOR)
    with pytest.raises(NotAllowedError):
        store.withdraw_proposal(proposal.proposal_id, other)
    store.withdraw_proposal(proposal.proposal_id, CONTRIBUTOR)
    assert store.proposals() == ()
    kept = store.proposal(proposal.proposal_id)
    assert (kept.state, kept.rows) == (ProposalState.WITHDRAWN, proposal.rows)


def test_a_visitor_reports_a_fault_and_leaves_no_contact_details(store):
    note = "Faux : voir jean.dupont@example.org, +33 6 12 34 56 78 ou 06 12 34 56 78, en 2021-2025."
    report = store.report(
        note, table="cities", key=(CITY_ID,), wanted={"population": "7"}, origin="one"
    )
    assert report.is_report
    assert report.note == "Faux : voir […], […] ou […], en 2021-2025."
    assert (report.author, report.rows[0].cells[0].new) == ("", "7")
    store.decide(report.proposal_id, {field("population"): True}, EDITOR)
    assert cell(store, "population") == "7"
    assert store.history()[0].reason == report.note


def test_a_report_without_a_wish_is_closed_by_an_editor(store):
    report = store.report("C’est faux.", table="cities", key=(CITY_ID,))
    store.close_report(report.proposal_id, EDITOR, is_right=True)
    assert store.proposal(report.proposal_id).state is ProposalState.PUBLISHED
    with pytest.raises(LookupError):
        store.close_report(report.proposal_id, EDITOR, is_right=False)


def test_reports_of_one_visitor_are_limited_and_the_origin_is_forgotten(store, clock):
    for _ in range(5):
        store.report("x", table="cities", key=(CITY_ID,), origin="one")
    with pytest.raises(TooManyError):
        store.report("x", table="cities", key=(CITY_ID,), origin="one")
    store.report("x", table="cities", key=(CITY_ID,), origin="two")
    clock.moment += timedelta(hours=2)
    store.report("x", table="cities", key=(CITY_ID,), origin="one")
    rows = store.rows_of(sa.select(metadata.tables["proposals"].c.origin))
    assert sorted(row["origin"] for row in rows) == [""] * 6 + ["one"]


# ---- around the facts ------------------------------------------------------------------------------------


def test_a_draft_survives_and_belongs_to_who_typed_it(store, second):
    store.put_draft("city/testville", {"name": "Ébauche", "list": [1, None]}, CONTRIBUTOR)
    store.put_draft("city/testville", {"name": "Ébauche 2"}, CONTRIBUTOR)
    assert second.draft("city/testville", CONTRIBUTOR).content == {"name": "Ébauche 2"}
    assert second.draft("city/testville", EDITOR) is None
    assert len(second.drafts(CONTRIBUTOR)) == 1
    store.delete_draft("city/testville", CONTRIBUTOR)
    assert second.drafts(CONTRIBUTOR) == ()


@pytest.mark.parametrize("content", [object(), float("nan"), "x" * 1_000_001])
def test_a_draft_is_json_of_a_bounded_size(store, content):
    with pytest.raises(DataError):
        store.put_draft("form", content, EDITOR)


def test_a_row_is_marked_as_checked_on_a_day_that_has_come(store, clock):
    store.mark_checked([CITY], EDITOR, date(2026, 11, 20))
    store.mark_checked([CITY, ("sources", (SOURCE_ID,))], OTHER, date(2026, 11, 1))
    assert store.checked_on() == {
        CITY: date(2026, 11, 20),
        ("sources", (SOURCE_ID,)): date(2026, 11, 1),
    }
    with pytest.raises(DataError):
        store.mark_checked([CITY], EDITOR, date(2027, 1, 1))
    with pytest.raises(DataError):
        store.mark_checked([("cities", ("nowhere",))], EDITOR, date(2026, 1, 1))


def test_a_search_that_found_nothing_is_kept(store):
    given = {
        "city_id": CITY_ID,
        "criterion_id": "VIS2",
        "searched_on": date(2026, 11, 20),
        "languages": ("fr", "km"),
        "places": "site de la ville, journal officiel",
        "is_found": False,
    }
    kept = store.log_search(CONTRIBUTOR, **given)
    assert store.searches(city_id=CITY_ID, criterion_id="VIS2") == (kept,)
    assert (kept.languages, kept.is_found) == (("fr", "km"), False)
    for wrong in ({"city_id": "nowhere"}, {"languages": ()}, {"places": " "}):
        with pytest.raises(DataError):
            store.log_search(CONTRIBUTOR, **given | wrong)
    assert store.searches() == (kept,)


def test_things_to_verify_have_an_owner_a_date_and_an_end(store):
    later = store.add_to_verify(
        CONTRIBUTOR, owner="ed", due_on=None, table="cities", key=(CITY_ID,), note="population"
    )
    soon = store.add_to_verify(
        CONTRIBUTOR, owner="co", due_on=date(2027, 1, 1), table="cities", key=(CITY_ID,)
    )
    assert store.to_verify() == (soon, later)
    assert store.to_verify(owner="ed") == (later,)
    store.set_to_verify(soon.item_id, EDITOR, state=ItemState.DONE)
    store.set_to_verify(later.item_id, EDITOR, owner="ad", due_on=date(2027, 2, 1))
    (left,) = store.to_verify()
    assert (left.owner, left.due_on) == ("ad", date(2027, 2, 1))
    assert store.set_to_verify(left.item_id, EDITOR, owner="ed").due_on == date(2027, 2, 1)
    assert store.set_to_verify(left.item_id, EDITOR, is_undated=True).due_on is None
    with pytest.raises(LookupError):
        store.set_to_verify(99, EDITOR, state=ItemState.DONE)


def declare(store, token, **changes):
    given = {
        "criterion_id": "VIS2",
        "answer": Answer.YES,
        "note": "Délibération, voir maire@example.org",
        "declared_by": "Direction du numérique",
        "declared_on": date(2026, 11, 25),
    }
    return store.declare(token, **given | changes)


def test_a_city_answers_with_its_link_and_the_facts_stay_as_they_are(store, release):
    link, token = store.create_reply_link(CITY_ID, EDITOR)
    declared = declare(store, token)
    assert store.reply_link(token) == link
    assert (declared.city_id, declared.state) == (CITY_ID, DeclarationState.RECEIVED)
    assert declared.note == "Délibération, voir […]"
    assert store.declarations(city_id=CITY_ID) == (declared,)
    assert store.state().raw == release.raw


def test_of_two_people_in_one_box_of_a_link_nobody_loses_a_text(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)

    def keep(text, shown):
        beside = store.keep_reply_text(token, "VIS2", "note", text, shown=shown)
        assert store.reply_texts(token)["VIS2"]["note"] == text
        assert tuple(store.reply_texts_beside(token).get("VIS2", {}).get("note", ())) == beside
        return beside

    assert keep("première", shown="") == ()
    assert keep("seconde", shown="") == ("première",)
    assert keep("première, suite", shown="première") == ("seconde",), "one's own text is replaced"
    assert keep("seconde, suite", shown="seconde") == ("première, suite",)
    assert keep("première, suite", shown="") == ("seconde, suite",), "the two change places"
    assert keep("première, suite", shown="seconde, suite") == (), "put away by who has seen it"


def test_only_the_text_that_was_sent_leaves_the_draft_of_a_link(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    store.keep_reply_text(token, "VIS2", "answer", "yes")
    store.keep_reply_text(token, "VIS2", "answer", "no")
    store.keep_reply_text(token, "VIS2", "note", "d’une autre page ")
    store.keep_reply_text(token, "VIS2", "note", "envoyé ")
    declare(store, token, answer=Answer.NO, note="envoyé")
    assert store.reply_texts(token) == {}
    assert store.reply_texts_beside(token) == {
        "VIS2": {"answer": ["yes"], "note": ["d’une autre page "]}
    }


def test_texts_beside_a_box_have_an_end_and_none_is_dropped_for_another(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    texts = [f"texte {number}" for number in range(MOST_BESIDE + 1)]
    for text in texts:
        store.keep_reply_text(token, "VIS2", "note", text)
    with pytest.raises(DataError):
        store.keep_reply_text(token, "VIS2", "note", "de trop")
    assert store.reply_texts(token)["VIS2"]["note"] == texts[-1]
    assert store.reply_texts_beside(token)["VIS2"]["note"] == texts[:-1]


def test_a_second_answer_replaces_the_first_which_is_kept(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    first = declare(store, token)
    again = declare(store, token, answer=Answer.PARTIAL)
    assert store.declarations() == (again,)
    states = [item.state for item in store.declarations(states=None)]
    assert states == [DeclarationState.RECEIVED, DeclarationState.REPLACED]
    with pytest.raises(LookupError):
        store.moderate(first.declaration_id, DeclarationState.SHOWN, EDITOR)
    store.moderate(again.declaration_id, DeclarationState.REFUSED, EDITOR)
    assert store.declarations() == ()


def test_a_link_that_is_wrong_expired_or_revoked_lets_nobody_answer(store, clock):
    link, token = store.create_reply_link(CITY_ID, EDITOR)
    _, short = store.create_reply_link(CITY_ID, EDITOR, timedelta(minutes=30))
    store.revoke_reply_link(link.link_id, EDITOR)
    clock.moment += timedelta(hours=1)
    for bad in (token, short, "wrong", ""):
        with pytest.raises(NotAllowedError):
            declare(store, bad)
    assert [item.is_open for item in store.reply_links(CITY_ID)] == [False, False]
    assert store.declarations(states=None) == ()


def test_an_answer_says_something_about_a_criterion_that_exists(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    for wrong in ({"answer": Answer.UNKNOWN}, {"criterion_id": "XXX"}, {"declared_by": " "}):
        with pytest.raises(DataError):
            declare(store, token, **wrong)


# ---- access ------------------------------------------------------------------------------------------


def test_a_sign_in_link_works_once_and_the_session_ends(store, clock):
    token = store.create_sign_in(ADMINISTRATOR, staff_id="ed", role=Role.EDITOR)
    session = store.redeem(token, timedelta(hours=2))
    assert store.redeem(token) is None
    assert store.session_actor(session) == EDITOR
    assert store.session_actor(token) is None
    clock.moment += timedelta(hours=3)
    assert store.session_actor(session) is None


def test_a_link_that_was_not_used_in_time_is_over(store, clock):
    token = store.create_sign_in(ADMINISTRATOR, staff_id="ed", role=Role.EDITOR)
    clock.moment += timedelta(hours=1)
    assert store.redeem(token) is None


def test_signing_out_and_revoking_end_a_session(store):
    def sign_in():
        return store.redeem(store.create_sign_in(ADMINISTRATOR, staff_id="ed", role=Role.EDITOR))

    first, second = sign_in(), sign_in()
    store.sign_out(first)
    store.sign_out("unknown")
    assert store.session_actor(first) is None
    assert store.session_actor(second) == EDITOR
    store.revoke_sessions("ed", ADMINISTRATOR)
    assert store.session_actor(second) is None


def test_no_secret_is_kept_as_it_is(store):
    _, reply = store.create_reply_link(CITY_ID, EDITOR)
    link = store.create_sign_in(ADMINISTRATOR, staff_id="ed", role=Role.EDITOR)
    session = store.redeem(link)
    kept = repr([store.rows_of(sa.select(table)) for table in metadata.tables.values()])
    assert not [secret for secret in (reply, link, session) if secret in kept]


def test_a_session_of_a_service_ends_here_and_is_not_opened_again_by_the_same_secret(store, clock):
    until = clock.moment + timedelta(hours=1)
    store.open_session("secret", EDITOR, until)
    store.open_session("secret", EDITOR, until)
    assert store.session_actor("secret") == EDITOR
    store.sign_out("secret")
    store.open_session("secret", EDITOR, until)
    assert store.session_actor("secret") is None

    store.open_session("another", EDITOR, until)
    store.revoke_sessions("ed", ADMINISTRATOR)
    store.open_session("another", EDITOR, until)
    assert store.session_actor("another") is None

    store.open_session("short", EDITOR, until)
    clock.moment = until
    assert store.session_actor("short") is None
    with pytest.raises(NotAllowedError):
        store.open_session("reader", Actor(staff_id="re", role=Role.READER), until)
    assert store.session_actor("reader") is None


def test_the_log_is_asked_by_person_action_outcome_and_moment(store, clock):
    store.publish([edit(store.state().raw, *CITY, {"population": "8"})], EDITOR, "x")
    since = clock.moment + timedelta(seconds=1)
    with pytest.raises(NotAllowedError):
        store.publish([edit(store.state().raw, *CITY, {"population": "9"})], CONTRIBUTOR, "x")

    def found(**asked):
        entries = store.log_entries(ADMINISTRATOR, **asked)
        return [(entry.staff_id, entry.action, entry.is_allowed) for entry in entries]

    published, refused = ("ed", "publish", True), ("co", "publish", False)
    assert found() == [refused, published]
    assert found(staff_id="ed") == [published]
    assert found(is_allowed=False) == found(since=since) == [refused]
    assert found(action=Action.PUBLISH, limit=1) == [refused]
    assert found(action=Action.UNDO) == found(staff_id=HOSTILE) == []
    assert store.log_people(ADMINISTRATOR) == ("co", "ed")


def test_staff_are_known_by_their_identity_and_leave_without_a_trace_in_their_sessions(store):
    given = {"staff_id": "ed", "identity": "Ed@Example.org", "name": "Ed", "role": Role.EDITOR}
    member = store.set_staff(ADMINISTRATOR, **given)
    assert store.staff_of("ed@example.ORG") == member
    assert member.actor == EDITOR
    session = store.redeem(store.create_sign_in(ADMINISTRATOR, staff_id="ed", role=Role.EDITOR))
    store.set_staff(ADMINISTRATOR, **given | {"role": Role.CONTRIBUTOR})
    assert store.session_actor(session).role is Role.CONTRIBUTOR
    with pytest.raises(DataError):
        store.set_staff(ADMINISTRATOR, **given | {"staff_id": "twin"})
    store.set_staff(ADMINISTRATOR, **given, is_active=False)
    assert store.staff_of("ed@example.org") is None
    assert store.session_actor(session) is None
    assert [item.staff_id for item in store.staff()] == ["ed"]


def test_what_is_done_and_what_is_refused_is_in_the_log(store):
    before = store.activity()
    publish(store, population="7")
    with pytest.raises(NotAllowedError):
        publish(store, CONTRIBUTOR, population="8")
    entries = store.log_entries(ADMINISTRATOR)
    assert [(item.staff_id, item.action, item.is_allowed) for item in entries] == [
        ("co", "publish", False),
        ("ed", "publish", True),
    ]
    assert store.activity() == before + 2
    assert entries[0].moment.tzinfo is UTC
    with pytest.raises(NotAllowedError):
        store.log_entries(EDITOR)


# ---- backup --------------------------------------------------------------------------------------------


def fill(store):
    """Something in every table."""
    change = publish(store, name_fr="Ville d’ici")
    store.undo(change.change_id, EDITOR, "x")
    proposal = propose(store, population="7")
    store.comment(proposal.proposal_id, "x", EDITOR)
    store.put_draft("form", {"a": "é"}, EDITOR)
    store.mark_checked([CITY], EDITOR, date(2026, 11, 1))
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    declare(store, token)
    store.log_search(
        EDITOR,
        city_id=CITY_ID,
        searched_on=date(2026, 11, 1),
        languages=("fr",),
        places="x",
        is_found=True,
    )
    store.add_to_verify(EDITOR, owner="", due_on=None, table="cities", key=(CITY_ID,))
    store.set_staff(ADMINISTRATOR, staff_id="ed", identity="e", name="Ed", role=Role.EDITOR)
    store.create_sign_in(ADMINISTRATOR, staff_id="ed", role=Role.EDITOR)


def content(store):
    return {
        name: sorted(map(repr, store.rows_of(sa.select(table))))
        for name, table in metadata.tables.items()
        if name not in {"store_marker", "migrations"}
    }


def test_a_backup_restores_everything_into_another_database(
    new_location, store, release, clock, tmp_path
):
    fill(store)
    path = tmp_path / "backups" / "desk.jsonl.gz"
    write_backup(store.database, path)
    elsewhere = new_location()
    database = open_database(elsewhere)
    restore_backup(database, path)
    database.close()
    assert {name for name, rows in content(store).items() if not rows} == {"absorbed"}
    restored = open_store(elsewhere, release, clock)
    assert content(restored) == content(store)
    assert restored.state().raw == store.state().raw
    publish(restored, population="11")
    restored.close()


def test_a_backup_is_not_restored_over_work(store, second, tmp_path):
    publish(store, population="7")
    path = tmp_path / "desk.jsonl.gz"
    write_backup(store.database, path)
    with pytest.raises(StoreError) as caught:
        restore_backup(store.database, path)
    assert caught.value.code is StoreCode.NOT_EMPTY
    assert store.version() == 1


@pytest.mark.parametrize("cut", [10, 200, -1])
def test_half_a_backup_restores_nothing(new_location, store, tmp_path, cut):
    fill(store)
    path = tmp_path / "desk.jsonl.gz"
    write_backup(store.database, path)
    path.write_bytes(path.read_bytes()[:cut])
    database = open_database(new_location())
    with pytest.raises(StoreError) as caught:
        restore_backup(database, path)
    assert caught.value.code is StoreCode.BAD_BACKUP
    with database.reading() as connection:
        count = sa.select(sa.func.count()).select_from(metadata.tables["changes"])
        assert connection.execute(count).scalar() == 0
    database.close()


def test_the_same_work_gives_the_same_backup(store, tmp_path):
    fill(store)
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        write_backup(store.database, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert sorted(item.name for item in tmp_path.iterdir() if item.is_file()) == ["a", "b"]


def test_the_terminal_saves_restores_and_exports(
    new_location, clock, tmp_path, monkeypatch, capsys
):
    first, second = new_location(), new_location()
    release = read_release()

    def run(command, path, location):
        name = "DATABASE_URL" if isinstance(location, str) else "REGARDS_VAR"
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.setenv(name, location if isinstance(location, str) else str(location.parent))
        return main([command, str(path)])

    opened = open_store(first, release, clock)
    opened.publish([edit(release.raw, "cities", ("hue",), {"population": "7"})], EDITOR, "x")
    opened.close()
    assert run("backup", tmp_path / "desk", first) == 0
    assert run("restore", tmp_path / "desk", second) == 0
    assert run("restore", tmp_path / "desk", second) == 1
    assert "[not_empty]" in capsys.readouterr().err
    assert run("export", tmp_path / "edition", second) == 0
    assert load_dataset(tmp_path / "edition").cities["hue"].population == 7
    cities = tmp_path / "edition" / "tables" / "cities.csv"
    before = (DATA_DIR / "tables" / "cities.csv").read_text("utf-8").splitlines()
    changed = [line for line in cities.read_text("utf-8").splitlines() if line not in before]
    assert len(changed) == 1


# ---- the form of the database ----------------------------------------------------------------------------


def test_the_tables_are_those_the_code_knows(store):
    found = sa.inspect(store.database.engine)
    assert set(found.get_table_names()) == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert [column["name"] for column in found.get_columns(name)] == table.columns.keys()


def test_opening_again_migrates_nothing(location, store):
    steps = sa.select(metadata.tables["migrations"])
    before = store.rows_of(steps)
    open_database(location).close()
    assert store.rows_of(steps) == before


def test_a_database_of_a_later_version_is_refused(location, store):
    with store.database.writing() as connection:
        connection.execute(metadata.tables["migrations"].insert().values(number=99, name="later"))
    with pytest.raises(StoreError) as caught:
        open_database(location)
    assert caught.value.code is StoreCode.NEWER


def test_an_anonymous_visitor_publishes_nothing(store):
    with pytest.raises(NotAllowedError):
        publish(store, ANONYMOUS, population="7")
    with pytest.raises(NotAllowedError):
        publish(store, Actor(staff_id="", role=Role.EDITOR), population="7")
    assert store.version() == 0
