"""One indicator over the years: its story and its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.indicators import Series, change_of, is_rank, published_years, series_of
from components.explorer.marks import axis_options, end_labels, group, label_layers, layer, layered
from components.explorer.remarks import marked_notes, missing_note, not_compared_note, year_notes
from components.explorer.story import Story, Table, asked_entities, marked_first, sources_of, tell
from components.explorer.style import (
    MARKED_LIMIT,
    Axis,
    Look,
    Names,
    Spec,
    series_style,
    year_ticks,
)
from components.explorer.view import ExplorerView
from components.explorer.words import (
    axis_of,
    blanks_of,
    edition_breaks,
    entity_names,
    measure_of,
    names_of,
)
from components.i18n import Translate, content
from components.theme import Palette
from data.load import Dataset


def lines_story(view: ExplorerView, dataset: Dataset, look: Look, t: Translate) -> Story:
    """One indicator over the years."""
    indicator, language = view.indicator, look.language
    name = content(indicator, "name", language).text
    entities, names = asked_entities(view, dataset), entity_names(dataset, view.indicator, language)
    marked = view.marked(dataset)[:MARKED_LIMIT]
    series = series_of(dataset, indicator.indicator_id, entities)
    by_id = {item.entity_id: item for item in series}
    followed = [by_id[entity_id] for entity_id in marked if by_id[entity_id].segments]
    years = published_years(dataset, indicator.indicator_id)
    change = change_of(followed or series, indicator.indicator_id)
    kind = indicator.level.value
    if change is None:
        finding = t("indicators.lines.no_change", indicator=name)
    elif is_rank(indicator):
        finding = t(
            f"indicators.lines.rank.{kind}",
            count=change.total,
            indicator=name,
            closer=change.lower,
            first=str(change.first),
            last=str(change.last),
        )
    else:
        finding = t(
            f"indicators.lines.finding.{kind}",
            count=change.total,
            indicator=name,
            higher=change.higher,
            first=str(change.first),
            last=str(change.last),
        )
    remarks = [
        *marked_notes(view, dataset, t),
        t("indicators.lines.moves", higher=change.higher, lower=change.lower, equal=change.equal)
        if change is not None
        else "",
        not_compared_note(followed, change, names, t),
        missing_note(
            [item.entity_id for item in series if not item.segments], marked, indicator, names, t
        ),
        *year_notes(followed, years, indicator, names, t),
    ]
    words = names_of(
        [row for item in series for row in item.observations], indicator, dataset, language
    )
    axis = axis_of(indicator, [row.value for item in series for row in item.observations])
    measure = measure_of(
        indicator, years, len([item for item in series if item.segments]), language, t
    )
    alt = t("indicators.alt.lines", finding=finding, measure=measure)
    spec = lines_spec(
        series,
        marked,
        axis,
        Names(of=words.of, value=words.value, alt=alt),
        look,
        breaks=edition_breaks(indicator),
        blanks=blanks_of(indicator, years, t),
    )
    ordered = marked_first(series, marked, words.of)
    table = Table(
        caption=name,
        columns=(t(f"indicators.column.{kind}"), *(str(year) for year in years)),
        rows=tuple(
            (
                words.of[item.entity_id],
                *(
                    words.value.get((item.entity_id, year), t("indicators.no_value"))
                    for year in years
                ),
            )
            for item in ordered
        ),
        source_ids=tuple(sources_of(item.observations) for item in ordered),
        marked=tuple(item.entity_id in marked for item in ordered),
    )
    drawn = [row for item in series for row in item.observations]
    return tell(finding, measure, spec if years else None, table, remarks, indicator, drawn=drawn)


def lines_spec(
    series: Sequence[Series],
    marked: Sequence[str],
    axis: Axis,
    names: Names,
    look: Look,
    *,
    breaks: Sequence[float] = (),
    blanks: Mapping[float, Sequence[str]] | None = None,
) -> Spec:
    """Lines over the years: marked ones in colour with their names, the others in pale grey.

    Args:
        series: Every series, marked or not; each segment is a line of its own.
        marked: At most ``MARKED_LIMIT`` entities.
        axis: Value axis, linear.
        breaks: Years, as fractions, at which the method changed: a dashed rule.
        blanks: Years at which the lines stop, with what to say there, on short lines.
    """
    palette, size = look.palette, look.size
    by_id = {item.entity_id: item for item in series}
    years = sorted({row.year for item in series for row in item.observations})
    first, last = (years[0], years[-1]) if years else (0, 1)
    if first == last:
        first, last = first - 1, last + 1
    x = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [first, last], "nice": False, "zero": False},
        "axis": {"format": "d", "values": year_ticks(years), "labelFlush": False},
    }
    y = {"field": "v", "type": "quantitative", "scale": axis.scale(), "axis": axis_options(axis)}
    others = [item for item in series if item.entity_id not in marked]
    layers: list[Spec] = [
        *_breaks(breaks, palette),
        *(
            layer(
                [{"y": year, "l": list(text)}],
                {
                    "type": "text",
                    "baseline": "top",
                    "align": "left" if year in breaks else "center",
                    "dx": size.text / 2 if year in breaks else 0,
                    "lineHeight": size.line,
                    "color": palette.muted,
                },
                {"x": x, "y": {"value": 4}, "text": {"field": "l"}},
            )
            for year, text in (blanks or {}).items()
        ),
        group(
            _segment_rows(others, names),
            (
                {
                    "type": "line",
                    "color": palette.line,
                    "strokeWidth": size.text / 14,
                    "opacity": 0.4,
                },
                {"x": x, "y": y, "detail": {"field": "s"}},
            ),
            # A dot where a value has no neighbour; elsewhere only for the pointer to find.
            (
                {"type": "circle", "color": palette.line, "size": size.text * 4},
                {
                    "x": x,
                    "y": y,
                    "opacity": {"field": "o", "type": "quantitative", "scale": None},
                    "tooltip": {"field": "t"},
                },
            ),
        ),
    ]
    labels = []
    for position, entity_id in enumerate(marked):
        item = by_id[entity_id]
        if not item.segments:
            continue
        colour, dash = series_style(position, palette)
        rows = _segment_rows([item], names)
        layers.append(
            group(
                rows,
                (
                    {
                        "type": "line",
                        "color": colour,
                        "strokeWidth": size.text / 14 * 2.5,
                        "strokeDash": dash,
                    },
                    {"x": x, "y": y, "detail": {"field": "s"}},
                ),
                (
                    {
                        "type": "point",
                        "filled": True,
                        "fill": colour,
                        "stroke": palette.paper,
                        "strokeWidth": 1.5,
                        "opacity": 1,
                        "size": size.text * 4.5,
                    },
                    {"x": x, "y": y, "tooltip": {"field": "t"}},
                ),
            )
        )
        end = item.observations[-1]
        labels.append(
            {"y": end.year, "v": end.value, "w": end.value, "l": names.label(end), "c": colour}
        )
    placed = end_labels(labels, axis, size)
    layers += label_layers(
        placed, {"field": "y", "type": "quantitative", "scale": x["scale"]}, y, palette, size
    )
    return layered(layers, names, look)


def _segment_rows(series: Sequence[Series], names: Names) -> list[Spec]:
    return [
        {
            "s": f"{item.entity_id} {position}",
            "o": 0.5 if len(segment) == 1 else 0,
            "y": row.year,
            "v": row.value,
            "t": names.tip(row),
        }
        for item in series
        for position, segment in enumerate(item.segments)
        for row in segment
    ]


def _breaks(breaks: Sequence[float], palette: Palette) -> list[Spec]:
    if not breaks:
        return []
    return [
        layer(
            [{"y": year} for year in breaks],
            {"type": "rule", "color": palette.muted, "strokeDash": [4, 4]},
            {"x": {"field": "y", "type": "quantitative"}},
        )
    ]
