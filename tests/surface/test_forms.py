"""The forms of all flows, and what is stored of what is entered in them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.const import DOMAIN
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..conftest import SetUpAccount
from ..hub import Hub
from ..simulator import Printer
from .lines import Shapes, describe_fields, join, mask, write

ENTERED: Final[Mapping[str, Sequence[tuple[str, dict[str, Any]]]]] = {
    "document": [
        ("text", {"text": "x"}),
        ("markdown", {"markdown": "# x"}),
    ],
    "link": [
        (
            "",
            {
                "name": "Guests",
                "is_on": True,
                "limits": {
                    "pages_a_day": 5,
                    "pages_a_print": 2,
                    "ends": "2030-01-01",
                },
                "network": {"local_only": True},
            },
        )
    ],
    "rule": [],
}
"""What is entered in the forms of subentries, by what is chosen in their menus."""


class Forms:
    """Opens the menus and forms of a flow, each in a flow of its own."""

    def __init__(self, name: str, manager: Any, handler: Any, context: Any) -> None:
        """Set up a flow that can be begun."""
        self._name, self._manager = name, manager
        self._handler, self._context = handler, context
        self.lines: list[str] = []

    async def begin(self, *choices: str) -> Any:
        """Begin and choose in menus; return the last step."""
        result = await self._manager.async_init(self._handler, context=self._context)
        for choice in choices:
            result = await self._manager.async_configure(
                result["flow_id"], {"next_step_id": choice}
            )
        return result

    async def open(self, *choices: str) -> None:
        """Describe a step, and all that menus lead to."""
        result = await self.begin(*choices)
        name = f"flow {self._name}"
        if result["type"] is FlowResultType.MENU:
            options = list(result["menu_options"])
            self.lines.append(f"{name} menu {result['step_id']}: {write(options)}")
            for option in options:
                if len(choices) < 3:
                    await self.open(*choices, option)
        elif result["type"] is FlowResultType.FORM:
            step = f"{name} step {result['step_id']}"
            self.lines.append(step)
            self.lines += describe_fields(step, result["data_schema"] or {})
        else:
            reason = result.get("reason")
            self.lines.append(f"{name} {'/'.join(choices)}: {result['type']} {reason}")


async def test_forms(hub: Hub, snapshot: SnapshotAssertion) -> None:
    """The steps of each flow, their fields, and the keys of what they store."""
    entry_id = hub.account.entry_id
    flows, subentries = hub.hass.config_entries.flow, hub.hass.config_entries.subentries
    person = {"source": SOURCE_USER}
    again = {"source": SOURCE_RECONFIGURE, "entry_id": entry_id}
    lines = []
    for name, manager, handler, context in (
        ("config", flows, DOMAIN, person),
        ("config reconfigure", flows, DOMAIN, again),
        ("options", hub.hass.config_entries.options, entry_id, {}),
        *((kind, subentries, (entry_id, kind), person) for kind in ENTERED),
    ):
        forms = Forms(name, manager, handler, context)
        await forms.open()
        lines += forms.lines
    stored = Shapes()
    shared = {"device_id": hub.device_id}
    for kind, entered in ENTERED.items():
        forms = Forms(kind, subentries, (entry_id, kind), person)
        for choice, fields in entered:
            entered_fields = shared | {"name": f"A {choice}"} | fields
            result = await forms.begin(*filter(None, [choice]))
            while result["type"] is FlowResultType.FORM:
                shown = {str(marker) for marker in result["data_schema"].schema}
                result = await subentries.async_configure(
                    result["flow_id"],
                    {
                        key: entry
                        for key, entry in entered_fields.items()
                        if key in shown
                    },
                )
                assert not result.get("errors"), result
    for subentry in hub.account.subentries.values():
        stored.add(f"stored {subentry.subentry_type}", dict(subentry.data))
        forms = Forms(
            f"{subentry.subentry_type} reconfigure",
            subentries,
            (entry_id, subentry.subentry_type),
            {"source": SOURCE_RECONFIGURE, "subentry_id": subentry.subentry_id},
        )
        await forms.open()
        lines += forms.lines
    stored.add("stored account data", dict(hub.account.data))
    lines += stored.lines()
    lines.append(
        f"stored account version: {hub.account.version}.{hub.account.minor_version}"
    )
    text = mask(join(lines), base_url=hub.account.data["base_url"])
    assert text == snapshot


async def test_stored_options(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    printer: Printer,
    snapshot: SnapshotAssertion,
) -> None:
    """The keys of what the settings store, when each of them is set."""
    account = await set_up_account()
    forms = Forms("options", hass.config_entries.options, account.entry_id, {})
    result = await forms.begin("settings")
    entered: dict[str, Any] = {
        "hold_while_offline": False,
        "expires_in": {"hours": 2},
        "quiet_hours": {"quiet_from": "22:00:00", "quiet_to": "06:00:00"},
        "documents": {"max_print_size": 8, "send_natively": True},
        "local_network": {
            "ipp_port": 9631,
            "ipp_pages_per_hour": 20,
            "ipp_username": "Anna",
            "ipp_password": "4711",
            "ipp_networks": ["192.168.77.0/24"],
            "ipp_networks_for_links": True,
        },
        "voice": {"spoken_commands": False, "max_spoken_copies": 3},
        "storage": {"content_days": 3, "content_limit": 50, "own_history": False},
    }
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], entered
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    options: Mapping[str, Any] = account.options
    shapes = Shapes()
    shapes.add("stored option", options)
    assert join(shapes.lines()) == snapshot
