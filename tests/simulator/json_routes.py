"""Routes that accept and return JSON."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

type Action = Callable[[web.Request], Awaitable[Any]]


class NoSuchThing(Exception):
    """The resource in the path does not exist."""


def json_route(method: str, path: str, action: Action) -> web.RouteDef:
    """Return a route that serves an action's result as JSON, or its error.

    A response is served unchanged.
    """

    async def handle(request: web.Request) -> web.Response:
        try:
            answer = await action(request)
        except NoSuchThing as err:
            return web.json_response({"error": f"no such {err}"}, status=404)
        except KeyError as err:
            return web.json_response({"error": f"{err} is missing"}, status=400)
        except (ValueError, TypeError) as err:
            return web.json_response({"error": str(err)}, status=400)
        if isinstance(answer, web.Response):
            return answer
        return web.json_response(answer)

    return web.route(method, path, handle)


async def json_body(request: web.Request) -> dict[str, Any]:
    """Return the JSON object in a request's body, by default an empty one.

    Raises TypeError or ValueError.
    """
    body = await request.json() if request.can_read_body else {}
    if not isinstance(body, dict):
        raise TypeError("The body is not a JSON object")
    return body
