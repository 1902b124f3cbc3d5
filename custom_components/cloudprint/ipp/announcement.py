"""Announces shared printers in the local network (DNS-SD, RFC 6763; Bonjour Printing)."""

import asyncio
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, NamedTuple

from zeroconf import (
    Error as ZeroconfError,
    NonUniqueNameException,
    ServiceNameAlreadyRegistered,
)
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from homeassistant.components import network, zeroconf
from homeassistant.config_entries import SOURCE_ZEROCONF
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.network import is_loopback

from ..const import LOGGER
from ..document.settings import A4
from . import supported
from .certificate import async_get_host_name
from .printer_attributes import (
    DOCUMENT_FORMATS,
    MAX_TEXT_OCTETS,
    MOPRIA_CERTIFIED,
    PRINTER_KINDS,
    get_maker_and_model,
    get_urf,
)
from .protocol.message import limit_octets
from .shared_printer import MAX_LABEL_OCTETS, SharedPrinter

SERVICE_TYPE: Final = "_ipp._tcp.local."
ENCRYPTED_TYPE: Final = "_ipps._tcp.local."
SUBTYPES: Final = ("_print", "_universal")  # what IPP Everywhere and AirPrint browse
MAX_VALUE: Final = 255  # Bytes of a key, "=" and its value (RFC 6763, 6.1)

_CONTAINER_ISSUE: Final = (network.DOMAIN, "docker_host_network")  # Home Assistant's
_LARGER_THAN: Final = (
    (458, 648, ">isoC-A2"),
    (297, 431.8, "isoC-A2"),
    (215.9, 355.6, "tabloid-A3"),
)
"""Classes of papers: the larger edges of each class below, in millimetres."""
_TOLERANCE: Final = 0.5  # Millimetres by which a printer rounds its papers
_FLAGS: Final = {True: "T", False: "F"}
_NO_BRACKETS: Final = str.maketrans("()", "  ")
_LATEST_ANSWER: Final = 1.0  # Seconds for which zeroconf may keep an answer back


def build_txt(printer: SharedPrinter, page_url: str) -> dict[str, str]:
    """Return the TXT record of a printer, its first key first."""
    # As printer-make-and-model; the record has to fit in a packet.
    make_and_model = limit_octets(printer.make_and_model, MAX_TEXT_OCTETS)
    maker, model = get_maker_and_model(printer)
    record = {
        "txtvers": "1",
        "qtotal": "1",
        "rp": printer.resource,
        "ty": make_and_model,
        "product": f"({make_and_model.translate(_NO_BRACKETS)})",
        "note": printer.location,
        "adminurl": page_url,
        "priority": "50",
        "pdl": ",".join(DOCUMENT_FORMATS[1:]),
        "URF": ",".join(get_urf(printer)),
        "UUID": str(printer.uuid),
        "Color": _FLAGS[printer.prints_color()],
        "Duplex": _FLAGS[printer.has_two_sides()],
        "Copies": _FLAGS[printer.get_max_copies() > 1],
        "Collate": _FLAGS[supported.COLLATED in printer.get_collations()],
        "Fax": "F",
        "Scan": "F",
        "kind": ",".join(PRINTER_KINDS),
        "PaperMax": _paper_max(printer),
        "mopria-certified": MOPRIA_CERTIFIED,
        "TLS": "1.2",
        "usb_MFG": maker,
        "usb_MDL": model,
    }
    if printer.needs_password:
        record["air"] = "username,password"
    return {
        key: limit_octets(value, MAX_VALUE - len(key) - 1)
        for key, value in record.items()
    }


def _paper_max(printer: SharedPrinter) -> str:
    """Return the class of a printer's largest paper (Bonjour Printing, 9.2.9)."""
    papers = [sorted((paper.width, paper.height)) for paper in printer.papers]
    width = max(short for short, _ in papers)
    length = max(long for _, long in papers)
    for most_width, most_length, name in _LARGER_THAN:
        if width > most_width + _TOLERANCE or length > most_length + _TOLERANCE:
            return name
    if width >= A4[0] - _TOLERANCE and length >= A4[1] - _TOLERANCE:
        return "legal-A4"
    return "<legal-A4"


