"""Cameras and image entities with pictures chosen by each test."""

from typing import override

from homeassistant.components.camera import Camera
from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

CAMERA = "camera.door"
IMAGE = "image.map"


class DoorCamera(Camera):
    """A camera that returns a picture, nothing, or an error."""

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
        """Set the picture."""
        super().__init__()
        self._attr_is_on = is_on
        self.shown = shown
        self.content_type = content_type

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return the picture."""
        if isinstance(self.shown, Exception):
            raise self.shown
        return self.shown


class MapImage(ImageEntity):
    """An image entity with a picture, or without one."""

    entity_id = IMAGE
    _attr_name = "Vacuum map"
    _attr_should_poll = False

    def __init__(
        self, hass: HomeAssistant, shown: bytes | None, content_type: str = "image/png"
    ) -> None:
        """Set the picture."""
        super().__init__(hass)
        self.shown = shown
        self._attr_content_type = content_type

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture."""
        return self.shown


async def add_camera(hass: HomeAssistant, camera: DoorCamera) -> None:
    """Set up the camera integration with a camera."""
    assert await async_setup_component(hass, "camera", {})
    await hass.data["camera"].async_add_entities([camera])
    await hass.async_block_till_done()


async def add_image(hass: HomeAssistant, image: MapImage) -> None:
    """Set up the image integration with an image entity."""
    assert await async_setup_component(hass, "image", {})
    await hass.data["image"].async_add_entities([image])
    await hass.async_block_till_done()
