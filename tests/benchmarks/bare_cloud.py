"""The simulated cloud without our client: what a bare POST to it costs."""

from hashlib import sha1
import json
from typing import Any, Self

import aiohttp

from scripts.playground.cloud import Printer, SimulatedCloud

from .errors import BenchmarkError


class BareCloud:
    """Posts to a simulated cloud, with a token that does not disturb another client."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Keep the cloud's address."""
        self._cloud = cloud
        self._token = ""

    async def __aenter__(self) -> Self:
        """Sign in (OpenAPI 3.1)."""
        await self._cloud.control("PATCH", "/settings", {"token_policy": "same"})
        self._session = aiohttp.ClientSession()
        app_id, timestamp, once = self._cloud.app_id, "1700000000000", "bare"
        text = f"{app_id}{timestamp}{once}{self._cloud.app_key}"
        answer = await self.post(
            "/openapi/getToken",
            json.dumps(
                {
                    "appid": app_id,
                    "timestamp": timestamp,
                    "oncestr": once,
                    "signature": sha1(text.encode(), usedforsecurity=False).hexdigest(),
                }
            ).encode(),
        )
        self._token = answer["data"]["token"]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self._session.close()

    async def post(self, path: str, body: bytes) -> dict[str, Any]:
        """Return the answer to a body. Raises BenchmarkError for a refusal."""
        headers = {"Content-Type": "application/json", "Api-Access-Token": self._token}
        async with self._session.post(
            f"{self._cloud.base_url}{path}", data=body, headers=headers
        ) as response:
            answer: dict[str, Any] = json.loads(await response.read())
        if not answer["success"]:
            raise BenchmarkError(f"The cloud refused: {answer['message']}")
        return answer


def print_body(printer: Printer, **task: Any) -> bytes:
    """Return the body of a print on a printer (OpenAPI 3.6)."""
    request = {
        "name": "benchmark",
        "deviceName": printer.name,
        "deviceType": "printer",
        "controlSn": printer.sn,
        **task,
    }
    document = {"command": "newPrintTask", "data": {"task": request}}
    return json.dumps(document, ensure_ascii=False).encode()
