"""A simulation of the vendor's cloud, the ground truth of all tests.

It is written from the vendor's document (OpenAPI 3) and other public sources, and
shares nothing with the integration's client. It is strict: a request that the document
does not allow is refused and recorded in `violations`.

    simulator = CloudSimulator(folder=tmp_path)      # folder=, clock=, port=, render=,
                                                     # step_seconds=: all optional
    await simulator.start()                          # a free port on 127.0.0.1
    simulator.base_url                               # "http://127.0.0.1:40123"
    application = simulator.add_application()        # app_id=, app_key=
    printer = simulator.add_printer()                # name=, sn=, share_code=,
                                                     # verification_code=, alias=,
                                                     # capabilities=, step_seconds=, ...
    colour = simulator.add_colour_printer()
    simulator.bind(application, printer)             # bound already; see also unbind()

Records:

    simulator.requests, .printed, .violations        # lists, oldest first; forget()
    simulator.count("queryPrinters"), .counts()
    simulator.times_printed(name=..., content=..., digest=..., printer=...)
    simulator.find_printed(...)                      # the jobs
    job.task_id, .task, .config, .content, .digest, .file, .time, .printer

Time and tasks. Nothing runs in the background: a task's state is computed from the time
of the query, with `printer.step_seconds` for each state in `printer.life`.

    simulator.advance(60)
    printer.step_seconds = 0                         # finished at the first query
    printer.life = ("SUBMITTED", "QUEUED")           # never ends
    simulator.set_task_status(task_id, "PRINTED")    # stays so; None: by the clock
    simulator.set_task_answer(task_id, "refused")    # see `TaskAnswer`; back: "task"
    simulator.task_status(task_id)

Printers change by their attributes: `printer.name = "new"` is a rename on its server,
`printer.hidden = True`, `printer.online_status = "0"`, `printer.device_type`,
`printer.present = False` (vanished), `printer.extra`; `remove_printer` is permanent.

What task/get answers:

    simulator.settings.task_alias = TaskAlias.OTHER         # or THIRD, SHARED
    simulator.settings.echo = {"side": "ONESIDE"}    # whatever was sent

Tokens, and other unknown behaviour of the service:

    simulator.settings.token_policy = TokenPolicy.SAME      # or REPLACE, the default
    simulator.settings.token_refusal = TokenRefusal.CODE_401
    simulator.settings.token_refusal = TokenRefusal.MESSAGE  # no code, only a message:
    simulator.settings.token_refusal = TokenRefusal.LOGIN_PAGE  # no refusal at all
    simulator.settings.token_messages = ("请先登录", "Invalid token")  # in turn
    simulator.settings.other_client_seconds = 600    # interval of another client
    simulator.kill_tokens(); simulator.another_client_signs_in(application)

Faults; see `Fault` for the list and `ScriptedFault` for their options:

    fault = simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)   # once
    simulator.faults.add("*", Fault.EXTRA_FIELDS, times=None)               # always
    simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, printer="佳能复合机")
    simulator.faults.add("newPrintTask", Fault.HTTP_502, accept=True)       # printed!
    simulator.faults.add("newPrintTask", Fault.HTTP_503, envelope=False)    # gateway
    simulator.faults.add("newPrintTask", Fault.HTTP_403, name="a", times=None)
    simulator.faults.add("newPrintTask", Fault.REFUSED, message="余额不足", times=None,
                         signed_in=True)             # dead tokens are refused as usual
    simulator.faults.add("*", Fault.TOKEN_REFUSED, times=None)  # whatever the token
    slow = simulator.faults.add("queryPrinters", Fault.SLOW)
    await slow.reached.wait(); slow.release(); fault.hits
    simulator.refuse_connections(); await simulator.accept_connections()
    simulator.tls = context                          # HTTPS, from when it accepts
    await simulator.stop()

`python -m tests.simulator` runs it in a process of its own, with a control API (see
control.py) for all of this; `ControlServer(simulator)` serves that API in this process.

Tests need the fixture `socket_enabled` of the Home Assistant test helpers.
"""

from .accounts import Application
from .capabilities import load_capabilities
from .control import ControlServer
from .faults import Fault, Faults, ScriptedFault
from .printers import TASK_LIFE, Printer
from .records import Call, PrintedJob, ReceivedRequest, Violation
from .settings import (
    DISGUISED_REFUSALS,
    PLAIN_REFUSALS,
    Settings,
    TaskAlias,
    TokenPolicy,
    TokenRefusal,
)
from .simulator import DOCUMENT_APP_ID, DOCUMENT_APP_KEY, CloudSimulator
from .tasks import Task, TaskAnswer

__all__ = [
    "DISGUISED_REFUSALS",
    "DOCUMENT_APP_ID",
    "DOCUMENT_APP_KEY",
    "PLAIN_REFUSALS",
    "TASK_LIFE",
    "Application",
    "Call",
    "CloudSimulator",
    "ControlServer",
    "Fault",
    "Faults",
    "PrintedJob",
    "Printer",
    "ReceivedRequest",
    "ScriptedFault",
    "Settings",
    "Task",
    "TaskAlias",
    "TaskAnswer",
    "TokenPolicy",
    "TokenRefusal",
    "Violation",
    "load_capabilities",
]
