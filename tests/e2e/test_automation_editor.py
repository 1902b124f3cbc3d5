"""The automation editor: where an action prints, in a real browser.

With PAGE_PICTURES=folder, what is seen on the way is kept there.
"""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Locator
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .visitor import Look, Visitor, moving_in

DESK: Final = Look(language="en", is_phone=False, is_dark=False)
DESK_CHINESE: Final = Look(language="zh-Hans", is_phone=False, is_dark=False)


@pytest.fixture
async def new_home_assistant(
    socket_enabled: None, tmp_path: Path
) -> AsyncGenerator[HomeAssistant]:
    """A running Home Assistant before its onboarding, with editable automations."""
    home_assistant = HomeAssistant(tmp_path, configuration={"config": {}})
    file = home_assistant.config / "configuration.yaml"
    written = file.read_text("utf-8").rstrip().removesuffix("}")
    file.write_text(f'{written}, "automation": !include automations.yaml}}', "utf-8")
    (home_assistant.config / "automations.yaml").write_text("[]\n", "utf-8")
    try:
        await home_assistant.start_signed_out()
        yield home_assistant
    finally:
        await home_assistant.process.stop()


async def _open_action(visitor: Visitor, **action: Any) -> Locator:
    """Save an automation with an action, and open it in the editor; return its row."""
    await visitor.home_assistant.post(
        "/api/config/automation/config/ours",
        {
            "alias": "Ours",
            "triggers": [],
            "conditions": [],
            "actions": [{"action": "cloudprint.print", **action}],
        },
    )
    await visitor.open("config/automation/edit/ours")
    row = visitor.page.locator("ha-automation-action-row").first
    await row.wait_for()
    return row


@pytest.mark.browser
@pytest.mark.parametrize(
    ("look", "country", "study", "printer"),
    [
        pytest.param(DESK, "GB", "Study", "Study printer", id="English"),
        pytest.param(DESK_CHINESE, "CN", "书房", "书房打印机", id="Chinese"),
    ],
)
async def test_editor(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    country: str,
    study: str,
    printer: str,
    tmp_path: Path,
) -> None:
    """The row of an action shows where it prints, and its form, too, as of old."""
    async with moving_in(new_home_assistant, cloud, look, country, tmp_path) as visitor:
        devices = await add_account(new_home_assistant, cloud, cloud.printers)
        command, page = new_home_assistant.command, visitor.page
        area = await command("config/area_registry/create", name=study)
        device_id = devices[cloud.printers[0].share_code]
        await command(
            "config/device_registry/update",
            device_id=device_id,
            name_by_user=printer,
            area_id=area["area_id"],
        )
        for name, target, shown in (
            ("printer", {"device_id": device_id}, printer),
            ("area", {"area_id": area["area_id"]}, study),
        ):
            row = await _open_action(visitor, target=target, data={"text": "x"})
            # A number of entities follows it.
            badge = row.locator("ha-automation-row-targets .label", has_text=shown)
            await badge.wait_for()
            await visitor.picture(f"editor-{name}")

        # Of an automation from before, the form shows the printer as its target.
        row = await _open_action(visitor, data={"device_id": device_id, "text": "x"})
        await row.locator("h3").click()
        form = page.locator("ha-service-control")
        chosen = form.locator("ha-selector-target").get_by_text(printer, exact=True)
        await chosen.wait_for()
        await visitor.picture("editor-device-in-data")
