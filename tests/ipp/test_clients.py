"""Tests of what printing clients ask for and send; docs/ipp-conformance.md lists it."""

from dataclasses import replace

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.ipp.job_attributes import CUPS_ASKS_WITHIN
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.encoding import encode_message
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    IppJobState,
    Operation,
    Resolution,
    Status,
    Tag,
)
from homeassistant.core import HomeAssistant

from ..samples import pdf_files
from ..simulator import CloudSimulator
from .client import Client, flag, integer, jobs_in, keyword
from .connection import Connection, connected, post, serving

WINDOWS = [
    "uri-authentication-supported",
    "document-format-default",
    "document-format-preferred",
    "document-format-supported",
    "ipp-versions-supported",
    "media-supported",
    "media-type-supported",
    "mopria-certified",
    "mopria_certified",
    "printer-dns-sd-name",
    "printer-firmware-name",
    "printer-firmware-string-version",
    "printer-device-id",
    "printer-info",
    "printer-name",
    "printer-uuid",
    "printer-make-and-model",
    "printer-icons",
    "printer-more-info",
    "printer-location",
    "print_wfds",
    "pdf-versions-supported",
    "pwg-raster-document-resolution-supported",
    "landscape-orientation-requested-preferred",
    "document-format-details-supported",
    "marker-levels",
    "marker-names",
    "marker-types",
    "job-password-supported",
    "printer-input-tray",
    "printer-output-tray",
    "media-col-database",
    "pdf-k-octets-supported",
    "jpeg-k-octets-supported",
    "job-pages-per-set-supported",
    "printer-serial-number",
    "client-info-supported",
    "presentation-direction-number-up-supported",
    "print-color-mode-icc-profiles",
    "printer-static-resource-directory-uri",
    "printer-strings-uri",
    "printer-strings-languages-supported",
    "printer-wifi-state",
    "feed-orientation-supported",
    "job-constraints-supported",
    "printer-alert",
]
"""What the IPP class driver asks for when a printer is added."""
WITHOUT_MEANING = {
    "document-format-details-supported",
    "feed-orientation-supported",
    "job-constraints-supported",
    "job-pages-per-set-supported",
    "job-password-supported",
    "marker-levels",
    "marker-names",
    "marker-types",
    "mopria_certified",
    "presentation-direction-number-up-supported",
    "print-color-mode-icc-profiles",
    "print_wfds",
    "printer-alert",
    "printer-serial-number",
    "printer-static-resource-directory-uri",
    "printer-strings-languages-supported",
    "printer-strings-uri",
    "printer-wifi-state",
}
"""What a printer behind the cloud has not, or does not report."""
POLLED = ("job-state", "job-state-reasons", "job-media-sheets-completed")


async def test_windows(client: Client) -> None:
    """The class driver gets all that it asks for, as far as there is any."""
    more = [keyword("requested-attributes", *WINDOWS)]
    response = await client.ask(Operation.GET_PRINTER_ATTRIBUTES, more=more)
    group = response.group(Tag.PRINTER_GROUP)
    assert group is not None
    answered = {attribute.name for attribute in group.attributes}
    assert set(WINDOWS) - answered == WITHOUT_MEANING


async def test_airprint(
    hass: HomeAssistant, simulator: CloudSimulator, ipp_printer: IppPrinter
) -> None:
    """A job is checked, created, sent, and polled."""
    phone = Client(ipp_printer, "mobile")
    options = [integer("copies", 2), keyword("sides", "two-sided-long-edge")]
    await phone.ask(Operation.VALIDATE_JOB, job=options)
    name = Attribute.of("job-name", Tag.NAME, "Photos")
    created = await phone.ask(Operation.CREATE_JOB, more=[name], job=options)
    job_id = jobs_in(created)[0]["job-id"]
    await phone.ask(
        Operation.SEND_DOCUMENT,
        *(pdf_files.text(pages=3),),
        job_id=job_id,
        more=[
            Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, "application/pdf"),
            flag("last-document"),
        ],
    )
    response = await phone.ask(
        Operation.GET_JOB_ATTRIBUTES,
        job_id=job_id,
        more=[keyword("requested-attributes", *POLLED)],
    )
    (polled,) = jobs_in(response)
    assert set(polled) == set(POLLED)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.name == "Photos"
    assert printed.task["config"]["side"] == "DUPLEX"


