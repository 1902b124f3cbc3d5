"""From *Add integration* to the first paper, in a real browser on a phone.

With PAGE_PICTURES=folder, what is seen on the way is kept there.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.async_api import Locator, expect
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .flows import add_part
from .visitor import PHONE, PHONE_CHINESE, Look, Visitor, looks, moving_in

NAME: Final = "Cloud Print (智睦云打印)"
SEARCHES: Final = ("打印", "云打印", "智睦", "cloud print", "print")
"""The last one is entered by the person who is counted."""

MAX_CLICKS: Final = 7
MAX_FIELDS: Final = 4
_PRINTED_SECONDS: Final = 60
_CHOOSE_PRINT: Final = """localStorage.setItem(
  "panel-dev-action-state-service-data",
  JSON.stringify({ action: "cloudprint.print", target: {}, data: {} }),
)"""
_ENTERED: Final = """JSON.parse(
  localStorage.getItem("panel-dev-action-state-service-data"),
).data"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The pages' texts."""

    country: str
    add_integration: str
    submit: str
    app_id_missing: str
    invalid_url: str
    share_code_missing: str
    test_page: str
    done: str
    sections: tuple[str, ...]
    document: str


ENGLISH: Final = Words(
    country="GB",
    add_integration="Add integration",
    submit="Submit",
    app_id_missing="Enter the AppID as the developer console shows it.",
    invalid_url="The service address must look like",
    share_code_missing="Enter the share code, too.",
    test_page="Finish and print a test page",
    done="A print job for the test page was created",
    sections=(
        "HTML or data",
        "Print options",
        "Lists, calendars, weather, cameras",
    ),
    document="Maths sheet",
)
CHINESE: Final = Words(
    country="CN",
    add_integration="添加集成",
    submit="提交",
    app_id_missing="请填写开发者控制台中显示的 AppID。",
    invalid_url="服务地址的格式应为",
    share_code_missing="请填写共享码。",
    test_page="上打印测试页",
    done="创建测试页的打印任务",
    sections=("HTML 或数据", "打印选项", "清单、日历、天气、摄像头"),
    document="口算题",
)


@dataclass
class Effort:
    """What a person does: each click and each field that is filled in."""

    clicks: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    async def click(self, what: str, place: Locator) -> None:
        """Click, and count it."""
        await place.click()
        self.clicks.append(what)

    async def fill(self, what: str, place: Locator, text: str) -> None:
        """Fill in a field, and count it."""
        await place.fill(text)
        self.fields.append(what)


async def _find(visitor: Visitor, words: Words, effort: Effort) -> None:
    """Find the integration in the list by any of the words."""
    page = visitor.page
    await visitor.open("config/integrations/dashboard")
    add = page.get_by_role("button", name=words.add_integration)
    await effort.click("Add integration", add)
    dialog = page.locator("dialog-add-integration")
    row = dialog.locator("ha-integration-list-item", has_text=NAME)
    search = dialog.locator("input").first
    for text in SEARCHES:
        await search.fill("no integration has this name")
        await expect(row).to_have_count(0)
        await search.fill(text)
        await expect(row).to_be_visible()
        await visitor.picture(f"found-{text.replace(' ', '-')}")
    effort.fields.append("Search")
    await effort.click("Cloud Print", row)


async def _enter_account(
    visitor: Visitor, cloud: SimulatedCloud, words: Words, effort: Effort
) -> None:
    """Enter the account, after an empty form and one with a wrong address."""
    form = visitor.page.locator("dialog-data-entry-flow")
    address = form.locator("input[name=base_url]")
    submit = form.get_by_role("button", name=words.submit)
    await submit.click()
    await expect(form.get_by_text(words.app_id_missing)).to_be_visible()
    await visitor.picture("connect-empty")
    await effort.fill("AppID", form.locator("input[name=app_id]"), cloud.app_id)
    await effort.fill("AppKey", form.locator("input[name=app_key]"), cloud.app_key)
    await visitor.picture("connect")
    await form.locator("ha-expansion-panel [aria-expanded]").click()
    await address.fill("print.example.com")
    await submit.click()
    await expect(form.get_by_text(words.invalid_url)).to_be_visible()
    await expect(address).to_be_visible()
    await expect(form.locator("input[name=app_key]")).to_have_value(cloud.app_key)
    await visitor.picture("connect-error")
    await address.fill(cloud.base_url)
    await effort.click("Submit", submit)


