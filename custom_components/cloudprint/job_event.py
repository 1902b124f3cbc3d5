"""The event `cloudprint_job`, and the sentence that the logbook makes of it."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .spool.job import Job, JobState
from .texts import CHINESE, ENGLISH, own_language

EVENT_JOB: Final = f"{DOMAIN}_job"

NOTABLE_STATES: Final = frozenset(
    {
        JobState.HELD,
        JobState.FINISHED,
        JobState.FAILED,
        JobState.CANCELED,
        JobState.UNCONFIRMED,
        JobState.EXPIRED,
    }
)
"""What people want to read of a job; the steps between are the event entity's."""

_PREFIX: Final = f"component.{DOMAIN}.common.logbook_"
_TEXTS: HassKey[Mapping[str, Mapping[str, str]]] = HassKey(f"{DOMAIN}_logbook")


async def async_load_texts(hass: HomeAssistant) -> None:
    """Load the texts of the sentences, which are made where nothing can be awaited."""
    texts: dict[str, Mapping[str, str]] = {}
    for language in (ENGLISH, CHINESE):
        found = await async_get_translations(hass, language, "common", {DOMAIN})
        texts[language] = {
            key.removeprefix(_PREFIX): text
            for key, text in found.items()
            if key.startswith(_PREFIX)
        }
    hass.data[_TEXTS] = texts


@callback
def async_fire_job(hass: HomeAssistant, entity_id: str | None, job: Job) -> None:
    """Tell everyone of a job's new state, if it is one to know of.

    `entity_id` is the event entity of its printer, if there still is one.
    """
    if job.state not in NOTABLE_STATES:
        return
    hass.bus.async_fire(
        EVENT_JOB,
        {
            "entity_id": entity_id,
            "device_id": job.device_id,
            "printer": job.printer,
            "job_id": job.job_id,
            "job_name": job.name,
            "state": job.state.value,
            "reason": job.reason and job.reason.value,
        },
    )


@callback
def async_fire_job_without_printer(hass: HomeAssistant, job: Job) -> None:
    """Tell everyone how a job ended whose printer has no event entity.

    That, which tells of all others, went with the printer's device, or is disabled.
    """
    if job.state.is_final and not job.stays_unconfirmed and not _is_told(hass, job):
        async_fire_job(hass, None, job)


def _is_told(hass: HomeAssistant, job: Job) -> bool:
    """Return if a job's printer has an event entity that is not disabled."""
    return any(
        entity.domain == Platform.EVENT and entity.platform == DOMAIN
        for entity in er.async_entries_for_device(er.async_get(hass), job.device_id)
    )


def sentence_of(hass: HomeAssistant, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an event says, in Home Assistant's language: of what, and what.

    Such as (Print job, “Shopping list” was printed on Office). The frontend writes the
    entity's name in place of the first, so that the second says all there is to say.
    """
    texts = hass.data[_TEXTS][own_language(hass.config.language)]
    device = dr.async_get(hass).async_get(data["device_id"])
    printer = (device and (device.name_by_user or device.name)) or data["printer"]
    state = data["state"]
    said = texts.get(f"{state}_{data['reason']}", texts[state])
    return texts["name"], said.format(name=data["job_name"], printer=printer)
