"""A conference edited without code: scenes moved, timed, kept in reserve; the text written back."""

import tomllib
from datetime import date

import pytest
from shipped import shipped_dataset

from components.desk.changes_words import Words
from components.desk.programme import (
    added,
    blocks_of,
    changed,
    kept_in_reserve,
    label_of,
    moved,
    put_on_stage,
    removed,
    scene_of,
    session_time,
)
from components.desk.programme_changes import differences, merged
from components.desk.programme_check import programme_fault
from components.desk.programme_preview import scene_preview
from components.desk.programme_scene import CHARTS
from components.desk.programme_text import copied, read_table, with_totals, written
from components.desk.programme_view import chart_name, duration, programme_lines
from components.i18n import LANGUAGES, translator
from components.view import View
from data.load import DATA_DIR
from data.raw import raw_of

HUE = (DATA_DIR / "programmes" / "hue-2025.toml").read_text(encoding="utf-8")

SMALL = """\
# A comment at the top.

id = "test-2027"
title_fr = "Essai"
minutes = 3 # a comment on a value

[[sessions]]
id = "first"
title_fr = "Première"
minutes = 1

[[sessions]]
id = "second"
title_fr = "Seconde"
minutes = 2

# A comment on the scenes.

[[scenes]]
id = "A" # a comment on a scene
session = "first"
chart = "opening"
seconds = 60

[[scenes]]
id = "B"
session = "second"
chart = "room"
seconds = 60

[[scenes]]
id = "B1"
session = "second"
chart = "actors"
reserve_of = "B"

[[scenes]]
id = "B2"
session = "second"
chart = "rules"
reserve_of = "B"

[[scenes]]
id = "C"
session = "second"
chart = "closing"
seconds = 45
"""


@pytest.fixture
def table():
    return read_table(SMALL)


@pytest.fixture(scope="module")
def dataset():
    return shipped_dataset()


def words_in(language, raw=None):
    return Words(raw=raw or {}, language=language, t=translator(language))


def order(table):
    return [[scene["id"] for scene in block.scenes] for block in blocks_of(table)]


def session_of(table, scene_id):
    return scene_of(table, scene_id)["session"]


# ---- the text ------------------------------------------------------------------------------------


def test_a_programme_that_nobody_changed_is_written_as_it_was():
    assert written(read_table(HUE), HUE) == HUE


def test_what_does_not_change_keeps_its_text_and_comments(table):
    after = written(changed(table, "C", {"seconds": 50}), SMALL)
    assert after == SMALL.replace("seconds = 45", "seconds = 50")


def test_a_scene_that_changes_is_written_anew_and_the_others_stay(table):
    after = written(changed(table, "A", {"seconds": 30}), SMALL)
    assert read_table(after)["scenes"][0]["seconds"] == 30
    assert "# a comment on a scene" not in after
    for comment in (
        "# A comment at the top.",
        "# a comment on a value",
        "# A comment on the scenes.",
    ):
        assert comment in after


def test_a_scene_that_moves_takes_its_text_with_it():
    after = written(moved(read_table(HUE), "F1", 1), HUE)
    assert sorted(after.splitlines()) == sorted(HUE.splitlines())


@pytest.mark.parametrize(
    "text", ['quote " and \\ and é', "x = 1 # no comment", "[[scenes]]", "'''"]
)
def test_any_text_comes_back_as_it_was_typed(table, text):
    after = changed(table, "A", {"notes_fr": text, "question_en": text})
    after["title_fr"] = text
    assert tomllib.loads(written(after, SMALL)) == after


def test_an_emptied_text_leaves_no_key(table):
    after = changed(changed(table, "A", {"notes_fr": "x"}), "A", {"notes_fr": ""})
    assert after == table


def test_a_copy_is_another_conference_with_the_same_scenes(table):
    copy = copied(table, "new-2028", title_fr="Neuf", title_en="New", held_on=date(2028, 1, 2))
    text = written(copy, "")
    assert tomllib.loads(text) == {
        **table,
        "id": "new-2028",
        "title_fr": "Neuf",
        "title_en": "New",
        "date": date(2028, 1, 2),
    }
    assert "comment" not in text, "comments spoke of the first conference"


def test_totals_follow_the_sessions_and_the_times(table):
    after = with_totals({**table, "start": "09:00", "end": "10:45"})
    assert (after["session_minutes_total"], after["slot_minutes"]) == (3, 105)


