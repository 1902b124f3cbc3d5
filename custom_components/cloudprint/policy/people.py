"""The people who print and approve: users, shown as persons."""

from collections import Counter
from collections.abc import Collection

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..fields import one_line
from ..requester import Requester


async def async_get_people(hass: HomeAssistant) -> dict[str, str]:
    """Return the different names of active users by id, in order.

    A user has the name of the person, if there is one. Users of programs are left out.
    """
    users = await _async_get_users(hass)
    persons = {
        state.attributes.get("user_id"): state.name
        for state in hass.states.async_all("person")
    }
    names = {
        user.id: one_line(persons.get(user.id) or user.name or "") or "-"
        for user in users
    }
    count = Counter(names.values())
    shown = {
        user_id: name if count[name] == 1 else f"{name} ({user_id[:6]})"
        for user_id, name in names.items()
    }
    return dict(sorted(shown.items(), key=lambda item: item[1].casefold()))


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
    users = await hass.auth.async_get_users()
    return [each for each in users if each.is_active and not each.system_generated]
