"""Links: addresses by which guests and programs print, each with a small page."""

from aiohttp import hdrs
from aiohttp.web import Request, Response

from homeassistant.core import HomeAssistant

from ..compat import async_load
from ..policy.links import LINK_PATH


def setup_links(hass: HomeAssistant) -> None:
    """Answer the requests of all links; whoever knows a secret needs no login.

    Not by a view of Home Assistant, whose handler logs the secret. No other site may ask.
    """

    async def handle(request: Request) -> Response:
        view = await async_load(hass, "inbox.view")
        response: Response = await view.async_handle_request(hass, request)
        return response

    for path in (LINK_PATH, f"{LINK_PATH}/{{what}}", f"{LINK_PATH}/{{what}}/{{token}}"):
        for method in (hdrs.METH_GET, hdrs.METH_POST):
            hass.http.app.router.add_route(method, path, handle)
