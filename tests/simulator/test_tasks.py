"""Tests of a task's states in task/get."""

import json
import re

from aiohttp import ClientSession
from freezegun.api import FrozenDateTimeFactory
import pytest

from . import CloudSimulator, Printer, TaskAlias, TaskAnswer
from .bare_client import BareClient
from .conftest import MOMENT
from .tasks import TaskIds


async def test_life(caller: BareClient, printer: Printer) -> None:
    """A task goes through its states by the clock, and stays in the last one."""
    printer.step_seconds = 2
    task_id = await caller.print()
    seen = []
    for _ in range(5):
        seen.append((await caller.task(task_id))["taskStatus"])
        caller.simulator.advance(2)
    assert seen == ["SUBMITTED", "QUEUED", "PRINTING", "FINISHED", "FINISHED"]
    assert caller.simulator.violations == []


async def test_at_once(caller: BareClient, printer: Printer) -> None:
    """Without steps a task is finished at the first query."""
    printer.step_seconds = 0
    assert (await caller.task(await caller.print()))["taskStatus"] == "FINISHED"


async def test_pace_is_taken_at_submission(
    caller: BareClient, printer: Printer
) -> None:
    """A printer's new pace applies to new tasks."""
    task_id = await caller.print()
    printer.step_seconds = 0
    assert caller.simulator.task_status(task_id) == "SUBMITTED"


async def test_never_ends(caller: BareClient, printer: Printer) -> None:
    """A task can stay in a state that is not final."""
    printer.life = ("SUBMITTED", "QUEUED")
    task_id = await caller.print()
    caller.simulator.advance(365 * 86_400)
    await caller.sign_in()
    assert (await caller.task(task_id))["taskStatus"] == "QUEUED"


async def test_time_goes_back(caller: BareClient, printer: Printer) -> None:
    """If the clock is set back, a task is in its first state."""
    task_id = await caller.print()
    caller.simulator.advance(-100)
    assert (await caller.task(task_id))["taskStatus"] == "SUBMITTED"


@pytest.mark.parametrize(
    "status", ["SUBMITTED", "QUEUED", "PRINTING", "FINISHED", "ERROR", "CANCELED"]
)
async def test_set_status(caller: BareClient, printer: Printer, status: str) -> None:
    """A state can be set, and reset to the clock."""
    task_id = await caller.print()
    caller.simulator.set_task_status(task_id, status)
    caller.simulator.advance(100)
    assert (await caller.task(task_id))["taskStatus"] == status
    caller.simulator.set_task_status(task_id, None)
    assert (await caller.task(task_id))["taskStatus"] == "FINISHED"


async def test_unknown_status(caller: BareClient, printer: Printer) -> None:
    """Undocumented states can be set."""
    task_id = await caller.print()
    caller.simulator.set_task_status(task_id, "PARTIAL_PRINTED")
    assert (await caller.task(task_id))["taskStatus"] == "PARTIAL_PRINTED"
    with pytest.raises(KeyError):
        caller.simulator.set_task_status("nothing", "ERROR")


async def test_answers(caller: BareClient, printer: Printer) -> None:
    """task/get can refuse a task, or answer null."""
    simulator = caller.simulator
    task_id = await caller.print()
    question = {"taskId": task_id, "controlSn": "pkDgrqeA"}
    simulator.set_task_answer(task_id, TaskAnswer.REFUSED)
    answer = await caller.call("task/get", question)
    assert answer == {"success": False, "message": "任务不存在", "data": None}
    simulator.set_task_answer(task_id, "null")
    answer = await caller.call("task/get", question)
    assert answer == {"success": True, "data": None}
    refusal = {"success": False, "message": "任务不存在", "data": None}
    for name, status in (
        ("not_found", 404),
        ("bad_request", 400),
        ("server_error", 500),
    ):
        simulator.set_task_answer(task_id, name)
        response, body = await caller.send("task/get", question)
        assert response.status == status
        assert json.loads(body) == refusal | {"code": status}
    simulator.set_task_answer(task_id, "not_found_page")
    response, body = await caller.send("task/get", question)
    assert (response.status, response.content_type) == (404, "text/html")
    for name, data in (("empty_object", {}), ("empty_string", ""), ("empty_list", [])):
        simulator.set_task_answer(task_id, name)
        answer = await caller.call("task/get", question)
        assert answer == {"success": True, "data": data}
    simulator.set_task_answer(task_id, "null_status")
    assert (await caller.task(task_id))["taskStatus"] is None
    simulator.set_task_answer(task_id, "task")
    assert (await caller.task(task_id))["taskId"] == task_id
    with pytest.raises(ValueError, match="gone"):
        simulator.set_task_answer(task_id, "gone")


async def test_unknown_task(
    caller: BareClient, simulator: CloudSimulator, printer: Printer
) -> None:
    """A task is identified by its id, its server and its application."""
    task_id = await caller.print()
    for question in (
        {"taskId": "pkDgrqeA-000000000000", "controlSn": "pkDgrqeA"},
        {"taskId": task_id, "controlSn": "other"},
    ):
        answer = await caller.call("task/get", question)
        assert answer["message"] == "任务不存在"
    caller.application = simulator.add_application("other", "key")
    await caller.sign_in()
    question = {"taskId": task_id, "controlSn": "pkDgrqeA"}
    assert (await caller.call("task/get", question))["message"] == "任务不存在"
    assert simulator.violations == []


