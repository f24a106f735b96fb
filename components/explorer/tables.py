"""The values of a story as a table whose rows lead to their sources."""

from __future__ import annotations

from collections.abc import Iterable

import htpy as h

from components.address import address
from components.explorer.story import Story
from components.i18n import Language, Translate
from components.markup import Element, internal_link, isolated
from components.source_note import source_line
from data.load import Dataset


def story_table(story: Story, dataset: Dataset, language: Language, t: Translate) -> Element:
    """The values drawn, as a table; each row leads to its sources."""
    table = story.table
    letters = _letters(table.source_ids)
    return h.div(
        class_=["rc-explorer-table", {"rc-explorer-lists": story.spec is None}],
        tabindex="0",
        role="region",
        aria_label=table.caption,
    )[
        h.table[
            h.caption(".rc-hidden")[table.caption],
            h.thead[
                h.tr[
                    (
                        h.th(".rc-number" if position else "", scope="col")[isolated(column)]
                        for position, column in enumerate(table.columns)
                    ),
                    h.th(scope="col")[t("indicators.column.sources")],
                ]
            ],
            h.tbody[
                (
                    h.tr(".rc-explorer-marked" if is_marked else "")[
                        h.th(scope="row")[cells[0]],
                        (h.td(".rc-number")[cell] for cell in cells[1:]),
                        h.td[
                            (
                                [
                                    " " if position else None,
                                    internal_link(
                                        [
                                            h.span(".rc-hidden")[t("indicators.source_of")],
                                            letters[source_id],
                                        ],
                                        address("sources", language, source=source_id),
                                    ),
                                ]
                                for position, source_id in enumerate(source_ids)
                            )
                        ],
                    ]
                    for cells, source_ids, is_marked in zip(
                        table.rows, table.source_ids, table.marked, strict=True
                    )
                )
            ],
        ],
        h.ul(".rc-explorer-letters")[
            (
                h.li[
                    h.b[letter],
                    " ",
                    h.span[source_line(dataset.sources[source_id], dataset, language, t)],
                ]
                for source_id, letter in letters.items()
            )
        ],
    ]


def _letters(source_ids: Iterable[Iterable[str]]) -> dict[str, str]:
    """A letter for each source, in the order of the rows; past z, « aa »."""
    found = dict.fromkeys(source_id for ids in source_ids for source_id in ids)
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return {
        source_id: alphabet[position % 26] * (position // 26 + 1)
        for position, source_id in enumerate(found)
    }
