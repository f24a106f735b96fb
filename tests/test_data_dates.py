"""Dates keep the precision of their source; age counts from the end of the period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dates import PartialDate, is_stale, months_after


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from([4, 7, 10])
)
def test_a_date_is_written_as_it_was_read(day, length):
    text = day.isoformat()[:length]
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "24", "2024-", "2024-13", "2023-02-29", "2024-1", "01/02/2024", "2024-01-01T00:00"]
)
def test_a_text_that_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("2022", date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-04-05", date(2023, 4, 5)),
    ],
)
def test_a_period_ends_on_its_last_day(text, last_day):
    assert PartialDate.parse(text).last_day == last_day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 11, 15), 2, date(2024, 1, 15)),
        (date(2024, 12, 31), 36, date(2027, 12, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("when", "today", "stale"),
    [
        ("2022", date(2025, 12, 31), False),
        ("2022", date(2026, 1, 1), True),
        ("2022-06", date(2025, 6, 30), False),
        ("2022-06-01", date(2025, 6, 2), True),
    ],
)
def test_a_fact_is_stale_36_months_after_the_end_of_its_period(when, today, stale):
    assert is_stale(PartialDate.parse(when), today) is stale


def test_an_undated_fact_is_not_stale():
    assert not is_stale(None, date(2099, 1, 1))
