"""A running simulator for its own tests."""

from collections.abc import AsyncGenerator
from pathlib import Path

from aiohttp import ClientSession
import pytest

from . import Application, CloudSimulator, Printer
from .bare_client import BareClient

MOMENT = 1_753_382_724.363
"""When the document's second sample task was made (OpenAPI 3.7.3, its id)."""


@pytest.fixture
async def simulator(
    socket_enabled: None, tmp_path: Path
) -> AsyncGenerator[CloudSimulator]:
    """A running cloud whose time stands still, with a folder."""
    simulator = CloudSimulator(folder=tmp_path / "paper", clock=lambda: MOMENT)
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
def application(simulator: CloudSimulator) -> Application:
    """The document's application."""
    return simulator.add_application()


@pytest.fixture
def printer(simulator: CloudSimulator, application: Application) -> Printer:
    """The document's printer, bound."""
    printer = simulator.add_printer()
    simulator.bind(application, printer)
    return printer


@pytest.fixture
async def stranger(
    simulator: CloudSimulator, application: Application
) -> AsyncGenerator[BareClient]:
    """A client without a token."""
    async with ClientSession() as session:
        yield BareClient(session, simulator, application)


@pytest.fixture
async def client(stranger: BareClient) -> BareClient:
    """A client with a token, and that not yet in the records."""
    await stranger.sign_in()
    stranger.simulator.forget()
    return stranger
