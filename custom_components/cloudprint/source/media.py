"""Items of Home Assistant's media sources."""

from .request import Request, Source


async def async_media(request: Request) -> Source:
    """Return what a media source item is."""
    raise NotImplementedError
