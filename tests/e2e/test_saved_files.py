"""A saved document of files in Home Assistant's own forms, in a real browser.

With PAGE_PICTURES=docs/images, what is seen on the way is kept there.
"""

from contextlib import suppress
import json
from pathlib import Path
from typing import Any, Final

from playwright.async_api import FilePayload, Locator, TimeoutError, expect
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..samples.documents import picture
from .visitor import ROOT, Look, Visitor, moving_in

_PRINTED_SECONDS: Final = 60
_TRIES: Final = 6
_OPEN_MS: Final = 10_000
_LOOKS: Final = (
    Look(language="en", is_phone=False, is_dark=False),
    Look(language="zh-Hans", is_phone=False, is_dark=False),
)
_SUBMIT: Final = {"en": "Submit", "zh-Hans": "提交"}
_NAMES: Final = {"en": "ID card copy", "zh-Hans": "身份证复印件"}
_FRONT: Final = FilePayload(
    name="front.jpg", mimeType="image/jpeg", buffer=picture("JPEG", (856, 540))
)
_BACK: Final = FilePayload(
    name="back.png", mimeType="image/png", buffer=picture("PNG", (856, 540))
)


def _read_texts(language: str) -> Any:
    path = ROOT / f"custom_components/cloudprint/translations/{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


async def _choose_file(form: Locator, file: FilePayload) -> None:
    """Choose a file, and wait until it is sent."""
    await form.locator("ha-selector-file input[type=file]").set_input_files(file)
    await expect(form.locator("ha-selector-file")).to_contain_text(file["name"])
    # The name is there while it is sent, too: what is submitted then has no file.
    upload = form.locator("ha-selector-file ha-file-upload")
    await expect(upload).to_have_js_property("uploading", False)


async def _choose(selector: Locator, name: str) -> None:
    """Choose an option of a list, which closes while its section still unfolds."""
    option = selector.get_by_text(name, exact=True)
    for _ in range(_TRIES):
        await selector.click()
        with suppress(TimeoutError):
            await option.click(timeout=_OPEN_MS)
            return
    pytest.fail(f"{name} cannot be chosen")


async def _add_card(visitor: Visitor) -> None:
    """Save both sides of a card, as docs/saved-documents.md says."""
    texts = _read_texts(visitor.look.language)
    document = texts["config_subentries"]["document"]
    step, page = document["step"], visitor.page
    await visitor.open("config/integrations/integration/cloudprint")
    await page.get_by_role("button", name=document["initiate_flow"]["user"]).click()
    form = page.locator("dialog-data-entry-flow")
    await form.get_by_text(step["user"]["menu_options"]["files"], exact=True).click()
    await form.locator("input[name=name]").fill(_NAMES[visitor.look.language])
    await _choose_file(form, _FRONT)
    section = step["files"]["sections"]["arrangement"]
    await form.get_by_text(section["name"], exact=True).click()
    arrange = form.locator("ha-selector-select").first
    arrangements = texts["selector"]["arrange"]["options"]
    await _choose(arrange, arrangements["id_card"])
    await visitor.picture("document-files")
    submit = form.get_by_role("button", name=_SUBMIT[visitor.look.language])
    await submit.click()
    await form.get_by_text(step["more"]["menu_options"]["add"], exact=True).click()
    await _choose_file(form, _BACK)
    await submit.click()
    menu = step["more"]["menu_options"]
    await form.get_by_text(menu["order"], exact=True).wait_for()
    await expect(form).to_contain_text("back.png")
    await form.get_by_text(menu["order"], exact=True).click()
    await form.locator("ha-selector-select").wait_for()
    await submit.click()
    await form.get_by_text(menu["save"], exact=True).click()
    await form.locator("step-flow-create-entry").wait_for()
    await form.get_by_role("button").last.click()
    await form.locator("step-flow-create-entry").wait_for(state="detached")


@pytest.mark.browser
@pytest.mark.parametrize("look", _LOOKS, ids=["English", "Chinese"])
async def test_id_card(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    tmp_path: Path,
) -> None:
    """A person saves both sides of a card, and prints it by its name."""
    country = {"en": "GB", "zh-Hans": "CN"}[look.language]
    name = _NAMES[look.language]
    async with moving_in(new_home_assistant, cloud, look, country, tmp_path) as visitor:
        await add_account(new_home_assistant, cloud, cloud.printers[:1])
        await _add_card(visitor)
        kept = new_home_assistant.config / ".storage/cloudprint/documents"
        assert len([*kept.iterdir()]) == 2
        await new_home_assistant.action("cloudprint.print", {"document": name})

        async def has_printed() -> bool:
            printed = await cloud.control("GET", "/printed")
            return [job["name"] for job in printed] == [name]

        process = new_home_assistant.process
        await process.until(has_printed, "print the card", _PRINTED_SECONDS)
