"""Build HTTP answers from the results of the cloud, with faults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
import json
from typing import Any, TypeGuard

from .faults import Fault, ScriptedFault
from .refusal import NotFound, Refused, TokenRefused
from .settings import TokenRefusal

_JSON = "application/json;charset=UTF-8"
_HTML = "text/html;charset=UTF-8"
_EXTRA = {"traceId": "7f3c1d", "serverTime": 1753366712000, "unknownList": [1, None]}


@dataclass(slots=True)
class Answer:
    """An answer to send."""

    body: bytes
    status: int = 200
    content_type: str = _JSON
    headers: dict[str, str] = field(default_factory=dict)


def json_answer(value: Any, status: int = 200) -> Answer:
    """Return an answer of JSON in the format of the service."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Answer(text.encode(), status)


def unescape_control_characters(answer: Answer) -> None:
    """Let the strings of an answer contain control characters as they are."""
    answer.body = answer.body.replace(b"\\n", b"\n").replace(b"\\t", b"\t")


def too_large_answer() -> Answer:
    """Return the answer of a gateway to a body that is too large."""
    return _page(413)


def refusal_answer(refused: Refused, token_refusal: TokenRefusal) -> Answer:
    """Return the answer to a call that the cloud refused."""
    if isinstance(refused, TokenRefused):
        return _TOKEN_REFUSALS[token_refusal](refused.message)
    if isinstance(refused, NotFound):
        return _failure(refused.message, 404, 404)
    if refused.is_page:
        return _page(refused.status)
    if refused.status != HTTPStatus.OK:
        return _failure(refused.message, refused.status, refused.status)
    return _failure(refused.message)


def fault_answer(scripted: ScriptedFault, envelope: Any) -> Answer:
    """Return the answer of a fault.

    `envelope` is the answer of the cloud, or None if it did nothing. Faults also damage
    the answer to a call that did nothing or was refused.
    """
    if (replacement := _REPLACEMENTS.get(scripted.fault)) is not None:
        return replacement(scripted)
    if not isinstance(envelope, dict):
        envelope = {"success": True, "data": envelope}
    return _DAMAGES[scripted.fault](envelope)


def shape(envelope: dict[str, Any], faults: Sequence[ScriptedFault]) -> Any:
    """Apply the faults that are contradictions of the sources to an envelope."""
    for scripted in faults:
        data = envelope.get("data")
        match scripted.fault:
            case Fault.STRING_EXPIRES_IN if _has_token(data):
                data["expiresIn"] = str(data["expiresIn"])
            case Fault.SECONDS_EXPIRES_IN if _has_token(data):
                data["expiresIn"] //= 1000
            case Fault.SHORT_EXPIRES_IN if _has_token(data):
                data["expiresIn"] = round((scripted.seconds or 1) * 1000)
            case Fault.MISSING_EXPIRES_IN if _has_token(data):
                del data["expiresIn"]
            case Fault.NESTED_LIST if isinstance(data, list):
                envelope["data"] = {scripted.key: data, "total": len(data)}
            case Fault.GARBLED_NAMES if isinstance(data, list):
                envelope["data"] = [_garbled(record) for record in data]
            case Fault.SYNONYMS:
                envelope["data"] = _renamed(data)
            case Fault.OBJECT_DETAIL if isinstance(data, str):
                envelope["data"] = json.loads(data)
            case Fault.SWAPPED_CASE if data is not None:
                envelope["data"] = _swapped(data)
            case Fault.CONTROL_CHARACTERS:
                envelope["message"] = "操作\t成功"
                if isinstance(data, str):
                    envelope["data"] = data.replace(" ", "\n")
            case Fault.EXTRA_FIELDS:
                envelope = _extended(envelope)
    # The envelope is removed last, regardless of the order of the faults.
    if any(f.fault is Fault.UNENVELOPED for f in faults) and "data" in envelope:
        return envelope["data"]
    return envelope


def _failure(message: str, status: int = 200, code: int | str | None = None) -> Answer:
    envelope: dict[str, Any] = {"success": False, "message": message, "data": None}
    if code is not None:
        envelope["code"] = code
    return json_answer(envelope, status)


_TOKEN_REFUSALS: Mapping[TokenRefusal, Callable[[str], Answer]] = {
    TokenRefusal.HTTP_401: lambda message: _failure(message, 401, 401),
    TokenRefusal.HTTP_403: lambda message: _failure(message, 403, 403),
    TokenRefusal.CODE_401: lambda message: _failure(message, 200, 401),
    TokenRefusal.CODE_401_TEXT: lambda message: _failure(message, 200, "401"),
    TokenRefusal.CODE_403: lambda message: _failure(message, 200, 403),
    TokenRefusal.CODE_403_TEXT: lambda message: _failure(message, 200, "403"),
    TokenRefusal.HTTP_401_BARE: lambda _: _page(401),
    TokenRefusal.HTTP_403_BARE: lambda _: _page(403),
    TokenRefusal.HTTP_400_BARE: lambda _: _page(400),
    TokenRefusal.HTTP_419_BARE: lambda _: _page(419, "419 Page Expired"),
    TokenRefusal.MESSAGE: lambda message: _failure(message),
    TokenRefusal.MESSAGE_OBJECT: lambda message: json_answer(
        {"success": False, "message": message, "data": {}}
    ),
    TokenRefusal.OWN_CODE: lambda message: json_answer(
        {"code": 10003, "message": message}
    ),
    TokenRefusal.OWN_CODE_NULL: lambda message: json_answer(
        {"code": 10003, "message": message, "data": None}
    ),
    TokenRefusal.SUCCESS_NULL: lambda _: json_answer({"success": True, "data": None}),
    TokenRefusal.ERROR_TEXT: lambda message: json_answer({"error": message}),
    TokenRefusal.STATUS_TEXT: lambda _: json_answer({"status": "error"}),
    TokenRefusal.LOGIN_PAGE: lambda _: _page(200, "登录"),
    TokenRefusal.LOGIN_REDIRECT: lambda _: Answer(
        b"", 302, _HTML, {"Location": "/login"}
    ),
    TokenRefusal.EMPTY_BODY: lambda _: Answer(b""),
    TokenRefusal.HTTP_500_BARE: lambda _: _page(500),
    TokenRefusal.HTTP_503_BARE: lambda _: _page(503),
    TokenRefusal.HTTP_500: lambda message: _failure(message, 500),
    TokenRefusal.HTTP_500_CODE_401: lambda message: json_answer(
        {"code": 401, "message": message}, 500
    ),
}


