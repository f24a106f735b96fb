"""Page: the desk; what waits, one proposal, the journal, conflicts with a release, a programme."""

import streamlit as st

from components.desk import (
    conflicts,
    home,
    journal_form,
    programme_page,
    proposals_list,
    review_form,
)
from components.desk.acting import show_told
from components.desk.desk_view import desk_view
from components.desk.home import read_view
from components.desk.ways import A_PROPOSAL, ways
from components.markup import show
from components.notices import show_ignored
from components.session import address_reader
from components.staff import Action, require

actor = require(Action.OPEN_DESK)
desk = desk_view(actor)
reader = address_reader()
view, proposal = read_view(reader)

st.title(home.title(view, proposal, desk), anchor=False)
show(ways(view if proposal is None else A_PROPOSAL, desk))
show_told()
if proposal is not None:
    review_form.show_proposal(proposal, desk)
elif view == "proposals":
    wanted = proposals_list.read_proposals_filter(reader, desk)
    show(proposals_list.proposals_list(wanted, desk))
elif view == "journal":
    journal_form.show_journal(reader, desk)
elif view == "conflicts":
    conflicts.show_conflicts(desk)
elif view == "programme":
    programme_page.show_programme(reader, desk)
else:
    show(home.home(home.waiting_for(desk), desk))
show_ignored(reader, desk.t)
