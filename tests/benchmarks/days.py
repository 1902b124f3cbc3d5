"""How often the cloud is called in 24 hours in which nothing can be printed.

Time is frozen and advanced, on both sides. What was held must come out when the day is
over, each print once and in order; there is nothing to report otherwise.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scripts.playground.table import table

from ..simulator import Call, CloudSimulator, Fault
from .errors import BenchmarkError
from .frozen_account import FrozenAccount, frozen_account, prepare_freezing

PRINTERS = 2
JOBS = 20
EXPIRES_IN = {"hours": 48}
LIMIT = 60
"""Calls an hour that an account may make while nothing is printed."""

NOTICE_SECONDS = 300
"""After which the account knows how its service and its printers are."""
FINE_STEP = 10
"""Seconds, in the first hour, in which pauses between tries grow."""
STEP = 60
RECOVERY_SECONDS = 900
"""Within which all that was held must have been printed."""

CALLS = (
    Call.GET_TOKEN,
    Call.QUERY_PRINTERS,
    Call.QUERY_PRINTER_DETAIL,
    Call.NEW_PRINT_TASK,
    Call.TASK_GET,
)

type Change = Callable[[CloudSimulator], None]


async def run(folder: Path) -> str:
    """Count, and return the figures as text."""
    prepare_freezing()
    async with frozen_account(folder / "idle", PRINTERS) as account:
        rows = [["nothing to print", *await _day(account)]]
    for name, begin, end in (
        ("service away: 503", _fail(Fault.HTTP_503), _mend),
        ("service away: no answer", _fail(Fault.DROP_BEFORE_READ), _mend),
        ("printers offline", _report("0"), _report("1")),
    ):
        async with frozen_account(folder / name, PRINTERS) as account:
            begin(account.cloud)
            # Counted, too: these are calls of that day.
            await _advance(account, NOTICE_SECONDS, FINE_STEP)
            await _hold(account)
            rows.append([name, *await _day(account, NOTICE_SECONDS)])
            await _check_held(account)
            end(account.cloud)
            rows.append(["  and then", *await _recovery(account)])
    head = ["24 hours", *CALLS, "in all", "most in an hour"]
    return (
        f"{table(head, rows)}\n"
        f"{PRINTERS} printers; on the days but the first, {JOBS} jobs were held.\n"
        '"And then": until all of them were printed, each once, each printer\'s in'
        " order.\n"
        f"At most {LIMIT} an hour are wanted while nothing is printed."
    )


def _fail(fault: Fault) -> Change:
    """Return what lets every call fail."""

    def change(cloud: CloudSimulator) -> None:
        cloud.faults.add("*", fault, times=None)

    return change


def _mend(cloud: CloudSimulator) -> None:
    cloud.faults.clear()


def _report(online_status: str) -> Change:
    """Return what reports all printers as they are."""

    def change(cloud: CloudSimulator) -> None:
        for printer in cloud.printers:
            printer.online_status = online_status

    return change


async def _advance(account: FrozenAccount, seconds: int, step: int) -> None:
    for _ in range(seconds // step):
        await account.advance(step)


async def _hold(account: FrozenAccount) -> None:
    """Print on all printers in turn, which has to wait. Raises BenchmarkError."""
    for number in range(JOBS):
        (job,) = await account.act(
            "print",
            device_id=account.device_ids[number % PRINTERS],
            text="benchmark",
            name=f"{number:02}",
            expires_in=EXPIRES_IN,
        )
        if job["state"] != "held":
            raise BenchmarkError(f"The job is not held: {job}")


async def _day(account: FrozenAccount, passed: int = 0) -> list[str]:
    """Let the rest of 24 hours pass; return the calls since Home Assistant started."""
    start = account.frozen().timestamp() - passed
    await _advance(account, 3600 - passed, FINE_STEP)
    await _advance(account, 23 * 3600, STEP)
    hours = Counter(
        int((request.time - start) // 3600) for request in account.cloud.requests
    )
    return [*_counts(account.cloud), str(max(hours.values()))]


async def _check_held(account: FrozenAccount) -> None:
    """Raise BenchmarkError unless all jobs are held still, and nothing was printed."""
    jobs = await account.act("get_jobs")
    states = Counter(job["state"] for job in jobs)
    if states != {"held": JOBS} or account.cloud.printed:
        raise BenchmarkError(f"Not all jobs are held: {dict(states)}")


async def _recovery(account: FrozenAccount) -> list[str]:
    """Wait until all is printed; return the calls. Raises BenchmarkError."""
    account.cloud.forget()
    seconds = 0
    while any(job["state"] != "finished" for job in await account.act("get_jobs")):
        if seconds == RECOVERY_SECONDS:
            raise BenchmarkError(f"Not all was printed within {seconds} s")
        await account.advance(1)
        seconds += 1
    for number, printer in enumerate(account.cloud.printers):
        names = [job.name for job in account.cloud.find_printed(printer=printer)]
        if names != [f"{name:02}" for name in range(number, JOBS, PRINTERS)]:
            raise BenchmarkError(f"{printer.name} printed {names}")
    return [*_counts(account.cloud), f"({seconds} s)"]


def _counts(cloud: CloudSimulator) -> list[str]:
    counts = cloud.counts()
    return [*(str(counts[call]) for call in CALLS), str(sum(counts.values()))]
