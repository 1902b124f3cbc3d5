"""The control API, by which another process controls a running simulator.

It has a port of its own. All bodies and answers are JSON; errors are answered with 400
or 404 and `{"error": ...}`. Printers are identified by their share code, which is
unique and never changes.

    GET    /health                        base_url, control_url, listening
    GET    /applications                  app_id, app_key, bound printers
    POST   /applications                  app_id, app_key
    GET    /printers                      every attribute of each printer
    POST   /printers                      name, sn, share_code, verification_code, ...
    PATCH  /printers/{share_code}         name, alias, hidden, present, life, ...
    DELETE /printers/{share_code}         no longer shared
    POST   /bindings                      app_id, share_code
    DELETE /bindings                      the same
    GET    /settings                      all settings
    PATCH  /settings                      any settings
    GET    /faults                        with their hits
    POST   /faults                        call, fault, times, after, ...: see Fault
    DELETE /faults                        all
    DELETE /faults/{number}               one
    POST   /faults/{number}/release       resume the calls that wait in it
    GET    /tasks                         with their current state
    PATCH  /tasks/{task_id}               status (null: by the clock), answer
    GET    /time                          now
    POST   /time                          advance (seconds)
    POST   /tokens/kill                   app_id; all without it
    POST   /tokens/another_client         app_id
    POST   /connections                   accept (true or false)
    GET    /requests                      ?call= ; ?content=1 with printed content
    GET    /counts                        requests of each call
    GET    /printed                       ?name= &sha256= &share_code=
    GET    /printed/{task_id}/content     the bytes
    GET    /violations
    DELETE /records                       forget requests, prints and violations
"""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from .accounts import Application
from .changes import (
    FAULT_OPTIONS,
    PRINTER_CHANGES,
    SETTINGS_CHANGES,
    apply_changes,
    read_changes,
)
from .faults import ScriptedFault
from .json_routes import NoSuchThing, json_body, json_route
from .listener import Listener
from .printers import Printer
from .simulator import CloudSimulator
from .tasks import TaskAnswer
from .views import (
    application_view,
    fault_view,
    printed_view,
    printer_view,
    request_view,
    settings_view,
    task_view,
    violation_view,
)


