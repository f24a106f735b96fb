"""Which drawing belongs to which kind of chart."""

from __future__ import annotations

from components.i18n import Language
from components.markup import Node
from components.pictures.svg import text
from components.stage.charts import Bars, Diverging, NameColumns, SceneChart, Stacks, Units
from components.stage.draw.bars import draw_bars
from components.stage.draw.columns import draw_columns
from components.stage.draw.diverging import draw_diverging
from components.stage.draw.stacks import draw_stacks
from components.stage.draw.units import draw_units


def draw(
    chart: SceneChart, width: float, height: float, *, language: Language, step: int | None
) -> Node:
    """The chart in pixels from its own top left corner.

    Args:
        step: Step of a map that is drawn, for paper and slides; None: everything, for a page that
            moves from one step to the next and takes votes.
    """
    match chart:
        case NameColumns():
            return draw_columns(chart, width, height, language=language)
        case Bars():
            return draw_bars(chart, width, height, language=language, is_live=step is None)
        case Stacks():
            return draw_stacks(chart, width, height, language=language)
        case Units():
            return draw_units(chart, width, height, language=language)
        case Diverging():
            return draw_diverging(chart, width, height, language=language)
    table = chart.table("")
    return [
        text(
            " · ".join(str(cell) for cell in row if cell is not None),
            0,
            44 + 52 * position,
            size=44,
            width=width,
        )
        for position, row in enumerate(table.rows[: int(height / 52)])
    ]
