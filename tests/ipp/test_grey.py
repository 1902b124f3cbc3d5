"""Grey that a phone asks for, or that its printer's owner set, over real HTTP."""

from io import BytesIO

from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.sheets.first_page import find_pictures
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.encoding import encode_message
from custom_components.cloudprint.ipp.protocol.message import Operation, Status
from homeassistant.core import HomeAssistant

from ..samples import pictures
from ..simulator import CloudSimulator
from ..waits import until
from .client import Client, keyword
from .connection import connected, post, serving


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("mode", "default", "is_grey"),
    [
        ("color", "monochrome", False),
        ("monochrome", None, True),
        ("auto", "monochrome", True),
        ("auto", None, False),
    ],
)
@pytest.mark.parametrize("orientation", [1, 6])
async def test_photo(
    hass: HomeAssistant,
    account: MockConfigEntry,
    simulator: CloudSimulator,
    ipp_printer: IppPrinter,
    client: Client,
    mode: str,
    default: str | None,
    is_grey: bool,
    orientation: int,
) -> None:
    """A photo is sent in grey, and upright."""
    if default is not None:
        account.runtime_data.defaults[ipp_printer.device_id] = {"color": default}
    job = [keyword("print-color-mode", mode)]
    request = encode_message(client.build(Operation.PRINT_JOB, job=job))
    document = request + pictures.turned(orientation)
    async with serving(hass, ipp_printer) as server, connected(server) as connection:
        answer = await connection.ask(post(ipp_printer.resource, document))
        assert answer.ipp.code == Status.OK
        await until(lambda: simulator.printed)
    (printed,) = simulator.printed
    ((_, picture),) = find_pictures(printed.content)
    with Image.open(BytesIO(picture)) as image:
        assert image.size == pictures.SIZE
        red, green, blue = image.convert("RGB").split()
        assert (red == green == blue) is is_grey