class ControlServer:
    """Serves the control API of one simulator."""

    def __init__(
        self, simulator: CloudSimulator, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Initialize the server; port 0 is a free one."""
        self._simulator = simulator
        self._host = host
        self._port = port
        self._listener: Listener | None = None
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash; available once started."""
        if self._listener is None:
            raise RuntimeError("The control API was not started")
        return self._listener.url

    async def start(self) -> None:
        """Start listening."""
        application = web.Application()
        application.add_routes(
            [
                json_route("GET", "/health", self._health),
                json_route("GET", "/applications", self._applications),
                json_route("POST", "/applications", self._add_application),
                json_route("GET", "/printers", self._printers),
                json_route("POST", "/printers", self._add_printer),
                json_route("PATCH", "/printers/{share_code}", self._change_printer),
                json_route("DELETE", "/printers/{share_code}", self._remove_printer),
                json_route("POST", "/bindings", self._bind),
                json_route("DELETE", "/bindings", self._unbind),
                json_route("GET", "/settings", self._settings),
                json_route("PATCH", "/settings", self._change_settings),
                json_route("GET", "/faults", self._faults),
                json_route("POST", "/faults", self._add_fault),
                json_route("DELETE", "/faults", self._clear_faults),
                json_route("DELETE", "/faults/{number}", self._remove_fault),
                json_route("POST", "/faults/{number}/release", self._release_fault),
                json_route("GET", "/tasks", self._tasks),
                json_route("PATCH", "/tasks/{task_id}", self._change_task),
                json_route("GET", "/time", self._time),
                json_route("POST", "/time", self._advance),
                json_route("POST", "/tokens/kill", self._kill_tokens),
                json_route("POST", "/tokens/another_client", self._another_client),
                json_route("POST", "/connections", self._connections),
                json_route("GET", "/requests", self._requests),
                json_route("GET", "/counts", self._counts),
                json_route("GET", "/printed", self._printed),
                json_route("GET", "/printed/{task_id}/content", self._content),
                json_route("GET", "/violations", self._violations),
                json_route("DELETE", "/records", self._forget),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, lingering_time=0)
        await self._runner.setup()
        assert self._runner.server is not None
        self._listener = Listener(self._runner.server, self._host, self._port)
        await self._listener.start()

    async def stop(self) -> None:
        """Stop listening."""
        if self._listener is not None and self._runner is not None:
            await self._listener.stop()
            await self._runner.cleanup()

    async def _health(self, request: web.Request) -> Any:
        return {
            "base_url": self._simulator.base_url,
            "control_url": self.url,
            "listening": self._simulator.listening,
        }

    async def _applications(self, request: web.Request) -> Any:
        return [application_view(item) for item in self._simulator.applications]

    async def _add_application(self, request: web.Request) -> Any:
        application = self._simulator.add_application(**await json_body(request))
        return application_view(application)

    async def _printers(self, request: web.Request) -> Any:
        return [printer_view(printer) for printer in self._simulator.printers]

    async def _add_printer(self, request: web.Request) -> Any:
        body = await json_body(request)
        share_code = {"share_code": body.pop("share_code")}
        attributes = read_changes(body, PRINTER_CHANGES)
        printer = self._simulator.add_printer(**share_code | attributes)
        return printer_view(printer)

    async def _change_printer(self, request: web.Request) -> Any:
        printer = self._printer(request.match_info["share_code"])
        apply_changes(printer, await json_body(request), PRINTER_CHANGES)
        return printer_view(printer)

    async def _remove_printer(self, request: web.Request) -> Any:
        self._simulator.remove_printer(self._printer(request.match_info["share_code"]))
        return {}

    async def _bind(self, request: web.Request) -> Any:
        application, printer = await self._binding(request)
        self._simulator.bind(application, printer)
        return application_view(application)

    async def _unbind(self, request: web.Request) -> Any:
        application, printer = await self._binding(request)
        self._simulator.unbind(application, printer)
        return application_view(application)

    async def _settings(self, request: web.Request) -> Any:
        return settings_view(self._simulator.settings)

    async def _change_settings(self, request: web.Request) -> Any:
        settings = self._simulator.settings
        apply_changes(settings, await json_body(request), SETTINGS_CHANGES)
        return settings_view(settings)

    async def _faults(self, request: web.Request) -> Any:
        return [fault_view(item) for item in self._simulator.faults]

    async def _add_fault(self, request: web.Request) -> Any:
        options = read_changes(await json_body(request), FAULT_OPTIONS)
        scripted = self._simulator.faults.add(**options)
        return fault_view(scripted)

    async def _clear_faults(self, request: web.Request) -> Any:
        self._simulator.faults.clear()
        return {}

    async def _remove_fault(self, request: web.Request) -> Any:
        self._simulator.faults.remove(self._fault(request))
        return {}

    async def _release_fault(self, request: web.Request) -> Any:
        scripted = self._fault(request)
        scripted.release()
        return fault_view(scripted)

    async def _tasks(self, request: web.Request) -> Any:
        now = self._simulator.now()
        return [task_view(task, now) for task in self._simulator.tasks.values()]

    async def _change_task(self, request: web.Request) -> Any:
        body = await json_body(request)
        task = self._simulator.tasks.get(request.match_info["task_id"])
        if task is None:
            raise NoSuchThing("task")
        changes: dict[str, Callable[[Any], Any]] = {
            "status": lambda value: value if value is None else str(value),
            "answer": TaskAnswer,
        }
        apply_changes(task, body, changes)
        return task_view(task, self._simulator.now())

    async def _time(self, request: web.Request) -> Any:
        return {"now": self._simulator.now()}

    async def _advance(self, request: web.Request) -> Any:
        self._simulator.advance(float((await json_body(request))["advance"]))
        return {"now": self._simulator.now()}

    async def _kill_tokens(self, request: web.Request) -> Any:
        app_id = (await json_body(request)).get("app_id")
        application = None if app_id is None else self._application(app_id)
        killed = self._simulator.kill_tokens(application)
        return {"killed": killed}

    async def _another_client(self, request: web.Request) -> Any:
        application = self._application((await json_body(request))["app_id"])
        token = self._simulator.another_client_signs_in(application)
        return {"token": token}

    async def _connections(self, request: web.Request) -> Any:
        if (await json_body(request))["accept"]:
            await self._simulator.accept_connections()
        else:
            self._simulator.refuse_connections()
        return await self._health(request)

    async def _requests(self, request: web.Request) -> Any:
        call = request.query.get("call")
        content = request.query.get("content") == "1"
        return [
            request_view(item, content=content)
            for item in self._simulator.requests
            if call is None or item.call == call
        ]

    async def _counts(self, request: web.Request) -> Any:
        return self._simulator.counts()

    async def _printed(self, request: web.Request) -> Any:
        share_code = request.query.get("share_code")
        found = self._simulator.find_printed(
            name=request.query.get("name"),
            digest=request.query.get("sha256"),
            printer=None if share_code is None else self._printer(share_code),
        )
        return [printed_view(job) for job in found]

    async def _content(self, request: web.Request) -> Any:
        for job in self._simulator.printed:
            if job.task_id == request.match_info["task_id"]:
                return web.Response(
                    body=job.content, content_type="application/octet-stream"
                )
        raise NoSuchThing("print")

    async def _violations(self, request: web.Request) -> Any:
        return [violation_view(item) for item in self._simulator.violations]

    async def _forget(self, request: web.Request) -> Any:
        self._simulator.forget()
        return {}

    def _application(self, app_id: str) -> Application:
        for application in self._simulator.applications:
            if application.app_id == app_id:
                return application
        raise NoSuchThing("application")

    def _printer(self, share_code: str) -> Printer:
        for printer in self._simulator.printers:
            if printer.share_code == share_code:
                return printer
        raise NoSuchThing("printer")

    async def _binding(self, request: web.Request) -> tuple[Application, Printer]:
        body = await json_body(request)
        return self._application(body["app_id"]), self._printer(body["share_code"])

    def _fault(self, request: web.Request) -> ScriptedFault:
        for scripted in self._simulator.faults:
            if str(scripted.number) == request.match_info["number"]:
                return scripted
        raise NoSuchThing("fault")
