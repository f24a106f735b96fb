"""The page « Droit de réponse » as each has it: a city, anybody, an editor; and the page of a city."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import streamlit as st
from test_pages import markup, open_page, titles

from components import session
from components.i18n import translator
from components.staff import COOKIE
from data.schema import Answer
from data.store import Actor, DeclarationState, Reply, Role

EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
CONTRIBUTOR = Actor(staff_id="co", role=Role.CONTRIBUTOR)
HOSTILE = "<script>alert(1)</script>"
CITY, OTHER = "hue", "namur"
T = translator("fr")


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))


@pytest.fixture
def store():
    opened = session.store()
    yield opened
    opened.close()


@pytest.fixture
def sign_in(store, monkeypatch):
    def enter(actor):
        store.open_session("secret", actor, session.now() + timedelta(hours=1))
        monkeypatch.setattr(session, "cookies", lambda: {COOKIE: "secret"})

    return enter


def open_link(token, **parameters):
    return open_page("reply", token=token, lang="fr", **parameters)


def box(app, kind, ending):
    [found] = [item for item in app.get(kind) if item.key and item.key.endswith(ending)]
    return found


def button(app, key):
    [found] = [item for item in app.button if item.key == key]
    return found


def asked(app):
    return sorted(re.findall(r'id="question-(\w+)"', markup(app)))


# ---- a city


def test_a_city_answers_with_its_link_and_finds_its_draft_again(store):
    _, token = store.create_reply_link(CITY, EDITOR)
    app = open_link(token)
    criterion_id = asked(app)[0]
    box(app, "radio", f"_{criterion_id}_answer").set_value("yes").run()
    box(app, "text_area", f"_{criterion_id}_note").set_value(HOSTILE).run()
    again = open_link(token)
    assert box(again, "radio", f"_{criterion_id}_answer").value == "yes"
    assert box(again, "text_area", f"_{criterion_id}_note").value == HOSTILE

    button(again, "reply_send").click().run()
    assert T("reply.fault.office") in markup(again)
    assert store.declarations() == ()

    box(again, "text_input", "__office").set_value("Direction").run()
    button(again, "reply_send").click().run()
    assert not again.exception
    assert T("reply.sent", count=1) in markup(again)
    [made] = store.declarations()
    assert (made.city_id, made.criterion_id, made.answer) == (CITY, criterion_id, Answer.YES)
    assert box(again, "radio", f"_{criterion_id}_answer").value == "skip"
    assert "<script" not in markup(again)


def test_two_people_who_type_in_the_same_box_both_see_both_texts(store):
    _, token = store.create_reply_link(CITY, EDITOR)
    first, second = open_link(token), open_link(token)
    note = f"_{asked(first)[0]}_note"
    for app, text in ((first, "de la première"), (second, HOSTILE)):
        box(app, "radio", note.replace("note", "answer")).set_value("yes").run()
        box(app, "text_area", note).set_value(text).run()
    assert box(second, "text_area", note).value == HOSTILE
    assert "de la première" in markup(second)
    first.run()
    assert box(first, "text_area", note).value == "de la première"
    assert "&lt;script&gt;" in markup(first)
    assert "<script" not in markup(first)

    [take] = [item for item in second.button if item.label == T("reply.beside.take.text")]
    take.click().run()
    assert box(second, "text_area", note).value == "de la première"
    assert "&lt;script&gt;" in markup(second), "the two have changed places"
    [drop] = [item for item in second.button if item.label == T("reply.beside.drop.text")]
    drop.click().run()
    assert not second.exception
    assert T("reply.beside") not in markup(second)
    assert T("reply.beside") not in markup(open_link(token))


@pytest.mark.parametrize("kind", ["wrong", "revoked", "expired", "hostile"])
def test_a_link_that_is_not_good_gets_a_page_that_says_so(store, kind):
    link, token = store.create_reply_link(
        CITY, EDITOR, timedelta(0) if kind == "expired" else timedelta(days=1)
    )
    if kind == "revoked":
        store.revoke_reply_link(link.link_id, EDITOR)
    app = open_link({"wrong": "wrong", "hostile": HOSTILE}.get(kind, token))
    assert T("reply.closed") in markup(app)
    assert not asked(app)
    assert not app.button


def test_a_link_closed_while_somebody_types_sends_nothing_and_keeps_the_screen(store):
    link, token = store.create_reply_link(CITY, EDITOR)
    app = open_link(token)
    radio = box(app, "radio", f"_{asked(app)[0]}_answer")
    store.revoke_reply_link(link.link_id, EDITOR)
    radio.set_value("yes").run()
    assert not app.exception
    assert store.declarations(states=None) == ()


def test_the_address_cannot_turn_a_link_to_another_city(store):
    _, token = store.create_reply_link(CITY, EDITOR)
    app = open_link(token, city=OTHER)
    name = session.published_dataset().cities
    assert f"<h2><bdi>{name[CITY].name_fr}</bdi></h2>" in markup(app)
    assert f"<h2><bdi>{name[OTHER].name_fr}</bdi></h2>" not in markup(app)


def test_without_a_store_a_link_is_closed_and_none_is_made(tmp_path):
    app = open_link("wrong")
    assert T("reply.closed") in markup(app)
    assert list(tmp_path.iterdir()) == []


# ---- the page of the city


def test_a_declaration_shows_on_the_page_of_the_city_once_an_editor_let_it_through(store):
    _, token = store.create_reply_link(CITY, EDITOR)
    criterion_id = asked(open_link(token))[0]
    reply = Reply(criterion_id=criterion_id, answer=Answer.PARTIAL, note="Voir le plan")
    [made] = store.declare_all(
        token, (reply,), declared_by="Direction", declared_on=session.today()
    )
    assert T("declared.title") not in markup(open_page("city", city=CITY, lang="fr"))
    store.moderate(made.declaration_id, DeclarationState.SHOWN, EDITOR)
    shown = markup(open_page("city", city=CITY, lang="fr"))
    assert T("declared.title") in shown
    assert "Voir le plan" in shown
    assert T("declared.title") not in markup(open_page("city", city=OTHER, lang="fr"))


# ---- anybody


def send_report(app, words, source=""):
    box(app, "text_area", "_words").set_value(words)
    box(app, "text_input", "_source").set_value(source)
    button(app, "report_send").click().run()
    assert not app.exception
    return markup(app)


def test_a_report_on_a_fact_reaches_the_desk_with_its_row(store, monkeypatch):
    monkeypatch.setattr(session, "client_mark", lambda: "one")
    app = open_page("reply", city=CITY, lang="fr")
    assert titles(app) == [T("report.title")]
    shown = send_report(app, f"{HOSTILE} écrire à maire@example.org", "https://ville.example")
    assert T("report.sent") in shown
    assert "<script" not in shown
    [report] = store.proposals()
    assert report.is_report
    assert [(row.table, row.key) for row in report.rows] == [("cities", (CITY,))]
    assert "maire@example.org" not in report.note
    assert "https://ville.example" in report.note


def test_the_sixth_report_of_an_hour_is_put_off_and_its_text_stays(store, monkeypatch):
    monkeypatch.setattr(session, "client_mark", lambda: "one")
    for number in range(5):
        send_report(open_page("reply", city=CITY, lang="fr"), f"erreur {number}")
    app = open_page("reply", city=CITY, lang="fr")
    assert T("report.fault.many") in send_report(app, "la sixième")
    assert box(app, "text_area", "_words").value == "la sixième"
    assert len(store.proposals()) == 5


def test_an_empty_report_and_an_address_that_is_none_are_not_kept(store):
    app = open_page("reply", city=CITY, lang="fr")
    assert T("report.empty") in send_report(app, "  ")
    assert T("report.fault.address") in send_report(app, "faux", "javascript:alert(1)")
    assert store.proposals() == ()


def test_a_robot_that_fills_the_hidden_box_is_thanked_and_forgotten(store):
    app = open_page("reply", city=CITY, lang="fr")
    box(app, "text_input", "report_site").set_value("https://spam.example")
    assert T("report.sent") in send_report(app, "spam")
    assert store.proposals() == ()


def test_without_a_store_the_text_to_copy_is_shown_and_no_store_is_made(tmp_path):
    app = open_page("reply", city=CITY, lang="fr")
    assert 'class="rc-copy"' in markup(app)
    assert not app.text_area
    assert list(tmp_path.iterdir()) == []


def mark_of(monkeypatch, address, **headers):
    context = SimpleNamespace(ip_address=address, headers=SimpleNamespace(to_dict=lambda: headers))
    monkeypatch.setattr(st, "context", context)
    return session.client_mark()


def test_visitors_are_told_apart_by_what_our_own_proxy_says_and_by_nothing_they_write(monkeypatch):
    forwarded = "X-Forwarded-For"
    plain = mark_of(monkeypatch, "203.0.113.9")
    assert mark_of(monkeypatch, "203.0.113.9", **{forwarded: "198.51.100.1"}) == plain
    assert mark_of(monkeypatch, None, **{forwarded: "198.51.100.1, 203.0.113.9"}) == plain
    assert mark_of(monkeypatch, "127.0.0.1", **{forwarded: "203.0.113.8"}) != plain
    assert "203" not in plain


# ---- staff


def test_an_editor_makes_and_withdraws_a_link_and_lets_an_answer_through(store, sign_in):
    sign_in(EDITOR)
    app = open_page("reply", lang="fr")
    app.selectbox(key="reply_links_city").set_value(CITY)
    button(app, "reply_make").click().run()
    assert not app.exception
    [written] = [item.value for item in app.code]
    token = re.search(r"token=([\w-]+)", written)[1]
    assert store.reply_link(token).city_id == CITY
    reply = Reply(criterion_id="VIS2", answer=Answer.YES)
    [made] = store.declare_all(
        token, (reply,), declared_by="Direction", declared_on=session.today()
    )
    app.run()
    assert not app.code, "the address is shown once"
    button(app, f"reply_shown_{made.declaration_id}").click().run()
    assert store.declarations()[0].state is DeclarationState.SHOWN
    button(app, f"reply_revoke_{store.reply_links()[0].link_id}").click().run()
    assert store.reply_link(token) is None


def test_who_signed_out_meanwhile_makes_no_link(store, sign_in, monkeypatch):
    sign_in(EDITOR)
    app = open_page("reply", lang="fr")
    app.selectbox(key="reply_links_city").set_value(CITY)
    monkeypatch.setattr(session, "cookies", dict)
    button(app, "reply_make").click().run()
    assert store.reply_links() == ()


@pytest.mark.parametrize("actor", [None, CONTRIBUTOR])
def test_only_editors_see_links_and_what_waits(store, sign_in, actor):
    store.create_reply_link(CITY, EDITOR)
    if actor:
        sign_in(actor)
    app = open_page("reply", lang="fr")
    assert not app.button
    assert T("reply.links.new") not in markup(app)
