"""An AI task entity that draws, and counts how often it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import override

from homeassistant.components.ai_task import (
    AITaskEntity,
    AITaskEntityFeature,
    GenImageTask,
    GenImageTaskResult,
)
from homeassistant.components.ai_task.const import DATA_COMPONENT
from homeassistant.components.conversation import ChatLog
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .samples import drawings
from .waits import Gate

ARTIST = "ai_task.artist"


@cache
def _cat() -> bytes:
    return drawings.encode(drawings.cat(512, line=4))


class Artist(AITaskEntity):
    """Draws a cat, whatever it is asked for."""

    _attr_supported_features = AITaskEntityFeature.GENERATE_IMAGE

    def __init__(self, name: str = "Artist") -> None:
        """Initialize an artist who was not asked."""
        self._attr_name = name
        self.asked: list[str] = []
        self.picture = _cat()
        self.error: Exception | None = None
        self.gate: Gate | None = None

    @override
    async def _async_generate_image(
        self, task: GenImageTask, chat_log: ChatLog
    ) -> GenImageTaskResult:
        self.asked.append(task.instructions)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return GenImageTaskResult(
            image_data=self.picture,
            conversation_id=chat_log.conversation_id,
            mime_type="image/png",
        )

    @contextmanager
    def thinking(self) -> Iterator[Gate]:
        """Take as long as the test wants."""
        self.gate = gate = Gate()
        yield gate
        gate.open()
        self.gate = None


async def add_artist(hass: HomeAssistant, *artists: Artist) -> Artist:
    """Add artists, by default one; return the first."""
    artists = artists or (Artist(),)
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "ai_task", {})
    await hass.data[DATA_COMPONENT].async_add_entities(artists)
    await hass.async_block_till_done()
    return artists[0]
