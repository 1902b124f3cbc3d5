"""Tests of the options flow."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.printing.permission import (
    find_default_printer,
    get_printers,
)
from custom_components.cloudprint.settings import (
    DocumentSettings,
    IppSettings,
    SpoolSettings,
    VoiceSettings,
)
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr

from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..simulator import Application, CloudSimulator, Fault, Printer
from .steps import as_text, check_texts, codes, suggested

QUIET = {
    "quiet_from": "22:00:00",
    "quiet_to": "06:30:00",
    "quiet_days": ["mon", "fri"],
}
NETWORK: dict[str, Any] = {
    "ipp_port": 9631,
    "ipp_pages_per_hour": 20,
    "ipp_username": "Anna",
    "ipp_password": "4711",
    "ipp_networks": ["192.168.77.0/24", "fd12:3456:789a:1::/64"],
    "ipp_networks_for_links": True,
}
SETTINGS: dict[str, Any] = {
    "hold_while_offline": False,
    "expires_in": {"days": 1, "hours": 2},
    "quiet_hours": QUIET | {"tell_waiting": False},
    "documents": {"max_print_size": 8, "send_natively": True},
    "local_network": NETWORK,
    "voice": {"spoken_commands": False, "max_spoken_copies": 3, "max_unasked_pages": 7},
    "storage": {"content_days": 3, "content_limit": 50, "own_history": False},
}
STORED: dict[str, Any] = {
    "hold_while_offline": False,
    "expires_in": {"days": 1, "hours": 2},
    "tell_waiting": False,
    "own_history": False,
    **QUIET,
    "max_print_size": 8,
    "send_natively": True,
    **NETWORK,
    "spoken_commands": False,
    "max_spoken_copies": 3,
    "max_unasked_pages": 7,
    "content_days": 3,
    "content_limit": 50,
}
SHOWN: dict[str, Any] = {
    name: value for name, value in STORED.items() if name != "ipp_password"
}
"""What the form shows of them."""


async def choose(
    hass: HomeAssistant, entry: MockConfigEntry, step: str
) -> ConfigFlowResult:
    """Open the menu and choose an option."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    check_texts("options", result)
    assert result["type"] is FlowResultType.MENU
    options = ["add_printer", "settings"]
    if get_printers(hass, [entry], is_listed=True):
        options = ["add_printer", "phones", "settings", "trays", "watch", "check_up"]
    assert result["menu_options"] == options
    return await go_on(hass, result, {"next_step_id": step})


async def go_on(
    hass: HomeAssistant, result: ConfigFlowResult, entered: dict[str, Any]
) -> ConfigFlowResult:
    """Submit a form."""
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], entered
    )
    check_texts("options", result)
    return result


