"""Tests of the page about a printer."""

from html.parser import HTMLParser
import re
from typing import override

import pytest

from custom_components.cloudprint.ipp.protocol.request import IppClient
from custom_components.cloudprint.ipp.server.page import async_build_page
from custom_components.cloudprint.printers.status import PrinterState
from homeassistant.core import HomeAssistant

from ..printers import PRINTER, make_printer

CLIENT = IppClient(address="192.168.1.20", host="192.168.1.2:8631")
ADDRESS = f"ipp://192.168.1.2:8631/{PRINTER.resource}"

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "config_folder")


class Reader(HTMLParser):
    """Reads a page: its tags, what it loads, its text."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [
            value for name, value in attrs if name in {"href", "src"} and value
        ]

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return the visible text, and the style."""
        return " ".join(self.words)


async def test_printer(hass: HomeAssistant) -> None:
    """The page has the printer, its address, and each system."""
    html = await async_build_page(hass, [PRINTER], CLIENT, "en")
    page = Reader(html)
    assert '<html lang="en">' in html
    for words in (
        "Office printer",
        "Idle · Study",
        ADDRESS,
        "192.168.1.2",
        "8631",
        PRINTER.resource,
        "iPhone, iPad",
        "Android",
        f"hostname, enter http://192.168.1.2:8631/{PRINTER.resource}.",
        "macOS",
        "ChromeOS",
        f'lpadmin -p Office-printer -E -v "{ADDRESS}" -m everywhere',
    ):
        assert words in page.text, words
    assert "password" not in page.text
    assert page.addresses == ["/icon-48.png", "/icon-128.png", PRINTER.device_url]
    assert page.tags.isdisjoint({"script", "form", "iframe", "object"})


async def test_chinese(hass: HomeAssistant) -> None:
    """The page is in Chinese, with no placeholder left."""
    printer = make_printer(
        name="书房打印机",
        location="",
        state=PrinterState.PRINTING,
        dns_sd_name="书房打印机 (HP LaserJet)",
        needs_password=True,
        device_url=None,
    )
    html = await async_build_page(hass, [printer], CLIENT, "zh-Hans")
    page = Reader(html)
    assert '<html lang="zh-Hans">' in html
    assert "选择“书房打印机”" in page.text
    assert "正在打印" in page.text
    assert "用户名和密码" in page.text
    address = f"192.168.1.2:8631/{printer.resource}"
    assert f'lpadmin -p HP-LaserJet -E -v "ipps://{address}"' in page.text
    assert f"输入 https://{address}。" in page.text
    assert "协议选择 IPPS，" in page.text
    assert not re.search(r"\{\w+\}", html.partition("</style>")[2])
    assert page.addresses == ["/icon-48.png", "/icon-128.png"]


async def test_names_are_escaped(hass: HomeAssistant) -> None:
    """Names are text, whatever they contain."""
    printer = make_printer(name="<script>{x}</script>", location="<b>&")
    html = await async_build_page(hass, [printer], CLIENT, "en")
    assert Reader(html).tags.isdisjoint({"script", "b"})
    assert "<script>{x}</script>" in Reader(html).text


@pytest.mark.parametrize(
    ("host", "name", "port"),
    [
        ("[fd00::2]:8631", "[fd00::2]", "8631"),
        ("[fd00::2]", "[fd00::2]", "80"),
        ("homeassistant.local", "homeassistant.local", "80"),
    ],
)
async def test_hosts(hass: HomeAssistant, host: str, name: str, port: str) -> None:
    """The address is the one that the person has used."""
    client = IppClient(address="fd00::3", host=host)
    page = Reader(await async_build_page(hass, [PRINTER], client, "en"))
    assert f"ipp://{host}/{PRINTER.resource}" in page.text
    assert {name, port} <= set(page.words)


async def test_several_printers(hass: HomeAssistant) -> None:
    """The page of a server has links to its printers."""
    other = make_printer(identifier="sn-2", name="Kitchen", location="")
    page = Reader(await async_build_page(hass, [PRINTER, other], CLIENT, "en"))
    assert page.addresses[2:] == [f"/{PRINTER.resource}", f"/{other.resource}"]
    assert "Shared printers" in page.text
    assert "details" not in page.tags


async def test_no_printer(hass: HomeAssistant) -> None:
    """The page of a server without printers says so."""
    page = Reader(await async_build_page(hass, [], CLIENT, "en"))
    assert "No printer is shared at the moment." in page.text
