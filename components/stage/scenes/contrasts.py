"""Words that set counts against each other, and the scene of cities nothing is documented for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from analysis.round_table_2 import extremes
from components.stage.charts import MOST_NAMES, Group, Lists
from components.stage.scene import Scene, SceneRequest
from components.stage.scenes.words import joined, listed, place, subtitle

_Key = TypeVar("_Key", bound=str)


def capital(text: str) -> str:
    """The text with its first letter as at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def contrast(
    asked: SceneRequest,
    topic: str,
    counts: Mapping[_Key, int],
    name: Callable[[_Key], str],
    *,
    total: int,
) -> str:
    """Headline: what is found most and what is found least, out of ``total``.

    Where several tie, their range is said; what was found nowhere is not said to be at zero.

    Args:
        topic: Messages ``stage.<topic>.headline…``.
        name: What is counted, as a noun in the middle of a sentence.
    """
    t, ends = asked.t, extremes(counts)
    if not ends.high:
        return t(f"stage.{topic}.headline.none")
    if ends.high == ends.low:
        return t(f"stage.{topic}.headline.same", count=ends.high, total=total)
    if len(ends.highest) > 1:
        return t(f"stage.{topic}.headline.range", count=ends.high, low=ends.low, total=total)
    high = capital(name(ends.highest[0]))
    if len(ends.lowest) > 1 or not ends.low:
        return t(f"stage.{topic}.headline.high", count=ends.high, total=total, high=high)
    return t(
        f"stage.{topic}.headline.both",
        count=ends.high,
        total=total,
        high=high,
        low=name(ends.lowest[0]),
        few=ends.low,
    )


def found(
    asked: SceneRequest,
    topic: str,
    counts: Mapping[_Key, int],
    name: Callable[[_Key], str],
    *,
    total: int,
) -> str:
    """Sentences: what was found and how often, the most frequent first; then what was not found.

    Args:
        topic: Messages ``stage.<topic>.found`` and ``stage.<topic>.first``.
        name: What is counted, as a noun in the middle of a sentence.
    """
    t = asked.t
    some = sorted((key for key in counts if counts[key]), key=lambda key: -counts[key])
    items = [
        t("stage.found.next", name=name(key), number=counts[key])
        if position
        else t(f"stage.{topic}.first", name=name(key), count=counts[key], total=total)
        for position, key in enumerate(some)
    ]
    none = [name(key) for key in counts if not counts[key]]
    return joined(
        t(f"stage.{topic}.found", items=listed(asked, items)) if items else None,
        t("stage.found.none", names=listed(asked, none)) if none else None,
    )


def nothing_found(asked: SceneRequest, *, headline: str, measure: str, unknown: str) -> Scene:
    """Cities for which what a scene counts is not documented at all: named, and unknown."""
    t = asked.t
    names = tuple((asked.name(city), "") for city in asked.cities)
    return Scene(
        headline=headline,
        subtitle=subtitle(asked, measure),
        chart=Lists(
            heads=(t("stage.column.list"), t("stage.column.item"), t("stage.column.value")),
            groups=(
                Group(
                    title=t("stage.nothing.title"),
                    items=names if len(names) <= MOST_NAMES else ((place(asked), ""),),
                    is_unknown=True,
                ),
            ),
        ),
        sentence=unknown,
        follow_up="",
        unknown=unknown,
        source_ids=(),
        credit=t("pictures.source.none"),
    )


def credit(asked: SceneRequest, source_ids: tuple[str, ...]) -> str:
    """Source line of a scene without any source; empty where the publishers are named."""
    return "" if source_ids else asked.t("pictures.source.none")
