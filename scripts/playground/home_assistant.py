"""A real Home Assistant as a process, and its API."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
import json
from pathlib import Path
import sys
from typing import Any, Self

import aiohttp

from .ports import free_port
from .process import Process

ROOT = Path(__file__).resolve().parents[2]
USERNAME = PASSWORD = "cloudprint"
_START_SECONDS = 180
_CALL_TIMEOUT = aiohttp.ClientTimeout(total=120)

# Nothing here may ask the internet. The steps of the onboarding behind the user's own
# would set up services out there, so they count as done; and the Marketplace, which
# fetches its catalogue at every start, gives way to an empty one.
_ONBOARDING = {
    "version": 4,
    "minor_version": 1,
    "key": "onboarding",
    "data": {"done": ["core_config", "analytics", "integration"]},
}
_MARKETPLACE = {
    "domain": "marketplace",
    "name": "No Marketplace",
    "codeowners": [],
    "documentation": "https://www.home-assistant.io",
    "iot_class": "calculated",
    "requirements": [],
    "version": "0.0.0",
}
_MARKETPLACE_CODE = '''"""Stands in for the Marketplace."""


async def async_setup(hass, config):
    """Set nothing up."""
    return True
'''

_SOUND = {
    "pymicro_vad": (
        '"""Stands in for the voice activity detector."""\n\n\n'
        'class MicroVad:\n    """Detects no voice."""\n'
    ),
    "pyspeex_noise": (
        '"""Stands in for noise suppression."""\n\nAudioProcessor = None\n'
    ),
}
"""Modules that Home Assistant needs to list its actions, and so to show its first page
in the frontend. The real ones need a C compiler, and no test uses a microphone."""


class CallError(Exception):
    """Home Assistant refused a call.

    Attributes:
        status: Of HTTP; 0 for a call of the WebSocket API.
    """

    def __init__(self, status: int, message: str) -> None:
        """Keep the message and the status."""
        super().__init__(message)
        self.status = status


class HomeAssistant:
    """A Home Assistant with a config folder of its own, reachable from here only.

    The integration in it is the one of this working copy. It logs at debug level, to
    `process.log`. What is in `documents` may be printed. There is one user, of the
    name and the password `cloudprint`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        configuration: Mapping[str, Any] | None = None,
        program: Sequence[str] = ("-m", "homeassistant"),
    ) -> None:
        """Write the configuration.

        Args:
            folder: Where it keeps its files.
            port: To listen at; a free one if not given, the same for all starts.
            configuration: Added to configuration.yaml.
            program: What Python runs: Home Assistant, or what starts it differently.
        """
        self.config = folder / "config"
        self.documents = folder / "documents"
        self._port = port or free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._client_id = f"{self.url}/"
        self._token: str | None = None
        self.process = Process(
            "Home Assistant",
            [
                *(sys.executable, *program, "--config", str(self.config)),
                # All that it needs is in requirements/RELEASE.txt
                *("--skip-pip", "--log-no-color"),
            ],
            # Not in the working copy, where it would find the integration outside its folder
            cwd=folder,
            log=folder / "home-assistant.log",
            modules=folder / "modules",
        )
        self._write_configuration(configuration or {}, folder / "modules")

    def _write_configuration(self, more: Mapping[str, Any], modules: Path) -> None:
        self.documents.mkdir(parents=True, exist_ok=True)
        integrations = self.config / "custom_components"
        integrations.mkdir(parents=True, exist_ok=True)
        (integrations / "cloudprint").symlink_to(ROOT / "custom_components/cloudprint")
        _write(integrations / "marketplace/manifest.json", _MARKETPLACE)
        _write(integrations / "marketplace/__init__.py", _MARKETPLACE_CODE)
        for name, code in _SOUND.items():
            _write(modules / f"{name}.py", code)
        _write(self.config / ".storage/onboarding", _ONBOARDING)
        configuration = {
            "homeassistant": {"allowlist_external_dirs": [str(self.documents)]},
            "http": {"server_host": "127.0.0.1", "server_port": self._port},
            "logger": {
                "default": "info",
                "logs": {"custom_components.cloudprint": "debug"},
            },
            "frontend": {},
            "conversation": {},
            "media_source": {},
            **more,
        }
        # JSON is YAML, too.
        _write(self.config / "configuration.yaml", configuration)

    async def __aenter__(self) -> Self:
        """Start, for the first time: with its user, ready for use."""
        try:
            await self.start()
        except BaseException:
            await self.process.kill()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.process.stop()

    async def start(self) -> None:
        """Start, and wait until it is running and we are signed in."""
        await self.start_signed_out()
        if self._token is None:
            await self._add_user()
            await self._finish_start()
        else:
            await self.sign_in()

    async def start_signed_out(self) -> None:
        """Start, and wait until it answers; it may not have a user yet."""
        self.process.start()
        await self.process.until(self._answers, "answer", _START_SECONDS)

    async def sign_in(self) -> None:
        """Sign in as the existing user, and wait until it is running."""
        await self._sign_in()
        await self._finish_start()

    async def _finish_start(self) -> None:
        await self.process.until(self._is_running, "start", _START_SECONDS)
        if (await self.command("http/config"))["pending"] is not None:
            # Otherwise Home Assistant returns to its previous addresses after five minutes.
            await self.command("http/config/promote")

    async def restart(self) -> None:
        """Stop and start again, once its entries are written.

        Home Assistant may stop without waiting for a write in progress.
        """
        await self.process.until(
            self._has_written_entries, "write its entries", _START_SECONDS
        )
        await self.process.stop()
        await self.start()

    async def kill(self) -> None:
        """Kill it, as a power cut would."""
        await self.process.kill()

    # Its API

    async def get(self, path: str, *, signed_in: bool = True) -> Any:
        """Ask for something.

        Raises:
            CallError: Home Assistant refused.
        """
        return await self._call("GET", path, signed_in=signed_in)

    async def post(
        self, path: str, body: Mapping[str, Any], *, signed_in: bool = True
    ) -> Any:
        """Send something.

        Raises:
            CallError: Home Assistant refused.
        """
        return await self._call("POST", path, signed_in=signed_in, json=body)

    async def action(self, name: str, data: Mapping[str, Any]) -> Any:
        """Perform an action that has a response, and return that.

        Args:
            name: With its domain, `cloudprint.print`.
            data: The action's fields.

        Raises:
            CallError: Home Assistant refused; its text is what a user would see.
        """
        path = f"/api/services/{name.replace('.', '/')}?return_response"
        return (await self.post(path, data))["service_response"]

    async def command(self, name: str, /, **fields: Any) -> Any:
        """Send a command of the WebSocket API, and return its result.

        Raises:
            CallError: Home Assistant refused.
            aiohttp.ClientError: It could not be reached, or ended before it answered.
        """
        async with (
            aiohttp.ClientSession(timeout=_CALL_TIMEOUT) as session,
            session.ws_connect(f"{self.url}/api/websocket") as connection,
        ):
            try:
                await connection.receive_json()
                await connection.send_json(
                    {"type": "auth", "access_token": self._token}
                )
                await connection.receive_json()
                await connection.send_json({"id": 1, "type": name, **fields})
                answer = await connection.receive_json()
            except aiohttp.WSMessageTypeError as err:
                # The end of the connection came in the place of an answer.
                raise aiohttp.ServerDisconnectedError from err
        if not answer["success"]:
            raise CallError(0, answer["error"]["message"])
        return answer["result"]

    async def _call(
        self, method: str, path: str, *, signed_in: bool, **body: Any
    ) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"} if signed_in else {}
        async with (
            aiohttp.ClientSession(timeout=_CALL_TIMEOUT) as session,
            session.request(
                method, f"{self.url}{path}", headers=headers, **body
            ) as answer,
        ):
            text = await answer.text()
            try:
                content = json.loads(text)
            except ValueError:
                content = {"message": text}
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise CallError(answer.status, content.get("message") or text)
            return content

    # Its start

    async def _answers(self) -> bool:
        try:
            await self.get("/auth/providers", signed_in=False)
        except CallError as err:
            # Before there is a user, it points to the onboarding.
            return err.status == HTTPStatus.BAD_REQUEST
        except aiohttp.ClientError:
            return False
        return True

    async def _is_running(self) -> bool:
        state: str = (await self.get("/api/core/state"))["state"]
        return state == "RUNNING"

    async def _has_written_entries(self) -> bool:
        file = self.config / ".storage/core.config_entries"
        if not file.exists():
            return False
        written = {
            entry["entry_id"]: datetime.fromisoformat(entry["modified_at"]).timestamp()
            for entry in json.loads(file.read_bytes())["data"]["entries"]
        }
        return all(
            written.get(entry["entry_id"]) == entry["modified_at"]
            for entry in await self.command("config_entries/get")
        )

    async def _add_user(self) -> None:
        account = {
            "name": "Cloud Print",
            "username": USERNAME,
            "password": PASSWORD,
            "language": "en",
            "client_id": self._client_id,
        }
        answer = await self.post("/api/onboarding/users", account, signed_in=False)
        await self._take_token(answer["auth_code"])

    async def _sign_in(self) -> None:
        request = {
            "client_id": self._client_id,
            "handler": ["homeassistant", None],
            "redirect_uri": self._client_id,
        }
        flow = await self.post("/auth/login_flow", request, signed_in=False)
        answer = await self.post(
            f"/auth/login_flow/{flow['flow_id']}",
            {
                "client_id": self._client_id,
                "username": USERNAME,
                "password": PASSWORD,
            },
            signed_in=False,
        )
        await self._take_token(answer["result"])

    async def _take_token(self, code: str) -> None:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self._client_id,
        }
        answer = await self._call("POST", "/auth/token", signed_in=False, data=form)
        self._token = answer["access_token"]


def _write(file: Path, content: str | Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False, indent=2)
    file.write_text(content, encoding="utf-8")
