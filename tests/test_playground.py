"""Home Assistant as a process, as our tests and scripts/develop call it."""

from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from scripts.playground.home_assistant import HomeAssistant


async def _hang_up(request: web.Request) -> web.WebSocketResponse:
    """Greet, and end as a killed Home Assistant does."""
    connection = web.WebSocketResponse()
    await connection.prepare(request)
    await connection.send_json({"type": "auth_required"})
    await connection.receive_json()
    await connection.close()
    return connection


async def test_killed_while_it_is_asked(tmp_path: Path, socket_enabled: None) -> None:
    """A command that it did not live to answer is a connection that was lost."""
    application = web.Application()
    application.router.add_get("/api/websocket", _hang_up)
    async with TestServer(application) as server:
        home_assistant = HomeAssistant(tmp_path, port=server.port)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await home_assistant.command("http/config")
