"""The recipes of docs/links.md, with the requests that the programs send."""

import asyncio
from pathlib import Path
import re

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.spool.job import Job
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..samples.pdf_files import text
from .conftest import Sender
from .test_prints import settle

DOCS = Path(__file__).parents[2] / "docs"
BOUNDARY = "0xKhTmLbOuNdArY-4F2A"


def part(name: str, content: bytes, *more: str) -> bytes:
    """Return a part of a form."""
    head = f'Content-Disposition: form-data; name="{name}"' + "".join(more)
    return b"--%s\r\n%s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), head.encode(), content)


async def send_raw(sender: Sender, body: bytes, **headers: str) -> tuple[int, str]:
    """Send exactly these bytes, and return the status and the answer."""
    url = sender.client.make_url(sender.path)
    headers = {"Host": f"{url.host}:{url.port}", "Connection": "close", **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(f"POST {url.raw_path} HTTP/1.1\r\n{head}\r\n".encode() + body)
    answer = (await reader.read()).decode()
    writer.close()
    return int(answer.split()[1]), answer.partition("\r\n\r\n")[2]


async def only_job(hass: HomeAssistant, account: MockConfigEntry) -> Job:
    """Return the only job, once it is prepared."""
    (job,) = await settle(hass, account)
    assert job.failure is None
    return job


@pytest.mark.parametrize("agent", ["ios", "android"])
async def test_phones(hub: Hub, sender: Sender, agent: str) -> None:
    """The share sheets of phones send a form with a file."""
    if agent == "ios":
        # Shortcuts on CFNetwork: the name in UTF-8, and no charset
        disposition = '; filename="车票.pdf"\r\nContent-Type: application/pdf'
        headers = {
            "Accept": "*/*",
            "Accept-Language": "zh-CN,zh-Hans;q=0.9",
            "User-Agent": "BackgroundShortcutRunner/3612 CFNetwork/3826 Darwin/25.0.0",
        }
    else:
        # HTTP Shortcuts on OkHttp
        disposition = (
            '; filename="车票.pdf"\r\nContent-Type: application/pdf'
            f"\r\nContent-Length: {len(text(2))}"
        )
        headers = {
            "Accept-Encoding": "gzip",
            "Accept-Language": "zh-CN",
            "User-Agent": "HttpShortcuts/3.30.0",
        }
    body = part("file", text(2), disposition) + f"--{BOUNDARY}--\r\n".encode()
    headers["Content-Type"] = f'multipart/form-data; boundary="{BOUNDARY}"'
    headers["Content-Length"] = str(len(body))
    status, answer = await send_raw(sender, body, **headers)
    assert (status, answer) == (202, "已收到“车票.pdf”，正在准备。\n")
    job = await only_job(hub.hass, hub.account)
    assert job.content.pages == 2


@pytest.mark.parametrize("page", ["links.md", "links.zh-Hans.md"])
@pytest.mark.parametrize("number", range(3))
async def test_curl(
    hub: Hub, sender: Sender, tmp_path: Path, page: str, number: int
) -> None:
    """The commands of the documentation print, as curl itself sends them."""
    (block,) = re.findall(
        r"```sh\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL
    )
    command = block.strip().splitlines()[number]
    (tmp_path / "ticket.pdf").write_bytes(text(2))
    process = await asyncio.create_subprocess_shell(
        f"{command} --silent --noproxy '*'",
        cwd=tmp_path,
        env={"LINK": str(sender.client.make_url(sender.path)), "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert "was received" in output.decode()
    job = await only_job(hub.hass, hub.account)
    assert job.name in ("ticket.pdf", "Milk", "牛奶")


async def test_bookmarklet(sender: Sender) -> None:
    """It opens the page, with the address where no server sees it."""
    for page in ("links.md", "links.zh-Hans.md"):
        assert "LINK#url='+encodeURIComponent(" in (DOCS / page).read_text("utf-8")
    response = await sender.get(
        "#url=https%3A%2F%2Fexample.com", **{"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status == 200
