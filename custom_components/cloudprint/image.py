"""Images of the last printed documents."""

from collections.abc import Set as AbstractSet
from functools import partial
from typing import Final, override

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import callback
from homeassistant.helpers.http import current_request

from .compat import async_load
from .const import EntityKey
from .data import Account
from .entity import CloudPrintPrinterEntity, async_setup_printer_entities
from .printing.permission import may
from .printing.viewer import Viewer
from .requester import AUTOMATION, Requester
from .spool.job import Job

PARALLEL_UPDATES: Final = 0

LAST_DOCUMENT: Final = ImageEntityDescription(
    key=EntityKey.LAST_DOCUMENT,
    # Not everyone who sees a dashboard may see what is printed.
    entity_registry_enabled_default=False,
)


class LastDocumentImage(CloudPrintPrinterEntity, ImageEntity):
    """Shows the first page of the last document, unless the print server lays it out."""

    _attr_content_type = "image/png"
    _follows_jobs = True

    _job_id: str | None = None
    _picture: bytes | None = None

    def __init__(
        self, account: Account, device_id: str, description: ImageEntityDescription
    ) -> None:
        """Initialize without a picture."""
        CloudPrintPrinterEntity.__init__(self, account, device_id, description)
        ImageEntity.__init__(self, account.hass)

    @override
    async def async_added_to_hass(self) -> None:
        """Show the last document of before the restart, if it is still stored."""
        await super().async_added_to_hass()
        if self.store.last_job(self.device_id):
            self._handle_jobs({self.device_id})

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Drop the picture of a deleted document; its deletion notifies no listener."""
        if not self.is_last_kept:
            self._picture = self._attr_image_last_updated = None
        super()._handle_coordinator_update()

    @override
    def _handle_jobs(self, device_ids: AbstractSet[str]) -> None:
        last = self.store.last_job(self.device_id)
        if last is not None and last.job_id != self._job_id:
            self._job_id = last.job_id
            # A stop cancels it: the picture is not stored.
            self.entry.async_create_background_task(
                self.hass, self._async_show(last), "cloudprint last document"
            )
        super()._handle_jobs(device_ids)

    async def _async_show(self, job: Job) -> None:
        if not Viewer.public(self.hass).sees(job):
            return
        action = await async_load(self.hass, "printing.action")
        picture = await action.async_get_preview(self.hass, self.account.spooler, job)
        if self._job_id != job.job_id:
            # The preview of a newer job was ready first.
            return
        self._picture = picture
        self._attr_image_last_updated = None if picture is None else job.created_at
        self.async_write_ha_state()

    @override
    async def async_image(self) -> bytes | None:
        """Return the first page as a PNG if the requesting user may see the printer."""
        # There is no user with the entity's access token, which only users know who may
        # read its state.
        user: User | None = None
        request = current_request.get()
        # An automation that was triggered by a request inherits `current_request`.
        if request and request.match_info.get("entity_id") == self.entity_id:
            user = request.get(KEY_HASS_USER)
        requester = AUTOMATION if user is None else Requester.from_user(user)
        may_see = may(self.hass, requester, self.device_id, POLICY_READ)
        return self._picture if may_see and self.is_last_kept else None


async_setup_entry = partial(
    async_setup_printer_entities, kinds=[(LastDocumentImage, LAST_DOCUMENT)]
)
