"""Applications of developers, and their tokens."""

from dataclasses import dataclass, field
from hashlib import sha1
import hmac
from secrets import token_hex
from typing import Any

from .printers import Printer
from .refusal import Refused, TokenRefused
from .settings import Settings, TokenPolicy


@dataclass(eq=False, slots=True)
class Application:
    """An application, and the printers that are bound to it."""

    app_id: str
    app_key: str = field(repr=False)
    printers: list[Printer] = field(default_factory=list)
    oncestrs: set[str] = field(default_factory=set, repr=False)


@dataclass(slots=True)
class _Token:
    application: Application
    issued_at: float
    expires_at: float


class Accounts:
    """Applications and their tokens."""

    def __init__(self, settings: Settings) -> None:
        """Initialize without applications."""
        self._settings = settings
        self._tokens: dict[str, _Token] = {}
        self._refused_tokens = 0
        self.applications: dict[str, Application] = {}

    def add(self, app_id: str, app_key: str) -> Application:
        """Register an application. Raises ValueError if its id exists."""
        if app_id in self.applications:
            raise ValueError(f"Application {app_id} exists already")
        application = self.applications[app_id] = Application(app_id, app_key)
        return application

    def knows(self, app_id: Any) -> bool:
        """Return whether a value is the id of an application."""
        return isinstance(app_id, str) and app_id in self.applications

    def sign_in(self, body: dict[str, Any], now: float) -> tuple[str, float]:
        """Check a getToken body (OpenAPI 3.1.2); return the token and its lifetime."""
        application = self.applications.get(body["appid"])
        if application is None:
            raise Refused("应用不存在")
        text = body["appid"] + body["timestamp"] + body["oncestr"] + application.app_key
        expected = sha1(text.encode(), usedforsecurity=False).hexdigest()
        if not hmac.compare_digest(expected, body["signature"]):
            raise Refused("签名验证失败")
        skew = self._settings.max_clock_skew
        if skew is not None and abs(int(body["timestamp"]) / 1000 - now) > skew:
            raise Refused("请求已过期")
        if body["oncestr"] in application.oncestrs:
            if self._settings.refuse_reused_oncestr:
                raise Refused("重复的请求")
        application.oncestrs.add(body["oncestr"])
        return self.issue(application, now)

    def issue(self, application: Application, now: float) -> tuple[str, float]:
        """Return a token and its remaining seconds, according to the token policy."""
        if self._settings.token_policy is TokenPolicy.SAME:
            for value, token in self._tokens.items():
                if token.application is application and self._is_alive(token, now):
                    return value, token.expires_at - now
        self.kill(application)
        value = token_hex(16)
        lifetime = self._settings.token_lifetime
        self._tokens[value] = _Token(application, now, now + lifetime)
        return value, lifetime

    def kill(self, application: Application | None = None) -> int:
        """Kill the tokens of one application or of all; return their number."""
        killed = [
            value
            for value, token in self._tokens.items()
            if application is None or token.application is application
        ]
        for value in killed:
            del self._tokens[value]
        return len(killed)

    def owner(self, value: str | None, now: float) -> Application:
        """Return the application of a token. Raises TokenRefused."""
        if not value:
            raise TokenRefused("令牌缺失", "the header Api-Access-Token is missing")
        owner = self.find_owner(value, now)
        if owner is None:
            messages = self._settings.token_messages
            self._refused_tokens += 1
            raise TokenRefused(messages[(self._refused_tokens - 1) % len(messages)])
        return owner

    def find_owner(self, value: str | None, now: float) -> Application | None:
        """Return the application of a token; None if it is missing or dead."""
        token = self._tokens.get(value or "")
        return token.application if token and self._is_alive(token, now) else None

    def _is_alive(self, token: _Token, now: float) -> bool:
        seconds = self._settings.other_client_seconds
        if seconds is not None and self._settings.token_policy is TokenPolicy.REPLACE:
            if token.issued_at // seconds < now // seconds:
                return False
        return token.expires_at > now
