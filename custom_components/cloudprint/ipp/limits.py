"""Limits of the IPP server."""

from dataclasses import dataclass

from ..document import MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a server its clients can use, and for how long."""

    connections: int = 64
    connections_per_address: int = 16
    requests_per_address: int = 8
    """Requests of IPP at the same time."""

    idle_seconds: float = 30
    """Time for the line and the headers of the next request. Phones keep connections."""
    stall_seconds: float = 30
    """Time for the next data of a body, and for sending a response."""
    total_seconds: float = 15 * 60
    """Time for a whole body."""
    message_bytes: int = MEBIBYTE // 4
    """Size of a message, without its document."""
    drain_bytes: int = 64 * MEBIBYTE
    """Size of a rest of a body that is read after the response."""
    drain_seconds: float = 20
    stop_seconds: float = 5
    """Time for requests in progress when the server stops."""
