"""Page: method in plain words, every source, licences, downloads, how to report a wrong fact."""

import streamlit as st

from components import method, open_data, sources_table
from components.filters import read_city
from components.i18n import translator
from components.markup import show
from components.notices import show_ignored
from components.session import visit

language, t, dataset, reader = visit()
source = sources_table.read_source(reader, dataset)
sources_table.read_list_view(reader, dataset)
city = read_city(reader, dataset)
show_ignored(reader, t)
st.title(t("sources.title"), anchor=False)
if source is not None:
    facts = sources_table.facts_of(source, dataset)
    show(sources_table.source_panel(source, facts, dataset, language, t))
else:
    show(method.lead(t))
    contents, text = st.columns([1, 4], gap="large")
    with contents:
        show(method.contents(language, t))
    with text:
        show(method.method_section(dataset, language, t))
        sources_table.show_source_list(reader, dataset, language, t)
        show(
            open_data.licences_section(dataset, language, t),
            open_data.downloads_section(dataset, language, t),
            method.report_section(
                dataset,
                language,
                t,
                origin=method.origin(),
                city_id=city.city_id if city else None,
            ),
            method.glossary_section(language, t, translator("en" if language == "fr" else "fr")),
        )
