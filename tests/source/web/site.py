"""Sites to fetch from: real servers on loopback addresses of their own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import ssl

from aiohttp import web

PRIVATE = "127.0.0.1"
PUBLIC = "127.0.0.2"
"""Treated as public in these tests."""
ROUTER = "127.0.0.3"
"""Treated as public, too, but in a network of this machine."""

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """A local or public site with responses chosen by each test.

    `seen` are the requests so far: the path with its query, and the headers; `methods`
    are their methods.
    """

    address: str
    port: int = 0
    scheme: str = "http"
    answers: dict[str, Handler] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    async def start(self, context: ssl.SSLContext | None = None) -> web.AppRunner:
        """Start the server."""
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, self.address, self.port, ssl_context=context).start()
        self.port = runner.addresses[0][1]
        self.scheme = "https" if context else "http"
        return runner

    def url(self, path: str = "/", host: str = "") -> str:
        """Return the address of a path under one of the site's names."""
        return f"{self.scheme}://{host or self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """Return the paths of all requests."""
        return [path for path, _ in self.seen]

    def has(
        self,
        path: str,
        body: bytes | str = b"",
        content_type: str | None = None,
        *,
        status: int = 200,
        head_status: int = 200,
        **headers: str,
    ) -> None:
        """Set the response to a path; underscores in header names become hyphens.

        `head_status` is the status of a response to HEAD, if another one is expected.
        """
        data = body.encode() if isinstance(body, str) else body

        async def answer(request: web.Request) -> web.Response:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            if content_type is not None:
                given["Content-Type"] = content_type
            is_refused = request.method == "HEAD" and head_status != 200
            return web.Response(
                status=head_status if is_refused else status, body=data, headers=given
            )

        self.answers[path] = answer

    def redirects(self, path: str, target: str, status: int = 302) -> None:
        """Redirect a path."""
        self.has(path, status=status, Location=target)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append((request.path_qs, dict(request.headers)))
        self.methods.append(request.method)
        if (answer := self.answers.get(request.path)) is None:
            return web.Response(status=404)
        return await answer(request)
