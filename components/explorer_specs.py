"""Vega-Lite specifications of the indicator charts: lines, scatter, distribution.

The same builders serve the screen and the pictures. On the screen the colours are the style sheet's own
variables, so a chart follows the ground of the page; for a picture they are those of a palette.
Whatever is written beside a mark is ready-made text: no expression is built from data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from analysis.indicators import Dot, Pair, Series, spread
from components.i18n import NNBSP, Language
from components.theme import Palette
from data.schema import Observation

Spec = dict[str, Any]

SCREEN = Palette(
    **{field.name: f"var(--rc-{field.name.replace('_', '-')})" for field in fields(Palette)}
)
"""The palette of the page the chart stands on, light or dark, as variables of its style sheet."""

SERIES_COLOURS = ("accent", "govern", "services", "inclusion", "confirm", "muted")
"""Palette names of the marked series, in order; the next six are dashed. Each bears its name too."""

MARKED_LIMIT = 2 * len(SERIES_COLOURS)
"""At most this many marked series: more could not be told apart."""

FONTS = (
    "Source Sans, Noto Sans Khmer, Noto Sans Lao, Noto Sans Arabic, Noto Sans Armenian, sans-serif"
)
YEAR_TICKS = 8
LABEL_LINE = 16
"""Longest line of a label beside a mark, in characters; a longer name is set on more lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Size of a chart, in pixels.

    Attributes:
        width: Of the whole chart; None fills the place it stands in.
        height: Of the whole chart.
        text: Font size.
    """

    width: int | None = None
    height: int = 480
    text: int = 14

    @property
    def plot(self) -> float:
        """Height left for the plot, over the names of the axis."""
        return self.height - 2.5 * self.text

    @property
    def line(self) -> float:
        """Height of one line of text."""
        return self.text * 1.25


PAGE = Format()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a chart is drawn: colours, language of its words and numbers, size, CSS font families."""

    palette: Palette
    language: Language
    size: Format = PAGE
    fonts: str = FONTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One value axis.

    Attributes:
        low, high: Ends, in the unit of the indicator.
        pattern: Vega number format of the ticks.
        is_log: Whether steps are factors; ``low`` is then above zero.
        is_reversed: Whether the lowest value stands at the top (a rank).
        title: Name and unit; empty where the page says them.
    """

    low: float
    high: float
    pattern: str = "~g"
    is_log: bool = False
    is_reversed: bool = False
    title: str = ""

    def scale(self) -> Spec:
        """Vega-Lite scale: exactly the given ends."""
        kind = "log" if self.is_log else "linear"
        return {
            "type": kind,
            "domain": [self.low, self.high],
            "zero": False,
            "nice": False,
            "reverse": self.is_reversed,
        }

    def share(self, value: float) -> float:
        """Where a value stands, from 0 at the bottom to 1 at the top of a linear axis."""
        share = (value - self.low) / (self.high - self.low)
        return 1 - share if self.is_reversed else share

    def at(self, share: float) -> float:
        """Value at a share of the axis: the inverse of :meth:`share`."""
        if self.is_reversed:
            share = 1 - share
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Words of a chart, ready for a reader.

    Attributes:
        of: Name of each entity.
        value: Text of each observation, by (entity, year).
        alt: What the chart shows, for those who do not see it.
    """

    of: Mapping[str, str]
    value: Mapping[tuple[str, int], str]
    alt: str

    def tip(self, row: Observation) -> str:
        """« Cambodge, 2024 : 0,51 » without a verb."""
        return f"{self.of[row.entity_id]}, {row.year} · {self.value[row.entity_id, row.year]}"

    def label(self, row: Observation) -> list[str]:
        """Name and value beside a mark, on lines that fit a margin."""
        lines = wrapped(self.of[row.entity_id])
        value = self.value[row.entity_id, row.year].replace(" ", NNBSP)
        if len(lines[-1]) + len(value) < LABEL_LINE:
            return [*lines[:-1], f"{lines[-1]} {value}"]
        return [*lines, value]


def vega_config(look: Look) -> Spec:
    """House style: ink on paper, hairlines, numbers of the language; no default of the library."""
    palette, text, french = look.palette, look.size.text, look.language == "fr"
    axis = {
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": palette.rule,
        "labelColor": palette.muted,
        "labelFontSize": text,
        "labelPadding": text * 0.6,
        "labelOverlap": True,
        "title": None,
        "titleColor": palette.muted,
        "titleFontSize": text,
        "titleFontWeight": "normal",
        "titleLimit": 0,
    }
    return {
        "background": "transparent",
        "font": look.fonts,
        "aria": False,
        "locale": {
            "number": {
                "decimal": "," if french else ".",
                "thousands": NNBSP if french else ",",
                "grouping": [3],
                "currency": ["", ""],
            }
        },
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "tickCount": YEAR_TICKS},
        "axisY": {"tickCount": 6},
        "text": {"fontSize": text, "color": palette.ink},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
    }


