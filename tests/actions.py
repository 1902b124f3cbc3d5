"""Calls the actions as a script does, and holds their errors to the translations."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import json
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import CloudPrintData
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
    """Return the names that a message has in braces."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def message_of(error: HomeAssistantError) -> str:
    """Return what a person reads in English, once it is there in each language.

    Every message is filled to the last brace, and with nothing to spare.
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
    # Half of a surrogate pair would not even reach the person.
    filled.encode()
    assert filled.isprintable(), filled
    return filled


async def call(
    hass: HomeAssistant, action: str, data: Mapping[Any, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Call an action; return its response, or nothing where it has none."""
    has_response = hass.services.supports_response(DOMAIN, action)
    response = await hass.services.async_call(
        DOMAIN,
        action,
        {**(data or {}), **more},
        blocking=True,
        return_response=has_response is not SupportsResponse.NONE,
    )
    # As it reaches a browser
    restored = json.loads(json_dumps(response))
    assert restored == response
    return restored or {}


@contextmanager
def refuses(
    key: str, kind: type[HomeAssistantError] = ServiceValidationError, **given: str
) -> Iterator[pytest.ExceptionInfo[HomeAssistantError]]:
    """Expect an error of exactly this kind, with some placeholders, in good order."""
    with pytest.raises(HomeAssistantError) as raised:
        yield raised
    assert type(raised.value) is kind
    assert raised.value.translation_key == key
    placeholders = raised.value.translation_placeholders or {}
    assert {name: placeholders.get(name) for name in given} == given
    message_of(raised.value)


@contextmanager
def may_refuse() -> Iterator[None]:
    """Allow a refusal, as long as it is in good order."""
    try:
        yield
    except HomeAssistantError as error:
        message_of(error)


async def call_again(account: ConfigEntry[CloudPrintData]) -> None:
    """Let the service be asked at once whether it is there, after a failed submit.

    Otherwise what is printed next waits for some seconds.
    """
    await account.runtime_data.dispatcher.async_probe()