# ---- the scenes ----------------------------------------------------------------------------------


def test_a_scene_moves_with_its_reserve(table):
    assert order(moved(table, "C", -1)) == [["A"], ["C"], ["B", "B1", "B2"]]
    assert order(moved(table, "B", 1)) == [["A"], ["C"], ["B", "B1", "B2"]]


def test_a_scene_in_reserve_moves_behind_its_own_scene_only(table):
    assert order(moved(table, "B2", -1))[1] == ["B", "B2", "B1"]
    assert order(moved(table, "B1", -1)) == order(table)


def test_a_scene_at_the_edge_of_a_session_passes_into_the_next(table):
    after = moved(table, "B", -1)
    assert order(after) == order(table)
    assert {session_of(after, scene) for scene in ("B", "B1", "B2")} == {"first"}
    assert session_of(moved(after, "B", 1), "B1") == "second"


def test_the_first_and_the_last_scene_go_no_further(table):
    assert moved(table, "A", -1) == table
    assert moved(table, "C", 1) == table


def test_a_scene_put_in_reserve_takes_its_own_reserve_and_no_time(table):
    after = kept_in_reserve(table, "B", "C")
    assert order(after) == [["A"], ["C", "B", "B1", "B2"]]
    assert "seconds" not in scene_of(after, "B")
    assert label_of(after, "B2") == "2.3"


def test_a_scene_comes_out_of_reserve_after_the_one_it_was_behind(table):
    assert order(put_on_stage(table, "B1")) == [["A"], ["B", "B2"], ["B1"], ["C"]]


def test_a_scene_of_another_session_goes_to_its_end(table):
    after = changed(table, "B", {"session": "first"})
    assert order(after) == [["A"], ["B", "B1", "B2"], ["C"]]
    assert session_of(after, "B1") == "first"


def test_a_new_scene_has_an_id_of_its_own_at_the_end_of_its_session(table):
    once, first = added(table, "factors", "first")
    twice, second = added(once, "factors", "first")
    assert (first, second) == ("factors", "factors-2")
    assert [ids[0] for ids in order(twice)] == ["A", "factors", "factors-2", "B", "C"]


def test_what_was_in_reserve_behind_a_removed_scene_is_not_lost(table):
    assert order(removed(table, "B")) == [["A", "B1", "B2"], ["C"]]
    assert session_of(removed(table, "B"), "B1") == "first"
    assert order(removed(table, "B1")) == [["A"], ["B", "B2"], ["C"]]


def test_the_time_of_a_session_counts_its_scenes(table):
    time = session_time(table, "second")
    assert (time.planned, time.room, time.is_over) == (105, 120, False)
    assert session_time(changed(table, "C", {"seconds": 75}), "second").is_over


# ---- two people ----------------------------------------------------------------------------------


def test_changes_of_two_people_in_different_places_are_both_kept(table):
    mine = moved(changed(table, "C", {"notes_fr": "mine"}), "C", -1)
    theirs = changed(table, "A", {"seconds": 30}) | {"title_fr": "Autre"}
    after, clashes = merged(table, mine, theirs)
    assert clashes == ()
    assert scene_of(after, "C")["notes_fr"] == "mine"
    assert scene_of(after, "A")["seconds"] == 30
    assert after["title_fr"] == "Autre"
    assert order(after) == [["A"], ["C"], ["B", "B1", "B2"]]


def test_the_same_value_changed_by_both_is_named(table):
    mine, theirs = (changed(table, "A", {"seconds": seconds}) for seconds in (30, 20))
    after, (clash,) = merged(table, mine, theirs)
    assert scene_of(after, "A")["seconds"] == 30
    assert (clash.item, clash.key, clash.old, clash.new) == ("A", "seconds", 20, 30)


def test_a_scene_that_one_removes_and_the_other_changes_is_not_lost(table):
    gone, kept = removed(table, "C"), changed(table, "C", {"notes_fr": "kept"})
    after, clashes = merged(table, kept, gone)
    assert scene_of(after, "C")["notes_fr"] == "kept"
    assert [clash.item for clash in clashes] == ["C"]
    after, clashes = merged(table, gone, kept)
    assert scene_of(after, "C") is None
    assert [clash.item for clash in clashes] == ["C"]


