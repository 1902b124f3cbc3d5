"""Pictures and documents that are asked for in grey: what is sent is grey."""

from base64 import b64decode, b64encode
from io import BytesIO
import re
from typing import Any

from PIL import Image
import pytest

from custom_components.cloudprint.printing.manual_duplex import async_print_back_pass
from custom_components.cloudprint.requester import AUTOMATION
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..actions import call
from ..hub import Hub
from ..rules import add_rule, waiting_for_approval
from ..samples import pictures
from ..samples.pdf_files import text
from ..samples.pdf_writer import PdfWriter
from ..simulator import CloudSimulator
from .one_sided import OneSided
from .test_moving import NATIVE, Printers, is_where, printers  # noqa: F401 - a fixture
from .test_permissions import call_as
from .test_quirks import answers

PHOTO = pictures.saved(pictures.scene(), "JPEG")
DATA = b64encode(PHOTO).decode()
PDF = b64encode(text()).decode()
GREY: dict[str, Any] = {"color": "monochrome"}
PICTURE = re.compile(rb'data:image/\w+;base64,([^"]+)')


def colored_pages() -> str:
    """Return a PDF in Base64: pages in red and blue, and a black one."""
    writer = PdfWriter()
    for color in ("1 0 0", "0 0 1", "0 0 0"):
        writer.add_page(f"{color} rg 100 100 60 60 re f")
    return b64encode(writer.finish()).decode()


PAGES = colored_pages()


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Add a user for whom there are rules."""
    return await hass.auth.async_create_user("Anna", group_ids=["system-users"])


def is_grey(content: bytes) -> bool:
    """Return whether a picture, or each picture of a web page, is grey."""
    if embedded := PICTURE.findall(content):
        return all(is_grey(b64decode(picture)) for picture in embedded)
    with Image.open(BytesIO(content)) as image:
        red, green, blue = image.convert("RGB").split()
        return red == green == blue


async def test_again(hass: HomeAssistant, hub: Hub) -> None:
    """What is kept in color is made grey when it is printed again so."""
    first = await call(hass, "print", {"data": DATA, "device_id": hub.colour_id})
    job_id = first["jobs"][0]["job_id"]
    grey = await call(hass, "reprint_job", job_id=job_id, **GREY)
    await call(hass, "reprint_job", job_id=job_id)
    await call(hass, "reprint_job", job_id=grey["job_id"])
    sent = [printed.content for printed in hub.simulator.printed]
    assert [is_grey(content) for content in sent] == [False, True, False, True]
    assert sent[0] == sent[2] == PHOTO
    # Once is enough.
    assert sent[3] == sent[1]


@pytest.mark.parametrize(
    ("data", "changes"),
    [(DATA, {}), (DATA, GREY), (PAGES, {}), (PAGES, GREY)],
    ids=["picture", "grey picture", "pages", "grey pages"],
)
async def test_approval(
    hass: HomeAssistant, hub: Hub, anna: User, data: str, changes: dict[str, Any]
) -> None:
    """A print that a rule asks about is printed as its approver says."""
    add_rule(hass, hub.account, users=[anna.id], color="ask")
    await call_as(hass, anna, "print", data=data, device_id=hub.colour_id)
    ben = await hass.auth.async_create_user("Ben", group_ids=["system-admin"])
    (job,) = waiting_for_approval(hub.account)
    await call_as(hass, ben, "approve_job", job_id=job.job_id, **changes)
    await hass.async_block_till_done()
    (printed,) = hub.simulator.printed
    assert is_grey(printed.content) is bool(changes)


async def test_rule(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Who may never print in color does not, also of what was kept before."""
    before = await call_as(hass, anna, "print", data=DATA, device_id=hub.colour_id)
    add_rule(hass, hub.account, users=[anna.id], color="never")
    await call_as(hass, anna, "print", data=DATA, device_id=hub.colour_id)
    job_id = before["jobs"][0]["job_id"]
    await call_as(hass, anna, "reprint_job", job_id=job_id)
    sent = [is_grey(printed.content) for printed in hub.simulator.printed]
    assert sent == [False, True, True]


async def test_elsewhere(simulator: CloudSimulator, printers: Printers) -> None:  # noqa: F811
    """A photo that moves to a printer without color is grey there."""
    job_id = await printers.hold(data=DATA)
    await printers.answer(**{f"color_{printers.there_id}": "grey"})
    await printers.move(job_id)
    assert is_grey(is_where(simulator, printers.there))


