"""The simulator's state as JSON for the control API."""

from dataclasses import fields
from typing import Any

from .accounts import Application
from .faults import ScriptedFault
from .printers import Printer
from .records import PrintedJob, ReceivedRequest, Violation
from .settings import Settings
from .tasks import Task


def application_view(application: Application) -> dict[str, Any]:
    """Return an application with the share codes of its printers."""
    return {
        "app_id": application.app_id,
        "app_key": application.app_key,
        "printers": [printer.share_code for printer in application.printers],
    }


def printer_view(printer: Printer) -> dict[str, Any]:
    """Return a printer with all its attributes."""
    return {item.name: getattr(printer, item.name) for item in fields(printer)}


def settings_view(settings: Settings) -> dict[str, Any]:
    """Return the settings."""
    view = {item.name: getattr(settings, item.name) for item in fields(settings)}
    return view | {"extra_forms": sorted(settings.extra_forms)}


def fault_view(scripted: ScriptedFault) -> dict[str, Any]:
    """Return a fault with its hits."""
    view = {
        item.name: getattr(scripted, item.name)
        for item in fields(scripted)
        if item.name not in {"reached", "released"}
    }
    return view | {
        "reached": scripted.reached.is_set(),
        "released": scripted.released.is_set(),
    }


def task_view(task: Task, now: float) -> dict[str, Any]:
    """Return a task with its state at a time."""
    return {
        "task_id": task.task_id,
        "app_id": task.app_id,
        "printer": task.printer.share_code,
        "name": task.fields["name"],
        "created": task.created,
        "status": task.status_at(now),
        "answer": task.answer,
    }


def request_view(request: ReceivedRequest, *, content: bool) -> dict[str, Any]:
    """Return a request, on demand with a print's content."""
    view = {item.name: getattr(request, item.name) for item in fields(request)}
    if content:
        return view
    match request.body:
        case {"data": {"task": {"content": str(text)} as task} as data} as body:
            task = task | {"content": f"({len(text)} characters)"}
            view["body"] = body | {"data": data | {"task": task}}
    return view


def printed_view(job: PrintedJob) -> dict[str, Any]:
    """Return an accepted print without its content."""
    return {
        "task_id": job.task_id,
        "app_id": job.app_id,
        "printer": job.printer.share_code,
        "printer_name": job.printer_name,
        "sn": job.sn,
        "time": job.time,
        "name": job.name,
        "media_format": job.media_format,
        "media_source": job.media_source,
        "task": {key: value for key, value in job.task.items() if key != "content"},
        "bytes": len(job.content),
        "sha256": job.digest,
        "url": job.content.decode() if job.media_source == "URL" else None,
        "fetched_bytes": None if job.fetched is None else len(job.fetched),
        "file": None if job.file is None else str(job.file),
        "pdf": None if job.pdf is None else str(job.pdf),
    }


def violation_view(violation: Violation) -> dict[str, Any]:
    """Return a violation."""
    return {
        "time": violation.time,
        "call": violation.call,
        "detail": violation.detail,
    }
