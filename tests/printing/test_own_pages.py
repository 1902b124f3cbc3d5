"""Tests of messages and test pages, as the cloud receives them."""

import re

from bs4 import BeautifulSoup
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import (
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    EntityCategory,
    Platform,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from ..actions import refuses
from ..conftest import SetUpAccount
from ..entities import entity_id_of
from ..hub import Hub
from ..simulator import CloudSimulator, Fault, PrintedJob, Printer
from ..test_button import press


def page_of(job: PrintedJob) -> BeautifulSoup:
    """Parse a printed page."""
    assert job.media_format == "HTML"
    return BeautifulSoup(job.content, "html.parser")


async def send(
    hass: HomeAssistant, account: MockConfigEntry, printer: Printer, **message: str
) -> None:
    """Send a message to a printer."""
    entity_id = entity_id_of(hass, account, Platform.NOTIFY, "print_message", printer)
    await hass.services.async_call(
        "notify", "send_message", {"entity_id": entity_id, **message}, blocking=True
    )
    await hass.async_block_till_done()


@pytest.mark.freeze_time("2026-11-25 00:30:00+00:00")
async def test_message(hass: HomeAssistant, hub: Hub) -> None:
    """A message is printed as it is, with its title and the time."""
    await hass.config.async_update(time_zone="Asia/Shanghai", language="zh-Hans")
    text = "牛奶 * 2\n<b>谢谢</b>"
    await send(hass, hub.account, hub.printer, message=text, title="买东西")
    (job,) = hub.simulator.printed
    page = page_of(job)
    assert page.html is not None
    assert page.html["lang"] == "zh-Hans"
    assert job.name == "买东西"
    assert page.h1 is not None
    assert page.h1.text == "买东西"
    main = page.find(class_="text")
    assert main is not None
    assert main.text == text
    assert "2026年11月25日" in page.text
    assert "08:30" in page.text
    state = hub.state(Platform.NOTIFY, "print_message")
    assert state.state not in (STATE_UNKNOWN, STATE_UNAVAILABLE)

    await send(hass, hub.account, hub.printer, message="x")
    assert page_of(hub.simulator.printed[-1]).h1 is None
    await send(hass, hub.account, hub.printer, message="", title="买东西")
    assert page_of(hub.simulator.printed[-1]).h1 is not None
    with refuses("content_empty", field="message"):
        await send(hass, hub.account, hub.printer, message=" \n", title=" ")


async def test_message_that_waits_or_fails(hass: HomeAssistant, hub: Hub) -> None:
    """While the service is away, messages wait; one that is refused is an error."""
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED)
    with pytest.raises(HomeAssistantError):
        await send(hass, hub.account, hub.printer, message="x")

    hub.simulator.refuse_connections()
    await hub.refresh()
    await hass.async_block_till_done()
    await send(hass, hub.account, hub.printer, message="later", title="t")
    (held,) = hub.data.store.held_jobs
    assert held.name == "t"
    assert held.content.origin == "message"


async def test_message_that_cannot_be_printed(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """A message that is too long is refused with a translated error."""
    account = await set_up_account(max_print_size=1)
    with refuses("content_too_large", field="message"):
        await send(hass, account, printer, message="长" * 400_000)
    with refuses("content_not_text", field="message"):
        await send(hass, account, printer, message="\ud83d")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_test_page(
    hass: HomeAssistant,
    printer: Printer,
    simulator: CloudSimulator,
    set_up_account: SetUpAccount,
    language: str,
) -> None:
    """The test page has rulers, lines, greys, colors, both scripts and the printer."""
    hass.config.language = language
    account = await set_up_account()
    entity_id = entity_id_of(hass, account, Platform.BUTTON, "test_page", printer)
    entry = er.async_get(hass).async_get(entity_id)
    assert entry is not None
    assert entry.entity_category is EntityCategory.DIAGNOSTIC
    await press(hass, entity_id)
    (job,) = simulator.printed
    page = page_of(job)
    title = {"en": "Test page", "zh-Hans": "测试页"}[language]
    assert job.name == title
    assert page.h1 is not None
    assert page.h1.text == title
    assert len(page.find_all("h2")) == 5
    assert printer.shown_alias in page.text
    assert "The quick brown fox" in page.text
    assert "天地玄黄" in page.text
    # Numbers of the ruler, up to the last centimetre that fits
    ruler = page.find("svg")
    assert ruler is not None
    marks = [int(mark.text) for mark in ruler.find_all("text")]
    assert marks == list(range(0, marks[-1] + 1, 10))
    assert 150 <= marks[-1] <= 190
    greys = re.findall(r"rgb\(([\d.]+), [\d.]+, [\d.]+\)", job.content.decode())
    assert (float(greys[0]), float(greys[-1])) == (255, 0)
    assert job.config["paperConfig"] == {"width": 210.0, "height": 297.0}


async def test_gone_printer(hass: HomeAssistant, hub: Hub) -> None:
    """The entities of a printer that is gone are unavailable."""
    hub.data.coordinator.data = {}
    hub.data.coordinator.async_update_listeners()
    for platform, key in (
        (Platform.BUTTON, "test_page"),
        (Platform.NOTIFY, "print_message"),
    ):
        entity = hass.states.get(
            er.async_get(hass).async_get_entity_id(
                platform,
                "cloudprint",
                f"{hub.account.unique_id}/{hub.printer.sn}/{hub.printer.name}_{key}",
            )
            or ""
        )
        assert entity is not None
        assert entity.state == STATE_UNAVAILABLE
