"""Puts into a page of this network what the cloud could not fetch for it."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ...document.encoding import base64_pieces
from ...exceptions import failed, shown
from .charset import decoded_page
from .fetch import TOTAL_SECONDS, Allowance, Deadline, Fetched, Fetcher
from .stylesheet import rewritten
from .web_page import Page, read_page

MAX_RESOURCES: Final = 100
"""How many pictures, fonts and stylesheets of this network a page may have."""
MAX_LINKS: Final = 1000
"""How many addresses of any kind are looked at."""
CONCURRENT: Final = 4
INLINE_SECONDS: Final = 15
"""Left of the time of a print to put what was fetched into the page."""

_UNTYPED: Final = ("application/octet-stream", "")
_NO_STYLES: Final = ("text/html", "application/xhtml+xml")
_VECTOR_TYPES: Final = (*_UNTYPED, "text/plain", "text/xml", "application/xml")


class Links:
    """Notes down what a page refers to, without fragments, and changes nothing.

    There are as many of each kind as are looked at; the others are left out.
    """

    def __init__(self, deadline: Deadline) -> None:
        """Know of nothing yet."""
        self.asked = 0
        self.pictures: dict[str, None] = {}
        self.frames: dict[str, None] = {}
        self.sheets: dict[str, None] = {}
        self.check = deadline.check

    def picture(self, url: str) -> str | None:
        """Note down a picture or font."""
        return self._noted(url, self.pictures)

    def frame(self, url: str) -> str | None:
        """Note down a page within the page."""
        return self._noted(url, self.frames)

    def imported(self, url: str) -> str | None:
        """Note down a stylesheet."""
        return self._noted(url, self.sheets)

    def styles(self, url: str) -> None:
        """Leave it to the link, which is asked for next."""

    def _noted(self, url: str, links: dict[str, None]) -> str | None:
        if (whole := _whole(url)) not in links:
            if len(links) >= MAX_LINKS:
                return None
            links[whole] = None
        self.asked += 1
        return url


class Resources:
    """What a page needs: which of it is public, and what the rest is."""

    def __init__(self, hass: HomeAssistant, fetcher: Fetcher, max_bytes: int) -> None:
        """Have nothing yet."""
        self.public: set[str] = set()
        self.fetched: dict[str, Fetched] = {}
        self._hass = hass
        self._fetcher = fetcher
        self._allowance = Allowance(max_bytes)
        self._seen: set[str] = set()
        self._requests = 0
        self._semaphore = asyncio.Semaphore(CONCURRENT)

    async def async_load(self, links: Links) -> None:
        """Fetch what there is of this network, and what that needs in turn.

        What may not be fetched, fails, or is too much, is simply not there.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._fetcher.deadline.at - INLINE_SECONDS):
                while new := self._unseen(links):
                    async with asyncio.TaskGroup() as group:
                        for url in new:
                            group.create_task(self._async_look(url, links))
                    links = await self._hass.async_add_executor_job(
                        self._links_of, [url for url in new if url in links.sheets]
                    )

    def _unseen(self, links: Links) -> list[str]:
        """Return what was not looked at so far; stylesheets come first."""
        every = {**links.sheets, **links.pictures, **links.frames}
        new = [url for url in every if url not in self._seen]
        new = new[: MAX_LINKS - len(self._seen)]
        self._seen.update(new)
        return new

    async def _async_look(self, url: str, links: Links) -> None:
        is_loaded = url in links.pictures or url in links.sheets
        async with self._semaphore:
            if not await self._fetcher.hosts.async_is_local(URL(url)):
                self.public.add(url)
            elif is_loaded and self._requests < MAX_RESOURCES:
                self._requests += 1
                with suppress(HomeAssistantError):
                    self.fetched[url] = await self._fetcher.async_fetch(
                        URL(url), self._allowance
                    )

    def _links_of(self, sheets: Iterable[str]) -> Links:
        """Return what stylesheets refer to."""
        links = Links(self._fetcher.deadline)
        for url in sheets:
            if (sheet := self.fetched.get(url)) is not None:
                rewritten(_css(sheet), sheet.url, links)
        return links


