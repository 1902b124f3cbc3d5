"""The results of an account's check-up, in the options of its entry."""

from collections.abc import Mapping, Sequence
import re
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.util import dt as dt_util

from ..coordinator import get_printer_name
from ..exceptions import as_markdown
from ..settings import (
    ANSWER,
    CONF_CHECK_UP,
    PRINTED_AT,
    PRINTED_ON,
    RIGHT,
    Probe,
    get_result_key,
)
from ..texts import async_get_texts, own_language
from . import printer_selector

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


NOTHING: Final = "nothing"
ANSWERS: Final[Mapping[Probe, tuple[str, ...]]] = {
    Probe.LANDSCAPE: (RIGHT, "small", "cut", NOTHING),
    Probe.BACKGROUND: (RIGHT, "white", NOTHING),
    Probe.COLOR: (RIGHT, "grey", NOTHING),
    Probe.TEXT: (RIGHT, "boxes", "garbled", NOTHING),
    Probe.COPIES: (RIGHT, "one", "more", NOTHING),
    Probe.WEBP: (RIGHT, "blank", NOTHING),
    Probe.PDF: (RIGHT, "code", "blank", NOTHING),
    Probe.PDF_URL: (RIGHT, "code", "blank", NOTHING),
}
"""What may have come out, in the order of the pictures."""
_NUMBER: Final = re.compile(r"^\d[:：]\s*")
"""The number of the picture before an answer."""


def get_answered(entry: ConfigEntry[Any]) -> list[tuple[Probe, Mapping[str, str]]]:
    """Return the pages that were answered for with their results, in their order."""
    results = entry.options.get(CONF_CHECK_UP, {})
    return [
        (probe, result)
        for probe in Probe
        for key, result in results.items()
        if ANSWER in result and key == get_result_key(probe, result[PRINTED_ON])
    ]


def has_answer(entry: ConfigEntry[Any], probe: Probe, device_id: str) -> bool:
    """Return whether a page was answered for, on the printer if it is about that."""
    return ANSWER in _get_result(entry, probe, device_id)


def is_unanswered(entry: ConfigEntry[Any], probe: Probe, device_id: str) -> bool:
    """Return whether a page was printed on a printer but not answered for."""
    result = _get_result(entry, probe, device_id)
    return result.get(PRINTED_ON) == device_id and ANSWER not in result


def store_printed(
    hass: HomeAssistant, entry: ConfigEntry[Any], probe: Probe, device_id: str
) -> None:
    """Store that a page was printed, unless there is an answer from before."""
    if not has_answer(entry, probe, device_id):
        _store_result(hass, entry, probe, device_id)


def store_answer(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    probe: Probe,
    device_id: str,
    answer: str,
) -> None:
    """Store what came out; the next print follows it."""
    _store_result(hass, entry, probe, device_id, **{ANSWER: answer})


def forget_results(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Forget all results."""
    _store(hass, entry, {})


def _get_result(
    entry: ConfigEntry[Any], probe: Probe, device_id: str
) -> Mapping[str, str]:
    results: Mapping[str, Mapping[str, str]] = entry.options.get(CONF_CHECK_UP, {})
    return results.get(get_result_key(probe, device_id), {})


def _store_result(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    probe: Probe,
    device_id: str,
    **answer: str,
) -> None:
    result = {
        PRINTED_ON: device_id,
        PRINTED_AT: dt_util.utcnow().isoformat(),
        **answer,
    }
    results = entry.options.get(CONF_CHECK_UP, {})
    _store(hass, entry, {**results, get_result_key(probe, device_id): result})


def _store(
    hass: HomeAssistant, entry: ConfigEntry[Any], results: Mapping[str, Any]
) -> None:
    options = {**entry.options, CONF_CHECK_UP: results}
    if not results:
        del options[CONF_CHECK_UP]
    hass.config_entries.async_update_entry(entry, options=options)
    if entry.state is ConfigEntryState.LOADED:
        # What shared printers announce may be other than before.
        entry.runtime_data.coordinator.async_update_listeners()


async def async_describe_results(hass: HomeAssistant, entry: ConfigEntry[Any]) -> str:
    """Return the answers and their effects as a list in Markdown."""
    lines: list[str] = []
    for probe, result in get_answered(entry):
        answer = result[ANSWER]
        printed_at = dt_util.parse_datetime(result[PRINTED_AT], raise_on_error=True)
        is_right = "right" if answer == RIGHT else "wrong"
        came_out = await async_word(hass, f"probe_{probe}.options.{answer}")
        line = await async_word(
            hass,
            "result",
            page=await async_word(hass, f"probe.options.{probe}"),
            answer=_NUMBER.sub("", came_out),
            effect=await async_word(hass, f"effect_{probe}_{is_right}"),
            date=f"{dt_util.as_local(printed_at):%Y-%m-%d}",
            printer=as_markdown(get_printer_name(hass, result[PRINTED_ON], "-")),
        )
        lines.append(f"- {line}")
    return "\n".join(lines)


async def async_word(hass: HomeAssistant, key: str, **filled: str) -> str:
    """Return a text of the check-up, or the word of a selector's option."""
    language = own_language(hass.config.language)
    texts = await async_get_texts(hass, language, "common", "selector")
    path = f"selector.{key}" if ".options." in key else f"common.probe_{key}"
    return texts[path].format(**filled)
