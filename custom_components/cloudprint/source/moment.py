"""Dates and times in the answers of other integrations."""

from datetime import date, datetime, tzinfo

from homeassistant.util import dt as dt_util


def moment_of(value: object, time_zone: tzinfo) -> date | datetime | None:
    """Return the day or the local time that a text says, or None if it says neither.

    A time without a time zone is a local one.
    """
    if not isinstance(value, str):
        return None
    # As a time, a day would be its midnight.
    if (day := dt_util.parse_date(value)) is not None:
        return day
    if (moment := dt_util.parse_datetime(value)) is None:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=time_zone)
    return moment.astimezone(time_zone)


def day_of(moment: date | datetime) -> date:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def start_of(day: date, time_zone: tzinfo) -> datetime:
    """Return when a day starts, in UTC.

    Between times of one zone, Python compares what the clock shows: in the night when
    it is turned back, only UTC tells what comes first.
    """
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=time_zone)
    return midnight.astimezone(dt_util.UTC)
