"""Tests of printers in the local network, with packets on the loopback interface."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Generator,
    Mapping,
    Sequence,
)
from contextlib import ExitStack, contextmanager, suppress
import fcntl
from ipaddress import IPv4Address
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final
from unittest.mock import patch

from hypothesis import given, strategies as st
import pytest
from zeroconf import IPVersion, ServiceInfo, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from custom_components.cloudprint.api.capabilities import Paper, PrinterCapabilities
from custom_components.cloudprint.ipp.announcement import (
    ENCRYPTED_TYPE,
    SERVICE_TYPE,
    SUBTYPES,
    Announcement,
    build_txt,
)
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.server.server import IppServer
from homeassistant.components import network, zeroconf
from homeassistant.config_entries import SOURCE_USER, SOURCE_ZEROCONF, ConfigEntryState
from homeassistant.const import (
    CONF_HOST,
    CONF_PORT,
    CONF_SSL,
    CONF_VERIFY_SSL,
    EVENT_HOMEASSISTANT_CLOSE,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from ..e2e.ipp.network import own_network
from .printers import PRINTER, make_printer

PORT: Final = 8631
LOOPBACK: Final[Mapping[str, Any]] = {
    "interfaces": ["127.0.0.1"],
    "ip_version": IPVersion.V4Only,
}
NAME: Final = f"Office printer.{SERVICE_TYPE}"
WAIT_SECONDS: Final = 30
ASK_AGAIN_SECONDS: Final = 0.05


class Client:
    """A device in the network, and the services that it sees."""

    def __init__(self, responder: AsyncZeroconf) -> None:
        """Browse as printing clients do."""
        self.responder = responder
        self.seen: dict[str, set[str]] = {
            f"{subtype}{type_}": set()
            for type_ in (SERVICE_TYPE, ENCRYPTED_TYPE)
            for subtype in ("", *(f"{subtype}._sub." for subtype in SUBTYPES))
        }
        self._changed = asyncio.Event()
        self._browsers = [
            AsyncServiceBrowser(responder.zeroconf, type_, handlers=[self._update])
            for type_ in self.seen
        ]

    def _update(
        self,
        zeroconf: Zeroconf,
        service_type: str,
        name: str,
        state_change: ServiceStateChange,
    ) -> None:
        if state_change is ServiceStateChange.Removed:
            self.seen[service_type].discard(name)
        else:
            self.seen[service_type].add(name)
        self._changed.set()

    async def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so with what is seen."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not is_so():
                self._changed.clear()
                await self._changed.wait()

    async def wait_for_names(self, *names: str, plain: Sequence[str] = ()) -> None:
        """Wait until exactly these services are seen, by all types or only in plain."""
        expected = {
            SERVICE_TYPE: {f"{name}.{SERVICE_TYPE}" for name in (*names, *plain)},
            ENCRYPTED_TYPE: {f"{name}.{ENCRYPTED_TYPE}" for name in names},
        }
        await self.wait_for(
            lambda: all(
                seen == expected[type_[type_.index("_ipp") :]]
                for type_, seen in self.seen.items()
            )
        )

    async def wait_for_addresses(self, name: str, addresses: list[str]) -> None:
        """Wait until a service has these addresses; each may come in its own packet."""
        async with asyncio.timeout(WAIT_SECONDS):
            while set((await self.ask(name)).parsed_addresses()) != set(addresses):
                await asyncio.sleep(ASK_AGAIN_SECONDS)

    async def ask(self, name: str) -> AsyncServiceInfo:
        """Return what the network knows of a service."""
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        assert await info.async_request(self.responder.zeroconf, WAIT_SECONDS * 1000)
        return info

    def recall(self, name: str) -> dict[str, str | None]:
        """Return the TXT record of a service as it was last announced."""
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        info.load_from_cache(self.responder.zeroconf)
        return info.decoded_properties

    async def stop_browsing(self) -> None:
        """See no more services."""
        for browser in self._browsers:
            await browser.async_cancel()

    async def stop(self) -> None:
        """Leave the network."""
        await self.stop_browsing()
        await self.responder.async_close()


@contextmanager
def alone(name: str) -> Generator[None]:
    """Wait until no other process is in a context of this name."""
    with (Path(gettempdir()) / f"cloudprint-{name}.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let zeroconf leave the timer of an answer that is due after its end."""
    return True


