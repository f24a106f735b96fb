"""Rows × columns of marks in five shapes, the number of « yes » under each column."""

from __future__ import annotations

from dataclasses import dataclass

from components.i18n import Language, translator
from components.markup import Node
from components.pictures.marks import mark
from components.pictures.svg import element, line, text_width
from components.stage.charts import Matrix
from components.stage.draw.bars import GAP, Labels, row_labels, vote_figure, vote_group
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    LABEL_SIZES,
    baseline,
    block,
    centred,
    drawn,
    figure,
    label_size,
    minor,
)
from components.theme import STAGE

_HEAD_SIZES = (*LABEL_SIZES, 30, 28)
_WIDEST = 280.0
_COUNTS = 70.0
_VOTES = 66.0
_KEY = 44.0
_LARGEST_MARK = 38.0
_LEAST_PITCH, _MOST_PITCH = 31.0, 78.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where the cells are: left edge, width of a column, top of the rows, height of a row."""

    left: float
    wide: float
    top: float
    pitch: float

    def middle(self, position: int) -> float:
        """Middle of a column."""
        return self.left + self.wide * (position + 0.5)


def draw_matrix(chart: Matrix, canvas: Canvas) -> Node:
    """Marks under short titles, counts at the foot; room for votes where they can come."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.columns:
        return None
    has_votes = chart.has_votes and canvas.is_live
    count = max(1, len(chart.rows))
    foot = _COUNTS + (_VOTES if has_votes else 0)
    # The fullest table keeps its names apart rather than its key.
    has_key = (height - foot - _KEY - 80) / count >= _LEAST_PITCH
    foot += _KEY if has_key else 0
    labels = row_labels(
        [row.label for row in chart.rows],
        width * 0.3,
        min(_MOST_PITCH, (height - foot - 56) / count) - 4,
        least=min(width * 0.3, text_width(chart.heads[1], 30) * 0.56),
    )
    left = labels.width + GAP
    wide = min(_WIDEST, (width - left) / len(chart.columns))
    titles = [title for _, title in chart.columns]
    size = label_size(titles, wide - 12, sizes=_HEAD_SIZES, weight=600)
    heads = [block(title, wide - 12, size, weight=600) for title in titles]
    head = max(held.height for held in heads) + 16
    pitch = min(_MOST_PITCH, (height - foot - head) / count)
    grid = _Grid(left=left, wide=wide, top=head, pitch=pitch)
    end = left + wide * len(chart.columns)
    bottom = head + pitch * len(chart.rows)
    return [
        [
            drawn(
                held,
                grid.middle(position),
                head - 16 - held.height + 0.74 * size,
                anchor="middle",
                kind="rc-label" if size >= LABEL_SIZES[-1] else "rc-minor",
            )
            for position, held in enumerate(heads)
        ],
        [
            line(0, head + pitch * place, end, head + pitch * place)
            for place in range(len(chart.rows))
        ],
        _rows(chart, grid, labels),
        line(0, bottom, end, bottom, stroke=STAGE.ink, stroke_width=2.5),
        _counts(chart, grid, labels.width, bottom, language=language),
        _votes(chart, grid, labels.width, bottom + _COUNTS, language=language)
        if has_votes
        else None,
        _key(chart, bottom + foot - _KEY + 8) if has_key else None,
    ]


def _rows(chart: Matrix, grid: _Grid, labels: Labels) -> Node:
    size = min(_LARGEST_MARK, grid.pitch * 0.68)
    content: list[Node] = []
    for place, (row, held) in enumerate(zip(chart.rows, labels.blocks, strict=True)):
        middle = grid.top + grid.pitch * (place + 0.5)
        content += [
            centred(held, 0, middle),
            [
                mark(state, grid.middle(position), middle, size)
                for position, state in enumerate(row.states)
            ],
        ]
    return content


def _counts(chart: Matrix, grid: _Grid, room: float, top: float, *, language: Language) -> Node:
    """How many rows answer yes, under each column."""
    size = label_size([chart.heads[1]], room, sizes=(30, 28))
    held = block(chart.heads[1], room, size)
    middle = top + _COUNTS / 2
    return [
        centred(held, 0, middle, kind="rc-minor"),
        [
            figure(
                chart.count(position),
                grid.middle(position),
                baseline(middle, 44),
                language=language,
                size=44,
                anchor="middle",
            )
            for position in range(len(chart.columns))
        ],
    ]


def _votes(chart: Matrix, grid: _Grid, room: float, top: float, *, language: Language) -> Node:
    """Raised hands under each column: a figure and a bar, filled in by the page."""
    words = translator(language)("stage.votes.room")
    content: list[Node] = [
        minor(words, 0, top + 42, size=32, fill=STAGE.ink, weight=600, width=room)
    ]
    for position, (key, _) in enumerate(chart.columns):
        middle = grid.middle(position)
        content.append(
            vote_group(
                key,
                (middle, grid.wide - 20),
                # Around the middle of the column, however wide the page makes it.
                element(
                    "rect",
                    x=middle,
                    y=top + 50,
                    width=0,
                    height=12,
                    fill=STAGE.accent,
                    style="transform-box: fill-box; transform: translateX(-50%)",
                    **{"class": "rc-vote-bar"},
                ),
                vote_figure(middle, top + 40, 44, anchor="middle"),
            )
        )
    return content


def _key(chart: Matrix, top: float) -> Node:
    """What the marks that are drawn mean."""
    shown = {state for row in chart.rows for state in row.states}
    content: list[Node] = []
    x = 0.0
    for state, word in chart.words.items():
        if state not in shown:
            continue
        content += [
            mark(state, x + 13, top + 18, 26),
            minor(word, x + 38, top + 18 + 9, size=28),
        ]
        x += 38 + text_width(word, 28) + 44
    return content
