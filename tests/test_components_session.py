"""What the stage reads: the frozen edition, whatever is published afterwards."""

from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_dataset

from components import session
from data.frozen import freeze, frozen_edition, thaw
from data.load import build_dataset

DAY = date(2026, 11, 25)
PUBLISHED = shipped_dataset()


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))
    monkeypatch.setattr(session, "published_dataset", lambda: PUBLISHED)


def edited():
    tables = dict(PUBLISHED.tables())
    tables["cities"] = tuple(replace(city, population=1) for city in tables["cities"])
    return build_dataset(**tables, programmes=PUBLISHED.programmes.values())


def test_a_stage_that_is_not_frozen_reads_what_is_published_today():
    stage = session.stage_of("hue-2025")
    assert stage.dataset is PUBLISHED
    assert stage.frozen_on is None


def test_an_edit_after_freezing_never_reaches_the_stage(monkeypatch):
    freeze(PUBLISHED, "hue-2025", DAY, session.frozen_dir())
    monkeypatch.setattr(session, "published_dataset", edited)
    stage = session.stage_of("hue-2025")
    assert stage.dataset.version == PUBLISHED.version
    assert stage.dataset.cities == PUBLISHED.cities
    assert (stage.today, stage.frozen_on) == (DAY, DAY)


def test_a_thawed_stage_follows_the_edits_again(monkeypatch):
    freeze(PUBLISHED, "hue-2025", DAY, session.frozen_dir())
    thaw("hue-2025", session.frozen_dir())
    monkeypatch.setattr(session, "published_dataset", edited)
    assert session.stage_of("hue-2025").dataset.cities["hue"].population == 1


def test_a_frozen_edition_that_was_tampered_with_is_not_shown_as_frozen():
    freeze(PUBLISHED, "hue-2025", DAY, session.frozen_dir())
    folder = frozen_edition("hue-2025", session.frozen_dir()).folder
    (folder / "tables" / "cities.csv").write_text("", "utf-8")
    assert session.stage_of("hue-2025").frozen_on is None


def test_a_conference_nobody_has_planned_has_no_stage():
    assert session.stage_of("no-conference") is None
