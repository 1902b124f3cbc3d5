"""Tests of the actions that add and remove printers and get their capabilities."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.util.async_ import create_eager_task

from .actions import call, refuses
from .entities import device_id_of
from .hub import Hub
from .simulator import CloudSimulator, Fault, Printer


@pytest.fixture
def unbound(simulator: CloudSimulator) -> Printer:
    """Share a printer that no application has bound."""
    return simulator.add_printer(
        name="HP 1020", sn="Ab3dEf9h", share_code="640487712", verification_code="0598"
    )


def codes(printer: Printer, entry: MockConfigEntry, **other: Any) -> dict[str, Any]:
    """Return the fields that add a printer to an account."""
    return {
        "config_entry_id": entry.entry_id,
        "share_code": printer.share_code,
        "verification_code": printer.verification_code,
        **other,
    }


async def test_add(hass: HomeAssistant, hub: Hub, unbound: Printer) -> None:
    """A printer is added by its codes and listed at once."""
    response = await call(hass, "add_printer", codes(unbound, hub.account))

    device_id = device_id_of(hass, hub.account, unbound)
    assert response == {"device_id": device_id, "printer": "HP 1020-Ab3dEf9h"}
    await call(hass, "print", device_id=device_id, text="x")
    assert hub.simulator.printed[0].printer is unbound


async def test_add_with_numbers(hub: Hub, unbound: Printer) -> None:
    """A code can be a template's number; surrounding spaces are removed."""
    unbound.verification_code = "2598"
    response = await call(
        hub.hass, "add_printer", codes(unbound, hub.account, verification_code=2598)
    )
    assert response["device_id"]


@pytest.mark.parametrize(
    "share_code", ["共享码：640487712 验证码：0598", "640487712 0598"]
)
async def test_add_with_both_codes_in_one(
    hass: HomeAssistant, account: MockConfigEntry, unbound: Printer, share_code: str
) -> None:
    """Both codes may be given together, as they are copied."""
    response = await call(
        hass, "add_printer", config_entry_id=account.entry_id, share_code=share_code
    )
    assert response["device_id"] == device_id_of(hass, account, unbound)


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        (Fault.DROP_AFTER_ACCEPT, {}),
        (Fault.HTTP_502, {"accept": True}),
        # Bound already
        (None, {}),
    ],
)
async def test_add_whose_answer_is_lost(
    hass: HomeAssistant,
    hub: Hub,
    unbound: Printer,
    fault: Fault | None,
    options: dict[str, Any],
) -> None:
    """A printer that is new in the list was added, whatever the answer was."""
    if fault is None:
        hub.simulator.bind(hub.application, unbound)
    else:
        hub.simulator.faults.add("addSharePrinter", fault, **options)
    response = await call(hass, "add_printer", codes(unbound, hub.account))
    device_id = device_id_of(hass, hub.account, unbound)
    assert response == {"device_id": device_id, "printer": "HP 1020-Ab3dEf9h"}


async def test_add_whose_answer_and_list_are_lost(
    hass: HomeAssistant, hub: Hub, unbound: Printer
) -> None:
    """Without a list, nothing is known about the printer."""
    hub.simulator.faults.add("addSharePrinter", Fault.DROP_AFTER_ACCEPT)
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    with refuses("service_broken", HomeAssistantError):
        await call(hass, "add_printer", codes(unbound, hub.account))


async def test_add_whose_answer_is_lost_among_others(
    hass: HomeAssistant, hub: Hub, unbound: Printer
) -> None:
    """Of two new printers, the list does not tell which one was added."""
    other = hub.simulator.add_printer(
        name="HP 1020", sn="Zz3dEf9h", share_code="640487713", verification_code="0599"
    )
    hub.simulator.bind(hub.application, other)
    hub.simulator.faults.add("addSharePrinter", Fault.DROP_AFTER_ACCEPT)
    with refuses("service_failed", HomeAssistantError):
        await call(hass, "add_printer", codes(unbound, hub.account))


