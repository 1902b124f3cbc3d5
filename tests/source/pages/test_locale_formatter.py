"""Formatting of dates, times and numbers."""

from datetime import date, datetime
import re

import pytest

from custom_components.cloudprint.source.pages.locale_formatter import (
    LocaleFormatter,
    find_locale,
    get_day,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..conftest import SetUpHome


@pytest.mark.parametrize(
    ("language", "country", "locale"),
    [
        ("en", None, "en"),
        ("en", "US", "en_US"),
        ("en", "GB", "en_GB"),
        ("en-GB", "US", "en_GB"),
        ("en", "CN", "en"),
        ("zh-Hans", "CN", "zh_Hans_CN"),
        ("zh-Hans", None, "zh_Hans"),
        ("zh-Hans", "US", "zh_Hans"),
        ("zh-Hant", "TW", "zh_Hant_TW"),
        ("zh", "CN", "zh_Hans_CN"),
        ("pt-BR", "PT", "pt_BR"),
        ("es-419", "MX", "es_419"),
        ("sr-Latn", "RS", "sr_Latn_RS"),
        ("de-x-ours", "DE", "de"),
        ("tlh", "US", "en"),
        ("", None, "en"),
        ("??", "??", "en"),
    ],
)
def test_locale(language: str, country: str | None, locale: str) -> None:
    """An unknown locale falls back to the closest one."""
    assert str(find_locale(language, country)) == locale


def plain(text: str) -> str:
    """Return a date as all of Babel's versions have it, which differ in such signs."""
    return re.sub(" ?[–至] ?", "–", text).replace("日 ", "日")


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        (
            *("en", "US"),
            (
                "Wednesday, November 25, 2026",
                "Wed, Nov 25",
                "Wed, Jan 6, 2027",
                "Wednesday",
                "Nov 25–Dec 1, 2026",
                "4:05\xa0PM",
                "1234.6",
                "65%",
                "Today",
            ),
        ),
        (
            *("zh-Hans", "CN"),
            (
                "2026年11月25日星期三",
                "11月25日周三",
                "2027年1月6日周三",
                "星期三",
                "2026年11月25日–12月1日",
                "16:05",
                "1234.6",
                "65%",
                "今天",
            ),
        ),
        (
            *("zh-Hant", "TW"),
            (
                "2026年11月25日星期三",
                "11月25日週三",
                "2027年1月6日週三",
                "星期三",
                "2026年11月25日–12月1日",
                "下午4:05",
                "1234.6",
                "65%",
                "今天",
            ),
        ),
        (
            *("fr", "FR"),
            (
                "mercredi 25 novembre 2026",
                "mer. 25 nov.",
                "mer. 6 janv. 2027",
                "mercredi",
                "25 nov.–1 déc. 2026",
                "16:05",
                "1234,6",
                "65\xa0%",
                "Today",
            ),
        ),
    ],
)
async def test_form(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    language: str,
    country: str,
    expected: tuple[str, ...],
) -> None:
    """Dates and numbers follow the home's locale; words are Chinese or English."""
    await set_up_home("2026-11-25 15:05:00+00:00", language=language, country=country)
    form = await LocaleFormatter.async_create(hass)
    assert form.language == language
    assert (
        plain(form.full_date(form.today)),
        plain(form.day(form.today)),
        plain(form.day(date(2027, 1, 6))),
        form.weekday(form.today),
        plain(form.days(form.today, date(2026, 12, 1))),
        form.time(datetime(2026, 11, 25, 15, 5, tzinfo=dt_util.UTC)),
        form.quantity(1234.56, "").strip(),
        form.percent(65),
        form.word("today"),
    ) == expected


async def test_together(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A day and a time are joined as the locale does."""
    for language, together in (("en", "a, b"), ("zh-Hans", "a b"), ("de", "a, b")):
        await set_up_home("2026-11-25 15:05:00+00:00", language=language, country=None)
        form = await LocaleFormatter.async_create(hass)
        assert form.together("a", "b") == together
        assert form.quantity(-0.01, "km/h") == "0\xa0km/h"


async def test_moments(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A text is parsed as a date, a local time, or neither."""
    await set_up_home("2026-11-25 15:05:00+00:00")
    form = await LocaleFormatter.async_create(hass)
    day = date(2026, 11, 25)
    for text, expected in (
        ("2026-11-25", day),
        (
            "2026-11-25T10:00:00+00:00",
            datetime(2026, 11, 25, 11, tzinfo=form.time_zone),
        ),
        ("2026-11-25 10:00:00", datetime(2026, 11, 25, 10, tzinfo=form.time_zone)),
        ("2026-11-31", None),
        ("", None),
        (None, None),
        (20261125, None),
    ):
        moment = form.parse_moment(text)
        assert moment == expected
        assert type(moment) is type(expected) or isinstance(moment, datetime)
        assert moment is None or get_day(moment) == day
    assert form.get_start(day).isoformat() == "2026-11-24T23:00:00+00:00"
