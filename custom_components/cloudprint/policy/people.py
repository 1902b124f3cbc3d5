"""The people who print and approve: users, shown as persons."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..fields import one_line
from ..requester import Requester

_PERSON: Final = "person"
_USER_ID: Final = "user_id"  # an attribute of a person, stable since 0.88


async def async_get_people(hass: HomeAssistant) -> dict[str, str]:
    """Return the names of active users by id, in order, without those made by programs.

    A user has the name of the person, if there is one; two names are never the same.
    """
    users = await _async_get_users(hass)
    persons = {
        state.attributes.get(_USER_ID): state.name
        for state in hass.states.async_all(_PERSON)
    }
    names = {
        user.id: one_line(persons.get(user.id) or user.name or "") or user.id[:6]
        for user in users
    }
    count = Counter(names.values())
    for user in users:
        if count[name := names[user.id]] > 1:
            other = one_line(user.name or "")
            is_clear = other != name and sum(each.name == user.name for each in users) < 2
            names[user.id] = f"{name} ({other if is_clear else user.id[:6]})"
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


async def async_find_approvers(
    hass: HomeAssistant, approvers: Collection[str], requester: Requester
) -> list[User]:
    """Return who is asked about a print: administrators, if no approver can be.

    Nobody approves an own print, but for administrators.
    """
    users = await _async_get_users(hass)
    named = [
        user
        for user in users
        if user.id in approvers and (user.is_admin or user.id != requester.user_id)
    ]
    return named or [user for user in users if user.is_admin]


async def _async_get_users(hass: HomeAssistant) -> list[User]:
    return [
        user
        for user in await hass.auth.async_get_users()
        if user.is_active and not user.system_generated
    ]
