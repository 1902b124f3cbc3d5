"""Fetch the content of URLs on this machine."""

from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession

from .contents import matches_format


def is_local(url: str) -> bool:
    """Return whether a URL is on 127.0.0.1, the only host to fetch from."""
    return urlsplit(url).hostname == "127.0.0.1"


async def fetch_local(url: str, media_format: str) -> bytes | None:
    """Return the content of a URL; None if it fails or is of another format."""
    try:
        async with (
            ClientSession() as session,
            session.get(url, allow_redirects=False) as response,
        ):
            if response.status != 200:
                return None
            content = await response.read()
    except ClientError, TimeoutError:
        return None
    return content if matches_format(media_format, content) else None
