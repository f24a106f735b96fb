"""Which native drawing belongs to which kind of chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

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
from components.stage.powerpoint.bars import draw_bars, draw_diverging, draw_stacks
from components.stage.powerpoint.links import draw_links
from components.stage.powerpoint.names import draw_name_columns
from components.stage.powerpoint.native import Canvas
from components.stage.powerpoint.panels import draw_cards, draw_facts, draw_lists, draw_opening
from components.stage.powerpoint.squares import draw_units
from components.stage.powerpoint.tables import draw_matrix
from components.stage.powerpoint.world import draw_world
from components.stage.powerpoint.years import draw_timeline

DRAWINGS: Mapping[type[SceneChart], Callable[[Canvas, Any], None]] = MappingProxyType(
    {
        Bars: draw_bars,
        Cards: draw_cards,
        Diverging: draw_diverging,
        Facts: draw_facts,
        Links: draw_links,
        Lists: draw_lists,
        Matrix: draw_matrix,
        NameColumns: draw_name_columns,
        Opening: draw_opening,
        Stacks: draw_stacks,
        Timeline: draw_timeline,
        Units: draw_units,
        WorldMap: draw_world,
    }
)


def draw_native(canvas: Canvas, chart: SceneChart) -> None:
    """Draw a chart with what PowerPoint can edit: charts, tables, shapes.

    Raises:
        KeyError: No drawing has been made for this kind of chart.
    """
    DRAWINGS[type(chart)](canvas, chart)
