"""The results of an account's check-up, in the options of its entry."""

from collections.abc import Mapping
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
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


type Results = Mapping[str, Mapping[str, str]]


def get_answered(entry: ConfigEntry[Any]) -> list[tuple[Probe, Mapping[str, str]]]:
    """Return the pages that were answered for with their results, in their order."""
    return [
        (probe, result)
        for probe in Probe
        for key, result in _get_results(entry).items()
        if ANSWER in result and key == get_result_key(probe, result[PRINTED_ON])
    ]


def has_answer(entry: ConfigEntry[Any], probe: Probe, device_id: str) -> bool:
    """Return whether a page was answered for, on the printer if it is about that."""
    return ANSWER in _get_results(entry).get(get_result_key(probe, device_id), {})


def is_unanswered(entry: ConfigEntry[Any], probe: Probe, device_id: str) -> bool:
    """Return whether a page was printed on a printer but not answered for."""
    result = _get_results(entry).get(get_result_key(probe, device_id), {})
    return result.get(PRINTED_ON) == device_id and ANSWER not in result


def store_result(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    probe: Probe,
    device_id: str,
    answer: str | None = None,
) -> None:
    """Store what came out, which the next print follows.

    Without an answer, store that a page was printed, unless there is one from before.
    """
    if answer is None and has_answer(entry, probe, device_id):
        return
    result = {PRINTED_ON: device_id, PRINTED_AT: dt_util.utcnow().isoformat()}
    if answer is not None:
        result[ANSWER] = answer
    key = get_result_key(probe, device_id)
    _store(hass, entry, {**_get_results(entry), key: result})


def forget_results(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Forget all results."""
    _store(hass, entry, {})


def _get_results(entry: ConfigEntry[Any]) -> Results:
    results: Results = entry.options.get(CONF_CHECK_UP, {})
    return results


def _store(hass: HomeAssistant, entry: ConfigEntry[Any], results: Results) -> None:
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
        # Starts with the number of the picture.
        came_out = await async_word(hass, f"probe_{probe}.options.{answer}")
        line = await async_word(
            hass,
            "result",
            page=await async_word(hass, f"probe.options.{probe}"),
            answer=re.sub(r"^\d[:：]\s*", "", came_out),
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
