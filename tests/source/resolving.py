"""Resolves content by itself, without a print."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.requester import AUTOMATION, Requester
from custom_components.cloudprint.source import resolving
from custom_components.cloudprint.source.request import Source
from custom_components.cloudprint.source.resolving import parse_request
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant


async def async_resolve(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    settings: RenderSettings | None = None,
    user: User | None = None,
) -> Source:
    """Return the content that the fields of a print name, rendered by the settings."""
    request = parse_request(
        hass, fields, AUTOMATION if user is None else Requester.from_user(user)
    )
    if settings is not None:
        request = replace(request, settings=settings)
    return await resolving.async_resolve(request)
