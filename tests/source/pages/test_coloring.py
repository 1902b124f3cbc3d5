"""Pictures to color in."""

from typing import Any

from homeassistant.core import HomeAssistant
from tests.actions import call
from tests.artist import add_artist
from tests.simulator import CloudSimulator
from tests.waits import until

PAGE: dict[str, Any] = {"page": "coloring", "page_options": {"subject": "a cat"}}


async def test_print(
    hass: HomeAssistant, device_id: str, simulator: CloudSimulator
) -> None:
    """It is a job at once, and is printed when it was drawn."""
    artist = await add_artist(hass)
    with artist.thinking() as gate:
        (job,) = (await call(hass, "print", PAGE, device_id=device_id))["jobs"]
        assert (job["state"], job["name"]) == ("preparing", "a cat")
        await gate.reached.wait()
        assert simulator.printed == []
    await until(lambda: simulator.printed)
    (printed,) = simulator.printed
    assert printed.name == "a cat"
    assert b"data:image/png;base64," in printed.content
    assert len(artist.asked) == 1
    assert "a cat\n" in artist.asked[0]
