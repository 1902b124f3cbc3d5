"""The title and the date at the top of a page."""

from .request import Request


async def heading_of(request: Request) -> tuple[str | None, str | None]:
    """Return the title and today's date as a page shows them, where they are wanted.

    Raises ServiceValidationError for fields that mean nothing.
    """
    raise NotImplementedError
