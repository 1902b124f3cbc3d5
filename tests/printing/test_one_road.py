"""Each field of a print is parsed once, whichever way the print came."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import Attribute, Tag
from custom_components.cloudprint.printing import job_ticket, options, prepare, sending
from custom_components.cloudprint.printing.options import PARSERS
from custom_components.cloudprint.source import resolving
from custom_components.cloudprint.source.pages import checklist, page
from custom_components.cloudprint.source.upload import UPLOADS
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..hub import Hub
from ..ipp.client import Client
from ..samples import pdf_files
from ..waits import until

BY_FIELD = ("get_duration", "get_flag", "parse_text_line", "boolean")
PARSED = ("_raw_options", "parse_paper", "boolean print_background", "get_flag wait")


@contextmanager
def counted() -> Generator[Counter[str]]:
    """Count the calls of the parsers of fields and options by their name."""
    counts = Counter[str]()

    def count(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **kwargs: Any) -> Any:
            # One that parses several fields is told which.
            texts = [value for value in args[:2] if isinstance(value, str)]
            counts[f"{name} {texts[0]}" if name in BY_FIELD else name] += 1
            return function(*args, **kwargs)

        return counting

    parsers = {name: count(name, parse) for name, parse in PARSERS.items()}
    with ExitStack() as patches:
        patches.enter_context(patch.object(options, "PARSERS", parsers))
        for module, names in (
            (options, ("_raw_options", "parse_paper", "boolean")),
            (resolving, ("check_content_options", "parse_document_format")),
            (resolving, ("parse_entity_ids", "parse_items", "parse_settings")),
            (sending, BY_FIELD[:3]),
            (page, BY_FIELD[1:3]),
            (checklist, ("get_flag",)),
            (job_ticket, ("build_config", "fit_config")),
            (prepare, ("complete_settings",)),
        ):
            for name in names:
                parse = count(name, getattr(module, name))
                patches.enter_context(patch.object(module, name, parse))
        yield counts


def check(counts: Counter[str], *parsed: str) -> None:
    """Check that nothing was parsed twice, and that what was to be parsed was."""
    assert set(counts.values()) == {1}, counts
    assert counts.keys() >= set(parsed)


OPTIONS: dict[str, Any] = {
    "paper": "A4",
    "copies": 2,
    "color": "monochrome",
    "sides": "one_sided",
    "quality": "draft",
    "orientation": "portrait",
    "collate": True,
    "pages_per_sheet": 1,
    "page_ranges": "1",
    "scale": 90,
    "dpi": 300,
    "margins": 10,
    "header": "a",
    "footer": "b",
    "fit_to_page": False,
    "booklet": False,
    "input_slot": "Tray 1",
    "media_type": "Plain",
    "watermark": "c",
    "raw_options": {"repeats": 1},
    "print_background": True,
}


async def test_action(config_folder: Path, hub: Hub) -> None:
    """An action with all options and two files parses each of them once."""
    pages = pdf_files.text(pages=1)
    for name in ("a.pdf", "b.pdf"):
        (config_folder / "media" / name).write_bytes(pages)
    submit: dict[str, Any] = {
        "idempotency_key": "x",
        "expires_in": 60,
        "timeout": 5,
        "name": "x",
    }
    options = {**OPTIONS, "arrange": "grid"}
    del options["orientation"]
    files = ["media/a.pdf", {"file": "media/b.pdf", "rotation": 90}]
    with counted() as counts:
        await hub.print(device_id=hub.colour_id, file=files, **submit, **options)
    check(counts, *options.keys() & PARSERS.keys(), *PARSED, "parse_items")
    assert len(hub.simulator.printed) == 1


async def test_entity(hass: HomeAssistant, colour_id: str) -> None:
    """The options of a page are parsed once, and its entities."""
    hass.states.async_set("todo.shopping", "1")
    fields: dict[str, Any] = {
        "entity": "todo.shopping",
        "title": "x",
        "completed": True,
    }
    with counted() as counts, refuses("entity_failed", HomeAssistantError):
        await call(hass, "print", device_id=colour_id, **fields)
    check(counts, "parse_entity_ids", "check_content_options", "get_flag completed")


async def test_upload(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
    hub: Hub,
) -> None:
    """A print of the card does, too, and its preview."""

    async def pieces() -> AsyncIterator[bytes]:
        yield pdf_files.text(pages=2)

    upload = await hass.data[UPLOADS].async_receive(
        hass_admin_user.id, "a.pdf", pieces()
    )
    socket = await hass_ws_client(hass)
    for command in ("preview", "print"):
        with counted() as counts:
            await socket.send_json_auto_id(
                {
                    "type": f"cloudprint/{command}",
                    "device_id": hub.colour_id,
                    "upload": upload.upload_id,
                    "copies": 2,
                    "format": "pdf",
                }
            )
            answer = await socket.receive_json()
        assert answer["success"], answer
        check(counts, "copies", "parse_items", "parse_document_format")
    assert len(hub.simulator.printed) == 1


async def test_ipp(hass: HomeAssistant, hub: Hub) -> None:
    """A print by IPP is parsed once when it is prepared."""
    printer = IppPrinter(hub.data, hub.colour_id)
    copies = Attribute.of("copies", Tag.INTEGER, 2)
    with counted() as counts:
        await Client(printer).print(pdf_files.text(pages=2), job=[copies])
        await hass.async_block_till_done()
        await until(lambda: len(hub.simulator.printed) == 1)
    check(counts, "copies", "build_config", "complete_settings")
    await printer.async_close()
