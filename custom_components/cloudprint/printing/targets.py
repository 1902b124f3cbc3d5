"""The printers that the target of an action means: by device, entity, area, floor, label."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import (
    ATTR_AREA_ID,
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    ATTR_FLOOR_ID,
    ATTR_LABEL_ID,
    CONF_EXCLUDE,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..const import DOMAIN
from ..coordinator import get_printer_name, is_printer
from ..exceptions import invalid, shown, shown_briefly
from ..fields import parse_ids
from ..texts import join_names
from .permission import find_device, may

type Item = tuple[str, str]  # Its kind and id

_PLACES: Final[
    Mapping[
        str,
        Callable[
            [HomeAssistant, str], ar.AreaEntry | fr.FloorEntry | lr.LabelEntry | None
        ],
    ]
] = {
    ATTR_AREA_ID: lambda hass, item: ar.async_get(hass).async_get_area(item),
    ATTR_FLOOR_ID: lambda hass, item: fr.async_get(hass).async_get_floor(item),
    ATTR_LABEL_ID: lambda hass, item: lr.async_get(hass).async_get_label(item),
}
_KINDS: Final = (ATTR_DEVICE_ID, ATTR_ENTITY_ID, *_PLACES)
# The core puts those of a target among the other fields.
TARGET_FIELDS: Final = (*_KINDS, CONF_EXCLUDE)


def expand_target(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    user: User | None,
    policy: str = POLICY_CONTROL,
    *,
    has_several: bool = False,
) -> Mapping[str, Any]:
    """Return fields with the printers of their target as `device_id`, each once.

    A place means its default or only printer that the user may control, or read if that
    is the policy; with `has_several`, all of them. Devices are not checked. Raises
    ServiceValidationError.
    """
    if not any(field in fields for field in TARGET_FIELDS if field != ATTR_DEVICE_ID):
        return fields
    items, excluded = _parse_items(fields), set[str]()
    if exclude := fields.get(CONF_EXCLUDE):
        if not isinstance(exclude, Mapping) or not exclude.keys() <= set(_KINDS):
            raise invalid(
                "id_invalid", field=CONF_EXCLUDE, value=shown_briefly(exclude)
            )
        if not items:
            # Not all others
            raise invalid("device_missing")
        for item in _parse_items(exclude):
            excluded |= _find_printers(hass, item)
    chosen = list[str]()
    for item in items:
        kind, item_id = item
        found = [item_id]
        if kind != ATTR_DEVICE_ID:
            printers = _find_printers(hass, item)
            found = [each for each in printers if may(hass, user, each, POLICY_READ)]
            if not found:
                raise _without_printer(hass, [item])
        found = sorted(set(found) - excluded)
        if kind in _PLACES:
            allowed = [each for each in found if may(hass, user, each, policy)]
            # One that may only be read is refused by its name.
            found = allowed or found[:1]
            if len(found) > 1 and not has_several:
                found = [_choose(hass, user, policy, item, found)]
        chosen += found
    if items and not chosen:
        raise _without_printer(hass, items)
    expanded = {key: value for key, value in fields.items() if key not in TARGET_FIELDS}
    if chosen:
        expanded[ATTR_DEVICE_ID] = list(dict.fromkeys(chosen))
    return expanded


def _parse_items(fields: Mapping[str, Any]) -> list[Item]:
    return [
        (kind, item_id)
        for kind in _KINDS
        if fields.get(kind) is not None
        for item_id in parse_ids(kind, fields[kind])
    ]


def _find_printers(hass: HomeAssistant, item: Item) -> set[str]:
    """Return the devices of printers in a place, or with an entity or one of a group."""
    kind, item_id = item
    selected = async_extract_referenced_entity_ids(
        hass, TargetSelection({kind: [item_id]})
    )
    entities = er.async_get(hass)
    device_ids = set(selected.referenced_devices)
    for entity_id in selected.referenced | selected.indirectly_referenced:
        if (entity := entities.async_get(entity_id)) and entity.device_id:
            device_ids.add(entity.device_id)
    return {
        device.id
        for entry in hass.config_entries.async_entries(DOMAIN)
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if device.id in device_ids and is_printer(device)
    }


def _choose(
    hass: HomeAssistant,
    user: User | None,
    policy: str,
    item: Item,
    device_ids: Sequence[str],
) -> str:
    device_id = find_device(hass, user, among=device_ids, policy=policy)
    if device_id is not None:
        return device_id
    names = sorted(get_printer_name(hass, each) for each in device_ids)
    raise invalid(
        "target_ambiguous",
        target=_get_name(hass, item),
        printers=join_names(dict.fromkeys(names), hass.config.language),
    )


def _without_printer(
    hass: HomeAssistant, items: Sequence[Item]
) -> ServiceValidationError:
    names = dict.fromkeys(_get_name(hass, item) for item in items)
    return invalid(
        "target_without_printer", target=join_names(names, hass.config.language)
    )


def _get_name(hass: HomeAssistant, item: Item) -> str:
    """Return the name of a place, or the id that was given."""
    kind, item_id = item
    place = _PLACES[kind](hass, item_id) if kind in _PLACES else None
    return shown(place.name if place else item_id)
