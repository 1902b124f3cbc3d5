"""What a printer's last document looks like."""

from collections.abc import Set as AbstractSet
from typing import Final, override

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.http import current_request

from .data import CloudPrintConfigEntry
from .entity import CloudPrintPrinterEntity, add_printer_entities
from .printing.action import async_get_preview
from .printing.permission import may
from .spool.job import Job

PARALLEL_UPDATES: Final = 0

LAST_DOCUMENT: Final = ImageEntityDescription(
    key="last_document",
    translation_key="last_document",
    # What is printed is not for everybody who can see the dashboard.
    entity_registry_enabled_default=False,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the picture of each printer's last document."""
    add_printer_entities(
        entry,
        async_add_entities,
        lambda device_id: [LastDocumentImage(hass, entry, device_id)],
    )


class LastDocumentImage(CloudPrintPrinterEntity, ImageEntity):
    """The first page of the last document, where it is one that can be shown.

    Texts, web pages and Office files are laid out by the print server: of those there
    is no picture.
    """

    _attr_content_type = "image/png"

    def __init__(
        self, hass: HomeAssistant, entry: CloudPrintConfigEntry, device_id: str
    ) -> None:
        """Set up a picture that shows nothing yet."""
        CloudPrintPrinterEntity.__init__(self, entry, device_id, LAST_DOCUMENT)
        ImageEntity.__init__(self, hass)
        self._job_id: str | None = None
        self._picture: bytes | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Show what was printed before, if it is still kept."""
        await super().async_added_to_hass()
        if self.store.last_job(self.device_id):
            self._handle_jobs({self.device_id})

    @property
    def _is_kept(self) -> bool:
        """Return if what is shown is still kept."""
        last = self.store.last_job(self.device_id)
        return last is not None and self.account.spooler.can_reprint(last)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Show nothing that is no longer kept: nobody tells when it goes."""
        if not self._is_kept:
            self._picture = self._attr_image_last_updated = None
        super()._handle_coordinator_update()

    @callback
    @override
    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        """Show a new job's document."""
        last = self.store.last_job(self.device_id)
        if last is not None and last.job_id != self._job_id:
            self._job_id = last.job_id
            self.coordinator.config_entry.async_create_task(
                self.hass, self._async_show(last), "cloudprint last document"
            )
        super()._handle_jobs(device_ids)

    async def _async_show(self, job: Job) -> None:
        picture = await async_get_preview(self.hass, self.account.spooler, job)
        if self._job_id != job.job_id:
            # The next one was quicker.
            return
        self._picture = picture
        self._attr_image_last_updated = None if picture is None else job.created_at
        self.async_write_ha_state()

    @override
    async def async_image(self) -> bytes | None:
        """Return the first page as a PNG, if the user who asks may see the printer."""
        may_see = may(self.hass, self._asking_user(), self.device_id, POLICY_READ)
        return self._picture if may_see and self._is_kept else None

    def _asking_user(self) -> User | None:
        """Return the user whose request for this image is answered, if one is.

        Home Assistant itself serves images to all users. An address with a token has no
        user: the token is in the entity's state, and told with that alone.
        """
        request = current_request.get()
        # An automation that a request has set off runs in the context of that request.
        if request is None or request.match_info.get("entity_id") != self.entity_id:
            return None
        user: User | None = request.get(KEY_HASS_USER)
        return user
