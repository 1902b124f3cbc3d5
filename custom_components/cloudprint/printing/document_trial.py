"""Prints of documents that are prepared, but not sent, before they are saved."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..exceptions import invalid
from ..source import Resolver
from .action import async_print
from .targets import Target

_NEEDS_PASSWORD: Final = "pdf_password_missing"


async def async_try_document(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    resolvers: Mapping[str, Resolver],
    user: User | None = None,
) -> Target:
    """Prepare a print as it will be when its fields are saved; return its printer.

    Raises ServiceValidationError for what could not be printed, as a PDF with a
    password, which would not be saved; HomeAssistantError for what cannot be read now.
    """
    try:
        printed = await async_print(
            hass, {**fields, "dry_run": True}, user, resolvers=resolvers
        )
    except ServiceValidationError as err:
        placeholders = err.translation_placeholders or {}
        if err.translation_key == _NEEDS_PASSWORD:
            raise invalid("document_password", field=placeholders["field"]) from None
        raise
    return printed[0].target
