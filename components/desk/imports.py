"""Workbooks on the desk: a template to take, a filled one to check, the chosen rows to send."""

from __future__ import annotations

from dataclasses import dataclass

import htpy as h
import streamlit as st

from components.address import address
from components.city_choice import city_names
from components.desk.acting import RefusedError, attempt, show_told
from components.desk.desk_view import DeskView
from components.desk.imports_view import city_ids, problem_table, problems_section, summary
from components.desk.keeping import fill, keep
from components.desk.keeping import forget as forget_draft
from components.i18n import Language, Translate
from components.markup import internal_link, isolated, plain_label, show
from components.session import forget, go_to, set_widget_value, today, widget_value
from data.export import safe_file_name
from data.store import Action, Actor, Store
from data.store.revisions import NATURAL_KEYS
from data.workbook import (
    Preview,
    Problem,
    RowState,
    WorkbookError,
    read_workbook,
    template_workbook,
)
from data.workbook.guard import MAX_FILE
from data.workbook.problems import shortened

DRAFT = "import"
"""Name of the draft that keeps the reason and the source note."""

REASON, SOURCE = "imports_reason", "imports_source"
_KEYS = (REASON, SOURCE)
_FILE, _READ, _ROUND, _DONE = "imports_file", "imports_read", "imports_round", "imports_done"
_CITY, _ASKED = "imports_city", "imports_asked"
FAULTS = "imports_faults"
"""Why chosen rows could not be imported together, at the last try."""