async def test_add_printers(
    hass: HomeAssistant, simulator: CloudSimulator, set_up_account: SetUpAccount
) -> None:
    """Printers are added at once, without a reload."""
    entry = await set_up_account(content_days=1)
    account = entry.runtime_data
    printer, colour = simulator.add_printer(), simulator.add_colour_printer()
    result = await choose(hass, entry, "add_printer")
    assert result["step_id"] == "add_printer"
    assert result["description_placeholders"] == {
        "printers": "none",
        "message": "",
        "clock": "",
    }

    result = await go_on(
        hass, result, codes(printer) | {"verification_code": "no code"}
    )
    assert result["errors"] == {"verification_code": "wrong_verification_code"}
    assert suggested(result["data_schema"]) == {
        "share_code": printer.share_code,
        "verification_code": "no code",
    }

    result = await go_on(hass, result, codes(printer))
    assert result["menu_options"] == ["test_page", "add_printer", "finish"]
    assert device_id_of(hass, entry, printer)
    result = await go_on(hass, result, {"next_step_id": "add_printer"})
    result = await go_on(hass, result, codes(colour))
    assert device_id_of(hass, entry, colour)
    assert result["step_id"] == "printers"
    names = f"{printer.shown_alias}, {colour.shown_alias}"
    assert result["description_placeholders"] == {
        "printers": names.replace("-", "\\-"),
        "test_printers": names,
    }

    # The second printer asks which is the default one.
    result = await go_on(hass, result, {"next_step_id": "finish"})
    assert result["step_id"] == "default_printer"
    result = await go_on(hass, result, {"default_printer": "1"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {
        "content_days": 1,
        "default_printer": device_id_of(hass, entry, colour),
    }
    assert entry.runtime_data is account
    await hass.async_block_till_done()
    # One of the account, and two per printer
    assert len(hass.states.async_entity_ids("button")) == 5


async def test_add_printer_and_print_a_test_page(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Only the new printer prints a test page; the present ones are listed."""
    result = await choose(hass, await set_up_account(), "add_printer")
    assert result["description_placeholders"]
    assert result["description_placeholders"]["printers"] == (
        printer.shown_alias.replace("-", "\\-")
    )
    colour = simulator.add_colour_printer()
    result = await go_on(hass, result, codes(colour))
    assert result["description_placeholders"]
    assert result["description_placeholders"]["test_printers"] == colour.shown_alias
    result = await go_on(hass, result, {"next_step_id": "test_page"})
    assert result["step_id"] == "default_printer"
    result = await go_on(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert [job.printer for job in simulator.printed] == [colour]


async def test_test_page_fails(
    hass: HomeAssistant, simulator: CloudSimulator, set_up_account: SetUpAccount
) -> None:
    """The flow ends with the reason."""
    result = await choose(hass, await set_up_account(), "add_printer")
    result = await go_on(hass, result, codes(simulator.add_colour_printer()))
    simulator.faults.add("newPrintTask", Fault.REFUSED, message="**No**" * 50)
    result = await go_on(hass, result, {"next_step_id": "test_page"})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "test_page_failed"
    assert result["description_placeholders"]
    message = as_text(result["description_placeholders"]["message"])
    assert "did not accept" in message
    assert "**No**" * 50 in message


async def test_add_printer_with_a_wrong_clock(
    hass: HomeAssistant, simulator: CloudSimulator, set_up_account: SetUpAccount
) -> None:
    """The form says how wrong the clock is, for which the service refuses the key."""
    entry = await set_up_account()
    printer = simulator.add_printer()
    result = await choose(hass, entry, "add_printer")
    simulator.settings.max_clock_skew = 300
    simulator.advance(3 * 3600)
    simulator.kill_tokens()
    for _ in range(2):
        result = await go_on(hass, result, codes(printer))
    assert result["errors"] == {"base": "invalid_auth_clock"}
    placeholders = result["description_placeholders"]
    assert placeholders
    assert placeholders["message"] == "The service says: 请求已过期"
    assert placeholders["clock"].startswith(
        "The clock of this machine is 3 hours behind."
    )


async def test_add_no_printer(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """An empty form adds nothing, and does not end the flow unasked."""
    entry = await set_up_account()
    result = await choose(hass, entry, "add_printer")
    result = await go_on(hass, result, {})
    assert result["step_id"] == "no_printer"
    assert result["menu_options"] == ["add_printer", "finish"]
    result = await go_on(hass, result, {"next_step_id": "finish"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_add_printer_while_service_fails(
    hass: HomeAssistant, simulator: CloudSimulator, set_up_account: SetUpAccount
) -> None:
    """A list that fails after a printer was added does not stop the flow."""
    entry = await set_up_account()
    printer = simulator.add_printer()
    result = await choose(hass, entry, "add_printer")
    simulator.faults.add("queryPrinters", Fault.HTTP_500)
    result = await go_on(hass, result, codes(printer))
    assert result["step_id"] == "printers"
    result = await go_on(hass, result, {"next_step_id": "finish"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await entry.runtime_data.coordinator.async_refresh()
    assert device_id_of(hass, entry, printer)


async def test_add_printer_after_an_outage(
    hass: HomeAssistant,
    application: Application,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """The printers are listed anew: one that came meanwhile was not added here."""
    entry = await set_up_account()
    simulator.refuse_connections()
    await hass.config_entries.async_reload(entry.entry_id)
    colour = simulator.add_colour_printer()
    simulator.bind(application, colour)
    await simulator.accept_connections()
    result = await choose(hass, entry, "add_printer")
    names = f"{printer.shown_alias}, {colour.shown_alias}"
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["printers"] == names.replace("-", "\\-")


async def test_add_printer_to_account_in_retry(
    hass: HomeAssistant, simulator: CloudSimulator, set_up_account: SetUpAccount
) -> None:
    """Printers can only be added to a loaded account; settings can always change."""
    simulator.faults.add("getToken", Fault.HTTP_500)
    entry = await set_up_account()
    assert entry.state is ConfigEntryState.SETUP_RETRY
    result = await choose(hass, entry, "add_printer")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_not_loaded"

    result = await choose(hass, entry, "settings")
    result = await go_on(hass, result, SETTINGS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert entry.options == STORED


async def test_add_printer_to_unloaded_account(hass: HomeAssistant, hub: Hub) -> None:
    """The form aborts if the account was unloaded meanwhile."""
    result = await choose(hass, hub.account, "add_printer")
    await hass.config_entries.async_unload(hub.account.entry_id)
    hub.simulator.forget()
    result = await go_on(hass, result, {"share_code": "1", "verification_code": "2"})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_not_loaded"
    assert hub.simulator.requests == []


async def test_settings_leave_trays(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """How paper lies in the printers is no setting of this form."""
    trays = {"printer": {"output": "face_up", "input": "lower_side"}}
    entry = await set_up_account(trays=trays)
    result = await choose(hass, entry, "settings")
    await go_on(hass, result, SETTINGS)
    await hass.async_block_till_done()
    assert entry.options == {**STORED, "trays": trays}


async def test_settings(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Settings are stored, take effect, and are shown the next time."""
    before = account.runtime_data
    result = await choose(hass, account, "settings")
    assert result["step_id"] == "settings"
    assert suggested(result["data_schema"]) == {}
    assert result["data_schema"]
    assert result["data_schema"](
        {
            "quiet_hours": {},
            "documents": {},
            "local_network": {},
            "voice": {},
            "storage": {},
        }
    ) == {
        "hold_while_offline": True,
        "expires_in": {"hours": 1, "minutes": 0, "seconds": 0},
        "quiet_hours": {
            "quiet_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "tell_waiting": True,
        },
        "documents": {"max_print_size": 20, "send_natively": False},
        "local_network": {
            "ipp_port": 8631,
            "ipp_pages_per_hour": 500,
            "ipp_networks_for_links": False,
        },
        "voice": {
            "spoken_commands": True,
            "max_spoken_copies": 10,
            "max_unasked_pages": 5,
        },
        "storage": {"content_days": 7, "content_limit": 200, "own_history": False},
    }
    result = await go_on(hass, result, SETTINGS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert account.options == STORED
    await hass.async_block_till_done()
    assert account.state is ConfigEntryState.LOADED
    assert account.runtime_data is not before
    chosen = account.runtime_data.settings
    assert chosen == SpoolSettings.from_options(STORED)
    assert chosen.expires_in == timedelta(hours=26)
    assert chosen.content_limit == 50 * 1024 * 1024
    documents = account.runtime_data.documents
    assert VoiceSettings.from_options(STORED) == VoiceSettings(
        is_on=False, max_copies=3, max_unasked_pages=7
    )
    assert documents == DocumentSettings(max_bytes=8 * 1024 * 1024, is_native=True)

    assert IppSettings.from_options(STORED) == IppSettings(
        port=9631,
        pages_per_hour=20,
        username="Anna",
        password="4711",
        networks=frozenset(map(ip_network, NETWORK["ipp_networks"])),
        are_networks_for_links=True,
    )

    result = await choose(hass, account, "settings")
    assert suggested(result["data_schema"]) == SHOWN
    without_times = {
        **SETTINGS,
        "quiet_hours": {"quiet_days": []},
    }
    result = await go_on(hass, result, without_times)
    await hass.async_block_till_done()
    assert "quiet_from" not in account.options
    assert account.runtime_data.settings.quiet_from is None


async def test_settings_of_two_accounts(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """The form shows the settings of its own account."""
    first = await set_up_account(**STORED)
    second = MockConfigEntry(domain="cloudprint", unique_id="second")
    second.add_to_hass(hass)
    result = await choose(hass, first, "settings")
    assert suggested(result["data_schema"]) == SHOWN
    result = await choose(hass, second, "settings")
    assert suggested(result["data_schema"]) == {}


async def test_default_printer(hass: HomeAssistant, hub: Hub) -> None:
    """The default printer is one of the account, by the user's name, or none."""
    dr.async_get(hass).async_update_device(hub.colour_id, name_by_user="Atelier")
    result = await choose(hass, hub.account, "settings")
    assert result["data_schema"]
    selector = result["data_schema"].schema["default_printer"]
    assert selector.config["options"] == [
        {"value": hub.colour_id, "label": "Atelier"},
        {"value": hub.device_id, "label": hub.printer.shown_alias},
    ]
    with pytest.raises(InvalidData):
        await go_on(hass, result, SETTINGS | {"default_printer": hub.account.entry_id})
    await go_on(hass, result, SETTINGS | {"default_printer": hub.colour_id})
    await hass.async_block_till_done()
    assert hub.account.options == STORED | {"default_printer": hub.colour_id}
    assert find_default_printer(hass) == find_default_printer(hass, hub.account)
    assert find_default_printer(hass) == hub.colour_id

    result = await choose(hass, hub.account, "settings")
    assert suggested(result["data_schema"])["default_printer"] == hub.colour_id
    await go_on(hass, result, SETTINGS)
    await hass.async_block_till_done()
    assert hub.account.options == STORED
    assert find_default_printer(hass) is None


async def test_default_printer_that_is_gone(hass: HomeAssistant, hub: Hub) -> None:
    """The form says that the default printer is gone, and can be submitted."""
    hass.config_entries.async_update_entry(
        hub.account, options=STORED | {"default_printer": hub.colour_id}
    )
    hub.data.coordinator.async_remove(hub.colour_id)
    assert find_default_printer(hass, hub.account) is None
    result = await choose(hass, hub.account, "settings")
    assert result["errors"] == {"default_printer": "default_printer_gone"}
    assert "default_printer" not in suggested(result["data_schema"])
    result = await go_on(hass, result, SETTINGS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hub.account.options == STORED
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"expires_in": {"days": 31}}, {"expires_in": "expires_in_too_long"}),
        ({"expires_in": {"hours": "1"}}, {"base": "invalid_settings"}),
        (
            {"storage": {"content_days": float("nan"), "content_limit": 50}},
            {"base": "invalid_settings"},
        ),
        (
            {"quiet_hours": {"quiet_from": "22:00:00", "quiet_days": []}},
            {"quiet_hours": "quiet_hours_incomplete"},
        ),
        (
            {"quiet_hours": {"quiet_to": "22:00:00", "quiet_days": ["mon"]}},
            {"quiet_hours": "quiet_hours_incomplete"},
        ),
        (
            {"quiet_hours": QUIET | {"quiet_from": "06:30"}},
            {"quiet_hours": "quiet_hours_incomplete"},
        ),
        (
            {"documents": {"max_print_size": float("nan"), "send_natively": False}},
            {"base": "invalid_settings"},
        ),
        (
            {"voice": {"spoken_commands": True, "max_spoken_copies": float("nan")}},
            {"base": "invalid_settings"},
        ),
        (
            {"documents": {"max_print_size": 51, "send_natively": False}},
            {"documents": "max_print_size_too_large"},
        ),
        (
            {"local_network": NETWORK | {"ipp_port": float("nan")}},
            {"base": "invalid_settings"},
        ),
        (
            {"local_network": NETWORK | {"ipp_password": ""}},
            {"local_network": "login_incomplete"},
        ),
        (
            {"local_network": NETWORK | {"ipp_username": ""}},
            {"local_network": "login_incomplete"},
        ),
        (
            {"local_network": NETWORK | {"ipp_username": "Anna:1"}},
            {"local_network": "invalid_username"},
        ),
        *(
            (
                {"local_network": NETWORK | {"ipp_networks": networks}},
                {"local_network": "network_invalid"},
            )
            for networks in (["8.8.8.0/24"], ["192.168.77.0/24", "192.168.78.0"], [""])
        ),
    ],
)
async def test_settings_errors(
    hub: Hub, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    """Errors are shown, and can be corrected without losing other input."""
    result = await choose(hub.hass, hub.account, "settings")
    result = await go_on(hub.hass, result, SETTINGS | changes)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    shown = suggested(result["data_schema"])
    assert shown["hold_while_offline"] is False
    assert shown["quiet_days"] == (SETTINGS | changes)["quiet_hours"]["quiet_days"]
    assert hub.account.options == {}
    result = await go_on(hub.hass, result, SETTINGS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hub.hass.async_block_till_done()


async def test_port_of_home_assistant(hub: Hub) -> None:
    """Shared printers cannot have the port of Home Assistant's own pages."""
    assert hub.hass.config.api is not None
    taken = NETWORK | {"ipp_port": hub.hass.config.api.port}
    result = await choose(hub.hass, hub.account, "settings")
    result = await go_on(hub.hass, result, SETTINGS | {"local_network": taken})
    assert result["errors"] == {"local_network": "port_of_home_assistant"}
    result = await go_on(hub.hass, result, SETTINGS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hub.hass.async_block_till_done()


async def test_password_of_the_local_network(hub: Hub) -> None:
    """The password is not shown, kept until another one is entered, and removed."""
    for entered, password in (
        ({"ipp_username": "Anna", "ipp_password": "4711"}, "4711"),
        ({"ipp_username": "Ben"}, "4711"),
        ({"ipp_username": "Ben", "ipp_password": "4712"}, "4712"),
        ({"ipp_username": "", "ipp_password": ""}, None),
        ({}, None),
    ):
        result = await choose(hub.hass, hub.account, "settings")
        assert "ipp_password" not in suggested(result["data_schema"])
        network = {"ipp_port": 8631, "ipp_pages_per_hour": 500} | entered
        await go_on(hub.hass, result, SETTINGS | {"local_network": network})
        await hub.hass.async_block_till_done()
        network_settings = IppSettings.from_options(hub.account.options)
        assert network_settings.username == (entered.get("ipp_username") or None)
        assert network_settings.password == password
        assert network_settings.needs_password == (password is not None)
        assert "4711" not in repr(network_settings)


async def test_networks(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """A network is stored once, whatever its spelling; the error names a wrong one."""
    for entered, stored in (
        (
            ["192.168.77.9/24", "192.168.77.0/24", "FD00:2::9/64"],
            ["192.168.77.0/24", "fd00:2::/64"],
        ),
        ([], []),
    ):
        result = await choose(hass, account, "settings")
        wrong = NETWORK | {"ipp_networks": [*entered, "2408:8207:1:200::/64"]}
        result = await go_on(hass, result, SETTINGS | {"local_network": wrong})
        assert result["description_placeholders"] == {"network": "2408:8207:1:200::/64"}
        network = NETWORK | {"ipp_networks": entered}
        result = await go_on(hass, result, SETTINGS | {"local_network": network})
        await hass.async_block_till_done()
        assert account.options["ipp_networks"] == stored


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_in": {"minutes": 0}},
        {"expires_in": {"days": 30}},
        {"quiet_hours": {"quiet_from": "00:00", "quiet_to": "23:59", "quiet_days": []}},
    ],
)
async def test_settings_at_the_limits(hub: Hub, changes: dict[str, Any]) -> None:
    """Values at the limits are accepted."""
    result = await choose(hub.hass, hub.account, "settings")
    result = await go_on(hub.hass, result, SETTINGS | changes)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hub.hass.async_block_till_done()
    assert hub.account.state is ConfigEntryState.LOADED


wild_number = st.one_of(
    st.integers(-5, 3000), st.floats(), st.integers(), st.text(max_size=5)
)
wild_time = st.one_of(
    st.times().map(str),
    st.text(max_size=8),
    st.sampled_from(["7", "24:00", "22:00", "٢٢:٠٠", "07:00:00.5"]),
)
wild_settings = st.fixed_dictionaries(
    {
        "hold_while_offline": st.one_of(st.booleans(), st.text(max_size=5)),
        "expires_in": st.one_of(
            st.dictionaries(
                st.sampled_from(["days", "hours", "minutes", "seconds"]), wild_number
            ),
            wild_number,
        ),
        "quiet_hours": st.one_of(
            st.none(),
            st.fixed_dictionaries(
                {
                    "quiet_days": st.lists(
                        st.one_of(
                            st.sampled_from(["mon", "tue", "sun"]), st.text(max_size=3)
                        ),
                        max_size=3,
                    )
                },
                optional={"quiet_from": wild_time, "quiet_to": wild_time},
            ),
        ),
        "documents": st.fixed_dictionaries(
            {},
            optional={"max_print_size": wild_number, "send_natively": st.booleans()},
        ),
        "local_network": st.fixed_dictionaries(
            {},
            optional={
                "ipp_port": wild_number,
                "ipp_pages_per_hour": wild_number,
                "ipp_username": st.text(max_size=5),
                "ipp_password": st.text(max_size=5),
                "ipp_networks": st.lists(
                    st.sampled_from(["fd00::/8", "10.0.0.0/8", "0.0.0.0/0"])
                    | st.text(max_size=5),
                    max_size=2,
                ),
            },
        ),
        "voice": st.fixed_dictionaries({}, optional={"max_spoken_copies": wild_number}),
        "storage": st.fixed_dictionaries(
            {}, optional={"content_days": wild_number, "content_limit": wild_number}
        ),
    },
    optional={"other": st.text(max_size=3)},
)


async def test_extremely_long_duration(hub: Hub) -> None:
    """A duration beyond all limits is refused by a message."""
    result = await choose(hub.hass, hub.account, "settings")
    with pytest.raises(InvalidData):
        await go_on(
            hub.hass,
            result,
            {
                "hold_while_offline": True,
                "expires_in": {"days": 10**9},
                "quiet_hours": {},
                "documents": {},
                "local_network": {},
                "voice": {},
                "storage": {},
            },
        )


@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(entered=wild_settings)
async def test_settings_fuzz(hub: Hub, entered: dict[str, Any]) -> None:
    """Any input is refused, or stored with usable settings."""
    result = await choose(hub.hass, hub.account, "settings")
    try:
        result = await go_on(hub.hass, result, entered)
    except InvalidData:
        return
    if result["type"] is FlowResultType.CREATE_ENTRY:
        await hub.hass.async_block_till_done()
        assert hub.account.state is ConfigEntryState.LOADED
        assert timedelta() <= hub.data.settings.expires_in
    else:
        assert result["errors"]


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        *(([], step) for step in ("add_printer", "settings", "trays", "check_up")),
        (["add_printer"], {}),
        (["settings"], SETTINGS),
        (["add_printer", {}], "test_page"),
        (["add_printer", {}], "finish"),
    ],
)
async def test_deleted_meanwhile(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    before: list[Any],
    answer: Any,
) -> None:
    """The flow ends if its account was deleted."""
    entry = await set_up_account()
    result = await hass.config_entries.options.async_init(entry.entry_id)
    for number, entered in enumerate([*before, answer]):
        if number == len(before):
            await hass.config_entries.async_remove(entry.entry_id)
        if isinstance(entered, str):
            entered = {"next_step_id": entered}
        result = await go_on(hass, result, entered)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


async def test_deleted_while_a_printer_is_added(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing fails if the account is deleted during the call."""
    entry = await set_up_account()
    client = entry.runtime_data.client
    add = client.add_share_printer

    async def be_slow(*codes: str) -> Any:
        await hass.config_entries.async_remove(entry.entry_id)
        return await add(*codes)

    monkeypatch.setattr(client, "add_share_printer", be_slow)
    result = await choose(hass, entry, "add_printer")
    await go_on(hass, result, codes(simulator.add_colour_printer()))
    result = await go_on(hass, result, {"next_step_id": "finish"})
    assert result["step_id"] == "default_printer"
    result = await go_on(hass, result, {"default_printer": "0"})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("step", ["phones", "watch", "trays", "check_up"])
async def test_no_printers(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount, step: str
) -> None:
    """The only printer may be removed while the menu is open."""
    account = await set_up_account()
    result = await hass.config_entries.options.async_init(account.entry_id)
    coordinator = account.runtime_data.coordinator
    for device_id in coordinator.data:
        coordinator.async_remove(device_id)
    result = await go_on(hass, result, {"next_step_id": step})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_printers"
