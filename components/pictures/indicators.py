"""Charts of indicators as pictures: the chart of the page, drawn at the size of a slide.

Values that may only be cited are drawn, as the page draws them, and are not in the table: a row says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import vl_convert

from components.address import AddressReader
from components.explorer.sections import story_of
from components.explorer.story import Story
from components.explorer.style import Format, Look, Spec
from components.explorer.view import ViewName, read_view
from components.explorer.words import entity_name
from components.fonts import font_dir
from components.i18n import content
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.svg import FONT_FAMILY, element
from components.theme import STAGE
from data.export import Table
from data.schema import Indicator, Redistribution

VEGA_LITE = "6.4"
TEXT = 28
NOTES_TOLD = 3


def indicator_lines(asked: ChartRequest) -> Chart:
    """One indicator over the years."""
    return _chart(asked, "indicator-lines", "lines")


def indicator_scatter(asked: ChartRequest) -> Chart:
    """Two indicators, each at its latest value."""
    return _chart(asked, "indicator-scatter", "scatter")


def indicator_distribution(asked: ChartRequest) -> Chart:
    """Where the latest values of an indicator stand."""
    return _chart(asked, "indicator-distribution", "distribution")


def vega_drawing(spec: Spec) -> Node:
    """A Vega-Lite chart as SVG elements, its text escaped like any other."""
    vl_convert.register_font_directory(str(font_dir()))
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    return _copied(ET.fromstring(drawn))  # noqa: S314 - drawn here a line ago


def _chart(asked: ChartRequest, name: str, view_name: ViewName) -> Chart:
    dataset, language, t = asked.dataset, asked.language, asked.t
    parameters = dict(asked.parameters.parameters)
    if not asked.is_whole:
        # Cities of the address keep their order, which is that of the colours.
        parameters.setdefault("cities", ",".join(asked.city_ids))
    view = read_view(AddressReader.of(parameters), dataset, name=view_name)
    look = Look(palette=STAGE, language=language, fonts=FONT_FAMILY)
    plain = story_of(view, dataset, look, t)
    room = body_height(plain.finding, plain.measure, ())
    story = story_of(
        view,
        dataset,
        replace(look, size=Format(width=BODY_WIDTH, height=int(room), text=TEXT)),
        t,
    )
    return Chart(
        name=name,
        title=story.finding,
        subtitle=story.measure,
        takeaway=" ".join([f"{story.finding}.", *story.notes[:NOTES_TOLD]]),
        body=Body(
            content=vega_drawing(story.spec) if story.spec is not None else None,
            width=BODY_WIDTH,
            height=room,
        ),
        legend=(),
        source_ids=story.source_ids,
        table=_table(asked, story),
        language=language,
        publishers=" ; ".join(_publisher(asked, indicator) for indicator in story.indicators),
    )


def _publisher(asked: ChartRequest, indicator: Indicator) -> str:
    return ", ".join(
        content(indicator, part, asked.language).text for part in ("publisher", "licence")
    )


def _table(asked: ChartRequest, story: Story) -> Table:
    dataset, language, t = asked.dataset, asked.language, asked.t
    names = {
        indicator.indicator_id: content(indicator, "name", language).text
        for indicator in story.indicators
    }
    kept = {
        indicator.indicator_id
        for indicator in story.indicators
        if indicator.redistribution is Redistribution.OPEN
    }
    rows: list[tuple[str | int | float | None, ...]] = [
        (
            row.entity_id,
            entity_name(row.entity_id, dataset, language),
            names[row.indicator_id],
            row.year,
            row.value,
            dataset.sources[row.source_id].title,
        )
        for row in story.drawn
        if row.indicator_id in kept
    ]
    rows += [
        (None, None, name, None, None, t("indicators.not_exported"))
        for indicator_id, name in names.items()
        if indicator_id not in kept
    ]
    columns = ("entity", "name", "indicator", "year", "value", "source")
    return Table(
        name=t("indicators.title"),
        columns=tuple(t(f"indicators.export.{column}") for column in columns),
        rows=tuple(rows),
    )


def _copied(node: ET.Element) -> Node:
    """The same element, built by us: names without their space, text escaped again."""
    attributes = {_local(key): value for key, value in node.attrib.items()}
    attributes.pop("xmlns", None)
    return element(_local(node.tag), **attributes)[list(_children(node))]


def _children(node: ET.Element) -> Iterator[Node]:
    if node.text:
        yield node.text
    for child in node:
        yield _copied(child)
        if child.tail:
            yield child.tail


def _local(name: str) -> str:
    return name.rpartition("}")[2]
