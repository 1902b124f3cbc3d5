"""An Avahi of a test's own, with the message bus that its programs ask."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import re
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from scripts.playground.process import Process

from .network import INTERFACE
from .programs import run

PROGRAMS: Final = ("dbus-daemon", "avahi-daemon", "avahi-browse", "ippfind")
SECONDS: Final = 60

_BUS: Final = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
  </policy>
</busconfig>
"""
_AVAHI: Final = f"""\
[server]
host-name=laptop
allow-interfaces={INTERFACE}
use-ipv6=no
"""
_LOCK: Final = Path("/run/avahi-daemon")


class Avahi:
    """A running Avahi, and the programs that ask it."""

    def __init__(self, folder: Path) -> None:
        """Write the configuration to a folder."""
        bus, daemon = folder / "bus.conf", folder / "avahi.conf"
        bus.write_text(_BUS.format(folder=folder), encoding="utf-8")
        daemon.write_text(_AVAHI, encoding="utf-8")
        self._socket = folder / "bus"
        self._log = folder / "avahi.log"
        self._bus = Process(
            "The message bus",
            ["dbus-daemon", f"--config-file={bus}", "--nofork", "--nopidfile"],
            cwd=folder,
            log=folder / "bus.log",
        )
        self._daemon = Process(
            "Avahi",
            [
                *("avahi-daemon", "--file", str(daemon)),
                *("--no-drop-root", "--no-chroot", "--no-rlimits"),
            ],
            cwd=folder,
            log=self._log,
        )

    async def start(self) -> None:
        """Start both, and wait until Avahi answers."""

        async def is_listening() -> bool:
            return self._socket.exists()

        async def answers() -> bool:
            return "Server startup complete" in self._log.read_text(encoding="utf-8")

        _LOCK.mkdir(exist_ok=True)
        self._bus.start()
        await self._bus.until(is_listening, "listen", SECONDS)
        self._daemon.start()
        await self._daemon.until(answers, "start", SECONDS)

    async def stop(self) -> None:
        """Stop both."""
        await self._daemon.stop()
        await self._bus.stop()

    async def until_found(self, kind: str, count: int) -> list[dict[str, str]]:
        """Wait until a number of services of a kind is there, and return them."""
        found: list[dict[str, str]] = []

        async def is_found() -> bool:
            found[:] = await browse(kind)
            return len(found) == count

        await self._daemon.until(is_found, f"find {count} of {kind}", SECONDS)
        return found


async def browse(kind: str) -> list[dict[str, str]]:
    """Return the services of a kind that Avahi knows now, by their TXT and more.

    In capitals are the service's NAME, HOST, ADDRESS and PORT.
    """
    said = await run("avahi-browse", "--resolve", "--terminate", "--parsable", kind)
    services = []
    for line in said.splitlines():
        # "=;house;IPv4;Name;_ipp._tcp;local;host.local;address;port;"key=value" ..."
        if line.startswith("="):
            *start, txt = line.split(";", 9)
            names = ("NAME", "TYPE", "DOMAIN", "HOST", "ADDRESS", "PORT")
            pairs = re.findall(r'"([^"=]+)=([^"]*)"', txt)
            values = (_unescape(value) for value in start[3:])
            services.append(dict(zip(names, values, strict=True)) | dict(pairs))
    return services


def _unescape(text: str) -> str:
    r"""Return a text without the escapes of other characters, as "\\032" for a space."""
    return re.sub(
        rb"\\(\d{3})", lambda match: bytes([int(match[1])]), text.encode()
    ).decode()


@asynccontextmanager
async def running_avahi() -> AsyncGenerator[Avahi]:
    """Run an Avahi that programs find, those that are started later."""
    with TemporaryDirectory(prefix="avahi-") as folder:
        avahi = Avahi(Path(folder))
        address = f"unix:path={folder}/bus"
        with patch.dict(os.environ, {"DBUS_SYSTEM_BUS_ADDRESS": address}):
            try:
                await avahi.start()
                yield avahi
            finally:
                await avahi.stop()
