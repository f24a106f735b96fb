"""Names in columns, lists and words: text boxes that can be edited, kept together in a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from components.i18n import Language, number, translator
from components.stage.charts import Cards, Column, Facts, Lists, NameColumns, Opening
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import filled
from components.stage.powerpoint.shapes import hairline, panel, square
from components.stage.powerpoint.text import (
    Words,
    describe,
    fitting,
    height_of,
    put,
    shrunk,
    width_of,
)
from components.stage.powerpoint.theme import FLOOR, LEADING, Box

GAP = 12.0
STEP = 34.0
"""Points that a step of a ladder rises, where there is room."""

_CARD_SIZES = ((32, 18, 26), (26, 16, 22), (24, 16, 20))
"""Points of a title, a label and a text, on one to three cards."""


def draw_name_columns(canvas: Canvas, chart: NameColumns) -> None:
    """Names over their step or under their heading; those of whom nothing is known in a broken box."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    boxes = canvas.box.columns(len(chart.columns), 0 if chart.is_ladder else GAP * 2)
    inner = boxes[0].width - 2 * GAP
    plan = _Plan.of(chart, inner, canvas.box.height, canvas.language)
    steps = [item for item in chart.columns if not item.is_unknown]
    for column, box in zip(chart.columns, boxes, strict=True):
        if column.is_unknown:
            box = replace(box, width=box.width - GAP)  # noqa: PLW2901
            panel(group.shapes, box, is_unknown=True)
        if column.is_unknown or not chart.is_ladder:
            top, rest = box.inside(GAP if column.is_unknown else GAP / 2).cut_top(plan.head, gap=6)
            _head(canvas, group.shapes, top, column, plan)
            if not column.is_unknown:
                hairline(
                    group.shapes,
                    top.x,
                    top.bottom,
                    top.right,
                    top.bottom,
                    weight=2.5,
                    role="documented",
                )
            names = plan.names(column)
            put(group.shapes, rest, names or [plan.nobody], canvas.language)
            continue
        lifted = plan.rise * steps.index(column)
        foot = Box(
            box.x, box.bottom - plan.head - lifted - GAP, box.width, plan.head + lifted + GAP
        )
        filled(square(group.shapes, foot), "sea")
        hairline(group.shapes, foot.x, foot.y, foot.right, foot.y, weight=2.5, role="documented")
        at = Box(foot.x + GAP, foot.y + 5, inner, plan.head)
        _head(canvas, group.shapes, at, column, plan)
        names = plan.names(column)
        if names:
            height = height_of(names, inner)
            over = Box(foot.x + GAP, foot.y - height - 4, inner, height)
            put(group.shapes, over, names, canvas.language, anchor="bottom", fits=False)


