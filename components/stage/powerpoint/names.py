"""Names in columns, lists and words: text boxes that can be edited, kept together in a group."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

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
)
from components.stage.powerpoint.theme import FLOOR, LABELS, LEADING, Box

GAP = 12.0
STEP = 34.0
"""Points that a step of a ladder rises, where there is room."""

_HEAD_SIZES = (22, 20, 18, 16, FLOOR)


def draw_name_columns(canvas: Canvas, chart: NameColumns) -> None:
    """Names over their step or under their heading; those of whom nothing is known in a broken box."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    boxes = canvas.box.columns(len(chart.columns), GAP)
    inner = boxes[0].width - 2 * GAP
    head = fitting([item.title for item in chart.columns], inner, _HEAD_SIZES, bold=True, lines=2)
    titles = [Words(text=item.title, size=head, bold=True) for item in chart.columns]
    head_height = max(height_of([title], inner) for title in titles) + GAP
    steps = [item for item in chart.columns if not item.is_unknown]
    size, note = _name_sizes(chart, inner, canvas.box.height - head_height - GAP)
    rise = _rise(chart, canvas.box.height - head_height - GAP, inner, (size, note))
    for column, title, box in zip(chart.columns, titles, boxes, strict=True):
        names = _names(column, size, note)
        height = height_of(names, inner) if names else 0
        if column.is_unknown or not chart.is_ladder:
            panel(group.shapes, box, is_unknown=column.is_unknown)
            top, rest = box.inside(GAP).cut_top(head_height - GAP, gap=GAP / 2)
            put(group.shapes, top, [title], canvas.language, fits=False)
            put(group.shapes, rest, names or [_none(size)], canvas.language)
            continue
        lifted = rise * steps.index(column)
        foot = Box(box.x, box.bottom - head_height - lifted, box.width, head_height + lifted)
        block = square(group.shapes, foot)
        filled(block, "documented" if column.names else "possible")
        put(
            group.shapes,
            Box(foot.x + GAP, foot.y + GAP / 2, inner, head_height - GAP / 2),
            [replace(title, role="on_accent" if column.names else "ink")],
            canvas.language,
            fits=False,
        )
        over = Box(foot.x + GAP, foot.y - height - GAP / 2, inner, height)
        if names:
            put(group.shapes, over, names, canvas.language, anchor="bottom", fits=False)


def _none(size: float) -> Words:
    return Words(text="–", size=size, role="muted")


def _names(column: Column, size: float, note: float) -> list[Words]:
    return list(
        chain.from_iterable(
            (
                Words(text=item.label, size=size, before=4),
                *([Words(text=item.note, size=note, role="muted")] if item.note else ()),
            )
            for item in column.names
        )
    )


def _name_sizes(chart: NameColumns, width: float, height: float) -> tuple[float, float]:
    """Points of names and of what stands under them."""
    for size in (24, 22, 20, 18, 16, FLOOR):
        note = max(FLOOR, size * 0.75)
        if fitting([n.label for c in chart.columns for n in c.names], width, [size, 0]) and all(
            height_of(_names(column, size, note), width) <= height for column in chart.columns
        ):
            return size, note
    return FLOOR, FLOOR


def _rise(chart: NameColumns, height: float, width: float, sizes: tuple[float, float]) -> float:
    """Points from one step to the next, so that the names of every step have room above it."""
    steps = [column for column in chart.columns if not column.is_unknown]
    rises = [
        (height - height_of(_names(column, *sizes), width)) / place
        for place, column in enumerate(steps)
        if place and column.names
    ]
    return max(0.0, min([STEP, *rises])) if chart.is_ladder else 0.0


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
    inner = boxes[0].inside(GAP)
    shown = _alike(texts, inner)
    tallest = max(height_of(words, inner.width) for words in shown)
    for item, words, box in zip(chart.groups, shown, boxes, strict=True):
        low = replace(box, height=min(box.height, tallest + 2 * GAP))
        panel(group.shapes, low, is_unknown=item.is_unknown)
        put(group.shapes, low.inside(GAP), words, canvas.language, fits=False)


def draw_cards(canvas: Canvas, chart: Cards) -> None:
    """One to three cards side by side."""
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    boxes = canvas.box.columns(len(chart.cards), GAP * 2)
    texts = []
    for card in chart.cards:
        kicker = [Words(text=card.kicker, size=16, role="muted")] if card.kicker else []
        words = [*kicker, Words(text=card.title, size=24, bold=True, keep=16)]
        for label, value in card.lines:
            if label:
                words.append(Words(text=label, size=16, bold=True, role="muted", before=8))
            words.append(Words(text=value, size=20, before=0 if label else 8))
        texts.append(words)
    inner = boxes[0].inside(GAP)
    shown = _alike(texts, inner)
    tallest = max(height_of(words, inner.width) for words in shown)
    for words, box in zip(shown, boxes, strict=True):
        low = replace(box, height=min(box.height, tallest + 2 * GAP))
        panel(group.shapes, low)
        put(group.shapes, low.inside(GAP), words, canvas.language, fits=False)


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
    large = fitting([value for _, value, _ in chart.facts], inner.width, (48, 40, 34, 28, 24, 20), bold=True)
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
    size = fitting([label for label, _ in chart.lines], room, (24, 22, 20, 18, 16), bold=True, lines=2)
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
            [Words(text=value, size=24 if pitch >= 24 * LEADING else LABELS[-1])],
            canvas.language,
            anchor="middle",
        )