def wrapped(name: str) -> list[str]:
    """A name on lines of at most 16 characters, broken at spaces and hyphens only."""
    lines: list[str] = []
    for word in name.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= LABEL_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def lines_spec(
    series: Sequence[Series],
    marked: Sequence[str],
    axis: Axis,
    names: Names,
    look: Look,
    *,
    breaks: Sequence[float] = (),
    blanks: Mapping[float, Sequence[str]] | None = None,
) -> Spec:
    """Lines over the years: marked ones in colour with their names, the others in pale grey.

    Args:
        series: Every series, marked or not; each segment is a line of its own.
        marked: At most ``MARKED_LIMIT`` entities.
        axis: Value axis, linear.
        breaks: Years, as fractions, at which the method changed: a dashed rule.
        blanks: Years at which the lines stop, with what to say there, on short lines.
    """
    palette, size = look.palette, look.size
    by_id = {item.entity_id: item for item in series}
    years = sorted({row.year for item in series for row in item.observations})
    first, last = (years[0], years[-1]) if years else (0, 1)
    if first == last:
        first, last = first - 1, last + 1
    x = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [first, last], "nice": False, "zero": False},
        "axis": {"format": "d", "values": year_ticks(years), "labelFlush": False},
    }
    y = {"field": "v", "type": "quantitative", "scale": axis.scale(), "axis": _axis(axis)}
    others = [item for item in series if item.entity_id not in marked]
    layers: list[Spec] = [
        *_breaks(breaks, palette),
        *(
            _layer(
                [{"y": year, "l": list(text)}],
                {
                    "type": "text",
                    "baseline": "top",
                    "align": "left" if year in breaks else "center",
                    "dx": size.text / 2 if year in breaks else 0,
                    "lineHeight": size.line,
                    "color": palette.muted,
                },
                {"x": x, "y": {"value": 4}, "text": {"field": "l"}},
            )
            for year, text in (blanks or {}).items()
        ),
        _group(
            _segment_rows(others, names),
            (
                {
                    "type": "line",
                    "color": palette.line,
                    "strokeWidth": size.text / 14,
                    "opacity": 0.4,
                },
                {"x": x, "y": y, "detail": {"field": "s"}},
            ),
            # A dot where a value has no neighbour; elsewhere only for the pointer to find.
            (
                {"type": "circle", "color": palette.line, "size": size.text * 4},
                {
                    "x": x,
                    "y": y,
                    "opacity": {"field": "o", "type": "quantitative", "scale": None},
                    "tooltip": {"field": "t"},
                },
            ),
        ),
    ]
    labels = []
    for position, entity_id in enumerate(marked):
        item = by_id[entity_id]
        if not item.segments:
            continue
        colour, dash = series_style(position, palette)
        rows = _segment_rows([item], names)
        layers.append(
            _group(
                rows,
                (
                    {
                        "type": "line",
                        "color": colour,
                        "strokeWidth": size.text / 14 * 2.5,
                        "strokeDash": dash,
                    },
                    {"x": x, "y": y, "detail": {"field": "s"}},
                ),
                (
                    {
                        "type": "point",
                        "filled": True,
                        "fill": colour,
                        "stroke": palette.paper,
                        "strokeWidth": 1.5,
                        "opacity": 1,
                        "size": size.text * 4.5,
                    },
                    {"x": x, "y": y, "tooltip": {"field": "t"}},
                ),
            )
        )
        end = item.observations[-1]
        labels.append(
            {"y": end.year, "v": end.value, "w": end.value, "l": names.label(end), "c": colour}
        )
    placed = _end_labels(labels, axis, size)
    layers += _label_layers(
        placed, {"field": "y", "type": "quantitative", "scale": x["scale"]}, y, palette, size
    )
    return _chart(layers, names, look)


