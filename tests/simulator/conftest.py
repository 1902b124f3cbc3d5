"""Fixtures of the simulator's own tests."""

from collections.abc import AsyncGenerator
from pathlib import Path

from aiohttp import ClientSession
import pytest

from . import Application, CloudSimulator
from .bare_client import BareClient

MOMENT = 1_753_382_724.363
"""Time of the document's second sample task, from its id (OpenAPI 3.7.3)."""


@pytest.fixture
async def simulator(
    socket_enabled: None, tmp_path: Path
) -> AsyncGenerator[CloudSimulator]:
    """Return a running cloud with a stopped clock and a folder."""
    simulator = CloudSimulator(folder=tmp_path / "paper", clock=lambda: MOMENT)
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def stranger(
    simulator: CloudSimulator, application: Application
) -> AsyncGenerator[BareClient]:
    """Return a client without a token."""
    async with ClientSession() as session:
        yield BareClient(session, simulator, application)


@pytest.fixture
async def caller(stranger: BareClient) -> BareClient:
    """Return a client with a token; its sign-in is not in the records."""
    await stranger.sign_in()
    stranger.simulator.forget()
    return stranger
