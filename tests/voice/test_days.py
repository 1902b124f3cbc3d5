"""The days that commands name."""

from datetime import date, timedelta
from typing import Any

from babel import Locale
import pytest

from custom_components.cloudprint.source.pages.locale_formatter import LocaleFormatter
from custom_components.cloudprint.voice.commands import DAYS, VoiceError
from custom_components.cloudprint.voice.content import find_days
from homeassistant.util import dt as dt_util

THURSDAY = date(2026, 11, 26)


def formatter(day: date, locale: str = "en_GB") -> LocaleFormatter:
    """Return a formatter on a day."""
    now = dt_util.start_of_local_day(day)
    return LocaleFormatter(
        language="en", locale=Locale.parse(locale), now=now, words={}
    )


@pytest.mark.parametrize(
    ("days", "first", "count"),
    [
        ("today", 26, 1),
        ("tomorrow", 27, 1),
        ("day_after_tomorrow", 28, 1),
        ("thursday", 26, 1),
        ("monday", 30, 1),
        ("this_week_sunday", 29, 1),
        ("next_week_monday", 30, 1),
        ("next_monday", 30, 1),
        ("weekend", 28, 2),
        ("this_week", 26, 4),
        ("next_week", 30, 7),
    ],
)
def test_on_thursday(days: str, first: int, count: int) -> None:
    """Days are counted from today on, weeks from Monday on."""
    start = date(2026, 11, first)
    expected = start, start + timedelta(days=count - 1)
    assert find_days(days, formatter(THURSDAY)) == expected


def test_same_weekday() -> None:
    """The next Thursday is not today."""
    later = THURSDAY + timedelta(days=7)
    for days in ("next_thursday", "next_week_thursday"):
        assert find_days(days, formatter(THURSDAY)) == (later, later)


def test_weekend_on_sunday() -> None:
    """On Sunday, the weekend and the week are that day."""
    sunday = date(2026, 11, 29)
    for days in ("weekend", "this_week", "sunday"):
        assert find_days(days, formatter(sunday)) == (sunday, sunday)


def test_weeks_that_start_on_sunday() -> None:
    """Weeks are those of the country."""
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    american = formatter(THURSDAY, "en_US")
    assert find_days("this_week", american) == (THURSDAY, saturday)
    assert find_days("next_week", american) == (sunday, date(2026, 12, 5))


@pytest.mark.parametrize("region", ["CN", "HK", "MO", "SG"])
def test_chinese_weeks(region: str) -> None:
    """In Chinese, weeks start on Monday, whatever the calendars of the region show."""
    sunday = date(2026, 11, 29)
    chinese = formatter(THURSDAY, f"zh_Hans_{region}")
    assert find_days("this_week", chinese) == (THURSDAY, sunday)
    assert find_days("this_week_sunday", chinese) == (sunday, sunday)
    later = sunday + timedelta(days=7)
    assert find_days("next_week_sunday", chinese) == (later, later)


@pytest.mark.parametrize(
    ("days", "key", "said"),
    [
        ("this_week_monday", "day_past", {"day": "Mon 23 Nov"}),
        ("next_friday", "which_day", {"days": ["Fri 27 Nov", "Fri 4 Dec"]}),
    ],
)
def test_unclear(days: str, key: str, said: dict[str, Any]) -> None:
    """A day that has passed, or may be one of two, is not guessed."""
    with pytest.raises(VoiceError) as caught:
        find_days(days, formatter(THURSDAY))
    assert caught.value.key == key
    found = {
        name: value.replace(",", "")
        if isinstance(value, str)
        else [day.replace(",", "") for day in value]
        for name, value in caught.value.placeholders.items()
    }
    assert found == said


@pytest.mark.parametrize("days", DAYS)
def test_all_days_can_be_printed(days: str) -> None:
    """Each day that intents and tools offer is within the limits of an agenda."""
    for offset in range(7):
        today = THURSDAY + timedelta(days=offset)
        first, last = find_days(days, formatter(today))
        assert today <= first <= last <= today + timedelta(days=14)
