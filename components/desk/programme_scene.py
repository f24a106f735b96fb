"""One scene of a conference in front of somebody: moved, timed, worded, seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import htpy as h
import streamlit as st

from components.city_choice import city_names
from components.desk import programme
from components.desk.desk_view import DeskView
from components.desk.programme import Scene, blocks_of, label_of, scene_of
from components.desk.programme_draft import Working, change_programme
from components.desk.programme_items import tidy
from components.desk.programme_preview import scene_preview
from components.desk.programme_text import Table
from components.desk.programme_view import chart_name, scene_name, session_name
from components.i18n import LANGUAGES, Translate, sort_key
from components.markup import isolated, show
from components.session import go_to, set_widget_value, widget_value
from components.stage.catalogue import BUILDERS
from components.stage.running_order import CITY_PACK, TALK

CHARTS = (*(name for name in BUILDERS if name not in CITY_PACK), TALK)
"""Kinds of scenes that can be added; a speaker's pack lays out its own scenes."""

PROJECT_CHARTS: Mapping[str, int] = {"two-answers": 2, "practice-card": 1}
"""Kinds that show projects chosen by the moderator, and how many."""

OPEN_SCENE = "scene-ouverte"
"""Where the open scene stands on the page."""

TEXTS = ("question", "follow_up", "notes")
LONGEST_MINUTES = 120
_TIME = (("minutes", 60, 1, LONGEST_MINUTES), ("seconds", 1, 15, 60 * LONGEST_MINUTES))
"""Boxes of a duration: what a step of one is worth in seconds, its steps, the most it takes. More than 59
seconds are carried over into minutes."""


def show_scene(working: Working, scene_id: str, desk: DeskView) -> None:
    """The open scene: what it is, what can be done with it, how it looks, its words."""
    scene = scene_of(working.table, scene_id)
    if scene is None:
        return
    table, t = working.table, desk.t
    chart = chart_name(str(scene.get("chart", "")), t)
    label = label_of(table, scene_id)
    show(
        h.h3(".rc-programme-open", id=OPEN_SCENE)[
            isolated(t("programme.open", number=label, chart=chart))
        ]
    )
    _show_moves(working, scene, desk)
    show(scene_preview(working.programme_id, working.toml, scene_id, desk.view, desk.words))
    _show_settings(working, scene, desk)
    for stem in TEXTS:
        _show_text(working, scene, stem, desk)


def show_new_scene(working: Working, desk: DeskView) -> None:
    """Choose a kind and a session: a new scene at its end."""
    t, table = desk.t, working.table
    sessions = [str(session["id"]) for session in table.get("sessions", []) if "id" in session]
    if not sessions:
        return
    show(h.h3[t("programme.add")])
    names = {chart: chart_name(chart, t) for chart in CHARTS}
    st.selectbox(
        t("programme.add.chart"),
        sorted(names, key=lambda chart: sort_key(names[chart])),
        index=None,
        key="programme_new_chart",
        format_func=lambda chart: names[chart],
        placeholder=t("programme.add.choose"),
        filter_mode=None,
    )
    st.selectbox(
        t("programme.add.session"),
        sessions,
        key="programme_new_session",
        format_func=lambda session_id: session_name(table, session_id, desk.language),
        filter_mode=None,
    )
    st.button(
        t("programme.add.act"),
        key="programme_add",
        disabled=widget_value("programme_new_chart") is None,
        on_click=_add,
        args=(working.programme_id,),
    )


def _show_moves(working: Working, scene: Scene, desk: DeskView) -> None:
    t, scene_id, programme_id = desk.t, scene["id"], working.programme_id
    name = scene_name(working.table, scene_id, t)
    with st.container(horizontal=True, key="rc-programme-moves", gap="small"):
        for step, word in ((-1, "up"), (1, "down")):
            st.button(
                t(f"programme.move.{word}"),
                key=f"programme_{word}",
                help=None,
                on_click=_move,
                args=(programme_id, scene_id, step),
            )
        if "reserve_of" in scene:
            st.button(
                t("programme.on_stage"),
                key="programme_on_stage",
                on_click=_on_stage,
                args=(programme_id, scene_id),
            )
        st.button(
            t("programme.remove"),
            key="programme_remove",
            type="tertiary",
            on_click=_remove,
            args=(programme_id, scene_id),
        )
    show(h.p(".rc-hidden", role="status")[t("programme.moves", scene=name)])


def _show_settings(working: Working, scene: Scene, desk: DeskView) -> None:
    t, table = desk.t, working.table
    is_reserve = "reserve_of" in scene
    left, right = st.columns(2)
    with left:
        sessions = [str(item["id"]) for item in table.get("sessions", []) if "id" in item]
        if not is_reserve:
            _choice(
                working,
                scene,
                "session",
                {s: session_name(table, s, desk.language) for s in sessions},
                desk,
            )
    with right:
        if not is_reserve:
            _show_time(working, scene, t)
    behind = {
        block.scene["id"]: scene_name(table, block.scene["id"], t)
        for block in blocks_of(table)
        if block.scene["id"] != scene["id"] and "reserve_of" not in block.scene
    }
    key = _key(working, scene, "reserve_of")
    set_widget_value(key, scene.get("reserve_of") if scene.get("reserve_of") in behind else None)
    st.selectbox(
        t("programme.reserve_of"),
        list(behind),
        index=None,
        key=key,
        format_func=lambda other: behind.get(other, other),
        placeholder=t("programme.reserve_of.none"),
        filter_mode=None,
        on_change=_reserve,
        args=(working.programme_id, scene["id"], key),
    )
    charts = {chart: chart_name(chart, t) for chart in CHARTS}
    _choice(working, scene, "chart", charts, desk)
    if scene.get("chart") == TALK:
        _show_speaker(working, scene, desk)
    if scene.get("chart") in PROJECT_CHARTS:
        _show_projects(working, scene, desk)


