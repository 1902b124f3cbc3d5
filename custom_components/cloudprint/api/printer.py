"""A shared printer as the service lists it (OpenAPI 3.2.3, 3.4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, override

from mashumaro import DataClassDictMixin, field_options

from .reading import first, flag, line, text, wire, word


class PrinterKey(Protocol):
    """What identifies a printer in all calls; the service has no other stable id."""

    @property
    def server_sn(self) -> str:
        """Serial number of the print server, which can have many printers."""

    @property
    def name(self) -> str:
        """Name of the printer on its server."""

    @property
    def device_type(self) -> str:
        """Kind of device: `printer` for printers."""


def _required_text(value: object) -> str:
    """Return a text or raise ValueError."""
    if (result := text(value)) is None:
        raise ValueError("not a text")
    return result


def _device_type(value: object) -> str:
    """Return the kind of device; the document knows one, which is taken in any case."""
    return word(value, ("printer",)) or "printer"


def _online(value: object) -> bool | None:
    """Return the printer's state: "1" or "0" in newer prose, words in older."""
    if isinstance(value, str):
        value = {"ONLINE": True, "OFFLINE": False}.get(value.upper(), value)
    return flag(value)


def _hidden(value: object) -> bool:
    """Return whether the printer is hidden; only a plain yes hides it."""
    return flag(value) or False


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer(DataClassDictMixin):
    """A device that is bound to the application.

    `online` and `hidden` come from the vendor's prose, not from the document: they
    may never be sent. The service also reports "online" when it could not find out.
    """

    server_sn: str = field(
        metadata=field_options(alias="sn", deserialize=_required_text)
    )
    """Serial number of the print server, which can have many printers."""

    name: str = field(
        metadata=field_options(alias="printerName", deserialize=_required_text)
    )
    """Name of the printer on its server."""

    device_type: str = wire("deviceType", _device_type, "printer")
    """Kind of device: `printer` for printers; the service also knows scanners."""

    alias: str = wire("printerAlias", lambda value: line(value) or "", "")
    """Name that the administrator gave it, else `{name}-{server_sn}`."""

    online: bool | None = wire("onlineStatus", _online, None)
    """Whether the service believes it to be reachable; None when it does not say."""

    hidden: bool = wire("hidden", _hidden, False)
    """Whether its administrator wants it not to be offered."""

    @property
    def key(self) -> tuple[str, str]:
        """What the service knows it by: the SN of its server, and its name there."""
        return self.server_sn, self.name

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Accept the other names that the service has for the same things."""
        return {
            **d,
            "sn": first(d, "sn", "shareSn", "controlSn", "unimsn"),
            "printerName": first(d, "printerName", "deviceName"),
        }

    def __post_init__(self) -> None:
        """Name a printer without an alias as the document does (OpenAPI 3.2.3)."""
        if not self.alias:
            alias = f"{self.name}-{self.server_sn}"
            object.__setattr__(self, "alias", line(alias))


def to_request(printer: PrinterKey) -> Mapping[str, str]:
    """Return the fields by which a request names a printer (OpenAPI 3.3.2, 3.5.2)."""
    return {
        "printerName": printer.name,
        "shareSn": printer.server_sn,
        "deviceType": printer.device_type,
    }