class Inliner:
    """Puts what was fetched into the page, as far as there is room."""

    def __init__(self, resources: Resources, deadline: Deadline, room: int) -> None:
        """Have room for so many bytes."""
        self._public = resources.public
        self._fetched = resources.fetched
        self.check = deadline.check
        self._allowance = Allowance(room)
        self._used: set[str] = set()

    def picture(self, url: str) -> str | None:
        """Return a picture or font as a data URI, or its public address."""
        if self._is_public(url):
            return url
        found = self._fetched.get(_whole(url))
        if found is None or (content_type := _picture_type(found)) is None:
            return None
        if not self._has_room(4 * len(found.data) // 3 + 100):
            return None
        # A drawing may be of several parts, of which one is meant.
        return _data_uri(content_type, found.data) + url.removeprefix(_whole(url))

    def frame(self, url: str) -> str | None:
        """Return a page's public address."""
        return url if self._is_public(url) else None

    def imported(self, url: str) -> str | None:
        """Return a stylesheet as a data URI, or its public address."""
        if self._is_public(url):
            return url
        if (styles := self.styles(url)) is None:
            return None
        data = styles.encode()
        # The styles themselves have their room already.
        if not self._has_room(len(data) // 3 + 100):
            return None
        return _data_uri("text/css;charset=utf-8", data)

    def styles(self, url: str) -> str | None:
        """Return a stylesheet with all that it needs, where it stands first.

        A second time it would change little, and stylesheets that import each other
        would have no end.
        """
        url = _whole(url)
        found = self._fetched.get(url)
        if found is None or found.content_type in _NO_STYLES or url in self._used:
            return None
        self._used.add(url)
        css = _css(found)
        if not self._has_room(len(css.encode())):
            return None
        return rewritten(css, found.url, self)

    def _is_public(self, url: str) -> bool:
        return _whole(url) in self._public

    def _has_room(self, size: int) -> bool:
        return self._allowance.has(size) and self._allowance.take(size)


async def async_inlined(
    hass: HomeAssistant, fetcher: Fetcher, fetched: Fetched, max_bytes: int
) -> tuple[str, str | None]:
    """Return a page that stands alone, of at most so many bytes, and its title.

    Raises HomeAssistantError for a page that is not ready in time.
    """
    deadline = fetcher.deadline
    links = Links(deadline)
    resources = Resources(hass, fetcher, max_bytes)
    try:
        async with asyncio.timeout_at(deadline.at):
            page = await hass.async_add_executor_job(_read, fetched, links)
            await resources.async_load(links)
            inliner = Inliner(resources, deadline, max_bytes - page.size)
            html = await hass.async_add_executor_job(page.html, inliner)
    except TimeoutError as err:
        raise failed(
            "url_page_timeout",
            host=shown(fetched.url.host),
            limit=str(TOTAL_SECONDS),
        ) from err
    return html, page.title


def _read(fetched: Fetched, links: Links) -> Page:
    text = decoded_page(fetched.data, fetched.charset)
    return read_page(text, fetched.url, links)


def _whole(url: str) -> str:
    """Return the address of what a URL names a part of."""
    return url.partition("#")[0]


def _css(sheet: Fetched) -> str:
    return decoded_page(sheet.data, sheet.charset)


def _picture_type(found: Fetched) -> str | None:
    """Return the type that a picture or font says to have, or None if it is neither."""
    content_type = found.content_type
    if content_type in _VECTOR_TYPES and found.url.path.lower().endswith(".svg"):
        return "image/svg+xml"
    is_allowed = content_type.startswith(
        ("image/", "font/", "application/font", "application/x-font")
    ) or content_type in (*_UNTYPED, "application/vnd.ms-fontobject")
    return content_type if is_allowed else None


def _data_uri(content_type: str, data: bytes) -> str:
    pieces = (piece.decode("ascii") for piece in base64_pieces(data))
    return "".join((f"data:{content_type};base64,", *pieces))
