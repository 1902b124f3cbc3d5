"""Tests of what `cloudprint.print` refuses before anything is sent or written."""

from base64 import b64encode
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.printing.action import PRINT_FIELDS
from custom_components.cloudprint.printing.targets import TARGET_FIELDS
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from ..actions import call, message_of, refuses
from ..samples import documents
from ..simulator import CloudSimulator, Fault, Printer


async def assert_nothing_was_printed(
    hass: HomeAssistant, simulator: CloudSimulator
) -> None:
    """Check that nothing was sent and that the history is empty."""
    assert simulator.count("newPrintTask") == 0
    assert await call(hass, "get_jobs") == {"jobs": []}


async def test_unknown_field(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str
) -> None:
    """An unknown field is refused with the known ones."""
    known = dict.fromkeys((*PRINT_FIELDS, *TARGET_FIELDS))
    with refuses("field_unknown", field="copy", supported=", ".join(known)):
        await call(hass, "print", device_id=device_id, text="x", copy=2)
    await assert_nothing_was_printed(hass, simulator)


async def test_devices(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
) -> None:
    """Only printers of this integration are accepted."""
    registry = dr.async_get(hass)
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    foreign = registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}, name="Toaster"
    )
    (service,) = (
        device
        for device in dr.async_entries_for_config_entry(registry, account.entry_id)
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
    for wrong in ([device_id, 3], {"id": device_id}, 5, [device_id, ""]):
        with refuses("id_invalid", field="device_id"):
            await call(hass, "print", device_id=wrong, text="x")
    # One wrong printer is enough.
    with refuses("device_unknown", device_id="nobody"):
        await call(hass, "print", device_id=[device_id, "nobody"], text="x")
    await assert_nothing_was_printed(hass, simulator)


async def test_account_that_is_not_loaded(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
) -> None:
    """An account that is unloaded or retries its setup prints nothing."""
    await hass.config_entries.async_unload(account.entry_id)
    with refuses("account_not_loaded", account="Cloud Print"):
        await call(hass, "print", device_id=device_id, text="x")

    with patch.object(Journal, "async_last_jobs", side_effect=JournalError("away")):
        await hass.config_entries.async_setup(account.entry_id)
    assert account.state is ConfigEntryState.SETUP_RETRY
    with refuses("account_not_loaded", account="Cloud Print"):
        await call(hass, "print", device_id=device_id, text="x")
    await assert_nothing_was_printed(hass, simulator)


async def test_printer_that_is_gone(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    device_id: str,
    printer: Printer,
) -> None:
    """A printer that the account does not list at the moment prints nothing."""
    account.runtime_data.coordinator.data = {}
    with refuses("printer_gone", printer=printer.shown_alias):
        await call(hass, "print", device_id=device_id, text="x")
    await assert_nothing_was_printed(hass, simulator)


async def test_content(
    hass: HomeAssistant,
    config_folder: Path,
    simulator: CloudSimulator,
    device_id: str,
) -> None:
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
            await call(hass, "print", fields, device_id=device_id)
    await assert_nothing_was_printed(hass, simulator)


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
    hass: HomeAssistant,
    simulator: CloudSimulator,
    device_id: str,
    field: str,
    value: object,
    key: str,
) -> None:
    """An invalid field is refused with its value and the supported ones."""
    with refuses(key, field=field) as raised:
        await call(hass, "print", {field: value}, device_id=device_id, text="x")
    assert field in message_of(raised.value)
    await assert_nothing_was_printed(hass, simulator)


async def test_unsupported_sides(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    device_id: str,
    colour_id: str,
) -> None:
    """Two sides on a one-sided printer stop the whole print."""
    printer.capabilities = {**printer.capabilities, "supportedSides": ["ONESIDE"]}
    for devices in (device_id, [colour_id, device_id]):
        with refuses("trays_unknown", field="sides", value="two_sided_long_edge"):
            await call(
                hass,
                "print",
                device_id=devices,
                text="x",
                sides="two_sided_long_edge",
                wait=True,
            )
    await assert_nothing_was_printed(hass, simulator)


async def test_paper_that_the_printer_has_not(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str
) -> None:
    """An unknown paper is refused with the printer's papers."""
    with refuses("option_invalid", field="paper", value="A6") as raised:
        await call(hass, "print", device_id=device_id, text="x", paper="A6")
    assert "Envelope No. 10 (COM10)" in message_of(raised.value)
    await assert_nothing_was_printed(hass, simulator)


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTTP_500, Fault.INVALID_JSON])
async def test_printer_of_which_nothing_is_known(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    device_id: str,
    fault: Fault,
) -> None:
    """Unknown capabilities exclude nothing, and are not fetched twice."""
    simulator.faults.add("queryPrinterDetail", fault, times=None)
    for number in (1, 2):
        await call(
            hass,
            "print",
            device_id=device_id,
            text="x",
            color="color",
            copies=500,
            dpi=720,
            paper="b5",
        )
        assert len(simulator.printed) == number
    assert simulator.printed[-1].config == {
        "paperConfig": {"width": 182.0, "height": 257.0},
        "copies": 500,
        "color": "COLOR",
        "xdpi": 720,
        "ydpi": 720,
    }
    assert simulator.count("queryPrinterDetail") == 1


async def test_print_without_options_asks_nothing(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str
) -> None:
    """A print without options does not fetch the capabilities."""
    await call(hass, "print", device_id=device_id, text="x")
    assert simulator.count("queryPrinterDetail") == 0


async def test_refused_by_the_service(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str, printer: Printer
) -> None:
    """The error has the service's message, and the job is in the history."""
    simulator.faults.add("newPrintTask", Fault.REFUSED, message="打印机已停用")
    with refuses(
        "job_refused",
        HomeAssistantError,
        printer=printer.shown_alias,
        message="打印机已停用",
    ):
        await call(hass, "print", device_id=device_id, text="x", name="Note")

    (job,) = (await call(hass, "get_jobs"))["jobs"]
    assert (job["state"], job["reason"]) == ("failed", "refused")
    assert job["message"] == "打印机已停用"
    assert simulator.printed == []


async def test_no_answer(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str
) -> None:
    """A print that may have arrived is neither an error nor a success."""
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)

    response = await call(hass, "print", device_id=device_id, text="x")

    assert response["jobs"][0]["state"] == "unconfirmed"
    assert response["jobs"][0]["task_id"] is None
    assert len(simulator.printed) == 1
    assert (await call(hass, "get_jobs"))["jobs"][0]["state"] == "unconfirmed"


async def test_service_that_is_away(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str
) -> None:
    """A print that was not sent is held, or fails if it may not be."""
    simulator.faults.add("newPrintTask", Fault.HTTP_503)

    response = await call(hass, "print", device_id=device_id, text="x")
    assert response["jobs"][0]["state"] == "held"

    for wish in ({"hold": False}, {"expires_in": 0}):
        with refuses("job_not_sent", HomeAssistantError):
            await call(hass, "print", wish, device_id=device_id, text="x")
    assert simulator.printed == []
    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert [job["state"] for job in jobs] == ["expired", "failed", "held"]


async def test_messages_can_be_read(hass: HomeAssistant, device_id: str) -> None:
    """Home Assistant itself can translate the error."""
    with pytest.raises(ServiceValidationError) as raised:
        await call(hass, "print", device_id=device_id)
    assert str(raised.value).startswith("Choose what to print in one of these fields: ")
