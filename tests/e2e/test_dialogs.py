"""The first screen of each dialog, on a phone of 390 by 844 pixels.

There, 708 pixels are left for a form between its heading and *Submit*.
Flows are answered by Home Assistant's API, and each of their steps is shown in the
dialog of its frontend. With PAGE_PICTURES=folder, what is seen is kept there.
"""

import asyncio
from collections.abc import AsyncGenerator
import json
import os
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Locator
import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .flows import CONFIG, PARTS, REPAIRS, Flow, Step
from .troubled_home import PROBES, SECTIONS, TroubledHome, troubled_home
from .visitor import PHONE, PHONE_CHINESE, ROOT, Look, Visitor, visiting

type Opened = tuple[str, Step]
"""A flow and one of its steps."""

_ACCOUNTS: Final = "config/integrations/integration/cloudprint"
_FURTHER: Final = {"printer_gone": ["cancel"], "printer_renamed": ["same", "other"]}
"""What else repairs ask, by what is chosen first."""

_SHOW: Final = """(dialog, step) => {
  dialog.dispatchEvent(new CustomEvent("flow-update", { detail: { step } }));
}"""
_HIDDEN: Final = """async (dialog, [flow, name]) => {
  const elements = (root) => [...root.querySelectorAll("*")].flatMap(
    (element) => [element, ...(element.shadowRoot ? elements(element.shadowRoot) : [])]);
  const isReady = (element) =>
    element.matches(":defined") && (element.localName !== "img" || element.complete);
  let hidden;
  for (let same = 0, frames = 0; same < 8; frames++) {
    if (frames === 1200) throw new Error(`${name} is not shown`);
    await new Promise(requestAnimationFrame);
    const all = elements(dialog.shadowRoot);
    const shown = all.find((element) => element.localName.startsWith("step-flow-"));
    const { step } = shown ?? {};
    const isShown = step && step.flow_id === flow && (step.step_id ?? step.reason) === name;
    const now = Math.max(0, ...all
      .filter((element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowY))
      .map((element) => element.scrollHeight - element.clientHeight));
    same = isShown && all.every(isReady) && now === hidden ? same + 1 : 0;
    hidden = now;
  }
  return hidden;
}"""
"""How many pixels are only seen by scrolling, once all is loaded and stays as it is."""


_UPLOAD: Final = """async () => {
  const canvas = document.createElement("canvas");
  const picture = await new Promise((done) => canvas.toBlob(done));
  const body = new FormData();
  body.append("file", new File([picture], "A photo.png"));
  const { hass } = document.querySelector("home-assistant");
  const answer = await hass.fetchWithAuth("/api/file_upload", { method: "POST", body });
  return (await answer.json()).file_id;
}"""


@pytest.fixture
def configuration() -> dict[str, Any]:
    """A recorder, whose past can be deleted."""
    return {"recorder": {}, "todo": {}}


@pytest.mark.browser
async def test_first_screens(
    cloud: SimulatedCloud, new_home_assistant: HomeAssistant, tmp_path: Path
) -> None:
    """Nobody has to scroll to see all of the first screen of any dialog."""
    hidden = dict[tuple[str, str], int]()
    pictures = Path(os.environ.get("PAGE_PICTURES", tmp_path / "pictures"))
    async with (
        visiting(new_home_assistant, PHONE, pictures) as visitor,
        asyncio.TaskGroup() as tasks,
    ):
        await visitor.onboard()
        async with troubled_home(new_home_assistant, cloud) as home:
            printing = tasks.create_task(home.try_out())
            for look in (PHONE, PHONE_CHINESE):
                dialogs = Dialogs(home, visitor, look)
                await dialogs.speak()
                async for flow, step in dialogs.open_all(printing):
                    name = f"{flow}.{step['step_id']}"
                    hidden[look.language, name] = await dialogs.show(name, step)
                opened = {
                    name for language, name in hidden if language == look.language
                }
                assert opened == dialogs.names
    assert {name: pixels for name, pixels in hidden.items() if pixels > 1} == {}