async def test_documents_answer(caller: BareClient, printer: Printer) -> None:
    """The record of a finished task is that of OpenAPI 3.7.3."""
    task_id = await caller.print(
        mediaSource="URL",
        mediaFormat="PNG",
        content="https://pavo.elongstatic.com/i/ori/1n49kB759vO.png",
        config={
            "color": "COLOR",
            "side": "ONESIDE",
            "paperConfig": {"width": 105, "height": 156},
        },
    )
    caller.simulator.advance(10)
    task = await caller.task(task_id)
    assert task == {
        "taskId": task_id,
        "taskName": "Task001",
        "copies": 1,
        "deviceName": "佳能复合机",
        "deviceType": "printer",
        "mediaSource": "FILE",
        "mediaFormat": "PDF",
        "taskStatus": "FINISHED",
        "createdTime": "2025-07-25 02:45:24",
        "approveStatus": 2,
        "config": {
            "pagesPerSheet": None,
            "paperConfig": {
                "name": None,
                "width": 105.0,
                "height": 156.0,
                "left": None,
                "top": None,
                "description": None,
                "system": False,
            },
            "copies": None,
            "header": None,
            "footer": None,
            "marginTop": None,
            "marginBottom": None,
            "marginLeft": None,
            "marginRight": None,
            "orientation": None,
            "color": "COLOR",
            "side": "ONESIDE",
            "quality": None,
            "collate": None,
            "repeats": None,
            "pageRanges": None,
            "scale": None,
            "xdpi": None,
            "ydpi": None,
            "autofit": True,
            "fullfill": None,
            "booklet": None,
            "inputSlot": None,
            "mediaType": None,
            "monoPages": None,
            "pageRotate": None,
            "contentAdaptive": False,
            "finishings": None,
            "labels": None,
            "watermark": None,
        },
        "taskType": "PRINT",
        "statusDetail": "PRINTING",
        "unimsn": "pkDgrqeA",
    }
    # The two JSON objects are also in the document's order.
    assert list(task)[:4] == ["taskId", "taskName", "copies", "deviceName"]
    assert list(task["config"])[:2] == ["pagesPerSheet", "paperConfig"]


async def test_config_is_echoed(caller: BareClient, printer: Printer) -> None:
    """The config is echoed; null does not change a default."""
    task_id = await caller.print(
        config={"copies": 3, "autofit": False, "contentAdaptive": None}
    )
    task = await caller.task(task_id)
    assert task["copies"] == 3
    assert task["config"]["copies"] == 3
    assert task["config"]["autofit"] is False
    assert task["config"]["contentAdaptive"] is False
    assert task["config"]["paperConfig"] is None
    assert task["statusDetail"] == "SUBMITTED"


async def test_renamed_and_revoked(caller: BareClient, printer: Printer) -> None:
    """A task keeps its printer's name, and is available after a revocation."""
    task_id = await caller.print()
    printer.name = "new"
    caller.simulator.unbind(caller.application, printer)
    assert (await caller.task(task_id))["deviceName"] == "佳能复合机"


def test_documents_id() -> None:
    """The document's second sample id contains the time of its createdTime."""
    assert TaskIds().new("pkDgrqeA", MOMENT) == "pkDgrqeA-amel55ta2gw0"


async def test_ids(caller: BareClient, printer: Printer) -> None:
    """Ids are `<sn>-<12 base-36 characters>` and unique, also with a stopped clock."""
    ids = [await caller.print() for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(re.fullmatch("pkDgrqeA-[0-9a-z]{12}", task_id) for task_id in ids)
    assert list(caller.simulator.tasks) == ids
    numbers = TaskIds()
    assert len({numbers.new("x", 0.0) for _ in range(5000)}) == 5000


async def test_frozen_time(
    socket_enabled: None, freezer: FrozenDateTimeFactory
) -> None:
    """The default clock follows frozen time."""
    simulator = CloudSimulator()
    await simulator.start()
    application = simulator.add_application()
    simulator.bind(application, simulator.add_printer())
    async with ClientSession() as session:
        client = BareClient(session, simulator, application)
        await client.sign_in()
        task_id = await client.print()
        assert (await client.task(task_id))["taskStatus"] == "SUBMITTED"
        freezer.tick(1.5)
        assert (await client.task(task_id))["taskStatus"] == "QUEUED"
    await simulator.stop()


@pytest.mark.parametrize(
    ("alias", "answered"),
    [
        (TaskAlias.NONE, ["a", "a", "a", "b"]),
        (TaskAlias.OTHER, ["A", "A", "A", "B"]),
        (TaskAlias.THIRD, ["A", "third", "third", "B"]),
        (TaskAlias.SHARED, ["A", "A", "A", "A"]),
    ],
)
async def test_alias(
    caller: BareClient, printer: Printer, alias: TaskAlias, answered: list[str]
) -> None:
    """task/get can answer another id than was asked for, as in the document."""
    caller.simulator.settings.task_alias = alias
    a, b = await caller.print(name="a"), await caller.print(name="b")
    known = {a: "a", b: "b"}
    free = {a: ["A", "third"], b: ["B"]}
    seen = []
    for asked in (a, a, a, b):
        task = await caller.task(asked)
        assert task["taskName"] == ("a" if asked == a else "b")
        task_id = task["taskId"]
        assert re.fullmatch(r"pkDgrqeA-[0-9a-z]{12}", task_id)
        if task_id not in known:
            known[task_id] = free[asked].pop(0)
        seen.append(known[task_id])
    assert seen == answered


async def test_echo(caller: BareClient, printer: Printer) -> None:
    """The record can have another config than was sent."""
    task_id = await caller.print(config={"copies": 3, "side": "DUPLEX"})
    caller.simulator.settings.echo = {"copies": 2, "side": None}
    task = await caller.task(task_id)
    assert (task["copies"], task["config"]["copies"]) == (2, 2)
    assert task["config"]["side"] is None
