"""Inlines into a page what only the local network can provide."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ...document.content import base64_pieces
from ...document.text.text import decode_text, detect_encoding
from ...exceptions import failed, shown
from .fetch import FETCH_SECONDS, Fetched, Fetcher
from .session import SizeLimit
from .stylesheet import MAX_LINKS, Links, drop_fragment, rewrite_css
from .web_page import parse_page

MAX_RESOURCES: Final = 100
CONCURRENT: Final = 4
INLINE_SECONDS: Final = 15  # Reserved to write the page

_UNTYPED: Final = ("application/octet-stream", "")
_NO_STYLES: Final = ("text/html", "application/xhtml+xml")
_VECTOR_TYPES: Final = (*_UNTYPED, "text/plain", "text/xml", "application/xml")


def decode_page(page: Fetched) -> str:
    """Return the text of a page or stylesheet, as windows-1252 if none is detected."""
    encoding = detect_encoding(page.data, page.charset) or "cp1252"
    return decode_text(page.data, encoding) or ""


class Resources:
    """The resources of a page, inlined while there is room; implements `Rewriter`."""

    def __init__(
        self, hass: HomeAssistant, fetcher: Fetcher, max_bytes: int, room: int
    ) -> None:
        """Start without resources; at most `max_bytes` are fetched, `room` inlined."""
        self.check = fetcher.deadline.check
        self._hass = hass
        self._fetcher = fetcher
        self._allowance = SizeLimit(max_bytes)
        self._room = room
        self._public: set[str] = set()
        self._fetched: dict[str, Fetched] = {}
        self._used: set[str] = set()
        self._seen: set[str] = set()
        self._requests = 0
        self._semaphore = asyncio.Semaphore(CONCURRENT)

    async def async_load(self, links: Links) -> None:
        """Fetch local resources and what they need, except what fails."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._fetcher.deadline.at - INLINE_SECONDS):
                while new := self._take_unseen(links):
                    async with asyncio.TaskGroup() as group:
                        for url in new:
                            group.create_task(self._async_load_one(url, links))
                    links = await self._hass.async_add_executor_job(
                        self._find_links, [url for url in new if url in links.sheets]
                    )

    def _take_unseen(self, links: Links) -> list[str]:
        """Return the new addresses, stylesheets first, and mark them as seen."""
        every = {**links.sheets, **links.pictures, **links.frames}
        new = [url for url in every if url not in self._seen]
        new = new[: MAX_LINKS - len(self._seen)]
        self._seen.update(new)
        return new

    async def _async_load_one(self, url: str, links: Links) -> None:
        is_loaded = url in links.pictures or url in links.sheets
        async with self._semaphore:
            if not await self._fetcher.hosts.async_is_local(URL(url)):
                self._public.add(url)
            elif is_loaded and self._requests < MAX_RESOURCES:
                self._requests += 1
                with suppress(HomeAssistantError):
                    self._fetched[url] = await self._fetcher.async_fetch(
                        URL(url), self._allowance
                    )

    def _find_links(self, sheets: Iterable[str]) -> Links:
        links = Links(self._fetcher.deadline)
        for url in sheets:
            if (sheet := self._fetched.get(url)) is not None:
                rewrite_css(decode_page(sheet), sheet.url, links)
        return links

    def picture(self, url: str) -> str | None:
        """Return a picture or font as a data URI, or its public address."""
        if self.frame(url):
            return url
        fetched = self._fetched.get(drop_fragment(url))
        if fetched is None or (content_type := _get_picture_type(fetched)) is None:
            return None
        if not self._has_room(4 * len(fetched.data) // 3 + 100):
            return None
        # The fragment may name one part of an SVG.
        return _build_data_uri(content_type, fetched.data) + url.removeprefix(
            drop_fragment(url)
        )

    def frame(self, url: str) -> str | None:
        """Return the address of a frame if it is public."""
        return url if drop_fragment(url) in self._public else None

    def imported(self, url: str) -> str | None:
        """Return a stylesheet as a data URI, or its public address."""
        if self.frame(url):
            return url
        if (styles := self.styles(url)) is None:
            return None
        data = styles.encode()
        # `styles` has already reserved room for the content itself.
        if not self._has_room(len(data) // 3 + 100):
            return None
        return _build_data_uri("text/css;charset=utf-8", data)

    def styles(self, url: str) -> str | None:
        """Return a stylesheet, once per page: some import each other."""
        url = drop_fragment(url)
        fetched = self._fetched.get(url)
        if fetched is None or fetched.content_type in _NO_STYLES or url in self._used:
            return None
        self._used.add(url)
        css = decode_page(fetched)
        if not self._has_room(len(css.encode())):
            return None
        return rewrite_css(css, fetched.url, self)

    def _has_room(self, size: int) -> bool:
        """Return whether there is room for so many bytes, and reserve it."""
        if size > self._room:
            return False
        self._room -= size
        return True


async def async_inline(
    hass: HomeAssistant, fetcher: Fetcher, fetched: Fetched, max_bytes: int
) -> tuple[str, str | None]:
    """Return a page of at most `max_bytes`, and a title. Raises HomeAssistantError."""
    deadline = fetcher.deadline
    links = Links(deadline)
    try:
        async with asyncio.timeout_at(deadline.at):
            page = await hass.async_add_executor_job(
                lambda: parse_page(decode_page(fetched), fetched.url, links)
            )
            room = max_bytes - page.size
            resources = Resources(hass, fetcher, max_bytes, room)
            await resources.async_load(links)
            html = await hass.async_add_executor_job(page.html, resources)
    except TimeoutError as err:
        raise failed(
            "url_page_timeout", host=shown(fetched.url.host), limit=str(FETCH_SECONDS)
        ) from err
    return html, page.title


def _get_picture_type(fetched: Fetched) -> str | None:
    content_type = fetched.content_type
    if content_type in _VECTOR_TYPES and fetched.url.path.lower().endswith(".svg"):
        return "image/svg+xml"
    is_allowed = content_type.startswith(
        ("image/", "font/", "application/font", "application/x-font")
    ) or content_type in (*_UNTYPED, "application/vnd.ms-fontobject")
    return content_type if is_allowed else None


def _build_data_uri(content_type: str, data: bytes) -> str:
    pieces = (piece.decode("ascii") for piece in base64_pieces(data))
    return "".join((f"data:{content_type};base64,", *pieces))
