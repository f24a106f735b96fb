"""Two indicators side by side: their story and its dots."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.indicators import Latest, Pair, pairs_of
from components.explorer.marks import axis_options, layer, layered
from components.explorer.remarks import marked_notes, missing_note, stand_in_note
from components.explorer.story import Story, Table, asked_entities, marked_first, sources_of, tell
from components.explorer.style import MARKED_LIMIT, Axis, Look, Names, Spec, series_style
from components.explorer.view import ExplorerView, apt_for_log
from components.explorer.words import axis_of, entity_names, named_unit, names_of
from components.i18n import Translate, content
from data.load import Dataset
from data.schema import Observation


def scatter_story(view: ExplorerView, dataset: Dataset, look: Look, t: Translate) -> Story:
    """Two indicators, each at its latest value."""
    language, indicator = look.language, view.indicator
    second = view.second or indicator
    entities, names = asked_entities(view, dataset), entity_names(dataset, view.indicator, language)
    marked = view.marked(dataset)[:MARKED_LIMIT]
    pairs, missing = pairs_of(dataset, second.indicator_id, indicator.indicator_id, entities)
    y_name, x_name = (content(each, "name", language).text for each in (indicator, second))
    x_latest, y_latest = (
        Latest(values=rows, missing=(), reference_year=_usual(rows))
        for rows in (tuple(pair.x for pair in pairs), tuple(pair.y for pair in pairs))
    )
    x_middle, y_middle = x_latest.median or 0.0, y_latest.median or 0.0
    same = sum((pair.x.value > x_middle) == (pair.y.value > y_middle) for pair in pairs)
    finding = t("indicators.scatter.finding", count=len(pairs), same=same)
    x_log, y_log = apt_for_log(view, dataset)
    wants_log = view.scale == "log"
    remarks = [
        *marked_notes(view, dataset, t),
        t("indicators.scatter.caution"),
        t("indicators.scatter.log") if wants_log and (x_log or y_log) else "",
        missing_note(missing, marked, indicator, names, t),
        stand_in_note(y_latest, marked, content(indicator, "name", language).text, names, t),
        stand_in_note(x_latest, marked, content(second, "name", language).text, names, t),
    ]
    x_words = names_of(x_latest.values, second, dataset, language)
    y_words = names_of(y_latest.values, indicator, dataset, language)
    measure = t(
        "indicators.scatter.measure",
        y=named_unit(indicator, language),
        x=named_unit(second, language),
        count=len(pairs),
    )
    spec = scatter_spec(
        pairs,
        marked,
        (
            axis_of(
                second,
                [row.value for row in x_latest.values],
                is_log=wants_log and x_log,
                title=named_unit(second, language),
            ),
            axis_of(indicator, [row.value for row in y_latest.values], is_log=wants_log and y_log),
        ),
        (
            x_words,
            Names(
                of=y_words.of,
                value=y_words.value,
                alt=t("indicators.alt.scatter", finding=finding, measure=measure),
            ),
        ),
        look,
        medians=(x_middle, y_middle),
    )
    ordered = marked_first(pairs, marked, x_words.of)
    table = Table(
        caption=f"{y_name} / {x_name}",
        columns=(
            t("indicators.column.country"),
            y_name,
            t("indicators.column.year"),
            x_name,
            t("indicators.column.year"),
        ),
        rows=tuple(
            (
                x_words.of[pair.entity_id],
                y_words.value[pair.entity_id, pair.y.year],
                str(pair.y.year),
                x_words.value[pair.entity_id, pair.x.year],
                str(pair.x.year),
            )
            for pair in ordered
        ),
        source_ids=tuple(sources_of((pair.y, pair.x)) for pair in ordered),
        marked=tuple(pair.entity_id in marked for pair in ordered),
    )
    drawn = [*y_latest.values, *x_latest.values]
    return tell(
        finding, measure, spec if pairs else None, table, remarks, indicator, second, drawn=drawn
    )


def scatter_spec(
    pairs: Sequence[Pair],
    marked: Sequence[str],
    axes: tuple[Axis, Axis],
    names: tuple[Names, Names],
    look: Look,
    *,
    medians: tuple[float, float] | None = None,
) -> Spec:
    """One dot per country at its two latest values; marked ones in colour with their names.

    Args:
        axes, names: Of the horizontal indicator, then of the vertical one.
        medians: Of the two, in the same order: two dotted rules; None draws none.
    """
    palette, size = look.palette, look.size
    (x_axis, y_axis), (x_names, y_names) = axes, names

    def row_of(pair: Pair) -> Spec:
        name = x_names.of[pair.entity_id]
        parts = [
            f"{label}{words.value[row.entity_id, row.year]} ({row.year})"
            for label, words, row in (("", x_names, pair.x), ("", y_names, pair.y))
        ]
        return {
            "x": pair.x.value,
            "y": pair.y.value,
            "n": name,
            "t": f"{name} · {' / '.join(parts)}",
        }

    x = {
        "field": "x",
        "type": "quantitative",
        "scale": x_axis.scale(),
        "axis": {**axis_options(x_axis), "grid": True},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": y_axis.scale(),
        "axis": axis_options(y_axis),
    }
    dotted = {"type": "rule", "color": palette.muted, "strokeDash": [2, 4]}
    layers = [
        layer([{"x": medians[0]}] if medians else [], dotted, {"x": x}),
        layer([{"y": medians[1]}] if medians else [], dotted, {"y": y}),
        layer(
            [row_of(pair) for pair in pairs if pair.entity_id not in marked],
            {
                "type": "point",
                "filled": True,
                "fill": palette.line,
                "stroke": None,
                "opacity": 0.55,
                "size": size.text * 6,
            },
            {"x": x, "y": y, "tooltip": {"field": "t"}},
        ),
    ]
    by_id = {pair.entity_id: pair for pair in pairs}
    chosen = [
        (by_id[entity_id], series_style(position, palette)[0])
        for position, entity_id in enumerate(marked)
        if entity_id in by_id
    ]
    layers.append(
        layer(
            [row_of(pair) | {"c": colour} for pair, colour in chosen],
            {
                "type": "point",
                "filled": True,
                "stroke": palette.paper,
                "strokeWidth": 1.5,
                "opacity": 1,
                "size": size.text * 10,
            },
            {
                "x": x,
                "y": y,
                "fill": {"field": "c", "scale": None},
                "tooltip": {"field": "t"},
            },
        )
    )
    layers.append(
        layer(
            [row_of(pair) | {"c": colour} for pair, colour in chosen],
            {
                "type": "text",
                "dy": -size.text,
                "fontWeight": 600,
                "stroke": palette.paper,
                "strokeWidth": 4,
                "strokeJoin": "round",
            },
            {"x": x, "y": y, "text": {"field": "n"}},
        )
    )
    layers.append(
        layer(
            [row_of(pair) | {"c": colour} for pair, colour in chosen],
            {"type": "text", "dy": -size.text, "fontWeight": 600},
            {
                "x": x,
                "y": y,
                "text": {"field": "n"},
                "color": {"field": "c", "scale": None},
            },
        )
    )
    return layered(layers, y_names, look)


def _usual(rows: Sequence[Observation]) -> int | None:
    years = [row.year for row in rows]
    return max(years, key=lambda year: (years.count(year), year)) if years else None
