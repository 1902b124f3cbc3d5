"""State and calls of the cloud: printers, bindings, prints, tasks."""

from collections.abc import Awaitable, Callable, Mapping
import json
from typing import Any

from .accounts import Accounts, Application
from .fetching import fetch_local, is_local
from .printers import Printer
from .records import Call, PrintedJob
from .refusal import Refused
from .settings import Settings, TaskAlias
from .tasks import Task, TaskAnswer, TaskIds
from .validation import check_body, check_task

_REFUSALS: Mapping[TaskAnswer, tuple[int, bool]] = {  # HTTP status, is a page
    TaskAnswer.REFUSED: (200, False),
    TaskAnswer.NOT_FOUND: (404, False),
    TaskAnswer.BAD_REQUEST: (400, False),
    TaskAnswer.NOT_FOUND_PAGE: (404, True),
    TaskAnswer.SERVER_ERROR: (500, False),
}
_EMPTY: Mapping[TaskAnswer, Any] = {
    TaskAnswer.NULL: None,
    TaskAnswer.EMPTY_OBJECT: {},
    TaskAnswer.EMPTY_STRING: "",
    TaskAnswer.EMPTY_LIST: [],
}

type Keep = Callable[[PrintedJob], Awaitable[None]]


class Cloud:
    """The seven calls, without HTTP and without faults.

    Each takes a JSON object and returns the answer's whole envelope, in the shape of
    the document's examples, or raises Refused.
    """

    def __init__(
        self, settings: Settings, now: Callable[[], float], keep: Keep
    ) -> None:
        """Initialize an empty cloud; `keep` is called before a job is listed."""
        self._settings = settings
        self._now = now
        self._ids = TaskIds()
        self.accounts = Accounts(settings)
        self.printers: list[Printer] = []
        self.tasks: dict[str, Task] = {}
        self.printed: list[PrintedJob] = []
        self._keep = keep
        self._shared_ids: list[str] = []
        self._calls: Mapping[
            Call, Callable[[Application, dict[str, Any]], dict[str, Any]]
        ] = {
            Call.ADD_SHARE_PRINTER: self._add_share_printer,
            Call.REVOKE_SHARE_PRINTER: self._revoke_share_printer,
            Call.QUERY_PRINTERS: self._query_printers,
            Call.QUERY_PRINTER_DETAIL: self._query_printer_detail,
            Call.TASK_GET: self._task_get,
        }

    async def answer(
        self, call: Call, application: Application | None, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Carry out a call and return its envelope. Raises Refused.

        `application` is the token's owner; None for getToken.
        """
        if application is None:
            check_body(Call.GET_TOKEN, body, self._settings)
            return self._get_token(body)
        if call is Call.NEW_PRINT_TASK:
            return await self._new_print_task(application, body)
        check_body(call, body, self._settings)
        return self._calls[call](application, body)

    def _get_token(self, body: dict[str, Any]) -> dict[str, Any]:
        token, lifetime = self.accounts.sign_in(body, self._now())
        data = {"token": token, "expiresIn": round(lifetime * 1000)}
        return {"success": True, "data": data}

    def _add_share_printer(
        self, application: Application, body: dict[str, Any]
    ) -> dict[str, Any]:
        for printer in self.printers:
            if printer.share_code == body["shareTicket"] and printer.present:
                break
        else:
            raise Refused("共享码不存在或已失效")
        if printer.verification_code != body["password"]:
            raise Refused("验证码错误")
        if printer in application.printers:
            raise Refused("该打印机已绑定，请勿重复绑定")
        application.printers.append(printer)
        return {"success": True, "data": printer.record()}

    def _revoke_share_printer(
        self, application: Application, body: dict[str, Any]
    ) -> dict[str, Any]:
        application.printers.remove(
            self._bound(
                application, body["printerName"], body["shareSn"], body["deviceType"]
            )
        )
        return {"success": True}

    def _query_printers(
        self, application: Application, body: dict[str, Any]
    ) -> dict[str, Any]:
        records = [p.record() for p in application.printers if p.present]
        return {"success": True, "data": records}

    def _query_printer_detail(
        self, application: Application, body: dict[str, Any]
    ) -> dict[str, Any]:
        printer = self._bound(
            application, body["printerName"], body["shareSn"], body["deviceType"]
        )
        record = printer.capabilities
        if not isinstance(record, str):
            record = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        return {"success": True, "data": record}

    async def _new_print_task(
        self, application: Application, body: dict[str, Any]
    ) -> dict[str, Any]:
        fields, content = check_task(body, self._settings)
        printer = self._bound(
            application,
            fields["deviceName"],
            fields["controlSn"],
            fields["deviceType"],
        )
        if printer.device_type.lower() != "printer":
            raise Refused("该设备不支持打印")
        now = self._now()
        task = Task(
            task_id=self._ids.new(printer.sn, now),
            app_id=application.app_id,
            printer=printer,
            fields=fields,
            created=now,
            life=printer.life,
            step_seconds=printer.step_seconds,
        )
        job = PrintedJob(
            task_id=task.task_id,
            app_id=application.app_id,
            printer=printer,
            time=now,
            printer_name=printer.name,
            task=fields,
            content=content,
        )
        url = fields["content"]
        if self._settings.fetch_local_urls and job.media_source == "URL":
            if is_local(url):
                job.fetched = await fetch_local(url, job.media_format)
            if job.fetched is None:
                task.status = "ERROR"
        # First, so that the file exists once the job is listed
        await self._keep(job)
        self.tasks[task.task_id] = task
        self.printed.append(job)
        return {"success": True, "data": {"taskId": task.task_id}}

    def _task_get(
        self, application: Application, body: dict[str, Any]
    ) -> dict[str, Any]:
        task = self.tasks.get(body["taskId"])
        if (
            task is None
            or task.app_id != application.app_id
            or body.get("controlSn", task.printer.sn) != task.printer.sn
        ):
            raise Refused("任务不存在")
        if (refusal := _REFUSALS.get(task.answer)) is not None:
            status, is_page = refusal
            raise Refused("任务不存在", status=status, is_page=is_page)
        if task.answer in _EMPTY:
            return {"success": True, "data": _EMPTY[task.answer]}
        record = self.get_record(task) | {"taskId": self._answered_id(task)}
        if task.answer is TaskAnswer.NULL_STATUS:
            record["taskStatus"] = None
        return {"success": True, "data": record}

    def get_record(self, task: Task) -> dict[str, Any]:
        """Return a task's record, with its own id."""
        settings = self._settings
        return task.record(self._now(), settings.utc_offset, settings.echo)

    def _answered_id(self, task: Task) -> str:
        """Return the id with which task/get answers."""
        mode = self._settings.task_alias
        if mode is TaskAlias.NONE:
            return task.task_id
        ids = self._shared_ids if mode is TaskAlias.SHARED else task.other_ids
        if len(ids) < (2 if mode is TaskAlias.THIRD else 1):
            ids.append(self._ids.new(task.printer.sn, self._now()))
        return ids[-1]

    @staticmethod
    def _bound(
        application: Application, name: str, sn: str, device_type: str
    ) -> Printer:
        for printer in application.printers:
            if (
                printer.present
                and printer.name == name
                and printer.sn == sn
                and printer.device_type.lower() == device_type.lower()
            ):
                return printer
        raise Refused("设备不存在或未绑定到该应用")
