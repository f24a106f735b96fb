"""The method in plain words, how to report a wrong fact, and the glossary."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import htpy as h
import streamlit as st

from analysis.overview import interval
from components.address import address
from components.i18n import Language, Translate, content, number, percent
from components.markup import Element, Node, external_link, internal_link, isolated, prose
from components.project_card import shown
from components.source_note import source_note
from components.state_mark import state_mark
from data.load import Dataset
from data.schema import Answer, CriterionDefinition, DimensionDefinition, EvidenceGrade

SECTIONS = ("the-method", "all-sources", "licences", "downloads", "report", "glossary")
"""Anchors of the page, in order."""

EXAMPLE = {"yes": 9, "partial": 2, "no": 1, "unknown": 11}
"""Worked example of the method: a city where the 23 scored criteria apply."""

WEAK_POINTS = ("press", "undated", "provinces", "vietnam", "namur", "names", "members", "errors")
NEVER = ("rank", "grade", "impute", "silence", "persons")
REPORT_PARTS = ("city", "fact", "value", "source")
GLOSSARY = (
    "answer",
    "as_of",
    "axis",
    "city",
    "coverage",
    "criterion",
    "documented",
    "edition",
    "factor",
    "grade",
    "network",
    "possible",
    "project",
    "source",
    "stage",
    "strategy",
    "technology",
    "unknown",
)


def origin() -> str:
    """Scheme and host this visitor sees, without a final slash; empty outside a browser."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def lead(t: Translate) -> Element:
    """What the page is for, in one sentence."""
    return h.p(".rc-lead")[t("sources.lead")]


def contents(language: Language, t: Translate) -> Element:
    """The way around a long page."""
    return h.nav(".rc-contents", aria_label=t("sources.contents"))[
        h.ol[
            (
                h.li[
                    h.a(href=f"{address('sources', language)}#{name}", data_rc_nav=True)[
                        t(f"sources.contents.{name.replace('-', '_')}")
                    ]
                ]
                for name in SECTIONS
            )
        ]
    ]


def method_section(dataset: Dataset, language: Language, t: Translate) -> Element:
    """What the figures mean, what they do not, and what each criterion asks."""
    return h.section(".rc-text")[
        h.h2(id="the-method")[t("sources.method.title")],
        _chapter("unknown", 2, t),
        _chapter("states", 1, t),
        h.ul(".rc-states")[
            (
                h.li[
                    state_mark(Answer(term.code)),
                    h.span[
                        h.b[content(term, "label", language).text],
                        t("separator"),
                        prose(content(term, "description", language), t),
                    ],
                ]
                for term in dataset.terms_of("answer")
            )
        ],
        _text("states", 2, t),
        _chapter("interval", 1, t),
        _example(language, t),
        _text("interval", 2, t),
        _text("interval", 3, t),
        _chapter("grades", 1, t),
        _grades(dataset, language, t),
        _chapter("dates", 2, t),
        _chapter("criteria", 2, t),
        (
            _criteria_of(dimension, dataset, language, t)
            for dimension in dataset.dimensions.values()
        ),
        _chapter("never", 0, t),
        h.ul(".rc-bullets")[(h.li[t(f"sources.method.never.{name}")] for name in NEVER)],
        _chapter("weak", 1, t),
        h.ul(".rc-bullets")[(h.li[t(f"sources.method.weak.{name}")] for name in WEAK_POINTS)],
        h.p[internal_link(t("completeness.from_sources"), address("completeness", language))],
        _chapter("map", 1, t),
        h.p(".rc-prose")[t("map.disclaimer")],
        _chapter("context", 1, t),
        _country_notes(dataset, language, t),
    ]


def report_section(
    dataset: Dataset, language: Language, t: Translate, *, origin: str, city_id: str | None
) -> Element:
    """How to say that a fact is wrong, with a text ready to copy.

    Args:
        origin: Scheme and host of this dashboard, without a final slash; may be empty.
        city_id: City the reader comes from, or None.
    """
    view = address("city", language, city=city_id) if city_id else address("overview", language)
    city = (
        str(getattr(dataset.cities[city_id], f"name_{language}"))
        if city_id
        else t("sources.report.fill.city")
    )
    return h.section(".rc-text")[
        h.h2(id="report")[t("sources.report.title")],
        h.p(".rc-prose")[t("sources.report.lead")],
        h.ol(".rc-bullets")[(h.li[t(f"sources.report.{name}")] for name in REPORT_PARTS)],
        h.p(".rc-prose")[t("sources.report.who")],
        h.p(".rc-prose")[t("sources.report.copy")],
        h.pre(".rc-copy", tabindex="0")[
            t(
                "sources.report.text",
                city=city,
                view=f"{origin}{view}",
                edition=dataset.edition,
            )
        ],
        h.p(".rc-prose")[t("sources.report.then")],
    ]


def glossary_section(language: Language, t: Translate, other: Translate) -> Element:
    """The words of the dashboard, each with its word in the other language.

    Args:
        other: Translator of the other language.
    """
    other_language = "en" if language == "fr" else "fr"
    return h.section(".rc-text")[
        h.h2(id="glossary")[t("sources.glossary.title")],
        h.dl(".rc-glossary")[
            (
                h.div[
                    h.dt[
                        t(f"sources.glossary.{name}"),
                        " ",
                        h.span(".rc-muted", lang=other_language)[other(f"sources.glossary.{name}")],
                    ],
                    h.dd[t(f"sources.glossary.{name}.text")],
                ]
                for name in GLOSSARY
            )
        ],
    ]


