"""Checks of the list of entities; `--snapshot-update` writes it."""

from types import MappingProxyType
from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import JsonValueType, json_loads

from .conftest import SetUpAccount
from .entities import device_id_of
from .flows.steps import TEXTS
from .hub import Hub
from .simulator import Printer

NAMELESS: Final = {"sensor.status", "button.document"}
"""They have the names of their devices."""


def name_of(entity: er.RegistryEntry) -> str:
    """Return the platform and the translation key of an entity."""
    return f"{entity.domain}.{entity.translation_key}"


def kinds_of(entities: list[er.RegistryEntry]) -> dict[str, tuple[object, ...]]:
    """Return the categories and classes of entities, by name."""
    return {
        name_of(entity): (
            entity.entity_category,
            entity.original_device_class,
            entity.disabled_by,
        )
        for entity in entities
    }


def table_of(hass: HomeAssistant, entities: list[er.RegistryEntry]) -> JsonValueType:
    """Return what is shown of entities, by name; the same in each release."""
    table = {
        name_of(entity): {
            "attributes": state and state.attributes,
            "category": entity.entity_category,
            "device_class": entity.original_device_class,
            "disabled_by": entity.disabled_by,
            "state": state and state.state,
            "unique_id": entity.unique_id,
        }
        for entity in entities
        for state in (hass.states.get(entity.entity_id),)
    }
    assert len(table) == len(entities)
    # Plain strings: how enumerations are shown differs between releases.
    return json_loads(json_dumps(table))


@pytest.fixture
async def entities(
    hass: HomeAssistant, account: MockConfigEntry
) -> list[er.RegistryEntry]:
    """Return all entities of an account with two printers."""
    return er.async_entries_for_config_entry(er.async_get(hass), account.entry_id)


async def test_printers(
    hub: Hub, entities: list[er.RegistryEntry], snapshot: SnapshotAssertion
) -> None:
    """Each printer has the same entities; all others are the account's."""
    of_printer, of_other = (
        [
            entity
            for entity in entities
            if entity.device_id == device_id_of(hub.hass, hub.account, shared)
        ]
        for shared in (hub.printer, hub.colour_printer)
    )
    assert kinds_of(of_printer) == kinds_of(of_other)
    assert table_of(hub.hass, of_printer) == snapshot(name="printer")
    others = [each for each in entities if each not in of_printer + of_other]
    assert len({entity.device_id for entity in others}) == 1
    assert table_of(hub.hass, others) == snapshot(name="account")


async def test_saved_document(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    printer: Printer,
    snapshot: SnapshotAssertion,
) -> None:
    """A saved document has a button only."""
    account = await set_up_account()
    before = set(er.async_get(hass).entities)
    hass.config_entries.async_add_subentry(
        account,
        ConfigSubentry(
            data=MappingProxyType({"text": "x"}),
            subentry_id="sums",
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
    assert table_of(hass, new) == snapshot


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
