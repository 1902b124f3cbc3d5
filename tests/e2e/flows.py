"""Flows of a real Home Assistant, answered by its API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scripts.playground.home_assistant import HomeAssistant

CONFIG: Final = "/api/config/config_entries/flow"
OPTIONS: Final = "/api/config/config_entries/options/flow"
PARTS: Final = "/api/config/config_entries/subentries/flow"
REPAIRS: Final = "/api/repairs/issues/fix"

type Step = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A flow with its steps so far.

    Attributes:
        steps: As the frontend gets them.
    """

    home_assistant: HomeAssistant
    path: str
    steps: list[Step]

    @classmethod
    async def start(
        cls, home_assistant: HomeAssistant, path: str, **fields: Any
    ) -> Flow:
        """Start a flow."""
        step = await home_assistant.post(path, fields)
        return cls(home_assistant=home_assistant, path=path, steps=[step])

    async def answer(self, fields: Mapping[str, Any] | None = None) -> Step:
        """Send a form, and return what follows."""
        path = f"{self.path}/{self.steps[-1]['flow_id']}"
        step: Step = await self.home_assistant.post(path, fields or {})
        assert not step.get("errors"), step
        self.steps.append(step)
        return step

    async def choose(self, *options: str) -> Step:
        """Choose from menus, one after the other, and return what follows."""
        for option in options:
            await self.answer({"next_step_id": option})
        return self.steps[-1]

    async def wait(self, seconds: float) -> Step:
        """Wait until what the flow shows the progress of is done."""

        async def is_done() -> bool:
            step: Step = await self.home_assistant.get(
                f"{self.path}/{self.steps[-1]['flow_id']}"
            )
            if step["type"] != "progress":
                self.steps.append(step)
            return bool(step["type"] != "progress")

        if self.steps[-1]["type"] == "progress":
            await self.home_assistant.process.until(is_done, "go on", seconds)
        return self.steps[-1]


async def add_part(
    home_assistant: HomeAssistant, kind: str, fields: Mapping[str, Any], *choices: str
) -> Flow:
    """Send the form of a part of the only account, after choices from menus."""
    (entry,) = await home_assistant.command("config_entries/get", domain="cloudprint")
    flow = await Flow.start(home_assistant, PARTS, handler=[entry["entry_id"], kind])
    await flow.choose(*choices)
    await flow.answer(fields)
    return flow