class Dialogs:
    """Opens each kind of dialog, and shows its steps in it."""

    def __init__(self, home: TroubledHome, visitor: Visitor, look: Look) -> None:
        """Speak the language of a look."""
        self.home, self.visitor, self.look = home, visitor, look
        path = ROOT / f"custom_components/cloudprint/translations/{look.language}.json"
        self.texts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    @property
    def _dialog(self) -> Locator:
        return self.visitor.page.locator("dialog-data-entry-flow")

    @property
    def _form(self) -> Locator:
        return self._dialog.locator("step-flow-form, step-flow-menu")

    @property
    def names(self) -> set[str]:
        """All steps that have texts."""
        texts = self.texts
        flows = {name: texts[name] for name in ("config", "options")}
        flows |= texts["config_subentries"]
        flows |= {key: texts["issues"][key]["fix_flow"] for key in self._fixable}
        return {f"{flow}.{step}" for flow in flows for step in flows[flow]["step"]}

    @property
    def _fixable(self) -> list[str]:
        issues = self.texts["issues"]
        return [key for key in issues if "fix_flow" in issues[key]]

    async def open_all(self, printing: asyncio.Task[None]) -> AsyncGenerator[Opened]:
        """Go through all flows; the check-up's pages are printed meanwhile."""
        for steps in (
            self._config(),
            self._documents(),
            self._rules(),
            self._links(),
            self._options(printing),
            *map(self._repairs, self._fixable),
        ):
            async for opened in steps:
                yield opened

    async def speak(self) -> None:
        """Let Home Assistant and its frontend speak a language."""
        command = self.home.home_assistant.command
        await command("config/core/update", language=self.look.language)
        formats = dict.fromkeys(
            ("number_format", "time_format", "date_format"), "language"
        )
        value = {"language": self.look.language, "first_weekday": "language"}
        value |= formats | {"time_zone": "local"}
        await command("frontend/set_user_data", key="language", value=value)
        await self.visitor.page.evaluate("localStorage.removeItem('selectedLanguage')")

    async def show(self, name: str, step: Step) -> int:
        """Show a step in the dialog; return how much of it is hidden, in pixels."""
        await self._dialog.evaluate(_SHOW, step)
        shown = [step["flow_id"], step["step_id"]]
        hidden: int = await self._dialog.evaluate(_HIDDEN, shown)
        if "PAGE_PICTURES" in os.environ:
            await self.visitor.picture(f"dialog-{name}")
        return hidden

    async def _config(self) -> AsyncGenerator[Opened]:
        """Go through what adds an account, and what changes its key."""
        home, page = self.home, self.visitor.page
        await self._go("config/integrations/dashboard/add?domain=cloudprint")
        await page.locator("dialog-box").get_by_role("button").last.click()
        await self._form.wait_for()
        flow = await Flow.start(home.home_assistant, CONFIG, handler="cloudprint")
        yield "config", flow.steps[-1]
        yield "config", await flow.choose("existing")
        flow = await Flow.start(home.home_assistant, CONFIG, handler="cloudprint")
        yield "config", await flow.choose("account")
        flow = await home.sign_in(home.newcomer)
        yield "config", flow.steps[-1]
        yield "config", await flow.answer()
        flow = await home.sign_in(home.stranger)
        yield "config", await flow.answer()
        yield "config", await flow.choose("finish")
        entry = {"handler": "cloudprint", "entry_id": home.family.entry_id}
        flow = await Flow.start(home.home_assistant, CONFIG, **entry)
        yield "config", await home.refuse_key()
        yield "config", flow.steps[-1]

    async def _options(self, printing: asyncio.Task[None]) -> AsyncGenerator[Opened]:
        """Go through what is set for an account and its printers."""
        home = self.home
        first, second = home.family.devices.values()
        await home.share(home.family, *home.family.devices, is_on=False)
        await self._go(_ACCOUNTS)
        name = {"en": "Configure", "zh-Hans": "配置"}[self.look.language]
        button = self.visitor.page.get_by_role("button", name=name, exact=True)
        await button.first.click()
        await self._form.wait_for()

        flow = await home.options(home.bare, "add_printer")
        yield "options", await flow.answer()
        flow = await home.options(home.family)
        yield "options", flow.steps[-1]
        yield "options", await flow.choose("add_printer")
        yield "options", await flow.answer()
        yield "options", await flow.choose("finish")
        flow = await home.options(home.family, "settings")
        yield "options", flow.steps[-1]
        sections: Step = {name: {} for name in SECTIONS} | {
            "storage": {"own_history": True}
        }
        yield "options", await flow.answer(sections)

        flow = await home.options(home.family, "phones")
        yield "options", flow.steps[-1]
        yield "options", await flow.answer({"printers": [first, second]})

        flow = await home.options(home.family, "trays")
        yield "options", flow.steps[-1]
        step = await flow.answer({"device_id": second})
        if step["step_id"] == "trays_known":
            step = await flow.choose("trays_start")
        yield "options", step
        yield "options", await flow.choose("trays_output")
        yield "options", await flow.answer({"output": "face_down"})
        yield "options", await flow.answer({"input": "lower_side"})

        flow = await home.options(home.family, "watch")
        yield "options", flow.steps[-1]
        yield "options", await flow.answer({"device_id": second})

        await printing
        flow = await home.options(home.family, "check_up")
        yield "options", flow.steps[-1]
        yield "options", await flow.choose("check_up_start")
        step = await flow.answer({"device_id": first, "probes": [*PROBES]})
        for _ in PROBES:
            yield "options", step
            step = await flow.answer({"answer": "skip"})
        await flow.choose("check_up_start")
        fields = {"device_id": second, "probes": ["pdf_url"]}
        yield "options", await flow.answer(fields)

    async def _documents(self) -> AsyncGenerator[Opened]:
        """Go through what saves a document."""
        flow = await self._open_part("document")
        yield "document", flow.steps[-1]
        for kind in ("text", "markdown", "url", "media", "entity"):
            flow = await self._start_part("document")
            yield "document", await flow.choose(kind)
        flow = await self._start_part("document")
        yield "document", await flow.choose("page")
        for page in flow.steps[-1]["menu_options"]:
            flow = await self._start_part("document")
            yield "document", await flow.choose("page", page)
        needed = {"ssid": "Guests", "password": "a password"}
        flow = await self._start_part("document")
        await flow.choose("page", "wifi")
        yield "document", await flow.answer(needed)

        first, *_ = self.home.family.devices.values()
        flow = await self._start_part("document")
        yield "document", await flow.choose("files")
        file = {"file": await self._upload()}
        named = {"name": "Photos", "device_id": first}
        yield "document", await flow.answer(named | file)
        yield "document", await flow.choose("add")
        await flow.answer({"file": await self._upload()})
        yield "document", await flow.choose("order")

    async def _rules(self) -> AsyncGenerator[Opened]:
        """Go through what adds a rule."""
        flow = await self._open_part("rule")
        yield "rule", flow.steps[-1]

    async def _links(self) -> AsyncGenerator[Opened]:
        """Go through what adds and changes a link."""
        flow = await self._open_part("link")
        yield "link", flow.steps[-1]
        fields: Step = {"name": self.look.language, "limits": {}, "network": {}}
        yield "link", await flow.answer(fields)
        await flow.answer()
        entries = self.home.home_assistant.command(
            "config_entries/subentries/list", entry_id=self.home.family.entry_id
        )
        link = next(part for part in await entries if part["subentry_type"] == "link")
        flow = await self._start_part("link", subentry_id=link["subentry_id"])
        yield "link", flow.steps[-1]

    async def _repairs(self, key: str) -> AsyncGenerator[Opened]:
        """Go through what a repair asks."""
        home = self.home
        if key == "ipp_network_refused":
            await home.ask_from_afar()
        issues = await home.issues(key)
        await self._go("config/repairs")
        title = self.texts["issues"][key]["title"]
        await self.visitor.page.get_by_text(title, exact=True).first.click()
        await self._form.wait_for()
        for issue_id in issues:
            flow = await self._fix(issue_id)
            yield key, flow.steps[-1]
        for option in _FURTHER.get(key, ()):
            flow = await self._fix(issues[0])
            yield key, await flow.choose(option)

    async def _fix(self, issue_id: str) -> Flow:
        fields = {"handler": "cloudprint", "issue_id": issue_id}
        return await Flow.start(self.home.home_assistant, REPAIRS, **fields)

    async def _open_part(self, kind: str) -> Flow:
        """Open the dialog that adds a part of an account, and start another flow of it."""
        name = self.texts["config_subentries"][kind]["initiate_flow"]["user"]
        await self._go(_ACCOUNTS)
        await self.visitor.page.get_by_role("button", name=name).first.click()
        accounts = self.visitor.page.locator("dialog-pick-config-entry")
        await accounts.get_by_text("Cloud Print", exact=True).click()
        await self._form.wait_for()
        return await self._start_part(kind)

    async def _go(self, path: str) -> None:
        """Go to a page, or close the dialog that is open there."""
        if self.visitor.page.url.endswith(path):
            await self._dialog.evaluate(_SHOW)
            await self._form.wait_for(state="detached")
        else:
            await self.visitor.open(path)

    async def _start_part(self, kind: str, **fields: Any) -> Flow:
        home = self.home
        handler = [home.family.entry_id, kind]
        return await Flow.start(home.home_assistant, PARTS, handler=handler, **fields)

    async def _upload(self) -> str:
        """Upload a picture, as the form of a document does."""
        file_id: str = await self.visitor.page.evaluate(_UPLOAD)
        return file_id
