"""Scenes of a pack that set cities side by side: by name, with what is unknown, never a rank."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.speaker_pack import Practices, peer_choice, practices
from components.i18n import sort_key
from components.stage.charts import (
    MOST_NAMES,
    Bar,
    Bars,
    Figure,
    Group,
    Lists,
    StackRow,
    Stacks,
)
from components.stage.scene import Coverage, Scene
from components.stage.scenes.pack_words import Pack, by_name
from components.stage.scenes.words import follow_up, joined
from data.schema import Answer, City

PARTS = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.UNKNOWN)
"""States of a criterion in the order drawn."""


def city_peers_scene(pack: Pack, city: City) -> Scene:
    """Its criteria by state, then those of a few comparable cities by name: no order of merit."""
    asked, t, dataset = pack.asked, pack.t, pack.asked.dataset
    choice = peer_choice(dataset, city)
    others = sorted(choice.shown, key=lambda other: sort_key(asked.name(other)))
    rows = practices(dataset, [city, *others])
    labels = [asked.name(row.city) for row in rows]
    words = {part: asked.term("answer", part) for part in PARTS}
    chart = Stacks(
        heads=(t("stage.column.city"), *words.values()),
        parts=tuple(words.items()),
        rows=tuple(
            StackRow(key=row.city.city_id, label=label, counts=row.coverage.counts)
            for row, label in zip(rows, labels, strict=True)
        ),
    )
    counts = rows[0].coverage.counts
    own = {
        part.value: Figure(
            value=counts[part],
            column=1 + PARTS.index(part),
            reduce="sum",
            where=(0, (labels[0],)),
        )
        for part in PARTS
    }
    figures, between = own, None
    if others:
        unknown = [row.unknown for row in rows[1:]]
        where = (0, tuple(labels[1:]))
        column = 1 + PARTS.index(Answer.UNKNOWN)
        figures = own | {
            "peers": Figure(value=len(others), column=0, reduce="distinct", where=where),
            "least": Figure(value=min(unknown), column=column, reduce="min", where=where),
            "most": Figure(value=max(unknown), column=column, reduce="max", where=where),
        }
        between = (
            t("stage.pack.peers.range", count=len(others), low=min(unknown), high=max(unknown))
            if min(unknown) < max(unknown)
            else t("stage.pack.peers.same", count=len(others), unknown=unknown[0])
        )
    states = ", ".join(
        t(f"stage.pack.peers.{part.value}", count=counts[part])
        for part in PARTS
        if counts[part] or part is Answer.UNKNOWN
    )
    coverage = _coverage(pack, rows)
    return Scene(
        headline=t("stage.pack.peers.headline", name=pack.name, states=states),
        subtitle=pack.subtitle(
            t(
                "stage.pack.peers.measure",
                total=rows[0].applicable,
                shown=len(others),
                comparable=choice.comparable,
            )
        ),
        chart=chart,
        sentence=joined(
            t("stage.pack.peers.own", name=pack.name, states=states),
            between or t("stage.pack.peers.alone"),
            t("stage.pack.peers.caution"),
        ),
        follow_up=follow_up(asked),
        unknown=coverage.text,
        source_ids=_answer_sources(pack, rows) or city.source_ids,
        figures=figures,
        coverage=coverage,
    )


def organisation_peers_scene(pack: Pack) -> Scene:
    """Criteria documented for each city, by name; above twelve cities, all of them together."""
    cities = by_name(pack)
    if not cities:
        return _no_city(pack)
    rows = practices(pack.asked.dataset, cities)
    return _each_city(pack, rows) if len(rows) <= MOST_NAMES else _all_cities(pack, rows)


def _each_city(pack: Pack, rows: Sequence[Practices]) -> Scene:
    t, coverage = pack.t, _coverage(pack, rows)
    low, high = min(row.known for row in rows), max(row.known for row in rows)
    total = max(row.applicable for row in rows)
    return Scene(
        headline=t(
            f"stage.pack.organisation.peers.{'same' if low == high else 'range'}",
            name=pack.owner,
            low=low,
            high=high,
            total=total,
        ),
        subtitle=pack.subtitle(t("stage.pack.organisation.peers.measure", total=total)),
        chart=Bars(
            heads=(t("stage.column.city"), t("stage.pack.column.criteria")),
            bars=tuple(
                Bar(
                    key=row.city.city_id,
                    label=pack.asked.name(row.city),
                    value=row.known,
                    note=t("stage.pack.peers.unknown", count=row.unknown),
                )
                for row in rows
            ),
            total=total,
        ),
        sentence=joined(
            t("stage.pack.organisation.peers.said.range", count=len(rows), low=low, high=high)
            if low < high
            else t("stage.pack.organisation.peers.said.same", count=len(rows), low=low),
            t("stage.pack.peers.missing") if coverage.unknown else None,
            t("stage.pack.peers.caution"),
        ),
        follow_up=follow_up(pack.asked),
        unknown=coverage.text,
        source_ids=_answer_sources(pack, rows) or pack.subject.source_ids,
        figures={
            "low": Figure(value=low, column=1, reduce="min"),
            "high": Figure(value=high, column=1, reduce="max"),
            "cities": Figure(value=len(rows), column=0, reduce="rows"),
            "known": Figure(value=coverage.known, column=1, reduce="sum"),
        },
        coverage=coverage,
    )


def _all_cities(pack: Pack, rows: Sequence[Practices]) -> Scene:
    t, coverage = pack.t, _coverage(pack, rows)
    headline = t("stage.pack.organisation.peers.many", count=coverage.unknown, name=pack.owner)
    words = {part: pack.asked.term("answer", part) for part in PARTS}
    return Scene(
        headline=headline,
        subtitle=pack.subtitle(
            t("stage.pack.organisation.peers.measure", total=max(row.applicable for row in rows))
        ),
        chart=Stacks(
            heads=(t("stage.column.cities"), *words.values()),
            parts=tuple(words.items()),
            rows=(
                StackRow(
                    key="all",
                    label=t("stage.pack.organisation.cities", count=len(rows)),
                    counts={part: sum(row.coverage.counts[part] for row in rows) for part in PARTS},
                ),
            ),
        ),
        sentence=joined(headline + ".", t("stage.pack.peers.caution")),
        follow_up=follow_up(pack.asked),
        unknown=coverage.text,
        source_ids=_answer_sources(pack, rows) or pack.subject.source_ids,
        figures={
            "unknown": Figure(
                value=coverage.unknown, column=1 + PARTS.index(Answer.UNKNOWN), reduce="sum"
            )
        },
        coverage=coverage,
    )


def _no_city(pack: Pack) -> Scene:
    t = pack.t
    nothing = t("stage.pack.organisation.no_city")
    return Scene(
        headline=nothing,
        subtitle=pack.subtitle(t("stage.pack.cities")),
        chart=Lists(
            heads=(t("stage.column.list"), t("stage.column.city"), t("stage.column.note")),
            groups=(
                Group(
                    title=t("stage.pack.cities"),
                    items=((t("stage.pack.none_found.f"), ""),),
                    is_unknown=True,
                ),
            ),
        ),
        sentence=t("stage.pack.organisation.no_city.said"),
        follow_up=follow_up(pack.asked),
        unknown=t("stage.pack.organisation.elsewhere"),
        source_ids=pack.subject.source_ids,
    )


def _coverage(pack: Pack, rows: Sequence[Practices]) -> Coverage:
    known, unknown = sum(row.known for row in rows), sum(row.unknown for row in rows)
    text = pack.t("stage.pack.peers.coverage", known=known, total=known + unknown, unknown=unknown)
    return Coverage(known=known, unknown=unknown, text=text)


def _answer_sources(pack: Pack, rows: Sequence[Practices]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            key
            for row in rows
            for answer in pack.asked.dataset.answers_of_city(row.city.city_id).values()
            for key in answer.source_ids
        )
    )
