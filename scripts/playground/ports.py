"""Free ports of this machine."""

import random
import socket
from typing import Final

# Below the ephemeral ports, one of which the system may give to another process before
# it is listened at, and above the ports of well-known services.
_PORTS: Final = range(20_000, 32_000)


def free_port() -> int:
    """Return a free port below the ephemeral ones."""
    while not is_free(port := random.choice(_PORTS)):
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
