"""Which drawing belongs to which kind of chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from components.markup import Node
from components.stage.charts import (
    Bars,
    Cards,
    Diverging,
    Facts,
    Links,
    Lists,
    Matrix,
    NameColumns,
    Opening,
    SceneChart,
    Stacks,
    Timeline,
    Units,
    WorldMap,
)
from components.stage.draw.bars import draw_bars
from components.stage.draw.canvas import Canvas
from components.stage.draw.cards import draw_cards
from components.stage.draw.columns import draw_columns
from components.stage.draw.diverging import draw_diverging
from components.stage.draw.facts import draw_facts, draw_opening
from components.stage.draw.links import draw_links
from components.stage.draw.lists import draw_lists
from components.stage.draw.matrix import draw_matrix
from components.stage.draw.stacks import draw_stacks
from components.stage.draw.timeline import draw_timeline
from components.stage.draw.units import draw_units
from components.stage.draw.world_map import draw_map

DRAWINGS: Mapping[type, Callable[[Any, Canvas], Node]] = MappingProxyType(
    {
        NameColumns: draw_columns,
        Bars: draw_bars,
        Stacks: draw_stacks,
        Units: draw_units,
        Diverging: draw_diverging,
        Matrix: draw_matrix,
        Timeline: draw_timeline,
        WorldMap: draw_map,
        Cards: draw_cards,
        Lists: draw_lists,
        Links: draw_links,
        Facts: draw_facts,
        Opening: draw_opening,
    }
)


def draw(chart: SceneChart, canvas: Canvas) -> Node:
    """The chart in pixels from its own top left corner.

    Raises:
        KeyError: No drawing belongs to this kind of chart.
    """
    return DRAWINGS[type(chart)](chart, canvas)
