"""Tests of the settings of the spool."""

from collections.abc import Generator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.cloudprint.settings import SpoolSettings
from homeassistant.util import dt as dt_util


@pytest.fixture(autouse=True)
def berlin() -> Generator[ZoneInfo]:
    """Use a time zone with daylight saving time."""
    zone = ZoneInfo("Europe/Berlin")
    dt_util.set_default_time_zone(zone)
    yield zone
    dt_util.set_default_time_zone(UTC)


def local(text: str, *, fold: int = 0) -> datetime:
    """Return a local time; `fold=1` is the second of two equal ones."""
    moment = datetime.fromisoformat(text).replace(
        tzinfo=dt_util.get_default_time_zone(), fold=fold
    )
    return moment.astimezone(UTC)


def quiet(start: str, end: str, *days: str) -> SpoolSettings:
    """Return settings with quiet hours."""
    options: dict[str, Any] = {"quiet_from": start, "quiet_to": end}
    if days:
        options["quiet_days"] = list(days)
    return SpoolSettings.from_options(options)


def test_defaults() -> None:
    """Without options, the defaults apply."""
    assert SpoolSettings.from_options({}) == SpoolSettings()
    settings = SpoolSettings()
    assert settings.expires_in == timedelta(hours=1)
    assert settings.hold_while_offline
    assert settings.content_days == 7
    assert settings.content_limit == 200 * 1024 * 1024
    assert settings.quiet_until(local("2026-11-24 03:00")) is None


def test_options() -> None:
    """Forms return numbers as floats, times as text and days as a list."""
    assert SpoolSettings.from_options(
        {
            "expires_in": {"hours": 2, "minutes": 30, "seconds": 0},
            "hold_while_offline": False,
            "quiet_from": "22:00:00",
            "quiet_to": "06:30",
            "quiet_days": ["sat", "sun"],
            "content_days": 0.0,
            "content_limit": 20.0,
        }
    ) == SpoolSettings(
        expires_in=timedelta(hours=2.5),
        hold_while_offline=False,
        quiet_from=time(22),
        quiet_to=time(6, 30),
        quiet_days=frozenset({"sat", "sun"}),
        content_days=0,
        content_limit=20 * 1024 * 1024,
    )


@pytest.mark.parametrize("end", ["quiet_from", "quiet_to"])
def test_incomplete_quiet_hours(end: str) -> None:
    """Quiet hours need a start and an end."""
    settings = SpoolSettings.from_options({end: "12:00:00"})
    assert settings.quiet_until(local("2026-11-24 12:00")) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-24 12:59:59", None),
        ("2026-11-24 13:00", "2026-11-24 15:00"),
        ("2026-11-24 14:59:59", "2026-11-24 15:00"),
        ("2026-11-24 15:00", None),
    ],
)
def test_within_a_day(now: str, until: str | None) -> None:
    """The start belongs to the quiet hours, the end does not."""
    expected = None if until is None else local(until)
    assert quiet("13:00:00", "15:00:00").quiet_until(local(now)) == expected


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-24 21:59", None),
        ("2026-11-24 22:00", "2026-11-25 06:00"),
        ("2026-11-24 23:59", "2026-11-25 06:00"),
        ("2026-11-25 00:00", "2026-11-25 06:00"),
        ("2026-11-25 05:59", "2026-11-25 06:00"),
        ("2026-11-25 06:00", None),
    ],
)
def test_past_midnight(now: str, until: str | None) -> None:
    """Quiet hours may end on the next day."""
    expected = None if until is None else local(until)
    assert quiet("22:00:00", "06:00:00").quiet_until(local(now)) == expected


def test_days_are_those_of_the_start() -> None:
    """Quiet hours of a Friday last into Saturday."""
    settings = quiet("22:00:00", "06:00:00", "fri")
    assert settings.quiet_until(local("2026-11-27 05:00")) is None
    assert settings.quiet_until(local("2026-11-27 23:00")) == local("2026-11-28 06:00")
    assert settings.quiet_until(local("2026-11-28 05:00")) == local("2026-11-28 06:00")
    assert settings.quiet_until(local("2026-11-28 23:00")) is None


@pytest.mark.parametrize(
    ("now", "expires_in", "ignore_quiet_hours", "expires_at"),
    [
        ("2026-11-24 21:00", {"hours": 1}, False, "2026-11-24 22:00"),
        ("2026-11-24 22:00", {"hours": 1}, False, "2026-11-25 07:00"),
        ("2026-11-24 22:00", {"hours": 1}, True, "2026-11-24 23:00"),
        ("2026-11-24 22:00", {"hours": 0}, False, "2026-11-24 22:00"),
    ],
)
def test_expiry(
    now: str, expires_in: dict[str, int], ignore_quiet_hours: bool, expires_at: str
) -> None:
    """The lifetime starts at the end of quiet hours, unless the job has its own."""
    settings = SpoolSettings.from_options(
        {"quiet_from": "22:00:00", "quiet_to": "06:00:00", "expires_in": expires_in}
    )
    assert settings.expires_at(
        local(now), ignore_quiet_hours=ignore_quiet_hours
    ) == local(expires_at)


def test_round_the_clock() -> None:
    """Quiet hours with equal start and end last a day."""
    settings = quiet("08:00:00", "08:00:00")
    assert settings.quiet_until(local("2026-11-24 07:59")) == local("2026-11-24 08:00")
    assert settings.quiet_until(local("2026-11-24 08:00")) == local("2026-11-25 08:00")


def test_clocks_go_back() -> None:
    """The first of two equal local times is the end."""
    settings = quiet("22:00:00", "02:30:00")
    end = local("2026-10-25 02:30")
    assert settings.quiet_until(local("2026-10-25 02:15")) == end
    assert settings.quiet_until(local("2026-10-25 02:45")) is None
    assert settings.quiet_until(local("2026-10-25 02:15", fold=1)) is None
    settings = quiet("22:00:00", "06:00:00")
    assert settings.quiet_until(local("2026-10-25 02:15", fold=1)) == local(
        "2026-10-25 06:00"
    )


def test_clocks_go_forward() -> None:
    """An end that does not exist is an hour later."""
    settings = quiet("22:00:00", "02:30:00")
    end = local("2026-03-29 03:30")
    assert settings.quiet_until(local("2026-03-29 01:59")) == end
    assert settings.quiet_until(local("2026-03-29 03:15")) == end
    assert settings.quiet_until(local("2026-03-29 03:30")) is None


@pytest.mark.parametrize("start", ["00:00:00", "01:59:59", "02:30:00", "22:00:00"])
@pytest.mark.parametrize("end", ["02:00:00", "02:30:00", "03:00:00", "06:00:00"])
@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2026-07-01"])
def test_end_is_in_the_future(start: str, end: str, day: str) -> None:
    """The end is never in the past."""
    settings = quiet(start, end)
    now = local(f"{day} 12:00")
    for _ in range(36 * 4):
        now += timedelta(minutes=15)
        if until := settings.quiet_until(now):
            assert until > now
            assert settings.quiet_until(until - timedelta(seconds=1)) == until
