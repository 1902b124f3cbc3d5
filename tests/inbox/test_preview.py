"""Tests of what a guest is told of a preview."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.inbox import view

from ..samples.pdf_files import only_a_header, text
from ..waits import Gate, let_run
from .conftest import Sender


@pytest.mark.parametrize("others", [[], ["Fine.pdf"]])
async def test_names_files(sender: Sender, others: list[str]) -> None:
    """A refusal names the file that it is about, as its sender does."""
    ids = []
    for name in (*others, "Scan.pdf"):
        content = text(1, 1) if name == "Fine.pdf" else only_a_header()
        headers = {"X-File-Name": name, "Content-Type": "application/octet-stream"}
        upload = await sender.post(content, "/upload", **headers)
        ids.append((await upload.json())["upload_id"])
    response = await sender.ask("preview", upload=ids, sheet=1)
    assert response.status == 400
    assert "Scan.pdf" in (await response.json())["message"]
    response = await sender.ask("preview", upload=ids, options={"copies": "many"})
    assert "copies" in (await response.json())["message"]


async def test_tells_nothing_of_rules(sender: Sender) -> None:
    """A guest learns that somebody is asked, but not who, and no words of the home's."""
    response = await sender.ask("preview", text="Hello", sheet=1)
    assert (await response.json())["policy"] == {"asks": False, "used_up": False}


async def test_waiting_previews(sender: Sender) -> None:
    """Few previews of a sender wait for their turn, and none of them hold up a print."""
    gate = Gate()

    async def draw(*_: Any) -> dict[str, Any]:
        await gate.wait()
        return {"policy": {"asks": False, "used_up": False}}

    with patch.object(view, "async_preview", draw):
        asked = [
            asyncio.create_task(sender.ask("preview", text=str(number)))
            for number in range(view.MAX_PREVIEWS_EACH)
        ]
        await gate.reached.wait()
        await let_run(500)
        response = await sender.ask("preview", text="Too many")
        assert await sender.refused(response) == (429, "link_busy")
        await sender.send({"text": "Hello"})
        gate.open()
        assert {each.status for each in await asyncio.gather(*asked)} == {200}
