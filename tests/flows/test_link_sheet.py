"""The dialog of a link prints a sheet for the wall, which a phone can read."""

import re
from typing import Any

from bs4 import BeautifulSoup
import numpy as np
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import zxingcpp

from custom_components.cloudprint.policy.links import LINK, LINK_PATH, create_secret
from custom_components.cloudprint.printing.action import async_get_preview
from custom_components.cloudprint.printing.viewer import may_act_on_job
from custom_components.cloudprint.requester import Requester
from custom_components.cloudprint.spool.job import JobState
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..actions import call, refuses
from ..hub import Hub
from ..package import translation
from ..printing.test_permissions import CONTROL, person
from ..rules import add_rule, decide, waiting_for_approval
from ..simulator import Fault
from ..subentries import add_subentry
from .steps import check_texts

URL = "http://192.0.2.7:8123"
EXTERNAL_URL = "https://home.example"
MODULE = 6
"""Pixels of a module of the code."""


def add_link(hass: HomeAssistant, account: MockConfigEntry, **data: Any) -> str:
    """Add a link, and return its secret."""
    secret = create_secret()
    data = {"secret": secret, "local_only": True, **data}
    add_subentry(hass, account, LINK, "Front door", **data)
    return secret


async def print_sheet(hass: HomeAssistant, account: MockConfigEntry) -> Any:
    """Choose the sheet in the dialog of the link."""
    (link,) = account.get_subentries_of_type(LINK)
    flows = hass.config_entries.subentries
    result = await flows.async_init(
        (account.entry_id, LINK),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": link.subentry_id},
    )
    assert "sheet" in result["menu_options"]
    check_texts(f"config_subentries.{LINK}", result)
    result = await flows.async_configure(result["flow_id"], {"next_step_id": "sheet"})
    check_texts(f"config_subentries.{LINK}", result)
    assert result["type"] is FlowResultType.ABORT
    await hass.async_block_till_done()
    return result


def read_code(page: BeautifulSoup) -> str:
    """Return what a reader that is not ours reads in the code, as its modules are drawn."""
    assert page.svg is not None
    assert page.svg.path is not None
    _, _, width, height = (int(side) for side in str(page.svg["viewbox"]).split())
    picture = np.full((height, width), 255, np.uint8)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", str(page.svg.path["d"])):
        picture[int(y), int(x)] = 0
    quiet = (picture[:4], picture[-4:], picture[:, :4], picture[:, -4:])
    assert all(part.min() == 255 for part in quiet)
    large = np.kron(picture, np.ones((MODULE, MODULE), np.uint8))
    (code,) = zxingcpp.read_barcodes(large)
    return code.text


@pytest.mark.parametrize(
    ("language", "is_local"), [("en", True), ("zh-Hans", True), ("en", False)]
)
async def test_sheet(
    hass: HomeAssistant, hub: Hub, language: str, is_local: bool
) -> None:
    """It has the address, the printer and what to do, in the language of the home first."""
    await hass.config.async_update(
        language=language, internal_url=URL, external_url=EXTERNAL_URL
    )
    secret = add_link(hass, hub.account, device_id=hub.device_id, local_only=is_local)
    result = await print_sheet(hass, hub.account)
    assert result["reason"] == "sheet_printed", result["description_placeholders"]
    (job,) = hub.simulator.printed
    page = BeautifulSoup(job.content, "html.parser")
    address = (URL if is_local else EXTERNAL_URL) + LINK_PATH.format(secret=secret)
    assert read_code(page) == address
    text = page.get_text(" ", strip=True)
    assert address in text
    headings = [heading.text for heading in page.find_all("h1")]
    own, other = (
        translation(each)["common.page_link_heading"] for each in ("en", "zh-Hans")
    )
    assert headings == ([own, other] if language == "en" else [other, own])
    assert ("Wi-Fi" in text) is is_local
    assert "ONESIDE" in job.config.values()
    assert job.name == "Front door"


async def test_secret_is_not_kept(hass: HomeAssistant, hub: Hub) -> None:
    """What has the secret of a link goes with its print: others cannot print it again."""
    await hass.config.async_update(internal_url=URL)
    add_link(hass, hub.account, device_id=hub.device_id)
    await print_sheet(hass, hub.account)
    store = hub.data.store
    contents = hub.data.spooler.contents
    (job,) = store.open_jobs
    assert contents.has(job.content_id)
    store.transition(job, JobState.FINISHED)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not contents.has(job.content_id)


async def test_secret_that_waits(
    hass: HomeAssistant, hub: Hub, hass_ws_client: WebSocketGenerator
) -> None:
    """Until it is printed, nobody sees it or prints it again, and others do not move it."""
    await hass.config.async_update(internal_url=URL)
    add_link(hass, hub.account, device_id=hub.device_id)
    add_rule(hass, hub.account, kinds=["automation"], ask_above=0)
    await print_sheet(hass, hub.account)
    (job,) = waiting_for_approval(hub.account)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "cloudprint/jobs/preview", "job_id": job.job_id, "sheet": 1}
    )
    answer = await client.receive_json()
    assert answer["error"]["translation_key"] == "job_content_gone"
    spooler = hub.data.spooler
    assert await async_get_preview(hass, spooler, job) is None
    assert not spooler.contents.is_kept(job)
    for which in ({"job_id": job.job_id}, {"device_id": hub.device_id}):
        with refuses("job_content_gone"):
            await call(hass, "reprint_job", which)
    user = await person(hass, CONTROL)
    assert not may_act_on_job(hass, Requester.from_user(user), job)
    admin = await hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    await decide(hass, hub.account, admin, is_approved=True)
    assert len(hub.simulator.printed) == 1


async def test_not_printed(hass: HomeAssistant, hub: Hub) -> None:
    """A refusal, a printer that is gone, and a home without an address are said."""
    await hass.config.async_update(internal_url=URL)
    add_link(hass, hub.account, device_id=hub.device_id)
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    result = await print_sheet(hass, hub.account)
    assert result["reason"] == "sheet_not_printed"
    assert result["description_placeholders"]["message"]
    hass.config.api = None
    await hass.config.async_update(internal_url=None, external_url=None)
    result = await print_sheet(hass, hub.account)
    assert result["reason"] == "no_url"
    assert hub.simulator.printed == []
