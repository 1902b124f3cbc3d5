"""Pictures to color in."""

from typing import Any

import pytest

from homeassistant.auth.models import Group
from homeassistant.components.ai_task import AITaskEntityFeature
from homeassistant.components.ai_task.const import DATA_COMPONENT, DATA_PREFERENCES
from homeassistant.const import Platform
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.exceptions import HomeAssistantError
from tests.actions import call, refuses
from tests.artist import ARTIST, Artist, add_artist
from tests.hub import Hub
from tests.printing.test_permissions import CONTROL, READ, call_as, person
from tests.waits import until

PAGE: dict[str, Any] = {"page": "coloring", "page_options": {"subject": "a cat"}}


class Writer(Artist):
    """Makes texts, and draws nothing."""

    _attr_supported_features = AITaskEntityFeature.GENERATE_DATA


async def test_print(hass: HomeAssistant, hub: Hub) -> None:
    """It is a job at once, and is printed when it was drawn."""
    artist = await add_artist(hass)
    with artist.thinking() as gate:
        (job,) = (await call(hass, "print", PAGE, device_id=hub.device_id))["jobs"]
        assert (job["state"], job["name"]) == ("preparing", "a cat")
        await gate.reached.wait()
        assert hub.simulator.printed == []
    await until(lambda: hub.simulator.printed)
    (printed,) = hub.simulator.printed
    assert printed.name == "a cat"
    assert b"data:image/png;base64," in printed.content
    assert len(artist.asked) == 1
    assert "a cat\n" in artist.asked[0]


async def ask(hass: HomeAssistant, device_id: str, **options: Any) -> dict[str, Any]:
    """Try to print a page with options."""
    fields = {"page": "coloring", "page_options": {"subject": "a cat"} | options}
    return await call(hass, "print", fields, device_id=device_id, dry_run=True)


async def test_entities(hass: HomeAssistant, device_id: str) -> None:
    """The only entity that can draws, or the preferred one, or the one that is named."""
    with refuses("coloring_no_entity", field="entity", entities="-"):
        await ask(hass, device_id)
    with refuses("entity_unknown", entity=ARTIST):
        await ask(hass, device_id, entity=ARTIST)
    with refuses("option_invalid", field="entity"):
        await ask(hass, device_id, entity="light.artist")
    await add_artist(hass, Artist(), Writer("Writer"))
    await ask(hass, device_id)
    with refuses("coloring_entity_unable", entity="Writer"):
        await ask(hass, device_id, entity="ai_task.writer")
    await hass.data[DATA_COMPONENT].async_add_entities([Artist("Other")])
    with refuses("coloring_no_entity", entities=f"{ARTIST}, ai_task.other"):
        await ask(hass, device_id)
    hass.data[DATA_PREFERENCES].gen_image_entity_id = ARTIST
    await ask(hass, device_id)
    await ask(hass, device_id, entity="ai_task.other")


async def test_permission(hass: HomeAssistant, hub: Hub) -> None:
    """Who may not read and control the entity lets it draw nothing."""
    await add_artist(hass)
    status = hub.entity_id(Platform.SENSOR, "status")
    user = await person(hass, {"entity_ids": {status: CONTROL}})
    fields = {"device_id": hub.device_id, **PAGE}
    with refuses("coloring_no_entity", entities="-"):
        await call_as(hass, user, "print", **fields)
    hass.data[DATA_PREFERENCES].gen_image_entity_id = ARTIST
    with refuses("coloring_no_entity", entities="-"):
        await call_as(hass, user, "print", **fields)
    fields["page_options"] = {"subject": "a cat", "entity": ARTIST}
    with refuses("entity_not_allowed"):
        await call_as(hass, user, "print", **fields)
    may_read = {"entity_ids": {status: CONTROL, ARTIST: READ}}
    user.groups = [Group(name="Group", policy={"entities": may_read})]
    user.invalidate_cache()
    with refuses("coloring_entity_unable", entity="Artist"):
        await call_as(hass, user, "print", **fields)


@pytest.mark.parametrize(
    "answer", [HomeAssistantError("a secret"), ValueError("a secret"), None]
)
async def test_failures(
    hub: Hub, caplog: pytest.LogCaptureFixture, answer: Exception | None
) -> None:
    """An entity that fails, or whose picture cannot be read, is named, and no secret."""
    artist = await add_artist(hub.hass)
    artist.error = answer
    if answer is None:

        async def lose(call: ServiceCall) -> ServiceResponse:
            return {"media_source_id": "media-source://ai_task/image/lost.png"}

        hub.hass.services.async_register(
            "ai_task", "generate_image", lose, supports_response=SupportsResponse.ONLY
        )
    with refuses("coloring_failed", entity="Artist"):
        await call(hub.hass, "print", PAGE, device_id=hub.device_id, wait=True)
    assert hub.simulator.printed == []
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components")
    ]
    assert ours
    assert not any("secret" in text or "a cat" in text for text in ours)