def scatter_spec(
    pairs: Sequence[Pair],
    marked: Sequence[str],
    axes: tuple[Axis, Axis],
    names: tuple[Names, Names],
    look: Look,
    *,
    medians: tuple[float, float] | None = None,
) -> Spec:
    """One dot per country at its two latest values; marked ones in colour with their names.

    Args:
        axes, names: Of the horizontal indicator, then of the vertical one.
        medians: Of the two, in the same order: two dotted rules; None draws none.
    """
    palette, size = look.palette, look.size
    (x_axis, y_axis), (x_names, y_names) = axes, names

    def row_of(pair: Pair) -> Spec:
        name = x_names.of[pair.entity_id]
        parts = [
            f"{label}{words.value[row.entity_id, row.year]} ({row.year})"
            for label, words, row in (("", x_names, pair.x), ("", y_names, pair.y))
        ]
        return {
            "x": pair.x.value,
            "y": pair.y.value,
            "n": name,
            "t": f"{name} · {' / '.join(parts)}",
        }

    x = {
        "field": "x",
        "type": "quantitative",
        "scale": x_axis.scale(),
        "axis": {**_axis(x_axis), "grid": True},
    }
    y = {"field": "y", "type": "quantitative", "scale": y_axis.scale(), "axis": _axis(y_axis)}
    dotted = {"type": "rule", "color": palette.muted, "strokeDash": [2, 4]}
    layers = [
        _layer([{"x": medians[0]}] if medians else [], dotted, {"x": x}),
        _layer([{"y": medians[1]}] if medians else [], dotted, {"y": y}),
        _layer(
            [row_of(pair) for pair in pairs if pair.entity_id not in marked],
            {
                "type": "point",
                "filled": True,
                "fill": palette.line,
                "stroke": None,
                "opacity": 0.55,
                "size": size.text * 6,
            },
            {"x": x, "y": y, "tooltip": {"field": "t"}},
        ),
    ]
    by_id = {pair.entity_id: pair for pair in pairs}
    chosen = [
        (by_id[entity_id], series_style(position, palette)[0])
        for position, entity_id in enumerate(marked)
        if entity_id in by_id
    ]
    layers.append(
        _layer(
            [row_of(pair) | {"c": colour} for pair, colour in chosen],
            {
                "type": "point",
                "filled": True,
                "stroke": palette.paper,
                "strokeWidth": 1.5,
                "opacity": 1,
                "size": size.text * 10,
            },
            {
                "x": x,
                "y": y,
                "fill": {"field": "c", "scale": None},
                "tooltip": {"field": "t"},
            },
        )
    )
    layers.append(
        _layer(
            [row_of(pair) | {"c": colour} for pair, colour in chosen],
            {
                "type": "text",
                "dy": -size.text,
                "fontWeight": 600,
                "stroke": palette.paper,
                "strokeWidth": 4,
                "strokeJoin": "round",
            },
            {"x": x, "y": y, "text": {"field": "n"}},
        )
    )
    layers.append(
        _layer(
            [row_of(pair) | {"c": colour} for pair, colour in chosen],
            {"type": "text", "dy": -size.text, "fontWeight": 600},
            {
                "x": x,
                "y": y,
                "text": {"field": "n"},
                "color": {"field": "c", "scale": None},
            },
        )
    )
    return _chart(layers, y_names, look)


def distribution_spec(
    dots: Sequence[Dot],
    marked: Sequence[str],
    axis: Axis,
    names: Names,
    look: Look,
    *,
    middle: tuple[float, str] | None = None,
) -> Spec:
    """One dot per entity, gathered by value from left to right; marked ones in colour with names.

    Args:
        middle: Median and its text; None draws none.
    """
    palette, size = look.palette, look.size
    widest = max((dot.position for dot in dots), default=0)
    right = max(28, widest + 1)
    x: Spec = {
        "field": "p",
        "type": "quantitative",
        "scale": {"domain": [-1, right], "nice": False, "zero": False},
        "axis": None,
    }
    y = {"field": "v", "type": "quantitative", "scale": axis.scale(), "axis": _axis(axis)}
    colours = {
        entity_id: series_style(position, palette)[0] for position, entity_id in enumerate(marked)
    }
    rows = [
        {
            "p": dot.position,
            "v": dot.level,
            "t": names.tip(dot.row),
            "c": colours.get(dot.row.entity_id, palette.line),
            "o": 1.0 if dot.row.entity_id in colours else 0.55,
        }
        for dot in dots
    ]
    layers: list[Spec] = []
    if middle is not None:
        rule = {"type": "rule", "color": palette.ink, "strokeDash": [2, 4]}
        layers.append(_layer([{"v": middle[0]}], rule, {"y": y}))
    layers.append(
        _layer(
            rows,
            {
                "type": "point",
                "filled": True,
                "stroke": palette.paper,
                "strokeWidth": 1,
                "size": size.text * 11,
            },
            {
                "x": x,
                "y": y,
                "fill": {"field": "c", "scale": None},
                "opacity": {"field": "o", "type": "quantitative", "scale": None},
                "tooltip": {"field": "t"},
            },
        )
    )
    labels = [
        {
            "y": dot.position,
            "v": dot.level,
            "w": dot.row.value,
            "l": names.label(dot.row),
            "c": colours[dot.row.entity_id],
        }
        for dot in dots
        if dot.row.entity_id in colours
    ]
    if middle is not None:
        value, words = middle
        labels.append({"y": right, "v": value, "w": value, "l": wrapped(words), "c": palette.ink})
    placed = _end_labels(labels, axis, size)
    layers += _label_layers(
        placed, {"field": "y", "type": "quantitative", "scale": x["scale"]}, y, palette, size
    )
    return _chart(layers, names, look)


