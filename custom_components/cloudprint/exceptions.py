"""Errors that a person sees, in the person's language."""

import re
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN

_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
"""All ASCII punctuation, which CommonMark lets be escaped (2.4)."""


def invalid(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error for something that was asked wrongly.

    `key` is in the translations' `exceptions`, `placeholders` fill its message.
    """
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def failed(key: str, **placeholders: str) -> HomeAssistantError:
    """Return the error for something that was asked rightly and could not be done."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def as_markdown(value: object) -> str:
    """Return a value as `shown` does, so that Markdown shows each character as it is."""
    return _PUNCTUATION.sub(r"\\\g<0>", shown(value))


def shown(value: object) -> str:
    """Return a value as a message may show it: short, on one line, printable."""
    try:
        text = str(value)
    except ValueError, RecursionError:
        # A number of thousands of digits, or lists within lists without end.
        text = type(value).__name__
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in text[:200]
    )
    return text or '""'
