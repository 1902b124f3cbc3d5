"""Which requests the IPP server answers: of clients in the house's networks."""

from base64 import b64decode
from collections import deque
from collections.abc import Callable, Collection, Mapping
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
import re
from time import monotonic
from typing import Final
from unicodedata import normalize

from aiohttp import hdrs

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.network import is_local

from ...document.text.linked_files import LOCAL_ENDINGS
from ...exceptions import invalid
from ...networks import (
    SHARED,
    TAILSCALE,
    Network,
    Networks,
    async_get_networks,
    propose_network,
)
from ...settings import IppSettings

CHALLENGE: Final = 'Basic realm="Cloud Print", charset="UTF-8"'

MAX_FAILURES: Final = 10  # wrong passwords of an address in FAILURE_SECONDS
FAILURE_SECONDS: Final = 60
_MAX_ADDRESSES: Final = 1024

NETWORKS_SECONDS: Final = 10  # until the networks are read again

_HOST: Final = re.compile(r"[\w.:%+\[\]-]{1,255}", re.ASCII)  # of names and addresses
_MAX_CREDENTIALS: Final = 1024
_NAME: Final = re.compile(r"(?!\d+$|0x)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.ASCII)
"""A host name, and no number that a resolver would take for an address."""
_ENDINGS: Final = (
    *LOCAL_ENDINGS,
    *(".fritz.box", ".home", ".intranet", ".localdomain", ".private"),
)
"""Endings of names that cannot be registered in the public DNS."""
_VPN_ENDING: Final = ".ts.net"  # of names that only Tailscale gives
_PORT: Final = re.compile(r":\d{1,5}$", re.ASCII)

_FORWARDED: Final = ("cf-connecting-ip", "forwarded", "origin", "via", "x-real-ip")
"""Headers of requests that a proxy forwards or a web page makes."""


class AccessError(Exception):
    """A request that is refused with an HTTP status; `cause` says why to a person.

    It may be answered once the `network` is allowed.
    """

    def __init__(
        self,
        status: HTTPStatus,
        cause: HomeAssistantError | None = None,
        network: Network | None = None,
    ) -> None:
        """Initialize with the status and its cause."""
        super().__init__(status.phrase)
        self.status = status
        self.cause = cause
        self.network = network


class OwnNetworks:
    """The networks of this machine, read again after `NETWORKS_SECONDS`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Initialize without networks; `clock` returns seconds."""
        self._clock = clock
        self._networks = Networks(frozenset())
        self._old_at: float | None = None

    async def async_get(self) -> Networks:
        """Return the networks of about now. Raises OSError before they were ever read."""
        now = self._clock()
        if self._old_at is None or now >= self._old_at:
            try:
                self._networks = await async_get_networks()
            except OSError:
                # Such as without a free file descriptor
                if self._old_at is None:
                    raise
            self._old_at = now + NETWORKS_SECONDS
        return self._networks


def check_peer(address: str, networks: Networks) -> None:
    """Raise AccessError for a client that is in none of the networks."""
    parsed = ip_address(address)
    if not parsed.is_loopback and parsed not in networks:
        network = propose_network(parsed)
        key = "ipp_client_not_local" if network is None else "ipp_network_not_allowed"
        raise AccessError(HTTPStatus.FORBIDDEN, invalid(key, address=address), network)


def check_host(
    hosts: Collection[str], own_hosts: Collection[str], networks: Networks, peer: str
) -> None:
    """Raise AccessError for a request that was not sent to a local name or address.

    A page on the web can make a browser send requests to its own name, resolved to a
    local address (DNS rebinding); they have that name as `Host`. `hosts` are the values
    of that header, `own_hosts` the further names that Home Assistant has in the network.
    """
    if len(hosts) != 1:
        raise AccessError(HTTPStatus.BAD_REQUEST)
    (host,) = hosts
    name, client = _parse_host(host), ip_address(peer)
    is_of_vpn = _is_of_vpn(name)
    if is_of_vpn and networks.allows_vpn(client):
        return
    if is_of_vpn and client.is_loopback:
        raise AccessError(HTTPStatus.FORBIDDEN, invalid("ipp_vpn_not_allowed"), SHARED)
    if not _is_local_host(name, own_hosts, networks):
        raise AccessError(HTTPStatus.FORBIDDEN, invalid("ipp_host_not_local"))


def is_behind_vpn(peer: str, host: str) -> bool:
    """Return whether a client is at loopback, as all of a VPN without an adapter are."""
    return ip_address(peer).is_loopback and _is_of_vpn(_parse_host(host))


def _parse_host(host: str) -> str:
    """Return the name or address in a `Host` without its port, "" if it is neither."""
    if not _HOST.fullmatch(host):
        return ""
    host = _PORT.sub("", host.lower())
    if not host.startswith("["):
        return host.removesuffix(".")
    host = host.removeprefix("[").removesuffix("]")
    return host if _parse_address(host) is not None else ""


def _is_of_vpn(name: str) -> bool:
    if (address := _parse_address(name)) is not None:
        return address in SHARED or address in TAILSCALE
    return bool(_NAME.fullmatch(name)) and name.endswith(_VPN_ENDING)


def _is_local_host(name: str, own_hosts: Collection[str], networks: Networks) -> bool:
    if name and name in own_hosts:
        return True
    if (address := _parse_address(name)) is not None:
        return is_local(address) or address in networks
    return bool(_NAME.fullmatch(name)) and ("." not in name or name.endswith(_ENDINGS))


def _parse_address(host: str) -> IPv4Address | IPv6Address | None:
    """Parse an address with a zone, as "v1.fe80::1+eth0" (CUPS) or "fe80::1%25eth0"."""
    if host.startswith("v1."):
        host = host.removeprefix("v1.").replace("+", "%", 1)
    try:
        address = ip_address(host.replace("%25", "%", 1))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def check_forwarded(headers: Mapping[str, str]) -> None:
    """Raise AccessError for a request of a proxy or of a page of another site."""
    for name, value in headers.items():
        lower = name.lower()
        if (
            lower in _FORWARDED
            or lower.startswith("x-forwarded")
            or (lower == "sec-fetch-site" and value not in ("none", "same-origin"))
        ):
            raise AccessError(
                HTTPStatus.FORBIDDEN, invalid("ipp_forwarded", header=name)
            )


class Authenticator:
    """Checks names and passwords, and limits how often an address may be wrong."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Initialize without failures; `clock` returns seconds."""
        self._clock = clock
        self._failures: dict[str, deque[float]] = {}

    def check_basic(
        self, headers: Mapping[str, str], settings: IppSettings, address: str
    ) -> str | None:
        """Return the user, None without a password. Raises AccessError for a wrong one."""
        header = headers.get(hdrs.AUTHORIZATION)
        if header is None or not settings.needs_password:
            return None
        now = self._clock()
        failures = self._failures.get(address, deque())
        while failures and failures[0] <= now - FAILURE_SECONDS:
            failures.popleft()
        if len(failures) >= MAX_FAILURES:
            raise AccessError(HTTPStatus.TOO_MANY_REQUESTS)
        self._failures.pop(address, None)
        if _is_right(header, settings):
            return settings.username
        # The addresses that have been wrong last are at the end.
        self._failures[address] = failures
        failures.append(now)
        if len(self._failures) > _MAX_ADDRESSES:
            del self._failures[next(iter(self._failures))]
        raise AccessError(HTTPStatus.UNAUTHORIZED)


def _is_right(header: str, settings: IppSettings) -> bool:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > _MAX_CREDENTIALS:
        return False
    try:
        credentials = b64decode(encoded.strip(), validate=True).decode()
    except ValueError:
        return False
    wanted = f"{settings.username}:{settings.password}"
    return compare_digest(
        normalize("NFC", credentials).encode(), normalize("NFC", wanted).encode()
    )
