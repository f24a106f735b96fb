"""« Says who? »: the sources behind a fact, one click away, with publisher, date, grade, language, link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import htpy as h

from components.i18n import Language, Translate, partial_date
from components.markup import Element, Node, external_link, isolated
from data.dates import PartialDate, is_stale
from data.load import Dataset
from data.schema import Source


def source_note(
    source_ids: Sequence[str],
    dataset: Dataset,
    language: Language,
    t: Translate,
    *,
    report: Element | None = None,
) -> Node:
    """A line « 3 sources » that opens the list of them; works without a script and by keyboard.

    Args:
        report: The way to say that the fact is wrong, under its sources.
    """
    if not source_ids:
        return h.span(".rc-small.rc-muted")[t("source.none")]
    return h.details(".rc-sources")[
        h.summary[t("source.count", count=len(source_ids))],
        source_list([dataset.sources[source_id] for source_id in source_ids], dataset, language, t),
        h.p[report] if report is not None else None,
    ]


def source_list(
    sources: Sequence[Source], dataset: Dataset, language: Language, t: Translate
) -> Element:
    """Every source with what a reader needs to judge it."""
    return h.ul(".rc-source-list")[
        (h.li(".rc-source")[source_line(source, dataset, language, t)] for source in sources)
    ]


def source_line(source: Source, dataset: Dataset, language: Language, t: Translate) -> Node:
    """Title as a link, then publisher, date, language and grade."""
    title = isolated(source.title)
    foreign = source.language if source.language != language else None
    facts = (
        isolated(source.publisher),
        partial_date(source.published, language),
        label(dataset, "source_language", source.language, language),
        t("source.grade", grade=source.grade.value),
    )
    return [
        external_link(title, source.url, t, lang=foreign),
        h.br,
        h.span(".rc-source-meta")[
            ([" · " if position else "", fact] for position, fact in enumerate(facts)),
            [" · ", t("source.offline")] if source.url is None else None,
        ],
    ]


def as_of_note(as_of: PartialDate | None, today: date, language: Language, t: Translate) -> Node:
    """« État au : mai 2022 », with « à confirmer » beside it after 36 months."""
    return h.span(".rc-small.rc-muted")[
        t("fact.as_of", date=partial_date(as_of, language)),
        [" ", to_confirm(t)] if is_stale(as_of, today) else None,
    ]


def to_confirm(t: Translate) -> Element:
    """The mark of a fact over 36 months old."""
    return h.span(".rc-confirm", title=t("fact.to_confirm.why"))[t("fact.to_confirm")]


def label(dataset: Dataset, vocabulary: str, code: str, language: Language) -> str:
    """Name of a code of a closed vocabulary, in the language of the reader."""
    text: str = getattr(dataset.term(vocabulary, code), f"label_{language}")
    return text
