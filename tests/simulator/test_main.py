"""Tests of the simulator as a program."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import signal
import sys
from typing import Any

from aiohttp import ClientSession
import pytest

from scripts.playground.ports import free_port

from .bare_client import PATHS

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def running(
    folder: Path, *arguments: str
) -> AsyncGenerator[tuple[dict[str, Any], asyncio.subprocess.Process]]:
    """Run the program, and wait for its announcement."""
    announced = folder / "announced.json"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.simulator", "--announce", str(announced), *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        while not announced.exists():
            assert process.returncode is None
            await asyncio.sleep(0.01)
        yield json.loads(announced.read_text(encoding="utf-8")), process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_program(socket_enabled: None, tmp_path: Path) -> None:
    """The program announces its addresses, takes prints, and ends on a signal."""
    folder = tmp_path / "paper"
    arguments = ("--folder", str(folder), "--step-seconds", "0", "--no-render")
    async with running(tmp_path, *arguments) as (facts, process):
        assert facts["pid"] == process.pid
        assert facts["folder"] == str(folder)
        codes = [
            (printer["share_code"], printer["verification_code"])
            for printer in facts["printers"]
        ]
        assert codes == [("830487711", "2598"), ("615203948", "7316")]
        async with ClientSession() as session:

            async def call(name: str, body: Any) -> Any:
                async with session.post(
                    facts["base_url"] + PATHS[name], json=body, headers=headers
                ) as response:
                    return (await response.json())["data"]

            headers: dict[str, str] = {}
            token = await call(
                "getToken",
                {
                    "appid": facts["app_id"],
                    "timestamp": "1753366712000",
                    "oncestr": "2154214",
                    "signature": "aadc59381dc1ff8e55595be6b5707fc871dae6de",
                },
            )
            headers["Api-Access-Token"] = token["token"]
            for share_code, verification_code in codes:
                bound = await call(
                    "addSharePrinter",
                    {"shareTicket": share_code, "password": verification_code},
                )
            task = {
                "name": "x",
                "deviceName": bound["printerName"],
                "deviceType": "printer",
                "controlSn": bound["sn"],
                "mediaSource": "STRING",
                "mediaFormat": "TEXT",
                "content": "hello",
            }
            body = {"command": "newPrintTask", "data": {"task": task}}
            task_id = (await call("newPrintTask", body))["taskId"]
            question = {"taskId": task_id, "controlSn": bound["sn"]}
            assert (await call("task/get", question))["taskStatus"] == "FINISHED"
            async with session.get(facts["control_url"] + "/printed") as response:
                [job] = await response.json()
        assert job["name"] == "x"
        file = folder / bound["printerAlias"] / f"{task_id}.txt"
        assert job["file"] == str(file)
        assert file.read_text() == "hello"

        process.send_signal(signal.SIGTERM)
        output, _ = await process.communicate()
        assert process.returncode == 0
    said = output.decode()
    for fact in (
        facts["base_url"],
        facts["control_url"],
        facts["app_id"],
        facts["app_key"],
        str(folder),
        *(code for pair in codes for code in pair),
    ):
        assert fact in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_options(
    socket_enabled: None, tmp_path: Path, number: signal.Signals
) -> None:
    """Ports can be chosen, for example those of a program that has ended."""
    arguments = (
        *("--folder", str(tmp_path / "paper"), "--render", "--fetch-local-urls"),
        *("--port", str(free_port()), "--control-port", str(free_port())),
    )
    async with running(tmp_path, *arguments) as (facts, process):
        process.send_signal(number)
        assert await process.wait() == 0
    (tmp_path / "announced.json").unlink()
    async with running(tmp_path, *arguments) as (again, _):
        assert again["base_url"] == facts["base_url"]
        assert again["control_url"] == facts["control_url"]
        async with (
            ClientSession() as session,
            session.get(again["control_url"] + "/settings") as response,
        ):
            assert (await response.json())["fetch_local_urls"] is True


async def test_stands_alone(socket_enabled: None) -> None:
    """The simulator imports neither the integration nor Home Assistant."""
    code = (
        "import sys, tests.simulator.__main__;"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    modules = output.decode()
    assert "'aiohttp'" in modules
    for name in ("homeassistant", "custom_components", "pytest"):
        assert f"'{name}'" not in modules
