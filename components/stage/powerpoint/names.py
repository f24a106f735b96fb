"""Names in columns and on the steps of a ladder: text that can be edited, kept together in a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from components.i18n import Language, number
from components.stage.charts import Column, NameColumns
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.paint import filled
from components.stage.powerpoint.shapes import hairline, panel, square
from components.stage.powerpoint.text import (
    Words,
    describe,
    fitting,
    height_of,
    put,
    width_of,
)
from components.stage.powerpoint.theme import FLOOR, Box

GAP = 12.0
STEP = 34.0
"""Points that a step of a ladder rises, where there is room."""


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
        # A box of the unknown is a little narrower, and bold letters of another family wider.
        room = (width - figure) * 0.86
        title = fitting(titles, room, (22, 20, 18, 16, FLOOR), bold=True, lines=2)
        for size in (26, 24, 22, 20, 18, 16, FLOOR):
            head = (
                max(height_of([Words(text=text, size=title, bold=True)], room) for text in titles)
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
