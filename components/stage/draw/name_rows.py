"""Names in rows, one for each column of the chart: where the columns themselves have no room."""

from __future__ import annotations

from collections.abc import Sequence

from components.i18n import NBSP
from components.markup import Node
from components.pictures.svg import clean, line, rect, text_width
from components.stage.charts import Column, NameColumns
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    LABEL_SIZES,
    Block,
    block,
    block_height,
    drawn,
    figure,
    fits,
    label_size,
)
from components.theme import STAGE

_GAP, _PAD = 28.0, 14.0
_MOST_LINES = 12
_MOST_AIR = 36.0


def draw_name_rows(chart: NameColumns, canvas: Canvas) -> Node:
    """Title and number to the left, names one after the other; the unknown in a dashed box."""
    room = canvas.width * 0.3
    titles = [column.title for column in chart.columns]
    share = canvas.height / len(titles) - 2 * _PAD
    title_size = label_size(titles, room, height=share, weight=600)
    most = 2 if block_height(2, title_size) <= share else 1
    heads = [block(title, room, title_size, weight=600, most=most) for title in titles]
    figures = room + _GAP + text_width("00", LABEL_SIZES[0])
    left = figures + _GAP
    wide = canvas.width - left - _PAD
    texts = [_names(column, wide) for column in chart.columns]
    blocks = _fitted(texts, heads, wide, canvas.height)
    needs = [_height(held, head) for held, head in zip(blocks, heads, strict=True)]
    air = min(_MOST_AIR, max(0.0, (canvas.height - sum(needs)) / len(needs)))
    y, content = 0.0, list[Node]()
    for column, head, held, need in zip(chart.columns, heads, blocks, needs, strict=True):
        base = y + air / 2 + _PAD
        content += [
            _edge(column, y, canvas.width, need + air),
            drawn(head, _PAD, base + 0.74 * head.size),
            figure(
                len(column.names),
                figures,
                base + 0.74 * head.size,
                language=canvas.language,
                size=head.size,
                anchor="end",
                weight=400,
                fill=STAGE.muted,
            ),
            drawn(held, left, base + 0.74 * held.size),
        ]
        y += need + air
    return content


def _names(column: Column, width: float) -> str:
    """Names with their notes as one text; a line ends between two of them if it can."""
    told = [
        clean(f"{name.label} ({name.note})" if name.note else name.label) for name in column.names
    ]
    whole = [
        name.replace(" ", NBSP) if text_width(name, LABEL_SIZES[-1]) < width * 0.9 else name
        for name in told
    ]
    return f"{NBSP}· ".join(whole)


def _fitted(
    texts: Sequence[str], heads: Sequence[Block], width: float, height: float
) -> list[Block]:
    """Names at the first size at which all rows stand whole in the height; else as much as it holds."""
    found: list[Block] = []
    for size in LABEL_SIZES:
        found = [block(text, width, size, most=_MOST_LINES) for text in texts]
        tall = sum(_height(held, head) for held, head in zip(found, heads, strict=True))
        if tall <= height and all(fits(text, width, size, most=_MOST_LINES) for text in texts):
            return found
    for most in range(_MOST_LINES, 0, -1):
        found = [block(text, width, LABEL_SIZES[-1], most=most) for text in texts]
        if sum(_height(held, head) for held, head in zip(found, heads, strict=True)) <= height:
            break
    return found


def _height(held: Block, head: Block) -> float:
    return max(held.height, head.height) + 2 * _PAD


def _edge(column: Column, y: float, width: float, height: float) -> Node:
    if not column.is_unknown:
        return line(0, y + height, width, y + height)
    return rect(
        1.5,
        y + 1.5,
        width - 3,
        height - 3,
        fill="none",
        rx=8,
        stroke=STAGE.line,
        stroke_width=3,
        stroke_dasharray="2 9",
        stroke_linecap="round",
    )
