"""An edition frozen for the stage, and the files it is written to."""

import shutil
from datetime import date

import pytest

from data.errors import DataError
from data.frozen import freeze, frozen_edition, load_frozen, thaw
from data.load import DATA_DIR, RECORD_TYPES, load_dataset
from data.write import raw_table, released_files

DAY = date(2026, 11, 25)
PUBLISHED = load_dataset()


@pytest.mark.parametrize("table", RECORD_TYPES)
def test_a_table_nobody_changed_is_written_byte_for_byte(table):
    assert raw_table(PUBLISHED, table) == (DATA_DIR / "tables" / f"{table}.csv").read_bytes()


def test_the_files_written_are_those_that_are_read():
    assert all(
        body == (DATA_DIR / name).read_bytes() for name, body in released_files(PUBLISHED).items()
    )


def test_a_frozen_edition_is_the_one_that_was_published(tmp_path):
    frozen = freeze(PUBLISHED, "hue-2025", DAY, tmp_path)
    assert frozen == frozen_edition("hue-2025", tmp_path)
    assert load_frozen(frozen).version == PUBLISHED.version == frozen.version
    assert load_frozen(frozen).tables() == PUBLISHED.tables()


def test_what_is_not_frozen_says_so(tmp_path):
    assert frozen_edition("hue-2025", tmp_path) is None
    freeze(PUBLISHED, "hue-2025", DAY, tmp_path)
    thaw("hue-2025", tmp_path)
    assert frozen_edition("hue-2025", tmp_path) is None


def test_a_conference_that_does_not_exist_cannot_be_frozen(tmp_path):
    with pytest.raises(KeyError):
        freeze(PUBLISHED, "no-conference", DAY, tmp_path)
    assert not list(tmp_path.iterdir())


def test_freezing_again_replaces_and_leaves_nothing_half_written(tmp_path):
    freeze(PUBLISHED, "hue-2025", DAY, tmp_path)
    changed = load_dataset()
    again = freeze(changed, "hue-2025", date(2026, 11, 26), tmp_path)
    assert frozen_edition("hue-2025", tmp_path) == again
    assert not list(tmp_path.glob(".writing-*"))


def test_a_frozen_file_that_was_changed_is_refused(tmp_path):
    frozen = freeze(PUBLISHED, "hue-2025", DAY, tmp_path)
    path = frozen.folder / "tables" / "cities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1573544", "1573545"), "utf-8")
    with pytest.raises(DataError):
        load_frozen(frozen)


def test_a_frozen_folder_that_is_gone_is_refused(tmp_path):
    frozen = freeze(PUBLISHED, "hue-2025", DAY, tmp_path)
    shutil.rmtree(frozen.folder)
    with pytest.raises(DataError):
        load_frozen(frozen)


def test_a_note_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "hue-2025.json").write_text("{", "utf-8")
    with pytest.raises(DataError):
        frozen_edition("hue-2025", tmp_path)


def test_a_disk_that_takes_nothing_leaves_the_frozen_edition_in_force(tmp_path, monkeypatch):
    frozen = freeze(PUBLISHED, "hue-2025", DAY, tmp_path)

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        freeze(PUBLISHED, "hue-2025", date(2026, 12, 1), tmp_path)
    assert frozen_edition("hue-2025", tmp_path) == frozen
    assert not list(tmp_path.glob(".writing-*"))
