"""Entities with and without a printed form."""

from typing import Any

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import MAX_SOURCE_BYTES
from custom_components.cloudprint.document.layouts.models import Snapshot
from homeassistant.const import ATTR_FRIENDLY_NAME
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.actions import refuses
from tests.samples import documents
from tests.samples.pictures import PICTURES

from .conftest import AddPerson, SetUpHome
from .pictures import CAMERA, IMAGE, DoorCamera, MapImage, add_camera, add_image
from .resolving import async_resolve

NOW = "2026-11-25 07:30:00+00:00"
JPEG = documents.picture("JPEG")
PNG = documents.picture("PNG")


async def test_camera(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A camera's present picture is printed, in the format of its bytes."""
    await set_up_home(NOW)
    camera = DoorCamera(JPEG)
    await add_camera(hass, camera)
    for value in (CAMERA, f" {CAMERA.upper()}\n", [CAMERA]):
        source = await async_resolve(hass, {"entity": value})
        assert source.origin == "entity"
        assert source.title == "Front door"
        assert source.content.media_format is MediaFormat.JPG
        assert source.content.payload == JPEG
    camera.shown = PNG
    source = await async_resolve(hass, {"entity": CAMERA, "caption": False})
    assert source.content.media_format is MediaFormat.PNG


async def test_image(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """An image entity's picture is printed, even if it was never updated."""
    await set_up_home(NOW)
    await add_image(hass, MapImage(hass, PNG))
    assert hass.states.is_state(IMAGE, "unknown")
    source = await async_resolve(hass, {"entity": IMAGE, "format": "png"})
    assert source.title == "Vacuum map"
    assert source.content.payload == PNG


@pytest.mark.parametrize(
    ("language", "country", "subtitle"),
    [
        ("en", "US", "Wednesday, November 25, 2026, 8:30\xa0AM"),
        ("zh-Hans", "CN", "2026年11月25日星期三 08:30"),
    ],
)
async def test_caption(
    hass: HomeAssistant,
    set_up_home: SetUpHome,
    layouts: list[Any],
    language: str,
    country: str,
    subtitle: str,
) -> None:
    """A caption adds the name and the time under the picture."""
    await set_up_home(NOW, language=language, country=country)
    await add_camera(hass, DoorCamera(JPEG))

    source = await async_resolve(hass, {"entity": CAMERA, "caption": "yes"})

    assert source.title == "Front door"
    assert source.content.media_format is MediaFormat.HTML
    picture = Content(
        media_format=MediaFormat.JPG,
        media_source=MediaSource.BASE64,
        payload=JPEG,
        pages=1,
        has_color=False,
    )
    assert layouts == [
        Snapshot(
            title="Front door", subtitle=subtitle, language=language, picture=picture
        )
    ]
    fields = {"title": "Parcel", "show_date": False, "caption": True}
    source = await async_resolve(hass, {"entity": CAMERA, **fields})
    assert source.title == layouts[1].title == "Parcel"
    assert layouts[1].subtitle == ""


async def test_caption_of_pages(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A picture of several pages cannot have a caption."""
    await set_up_home(NOW)
    await add_image(hass, MapImage(hass, PICTURES["tiff_multi"](), "image/tiff"))
    content = (await async_resolve(hass, {"entity": IMAGE})).content
    assert content.media_format is MediaFormat.HTML
    with refuses("snapshot_not_picture", field="entity"):
        await async_resolve(hass, {"entity": IMAGE, "caption": True})
    assert layouts == []


@pytest.mark.parametrize(
    "shown",
    [None, b"", HomeAssistantError("secret"), OSError("secret"), TimeoutError()],
)
async def test_no_picture(
    hass: HomeAssistant, set_up_home: SetUpHome, shown: bytes | Exception | None
) -> None:
    """A camera without a picture cannot be printed, whatever the reason."""
    await set_up_home(NOW)
    await add_camera(hass, DoorCamera(shown))
    with refuses("snapshot_failed", HomeAssistantError, entity="Front door") as raised:
        await async_resolve(hass, {"entity": CAMERA})
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("entity_id", [CAMERA, IMAGE])
async def test_no_picture_without_an_integration(
    hass: HomeAssistant, set_up_home: SetUpHome, entity_id: str
) -> None:
    """A state that only looks like that of a camera or an image has no picture."""
    await set_up_home(NOW)
    hass.states.async_set(entity_id, "idle", {ATTR_FRIENDLY_NAME: "Old one"})
    with refuses("snapshot_failed", HomeAssistantError, entity="Old one"):
        await async_resolve(hass, {"entity": entity_id})


async def test_camera_is_off(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A camera that is off, or an image entity without an image, cannot be printed."""
    await set_up_home(NOW)
    await add_camera(hass, DoorCamera(JPEG, is_on=False))
    await add_image(hass, MapImage(hass, None))
    for entity_id, name in ((CAMERA, "Front door"), (IMAGE, "Vacuum map")):
        with refuses("snapshot_failed", HomeAssistantError, entity=name):
            await async_resolve(hass, {"entity": entity_id, "caption": True})


async def test_invalid_picture(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """A picture that is not one is not printed as text."""
    await set_up_home(NOW)
    camera = DoorCamera(b"<html>Please sign in</html>")
    await add_camera(hass, camera)
    await add_image(hass, MapImage(hass, b"<svg/>", "image/svg+xml"))
    with refuses("content_mismatch", field="entity", format="JPG"):
        await async_resolve(hass, {"entity": CAMERA})
    camera.content_type = "image/unheard-of"
    with refuses("snapshot_not_picture", field="entity"):
        await async_resolve(hass, {"entity": CAMERA})
    with refuses("format_unknown", field="entity", value="svg"):
        await async_resolve(hass, {"entity": IMAGE})
    camera.shown = bytes(MAX_SOURCE_BYTES + 1)
    with refuses("content_too_large", field="entity"):
        await async_resolve(hass, {"entity": CAMERA})


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "camera",
        "camera.",
        "the door",
        3,
        True,
        {},
        [],
        ["calendar.a", 3],
    ],
)
async def test_no_entity(hass: HomeAssistant, value: object) -> None:
    """An entity id is required."""
    with refuses("entity_invalid"):
        await async_resolve(hass, {"entity": value})


async def test_entities_without_a_form(hass: HomeAssistant) -> None:
    """Other domains are refused with a list of the supported ones."""
    hass.states.async_set("light.kitchen", "on")
    for entity_id in ("light.kitchen", "sensor.x", "zone.home"):
        with refuses(
            "entity_not_printable",
            entity=entity_id,
            supported="camera, image, todo, calendar, weather",
        ):
            await async_resolve(hass, {"entity": entity_id})


@pytest.mark.parametrize("domain", ["camera", "image", "todo", "calendar", "weather"])
async def test_entities_that_cannot_be_read(
    hass: HomeAssistant, add_person: AddPerson, domain: str
) -> None:
    """Unknown entities are refused; those that the user may not read look the same."""
    entity_id = f"{domain}.x"
    with refuses("entity_unknown", entity=entity_id):
        await async_resolve(hass, {"entity": entity_id})
    with refuses("entity_not_allowed", entity=entity_id):
        await async_resolve(hass, {"entity": entity_id}, user=await add_person())
    hass.states.async_set(entity_id, "unavailable", {"friendly_name": "Cellar"})
    with refuses("entity_unavailable", entity="Cellar"):
        await async_resolve(
            hass, {"entity": entity_id}, user=await add_person(entity_id)
        )


async def test_permission(
    hass: HomeAssistant, set_up_home: SetUpHome, add_person: AddPerson
) -> None:
    """A user prints only cameras that they may read; the owner may read everything."""
    await set_up_home(NOW)
    await add_camera(hass, DoorCamera(JPEG))
    guest, friend = await add_person(IMAGE), await add_person(CAMERA)
    owner = await hass.auth.async_get_owner()
    assert owner is not None
    for user in (None, friend, owner):
        source = await async_resolve(hass, {"entity": CAMERA}, user=user)
        assert source.content.payload == JPEG
    with refuses("entity_not_allowed", entity=CAMERA):
        await async_resolve(hass, {"entity": CAMERA}, user=guest)