def series_style(position: int, palette: Palette) -> tuple[str, list[int]]:
    """Colour and dashes of a marked series; the first six are solid, the next six dashed."""
    name = SERIES_COLOURS[position % len(SERIES_COLOURS)]
    dash = [] if position < len(SERIES_COLOURS) else [6, 4]
    return getattr(palette, name), dash


def year_ticks(years: Sequence[int]) -> list[int]:
    """At most eight of the years, the last one always, evenly taken."""
    step = max(1, -(-len(years) // YEAR_TICKS))
    return list(years[::-1][::step][::-1])


def _axis(axis: Axis) -> Spec:
    options: Spec = {"format": axis.pattern}
    if axis.title:
        options["title"] = axis.title
    if axis.is_log:
        options["values"] = [
            10**power * step
            for power in range(-2, 7)
            for step in (1, 2, 5)
            if axis.low <= 10**power * step <= axis.high
        ]
    return options


def _segment_rows(series: Sequence[Series], names: Names) -> list[Spec]:
    return [
        {
            "s": f"{item.entity_id} {position}",
            "o": 0.5 if len(segment) == 1 else 0,
            "y": row.year,
            "v": row.value,
            "t": names.tip(row),
        }
        for item in series
        for position, segment in enumerate(item.segments)
        for row in segment
    ]


def _layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": {**mark, "aria": False}, "encoding": encoding}


def _group(rows: Sequence[Spec], *marks: tuple[Spec, Spec]) -> Spec:
    """Several marks that share one set of rows, which is sent once."""
    return {
        "data": {"values": list(rows)},
        "layer": [
            {"mark": {**mark, "aria": False}, "encoding": encoding} for mark, encoding in marks
        ],
    }


def _breaks(breaks: Sequence[float], palette: Palette) -> list[Spec]:
    if not breaks:
        return []
    return [
        _layer(
            [{"y": year} for year in breaks],
            {"type": "rule", "color": palette.muted, "strokeDash": [4, 4]},
            {"x": {"field": "y", "type": "quantitative"}},
        )
    ]


def _end_labels(labels: Sequence[Spec], axis: Axis, size: Format) -> list[Spec]:
    """Labels for the right margin, moved apart.

    Args:
        labels: ``y``, ``v``: where the mark stands; ``w``: value the label wants to stand at; ``l``:
            its lines; ``c``: its colour.

    Returns:
        The labels with ``a``: where each stands, on the value axis.
    """
    lines = max((len(label["l"]) for label in labels), default=1)
    wanted = [axis.share(label["w"]) * size.plot for label in labels]
    stands = spread(wanted, size.line * lines + 2, 0, size.plot)
    return [
        {**label, "a": axis.at(stand / size.plot)}
        for label, stand in zip(labels, stands, strict=True)
    ]


def _label_layers(
    placed: Sequence[Spec], x: Spec, y: Spec, palette: Palette, size: Format
) -> list[Spec]:
    if not placed:
        return []
    axis = {**y, "field": "a"}
    return [
        # Dots, not a line that could be read as values, lead from the mark to its name.
        _layer(
            placed,
            {
                "type": "rule",
                "strokeWidth": size.text / 14,
                "strokeDash": [1, 3],
                "color": palette.muted,
            },
            {
                "x": x,
                "x2": {"value": {"expr": f"width + {size.text * 0.7:g}"}},
                "y": y,
                "y2": {"field": "a"},
            },
        ),
        *(
            _layer(
                [label for label in placed if len(label["l"]) == lines],
                {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": size.text,
                    "dy": -size.line * (lines - 1) / 2,
                    "lineHeight": size.line,
                    "fontWeight": 600,
                },
                {
                    "x": {"value": "width"},
                    "y": axis,
                    "text": {"field": "l"},
                    "color": {"field": "c", "scale": None},
                },
            )
            for lines in sorted({len(label["l"]) for label in placed})
        ),
    ]


def _chart(
    layers: Sequence[Spec],
    names: Names,
    look: Look,
) -> Spec:
    size = look.size
    return {
        "description": names.alt,
        "width": "container" if size.width is None else size.width,
        "height": size.height,
        # The names in the margin are part of what is fitted.
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 4, "top": size.text, "right": 4, "bottom": 4},
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "config": vega_config(look),
        # SVG, so that colours are variables of the page and text can be read and enlarged.
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }
