"""Tests of the control API."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import fields
from hashlib import sha256
from typing import Any

from aiohttp import ClientError
import pytest

from . import (
    DOCUMENT_APP_ID,
    ControlServer,
    Fault,
    Printer,
    Settings,
    TaskAlias,
    TokenPolicy,
    TokenRefusal,
)
from .bare_client import IDENTITY, BareClient, task_body
from .changes import FAULT_OPTIONS, PRINTER_CHANGES, SETTINGS_CHANGES
from .faults import ScriptedFault
from .simulator import DOCUMENT_APP_KEY

CODE = "830487711"


class Control:
    """A client of the control API."""

    def __init__(self, caller: BareClient, server: ControlServer) -> None:
        """Initialize the client."""
        self._client = caller
        self._server = server

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send a request; return the status and the answer."""
        async with self._client.session.request(
            method, self._server.url + path, json=body
        ) as response:
            return response.status, await response.json()

    async def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request that succeeds; return the answer."""
        status, answer = await self.send(method, path, body)
        assert status == 200, answer
        return answer


@pytest.fixture
async def control(caller: BareClient) -> AsyncGenerator[Control]:
    """Return a client of the simulator's control API."""
    server = ControlServer(caller.simulator)
    with pytest.raises(RuntimeError, match="not started"):
        _ = server.url
    await server.stop()
    await server.start()
    assert server.url != caller.simulator.base_url
    yield Control(caller, server)
    await server.stop()


async def test_health(caller: BareClient, control: Control) -> None:
    """The addresses are reported, and whether the cloud listens."""
    health = await control("GET", "/health")
    assert health["base_url"] == caller.simulator.base_url
    assert health["control_url"].startswith("http://127.0.0.1:")
    assert health["listening"] is True


async def test_connections(caller: BareClient, control: Control) -> None:
    """The cloud can refuse connections; the control API stays available."""
    health = await control("POST", "/connections", {"accept": False})
    assert health["listening"] is False
    with pytest.raises(ClientError):
        await caller.call("queryPrinters")
    health = await control("POST", "/connections", {"accept": True})
    assert health["listening"] is True
    assert health["base_url"] == caller.simulator.base_url
    assert (await caller.call("queryPrinters"))["success"] is True


async def test_applications(control: Control) -> None:
    """Applications are listed and added."""
    added = await control("POST", "/applications", {"app_id": "a", "app_key": "k"})
    assert added == {"app_id": "a", "app_key": "k", "printers": []}
    assert await control("GET", "/applications") == [
        {"app_id": DOCUMENT_APP_ID, "app_key": DOCUMENT_APP_KEY, "printers": []},
        added,
    ]


async def test_printers(caller: BareClient, control: Control, printer: Printer) -> None:
    """Printers are listed, added, changed, bound and removed."""
    new = {
        "name": "标签机",
        "sn": "aaaaaaaa",
        "share_code": "1",
        "verification_code": "2",
        "alias": "门口",
        "capabilities": {"dpi": 203},
        "step_seconds": 0,
    }
    added = await control("POST", "/printers", new)
    assert added | new == added
    assert [item["name"] for item in await control("GET", "/printers")] == [
        "佳能复合机",
        "标签机",
    ]
    binding = {"app_id": DOCUMENT_APP_ID, "share_code": "1"}
    bound = await control("POST", "/bindings", binding)
    assert bound["printers"] == [CODE, "1"]
    listed = (await caller.call("queryPrinters"))["data"]
    assert [item["printerAlias"] for item in listed][1] == "门口"
    bound = await control("DELETE", "/bindings", binding)
    assert bound["printers"] == [CODE]
    assert await control("DELETE", "/printers/1") == {}
    assert caller.simulator.printers == [printer]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "new"),
        ("sn", "new"),
        ("verification_code", "1"),
        ("alias", "new"),
        ("alias", None),
        ("device_type", "scanner"),
        ("capabilities", "{broken"),
        ("present", False),
        ("hidden", True),
        ("hidden", None),
        ("online_status", "0"),
        ("deletable", True),
        ("extra", {"a": 1}),
        ("step_seconds", 2.5),
        ("life", ["QUEUED"]),
    ],
)
async def test_change_printer(
    control: Control, printer: Printer, name: str, value: Any
) -> None:
    """Each attribute of a printer can be changed."""
    changed = await control("PATCH", f"/printers/{CODE}", {name: value})
    assert changed[name] == value
    actual = getattr(printer, name)
    assert (list(actual) if isinstance(actual, tuple) else actual) == value


@pytest.mark.parametrize(
    "change",
    [
        {"name": 1},
        {"hidden": "yes"},
        {"present": None},
        {"step_seconds": True},
        {"step_seconds": "1"},
        {"life": []},
        {"life": "QUEUED"},
        {"life": [1]},
        {"share_code": "2"},
        {"colour": "red"},
        {"alias": "new", "extra": []},
        [],
    ],
)
async def test_invalid_change(control: Control, printer: Printer, change: Any) -> None:
    """An invalid change is an error, and changes nothing."""
    before = await control("GET", "/printers")
    status, answer = await control.send("PATCH", f"/printers/{CODE}", change)
    assert status == 400
    assert answer["error"]
    assert await control("GET", "/printers") == before


def test_everything_can_be_changed() -> None:
    """The control API can change all that Python can."""
    attributes = {item.name for item in fields(Printer)}
    assert PRINTER_CHANGES.keys() == attributes - {"share_code"}
    assert SETTINGS_CHANGES.keys() == {item.name for item in fields(Settings)}
    options = {item.name for item in fields(ScriptedFault)}
    assert FAULT_OPTIONS.keys() == options - {"number", "hits", "reached", "released"}


async def test_settings(caller: BareClient, control: Control) -> None:
    """All settings are listed and changed."""
    assert await control("GET", "/settings") == {
        "token_policy": "replace",
        "token_refusal": "http_401",
        "token_messages": ["令牌无效或已失效"],
        "token_lifetime": 86_400.0,
        "other_client_seconds": None,
        "max_clock_skew": None,
        "refuse_reused_oncestr": False,
        "require_control_sn": True,
        "task_alias": "none",
        "echo": {},
        "extra_forms": [],
        "fetch_local_urls": False,
        "utc_offset": 8.0,
    }
    changes = {
        "token_policy": "same",
        "token_refusal": "code_403_text",
        "token_messages": ["请先登录", "Invalid token"],
        "token_lifetime": 60,
        "other_client_seconds": 600,
        "max_clock_skew": 300,
        "refuse_reused_oncestr": True,
        "require_control_sn": False,
        "task_alias": "third",
        "echo": {"side": None},
        "extra_forms": [["PDF", "BASE64"]],
        "fetch_local_urls": True,
        "utc_offset": 0,
    }
    assert await control("PATCH", "/settings", changes) == changes
    assert caller.simulator.settings == Settings(
        token_policy=TokenPolicy.SAME,
        token_refusal=TokenRefusal.CODE_403_TEXT,
        token_messages=("请先登录", "Invalid token"),
        token_lifetime=60,
        other_client_seconds=600,
        max_clock_skew=300,
        refuse_reused_oncestr=True,
        require_control_sn=False,
        task_alias=TaskAlias.THIRD,
        echo={"side": None},
        extra_forms={("PDF", "BASE64")},
        fetch_local_urls=True,
        utc_offset=0,
    )
    for name in ("max_clock_skew", "other_client_seconds"):
        assert (await control("PATCH", "/settings", {name: None}))[name] is None
    for name, wrong in (("token_policy", "none"), ("token_messages", [])):
        status, _ = await control.send("PATCH", "/settings", {name: wrong})
        assert status == 400


