"""Tests of printing several uploads as one job."""

from pathlib import Path

import pytest

from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..printing.test_quirks import answers
from ..samples import documents
from ..simulator import CloudSimulator, Fault
from .conftest import Browser

PNG = documents.picture("PNG")


async def test_several_uploads(
    hass: HomeAssistant, hub: Hub, member: Browser, uploads: Path
) -> None:
    """Uploads are one job, with changes to each, and are all deleted afterwards.

    One of them may be printed more than once.
    """
    first, second = [await member.uploaded(PNG, name) for name in ("a.png", "b.png")]
    items = [first, {"upload": second, "rotation": 90}, first]
    fields = {"device_id": hub.device_id, "upload": items, "arrange": "id_card"}
    preview = await member.ask("preview", **fields)
    assert (preview["name"], preview["pages"]) == ("a.png (+2)", 2)
    assert {file.name for file in uploads.iterdir()} == {first, second}
    (job,) = (await member.ask("print", **fields))["jobs"]
    assert (job["name"], job["pages"]) == ("a.png (+2)", 2)
    assert hub.simulator.printed[-1].content.count(b"data:image/") >= 2
    await hass.async_block_till_done(wait_background_tasks=True)
    assert list(uploads.iterdir()) == []
    assert await member.refused("print", **fields) == "upload_unknown"


async def test_refused_uploads_are_kept(
    hub: Hub, member: Browser, uploads: Path
) -> None:
    """If one of them cannot be printed, all of them are kept, to be tried again."""
    first = await member.uploaded(PNG, "a.png")
    letter = await member.uploaded(documents.docx(), "b.docx")
    fields = {"device_id": hub.device_id, "upload": [first, letter]}
    assert await member.refused("print", **fields) == "file_not_arrangeable"
    assert {file.name for file in uploads.iterdir()} == {first, letter}
    assert hub.simulator.printed == []


async def test_uploads_of_others(
    device_id: str, owner: Browser, member: Browser, uploads: Path
) -> None:
    """A user's upload in the list of another one is unknown, and kept."""
    own = await member.uploaded(PNG, "a.png")
    others = await owner.uploaded(PNG, "b.png")
    fields = {"device_id": device_id, "upload": [own, others]}
    assert await member.refused("print", **fields) == "upload_unknown"
    assert await member.refused("preview", **fields) == "upload_unknown"
    assert {file.name for file in uploads.iterdir()} == {own, others}


async def test_missing_upload(
    device_id: str, owner: Browser, member: Browser, uploads: Path
) -> None:
    """An upload whose file was removed is reported as unknown, also among others."""
    ids = [await member.uploaded(PNG, "a.png") for _ in range(2)]
    (uploads / ids[1]).unlink()
    fields = {"device_id": device_id, "upload": ids}
    assert await member.refused("print", **fields) == "upload_unknown"


@pytest.mark.parametrize("count", [1, 2])
async def test_lost_answer(
    hass: HomeAssistant, hub: Hub, member: Browser, uploads: Path, count: int
) -> None:
    """A print whose answer was lost is answered when repeated, and prints once.

    Its uploads are gone then, or still being printed.
    """
    ids = [await member.uploaded(PNG, f"{number}.png") for number in range(count)]
    fields = {"device_id": hub.device_id, "upload": ids if count > 1 else ids[0]}
    slow = hub.simulator.faults.add("newPrintTask", Fault.SLOW)
    await member.send("print", **fields, idempotency_key="lost")
    await slow.reached.wait()
    # With other options, it would be a second print.
    key = await member.refused("print", **fields, copies=2, idempotency_key="other")
    assert key == "upload_in_use"
    await member.send("print", **fields, idempotency_key="lost")
    slow.release()
    answers = [await member.socket.receive_json() for _ in range(2)]
    jobs = [job for answer in answers for job in answer["result"]["jobs"]]
    assert sorted(job.get("repeated", False) for job in jobs) == [False, True]
    await hass.async_block_till_done(wait_background_tasks=True)
    assert list(uploads.iterdir()) == []
    jobs += (await member.ask("print", **fields, idempotency_key="lost"))["jobs"]
    assert len(jobs) == 3
    assert len({job["job_id"] for job in jobs}) == 1
    key = await member.refused("print", **fields, idempotency_key="other")
    assert key == "upload_unknown"
    assert len(hub.simulator.printed) == 1


async def test_repeated_before_there_is_a_job(
    device_id: str, simulator: CloudSimulator, member: Browser
) -> None:
    """A print that is repeated while the first one is being rendered prints once."""
    upload_id = await member.uploaded(PNG, "a.png")
    fields = {"device_id": device_id, "upload": upload_id, "idempotency_key": "lost"}
    for _ in range(2):
        await member.send("print", **fields)
    refused, done = [await member.socket.receive_json() for _ in range(2)]
    assert refused["error"]["translation_key"] == "upload_in_use"
    again = await member.ask("print", **fields)
    assert again["jobs"][0]["job_id"] == done["result"]["jobs"][0]["job_id"]
    assert len(simulator.printed) == 1


async def test_some_copies_refused(
    hass: HomeAssistant, hub: Hub, member: Browser, uploads: Path
) -> None:
    """A print of which some jobs failed is done: to repeat it prints the others twice.

    If all of them failed, it is refused, and its uploads are kept.
    """
    hass.config_entries.async_update_entry(hub.account, options=answers(copies="one"))
    upload_id = await member.uploaded(PNG, "a.png")
    fields = {"device_id": hub.device_id, "upload": upload_id, "copies": 2}
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED, times=2)
    assert await member.refused("print", **fields) == "job_refused"
    assert [file.name for file in uploads.iterdir()] == [upload_id]

    hub.simulator.faults.add("newPrintTask", Fault.REFUSED, after=1)
    for _ in range(2):
        jobs = (await member.ask("print", **fields, idempotency_key="some"))["jobs"]
        assert [job["state"] for job in jobs] == ["submitted", "failed"]
        await hass.async_block_till_done(wait_background_tasks=True)
        assert list(uploads.iterdir()) == []
    assert len(hub.simulator.printed) == 1
