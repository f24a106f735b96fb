"""The release and the staff's work, put together: nothing is won in silence, nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.changes import applied, difference
from data.merge import CellRevision, StaffWork
from data.raw import raw_columns

TABLE = "networks"
texts = st.sampled_from(["", "a", "b", "c"])
states = st.dictionaries(st.sampled_from(["k1", "k2", "k3"]), st.tuples(texts, texts), max_size=3)


def small(rows):
    names = raw_columns(TABLE)
    return {
        TABLE: {
            (key,): dict(zip(names, (key, *cells, "", ""), strict=True))
            for key, cells in rows.items()
        }
    }


def work_of(steps, absorbed=None):
    """What the staff did to come from each state to the next."""
    work, number = StaffWork(absorbed=absorbed or {}), 0
    for before, after in pairwise(steps):
        for change in difference(before, after):
            revisions = []
            for cell in change.cells:
                number += 1
                revisions.append(
                    CellRevision(
                        revision=number,
                        table=change.table,
                        key=change.key,
                        column=cell.column,
                        old=cell.old,
                        new=cell.new,
                    )
                )
            work.add(revisions)
    return work


@given(st.lists(states, min_size=1, max_size=5))
def test_over_its_own_release_the_work_adds_up_to_its_last_state(rows):
    steps = [small(state) for state in rows]
    merged, conflicts = work_of(steps).over(steps[0])
    assert merged == steps[-1]
    assert conflicts == ()


@given(st.lists(states, min_size=1, max_size=4), st.integers(0, 3))
def test_over_a_release_made_of_part_of_the_work_nothing_is_in_conflict(rows, place):
    steps = [small(state) for state in rows]
    exported = steps[min(place, len(steps) - 1)]
    merged, conflicts = work_of(steps).over(exported)
    untouched = set(exported[TABLE]) - set(merged[TABLE])
    assert conflicts == () or untouched == set()
    if not conflicts:
        assert merged == steps[-1]


@given(states, states, states)
def test_where_release_and_staff_disagree_the_release_is_shown_and_it_is_told(old, ours, new):
    before, mine, released = small(old), small(ours), small(new)
    merged, conflicts = work_of([before, mine]).over(released)
    told = {(conflict.key, conflict.column) for conflict in conflicts}
    for key in {*released[TABLE], *mine[TABLE], *before[TABLE]}:
        was, mine_now, theirs, shown = (
            state[TABLE].get(key) for state in (before, mine, released, merged)
        )
        for column in raw_columns(TABLE):
            a, b, c, d = (
                None if row is None else row[column] for row in (was, mine_now, theirs, shown)
            )
            is_disputed = a != b and c not in {a, b}
            if is_disputed:
                assert (key, column) in told
                assert d == c
            elif a == b:
                # A row whose other cells are disputed is shown as released or as the staff has it.
                assert d in {c, b}


@given(states, states)
def test_work_that_is_absorbed_leaves_the_cell_to_the_release(old, ours):
    before, mine = small(old), small(ours)
    work = work_of([before, mine])
    taken = {
        (table, key, column): revision for table, key, column, revision in work.absorbed_by(mine)
    }
    merged, conflicts = work_of([before, mine], taken).over(before)
    assert merged == before
    assert conflicts == ()


@pytest.mark.parametrize("column", ["colour"])
def test_a_column_that_no_longer_exists_is_left_out(column):
    work = StaffWork()
    work.add([CellRevision(revision=1, table=TABLE, key=("k1",), column=column, old="", new="red")])
    work.add([CellRevision(revision=2, table="towns", key=("k1",), column="name", old="", new="x")])
    raw = small({"k1": ("a", "b")})
    assert work.over(raw) == (raw, ())


@given(states, states)
def test_the_tables_of_the_release_stay_as_they_were(old, ours):
    before, copy = small(old), small(old)
    changed = applied(before, difference(before, small(ours)))
    work_of([before, changed]).over(before)
    assert before == copy
