"""Helpers to call the actions and check their errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import json
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import Account
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.json import json_dumps

TRANSLATIONS = (
    Path(__file__).parent.parent / "custom_components/cloudprint/translations"
)
MESSAGES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    language: json.loads((TRANSLATIONS / f"{language}.json").read_text("utf-8"))[
        "exceptions"
    ]
    for language in ("en", "zh-Hans")
}


def placeholders_in(message: str) -> set[str]:
    """Return the placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def message_of(error: HomeAssistantError) -> str:
    """Return the English message of an error, after checking it in all languages.

    The placeholders of the message and those of the error are the same.
    """
    assert error.translation_domain == DOMAIN
    assert error.translation_key is not None
    given = error.translation_placeholders or {}
    assert all(isinstance(value, str) and value for value in given.values()), given
    filled = ""
    for language in MESSAGES:
        message = MESSAGES[language][error.translation_key]["message"]
        assert placeholders_in(message) == given.keys(), (language, message)
        filled = filled or message.format(**given)
    # Half of a surrogate pair cannot be sent to a browser.
    filled.encode()
    assert filled.isprintable(), filled
    return filled


async def call(
    hass: HomeAssistant, action: str, data: Mapping[Any, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Call an action; return its response, empty if it has none."""
    has_response = hass.services.supports_response(DOMAIN, action)
    response = await hass.services.async_call(
        DOMAIN,
        action,
        {**(data or {}), **more},
        blocking=True,
        return_response=has_response is not SupportsResponse.NONE,
    )
    # As sent to a browser
    restored = json.loads(json_dumps(response))
    assert restored == response
    return restored or {}


@contextmanager
def refuses(
    key: str, kind: type[HomeAssistantError] = ServiceValidationError, **given: str
) -> Iterator[pytest.ExceptionInfo[HomeAssistantError]]:
    """Expect an error of a kind and key, with a valid message and some placeholders."""
    with pytest.raises(HomeAssistantError) as raised:
        yield raised
    assert type(raised.value) is kind
    assert raised.value.translation_key == key
    placeholders = raised.value.translation_placeholders or {}
    assert {name: placeholders.get(name) for name in given} == given
    message_of(raised.value)


@contextmanager
def may_refuse() -> Iterator[None]:
    """Allow an error with a valid message."""
    try:
        yield
    except HomeAssistantError as error:
        message_of(error)


async def call_again(account: ConfigEntry[Account]) -> None:
    """Probe the service after a failed submit.

    Otherwise the next print waits for some seconds.
    """
    await account.runtime_data.dispatcher.async_probe()