def test_scenes_that_both_add_are_both_there(table):
    mine, theirs = added(table, "factors", "first")[0], added(table, "risks", "second")[0]
    after, clashes = merged(table, mine, theirs)
    assert {scene["id"] for scene in after["scenes"]} == {
        "A",
        "B",
        "B1",
        "B2",
        "C",
        "factors",
        "risks",
    }
    assert clashes == ()


def test_nothing_changed_has_no_difference(table):
    assert differences(table, read_table(SMALL)) == ()


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_kind_of_scene_has_a_name(chart, language):
    assert chart_name(chart, translator(language)) != chart


def test_a_duration_is_said_in_minutes_and_seconds():
    t = translator("fr")
    said = [duration(seconds, t) for seconds in (45, 60, 65, 510)]
    assert said == ["45 s", "1 min", "1 min 05", "8 min 30"]


def test_a_change_of_a_programme_names_the_scene_and_the_field(table):
    after = written(changed(table, "C", {"seconds": 75}), SMALL)
    html = str(programme_lines(SMALL, after, words_in("fr")))
    for part in ("Scène 3 (Clôture) · Durée", "45 s", "1 min 15"):
        assert part in html


def test_a_hostile_text_of_a_programme_stays_text(table):
    after = written(changed(table, "C", {"notes_fr": "<script>alert(1)</script>"}), SMALL)
    html = str(programme_lines(SMALL, after, words_in("fr")))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


# ---- checked and seen ----------------------------------------------------------------------------


def fault_of(dataset, table, language="fr"):
    words = words_in(language, raw_of(dataset))
    return programme_fault("hue-2025", written(table, HUE), dataset, words)


def test_the_published_conference_has_no_fault(dataset):
    assert fault_of(dataset, read_table(HUE)) == ""


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda t: changed(t, "F1", {"seconds": 75}), "Scène 4 (Domaines des stratégies)"),
        (lambda t: changed(t, "F1", {"chart": "nothing"}), "Scène 2 (nothing)"),
        (lambda t: changed(t, "hue", {"city_id": ""}), "Scène 9 (Dossier d’intervenant)"),
        (lambda t: changed(t, "hue", {"city_id": "atlantis"}), "Scène 9 (Dossier d’intervenant) · Ville"),
        (lambda t: changed(t, "1B'", {"reserve_of": "nothing"}), "(Dates des stratégies) · réserve"),
        (lambda t: {**t, "source_id": "nothing"}, "source"),
    ],
)  # fmt: skip
def test_a_fault_names_the_scene_it_is_in(dataset, edit, told):
    assert told in fault_of(dataset, edit(read_table(HUE)))


def test_a_session_that_is_too_long_says_by_how_much(dataset):
    fault = fault_of(dataset, changed(read_table(HUE), "F1", {"seconds": 90}), "en")
    assert "lasts 10 min; its scenes exceed it by 30 s" in fault


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_says_what_the_room_will_hear(dataset, language):
    view = View(
        dataset=dataset, today=date(2026, 11, 25), language=language, t=translator(language)
    )
    text = written(changed(read_table(HUE), "F1", {"seconds": 9000}), HUE)
    html = str(scene_preview("hue-2025", text, "1B", view, words_in(language, raw_of(dataset))))
    assert "data:image/png;base64," in html, "a fault in another scene hides nothing"
    assert {"fr": "stratégie", "en": "strategy"}[language] in html


@pytest.mark.parametrize("chart", [chart for chart in CHARTS if chart != "talk"])
def test_every_kind_can_be_added_and_seen(dataset, chart):
    view = View(dataset=dataset, today=date(2026, 11, 25), language="fr", t=translator("fr"))
    table, scene_id = added(read_table(HUE), chart, "round_table_1")
    words = words_in("fr", raw_of(dataset))
    html = str(scene_preview("hue-2025", written(table, HUE), scene_id, view, words))
    assert "data:image/png;base64," in html


def test_a_speakers_pack_without_a_speaker_asks_for_one(dataset):
    view = View(dataset=dataset, today=date(2026, 11, 25), language="fr", t=translator("fr"))
    table, scene_id = added(read_table(HUE), "talk", "round_table_1")
    words = words_in("fr", raw_of(dataset))
    html = str(scene_preview("hue-2025", written(table, HUE), scene_id, view, words))
    assert "choisissez la ville ou l’organisation qui intervient" in html
    table = changed(table, scene_id, {"city_id": "tunis"})
    html = str(scene_preview("hue-2025", written(table, HUE), scene_id, view, words))
    assert "data:image/png;base64," in html