LEFT_OUT, OVERRULED = "imports_left_out", "imports_overruled"
"""Good rows that are not to be imported; conflicting rows for which the workbook is right."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORTH_A_BAR, _WORTH_A_WORD = 2000, 200_000
_CITIES_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file read against one state of the tables.

    Attributes:
        result: What it would do, or why the file is refused whole.
        revision: Of the tables it was compared with.
        language: It was read in.
    """

    result: Preview | WorkbookError
    revision: int
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was sent last, to be told once.

    Attributes:
        change_id: Change of the journal; None: it was proposed.
        proposal_id: None: it was published.
        cities: Cities it is about.
    """

    rows: int
    change_id: int | None
    proposal_id: int | None
    cities: tuple[str, ...]


# ---- templates --------------------------------------------------------------------------------------


def show_templates(city_id: str | None, desk: DeskView) -> None:
    """All tables or those of one city, filled with what is published at the moment of the click."""
    t, language = desk.t, desk.language
    names = {"": t("imports.template.all"), **city_names(desk.view.dataset, language)}
    set_widget_value(_CITY, city_id or "")
    show(h.h2[t("imports.template")], h.p(".rc-import-how")[t("imports.template.how")])
    with st.container(horizontal=True, vertical_alignment="bottom", key="rc-import-template"):
        st.selectbox(
            t("imports.template.choose"),
            list(names),
            key=_CITY,
            format_func=lambda name: names[name],
            placeholder="",
            filter_mode=None,
            on_change=_choose_template,
            width=400,
        )
        st.download_button(
            t("imports.template.take"),
            lambda: template(desk.store, language, city_id),
            file_name=safe_file_name(t("imports.template.file"), city_id or "") + ".xlsx",
            mime=_XLSX,
            key="rc-import-take",
            on_click="ignore",
        )


def template(store: Store, language: Language, city_id: str | None) -> bytes:
    """A workbook of the tables of this moment.

    Raises:
        StoreError: The store cannot be read.
    """
    state = store.state()
    return template_workbook(
        state.raw,
        language,
        city_id=city_id,
        edition=state.dataset.edition,
        version=state.dataset.version,
        day=today(),
    )


def _choose_template() -> None:
    chosen = str(widget_value(_CITY) or "")
    go_to(**({"city": chosen} if chosen else {}))


# ---- the file ---------------------------------------------------------------------------------------


def show_upload(desk: DeskView) -> None:
    """The box a filled file goes into; what it held stays until it is sent or put away."""
    t = desk.t
    size = MAX_FILE // 1_000_000
    show(h.h2[t("imports.upload")], h.p(".rc-import-how")[t("imports.upload.how", size=size)])
    key = f"rc-upload-{widget_value(_ROUND) or 0}"
    st.file_uploader(
        t("imports.upload.box"),
        key=key,
        label_visibility="collapsed",
        on_change=_take_file,
        args=(key,),
    )


def _take_file(key: str) -> None:
    taken = widget_value(key)
    _put_away()
    if taken is not None:
        set_widget_value(_FILE, (getattr(taken, "name", ""), taken.getvalue()))  # type: ignore[attr-defined]


def _put_away() -> None:
    """Nothing of the file stays; the reason that was typed does."""
    for name in (_FILE, _READ, _DONE, _ASKED, FAULTS, LEFT_OUT, OVERRULED, "imports_page"):
        forget(name)


def _close_file() -> None:
    _put_away()
    turned = widget_value(_ROUND)
    set_widget_value(_ROUND, (turned if isinstance(turned, int) else 0) + 1)


def read_held(desk: DeskView) -> Held | None:
    """The file in hand, read again when the tables or the language have changed; None: there is none."""
    taken = widget_value(_FILE)
    if not isinstance(taken, tuple):
        return None
    held, revision = widget_value(_READ), desk.state.revision
    if isinstance(held, Held) and (held.revision, held.language) == (revision, desk.language):
        return held
    bar = st.empty()

    def progress(done: int, total: int) -> None:
        if total >= _WORTH_A_BAR:
            bar.progress(done / total, desk.t("imports.reading", done=done, total=total))

    if len(taken[1]) >= _WORTH_A_WORD:
        bar.progress(0.0, desk.t("imports.reading.start"))
    gone = {item for item in desk.store.withdrawn() if item[0] not in NATURAL_KEYS}
    name, content = taken
    result: Preview | WorkbookError
    try:
        result = read_workbook(
            name,
            content,
            desk.state.raw,
            desk.language,
            dataset=desk.state.dataset,
            withdrawn=gone,
            on_progress=progress,
        )
    except WorkbookError as error:
        result = error
    bar.empty()
    held = Held(result=result, revision=revision, language=desk.language)
    set_widget_value(_READ, held)
    return held


def show_preview(held: Held, desk: DeskView) -> None:
    """Counts and problems, or why the whole file is refused."""
    t = desk.t
    if isinstance(held.result, WorkbookError):
        message = held.result.message(desk.language)
        show(
            h.section(".rc-notice.rc-desk-fault", role="alert")[
                h.p[h.b[t("imports.file_refused")]], h.p[isolated(message)]
            ]
        )
        return
    show(summary(held.result, t))
    st.button(t("imports.close"), key="rc-import-close", type="tertiary", on_click=_close_file)
    show(problems_section(held.result, desk))


# ---- sending ----------------------------------------------------------------------------------------


def numbers(key: str) -> frozenset[int]:
    """Numbers of rows that the visitor has marked."""
    held = widget_value(key)
    return held if isinstance(held, frozenset) else frozenset()


def chosen_rows(preview: Preview) -> tuple[frozenset[int], frozenset[int]]:
    """Good rows that are to be imported, and conflicting rows for which the workbook is right."""
    good = {row.number for row in preview.rows if row.state in {RowState.ADDED, RowState.CHANGED}}
    return frozenset(good - numbers(LEFT_OUT)), numbers(OVERRULED)


def show_sending(held: Held, desk: DeskView) -> None:
    """Why, from where, and the one button."""
    preview, t = held.result, desk.t
    if isinstance(preview, WorkbookError):
        return
    good, overruled = chosen_rows(preview)
    is_import = desk.may(Action.IMPORT)
    count = len(good) + len(overruled)
    if (
        not preview.counts[RowState.ADDED]
        + preview.counts[RowState.CHANGED]
        + preview.counts[RowState.CONFLICTING]
    ):
        show(h.p(".rc-muted")[t("imports.nothing_to_do")])
        return
    fill(DRAFT, desk, _KEYS)
    with st.container(key="rc-import-send"):
        show(h.h2[t("imports.send" if is_import else "imports.send.propose")])
        _send_asked(desk)
        faults = widget_value(FAULTS)
        if isinstance(faults, tuple) and faults:
            show(problem_table(faults, desk))
        for key, label, example in (
            (REASON, t("imports.reason"), t("imports.reason.example")),
            (SOURCE, t("imports.source"), t("imports.source.example")),
        ):
            st.text_input(
                plain_label(label),
                key=key,
                max_chars=1000,
                placeholder=example,
                on_change=keep,
                args=(DRAFT, _KEYS),
            )
        show(h.p(".rc-muted", role="status")[_tally(count, t)])
        st.button(
            t("imports.do.import") if is_import else t("imports.do.propose"),
            key="rc-import-do",
            type="primary",
            on_click=_ask,
        )


def _tally(count: int, t: Translate) -> str:
    return t("imports.tally", count=count) if count else t("imports.tally.none")


def _ask() -> None:
    """The preview that the visitor has seen is sent, whatever the tables say when it is drawn again."""
    set_widget_value(_ASKED, widget_value(_READ))


def _send_asked(desk: DeskView) -> None:
    """Send what was asked for, beside the button: there is the word that it lasts, and why it failed."""
    asked = widget_value(_ASKED)
    if not isinstance(asked, Held):
        return
    forget(_ASKED)
    with st.spinner(desk.t("imports.sending")):
        is_sent = attempt(lambda store, actor, t: _sent(desk, asked, store, actor, t))
    if is_sent:
        st.rerun()
    show_told()


def _sent(desk: DeskView, held: Held, store: Store, actor: Actor, t: Translate) -> str:
    """Every chosen row in one transaction, or none of them."""
    if isinstance(held.result, WorkbookError):
        raise LookupError(_READ)
    reason, source = (str(widget_value(key) or "").strip() for key in _KEYS)
    if not reason or not source:
        raise RefusedError(t("imports.fault.why"))
    choice = held.result.choice(*chosen_rows(held.result))
    faults: tuple[Problem, ...] = tuple(fault for row in choice.refused for fault in row.faults)
    set_widget_value(FAULTS, faults)
    if faults:
        raise RefusedError(t("imports.fault.together", count=len(choice.refused)))
    if not choice.changes:
        raise RefusedError(t("imports.fault.none"))
    why = t("imports.why", reason=reason, source=source, file=shortened(held.result.name))
    change_id = proposal_id = None
    if desk.may(Action.IMPORT):
        change_id = store.publish(
            choice.changes, actor, why, base=held.revision, action=Action.IMPORT
        ).change_id
    else:
        proposal_id = store.propose(choice.changes, actor, why).proposal_id
    forget_draft(DRAFT, _KEYS, store, actor)
    _close_file()
    cities = city_ids(choice.changes, desk)
    done = Done(
        rows=len(choice.changes), change_id=change_id, proposal_id=proposal_id, cities=cities
    )
    set_widget_value(_DONE, done)
    return ""


def show_done(desk: DeskView) -> None:
    """How many rows were written, and the ways to see them; until another file is taken."""
    done, t = widget_value(_DONE), desk.t
    if not isinstance(done, Done):
        return
    if done.proposal_id is None:
        said = t("imports.done.imported", count=done.rows)
        ways = [internal_link(t("imports.done.journal"), desk.link(view="journal"))]
        if desk.may(Action.UNDO):
            there = desk.link(view="journal", undo=str(done.change_id))
            ways.append(internal_link(t("imports.done.undo"), there))
    else:
        said = t("imports.done.proposed", count=done.rows)
        there = desk.link(proposal=str(done.proposal_id))
        ways = [internal_link(t("imports.done.proposal"), there)]
    cities = [city for city in done.cities if city in desk.view.dataset.cities]
    ways += [
        internal_link(desk.view.city(city), address("city", desk.language, city=city))
        for city in cities[:_CITIES_NAMED]
    ]
    show(
        h.section(".rc-notice.rc-import-done", role="status")[
            h.p[h.b[said]], h.p[[[" · " if place else "", way] for place, way in enumerate(ways)]]
        ]
    )
