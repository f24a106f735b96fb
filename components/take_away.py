"""« Emporter »: a quiet line under each chart with its files, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

import htpy as h

from components.i18n import Language, Translate, day
from components.markup import Element
from components.session import published_dataset, site_address, today
from data.load import Dataset

FILES = {"png": "PNG", "svg": "SVG", "csv": "CSV", "xlsx": "Excel"}
"""Suffixes offered, in the order of the line, and what a reader calls them."""


def take_away(
    name: str, language: Language, t: Translate, **parameters: str | Iterable[str] | None
) -> Element:
    """Links to the files of one chart and its citation, to place under the chart.

    Args:
        name: Name of the chart in ``pictures.catalogue.CHARTS``.
        parameters: What the chart takes, as for ``address``: ``cities=("hue", "namur")``.
    """
    cited = citation_of(
        name,
        published_dataset(),
        today(),
        language,
        t,
        address=site_address() + chart_address(name, "svg", language, **parameters),
    )
    return h.div(".rc-carry", role="group", aria_label=t("pictures.take.label"))[
        h.p[
            t("pictures.take"),
            (
                [
                    " · " if position else " ",
                    h.a(
                        href=chart_address(name, suffix, language, **parameters),
                        download=True,
                        aria_label=t("pictures.take.file", format=label),
                    )[label],
                ]
                for position, (suffix, label) in enumerate(FILES.items())
            ),
        ],
        h.details[
            h.summary[t("pictures.cite")],
            h.p(".rc-carry-citation")[cited],
        ],
    ]


def chart_address(
    name: str, suffix: str, language: Language, **parameters: str | Iterable[str] | None
) -> str:
    """Address of one file of a chart; lists are joined by commas, None and "" left out."""
    pairs: dict[str, str] = {"lang": language}
    for key, value in parameters.items():
        text = value if isinstance(value, str) or value is None else ",".join(value)
        if text:
            pairs[key] = text
    return f"/charts/{name}.{suffix}?{urlencode(pairs, safe=',')}"


def citation_of(
    name: str,
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
    *,
    address: str,
) -> str:
    """How to cite a chart, with its dated edition, in one sentence."""
    return t(
        "pictures.citation",
        title=t(f"pictures.{name}.sheet"),
        edition=dataset.edition,
        published=day(dataset.published_on, language),
        address=address,
        today=day(today, language),
    )
