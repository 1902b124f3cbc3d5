"""The languages of the integration's own texts, and error messages in them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

CHINESE: Final = "zh-Hans"
ENGLISH: Final = "en"

_COMMON: HassKey[Mapping[str, Mapping[str, str]]] = HassKey(f"{DOMAIN}_texts")
_UNITS: Final = {"days": 24 * 60, "hours": 60, "minutes": 1}  # in minutes


def own_language(language: str | None) -> str:
    """Return the language of our texts for a language tag or `Accept-Language`."""
    return CHINESE if (language or "").strip().lower().startswith("zh") else ENGLISH


def join_names(names: Iterable[str], language: str | None) -> str:
    """Return names as a list in a sentence of a language."""
    return {CHINESE: "、", ENGLISH: ", "}[own_language(language)].join(names)


async def async_get_texts(
    hass: HomeAssistant, language: str | None, *categories: str, domain: str = DOMAIN
) -> dict[str, str]:
    """Return texts of an integration by their paths in its translation file.

    Without a language, they are in the home's.
    """
    language = language or own_language(hass.config.language)
    prefix = f"component.{domain}."
    return {
        key.removeprefix(prefix): text
        for category in categories
        for key, text in (
            await async_get_translations(hass, language, category, {domain})
        ).items()
    }


async def async_load_texts(hass: HomeAssistant) -> None:
    """Load the texts for what cannot wait for them, or runs outside the event loop."""
    hass.data[_COMMON] = {
        language: await async_get_texts(
            hass, language, "common", "exceptions", "services"
        )
        for language in (ENGLISH, CHINESE)
    }


def get_common_texts(
    hass: HomeAssistant, language: str | None = None
) -> Mapping[str, str]:
    """Return the texts that are loaded: common ones, of exceptions and of actions."""
    return hass.data[_COMMON][own_language(language or hass.config.language)]


def describe_clock(texts: Mapping[str, str], offset: timedelta | None) -> str:
    """Return how wrong this machine's clock is, by minutes at least; nothing if right."""
    if offset is None:
        return ""
    minutes = round(abs(offset) / timedelta(minutes=1))
    unit, length = next(
        (unit, length) for unit, length in _UNITS.items() if minutes >= 2 * length
    )
    way = "ahead" if offset > timedelta() else "behind"
    difference = texts[f"common.clock_{way}_{unit}"]
    return texts["common.clock_wrong"].format(
        difference=difference.format(count=round(minutes / length))
    )


async def async_message(
    hass: HomeAssistant, err: HomeAssistantError, language: str | None = None
) -> str:
    """Return the translated message of one of our errors, where no frontend does it."""
    own = own_language(language or hass.config.language)
    return format_message(err, await async_get_texts(hass, own, "exceptions"))


def format_message(err: HomeAssistantError, texts: Mapping[str, str]) -> str:
    """Return the message of one of our errors: its key if only another version has it."""
    key = str(err.translation_key)
    message = texts.get(f"exceptions.{key}.message", key)
    return message.format(**err.translation_placeholders or {})
