"""Pictures of who is at the door."""

from bs4 import BeautifulSoup
import pytest

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..samples import documents
from ..simulator import CloudSimulator, Printer
from ..source.pictures import CAMERA, DoorCamera, add_camera
from .conftest import Automate, MoveTo, show

BELL = "event.bell"
PERSON = "binary_sensor.person"


async def ring(hass: HomeAssistant) -> None:
    """Ring the bell, whose state is when that was."""
    await show(hass, BELL, dt_util.utcnow().isoformat(timespec="milliseconds"))


async def detect(hass: HomeAssistant) -> None:
    """Detect a person, and clear the detection."""
    for state in ("on", "off"):
        await show(hass, PERSON, state)


async def test_doorbell(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """A ring and a person print the picture with its caption, not again too soon."""
    await add_camera(hub.hass, DoorCamera(documents.picture("JPEG")))
    await show(hub.hass, BELL, "unknown")
    await show(hub.hass, PERSON, "off")
    await automate(
        "doorbell",
        printer=hub.device_id,
        camera=CAMERA,
        doorbell=[BELL, PERSON],
        cool_down=2,
    )
    await move_to("2026-11-25 09:05:00")
    await ring(hub.hass)
    (job,) = hub.simulator.printed
    page = BeautifulSoup(job.content, "html.parser")
    assert page.find("img") is not None
    assert "Front door" in page.text
    assert "Wednesday, November 25, 2026, 9:05" in page.text
    assert job.name == "Front door"

    await move_to("2026-11-25 09:06:59")
    await ring(hub.hass)
    await detect(hub.hass)
    assert len(hub.simulator.printed) == 1
    await move_to("2026-11-25 09:07:00")
    await detect(hub.hass)
    assert len(hub.simulator.printed) == 2


@pytest.mark.parametrize("state", ["unavailable", "unknown"])
async def test_devices_that_come_back(
    hass: HomeAssistant, hub: Hub, automate: Automate, move_to: MoveTo, state: str
) -> None:
    """A device that becomes available again is neither a ring nor a person."""
    await add_camera(hass, DoorCamera(documents.picture("JPEG")))
    before = "2026-11-24T20:00:00.000+00:00"
    await show(hass, BELL, before)
    await automate(
        "doorbell",
        printer=hub.device_id,
        camera=CAMERA,
        doorbell=[BELL, PERSON],
        cool_down=0,
        title="Who is it?",
    )
    # Not there before, and there already
    await show(hass, PERSON, "on")
    for entity_id, known in ((BELL, before), (PERSON, "on")):
        await show(hass, entity_id, state)
        await show(hass, entity_id, known)
    await show(hass, PERSON, "off")
    hass.states.async_remove(BELL)
    await hass.async_block_till_done()
    await ring(hass)
    assert hub.simulator.printed == []
    await move_to("2026-11-25 10:00:00")
    await show(hass, BELL, state)
    await ring(hass)
    (job,) = hub.simulator.printed
    assert job.name == "Who is it?"
    assert "Who is it?" in BeautifulSoup(job.content, "html.parser").text


async def test_quiet_hours(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    automate: Automate,
    move_to: MoveTo,
) -> None:
    """In quiet hours nothing is printed; what waits just before their end is."""
    account = await set_up_account(quiet_from="22:00:00", quiet_to="07:00:00")
    await add_camera(hass, DoorCamera(documents.picture("JPEG")))
    await show(hass, BELL, "unknown")
    await automate(
        "doorbell",
        printer=device_id_of(hass, account, printer),
        camera=CAMERA,
        doorbell=[BELL],
        expires_in={"minutes": 15},
    )
    await move_to("2026-11-25 03:00:00")
    await ring(hass)
    assert len(account.runtime_data.store.held_jobs) == 1
    await move_to("2026-11-25 06:50:00")
    await ring(hass)
    assert len(account.runtime_data.store.held_jobs) == 1
    assert simulator.printed == []
    await move_to("2026-11-25 07:00:00")
    await move_to("2026-11-25 07:00:10")
    (job,) = simulator.printed
    assert "6:50" in BeautifulSoup(job.content, "html.parser").text
