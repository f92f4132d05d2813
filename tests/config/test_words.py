"""Numbers and times are written as the reader's language writes them, with no-break spaces."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from config.web.templatetags import words
from consent.law import clock

AFTERNOON = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


@pytest.fixture(params=["de", "en"])
def german(request):
    with translation.override(request.param):
        yield request.param == "de"


@pytest.fixture(autouse=True)
def in_berlin():
    with timezone.override(ZoneInfo("Europe/Berlin")):
        yield


def test_whole_numbers_have_their_thousands_apart(german):
    assert words.count(1284906) == ("1.284.906" if german else "1,284,906")


def test_negative_numbers_have_a_true_minus(german):
    assert words.count(-38) == "\u221238"


def test_a_number_that_is_not_known_is_said_to_be_unknown(german):
    assert words.count(None) == words.percent(None) == ("unbekannt" if german else "unknown")


def test_a_share_is_written_in_percent(german):
    assert words.percent(0.94) == ("94\xa0%" if german else "94%")
    assert words.percent(0.9449, 1) == ("94,5\xa0%" if german else "94.5%")


def test_what_is_not_quite_all_is_never_100_percent(german):
    assert words.percent(0.9999) == ("99\xa0%" if german else "99%")
    assert words.percent(1) == ("100\xa0%" if german else "100%")


def test_what_is_not_quite_nothing_is_never_0_percent(german):
    assert words.percent(0.0001) == ("<\xa01\xa0%" if german else "<\xa01%")
    assert words.percent(0) == ("0\xa0%" if german else "0%")


@pytest.mark.parametrize(
    ("duration", "de", "en"),
    [
        (0.004, "<\xa00,1\xa0s", "<\xa00.1\xa0s"),
        (0.84, "0,8\xa0s", "0.8\xa0s"),
        (12.4, "12\xa0s", "12\xa0s"),
        (timedelta(minutes=3), "3\xa0min", "3\xa0min"),
        (timedelta(hours=5), "5\xa0h", "5\xa0h"),
    ],
)
def test_durations_choose_their_unit(german, duration, de, en):
    assert words.seconds(duration) == (de if german else en)


def test_dates_and_times(german):
    assert words.day(date(2026, 11, 23)) == ("23.11.2026" if german else "23\xa0Nov\xa02026")
    full = "23.11.2026, 14:05\xa0Uhr" if german else "23\xa0Nov\xa02026, 14:05"
    assert words.moment(AFTERNOON) == full


def test_a_date_is_told_in_the_controllers_time_zone(german):
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert words.day(late) == ("24.11.2026" if german else "24\xa0Nov\xa02026")


@pytest.mark.parametrize(("days", "de", "en"), [(0, "heute", "today"), (1, "gestern", "yesterday")])
def test_near_times_are_said_near_and_written_in_full_for_machines(german, days, de, en):
    with clock.stopped_at(AFTERNOON + timedelta(days=days)):
        said = words.when(AFTERNOON)
    assert f'datetime="2026-11-23T14:05:00+01:00">{de if german else en}, 14:05' in said


def test_no_time_is_nothing(german):
    assert words.when(None) == words.moment(None) == words.day(None) == ""
