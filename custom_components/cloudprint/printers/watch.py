"""What another device of Home Assistant says of the same printer: it decides nothing."""

from collections.abc import Mapping
import re
from typing import Final

from homeassistant.auth.models import User
from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.const import (
    ATTR_DEVICE_CLASS,
    ATTR_UNIT_OF_MEASUREMENT,
    PERCENTAGE,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    Platform,
)
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.translation import async_translate_state

from ..coordinator import get_printer_name
from ..fields import one_line
from ..settings import CONF_WATCHED
from ..source.reading import can_access
from ..spool.job import Job, JobState
from ..texts import get_common_texts, join_names

WATCHED_DOMAINS: Final = (Platform.BINARY_SENSOR, Platform.SENSOR)
LOW_LEVEL: Final = 5  # percent, below which ink, toner and other supplies are named

# What `printer-state-reasons` (RFC 8011, 5.4.12; PWG 5100.9), the displays of Brother and
# Samsung and the states of HP say, in lower case with a space between words
_PROBLEMS: Final = {
    problem: re.compile(pattern)
    for problem, pattern in {
        "jam": r"\b(?:paper)?jam(?:med)?\b|卡纸",
        "paper": r"\b(?:media|paper)(?: \w+)? (?:empty|needed|out)\b|缺纸|无纸"
        r"|\b(?:no|out of|add|load) (?:\w+ )?paper\b|\btray(?: \w+)? (?:empty|missing)\b",
        "cover": r"\b(?:cover|door|interlock|lid)(?: is)? open\b|盖.{0,3}打开",
        "ink": r"\b(?:toner|ink|marker supply)(?: \w+)? (?:empty|ended|missing|out)\b"
        r"|\b(?:replace|no|out of) (?:\w+ )?(?:toner|ink|cartridge)\b|墨.{0,2}(?:用完|耗尽)",
        "ink_low": r"\b(?:toner|ink|marker supply)(?: \w+)? low\b"
        r"|\blow (?:toner|ink)\b|墨.{0,2}不足",
        "output": r"\boutput (?:area|tray|bin)(?: \w+)? full\b",
        "paused": r"\bpaused\b",
        "offline": r"\b(?:offline|shutdown)\b|离线",
    }.items()
}
_TROUBLE: Final = ("stopped", "down", "error", "warning")  # states without a reason
_REPORT: Final = re.compile(r"[\w-]+-report\b")  # nothing that needs attention
_OWN_WORDS: Final = ("state_message", "display_text")  # attributes of ipp and syncthru
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


@callback
def describe_watched(hass: HomeAssistant, job: Job, user: User | None) -> str | None:
    """Return what is wrong with the printer of a job that waits or is uncertain.

    Only what the user may read of the device that an administrator chose for it.
    """
    entry = hass.config_entries.async_get_entry(job.entry_id)
    if entry is None or not (job.state is JobState.HELD or job.awaits_decision):
        return None
    device_id = entry.options.get(CONF_WATCHED, {}).get(job.device_id)
    if device_id is None or dr.async_get(hass).async_get(device_id) is None:
        return None
    texts, name = get_common_texts(hass), one_line(get_printer_name(hass, device_id))
    states = [
        (entity, state)
        for entity in er.async_entries_for_device(er.async_get(hass), device_id)
        if entity.domain in WATCHED_DOMAINS
        and can_access(user, entity.entity_id)
        and (state := hass.states.get(entity.entity_id))
    ]
    if states and all(state.state == STATE_UNAVAILABLE for _, state in states):
        return texts["common.watched_unreachable"].format(device=name)
    found = [_find_problems(hass, *each, texts) for each in states]
    # What is known to be wrong makes a mere "warning" needless.
    problems = [text for exact, _ in found for text in exact] or [
        vague for _, vague in found if vague
    ]
    if not problems:
        return None
    listed = join_names(dict.fromkeys(problems), hass.config.language)
    said = texts["common.watched_says"].format(problems=listed, device=name)
    return said[:1].upper() + said[1:]


def _find_problems(
    hass: HomeAssistant,
    entity: er.RegistryEntry,
    state: State,
    texts: Mapping[str, str],
) -> tuple[list[str], str]:
    """Return what an entity says is wrong, or that something is in words of its own."""
    name = one_line(entity.name or entity.original_name or "")
    device_class = state.attributes.get(ATTR_DEVICE_CLASS)
    if state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) == PERCENTAGE:
        is_supply = device_class is None and not str(
            state.attributes.get("marker_type")
        ).startswith("waste")
        try:
            level = float(state.state)
        except ValueError:
            return [], ""
        text = texts["common.watched_level"].format(name=name, level=f"{level:g}")
        return [text] if is_supply and level < LOW_LEVEL else [], ""
    words, own_words = "", ""
    if entity.domain == Platform.SENSOR:
        own = " ".join(str(state.attributes.get(key) or "") for key in _OWN_WORDS)
        reasons = _REPORT.sub("", str(state.attributes.get("state_reason")))
        words = f"{state.state} {reasons} {own}"
        if state.state in _TROUBLE:
            own_words = one_line(own) or async_translate_state(
                hass,
                state.state,
                entity.domain,
                entity.platform,
                entity.translation_key,
                device_class,
            )
    elif (device_class, state.state) == (BinarySensorDeviceClass.PROBLEM, STATE_ON):
        words = own_words = name or texts["common.watched_problem"]
    elif (device_class, state.state) == (
        BinarySensorDeviceClass.CONNECTIVITY,
        STATE_OFF,
    ):
        words = "offline"
    words = _BETWEEN_WORDS.sub(" ", words.lower())
    exact = [
        texts[f"common.watched_{problem}"]
        for problem, pattern in _PROBLEMS.items()
        if pattern.search(words)
    ]
    return exact, own_words
