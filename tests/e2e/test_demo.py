"""scripts/demo, as a newcomer runs it."""

from asyncio import create_subprocess_exec, subprocess
import json
import os
from pathlib import Path
import signal

import pytest

from scripts.playground.documents import ROOT, own

from .log import our_debug_records, our_errors, read_log

DEMO = ROOT / "scripts/demo"


async def _demo(*arguments: str | Path) -> tuple[int | None, str, str]:
    """Run the demo; return its exit code, its output and its errors."""
    process = await create_subprocess_exec(
        DEMO,
        *map(str, arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode, output.decode(), errors.decode()


def _rows(output: str) -> list[str]:
    """The lines of the table of jobs."""
    _, _, table = output.partition("  task\n")
    return table.partition("\n\n")[0].splitlines()[1:]


def _printed(folder: Path) -> dict[str, Path]:
    """What came out, by the job's name."""
    printed = {}
    for ticket in (folder / "printed").rglob("*.json"):
        name = json.loads(ticket.read_text(encoding="utf-8"))["task"]["name"]
        (printed[name],) = (
            file
            for file in ticket.parent.glob(f"{ticket.stem}.*")
            if file.suffix != ".json"
        )
    return printed


@pytest.mark.slow
async def test_prints_its_own_documents(tmp_path: Path) -> None:
    """Without arguments, a document of each kind comes out, and the log is clean."""
    folder = tmp_path / "demo"
    code, output, errors = await _demo("--folder", folder)

    assert code == 0, errors
    rows = _rows(output)
    assert len(rows) == 6
    assert all(" finished " in row for row in rows)
    assert str(folder / "printed") in output

    (tmp_path / "own").mkdir()
    documents = own(tmp_path / "own")
    printed = _printed(folder)
    assert len(printed) == len(documents) == 6
    for document in documents:
        came_out = printed[document.name].read_bytes()
        if text := document.content.get("text"):
            assert came_out == text.encode()
        elif document.name.endswith(".pdf") or "markdown" in document.content:
            assert came_out.startswith(b"<!DOCTYPE html>")
        else:
            file = folder / "documents" / document.name
            assert came_out == file.read_bytes()

    records = read_log(folder / "home-assistant.log")
    assert our_debug_records(records)
    assert our_errors(records) == []
    log = "".join(record.text for record in records)
    cloud = json.loads((folder / "cloud.json").read_text(encoding="utf-8"))
    assert cloud["app_key"] not in log
    assert "牛奶" not in log


@pytest.mark.slow
async def test_prints_what_it_is_given(tmp_path: Path) -> None:
    """Files, texts and URLs are printed; what is refused is named and counts."""
    letter = tmp_path / "letter.txt"
    letter.write_text("亲爱的邻居们：\n", encoding="utf-8")
    broken = tmp_path / "broken.png"
    broken.write_text("This is no picture", encoding="utf-8")
    folder = tmp_path / "demo"
    address = "https://example.com/letter.docx"
    code, output, errors = await _demo(
        "--folder", folder, letter, broken, "Hello, printer!", address
    )

    assert code == 1
    assert "Printing broken.png" in output
    assert "PNG" in errors
    assert len(_rows(output)) == 3
    printed = _printed(folder)
    assert printed.keys() == {"letter.txt", "Hello, printer!", address}
    assert printed["letter.txt"].read_bytes() == letter.read_bytes()
    assert printed["Hello, printer!"].read_text() == "Hello, printer!"
    assert printed[address].read_text() == address


async def test_a_missing_file_is_not_printed_as_text(tmp_path: Path) -> None:
    """A mistyped path ends the demo before anything is started."""
    folder = tmp_path / "demo"
    code, output, errors = await _demo("--folder", folder, "leter.docx")

    assert code == 2
    assert "leter.docx" in errors
    assert output == ""
    assert not (folder / "cloud.log").exists()


@pytest.mark.slow
async def test_leaves_nothing_running_when_interrupted(tmp_path: Path) -> None:
    """Ctrl+C in the middle ends Home Assistant and the cloud, too."""
    folder = tmp_path / "demo"
    process = await create_subprocess_exec(
        DEMO, "--folder", str(folder), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    while b"adding the account" not in await process.stdout.readline():
        assert not process.stdout.at_eof()
    running = [
        json.loads((folder / file).read_text(encoding="utf-8"))["pid"]
        for file in ("cloud.json", "config/.ha_run.lock")
    ]
    process.send_signal(signal.SIGINT)
    await process.communicate()

    assert process.returncode == 130
    for pid in running:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
