"""Page: a row is corrected, added or withdrawn, one at a time or many at once; for staff."""

from components.desk.screen import show_edit
from components.session import visit
from components.staff import Action, require

actor = require(Action.PROPOSE)
language, t, dataset, reader = visit()
show_edit(reader, actor, t)
