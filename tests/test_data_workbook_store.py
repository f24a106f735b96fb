"""A preview published by the store: whole or not at all, and a second time it changes nothing."""

import pytest
from books import PROJECT, book, preview
from factories import Clock, make_city, make_project, make_release
from shipped import shipped_dataset

from data.changes import EditConflictError, edit
from data.store import Actor, Role, open_store
from data.workbook import RowState

EDITOR = Actor(staff_id="ed", role=Role.EDITOR)
NEW = [list(PROJECT), list(PROJECT.values())]
EDITED = [["project_id", "stage"], ["test-project", "Terminé"]]


@pytest.fixture
def store(tmp_path):
    release = make_release(
        cities=[make_city()],
        projects=[make_project()],
        vocabularies=list(shipped_dataset().terms.values()),
    )
    opened = open_store(tmp_path / "store.sqlite", release, Clock())
    yield opened
    opened.close()


def test_what_is_published_from_a_workbook_reads_back_unchanged(store):
    content = book(projects=NEW, **{"Projets pilotes": EDITED})
    found = preview(content, store.state().raw)
    assert found.counts[RowState.ADDED] == found.counts[RowState.CHANGED] == 1
    store.publish(found.changes(), EDITOR, "workbook of a city")

    again = preview(content, store.state().raw)
    assert again.counts[RowState.UNCHANGED] == len(again.rows) == 2
    assert store.state().raw["projects"]["test-project",]["stage"] == "ended"


def test_a_change_between_preview_and_publication_leaves_nothing_half_imported(store):
    found = preview(book(projects=NEW, **{"Projets pilotes": EDITED}), store.state().raw)
    other = edit(store.state().raw, "projects", ("test-project",), {"stage": "scaled"})
    store.publish([other], EDITOR, "somebody else")
    before, version = store.state().raw, store.version()
    with pytest.raises(EditConflictError):
        store.publish(found.changes(), EDITOR, "workbook of a city")

    assert store.version() == version
    assert store.state().raw == before
    assert ("new-project",) not in before["projects"]
