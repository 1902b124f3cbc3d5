"""What another device of Home Assistant says of the same printer: it decides nothing."""

from collections.abc import Mapping
import re
from typing import Any, Final

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    ATTR_UNIT_OF_MEASUREMENT,
    PERCENTAGE,
    STATE_ON,
    STATE_UNAVAILABLE,
    Platform,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..coordinator import get_printer_name
from ..fields import one_line
from ..requester import Requester
from ..settings import CONF_WATCHED
from ..spool.job import Job, JobState
from ..texts import get_common_texts, join_names

WATCHED_DOMAINS: Final = (Platform.BINARY_SENSOR, Platform.SENSOR)
LOW_LEVEL: Final = 5  # percent, below which ink, toner and other supplies are named

# `printer-state-reasons` of ipp (RFC 8011, 5.4.12; PWG 5100.9) and the displays of
# brother, in lower case with a space between words
_PROBLEMS: Final = {
    "jam": r"\bjam(med)?\b|卡纸",
    "paper": r"\b(media|paper|tray)( \w+)? (empty|needed|out)\b|\b(no|add|load) paper\b"
    r"|缺纸|无纸",
    "cover": r"\b(cover|door|interlock|lid)( is)? open\b|盖.{0,3}打开",
    "ink": r"\b(toner|ink|marker supply) (empty|ended)\b|\b(replace|no) (toner|ink)\b"
    r"|墨.{0,2}(用完|耗尽)",
    "ink_low": r"\b(toner|ink|marker supply) low\b|墨.{0,2}不足",
}
_TROUBLE: Final = ("stopped", "down", "error", "warning")  # states without a reason
_REPORT: Final = re.compile(r"[\w-]+-report\b")  # nothing that needs attention
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def get_watched(
    hass: HomeAssistant, entry: ConfigEntry[Any], device_id: str
) -> str | None:
    """Return the device that is watched for a printer, unless it is gone."""
    watched = entry.options.get(CONF_WATCHED, {}).get(device_id, "")
    return watched if dr.async_get(hass).async_get(watched) else None


def describe_watched(hass: HomeAssistant, job: Job, requester: Requester) -> str | None:
    """Return what is wrong with the printer of a job that waits or is uncertain.

    Only what the user may read of the device that an administrator chose for it.
    """
    entry = hass.config_entries.async_get_entry(job.entry_id)
    if entry is None or not (job.state is JobState.HELD or job.awaits_decision):
        return None
    if (device_id := get_watched(hass, entry, job.device_id)) is None:
        return None
    texts, name = get_common_texts(hass), one_line(get_printer_name(hass, device_id))
    states = [
        (entity, state)
        for entity in er.async_entries_for_device(er.async_get(hass), device_id)
        if entity.domain in WATCHED_DOMAINS
        and requester.can_access(entity.entity_id)
        and (state := hass.states.get(entity.entity_id))
    ]
    if states and all(state.state == STATE_UNAVAILABLE for _, state in states):
        return texts["common.watched_unreachable"].format(device=name)
    warnings = [text for state in states for text in _find_problems(*state, texts)]
    if not warnings:
        return None
    vague = texts["common.watched_problem"]
    # What is known to be wrong makes a mere "warning" needless.
    problems = dict.fromkeys(text for text in warnings if text != vague) or [vague]
    listed = join_names(problems, hass.config.language)
    said = texts["common.watched_says"].format(problems=listed, device=name)
    return said[:1].upper() + said[1:]


def _find_problems(
    entity: er.RegistryEntry, state: State, texts: Mapping[str, str]
) -> list[str]:
    """Return what an entity says is wrong."""
    attributes = state.attributes
    name = one_line(entity.name or entity.original_name or "")
    device_class = attributes.get(ATTR_DEVICE_CLASS)
    if attributes.get(ATTR_UNIT_OF_MEASUREMENT) == PERCENTAGE:
        try:
            level = float(state.state)
        except ValueError:
            return []
        is_waste = str(attributes.get("marker_type")).startswith("waste")
        if device_class is not None or is_waste or level >= LOW_LEVEL:
            return []
        return [texts["common.watched_level"].format(name=name, level=f"{level:g}")]
    if entity.domain == Platform.BINARY_SENSOR:
        is_problem = device_class == BinarySensorDeviceClass.PROBLEM
        vague = name or texts["common.watched_problem"]
        return [vague] if is_problem and state.state == STATE_ON else []
    reasons = _REPORT.sub("", str(attributes.get("state_reason")))
    words = _BETWEEN_WORDS.sub(" ", f"{state.state} {reasons}".lower())
    exact = [
        texts[f"common.watched_{problem}"]
        for problem, pattern in _PROBLEMS.items()
        if re.search(pattern, words)
    ]
    if exact or state.state not in _TROUBLE:
        return exact
    own_words = one_line(str(attributes.get("state_message") or ""))
    return [own_words or texts["common.watched_problem"]]