async def test_faults(caller: BareClient, control: Control, printer: Printer) -> None:
    """Faults are added with all options, listed with their hits, and removed."""
    options = {
        "call": "queryPrinterDetail",
        "fault": "http_429",
        "times": None,
        "after": 0,
        "printer": "佳能复合机",
        "name": None,
        "signed_in": True,
        "accept": False,
        "seconds": 1,
        "message": "x",
        "retry_after": "7",
        "envelope": False,
        "key": "list",
        "status": 200,
        "headers": {"a": "b"},
        "body": "c",
    }
    added = await control("POST", "/faults", options)
    assert added | options == added
    assert added["hits"] == 0
    response, _ = await caller.send("queryPrinterDetail", IDENTITY)
    assert response.status == 429
    assert response.headers["Retry-After"] == "7"
    assert response.content_type == "text/html"
    [listed] = await control("GET", "/faults")
    assert listed == added | {"hits": 1, "reached": True}
    assert await control("DELETE", f"/faults/{added['number']}") == {}
    assert await control("GET", "/faults") == []
    await control("POST", "/faults", {"call": "*", "fault": "empty_body"})
    assert await control("DELETE", "/faults") == {}
    assert (await caller.call("queryPrinters"))["success"] is True


async def test_release(caller: BareClient, control: Control) -> None:
    """A waiting call is resumed."""
    body = {"call": "queryPrinters", "fault": Fault.SLOW}
    slow = await control("POST", "/faults", body)
    async with asyncio.TaskGroup() as group:
        group.create_task(caller.call("queryPrinters"))
        while not (await control("GET", "/faults"))[0]["reached"]:
            pass
        released = await control("POST", f"/faults/{slow['number']}/release")
    assert released["released"] is True


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"call": "*"},
        {"call": "*", "fault": "explode"},
        {"call": "print", "fault": "slow"},
        {"call": "*", "fault": "slow", "seconds": "1"},
        {"call": "*", "fault": "slow", "times": "1"},
        {"call": "*", "fault": "slow", "minutes": 1},
        {"call": "*", "fault": "drop_after_accept", "accept": True},
    ],
)
async def test_invalid_fault(
    caller: BareClient, control: Control, body: dict[str, Any]
) -> None:
    """An invalid fault is an error."""
    status, answer = await control.send("POST", "/faults", body)
    assert status == 400
    assert answer["error"]
    assert list(caller.simulator.faults) == []


async def test_tasks_and_time(
    caller: BareClient, control: Control, printer: Printer
) -> None:
    """Tasks are listed and changed, and time is advanced."""
    task_id = await caller.print(name="a")
    now = (await control("GET", "/time"))["now"]
    assert now == caller.simulator.now()
    assert await control("GET", "/tasks") == [
        {
            "task_id": task_id,
            "app_id": DOCUMENT_APP_ID,
            "printer": CODE,
            "name": "a",
            "created": now,
            "status": "SUBMITTED",
            "answer": "task",
        }
    ]
    assert await control("POST", "/time", {"advance": 1.5}) == {"now": now + 1.5}
    [task] = await control("GET", "/tasks")
    assert task["status"] == "QUEUED"
    path = f"/tasks/{task_id}"
    assert (await control("PATCH", path, {"status": "ERROR"}))["status"] == "ERROR"
    assert (await caller.task(task_id))["taskStatus"] == "ERROR"
    assert (await control("PATCH", path, {"status": None}))["status"] == "QUEUED"
    assert (await control("PATCH", path, {"answer": "null"}))["answer"] == "null"
    assert await caller.task(task_id) is None
    status, _ = await control.send("PATCH", path, {"answer": "gone"})
    assert status == 400


async def test_tokens(caller: BareClient, control: Control) -> None:
    """Tokens are killed, and fetched by another client."""
    body = {"app_id": DOCUMENT_APP_ID}
    taken = await control("POST", "/tokens/another_client", body)
    response, _ = await caller.send("queryPrinters")
    assert response.status == 401
    caller.token = taken["token"]
    assert (await caller.call("queryPrinters"))["success"] is True
    assert await control("POST", "/tokens/kill", body) == {"killed": 1}
    await caller.sign_in()
    assert await control("POST", "/tokens/kill") == {"killed": 1}


