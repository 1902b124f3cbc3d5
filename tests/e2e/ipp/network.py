"""A network of a test's own, from which no packet leaves the machine; Linux only."""

from collections.abc import Generator
from contextlib import contextmanager
import os
from pathlib import Path
import shutil
import subprocess
from typing import Final

import pytest

ADDRESS: Final = "192.168.77.1"
INTERFACE: Final = "house"

_COMMANDS: Final = (
    "ip link set lo up",
    # Other machines are at the other end, but there are none.
    f"ip link add {INTERFACE} type veth peer name wire",
    f"ip address add {ADDRESS}/24 dev {INTERFACE}",
    f"ip link set {INTERFACE} up",
    "ip link set wire up",
    # Home Assistant announces itself where its default route leads.
    f"ip route add default dev {INTERFACE}",
)


def require(*programs: str) -> None:
    """Skip the test for others than root; fail if a program is missing."""
    if os.getuid() != 0:
        pytest.skip("only root may have a network of its own")
    for name in programs:
        assert shutil.which(name), f"{name} is missing: start scripts/setup-programs"


@contextmanager
def own_network() -> Generator[None]:
    """Give this thread, and what it starts, a network of its own with one interface.

    Multicast works in it, and all ports are free. Raises PermissionError for others than
    root, and where a container does not allow it.
    """
    with Path("/proc/thread-self/ns/net").open("rb") as before:
        os.unshare(os.CLONE_NEWNET)
        try:
            for command in _COMMANDS:
                subprocess.run(command.split(), check=True)
            yield
        finally:
            os.setns(before.fileno(), os.CLONE_NEWNET)
