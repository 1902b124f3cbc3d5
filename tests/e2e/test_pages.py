"""Home Assistant's own pages about printers, in a real browser.

With PAGE_PICTURES=docs/images, what is seen on the way is kept there.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import re
from typing import Any, Final

from aiohttp import ClientSession
from playwright.async_api import ConsoleMessage, expect
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant
from scripts.playground.ports import free_port

from .ipp.house import set_options
from .visitor import (
    DESKTOP,
    DESKTOP_CHINESE,
    PHONE,
    PHONE_CHINESE,
    ROOT,
    Look,
    Visitor,
    looks,
    moving_in,
)

_PRINTED_SECONDS: Final = 60
"""Seconds: a task takes some in the cloud, and is polled a few later."""

_WHOLE_PAGE: Final = 1560
"""As high as the page of a printer, in pixels."""

_WHOLE_FORM: Final = 2600
"""As high as the settings on a phone, with one section unfolded, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The pages' texts, and what a person enters."""

    country: str
    printer: str
    area: str
    add_document: str
    markdown: str
    document: str
    chores: str
    submit: str
    configure: str
    press: str
    idle: str
    color: str
    monochrome: str
    printed: str
    letter: str
    did_it_print: str
    it_printed: str
    test_page: str
    conversation: tuple[tuple[str, str], ...]


ENGLISH: Final = Words(
    country="GB",
    printer="Office printer",
    area="Study",
    add_document="Add a saved document",
    markdown="A page in Markdown",
    document="Lily's chores",
    chores="- [ ] Feed the cat\n- [ ] Make the bed\n",
    submit="Submit",
    configure="Configure",
    press="Press",
    idle="Idle",
    color="Color",
    monochrome="Black and white",
    printed="“Lily's chores” was printed on Office printer",
    letter="Letter to the school",
    did_it_print="It is unknown whether a job was printed",
    it_printed="It printed",
    test_page="Print test page",
    conversation=(
        ("Print two copies of Lily's chores in the study", "Sent"),
        ("Did my document print?", "Lily's chores"),
    ),
)
CHINESE: Final = Words(
    country="CN",
    printer="书房打印机",
    area="书房",
    add_document="添加常用文档",
    markdown="Markdown 页面",
    document="丽丽的家务",
    chores="- [ ] 喂猫\n- [ ] 叠被子\n",
    submit="提交",
    configure="配置",
    press="按下",
    idle="空闲",
    color="颜色",
    monochrome="黑白",
    printed="“丽丽的家务”已在“书房打印机”上打印",
    letter="给学校的信",
    did_it_print="有打印任务不确定是否已打印",
    it_printed="已经打印出来了",
    test_page="打印测试页",
    conversation=(
        ("用书房的打印机打印两份丽丽的家务", "书房打印机"),
        ("打印好了吗？", "丽丽的家务"),
    ),
)

_IS_CUT: Final = """(form) => form.scrollWidth > form.clientWidth + 1"""
_IS_LOADED: Final = """(picture) => picture.complete && picture.naturalWidth > 0"""


@pytest.fixture
def configuration() -> dict[str, Any]:
    """A usual configuration."""
    return {"assist_pipeline": {}, "config": {}, "logbook": {}, "recorder": {}}


