"""Validate the bodies of the seven calls against the document."""

from collections.abc import Callable, Mapping
import json
import re
from typing import Any, NoReturn

from .config_fields import config_fault
from .contents import CONTENT_FORMS, BadContent, decode_content
from .records import Call
from .refusal import Refused
from .settings import Settings

_SIGNATURE = re.compile(r"[0-9a-f]{40}")
_MILLISECONDS = re.compile(r"\d{13}", re.ASCII)

_REQUIRED: Mapping[Call, tuple[str, ...]] = {
    Call.GET_TOKEN: ("appid", "timestamp", "oncestr", "signature"),
    Call.ADD_SHARE_PRINTER: ("shareTicket", "password"),
    Call.REVOKE_SHARE_PRINTER: ("printerName", "shareSn", "deviceType"),
    Call.QUERY_PRINTERS: (),
    Call.QUERY_PRINTER_DETAIL: ("printerName", "shareSn", "deviceType"),
    Call.TASK_GET: ("taskId", "controlSn"),
}
_TASK_TEXTS = ("name", "deviceName", "deviceType", "controlSn")
_TASK_FORM = ("mediaSource", "mediaFormat", "content")
_TASK_OPTIONAL = ("javascript", "printBackground", "headers", "config")


def parse_body(raw: bytes) -> dict[str, Any]:
    """Return the JSON object of a body in UTF-8. Raises Refused."""
    try:
        body = json.loads(raw.decode(), parse_constant=_not_json)
    except (ValueError, RecursionError) as err:
        raise Refused("请求数据格式错误", f"the body is not JSON: {err}") from err
    if not isinstance(body, dict):
        raise Refused("请求数据格式错误", "the body is not a JSON object")
    return body


def check_body(call: Call, body: dict[str, Any], settings: Settings) -> None:
    """Check the fields of any call except newPrintTask. Raises Refused.

    All are required strings (OpenAPI 3.1 to 3.5 and 3.7).
    """
    required = _REQUIRED[call]
    optional: tuple[str, ...] = ()
    if call is Call.TASK_GET and not settings.require_control_sn:
        required, optional = ("taskId",), ("controlSn",)
    _only(body, required + optional, "")
    for name in required:
        _string(body, name, "")
    for name in optional:
        if name in body:
            _string(body, name, "")
    if call is Call.GET_TOKEN:
        if not _MILLISECONDS.fullmatch(body["timestamp"]):
            _breach("timestamp is not in milliseconds")
        if not _SIGNATURE.fullmatch(body["signature"]):
            _breach("signature is not a SHA-1 in lower-case hex")


def check_task(
    body: dict[str, Any], settings: Settings
) -> tuple[dict[str, Any], bytes]:
    """Check a newPrintTask body (OpenAPI 3.6.2); return its task and the content.

    The document has no table for this call: the fields that its example sets are
    required, those that are null there are optional. Raises Refused.
    """
    _only(body, ("command", "data"), "")
    if body.get("command") != Call.NEW_PRINT_TASK.value:
        _breach(f"unknown command {body.get('command')!r}", "不支持的命令")
    data = body.get("data")
    if not isinstance(data, dict):
        _breach("data is not an object")
    _only(data, ("task",), "data.")
    task = data.get("task")
    if not isinstance(task, dict):
        _breach("data.task is not an object")
    _only(task, _TASK_TEXTS + _TASK_FORM + _TASK_OPTIONAL, "task.")
    for name in _TASK_TEXTS + _TASK_FORM:
        _string(task, name, "task.")
    for name, check in _OPTIONAL_CHECKS.items():
        if task.get(name) is not None and not check(task[name]):
            _breach(f"task.{name} cannot be {task[name]!r}")

    form = (task["mediaFormat"], task["mediaSource"])
    if form not in CONTENT_FORMS | settings.extra_forms:
        _breach(f"{form[0]}+{form[1]} is not a content form", "不支持的打印内容格式")
    try:
        content = decode_content(*form, task["content"])
    except BadContent as err:
        raise Refused("打印内容无效", str(err)) from err

    config = task.get("config", {})
    if not isinstance(config, dict):
        _breach("task.config is not an object")
    if fault := config_fault(config):
        _breach(fault, "打印参数错误")
    return task, content


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _headers(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())


_OPTIONAL_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "javascript": _boolean,
    "printBackground": _boolean,
    "headers": _headers,
}


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} does not exist in JSON")


def _breach(violation: str, message: str = "参数错误") -> NoReturn:
    raise Refused(message, violation)


def _only(body: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in body:
        if name not in known:
            _breach(f"unknown field {where}{name}")


def _string(body: dict[str, Any], name: str, where: str) -> None:
    if name not in body:
        _breach(f"{where}{name} is missing")
    if not isinstance(body[name], str):
        _breach(f"{where}{name} is not a string")
    if not body[name].strip():
        _breach(f"{where}{name} is empty")
