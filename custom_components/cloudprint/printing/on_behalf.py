"""Prints in the name of somebody else, which automations and administrators may make."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..exceptions import invalid, shown
from ..fields import parse_text_line
from ..policy.links import get_links
from ..requester import Requester, RequesterKind

ON_BEHALF_OF: Final = "on_behalf_of"
_MAY: Final = (RequesterKind.USER, RequesterKind.AUTOMATION)


async def async_get_represented(
    hass: HomeAssistant, fields: Mapping[str, Any], requester: Requester
) -> Requester:
    """Return the user or link that fields name by person, id or unique name.

    It is in the context of who asks. An empty name is refused: it would be an
    automation's. Raises ServiceValidationError.
    """
    if ON_BEHALF_OF not in fields:
        return requester
    if requester.kind not in _MAY or not requester.is_admin:
        raise invalid("on_behalf_not_allowed", field=ON_BEHALF_OF)
    requested = parse_text_line(ON_BEHALF_OF, fields[ON_BEHALF_OF]).strip()
    by_id, named = dict[str, Requester](), dict[str, Requester]()

    def add(name: str | None, key: str, represented: Requester) -> None:
        by_id[key] = represented
        if (name or "").strip().casefold() == requested.casefold():
            named[key] = represented

    for user in await hass.auth.async_get_users():
        if user.is_active and not user.system_generated:
            add(user.name, user.id, Requester.from_user(user))
    for link in get_links(hass):
        represented = await link.async_get_requester(hass) if link.is_open else None
        if represented is not None:
            add(link.name, link.link_id, represented)
    for person in hass.states.async_all("person"):
        user_id: str = person.attributes.get("user_id") or ""
        if (represented := by_id.get(user_id)) is not None:
            by_id[person.entity_id] = represented
            add(person.name, user_id, represented)
    matches = [by_id[requested]] if requested in by_id else [*named.values()]
    if len(matches) != 1:
        key = "on_behalf_ambiguous" if matches else "on_behalf_unknown"
        raise invalid(key, field=ON_BEHALF_OF, value=shown(requested))
    return replace(matches[0], context_id=requester.context_id)
