"""Free ports of this machine."""

import os
import random
import socket
from typing import Final

# Below the ephemeral ports, one of which the system may give to another process before
# it is listened at, and above the ports of well-known services.
_PORTS: Final = range(20_000, 32_000)
_SLICES: Final = 12


def free_port() -> int:
    """Return a free port below the ephemeral ones.

    Tests that run at the same time get different ones: a port may be needed again after
    its program was restarted.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    ports = _PORTS[int(worker) % _SLICES :: _SLICES]
    while not is_free(port := random.choice(ports)):
        pass
    return port


def is_free(port: int) -> bool:
    """Return whether a port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
