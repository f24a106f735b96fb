"""The sections of the explorer's page, from its lead to its notes."""

from __future__ import annotations

import htpy as h
import streamlit as st

from components.explorer.distribution import distribution_story
from components.explorer.lines import lines_story
from components.explorer.lists import lists_story
from components.explorer.scatter import scatter_story
from components.explorer.story import Story
from components.explorer.style import SCREEN, Look
from components.explorer.view import ExplorerView, ViewName
from components.i18n import Language, Translate, content
from components.markup import Element, Node, isolated, prose
from components.source_note import source_note
from components.take_away import take_away
from data.load import Dataset
from data.schema import Indicator, Redistribution

PICTURES: dict[ViewName, str] = {
    "lines": "indicator-lines",
    "scatter": "indicator-scatter",
    "distribution": "indicator-distribution",
}
"""Name of the chart that is taken away; the two lists are a table."""


def lead(t: Translate) -> Element:
    """What the page is for."""
    return h.p(".rc-lead")[t("indicators.lead")]


def page_look(language: Language) -> Look:
    """Look of a chart on the page: its colours follow the ground."""
    return Look(palette=SCREEN, language=language)


def show_chart(story: Story) -> None:
    """Draw the chart of a story; its description is read where it cannot be seen."""
    if story.spec is not None:
        spec = {name: part for name, part in story.spec.items() if name != "description"}
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=story.spec["description"])


def headline(story: Story) -> Element:
    """The finding, then what is measured."""
    return h.div(".rc-finding")[
        h.h2[isolated(story.finding)], h.p(".rc-muted")[isolated(story.measure)]
    ]


def story_of(view: ExplorerView, dataset: Dataset, look: Look, t: Translate) -> Story:
    """Everything to tell for a view; the chart in the look of the page or of a picture."""
    match view.name:
        case "lines":
            return lines_story(view, dataset, look, t)
        case "scatter":
            return scatter_story(view, dataset, look, t)
        case "distribution":
            return distribution_story(view, dataset, look, t)
        case "lists":
            return lists_story(view, dataset, look.language, t)


def notes(
    story: Story, view: ExplorerView, dataset: Dataset, language: Language, t: Translate
) -> Element:
    """Who publishes it and on which terms, then what is unknown and what the indicator means."""
    return h.div(".rc-explorer-notes")[
        h.p(".rc-source-line")[
            (
                [h.br if position else None, _terms(indicator, language, t)]
                for position, indicator in enumerate(story.indicators)
            )
        ],
        source_note(story.source_ids, dataset, language, t),
        take_away(PICTURES[view.name], language, t, **view.address_parts())
        if view.name in PICTURES and story.spec is not None
        else None,
        h.div(".rc-explorer-text")[
            h.section[
                h.h3[t("indicators.reading")],
                h.ul[(h.li[isolated(note)] for note in story.notes)],
            ],
            h.section[
                h.h3[t("indicators.meaning")],
                (
                    h.p[
                        h.b[content(indicator, "name", language).text],
                        t("separator"),
                        prose(content(indicator, "description", language), t),
                    ]
                    for indicator in story.indicators
                ),
            ],
        ],
    ]


def _terms(indicator: Indicator, language: Language, t: Translate) -> Node:
    return [
        t(
            "indicators.terms",
            publisher=content(indicator, "publisher", language).text,
            licence=content(indicator, "licence", language).text,
        ),
        " ",
        t("indicators.cite_only") if indicator.redistribution is Redistribution.CITE_ONLY else None,
    ]
