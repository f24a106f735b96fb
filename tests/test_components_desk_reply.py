"""What a city is asked, what it declares, and what stands beside the facts; the store behind it."""

from datetime import date, timedelta

import factories
import pytest
from factories import (
    CITY_ID,
    Clock,
    make_answer,
    make_city,
    make_release,
    make_source,
    make_term,
)

from components.address import AddressReader
from components.desk.declared import Doubt, declared_layer, questions_of
from components.desk.reply_sending import replies_of
from components.desk.report import fact_of
from components.i18n import translator
from data.dates import PartialDate
from data.errors import DataError
from data.schema import Answer
from data.store import (
    LONGEST_NOTE,
    Actor,
    Declaration,
    DeclarationState,
    NotAllowedError,
    Reply,
    Role,
    open_store,
)

TODAY = date(2026, 11, 25)
EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
HOSTILE = "<script>alert(1)</script>"
TWO = {"sources": [make_source(), make_source("second")]}


def make_dataset(**tables):
    names = [make_term("answer", answer.value) for answer in Answer]
    return factories.make_dataset(**{"vocabularies": names} | tables)


def make_declaration(**changes):
    values = {
        "declaration_id": 1,
        "city_id": CITY_ID,
        "criterion_id": "VIS2",
        "answer": Answer.YES,
        "note": "Délibération\nhttps://ville.example/acte",
        "declared_on": TODAY,
        "declared_by": "Direction du numérique",
        "state": DeclarationState.SHOWN,
        "decided_by": "ed",
    }
    return Declaration(**values | changes)


def layer(dataset, *declarations):
    t = translator("fr")
    drawn = declared_layer(CITY_ID, declarations, dataset, today=TODAY, language="fr", t=t)
    return str(drawn)


def declare(store, token, *replies):
    return store.declare_all(
        token,
        replies or (Reply(criterion_id="VIS2", answer=Answer.YES),),
        declared_by="Direction",
        declared_on=TODAY,
    )


@pytest.fixture
def store(tmp_path):
    cities = [make_city(), make_city("second-city")]
    release = make_release(cities=cities, criteria=[make_answer("VIS1")])
    opened = open_store(tmp_path / "desk.sqlite3", release, Clock())
    yield opened
    opened.close()


# ---- what is asked


def test_a_city_is_asked_about_what_is_unknown_old_or_rests_on_one_source():
    both = ("test-source", "second")
    dataset = make_dataset(
        **TWO,
        criteria=[
            make_answer("VIS1", source_ids=both, as_of=PartialDate(2026)),
            make_answer("VIS2", source_ids=both, as_of=PartialDate(2020)),
            make_answer("VIS3", source_ids=("second",), as_of=PartialDate(2026)),
        ],
    )
    asked = {
        item.criterion.criterion_id: item.doubts for item in questions_of(CITY_ID, dataset, TODAY)
    }
    assert "VIS1" not in asked
    assert asked["VIS2"] == (Doubt.OLD,)
    assert asked["VIS3"] == (Doubt.SINGLE,)
    assert asked["VIS4"] == (Doubt.UNKNOWN,)
    assert len(asked) == sum(item.is_scored for item in dataset.criteria.values()) - 1


# ---- what is sent


def test_details_without_an_answer_or_an_address_that_is_none_keep_everything_back():
    dataset = make_dataset()
    for fields in ({"note": "texte"}, {"answer": "yes", "source": "javascript:alert(1)"}, {}):
        replies, fault = replies_of({"VIS1": fields}, "Direction", dataset, "fr")
        assert replies == ()
        assert fault
    replies, fault = replies_of({"VIS1": {"answer": "yes"}}, "", dataset, "fr")
    assert (replies, fault) == ((), translator("fr")("reply.fault.office"))


