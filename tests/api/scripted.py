"""A service with scripted answers, for answers that the simulator does not give."""

from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN_PATH = "/openapi/getToken"
LIST_PATH = "/openapi/control/queryPrinters"


@dataclass
class Received:
    """A received request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str | None:
        """The access token, if any."""
        return self.headers.get("Api-Access-Token")

    def json(self) -> Any:
        """Return the body's JSON."""
        return json.loads(self.body)


@dataclass
class Answer:
    """An answer; a body that is not bytes is sent as JSON."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        """Return the answer as an aiohttp response."""
        raw = isinstance(self.body, bytes)
        body = self.body if raw else json.dumps(self.body).encode()
        return web.Response(body=body, status=self.status, headers=self.headers)


class ScriptedService:
    """Gives each path's answers in turn, and repeats the last one.

    By default, tokens are `token-1`, `token-2` and so on, and there are no printers.
    """

    def __init__(self) -> None:
        """Initialize a service without answers."""
        self.base_url = ""
        self.received: list[Received] = []
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._tokens = 0
        self._dead: dict[str, Answer] = {}

    def answers(self, path: str, *answers: Answer | Any) -> None:
        """Set the answers of a path; anything but an Answer is its JSON."""
        self._answers[path] = deque(
            item if isinstance(item, Answer) else Answer(item) for item in answers
        )

    def kill_tokens(self, refusal: Answer | Any) -> None:
        """From now on, refuse every request with a token given so far."""
        answer = refusal if isinstance(refusal, Answer) else Answer(refusal)
        self._dead = {f"token-{i}": answer for i in range(1, self._tokens + 1)}

    def requests_to(self, path: str) -> list[Received]:
        """Return the requests received on a path."""
        return [request for request in self.received if request.path == path]

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a request."""
        received = Received(request.path, dict(request.headers), await request.read())
        self.received.append(received)
        if (refusal := self._dead.get(received.token or "")) is not None:
            return refusal.response()
        answers = self._answers[request.path]
        if not answers and request.path == TOKEN_PATH:
            self._tokens += 1
            token = {"token": f"token-{self._tokens}", "expiresIn": 86400000}
            return Answer({"success": True, "data": token}).response()
        if not answers and request.path == LIST_PATH:
            return Answer({"success": True, "data": []}).response()
        return (answers.popleft() if len(answers) > 1 else answers[0]).response()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve on the loopback interface."""
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_post("/{path:.*}", self.handle)
        async with TestServer(app, host="127.0.0.1") as server:
            self.base_url = str(server.make_url("/")).rstrip("/")
            yield
