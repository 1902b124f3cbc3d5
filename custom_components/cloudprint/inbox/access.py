"""Which requests a link answers; all others look as if there were no link."""

from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address

from aiohttp import hdrs
from aiohttp.web import Request
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.network import is_cloud_connection

from ..networks import AccessError, OwnNetworks, check_forwarded, check_host, check_peer
from ..policy.links import Link, find_link_by_secret
from ..requester import Requester
from ..settings import IppSettings
from ..texts import own_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An admitted request, and who sends it by which link."""

    hass: HomeAssistant
    request: Request = field(repr=False)
    link: Link
    requester: Requester

    @property
    def language(self) -> str:
        """Return the language of the sender, of those that we have."""
        return own_language(self.request.headers.get(hdrs.ACCEPT_LANGUAGE))

    def check_open(self) -> None:
        """Raise AccessError if the link was closed meanwhile."""
        link = find_link_by_secret(self.hass, self.link.secret)
        if link is None or not link.is_open:
            raise AccessError(HTTPStatus.NOT_FOUND)


async def async_admit(
    hass: HomeAssistant, request: Request, networks: OwnNetworks, *, is_page: bool
) -> Visit:
    """Return a visit. Raises AccessError, whatever the cause is.

    A page of another site may lead to the link's own page, which does nothing by itself.
    """
    link = find_link_by_secret(hass, request.match_info["secret"])
    is_local = await async_is_local(hass, request, networks, link)
    is_for_us = is_page or _is_of_own_page(request)
    if link and link.is_open and is_for_us and (is_local or not link.local_only):
        requester = await link.async_get_requester(hass, request.remote)
        if requester is not None:
            return Visit(hass=hass, request=request, link=link, requester=requester)
    raise AccessError(HTTPStatus.NOT_FOUND)


def _is_of_own_page(request: Request) -> bool:
    """Return whether a request is of the link's own page, or of no page at all."""
    headers = request.headers
    site = headers.get("Sec-Fetch-Site")
    if site is not None and site != "none":
        return site == "same-origin"
    origin = headers.get(hdrs.ORIGIN)
    return origin is None or origin.partition("://")[2].lower() == request.host.lower()


async def async_is_local(
    hass: HomeAssistant,
    request: Request,
    networks: OwnNetworks,
    link: Link | None = None,
) -> bool:
    """Return whether a client in the networks of this machine sends a request.

    One in the account's further networks counts if those are for links, too, but none of
    a VPN without an adapter: all of its devices are at loopback. Behind a proxy, Home
    Assistant has resolved the client's own address, or has refused the request.
    """
    headers, peer = request.headers, request.remote or ""
    is_resolved = hdrs.X_FORWARDED_FOR in headers
    own = {URL(url).host or "" for url in (hass.config.internal_url,) if url}
    if not is_resolved and hass.config.external_url:
        # A router may send what comes from outside to it as its own.
        own -= {URL(hass.config.external_url).host or ""}
    unresolved = {
        name: value
        for name, value in headers.items()
        if (lower := name.lower()) not in ("origin", "sec-fetch-site")
        and not (is_resolved and _is_known(lower, value, peer))
    }
    try:
        present = await networks.async_get()
        if link is not None and not ip_address(peer).is_loopback:
            settings = IppSettings.from_options(link.entry.options)
            if settings.are_networks_for_links:
                present = present.allow(settings.networks)
        check_peer(peer, present)
        hosts = [request.host] if is_resolved else headers.getall(hdrs.HOST, ())
        check_host(hosts, own, present, peer)
        check_forwarded(unresolved)
        # Such a proxy hides who its clients are.
        is_proxy = not is_resolved and any(
            ip_address(peer) in proxies for proxies in hass.http.trusted_proxies
        )
    except AccessError, OSError, ValueError:
        return False
    return not is_proxy and not is_cloud_connection(hass)


def _is_known(header: str, value: str, peer: str) -> bool:
    """Return whether a header adds nothing to the resolved address of the client."""
    is_same = header == "x-real-ip" and value == peer
    return header.startswith("x-forwarded") or header == "via" or is_same