class _Host(NamedTuple):
    name: str
    addresses: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Service:
    """An announced printer."""

    label: str  # The name that it would have if no other printer had it
    uuid: str
    infos: list[AsyncServiceInfo]  # Each of its types with its subtypes
    broadcasts: list[asyncio.Future[object]] = field(default_factory=list)

    def is_like(self, infos: list[AsyncServiceInfo]) -> bool:
        """Return whether the service says the same as others of the same name."""
        return all(
            (own.text, own.server, own.parsed_addresses())
            == (other.text, other.server, other.parsed_addresses())
            for own, other in zip(self.infos, infos, strict=True)
        )

    def stop_broadcasts(self) -> None:
        """Do not repeat what was announced."""
        for broadcast in self.broadcasts:
            broadcast.cancel()
        self.broadcasts.clear()


class Announcement:
    """The printers of a server, as the local network finds them.

    Errors are logged at debug and never raised: printing works by address without it.
    """

    def __init__(self, hass: HomeAssistant, port: int) -> None:
        """Initialize without printers; `port` is the server's."""
        self._hass = hass
        self._port = port
        self._lock = asyncio.Lock()
        self._services: dict[str, _Service] = {}
        self._has_failed = False
        self._stop_dismissing: CALLBACK_TYPE | None = None

    @property
    def is_announced(self) -> bool:
        """Return whether there are printers that clients can find."""
        return (
            bool(self._services)
            and not self._has_failed
            and ir.async_get(self._hass).async_get_issue(*_CONTAINER_ISSUE) is None
        )

    @property
    def names(self) -> dict[str, str]:
        """Return the names under which clients find the printers, by their resource."""
        return {
            resource: service.infos[0].get_name()
            for resource, service in self._services.items()
        }

    async def async_update(self, printers: Iterable[SharedPrinter]) -> None:
        """Announce exactly these printers; a new name takes about a second."""
        async with self._lock:
            if self._stop_dismissing is None:
                flows = self._hass.config_entries.flow
                self._stop_dismissing = flows.async_subscribe_flow(self._handle_flow)
            by_resource = {printer.resource: printer for printer in printers}
            await self._async_withdraw(self._services.keys() - by_resource.keys())
            try:
                host = await self._async_get_host()
                shared = await zeroconf.async_get_async_instance(self._hass)
                for printer in by_resource.values():
                    await self._async_announce(shared, printer, host)
            except (OSError, RuntimeError, ZeroconfError) as err:
                LOGGER.debug("The printers cannot be announced: %r", err)
                self._has_failed = True
            else:
                self._has_failed = False

    async def async_stop(self) -> None:
        """Withdraw all printers."""
        async with self._lock:
            await self._async_withdraw(set(self._services))
            if self._stop_dismissing is not None:
                self._stop_dismissing()
                self._stop_dismissing = None

    async def _async_get_host(self) -> _Host:
        """Raise RuntimeError if this host has no address."""
        # Also loads the adapters, which the shared instance is made for.
        addresses = tuple(
            address
            for address in await network.async_get_announce_addresses(self._hass)
            if not is_loopback(ip_address(address))
        )
        if not addresses:
            raise RuntimeError("There is no address in a network")
        name = await async_get_host_name(self._hass)
        return _Host(f"{name}.", addresses)

    async def _async_announce(
        self, shared: AsyncZeroconf, printer: SharedPrinter, host: _Host
    ) -> None:
        service = self._services.get(printer.resource)
        if service is not None and service.label != printer.label:
            await self._async_withdraw({printer.resource})
            service = None
        if service is None:
            await self._async_register(shared, printer, host)
            return
        infos = self._build_infos(printer, service.infos[0].get_name(), host)
        if service.is_like(infos):
            return
        service.stop_broadcasts()
        service.infos = infos
        for info in infos:
            update = await shared.async_update_service(info)
            service.broadcasts.append(asyncio.ensure_future(update))

    async def _async_register(
        self, shared: AsyncZeroconf, printer: SharedPrinter, host: _Host
    ) -> None:
        """Announce a new printer, under a name that no other printer has.

        All our printers have the encrypted type, which is registered first: nothing
        is left of a name that one of another port has.
        """
        await shared.zeroconf.async_wait_for_start()
        number = 0
        announced: list[Awaitable[object]] = []
        while not announced:
            number += 1
            infos = self._build_infos(printer, _number(printer.label, number), host)
            with suppress(NonUniqueNameException, ServiceNameAlreadyRegistered):
                for info in infos[:: 1 + len(SUBTYPES)]:
                    # A goodbye takes a second to take effect, also with ourselves.
                    cached = AsyncServiceInfo(info.type, info.name)
                    cached.load_from_cache(shared.zeroconf)
                    is_own = (cached.server, cached.port) == (host.name, self._port)
                    await shared.zeroconf.async_check_service(
                        info, allow_name_change=False, cooperating_responders=is_own
                    )
                announced = [
                    await shared.async_register_service(
                        info, cooperating_responders=True
                    )
                    for info in infos
                ]
        self._services[printer.resource] = _Service(
            label=printer.label,
            uuid=str(printer.uuid),
            infos=infos,
            broadcasts=[asyncio.ensure_future(sent) for sent in announced],
        )
        self._dismiss_own_printers()

    def _build_infos(
        self, printer: SharedPrinter, name: str, host: _Host
    ) -> list[AsyncServiceInfo]:
        page_url = f"http://{host.name.rstrip('.')}:{self._port}/{printer.resource}"
        types = [ENCRYPTED_TYPE]
        if not printer.needs_password:
            types.append(SERVICE_TYPE)
        infos = []
        for type_ in types:
            full_name = f"{name}.{type_}"
            for subtype in ("", *(f"{subtype}._sub." for subtype in SUBTYPES)):
                info = AsyncServiceInfo(
                    f"{subtype}{type_}",
                    full_name,
                    port=self._port,
                    properties=build_txt(printer, page_url),
                    server=host.name,
                    parsed_addresses=list(host.addresses),
                )
                # The registry has one service a key. Of the same name, subtypes would be
                # refused, although they are nothing but further pointers to it.
                info.key = f"{subtype}{info.key}"
                infos.append(info)
        return infos

    async def _async_withdraw(self, resources: Iterable[str]) -> None:
        services = [self._services.pop(resource) for resource in resources]
        if not services:
            return
        shared = await zeroconf.async_get_async_instance(self._hass)
        for service in services:
            service.stop_broadcasts()
        for wait in (_LATEST_ANSWER, 0):
            await asyncio.gather(
                *[
                    await shared.async_unregister_service(info)
                    for service in services
                    for info in service.infos
                ]
            )
            # A packet may be lost, or an answer that was queued before be sent after it.
            await asyncio.sleep(wait)

    @callback
    def _handle_flow(self, change: str, _flow_id: str) -> None:
        if change == "added":
            # The other listeners look the flow up, so that it must still be there.
            self._hass.loop.call_soon(self._dismiss_own_printers)

    def _dismiss_own_printers(self) -> None:
        """Dismiss discoveries of announced printers by Home Assistant's `ipp` integration.

        It takes the UUID in the TXT record as the unique id of its flow. Flows that a
        user has opened are left alone.
        """
        uuids = {service.uuid for service in self._services.values()}
        flows = self._hass.config_entries.flow
        for flow in flows.async_progress_by_handler(
            "ipp", match_context={"source": SOURCE_ZEROCONF}
        ):
            context = flow["context"]
            is_own = context.get("unique_id") in uuids
            if is_own and not context.get("dismiss_protected"):
                flows.async_abort(flow["flow_id"])


def _number(label: str, number: int) -> str:
    """Return the name after others of the same, as in "Office (2)" (RFC 6763, D)."""
    if number == 1:
        return label
    end = f" ({number})"
    return f"{limit_octets(label, MAX_LABEL_OCTETS - len(end)).rstrip()}{end}"
