"""A Home Assistant that shares a printer, and the programs that print on it."""

from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from ..crashing_hass import FILE
from .cups import Cups, running_cups
from .house import House, share_printer
from .network import own_network, require

PORT = 8631


@pytest.fixture(autouse=True)
def network(socket_enabled: None) -> Generator[None]:
    """Let a test and its processes have a network of their own."""
    require("ip")
    with ExitStack() as stack:
        try:
            stack.enter_context(own_network())
        except PermissionError:
            pytest.skip("a container needs the capability SYS_ADMIN")
        yield


@pytest.fixture
async def ipp_house(
    network: None, cloud: SimulatedCloud, tmp_path: Path
) -> AsyncGenerator[House]:
    """Share a colour printer that prints on both sides, for any number of pages.

    Home Assistant can be made to kill itself by files in the folder `armed`.
    """
    program = ("-P", str(FILE), str(tmp_path / "armed"))
    _, printer = cloud.printers
    async with HomeAssistant(tmp_path, program=program) as home_assistant:
        yield await share_printer(
            home_assistant, cloud, printer, port=PORT, ipp_pages_per_hour=10_000
        )


@pytest.fixture
async def cups(network: None, tmp_path: Path) -> AsyncGenerator[Cups]:
    """Run a CUPS without queues."""
    require("cupsd", "lpadmin", "lp", "lpstat", "cancel")
    async with running_cups(tmp_path / "cups.log") as running:
        yield running
