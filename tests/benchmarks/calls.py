"""How often the cloud is called: while nothing is printed, and for one job.

Time is frozen and advanced, on both sides: days pass in seconds.
"""

from pathlib import Path

from scripts.playground.table import table

from .errors import BenchmarkError
from .frozen_account import frozen_account, prepare_freezing

LIMIT = 60
"""Calls an hour that an account may make while nothing is printed."""
PRINTERS = (1, 10, 100)
HOURS = (1, 13, 25)
"""Just started; in between; and when what printers can do is asked for anew."""
JOB_SECONDS = (60, 600)


async def run(folder: Path) -> str:
    """Count, and return the figures as text."""
    prepare_freezing()
    idle = [
        [str(printers), *map(str, await _idle_calls(folder / f"{printers}", printers))]
        for printers in PRINTERS
    ]
    jobs = [
        [f"{seconds} s", str(await _job_calls(folder / f"{seconds} s", seconds))]
        for seconds in JOB_SECONDS
    ]
    hours = [f"calls in hour {hour}" for hour in HOURS]
    return (
        f"{table(['idle printers', *hours, 'in 24 hours'], idle)}\n"
        f"At most {LIMIT} an hour are wanted, however many printers.\n\n"
        f"{table(['one job of', 'calls'], jobs)}"
    )


async def _idle_calls(folder: Path, printers: int) -> list[int]:
    """Return the calls in each of HOURS, and in the first 24."""
    hourly: list[int] = []
    async with frozen_account(folder, printers) as account:
        for hour in range(1, max(HOURS) + 1):
            before = account.cloud.count() if hourly else 0
            # The hours in between only have to pass.
            step = 10 if hour in HOURS else 120
            for _ in range(3600 // step):
                await account.advance(step)
            hourly.append(account.cloud.count() - before)
    return [*(hourly[hour - 1] for hour in HOURS), sum(hourly[:24])]


async def _job_calls(folder: Path, seconds: int) -> int:
    """Return the calls for a job whose task is finished after so many seconds."""
    async with frozen_account(folder, 1) as account:
        (printer,) = account.cloud.printers
        printer.step_seconds = seconds / (len(printer.life) - 1)
        (device_id,) = account.device_ids
        await account.act("print", device_id=device_id, text="benchmark")
        for _ in range(2 * seconds):
            await account.advance(1)
        (job,) = await account.act("get_jobs")
        counts = account.cloud.counts()
    if job["state"] != "finished":
        raise BenchmarkError(f"The job is not finished: {job}")
    return counts["newPrintTask"] + counts["task/get"]
