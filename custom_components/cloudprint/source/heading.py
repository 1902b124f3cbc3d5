"""The title and the date at the top of a page."""

from ..fields import flag_of, line_of_text
from .pages.local_form import LocalForm
from .request import Request


def title_of(request: Request) -> str | None:
    """Return the title that a print asks for. Raises ServiceValidationError."""
    title = request.fields.get("title")
    return None if title is None else line_of_text("title", title)


def shows_date(request: Request, *, default: bool) -> bool:
    """Return if a page is to show its date. Raises ServiceValidationError."""
    return flag_of(request.fields, "show_date", default=default)


async def heading_of(request: Request) -> tuple[str | None, str | None]:
    """Return the title and today's date as a page shows them, where they are wanted.

    Raises ServiceValidationError for fields that mean nothing.
    """
    title = title_of(request)
    if not shows_date(request, default=False):
        return title, None
    form = await LocalForm.async_of(request.hass)
    date = await request.hass.async_add_executor_job(form.full_date, form.today)
    return title, date
