"""Entities in the form in which they are naturally printed."""

from .request import Request, Source


async def async_entity(request: Request) -> Source:
    """Return an entity's printed form."""
    raise NotImplementedError
