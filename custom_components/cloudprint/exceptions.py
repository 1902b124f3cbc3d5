"""Translated errors."""

from collections.abc import Mapping
import re
from traceback import format_tb
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .api.errors import CloudPrintError
from .const import DOMAIN, LOGGER

# All ASCII punctuation, which can be escaped in Markdown (CommonMark 2.4)
_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
_BRIEF: Final = 40  # characters


def create_error[ErrorT: HomeAssistantError](
    kind: type[ErrorT], key: str, /, **placeholders: str
) -> ErrorT:
    """Create an error with a key of the translated `exceptions`."""
    return kind(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def invalid(key: str, **placeholders: str) -> ServiceValidationError:
    """Create the error for a wrong request."""
    return create_error(ServiceValidationError, key, **placeholders)


def failed(key: str, **placeholders: str) -> HomeAssistantError:
    """Create the error for a correct request that failed."""
    return create_error(HomeAssistantError, key, **placeholders)


def service_failed[ErrorT: HomeAssistantError](
    kind: type[ErrorT], err: CloudPrintError, key: str = "service_says", **texts: str
) -> ErrorT:
    """Create an error with the vendor's words, or without any, with what happened."""
    if err.message:
        return create_error(kind, key, message=err.message, **texts)
    return create_error(kind, f"service_{err.key}", **err.placeholders)


def name_document(placeholders: Mapping[str, str], name: str) -> dict[str, str]:
    """Return placeholders with a print's name for its field; a file's number follows it."""
    named = dict(placeholders)
    if "field" in named:
        _, _, number = named["field"].partition(" ")
        named["field"] = f"{name} {number}".strip()
    return named


def as_markdown(value: object) -> str:
    """Return what `shown` does, escaped for Markdown."""
    return escape_markdown(shown(value))


def escape_markdown(message: str) -> str:
    """Return a message of one line so that Markdown shows it as it is."""
    return _PUNCTUATION.sub(r"\\\g<0>", message)


def shown_briefly(value: object) -> str:
    """Return the beginning of what `shown` does: it may be content in the wrong field."""
    text = shown(value)
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}…"


def shown(value: object) -> str:
    """Return a value for a message: short, on one line, printable."""
    try:
        text = str(value)
    except ValueError, RecursionError:
        # An integer of thousands of digits, or endlessly nested lists.
        text = type(value).__name__
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in text[:200]
    )
    return text or '""'


def log_failure(what: str, err: Exception) -> None:
    """Log an unexpected error without its message, which may quote a document."""
    LOGGER.error(
        "%s failed unexpectedly: %s\n%s",
        what,
        type(err).__name__,
        "".join(format_tb(err.__traceback__)),
    )
