"""Scenes 1A and 1A′: who carries strategies, and what countries let their cities decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.framing import speaking_cities
from analysis.round_table_1 import (
    POWER_BANDS,
    LeadLevels,
    PowerRow,
    lead_levels,
    power_bands,
    power_rows,
)
from components.i18n import number
from components.stage.charts import (
    MOST_NAMES,
    Bar,
    Bars,
    Column,
    Figure,
    Group,
    Lists,
    Name,
    NameColumns,
)
from components.stage.scene import Coverage, Scene, SceneRequest
from components.stage.scenes.words import follow_up, joined, listed, place, subtitle
from data.schema import LevelOfLead, Observation

_ALWAYS = (LevelOfLead.CITY, LevelOfLead.PROVINCE, LevelOfLead.STATE)
"""Levels that have their column even when no city stands in it."""


def lead_level_scene(asked: SceneRequest) -> Scene:
    """1A: the level of the body that carries each city's strategy, with its country's local power.

    Of several strategies of a city, the most advanced counts, then the one that starts last
    (:func:`analysis.round_table_1.counted_strategy`). The power is a figure of the country, never of
    the city: latest value of V-Dem's local offices relative power, with its year.
    """
    t = asked.t
    found = lead_levels(asked.dataset, asked.city_ids)
    total, unknown = len(asked.cities), len(found.unknown)
    title = {level: asked.term("level_of_lead", level) for level, _ in found.levels}
    counts = {level: len(held) for level, held in found.levels}
    drawn = [(level, held) for level, held in found.levels if held or level in _ALWAYS]
    not_known = asked.term("level_of_lead", LevelOfLead.UNKNOWN)
    chart: NameColumns | Bars
    if total <= MOST_NAMES:
        chart = NameColumns(
            heads=(t("stage.column.city"), t("stage.rt1.column.lead"), t("stage.rt1.column.power")),
            columns=(
                *(
                    Column(key=level, title=title[level], names=_names(asked, held, found))
                    for level, held in drawn
                ),
                Column(
                    key="unknown",
                    title=not_known,
                    names=_names(asked, found.unknown, found),
                    is_unknown=True,
                ),
            ),
        )
    else:
        chart = Bars(
            heads=(t("stage.rt1.column.lead"), t("stage.column.cities")),
            bars=(
                Bar(key="unknown", label=not_known, value=unknown, tone="unknown"),
                *(Bar(key=level, label=title[level], value=len(held)) for level, held in drawn),
            ),
            total=total,
        )

    def figure(value: int, *labels: str) -> Figure:
        if isinstance(chart, Bars):
            return Figure(value=value, column=1, reduce="sum", where=(0, labels))
        return Figure(value=value, column=0, reduce="rows", where=(1, labels))

    told = (
        t("stage.rt1.lead.unknown", count=unknown, total=total)
        if unknown
        else t("stage.rt1.lead.all_known")
    )
    is_named = isinstance(chart, NameColumns)
    return Scene(
        headline=_lead_headline(asked, counts, unknown),
        subtitle=subtitle(
            asked, t("stage.rt1.lead.measure.power" if is_named else "stage.rt1.lead.measure")
        ),
        chart=chart,
        sentence=joined(
            _who_leads(asked, counts),
            told,
            _power_sentence(asked, found.power.values()) if is_named else None,
        ),
        follow_up=follow_up(asked),
        unknown=joined(told, t("stage.rt1.power.scale") if is_named else None),
        source_ids=found.source_ids if is_named else _strategy_sources(asked, found),
        figures={level.value: figure(counts[level], title[level]) for level, _ in drawn}
        | {
            "unknown": figure(unknown, not_known),
            "total": figure(total, not_known, *title.values()),
        },
        coverage=Coverage(known=total - unknown, unknown=unknown, text=told),
    )


def _lead_headline(asked: SceneRequest, counts: dict[LevelOfLead, int], unknown: int) -> str:
    """How many cities lead themselves; what is not found is never told as none."""
    t, total, own = asked.t, len(asked.cities), counts[LevelOfLead.CITY]
    if own:
        return t("stage.rt1.lead.headline", count=own, total=total)
    return t("stage.rt1.lead.none_found" if unknown == total else "stage.rt1.lead.no_city")


def _names(asked: SceneRequest, held: Iterable[str], found: LeadLevels) -> tuple[Name, ...]:
    return tuple(
        Name(
            label=asked.name(asked.dataset.cities[city_id]),
            note=_power_note(asked, found.power[city_id]),
        )
        for city_id in held
    )


def _strategy_sources(asked: SceneRequest, found: LeadLevels) -> tuple[str, ...]:
    """Sources of the strategies alone, where the power of countries is not drawn."""
    values = {row.source_id for row in found.power.values() if row is not None}
    return tuple(key for key in found.source_ids if key not in values)


def _power_note(asked: SceneRequest, row: Observation | None) -> str:
    if row is None:
        return asked.t("stage.rt1.power.note.unknown")
    return asked.t("stage.rt1.power.note", value=_value(asked, row.value), year=str(row.year))


def _value(asked: SceneRequest, value: float) -> str:
    """Two decimals, a true minus sign."""
    return number(value, asked.language, decimals=2).replace("-", "−")


def _who_leads(asked: SceneRequest, counts: dict[LevelOfLead, int]) -> str | None:
    """« Qui porte la stratégie ? La ville dans 4 cas sur 10, la province dans 4. »; None: nobody known."""
    t, total = asked.t, len(asked.cities)
    held = [(level, count) for level, count in counts.items() if count]
    if not held:
        return None
    (first, count), *others = held
    told = [
        t("stage.rt1.lead.first", who=t(f"stage.rt1.lead.who.{first}"), count=count, total=total),
        *(
            t("stage.rt1.lead.next", who=t(f"stage.rt1.lead.who.{level}"), value=count)
            for level, count in others
        ),
    ]
    cases = listed(asked, told)
    return t("stage.rt1.lead.sentence", cases=cases[:1].upper() + cases[1:])


def _power_sentence(asked: SceneRequest, values: Iterable[Observation | None]) -> str | None:
    """Lowest and highest value and the countries that have them; None when no country has any."""
    t = asked.t
    known = {row.entity_id: _value(asked, row.value) for row in values if row is not None}
    order = {row.entity_id: row.value for row in values if row is not None}
    if not known:
        return None
    low, high = (known[pick(order, key=order.__getitem__)] for pick in (min, max))

    def countries(shown: str) -> str:
        return listed(
            asked,
            (
                asked.label(asked.dataset.countries[code], "name")
                for code, value in known.items()
                if value == shown
            ),
        )

    if low == high:
        return t("stage.rt1.power.same", value=low, countries=countries(low))
    return t(
        "stage.rt1.power.range",
        low=low,
        low_countries=countries(low),
        high=high,
        high_countries=countries(high),
    )


def local_power_scene(asked: SceneRequest) -> Scene:
    """1A′: the country's local power beside what the city documents, in two aligned lists.

    Nothing is computed between the two: with so few cities a slope would be over-read. A list holds
    six lines: the cities, or those that speak when there are more, or else bands of the V-Dem scale
    with medians over their cities.
    """
    rows = power_rows(asked.dataset, asked.city_ids)
    most = MOST_NAMES // 2
    is_cities = len(rows) <= most
    if not is_cities and asked.extent == "programme":
        speaking = set(speaking_cities(asked.programme))
        spoken = tuple(row for row in rows if row.city_id in speaking)
        if 0 < len(spoken) <= most:
            return _power_of_cities(asked, spoken, is_speaking=True)
    return _power_of_cities(asked, rows) if is_cities else _power_of_bands(asked, rows)


def _power_of_cities(
    asked: SceneRequest, rows: Sequence[PowerRow], *, is_speaking: bool = False
) -> Scene:
    t = asked.t
    names = [asked.name(asked.dataset.cities[row.city_id]) for row in rows]
    unknown = [row.practices.unknown for row in rows]
    criteria = rows[0].practices.total if rows else 0
    where = t("stage.rt1.place.speaking", count=len(rows)) if is_speaking else place(asked)
    documented = [row.documented for row in rows]
    return Scene(
        headline=t("stage.rt1.power.headline"),
        subtitle=subtitle(asked, t("stage.rt1.power.measure"), where),
        chart=Lists(
            heads=(t("stage.column.list"), t("stage.column.city"), t("stage.column.value")),
            groups=(
                Group(
                    title=t("stage.rt1.power.country"),
                    items=tuple(
                        (
                            name,
                            t("stage.rt1.power.unknown")
                            if row.power is None
                            else t(
                                "stage.rt1.power.value",
                                value=_value(asked, row.power.value),
                                year=str(row.power.year),
                            ),
                        )
                        for name, row in zip(names, rows, strict=True)
                    ),
                ),
                Group(
                    title=t("stage.rt1.power.practices", total=criteria),
                    items=tuple(
                        (name, t("stage.rt1.power.documented", count=count, known=known))
                        for name, known, count in zip(names, documented, unknown, strict=True)
                    ),
                ),
            ),
        ),
        sentence=joined(
            _power_sentence(asked, [row.power for row in rows]),
            _documented_sentence(asked, documented, criteria),
            t("stage.rt1.power.caution"),
        ),
        follow_up=follow_up(asked),
        unknown=joined(
            _unknown_range(asked, unknown, criteria, of="city"), t("stage.rt1.power.scale")
        ),
        source_ids=_power_sources(asked, rows),
    )


def _documented_sentence(
    asked: SceneRequest, documented: Sequence[int], criteria: int
) -> str | None:
    if not documented:
        return None
    low, high = min(documented), max(documented)
    if not high:
        return asked.t("stage.rt1.power.documented.none")
    if low == high:
        return asked.t("stage.rt1.power.documented.same", count=low, total=criteria)
    return asked.t("stage.rt1.power.documented.range", low=low, high=high, total=criteria)


def _unknown_range(asked: SceneRequest, unknown: Sequence[float], criteria: int, *, of: str) -> str:
    """Fewest and most unknown criteria, ``of`` cities (``city``) or of medians (``median``)."""
    low, high = min(unknown, default=0), max(unknown, default=0)
    if low == high:
        return asked.t(f"stage.rt1.power.unknown.{of}.same", value=low, total=criteria)
    return asked.t(f"stage.rt1.power.unknown.{of}.range", low=low, high=high, total=criteria)


def _power_of_bands(asked: SceneRequest, rows: Sequence[PowerRow]) -> Scene:
    t = asked.t
    bands = power_bands(rows)
    labels = [_band(asked, band.floor) for band in bands]
    criteria = rows[0].practices.total
    missing = sum(row.power is None for row in rows)
    ends = (
        t(
            "stage.rt1.power.bands.sentence",
            low=bands[0].documented,
            high=bands[-1].documented,
            total=criteria,
        )
        if len(bands) > 1
        else None
    )
    return Scene(
        headline=t("stage.rt1.power.headline"),
        subtitle=subtitle(asked, t("stage.rt1.power.measure")),
        chart=Lists(
            heads=(
                t("stage.column.list"),
                t("stage.rt1.column.band"),
                t("stage.column.value"),
            ),
            groups=(
                Group(
                    title=t("stage.rt1.power.bands"),
                    items=tuple(
                        (label, t("stage.framing.room.countries", count=band.countries))
                        for label, band in zip(labels, bands, strict=True)
                    )
                    or ((t("stage.rt1.power.unknown"), ""),),
                ),
                Group(
                    title=t("stage.rt1.power.practices.median", total=criteria),
                    items=tuple(
                        (
                            label,
                            t(
                                "stage.rt1.power.documented.median",
                                unknown=band.unknown,
                                known=band.documented,
                            ),
                        )
                        for label, band in zip(labels, bands, strict=True)
                    ),
                ),
            ),
        ),
        sentence=joined(ends, t("stage.rt1.power.caution")),
        follow_up=follow_up(asked),
        unknown=joined(
            _unknown_range(asked, [band.unknown for band in bands], criteria, of="median"),
            t("stage.rt1.power.missing", count=missing) if missing else None,
        ),
        source_ids=_power_sources(asked, rows),
    )


def _band(asked: SceneRequest, floor: int) -> str:
    low, high = (str(value).replace("-", "−") for value in (floor, floor + 1))
    if floor == POWER_BANDS[0]:
        return asked.t("stage.rt1.power.band.lowest", high=high)
    if floor == POWER_BANDS[-1]:
        return asked.t("stage.rt1.power.band.highest", low=low)
    return asked.t("stage.rt1.power.band", low=low, high=high)


def _power_sources(asked: SceneRequest, rows: Sequence[PowerRow]) -> tuple[str, ...]:
    """Sources of the values, then of the answers counted (yes or partial)."""
    values = [row.power.source_id for row in rows if row.power is not None]
    answers = [
        key
        for row in rows
        for answer in asked.dataset.answers_of_city(row.city_id).values()
        for key in answer.source_ids
    ]
    return tuple(dict.fromkeys([*values, *answers]))
