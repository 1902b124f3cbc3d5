"""Addresses of the networks that a real Home Assistant is in, in a network of its own."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, contextmanager
import os
from pathlib import Path
import socket
import subprocess
from typing import Any, BinaryIO, Final

from aiohttp import web
import pytest
from pytest_socket import socket_allow_hosts

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import CallError, HomeAssistant

from .cups import PROGRAMS, running_cups
from .house import House
from .network import ADDRESS, INTERFACE, require
from .samples import write_pdf

pytestmark = pytest.mark.cups

NET = Path("/proc/thread-self/ns/net")
ROUTER = "2408:8207:1:201::1"
"""In another network of the home than Home Assistant's 2408:8207:1:200::7."""
INTERNET = "2606:4700::7"
TOMORROW = "2408:8215:7:3ff::1"
"""The router, after its provider assigned other addresses."""
PORT = 8080


def run(*commands: str) -> None:
    """Run programs in the network of this thread."""
    for command in commands:
        subprocess.run(command.split(), check=True)


@contextmanager
def outside() -> Generator[None]:
    """Let this thread be at the other end of the wire: the router and the internet."""
    with NET.open("rb") as inside:
        os.unshare(os.CLONE_NEWNET)
        try:
            with NET.open("rb") as there:
                os.setns(inside.fileno(), os.CLONE_NEWNET)
                run(f"ip link set wire netns /proc/{os.getpid()}/fd/{there.fileno()}")
                os.setns(there.fileno(), os.CLONE_NEWNET)
            yield
        finally:
            os.setns(inside.fileno(), os.CLONE_NEWNET)


@pytest.fixture
async def seen(network: None) -> AsyncGenerator[list[str]]:
    """Run the router's page and a site in the internet; return who was asked for what."""
    requests: list[str] = []
    run(
        f"ip address add 2408:8207:1:200::7/64 dev {INTERFACE} nodad",
        f"ip -6 route add default dev {INTERFACE}",
    )

    async def answer(request: web.Request) -> web.Response:
        requests.append(f"{request.url.host}{request.path}")
        if request.path == "/away.txt":
            raise web.HTTPFound(f"http://[{ROUTER}]:{PORT}/password.txt")
        return web.Response(text=f"{request.url.host} {request.path}")

    with outside():
        run(
            "ip link set lo up",
            "ip link set wire up",
            *(
                f"ip address add {address}/64 dev wire nodad"
                for address in (ROUTER, INTERNET, TOMORROW)
            ),
            "ip -6 route add default dev wire",
        )
        # A socket stays in the network in which it was made.
        listener = socket.create_server(("::", PORT), family=socket.AF_INET6)
    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    yield requests
    await runner.cleanup()


@pytest.mark.timeout(300)
async def test_pages_of_the_router(
    seen: list[str], cloud: SimulatedCloud, tmp_path: Path
) -> None:
    """No page of another machine in this home is fetched, whatever its address."""
    printer = cloud.printers[0]
    async with HomeAssistant(tmp_path) as home_assistant:
        devices = await add_account(home_assistant, cloud, [printer])

        async def fetch(host: str, path: str) -> None:
            """Prepare a print that has to be fetched here, for its encoding."""
            await home_assistant.action(
                "cloudprint.print",
                {
                    "device_id": devices[printer.share_code],
                    "url": f"http://[{host}]:{PORT}{path}",
                    "encoding": "utf-8",
                    "dry_run": True,
                },
            )

        await fetch(INTERNET, "/news.txt")
        assert seen == [f"{INTERNET}/news.txt"]
        seen.clear()
        for host, path in ((ROUTER, "/password.txt"), (INTERNET, "/away.txt")):
            with pytest.raises(CallError, match="in your own network") as refused:
                await fetch(host, path)
            assert ROUTER in str(refused.value)
        assert seen == [f"{INTERNET}/away.txt"]
        seen.clear()
        # Until its provider assigns it to the home, the address is somebody else's.
        await fetch(TOMORROW, "/news.txt")
        assert seen == [f"{TOMORROW}/news.txt"]
        seen.clear()
        run(f"ip address add 2408:8215:7:300::7/128 dev {INTERFACE} nodad")
        with pytest.raises(CallError, match="in your own network"):
            await fetch(TOMORROW, "/news.txt")
        assert seen == []


VPN: Final = "100.64.0.9"
NEIGHBOR: Final = "2408:8207:1:200::9"
LAPTOP: Final = "192.168.77.9"
GUEST: Final = "192.168.78.9"
HOSTS: Final = {
    LAPTOP: ADDRESS,
    NEIGHBOR: "2408:8207:1:200::7",
    VPN: "100.64.0.1",
    GUEST: ADDRESS,
    INTERNET: "2408:8207:1:200::7",
}
"""The addresses of clients, and of Home Assistant as they use them."""