@pytest.fixture
def on_loopback(socket_enabled: None) -> Generator[None]:
    """Have Home Assistant's zeroconf on the loopback interface, and others there.

    Other tests share printers at the same time, whose packets come there, too: it is in a
    network of its own, or at least alone where that is not allowed.
    """
    with (
        alone("announcements"),
        ExitStack() as stack,
        patch.object(zeroconf, "_async_get_zc_args", return_value=LOOPBACK),
        patch.object(zeroconf, "install_multiple_zeroconf_catcher"),
    ):
        with suppress(PermissionError, FileNotFoundError):
            stack.enter_context(own_network())
        yield


@pytest.fixture
async def dnssd(on_loopback: None) -> AsyncGenerator[Client]:
    """Have a client in the network."""
    client = Client(AsyncZeroconf(**LOOPBACK))
    yield client
    await client.stop()


@pytest.fixture
async def announcement(
    hass: HomeAssistant, on_loopback: None
) -> AsyncGenerator[Announcement]:
    """Have an announcement without printers."""
    announcement = Announcement(hass, PORT)
    yield announcement
    await announcement.async_stop()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    await hass.async_block_till_done()


async def test_found_by_all_types(announcement: Announcement, dnssd: Client) -> None:
    """One printer is found as an IPP printer, and by both subtypes."""
    assert announcement.names == {}
    await announcement.async_update([PRINTER])
    await dnssd.wait_for_names("Office printer")
    assert announcement.is_announced
    info = await dnssd.ask(NAME)
    assert info.port == PORT
    assert info.parsed_addresses() == ["10.10.10.10"]
    assert info.server is not None
    assert info.server.startswith("cloudprint-")
    txt = info.decoded_properties
    assert txt["rp"] == PRINTER.resource
    assert txt["adminurl"] == f"http://{info.server[:-1]}:{PORT}/{PRINTER.resource}"


async def test_encrypted_only(announcement: Announcement, dnssd: Client) -> None:
    """A printer that takes no plain connection is announced with encryption alone."""
    await announcement.async_update([make_printer(needs_password=True)])
    name = f"Office printer.{ENCRYPTED_TYPE}"
    encrypted = {type_ for type_ in dnssd.seen if ENCRYPTED_TYPE in type_}
    await dnssd.wait_for(lambda: all(dnssd.seen[type_] for type_ in encrypted))
    for type_, seen in dnssd.seen.items():
        assert seen == ({name} if type_ in encrypted else set())


@pytest.mark.slow
async def test_withdrawn_at_once(announcement: Announcement, dnssd: Client) -> None:
    """Clients are told that a printer is gone; the other one stays."""
    other = make_printer(identifier="sn-2", name="Kitchen")
    await announcement.async_update([PRINTER, other])
    await dnssd.wait_for_names("Office printer", "Kitchen")
    await announcement.async_update([other])
    await dnssd.wait_for_names("Kitchen")
    assert announcement.names == {other.resource: "Kitchen"}
    await announcement.async_stop()
    await dnssd.wait_for_names()
    assert not announcement.is_announced


@pytest.mark.slow
async def test_shared_again_at_once(announcement: Announcement, dnssd: Client) -> None:
    """A printer that is turned off and on keeps its name."""
    await announcement.async_update([PRINTER])
    await dnssd.wait_for_names("Office printer")
    await announcement.async_update([])
    await announcement.async_update([PRINTER])
    assert announcement.names == {PRINTER.resource: "Office printer"}
    await dnssd.wait_for_names("Office printer")


@pytest.mark.slow
async def test_changes(announcement: Announcement, dnssd: Client) -> None:
    """An area is announced under the same name, and a new name as a new service."""
    await announcement.async_update([PRINTER])
    await dnssd.wait_for_names("Office printer")
    moved = make_printer(location="Attic")
    await announcement.async_update([moved])

    await dnssd.wait_for(lambda: dnssd.recall(NAME).get("note") == "Attic")
    await announcement.async_update([moved])
    await announcement.async_update([make_printer(name="Upstairs")])
    await dnssd.wait_for_names("Upstairs")


