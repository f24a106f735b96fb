"""The page « Saisir », from opening a form to what everybody reads, as each role runs it."""

import dataclasses

import pytest
from test_pages import markup, open_page, titles

from components.address import PAGE_PATHS
from components.desk import drafts
from components.desk.asked import GRID_TABLES
from components.desk.drafts import KEY
from components.desk.entry import Entry
from components.desk.form_names import form_key, grid_key
from components.desk.grid_rows import Grid, grid_json
from components.i18n import LANGUAGES, translator
from components.session import published_dataset
from data.changes import edit, withdrawal
from data.store import Actor, ProposalState, Role, StoreCode, StoreError

FR = translator("fr")
CITY = "phnom-penh"
PROJECT = "pp-traffic-control"
SOURCE = "akp-pp-traffic-lights"
FORM = form_key("projects", (PROJECT,))
OTHER = Actor(staff_id="bao", role=Role.EDITOR)
HOSTILE = '<img src=x onerror="hit()">'


def open_form(table="projects", row=PROJECT, language="fr", **parameters):
    app = open_page("edit", lang=language, table=table, id=row, **parameters)
    assert not app.exception
    return app


def run(app):
    app.run()
    assert not app.exception
    return app


def key(app, name, form=FORM):
    """Key of a box or button of a form as it stands now."""
    kept = f"{KEY}turn:{form}"
    turn = 0  # nothing is open yet: a draft waits
    if kept in app.session_state:
        turn = app.session_state[kept]
    return f"{KEY}{form}:{turn}:{name}"


def box(app, column, form=FORM):
    return app.text_input(key=key(app, column, form))


def choice(app, column, row=""):
    """The box in which whose text to keep is chosen."""
    [found] = [
        radio
        for radio in app.radio
        if ":keep:" in radio.key and radio.key.endswith(f":{column}") and f":{row}:" in radio.key
    ]
    return found


def write(app, column, text, form=FORM):
    box(app, column, form).set_value(text)
    return run(app)


def press(app, name, form=FORM):
    app.button(key=key(app, name, form)).click()
    return run(app)


def prove(app, source_id=SOURCE, form=FORM):
    app.checkbox(key=key(app, f"proof:{source_id}", form)).check()
    return run(app)


def correct_year(app, year="2017"):
    write(app, "start_year", year)
    prove(app)
    return write(app, "reason", "La source dit 2017")


def others_publish(desk, **values):
    desk.add(Role.EDITOR, staff_id="bao", name="Bao Tran")
    change = edit(desk.store.state().raw, "projects", (PROJECT,), values)
    return desk.store.publish([change], OTHER, "Vu dans le rapport", [SOURCE])


def year_of(dataset):
    return dataset.projects[PROJECT].start_year


# ---- opening ------------------------------------------------------------------------------------------