async def _name_printer(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> str:
    """Give a printer the name and the place that a person gives it; return its id."""
    command = visitor.home_assistant.command
    area = await command("config/area_registry/create", name=words.area)
    for device in await command("config/device_registry/list"):
        if device["model"] == cloud.printers[0].name:
            device_id: str = device["id"]
            await command(
                "config/device_registry/update",
                device_id=device_id,
                name_by_user=words.printer,
                area_id=area["area_id"],
            )
            return device_id
    raise AssertionError("The printer has no device")


async def _printed(
    visitor: Visitor, cloud: SimulatedCloud, count: int
) -> dict[str, Any]:
    """Wait until a number of documents is printed, and return the last."""
    printed: list[dict[str, Any]] = []

    async def has_printed() -> bool:
        printed[:] = await cloud.control("GET", "/printed")
        return len(printed) == count

    process = visitor.home_assistant.process
    await process.until(has_printed, f"print {count} documents", _PRINTED_SECONDS)
    return printed[-1]


async def _save_document(visitor: Visitor, words: Words) -> None:
    """Save a page of Markdown for a printer."""
    page = visitor.page
    await visitor.open("config/integrations/integration/cloudprint")
    await page.get_by_role("button", name=words.add_document).click()
    form = page.locator("dialog-data-entry-flow")
    await form.get_by_text(words.markdown).click()
    await form.locator("input[name=name]").fill(words.document)
    await form.locator(".cm-content").click()
    await page.keyboard.type(words.chores)
    picker = form.locator("ha-device-picker")
    await picker.click()
    await picker.get_by_text(words.printer).click()
    await visitor.picture("document")
    await form.get_by_role("button", name=words.submit).click()
    await form.locator("step-flow-create-entry").wait_for()
    await form.get_by_role("button").last.click()
    await form.locator("step-flow-create-entry").wait_for(state="detached")
    await page.mouse.move(0, 0)
    device = page.locator("ha-config-entry-device-row", has_text=words.document)
    await expect(device).to_contain_text("1")
    await visitor.picture("account")


async def _print_document(
    visitor: Visitor, cloud: SimulatedCloud, words: Words
) -> None:
    """Press a document's button, on the page that the account's leads to."""
    page = visitor.page
    await page.locator("ha-config-entry-device-row", has_text=words.document).click()
    await page.get_by_role("button", name=words.press, exact=True).click()
    assert (await _printed(visitor, cloud, 1))["name"] == words.document


def _read_texts(visitor: Visitor) -> Any:
    """Return our texts in the language of the visitor."""
    language = visitor.look.language
    path = ROOT / f"custom_components/cloudprint/translations/{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


async def _share(visitor: Visitor) -> None:
    """Turn on on a printer's page that it is shared in the local network."""
    name = _read_texts(visitor)["entity"]["switch"]["share_locally"]["name"]
    row = visitor.page.locator("hui-toggle-entity-row", has_text=name)
    await row.locator("ha-switch").click()

    async def is_shared() -> bool:
        return any(
            state["entity_id"].startswith("switch.") and state["attributes"].get("uri")
            for state in await visitor.home_assistant.command("get_states")
        )

    process = visitor.home_assistant.process
    await process.until(is_shared, "share the printer", _PRINTED_SECONDS)


@asynccontextmanager
async def _high_window(visitor: Visitor, height: int) -> AsyncGenerator[None]:
    """Have a window of a height, in pixels, in which nothing has to be scrolled."""
    width, usual_height = visitor.look.size
    await visitor.page.set_viewport_size({"width": width, "height": height})
    yield
    await visitor.page.set_viewport_size({"width": width, "height": usual_height})


async def _choose_default(
    visitor: Visitor, cloud: SimulatedCloud, words: Words, device_id: str
) -> None:
    """Set a printer to black and white, and print its test page."""
    page = visitor.page
    async with _high_window(visitor, _WHOLE_PAGE):
        await visitor.open(f"config/devices/device/{device_id}")
        await _share(visitor)
        color = page.locator("hui-select-entity-row", has_text=words.color)
        await color.click()
        await color.get_by_text(words.monochrome).click()
        row = page.locator("hui-button-entity-row", has_text=words.test_page)
        await row.get_by_role("button", name=words.press).click()
        printed = await _printed(visitor, cloud, 2)
        assert printed["task"]["config"]["color"] == "MONOCHROME"
        status = page.locator("hui-sensor-entity-row", has_text=words.printer)
        await expect(status).to_contain_text(
            words.idle, timeout=_PRINTED_SECONDS * 1000
        )


async def _answer_repair(
    visitor: Visitor, cloud: SimulatedCloud, words: Words, device_id: str
) -> None:
    """Answer that an unconfirmed job did print."""
    page = visitor.page
    fault = {"call": "newPrintTask", "fault": "drop_after_accept", "times": 1}
    await cloud.control("POST", "/faults", fault)
    await visitor.home_assistant.action(
        "cloudprint.print",
        {"device_id": device_id, "text": words.letter, "name": words.letter},
    )
    await visitor.open("config/repairs")
    question = page.get_by_text(words.did_it_print)
    await question.wait_for(timeout=_PRINTED_SECONDS * 1000)
    await question.click()
    dialog = page.locator("dialog-data-entry-flow")
    await dialog.get_by_text(words.it_printed, exact=True).click()
    await visitor.picture("repair")
    await dialog.get_by_role("button", name=words.submit).click()
    await expect(question).to_have_count(0)


async def _allow_network(visitor: Visitor, words: Words, port: int) -> None:
    """Allow the network of a device that was refused: one of a VPN at loopback."""
    page, texts = visitor.page, _read_texts(visitor)["issues"]["ipp_network_refused"]
    step = texts["fix_flow"]["step"]["network"]
    async with ClientSession(headers={"Host": "ha.tail1234.ts.net"}) as device:

        async def ask() -> int:
            async with device.get(f"http://127.0.0.1:{port}/") as response:
                return response.status

        assert await ask() == 403
        await visitor.open("config/repairs")
        issue = page.get_by_text(texts["title"], exact=True)
        await issue.click()
        dialog = page.locator("dialog-data-entry-flow")
        await dialog.get_by_text(step["data_description"]["network"]).wait_for()
        await visitor.picture("repair-network")
        await dialog.get_by_role("button", name=words.submit).click()
        await expect(issue).to_have_count(0)
        assert await ask() == 200


async def _speak(visitor: Visitor, cloud: SimulatedCloud, words: Words) -> None:
    """Print by a sentence in the Assist dialog, and ask whether it printed."""
    page, home_assistant = visitor.page, visitor.home_assistant

    async def is_known() -> bool:
        known = await home_assistant.command("conversation/sentences/list")
        name = words.document.lower()
        return any(name in sentence.lower() for sentence in known["trigger_sentences"])

    # The sentences follow a second after a name, and more while the machine is busy.
    await home_assistant.process.until(is_known, "learn the name", _PRINTED_SECONDS)
    await visitor.open("logbook")
    await page.locator("ha-panel-logbook").wait_for()
    await page.keyboard.press("a")
    dialog = page.locator("ha-voice-command-dialog")
    said = dialog.locator(".message-container")
    for number, (sentence, answer) in enumerate(words.conversation, 1):
        field = dialog.locator("input")
        await field.fill(sentence)
        # The dialog takes the focus when it has opened.
        await field.press("Enter")
        await expect(said.and_(dialog.locator(".user"))).to_have_count(number)
        # The first answer waits for all sentences to be loaded.
        await expect(said.last).to_contain_text(answer, timeout=_PRINTED_SECONDS * 1000)
    await visitor.picture("assist")
    printed = await _printed(visitor, cloud, 3)
    assert (printed["name"], printed["task"]["config"]["copies"]) == (words.document, 2)


async def _read_printer(visitor: Visitor, device_id: str) -> None:
    """Read on a printer's page that its last job has printed."""
    texts = _read_texts(visitor)["entity"]["sensor"]["last_job"]
    async with _high_window(visitor, _WHOLE_PAGE):
        await visitor.open(f"config/devices/device/{device_id}")
        row = visitor.page.locator("hui-sensor-entity-row", has_text=texts["name"])
        await expect(row).to_contain_text(
            texts["state"]["finished"], timeout=_PRINTED_SECONDS * 1000
        )
        await visitor.picture("device")


async def _read_activity(visitor: Visitor, words: Words) -> None:
    """Read the document's results in the logbook."""
    await visitor.open("logbook")
    sentence = visitor.page.get_by_text(words.printed).first
    await expect(sentence).to_be_visible(timeout=_PRINTED_SECONDS * 1000)
    await visitor.picture("activity")


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (DESKTOP_CHINESE, CHINESE))
async def test_pages(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A person saves a document, prints it in many ways, and reads the results."""
    async with moving_in(
        new_home_assistant, cloud, look, words.country, tmp_path
    ) as visitor:
        await add_account(new_home_assistant, cloud, cloud.printers)
        # Another test may share its printers at the same time.
        port = free_port()
        await set_options(new_home_assistant, ipp_port=port)
        device_id = await _name_printer(visitor, cloud, words)
        await _save_document(visitor, words)
        await _print_document(visitor, cloud, words)
        await _choose_default(visitor, cloud, words, device_id)
        await _speak(visitor, cloud, words)
        await _answer_repair(visitor, cloud, words, device_id)
        await _allow_network(visitor, words, port)
        await _read_printer(visitor, device_id)
        await _read_activity(visitor, words)


async def _read_network_settings(visitor: Visitor, words: Words) -> None:
    """Open the settings of the local network, as far as to read them."""
    page = visitor.page
    options = _read_texts(visitor)["options"]
    section = options["step"]["settings"]["sections"]["local_network"]
    form = page.locator("dialog-data-entry-flow")
    heading = page.get_by_text(section["name"], exact=True)
    panel = form.locator("ha-form-expandable", has=heading)
    async with _high_window(visitor, _WHOLE_FORM):
        await visitor.open("config/integrations/integration/cloudprint")
        await page.get_by_role("button", name=words.configure, exact=True).first.click()
        await form.get_by_text(
            options["step"]["init"]["menu_options"]["settings"], exact=True
        ).click()
        await panel.locator(heading).click()
        last = panel.get_by_text(section["data_description"]["ipp_networks_for_links"])
        await expect(last).to_be_in_viewport()
        await page.mouse.move(0, 0)
        await visitor.picture("local-network", panel)
    assert not await form.locator("step-flow-form").evaluate(_IS_CUT)


async def _check_up(visitor: Visitor, words: Words) -> None:
    """Print one page of the check-up, tell what came out, and forget it again."""
    page = visitor.page
    texts = _read_texts(visitor)
    options, selector = texts["options"], texts["selector"]
    answer = selector["probe_landscape"]["options"]["right"]
    await visitor.open("config/integrations/integration/cloudprint")
    await page.get_by_role("button", name=words.configure, exact=True).first.click()
    form = page.locator("dialog-data-entry-flow")
    choice = form.get_by_text(options["step"]["init"]["menu_options"]["check_up"])
    await choice.wait_for()
    await visitor.picture("options")
    await choice.click()
    boxes = form.locator("ha-selector-select ha-checkbox")
    await boxes.first.wait_for()
    await visitor.picture("check-up-start")
    for number in range(1, await boxes.count()):
        await boxes.nth(number).click()
    submit = form.get_by_role("button", name=words.submit)
    await submit.click()
    await form.locator("step-flow-progress").wait_for()
    await visitor.picture("check-up-progress")
    image = form.locator("ha-markdown img")
    await image.wait_for(timeout=_PRINTED_SECONDS * 1000)
    await expect(form.get_by_text(answer)).to_be_visible()
    await page.emulate_media(color_scheme="dark")
    await visitor.picture("check-up-dark")
    await page.emulate_media(color_scheme="light")
    await visitor.picture("check-up")
    assert await image.evaluate(_IS_LOADED)
    assert not await form.locator("step-flow-form").evaluate(_IS_CUT)
    # Nothing is told that a person did not select.
    await submit.click()
    await expect(form.get_by_text(options["error"]["no_answer"])).to_be_visible()
    await visitor.picture("check-up-unanswered")
    await form.get_by_text(answer).click()
    await submit.click()
    reset = form.get_by_text(
        options["step"]["check_up"]["menu_options"]["check_up_reset"]
    )
    await reset.wait_for()
    # Without the number of its picture
    await expect(form.get_by_text(re.split("[:：]", answer)[1].strip())).to_be_visible()
    await visitor.picture("check-up-results")
    await reset.click()
    await form.locator("step-flow-create-entry").wait_for()
    await visitor.picture("check-up-reset")


@pytest.mark.browser
@looks((PHONE, ENGLISH), (PHONE_CHINESE, CHINESE))
async def test_check_up(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A person tries on a phone what the account can do."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "cloudprint" in message.text:
            problems.append(message.text)

    async with moving_in(
        new_home_assistant, cloud, look, words.country, tmp_path
    ) as visitor:
        visitor.page.on("console", note)
        await add_account(new_home_assistant, cloud, cloud.printers)
        await _read_network_settings(visitor, words)
        await _check_up(visitor, words)
    assert problems == []
