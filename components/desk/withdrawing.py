"""Withdrawal instead of deletion: with a reason, and not while other rows name the one that goes."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components.address import address
from components.desk.checks import cited_by
from components.desk.drafts import widget_key
from components.desk.entry import Entry
from components.desk.sending import withdraw
from components.desk.sitting import Sitting
from components.desk.words import row_name
from components.markup import Element, internal_link, isolated, plain_label, show
from data.raw import Key

CITING_SHOWN = 12


def show_withdrawal(form: str, entry: Entry, sitting: Sitting) -> None:
    """Draw, folded, what it takes to withdraw the row."""
    t = sitting.t
    with st.expander(plain_label(t("edit.withdraw.title")), key=widget_key(form, "withdraw")):
        show(h.p(".rc-field-note")[t("edit.withdraw.how")])
        citing = cited_by(sitting.raw, entry)
        if citing:
            show(cited_list(citing, sitting))
            return
        st.text_input(
            t("edit.required", label=t("edit.withdraw.reason")),
            key=widget_key(form, "withdrawal"),
            max_chars=400,
            placeholder=t("edit.withdraw.example"),
        )
        is_proposal = not sitting.may_publish
        st.button(
            t("edit.withdraw.propose" if is_proposal else "edit.withdraw.publish"),
            key=widget_key(form, "withdraw_now"),
            on_click=withdraw,
            args=(form,),
            kwargs={"is_proposal": is_proposal},
        )


def cited_list(citing: tuple[tuple[str, Key], ...], sitting: Sitting) -> Element:
    """What still names the row, as links to their forms."""
    t = sitting.t
    return h.div[
        h.p[t("edit.withdraw.cited_by", count=len(citing))],
        h.ul[
            (
                h.li[
                    h.span(".rc-muted")[t(f"edit.table.{table}"), " "] if table in _FORMS else None,
                    internal_link(
                        isolated(row_name(table, key, sitting.view)),
                        address("edit", sitting.language, table=table, id="/".join(key)),
                    )
                    if table in _FORMS
                    else isolated(" ".join((table, *key))),
                ]
                for table, key in citing[:CITING_SHOWN]
            )
        ],
        h.p(".rc-muted")[t("edit.withdraw.others", count=len(citing) - CITING_SHOWN)]
        if len(citing) > CITING_SHOWN
        else None,
    ]


_FORMS = ("cities", "strategies", "projects", "factors", "criteria", "sources")