SCREENS = (
    {},
    {"city": CITY},
    {"table": "cities", "id": CITY},
    {"table": "strategies", "id": "pp-roadmap-2022-2035"},
    {"table": "projects", "id": PROJECT},
    {"table": "factors", "id": "pp-f01"},
    {"table": "criteria", "id": f"{CITY}/VIS1"},
    {"table": "criteria", "id": f"{CITY}/VIS4"},
    {"table": "sources", "id": SOURCE},
    *(
        {"table": table, "new": "1", "city": CITY}
        for table in ("strategies", "projects", "factors")
    ),
    *({"table": table, "new": "1"} for table in ("cities", "sources")),
    *({"table": table, "city": CITY, "view": "grid"} for table in GRID_TABLES),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_opens_in_both_languages_with_one_title(language, desk):
    desk.sign_in(Role.EDITOR)
    for parameters in SCREENS:
        app = open_page("edit", lang=language, **parameters)
        assert len(titles(app)) == 1, parameters
        assert not [kind for kind in ("error", "exception", "warning") if app.get(kind)], parameters
        assert "rc-notice" not in markup(app), parameters


def test_a_reader_is_refused_whatever_the_address_says_and_nothing_is_made(desk, tmp_path):
    for parameters in ({}, {"table": "projects", "id": PROJECT}, {"city": CITY}):
        app = open_page("edit", lang="fr", **parameters)
        assert titles(app) == [FR("staff.refused.title")]
        assert not app.button
        assert not app.text_input
    assert not (tmp_path / "var" / "desk.sqlite3").exists()


def test_a_wrong_address_is_named_and_the_page_opens(desk):
    desk.sign_in(Role.CONTRIBUTOR)
    app = open_page("edit", lang="fr", table="projects", id=HOSTILE)
    assert titles(app) == [FR("edit.title")]
    assert HOSTILE not in markup(app)
    assert "rc-notice" in markup(app)


def test_only_staff_see_the_way_from_a_city_to_its_rows(desk):
    link = f"/{PAGE_PATHS['edit']}?lang=fr&amp;city={CITY}"
    assert link not in markup(open_page("city", lang="fr", city=CITY))
    desk.sign_in(Role.CONTRIBUTOR)
    assert link in markup(open_page("city", lang="fr", city=CITY))


def test_a_row_is_found_by_words_without_their_accents(desk):
    desk.sign_in(Role.CONTRIBUTOR)
    app = open_page("edit", lang="fr")
    app.text_input(key=f"{KEY}find").set_value("controle centre feux")
    run(app)
    assert f"id={PROJECT}" in markup(app)
    app.text_input(key=f"{KEY}find").set_value(HOSTILE)
    assert HOSTILE not in markup(run(app))


# ---- publishing and proposing --------------------------------------------------------------------------


def test_an_editor_corrects_a_year_and_everybody_reads_it(desk):
    actor = desk.sign_in(Role.EDITOR)
    before = year_of(published_dataset())
    app = correct_year(open_form())
    body = markup(app)
    assert f"<bdi>{before}</bdi>" in body
    assert "<ins><bdi>2017</bdi></ins>" in body

    press(app, "publish")
    assert FR("edit.done.published") in markup(app)
    assert before != 2017
    assert year_of(published_dataset()) == 2017
    [change] = desk.store.history(table="projects", key=(PROJECT,))
    assert (change.editor, change.reason) == (actor.staff_id, "La source dit 2017")
    assert change.source_ids == (SOURCE,)
    assert desk.store.drafts(actor) == ()
    assert "2017–" in markup(open_page("city", lang="fr", city=CITY))


def test_a_contributor_proposes_and_an_editor_decides(desk):
    author = desk.sign_in(Role.CONTRIBUTOR)
    before = year_of(published_dataset())
    app = correct_year(open_form())
    with pytest.raises(KeyError):
        app.button(key=key(app, "publish", FORM))
    press(app, "propose")
    assert FR("edit.done.proposed") in markup(app)
    assert year_of(published_dataset()) == before

    [proposal] = desk.store.proposals(author=author.staff_id)
    assert (proposal.state, proposal.reason) == (ProposalState.PROPOSED, "La source dit 2017")
    [row] = proposal.rows
    assert [(cell.column, cell.new) for cell in row.cells] == [("start_year", "2017")]

    editor = desk.sign_in(Role.EDITOR)
    assert "La source dit 2017" in markup(open_form()), "the next one sees that it waits"
    desk.store.decide(proposal.proposal_id, {("projects", (PROJECT,), "start_year"): True}, editor)
    assert desk.store.state().dataset.projects[PROJECT].start_year == 2017


@pytest.mark.parametrize("name", ["publish", "propose"])
def test_nothing_is_sent_without_a_reason_and_a_source(name, desk):
    desk.sign_in(Role.EDITOR)
    app = press(write(open_form(), "start_year", "2017"), name)
    body = markup(app)
    assert FR("edit.send.faults", count=2) in body
    assert FR("edit.fault.reason")[1:] in body
    assert FR("edit.fault.proof")[1:] in body
    assert desk.store.version() == 0
    assert box(app, "start_year").value == "2017"


def test_nothing_is_told_missing_before_somebody_tries_to_send(desk):
    desk.sign_in(Role.EDITOR)
    app = open_page("edit", lang="fr", table="projects", new="1", city=CITY)
    assert "rc-fault" not in markup(app)


def test_a_rule_between_fields_is_told_beside_the_field_before_sending(desk):
    desk.sign_in(Role.EDITOR)
    app = write(open_form(), "end_year", "1999")
    assert "fin précède" in markup(app)
    prove(app)
    press(write(app, "reason", "un motif"), "publish")
    assert desk.store.version() == 0
    assert box(app, "end_year").value == "1999"


def test_a_new_project_is_added_with_a_source_added_in_place(desk):
    desk.sign_in(Role.EDITOR)
    form, source_form = form_key("projects", (), CITY), f"source/{form_key('projects', (), CITY)}"
    app = open_page("edit", lang="fr", table="projects", new="1", city=CITY)
    app.selectbox(key=key(app, "line_id", form)).set_value("A2.1")
    app.selectbox(key=key(app, "stage", form)).set_value("pilot")
    app.radio(key=key(app, "technology_level", form)).set_value("low")
    run(app)
    write(app, "title_fr", "Vélos en partage", form)
    app.text_area(key=key(app, "technology_reason_fr", form)).set_value("Des vélos, un local")
    run(app)

    write(app, "title", "Les vélos de la ville", source_form)
    write(app, "publisher", "La mairie", source_form)
    write(app, "published", "mai 2024", source_form)
    write(app, "url", "https://example.org/velos", source_form)
    app.selectbox(key=key(app, "kind", source_form)).set_value("official")
    app.selectbox(key=key(app, "language", source_form)).set_value("fr")
    press(run(app), "add", source_form)
    press(app, "take_date", form)
    write(app, "reason", "Une page de la mairie le décrit", form)
    press(app, "publish", form)

    dataset = published_dataset()
    project = dataset.projects["phnom-penh-velos-partage"]
    assert (project.title_fr, str(project.as_of)) == ("Vélos en partage", "2024-05")
    [source_id] = project.source_ids
    assert dataset.sources[source_id].publisher == "La mairie"
    assert titles(app) == ["Vélos en partage"], "the page goes on with the new row"


def test_an_unknown_criterion_is_answered(desk):
    desk.sign_in(Role.EDITOR)
    criterion = next(
        name
        for name in published_dataset().criteria
        if name not in published_dataset().answers_of_city(CITY)
    )
    form = form_key("criteria", (CITY, criterion))
    app = open_form("criteria", f"{CITY}/{criterion}")
    app.radio(key=key(app, "answer", form)).set_value("partial")
    app.text_area(key=key(app, "note_fr", form)).set_value("Une page le dit en partie.")
    app.text_input(key=key(app, "find", form)).set_value("kampuchea traffic light")
    run(app)
    press(app, f"cite:{SOURCE}", form)
    write(app, "reason", "Trouvé dans la presse", form)
    press(app, "publish", form)
    answer = published_dataset().answers_of_city(CITY)[criterion]
    assert (answer.answer, answer.source_ids) == ("partial", (SOURCE,))


def test_hostile_text_is_published_as_text(desk):
    desk.sign_in(Role.EDITOR)
    app = open_form()
    write(app, "title_fr", HOSTILE)
    prove(app)
    press(write(app, "reason", HOSTILE), "publish")
    assert published_dataset().projects[PROJECT].title_fr == HOSTILE
    for page, parameters in (
        ("edit", {"table": "projects", "id": PROJECT}),
        ("city", {"city": CITY}),
    ):
        assert HOSTILE not in markup(open_page(page, lang="fr", **parameters))


def test_somebody_whose_session_ended_loses_nothing(desk):
    desk.sign_in(Role.EDITOR)
    app = correct_year(open_form())
    desk.leave()
    app.button(key=key(app, "publish", FORM)).click()
    run(app)
    assert titles(app) == [FR("staff.refused.title")]
    assert desk.store.version() == 0
    desk.sign_in(Role.EDITOR)
    assert FR("edit.draft.resume") in [button.label for button in open_form().button]


# ---- withdrawing --------------------------------------------------------------------------------------


def test_a_row_that_others_name_is_not_withdrawn_and_they_are_listed(desk):
    desk.sign_in(Role.EDITOR)
    app = open_form()
    factor = published_dataset().factors_of_project(PROJECT)[0]
    assert f"id={factor.factor_id}" in markup(app)
    with pytest.raises(KeyError):
        app.button(key=key(app, "withdraw_now", FORM))


def test_a_row_is_withdrawn_with_a_reason_and_its_id_is_not_used_again(desk):
    desk.sign_in(Role.EDITOR)
    form = form_key("factors", ("pp-f01",))
    app = press(open_form("factors", "pp-f01"), "withdraw_now", form)
    assert FR("edit.withdraw.reason_needed") in markup(app)
    assert "pp-f01" in published_dataset().factors
    press(write(app, "withdrawal", "un doublon", form), "withdraw_now", form)
    assert "pp-f01" not in published_dataset().factors
    assert desk.store.history(table="factors", key=("pp-f01",))[0].reason == "un doublon"
    assert titles(app) == [published_dataset().cities[CITY].name_fr]


def test_a_contributor_proposes_a_withdrawal(desk):
    desk.sign_in(Role.CONTRIBUTOR)
    form = form_key("factors", ("pp-f01",))
    app = write(open_form("factors", "pp-f01"), "withdrawal", "un doublon", form)
    press(app, "withdraw_now", form)
    assert "pp-f01" in published_dataset().factors
    [proposal] = desk.store.proposals()
    assert proposal.rows[0].kind == "withdraw"


# ---- two people ---------------------------------------------------------------------------------------


def test_the_second_is_told_what_changed_by_whom_and_merges_field_by_field(desk):
    desk.sign_in(Role.EDITOR)
    app = write(open_form(), "title_en", "My own title")
    correct_year(app)
    others_publish(desk, start_year="2015", end_year="2019")
    press(app, "publish")

    body = markup(app)
    for words in ("Bao Tran", "Vu dans le rapport", "2015", "2019"):
        assert words in body
    assert app.button(key=key(app, "publish", FORM)).disabled
    assert app.button(key=key(app, "go_on", FORM)).disabled
    assert box(app, "start_year").value == "2017", "the text of the second is still there"

    choice(app, "start_year").set_value("mine")
    press(run(app), "go_on")
    assert [box(app, column).value for column in ("start_year", "end_year")] == ["2017", "2019"]
    assert box(app, "title_en").value == "My own title"
    press(app, "publish")
    project = published_dataset().projects[PROJECT]
    assert (project.start_year, project.end_year, project.title_en) == (2017, 2019, "My own title")


def test_who_keeps_the_published_text_gives_up_that_field_only(desk):
    desk.sign_in(Role.EDITOR)
    app = correct_year(write(open_form(), "title_en", "My own title"))
    others_publish(desk, start_year="2015")
    run(app)
    choice(app, "start_year").set_value("theirs")
    press(press(run(app), "go_on"), "publish")
    project = published_dataset().projects[PROJECT]
    assert (project.start_year, project.title_en) == (2015, "My own title")


def test_a_choice_made_on_an_older_text_is_asked_again(desk):
    desk.sign_in(Role.EDITOR)
    app = correct_year(open_form())
    others_publish(desk, start_year="2015")
    run(app)
    choice(app, "start_year").set_value("mine")
    run(app)
    others_publish(desk, start_year="2014")
    press(app, "go_on")
    assert choice(app, "start_year").value is None
    assert "2014" in markup(app)


def test_a_form_nobody_typed_in_simply_shows_what_others_published(desk):
    desk.sign_in(Role.EDITOR)
    app = open_form()
    others_publish(desk, start_year="2015")
    run(app)
    assert "rc-meanwhile" not in markup(app)
    assert box(app, "start_year").value == "2015"


def test_who_was_writing_in_a_row_that_is_withdrawn_keeps_the_text(desk):
    desk.sign_in(Role.EDITOR)
    form = form_key("factors", ("pp-f01",))
    app = open_form("factors", "pp-f01")
    app.text_area(key=key(app, "text_fr", form)).set_value("Mon texte, long à écrire.")
    run(app)
    desk.add(Role.EDITOR, staff_id="bao", name="Bao Tran")
    gone = withdrawal(desk.store.state().raw, "factors", ("pp-f01",))
    desk.store.publish([gone], OTHER, "un doublon")
    body = markup(run(app))
    for words in (FR("edit.meanwhile.gone"), "Bao Tran", "un doublon", "Mon texte, long à écrire."):
        assert words in body


# ---- drafts -------------------------------------------------------------------------------------------


def test_a_draft_outlives_the_session_and_is_taken_up_again(desk):
    actor = desk.sign_in(Role.CONTRIBUTOR)
    app = open_form()
    app.text_area(key=key(app, "summary_fr", FORM)).set_value("Un résumé à moitié écrit")
    write(run(app), "start_year", "vers 2017")
    write(app, "reason", "Un motif")

    desk.hold({"regards-desk": desk.session_of(actor)})
    later = open_form()
    assert not later.text_input, "the form waits for the choice"
    assert "moitié" in markup(later)
    assert f"id={PROJECT}" in markup(open_page("edit", lang="fr")), (
        "it is listed on the first screen"
    )
    press(later, "resume")
    assert box(later, "start_year").value == "vers 2017"
    assert box(later, "reason").value == "Un motif"
    assert later.text_area(key=key(later, "summary_fr", FORM)).value == "Un résumé à moitié écrit"


def test_a_draft_that_is_given_up_is_forgotten(desk):
    actor = desk.sign_in(Role.CONTRIBUTOR)
    write(open_form(), "start_year", "2017")
    app = press(open_form(), "drop")
    assert box(app, "start_year").value != "2017"
    assert desk.store.drafts(actor) == ()


def test_a_draft_belongs_to_who_wrote_it(desk):
    desk.sign_in(Role.CONTRIBUTOR)
    write(open_form(), "start_year", "2017")
    desk.sign_in(Role.CONTRIBUTOR, staff_id="somebody-else")
    assert box(open_form(), "start_year").value != "2017"


def test_a_row_that_changed_under_a_draft_is_told_when_it_is_taken_up(desk):
    desk.sign_in(Role.EDITOR)
    write(open_form(), "start_year", "2017")
    others_publish(desk, start_year="2015")
    app = press(open_form(), "resume")
    assert "rc-meanwhile" in markup(app)


# ---- a store that fails ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [StoreCode.DISK_FULL, StoreCode.READ_ONLY, StoreCode.BUSY])
def test_a_store_that_cannot_be_written_says_so_and_the_form_keeps_its_text(
    code, desk, monkeypatch
):
    desk.sign_in(Role.EDITOR)
    app = correct_year(open_form())

    def full(*_, **__):
        raise StoreError(code, "place")

    monkeypatch.setattr(type(desk.store), "put_draft", full)
    monkeypatch.setattr(type(desk.store), "publish", full)
    write(app, "title_en", "Another title")
    said = StoreError(code, "place").message("fr")
    assert said in markup(app).replace("&#39;", "’")
    press(app, "publish")
    body = markup(app)
    assert said in body
    assert "rc-told-problem" in body
    assert box(app, "title_en").value == "Another title"
    assert box(app, "start_year").value == "2017"

    monkeypatch.undo()
    desk.monkeypatch.undo()


# ---- many rows at once ----------------------------------------------------------------------------------


GRID = grid_key("projects", CITY)


def open_grid_with(desk, typed, table="projects"):
    """A grid in which something was typed, as the table on the screen leaves it."""
    form = grid_key(table, CITY)
    app = open_page("edit", lang="fr", table=table, city=CITY, view="grid")
    grid = app.session_state[f"{KEY}{form}"]
    assert isinstance(grid, Grid)
    filled = dataclasses.replace(grid, typed=typed)
    app.session_state[f"{KEY}{form}"] = filled
    app.session_state[f"{KEY}{form}:seed"] = filled
    return run(app)


def send_lot(app, form=GRID, name="publish"):
    lot = f"lot/{form}"
    app.text_input(key=key(app, "find", lot)).set_value("kampuchea traffic light")
    run(app)
    press(app, f"cite:{SOURCE}", lot)
    write(app, "reason", "Relevé du service", lot)
    return press(app, name, form)


def test_many_rows_are_published_in_one_change_with_one_reason(desk):
    desk.sign_in(Role.EDITOR)
    rows = {
        PROJECT: {"start_year": "2017"},
        "pp-city-bus-app": {"stage": "ended", "end_year": "2021"},
    }
    app = send_lot(open_grid_with(desk, rows))
    assert FR("edit.done.lot_published", count=2) in markup(app)
    dataset = published_dataset()
    assert dataset.projects[PROJECT].start_year == 2017
    assert dataset.projects["pp-city-bus-app"].end_year == 2021
    assert SOURCE in dataset.projects["pp-city-bus-app"].source_ids
    [change] = desk.store.history()
    assert (len(change.rows), change.reason) == (2, "Relevé du service")


def test_one_wrong_cell_holds_the_whole_lot_back_and_is_named(desk):
    desk.sign_in(Role.EDITOR)
    rows = {PROJECT: {"start_year": "2017"}, "pp-city-bus-app": {"as_of": "avant l’été"}}
    app = send_lot(open_grid_with(desk, rows))
    assert "City Bus" in markup(app)
    assert desk.store.version() == 0


def test_a_rule_between_fields_is_told_with_its_row_in_a_grid(desk):
    desk.sign_in(Role.EDITOR)
    app = open_grid_with(desk, {PROJECT: {"end_year": "1999"}})
    assert "fin précède" in markup(app)


def test_a_grid_merges_what_others_changed_meanwhile(desk):
    desk.sign_in(Role.EDITOR)
    app = open_grid_with(desk, {PROJECT: {"start_year": "2017", "title_en": "My own title"}})
    others_publish(desk, start_year="2015")
    body = markup(run(app))
    assert "Bao Tran" in body
    assert app.button(key=key(app, "publish", GRID)).disabled
    choice(app, "start_year", PROJECT).set_value("theirs")
    press(run(app), "go_on", GRID)
    send_lot(app)
    project = published_dataset().projects[PROJECT]
    assert (project.start_year, project.title_en) == (2015, "My own title")


def test_a_draft_of_a_grid_is_taken_up_again(desk):
    actor = desk.sign_in(Role.CONTRIBUTOR)
    app = open_grid_with(desk, {})
    grid = app.session_state[f"{KEY}{GRID}"]
    kept = dataclasses.replace(grid, typed={PROJECT: {"start_year": "2017"}})
    desk.store.put_draft(GRID, grid_json(kept), actor)
    later = open_page("edit", lang="fr", table="projects", city=CITY, view="grid")
    press(later, "resume", GRID)
    assert later.session_state[f"{KEY}{GRID}"].typed == {PROJECT: {"start_year": "2017"}}


def test_everything_a_form_keeps_in_the_session_is_an_entry(desk):
    desk.sign_in(Role.EDITOR)
    app = open_form()
    assert isinstance(app.session_state[f"{KEY}{FORM}"], Entry)
    assert drafts.entry_in_hand("row/projects/nothing") is None