def _head(canvas: Canvas, shapes: Any, box: Box, column: Column, plan: _Plan) -> None:
    """Title of a column, and how many names it holds."""
    title = Words(text=column.title, size=plan.title, bold=True)
    count = Words(text=number(len(column.names), canvas.language), size=plan.title, role="muted")
    words, figure = box.cut_left(box.width - plan.figure)
    put(shapes, words, [title], canvas.language, fits=False)
    put(shapes, figure, [count], canvas.language, align="right", fits=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Sizes that every column shares.

    Attributes:
        title, name, note: Points of letters.
        figure: Width kept for the number of names.
        head: Height of the titles.
        rise: Height of a step.
    """

    title: float
    name: float
    note: float
    figure: float
    head: float
    rise: float

    @classmethod
    def of(cls, chart: NameColumns, width: float, height: float, language: Language) -> _Plan:
        """The largest sizes at which every column has room."""
        counts = [number(len(column.names), language) for column in chart.columns]
        titles = [column.title for column in chart.columns]
        found = None
        figure = max(width_of(count, 22) for count in counts) + 4
        title = fitting(titles, width - figure, (22, 20, 18, 16, FLOOR), bold=True, lines=2)
        for size in (26, 24, 22, 20, 18, 16, FLOOR):
            head = (
                max(
                    height_of([Words(text=text, size=title, bold=True)], width - figure)
                    for text in titles
                )
                + 4
            )
            found = cls(
                title=title,
                name=size,
                note=max(FLOOR, size * 0.75),
                figure=figure,
                head=head,
                rise=STEP if chart.is_ladder else 0.0,
            )
            found = replace(found, rise=found._highest(chart, width, height - head - 2 * GAP))
            words = [name.label for column in chart.columns for name in column.names]
            if fitting(words, width, [size, 0], lines=2) and found.rise >= (
                STEP * 0.6 if chart.is_ladder else 0
            ):
                return found
        assert found is not None
        return found

    def _highest(self, chart: NameColumns, width: float, height: float) -> float:
        """Height of a step at which the names of every one have room above it; negative: none have."""
        steps = [column for column in chart.columns if not column.is_unknown]
        left = [
            (height - height_of(self.names(column), width) if column.names else height)
            for column in chart.columns
        ]
        if not chart.is_ladder or min(left) < 0:
            return min(0.0, *left)
        rises = [
            (height - height_of(self.names(column), width)) / place
            for place, column in enumerate(steps)
            if place and column.names
        ]
        return max(0.0, min([STEP, *rises]))

    def names(self, column: Column) -> list[Words]:
        """Names of a column with their notes."""
        return list(
            chain.from_iterable(
                (
                    Words(text=item.label, size=self.name, before=4),
                    *([Words(text=item.note, size=self.note, role="muted")] if item.note else ()),
                )
                for item in column.names
            )
        )

    @property
    def nobody(self) -> Words:
        """Written where a column has no name."""
        return Words(text="–", size=self.name, role="muted")


def draw_lists(canvas: Canvas, chart: Lists) -> None:
    """One to three lists side by side; a list of what is not known in a broken box."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    boxes = canvas.box.columns(len(chart.groups), GAP * 2)
    texts = [
        [
            Words(text=item.title, size=22, bold=True, keep=16),
            *chain.from_iterable(
                (
                    Words(text=label, size=24, before=9, keep=FLOOR + 2),
                    *([Words(text=value, size=18, role="muted")] if value else ()),
                )
                for label, value in item.items
            ),
        ]
        for item in chart.groups
    ]
    unknown = [item.is_unknown for item in chart.groups]
    _side_by_side(canvas, group.shapes, boxes, texts, unknown)


def draw_cards(canvas: Canvas, chart: Cards) -> None:
    """One to three cards side by side."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    boxes = canvas.box.columns(len(chart.cards), GAP * 2)
    t = translator(canvas.language)
    large, small, plain = _CARD_SIZES[min(len(chart.cards), 3) - 1]
    texts = []
    for card in chart.cards:
        kicker = [Words(text=card.kicker, size=small, role="muted")] if card.kicker else []
        words = [*kicker, Words(text=card.title, size=large, bold=True, keep=16)]
        for label, value in card.lines:
            lead = t("stage.decks.lead", label=label) if label else ""
            words.append(Words(text=value, lead=lead, size=plain, before=8))
        texts.append(words)
    _side_by_side(canvas, group.shapes, boxes, texts, [False] * len(texts))


def _side_by_side(
    canvas: Canvas, shapes: Any, boxes: list[Box], texts: list[list[Words]], unknown: list[bool]
) -> None:
    """Texts in panels, at one scale, as high as the longest."""
    inner = boxes[0].inside(GAP)
    shown = _alike(texts, inner)
    tallest = max(height_of(words, inner.width) for words in shown)
    for words, box, is_unknown in zip(shown, boxes, unknown, strict=True):
        low = replace(box, height=min(box.height, tallest + 2 * GAP))
        panel(shapes, low, is_unknown=is_unknown)
        put(shapes, low.inside(GAP), words, canvas.language, fits=False)


def _alike(texts: list[list[Words]], box: Box) -> list[list[Words]]:
    """Texts of boxes side by side at one scale: that of the longest."""
    longest = max(texts, key=lambda words: height_of(words, box.width))
    small = shrunk(longest, box.width, box.height)
    scale = min(
        (after.size / before.size for after, before in zip(small, longest, strict=False)),
        default=1.0,
    )
    alike = []
    for words in texts:
        scaled = [
            replace(item, size=max(min(item.keep, item.size), item.size * scale)) for item in words
        ]
        alike.append(shrunk(scaled, box.width, box.height))
    return alike


def draw_facts(canvas: Canvas, chart: Facts) -> None:
    """Large figures or words with their label and note, at most three in a row."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    count = len(chart.facts)
    across = count if count <= 3 else (count + 1) // 2
    down = -(-count // max(1, across))
    bands = canvas.box.rows(down, GAP * 1.5)
    places = [box for band in bands for box in band.columns(across, GAP * 1.5)]
    inner = places[0].inside(GAP)
    large = fitting(
        [value for _, value, _ in chart.facts], inner.width, (48, 40, 34, 28, 24, 20), bold=True
    )
    for (label, value, note), place in zip(chart.facts, places, strict=False):
        box = replace(place, height=min(place.height, 150))
        panel(group.shapes, box)
        words = [
            Words(text=label, size=18, role="muted", keep=16),
            Words(text=value, size=large, bold=True, before=2, keep=18),
            *([Words(text=note, size=16, role="muted", before=2)] if note else ()),
        ]
        put(group.shapes, box.inside(GAP), words, canvas.language)


def draw_opening(canvas: Canvas, chart: Opening) -> None:
    """Lines of words: who, when, for how long."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    bands = canvas.box.rows(max(1, len(chart.lines)), 0)
    pitch = min(bands[0].height, 64.0)
    room = canvas.box.width * 0.34
    size = fitting(
        [label for label, _ in chart.lines], room, (24, 22, 20, 18, 16), bold=True, lines=2
    )
    right = canvas.box.width - room - GAP * 2
    sizes = [size for size in (24, 22, 20, 18, 16) if size * LEADING <= pitch - 8] or [16]
    value_size = fitting([value for _, value in chart.lines], right, sizes, lines=2)
    for place, (label, value) in enumerate(chart.lines):
        box = Box(canvas.box.x, canvas.box.y + pitch * place, canvas.box.width, pitch)
        if place:
            hairline(group.shapes, box.x, box.y, box.right, box.y)
        start, rest = replace(box, y=box.y + 5, height=pitch - 8).cut_left(room, gap=GAP * 2)
        put(
            group.shapes,
            start,
            [Words(text=label, size=size, bold=True, role="muted")],
            canvas.language,
            anchor="middle",
        )
        put(
            group.shapes,
            rest,
            [Words(text=value, size=value_size)],
            canvas.language,
            anchor="middle",
        )
