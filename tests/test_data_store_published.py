"""What visitors read: one whole snapshot at a time, never long behind, never lost with the store."""

import logging
import threading

import pytest
from factories import CITY_ID, Clock, make_city, make_release

from data.changes import edit
from data.errors import DataError
from data.store import Actor, PublishedSnapshot, Role, StoreCode, StoreError, open_store

EDITOR = Actor(staff_id="ed", role=Role.EDITOR)


class Seconds:
    """A clock that goes forward when the test says so."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def release():
    return make_release(cities=[make_city(), make_city("second-city")])


@pytest.fixture
def location(new_location):
    return new_location()


@pytest.fixture
def store(location, release):
    opened = open_store(location, release, Clock())
    yield opened
    opened.close()


@pytest.fixture
def snapshot(store, release, seconds):
    return PublishedSnapshot(release, lambda: store, seconds=seconds)


def set_population(store, number):
    raw = store.state().raw
    changes = [edit(raw, "cities", key, {"population": str(number)}) for key in raw["cities"]]
    return store.publish(changes, EDITOR, "x")


def population(dataset):
    return dataset.cities[CITY_ID].population


def test_what_is_published_is_read_within_two_seconds(store, snapshot, seconds):
    assert population(snapshot.current()) == 100_000
    set_population(store, 7)
    seconds.now += 1.0
    assert population(snapshot.current()) == 7
    assert snapshot.revision == store.version()


def test_the_store_is_asked_at_most_once_a_second_and_the_snapshot_is_shared(
    store, snapshot, seconds, monkeypatch
):
    asked = []
    version = store.version
    monkeypatch.setattr(store, "version", lambda: asked.append(1) or version())
    first = snapshot.current()
    asked.clear()
    for _ in range(8):
        seconds.now += 0.25
        assert snapshot.current() is first
    assert len(asked) == 2


def test_who_has_just_published_sees_it_at_once(store, snapshot):
    snapshot.current()
    set_population(store, 7)
    assert population(snapshot.renew()) == 7


def test_the_version_changes_with_every_change_and_only_then(store, snapshot, seconds, release):
    seen = [snapshot.current().version]
    assert seen == [release.version]
    for number in (7, 8):
        set_population(store, number)
        seconds.now += 1
        seen.append(snapshot.current().version)
        seconds.now += 1
        assert snapshot.current().version == seen[-1]
    assert len(set(seen)) == 3


def test_a_store_that_cannot_be_read_leaves_the_last_good_snapshot_and_says_so(
    store, snapshot, seconds, monkeypatch, caplog
):
    set_population(store, 7)
    good = snapshot.current()

    def fail():
        raise StoreError(StoreCode.UNREACHABLE, "host")

    monkeypatch.setattr(store, "version", fail)
    seconds.now += 1
    with caplog.at_level(logging.ERROR):
        assert snapshot.current() is good
    assert snapshot.problem.code is StoreCode.UNREACHABLE
    assert "host" in caplog.text
    monkeypatch.undo()
    set_population(store, 8)
    seconds.now += 1
    assert snapshot.current() is good
    seconds.now += 10
    assert population(snapshot.current()) == 8
    assert snapshot.problem is None


def test_a_store_that_does_not_open_leaves_the_release_and_is_tried_again(store, release, seconds):
    set_population(store, 7)
    answers = [StoreError(StoreCode.FOREIGN, "desk.sqlite3"), store]

    def opened():
        answer = answers.pop(0)
        if isinstance(answer, StoreError):
            raise answer
        return answer

    snapshot = PublishedSnapshot(release, opened, seconds=seconds)
    assert snapshot.current().version == release.version
    assert snapshot.problem.code is StoreCode.FOREIGN
    seconds.now += 11
    assert population(snapshot.current()) == 7


def test_a_release_that_breaks_a_rule_is_not_shown(location, seconds):
    bad = make_release()
    bad.raw["cities"][CITY_ID,]["population"] = "many"
    opened = open_store(location, bad, Clock())
    with pytest.raises(DataError):
        PublishedSnapshot(bad, lambda: opened, seconds=seconds).current()
    opened.close()


def test_what_does_not_fit_the_release_is_told(location, store, seconds, caplog):
    set_population(store, 7)
    newer = make_release("release-2", cities=[make_city(population=9), make_city("second-city")])
    later = open_store(location, newer, Clock())
    snapshot = PublishedSnapshot(newer, lambda: later, seconds=seconds)
    with caplog.at_level(logging.WARNING):
        assert population(snapshot.current()) == 9
    assert [conflict.column for conflict in snapshot.conflicts] == ["population"]
    assert "population" in caplog.text
    later.close()


def test_readers_never_see_half_a_change(store, release):
    """While somebody publishes two cities at a time, every snapshot has both or neither."""
    ticks = iter(range(10**9))
    snapshots = [
        PublishedSnapshot(release, lambda: store, seconds=lambda: float(next(ticks)))
        for _ in range(3)
    ]
    done, seen = threading.Event(), []

    def read(snapshot):
        while not done.is_set():
            seen.append({city.population for city in snapshot.current().cities.values()})

    readers = [threading.Thread(target=read, args=(snapshot,)) for snapshot in snapshots]
    for reader in readers:
        reader.start()
    for number in range(1, 15):
        set_population(store, number)
    done.set()
    for reader in readers:
        reader.join()
    assert {len(populations) for populations in seen} == {1}
    assert all(population(snapshot.renew()) == 14 for snapshot in snapshots)
