"""What a real Home Assistant imports at its start, and when something is first used."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest
from yarl import URL

from custom_components.cloudprint.ipp.protocol.encoding import (
    encode_message,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Group,
    Message,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.source.pages.kinds import PAGE_NAMES
from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant
from scripts.playground.ports import free_port

from ..ipp.client import CHARSET, LANGUAGE
from ..samples import pdf_files, pictures
from .ipp.house import set_options
from .log import our_errors, read_log
from .recording_hass import FILE

_SECONDS: Final = 60
_UNUSED: Final = (
    "card_api.commands",
    "card_api.upload_view",
    "ipp.printer",
    "ipp.protocol",
    "ipp.server",
    "ipp.shared_port",
    "markdown_it",
    "pillow_heif",
    "pypdfium2",
)
"""What an account does not need once Home Assistant has started; folders with all in them.

`tests/test_start_up.py` has what the entities need; the forms and sentences need more."""


class Imports:
    """What was imported, as `recording_hass` writes it down."""

    def __init__(self, file: Path) -> None:
        """Begin with the first import."""
        self._file = file
        self._known = 0

    def take(self) -> list[tuple[str, str]]:
        """Return the modules since the last call, each with `loop` or `thread`."""
        lines = self._file.read_text(encoding="utf-8").splitlines()
        new, self._known = lines[self._known :], len(lines)
        return [
            (name, place) for name, _, place in (line.partition(" ") for line in new)
        ]


async def _print_upload(
    home_assistant: HomeAssistant, device_id: str, name: str, content: bytes
) -> None:
    """Upload a file and print it, as the card does."""
    token = await home_assistant.command(
        "auth/long_lived_access_token", client_name=name, lifespan=1
    )
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{home_assistant.url}/api/cloudprint/upload",
            data=content,
            headers={"Authorization": f"Bearer {token}", "X-File-Name": name},
        ) as answer,
    ):
        upload = await answer.json()
    printed = await home_assistant.command(
        "cloudprint/print", device_id=device_id, upload=upload["upload_id"]
    )
    assert printed["jobs"]


async def _print_by_ipp(uri: str) -> None:
    """Print a PDF on the printer with an address."""
    message = Message(
        version=(2, 0),
        code=Operation.PRINT_JOB,
        request_id=1,
        groups=[
            Group(
                Tag.OPERATION_GROUP,
                [
                    CHARSET,
                    LANGUAGE,
                    Attribute.of("printer-uri", Tag.URI, uri),
                    Attribute.of(
                        "document-format", Tag.MIME_MEDIA_TYPE, "application/pdf"
                    ),
                ],
            )
        ],
    )
    url = URL(uri).with_scheme("http").with_host("127.0.0.1")
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            url,
            data=encode_message(message) + pdf_files.text(),
            headers={"Content-Type": "application/ipp"},
        ) as answer,
    ):
        response, _ = parse_message(await answer.read())
    assert response.code == Status.OK


@pytest.mark.slow
async def test_first_use(
    socket_enabled: None, cloud: SimulatedCloud, tmp_path: Path
) -> None:
    """An account that prints nothing loads little; nothing else loads in the loop."""
    file = tmp_path / "imports.txt"
    printer = cloud.printers[0]
    async with HomeAssistant(
        tmp_path,
        program=("-P", str(FILE), str(file)),
    ) as home:
        device_id = (await add_account(home, cloud, [printer]))[printer.share_code]
        flow = "/api/config/config_entries/flow"
        form = await home.post(flow, {"handler": "local_todo"})
        await home.post(f"{flow}/{form['flow_id']}", {"todo_list_name": "Errands"})
        # Another test may share its printers at the same time.
        await set_options(home, ipp_port=free_port())
        await home.restart()
        imports = Imports(file)
        at_start = imports.take()
        at_start = at_start[[name for name, _ in at_start].index("", 1) :]
        assert [name for name, place in at_start if place == "loop"] == []
        assert [
            name
            for name, _ in at_start
            if f"{name}.".startswith(tuple(f"{unused}." for unused in _UNUSED))
        ] == []

        async def find(key: str) -> str:
            """Return the id of an entity of the printer."""
            entities = await home.command("config/entity_registry/list")
            return next(
                str(entity["entity_id"])
                for entity in entities
                if entity["device_id"] == device_id
                and entity["unique_id"].endswith(f"_{key}")
            )

        async def print_fields(**fields: Any) -> None:
            printed = await home.action(
                "cloudprint.print", {"device_id": device_id, **fields}
            )
            assert printed["jobs"]

        async def act(name: str, key: str) -> None:
            path = f"/api/services/{name.replace('.', '/')}"
            await home.post(path, {"entity_id": await find(key)})

        async def print_by_ipp() -> None:
            await act("switch.turn_on", "share_locally")
            switch = await find("share_locally")
            found: list[str] = []

            async def is_shared() -> bool:
                state = await home.get(f"/api/states/{switch}")
                found.append(state["attributes"]["uri"] or "")
                return bool(found[-1])

            await home.process.until(is_shared, "share the printer", _SECONDS)
            await _print_by_ipp(found[-1])
            jobs: list[str] = []

            async def is_prepared() -> bool:
                answer = await home.action("cloudprint.get_jobs", {})
                jobs[:] = [job["state"] for job in answer["jobs"]]
                return "preparing" not in jobs

            await home.process.until(is_prepared, "prepare the job", _SECONDS)

        async def speak(text: str, language: str) -> None:
            said = {"text": text, "language": language}

            async def is_understood() -> bool:
                # The start waits for no sentences.
                answer = await home.post("/api/conversation/process", said)
                response = answer["response"]
                if response["data"].get("code") == "no_intent_match":
                    return False
                assert response["response_type"] == "action_done", response
                return True

            await home.process.until(is_understood, "understand", _SECONDS)

        async def fill_in_pages() -> None:
            entries = await home.command("config_entries/get", domain="cloudprint")
            flow = "/api/config/config_entries/subentries/flow"
            handler = [entries[0]["entry_id"], "document"]
            for name in PAGE_NAMES:
                step = await home.post(flow, {"handler": handler})
                for choice in ("page", name):
                    step = await home.post(
                        f"{flow}/{step['flow_id']}", {"next_step_id": choice}
                    )
                values: dict[str, dict[str, Any]] = {
                    "planner": {"week": "next_week"},
                    "worksheet": {"count": 8},
                }
                if name in values:
                    path = f"{flow}/{step['flow_id']}"
                    step = await home.post(path, values[name])
                    assert step["step_id"] == "page_save"

        async def load_card() -> None:
            assert (await home.command("cloudprint/printers"))["printers"]
            await home.command("cloudprint/documents")
            await home.command("cloudprint/jobs/subscribe")

        uses: dict[str, Callable[[], Awaitable[None]]] = {
            "forms": fill_in_pages,
            "sentence": lambda: speak("print a test page", "en"),
            "other language": lambda: speak("打印下周五的日程", "zh-Hans"),
            "card": load_card,
            "text": lambda: print_fields(text="A text"),
            "Markdown": lambda: print_fields(markdown="# A *text*"),
            "entity": lambda: print_fields(entity="todo.errands"),
            "PDF": lambda: _print_upload(home, device_id, "a.pdf", pdf_files.text()),
            "picture": lambda: _print_upload(
                home, device_id, "a.webp", pictures.saved(pictures.photo(), "WEBP")
            ),
            "button": lambda: act("button.press", "test_page"),
            "reprint": lambda: act("button.press", "reprint_last"),
            "IPP": print_by_ipp,
        }
        imports.take()
        in_loop: dict[str, list[str]] = {}
        loaded = set[str]()
        for use, perform in uses.items():
            await perform()
            new = imports.take()
            loaded.update(name for name, _ in new)
            in_loop[use] = [name for name, place in new if place == "loop"]
        assert in_loop == {use: [] for use in uses}
        assert {"card_api.commands", "ipp.shared_port"} <= loaded
        assert {"global.dat", "en.dat", "zh_Hans.dat"} <= loaded
        assert our_errors(read_log(home.process.log)) == []
    assert await cloud.control("GET", "/violations") == []
