"""Puts an account of the simulated cloud into Home Assistant, as its owner would."""

from collections.abc import Sequence
from typing import Any

from .cloud import Printer, SimulatedCloud
from .home_assistant import HomeAssistant

_FLOW = "/api/config/config_entries/flow"
_DEVICES_SECONDS = 60


class SetupError(Exception):
    """A form of the config flow was not taken."""


async def add_account(
    home_assistant: HomeAssistant, cloud: SimulatedCloud, printers: Sequence[Printer]
) -> dict[str, str]:
    """Go through the config flow: the account, then each printer by its share code.

    Returns:
        The device id of each printer, by its share code.

    Raises:
        SetupError: A form was not taken.
    """
    form = await home_assistant.post(_FLOW, {"handler": "cloudprint"})
    form = await _submit(
        home_assistant,
        form,
        {
            "app_id": cloud.app_id,
            "app_key": cloud.app_key,
            "advanced": {"base_url": cloud.base_url},
        },
    )
    for printer in printers:
        if form["type"] == "menu":
            form = await _submit(home_assistant, form, {"next_step_id": "printer"})
        form = await _submit(
            home_assistant,
            form,
            {
                "share_code": printer.share_code,
                "verification_code": printer.verification_code,
            },
        )
    if form["type"] == "form":
        form = await _submit(home_assistant, form, {})
    form = await _submit(home_assistant, form, {"next_step_id": "finish"})
    if form["type"] == "form":
        # Of several printers, none is the default one.
        form = await _submit(home_assistant, form, {})
    if form["type"] != "create_entry":
        raise SetupError(f"The config flow does not end: {form}")
    return await _devices(home_assistant, printers)


async def _submit(
    home_assistant: HomeAssistant, form: dict[str, Any], fields: dict[str, Any]
) -> dict[str, Any]:
    answer: dict[str, Any] = await home_assistant.post(
        f"{_FLOW}/{form['flow_id']}", fields
    )
    if answer.get("errors"):
        raise SetupError(f"Step {answer['step_id']}: {answer['errors']}")
    return answer


async def _devices(
    home_assistant: HomeAssistant, printers: Sequence[Printer]
) -> dict[str, str]:
    devices: dict[str, str] = {}

    async def all_there() -> bool:
        found = await home_assistant.command("config/device_registry/list")
        for printer in printers:
            devices.update(
                (printer.share_code, device["id"])
                for device in found
                for *_, identifier in device["identifiers"]
                if identifier.endswith(f"/{printer.sn}/{printer.name}")
            )
        return len(devices) == len(printers)

    await home_assistant.process.until(all_there, "show all printers", _DEVICES_SECONDS)
    return devices
