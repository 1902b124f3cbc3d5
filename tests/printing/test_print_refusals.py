"""Tests of what `cloudprint.print` refuses before anything is sent or written."""

from base64 import b64encode
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.printing.reading import PRINT_FIELDS
from custom_components.cloudprint.printing.targets import TARGET_FIELDS
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from ..actions import call, message_of, refuses
from ..hub import Hub
from ..samples import documents
from ..simulator import CloudSimulator, Fault


async def assert_nothing_was_printed(
    hass: HomeAssistant, simulator: CloudSimulator
) -> None:
    """Check that nothing was sent and that the history is empty."""
    assert simulator.count("newPrintTask") == 0
    assert await call(hass, "get_jobs") == {"jobs": []}


async def test_unknown_field(hass: HomeAssistant, hub: Hub) -> None:
    """An unknown field is refused with the known ones."""
    known = dict.fromkeys((*PRINT_FIELDS, *TARGET_FIELDS))
    with refuses("field_unknown", field="copy", supported=", ".join(known)):
        await hub.print(text="x", copy=2)
    await assert_nothing_was_printed(hass, hub.simulator)


async def test_devices(hass: HomeAssistant, hub: Hub) -> None:
    """Only printers of this integration are accepted."""
    registry = dr.async_get(hass)
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    foreign = registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}, name="Toaster"
    )
    (service,) = (
        device
        for device in dr.async_entries_for_config_entry(registry, hub.account.entry_id)
        if device.entry_type is dr.DeviceEntryType.SERVICE
    )

    nothings: list[dict[str, Any]] = [
        {},
        *({"device_id": value} for value in (None, "")),
        {"device_id": []},
    ]
    for nothing in nothings:
        with refuses("printer_missing"):
            await call(hass, "print", nothing, text="x")
    with refuses("device_unknown", device_id="nobody"):
        await call(hass, "print", device_id="nobody", text="x")
    with refuses("device_not_printer", device="Toaster"):
        await call(hass, "print", device_id=foreign.id, text="x")
    with refuses("device_not_printer", device="Cloud Print"):
        await call(hass, "print", device_id=service.id, text="x")
    for wrong in ([hub.device_id, 3], {"id": hub.device_id}, 5, [hub.device_id, ""]):
        with refuses("id_invalid", field="device_id"):
            await call(hass, "print", device_id=wrong, text="x")
    # One wrong printer is enough.
    with refuses("device_unknown", device_id="nobody"):
        await call(hass, "print", device_id=[hub.device_id, "nobody"], text="x")
    await assert_nothing_was_printed(hass, hub.simulator)


async def test_account_that_is_not_loaded(hass: HomeAssistant, hub: Hub) -> None:
    """An account that is unloaded or retries its setup prints nothing."""
    await hass.config_entries.async_unload(hub.account.entry_id)
    with refuses("account_not_loaded", account="Cloud Print"):
        await hub.print(text="x")

    with patch.object(Journal, "async_last_jobs", side_effect=JournalError("away")):
        await hass.config_entries.async_setup(hub.account.entry_id)
    assert hub.account.state is ConfigEntryState.SETUP_RETRY
    with refuses("account_not_loaded", account="Cloud Print"):
        await hub.print(text="x")
    await assert_nothing_was_printed(hass, hub.simulator)


async def test_printer_that_is_gone(hass: HomeAssistant, hub: Hub) -> None:
    """A printer that the account does not list at the moment prints nothing."""
    hub.data.coordinator.data = {}
    with refuses("printer_gone", printer=hub.printer.shown_alias):
        await hub.print(text="x")
    await assert_nothing_was_printed(hass, hub.simulator)


async def test_content(hass: HomeAssistant, config_folder: Path, hub: Hub) -> None:
    """Content that cannot be printed is refused, from whichever field it comes."""
    (config_folder / "media" / "fake.docx").write_bytes(documents.picture("PNG")[:50])
    (config_folder / "media" / "form.rtf").write_bytes(b"{\\rtf1 x}")
    fields: dict[str, Any]
    for key, fields in (
        ("content_missing", {}),
        ("content_ambiguous", {"text": "x", "html": "x"}),
        ("content_empty", {"text": ""}),
        ("content_empty", {"html": "\n"}),
        ("content_not_text", {"text": ["x"]}),
        ("content_mismatch", {"file": "media/fake.docx", "format": "WORD"}),
        ("content_mismatch", {"data": b64encode(b"x").decode(), "format": "PNG"}),
        ("content_too_large", {"text": "x" * (20 * 1024 * 1024 + 1)}),
        ("data_not_base64", {"data": "?"}),
        ("file_not_allowed", {"file": "/etc/passwd"}),
        ("file_not_found", {"file": "media/missing"}),
        ("format_unknown", {"file": "media/form.rtf"}),
        ("format_unrecognized", {"data": b64encode(bytes(3)).decode()}),
        ("content_mismatch", {"text": "x", "format": "PDF"}),
        ("option_invalid", {"text": "x", "format": "papyrus"}),
        ("url_invalid", {"url": "example.com"}),
        ("url_not_allowed", {"url": "http://192.168.1.5/"}),
        ("format_unknown", {"url": "https://8.8.8.8/a.zip"}),
    ):
        with refuses(key):
            await call(hass, "print", fields, device_id=hub.device_id)
    await assert_nothing_was_printed(hass, hub.simulator)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("name", "", "text_invalid"),
        ("name", "n" * 201, "text_invalid"),
        ("name", "\ud800", "text_invalid"),
        ("name", ["x"], "text_invalid"),
        ("idempotency_key", "", "text_invalid"),
        ("idempotency_key", "k" * 201, "text_invalid"),
        ("hold", "perhaps", "option_invalid"),
        ("wait", 2, "option_invalid"),
        ("dry_run", "x", "option_invalid"),
        ("ignore_quiet_hours", {}, "option_invalid"),
        ("timeout", "soon", "duration_invalid"),
        ("timeout", {"hours": 25}, "duration_invalid"),
        ("expires_in", -1, "duration_invalid"),
        ("expires_in", {"days": 366}, "duration_invalid"),
        ("copies", 0, "option_invalid"),
        ("raw_options", "x", "raw_options_invalid"),
        ("header", "", "text_invalid"),
    ],
)
async def test_invalid_fields(
    hass: HomeAssistant, hub: Hub, field: str, value: object, key: str
) -> None:
    """An invalid field is refused with its value and the supported ones."""
    with refuses(key, field=field) as raised:
        await call(hass, "print", {field: value}, device_id=hub.device_id, text="x")
    assert field in message_of(raised.value)
    await assert_nothing_was_printed(hass, hub.simulator)