async def test_records(caller: BareClient, control: Control, printer: Printer) -> None:
    """Records are listed and deleted."""
    await caller.call("queryPrinters")
    task_id = await caller.print(name="你好", content="secret")
    await caller.print(name="b", mediaFormat="HTML", content="<p>")
    await caller.call("newPrintTask", task_body(content=""))

    assert await control("GET", "/counts") == {"queryPrinters": 1, "newPrintTask": 3}
    [first] = await control("GET", "/requests?call=queryPrinters")
    assert first["path"] == "/openapi/control/queryPrinters"
    assert first["token"] == caller.token
    assert first["accepted"] is True
    assert first["body"] == {}
    requests = await control("GET", "/requests")
    assert len(requests) == 4
    assert requests[1]["body"]["data"]["task"]["content"] == "(6 characters)"
    assert requests[1]["body"]["data"]["task"]["name"] == "你好"
    requests = await control("GET", "/requests?content=1")
    assert requests[1]["body"]["data"]["task"]["content"] == "secret"

    printed = await control("GET", "/printed")
    assert [job["name"] for job in printed] == ["你好", "b"]
    [job] = await control("GET", "/printed?name=你好")
    digest = sha256(b"secret").hexdigest()
    assert job["task_id"] == task_id
    assert job["sha256"] == digest
    assert job["bytes"] == 6
    assert job["printer"] == CODE
    assert job["url"] is None
    assert job["file"].endswith(f"{task_id}.txt")
    assert "content" not in job["task"]
    assert await control("GET", f"/printed?sha256={digest}") == [job]
    assert len(await control("GET", f"/printed?share_code={CODE}")) == 2
    async with caller.session.get(
        (await control("GET", "/health"))["control_url"] + f"/printed/{task_id}/content"
    ) as response:
        assert await response.read() == b"secret"

    [violation] = await control("GET", "/violations")
    assert violation == {
        "time": caller.simulator.now(),
        "call": "newPrintTask",
        "detail": "task.content is empty",
    }
    assert await control("DELETE", "/records") == {}
    for path in ("/requests", "/printed", "/violations"):
        assert await control("GET", path) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "/printers/0", {}, 404),
        ("DELETE", "/printers/0", None, 404),
        ("GET", "/printed?share_code=0", None, 404),
        ("GET", "/printed/0/content", None, 404),
        ("PATCH", "/tasks/0", {}, 404),
        ("DELETE", "/faults/0", None, 404),
        ("POST", "/faults/0/release", None, 404),
        ("POST", "/bindings", {"app_id": "x", "share_code": CODE}, 404),
        ("POST", "/bindings", {"app_id": DOCUMENT_APP_ID, "share_code": "0"}, 404),
        ("POST", "/bindings", {"app_id": DOCUMENT_APP_ID}, 400),
        ("POST", "/tokens/kill", {"app_id": "x"}, 404),
        ("POST", "/tokens/another_client", {}, 400),
        ("POST", "/printers", {"name": "x"}, 400),
        ("POST", "/printers", {"name": "x", "share_code": CODE}, 400),
        ("POST", "/applications", {"app_id": DOCUMENT_APP_ID}, 400),
        ("POST", "/applications", {"name": "x"}, 400),
        ("POST", "/time", {}, 400),
        ("POST", "/time", {"advance": "soon"}, 400),
        ("POST", "/connections", {}, 400),
    ],
)
async def test_errors(
    control: Control, printer: Printer, method: str, path: str, body: Any, status: int
) -> None:
    """Every error has a message."""
    actual, answer = await control.send(method, path, body)
    assert actual == status
    assert answer["error"]
