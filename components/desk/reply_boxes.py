"""Boxes of the form of a city: kept as they are typed, with what others typed in them meanwhile.

A link may be open on several pages. A box never changes under somebody's hands, and a text that its
page did not show is never overwritten: both stand until a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import htpy as h
import streamlit as st

from components import session
from components.desk.reply_sending import Typed, told_of
from components.i18n import Translate
from components.markup import isolated, show
from components.session import set_widget_value, widget_value
from data.errors import DataError
from data.store import NotAllowedError, ReplyLink, StoreError

SKIP = "skip"
"""The choice that says nothing: the city does not answer this one."""

Others = Mapping[str, Sequence[str]]
"""Field to the texts that others typed in it."""

_SAVED = "reply_saved"
_TOLD = "reply_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of the form.

    Attributes:
        token: Secret of the link.
        criterion_id: Empty: the office, which is for every criterion.
        field: One of ``REPLY_FIELDS``.
    """

    token: str
    link_id: int
    criterion_id: str
    field: str

    @property
    def place(self) -> str:
        """Name of the boxes of one criterion."""
        # The link is part of it: boxes of one city are never those of another in the same browser.
        return f"reply_{self.link_id}_{self.criterion_id}_"

    @property
    def key(self) -> str:
        """Name of the box on the page."""
        return f"{self.place}{self.field}"

    @property
    def text(self) -> str:
        """What stands in the box; empty: nothing, or no answer."""
        text = str(widget_value(self.key) or "")
        return "" if self.field == "answer" and text == SKIP else text

    def clear(self) -> None:
        """Empty the box: what stood in it has been sent."""
        _set(self, "")


def boxes_of(token: str, link: ReplyLink, criterion_id: str, *fields: str) -> dict[str, Box]:
    """Boxes of one criterion by field."""
    return {
        field: Box(token=token, link_id=link.link_id, criterion_id=criterion_id, field=field)
        for field in fields
    }


def fill(boxes: Mapping[str, Box], typed: Typed) -> None:
    """Bring back what was typed earlier into the boxes that this visit has not drawn yet."""
    for field, box in boxes.items():
        if widget_value(box.key) is None:
            _set(box, typed.get(field, ""))


def others_of(box: Box, typed: Typed, beside: Others) -> tuple[str, ...]:
    """Texts that stand in the same box for others, this page's own left out.

    Args:
        typed: What the store has in the boxes of the criterion; another page may have put it there.
    """
    texts = dict.fromkeys([*beside.get(box.field, ()), typed.get(box.field, "")])
    return tuple(text for text in texts if text and text != box.text)


def keep(box: Box) -> None:
    """Save a box as it is typed; what is on the screen stays there whatever happens."""
    _keep(box)


def show_others(
    box: Box, texts: Sequence[str], t: Translate, named: Callable[[str], str] = str
) -> None:
    """What others put in the same box, each to take up or to put away; nothing where nobody did.

    Args:
        named: What a text is called on the screen.
    """
    kind = "answer" if box.field == "answer" else "text"
    for number, text in enumerate(texts):
        with st.container(key=f"{box.key}_other_{number}"):
            show(
                h.div(".rc-reply-other", role="status")[
                    h.p(".rc-small")[t("reply.beside")], h.p[isolated(named(text))]
                ]
            )
            with st.container(horizontal=True):
                for verb, act in (("take", _take), ("drop", _drop)):
                    st.button(
                        t(f"reply.beside.{verb}.{kind}"),
                        key=f"{box.key}_{verb}_{number}",
                        on_click=act,
                        args=(box, text),
                    )


def tell(place: str, words: str, *, is_fault: bool) -> None:
    """Say once what something came to, under the boxes of that place."""
    set_widget_value(_TOLD, (place, is_fault, words))


def show_told(here: str) -> None:
    """What the last box or button came to, once, where the eyes are."""
    told = widget_value(_TOLD)
    if isinstance(told, tuple) and told[0] == here:
        set_widget_value(_TOLD, None)
        _, is_fault, words = told
        show(
            h.p(".rc-notice", role="alert" if is_fault else "status", tabindex="-1")[
                isolated(words)
            ]
        )


def is_saved(place: str) -> bool:
    """Whether the last thing that was kept stands here."""
    return widget_value(_SAVED) == place


def _take(box: Box, text: str) -> None:
    """Put the text of somebody else into the box; what stood there goes beside it."""
    if _keep(box) and _save(box, text, shown=""):
        _set(box, text)


def _drop(box: Box, text: str) -> None:
    """Put the text of somebody else away: who asks has read it."""
    _save(box, box.text, shown=text)


def _keep(box: Box) -> bool:
    return _save(box, box.text, shown=str(widget_value(_seen(box)) or ""))


def _save(box: Box, text: str, *, shown: str) -> bool:
    try:
        session.store().keep_reply_text(box.token, box.criterion_id, box.field, text, shown=shown)
    except (NotAllowedError, DataError, StoreError) as error:
        tell(box.place, told_of(error, session.current_language()), is_fault=True)
        return False
    set_widget_value(_seen(box), text)
    set_widget_value(_SAVED, box.place)
    return True


def _set(box: Box, text: str) -> None:
    set_widget_value(box.key, text or (SKIP if box.field == "answer" else ""))
    set_widget_value(_seen(box), text)


def _seen(box: Box) -> str:
    # Not the box itself: it may hold what could not be kept.
    return f"{box.key}_seen"