def _show_time(working: Working, scene: Scene, t: Translate) -> None:
    """Two boxes, minutes and seconds; the programme keeps seconds."""
    keys = [_key(working, scene, name) for name, *_ in _TIME]
    parts = divmod(int(scene.get("seconds", 0)), 60)
    with st.container(horizontal=True, gap="small"):
        for (name, _, step, most), key, part in zip(_TIME, keys, parts, strict=True):
            set_widget_value(key, part)
            st.number_input(
                t(f"programme.time.{name}"),
                min_value=0,
                max_value=most,
                step=step,
                key=key,
                on_change=_set_time,
                args=(working.programme_id, scene["id"], keys),
            )


def _show_speaker(working: Working, scene: Scene, desk: DeskView) -> None:
    cities = city_names(desk.view.dataset, desk.language)
    organisations = {
        key: desk.words.name("organisations", (key,)) for key in desk.view.dataset.organisations
    }
    left, right = st.columns(2)
    with left:
        _choice(working, scene, "city_id", cities, desk, is_optional=True)
    with right:
        _choice(working, scene, "organisation_id", organisations, desk, is_optional=True)


def _show_projects(working: Working, scene: Scene, desk: DeskView) -> None:
    names = {key: desk.words.row("projects", (key,)) for key in desk.view.dataset.projects}
    names = dict(sorted(names.items(), key=lambda item: sort_key(item[1])))
    key = _key(working, scene, "project_ids")
    set_widget_value(key, [item for item in scene.get("project_ids", []) if item in names])
    st.multiselect(
        desk.t("programme.key.project_ids"),
        list(names),
        key=key,
        format_func=lambda item: names.get(item, item),
        max_selections=PROJECT_CHARTS[scene["chart"]],
        placeholder=desk.t("programme.projects.none"),
        on_change=_set,
        args=(working.programme_id, scene["id"], "project_ids", key),
    )


def _choice(
    working: Working,
    scene: Scene,
    name: str,
    options: Mapping[str, str],
    desk: DeskView,
    *,
    is_optional: bool = False,
) -> None:
    key = _key(working, scene, name)
    value = scene.get(name)
    set_widget_value(key, value if value in options else None)
    st.selectbox(
        desk.t(f"programme.key.{name}"),
        list(options),
        index=None if is_optional or value not in options else 0,
        key=key,
        format_func=lambda code: options.get(code, code),
        placeholder=desk.t("programme.none" if is_optional else "programme.choose_one"),
        filter_mode=None,
        on_change=_set,
        args=(working.programme_id, scene["id"], name, key),
    )


def _show_text(working: Working, scene: Scene, stem: str, desk: DeskView) -> None:
    for column, language in zip(st.columns(2), LANGUAGES, strict=True):
        name = f"{stem}_{language}"
        key = _key(working, scene, name)
        set_widget_value(key, str(scene.get(name, "")))
        with column:
            st.text_area(
                desk.t(f"programme.key.{name}"),
                key=key,
                height=144 if stem == "notes" else 80,
                max_chars=2000,
                placeholder=desk.t("programme.text.none"),
                on_change=_set,
                args=(working.programme_id, scene["id"], name, key),
            )


def _key(working: Working, scene: Scene, name: str) -> str:
    return f"programme-{working.programme_id}-{scene['id']}-{name}"


# ---- what widgets and buttons do ------------------------------------------------------------------


def _change(programme_id: str, edit: Callable[[Table], Table]) -> None:
    change_programme(programme_id, edit)


def _set(programme_id: str, scene_id: str, name: str, key: str) -> None:
    value = tidy(widget_value(key))
    values = {name: value}
    if value and name in {"city_id", "organisation_id"}:
        values["organisation_id" if name == "city_id" else "city_id"] = None
    if name in {"session", "chart"} and not value:
        return  # a scene has one of each
    _change(programme_id, lambda table: programme.changed(table, scene_id, values))


def _set_time(programme_id: str, scene_id: str, keys: Sequence[str]) -> None:
    parts = [widget_value(key) for key in keys]
    worths = (worth for _, worth, *_ in _TIME)
    seconds = sum(
        part * worth for part, worth in zip(parts, worths, strict=True) if isinstance(part, int)
    )
    values = {"seconds": min(seconds, 60 * LONGEST_MINUTES)}
    _change(programme_id, lambda table: programme.changed(table, scene_id, values))


def _move(programme_id: str, scene_id: str, step: int) -> None:
    _change(programme_id, lambda table: programme.moved(table, scene_id, step))


def _on_stage(programme_id: str, scene_id: str) -> None:
    _change(programme_id, lambda table: programme.put_on_stage(table, scene_id))


def _reserve(programme_id: str, scene_id: str, key: str) -> None:
    behind = widget_value(key)
    if isinstance(behind, str):
        _change(programme_id, lambda table: programme.kept_in_reserve(table, scene_id, behind))
    else:
        _on_stage(programme_id, scene_id)


def _remove(programme_id: str, scene_id: str) -> None:
    _change(programme_id, lambda table: programme.removed(table, scene_id))
    go_to(view="programme", programme=programme_id)


def _add(programme_id: str) -> None:
    chart, session = widget_value("programme_new_chart"), widget_value("programme_new_session")
    if not isinstance(chart, str) or not isinstance(session, str):
        return
    made: list[str] = []

    def add(table: Table) -> Table:
        after, scene_id = programme.added(table, chart, session)
        made.append(scene_id)
        return after

    if change_programme(programme_id, add):
        set_widget_value("programme_new_chart", None)
        go_to(view="programme", programme=programme_id, scene=made[-1])
