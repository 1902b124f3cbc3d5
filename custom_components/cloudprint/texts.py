"""The languages of the integration's own texts, and error messages in them."""

from collections.abc import Iterable
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN

CHINESE: Final = "zh-Hans"
ENGLISH: Final = "en"

_SEPARATORS: Final = {CHINESE: "、", ENGLISH: ", "}


def own_language(language: str | None) -> str:
    """Return the language of our texts for a language tag.

    For an `Accept-Language` header, the first tag counts.
    """
    return CHINESE if (language or "").strip().lower().startswith("zh") else ENGLISH


def join_names(names: Iterable[str], language: str | None) -> str:
    """Return names as a list in a sentence of a language."""
    return _SEPARATORS[own_language(language)].join(names)


async def async_get_texts(
    hass: HomeAssistant, language: str, *categories: str, domain: str = DOMAIN
) -> dict[str, str]:
    """Return texts of an integration by their paths in its translation file.

    `categories` are the top-level keys of that file, such as "common".
    """
    prefix = f"component.{domain}."
    return {
        key.removeprefix(prefix): text
        for category in categories
        for key, text in (
            await async_get_translations(hass, language, category, {domain})
        ).items()
    }


async def async_message(
    hass: HomeAssistant, err: HomeAssistantError, language: str | None = None
) -> str:
    """Return the translated message of one of our errors, where no frontend does it.

    `language` is a tag or an `Accept-Language` header, by default Home Assistant's.
    """
    own = own_language(language or hass.config.language)
    texts = await async_get_texts(hass, own, "exceptions")
    message = texts[f"exceptions.{err.translation_key}.message"]
    return message.format(**err.translation_placeholders or {})
