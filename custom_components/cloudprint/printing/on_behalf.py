"""Prints in the name of somebody else, which automations and administrators may make."""

from dataclasses import replace
from typing import Final

from homeassistant.core import HomeAssistant

from ..exceptions import invalid, shown
from ..fields import parse_text_line
from ..policy.links import get_links
from ..requester import Requester, RequesterKind

ON_BEHALF_OF: Final = "on_behalf_of"
_MAY: Final = (RequesterKind.USER, RequesterKind.AUTOMATION)


async def async_get_represented(
    hass: HomeAssistant, value: object, requester: Requester
) -> Requester:
    """Return the user or link whose a print is, with the context of who makes it.

    It is named by a person, or by an id or a unique name. Raises
    ServiceValidationError.
    """
    if requester.kind not in _MAY or not requester.is_admin:
        raise invalid("on_behalf_not_allowed", field=ON_BEHALF_OF)
    wanted = parse_text_line(ON_BEHALF_OF, value).strip()
    known = dict[str, Requester]()
    named = list[tuple[str | None, str]]()
    for user in await hass.auth.async_get_users():
        if user.is_active and not user.system_generated:
            known[user.id] = Requester.from_user(user)
            named.append((user.name, user.id))
    for link in get_links(hass):
        found = await link.async_get_requester(hass) if link.is_open else None
        if found is not None:
            known[link.link_id] = found
            named.append((link.name, link.link_id))
    for person in hass.states.async_all("person"):
        user_id: str = person.attributes.get("user_id") or ""
        if user_id in known:
            known[person.entity_id] = known[user_id]
            named.append((person.name, user_id))
    folded = wanted.casefold()
    ids = {key for name, key in named if (name or "").strip().casefold() == folded}
    if wanted in known:
        ids = {wanted}
    if len(ids) != 1:
        key = "on_behalf_ambiguous" if ids else "on_behalf_unknown"
        raise invalid(key, field=ON_BEHALF_OF, value=shown(wanted))
    return replace(known[ids.pop()], context_id=requester.context_id)