async def _add_printer(
    visitor: Visitor, cloud: SimulatedCloud, words: Words, effort: Effort
) -> None:
    """Paste both codes as the vendor's program shows them; print a test page."""
    form = visitor.page.locator("dialog-data-entry-flow")
    submit = form.get_by_role("button", name=words.submit)
    share_code = form.locator("input[name=share_code]")
    verification_code = form.locator("input[name=verification_code]")
    printer = cloud.printers[0]
    await verification_code.fill(printer.verification_code)
    await submit.click()
    await expect(form.get_by_text(words.share_code_missing)).to_be_visible()
    await visitor.picture("codes-missing")
    await verification_code.fill("")
    codes = f"共享码：{printer.share_code} 验证码：{printer.verification_code}"
    await effort.fill("Both codes", share_code, codes)
    await visitor.picture("codes")
    await effort.click("Submit", submit)
    option = form.get_by_text(words.test_page)
    await option.wait_for()
    await visitor.picture("printers")
    await effort.click("Finish and print a test page", option)
    await expect(form.get_by_text(words.done)).to_be_visible()
    await visitor.picture("done")


async def _save_document(home_assistant: HomeAssistant, words: Words) -> None:
    """Save a text as a document."""
    fields = {"name": words.document, "text": "7 + 8 ="}
    await add_part(home_assistant, "document", fields, "text")


async def _use_action(visitor: Visitor, words: Words) -> None:
    """Count the fields in view in the form of a print; choose a document in it."""
    page = visitor.page
    width, height = visitor.look.size
    await page.set_viewport_size({"width": width, "height": 2 * height})
    await page.evaluate(_CHOOSE_PRINT)
    await visitor.open("config/developer-tools/action")
    form = page.locator("ha-service-control")
    await form.locator("ha-selector").first.wait_for()
    for section in words.sections:
        await expect(form.get_by_text(section, exact=True)).to_be_visible()
    shown = 0
    for selector in await form.locator("ha-selector").all():
        shown += await selector.is_visible()
    await visitor.picture("action")
    assert 5 <= shown <= 9

    await form.locator("ha-checkbox").first.click()
    picker = form.locator("ha-selector-device > ha-device-picker")
    await picker.click()
    await picker.get_by_text(words.document).wait_for()
    await visitor.picture("action-document")
    await picker.get_by_text(words.document).click()
    panels = form.locator("ha-expansion-panel")
    panel = panels.filter(has=page.get_by_text(words.sections[0]))
    await panel.get_by_text(words.sections[0]).click()
    await panel.locator("ha-checkbox").first.click()
    await panel.locator("textarea").first.fill("<p>7 + 8 =</p>")
    await visitor.picture("action-html")
    # It may be written down a little later.
    await page.wait_for_function(f"Object.keys({_ENTERED}).length == 2")
    # The fields of a section are no mapping of their own.
    assert set(await page.evaluate(_ENTERED)) == {"document", "html"}
    await page.set_viewport_size({"width": width, "height": height})


@pytest.mark.browser
@looks((PHONE, ENGLISH), (PHONE_CHINESE, CHINESE))
async def test_first_print(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A person finds the integration, and prints with few clicks and fields."""
    effort = Effort()
    async with moving_in(
        new_home_assistant, cloud, look, words.country, tmp_path
    ) as visitor:
        await _find(visitor, words, effort)
        await _enter_account(visitor, cloud, words, effort)
        await _add_printer(visitor, cloud, words, effort)

        async def is_printed() -> bool:
            return len(await cloud.control("GET", "/printed")) == 1

        process = new_home_assistant.process
        await process.until(is_printed, "print the test page", _PRINTED_SECONDS)
        await _save_document(new_home_assistant, words)
        await _use_action(visitor, words)
    assert len(effort.clicks) <= MAX_CLICKS, effort
    assert len(effort.fields) <= MAX_FIELDS, effort
