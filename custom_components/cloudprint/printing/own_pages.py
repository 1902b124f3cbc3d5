"""Pages of our own: messages, and a page to try a printer with."""

from collections.abc import Callable
from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..document import DocumentError, RenderSettings
from ..document.layouts.models import Layout, Note, TestPage
from ..exceptions import invalid
from ..source import Request, Source
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.pages.page import async_page
from .action import async_print
from .targets import target_of


async def async_print_note(
    hass: HomeAssistant, device_id: str, message: str, title: str | None = None
) -> dict[str, Any]:
    """Print a message as it is, under its title and the time; return the response.

    Raises ServiceValidationError for one that says nothing, and HomeAssistantError, as
    async_print does.
    """
    if not (message.strip() or (title or "").strip()):
        raise invalid("content_empty", field="message")

    def build(form: LocaleFormatter) -> Note:
        return Note(
            title=title or "",
            subtitle=form.full_moment(),
            language=form.language,
            text=message,
        )

    return await _async_print(hass, device_id, "message", build, title or "")


async def async_print_test_page(
    hass: HomeAssistant, device_id: str, user: User | None = None
) -> dict[str, Any]:
    """Print a page that shows how well a printer prints; return the response.

    `user` is the person who asked. Raises HomeAssistantError, as async_print does.
    """
    printer = target_of(hass, device_id).name
    title = (await LocaleFormatter.async_of(hass)).word("test_page")

    def build(form: LocaleFormatter) -> TestPage:
        return TestPage(
            title=title,
            subtitle=f"{printer} · {form.full_moment()}",
            language=form.language,
            ruler=form.word("test_ruler"),
            lines=form.word("test_lines"),
            greys=form.word("test_greys"),
            colors=form.word("test_colors"),
            text=form.word("test_text"),
        )

    return await _async_print(hass, device_id, "test_page", build, title, user)


async def _async_print(
    hass: HomeAssistant,
    device_id: str,
    origin: str,
    build: Callable[[LocaleFormatter], Layout],
    title: str,
    user: User | None = None,
) -> dict[str, Any]:
    async def resolve(settings: RenderSettings) -> Source:
        form = await LocaleFormatter.async_of(hass)
        request = Request(hass=hass, origin=origin, value=None, settings=settings)
        try:
            return await async_page(request, lambda: build(form), title)
        except DocumentError as err:
            raise invalid(err.key, field=origin, **err.placeholders) from None

    return await async_print(hass, {"device_id": device_id}, user, resolve=resolve)