@pytest.mark.parametrize("dpi", [300, 360])
async def test_android(
    hass: HomeAssistant, simulator: CloudSimulator, ipp_printer: IppPrinter, dpi: int
) -> None:
    """The print service's options are taken, also with a resolution of its own."""
    phone = Client(ipp_printer, "Pixel 9")
    size = (integer("x-dimension", 21000), integer("y-dimension", 29700))
    media = (
        Attribute.of("media-size", Tag.COLLECTION, size),
        keyword("media-type", "stationery"),
    )
    resolution = Attribute.of(
        "printer-resolution", Tag.RESOLUTION, Resolution(dpi, dpi)
    )
    request = phone.build(
        Operation.PRINT_JOB,
        Attribute.of("job-name", Tag.NAME, "Tickets"),
        Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, "application/pdf"),
        job=[
            Attribute.of("orientation-requested", Tag.ENUM, 3),
            integer("copies", 1),
            Attribute.of("print-quality", Tag.ENUM, 5),
            resolution,
            keyword("sides", "one-sided"),
            keyword("print-color-mode", "color"),
            Attribute.of("media-col", Tag.COLLECTION, media),
        ],
    )
    response = await phone.send(request, pdf_files.text(pages=1))
    assert response.code in (Status.OK, Status.OK_IGNORED_OR_SUBSTITUTED)
    unsupported = response.group(Tag.UNSUPPORTED_GROUP)
    refused = [] if unsupported is None else unsupported.attributes
    assert [each.name for each in refused] == (["printer-resolution"] * (dpi == 360))
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.name == "Tickets"
    config = printed.task["config"]
    assert (config["color"], config["side"]) == ("COLOR", "ONESIDE")


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("agent", "is_cups"),
    [
        ("CUPS/2.4.10 (Linux 6.12; x86_64) IPP/2.0", True),
        ("AirPrint", False),
    ],
)
async def test_cups_threads(
    hass: HomeAssistant, client: Client, agent: str, is_cups: bool
) -> None:
    """CUPS learns of a failure in its monitor, before it ends the job as completed.

    Only the monitor asks twice on a connection.
    """
    client.client = replace(client.client, address="127.0.0.1")
    job_id = (await client.print(b"%PDF-1.7 broken"))["job-id"]
    await hass.async_block_till_done()
    request = client.build(Operation.GET_JOB_ATTRIBUTES, job_id=job_id)
    sent = post(
        client.printer.resource, encode_message(request), f"User-Agent: {agent}"
    )

    async def state(connection: Connection) -> tuple[object, object]:
        (job,) = jobs_in((await connection.ask(sent)).ipp)
        return job["job-state"], job["job-state-reasons"]

    failed = (IppJobState.ABORTED, "document-format-error")
    stopping = (IppJobState.PROCESSING, "processing-to-stop-point")
    async with serving(hass) as server:
        server.printers[client.printer.resource] = client.printer
        async with connected(server) as connection:
            assert await state(connection) == (stopping if is_cups else failed)
            assert await state(connection) == failed


async def test_cups_after_a_while(
    hass: HomeAssistant, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """CUPS is told of a failure, whatever it knows already, after a few seconds."""
    job_id = (await client.print(b"%PDF-1.7 broken"))["job-id"]
    await hass.async_block_till_done()
    client.client = replace(client.client, is_cups_reconnected=True)
    assert (await client.job(job_id))["job-state"] == IppJobState.PROCESSING
    freezer.tick(CUPS_ASKS_WITHIN)
    assert (await client.job(job_id))["job-state"] == IppJobState.ABORTED
