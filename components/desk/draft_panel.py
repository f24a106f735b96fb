"""« Vous aviez commencé cette fiche » : what the draft changes, and whether to go on with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import htpy as h
import streamlit as st

from components.desk.diff import changes_diff
from components.desk.drafts import discard, widget_key
from components.desk.sitting import Sitting, moment_words
from components.markup import show
from components.session import visitor_zone
from data.changes import RowChange


def show_draft(
    form: str,
    updated: datetime | None,
    changes: Sequence[RowChange],
    sitting: Sitting,
    *,
    resume: Callable[[str, Any], None],
    kept: Any,
) -> None:
    """Draw what waits, with « Reprendre le brouillon » and « L’abandonner ».

    Args:
        resume: Opens the form with what was kept.
    """
    t = sitting.t
    when = moment_words(updated, visitor_zone(), sitting.language, t)
    with st.container(key="desk_draft"):
        show(
            h.section(".rc-draft", role="status")[
                h.h3[t("edit.draft.title", moment=when)],
                changes_diff(changes, sitting.view) if changes else None,
            ]
        )
        with st.container(horizontal=True):
            st.button(
                t("edit.draft.resume"),
                key=widget_key(form, "resume"),
                type="primary",
                on_click=resume,
                args=(form, kept),
            )
            st.button(
                t("edit.draft.drop"),
                key=widget_key(form, "drop"),
                on_click=discard,
                args=(form,),
            )
