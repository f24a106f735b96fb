"""Pieces of a Vega-Lite specification that the charts of the explorer share.

Whatever is written beside a mark is ready-made text: no expression is built from data.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.indicators import spread
from components.explorer.style import Axis, Format, Look, Names, Spec, vega_config
from components.theme import Palette


def axis_options(axis: Axis) -> Spec:
    """Ticks and title of a value axis."""
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


def layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    """One mark with its own rows; the library's labels for screen readers are off."""
    return {"data": {"values": list(rows)}, "mark": {**mark, "aria": False}, "encoding": encoding}


def group(rows: Sequence[Spec], *marks: tuple[Spec, Spec]) -> Spec:
    """Several marks that share one set of rows, which is sent once."""
    return {
        "data": {"values": list(rows)},
        "layer": [
            {"mark": {**mark, "aria": False}, "encoding": encoding} for mark, encoding in marks
        ],
    }


def end_labels(labels: Sequence[Spec], axis: Axis, size: Format) -> list[Spec]:
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


def label_layers(
    placed: Sequence[Spec], x: Spec, y: Spec, palette: Palette, size: Format
) -> list[Spec]:
    """Names in the right margin, led to from their marks by dots."""
    if not placed:
        return []
    axis = {**y, "field": "a"}
    return [
        # Dots, not a line that could be read as values, lead from the mark to its name.
        layer(
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
            layer(
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


def layered(
    layers: Sequence[Spec],
    names: Names,
    look: Look,
) -> Spec:
    """The chart: its layers that have rows, in the look asked for."""
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
