"""What is told of a view: a finding, a chart, the same values as a table, what is unknown, who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analysis.indicators import Pair, Series, entities_of
from components.explorer.style import Spec
from components.explorer.view import ExplorerView
from components.i18n import sort_key
from components.markup import Node
from data.load import Dataset
from data.schema import Indicator, Observation

Item = TypeVar("Item", Series, Observation, Pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Values as rows of text; the first cell of a row names it.

    Attributes:
        source_ids: For each row, the sources of its values.
        marked: For each row, whether it is one of the choices.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Node, ...], ...]
    source_ids: tuple[tuple[str, ...], ...]
    marked: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is told under the controls.

    Attributes:
        finding: One sentence, computed from the data.
        measure: What is measured, in which unit, when and where.
        spec: Chart; None where the table is the view (two lists) or there is nothing to draw.
        notes: What is unknown, of another year, or not to be compared; one sentence each.
        indicators: Indicators whose meaning and terms are given.
        source_ids: Sources of every value shown.
        drawn: Every value of the chart.
    """

    finding: str
    measure: str
    spec: Spec | None
    table: Table
    notes: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    source_ids: tuple[str, ...] = ()
    drawn: tuple[Observation, ...] = ()


def tell(
    finding: str,
    measure: str,
    spec: Spec | None,
    table: Table,
    remarks: Iterable[str],
    *indicators: Indicator,
    drawn: Iterable[Observation] = (),
) -> Story:
    """A story; its sources are those of its table, and empty remarks are left out."""
    used = {source_id for ids in table.source_ids for source_id in ids}
    return Story(
        finding=finding,
        measure=measure,
        spec=spec,
        table=table,
        notes=tuple(note for note in remarks if note),
        indicators=indicators,
        source_ids=tuple(sorted(used)),
        drawn=tuple(drawn),
    )


def asked_entities(view: ExplorerView, dataset: Dataset) -> tuple[str, ...]:
    """Every entity of the chart; a chosen city without a value is asked for too, and so said."""
    known = entities_of(dataset, view.indicator)
    return (*known, *(name for name in view.marked(dataset) if name not in known))


def marked_first(
    items: Iterable[Item], marked: Sequence[str], names: Mapping[str, str]
) -> list[Item]:
    """The choices, then the others, each by name."""
    return sorted(
        items, key=lambda item: (item.entity_id not in marked, sort_key(names[item.entity_id]))
    )


def sources_of(rows: Iterable[Observation]) -> tuple[str, ...]:
    """Sources of some values, without repeats, in their order."""
    return tuple(dict.fromkeys(row.source_id for row in rows))
