"""Lists, cards, key facts and words: panels of text that can be edited, kept together in a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from components.i18n import translator
from components.stage.charts import Card, Cards, Facts, Group, Lists, Opening
from components.stage.powerpoint.names import GAP
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.shapes import hairline, panel
from components.stage.powerpoint.text import (
    Words,
    alike,
    describe,
    fitting,
    height_of,
    put,
)
from components.stage.powerpoint.theme import FLOOR, LEADING, Box

_CARD_SIZES = ((32, 18, 26), (26, 16, 22), (24, 16, 20))
"""Points of a title, a label and a text, on one to three cards."""

_LONG = 4
"""Items from which a list that stands alone takes two columns."""


def draw_lists(canvas: Canvas, chart: Lists) -> None:
    """One to three lists side by side; a list of what is not known in a broken box.

    The value of an item stands under it, or behind it where that takes too much room.
    """
    if len(chart.groups) == 1 and len(chart.groups[0].items) >= _LONG:
        _draw_halves(canvas, chart.groups[0])
        return
    boxes = canvas.box.columns(len(chart.groups), GAP * 2)
    texts = _items(chart.groups, boxes[0].inside(GAP))
    _side_by_side(canvas, boxes, texts, [item.is_unknown for item in chart.groups])


def _draw_halves(canvas: Canvas, group: Group) -> None:
    """A long list alone, in two columns under its heading."""
    head, box = canvas.box.cut_top(22 * LEADING, gap=GAP / 2)
    half = (len(group.items) + 1) // 2
    halves = (
        replace(group, title="", items=group.items[:half]),
        replace(group, title="", items=group.items[half:]),
    )
    boxes = box.columns(2, GAP * 2)
    texts = [words[1:] for words in _items(halves, boxes[0].inside(GAP))]
    shapes = _side_by_side(canvas, boxes, texts, [group.is_unknown] * 2)
    put(shapes, head, [_title(group)], canvas.language)


def _items(groups: Sequence[Group], inner: Box) -> list[list[Words]]:
    """Heading and items of each list, values under them if all of them can stand there."""
    texts = [_under(item) for item in groups]
    if any(height_of(_least(words), inner.width) > inner.height for words in texts):
        return [_behind(item) for item in groups]
    return texts


def _title(group: Group) -> Words:
    return Words(text=group.title, size=22, bold=True, keep=16)


def _under(group: Group) -> list[Words]:
    pairs = (
        (
            Words(text=label, size=24, before=9, keep=16),
            *([Words(text=value, size=18, role="muted")] if value else ()),
        )
        for label, value in group.items
    )
    return [_title(group), *chain.from_iterable(pairs)]


def _behind(group: Group) -> list[Words]:
    return [
        _title(group),
        *(
            Words(text=label, tail=value, size=24, before=7, keep=FLOOR)
            for label, value in group.items
        ),
    ]


def _least(words: list[Words]) -> list[Words]:
    """The same at the sizes nothing goes under."""
    return [replace(item, size=min(item.size, item.keep), before=item.before / 2) for item in words]


def draw_cards(canvas: Canvas, chart: Cards) -> None:
    """One to three cards side by side."""
    boxes = canvas.box.columns(len(chart.cards), GAP * 2)
    sizes = _CARD_SIZES[min(len(chart.cards), 3) - 1]
    texts = [_card(canvas, card, sizes) for card in chart.cards]
    _side_by_side(canvas, boxes, texts, [False] * len(texts))


def _card(canvas: Canvas, card: Card, sizes: tuple[int, int, int]) -> list[Words]:
    t = translator(canvas.language)
    large, small, plain = sizes
    kicker = [Words(text=card.kicker, size=small, role="muted")] if card.kicker else []
    return [
        *kicker,
        Words(text=card.title, size=large, bold=True, keep=16),
        *(
            Words(
                text=value,
                lead=t("stage.decks.lead", label=label) if label else "",
                size=plain,
                before=8,
            )
            for label, value in card.lines
        ),
    ]


def _side_by_side(
    canvas: Canvas, boxes: list[Box], texts: list[list[Words]], unknown: list[bool]
) -> Any:
    """Texts in panels, at one scale, as high as the longest; gives the shapes of their group."""
    group = _group(canvas)
    inner = boxes[0].inside(GAP)
    shown = alike(texts, inner.width, inner.height)
    tallest = max(height_of(words, inner.width) for words in shown)
    for words, box, is_unknown in zip(shown, boxes, unknown, strict=True):
        low = replace(box, height=min(box.height, tallest + 2 * GAP + 4))
        panel(group, low, is_unknown=is_unknown)
        put(group, low.inside(GAP), words, canvas.language, fits=False)
    return group


def _group(canvas: Canvas) -> Any:
    group = canvas.shapes.add_group_shape()
    describe(group, canvas.name, canvas.alt)
    return group.shapes


def draw_facts(canvas: Canvas, chart: Facts) -> None:
    """Large figures or words with their label and note, at most three in a row."""
    group = _group(canvas)
    count = len(chart.facts)
    across = count if count <= 3 else (count + 1) // 2
    down = -(-count // max(1, across))
    box = replace(canvas.box, height=min(canvas.box.height, 150.0 * down))
    places = [
        place for band in box.rows(down, GAP * 1.5) for place in band.columns(across, GAP * 1.5)
    ]
    inner = places[0].inside(GAP)
    values = [value for _, value, _ in chart.facts]
    large = fitting(values, inner.width, (48, 44, 40, 36, 34, 30, 28, 24, 20), bold=True)
    texts = [
        [
            Words(text=label, size=18, role="muted", keep=16),
            Words(text=value, size=large, bold=True, before=2, keep=18),
            *([Words(text=note, size=16, role="muted", before=2)] if note else ()),
        ]
        for label, value, note in chart.facts
    ]
    for words, place in zip(alike(texts, inner.width, inner.height), places, strict=False):
        panel(group, place)
        put(group, place.inside(GAP), words, canvas.language, fits=False)


def draw_opening(canvas: Canvas, chart: Opening) -> None:
    """Lines of words: who, when, for how long."""
    group = _group(canvas)
    room = canvas.box.width * 0.34 if any(label for label, _ in chart.lines) else 0.0
    gap = GAP * 2 if room else 0.0
    rows = _rows(chart.lines, room, canvas.box.width - room - gap, canvas.box.height)
    free = canvas.box.height - sum(height for _, _, height in rows)
    air = min(free / max(1, len(rows)), 22.0)
    y = canvas.box.y
    for place, (label, value, height) in enumerate(rows):
        box = Box(canvas.box.x, y, canvas.box.width, height + air)
        y = box.bottom
        if place and label.text:
            hairline(group, box.x, box.y, box.right, box.y)
        start, rest = box.cut_left(room, gap=gap)
        if label.text:
            put(group, start, [label], canvas.language, anchor="middle", fits=False)
        put(group, rest, [value], canvas.language, anchor="middle")


def _rows(
    lines: Sequence[tuple[str, str]], room: float, width: float, height: float
) -> list[tuple[Words, Words, float]]:
    """Label, value and height of each line, at the largest size at which all of them fit."""
    rows: list[tuple[Words, Words, float]] = []
    for size in (24, 22, 20, 18, 16, FLOOR):
        rows = []
        for label, value in lines:
            told = Words(text=label, size=size, bold=True, role="muted")
            said = Words(text=value, size=size)
            high = height_of([said], width)
            if label:
                high = max(high, height_of([told], room))
            rows.append((told, said, high + 8))
        if sum(high for _, _, high in rows) <= height:
            break
    return rows
