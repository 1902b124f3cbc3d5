"""Cameras and image entities, whose pictures each test chooses."""

from typing import override

from homeassistant.components.camera import Camera
from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

CAMERA = "camera.door"
IMAGE = "image.map"


class DoorCamera(Camera):
    """A camera that shows a picture, nothing, or fails."""

    entity_id = CAMERA
    _attr_name = "Front door"
    _attr_should_poll = False

    def __init__(
        self,
        shown: bytes | Exception | None,
        content_type: str = "image/jpeg",
        *,
        is_on: bool = True,
    ) -> None:
        """Show a picture."""
        super().__init__()
        self._attr_is_on = is_on
        self.shown = shown
        self.content_type = content_type

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return what the camera shows."""
        if isinstance(self.shown, Exception):
            raise self.shown
        return self.shown


class MapImage(ImageEntity):
    """An image entity that has a picture, or none yet."""

    entity_id = IMAGE
    _attr_name = "Vacuum map"
    _attr_should_poll = False

    def __init__(
        self, hass: HomeAssistant, shown: bytes | None, content_type: str = "image/png"
    ) -> None:
        """Show a picture."""
        super().__init__(hass)
        self.shown = shown
        self._attr_content_type = content_type

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture."""
        return self.shown


async def add_camera(hass: HomeAssistant, camera: DoorCamera) -> None:
    """Set up cameras with one."""
    assert await async_setup_component(hass, "camera", {})
    await hass.data["camera"].async_add_entities([camera])
    await hass.async_block_till_done()


async def add_image(hass: HomeAssistant, image: MapImage) -> None:
    """Set up image entities with one."""
    assert await async_setup_component(hass, "image", {})
    await hass.data["image"].async_add_entities([image])
    await hass.async_block_till_done()
