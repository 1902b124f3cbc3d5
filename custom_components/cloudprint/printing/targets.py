"""The printers that the target of an action means: by device, entity, area, floor, label."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

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
from homeassistant.helpers import (
    area_registry as ar,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..exceptions import invalid, shown, shown_briefly
from ..fields import parse_ids
from ..requester import Requester
from ..texts import join_names
from .permission import find_device, get_printers, may, name_printers

type Item = tuple[str, str]  # Its kind and id

_PLACES: Final = (ATTR_AREA_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID)
_KINDS: Final = (ATTR_DEVICE_ID, ATTR_ENTITY_ID, *_PLACES)
# Home Assistant merges a target into the other fields.
TARGET_FIELDS: Final = (*_KINDS, CONF_EXCLUDE)


def expand_target(
    hass: HomeAssistant,
    fields: Mapping[str, Any],
    requester: Requester,
    policy: str = POLICY_CONTROL,
    *,
    has_several: bool = False,
) -> Mapping[str, Any]:
    """Return fields with the printers of their target as `device_id`, each once.

    A place means its default or only printer that the user may control, or read if that
    is the policy; with `has_several`, all of them. Devices are not checked. Raises
    ServiceValidationError.
    """
    if fields.keys() & TARGET_FIELDS <= {ATTR_DEVICE_ID}:
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
        device_ids = (
            {item_id}
            if kind == ATTR_DEVICE_ID
            else _find_readable(hass, item, requester)
        )
        printers = sorted(device_ids - excluded)
        if kind in _PLACES:
            allowed = [id_ for id_ in printers if may(hass, requester, id_, policy)]
            # One that may only be read is refused by its name.
            printers = allowed or printers[:1]
            if len(printers) > 1 and not has_several:
                printers = [_choose_one(hass, item, printers, requester, policy)]
        chosen += printers
    if items and not chosen:
        raise invalid("target_without_printer", target=_get_names(hass, items))
    expanded = {key: value for key, value in fields.items() if key not in TARGET_FIELDS}
    if chosen:
        expanded[ATTR_DEVICE_ID] = list(dict.fromkeys(chosen))
    return expanded


def _parse_items(fields: Mapping[str, Any]) -> list[Item]:
    # None, which a template makes of an unknown area, must not mean all printers.
    return [
        (kind, item_id)
        for kind in _KINDS
        if kind in fields
        for item_id in parse_ids(kind, fields[kind])
    ]


def _find_readable(hass: HomeAssistant, item: Item, requester: Requester) -> set[str]:
    """Return what `_find_printers` finds that a user may read, at least one."""
    printers = _find_printers(hass, item)
    if readable := {id_ for id_ in printers if may(hass, requester, id_, POLICY_READ)}:
        return readable
    raise invalid("target_without_printer", target=_get_names(hass, [item]))


def _choose_one(
    hass: HomeAssistant,
    item: Item,
    printers: list[str],
    requester: Requester,
    policy: str,
) -> str:
    """Return the default printer among several in a place."""
    if device_id := find_device(hass, requester, among=printers, policy=policy):
        return device_id
    raise invalid(
        "target_ambiguous",
        target=_get_names(hass, [item]),
        printers=name_printers(hass, printers),
    )


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
    return set(get_printers(hass, among=device_ids))


def _get_names(hass: HomeAssistant, items: Iterable[Item]) -> str:
    """Return the names of places, or the ids that were given."""
    places: Mapping[str, Mapping[str, ar.AreaEntry | fr.FloorEntry | lr.LabelEntry]] = {
        ATTR_AREA_ID: ar.async_get(hass).areas,
        ATTR_FLOOR_ID: fr.async_get(hass).floors,
        ATTR_LABEL_ID: lr.async_get(hass).labels,
    }
    named = (places.get(kind, {}).get(item_id) or item_id for kind, item_id in items)
    names = (shown(place if isinstance(place, str) else place.name) for place in named)
    return join_names(dict.fromkeys(names), hass.config.language)
