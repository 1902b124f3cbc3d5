"""Leaves a Home Assistant with a simulated cloud running, for the browser."""

import argparse
import asyncio
from pathlib import Path
import sys
from typing import Any

from .account import SetupError, add_account
from .cloud import SimulatedCloud
from .home_assistant import PASSWORD, USERNAME, CallError, HomeAssistant
from .household import CONFIGURATION, ENTITIES, furnish
from .ports import is_free
from .process import ProcessError
from .running import new_folder, run

_USUAL_PORT = 8123
_LOOK_AGAIN_SECONDS = 1


def main() -> int:
    """Run until interrupted, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="scripts/develop",
        description="Runs a Home Assistant with the integration, two simulated cloud "
        "printers in different rooms, and a household to print from: to-do lists, "
        "calendars, weather, a camera, media. It ends with Ctrl+C, and logs at debug "
        "level.",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        help="an empty folder for all that is written; a new temporary one if not said",
    )
    return run(develop(new_folder(parser.parse_args())))


async def develop(folder: Path) -> int:
    """Set all up, say where it is, and leave it running.

    Returns:
        1 if it could not be set up, or if Home Assistant or the cloud has ended.
    """
    port = _USUAL_PORT if is_free(_USUAL_PORT) else None
    more: dict[str, Any] = {
        "assist_pipeline": {},
        "recorder": {},
        "history": {},
        "logbook": {},
        "automation": [],
        **CONFIGURATION,
    }
    home_assistant = HomeAssistant(folder, port=port, configuration=more)
    print("Starting ...", flush=True)
    try:
        async with SimulatedCloud(folder) as cloud, home_assistant:
            devices = await add_account(home_assistant, cloud, cloud.printers)
            await furnish(home_assistant, devices.values())
            print(
                f"Home Assistant  {home_assistant.url}\n"
                f"User            {USERNAME}\n"
                f"Password        {PASSWORD}\n"
                f"Log             {home_assistant.process.log}\n"
                f"Printed         {cloud.printed}\n"
                f"Files to print  {home_assistant.documents}\n"
                f"Also to print   {', '.join(ENTITIES)}\n"
                f"Cloud           {cloud.base_url}, AppID {cloud.app_id},"
                f" AppKey {cloud.app_key}\n"
                f"Its control     {cloud.control_url} (tests/simulator/control.py)\n\n"
                "Ctrl+C ends all of it.",
                flush=True,
            )
            while home_assistant.process.running and cloud.process.running:
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    except (CallError, ProcessError, SetupError) as err:
        print(f"{err}\n\nThe logs are in {folder}", file=sys.stderr)
        return 1
    print(f"Home Assistant or the cloud has ended, see {folder}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
