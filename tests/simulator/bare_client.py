"""A minimal client for the tests of the simulator."""

from hashlib import sha1
from typing import Any

from aiohttp import ClientResponse, ClientSession

from . import Application, CloudSimulator

PATHS = {
    "getToken": "/openapi/getToken",
    "addSharePrinter": "/openapi/control/addSharePrinter",
    "revokeSharePrinter": "/openapi/control/revokeSharePrinter",
    "queryPrinters": "/openapi/control/queryPrinters",
    "queryPrinterDetail": "/openapi/control/queryPrinterDetail",
    "newPrintTask": "/openapi",
    "task/get": "/openapi/task/get",
}

IDENTITY = {
    "printerName": "佳能复合机",
    "shareSn": "pkDgrqeA",
    "deviceType": "printer",
}
"""The fields that identify the document's printer in requests."""


def task_body(**changes: Any) -> dict[str, Any]:
    """Return a newPrintTask body; a change to None removes the field."""
    task = {
        "name": "Task001",
        "deviceName": "佳能复合机",
        "deviceType": "printer",
        "controlSn": "pkDgrqeA",
        "mediaSource": "STRING",
        "mediaFormat": "TEXT",
        "content": "你好",
    } | changes
    task = {name: value for name, value in task.items() if value is not None}
    return {"command": "newPrintTask", "data": {"task": task}}


class BareClient:
    """Sends requests unchanged."""

    def __init__(
        self,
        session: ClientSession,
        simulator: CloudSimulator,
        application: Application,
    ) -> None:
        """Initialize a client of an application."""
        self.session = session
        self.simulator = simulator
        self.application = application
        self.token: str | None = None

    def sign_in_body(self, **changes: Any) -> dict[str, Any]:
        """Return a getToken body at the simulator's time."""
        timestamp = str(round(self.simulator.now() * 1000))
        text = self.application.app_id + timestamp + "r" + self.application.app_key
        return {
            "appid": self.application.app_id,
            "timestamp": timestamp,
            "oncestr": "r",
            "signature": sha1(text.encode(), usedforsecurity=False).hexdigest(),
        } | changes

    async def sign_in(self) -> str:
        """Fetch a token and use it for further calls."""
        answer = await self.call("getToken", self.sign_in_body())
        self.token = answer["data"]["token"]
        assert isinstance(self.token, str)
        return self.token

    async def send(
        self, call: str, body: Any = None, **options: Any
    ) -> tuple[ClientResponse, bytes]:
        """Send a request; return the response and its body."""
        headers = options.pop("headers", {})
        if self.token is not None:
            headers = {"Api-Access-Token": self.token} | headers
        if "data" not in options:
            options["json"] = {} if body is None else body
        method = options.pop("method", "POST")
        url = self.simulator.base_url + PATHS.get(call, call)
        async with self.session.request(
            method, url, headers=headers, **options
        ) as response:
            return response, await response.read()

    async def call(self, call: str, body: Any = None, **options: Any) -> Any:
        """Send a request; return the JSON of a response with status 200."""
        response, _ = await self.send(call, body, **options)
        assert response.status == 200
        assert response.content_type == "application/json"
        return await response.json()

    async def print(self, **changes: Any) -> str:
        """Print, and return the task's id."""
        answer = await self.call("newPrintTask", task_body(**changes))
        assert answer["success"] is True
        task_id = answer["data"]["taskId"]
        assert isinstance(task_id, str)
        return task_id

    async def task(self, task_id: str, sn: str = "pkDgrqeA") -> Any:
        """Return a task's record."""
        answer = await self.call("task/get", {"taskId": task_id, "controlSn": sn})
        assert answer["success"] is True
        return answer["data"]