def _chapter(name: str, paragraphs: int, t: Translate) -> Node:
    return [
        h.h3(id=name)[t(f"sources.method.{name}.title")],
        (_text(name, position, t) for position in range(1, paragraphs + 1)),
    ]


def _text(name: str, position: int, t: Translate) -> Element:
    return h.p(".rc-prose")[t(f"sources.method.{name}.{position}")]


def _example(language: Language, t: Translate) -> Element:
    result = interval(**EXAMPLE)
    total = sum(EXAMPLE.values())
    points = EXAMPLE["yes"] + EXAMPLE["partial"] / 2
    parts = (
        ("documented", result.documented),
        ("possible", result.possible - result.documented),
        ("rest", 1 - result.possible),
    )
    return h.figure(".rc-example")[
        h.p[h.b[t("sources.example.title")], " ", t("sources.example.given", all=total, **EXAMPLE)],
        h.div(".rc-interval", aria_hidden="true")[
            (
                h.span(class_=f"rc-interval-{name}", style=f"flex-grow: {share:.4f}")
                for name, share in parts
            )
        ],
        h.dl(".rc-example-figures")[
            (
                h.div[
                    h.dt[t(f"sources.example.{name}")],
                    h.dd[
                        t("sources.example.count", figure=figure, all=total),
                        t("separator"),
                        percent(share, language),
                    ],
                ]
                for name, figure, share in (
                    ("documented", points, result.documented),
                    ("possible", points + EXAMPLE["unknown"], result.possible),
                    ("coverage", total - EXAMPLE["unknown"], result.coverage),
                )
            )
        ],
        h.figcaption[t("sources.example.sentence")],
    ]


def _grades(dataset: Dataset, language: Language, t: Translate) -> Element:
    counts = Counter(source.grade for source in dataset.sources.values())
    return h.table(".rc-plain-table.rc-grades")[
        h.thead[
            h.tr[
                (
                    h.th(scope="col")[t(f"sources.grades.{name}")]
                    for name in ("grade", "meaning", "sources")
                )
            ]
        ],
        h.tbody[
            (
                h.tr[
                    h.th(scope="row")[grade.value],
                    h.td[
                        shown(dataset, "evidence_grade", grade, language),
                        h.span(".rc-cell-note")[
                            prose(
                                content(
                                    dataset.term("evidence_grade", grade), "description", language
                                ),
                                t,
                            )
                        ],
                    ],
                    h.td(".rc-figure")[number(counts[grade], language)],
                ]
                for grade in EvidenceGrade
            )
        ],
    ]


def _criteria_of(
    dimension: DimensionDefinition, dataset: Dataset, language: Language, t: Translate
) -> Element:
    criteria = [
        item for item in dataset.criteria.values() if item.dimension_id == dimension.dimension_id
    ]
    return h.details(".rc-fold", id=f"criteria-{dimension.dimension_id}")[
        h.summary[
            h.b[content(dimension, "label", language).text],
            " ",
            h.span(".rc-muted")[t("sources.criteria.count", count=len(criteria))],
        ],
        h.p(".rc-prose")[prose(content(dimension, "description", language), t)],
        (_criterion(item, language, t) for item in criteria),
    ]


def _criterion(item: CriterionDefinition, language: Language, t: Translate) -> Element:
    nature = "public" if item.is_public_by_nature else "internal"
    facts: list[tuple[str, Node]] = [
        ("yes", prose(content(item, "yes_means", language), t)),
        ("partial", prose(content(item, "partial_means", language), t)),
        ("not_applicable", prose(content(item, "not_applicable", language), t)),
        ("nature", t(f"sources.criteria.{nature}")),
    ]
    if standard := content(item, "standard", language).text:
        links = [
            [" ", external_link(t("sources.criteria.read", position=position), url, t)]
            for position, url in enumerate(item.standard_urls, start=1)
        ]
        fit = t(f"sources.criteria.fit.{item.standard_fit}")
        facts.append(("standard", [standard, " ", h.span(".rc-muted")[f"({fit})"], links]))
    if caution := content(item, "caution", language).text:
        facts.append(("caution", caution))
    return h.div(".rc-criterion")[
        h.h4[
            h.span(".rc-criterion-id")[item.criterion_id],
            " ",
            prose(content(item, "label", language), t),
            None if item.is_scored else [" ", h.span(".rc-tag")[t("sources.criteria.context")]],
        ],
        h.p[prose(content(item, "question", language), t)],
        h.dl[
            (
                h.div[
                    h.dt[
                        state_mark(Answer(name)) if name in {"yes", "partial"} else None,
                        t(f"sources.criteria.{name}"),
                    ],
                    h.dd[value],
                ]
                for name, value in facts
            )
        ],
    ]


def _country_notes(dataset: Dataset, language: Language, t: Translate) -> Node:
    if not dataset.country_notes:
        return None
    return h.details(".rc-fold")[
        h.summary[t("sources.countries.title", count=len(dataset.country_notes))],
        h.dl(".rc-glossary")[
            (
                h.div[
                    h.dt[
                        isolated(getattr(dataset.countries[note.country_iso3], f"name_{language}"))
                    ],
                    h.dd[
                        prose(content(note, "note", language), t),
                        source_note(note.source_ids, dataset, language, t),
                    ],
                ]
                for note in dataset.country_notes.values()
            )
        ],
    ]
