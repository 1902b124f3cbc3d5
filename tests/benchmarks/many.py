"""What it costs to print many things at once, until the cloud has taken them all.

Measured against as many bare POSTs of the same, made by as many at a time as the spool
may: one for a printer, four in all. Dry runs tell for how long the calls alone block the
event loop, which are all made at the same moment. Each printer must get its prints once, and in the
order of the calls; there is nothing to report otherwise.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import CloudPrintConfigEntry
from homeassistant.core import HomeAssistant
from scripts.playground.cloud import Printer, SimulatedCloud
from scripts.playground.table import table

from .account import add_account, home_assistant, print_job, until_ended
from .bare_cloud import BareCloud, print_body
from .errors import BenchmarkError
from .process import Watch, watch

PRINTS = 200
PRINTERS = (1, 4)
ROUNDS = 3
TEXT = "牛奶 milk\n" * 20


@dataclass(slots=True)
class Seen:
    """The measurements of prints, dry runs and POSTs on a number of printers."""

    prints: list[Watch] = field(default_factory=list)
    dry_runs: list[Watch] = field(default_factory=list)
    posts: list[Watch] = field(default_factory=list)


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    async with (
        SimulatedCloud(folder, step_seconds=0) as cloud,
        BareCloud(cloud) as bare,
        home_assistant(folder) as hass,
    ):
        printers = await _share_printers(cloud, max(PRINTERS))
        entry = await add_account(
            hass, base_url=cloud.base_url, app_id=cloud.app_id, app_key=cloud.app_key
        )
        devices = {
            printer.name: device_id
            for device_id, printer in entry.runtime_data.coordinator.data.items()
        }
        seen = {count: Seen() for count in PRINTERS}
        for _ in range(ROUNDS):
            for count, found in seen.items():
                chosen = printers[:count]
                device_ids = [devices[printer.name] for printer in chosen]
                found.prints.append(await _print(hass, entry, device_ids))
                found.dry_runs.append(await _dry_run(hass, device_ids))
                await _check(cloud, chosen)
                found.posts.append(await _post(bare, chosen))
                await cloud.control("DELETE", "/records")
    return _report(seen)


async def _share_printers(cloud: SimulatedCloud, count: int) -> list[Printer]:
    """Share so many printers of one server with the account."""
    first = cloud.printers[0]
    printers = [
        Printer(
            name=f"Printer {number}",
            alias=f"Printer {number}",
            sn=first.sn,
            share_code=f"benchmark {number}",
            verification_code=first.verification_code,
        )
        for number in range(count)
    ]
    for printer in printers:
        await cloud.control(
            "POST",
            "/printers",
            {
                "name": printer.name,
                "alias": printer.alias,
                "sn": printer.sn,
                "share_code": printer.share_code,
                "verification_code": printer.verification_code,
            },
        )
        binding = {"app_id": cloud.app_id, "share_code": printer.share_code}
        await cloud.control("POST", "/bindings", binding)
    return printers


async def _print(
    hass: HomeAssistant, entry: CloudPrintConfigEntry, device_ids: list[str]
) -> Watch:
    """Print on devices in turn, all at once; return what was seen of it."""
    async with watch() as seen:
        await asyncio.gather(
            *(
                print_job(
                    hass,
                    device_id=device_ids[number % len(device_ids)],
                    text=TEXT,
                    name=_name(number),
                )
                for number in range(PRINTS)
            )
        )
    # Following them to their ends must not disturb what comes next.
    await until_ended(entry)
    return seen


async def _dry_run(hass: HomeAssistant, device_ids: list[str]) -> Watch:
    """Make dry runs, and return the measurements."""
    async with watch() as seen:
        await asyncio.gather(
            *(
                hass.services.async_call(
                    DOMAIN,
                    "print",
                    {
                        "device_id": device_ids[number % len(device_ids)],
                        "text": TEXT,
                        "name": _name(number),
                        "dry_run": True,
                    },
                    blocking=True,
                    return_response=True,
                )
                for number in range(PRINTS)
            )
        )
    return seen


async def _post(bare: BareCloud, printers: list[Printer]) -> Watch:
    """Post as many prints, one at a time for each printer."""

    async def post(bodies: Iterator[bytes]) -> None:
        for body in bodies:
            await bare.post("/openapi", body)

    # Made beforehand: what a POST costs is its sending.
    bodies = iter(
        [
            print_body(
                printers[number % len(printers)],
                mediaSource="STRING",
                mediaFormat="TEXT",
                content=TEXT,
            )
            for number in range(PRINTS)
        ]
    )
    async with watch() as seen:
        await asyncio.gather(*(post(bodies) for _ in printers))
    return seen


async def _check(cloud: SimulatedCloud, printers: list[Printer]) -> None:
    """Raise BenchmarkError unless printers printed all, each once and in order."""
    printed: defaultdict[str, list[str]] = defaultdict(list)
    for job in await cloud.control("GET", "/printed"):
        printed[job["printer"]].append(job["name"])
    for number, printer in enumerate(printers):
        wanted = [_name(turn) for turn in range(number, PRINTS, len(printers))]
        if printed[printer.share_code] != wanted:
            raise BenchmarkError(f"{printer.name}: {printed[printer.share_code]}")


def _name(number: int) -> str:
    return f"{number:03}"


def _report(seen: dict[int, Seen]) -> str:
    rows = [
        [
            f"{count}",
            f"{median(watched.seconds for watched in found.prints):.2f}",
            f"{median(watched.seconds for watched in found.posts):.2f}",
            f"{median(_ratios(found)):.2f}",
            f"{_longest_block(found.prints):.1f}",
            f"{_usual_block(found.prints):.1f}",
            f"{_longest_block(found.dry_runs):.1f}",
            f"{_longest_block(found.posts):.1f}",
        ]
        for count, found in seen.items()
    ]
    head = [
        "printers",
        f"{PRINTS} prints s",
        f"{PRINTS} POSTs s",
        "ratio",
        "longest block ms",
        "median ms",
        "of dry runs ms",
        "of POSTs ms",
    ]
    return (
        f"{table(head, rows)}\n"
        f"Medians of {ROUNDS} rounds, but the longest block is that of all. At a"
        " time, one was sent to each printer.\n"
        "Each printer got its prints once, and in the order of the calls."
    )


def _ratios(seen: Seen) -> list[float]:
    return [
        prints.seconds / posts.seconds
        for prints, posts in zip(seen.prints, seen.posts, strict=True)
    ]


def _usual_block(seen: list[Watch]) -> float:
    return median(watched.longest_block for watched in seen) * 1000


def _longest_block(seen: list[Watch]) -> float:
    return max(watched.longest_block for watched in seen) * 1000
