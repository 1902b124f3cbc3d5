"""The forms of the check-up."""

from collections.abc import Mapping, Sequence
from typing import Final

import voluptuous as vol

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..settings import Probe
from . import printer_selector
from .check_up_results import ANSWERS, NOTHING

CONF_DEVICE: Final = "device_id"
CONF_PROBES: Final = "probes"
CONF_ANSWER: Final = "answer"
CONF_ADDRESS: Final = "address"

AGAIN: Final = "again"
SKIP: Final = "skip"

_REFUSALS: Final = ("job_refused", "job_task_error")
"""Errors of pages that the service does not print. Others say nothing about it."""

ADDRESS_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_ADDRESS): TextSelector(
            TextSelectorConfig(type=TextSelectorType.URL)
        )
    }
)


def build_start_schema(
    printers: Mapping[str, str], *, default: str, probes: Sequence[Probe]
) -> vol.Schema:
    """Return the form for a printer and the pages.

    `printers` are names by device id; `default` and `probes` are selected at first.
    """
    return vol.Schema(
        {
            vol.Required(CONF_DEVICE, default=default): printer_selector(printers),
            vol.Required(CONF_PROBES, default=list(probes)): SelectSelector(
                SelectSelectorConfig(
                    options=list(Probe),
                    multiple=True,
                    mode=SelectSelectorMode.LIST,
                    translation_key="probe",
                )
            ),
        }
    )


def build_answer_schema(probe: Probe, error: HomeAssistantError | None) -> vol.Schema:
    """Return the form for what came out of a page, unless an error was raised for it."""
    answers = ANSWERS[probe]
    if error is not None:
        answers = (NOTHING,) if error.translation_key in _REFUSALS else ()
    selector = SelectSelector(
        SelectSelectorConfig(
            options=[*answers, AGAIN, SKIP],
            mode=SelectSelectorMode.LIST,
            translation_key=f"probe_{probe}",
        )
    )
    # Home Assistant's frontend selects the first option of a required field.
    field = vol.Optional(CONF_ANSWER, default=AGAIN if error else vol.UNDEFINED)
    return vol.Schema({field: selector})
