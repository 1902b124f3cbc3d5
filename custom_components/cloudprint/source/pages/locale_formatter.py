"""Formats dates, times and numbers for the language and country of the home."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
import re
from typing import Final, Self

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.localedata import load
from babel.numbers import format_decimal, format_percent

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ...texts import CHINESE, ENGLISH, async_get_texts, own_language

_REGION = re.compile(r"[A-Z]{2}|[0-9]{3}")
# Many fonts lack these spaces of the Unicode locale data.
_SPACES: Final = str.maketrans(
    {"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}", "\N{THIN SPACE}": " "}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleFormatter:
    """Formats for a locale, at the present time; blocking, as it reads locale data."""

    language: str
    locale: Locale
    now: datetime
    words: Mapping[str, str] = field(repr=False)

    @classmethod
    async def async_create(cls, hass: HomeAssistant, language: str = "") -> Self:
        """Return a formatter for a language, by default Home Assistant's own."""
        language, country = language or hass.config.language, hass.config.country
        return cls(
            language=language,
            locale=await hass.async_add_executor_job(find_locale, language, country),
            now=dt_util.now(),
            words=await async_get_texts(hass, own_language(language), "common"),
        )

    @classmethod
    async def async_create_all(cls, hass: HomeAssistant) -> list[Self]:
        """Return formatters of both languages, the home's first, for its guests."""
        own = own_language(hass.config.language)
        both = sorted((ENGLISH, CHINESE), key=lambda language: language != own)
        return [await cls.async_create(hass, language) for language in both]

    @property
    def today(self) -> date:
        """Return today's date at home."""
        return self.now.date()

    @property
    def time_zone(self) -> tzinfo:
        """Return the time zone at home."""
        return self.now.tzinfo or dt_util.UTC

    def word(self, key: str, **filled: str) -> str:
        """Return the translation of a text on a page."""
        return self.words[f"common.page_{key}"].format(**filled)

    def full_date(self, day: date) -> str:
        """Return a date in full, with its weekday and year."""
        return format_date(day, "full", locale=self.locale).translate(_SPACES)

    def day(self, day: date) -> str:
        """Return a date with its weekday, and with its year unless it is this year."""
        skeleton = "MMMEd" if day.year == self.today.year else "yMMMEd"
        return format_skeleton(skeleton, day, locale=self.locale).translate(_SPACES)

    @property
    def week_start(self) -> int:
        """Return the weekday with which weeks start; Monday is 0."""
        # In Chinese, 这周 and 下周 start on Monday, also where calendars start on Sunday.
        return 0 if self.locale.language == "zh" else self.locale.first_week_day

    def near(self, day: date) -> str | None:
        """Return the word for today or tomorrow, or None for another day."""
        key = {0: "today", 1: "tomorrow"}.get((day - self.today).days)
        return key and self.word(key)

    def weekday(self, day: date) -> str:
        """Return the name of a day's weekday."""
        return format_date(day, "EEEE", locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Return a range of days."""
        text = format_interval(first, last, "yMMMd", locale=self.locale)
        return text.translate(_SPACES)

    def time(self, moment: datetime) -> str:
        """Return the time of day at home."""
        text = format_time(moment, "short", self.time_zone, self.locale)
        return text.translate(_SPACES)

    def together(self, day: str, time: str) -> str:
        """Return a formatted day and a formatted time, joined."""
        pattern = str(self.locale.datetime_formats["medium"])
        return pattern.replace("{1}", day).replace("{0}", time).replace("'", "")

    def full_moment(self) -> str:
        """Return the present date and time in full."""
        return self.together(self.full_date(self.today), self.time(self.now))

    def percent(self, value: float) -> str:
        """Return a percentage; `value` is 65 for 65 %."""
        return format_percent(value / 100, locale=self.locale).translate(_SPACES)

    def quantity(self, value: float, unit: str) -> str:
        """Return a rounded number and its unit, joined by a no-break space."""
        # Adding 0 turns -0.0 into 0.0.
        rounded = round(value, 2 if unit in ("in", "inHg") else 1) + 0
        text = format_decimal(rounded, locale=self.locale, group_separator=False)
        return f"{text}\N{NO-BREAK SPACE}{unit}"

    def parse_moment(self, value: object) -> date | datetime | None:
        """Return the date or time in a text, by default a local one, or None."""
        if not isinstance(value, str):
            return None
        # Parsed as a time, a date would be midnight.
        if (day := dt_util.parse_date(value)) is not None:
            return day
        if (moment := dt_util.parse_datetime(value)) is None:
            return None
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self.time_zone)
        return moment.astimezone(self.time_zone)

    def get_start(self, day: date) -> datetime:
        """Return when a day starts, in UTC."""
        # Times of one zone are compared by wall clock, ambiguous when it is set back.
        midnight = datetime.combine(day, datetime.min.time(), tzinfo=self.time_zone)
        return midnight.astimezone(dt_util.UTC)


def find_locale(language: str, country: str | None) -> Locale:
    """Return the locale of a language in a country, or the closest one. Blocking.

    Its data is read here, where Babel would read it when it is first used.
    """
    tag = language.replace("-", "_")
    first, *others = tag.split("_")
    names = [tag, first]
    if country and not any(_REGION.fullmatch(part) for part in others):
        names.insert(0, f"{tag}_{country}")
    locale = Locale.parse(ENGLISH)
    for name in names:
        with suppress(ValueError, UnknownLocaleError):
            locale = Locale.parse(name)
            break
    load(str(locale))
    return locale


def get_day(moment: date | datetime) -> date:
    """Return the date of a date or time."""
    return moment.date() if isinstance(moment, datetime) else moment
