"""Pictures and documents that are asked for in grey: what is sent is grey."""

from base64 import b64encode
from io import BytesIO
from typing import Any

from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..actions import call
from ..rules import add_rule, waiting_for_approval
from ..samples import pictures
from ..samples.pdf_files import text
from ..simulator import CloudSimulator
from .test_moving import NATIVE, Printers, is_where, printers  # noqa: F401 - a fixture
from .test_permissions import call_as
from .test_quirks import answers

PHOTO = pictures.saved(pictures.scene(), "JPEG")
DATA = b64encode(PHOTO).decode()
PDF = b64encode(text()).decode()
GREY: dict[str, Any] = {"color": "monochrome"}


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Add a user for whom there are rules."""
    return await hass.auth.async_create_user("Anna", group_ids=["system-users"])


def is_grey(content: bytes) -> bool:
    """Return whether all pixels of a picture are grey."""
    with Image.open(BytesIO(content)) as image:
        assert image.size == pictures.SIZE
        red, green, blue = image.convert("RGB").split()
        return red == green == blue


async def test_again(
    hass: HomeAssistant, simulator: CloudSimulator, colour_id: str
) -> None:
    """What is kept in color is made grey when it is printed again so."""
    first = await call(hass, "print", {"data": DATA, "device_id": colour_id})
    job_id = first["jobs"][0]["job_id"]
    grey = await call(hass, "reprint_job", job_id=job_id, **GREY)
    await call(hass, "reprint_job", job_id=job_id)
    await call(hass, "reprint_job", job_id=grey["job_id"])
    sent = [printed.content for printed in simulator.printed]
    assert [is_grey(content) for content in sent] == [False, True, False, True]
    assert sent[0] == sent[2] == PHOTO
    # Once is enough.
    assert sent[3] == sent[1]


@pytest.mark.parametrize("changes", [{}, GREY])
async def test_approval(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    anna: User,
    changes: dict[str, Any],
) -> None:
    """A print that a rule asks about is printed as its approver says."""
    add_rule(hass, account, users=[anna.id], color="ask")
    await call_as(hass, anna, "print", data=DATA, device_id=colour_id)
    ben = await hass.auth.async_create_user("Ben", group_ids=["system-admin"])
    (job,) = waiting_for_approval(account)
    await call_as(hass, ben, "approve_job", job_id=job.job_id, **changes)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert is_grey(printed.content) is bool(changes)


async def test_rule(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    anna: User,
) -> None:
    """Who may never print in color does not, also of what was kept before."""
    before = await call_as(hass, anna, "print", data=DATA, device_id=colour_id)
    add_rule(hass, account, users=[anna.id], color="never")
    await call_as(hass, anna, "print", data=DATA, device_id=colour_id)
    job_id = before["jobs"][0]["job_id"]
    await call_as(hass, anna, "reprint_job", job_id=job_id)
    sent = [is_grey(printed.content) for printed in simulator.printed]
    assert sent == [False, True, True]


async def test_elsewhere(simulator: CloudSimulator, printers: Printers) -> None:  # noqa: F811
    """A photo that moves to a printer without color is grey there."""
    job_id = await printers.hold(data=DATA)
    await printers.answer(**{f"color_{printers.there_id}": "grey"})
    await printers.move(job_id)
    assert is_grey(is_where(simulator, printers.there))


async def test_pages_again(
    hass: HomeAssistant, simulator: CloudSimulator, colour_id: str
) -> None:
    """Pages that were rendered in color are printed again as they are kept."""
    first = await call(hass, "print", {"data": PDF, "device_id": colour_id})
    job_id = first["jobs"][0]["job_id"]
    await call(hass, "reprint_job", job_id=job_id, **GREY)
    assert simulator.printed[1].content == simulator.printed[0].content


@pytest.mark.parametrize("answer", [None, "grey"])
async def test_pdf_as_it_is(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    account: MockConfigEntry,
    colour_id: str,
    answer: str | None,
) -> None:
    """A PDF is sent as it is unless grey is asked for, not where all is grey anyway."""
    simulator.settings.extra_forms = {("PDF", "BASE64")}
    probes = NATIVE | ({f"color_{colour_id}": answer} if answer else {})
    hass.config_entries.async_update_entry(account, options=answers(**probes))
    first = await call(hass, "print", {"data": PDF, "device_id": colour_id})
    await call(hass, "print", {"data": PDF, "device_id": colour_id, **GREY})
    await call(hass, "reprint_job", job_id=first["jobs"][0]["job_id"], **GREY)
    sent = [printed.content.startswith(b"%PDF") for printed in simulator.printed]
    assert sent == [True, False, False]