@pytest.mark.slow
async def test_names(
    hass: HomeAssistant, announcement: Announcement, dnssd: Client
) -> None:
    """Names are unique, without dots, and no longer than a name may be."""
    kitchen = f"Kitchen.{ENCRYPTED_TYPE}"
    printers = [
        make_printer(identifier=str(number), name=name)
        for number, name in enumerate(
            (
                *("HP 1.5\n", "书房打印机" * 6, "书房打印机" * 6, " "),
                *("Office printer", "Kitchen"),
            )
        )
    ]
    # A slow answer would come after the time for which zeroconf asks for a name.
    own = Client(await zeroconf.async_get_async_instance(hass))
    for type_, name in ((SERVICE_TYPE, NAME), (ENCRYPTED_TYPE, kitchen)):
        stranger = AsyncServiceInfo(
            type_, name, port=631, server="other.local.", addresses=["10.10.10.11"]
        )
        await (await dnssd.responder.async_register_service(stranger))
    await own.wait_for(
        lambda: NAME in own.seen[SERVICE_TYPE] and kitchen in own.seen[ENCRYPTED_TYPE]
    )
    await own.stop_browsing()
    await announcement.async_update(printers)
    assert list(announcement.names.values()) == [
        "HP 1 5",
        "书房打印机" * 4 + "书",
        "书房打印机" * 3 + "书房打印" + " (2)",
        "cloudprint",
        "Office printer (2)",
        "Kitchen (2)",
    ]
    expected = {f"{name}.{SERVICE_TYPE}" for name in announcement.names.values()}
    await dnssd.wait_for(lambda: expected <= dnssd.seen[SERVICE_TYPE])


@pytest.mark.slow
async def test_servers_of_different_ports(
    hass: HomeAssistant, announcement: Announcement, dnssd: Client
) -> None:
    """Printers of the same name on two servers have different names."""
    await announcement.async_update([PRINTER])
    await dnssd.wait_for_names("Office printer")
    other = Announcement(hass, PORT + 1)
    await other.async_update([make_printer(identifier="sn-2")])
    await dnssd.wait_for_names("Office printer", "Office printer (2)")
    await other.async_stop()
    await dnssd.wait_for_names("Office printer")


async def test_goodbye_is_lost(
    hass: HomeAssistant, announcement: Announcement, dnssd: Client
) -> None:
    """It is said twice, since packets may be lost or overtaken."""
    await announcement.async_update([PRINTER])
    await dnssd.wait_for_names("Office printer")
    shared = await zeroconf.async_get_async_instance(hass)
    unregister, lost = shared.async_unregister_service, set[str]()

    async def send_nothing() -> None:
        """Lose the packets."""

    async def lose_first(info: AsyncServiceInfo) -> Awaitable[None]:
        if info.key in lost:
            return await unregister(info)
        lost.add(info.key)
        return send_nothing()

    with patch.object(shared, "async_unregister_service", lose_first):
        await announcement.async_update([])
    assert lost
    await dnssd.wait_for_names()


@pytest.mark.parametrize(
    "error", [OSError("no such device"), RuntimeError("no adapters")]
)
async def test_no_multicast(hass: HomeAssistant, error: Exception) -> None:
    """Nothing is raised where packets cannot be sent, and a later attempt succeeds."""
    announcement = Announcement(hass, PORT)
    with patch.object(zeroconf, "HaZeroconf", side_effect=error):
        await announcement.async_update([PRINTER])
    assert not announcement.is_announced
    await announcement.async_stop()


async def test_no_address(announcement: Announcement, dnssd: Client) -> None:
    """All addresses in a network are announced, also global ones."""
    with patch.object(
        network, "async_get_announce_addresses", return_value=["127.0.0.1"]
    ):
        await announcement.async_update([PRINTER])
    assert not announcement.names
    with patch.object(
        network,
        "async_get_announce_addresses",
        return_value=["192.168.1.2", "fd00::2", "2a00::2", "::1"],
    ):
        await announcement.async_update([PRINTER])
    assert announcement.is_announced
    await dnssd.wait_for_addresses(NAME, ["192.168.1.2", "fd00::2", "2a00::2"])


