"""The days of an agenda that commands name."""

from datetime import date, timedelta
from typing import Final

from ..source.pages.locale_formatter import LocaleFormatter
from .responses import VoiceError

WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
NEXT: Final = "next_"
THIS_WEEK: Final = "this_week_"
NEXT_WEEK: Final = "next_week_"
"""Prefixes of a weekday. Without one, it is the next such day from today on."""

UNKNOWN: Final = "unknown"
"""Days that cannot be asked for, whose words would be taken for those of other days."""

_NEAR: Final = ("today", "tomorrow", "day_after_tomorrow")

DAYS: Final = (
    *_NEAR,
    *WEEKDAYS,
    *(NEXT_WEEK + weekday for weekday in WEEKDAYS),
    *("weekend", "this_week", "next_week"),
)
"""The days that intents and tools can name."""

_WEEK: Final = timedelta(days=7)


def find_days(days: str, formatter: LocaleFormatter) -> tuple[date, date]:
    """Return the first and the last of the days that were named.

    This week is from today on. Raises VoiceError for a day of this week that has passed,
    and for the "next" weekday if that may be in this week or in the next.
    """
    today, locale = formatter.today, formatter.locale
    # In Chinese, 这周 and 下周 start on Monday, also where calendars start on Sunday.
    starts_on = 0 if locale.language == "zh" else locale.first_week_day
    if days in _NEAR:
        day = today + timedelta(days=_NEAR.index(days))
        return day, day
    next_week = today + _WEEK - timedelta(days=(today.weekday() - starts_on) % 7)
    if days == "this_week":
        return today, next_week - timedelta(days=1)
    if days == "next_week":
        return next_week, next_week + timedelta(days=6)
    if days == "weekend":
        sunday = _find_next("sunday", today)
        return max(today, sunday - timedelta(days=1)), sunday
    *_, weekday = days.rpartition("_")
    coming = _find_next(weekday, today)
    later = _find_next(weekday, next_week)
    if days.startswith(NEXT_WEEK):
        return later, later
    if days.startswith(THIS_WEEK):
        if coming >= next_week:
            raise VoiceError("day_past", day=formatter.day(coming - _WEEK))
        return coming, coming
    if not days.startswith(NEXT):
        return coming, coming
    if today < coming < next_week:
        raise VoiceError(
            "which_day", days=[formatter.day(coming), formatter.day(later)]
        )
    return later, later


def _find_next(weekday: str, first: date) -> date:
    """Return the next day of a name, on or after the first day."""
    return first + timedelta(days=(WEEKDAYS.index(weekday) - first.weekday()) % 7)
