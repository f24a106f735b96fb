"""The conference: what the terms of reference say, and faults named by key."""

import pytest
from shipped import shipped_dataset

from data.errors import DataError, Rule
from data.load import DATA_DIR
from data.programme import SessionKind, check_programme, read_programme

FILE = "hue-2025.toml"
TEXT = (DATA_DIR / "programmes" / FILE).read_text(encoding="utf-8")


def fault(old, new, file=FILE):
    assert old in TEXT
    with pytest.raises(DataError) as caught:
        read_and_check(file, TEXT.replace(old, new, 1))
    return caught.value


def read_and_check(file, text):
    dataset = shipped_dataset()
    programme = read_programme(file, text.encode())
    check_programme(programme, dataset.cities, dataset.organisations, dataset.sources)


def test_the_day_is_two_round_tables_between_an_opening_and_a_closing():
    programme = shipped_dataset().programme
    assert [session.kind for session in programme.sessions] == [
        SessionKind.OPENING,
        SessionKind.FRAMING,
        SessionKind.ROUND_TABLE,
        SessionKind.ROUND_TABLE,
        SessionKind.CLOSING,
    ]
    assert [session.minutes for session in programme.sessions] == [15, 10, 45, 45, 5]
    assert programme.session_minutes_total == programme.slot_minutes == 120
    assert programme.held_on.isoformat() == "2025-04-27"


def test_each_round_table_has_questions_talks_and_a_moderator():
    for session in shipped_dataset().programme.round_tables:
        assert session.questions
        assert len(session.talks) == 3
        assert session.moderator is not None
        assert session.objectives_fr
        assert session.objectives_en


def test_cities_that_talk_are_those_marked_as_speakers():
    dataset = shipped_dataset()
    talking = {talk.city_id for session in dataset.programme.sessions for talk in session.talks} | {
        speaker.city_id for session in dataset.programme.sessions for speaker in session.speakers
    }
    marked = {city.city_id for city in dataset.cities.values() if city.is_conference_speaker}
    assert talking - {None} == marked


@pytest.mark.parametrize(
    ("old", "new", "rule", "column"),
    [
        ('city_id = "siem-reap"', 'city_id = "atlantis"', Rule.UNKNOWN_REFERENCE, "city_id"),
        (
            'organisation_id = "acvn"',
            'organisation_id = "nobody"',
            Rule.UNKNOWN_REFERENCE,
            "sessions[3].moderator[1].organisation_id",
        ),
        ('source_id = "aimf-2025-tdr-hue"', 'source_id = "x"', Rule.UNKNOWN_REFERENCE, "source_id"),
        ('city_id = "hue"', 'city_id = "Hué"', Rule.FORMAT, "sessions[3].talks[2].city_id"),
        ('city_id = "hue"', "city_id = 3", Rule.TYPE, "sessions[3].talks[2].city_id"),
        ('city_id = "hue"\n', "", Rule.ONE_OWNER, "sessions[3].talks[2].city_id"),
        ("minutes = 15\n", "minutes = 20\n", Rule.RANGE, "session_minutes_total"),
        ('end = "10:30"', 'end = "11:30"', Rule.RANGE, "slot_minutes"),
        ('end = "10:30"', 'end = "25:00"', Rule.FORMAT, "end"),
        ("question_minutes = 15", "question_minutes = 60", Rule.RANGE, "question_minutes"),
        ("date = 2025-04-27", 'date = "27 April"', Rule.TYPE, "date"),
        ('kind = "opening"', 'kind = "party"', Rule.VOCABULARY, "sessions[1].kind"),
        ('id = "framing"', 'id = "opening"', Rule.DUPLICATE, "sessions[2].id"),
        ('place_en = "Hue, Vietnam"\n', "", Rule.REQUIRED, "place_en"),
        ('place_en = "Hue, Vietnam"', 'place_en = ""', Rule.REQUIRED, "place_en"),
        ('place_en = "Hue, Vietnam"', 'place_en = "Hue "', Rule.SPACES, "place_en"),
        ('place_en = "Hue, Vietnam"', 'place_en = "Hu\\u0000"', Rule.CONTROL_CHARACTER, "place_en"),
        ('place_en = "Hue, Vietnam"', 'place_de = "Hue"', Rule.UNKNOWN_KEY, "place_de"),
        ('id = "hue-2025"', 'id = "tunis-2026"', Rule.FORMAT, "id"),
    ],
)
def test_a_fault_is_named_by_its_key(old, new, rule, column):
    error = fault(old, new)
    assert (error.rule, error.file) == (rule, FILE)
    assert error.column.endswith(column)


def test_a_fault_is_named_by_its_line_where_the_file_shows_it():
    error = fault('kind = "opening"', 'kind = "party"')
    assert TEXT.splitlines()[error.line - 1] == 'kind = "opening"'


def test_a_malformed_file_is_named_by_its_line():
    error = fault('place_en = "Hue, Vietnam"', "place_en = ")
    assert error.rule is Rule.SYNTAX
    assert TEXT.splitlines()[error.line - 1].startswith("place_en")


def test_bytes_that_are_not_utf_8_are_named():
    with pytest.raises(DataError) as caught:
        read_programme(FILE, b'id = "a"\ntitle = "\xe9"\n')
    assert (caught.value.rule, caught.value.line) == (Rule.ENCODING, 2)


def test_a_dataset_without_conference_says_so():
    from factories import make_dataset

    with pytest.raises(LookupError):
        _ = make_dataset().programme
