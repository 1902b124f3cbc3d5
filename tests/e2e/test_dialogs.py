"""The first screen of each dialog, on a phone.

With PAGE_PICTURES=folder, what is seen on the way is kept there.
"""

import json
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Locator
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .visitor import PHONE, PHONE_CHINESE, ROOT, Look, Visitor, moving_in

_HIDDEN: Final = """(dialog) => {
  let hidden = 0;
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const { overflowY } = getComputedStyle(element);
      if (["auto", "scroll"].includes(overflowY))
        hidden = Math.max(hidden, element.scrollHeight - element.clientHeight);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(dialog.shadowRoot);
  return hidden;
}"""
"""How many pixels of a dialog are only seen by scrolling."""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("look", "country"),
    [
        pytest.param(PHONE, "GB", id="English"),
        pytest.param(PHONE_CHINESE, "CN", id="Chinese"),
    ],
)
async def test_first_screens(
    cloud: SimulatedCloud,
    new_home_assistant: HomeAssistant,
    look: Look,
    country: str,
    tmp_path: Path,
) -> None:
    """Nobody has to scroll to see all of the first screen of a dialog."""
    async with moving_in(new_home_assistant, cloud, look, country, tmp_path) as visitor:
        path = ROOT / f"custom_components/cloudprint/translations/{look.language}.json"
        dialogs = _Dialogs(visitor, json.loads(path.read_text(encoding="utf-8")))
        await dialogs.add_integration("user")
        await add_account(new_home_assistant, cloud, cloud.printers)
        await dialogs.add_integration("existing")
        await dialogs.default_printer()
        for choice in (
            "init",
            *dialogs.texts["options"]["step"]["init"]["menu_options"],
        ):
            await dialogs.configure(choice)
        kinds = dialogs.texts["config_subentries"]["document"]["step"]["user"]
        for choice in ("user", *kinds["menu_options"]):
            await dialogs.add_document(choice)
        await dialogs.add_rule()
        await dialogs.repair(cloud)
    assert {name: hidden for name, hidden in dialogs.hidden.items() if hidden > 1} == {}


class _Dialogs:
    """Opens dialogs, and measures what of them is hidden, in pixels."""

    def __init__(self, visitor: Visitor, texts: dict[str, Any]) -> None:
        self.visitor, self.texts = visitor, texts
        self.hidden: dict[str, int] = {}

    @property
    def _form(self) -> Locator:
        return self.visitor.page.locator("dialog-data-entry-flow")

    async def _look(self, name: str) -> None:
        form = self._form
        await form.locator(
            "step-flow-form, step-flow-menu, step-flow-abort, step-flow-create-entry"
        ).wait_for()
        await self.visitor.page.wait_for_timeout(700)
        await self.visitor.picture(f"dialog-{name}")
        self.hidden[name] = await form.evaluate(_HIDDEN)

    async def add_integration(self, name: str) -> None:
        """Look at the first step of a new account."""
        page = self.visitor.page
        await self.visitor.open("config/integrations/dashboard/add?domain=cloudprint")
        await page.locator("dialog-box").get_by_role("button").last.click()
        await self._look(f"config-{name}")

    async def default_printer(self) -> None:
        """Go on to the question for the default printer, without a new one."""
        steps = self.texts["config"]["step"]
        await self._choose(steps["start"]["menu_options"]["existing"])
        await self._look("config-printer")
        submit = {"en": "Submit", "zh-Hans": "提交"}[self.visitor.look.language]
        await self._form.get_by_role("button", name=submit).click()
        await self._choose(steps["printers"]["menu_options"]["finish"])
        title = self._form.get_by_text(steps["default_printer"]["title"])
        await title.first.wait_for()
        await self._look("config-default_printer")

    async def configure(self, choice: str) -> None:
        """Look at the options, or at the first step of a choice."""
        page = self.visitor.page
        await self.visitor.open("config/integrations/integration/cloudprint")
        configure = {"en": "Configure", "zh-Hans": "配置"}[self.visitor.look.language]
        await page.get_by_role("button", name=configure, exact=True).first.click()
        step = self.texts["options"]["step"]["init"]
        await self._choose(step["menu_options"].get(choice))
        await self._look(f"options-{choice}")

    async def add_document(self, choice: str) -> None:
        """Look at the kinds of documents, or at the form of one."""
        page = self.visitor.page
        subentry = self.texts["config_subentries"]["document"]
        await self.visitor.open("config/integrations/integration/cloudprint")
        name = subentry["initiate_flow"]["user"]
        await page.get_by_role("button", name=name).first.click()
        await self._choose(subentry["step"]["user"]["menu_options"].get(choice))
        await self._look(f"document-{choice}")

    async def add_rule(self) -> None:
        """Look at the form of a rule."""
        await self.visitor.open("config/integrations/integration/cloudprint")
        name = self.texts["config_subentries"]["rule"]["initiate_flow"]["user"]
        await self.visitor.page.get_by_role("button", name=name).first.click()
        await self._look("rule")

    async def repair(self, cloud: SimulatedCloud) -> None:
        """Look at the question about a job of an unknown outcome."""
        fault = {"call": "newPrintTask", "fault": "drop_after_accept", "times": 1}
        await cloud.control("POST", "/faults", fault)
        home_assistant = self.visitor.home_assistant
        (printer, *_) = [
            device["id"]
            for device in await home_assistant.command("config/device_registry/list")
            if device["model"] == cloud.printers[0].name
        ]
        await home_assistant.action(
            "cloudprint.print", {"device_id": printer, "text": "A letter"}
        )
        await self.visitor.open("config/repairs")
        title = self.texts["issues"]["jobs_unconfirmed"]["title"]
        await self.visitor.page.get_by_text(title).click()
        await self._look("repair-unconfirmed")

    async def _choose(self, text: str | None) -> None:
        await self._form.locator("step-flow-menu").wait_for()
        if text is not None:
            # What follows may be a menu, too.
            option = self._form.locator("step-flow-menu").get_by_text(text, exact=True)
            await option.click()
            await option.wait_for(state="detached")