@pytest.mark.timeout(300)
async def test_clients(ipp_house: House) -> None:
    """Who is in a network of an adapter may print; others are told and logged once."""
    run(
        *(
            f"ip address add {address} dev {INTERFACE}"
            for address in ("2408:8207:1:200::7/64 nodad", "100.64.0.1/10")
        ),
        f"ip -6 route add default dev {INTERFACE}",
    )
    with outside():
        run(
            "ip link set lo up",
            "ip link set wire up",
            *(
                f"ip address add {address} dev wire"
                for address in (
                    *(f"{LAPTOP}/24", f"{GUEST}/24", f"{VPN}/10"),
                    *(f"{NEIGHBOR}/64 nodad", f"{INTERNET}/64 nodad"),
                )
            ),
        )
        # A socket stays in the network in which it was made.
        sockets = [
            (
                address,
                socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET),
            )
            for address in (*HOSTS, *HOSTS)
        ]

    socket_allow_hosts(["127.0.0.1", "::1", *HOSTS.values()])

    async def ask(client: socket.socket, address: str) -> str:
        """Ask for the page of the server, from an address."""
        client.setblocking(False)
        client.bind((address, 0))
        loop = asyncio.get_running_loop()
        host = HOSTS[address]
        await loop.sock_connect(client, (host, ipp_house.port))
        reader, writer = await asyncio.open_connection(sock=client)
        name = f"[{host}]" if ":" in host else host
        writer.write(
            f"GET / HTTP/1.0\r\nHost: {name}:{ipp_house.port}\r\n\r\n".encode()
        )
        answer = (await reader.read()).decode()
        writer.close()
        return answer

    answers = {address: await ask(client, address) for address, client in sockets}
    for address, answer in answers.items():
        assert answer.startswith("HTTP/1.0 ")
        status, _, text = answer.removeprefix("HTTP/1.0 ").partition(" ")
        assert status == ("403" if address in (GUEST, INTERNET) else "200")
        assert (f"{address} is in none of the networks" in text) == (status == "403")
    log = ipp_house.process.log.read_text("utf-8")
    for address in HOSTS:
        refused = log.count(f"A request of {address} to shared printers was refused")
        assert refused == (address in (GUEST, INTERNET))


def _own_namespace() -> BinaryIO:
    """Return the network of this thread, which is kept while it is open."""
    return NET.open("rb")


VLAN: Final = "10.20.0.9"
FIX: Final = "/api/repairs/issues/fix"


@pytest.mark.timeout(600)
async def test_another_network(ipp_house: House, tmp_path: Path) -> None:
    """A device in another network prints once an administrator allowed that."""
    require(*PROGRAMS)
    write_pdf(tmp_path / "letter.pdf")
    async with AsyncExitStack() as stack:
        with outside():
            run(
                "ip link set lo up",
                "ip link set wire up",
                f"ip address add {VLAN}/24 dev wire",
                f"ip route add {ADDRESS}/32 dev wire",
            )
            there = stack.enter_context(_own_namespace())
            cups = await stack.enter_async_context(running_cups(tmp_path / "cups.log"))

        @contextmanager
        def in_vlan() -> Generator[None]:
            """Start programs in the other network."""
            with NET.open("rb") as inside:
                os.setns(there.fileno(), os.CLONE_NEWNET)
                try:
                    yield
                finally:
                    os.setns(inside.fileno(), os.CLONE_NEWNET)

        uri = await ipp_house.uri(ADDRESS)
        assert uri is not None
        queue = ("lpadmin", "-p", "house", "-E", "-v", uri, "-m", "everywhere")
        with in_vlan(), pytest.raises(AssertionError):
            await cups.run(*queue)

        home = ipp_house.home_assistant

        async def get_issues() -> list[dict[str, Any]]:
            issues = (await home.command("repairs/list_issues"))["issues"]
            return [issue for issue in issues if issue["domain"] == "cloudprint"]

        (issue,) = await get_issues()
        assert issue["translation_key"] == "ipp_network_refused"
        assert VLAN not in str(issue)
        handler = {"handler": "cloudprint", "issue_id": issue["issue_id"]}
        form = await home.post(FIX, handler)
        assert form["description_placeholders"]["address"] == VLAN
        proposed = form["data_schema"][0]["description"]["suggested_value"]
        done = await home.post(f"{FIX}/{form['flow_id']}", {"network": proposed})
        assert done["type"] == "create_entry"

        await ipp_house.change_printer(step_seconds=0)
        with in_vlan():
            await cups.add_queue(uri)
            job = await cups.print(tmp_path / "letter.pdf", title="Letter")
            assert await cups.until_ended(job) == "job-completed-successfully"
        assert [job["name"] for job in await ipp_house.printed()] == ["Letter"]
        assert await get_issues() == []
        log = ipp_house.process.log.read_text("utf-8")
        assert log.count(f"A request of {VLAN} to shared printers was refused") == 1
