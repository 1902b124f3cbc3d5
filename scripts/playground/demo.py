"""Prints documents from a real Home Assistant to a simulated cloud printer."""

import argparse
from pathlib import Path
import sys
from typing import Any

from . import documents
from .account import SetupError, add_account
from .cloud import SimulatedCloud
from .documents import Document
from .home_assistant import CallError, HomeAssistant
from .process import ProcessError
from .running import new_folder, run
from .table import table

_FINAL = {"finished", "failed", "canceled", "unconfirmed", "expired"}
_FOLLOW_SECONDS = 300


def main() -> int:
    """Run the demo, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Prints from a real Home Assistant to a simulated cloud printer. "
        "All of it runs on this machine, and ends with the demo.",
    )
    parser.add_argument(
        "document",
        nargs="*",
        metavar="FILE|URL|TEXT",
        help="what to print; without any: a text, Markdown, a web page, a picture, a PDF and a Word file",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        help="an empty folder for all that is written; a new temporary one if not said",
    )
    arguments = parser.parse_args()
    return run(demonstrate(new_folder(arguments), arguments.document))


async def demonstrate(folder: Path, given: list[str]) -> int:
    """Set up, print, follow the jobs to their end, and show them.

    Returns:
        0 if all jobs have finished, 1 if not, 2 if there is nothing to begin with.
    """
    home_assistant = HomeAssistant(folder)
    try:
        prints = (
            documents.given(given, home_assistant.documents)
            if given
            else documents.own(home_assistant.documents)
        )
    except documents.NoSuchFileError as err:
        print(err, file=sys.stderr)
        return 2
    try:
        return await _demonstrate(folder, home_assistant, prints)
    except (CallError, ProcessError, SetupError) as err:
        print(f"\n{err}\n\nThe logs are in {folder}", file=sys.stderr)
        return 1


async def _demonstrate(
    folder: Path, home_assistant: HomeAssistant, prints: list[Document]
) -> int:
    print("Starting a simulated cloud with its printers ...", flush=True)
    async with SimulatedCloud(folder) as cloud:
        print("Starting Home Assistant ...", flush=True)
        async with home_assistant:
            version = (await home_assistant.get("/api/config"))["version"]
            printer = cloud.printers[0]
            print(
                f"Home Assistant {version}: adding the account, and the printer"
                f" {printer.alias} by its share code {printer.share_code} ...",
                flush=True,
            )
            devices = await add_account(home_assistant, cloud, [printer])
            device_id = devices[printer.share_code]
            refused = 0
            for document in prints:
                print(f"Printing {document.name} ...", flush=True)
                refused += not await _print(home_assistant, device_id, document)
            jobs = await _follow(home_assistant, device_id)
    _show(jobs, cloud.printed)
    print(f"Logs: {folder}")
    finished = [job for job in jobs if job["state"] == "finished"]
    return 0 if not refused and len(finished) == len(prints) else 1


async def _print(
    home_assistant: HomeAssistant, device_id: str, document: Document
) -> bool:
    """Print a document; False, with a message, if Home Assistant refused to."""
    data = {"device_id": device_id, "name": document.name, **document.content}
    try:
        await home_assistant.action("cloudprint.print", data)
    except CallError as err:
        print(f"  {err}", file=sys.stderr)
        return False
    return True


async def _follow(
    home_assistant: HomeAssistant, device_id: str
) -> list[dict[str, Any]]:
    """Return all jobs, oldest first, when each has ended, or when time is up."""
    jobs: list[dict[str, Any]] = []

    async def all_ended() -> bool:
        answer = await home_assistant.action(
            "cloudprint.get_jobs", {"device_id": device_id}
        )
        jobs[:] = reversed(answer["jobs"])
        return all(job["state"] in _FINAL for job in jobs)

    print("Following the jobs ...", flush=True)
    try:
        await home_assistant.process.until(all_ended, "end all jobs", _FOLLOW_SECONDS)
    except ProcessError:
        if not home_assistant.process.running:
            raise
    return jobs


def _show(jobs: list[dict[str, Any]], printed: Path) -> None:
    rows = [
        [
            job["name"],
            job["printer"],
            job["content"]["format"],
            f"{job['content']['bytes']:,}",
            job["state"],
            job["task_id"] or "",
        ]
        for job in jobs
    ]
    head = ["job", "printer", "format", "bytes", "state", "task"]
    print(f"\n{table(head, rows)}\n")
    print(f"What came out is in {printed}")
    for file in sorted(printed.rglob("*")):
        if file.is_file():
            print(f"  {file.relative_to(printed)}  {file.stat().st_size:,} bytes")
    print()


if __name__ == "__main__":
    sys.exit(main())
