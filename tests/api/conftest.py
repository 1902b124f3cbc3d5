"""Fixtures of the client's tests."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from hypothesis import HealthCheck, settings
import pytest

from custom_components.cloudprint.api.client import CloudPrintClient
from tests.simulator import Application, CloudSimulator

from .scripted import ScriptedService

APP_ID = "f03e4012f1b7471f8ab9b3e9429ed67b"
APP_KEY = "cdd916a412844758a63672461c85f354"

# Do not fail because the machine is busy.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Any:
    """Return a sample of the vendor's document."""
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class Clock:
    """A monotonic clock, in seconds, that a test sets."""

    now: float = 5000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock of tokens, but not that of the event loop."""
    clock = Clock()
    monkeypatch.setattr(
        "custom_components.cloudprint.api.token.time",
        SimpleNamespace(monotonic=lambda: clock.now),
    )
    return clock


@pytest.fixture
async def session(socket_enabled: None) -> AsyncIterator[aiohttp.ClientSession]:
    """Return a session that can reach the loopback interface."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def service(socket_enabled: None) -> AsyncIterator[ScriptedService]:
    """Return a service with scripted answers."""
    service = ScriptedService()
    async with service.running():
        yield service


@pytest.fixture
def scripted(
    session: aiohttp.ClientSession, service: ScriptedService
) -> CloudPrintClient:
    """Return a client of the scripted service."""
    return CloudPrintClient(session, APP_ID, APP_KEY, base_url=service.base_url)


@pytest.fixture
def cloud(
    session: aiohttp.ClientSession, simulator: CloudSimulator, application: Application
) -> CloudPrintClient:
    """Return a client of the simulated cloud."""
    return CloudPrintClient(session, APP_ID, APP_KEY, base_url=simulator.base_url)
