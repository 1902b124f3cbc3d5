"""A real Home Assistant and a simulated cloud, each a process."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from scripts.playground import process
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .browser import PRESS
from .forks import ForkServer


@pytest.fixture(scope="session", autouse=True)
def fork_server() -> Generator[None]:
    """Load Home Assistant's own modules once, not in each process."""
    server = ForkServer()
    with patch.object(process, "run_program", server.run_program):
        yield
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def press() -> Generator[None]:
    """Start the press's thread before the tests, which may not leave new ones."""
    PRESS.start()
    yield
    PRESS.stop()


@pytest.fixture
async def cloud(socket_enabled: None, tmp_path: Path) -> AsyncGenerator[SimulatedCloud]:
    """A running cloud whose tasks take a second for each state."""
    async with SimulatedCloud(tmp_path) as running:
        yield running


@pytest.fixture
async def home_assistant(
    socket_enabled: None, tmp_path: Path
) -> AsyncGenerator[HomeAssistant]:
    """A running Home Assistant without an account."""
    async with HomeAssistant(tmp_path) as running:
        yield running


@pytest.fixture
def configuration() -> dict[str, Any]:
    """Additions to configuration.yaml."""
    return {}


@pytest.fixture
async def new_home_assistant(
    socket_enabled: None, tmp_path: Path, configuration: dict[str, Any]
) -> AsyncGenerator[HomeAssistant]:
    """A running Home Assistant before its onboarding: it has no user yet."""
    home_assistant = HomeAssistant(tmp_path, configuration=configuration)
    try:
        await home_assistant.start_signed_out()
        yield home_assistant
    finally:
        await home_assistant.process.stop()
