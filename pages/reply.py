"""Page: a city answers with its link; anybody says that a fact is wrong; editors keep the links."""

import streamlit as st

from components.desk import reply, reply_links, report
from components.desk.ways import show_ways
from components.markup import show
from components.notices import show_ignored
from components.session import visit
from components.staff import Action, may, visitor

language, t, dataset, reader = visit()
token = reader.text("token")
fact = None if token else report.fact_of(reader, dataset, language)
st.title(fact.words("title", t) if fact else t("reply.title"), anchor=False)
show_ignored(reader, t)
if token:
    reply.show_reply(token, dataset, language, t)
elif fact:
    report.show_report(fact, dataset, language, t)
else:
    actor = visitor()
    keeps_links = may(actor.role, Action.REPLY_LINKS)
    if keeps_links:
        show_ways("reply", actor)
    show(reply.lead(language, t))
    if keeps_links:
        reply_links.show_links(dataset, language, t)
