"""Two opposed counts for each label, away from the labels in the middle."""

from __future__ import annotations

from components.i18n import Language, number
from components.markup import Node
from components.pictures.svg import line, rect, text_width
from components.stage.charts import Diverging, Opposed
from components.stage.draw.bars import row_labels
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    FIGURE,
    baseline,
    block,
    centred,
    drawn,
    figure,
    label_size,
)
from components.theme import STAGE

_SIDE = 28.0
_MOST_PITCH = 92.0


def draw_diverging(chart: Diverging, canvas: Canvas) -> Node:
    """Bars to the left and to the right of the labels, on one scale, figures at their ends."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.rows:
        return None
    size = label_size(chart.heads[1:], width * 0.3, weight=600, most=1)
    head = size + 22.0
    pitch = min(_MOST_PITCH, (height - head) / len(chart.rows))
    labels = row_labels([row.label for row in chart.rows], width * 0.34, pitch - 6)
    middle = width / 2
    start = labels.width / 2 + _SIDE
    most = max([1, *(max(row.left, row.right) for row in chart.rows)])
    figure_size = max(32, min(FIGURE, int(pitch * 0.8 / 4) * 4))
    figure_room = text_width(number(most, language), figure_size, 600) + 20
    scale = (width / 2 - start - figure_room) / most
    foot = head + pitch * len(chart.rows)
    left, right = (block(title, width * 0.3, size, weight=600, most=1) for title in chart.heads[1:])
    content: list[Node] = [
        drawn(left, middle - start, 0.74 * size, anchor="end"),
        drawn(right, middle + start, 0.74 * size),
        [line(x, head, x, foot, stroke=STAGE.line) for x in (middle - start, middle + start)],
    ]
    for place, (row, held) in enumerate(zip(chart.rows, labels.blocks, strict=True)):
        centre = head + pitch * (place + 0.5)
        content += [
            centred(held, middle, centre, anchor="middle"),
            _pair(
                row, (middle, centre), start, (scale, pitch), size=figure_size, language=language
            ),
        ]
    return content


def _pair(
    row: Opposed,
    centre: tuple[float, float],
    start: float,
    scale_and_pitch: tuple[float, float],
    *,
    size: int,
    language: Language,
) -> Node:
    x, y = centre
    scale, pitch = scale_and_pitch
    thick = min(48.0, pitch * 0.62)
    left, right = x - start - row.left * scale, x + start + row.right * scale
    base = baseline(y, size)
    return [
        rect(left, y - thick / 2, row.left * scale, thick, fill=STAGE.accent),
        rect(x + start, y - thick / 2, row.right * scale, thick, fill=STAGE.documented),
        figure(row.left, left - 12, base, language=language, size=size, anchor="end"),
        figure(row.right, right + 12, base, language=language, size=size),
    ]
