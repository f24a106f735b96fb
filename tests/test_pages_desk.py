"""The page of the desk, run inside the shell by people of two roles."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import session
from components.i18n import LANGUAGES, translator
from components.staff import COOKIE
from data.changes import edit
from data.raw import read_release
from data.store import Action, Actor, ProposalState, Role, open_store

SHELL = Path(__file__).parent.parent / "components" / "shell.py"
ROOT_ACTOR = Actor(staff_id="root", role=Role.ADMINISTRATOR)
MARIE = Actor(staff_id="marie", role=Role.EDITOR)
JEAN = Actor(staff_id="jean", role=Role.CONTRIBUTOR)
NAMES = {"marie": "Marie Dubois", "jean": "Jean Nguyen"}
NAMUR = ("cities", ("namur",))
FR = translator("fr")


@pytest.fixture(scope="module")
def release():
    return read_release()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def store(folder):
    opened = session.store()
    add_staff(opened)
    return opened


def add_staff(store):
    for actor in (MARIE, JEAN):
        staff_id = actor.staff_id
        store.set_staff(
            ROOT_ACTOR,
            staff_id=staff_id,
            identity=f"{staff_id}@example.org",
            name=NAMES[staff_id],
            role=actor.role,
        )


@pytest.fixture
def sign_in(store, monkeypatch):
    """``sign_in(MARIE)``: who opens pages from here on."""

    def sign(actor):
        link = store.create_sign_in(ROOT_ACTOR, staff_id=actor.staff_id, role=actor.role)
        cookies = {COOKIE: store.redeem(link, timedelta(hours=1))}
        monkeypatch.setattr(session, "cookies", lambda: cookies)

    return sign


def open_desk(**parameters):
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.query_params["lang"] = "fr"
    app.run()
    app.switch_page("../pages/desk.py")
    for name, value in {"lang": "fr", **parameters}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def run(app):
    app.run()
    assert not app.exception
    return app


def markup(app):
    return "".join(element.proto.body for element in app.get("html"))


def told(app):
    text = re.sub(r'<span class="rc-hidden">[^<]*</span>', "", markup(app))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def say(key, **values):
    """A message as ``told`` gives it: no-break spaces are spaces."""
    return re.sub(r"\s+", " ", FR(key, **values))


def notice(app):
    [text] = re.findall(r'<p class="rc-notice[^"]*" role="[a-z]+"><bdi>(.*?)</bdi>', markup(app))
    return text


def change_of(store, place=NAMUR, **values):
    return edit(store.state().raw, *place, values)


def propose(store, **values):
    return store.propose([change_of(store, **values)], JEAN, "Registre de 2024.", ["geonames"])


def cell(store, column, place=NAMUR):
    return store.state().raw[place[0]][place[1]][column]


def choose(app, proposal, column, choice, why=None, place=1):
    key = f"{proposal.proposal_id}-{place}-{column}"
    app.radio(key=f"review-choice-{key}").set_value(choice)
    run(app)
    if why is not None:
        app.text_input(key=f"review-why-{key}").set_value(why)
        run(app)


def press(app, key):
    app.button(key=key).click()
    return run(app)


# ---- who may come in -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view", [{}, {"view": "journal"}, {"view": "programme"}, {"proposal": "1"}]
)
def test_a_visitor_reads_nothing_of_the_desk(store, view):
    proposal = propose(store, population="115000")
    app = open_desk(**view)
    assert [title.value for title in app.title] == [FR("staff.refused.title")]
    assert proposal.reason not in markup(app)
    assert not app.button


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["", "proposals", "journal", "conflicts", "programme"])
def test_every_part_of_the_desk_opens_under_its_title(store, sign_in, view, language):
    sign_in(JEAN)
    app = open_desk(lang=language, **({"view": view} if view else {}))
    assert [title.value for title in app.title] == [translator(language)(f"{view or 'desk'}.title")]
    assert not re.findall(r"\{[a-z_]*\}|\bNone\b", re.sub(r"<[^>]*>", " ", markup(app)))


def test_nonsense_in_the_address_is_named_and_the_desk_opens(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="<script>alert(1)</script>")
    assert "view=&lt;script&gt;" in markup(app)
    assert "<script" not in markup(app)
    for number in ("999", "-1", "x", "99999999999999999999"):
        open_desk(proposal=number)
        open_desk(view="journal", undo=number)


def test_a_contributor_sees_a_proposal_but_decides_nothing(store, sign_in):
    proposal = propose(store, population="115000")
    sign_in(JEAN)
    app = open_desk(proposal=str(proposal.proposal_id))
    assert "111 561 → 115 000" in told(app)
    assert not app.radio
    assert [button.key for button in app.button] == [
        f"review-say-{proposal.proposal_id}",
        f"review-withdraw-{proposal.proposal_id}",
    ]


def test_a_choice_is_spoken_without_the_signs_of_markdown(store, sign_in):
    strategy = ("strategies", ("hue-smart-city-scheme-2018",))
    store.publish([change_of(store, strategy, title_fr="A *b* [c](d)")], MARIE, "Titre.")
    store.propose([change_of(store, strategy, start_year="2017")], JEAN, "Année.")
    sign_in(MARIE)
    [choice] = open_desk(proposal="1").radio
    assert "A b c (d) · début" in re.sub(r"\s+", " ", choice.label)


# ---- the cycle -----------------------------------------------------------------------------------


def test_an_editor_publishes_one_field_and_refuses_the_other(store, sign_in):
    proposal = propose(store, population="115000", population_year="2024")
    sign_in(MARIE)
    assert say("desk.waits.review.one") in told(open_desk())
    app = open_desk(proposal=str(proposal.proposal_id))
    choose(app, proposal, "population", "accept")
    choose(app, proposal, "population_year", "refuse", "Le registre est de 2023.")
    press(app, f"review-publish-{proposal.proposal_id}")
    assert (cell(store, "population"), cell(store, "population_year")) == ("115000", "2021")
    assert session.published_dataset().cities["namur"].population == 115000
    after = store.proposal(proposal.proposal_id)
    assert after.state is ProposalState.PARTLY
    [comment] = after.comments
    assert "Namur · année de la population" in comment.body
    assert "Le registre est de 2023." in comment.body
    assert "1 champ est publié." in notice(app)
    [change] = store.history()
    assert (change.editor, change.reason, change.proposal_id) == ("marie", "Registre de 2024.", 1)
    assert store.drafts(MARIE) == ()


def test_a_refusal_without_a_reason_decides_nothing(store, sign_in):
    proposal = propose(store, population="115000")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    choose(app, proposal, "population", "refuse")
    press(app, "review-publish-1")
    assert "Un motif de refus est nécessaire" in notice(app)
    assert store.proposal(1).state is ProposalState.PROPOSED


def test_nothing_chosen_publishes_nothing(store, sign_in):
    propose(store, population="115000")
    sign_in(MARIE)
    app = press(open_desk(proposal="1"), "review-publish-1")
    assert FR("review.none_chosen") in notice(app)
    assert store.version() == 0


def test_all_fields_are_accepted_at_once(store, sign_in):
    propose(store, population="115000", population_year="2024")
    sign_in(MARIE)
    app = press(open_desk(proposal="1"), "rc-review-all-1-1-accept")
    press(app, "review-publish-1")
    assert store.proposal(1).state is ProposalState.PUBLISHED


def test_what_breaks_a_rule_is_told_in_words_and_nothing_is_decided(store, sign_in):
    propose(store, population="115000")
    store.report("Fausse.", table="cities", key=("namur",), wanted={"population": "beaucoup"})
    sign_in(MARIE)
    app = open_desk(proposal="2")
    choose(app, store.proposal(2), "population", "accept")
    press(app, "review-publish-2")
    assert FR("acting.reason") in notice(app)
    app.text_input(key="review-reason-2").set_value("Vérifié.")
    press(run(app), "review-publish-2")
    assert notice(app).startswith("Namur · population")
    assert store.proposal(2).state is ProposalState.PROPOSED


def test_what_is_chosen_and_typed_outlives_a_closed_tab(store, sign_in):
    proposal = propose(store, population="115000", population_year="2024")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    choose(app, proposal, "population", "refuse", "Le registre dit")
    app.text_area(key="review-comment-1").set_value("À demi écrit")
    run(app)
    again = open_desk(proposal="1")
    assert again.radio(key="review-choice-1-1-population").value == "refuse"
    assert again.text_input(key="review-why-1-1-population").value == "Le registre dit"
    assert again.text_area(key="review-comment-1").value == "À demi écrit"
    assert say("desk.draft.review", number="1") in told(open_desk())


def test_a_comment_that_is_being_written_outlives_a_decision(store, sign_in):
    proposal = propose(store, population="115000", population_year="2024")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    app.text_area(key="review-comment-1").set_value("À demi écrit")
    choose(app, proposal, "population", "accept")
    press(app, "review-publish-1")
    assert app.text_area(key="review-comment-1").value == "À demi écrit"


def test_what_changed_meanwhile_is_shown_then_accepted_all_the_same(store, sign_in):
    proposal = propose(store, population="115000")
    store.publish([change_of(store, population="114000")], MARIE, "Autre registre.")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    assert "Entre-temps : 111 561 → 114 000" in told(app)
    assert "Autre registre." in told(app)
    choose(app, proposal, "population", "accept")
    press(app, "review-publish-1")
    assert cell(store, "population") == "115000"
    assert [change.rows[0].cells[0].old for change in store.history()] == ["114000", "111561"]


def test_what_changes_after_it_was_shown_is_shown_again_first(store, sign_in):
    proposal = propose(store, population="115000")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    choose(app, proposal, "population", "accept")
    store.publish([change_of(store, population="114000")], MARIE, "Autre registre.")
    press(app, "review-publish-1")
    assert "Namur · population" in notice(app)
    assert "Entre-temps" in told(app)
    store.publish([change_of(store, population="113000")], MARIE, "Encore un.")
    press(app, "review-publish-1")
    assert FR("review.moved_again") in notice(app)
    assert cell(store, "population") == "113000"
    press(app, "review-publish-1")
    assert cell(store, "population") == "115000"


def test_a_field_that_moves_while_another_was_seen_moving_is_not_overwritten(store, sign_in):
    proposal = propose(store, population="115000", population_year="2024")
    store.publish([change_of(store, population="114000")], MARIE, "Autre registre.")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    for column in ("population", "population_year"):
        choose(app, proposal, column, "accept")
    store.publish([change_of(store, population_year="2020")], MARIE, "Encore un.")
    press(app, "review-publish-1")
    assert notice(app) == FR("review.moved_again")
    assert (cell(store, "population"), cell(store, "population_year")) == ("114000", "2020")


def test_a_comment_is_added_by_either(store, sign_in):
    propose(store, population="115000")
    for actor, text in ((JEAN, "Voir page 3."), (MARIE, "Merci.")):
        sign_in(actor)
        app = open_desk(proposal="1")
        app.text_area(key="review-comment-1").set_value(text)
        press(run(app), "review-say-1")
        assert app.text_area(key="review-comment-1").value == ""
    assert [(c.author, c.body) for c in store.proposal(1).comments] == [
        ("jean", "Voir page 3."),
        ("marie", "Merci."),
    ]


def test_one_takes_back_ones_own_proposal(store, sign_in):
    propose(store, population="115000")
    sign_in(JEAN)
    app = press(open_desk(proposal="1"), "review-withdraw-1")
    assert notice(app) == FR("review.withdrawn")
    assert store.proposal(1).state is ProposalState.WITHDRAWN
    assert not [button for button in app.button if "withdraw" in button.key]


def test_another_contributor_cannot_take_it_back(store, sign_in):
    propose(store, population="115000")
    store.set_staff(
        ROOT_ACTOR, staff_id="zoe", identity="zoe@example.org", name="Zoé", role=Role.CONTRIBUTOR
    )
    sign_in(Actor(staff_id="zoe", role=Role.CONTRIBUTOR))
    app = open_desk(proposal="1")
    assert not [button for button in app.button if "withdraw" in button.key]


def test_a_report_is_closed_with_an_answer(store, sign_in):
    store.report("La population est ancienne.", table="cities", key=("namur",))
    sign_in(MARIE)
    assert say("desk.waits.reports.one") in told(open_desk())
    app = open_desk(proposal="1")
    assert [title.value for title in app.title] == [FR("review.title.report", number="1")]
    press(app, "review-close-1-False")
    assert store.proposal(1).state is ProposalState.REFUSED


def test_a_role_that_was_taken_away_no_longer_publishes(store, sign_in):
    proposal = propose(store, population="115000")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    choose(app, proposal, "population", "accept")
    store.set_staff(
        ROOT_ACTOR,
        staff_id="marie",
        identity="marie@example.org",
        name="Marie Dubois",
        role=Role.CONTRIBUTOR,
    )
    press(app, "review-publish-1")
    assert store.version() == 0
    assert FR("acting.not_allowed") in notice(app)


# ---- the journal ---------------------------------------------------------------------------------


def test_a_change_is_undone_with_a_reason_and_the_undo_undone(store, sign_in):
    change = store.publish([change_of(store, population="114000")], MARIE, "Registre.")
    sign_in(MARIE)
    app = open_desk(view="journal", undo=str(change.change_id))
    press(app, "journal-undo-1-act")
    assert notice(app) == FR("acting.reason")
    app.text_input(key="journal-undo-1").set_value("Mauvais registre.")
    press(run(app), "journal-undo-1-act")
    assert cell(store, "population") == "111561"
    assert "undo" not in app.query_params
    assert "annule le changement 1" in told(app)
    app = open_desk(view="journal", undo="2")
    app.text_input(key="journal-undo-2").set_value("C’était le bon.")
    press(run(app), "journal-undo-2-act")
    assert cell(store, "population") == "114000"


def test_a_contributor_undoes_nothing_even_by_the_address(store, sign_in):
    store.publish([change_of(store, population="114000")], MARIE, "Registre.")
    sign_in(JEAN)
    app = open_desk(view="journal", undo="1")
    assert not app.button
    assert say("acting.not_allowed") in told(app)


def test_what_changed_again_since_is_told_instead_of_an_undo(store, sign_in):
    for population in ("114000", "115000"):
        store.publish([change_of(store, population=population)], MARIE, "Registre.")
    sign_in(MARIE)
    app = open_desk(view="journal", undo="1")
    assert say("journal.undo.moved") in told(app)
    assert not [button for button in app.button if "undo" in button.key]


def test_a_filter_of_the_journal_goes_to_the_address(store, sign_in):
    store.publish([change_of(store, population="114000")], MARIE, "Registre de Namur.")
    store.publish(
        [change_of(store, ("cities", ("kep",)), population="7")], MARIE, "Registre de Kep."
    )
    sign_in(JEAN)
    app = open_desk(view="journal", before="3")
    app.selectbox(key="journal_city").set_value("kep")
    run(app)
    assert "kep" in app.query_params["city"]
    assert "before" not in app.query_params
    assert "Registre de Kep." in told(app)
    assert "Registre de Namur." not in told(app)
    app.text_input(key="journal_since").set_value("25/11/2030")
    run(app)
    assert "2030-11-25" in app.query_params["since"]
    assert say("journal.nothing") in told(app)


def test_a_record_has_its_own_journal(store, sign_in):
    store.publish([change_of(store, population="114000")], MARIE, "Registre de Namur.")
    store.publish(
        [change_of(store, ("cities", ("kep",)), population="7")], MARIE, "Registre de Kep."
    )
    propose(store, population="115000")
    sign_in(JEAN)
    assert "view=journal&amp;table=cities&amp;row=namur" in markup(open_desk(proposal="1"))
    app = open_desk(view="journal", table="cities", row="namur")
    assert "Registre de Namur." in told(app)
    assert "Registre de Kep." not in told(app)


# ---- a new release -------------------------------------------------------------------------------


@pytest.fixture
def disagreeing(folder, release):
    """A store whose staff edited an edition in which Namur had another population."""
    row = dict(release.raw["cities"]["namur",]) | {"population": "100"}
    raw = {**release.raw, "cities": {**release.raw["cities"], ("namur",): row}}
    before = open_store(
        folder / "desk.sqlite3",
        replace(release, raw=raw, version="an older edition"),
        lambda: datetime(2026, 11, 25, tzinfo=UTC),
    )
    add_staff(before)
    before.publish([change_of(before, population="200")], MARIE, "Registre.")
    before.close()


@pytest.mark.parametrize(("keep", "population"), [("staff", "200"), ("release", "111561")])
def test_a_disagreement_is_shown_then_decided(disagreeing, store, sign_in, keep, population):
    sign_in(MARIE)
    assert cell(store, "population") == "111561", "the edition is shown meanwhile"
    assert say("desk.waits.conflicts.one") in told(open_desk())
    app = open_desk(view="conflicts")
    assert re.findall(r"<td><bdi>(.*?)</bdi>", markup(app)) == ["200", "111\u202f561"]
    press(app, f"conflict-1-{keep}")
    assert notice(app) == FR("acting.reason")
    app.text_input(key="conflict-reason-cities-namur").set_value("La source la plus récente.")
    press(run(app), f"conflict-1-{keep}")
    assert cell(store, "population") == population
    assert store.conflicts() == ()
    assert store.history()[0].reason == "La source la plus récente."


def test_a_contributor_sees_a_disagreement_and_decides_nothing(disagreeing, store, sign_in):
    sign_in(JEAN)
    app = open_desk(view="conflicts")
    assert "Namur" in told(app)
    assert not app.button


# ---- a conference --------------------------------------------------------------------------------


def scene_key(scene, name):
    return f"programme-hue-2025-{scene}-{name}"


def toml_of(store, programme_id="hue-2025"):
    return store.state().raw["programmes"][programme_id,]["toml"]


def publish_programme(app, reason="Ordre convenu."):
    app.text_input(key="programme-reason-hue-2025").set_value(reason)
    return press(run(app), "programme_publish")


def test_an_editor_changes_a_conference_without_code(store, sign_in):
    sign_in(MARIE)
    before = toml_of(store)
    app = open_desk(view="programme", scene="1B")
    app.number_input(key=scene_key("1B", "seconds")).set_value(15)
    run(app)
    app.text_area(key=scene_key("1B", "notes_fr")).set_value("Demander\nà la salle.")
    run(app)
    press(app, "programme_down")
    publish_programme(app)
    programme = session.published_dataset().programmes["hue-2025"]
    ids = [scene.scene_id for scene in programme.scenes if scene.reserve_of is None]
    assert ids.index("1B") == ids.index("1C") + 1
    scene = next(scene for scene in programme.scenes if scene.scene_id == "1B")
    assert (scene.seconds, scene.notes_fr) == (75, "Demander à la salle.")
    [change] = store.history()
    assert change.rows[0].cells[0].old == before
    assert store.drafts(MARIE) == ()
    assert store.log_entries(ROOT_ACTOR)[0].action == Action.EDIT_PROGRAMME


def test_a_conference_that_breaks_a_rule_is_not_published_and_names_the_scene(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme", scene="F1")
    app.number_input(key=scene_key("F1", "seconds")).set_value(540)
    run(app)
    time = [app.number_input(key=scene_key("F1", name)).value for name in ("minutes", "seconds")]
    assert time == [10, 0], "seconds above a minute are minutes"
    publish_programme(app)
    assert "Scène 3 (Dossier d’intervenant)" in told(app)
    assert store.version() == 0
    assert len(store.drafts(MARIE)) == 2, "the draft and its reason are kept"


def test_a_contributor_proposes_a_conference_and_an_editor_publishes_it(store, sign_in):
    sign_in(JEAN)
    app = open_desk(view="programme", scene="1B")
    app.number_input(key=scene_key("1B", "seconds")).set_value(15)
    publish_programme(run(app))
    assert store.version() == 0
    sign_in(MARIE)
    app = open_desk(proposal="1")
    assert "Scène 6 (Étapes des stratégies) · Durée : 1 min 30 → 1 min 15" in told(app)
    app.radio(key="review-choice-1-1-toml").set_value("accept")
    press(run(app), "review-publish-1")
    assert "seconds = 75" in toml_of(store)


def test_a_draft_of_a_conference_outlives_a_closed_tab_and_can_be_given_up(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme", scene="1B")
    app.number_input(key=scene_key("1B", "seconds")).set_value(15)
    run(app)
    again = open_desk(view="programme", scene="1B")
    assert again.number_input(key=scene_key("1B", "seconds")).value == 15
    press(again, "programme_start_over")
    assert again.number_input(key=scene_key("1B", "seconds")).value == 30


def test_two_people_on_one_conference_keep_both_their_changes(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme", scene="1B")
    app.number_input(key=scene_key("1B", "seconds")).set_value(15)
    run(app)
    changed = toml_of(store).replace("seconds = 60", "seconds = 45", 1)
    place = ("programmes", ("hue-2025",))
    store.publish([change_of(store, place, toml=changed)], MARIE, "Autre personne.")
    app = open_desk(view="programme", scene="1B")
    assert say("programme.moved") in told(app)
    assert "1 min → 45 s" in told(app)
    assert app.button(key="programme_publish").disabled
    press(app, "programme_rebase")
    publish_programme(app)
    assert "seconds = 75" in toml_of(store)
    assert "seconds = 45" in toml_of(store)


def test_a_proposed_conference_that_moved_is_taken_over_in_the_editor(store, sign_in):
    proposed = toml_of(store).replace("seconds = 90", "seconds = 75", 1)
    place = ("programmes", ("hue-2025",))
    store.propose([change_of(store, place, toml=proposed)], JEAN, "Plus court.")
    changed = toml_of(store).replace("seconds = 60", "seconds = 45", 1)
    store.publish([change_of(store, place, toml=changed)], MARIE, "Autre personne.")
    sign_in(MARIE)
    app = open_desk(proposal="1")
    assert not app.radio, "accepted whole it would take back what was published meanwhile"
    press(app, "review-take-over-1")
    assert say("programme.moved") in told(app)
    press(app, "programme_rebase")
    publish_programme(app)
    assert "seconds = 75" in toml_of(store)
    assert "seconds = 45" in toml_of(store)


def test_a_scene_is_added_put_in_reserve_and_removed(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme")
    app.selectbox(key="programme_new_chart").set_value("risks")
    run(app)
    app.selectbox(key="programme_new_session").set_value("round_table_1")
    press(run(app), "programme_add")
    added = app.query_params["scene"]
    assert added == "risks-2", "the closing already has a scene named risks"
    app.selectbox(key=scene_key(added, "reserve_of")).set_value("1B")
    run(app)
    assert app.button(key="programme_on_stage")
    press(app, "programme_remove")
    assert say("programme.changes.none") in told(app)


def test_a_conference_is_made_from_a_copy(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme", part="copy")
    values = {"id": "dakar-2027", "title_fr": "À Dakar", "title_en": "In Dakar", "date": "3/5/2027"}
    for name, value in values.items():
        app.text_input(key=f"programme_copy_{name}").set_value(value)
        run(app)
    press(app, "programme_copy")
    assert "dakar-2027" in app.query_params["programme"]
    app.text_input(key="programme-reason-dakar-2027").set_value("Prochaine conférence.")
    press(run(app), "programme_publish")
    made = session.published_dataset().programmes["dakar-2027"]
    assert (made.title_fr, made.held_on.isoformat()) == ("À Dakar", "2027-05-03")
    assert len(made.scenes) == len(session.published_dataset().programmes["hue-2025"].scenes)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("id", "Dakar 2027", "programme.copy.id"),
        ("id", "hue-2025", "programme.copy.taken"),
        ("title_en", " ", "programme.copy.titles"),
        ("date", "bientôt", "programme.copy.day"),
    ],
)
def test_a_copy_needs_a_new_id_titles_and_a_day(store, sign_in, name, value, message):
    sign_in(MARIE)
    app = open_desk(view="programme", part="copy")
    good = {"id": "dakar-2027", "title_fr": "À Dakar", "title_en": "In Dakar", "date": "3/5/2027"}
    for field, text in (good | {name: value}).items():
        app.text_input(key=f"programme_copy_{field}").set_value(text)
        run(app)
    press(app, "programme_copy")
    assert notice(app) == FR(message, **({"id": value} if message.endswith("taken") else {}))


def test_sessions_and_talks_of_a_conference_are_changed(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme", part="conference")
    app.number_input(key="programme-hue-2025-closing-minutes").set_value(15)
    run(app)
    app.text_input(key="programme-hue-2025-end").set_value("10:40")
    run(app)
    app.selectbox(key="programme-hue-2025-round_table_1-talks-1-city_id").set_value("dakar")
    run(app)
    app.text_input(key="programme-hue-2025-opening-speakers-1-name").set_value("Awa Ndiaye")
    run(app)
    app.text_area(key="programme-hue-2025-aims-0-fr").set_value("Un autre objectif")
    run(app)
    app.multiselect(key="programme-hue-2025-network_ids").set_value(["rvase", "ascn"])
    press(run(app), "programme-remove-sessions-round_table_1-talks-2")
    publish_programme(app)
    programme = session.published_dataset().programmes["hue-2025"]
    assert (programme.session_minutes_total, programme.slot_minutes) == (130, 130)
    assert [talk.city_id for talk in programme.sessions[2].talks] == ["siem-reap", "dakar"]
    assert programme.sessions[0].speakers[1].name == "Awa Ndiaye"
    assert programme.aims[0].fr == "Un autre objectif"
    assert programme.network_ids == ("rvase", "ascn")


def test_an_item_that_is_not_finished_is_told_with_its_session(store, sign_in):
    sign_in(MARIE)
    app = open_desk(view="programme", part="conference")
    press(app, "programme-add-sessions-round_table_1-talks")
    assert "Intelligente, innovante" in told(app)
    assert "la valeur est obligatoire" in told(app)
