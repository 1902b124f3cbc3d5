"""Fixtures for a home and its users."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.layouts.models import Layout
from custom_components.cloudprint.document.settings import RenderSettings
from homeassistant.auth.models import Group, User
from homeassistant.core import HomeAssistant

type SetUpHome = Callable[..., Awaitable[None]]
type AddPerson = Callable[..., Awaitable[User]]


@pytest.fixture
def set_up_home(
    hass: HomeAssistant,
    config_folder: Path,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
) -> SetUpHome:
    """Return a function that sets the home's location and time."""
    (config_folder / ".storage").mkdir()

    async def set_up(
        now: str,
        *,
        time_zone: str = "Europe/Berlin",
        language: str = "en",
        country: str | None = "US",
    ) -> None:
        freezer.move_to(now)
        await hass.config.async_set_time_zone(time_zone)
        hass.config.language = language
        hass.config.country = country

    return set_up


@pytest.fixture
def layouts() -> Iterator[list[Any]]:
    """Collect the layouts that are rendered as pages."""
    made: list[Layout] = []

    def build_layout_content(layout: Layout, settings: RenderSettings) -> Content:
        made.append(layout)
        return Content.from_string(layout.title, MediaFormat.HTML)

    with patch(
        "custom_components.cloudprint.source.pages.page.build_layout_content",
        build_layout_content,
    ):
        yield made


@pytest.fixture
def add_person(hass: HomeAssistant) -> AddPerson:
    """Return a function that adds a user who may only read some entities."""

    async def add(*entity_ids: str) -> User:
        # The first user is the owner, who may read everything.
        await hass.auth.async_create_user("Owner")
        person = await hass.auth.async_create_user("Guest")
        policy = {
            "entities": {"entity_ids": {name: {"read": True} for name in entity_ids}}
        }
        person.groups = [Group(name="Guests", policy=policy)]
        assert not person.is_admin
        return person

    return add