async def test_container(hass: HomeAssistant, announcement: Announcement) -> None:
    """Home Assistant knows that it is in a container without the host's network."""
    ir.async_create_issue(
        hass,
        network.DOMAIN,
        "docker_host_network",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="docker_host_network",
    )
    await announcement.async_update([PRINTER])
    assert not announcement.is_announced


@pytest.fixture
async def port(hass: HomeAssistant, ipp_printer: IppPrinter) -> AsyncGenerator[int]:
    """Return the port on which a printer is served."""
    server = IppServer(hass, 0)
    server.printers[ipp_printer.snapshot().resource] = ipp_printer
    await server.async_start()
    yield server.port
    await server.async_stop()


@pytest.fixture
def discover(
    hass: HomeAssistant, ipp_printer: IppPrinter, port: int
) -> Callable[[str], Awaitable[str]]:
    """Return a function that has core's `ipp` discover the printer by a UUID."""

    async def discover(uuid: str) -> str:
        result = await hass.config_entries.flow.async_init(
            "ipp",
            context={"source": SOURCE_ZEROCONF},
            data=ZeroconfServiceInfo(
                ip_address=IPv4Address("127.0.0.1"),
                ip_addresses=[IPv4Address("127.0.0.1")],
                port=port,
                hostname="cloudprint.local.",
                type=SERVICE_TYPE,
                name=NAME,
                properties={"UUID": uuid, "rp": ipp_printer.snapshot().resource},
            ),
        )
        await hass.async_block_till_done()
        return result["flow_id"]

    return discover


def offered(hass: HomeAssistant) -> set[str]:
    """Return the flows that Home Assistant offers."""
    return {
        flow["flow_id"]
        for flow in hass.config_entries.flow.async_progress_by_handler("ipp")
    }


@pytest.mark.slow
async def test_not_offered_to_home_assistant(
    hass: HomeAssistant,
    announcement: Announcement,
    ipp_printer: IppPrinter,
    discover: Callable[[str], Awaitable[str]],
) -> None:
    """Home Assistant offers other printers, but not those that it shares."""
    printer = ipp_printer.snapshot()
    await discover(str(printer.uuid))
    foreign = await discover("foreign")
    await announcement.async_update([printer])
    assert offered(hass) == {foreign}
    await discover(str(printer.uuid))
    assert offered(hass) == {foreign}
    # Nothing is left behind.
    await announcement.async_update([])
    again = await discover(str(printer.uuid))
    assert offered(hass) == {foreign, again}
    # What a user has opened is the user's.
    await hass.config_entries.flow.async_configure(again)
    await announcement.async_update([printer])
    assert offered(hass) == {foreign, again}
    hass.config_entries.flow.async_abort(again)
    assert hass.config_entries.async_entries("ipp", include_ignore=True) == []


