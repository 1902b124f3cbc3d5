"""Tests of what a print asks of its pages."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document import RenderSettings
from custom_components.cloudprint.printing.job_ticket import (
    JobTicket,
    build_render_settings,
)
from custom_components.cloudprint.printing.targets import target_of
from homeassistant.core import HomeAssistant

from ..actions import refuses
from ..conftest import SetUpAccount, device_id_of
from ..simulator import CloudSimulator, Fault, Printer

LETTER = (215.9, 279.4)


async def plan_of(hass: HomeAssistant, device_id: str, **options: Any) -> JobTicket:
    """Return the plan of a print on a printer."""
    return await JobTicket.async_of(target_of(hass, device_id), options)


async def test_nothing_is_known(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Of a printer that says nothing, the usual is expected; it is not asked."""
    simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    account = await set_up_account()
    plan = await plan_of(hass, device_id_of(hass, account, printer))
    assert (plan.dpi, plan.is_monochrome, plan.paper) == (300, False, (210, 297))
    settings = build_render_settings([plan], {})
    assert (settings.dpi, settings.paper) == (300, (210, 297))
    assert not settings.is_paper_named
    assert settings.page_ranges is None
    assert settings.password is None
    assert settings.max_bytes == 20 * 1024 * 1024
    assert not settings.is_native


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (300, True, (210, 297))),
        ({"dpi": 600}, (300, True, (210, 297))),
        ({"paper": "Letter"}, (300, True, LETTER)),
        ({"paper": "Letter", "orientation": "landscape"}, (300, True, LETTER[::-1])),
        ({"orientation": "landscape"}, (300, True, (297, 210))),
        # What is raw is between a person and the service.
        ({"raw_options": {"paperConfig": 7, "xdpi": 1}}, (300, True, (210, 297))),
    ],
)
async def test_what_is_known(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    options: dict[str, Any],
    expected: tuple[int, bool, tuple[float, float]],
) -> None:
    """The printer's record decides what the options leave open."""
    await account.runtime_data.capabilities.async_ask(device_id)
    plan = await plan_of(hass, device_id, **options)
    assert (plan.dpi, plan.is_monochrome, plan.paper) == expected


async def test_low_resolution(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """No page is made finer than the printer prints it."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["dpi"] = 203
    printer.capabilities["supportedDpis"] = []
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_ask(device_id)
    assert (await plan_of(hass, device_id)).dpi == 203
    assert (await plan_of(hass, device_id, dpi=[150, 180])).dpi == 180


async def test_several_printers(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, colour_id: str
) -> None:
    """The pages are made once, for what the best of the printers can show."""
    for known in (device_id, colour_id):
        await account.runtime_data.capabilities.async_ask(known)
    plans = [await plan_of(hass, known) for known in (device_id, colour_id)]
    assert [plan.is_monochrome for plan in plans] == [True, False]
    assert build_render_settings(plans, {}).is_monochrome is False
    options = {"color": "monochrome", "paper": "A5", "page_ranges": "2，4"}
    plans = [await plan_of(hass, known, **options) for known in (device_id, colour_id)]
    settings = build_render_settings(plans, {"password": 1234})
    assert settings == RenderSettings(
        dpi=300,
        is_monochrome=True,
        paper=(148, 210),
        is_paper_named=True,
        page_ranges="2,4",
        password="1234",
    )
    assert "1234" not in repr(settings)


@pytest.mark.parametrize(
    ("password", "length"), [("", "0"), ("x" * 501, "501"), (["1"], "0"), (True, "0")]
)
async def test_password(
    hass: HomeAssistant, device_id: str, password: object, length: str
) -> None:
    """What is no password is refused, without showing it."""
    plans = [await plan_of(hass, device_id)]
    with refuses("text_invalid", field="password", length=length, longest="500"):
        build_render_settings(plans, {"password": password})


async def test_options_of_the_account(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """The account's own limits hold."""
    account = await set_up_account(max_print_size=3, send_natively=True)
    plan = await plan_of(hass, device_id_of(hass, account, printer))
    settings = build_render_settings([plan], {})
    assert settings.max_bytes == 3 * 1024 * 1024
    assert settings.is_native
