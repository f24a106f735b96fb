"""What is behind one mark: the answer, its note, its date, its grade, its sources, one click away.

A mark is a link to the criterion on the city's page; ``evidence.js`` opens the same facts over the
page instead, so a reader keeps the place. Both are built from the same parts.
"""

from __future__ import annotations

import htpy as h

from analysis.coverage import state_of
from components.address import address
from components.footprint import criterion_body
from components.i18n import Language
from components.markup import Element, Node, internal_link, isolated
from components.state_mark import state_mark
from components.view import View
from data.dates import is_stale
from data.schema import City, CriterionDefinition


def evidence_address(city_id: str, criterion_id: str, language: Language) -> str:
    """The criterion on the page of the city."""
    return address("city", language, city=city_id) + f"#critere-{criterion_id}"


def evidence_link(
    city_id: str, criterion_id: str, view: View, label: Node, title: str | None = None
) -> Element:
    """A link to the evidence of one answer; opens over the page where the script is there."""
    return h.a(
        ".rc-evidence",
        href=evidence_address(city_id, criterion_id, view.language),
        data_rc_evidence=f"{city_id}.{criterion_id}",
        title=title,
    )[label]


def evidence_mark(city: City, criterion: CriterionDefinition, view: View) -> Element:
    """One mark of a footprint as a link; its words say city, criterion, state and age."""
    answers = view.dataset.answers_of_city(city.city_id)
    state = state_of(answers, criterion.criterion_id)
    answer = answers.get(criterion.criterion_id)
    is_old = answer is not None and is_stale(answer.as_of, view.today)
    words = view.t(
        "evidence.mark.old" if is_old else "evidence.mark",
        city=view.city(city),
        criterion=view.text(criterion, "label"),
        state=view.term("answer", state).lower(),
    )
    mark = [
        h.span(class_="rc-old" if is_old else None)[state_mark(state)],
        h.span(".rc-hidden")[words],
    ]
    return evidence_link(city.city_id, criterion.criterion_id, view, mark, words)


def evidence_card(city: City, criterion: CriterionDefinition, view: View) -> Element:
    """Everything known of one answer, for the panel that opens over the page."""
    answers = view.dataset.answers_of_city(city.city_id)
    state = state_of(answers, criterion.criterion_id)
    dimension = view.dataset.dimensions[criterion.dimension_id]
    return h.article(".rc-evidence-card")[
        h.p(".rc-muted.rc-small")[isolated(view.city(city)), " · ", view.text(dimension, "label")],
        h.h2(id="rc-evidence-title")[view.text(criterion, "label")],
        h.p(".rc-evidence-state")[state_mark(state), " ", h.b[view.term("answer", state)]],
        criterion_body(
            criterion,
            answers,
            view.dataset,
            city_id=city.city_id,
            today=view.today,
            language=view.language,
            t=view.t,
        ),
        h.p[
            internal_link(
                view.t("evidence.more", city=view.city(city)),
                address("city", view.language, city=city.city_id) + "#criteres",
            )
        ],
    ]
