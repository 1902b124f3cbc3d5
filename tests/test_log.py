"""Checks that secrets and printed contents are not logged, not even in debug logs."""

from base64 import b64encode
from collections.abc import AsyncGenerator, Iterator
import json
import logging
from pathlib import Path
import traceback
from typing import Any

from aiohttp import web
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.json import json_loads

from .actions import call, may_refuse
from .conftest import Advance
from .hub import Hub
from .samples import documents
from .simulator import Fault
from .source.web.site import PRIVATE, Handler, Site
from .subentries import add_subentry

CORE_LOGGER = "homeassistant.core"
"""Home Assistant's debug log of this name has the fields of all actions."""


async def test_log(
    config_folder: Path, caplog: pytest.LogCaptureFixture, hub: Hub, advance: Advance
) -> None:
    """Print all kinds of content with all outcomes and the most detailed logs."""
    caplog.set_level(logging.INFO, logger=CORE_LOGGER)
    # In the debug mode of the tests, it logs slow tasks with their results.
    caplog.set_level(logging.ERROR, logger="asyncio")
    # Last, as it also sets the level of the handler.
    caplog.set_level(logging.DEBUG)
    picture = documents.picture("PNG", (200, 200))
    (config_folder / "media" / "a.png").write_bytes(picture)
    await hub.hass.config_entries.async_reload(hub.account.entry_id)
    encoded = b64encode(picture).decode()
    contents: tuple[dict[str, str], ...] = (
        {"text": "a confidential text"},
        {"html": "<p>a confidential page</p>"},
        {"file": "media/a.png"},
        {"data": encoded},
        {"data": "a confidential text"},
        {"url": "http://10.0.0.1/?token=confidential"},
        {"text": "a confidential text\ud800"},
    )
    for fault in (
        None,
        Fault.REFUSED,
        Fault.DROP_AFTER_ACCEPT,
        Fault.INVALID_JSON,
        Fault.HTTP_500,
        Fault.CODE_401,
        Fault.KILL_TOKEN,
        Fault.HTTP_503,
    ):
        for content in contents:
            if fault:
                hub.simulator.faults.add("newPrintTask", fault)
            with may_refuse():
                await call(
                    hub.hass, "print", content, device_id=hub.device_id, copies=2
                )
            with may_refuse():
                await call(
                    hub.hass, "print", content, device_id=hub.device_id, dry_run=True
                )
        hub.simulator.faults.clear()
        await advance(61)
        # Held jobs are sent one after another.
        while await hub.jobs(state="held"):
            await advance(1)
    await call(hub.hass, "get_jobs")
    with may_refuse():
        await call(hub.hass, "reprint_job", device_id=hub.device_id)
    await call(hub.hass, "release_jobs")
    await advance(60)

    assert hub.simulator.times_printed(content=picture) > 10
    tokens = {request.token for request in hub.simulator.requests} - {None}
    assert tokens
    lines = [record.getMessage() for record in caplog.records]
    assert any("/openapi" in line for line in lines)
    assert not any(record.exc_info for record in caplog.records)
    for secret in (
        "confidential",
        encoded[:40],
        encoded[-40:],
        hub.application.app_key,
        *tokens,
    ):
        assert secret
        assert [line for line in lines if secret in line] == []


MARKER = "confidential"
LONG = f"{MARKER} {'x' * 500}"

TEMPLATES = (
    f"{MARKER} {{{{ nothing }}}}",
    f"{MARKER} {{{{ nothing.{MARKER} }}}}",
    f"{MARKER} {{{{ 1 / 0 }}}}",
    f"{{{{ '{MARKER}' | int }}}}",
    f"{{{{ raise('{MARKER}') }}}}",
)
"""The first of these prints a text with a gap."""