async def test_unsupported_sides(hass: HomeAssistant, hub: Hub) -> None:
    """Two sides on a one-sided printer stop the whole print."""
    hub.printer.report(supportedSides=["ONESIDE"])
    for devices in (hub.device_id, [hub.colour_id, hub.device_id]):
        with refuses("trays_unknown", field="sides", value="two_sided_long_edge"):
            await call(
                hass,
                "print",
                device_id=devices,
                text="x",
                sides="two_sided_long_edge",
                wait=True,
            )
    await assert_nothing_was_printed(hass, hub.simulator)


async def test_paper_that_the_printer_has_not(hass: HomeAssistant, hub: Hub) -> None:
    """An unknown paper is refused with the printer's papers."""
    with refuses("option_invalid", field="paper", value="A6") as raised:
        await hub.print(text="x", paper="A6")
    assert "Envelope No. 10 (COM10)" in message_of(raised.value)
    await assert_nothing_was_printed(hass, hub.simulator)


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTTP_500, Fault.INVALID_JSON])
async def test_printer_of_which_nothing_is_known(hub: Hub, fault: Fault) -> None:
    """Unknown capabilities exclude nothing, and are not fetched twice."""
    hub.simulator.faults.add("queryPrinterDetail", fault, times=None)
    for number in (1, 2):
        await hub.print(
            text="x",
            color="color",
            copies=500,
            dpi=720,
            paper="b5",
        )
        assert len(hub.simulator.printed) == number
    assert hub.simulator.printed[-1].config == {
        "paperConfig": {"width": 182.0, "height": 257.0},
        "copies": 500,
        "color": "COLOR",
        "xdpi": 720,
        "ydpi": 720,
    }
    assert hub.simulator.count("queryPrinterDetail") == 1


async def test_print_without_options_asks_nothing(hub: Hub) -> None:
    """A print without options does not fetch the capabilities."""
    await hub.print(text="x")
    assert hub.simulator.count("queryPrinterDetail") == 0


async def test_refused_by_the_service(hub: Hub) -> None:
    """The error has the service's message, and the job is in the history."""
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED, message="打印机已停用")
    with refuses(
        "job_refused",
        HomeAssistantError,
        printer=hub.printer.shown_alias,
        message="打印机已停用",
    ):
        await hub.print(text="x", name="Note")

    (job,) = await hub.jobs()
    assert (job["state"], job["reason"]) == ("failed", "refused")
    assert job["message"] == "打印机已停用"
    assert hub.simulator.printed == []


async def test_no_answer(hass: HomeAssistant, hub: Hub) -> None:
    """A print that may have arrived is neither an error nor a success."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)

    response = await call(hass, "print", device_id=hub.device_id, text="x")

    assert response["jobs"][0]["state"] == "unconfirmed"
    assert response["jobs"][0]["task_id"] is None
    assert len(hub.simulator.printed) == 1
    assert (await hub.jobs())[0]["state"] == "unconfirmed"


async def test_service_that_is_away(hass: HomeAssistant, hub: Hub) -> None:
    """A print that was not sent is held, or fails if it may not be."""
    hub.simulator.faults.add("newPrintTask", Fault.HTTP_503)

    response = await call(hass, "print", device_id=hub.device_id, text="x")
    assert response["jobs"][0]["state"] == "held"

    for wish in ({"hold": False}, {"expires_in": 0}):
        with refuses("job_not_sent", HomeAssistantError):
            await call(hass, "print", wish, device_id=hub.device_id, text="x")
    assert hub.simulator.printed == []
    jobs = await hub.jobs()
    assert [job["state"] for job in jobs] == ["expired", "failed", "held"]


async def test_messages_can_be_read(hass: HomeAssistant, device_id: str) -> None:
    """Home Assistant itself can translate the error."""
    with pytest.raises(ServiceValidationError) as raised:
        await call(hass, "print", device_id=device_id)
    assert str(raised.value).startswith("Choose what to print in one of these fields: ")