def _status(message: str, status: int) -> Callable[[ScriptedFault], Answer]:
    def answer(scripted: ScriptedFault) -> Answer:
        if scripted.envelope:
            answer = _failure(message, status, status)
        else:
            answer = _page(status)
        if scripted.retry_after is not None:
            answer.headers["Retry-After"] = scripted.retry_after
        return answer

    return answer


def _page(status: int, title: str | None = None) -> Answer:
    """Return the page of a gateway, by default with the status as its title."""
    if title is None:
        title = f"{status} {HTTPStatus(status).phrase}"
    page = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
    return Answer(page.encode(), status, _HTML)


_REPLACEMENTS: Mapping[Fault, Callable[[ScriptedFault], Answer]] = {
    Fault.HTTP_400: _status("签名验证失败", 400),
    Fault.HTTP_401: _status("令牌缺失或失效", 401),
    Fault.HTTP_403: _status("无访问权限", 403),
    Fault.HTTP_404: _status("路径或资源不存在", 404),
    Fault.HTTP_408: _status("请求超时", 408),
    Fault.HTTP_425: _status("请求过早", 425),
    Fault.HTTP_429: _status("请求过于频繁", 429),
    Fault.HTTP_500: _status("服务端异常", 500),
    Fault.HTTP_502: _status("网关错误", 502),
    Fault.HTTP_503: _status("服务暂不可用", 503),
    Fault.HTML_200: lambda _: _page(200, "系统维护中"),
    Fault.HTML_502: lambda _: _page(502),
    Fault.CODE_401: lambda _: _failure("未登录", 200, 401),
    Fault.CODE_401_TEXT: lambda _: _failure("未登录", 200, "401"),
    Fault.CODE_403: lambda _: _failure("无访问权限", 200, 403),
    Fault.CODE_403_TEXT: lambda _: _failure("无访问权限", 200, "403"),
    Fault.REFUSED: lambda scripted: _failure(scripted.message),
    Fault.EMPTY_BODY: lambda _: Answer(b""),
    Fault.ANSWER: lambda scripted: Answer(
        scripted.body.encode(),
        scripted.status,
        scripted.headers.get("Content-Type", _JSON),
        {k: v for k, v in scripted.headers.items() if k != "Content-Type"},
    ),
}


def _without(name: str) -> Callable[[dict[str, Any]], Answer]:
    return lambda envelope: json_answer(
        {key: value for key, value in envelope.items() if key != name}
    )


def _invalid(envelope: dict[str, Any]) -> Answer:
    whole = json_answer(envelope)
    whole.body = whole.body[:-1]
    return whole


def _bare(envelope: dict[str, Any]) -> Answer:
    data = envelope.get("data")
    match data:
        case {"taskId": bare} | {"token": bare}:
            pass
        case _:
            bare = json.dumps(data, ensure_ascii=False)
    return json_answer(envelope | {"data": bare})


_DAMAGES: Mapping[Fault, Callable[[dict[str, Any]], Answer]] = {
    Fault.INVALID_JSON: _invalid,
    Fault.NOT_AN_OBJECT: lambda envelope: json_answer([envelope]),
    Fault.MISSING_SUCCESS: _without("success"),
    Fault.MISSING_DATA: _without("data"),
    Fault.NULL_DATA: lambda envelope: json_answer(envelope | {"data": None}),
    Fault.BARE_STRING: _bare,
    Fault.MISSING_TASK_ID: lambda envelope: json_answer(envelope | {"data": {}}),
}


def _has_token(data: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(data, dict) and "expiresIn" in data


def _renamed(data: Any) -> Any:
    if isinstance(data, list):
        return [_renamed(item) for item in data]
    if isinstance(data, dict):
        names = {"printerName": "deviceName", "sn": "shareSn"}
        return {names.get(name, name): _renamed(v) for name, v in data.items()}
    return data


def _garbled(record: dict[str, Any]) -> dict[str, Any]:
    names = {
        key: record[key].encode("ascii", "replace").decode().replace("?", "\ufffd")
        for key in ("printerName", "printerAlias")
        if key in record
    }
    return record | names


def _swapped(data: Any) -> Any:
    if isinstance(data, list):
        return [_swapped(item) for item in data]
    if isinstance(data, dict):
        return data | {
            name: data[name].swapcase()
            for name in ("taskStatus", "deviceType")
            if name in data
        }
    return data


def _extended(value: Any) -> Any:
    if isinstance(value, list):
        return [_extended(item) for item in value]
    if isinstance(value, dict):
        return {name: _extended(item) for name, item in value.items()} | _EXTRA
    return value
