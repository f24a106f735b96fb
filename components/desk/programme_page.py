"""A conference edited without code: its scenes in order, one of them open, what changed, publish."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components.address import AddressReader
from components.desk.acting import RefusedError, attempt, words_of
from components.desk.desk_view import DeskView
from components.desk.keeping import fill, forget, keep
from components.desk.programme import Block, blocks_of, session_time
from components.desk.programme_check import programme_fault
from components.desk.programme_conference import show_conference, show_copy
from components.desk.programme_draft import (
    FORM,
    Working,
    programme_ids,
    rebase,
    start_over,
    working_on,
)
from components.desk.programme_scene import OPEN_SCENE, show_new_scene, show_scene
from components.desk.programme_text import Table, read_table
from components.desk.programme_view import (
    chart_name,
    difference_lines,
    duration,
    session_name,
)
from components.i18n import Translate
from components.markup import Element, Node, internal_link, isolated, show
from components.session import (
    current_language,
    go_to,
    published_dataset,
    set_widget_value,
    widget_value,
)
from data.store import Action, Actor, Store, may

PARTS = ("scenes", "conference", "copy")


def show_programme(reader: AddressReader, desk: DeskView) -> None:
    """The conference of the address; the latest one if it names none."""
    t = desk.t
    options = programme_ids(desk)
    asked = reader.one("programme", options)
    programme_id = asked or desk.view.dataset.programme.programme_id
    part = reader.one("part", PARTS) or PARTS[0]
    working = working_on(programme_id, desk.store, desk.actor)
    if working is None:
        show(h.p(".rc-lead")[t("programme.missing")])
        return
    if len(options) > 1:
        _show_choice(programme_id, options, desk)
    show(_head(working, desk), _parts(part, programme_id, desk))
    if part == "copy":
        show_copy(working, desk)
        return
    _show_state(working, desk)
    if part == "conference":
        show_conference(working, desk)
    else:
        _show_scenes(working, reader, desk)
    _show_publication(working, desk)


def programme_title(table: Table, programme_id: str, desk: DeskView) -> str:
    """Title of a conference in the language of the reader."""
    return str(table.get(f"title_{desk.language}") or table.get("title_fr") or programme_id)


def _show_choice(programme_id: str, options: tuple[str, ...], desk: DeskView) -> None:
    names = {}
    for option in options:
        working = working_on(option, desk.store, desk.actor)
        table = working.table if working else {}
        names[option] = f"{programme_title(table, option, desk)} ({option})"
    set_widget_value("programme_choice", programme_id)
    st.selectbox(
        desk.t("programme.choose"),
        list(options),
        key="programme_choice",
        format_func=lambda option: names[option],
        filter_mode=None,
        on_change=_choose_programme,
    )


def _choose_programme() -> None:
    go_to(view="programme", programme=str(widget_value("programme_choice")))


def _head(working: Working, desk: DeskView) -> Element:
    title = programme_title(working.table, working.programme_id, desk)
    return h.p(".rc-lead")[isolated(title)]


def _parts(current: str, programme_id: str, desk: DeskView) -> Element:
    def link(part: str) -> Node:
        label = desk.t(f"programme.part.{part}")
        if part == current:
            return h.span(".rc-pick", aria_current="true")[label]
        shown = None if part == PARTS[0] else part
        there = desk.link(view="programme", programme=programme_id, part=shown)
        return internal_link(label, there, "rc-pick")

    return h.nav(aria_label=desk.t("programme.parts"))[
        h.ul(".rc-picks")[(h.li[link(part)] for part in PARTS)]
    ]


def _show_state(working: Working, desk: DeskView) -> None:
    """What stands between the draft and its publication, if anything."""
    t, words = desk.t, desk.words
    if working.has_moved:
        base, now = read_table(working.base or ""), read_table(working.published or "")
        show(
            h.div(".rc-review-meanwhile")[
                h.p[t("programme.moved")],
                difference_lines(working.meanwhile, base, now, words),
            ]
        )
        st.button(
            t("programme.rebase"),
            key="programme_rebase",
            type="primary",
            on_click=rebase,
            args=(working.programme_id,),
        )
    fault = programme_fault(working.programme_id, working.toml, desk.view.dataset, words)
    if fault:
        show(h.p(".rc-notice.rc-desk-fault", role="status")[isolated(fault)])


def _show_scenes(working: Working, reader: AddressReader, desk: DeskView) -> None:
    table = working.table
    ids = [scene["id"] for block in blocks_of(table) for scene in block.scenes]
    chosen = reader.one("scene", ids) or (ids[0] if ids else None)
    left, right = st.columns([2, 3], gap="large")
    with left:
        show(running_order_list(working, chosen, desk))
        show_new_scene(working, desk)
    with right:
        if chosen is not None:
            show_scene(working, chosen, desk)


def running_order_list(working: Working, chosen: str | None, desk: DeskView) -> Element:
    """Sessions with their scenes, each a link; time planned against time there is."""
    table, t = working.table, desk.t
    blocks = blocks_of(table)
    parts = []
    for session in table.get("sessions", []):
        session_id = str(session.get("id", ""))
        own = [block for block in blocks if block.scene.get("session") == session_id]
        parts.append(
            h.section(".rc-programme-session")[
                h.h3[isolated(session_name(table, session_id, desk.language))],
                _time(table, session_id, t),
                h.ol(".rc-programme-scenes")[
                    (h.li[_block(working, block, chosen, desk)] for block in own)
                ]
                if own
                else h.p(".rc-small.rc-muted")[t("programme.session.empty")],
            ]
        )
    return h.nav(".rc-programme-order", aria_label=t("programme.order"))[parts]


def _time(table: Table, session_id: str, t: Translate) -> Element:
    time = session_time(table, session_id)
    words = t(
        "programme.time.over" if time.is_over else "programme.time",
        planned=duration(time.planned, t),
        room=duration(time.room, t),
    )
    if time.questions:
        words = t("programme.time.questions", time=words, questions=duration(time.questions, t))
    return h.p(class_="rc-small rc-programme-over" if time.is_over else "rc-small rc-muted")[words]


def _block(working: Working, block: Block, chosen: str | None, desk: DeskView) -> Node:
    reserve = h.ol[
        (
            h.li[_scene_link(working, scene, f"{block.number}.{place}", chosen, desk)]
            for place, scene in enumerate(block.reserve, start=1)
        )
    ]
    return [
        _scene_link(working, block.scene, str(block.number), chosen, desk),
        reserve if block.reserve else None,
    ]


def _scene_link(
    working: Working, scene: dict[str, object], label: str, chosen: str | None, desk: DeskView
) -> Element:
    t, scene_id = desk.t, str(scene["id"])
    seconds = scene.get("seconds")
    name = scene_title(scene, desk)
    is_reserve = "reserve_of" in scene
    time = duration(seconds, t) if isinstance(seconds, int) else ""
    return h.a(
        ".rc-programme-scene",
        href=desk.link(view="programme", programme=working.programme_id, scene=scene_id)
        + f"#{OPEN_SCENE}",
        data_rc_nav=True,
        aria_current="true" if scene_id == chosen else None,
    )[
        h.span(".rc-programme-number")[label],
        h.span[isolated(name)],
        h.span(".rc-small.rc-muted")[t("programme.reserve") if is_reserve else time],
    ]


def scene_title(scene: dict[str, object], desk: DeskView) -> str:
    """Kind of a scene, and the speaker of a pack: « Dossier d’intervenant : Hué »."""
    chart = chart_name(str(scene.get("chart", "")), desk.t)
    for key, table in (("city_id", "cities"), ("organisation_id", "organisations")):
        if owner := scene.get(key):
            return f"{chart}{desk.t('change.colon')}{desk.words.name(table, (str(owner),))}"
    return chart


# ---- publishing -----------------------------------------------------------------------------------


def _show_publication(working: Working, desk: DeskView) -> None:
    t, programme_id = desk.t, working.programme_id
    show(h.h2[t("programme.changes")])
    if not working.is_draft or not working.changes:
        show(h.p(".rc-muted")[t("programme.changes.none")])
        return
    base = read_table(working.base or "")
    if working.base is None:
        show(h.p[t("programme.changes.new")])
    else:
        show(difference_lines(working.changes, base, working.table, desk.words))
    can_publish = desk.may(Action.EDIT_PROGRAMME)
    key, form = f"programme-reason-{programme_id}", f"programme-reason:{programme_id}"
    fill(form, desk, (key,))
    st.text_input(
        t("programme.reason"),
        key=key,
        placeholder=t("programme.reason.placeholder"),
        max_chars=1000,
        on_change=keep,
        args=(form, (key,)),
    )
    with st.container(horizontal=True, key="rc-programme-act", gap="small"):
        st.button(
            t("programme.publish" if can_publish else "programme.propose"),
            key="programme_publish",
            type="secondary" if working.has_moved else "primary",
            disabled=working.has_moved,
            on_click=_publish,
            args=(programme_id, form, key),
        )
        st.button(
            t("programme.start_over"),
            key="programme_start_over",
            type="tertiary",
            on_click=start_over,
            args=(programme_id,),
        )


def _publish(programme_id: str, form: str, key: str) -> None:
    def act(store: Store, actor: Actor, t: Translate) -> str:
        working = working_on(programme_id, store, actor)
        if working is None or not working.is_draft:
            raise LookupError(programme_id)
        reason = str(widget_value(key) or "").strip()
        if not reason:
            raise RefusedError(t("acting.reason"))
        words = words_of(current_language())
        fault = programme_fault(programme_id, working.toml, published_dataset(), words)
        if fault:
            raise RefusedError(fault)
        if may(actor.role, Action.EDIT_PROGRAMME):
            store.publish([working.row()], actor, reason, action=Action.EDIT_PROGRAMME)
            told = t("programme.published")
        else:
            proposal = store.propose([working.row()], actor, reason)
            told = t("programme.proposed", number=str(proposal.proposal_id))
        store.delete_draft(f"{FORM}{programme_id}", actor)
        forget(form, (key,), store, actor)
        return told

    attempt(act)
