"""Words that every chart says in the same way: where, when, how many are not known."""

from __future__ import annotations

from collections.abc import Sequence

from components.i18n import NBSP, day
from components.pictures.chart import ChartRequest
from components.pictures.svg import isolated_text

NAMES_IN_SUBTITLE = 4


def place(asked: ChartRequest) -> str:
    """« Hué, Namur et Tunis », « 12 villes choisies », « 75 villes et provinces »."""
    t = asked.t
    if asked.is_whole:
        return t("pictures.place.whole", count=len(asked.cities))
    if len(asked.cities) > NAMES_IN_SUBTITLE:
        return t("pictures.place.chosen", count=len(asked.cities))
    return listed(asked, [asked.city_name(city) for city in asked.cities])


def subtitle(asked: ChartRequest, measure: str) -> str:
    """Measure, place and date of a chart."""
    published = day(asked.dataset.published_on, asked.language)
    return asked.t(
        "pictures.subtitle",
        measure=measure,
        place=place(asked),
        date=published.replace(" ", NBSP),
    )


def listed(asked: ChartRequest, names: Sequence[str]) -> str:
    """Names as a sentence lists them: « Hué, Namur et Tunis »."""
    safe = [isolated_text(name) for name in names]
    if len(safe) < 2:
        return "".join(safe)
    return asked.t("pictures.list", first=", ".join(safe[:-1]), last=safe[-1])
