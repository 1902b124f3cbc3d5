"""How a household writes: its words, its dates and times, its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
import re
from typing import Final, Self

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ...texts import ENGLISH, async_get_texts, own_language

_REGION = re.compile(r"[A-Z]{2}|[0-9]{3}")
_SPACES: Final = str.maketrans(
    {"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}", "\N{THIN SPACE}": " "}
)
"""Spaces of the Unicode locale data that many fonts do not have."""

_LARGE_UNITS: Final = ("in", "inHg")
"""Units of which a tenth is much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleFormatter:
    """What people at home are used to, and what time it is there.

    `language` is Home Assistant's own tag, `words` are the texts of our pages by their
    paths. Formatting reads locale data from the disk, so it belongs in the executor.
    """

    language: str
    locale: Locale
    now: datetime
    words: Mapping[str, str] = field(repr=False)

    @classmethod
    async def async_of(cls, hass: HomeAssistant, language: str = "") -> Self:
        """Return the form that Home Assistant's settings ask for, or a language."""
        language = language or hass.config.language
        return cls(
            language=language,
            locale=await hass.async_add_executor_job(
                locale_of, language, hass.config.country
            ),
            now=dt_util.now(),
            words=await async_get_texts(hass, own_language(language), "common"),
        )

    @property
    def today(self) -> date:
        """Return the day that it is at home."""
        return self.now.date()

    @property
    def time_zone(self) -> tzinfo:
        """Return the time zone at home."""
        return self.now.tzinfo or dt_util.UTC

    def word(self, key: str, **filled: str) -> str:
        """Return a text of our pages."""
        return self.words[f"common.page_{key}"].format(**filled)

    def full_date(self, day: date) -> str:
        """Return a day with its weekday and year in full."""
        return format_date(day, "full", locale=self.locale).translate(_SPACES)

    def day(self, day: date) -> str:
        """Return a day with its weekday, and with its year unless it is this one."""
        skeleton = "MMMEd" if day.year == self.today.year else "yMMMEd"
        return format_skeleton(skeleton, day, locale=self.locale).translate(_SPACES)

    def weekday(self, day: date) -> str:
        """Return a day's name."""
        return format_date(day, "EEEE", locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Return a span of days."""
        return format_interval(first, last, "yMMMd", locale=self.locale).translate(
            _SPACES
        )

    def time(self, moment: datetime) -> str:
        """Return a time of day, as it is at home."""
        return format_time(
            moment, "short", tzinfo=self.time_zone, locale=self.locale
        ).translate(_SPACES)

    def together(self, day: str, time: str) -> str:
        """Return a day and a time that are formatted already as one."""
        pattern = str(self.locale.datetime_formats["medium"])
        return pattern.replace("{1}", day).replace("{0}", time).replace("'", "")

    def full_moment(self) -> str:
        """Return the day and the time that it is, in full."""
        return self.together(self.full_date(self.today), self.time(self.now))

    def number(self, value: float, places: int = 1) -> str:
        """Return a number with at most so many decimal places."""
        # Adding zero makes of minus nought what it is.
        return format_decimal(
            round(value, places) + 0, locale=self.locale, group_separator=False
        )

    def percent(self, value: float) -> str:
        """Return a percentage, of 65 for instance."""
        return format_percent(value / 100, locale=self.locale).translate(_SPACES)

    def quantity(self, value: float, unit: str) -> str:
        """Return a number with its unit, which stay on one line."""
        number = self.number(value, 2 if unit in _LARGE_UNITS else 1)
        return f"{number}\N{NO-BREAK SPACE}{unit}"


def locale_of(language: str, country: str | None) -> Locale:
    """Return the locale of a language in a country, or the next that there is.

    It reads from the disk.
    """
    tag = language.replace("-", "_")
    first, *others = tag.split("_")
    names = [tag, first, ENGLISH]
    if country and not any(_REGION.fullmatch(part) for part in others):
        names.insert(0, f"{tag}_{country}")
    for name in names[:-1]:
        try:
            return Locale.parse(name)
        except ValueError, UnknownLocaleError:
            continue
    return Locale.parse(ENGLISH)


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
