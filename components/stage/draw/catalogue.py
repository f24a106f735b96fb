"""Which drawing belongs to which kind of chart."""

from __future__ import annotations

from components.i18n import Language
from components.markup import Node
from components.pictures.svg import text
from components.stage.charts import SceneChart


def draw(
    chart: SceneChart, width: float, height: float, *, language: Language, step: int | None
) -> Node:
    """The chart in pixels from its own top left corner."""
    # Until each kind has its drawing: the table, so that nothing is missing on the slide.
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