async def test_add_again(hass: HomeAssistant, hub: Hub) -> None:
    """A printer that the account has already is refused with the service's message."""
    with refuses("share_code_refused", message="该打印机已绑定，请勿重复绑定"):
        await call(hass, "add_printer", codes(hub.printer, hub.account))


async def test_add_without_an_answer(hub: Hub, unbound: Printer) -> None:
    """The response is optional."""
    assert (
        hub.hass.services.supports_response(DOMAIN, "add_printer")
        is SupportsResponse.OPTIONAL
    )
    response = await hub.hass.services.async_call(
        DOMAIN,
        "add_printer",
        codes(unbound, hub.account, share_code=f" {unbound.share_code}\n"),
        blocking=True,
    )
    assert response is None
    assert device_id_of(hub.hass, hub.account, unbound)


async def test_add_hidden_printer(hub: Hub, unbound: Printer) -> None:
    """A hidden printer has no device."""
    unbound.hidden = True
    response = await call(hub.hass, "add_printer", codes(unbound, hub.account))
    assert response == {"device_id": None, "printer": "HP 1020-Ab3dEf9h"}


async def test_add_scanner(hub: Hub, unbound: Printer) -> None:
    """A device of another type is not reported as an added printer."""
    unbound.device_type = "scanner"
    with refuses("not_a_printer"):
        await call(hub.hass, "add_printer", codes(unbound, hub.account))


async def test_add_while_the_list_fails(
    hass: HomeAssistant, hub: Hub, unbound: Printer
) -> None:
    """A printer is added even if the next list fails."""
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    response = await call(hass, "add_printer", codes(unbound, hub.account))
    assert response == {"device_id": None, "printer": "HP 1020-Ab3dEf9h"}


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"share_code": "1"}, "share_code_refused"),
        ({"verification_code": "0000"}, "share_code_refused"),
        ({"share_code": ""}, "text_invalid"),
        ({"share_code": None}, "text_invalid"),
        ({"verification_code": []}, "text_invalid"),
        ({"verification_code": "验证码："}, "text_invalid"),
        ({"verification_code": True}, "text_invalid"),
        ({"verification_code": "1" * 101}, "text_invalid"),
        ({"verification_code": "\ud800"}, "text_invalid"),
        ({"config_entry_id": "nobody"}, "account_unknown"),
        ({"config_entry_id": None}, "account_unknown"),
        ({"config_entry_id": ["x"]}, "account_unknown"),
        ({"password": "x"}, "field_unknown"),
    ],
)
async def test_add_invalid(
    hub: Hub, unbound: Printer, other: dict[str, Any], key: str
) -> None:
    """Wrong codes are an error with the service's message."""
    with refuses(key):
        await call(hub.hass, "add_printer", codes(unbound, hub.account, **other))
    with pytest.raises(AssertionError, match="no device"):
        device_id_of(hub.hass, hub.account, unbound)


