"""« Signaler une erreur »: a small form with the fact filled in, for anybody; staff read it later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import htpy as h
import streamlit as st

from components import session
from components.address import AddressReader, address
from components.desk.report_link import report_link
from components.evidence import evidence_address
from components.i18n import Language, Translate, content, number, translator
from components.indicator_strip import value_text
from components.markup import Element, internal_link, isolated, safe_url, show
from components.method import origin, report_section
from components.project_card import shown
from components.session import set_widget_value, widget_value
from components.source_note import label
from data.errors import DataError
from data.load import Dataset
from data.schema import Factor, Project, Source, Strategy
from data.store import StoreError, TooManyError

__all__ = ["LONGEST_REPORT", "Fact", "fact_of", "report_link", "show_report"]

log = logging.getLogger(__name__)

LONGEST_REPORT = 2_000
"""Characters of a report, and of the address with it."""

_TOLD = "report_told"
_TRAP = "report_site"
"""A box that nobody sees: what fills it is a robot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A published fact that somebody says is wrong.

    Attributes:
        table, key: Its row in the tables.
        city_id: City it belongs to; None: none.
        title: What it is called.
        value: What is published, in words; may be empty.
        view: Address of where it is shown.
        about: What the row does not say (a criterion that has no row); goes before the words.
    """

    table: str
    key: tuple[str, ...]
    city_id: str | None
    title: str
    value: str
    view: str
    about: str = ""

    def words(self, name: str, t: Translate) -> str:
        """A word of the form: of a fact one says what is wrong, of a question what one knows."""
        return t(f"report.unknown.{name}") if self.about else t(f"report.{name}")


def fact_of(reader: AddressReader, dataset: Dataset, language: Language) -> Fact | None:
    """The fact that the address names: project, strategy, factor, source, a value of an indicator, city,
    or city and criterion.

    Returns:
        None: it names none that is published; what was refused is in ``reader.ignored``.
    """
    for name, (table, fact) in _BY_ID.items():
        rows = getattr(dataset, table)
        if found := reader.one(name, rows):
            return fact(rows[found], dataset, language)
    if key := reader.one("indicator", dataset.indicators):
        return _of_value(key, reader, dataset, language)
    key = reader.one("city", dataset.cities)
    criterion_id = reader.one("criterion", dataset.criteria)
    if key is None:
        return None
    return _of_city(key, criterion_id, dataset, language)


def _of_project(project: Project, _: Dataset, language: Language) -> Fact:
    return Fact(
        table="projects",
        key=(project.project_id,),
        city_id=project.city_id,
        title=content(project, "title", language).text,
        value=content(project, "summary", language).text,
        view=address("projects", language, project=project.project_id),
    )


def _of_strategy(plan: Strategy, dataset: Dataset, language: Language) -> Fact:
    place = address("city", language, city=plan.city_id) if plan.city_id else ""
    return Fact(
        table="strategies",
        key=(plan.strategy_id,),
        city_id=plan.city_id,
        title=content(plan, "title", language).text,
        value=shown(dataset, "strategy_status", plan.status, language),
        view=place or address("overview", language),
    )


def _of_source(source: Source, _: Dataset, language: Language) -> Fact:
    return Fact(
        table="sources",
        key=(source.source_id,),
        city_id=None,
        title=source.title,
        value=source.publisher,
        view=address("sources", language, source=source.source_id),
    )


def _of_factor(factor: Factor, dataset: Dataset, language: Language) -> Fact:
    kind = shown(dataset, "factor_kind", factor.kind, language)
    view = address("overview", language)
    if factor.project_id is not None:
        view = address("projects", language, project=factor.project_id)
        kind = f"{content(dataset.projects[factor.project_id], 'title', language).text} · {kind}"
    elif factor.city_id is not None:
        view = address("city", language, city=factor.city_id)
        kind = f"{getattr(dataset.cities[factor.city_id], f'name_{language}')} · {kind}"
    return Fact(
        table="factors",
        key=(factor.factor_id,),
        city_id=factor.city_id,
        title=kind,
        value=content(factor, "text", language).text,
        view=view,
    )


_BY_ID: Mapping[str, tuple[str, Callable[..., Fact]]] = {
    "project": ("projects", _of_project),
    "strategy": ("strategies", _of_strategy),
    "factor": ("factors", _of_factor),
    "source": ("sources", _of_source),
}
"""What an address names by one id: its table, and the fact that a row is."""


def _of_value(
    indicator_id: str, reader: AddressReader, dataset: Dataset, language: Language
) -> Fact | None:
    """The latest value of a city or a country; None: the address names a place that has none."""
    places = {row.entity_id for row in dataset.observations if row.indicator_id == indicator_id}
    place = reader.one("place", places)
    if place is None:
        return None
    indicator, row = (
        dataset.indicators[indicator_id],
        dataset.observations_of(place, indicator_id)[-1],
    )
    where = dataset.cities.get(place) or dataset.countries[place]
    unit = content(indicator, "unit", language).text
    return Fact(
        table="observations",
        key=(place, indicator_id, str(row.year)),
        city_id=place if place in dataset.cities else None,
        title=f"{getattr(where, f'name_{language}')} · {content(indicator, 'name', language).text}",
        value=f"{value_text(row, indicator, language)} {unit}, {row.year}",
        view=address("indicators", language, indicator=indicator_id),
    )


def _of_city(city_id: str, criterion_id: str | None, dataset: Dataset, language: Language) -> Fact:
    city = dataset.cities[city_id]
    name = str(getattr(city, f"name_{language}"))
    t = translator(language)
    if criterion_id is None:
        people = (
            t("report.population.unknown")
            if city.population is None
            else t("report.population", figure=number(city.population, language))
        )
        view = address("city", language, city=city_id)
        return Fact(
            table="cities", key=(city_id,), city_id=city_id, title=name, value=people, view=view
        )
    view = evidence_address(city_id, criterion_id, language)
    title = f"{name} · {content(dataset.criteria[criterion_id], 'label', language).text}"
    answer = dataset.answers_of_city(city_id).get(criterion_id)
    if answer is None:
        # An unknown criterion has no row: the report goes to the city and names the criterion.
        return Fact(
            table="cities",
            key=(city_id,),
            city_id=city_id,
            title=title,
            value=content(dataset.criteria[criterion_id], "question", language).text,
            view=view,
            about=criterion_id,
        )
    state = label(dataset, "answer", answer.answer, language)
    return Fact(
        table="criteria",
        key=(city_id, criterion_id),
        city_id=city_id,
        title=title,
        value=f"{state} · {content(answer, 'note', language).text}",
        view=view,
    )


def show_report(fact: Fact, dataset: Dataset, language: Language, t: Translate) -> None:
    """The form; where there is no store to send it to, the text to copy of « Sources et méthode »."""
    show(_fact_panel(fact, t))
    told = widget_value(_TOLD)
    set_widget_value(_TOLD, None)
    if isinstance(told, tuple):
        is_fault, words = told
        show(h.p(".rc-notice", role="alert" if is_fault else "status")[isolated(words)])
        if not is_fault:
            show(h.p[internal_link(fact.words("back", t), fact.view)])
            return
    if not session.has_store():
        show(
            h.p(".rc-prose")[t("report.by_mail")],
            report_section(dataset, language, t, origin=origin(), city_id=fact.city_id),
        )
        return
    key = _key(fact)
    show(h.p(".rc-prose")[fact.words("how", t)])
    st.text_area(
        fact.words("words", t),
        key=f"{key}_words",
        max_chars=LONGEST_REPORT,
        height=160,
        placeholder="",
    )
    st.text_input(
        t("report.source"), key=f"{key}_source", max_chars=LONGEST_REPORT, placeholder="https://…"
    )
    with st.container(key="report_trap"):
        st.text_input(t("report.trap"), key=_TRAP, placeholder="", max_chars=200)
    show(h.p(".rc-small.rc-muted")[t("report.privacy")])
    st.button(
        fact.words("send", t), key="report_send", type="primary", on_click=_send, args=(fact,)
    )


def _fact_panel(fact: Fact, t: Translate) -> Element:
    return h.section(".rc-reported")[
        h.p(".rc-small.rc-muted")[fact.words("about", t)],
        h.p(".rc-reported-title")[internal_link(isolated(fact.title), fact.view)],
        h.p[isolated(fact.value)] if fact.value else None,
    ]


def _key(fact: Fact) -> str:
    # The fact is part of the key: what was typed of one never lands under another.
    return "_".join(["report", fact.table, *fact.key, fact.about])


def _send(fact: Fact) -> None:
    """Keep a report, or say why not; what was typed stays until it is kept."""
    language = session.current_language()
    t = translator(language)
    key = _key(fact)
    words, source = (
        str(widget_value(f"{key}_{name}") or "").strip() for name in ("words", "source")
    )
    fault = _fault(fact, words, source, t)
    if fault:
        set_widget_value(_TOLD, (True, fault))
        return
    if widget_value(_TRAP):
        # The robot is thanked like everybody, and learns nothing.
        log.info("a report filled the box that nobody sees")
        set_widget_value(_TOLD, (False, t("report.sent")))
        return
    note = "\n".join(filter(None, [f"[{fact.about}]" if fact.about else "", words, source]))
    try:
        session.store().report(note, table=fact.table, key=fact.key, origin=session.client_mark())
    except TooManyError:
        told = (True, t("report.fault.many"))
    except DataError as error:
        told = (True, error.message(language))
    except StoreError:
        log.exception("a report was not kept")
        told = (True, t("report.fault.store"))
    else:
        told = (False, t("report.sent"))
        for name in ("words", "source"):
            set_widget_value(f"{key}_{name}", "")
    set_widget_value(_TOLD, told)


def _fault(fact: Fact, words: str, source: str, t: Translate) -> str:
    if not words:
        return fact.words("empty", t)
    if len(words) > LONGEST_REPORT or len(source) > LONGEST_REPORT:
        return t("report.fault.long", most=LONGEST_REPORT)
    if source and safe_url(source) is None:
        return t("report.fault.address")
    return ""
