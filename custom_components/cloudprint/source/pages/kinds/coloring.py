"""A picture to color in: an AI draws it, and it becomes black lines on white here."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import State
from homeassistant.util.ulid import ulid_now

from ....compat import async_load
from ....document.layouts.models import Layout, Note, Snapshot
from ....exceptions import failed, invalid, shown
from ...reading import get_state
from ...request import Request, async_get_converter
from ..kind import MORE, Entity, PageKind, Text
from ..locale_formatter import LocaleFormatter

# Not imported, as it loads much and may not be set up
_AI_TASK: Final = "ai_task"
_CAN_GENERATE_IMAGE: Final = 4  # its AITaskEntityFeature.GENERATE_IMAGE
_PREFERENCES: Final = "ai_task_preferences"  # its DATA_PREFERENCES

_DRAWN_WITHIN: Final = 300  # seconds
_INSTRUCTIONS: Final = (
    "Draw a page of a coloring book for children: {subject}\n"
    "Only black outlines on a pure white background, even and closed, of medium width,"
    " with large areas to color in. No gray, no shading, no hatching, no colors, no"
    " areas filled with black, no frame, and no text. Upright format."
)


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], Layout]:
    formatter = await LocaleFormatter.async_create(request.hass)
    heading = {"subtitle": "", "language": formatter.language}
    subject, title = options["subject"], options.get("title", "")
    if (path := request.value.picture) is None:
        _find_entity(request, options)
        text = formatter.word("coloring_later", subject=subject)
        return lambda: Note(title=title or subject, text=text, **heading)
    picture = await async_get_converter(request.hass).async_draw_lines(path)
    return lambda: Snapshot(title=title, picture=picture, **heading)


async def _async_draw(request: Request, options: Mapping[str, Any]) -> bytes:
    state = _find_entity(request, options)
    asked = {
        "entity_id": state.entity_id,
        # Its file is named by this and by the second.
        "task_name": f"Coloring page {ulid_now()}",
        "instructions": _INSTRUCTIONS.format(subject=options["subject"]),
    }
    try:
        async with asyncio.timeout(_DRAWN_WITHIN):
            answer: Any = await request.hass.services.async_call(
                _AI_TASK, "generate_image", asked, blocking=True, return_response=True
            )
        own_request = replace(request, origin="media", value=answer["media_source_id"])
        # Not imported above: models know all kinds of pages, and most homes no media.
        media = await async_load(request.hass, "source.media")
        picture, _ = await media.async_read_media(own_request)
    except Exception:  # noqa: BLE001 - of another integration
        # Its message may contain secrets.
        raise failed("coloring_failed", entity=shown(state.name)) from None
    return bytes(picture)


def _find_entity(request: Request, options: Mapping[str, Any]) -> State:
    """Return the entity that draws. Raises ServiceValidationError."""
    hass = request.hass
    able = [
        state.entity_id
        for state in hass.states.async_all(_AI_TASK)
        if state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) & _CAN_GENERATE_IMAGE
        and request.requester.can_access(state.entity_id, POLICY_CONTROL)
    ]
    # A preferred one that this requester may not use is not named.
    preferred = getattr(hass.data.get(_PREFERENCES), "gen_image_entity_id", None)
    entity_id = options.get("entity") or (preferred if preferred in able else None)
    if entity_id is None and len(able) != 1:
        entities = ", ".join(able) or "-"
        raise invalid("coloring_no_entity", field="entity", entities=entities)
    state = get_state(request, entity_id or able[0])
    if state.entity_id not in able:
        raise invalid("coloring_entity_unable", entity=shown(state.name))
    return state


PAGE = PageKind(
    options={
        "subject": Text(is_required=True, longest=500),
        "title": Text(longest=100),
        "entity": Entity(domains=(_AI_TASK,), section=MORE),
    },
    async_build=_async_build,
    async_draw=_async_draw,
)
