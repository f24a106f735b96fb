"""Kinds of charts of the stage, as data: what they show, not how they are drawn.

One chart feeds the live slide, the one-file deck, the native PowerPoint chart, the PDF and the table.
Every text is in the language of the scene and comes from tables: it is escaped where it is drawn.
Each chart gives its own table (:meth:`table`), so that a figure on the wall, in the table and in the
sentence is one figure. A missing value is None or a part named « unknown », never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from data.export import Cell, Table
from data.schema import Answer

MOST_NAMES = 12
"""Names that a hall can read in one chart; above, the number of them is drawn."""

MOST_SQUARES = 60
"""Squares that can be counted by eye; above, bars with figures."""

FEWEST_MARKS = 5
"""Items under which a list of names says more than a chart."""

Tone = Literal["plain", "govern", "services", "inclusion", "unknown", "muted"]
"""Meaning of a colour: an axis of the programme, what nobody knows, what is not the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A city on a step; ``note`` is written smaller under it (« pouvoir local 0,62 »)."""

    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Names that share an answer."""

    key: str
    title: str
    names: tuple[Name, ...]
    is_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameColumns:
    """Names in columns, at most 12 of them; the unknown stands in a box apart.

    Attributes:
        heads: Headings of the table: name, column, note.
        is_ladder: Columns are steps that rise from left to right.
    """

    heads: tuple[str, str, str]
    columns: tuple[Column, ...]
    is_ladder: bool = False

    def table(self, name: str) -> Table:
        """A row for each name."""
        return Table(
            name=name,
            columns=self.heads,
            rows=tuple(
                (item.label, column.title, item.note or None)
                for column in self.columns
                for item in column.names
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; ``note`` is written smaller under its label."""

    key: str
    label: str
    value: int
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Horizontal bars from zero with their figures, at most 12.

    Attributes:
        heads: Headings of the table: label, value.
        total: What the whole is, where bars are parts of it (« 10 villes »); None: no whole.
        has_votes: Whether the room votes on the same labels (raised hands drawn beside).
    """

    heads: tuple[str, str]
    bars: tuple[Bar, ...]
    total: int | None = None
    has_votes: bool = False

    def table(self, name: str) -> Table:
        """A row for each bar."""
        rows = tuple((bar.label, bar.value) for bar in self.bars)
        return Table(name=name, columns=self.heads, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackRow:
    """Counts of one row by answer; an answer that is not named counts nothing (a true zero)."""

    key: str
    label: str
    counts: Mapping[Answer, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """Stacked bars of counts, yes – partial – no – unknown, at most 5.

    Attributes:
        heads: Headings of the table: label, then one for each of ``parts``.
        parts: Answers in the order drawn, with their name.
    """

    heads: tuple[str, ...]
    parts: tuple[tuple[Answer, str], ...]
    rows: tuple[StackRow, ...]

    def table(self, name: str) -> Table:
        """A row for each bar, a column for each answer."""
        return Table(
            name=name,
            columns=self.heads,
            rows=tuple(
                (row.label, *(row.counts.get(answer, 0) for answer, _ in self.parts))
                for row in self.rows
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """One square per thing, in columns (and rows of groups); bars with figures above 60 squares.

    Attributes:
        heads: Headings of the table: group, column, value.
        columns: Key and title of each column, at most 6; the last may be « unknown ».
        rows: Key and title of each group; one row with an empty title: no groups.
        values: Number for each (row key, column key); a pair that is not there is zero.
        tones: Meaning of the colour of a row.
    """

    heads: tuple[str, str, str]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    values: Mapping[tuple[str, str], int]
    tones: Mapping[str, Tone] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Number of squares."""
        return sum(self.values.values())

    def table(self, name: str) -> Table:
        """A row for each group and column."""
        return Table(
            name=name,
            columns=self.heads,
            rows=tuple(
                (row or None, column, self.values.get((row_key, column_key), 0))
                for row_key, row in self.rows
                for column_key, column in self.columns
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """One row of two opposed counts; ``left_cities``, ``right_cities``: number of cities behind each."""

    key: str
    label: str
    left: int
    right: int
    left_cities: int | None = None
    right_cities: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diverging:
    """Bars to both sides of their labels, figures at the ends, at most 10 rows.

    Attributes:
        heads: Headings of the table: label, left, right (also written above the sides).
        city_heads: Headings of the cities behind each side, in the table only; empty: not counted.
    """

    heads: tuple[str, str, str]
    rows: tuple[Opposed, ...]
    city_heads: tuple[str, str] | tuple[()] = ()

    def table(self, name: str) -> Table:
        """A row for each label."""
        return Table(
            name=name,
            columns=(*self.heads, *self.city_heads),
            rows=tuple(
                (
                    row.label,
                    row.left,
                    row.right,
                    *((row.left_cities, row.right_cities) if self.city_heads else ()),
                )
                for row in self.rows
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """Answers of one row, one for each column."""

    label: str
    states: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows × columns of marks in five shapes, at most 12 × 8, columns sorted by count.

    Attributes:
        heads: Heading of the first column of the table, and of the count below the columns.
        columns: Key and short title (8 letters or so) of each column.
        words: Word of each answer in the table.
        has_votes: Whether the room votes on the columns.
    """

    heads: tuple[str, str]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    words: Mapping[Answer, str]
    has_votes: bool = False

    def count(self, position: int) -> int:
        """Rows that answer yes in a column."""
        return sum(row.states[position] is Answer.YES for row in self.rows)

    def table(self, name: str) -> Table:
        """A row for each row of the matrix, a column for each column."""
        return Table(
            name=name,
            columns=(self.heads[0], *(title for _, title in self.columns)),
            rows=tuple(
                (row.label, *(self.words[state] for state in row.states)) for row in self.rows
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One bar on the axis of years; None: that end is not documented, and the bar fades there."""

    label: str
    start: int | None
    end: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars on years, at most 12.

    Attributes:
        heads: Headings of the table: label, start, end, note.
        now: Year of the edition, drawn as a line.
    """

    heads: tuple[str, str, str, str]
    spans: tuple[Span, ...]
    now: int

    def table(self, name: str) -> Table:
        """A row for each bar; years are written as texts, so that no thousands mark is set."""
        return Table(
            name=name,
            columns=self.heads,
            rows=tuple(
                (
                    span.label,
                    str(span.start) if span.start is not None else None,
                    str(span.end) if span.end is not None else None,
                    span.note or None,
                )
                for span in self.spans
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of a map; WGS 84 degrees. ``count``: things of the map in this place."""

    key: str
    label: str
    longitude: float
    latitude: float
    note: str = ""
    is_filled: bool = True
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """What a step of a map shows, in degrees; ``west`` > ``east`` never happens here."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStep:
    """One look at a map.

    Attributes:
        title: Written on the map (« Lieu : 7 villes »); may be empty.
        lit: Keys of the places that are lit; the others are pale.
        named: Keys of the places whose name is written, at most 12.
    """

    title: str
    camera: Camera
    lit: frozenset[str]
    named: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap:
    """Same-size points on the coastline, step by step.

    Attributes:
        heads: Headings of the table: place, note.
        still: Position of the step that stands for the map where nothing moves (slides, paper).
        panel: Lines written beside the map (label, value), at most 6; figures of the map.
        caution: The disclaimer, on every map.
        count_head: Heading of the counts of the places, in the table only; empty: nothing is counted.
    """

    heads: tuple[str, str]
    places: tuple[Place, ...]
    steps: tuple[MapStep, ...]
    caution: str
    still: int = 0
    panel: tuple[tuple[str, str], ...] = ()
    count_head: str = ""

    def table(self, name: str) -> Table:
        """A row for each place."""
        counted = bool(self.count_head)
        return Table(
            name=name,
            columns=(*self.heads, self.count_head) if counted else self.heads,
            rows=tuple(
                (place.label, place.note or None, *((place.count,) if counted else ()))
                for place in self.places
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: what it is about, and lines of (label, text); a label may be empty."""

    title: str
    kicker: str = ""
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """One to three cards side by side.

    Attributes:
        heads: Headings of the table: card, label, text.
    """

    heads: tuple[str, str, str]
    cards: tuple[Card, ...]

    def table(self, name: str) -> Table:
        """A row for each line of a card."""
        return Table(
            name=name,
            columns=self.heads,
            rows=tuple(
                (card.title, label or None, text)
                for card in self.cards
                for label, text in card.lines
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One list: a heading and items (label, value); a value may be empty."""

    title: str
    items: tuple[tuple[str, str], ...]
    is_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """One to three lists side by side, at most 12 items in all; no chart where there are few items.

    Attributes:
        heads: Headings of the table: list, item, value.
    """

    heads: tuple[str, str, str]
    groups: tuple[Group, ...]

    def table(self, name: str) -> Table:
        """A row for each item."""
        return Table(
            name=name,
            columns=self.heads,
            rows=tuple(
                (group.title, label, value or None)
                for group in self.groups
                for label, value in group.items
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The city in the middle and those it works with: a line for each, its figure written.

    Attributes:
        heads: Headings of the table: label, value.
        centre: Name of the middle.
    """

    heads: tuple[str, str]
    centre: str
    nodes: tuple[Bar, ...]

    def table(self, name: str) -> Table:
        """A row for each node."""
        rows = tuple((node.label, node.value) for node in self.nodes)
        return Table(name=name, columns=self.heads, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Large figures or words with their label, at most 6: label, value, note (scope and year).

    Attributes:
        heads: Headings of the table: label, value, note.
    """

    heads: tuple[str, str, str]
    facts: tuple[tuple[str, str, str], ...]

    def table(self, name: str) -> Table:
        """A row for each fact."""
        rows = tuple((label, value, note or None) for label, value, note in self.facts)
        return Table(name=name, columns=self.heads, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A slide of words: who speaks, when, for how long; the title of the scene is the large line.

    Attributes:
        heads: Headings of the table: label, text.
        lines: (label, text), at most 6.
    """

    heads: tuple[str, str]
    lines: tuple[tuple[str, str], ...]

    def table(self, name: str) -> Table:
        """A row for each line."""
        return Table(name=name, columns=self.heads, rows=self.lines)


SceneChart = (
    NameColumns
    | Bars
    | Stacks
    | Units
    | Diverging
    | Matrix
    | Timeline
    | WorldMap
    | Cards
    | Lists
    | Links
    | Facts
    | Opening
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a sentence, and how to count it again in the table of the chart.

    Attributes:
        value: What the sentence says.
        column: Position of the column of the table that is read.
        reduce: ``rows``: number of rows kept; ``distinct``: different cells in the column; ``sum``,
            ``min``, ``max``: of the numbers in it; ``cells``: those of the rows kept, from the column
            on, that are one of ``among``.
        where: Rows kept: those whose cell at this position is one of these; None: all.
    """

    value: float
    column: int
    reduce: Literal["rows", "distinct", "sum", "min", "max", "cells"]
    where: tuple[int, tuple[Cell, ...]] | None = None
    among: tuple[Cell, ...] = ()

    def counted(self, table: Table) -> float:
        """The same figure, from the table.

        Raises:
            ValueError: ``min`` or ``max`` of no row.
        """
        rows = table.rows
        if self.where is not None:
            position, kept = self.where
            rows = tuple(row for row in rows if row[position] in kept)
        cells = [row[self.column] for row in rows]
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
        match self.reduce:
            case "rows":
                return len(rows)
            case "distinct":
                return len(set(cells))
            case "sum":
                return sum(numbers)
            case "min":
                return min(numbers)
            case "cells":
                return sum(cell in self.among for row in rows for cell in row[self.column :])
        return max(numbers)
