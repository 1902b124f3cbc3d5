"""Checks of the list of entities and their categories, device classes and names."""

from types import MappingProxyType
from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .conftest import SetUpAccount, device_id_of
from .flows.steps import TEXTS
from .simulator import Printer

type Looks = dict[str, tuple[str | None, str | None]]
"""Category and device class of an entity, by platform and key."""

PRINTER: Final[Looks] = {
    "button.print_other_sides": (None, None),
    "button.reprint_last": (None, None),
    "button.test_page": (None, None),
    "event.print_job": (None, None),
    "image.last_document": (None, None),
    "notify.print_message": (None, None),
    "number.copies": ("config", None),
    "select.color": ("config", None),
    "select.orientation": ("config", None),
    "select.paper": ("config", None),
    "select.quality": ("config", None),
    "select.sides": ("config", None),
    "sensor.active_jobs": (None, None),
    "sensor.held_jobs": (None, None),
    "sensor.last_job": (None, "enum"),
    "sensor.last_printed": (None, "timestamp"),
    "sensor.status": (None, "enum"),
    "switch.share_locally": ("config", None),
}
ACCOUNT: Final[Looks] = {
    "binary_sensor.cloud_connection": ("diagnostic", "connectivity"),
    "button.release_held_jobs": (None, None),
    "sensor.active_jobs": (None, None),
    "sensor.held_jobs": (None, None),
}
DOCUMENT: Final[Looks] = {"button.document": (None, None)}

DISABLED: Final = {"image.last_document"}
"""Not everyone who sees a dashboard may see what is printed, and each preview is work."""

NAMELESS: Final = {"sensor.status", "button.document"}
"""They have the names of their devices."""


def name_of(entity: er.RegistryEntry) -> str:
    """Return the platform and the translation key of an entity."""
    return f"{entity.domain}.{entity.translation_key}"


def looks_of(entities: list[er.RegistryEntry]) -> Looks:
    """Return the categories and device classes of entities, by platform and key."""
    looks: Looks = {
        name_of(entity): (entity.entity_category, entity.original_device_class)
        for entity in entities
    }
    assert len(looks) == len(entities)
    return looks


@pytest.fixture
async def entities(
    hass: HomeAssistant, account: MockConfigEntry
) -> list[er.RegistryEntry]:
    """Return all entities of an account with two printers."""
    return er.async_entries_for_config_entry(er.async_get(hass), account.entry_id)


async def test_printers(
    hass: HomeAssistant,
    account: MockConfigEntry,
    entities: list[er.RegistryEntry],
    printer: Printer,
    colour_printer: Printer,
) -> None:
    """Each printer has the same entities; all others are the account's."""
    devices = {
        device_id_of(hass, account, shared) for shared in (printer, colour_printer)
    }
    assert len(devices) == 2
    for device_id in devices:
        of_printer = [entity for entity in entities if entity.device_id == device_id]
        assert looks_of(of_printer) == PRINTER
    others = [entity for entity in entities if entity.device_id not in devices]
    assert looks_of(others) == ACCOUNT
    assert len({entity.device_id for entity in others}) == 1


async def test_saved_document(
    hass: HomeAssistant, set_up_account: SetUpAccount, printer: Printer
) -> None:
    """A saved document has a button only."""
    account = await set_up_account()
    before = set(er.async_get(hass).entities)
    hass.config_entries.async_add_subentry(
        account,
        ConfigSubentry(
            data=MappingProxyType({"text": "x"}),
            subentry_type="document",
            title="Sums",
            unique_id=None,
        ),
    )
    await hass.async_block_till_done()
    registry = er.async_get(hass)
    new = [
        registry.entities[entity_id] for entity_id in registry.entities.keys() - before
    ]
    assert looks_of(new) == DOCUMENT


def test_disabled(entities: list[er.RegistryEntry]) -> None:
    """Entities that few people need, or that cost much, are disabled by default."""
    disabled = {name_of(entity) for entity in entities if entity.disabled_by}
    assert disabled == DISABLED


def test_unique_ids_are_of_the_account(
    account: MockConfigEntry, entities: list[er.RegistryEntry]
) -> None:
    """Unique ids start with the AppID: two accounts can have the same printer."""
    assert all(
        entity.unique_id.startswith(f"{account.unique_id}") for entity in entities
    )


@pytest.mark.parametrize("language", list(TEXTS))
async def test_names(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    printer: Printer,
    language: str,
) -> None:
    """Entities are named in the language of Home Assistant."""
    hass.config.language = language
    account = await set_up_account()
    texts = TEXTS[language]["entity"]
    for entity in er.async_entries_for_config_entry(
        er.async_get(hass), account.entry_id
    ):
        assert entity.has_entity_name
        if name_of(entity) in NAMELESS:
            assert entity.original_name is None
        else:
            assert (
                entity.original_name
                == texts[entity.domain][entity.translation_key]["name"]
            )
