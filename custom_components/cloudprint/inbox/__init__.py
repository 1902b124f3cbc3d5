"""Links: addresses by which guests and programs print, each with a small page."""

from typing import override

from aiohttp import hdrs
from aiohttp.web import Application, Request, Response, UrlDispatcher

from homeassistant.components.http import HomeAssistantView
from homeassistant.core import HomeAssistant

from ..compat import async_load
from ..const import DOMAIN
from ..policy.links import LINK_PATH


class LinkView(HomeAssistantView):
    """Answers the requests of all links; whoever knows a secret needs no login."""

    url = LINK_PATH
    extra_urls = [f"{LINK_PATH}/{{what}}", f"{LINK_PATH}/{{what}}/{{token}}"]
    name = f"api:{DOMAIN}:link"
    requires_auth = False

    @override
    def register(
        self, hass: HomeAssistant, app: Application, router: UrlDispatcher
    ) -> None:
        """Register for no other site, and past a handler that logs the secret."""

        async def handle(request: Request) -> Response:
            view = await async_load(hass, "inbox.view")
            response: Response = await view.async_handle_request(hass, request)
            return response

        for url in (self.url, *self.extra_urls):
            for method in (hdrs.METH_GET, hdrs.METH_POST):
                router.add_route(method, url, handle)