@pytest.mark.parametrize(
    "fields",
    [{"arrange": "pages"}, {"arrange": "grid", "pictures_per_sheet": 4}],
    ids=str,
)
async def test_pages_again(
    hass: HomeAssistant, hub: Hub, anna: User, fields: dict[str, Any]
) -> None:
    """Rendered pages are kept in grey, too: a rule about color does not ask again."""
    document = {"data": PAGES, "device_id": hub.colour_id, **fields}
    first = (await call_as(hass, anna, "print", **document))["jobs"][0]
    grey = await call_as(hass, anna, "reprint_job", job_id=first["job_id"], **GREY)
    add_rule(hass, hub.account, users=[anna.id], color="ask")
    for job in (grey, first):
        await call_as(hass, anna, "reprint_job", job_id=job["job_id"])
    assert len(waiting_for_approval(hub.account)) == 1
    await call(hass, "reprint_job", job_id=first["job_id"])
    sent = [printed.content for printed in hub.simulator.printed]
    assert [is_grey(content) for content in sent] == [False, True, True, False]
    assert (sent[2], sent[3]) == (sent[1], sent[0])
    # Nothing but the pictures changed.
    assert PICTURE.sub(b"", sent[1]) == PICTURE.sub(b"", sent[0])


async def test_pages_elsewhere(simulator: CloudSimulator, printers: Printers) -> None:  # noqa: F811
    """Pages that move to a printer without color are grey there."""
    job_id = await printers.hold(data=PAGES)
    await printers.answer(**{f"color_{printers.there_id}": "grey"})
    await printers.move(job_id)
    assert is_grey(is_where(simulator, printers.there))


async def test_passes_again(one_sided: OneSided) -> None:
    """Both passes of manual duplex stay passes when they are printed again in grey."""
    await one_sided.set_trays()
    await one_sided.print_fronts(data=PAGES)
    await async_print_back_pass(one_sided.hass, {}, AUTOMATION)
    await one_sided.finish()
    again = await call(
        one_sided.hass, "reprint_job", device_id=one_sided.device_id, **GREY
    )
    assert again["side"] == "front"
    await one_sided.finish()
    back = await async_print_back_pass(one_sided.hass, {}, AUTOMATION)
    assert (back.duplex.side, back.duplex.follows) == ("back", again["job_id"])
    sent = [printed.content for printed in one_sided.simulator.printed]
    assert [is_grey(content) for content in sent] == [False, False, True, True]
    assert [PICTURE.sub(b"", content) for content in sent[2:]] == [
        PICTURE.sub(b"", content) for content in sent[:2]
    ]


@pytest.mark.parametrize(
    "fields", [{"text": "Hello"}, {"html": "<p style=color:red>x"}]
)
async def test_laid_out_by_the_service(
    hass: HomeAssistant, hub: Hub, fields: dict[str, Any]
) -> None:
    """What the service lays out is sent unchanged, with the option."""
    first = await call(hass, "print", {**fields, "device_id": hub.colour_id})
    job_id = first["jobs"][0]["job_id"]
    await call(hass, "reprint_job", job_id=job_id, **GREY)
    one, two = hub.simulator.printed
    assert two.content == one.content
    assert two.config["color"] == "MONOCHROME"


@pytest.mark.parametrize("answer", [None, "grey"])
async def test_pdf_as_it_is(hass: HomeAssistant, hub: Hub, answer: str | None) -> None:
    """A PDF is sent as it is unless grey is asked for, not where all is grey anyway."""
    hub.simulator.settings.extra_forms = {("PDF", "BASE64")}
    probes = NATIVE | ({f"color_{hub.colour_id}": answer} if answer else {})
    hass.config_entries.async_update_entry(hub.account, options=answers(**probes))
    first = await call(hass, "print", {"data": PDF, "device_id": hub.colour_id})
    await call(hass, "print", {"data": PDF, "device_id": hub.colour_id, **GREY})
    await call(hass, "reprint_job", job_id=first["jobs"][0]["job_id"], **GREY)
    sent = [printed.content.startswith(b"%PDF") for printed in hub.simulator.printed]
    assert sent == [True, False, False]