def test_only_the_four_answers_of_a_city_are_sent():
    typed = {"VIS1": {"answer": "unknown"}, "VIS2": {"answer": "skip"}, "VIS3": {"answer": "no"}}
    replies, fault = replies_of(typed, "Direction", make_dataset(), "en")
    assert replies == (Reply(criterion_id="VIS3", answer=Answer.NO),)
    assert not fault


def test_answers_are_kept_together_or_not_at_all(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    good = Reply(criterion_id="VIS2", answer=Answer.YES)
    for wrong in (
        Reply(criterion_id="XXX", answer=Answer.YES),
        Reply(criterion_id="VIS3", answer=Answer.UNKNOWN),
        Reply(criterion_id="VIS3", answer=Answer.NO, source="javascript:alert(1)"),
        Reply(criterion_id="VIS3", answer=Answer.NO, note="x" * (LONGEST_NOTE + 1)),
        good,
    ):
        with pytest.raises(DataError):
            declare(store, token, good, wrong)
    assert store.declarations(states=None) == ()
    [made] = declare(store, token, good)
    assert store.declarations() == (made,)


def test_note_and_source_come_back_apart(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    reply = Reply(
        criterion_id="VIS2", answer=Answer.YES, note="Une\nnote", source="https://ville.example/a"
    )
    [made] = declare(store, token, reply)
    assert (made.words, made.source) == ("Une\nnote", "https://ville.example/a")


# ---- the draft of a link


def test_what_is_typed_is_kept_box_by_box_until_it_is_sent(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    store.keep_reply_text(token, "VIS2", "answer", "yes")
    store.keep_reply_text(token, "VIS3", "note", HOSTILE)
    store.keep_reply_text(token, "", "office", "Direction")
    declare(store, token)
    assert store.reply_texts(token) == {"VIS3": {"note": HOSTILE}, "": {"office": "Direction"}}


def test_what_a_colleague_typed_meanwhile_is_not_lost_by_sending(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    store.keep_reply_text(token, "VIS2", "answer", "yes")
    store.keep_reply_text(token, "VIS2", "note", "ajouté ailleurs")
    declare(store, token)
    assert store.reply_texts(token)["VIS2"]["note"] == "ajouté ailleurs"


def test_the_link_of_one_city_neither_shows_nor_changes_another(store):
    _, first = store.create_reply_link(CITY_ID, EDITOR)
    _, second = store.create_reply_link("second-city", EDITOR)
    store.keep_reply_text(first, "VIS2", "note", "de la première")
    assert store.reply_texts(second) == {}
    store.keep_reply_text(second, "VIS2", "note", "de la seconde")
    declare(store, second)
    assert store.reply_texts(first) == {"VIS2": {"note": "de la première"}}
    assert {item.city_id for item in store.declarations()} == {"second-city"}


def test_a_closed_link_keeps_and_shows_nothing(store):
    link, token = store.create_reply_link(CITY_ID, EDITOR)
    _, short = store.create_reply_link(CITY_ID, EDITOR, timedelta(0))
    store.revoke_reply_link(link.link_id, EDITOR)
    for bad in (token, short, "wrong", ""):
        with pytest.raises(NotAllowedError):
            store.keep_reply_text(bad, "VIS2", "note", "x")
        with pytest.raises(NotAllowedError):
            store.reply_texts(bad)
        with pytest.raises(NotAllowedError):
            declare(store, bad)


def test_a_box_that_does_not_exist_or_overflows_is_refused(store):
    _, token = store.create_reply_link(CITY_ID, EDITOR)
    for criterion_id, field, text in (
        ("VIS2", "other", "x"),
        ("XXX", "note", "x"),
        ("VIS2", "note", "x" * (LONGEST_NOTE + 1)),
        ("VIS2", "note", "\x00"),
    ):
        with pytest.raises(DataError):
            store.keep_reply_text(token, criterion_id, field, text)
    assert store.reply_texts(token) == {}


def test_drafts_of_links_are_nobodys_drafts_of_the_desk(store):
    link, token = store.create_reply_link(CITY_ID, EDITOR)
    store.keep_reply_text(token, "VIS2", "note", "x")
    assert store.drafts(EDITOR) == ()
    assert link.link_id == 1


# ---- the layer on the page of the city


def test_only_what_an_editor_let_through_is_declared():
    dataset = make_dataset()
    for state in set(DeclarationState) - {DeclarationState.SHOWN}:
        assert layer(dataset, make_declaration(state=state)) == ""
    drawn = layer(dataset, make_declaration())
    assert translator("fr")("declared.title") in drawn
    assert 'href="https://ville.example/acte"' in drawn


def test_a_declaration_leaves_once_sources_say_the_same_or_answer_without_a_doubt():
    both = ("test-source", "second")
    one = make_answer("DAT1", "no", source_ids=("second",), as_of=PartialDate(2026))
    same = make_answer("DAT1", "yes", source_ids=("second",), as_of=PartialDate(2026))
    two = make_answer("DAT1", "no", source_ids=both, as_of=PartialDate(2026))
    declared = make_declaration(criterion_id="DAT1")
    assert layer(make_dataset(**TWO, criteria=[one]), declared)
    assert layer(make_dataset(**TWO, criteria=[same]), declared) == ""
    assert layer(make_dataset(**TWO, criteria=[two]), declared) == ""


def test_a_declaration_of_another_city_or_of_a_criterion_that_left_is_not_drawn():
    dataset = make_dataset()
    assert layer(dataset, make_declaration(city_id="other")) == ""
    assert layer(dataset, make_declaration(criterion_id="XXX9")) == ""


def test_hostile_words_of_a_city_stay_words():
    drawn = layer(
        make_dataset(),
        make_declaration(note=f"{HOSTILE}\njavascript:alert(1)", declared_by=HOSTILE),
    )
    assert "<script" not in drawn
    assert "href" not in drawn


# ---- the fact to report


def fact(dataset, **parameters):
    reader = AddressReader.of(parameters)
    return fact_of(reader, dataset, "fr"), reader.ignored


def test_the_fact_of_the_address_is_a_row_of_the_tables_or_nothing():
    dataset = make_dataset(
        criteria=[make_answer("VIS1")],
        strategies=[factories.make_strategy()],
        factors=[factories.make_factor()],
        indicators=[factories.make_indicator()],
        observations=[factories.make_observation(), factories.make_observation(60.0, year=2023)],
        vocabularies=[
            *(make_term("answer", answer.value) for answer in Answer),
            make_term("strategy_status", "adopted"),
            make_term("factor_kind", "success"),
        ],
    )
    found, _ = fact(dataset, city=CITY_ID, criterion="VIS1")
    assert (found.table, found.key) == ("criteria", (CITY_ID, "VIS1"))
    found, _ = fact(dataset, source="test-source")
    assert (found.table, found.key) == ("sources", ("test-source",))
    for name, key in (("strategy", "test-strategy"), ("factor", "test-factor")):
        found, _ = fact(dataset, **{name: key})
        assert found.key == (key,)
    found, _ = fact(dataset, indicator="test_indicator", place="TST")
    assert (found.table, found.key) == ("observations", ("TST", "test_indicator", "2023"))
    half = ({"criterion": "VIS1"}, {"indicator": "test_indicator"})
    for wrong in ({"city": HOSTILE}, {"project": "none"}, *half):
        found, ignored = fact(dataset, **wrong)
        assert found is None
        assert ignored or wrong in half


def test_an_unknown_criterion_is_reported_on_its_city_by_name():
    found, _ = fact(make_dataset(), city=CITY_ID, criterion="VIS1")
    assert (found.table, found.key, found.about) == ("cities", (CITY_ID,), "VIS1")
    t = translator("fr")
    assert found.words("title", t) == t("report.unknown.title")
    known, _ = fact(make_dataset(criteria=[make_answer("VIS1")]), city=CITY_ID, criterion="VIS1")
    assert known.words("title", t) == t("report.title")
