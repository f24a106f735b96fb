"""A proposal, a journal and a conflict as somebody who writes no code reads them."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date

import pytest
from factories import (
    CITY_ID,
    SOURCE_ID,
    Clock,
    make_city,
    make_project,
    make_release,
    make_source,
    make_strategy,
    make_term,
)

from components.address import AddressReader
from components.desk import changes_view, conflicts, home, journal, proposals_list, review
from components.desk.acting import conflict_words, fault_words
from components.desk.changes_view import cell_line
from components.desk.changes_words import key_in_address, key_of_address
from components.desk.desk_view import DeskView
from components.desk.review import ACCEPT, EACH, REFUSE
from components.desk.ways import ways
from components.i18n import LANGUAGES, NNBSP, translator
from components.view import View
from data.changes import EditConflictError, addition, edit, withdrawal
from data.errors import DataError, Rule
from data.export import table_csv
from data.raw import RAW_KEYS, raw_columns
from data.schema import Answer
from data.store import Action, Actor, Decision, ItemState, ProposalState, Role, open_store

EDITOR = Actor(staff_id="marie", role=Role.EDITOR)
CONTRIBUTOR = Actor(staff_id="jean", role=Role.CONTRIBUTOR)
NAMES = {"marie": "Marie Dubois", "jean": "Jean Nguyen"}
CITY = ("cities", (CITY_ID,))
STRATEGY = ("strategies", ("test-strategy",))
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def release():
    return make_release(
        sources=[
            make_source(),
            make_source("second", title="Seconde source", url="https://b.example"),
        ],
        cities=[make_city(), make_city("other-city")],
        strategies=[
            make_strategy(title_fr="Plan directeur", title_en="Master plan", start_year=2021)
        ],
        projects=[make_project()],
        vocabularies=[
            make_term("source_language", "fr", label_fr="Français", label_en="French"),
            make_term("strategy_status", "adopted", label_fr="Adoptée", label_en="Adopted"),
            make_term("strategy_status", "completed", label_fr="Achevée", label_en="Completed"),
        ],
    )


@pytest.fixture
def store(tmp_path, release):
    opened = open_store(tmp_path / "desk.sqlite3", release, Clock())
    yield opened
    opened.close()


def desk_of(store, actor=EDITOR, language="fr"):
    state = store.state()
    view = View(
        dataset=state.dataset,
        today=date(2026, 11, 25),
        language=language,
        t=translator(language),
    )
    return DeskView(view=view, actor=actor, store=store, state=state, zone=UTC, names=NAMES)


def words_of(store, language="fr"):
    return desk_of(store, language=language).words


def text_of(node):
    """What a reader sees of markup."""
    text = re.sub(r'<span class="rc-hidden">[^<]*</span>', "", str(node))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text)).strip()


def change_of(store, place=STRATEGY, **values):
    return edit(store.state().raw, *place, values)


def propose(store, *rows, reason="Un motif.", sources=(SOURCE_ID,)):
    return store.propose(rows, CONTRIBUTOR, reason, sources)


def publish(store, place=STRATEGY, **values):
    return store.publish([change_of(store, place, **values)], EDITOR, "Un motif.", [SOURCE_ID])


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_column_has_words_in_both_languages(store, language):
    words = words_of(store, language)
    for table in RAW_KEYS:
        assert words.table(table) != table
        for column in raw_columns(table):
            assert "_" not in words.column(table, column)


def test_a_row_is_called_by_its_city_and_its_title(store):
    assert words_of(store).row(*STRATEGY) == "Testville · Plan directeur"
    assert words_of(store, "en").row(*STRATEGY) == "Testville · Master plan"


def test_a_row_that_is_gone_is_called_by_what_is_known_of_it(store):
    words = words_of(store)
    assert words.row("strategies", ("gone",), {"city_id": CITY_ID, "title_fr": "Ancien"}) == (
        "Testville · Ancien"
    )
    assert words.row("strategies", ("gone",)) == "gone"


@pytest.mark.parametrize(
    ("table", "column", "text", "told"),
    [
        ("strategies", "status", "adopted", "Adoptée"),
        ("strategies", "start_year", "", "inconnu"),
        ("strategies", "start_year", None, "absente"),
        ("strategies", "start_year", "2021", "2021"),
        ("strategies", "as_of", "2022-05", "mai 2022"),
        (
            "strategies",
            "source_ids",
            f"{SOURCE_ID};second",
            f"Test source {SOURCE_ID}, Seconde source",
        ),
        ("strategies", "city_id", CITY_ID, "Testville"),
        ("cities", "population", "1573544", f"1{NNBSP}573{NNBSP}544"),
        ("cities", "is_conference_speaker", "yes", "oui"),
        ("cities", "latitude", "16.46", "16,46"),
    ],
)
def test_a_cell_is_said_in_words(store, table, column, text, told):
    assert words_of(store).value(table, column, text) == told


def test_a_change_reads_as_label_before_and_after(store):
    words = words_of(store)
    assert (
        text_of(cell_line("strategies", "start_year", "2021", "2022", words))
        == "début : 2021 → 2022"
    )
    assert (
        text_of(cell_line("strategies", "start_year", "2021", "", words))
        == "début : 2021 → inconnu"
    )
    assert text_of(cell_line("strategies", "status", "adopted", "completed", words)) == (
        "statut : Adoptée → Achevée"
    )


def test_an_arrow_is_said_to_who_cannot_see_it(store):
    assert " devient " in str(
        cell_line("strategies", "start_year", "2021", "2022", words_of(store))
    )


def test_a_list_tells_what_comes_and_what_goes(store):
    line = cell_line(
        "strategies", "source_ids", f"{SOURCE_ID};x", f"{SOURCE_ID};second", words_of(store)
    )
    assert text_of(line) == "sources : retiré x ; ajouté Seconde source ↗ ; 1 inchangé".replace(
        " ↗", ""
    )
    assert 'href="https://b.example"' in str(line)


def test_of_a_long_text_only_the_words_that_change_are_marked(store):
    old = "La ville a adopté un plan directeur en 2021, avec un budget et un calendrier."
    line = str(
        cell_line("strategies", "summary_fr", old, old.replace("2021", "2022"), words_of(store))
    )
    assert re.findall(r"<del>.*?</span>(.*?)</del>", line) == ["2021,"]
    assert re.findall(r"<ins>.*?</span>(.*?)</ins>", line) == ["2022,"]


def test_a_hostile_text_stays_text(store):
    long_text = f"{HOSTILE} {'x' * 80}"
    for old, new in (
        (HOSTILE, "2"),
        ("2", HOSTILE),
        (long_text, f"{long_text} y"),
        (None, HOSTILE),
    ):
        line = str(cell_line("strategies", "summary_fr", old, new, words_of(store)))
        assert "<script" not in line


@pytest.mark.parametrize("table", [table for table in RAW_KEYS if len(RAW_KEYS[table]) < 4])
def test_the_key_of_a_row_comes_back_from_an_address(table):
    key = tuple("abc"[: len(RAW_KEYS[table])])
    assert key_of_address(table, key_in_address(key)) == key
    assert key_of_address(table, "") is None


# ---- what went wrong, in words -------------------------------------------------------------------


def test_a_broken_rule_names_the_row_and_the_field_without_technical_names(store):
    with pytest.raises(DataError) as caught:
        publish(store, start_year="2030", end_year="2020")
    told = text_of(fault_words(caught.value, words_of(store)))
    assert told.startswith("Testville · Plan directeur · fin : l’année de fin précède")
    assert "strategies" not in told
    assert "[" not in told


def test_a_conflict_names_the_fields_that_somebody_else_changed(store):
    change = change_of(store, start_year="2020")
    publish(store, start_year="2019")
    with pytest.raises(EditConflictError) as caught:
        store.publish([change], EDITOR, "Un motif.")
    told = conflict_words(caught.value, words_of(store))
    assert "Testville · Plan directeur · début" in told


def test_a_missing_reason_is_asked_for(store):
    error = DataError(Rule.REQUIRED, file="changes", column="reason")
    assert fault_words(error, words_of(store)) == translator("fr")("acting.reason")


# ---- one proposal --------------------------------------------------------------------------------


def test_fields_accepted_and_refused_become_decisions_and_the_others_wait(store):
    proposal = propose(
        store, change_of(store, start_year="2022", end_year="2026", status="completed")
    )
    chosen = {(1, "start_year"): ACCEPT, (1, "end_year"): REFUSE, (1, "status"): "later"}
    decisions, missing = review.decisions_of(proposal, chosen)
    assert decisions == {(*STRATEGY, "start_year"): True, (*STRATEGY, "end_year"): False}
    assert missing == 0


def test_a_new_row_is_accepted_whole_with_what_it_leaves_empty(store):
    row = addition("sources", {**store.state().raw["sources"][SOURCE_ID,], "source_id": "new"})
    proposal = propose(store, row)
    decisions, missing = review.decisions_of(proposal, {(1, ""): ACCEPT})
    assert missing == 0
    store.decide(proposal.proposal_id, decisions, EDITOR)
    assert store.state().raw["sources"]["new",]["source_id"] == "new"


def test_a_new_row_decided_field_by_field_needs_every_field(store):
    project = {**store.state().raw["projects"]["test-project",], "project_id": "new"}
    proposal = propose(store, addition("projects", project))
    cells = review.cells_to_decide(proposal.rows[0])
    chosen = {(1, ""): EACH} | {(1, cell.column): ACCEPT for cell in cells}
    _, missing = review.decisions_of(proposal, chosen | {(1, "title_fr"): "later"})
    assert missing == 1
    decisions, missing = review.decisions_of(proposal, chosen | {(1, "summary_en"): REFUSE})
    assert missing == 0
    store.decide(proposal.proposal_id, decisions, EDITOR)
    row = store.state().raw["projects"]["new",]
    assert (row["title_fr"], row["summary_en"]) == (project["title_fr"], "")


def test_of_a_new_row_only_what_is_written_in_it_is_shown(store):
    row = addition(
        "sources", {**store.state().raw["sources"][SOURCE_ID,], "source_id": "new", "url": ""}
    )
    columns = [cell.column for cell in review.cells_to_decide(propose(store, row).rows[0])]
    assert columns == ["title", "publisher", "published", "language", "kind"]


def test_a_withdrawal_is_decided_whole(store):
    proposal = propose(store, withdrawal(store.state().raw, "projects", ("test-project",)))
    decisions, _ = review.decisions_of(proposal, {(1, ""): ACCEPT})
    store.decide(proposal.proposal_id, decisions, EDITOR)
    assert ("test-project",) not in store.state().raw["projects"]


def test_nothing_chosen_is_no_decision(store):
    proposal = propose(store, change_of(store, start_year="2022"))
    assert review.decisions_of(proposal, {}) == ({}, 0)


def test_why_a_field_is_refused_is_kept_with_the_decision(store):
    proposal = propose(store, change_of(store, start_year="2022", end_year="2026"))
    decisions, _ = review.decisions_of(
        proposal, {(1, "start_year"): REFUSE, (1, "end_year"): ACCEPT}
    )
    store.decide(proposal.proposal_id, decisions, EDITOR, remark="Refusé : la source dit 2021.")
    after = store.proposal(proposal.proposal_id)
    assert after.state is ProposalState.PARTLY
    assert [(c.author, c.body) for c in after.comments] == [
        ("marie", "Refusé : la source dit 2021.")
    ]


def test_a_remark_that_cannot_be_kept_decides_nothing(store):
    proposal = propose(store, change_of(store, start_year="2022"))
    decisions, _ = review.decisions_of(proposal, {(1, "start_year"): ACCEPT})
    with pytest.raises(DataError):
        store.decide(proposal.proposal_id, decisions, EDITOR, remark="\x00")
    assert store.proposal(proposal.proposal_id).state is ProposalState.PROPOSED
    assert store.version() == 0


def test_what_changed_meanwhile_is_shown_field_by_field(store):
    proposal = propose(
        store, change_of(store, start_year="2022", end_year="2026", status="completed")
    )
    publish(store, start_year="2023", status="completed")
    desk = desk_of(store)
    moved = review.meanwhile_of(proposal.rows[0], proposal, desk)
    assert {column: (item.now, item.is_done) for column, item in moved.items()} == {
        "start_year": ("2023", False),
        "status": ("completed", True),
    }
    cell = next(cell for cell in proposal.rows[0].cells if cell.column == "start_year")
    note = text_of(review.meanwhile_note(proposal.rows[0], cell, moved["start_year"], desk))
    assert "Entre-temps : 2021 → 2023" in note
    assert "Motif : Un motif." in note


def test_a_field_that_a_new_edition_changed_says_so(store, tmp_path, release):
    proposal = propose(store, change_of(store, start_year="2022"))
    row = dict(release.raw["strategies"][STRATEGY[1]]) | {"start_year": "2020"}
    raw = {**release.raw, "strategies": {STRATEGY[1]: row}}
    later = open_store(
        tmp_path / "desk.sqlite3", replace(release, raw=raw, version="release-2"), Clock()
    )
    moved = review.meanwhile_of(proposal.rows[0], proposal, desk_of(later))
    later.close()
    assert (moved["start_year"].now, moved["start_year"].change) == ("2020", None)


def test_a_row_that_somebody_else_added_or_withdrew_meanwhile_is_told(store):
    row = addition("sources", {**store.state().raw["sources"][SOURCE_ID,], "source_id": "new"})
    new, gone = propose(store, row), propose(store, change_of(store, start_year="2022"))
    store.publish([row, withdrawal(store.state().raw, *STRATEGY)], EDITOR, "Un motif.")
    raw = store.state().raw
    assert review.row_clash(new.rows[0], raw) == "review.clash.there"
    assert review.row_clash(gone.rows[0], raw) == "review.clash.gone"


def test_the_sources_that_a_proposal_adds_are_links_too(store):
    texts = {**store.state().raw["sources"][SOURCE_ID,], "source_id": "new", "title": "Nouvelle"}
    proposal = propose(
        store,
        addition("sources", texts | {"url": "https://new.example/a"}),
        change_of(store, source_ids=f"{SOURCE_ID};new"),
        sources=("new",),
    )
    desk = desk_of(store).with_rows(proposal.rows)
    html = str(review.proposal_head(proposal, desk))
    assert 'href="https://new.example/a"' in html
    line = review.field_line(proposal.rows[1], proposal.rows[1].cells[0], None, desk)
    assert "ajouté Nouvelle" in text_of(line)


def test_a_source_with_a_dangerous_address_is_no_link(store):
    texts = {**store.state().raw["sources"][SOURCE_ID,], "source_id": "new"}
    row = addition("sources", texts)
    cells = tuple(
        replace(cell, new="javascript:alert(1)") if cell.column == "url" else cell
        for cell in row.cells
    )
    desk = desk_of(store)
    html = str(review.cited_sources(("new",), [replace(row, cells=cells)], desk))
    assert "javascript" not in html


def test_what_is_accepted_is_told_with_who_and_when(store):
    proposal = propose(store, change_of(store, start_year="2022"))
    store.decide(proposal.proposal_id, {(*STRATEGY, "start_year"): True}, EDITOR)
    cell = store.proposal(proposal.proposal_id).rows[0].cells[0]
    assert cell.decision is Decision.ACCEPTED
    note = text_of(review.decision_note(cell, desk_of(store, CONTRIBUTOR)))
    assert note.startswith("accepté par Marie Dubois, le 25 novembre 2026")


def test_the_whole_row_is_shown_before_and_after(store):
    proposal = propose(store, change_of(store, start_year="2022"))
    html = str(review.row_foot(proposal.rows[0], desk_of(store)))
    [changed] = re.findall(r'<tr class="rc-desk-changed">.*?</tr>', html)
    assert re.findall(r"<bdi>(.*?)</bdi>", changed) == ["2021", "2022"]


# ---- what waits ----------------------------------------------------------------------------------


def test_a_contributor_is_not_asked_to_review(store):
    propose(store, change_of(store, start_year="2022"))
    store.report("C’est faux.", table="cities", key=(CITY_ID,))
    editor = home.waiting_for(desk_of(store))
    contributor = home.waiting_for(desk_of(store, CONTRIBUTOR))
    assert (len(editor.to_review), len(editor.reports), len(editor.mine)) == (1, 1, 0)
    assert (len(contributor.to_review), len(contributor.reports), len(contributor.mine)) == (
        0,
        0,
        1,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_waits_is_counted_in_words(store, language):
    for year in ("2022", "2023", "2024"):
        propose(store, change_of(store, start_year=year))
    desk = desk_of(store, language=language)
    html = text_of(home.home(home.waiting_for(desk), desk))
    told = {"fr": "Trois propositions attendent", "en": "Three proposals await"}
    assert told[language] in html


def test_the_first_thing_to_do_is_the_oldest_proposal(store):
    for year in ("2022", "2023"):
        propose(store, change_of(store, start_year=year))
    desk = desk_of(store)
    html = str(home.home(home.waiting_for(desk), desk))
    [primary] = re.findall(r'<a class="rc-desk-primary" href="([^"]*)"', html)
    assert primary == "/bureau?lang=fr&amp;proposal=1"


def test_only_what_is_due_and_mine_or_nobodys_is_to_be_checked(store):
    for owner, due in (
        ("marie", "2026-11-01"),
        ("", "2026-11-25"),
        ("jean", "2026-11-01"),
        ("marie", "2026-12-01"),
    ):
        store.add_to_verify(
            EDITOR, owner=owner, due_on=date.fromisoformat(due), table="cities", key=(CITY_ID,)
        )
    done = store.add_to_verify(
        EDITOR, owner="", due_on=date(2026, 1, 1), table="cities", key=(CITY_ID,)
    )
    store.set_to_verify(done.item_id, EDITOR, state=ItemState.DONE)
    due = home.waiting_for(desk_of(store)).due
    assert [(item.owner, item.due_on.isoformat()) for item in due] == [
        ("marie", "2026-11-01"),
        ("", "2026-11-25"),
    ]


def test_a_quiet_desk_says_that_nothing_waits(store):
    desk = desk_of(store)
    told = text_of(home.home(home.waiting_for(desk), desk))
    assert translator("fr")("desk.waits.nothing") in told
    assert translator("fr")("desk.latest.none", edition=desk.view.dataset.edition) in told


def test_the_desk_tells_the_five_last_changes_and_leads_to_the_others(store):
    years = [str(year) for year in range(2011, 2018)]
    for year in years:
        publish(store, start_year=year)
    desk = desk_of(store, CONTRIBUTOR)
    html = str(home.home(home.waiting_for(desk), desk))
    assert re.findall(r"→ .*?(\d{4})", text_of(html)) == years[:1:-1]
    for part in ("Marie Dubois", "25 novembre 2026", "Testville · Plan directeur", "Un motif."):
        assert text_of(html).count(part) == journal.LATEST
    assert 'href="/bureau?lang=fr&amp;view=journal"' in html


def test_of_a_change_of_many_rows_the_desk_tells_the_first_and_counts_the_others(store):
    known = store.state().raw["sources"][SOURCE_ID,]
    rows = [
        addition("sources", {**known, "source_id": f"v{n}", "title": f"Titre V{n}"})
        for n in range(1, 6)
    ]
    store.publish(rows, EDITOR, "Un motif.")
    html = str(journal.latest_changes(desk_of(store)))
    assert re.findall(r"Titre (V\d)</bdi></a>", html) == ["V1", "V2", "V3"]
    assert translator("fr")("desk.latest.more", count=2) in html
    assert "view=journal#change-1" in html


@pytest.mark.parametrize(
    "form", ["review:1", "undo:3", "conflict:cities:testville", "programme:x", "programme-copy:x"]
)
def test_every_draft_of_the_desk_has_a_name_and_a_way_back(store, form):
    store.put_draft(form, {"a": "b"}, EDITOR)
    desk = desk_of(store)
    [draft] = home.waiting_for(desk).drafts
    assert home.draft_address(draft, desk).startswith("/bureau?")
    assert form not in home.draft_name(draft, desk)


# ---- the journal ---------------------------------------------------------------------------------


def filter_of(store, **parameters):
    reader = AddressReader.of(parameters)
    return journal.read_filter(reader, desk_of(store)), reader


def changes_of(store, **parameters):
    wanted, _ = filter_of(store, **parameters)
    return [change.change_id for change in journal.changes_of(wanted, desk_of(store), 100)]


def test_the_journal_is_filtered_by_city_person_table_row_and_day(store):
    publish(store, start_year="2022")
    publish(store, ("cities", ("other-city",)), population="7")
    other = Actor(staff_id="jean", role=Role.EDITOR)
    store.publish([change_of(store, CITY, population="8")], other, "Un motif.")
    assert changes_of(store) == [3, 2, 1]
    assert changes_of(store, city=CITY_ID) == [3, 1]
    assert changes_of(store, by="marie") == [2, 1]
    assert changes_of(store, table="cities") == [3, 2]
    assert changes_of(store, table="cities", row=CITY_ID) == [3]
    assert changes_of(store, before="3") == [2, 1]
    assert changes_of(store, since="2026-11-26") == []
    assert changes_of(store, until="2026-11-24") == []
    assert changes_of(store, since="2026-11-24", until="2026-11-26") == [3, 2, 1]


def test_a_filter_that_does_not_exist_is_refused_by_name(store):
    wanted, reader = filter_of(store, city="atlantis", table="nothing", by=HOSTILE)
    assert wanted == journal.JournalFilter()
    assert len(reader.ignored) == 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-25", date(2026, 11, 25)),
        ("25/11/2026", date(2026, 11, 25)),
        (" 5.1.2026 ", date(2026, 1, 5)),
        ("31/02/2026", None),
        ("hier", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text, day):
    assert journal.read_day(text) == day


def test_a_filter_survives_in_its_address(store):
    given = {
        "table": "cities",
        "row": CITY_ID,
        "city": CITY_ID,
        "by": "marie",
        "since": "2026-01-02",
    }
    wanted, _ = filter_of(store, **given)
    parameters = {name: value for name, value in wanted.parameters.items() if value}
    assert parameters == given | {"view": "journal"}


def test_the_journal_says_who_what_from_what_to_what_why_and_on_which_source(store):
    publish(store, start_year="2022")
    html = str(journal.journal_list(journal.JournalFilter(), desk_of(store, CONTRIBUTOR)))
    told = text_of(html)
    for part in (
        "25 novembre 2026",
        "Marie Dubois",
        "Testville · Plan directeur",
        "début : 2021 → 2022",
        "motif : Un motif.",
        f"Test source {SOURCE_ID}",
    ):
        assert part in told
    assert "undo=" not in html, "a contributor may not undo"


def test_an_editor_may_undo_and_undo_the_undoing(store):
    publish(store, start_year="2022")
    store.undo(1, EDITOR, "Erreur.")
    html = str(journal.journal_list(journal.JournalFilter(), desk_of(store)))
    assert re.findall(r"undo=(\d+)", html) == ["2"], "what is undone is not undone twice"
    told = text_of(html)
    assert "annule le changement 1" in told
    assert "annulé depuis" in told


def test_what_changed_again_since_stands_in_the_way_of_an_undo(store):
    publish(store, start_year="2022", end_year="2026")
    publish(store, start_year="2023")
    desk = desk_of(store)
    conflicts_ = journal.undo_conflicts(store.change(1), desk)
    assert [item.column for item in conflicts_] == ["start_year"]
    assert "Testville · Plan directeur · début" in text_of(
        journal.undo_conflict_list(conflicts_, desk)
    )
    assert journal.undo_conflicts(store.change(2), desk) == ()


def test_the_journal_is_in_pages(store):
    for number in range(journal.PAGE + 2):
        publish(store, CITY, population=str(number + 1))
    html = str(journal.journal_list(journal.JournalFilter(), desk_of(store)))
    assert html.count("<li id=") == journal.PAGE
    [before] = re.findall(r"before=(\d+)", html)
    assert before == "3"


def test_a_change_of_thousands_of_rows_is_counted_by_table_and_its_first_rows_are_drawn(store):
    row = change_of(store, start_year="2022")
    many = [replace(row, key=(f"s-{number}",)) for number in range(1_039)] + [
        change_of(store, CITY, population="7")
    ]
    html = str(changes_view.change_rows(many, desk_of(store)))
    assert html.count('class="rc-change-row"') == changes_view.MOST_ROWS
    told = text_of(html)
    assert told.startswith("Stratégies : 1 039 · Villes : 1")
    assert "Et 1 000 autres lignes" in told
    few = str(changes_view.change_rows(many[:3], desk_of(store)))
    assert "autres lignes" not in few


def csv_rows(store, language="fr"):
    content = table_csv(
        journal.journal_table(journal.JournalFilter(), desk_of(store, language=language))
    )
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_journal_taken_away_has_a_row_for_each_cell(store):
    publish(store, start_year="2022", status="completed")
    rows = csv_rows(store)
    assert [(row["champ"], row["avant"], row["après"]) for row in rows] == [
        ("statut", "Adoptée", "Achevée"),
        ("début", "2021", "2022"),
    ]
    assert {row["personne"] for row in rows} == {"Marie Dubois"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_a_cell_of_the_journal_cannot_run_in_a_spreadsheet(store, start):
    publish(store, title_fr=f"{start}1+1")
    store.publish([change_of(store, end_year="2030")], EDITOR, f"{start}cmd")
    for row in csv_rows(store):
        for cell in row.values():
            assert not cell.startswith(start)


def test_the_whole_journal_is_taken_away_not_one_page(store, monkeypatch):
    monkeypatch.setattr(journal, "_BATCH", 3)
    for number in range(8):
        publish(store, CITY, population=str(number + 1))
    assert len(csv_rows(store)) == 8


# ---- a new release -------------------------------------------------------------------------------


def test_conflicts_are_told_by_row_with_both_values(store, tmp_path, release):
    publish(store, start_year="2022", end_year="2027")
    row = dict(release.raw["strategies"][STRATEGY[1]]) | {"start_year": "2019", "end_year": "2029"}
    raw = {**release.raw, "strategies": {STRATEGY[1]: row}}
    later = open_store(
        tmp_path / "desk.sqlite3", replace(release, raw=raw, version="release-2"), Clock()
    )
    rows = conflicts.rows_in_conflict(later.state().conflicts)
    desk = desk_of(later)
    assert home.waiting_for(desk).conflicts == len(rows) == 1
    told = [(item.column, item.staff, item.released) for item in rows[STRATEGY]]
    assert sorted(told) == [("end_year", "2027", "2029"), ("start_year", "2022", "2019")]
    assert "conflicts" in str(ways(None, desk))
    later.close()


def test_the_desk_offers_what_a_role_may_do(store):
    assert desk_of(store).may(Action.REVIEW)
    assert not desk_of(store, CONTRIBUTOR).may(Action.REVIEW)


def test_answers_of_cities_wait_for_who_may_read_them(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    store.declare(
        token,
        criterion_id="VIS1",
        answer=Answer.YES,
        declared_by="Bureau du maire",
        declared_on=date(2026, 11, 25),
    )
    assert home.waiting_for(desk_of(store)).declared == 1
    assert home.waiting_for(desk_of(store, CONTRIBUTOR)).declared == 0
    assert "Une réponse de ville" in text_of(
        home.home(home.waiting_for(desk_of(store)), desk_of(store))
    )


def test_every_proposal_is_in_the_list_in_pages(store, monkeypatch):
    monkeypatch.setattr(proposals_list, "PAGE", 2)
    for year in ("2022", "2023", "2024"):
        propose(store, change_of(store, start_year=year))
    store.withdraw_proposal(3, CONTRIBUTOR)

    def numbers(**parameters):
        desk = desk_of(store)
        wanted = proposals_list.read_proposals_filter(AddressReader.of(parameters), desk)
        html = str(proposals_list.proposals_list(wanted, desk))
        return re.findall(r"proposal=(\d+)", html), re.findall(r"before=(\d+)", html)

    assert numbers() == (["2", "1"], [])
    assert numbers(state="all") == (["3", "2"], ["2"])
    assert numbers(state="all", before="2") == (["1"], [])
    assert numbers(by="marie") == ([], [])
    assert numbers(by="jean") == (["2", "1"], [])


def test_a_row_accepted_whole_counts_its_fields(store):
    texts = {**store.state().raw["sources"][SOURCE_ID,], "source_id": "new", "url": ""}
    proposal = propose(store, addition("sources", texts), change_of(store, start_year="2022"))
    chosen = {(1, ""): ACCEPT, (2, "start_year"): REFUSE}
    assert review.count_of(proposal, chosen, ACCEPT) == 5
    assert review.count_of(proposal, chosen, REFUSE) == 1
    assert review.pending_count(proposal) == 6
