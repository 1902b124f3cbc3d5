"""Ports of this machine that nobody listens at."""

import random
import socket
from typing import Final

# Below those that the system gives to whoever asks for any: one of these may be
# somebody else's before it is listened at. And above those that services are known by.
_PORTS: Final = range(20_000, 32_000)


def free_port() -> int:
    """Return a port that is free, and that nobody is given by chance."""
    while not is_free(port := random.choice(_PORTS)):
        pass
    return port


def is_free(port: int) -> bool:
    """Return if nobody listens at a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
