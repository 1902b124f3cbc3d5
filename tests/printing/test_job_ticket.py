"""Tests of job tickets and of the render settings that they result in."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.settings import (
    PageLayout,
    RenderSettings,
    Scaling,
)
from custom_components.cloudprint.printing.job_ticket import (
    JobTicket,
    complete_settings,
)
from custom_components.cloudprint.printing.options import parse_options
from custom_components.cloudprint.printing.permission import get_target
from custom_components.cloudprint.requester import AUTOMATION
from homeassistant.core import HomeAssistant

from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..simulator import CloudSimulator, Fault, Printer

LETTER = (215.9, 279.4)


async def create_ticket(
    hass: HomeAssistant, device_id: str, **options: Any
) -> JobTicket:
    """Create the ticket of a print on a printer."""
    return await JobTicket.async_create(
        get_target(hass, device_id), parse_options(options), AUTOMATION
    )


async def test_unknown_capabilities(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Without options the printer is not asked, and usual values apply."""
    simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    account = await set_up_account()
    ticket = await create_ticket(hass, device_id_of(hass, account, printer))
    assert (ticket.dpi, ticket.is_monochrome, ticket.get_size(ticket.get_paper())) == (
        300,
        False,
        (210, 297),
    )
    settings = complete_settings(RenderSettings(), [ticket])
    assert (settings.dpi, settings.paper) == (300, (210, 297))
    assert not settings.is_paper_named
    assert settings.page_ranges is None
    assert settings.password is None
    assert settings.max_bytes == 20 * 1024 * 1024
    assert not settings.is_native


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (300, False, (210, 297))),
        ({"dpi": 600}, (300, False, (210, 297))),
        ({"paper": "Letter"}, (300, False, LETTER)),
        ({"paper": "Letter", "orientation": "landscape"}, (300, False, LETTER[::-1])),
        ({"orientation": "landscape"}, (300, False, (297, 210))),
        ({"color": "monochrome"}, (300, True, (210, 297))),
        # Raw options are not interpreted.
        ({"raw_options": {"paperConfig": 7, "xdpi": 1}}, (300, False, (210, 297))),
    ],
)
async def test_capabilities_apply(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    options: dict[str, Any],
    expected: tuple[int, bool, tuple[float, float]],
) -> None:
    """The printer's capabilities decide what the options leave open, except colors."""
    await account.runtime_data.capabilities.async_fetch(device_id)
    ticket = await create_ticket(hass, device_id, **options)
    assert (
        ticket.dpi,
        ticket.is_monochrome,
        ticket.get_size(ticket.get_paper()),
    ) == expected


@pytest.mark.parametrize(
    ("paper", "margins"),
    [
        ("Label", (5, 1, 5, 1)),
        ("60x40", (5, 1, 5, 1)),
        ("Photo", (2, 3, 2, 3)),
        ("100x150", (2, 3, 2, 3)),
        ("150x100", (2, 3, 2, 3)),
    ],
)
async def test_margins(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    paper: str,
    margins: tuple[float, ...],
) -> None:
    """The margins of a paper that is wide in the tray are those of it turned upright."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["supportedPapers"] += [
        {"name": "Label", "width": 60, "height": 40, "top": 1, "left": 5},
        {"name": "Photo", "width": 100, "height": 150, "top": 2, "left": 3},
    ]
    device_id = device_id_of(hass, await set_up_account(), printer)
    ticket = await create_ticket(hass, device_id, paper=paper)
    assert ticket.get_margins(ticket.get_paper()) == margins


async def test_low_resolution(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """Pages are not rendered at a higher resolution than the printer has."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["dpi"] = 203
    printer.capabilities["supportedDpis"] = []
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    assert (await create_ticket(hass, device_id)).dpi == 203
    assert (await create_ticket(hass, device_id, dpi=[150, 180])).dpi == 180


@pytest.mark.parametrize(
    ("reported", "dpi"), [(-4, 300), (0, 300), (1, 300), (71, 300), (72, 72)]
)
async def test_implausible_resolution(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    reported: int,
    dpi: int,
) -> None:
    """What cannot be a printer's resolution is ignored, such as Windows' qualities."""
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["dpi"] = reported
    printer.capabilities["supportedDpis"] = []
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await account.runtime_data.capabilities.async_fetch(device_id)
    assert (await create_ticket(hass, device_id)).dpi == dpi


async def test_several_printers(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, colour_id: str
) -> None:
    """Pages are rendered once, for the best of the printers."""
    for known in (device_id, colour_id):
        await account.runtime_data.capabilities.async_fetch(known)
    hass.config_entries.async_update_entry(
        account, options={"check_up": {f"color_{device_id}": {"answer": "grey"}}}
    )
    tickets = [await create_ticket(hass, known) for known in (device_id, colour_id)]
    assert [ticket.is_monochrome for ticket in tickets] == [True, False]
    assert complete_settings(RenderSettings(), tickets).is_monochrome is False
    options = {"color": "monochrome", "paper": "A5", "page_ranges": "2，4"}
    tickets = [
        await create_ticket(hass, known, **options) for known in (device_id, colour_id)
    ]
    settings = complete_settings(RenderSettings(password="1234"), tickets)
    assert settings == RenderSettings(
        dpi=300,
        is_monochrome=True,
        paper=(148, 210),
        is_paper_named=True,
        page_ranges="2,4",
        margins=(5.08, 5.08, 5.08, 5.08),
        password="1234",
    )
    assert "1234" not in repr(settings)


async def test_options_of_the_account(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """The account's own limits apply."""
    account = await set_up_account(max_print_size=3, send_natively=True)
    ticket = await create_ticket(hass, device_id_of(hass, account, printer))
    settings = complete_settings(RenderSettings(), [ticket])
    assert settings.max_bytes == 3 * 1024 * 1024
    assert settings.is_native


@pytest.mark.parametrize(
    ("settings", "layout", "is_native"),
    [
        (RenderSettings(), None, True),
        (RenderSettings(), PageLayout(), True),
        # The cloud takes no password, and cannot lay out pages.
        (RenderSettings(password="1234"), None, False),
        (RenderSettings(), PageLayout(scaling=Scaling.FIT), False),
    ],
)
async def test_native_pdf(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    settings: RenderSettings,
    layout: PageLayout | None,
    *,
    is_native: bool,
) -> None:
    """A PDF and its address are passed on where nothing has to be done with them."""
    account = await set_up_account(send_natively=True)
    ticket = await create_ticket(hass, device_id_of(hass, account, printer))
    settings = complete_settings(settings, [ticket], layout)
    assert settings.is_pdf_native is is_native
    assert settings.is_pdf_url_native is is_native


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, False),
        ({"header": "Private"}, True),
        ({"footer": "Page"}, True),
        ({"raw_options": {"footer": "Page"}}, True),
        ({"raw_options": {"quality": "HIGH"}}, False),
    ],
)
async def test_header_or_footer(
    hass: HomeAssistant, device_id: str, options: dict[str, Any], expected: bool
) -> None:
    """A header or footer of the print replaces the title and page number."""
    ticket = await create_ticket(hass, device_id, **options)
    settings = complete_settings(RenderSettings(), [ticket])
    assert settings.has_header_or_footer is expected
