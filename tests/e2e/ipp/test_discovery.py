"""A shared printer is found by Avahi, as phones and computers find it."""

from pathlib import Path
import re
from typing import Final

import pytest

from .avahi import PROGRAMS, running_avahi
from .cups import running_cups
from .house import SECONDS, House
from .network import ADDRESS, require
from .programs import run, run_any

pytestmark = pytest.mark.cups

KINDS: Final = (
    *("_ipp._tcp", "_universal._sub._ipp._tcp", "_print._sub._ipp._tcp"),
    *("_ipps._tcp", "_universal._sub._ipps._tcp", "_print._sub._ipps._tcp"),
)


async def test_printer_is_found_while_it_is_shared(
    ipp_house: House, tmp_path: Path
) -> None:
    """It is announced with all its types, and gone when the switch is turned off."""
    require(*PROGRAMS)
    resource = (await ipp_house.until_shared()).partition(f":{ipp_house.port}/")[2]
    async with running_avahi() as avahi:
        for kind in KINDS:
            (service,) = await avahi.until_found(kind, 1)
            assert service["ADDRESS"] == ADDRESS
            assert service["PORT"] == str(ipp_house.port)
            assert service["rp"] == resource
            assert service["txtvers"] == service["qtotal"] == "1"
            assert "image/urf" in service["pdl"].split(",")
            assert service["URF"]
            assert service["TLS"] == "1.2"
            assert (service["Color"], service["Duplex"]) == ("T", "T")
        uri = f"ipp://{service['HOST']}:{ipp_house.port}/{resource}"
        for pattern in ("_ipp._tcp", "_ipp._tcp,_universal", "_ipp._tcp,_print"):
            await _until_said(ipp_house, uri, "ippfind", "-T", "3", pattern, "--print")
        encrypted = uri.replace("ipp:", "ipps:")
        await _until_said(
            ipp_house, encrypted, "ippfind", "-T", "3", "_ipps._tcp", "--print"
        )
        # Clients show the announced name, also for a printer that is added by hand.
        said = await run(
            *("ipptool", "-tv", f"ipps://localhost:{ipp_house.port}/{resource}"),
            "get-printer-attributes.test",
        )
        name = re.search(r"printer-dns-sd-name .*= (.*)\n", said)
        assert name is not None
        assert name[1] == service["NAME"]
        async with running_cups(tmp_path / "cups.log") as cups:
            # What CUPS lists to people who add a printer.
            command = ("lpinfo", "--include-schemes", "dnssd", "-v")
            await cups.until_said("network dnssd://", *command)

        await ipp_house.turn(False)
        for kind in KINDS:
            assert await avahi.until_found(kind, 0) == []
        await ipp_house.turn(True)
        await ipp_house.until_shared()
        await avahi.until_found("_universal._sub._ipp._tcp", 1)
        await ipp_house.process.stop()
        assert await avahi.until_found("_ipp._tcp", 0) == []


async def _until_said(house: House, text: str, *command: str) -> None:
    """Repeat a program until it says a text."""

    async def is_said() -> bool:
        return text in (await run_any(*command))[1].split()

    await house.process.until(is_said, f"let {command[0]} find it", SECONDS)
