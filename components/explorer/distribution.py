"""Where the latest values of an indicator stand: their story and its dots."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.indicators import Dot, distribution, latest_values
from components.explorer.marks import axis_options, end_labels, label_layers, layer, layered
from components.explorer.remarks import marked_notes, missing_note, stand_in_note
from components.explorer.story import Story, Table, asked_entities, marked_first, sources_of, tell
from components.explorer.style import MARKED_LIMIT, Axis, Look, Names, Spec, series_style, wrapped
from components.explorer.view import ExplorerView
from components.explorer.words import (
    axis_of,
    edition_breaks,
    entity_names,
    measure_of,
    names_of,
    value_in_words,
)
from components.i18n import Translate, content
from data.load import Dataset


def distribution_story(view: ExplorerView, dataset: Dataset, look: Look, t: Translate) -> Story:
    """Where the latest values stand, the chosen ones marked."""
    indicator, language = view.indicator, look.language
    name, kind = content(indicator, "name", language).text, indicator.level.value
    names = entity_names(dataset, indicator, language)
    marked = view.marked(dataset)[:MARKED_LIMIT]
    known = latest_values(dataset, indicator.indicator_id, asked_entities(view, dataset))
    words = names_of(known.values, indicator, dataset, language)
    values = [row.value for row in known.values]
    axis = axis_of(indicator, values)
    middle = None
    if known.median is None:
        finding = t("indicators.lines.no_change", indicator=name)
    else:
        low, high, centre = (
            value_in_words(value, indicator, language)
            for value in (min(values), max(values), known.median)
        )
        finding = t(
            f"indicators.distribution.finding.{kind}",
            count=len(values),
            indicator=name,
            low=low,
            high=high,
            median=centre,
        )
        middle = (known.median, t("indicators.distribution.median", median=centre))
    measure = measure_of(
        indicator,
        [known.reference_year] if known.reference_year is not None else [],
        len(values),
        language,
        t,
    )
    alt = t("indicators.alt.distribution", finding=finding, measure=measure)
    spec = distribution_spec(
        distribution(known.values, axis.low, axis.high, marked),
        marked,
        axis,
        Names(of=words.of, value=words.value, alt=alt),
        look,
        middle=middle,
    )
    ordered = marked_first(known.values, marked, words.of)
    table = Table(
        caption=name,
        columns=(
            t(f"indicators.column.{kind}"),
            t("indicators.column.value"),
            t("indicators.column.year"),
        ),
        rows=tuple(
            (
                words.of[row.entity_id],
                words.value[row.entity_id, row.year],
                str(row.year),
            )
            for row in ordered
        ),
        source_ids=tuple(sources_of((row,)) for row in ordered),
        marked=tuple(row.entity_id in marked for row in ordered),
    )
    remarks = [
        *marked_notes(view, dataset, t),
        t("indicators.distribution.how"),
        missing_note(known.missing, marked, indicator, names, t),
        stand_in_note(known, marked, content(indicator, "name", language).text, names, t),
        t("indicators.editions") if edition_breaks(indicator) else "",
    ]
    return tell(
        finding, measure, spec if values else None, table, remarks, indicator, drawn=known.values
    )


def distribution_spec(
    dots: Sequence[Dot],
    marked: Sequence[str],
    axis: Axis,
    names: Names,
    look: Look,
    *,
    middle: tuple[float, str] | None = None,
) -> Spec:
    """One dot per entity, gathered by value from left to right; marked ones in colour with names.

    Args:
        middle: Median and its text; None draws none.
    """
    palette, size = look.palette, look.size
    widest = max((dot.position for dot in dots), default=0)
    right = max(28, widest + 1)
    x: Spec = {
        "field": "p",
        "type": "quantitative",
        "scale": {"domain": [-1, right], "nice": False, "zero": False},
        "axis": None,
    }
    y = {"field": "v", "type": "quantitative", "scale": axis.scale(), "axis": axis_options(axis)}
    colours = {
        entity_id: series_style(position, palette)[0] for position, entity_id in enumerate(marked)
    }
    rows = [
        {
            "p": dot.position,
            "v": dot.level,
            "t": names.tip(dot.row),
            "c": colours.get(dot.row.entity_id, palette.line),
            "o": 1.0 if dot.row.entity_id in colours else 0.55,
        }
        for dot in dots
    ]
    layers: list[Spec] = []
    if middle is not None:
        rule = {"type": "rule", "color": palette.ink, "strokeDash": [2, 4]}
        layers.append(layer([{"v": middle[0]}], rule, {"y": y}))
    layers.append(
        layer(
            rows,
            {
                "type": "point",
                "filled": True,
                "stroke": palette.paper,
                "strokeWidth": 1,
                "size": size.text * 11,
            },
            {
                "x": x,
                "y": y,
                "fill": {"field": "c", "scale": None},
                "opacity": {"field": "o", "type": "quantitative", "scale": None},
                "tooltip": {"field": "t"},
            },
        )
    )
    labels = [
        {
            "y": dot.position,
            "v": dot.level,
            "w": dot.row.value,
            "l": names.label(dot.row),
            "c": colours[dot.row.entity_id],
        }
        for dot in dots
        if dot.row.entity_id in colours
    ]
    if middle is not None:
        value, words = middle
        labels.append({"y": right, "v": value, "w": value, "l": wrapped(words), "c": palette.ink})
    placed = end_labels(labels, axis, size)
    layers += label_layers(
        placed, {"field": "y", "type": "quantitative", "scale": x["scale"]}, y, palette, size
    )
    return layered(layers, names, look)
