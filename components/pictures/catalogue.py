"""Every chart that can be taken away, by the name in its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from components.pictures.chart import Chart, ChartRequest

Builder = Callable[[ChartRequest], Chart]

CHARTS: Mapping[str, Builder] = MappingProxyType({})
