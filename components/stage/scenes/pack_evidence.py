"""Scenes of a pack about its evidence: what sources say worked or was hard, and the sources."""

from __future__ import annotations

import re

from analysis.speaker_pack import lessons, main_sources
from components.i18n import partial_date
from components.pictures.svg import ELLIPSIS, clean, isolated_text
from components.stage.charts import Figure, Group, Lists
from components.stage.scene import Scene
from components.stage.scenes.excerpts import shortened
from components.stage.scenes.pack_words import Pack
from components.stage.scenes.words import follow_up, joined
from data.schema import FactorKind, Source

LESSONS_SHOWN = 3
_READ_AT_EASE, _MOST_LETTERS = 95, 170
"""Letters of a lesson on two lines of 36 px, and those there is room for."""

_SOURCE_LETTERS, _TITLE_LETTERS = 81, 30
_OPEN_END = re.compile(rf"[\s«“(]+{ELLIPSIS}$")
"""A quotation or bracket that a cut title only opens."""


def lessons_scene(pack: Pack) -> Scene:
    """What helped and what was hard, in the words of the sources, at most three of each."""
    asked, t = pack.asked, pack.t
    found = lessons(pack.subject.factors)
    counts = {kind: len(rows) for kind, rows in found.items()}
    groups = []
    for kind, rows in found.items():
        # Those that fit come first, so that what is read on the wall is short and whole.
        texts = sorted((asked.label(row, "text") for row in rows), key=_excess)
        held = [shortened(text, _MOST_LETTERS) for text in texts[:LESSONS_SHOWN]]
        groups.append(
            Group(
                title=t(f"stage.pack.lessons.{kind.value}", number=len(rows)),
                items=tuple((text, "") for text in held)
                or ((t(f"stage.pack.lessons.{kind.value}.nothing"), ""),),
                is_unknown=not held,
            )
        )
    success, difficulty = counts[FactorKind.SUCCESS], counts[FactorKind.DIFFICULTY]
    empty = [kind for kind, count in counts.items() if not count]
    said = t(
        "stage.pack.lessons.headline",
        name=pack.name,
        successes=lesson_words(pack, FactorKind.SUCCESS, success),
        difficulties=lesson_words(pack, FactorKind.DIFFICULTY, difficulty),
    )
    return Scene(
        headline=said,
        subtitle=pack.subtitle(t("stage.pack.lessons.measure")),
        chart=Lists(
            heads=(
                t("stage.column.list"),
                t("stage.pack.column.text"),
                t("stage.column.note"),
            ),
            groups=tuple(groups),
        ),
        sentence=t("stage.pack.lessons.said", said=said)
        if success or difficulty
        else t("stage.pack.lessons.said.nothing", name=pack.name),
        follow_up=follow_up(asked),
        unknown=t(f"stage.pack.lessons.unknown.{empty[0].value}")
        if len(empty) == 1
        else t("stage.pack.lessons.unknown"),
        source_ids=tuple(
            dict.fromkeys(key for row in pack.subject.factors for key in row.source_ids)
        )
        or pack.subject.source_ids,
    )


def lesson_words(pack: Pack, kind: FactorKind, count: int) -> str:
    """« 8 réussites », « aucune difficulté »."""
    if not count:
        return pack.t(f"stage.pack.lessons.none.{kind.value}")
    return pack.t(f"stage.pack.lessons.count.{kind.value}", count=count)


def _excess(text: str) -> int:
    """Letters over those read at ease; over the room they have, all are equal."""
    return min(max(0, len(text) - _READ_AT_EASE), _MOST_LETTERS - _READ_AT_EASE)


def sources_scene(pack: Pack) -> Scene:
    """The sources most facts rest on, and how many others there are."""
    asked, t = pack.asked, pack.t
    found = main_sources(asked.dataset, pack.subject)
    total, shown = len(found.source_ids), len(found.shown)
    return Scene(
        headline=t("stage.pack.sources.headline", count=total, name=pack.name),
        subtitle=pack.subtitle(t("stage.pack.sources.measure")),
        chart=Lists(
            heads=(
                t("stage.column.list"),
                t("stage.pack.column.source"),
                t("stage.pack.column.date"),
            ),
            groups=(
                Group(
                    title=t("stage.pack.sources.group", shown=shown, total=total),
                    items=tuple(
                        (
                            _source_words(pack, source),
                            partial_date(source.published, pack.language),
                        )
                        for source in found.shown
                    ),
                ),
            ),
        ),
        sentence=joined(
            t("stage.pack.sources.said", count=total),
            t("stage.pack.sources.main", count=shown) if shown < total else None,
        ),
        follow_up=follow_up(asked),
        unknown=t("stage.pack.sources.undated", count=found.undated)
        if found.undated
        else t("stage.pack.sources.dated"),
        source_ids=found.source_ids,
        figures={"shown": Figure(value=shown, column=1, reduce="rows")},
    )


def _source_words(pack: Pack, source: Source) -> str:
    """« JICA – Lancement de l’essai de collecte… »: publisher and beginning of the title."""
    publisher = clean(source.publisher)
    title = shortened(clean(source.title), max(_TITLE_LETTERS, _SOURCE_LETTERS - len(publisher)))
    return pack.t(
        "stage.pack.source",
        publisher=isolated_text(publisher),
        title=isolated_text(_OPEN_END.sub(ELLIPSIS, title)),
    )
