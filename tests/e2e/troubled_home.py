"""A home in which each form of the flows has a reason to be shown."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
import socket
from typing import Any, Final

from aiohttp import ClientError, ClientSession

from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant
from scripts.playground.ports import free_port

from ..samples import pdf_files
from .flows import CONFIG, OPTIONS, Flow, Step

SECONDS: Final = 120
PUBLIC_ADDRESS: Final = "http://1.1.1.1/page.pdf"
VPN: Final = {"Host": "ha.tail1234.ts.net"}
PROBES: Final = (
    *("landscape", "background", "color", "text", "copies", "webp", "pdf", "pdf_url"),
)
SECTIONS: Final = ("quiet_hours", "documents", "local_network", "voice", "storage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An application of the cloud, and what it is in Home Assistant."""

    app: dict[str, str]
    entry_id: str = ""
    devices: dict[str, str] = field(default_factory=dict)
    """The ids of devices, by the names of printers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubledHome:
    """A home with accounts, and with what repairs ask about.

    Attributes:
        family: An account with two printers.
        troubled: One whose printers are gone, renamed, or wait for paper.
        doubtful: One with a job that may have been printed.
        bare: One without printers.
        stranger: An application with two printers that is not set up.
        newcomer: One without printers that is not set up.
    """

    home_assistant: HomeAssistant
    cloud: SimulatedCloud
    family: Account
    troubled: Account
    doubtful: Account
    bare: Account
    stranger: Account
    newcomer: Account
    port: int

    async def options(self, account: Account, *choices: str) -> Flow:
        """Open the options of an account once it is loaded, and choose from its menus."""
        flows: list[Flow] = []

        async def is_open() -> bool:
            flow = await Flow.start(
                self.home_assistant, OPTIONS, handler=account.entry_id
            )
            flows.append(flow)
            return bool((await flow.choose(*choices))["type"] != "abort")

        await self.home_assistant.process.until(is_open, "open its options", SECONDS)
        return flows[-1]

    async def sign_in(self, application: Account) -> Flow:
        """Enter the key of an application that is not set up, or shall be."""
        flow = await Flow.start(self.home_assistant, CONFIG, handler="cloudprint")
        if flow.steps[-1]["type"] == "menu":
            await flow.choose("account")
        address = {"advanced": {"base_url": self.cloud.base_url}}
        await flow.answer(application.app | address)
        return flow

    async def refresh(self, account: Account) -> None:
        """Let Home Assistant ask for the printers of an account."""
        flow = await self.options(account, "add_printer")
        await flow.answer()

    async def issues(self, key: str) -> list[str]:
        """Return the ids of the issues of a kind, once there are some."""
        found: list[str] = []

        async def are_there() -> bool:
            answer = await self.home_assistant.command("repairs/list_issues")
            found[:] = [
                issue["issue_id"]
                for issue in answer["issues"]
                if issue["domain"] == "cloudprint" and issue["translation_key"] == key
            ]
            return bool(found)

        await self.home_assistant.process.until(are_there, f"report {key}", SECONDS)
        return found

    async def refuse_key(self) -> Step:
        """Let the service refuse the key of an account; return the form for another."""
        control, home_assistant = self.cloud.control, self.home_assistant
        await control(
            "POST", "/faults", {"call": "getToken", "fault": "refused", "times": None}
        )
        await control("POST", "/tokens/kill", {"app_id": self.doubtful.app["app_id"]})
        flows: list[Step] = []

        async def is_asked() -> bool:
            await self.refresh(self.doubtful)
            flows[:] = [
                flow
                for flow in await home_assistant.command("config_entries/flow/progress")
                if flow["handler"] == "cloudprint"
            ]
            return bool(flows)

        await home_assistant.process.until(is_asked, "ask for a key", SECONDS)
        step: Step = await home_assistant.get(f"{CONFIG}/{flows[0]['flow_id']}")
        await control("DELETE", "/faults")
        return step

    async def print(self, account: Account, printer: str, **fields: Any) -> None:
        """Print something on a printer."""
        device_id = {"device_id": account.devices[printer]}
        await self.home_assistant.action("cloudprint.print", device_id | fields)

    async def try_out(self) -> None:
        """Print the pages of the check-up, and tell how one came out of another printer."""
        first, second = self.family.devices.values()
        for device_id, probes, answer in (
            (first, PROBES, "skip"),
            (second, ("color",), "right"),
        ):
            flow = await self.options(self.family, "check_up")
            step = await flow.answer({"device_id": device_id, "probes": [*probes]})
            while step["type"] in ("form", "progress"):
                if step["type"] == "progress":
                    step = await flow.wait(SECONDS)
                elif step["step_id"] == "check_up_address":
                    step = await flow.answer({"address": PUBLIC_ADDRESS})
                else:
                    step = await flow.answer({"answer": answer})

    async def share(self, account: Account, *printers: str, is_on: bool) -> None:
        """Turn the switches by which printers are shared in the local network."""
        command, post = self.home_assistant.command, self.home_assistant.post
        state = "on" if is_on else "off"
        devices = [account.devices[printer] for printer in printers]
        switches = {
            entity["entity_id"]
            for entity in await command("config/entity_registry/list")
            if entity["device_id"] in devices
            and entity["entity_id"].startswith("switch.")
        }

        async def are_turned() -> bool:
            target = {"entity_id": [*switches]}
            await post(f"/api/services/switch/turn_{state}", target)
            return switches <= {
                shown["entity_id"]
                for shown in await command("get_states")
                if shown["state"] == state
            }

        await self.home_assistant.process.until(are_turned, "turn a switch", SECONDS)

    async def listen(self, account: Account, port: int) -> None:
        """Set the port of the shared printers of an account."""
        flow = await self.options(account, "settings")
        await flow.answer(
            {name: {} for name in SECTIONS} | {"local_network": {"ipp_port": port}}
        )

    async def ask_from_afar(self) -> None:
        """Look for the shared printers with a device of a VPN."""

        async def is_refused() -> bool:
            try:
                async with (
                    ClientSession(headers=VPN) as session,
                    session.get(f"http://127.0.0.1:{self.port}/") as answer,
                ):
                    return answer.status == HTTPStatus.FORBIDDEN
            except ClientError:
                return False

        await self.home_assistant.process.until(is_refused, "refuse a device", SECONDS)


@asynccontextmanager
async def troubled_home(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> AsyncGenerator[TroubledHome]:
    """Set up the accounts, and let things go wrong."""
    journal = home_assistant.config / ".storage/cloudprint/journal.db"
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"no database" * 400)
    pdf = {"extra_forms": [["PDF", "BASE64"], ["PDF", "URL"]]}
    await cloud.control("PATCH", "/settings", pdf)
    for printer in cloud.printers:
        binding = {"app_id": cloud.app_id, "share_code": printer.share_code}
        await cloud.control("POST", "/bindings", binding)
    home = TroubledHome(
        home_assistant=home_assistant,
        cloud=cloud,
        family=Account(app={"app_id": cloud.app_id, "app_key": cloud.app_key}),
        troubled=await _register(
            cloud, "troubled", "Attic", "Barn", "Cellar", "Garage", "Loft"
        ),
        doubtful=await _register(cloud, "doubtful", "Shed"),
        bare=await _register(cloud, "bare"),
        stranger=await _register(cloud, "stranger", "Kiosk", "Porch"),
        newcomer=await _register(cloud, "newcomer"),
        port=free_port(),
    )
    home = replace(
        home,
        family=await _add(home, home.family),
        troubled=await _add(home, home.troubled),
        doubtful=await _add(home, home.doubtful),
        bare=await _add(home, home.bare),
    )
    await home.listen(home.family, home.port)
    with socket.create_server(("0.0.0.0", 0)) as taken:
        await home.listen(home.troubled, taken.getsockname()[1])
        await _go_wrong(home)
        yield home


async def _register(cloud: SimulatedCloud, name: str, *printers: str) -> Account:
    """Create an application with printers, each on its own server."""
    app = {"app_id": name, "app_key": f"key-of-{name}"}
    await cloud.control("POST", "/applications", app)
    for printer in printers:
        await _bind(cloud, name, printer, f"server of {printer}")
    return Account(app=app)


async def _bind(cloud: SimulatedCloud, app_id: str, name: str, sn: str) -> None:
    printer = {"name": name, "sn": sn, "share_code": name, "verification_code": "1"}
    await cloud.control("POST", "/printers", printer | {"alias": name})
    binding = {"app_id": app_id, "share_code": name}
    await cloud.control("POST", "/bindings", binding)


async def _add(home: TroubledHome, account: Account) -> Account:
    """Set an account up, and wait for its devices."""
    flow = await home.sign_in(account)
    await flow.answer()
    await flow.choose("finish")
    if flow.steps[-1]["type"] == "form":
        await flow.answer()
    entry_id = flow.steps[-1]["result"]["entry_id"]
    devices = dict[str, str]()
    bound = next(
        application["printers"]
        for application in await home.cloud.control("GET", "/applications")
        if application["app_id"] == account.app["app_id"]
    )

    async def are_there() -> bool:
        devices.update(
            (device["model"], device["id"])
            for device in await home.home_assistant.command(
                "config/device_registry/list"
            )
            if entry_id in device["config_entries"] and device["model"]
        )
        return len(devices) == len(bound)

    await home.home_assistant.process.until(are_there, "show its devices", SECONDS)
    return replace(account, entry_id=entry_id, devices=devices)


async def _go_wrong(home: TroubledHome) -> None:
    """Let printers go and be renamed, and prints wait for somebody."""
    control, troubled = home.cloud.control, home.troubled
    # Both sides by hand: the front sides come out, and the paper waits.
    file = home.home_assistant.documents / "Letter.pdf"
    file.write_bytes(pdf_files.text(2))
    flow = await home.options(troubled, "trays")
    await flow.answer({"device_id": troubled.devices["Garage"]})
    await flow.choose("trays_output")
    await flow.answer({"output": "face_down"})
    await flow.answer({"input": "lower_side"})
    sides = {"file": str(file), "sides": "two_sided_long_edge"}
    await home.print(troubled, "Garage", **sides)
    for account, printer in (
        (home.doubtful, "Shed"),
        (troubled, "Cellar"),
        (troubled, "Barn"),
    ):
        fault = {"call": "newPrintTask", "fault": "drop_after_accept", "times": 1}
        await control("POST", "/faults", fault | {"printer": printer})
        await home.print(account, printer, text="A letter")
    await home.share(troubled, "Cellar", is_on=True)
    await control("PATCH", "/printers/Attic", {"online_status": "0"})
    await home.refresh(troubled)
    await home.print(troubled, "Attic", text="A letter")
    await control("PATCH", "/printers/Attic", {"present": False})
    await control("PATCH", "/printers/Loft", {"name": "Loft again"})
    await _bind(home.cloud, "troubled", "Upstairs", "server of Loft")
    for _ in range(2):
        await home.refresh(troubled)