async def test_added_to_home_assistant(
    hass: HomeAssistant,
    ipp_printer: IppPrinter,
    port: int,
    discover: Callable[[str], Awaitable[str]],
) -> None:
    """Core's `ipp` can be told to add a printer, and knows it again."""
    printer = ipp_printer.snapshot()
    result = await hass.config_entries.flow.async_init(
        "ipp",
        context={"source": SOURCE_USER},
        data={
            CONF_HOST: "127.0.0.1",
            CONF_PORT: port,
            CONF_SSL: False,
            CONF_VERIFY_SSL: False,
            "base_path": f"/{printer.resource}",
        },
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert (entry.unique_id, entry.state) == (
        str(printer.uuid),
        ConfigEntryState.LOADED,
    )
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    (status,) = [each for each in entities if each.unique_id.endswith("_printer")]
    state = hass.states.get(status.entity_id)
    assert state is not None
    assert state.state == "idle"
    await discover(str(printer.uuid))
    assert offered(hass) == set()


PAGE = "http://cloudprint-1.local:8631/ipp/print/1"


def test_record() -> None:
    """The record says what the printer is and can do."""
    assert build_txt(PRINTER, PAGE) == {
        "txtvers": "1",
        "qtotal": "1",
        "rp": PRINTER.resource,
        "ty": "Canon MF3010 (USB)",
        "product": "(Canon MF3010  USB )",
        "note": "Study",
        "adminurl": PAGE,
        "priority": "50",
        "pdl": (
            "application/pdf,image/jpeg,image/png,image/pwg-raster,image/urf,text/plain"
        ),
        "URF": "V1.4,CP1,RS300-600,SRGB24,W8,IS1,MT1,FN3,PQ3-4-5,DM1",
        "UUID": str(PRINTER.uuid),
        "Color": "T",
        "Duplex": "T",
        "Copies": "T",
        "Collate": "T",
        "Fax": "F",
        "Scan": "F",
        "kind": "document,photo",
        "PaperMax": "legal-A4",
        "mopria-certified": "1.3",
        "TLS": "1.2",
        "usb_MFG": "Canon",
        "usb_MDL": "MF3010 USB",
    }


@pytest.mark.parametrize(
    ("capabilities", "color", "duplex"),
    [
        (PrinterCapabilities(), "T", "T"),
        (
            PrinterCapabilities(
                supported_colors=("MONOCHROME",), supported_sides=("ONESIDE",)
            ),
            "F",
            "F",
        ),
    ],
)
def test_capabilities(
    capabilities: PrinterCapabilities, color: str, duplex: str
) -> None:
    """A printer that does not say what it can do can do everything."""
    record = build_txt(make_printer(capabilities=capabilities), PAGE)
    assert (record["Color"], record["Duplex"]) == (color, duplex)
    assert ("SRGB24" in record["URF"]) == (color == "T")
    assert ("DM1" in record["URF"]) == (duplex == "T")


@pytest.mark.parametrize(
    ("sizes", "name"),
    [
        ([(105, 148)], "<legal-A4"),
        ([(215.9, 279.4)], "<legal-A4"),
        ([(209.9, 296.9), (100, 150)], "legal-A4"),
        ([(216, 356)], "legal-A4"),
        ([(420, 297), (210, 297)], "tabloid-A3"),
        ([(279.4, 431.8)], "tabloid-A3"),
        ([(420, 594)], "isoC-A2"),
        ([(458, 648)], "isoC-A2"),
        ([(459, 648)], ">isoC-A2"),
        ([(458, 649)], ">isoC-A2"),
        ([(841, 1189)], ">isoC-A2"),
    ],
)
def test_largest_paper(sizes: list[tuple[float, float]], name: str) -> None:
    """The class is that of the largest paper, in either direction."""
    papers = tuple(
        Paper(name="paper", width=width, height=height) for width, height in sizes
    )
    assert build_txt(make_printer(papers=papers), PAGE)["PaperMax"] == name


def test_single_copies() -> None:
    """A printer that makes single copies says so."""
    capabilities = PrinterCapabilities(
        upper_copies=1, supported_collates=("UNCOLLATE",)
    )
    record = build_txt(make_printer(capabilities=capabilities), PAGE)
    assert (record["Copies"], record["Collate"]) == ("F", "F")


def test_password() -> None:
    """Clients are told that they have to ask for a password."""
    record = build_txt(make_printer(needs_password=True), PAGE)
    assert record["air"] == "username,password"


@given(
    changes=st.fixed_dictionaries(
        {name: st.text(max_size=400) for name in ("name", "location", "make_and_model")}
    )
)
def test_length(changes: dict[str, Any]) -> None:
    """Each text of a record is as long as it may be, and has whole characters."""
    record = build_txt(make_printer(**changes), PAGE)
    info = ServiceInfo(
        "_ipp._tcp.local.", "a._ipp._tcp.local.", port=1, properties=record
    )
    assert len(info.text) <= 1300
    # Older releases of python-zeroconf have None for an empty text.
    decoded = {key: text or "" for key, text in info.decoded_properties.items()}
    assert decoded == record
