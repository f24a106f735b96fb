"""Every chart that can be taken away, by the name in its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from components.pictures.chart import Chart, ChartRequest
from components.pictures.city_map import selection_map
from components.pictures.criteria import criteria_bars, footprints
from components.pictures.indicators import (
    indicator_distribution,
    indicator_lines,
    indicator_scatter,
)
from components.pictures.intervals import intervals
from components.pictures.ladder import vision_ladder
from components.pictures.matrix import (
    actors_matrix,
    difficulties_matrix,
    forms_matrix,
    lines_matrix,
    stages_matrix,
    successes_matrix,
    technology_matrix,
)
from components.pictures.strategies import strategies_timeline

Builder = Callable[[ChartRequest], Chart]

CHARTS: Mapping[str, Builder] = MappingProxyType(
    {
        "criteria": criteria_bars,
        "footprints": footprints,
        "intervals": intervals,
        "ladder": vision_ladder,
        "lines": lines_matrix,
        "stages": stages_matrix,
        "technology": technology_matrix,
        "actors": actors_matrix,
        "forms": forms_matrix,
        "factors-success": successes_matrix,
        "factors-difficulties": difficulties_matrix,
        "strategies": strategies_timeline,
        "map": selection_map,
        "indicator-lines": indicator_lines,
        "indicator-scatter": indicator_scatter,
        "indicator-distribution": indicator_distribution,
    }
)
