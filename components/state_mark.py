"""The five states of a criterion as shapes: disc, half disc, ring, dash, small dot."""

from __future__ import annotations

import htpy as h

from components.markup import Element
from data.schema import Answer

SIZE = 16


def state_mark(state: Answer) -> Element:
    """The mark of one state; always set beside its name, so hidden from screen readers."""
    shapes = {
        Answer.YES: [h.circle(cx="8", cy="8", r="7")],
        Answer.PARTIAL: [
            h.circle(".rc-mark-line", cx="8", cy="8", r="6.25"),
            h.path(d="M8 1a7 7 0 0 0 0 14Z"),
        ],
        Answer.NO: [h.circle(".rc-mark-line", cx="8", cy="8", r="6.25")],
        Answer.NOT_APPLICABLE: [h.path(".rc-mark-line", d="M3 8h10")],
        Answer.UNKNOWN: [h.circle(cx="8", cy="8", r="2")],
    }
    return h.svg(
        f".rc-mark.rc-mark-{state.value.replace('_', '-')}",
        width=str(SIZE),
        height=str(SIZE),
        viewBox="0 0 16 16",
        aria_hidden="true",
    )[shapes[state]]
