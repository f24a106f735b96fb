"""Page: what is documented, practice by practice and city by city; no score, no rank."""

import streamlit as st

from components import maturity, what_if
from components.markup import show
from components.notices import show_ignored
from components.scope import page_link, read_scope, scope_choice
from components.session import today, visit
from components.view import View

language, t, dataset, reader = visit()
view = View(dataset=dataset, today=today(), language=language, t=t)
scope = read_scope(reader, dataset, language)
rules = what_if.read_rules(reader)
dimension = what_if.read_dimension(reader, dataset.dimensions)
show_ignored(reader, t)

parameters = {**scope.parameters, **what_if.rule_parameters(rules), "dimension": dimension}
link = page_link("maturity", language, parameters)

st.title(t("maturity.title"), anchor=False)
show(maturity.lead(view), scope_choice(scope, view, link), maturity.section_links(view))
show(maturity.criteria_section(scope, view))
show(maturity.footprints_section(scope, view))
choice = [
    what_if.dimension_choice(dimension, view, link),
    what_if.what_if_panel(scope, view, rules, link),
]
show(maturity.intervals_section(scope, view, rules, dimension, choice))
show(maturity.ladder_section(scope, view))
show(maturity.questions_section(scope, view))
