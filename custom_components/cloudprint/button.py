"""Buttons: send what is held, print the last document again."""

from typing import Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .data import CloudPrintConfigEntry
from .entity import CloudPrintEntity, CloudPrintPrinterEntity, add_printer_entities
from .jobs import async_reprint
from .spool.job import Job

PARALLEL_UPDATES: Final = 1

RELEASE: Final = ButtonEntityDescription(
    key="release_held_jobs", translation_key="release_held_jobs"
)
REPRINT: Final = ButtonEntityDescription(
    key="reprint_last", translation_key="reprint_last"
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of an account and of each of its printers."""
    async_add_entities([ReleaseButton(entry, RELEASE)])
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [ReprintButton(entry, device_id, REPRINT)],
    )


class ReleaseButton(CloudPrintEntity, ButtonEntity):
    """Sends the held jobs of all printers of an account now."""

    @property
    @override
    def available(self) -> bool:
        """Return true: a service that is away is asked whether it is back."""
        return True

    @override
    async def async_press(self) -> None:
        """Send the held jobs."""
        await self.account.spooler.async_release()


class ReprintButton(CloudPrintPrinterEntity, ButtonEntity):
    """Prints a printer's last document again."""

    @property
    @override
    def available(self) -> bool:
        """Return if there is a last document that is still kept."""
        job = self.register.last_job(self.device_id)
        return super().available and job is not None and self._is_kept(job)

    def _is_kept(self, job: Job) -> bool:
        if job.state.is_final and not self.account.settings.content_days:
            # It is about to go, and nobody tells when it has gone.
            return False
        return self.account.spooler.can_reprint(job)

    @override
    async def async_press(self) -> None:
        """Print the last document again."""
        await async_reprint(self.hass, {"device_id": self.device_id})
