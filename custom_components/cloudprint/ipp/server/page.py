"""What the server shows people: a printer's address, how to add it, and its icon."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
import re
from typing import Final

from jinja2 import Environment

from homeassistant.core import HomeAssistant

from ...document.layouts.page import create_environment
from ...texts import async_get_texts
from ..protocol.request import IppClient
from ..shared_printer import SharedPrinter

ICON_SIZES: Final = (48, 128, 512)  # pixels of sides (PWG 5100.13, 5.6.32)

_SYSTEMS: Final = {
    "iPhone, iPad": "ios",
    "Android": "android",
    "Windows 11": "windows",
    "macOS": "macos",
    "ChromeOS": "chromeos",
    "Linux": "linux",
}
"""The names of systems, and the keys of the texts about them; a line is a step."""


async def async_build_page(
    hass: HomeAssistant,
    printers: Sequence[SharedPrinter],
    client: IppClient,
    language: str,
) -> str:
    """Return the page about a printer, or links to several such pages, as HTML."""
    texts = await async_get_texts(hass, language, "common", "entity")
    return await hass.async_add_executor_job(
        render_page, printers, client.host, language, texts
    )


def render_page(
    printers: Sequence[SharedPrinter],
    authority: str,
    language: str,
    texts: dict[str, str],
) -> str:
    """Return the page. Blocking: it reads the template."""
    printer = printers[0] if len(printers) == 1 else None
    host, colon, port = authority.rpartition(":")
    if not colon or not port.isdecimal():
        host, port = authority, "80"
    values = {"host": host, "port": port}
    if printer is not None:
        end = "s" if printer.needs_password else ""
        values |= {
            "protocol": f"IPP{end.upper()}",
            "address": f"ipp{end}://{authority}/{printer.resource}",
            "web_address": f"http{end}://{authority}/{printer.resource}",
            "queue": printer.resource,
            "printer": printer.name,
        }

    def text(key: str) -> str:
        return texts[f"common.network_{key}"].format(**values)

    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            language=language,
            text=text,
            printer=printer,
            printers=printers,
            state=None
            if printer is None
            else texts[f"entity.sensor.status.state.{printer.state}"],
            systems=[
                (system, text(key).split("\n"))
                for system, key in _SYSTEMS.items()
                if printer is not None
            ],
            # As CUPS names a queue
            queue_name=printer
            and re.sub(r"[^A-Za-z0-9]+", "-", printer.dns_sd_name).strip("-"),
            host=host,
            port=port,
            address=values.get("address"),
        )
    )


@cache
def _environment() -> Environment:
    return create_environment(Path(__file__).parent / "templates")


def get_icon_resource(size: int) -> str:
    """Return the path of an icon on the server, without the first slash."""
    return f"icon-{size}.png"


@cache
def build_icon(size: int) -> bytes:
    """Return an icon as a PNG. Blocking; run in the executor."""
    from PIL import Image  # noqa: PLC0415 - large

    with Image.open(Path(__file__).parents[2] / "brand" / "icon@2x.png") as image:
        out = BytesIO()
        image.convert("RGBA").resize((size, size)).save(out, "PNG", optimize=True)
    return out.getvalue()
