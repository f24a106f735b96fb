"""The city in the middle and those it works with, their figures written."""

from __future__ import annotations

from collections.abc import Sequence

from components.i18n import Language
from components.markup import Node
from components.pictures.svg import element, line
from components.stage.charts import Bar, Links
from components.stage.draw.canvas import Canvas
from components.stage.draw.letters import (
    FIGURE,
    baseline,
    block,
    centred,
    figure,
    label_size,
)
from components.theme import STAGE

_NODE, _CENTRE = 58.0, 108.0
_REACH = 0.255
"""Distance of the nodes from the middle, as a share of the width."""

_THICKEST, _THINNEST = 34.0, 3.0


def draw_links(chart: Links, canvas: Canvas) -> Node:
    """Nodes to the left and to the right of the city; the thicker the line, the larger the figure."""
    width, height, language = canvas.width, canvas.height, canvas.language
    if not chart.nodes:
        return None
    middle = (width / 2, height / 2)
    left_count = len(chart.nodes) // 2
    sides: tuple[Sequence[Bar], Sequence[Bar]] = (
        chart.nodes[len(chart.nodes) - left_count :],
        chart.nodes[: len(chart.nodes) - left_count],
    )
    reach = width * _REACH
    room = width / 2 - reach - _NODE - 24
    size = label_size([node.label for node in chart.nodes], room, height=height / 4)
    most = max([1, *(node.value for node in chart.nodes)])
    lines, nodes = list[Node](), list[Node]()
    for side, held in zip((-1, 1), sides, strict=True):
        for place, node in enumerate(held):
            spot = (middle[0] + side * reach, _height_of(place, len(held), height))
            if node.value:
                lines.append(
                    line(
                        *middle,
                        *spot,
                        stroke=STAGE.possible,
                        stroke_width=max(_THINNEST, _THICKEST * node.value / most),
                    )
                )
            nodes.append(_node(node, spot, side, (room, size), language=language))
    centre_size = label_size([chart.centre], 2 * _CENTRE - 36, weight=600)
    return [
        lines,
        nodes,
        element("circle", cx=middle[0], cy=middle[1], r=_CENTRE, fill=STAGE.accent),
        centred(
            block(chart.centre, 2 * _CENTRE - 36, centre_size, weight=600),
            *middle,
            anchor="middle",
            fill=STAGE.on_accent,
        ),
    ]


def _height_of(place: int, count: int, height: float) -> float:
    """Heights that share the room evenly; two stand where the first and the last of three do not."""
    return height * (place + 0.5) / count if count > 1 else height / 2


def _node(
    node: Bar,
    spot: tuple[float, float],
    side: int,
    room_and_size: tuple[float, int],
    *,
    language: Language,
) -> Node:
    room, size = room_and_size
    x, y = spot
    is_solid = bool(node.value) and node.tone != "unknown"
    if is_solid:
        style: dict[str, object] = {"fill": STAGE.documented}
    elif node.tone == "unknown":
        style = {"fill": "url(#rc-unknown)", "stroke": STAGE.line, "stroke_width": 3}
    else:
        style = {"fill": STAGE.paper, "stroke": STAGE.documented, "stroke_width": 5}
    return [
        element("circle", cx=x, cy=y, r=_NODE - (2.5 if "stroke" in style else 0), **style),
        figure(
            node.value,
            x,
            baseline(y, FIGURE),
            language=language,
            anchor="middle",
            fill=STAGE.paper if is_solid else STAGE.ink,
        ),
        centred(
            block(node.label, room, size),
            x + side * (_NODE + 22),
            y,
            anchor="start" if side > 0 else "end",
        ),
    ]