async def test_add_nothing(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """All fields are required."""
    with refuses("account_unknown"):
        await call(hass, "add_printer")
    with refuses("text_invalid", field="share_code"):
        await call(hass, "add_printer", config_entry_id=account.entry_id)
    with refuses("text_invalid", field="verification_code"):
        await call(
            hass, "add_printer", config_entry_id=account.entry_id, share_code="1"
        )


async def test_add_to_an_account_that_is_not_loaded(hub: Hub, unbound: Printer) -> None:
    """An unknown account is refused."""
    await hub.hass.config_entries.async_unload(hub.account.entry_id)
    with refuses("account_not_loaded", account="Cloud Print"):
        await call(hub.hass, "add_printer", codes(unbound, hub.account))


async def test_add_while_the_service_is_away(
    hass: HomeAssistant, hub: Hub, unbound: Printer
) -> None:
    """An unreachable service is not reported as a wrong code."""
    hub.simulator.faults.add("addSharePrinter", Fault.HTTP_502)
    with refuses("service_says", HomeAssistantError):
        await call(hass, "add_printer", codes(unbound, hub.account))


async def test_add_with_a_refused_key(
    hass: HomeAssistant, hub: Hub, unbound: Printer
) -> None:
    """A refused AppKey is reported as one once the service has refused it again."""
    hub.simulator.kill_tokens()
    hub.application.app_key = "f" * 32
    with refuses("service_says", HomeAssistantError):
        await call(hass, "add_printer", codes(unbound, hub.account))
    with refuses("invalid_auth", HomeAssistantError, message="签名验证失败"):
        await call(hass, "add_printer", codes(unbound, hub.account))


async def test_add_with_a_wrong_clock(
    hass: HomeAssistant, hub: Hub, unbound: Printer
) -> None:
    """The error says how wrong the clock is, for which the service refuses the key."""
    hub.simulator.settings.max_clock_skew = 300
    hub.simulator.advance(-3 * 3600)
    hub.simulator.kill_tokens()
    with refuses("service_says", HomeAssistantError):
        await call(hass, "add_printer", codes(unbound, hub.account))
    with pytest.raises(HomeAssistantError, match="3 hours ahead"):
        await call(hass, "add_printer", codes(unbound, hub.account))


async def test_remove(hass: HomeAssistant, hub: Hub) -> None:
    """A printer is removed from the service, and its device with it."""
    assert (
        hass.services.supports_response(DOMAIN, "remove_printer")
        is SupportsResponse.NONE
    )
    await call(hass, "remove_printer", device_id=hub.device_id)

    registry = dr.async_get(hass)
    assert registry.async_get(hub.device_id) is None
    assert registry.async_get(hub.colour_id) is not None
    assert hub.simulator.count("revokeSharePrinter") == 1
    with refuses("device_unknown"):
        await hub.print(text="x")
    # It is removed from the service as well.
    await hub.refresh()
    with pytest.raises(AssertionError, match="no device"):
        device_id_of(hass, hub.account, hub.printer)


async def test_removed_printer_is_dropped_meanwhile(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A printer that the lists drop while it is being removed is no error."""
    slow = hub.simulator.faults.add("revokeSharePrinter", Fault.SLOW)
    removing = asyncio.ensure_future(
        call(hass, "remove_printer", device_id=hub.device_id)
    )
    await slow.reached.wait()
    hub.printer.hidden = True
    for _ in range(2):
        await hub.refresh()
    assert dr.async_get(hass).async_get(hub.device_id) is None
    slow.release()

    await removing
    assert hub.simulator.count("revokeSharePrinter") == 1


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTTP_500, Fault.CODE_401])
async def test_remove_fails(hass: HomeAssistant, hub: Hub, fault: Fault) -> None:
    """A printer that the service does not remove stays."""
    hub.simulator.faults.add("revokeSharePrinter", fault, times=2)
    with refuses(
        "cannot_remove_printer", HomeAssistantError, printer=hub.printer.shown_alias
    ):
        await call(hass, "remove_printer", device_id=hub.device_id)
    assert dr.async_get(hass).async_get(hub.device_id) is not None
    await hub.print(text="x")
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize("action", ["remove_printer", "get_capabilities"])
async def test_no_printer(hass: HomeAssistant, hub: Hub, action: str) -> None:
    """Exactly one printer is required."""
    nothings: list[dict[str, Any]] = [
        {},
        *({"device_id": value} for value in (None, "")),
        {"device_id": []},
    ]
    for nothing in nothings:
        with refuses("device_missing"):
            await call(hass, action, nothing)
    with refuses("device_unknown", device_id="nobody"):
        await call(hass, action, device_id="nobody")
    with refuses("device_not_one"):
        await call(hass, action, device_id=[hub.device_id, hub.colour_id])
    with refuses("id_invalid"):
        await call(hass, action, device_id=3)
    with refuses("field_unknown", supported="device_id"):
        await call(hass, action, device_id=hub.device_id, text="x")
    assert hub.simulator.count("revokeSharePrinter") == 0
    assert hub.simulator.count("queryPrinterDetail") == 0

    await hass.config_entries.async_unload(hub.account.entry_id)
    with refuses("account_not_loaded"):
        await call(hass, action, device_id=hub.device_id)


async def test_capabilities(hass: HomeAssistant, hub: Hub) -> None:
    """The capabilities are fetched each time, and returned as they are."""
    assert (
        hass.services.supports_response(DOMAIN, "get_capabilities")
        is SupportsResponse.ONLY
    )
    response = await call(hass, "get_capabilities", device_id=[hub.device_id])

    capabilities = response.pop("capabilities")
    assert response == {"device_id": hub.device_id, "printer": hub.printer.shown_alias}
    assert capabilities["supported_colors"] == ["MONOCHROME"]
    assert capabilities["supported_dpis"] == [[300, 300], [600, 600], [1200, 1200]]
    assert capabilities["supports_copies"] is False
    assert capabilities["upper_copies"] == 9999
    assert len(capabilities["supported_papers"]) == 14
    assert capabilities["default_paper"] == {
        "name": "A4",
        "width": 210.0,
        "height": 297.0,
        "left": 5.08,
        "top": 5.08,
        "system": False,
    }
    hub.printer.capabilities = {}
    with refuses("service_unexpected", HomeAssistantError):
        await call(hass, "get_capabilities", device_id=hub.device_id)
    assert hub.simulator.count("queryPrinterDetail") == 2


async def test_capabilities_apply_at_once(
    hass: HomeAssistant, device_id: str, printer: Printer
) -> None:
    """The fetched capabilities apply to the next print."""
    sides = "two_sided_long_edge"
    await call(hass, "print", device_id=device_id, text="x", sides=sides)
    printer.report(supportedSides=["ONESIDE"])
    await call(hass, "get_capabilities", device_id=device_id)
    with refuses("trays_unknown", field="sides", value=sides):
        await call(hass, "print", device_id=device_id, text="x", sides=sides)


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTTP_503])
async def test_capabilities_fail(hass: HomeAssistant, hub: Hub, fault: Fault) -> None:
    """A failed fetch is a translated error."""
    hub.simulator.faults.add("queryPrinterDetail", fault)
    with refuses(
        "cannot_get_capabilities", HomeAssistantError, printer=hub.printer.shown_alias
    ):
        await call(hass, "get_capabilities", device_id=hub.device_id)


async def test_capabilities_of_disappearing_printer(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A printer that is removed while another fetch runs is a translated error."""
    slow = hub.simulator.faults.add("queryPrinterDetail", Fault.SLOW)
    first = asyncio.ensure_future(
        call(hass, "get_capabilities", device_id=hub.device_id)
    )
    await slow.reached.wait()
    second = create_eager_task(call(hass, "get_capabilities", device_id=hub.device_id))
    hub.data.coordinator.data = {}
    slow.release()

    assert (await first)["capabilities"]
    with refuses("printer_gone", printer=hub.printer.shown_alias):
        await second


async def test_actions_without_an_account(hub: Hub) -> None:
    """The actions exist as long as Home Assistant runs."""
    await hub.hass.config_entries.async_remove(hub.account.entry_id)
    assert hub.hass.services.async_services()[DOMAIN].keys() == {
        *("print", "add_printer", "remove_printer", "get_capabilities"),
        *("get_jobs", "cancel_job", "move_job", "release_jobs"),
        *("print_other_sides", "reprint_job", "get_usage", "give_back_pages"),
        *("approve_job", "deny_job"),
    }
    assert await call(hub.hass, "get_jobs") == {"jobs": []}
    assert await call(hub.hass, "release_jobs") == {"jobs": []}
    assert await call(hub.hass, "get_usage") == {"usage": [], "pages": 0}
