"""The integration's own pages: messages, and the test page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document.layouts.models import Note, TestPage
from ..exceptions import invalid
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.pages.page import async_page
from ..source.request import Request, Source
from ..source.resolving import Resolver
from ..spool.job import Job
from .action import async_print
from .targets import get_target


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    title: str


async def _async_message(request: Request) -> Source:
    message = request.value
    assert isinstance(message, _Message)
    formatter = await LocaleFormatter.async_create(request.hass)
    return await async_page(
        request,
        lambda: Note(
            title=message.title,
            subtitle=formatter.full_moment(),
            language=formatter.language,
            text=message.text,
        ),
        message.title,
    )


async def _async_test_page(request: Request) -> Source:
    formatter = await LocaleFormatter.async_create(request.hass)
    title = formatter.word("test_page")
    return await async_page(
        request,
        lambda: TestPage(
            title=title,
            subtitle=f"{request.value} · {formatter.full_moment()}",
            language=formatter.language,
            ruler=formatter.word("test_ruler"),
            lines=formatter.word("test_lines"),
            greys=formatter.word("test_greys"),
            colors=formatter.word("test_colors"),
            text=formatter.word("test_text"),
        ),
        title,
    )


OWN_PAGES: Final[Mapping[str, Resolver]] = {
    "message": _async_message,
    "test_page": _async_test_page,
}
"""Content fields that no action has. The value of "test_page" is the printer's name."""


async def async_print_message(
    hass: HomeAssistant,
    device_id: str,
    text: str,
    title: str | None = None,
    user: User | None = None,
    *,
    requested_by: str | None = None,
    **fields: Any,
) -> Job:
    """Print a message with its title and the time, with further fields of the action.

    `user` and `requested_by` are as for async_print. Raises ServiceValidationError for
    an empty message, and HomeAssistantError as async_print does.
    """
    if not (text.strip() or (title or "").strip()):
        raise invalid("content_empty", field="message")
    fields["message"] = _Message(text, title or "")
    return await _async_print(hass, device_id, fields, user, requested_by)


async def async_print_test_page(
    hass: HomeAssistant,
    device_id: str,
    user: User | None = None,
    *,
    requested_by: str | None = None,
    **options: Any,
) -> Job:
    """Print a page that shows a printer's quality.

    `user` and `requested_by` are as for async_print. Raises HomeAssistantError as it
    does.
    """
    options["test_page"] = get_target(hass, device_id).name
    return await _async_print(hass, device_id, options, user, requested_by)


async def _async_print(
    hass: HomeAssistant,
    device_id: str,
    fields: Mapping[str, Any],
    user: User | None,
    requested_by: str | None,
) -> Job:
    fields = {**fields, "device_id": device_id}
    printed = await async_print(
        hass,
        fields,
        user,
        resolvers=OWN_PAGES,
        allow_fetching=False,
        requested_by=requested_by,
    )
    return printed[0].job