@pytest.fixture
async def lan(
    hass: HomeAssistant, config_folder: Path, socket_enabled: None
) -> AsyncGenerator[Site]:
    """Run a local site with pages, redirects and broken answers."""
    site = Site(PRIVATE)
    runner = await site.start()
    site.has("/page", f"<title>{MARKER}</title><p>{MARKER}", "text/html")
    site.has("/picture", MARKER, "image/png")
    site.redirects("/away", f"ftp://example.com/?{MARKER}")
    site.redirects("/round", f"/round?{MARKER}")

    def breaks_off(answer: bytes) -> Handler:
        async def break_off(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            request.transport.write(answer)
            request.transport.close()
            return web.Response()

        return break_off

    site.answers["/broken"] = breaks_off(b"")
    site.answers["/garbled"] = breaks_off(
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"
    )
    hass.config.allowlist_external_urls = {site.url()}
    yield site
    await runner.cleanup()


def prints(lan: Site) -> Iterator[dict[str, Any]]:
    """Yield valid and refused prints of all kinds."""
    encoded = b64encode(MARKER.encode()).decode()
    yield {"text": MARKER, "name": MARKER}
    yield {"html": f"<title>{MARKER}</title>", "header": MARKER, "footer": MARKER}
    yield {"markdown": f"# {MARKER}", "title": MARKER, "watermark": MARKER}
    yield {"data": encoded, "raw_options": {"watermark": MARKER}}
    yield {"file": "media/a.txt"}
    yield {
        "url": "https://93.184.215.14/a.html?" + MARKER,
        "headers": {"X-Key": MARKER},
    }
    for path in ("page", "picture", "away", "round", "broken", "garbled", "gone"):
        yield {"url": lan.url(f"/{path}?{MARKER}#{MARKER}")}
    yield {"url": f"http://127.0.0.1:1/?{MARKER}"}
    yield {"url": f"http://10.0.0.1/?{MARKER}"}
    yield {"url": f"http://me:{MARKER}@127.0.0.1:1/"}
    yield {"url": f"https://user:{MARKER}@/"}
    yield {"url": f"{MARKER} is no address"}
    yield {"media": f"media-source://{MARKER.upper()}/x?{MARKER}"}
    yield {"media": {"media_content_id": MARKER}}
    yield {"entity": "todo.list"}
    yield {"data": MARKER}
    yield {"data": encoded, "format": "pdf"}
    yield {"text": f"{MARKER}\ud800"}
    yield {"text": MARKER, "html": MARKER}
    yield {"markdown": ">" * 500 + MARKER}
    for field in (
        *("header", "footer", "watermark", "input_slot", "media_type", "name"),
        *("idempotency_key",),
    ):
        yield {"text": "x", field: LONG}
    yield {"markdown": "x", "title": LONG}
    yield {"text": "x", "raw_options": {"watermark": MARKER, "x": b""}}
    yield {"data": encoded, "format": "pdf", "password": LONG}
    yield {"url": lan.url("/page"), "headers": {"X-Key": f"{MARKER}\n"}}
    yield {"url": lan.url("/page"), "headers": [MARKER]}


@pytest.fixture
async def documents_kept(hass: HomeAssistant, account: MockConfigEntry) -> list[str]:
    """Add documents with faulty templates; return their buttons."""
    kept = []
    for number, template in enumerate(TEMPLATES):
        title = f"Document {number}"
        document = add_subentry(hass, account, "document", title, text=template)
        kept.append(f"{account.unique_id}_document_{document}")
    await hass.async_block_till_done()
    entities = er.async_get(hass)
    buttons = [entities.async_get_entity_id("button", DOMAIN, name) for name in kept]
    assert all(buttons)
    return [str(button) for button in buttons]


async def traced(hass: HomeAssistant, fields: dict[str, Any]) -> str:
    """Return the traceback of a print with its causes, or an empty text."""
    try:
        await call(hass, "print", fields)
    except HomeAssistantError as err:
        return "".join(traceback.format_exception(err))
    return ""


async def test_by_default(
    caplog: pytest.LogCaptureFixture,
    hub: Hub,
    config_folder: Path,
    documents_kept: list[str],
    lan: Site,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The errors that Home Assistant logs by default have no secrets and contents.

    Callers are a browser, another program, an automation, buttons, and voice.
    """
    # In the debug mode of the tests, it logs slow tasks with their results.
    caplog.set_level(logging.ERROR, logger="asyncio")
    caplog.set_level(logging.WARNING)
    caplog.set_level(logging.DEBUG, logger=f"custom_components.{DOMAIN}")
    (config_folder / "media/a.txt").write_text(MARKER)

    async def fail(call: ServiceCall) -> None:
        raise HomeAssistantError(MARKER)

    hub.hass.states.async_set("todo.list", "1", {"friendly_name": "List"})
    hub.hass.services.async_register(
        "todo", "get_items", fail, supports_response=SupportsResponse.ONLY
    )
    assert await async_setup_component(
        hub.hass,
        "automation",
        {
            "automation": {
                "alias": "Print",
                "mode": "queued",
                "triggers": {"trigger": "event", "event_type": "print"},
                "actions": {
                    "action": f"{DOMAIN}.print",
                    "data": "{{ trigger.event.data }}",
                },
            }
        },
    )
    for component in ("homeassistant", "conversation"):
        assert await async_setup_component(hub.hass, component, {})
    socket, client = await hass_ws_client(hub.hass), await hass_client()

    async def send(command: str, **fields: Any) -> None:
        await socket.send_json_auto_id({"type": command, **fields})
        await socket.receive_json()

    async def act(action: str, **fields: Any) -> None:
        domain, _, service = action.rpartition(".")
        await send(
            "call_service",
            domain=domain or DOMAIN,
            service=service,
            service_data=fields,
        )

    for fields in prints(lan):
        about = {"device_id": hub.device_id, **fields}
        assert MARKER not in await traced(hub.hass, about)
        hub.hass.bus.async_fire("print", about)
        await hub.hass.async_block_till_done(wait_background_tasks=True)
        try:
            json_loads(json.dumps(about))
        except TypeError, ValueError:
            # A browser cannot send it.
            continue
        hub.simulator.faults.add("newPrintTask", Fault.REFUSED, times=1)
        await act("print", **about)
        await client.post(f"/api/services/{DOMAIN}/print", json=about)
        await send(f"{DOMAIN}/print", **about)
        await send(f"{DOMAIN}/preview", **about)
        hub.simulator.faults.clear()
    for number, button in enumerate(documents_kept):
        await act("button.press", entity_id=button)
        about = {"document": f"Document {number}", "device_id": hub.device_id}
        assert MARKER not in await traced(hub.hass, about)
        await act("print", **about)
        await client.post(f"/api/services/{DOMAIN}/print", json=about)
        hub.hass.bus.async_fire("print", about)
        await hub.hass.async_block_till_done(wait_background_tasks=True)
    (job,) = await hub.jobs(limit=1)
    await act("cancel_job", job_id=job["job_id"])
    await act("reprint_job", job_id=job["job_id"])
    for code in (MARKER, LONG):
        await act(
            "add_printer",
            config_entry_id=hub.account.entry_id,
            share_code=code,
            verification_code=code,
        )
    await client.post(
        f"/api/{DOMAIN}/upload", data=MARKER, headers={"X-File-Name": f"{MARKER}.txt"}
    )
    for text in ("Print Document 2", f"Print {MARKER}", "Did the document print?"):
        await send("conversation/process", text=text, language="en")

    assert any(MARKER.encode() in printed.content for printed in hub.simulator.printed)
    assert any(printed.name == MARKER for printed in hub.simulator.printed)
    tokens = {request.token for request in hub.simulator.requests if request.token}
    assert tokens
    # Including all tracebacks
    lines = caplog.text.splitlines()
    assert any("must be a text of 1 to 500 characters" in line for line in lines)
    assert any(
        "The template of the saved document Document 0" in line for line in lines
    )
    for secret in (MARKER, hub.application.app_key, *tokens):
        assert [line for line in lines if secret in line.lower()] == []


PATH = "media/private/letter.txt"
REFUSALS = (
    (
        {"text": MARKER, "paper": "A3 with holes"},
        "A3 with holes is not valid for “paper”. Possible: ",
    ),
    (
        {"text": MARKER, "paper": LONG.replace(MARKER, "letter")},
        f"letter {'x' * 33}… is",
    ),
    ({"text": MARKER, "format": "ps"}, "ps is not valid for “format”. Possible: "),
    (
        {"text": MARKER, "format": f"{'x' * 40}{MARKER}"},
        f"{'x' * 40}… is not valid for",
    ),
    ({"file": PATH, "name": MARKER}, f"There is no file {PATH}"),
    ({"file": f"/{PATH}", "title": MARKER}, "“title” does not apply to file. "),
    ({"document": "Letters"}, "There is no saved document “Letters”. "),
    (
        {"document": f"{'x' * 40}{MARKER}"},
        f"There is no saved document “{'x' * 40}…”. ",
    ),
    (
        {"text": MARKER, "expires_in": f"{'x' * 40}{MARKER}"},
        f"{'x' * 40}… is not valid",
    ),
    ({"text": MARKER, f"{'x' * 40}{MARKER}": 1}, f"{'x' * 40}…"),
)
"""Refused prints of an automation, and what Home Assistant logs to mend it."""


async def test_errors_of_automations(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, device_id: str
) -> None:
    """They name the field and the refused value, of a long one only the beginning."""
    caplog.set_level(logging.ERROR)
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "alias": "Print",
                "triggers": {"trigger": "event", "event_type": "print"},
                "actions": {
                    "action": f"{DOMAIN}.print",
                    "data": "{{ trigger.event.data }}",
                },
            }
        },
    )
    for fields, told in REFUSALS:
        caplog.clear()
        hass.bus.async_fire("print", {"device_id": device_id, **fields})
        await hass.async_block_till_done(wait_background_tasks=True)
        lines = [record.getMessage() for record in caplog.records]
        assert any(told in line for line in lines), (told, lines)
        assert MARKER not in caplog.text
