"""Page: two to six cities, or a whole group, side by side: charts, table, map. Nobody is ranked."""

import streamlit as st

from analysis.comparison import LARGEST_GROUP
from analysis.groups import SPEAKERS
from components import comparison, comparison_take_away
from components.comparison_indicators import read_indicator, show_indicators
from components.comparison_table import table_view
from components.markup import show
from components.notices import show_ignored
from components.scope import page_link, read_scope, scope_choice
from components.session import today, visit
from components.view import View

language, t, dataset, reader = visit()
view = View(dataset=dataset, today=today(), language=language, t=t)
asked = read_scope(reader, dataset, language, default=SPEAKERS, largest=LARGEST_GROUP)
scope, left = comparison.within_limit(asked)
tab = comparison.read_view(reader)
indicator = read_indicator(reader, dataset)
show_ignored(reader, t)

parameters = {**scope.parameters, "view": None if tab == comparison.VIEWS[0] else tab}
link = page_link("comparison", language, parameters)

st.title(t("comparison.title"), anchor=False)
show(
    comparison.lead(view),
    comparison.left_out(left, view),
    comparison.chosen_cities(scope, view, link),
    comparison.suggestions(scope, view, link),
    scope_choice(scope, view, link, largest=LARGEST_GROUP),
    comparison.tabs(tab, view, link),
)
if tab == "table":
    show(table_view(scope, view))
elif tab == "map":
    show(comparison_take_away.map_view(scope, view))
else:
    show(*comparison.charts(scope, view))
    show_indicators(scope, view, indicator, link)
show(comparison_take_away.downloads(scope, view))
