"""The five states of a criterion as shapes: disc, half disc, ring, dash, small dot."""

from __future__ import annotations

import htpy as h

from components.markup import Element
from data.schema import Answer


def state_mark(state: Answer) -> Element:
    """The mark of one state; always set beside its name, so hidden from screen readers.

    Drawn by ``overview.css``: Streamlit removes SVG from the elements of a page.
    """
    return h.span(f".rc-mark.rc-mark-{state.value.replace('_', '-')}", aria_hidden="true")
