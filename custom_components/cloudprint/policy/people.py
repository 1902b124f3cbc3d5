"""The people who print and approve: users, shown as persons."""

from collections import Counter

from homeassistant.core import HomeAssistant

from ..fields import one_line


async def async_get_people(hass: HomeAssistant) -> dict[str, str]:
    """Return the different names of active users by id, in order.

    A user has the name of the person, if there is one. Users of programs are left out.
    """
    users = await hass.auth.async_get_users()
    persons = {
        state.attributes.get("user_id"): state.name
        for state in hass.states.async_all("person")
    }
    names = {
        user.id: one_line(persons.get(user.id) or user.name or "") or "-"
        for user in users
        if user.is_active and not user.system_generated
    }
    count = Counter(names.values())
    shown = {
        user_id: name if count[name] == 1 else f"{name} ({user_id[:6]})"
        for user_id, name in names.items()
    }
    return dict(sorted(shown.items(), key=lambda item: item[1].casefold()))
