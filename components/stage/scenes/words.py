"""Words that every scene says in the same way: place and date, lists of names, what is unknown."""

from __future__ import annotations

from collections.abc import Iterable

from components.i18n import NBSP, day
from components.pictures.svg import isolated_text
from components.stage.scene import SceneRequest


def place(asked: SceneRequest) -> str:
    """« 10 villes de la conférence », « 75 villes et provinces »."""
    return asked.t(f"stage.place.{asked.extent}", count=len(asked.cities))


def subtitle(asked: SceneRequest, measure: str, where: str = "") -> str:
    """Measure, place and date of a scene, on one line; ``where``: a narrower place than the extent."""
    published = day(asked.dataset.published_on, asked.language).replace(" ", NBSP)
    return asked.t("stage.subtitle", measure=measure, place=where or place(asked), date=published)


def listed(asked: SceneRequest, names: Iterable[str]) -> str:
    """Names as a sentence lists them: « Hué, Namur et Tunis »; empty for none."""
    safe = [isolated_text(name) for name in names]
    if len(safe) < 2:
        return "".join(safe)
    return asked.t("pictures.list", first=", ".join(safe[:-1]), last=safe[-1])


def follow_up(asked: SceneRequest) -> str:
    """Question the programme asks after the scene; in a speaker's pack, the one of its kind of scene.

    Empty if there is neither.
    """
    asked_for = asked.label(asked.definition, "follow_up")
    chart = asked.definition.chart
    if asked_for or not chart.startswith("talk-"):
        return asked_for
    return asked.t(f"stage.pack.follow_up.{chart.removeprefix('talk-')}")


def joined(*clauses: str | None) -> str:
    """Sentences one after the other; a clause that is not true is None and is dropped here."""
    return " ".join(clause for clause in clauses if clause)
