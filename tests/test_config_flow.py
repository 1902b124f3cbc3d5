"""Tests of the config flow."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from socket import AF_INET, AI_NUMERICHOST
from typing import Any
from unittest.mock import patch

from aiohttp.abc import ResolveResult
from aiohttp.resolver import AsyncResolver
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.api.client import DEFAULT_BASE_URL, CloudPrintClient
from custom_components.cloudprint.api.printer import Printer as ListedPrinter
from custom_components.cloudprint.const import CONSOLE_URL, DOMAIN
from custom_components.cloudprint.printing.permission import find_default_printer
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData, section

from .actions import MESSAGES
from .conftest import Advance, SetUpAccount
from .entities import device_id_of
from .flows.steps import as_text, check_texts, codes, suggested
from .hub import Hub, account_data, add_account
from .simulator import Application, CloudSimulator, Fault, Printer

WRONG_KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def integration(config_folder: object, enable_custom_integrations: None) -> None:
    """Enable the integration, and set up a configuration folder."""


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve only localhost, so that no test reaches the network."""

    async def resolve(
        resolver: AsyncResolver, host: str, port: int = 0, family: int = 0
    ) -> list[ResolveResult]:
        if host != "localhost":
            raise OSError(f"no address of {host}")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=AF_INET,
                proto=0,
                flags=AI_NUMERICHOST,
            )
        ]

    monkeypatch.setattr(AsyncResolver, "resolve", resolve)


def account_input(
    simulator: CloudSimulator, application: Application, **changes: str
) -> dict[str, Any]:
    """Return the input for an account."""
    entered = account_data(simulator, application) | changes
    return {
        "app_id": entered["app_id"],
        "app_key": entered["app_key"],
        "advanced": {"base_url": entered["base_url"]},
    }


@dataclass(frozen=True, kw_only=True)
class Dialog:
    """The config flow as a person goes through it; each step must have its texts."""

    hass: HomeAssistant
    simulator: CloudSimulator
    application: Application

    async def start(self, what: str = "account") -> ConfigFlowResult:
        """Start; with an account, choose what to add."""
        result = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
        check_texts("config", result)
        if result["type"] is FlowResultType.MENU:
            assert result["menu_options"] == ["existing", "account"]
            result = await self.choose(result, what)
        return result

    async def go_on(
        self, result: ConfigFlowResult, entered: dict[str, Any]
    ) -> ConfigFlowResult:
        """Submit a form."""
        flow = self.hass.config_entries.flow
        result = await flow.async_configure(result["flow_id"], entered)
        check_texts("config", result)
        return result

    async def choose(self, result: ConfigFlowResult, step: str) -> ConfigFlowResult:
        """Choose an option of a menu."""
        return await self.go_on(result, {"next_step_id": step})

    def account(self, **changes: str) -> dict[str, Any]:
        """Return the input for the application's account."""
        return account_input(self.simulator, self.application, **changes)

    async def send_account(self, **changes: str) -> ConfigFlowResult:
        """Start, and enter the account; the form of printers comes next."""
        return await self.go_on(await self.start(), self.account(**changes))

    async def finish(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Choose to finish, and no default printer."""
        result = await self.choose(result, "finish")
        if result["type"] is FlowResultType.FORM:
            result = await self.go_on(result, {})
        assert result["type"] is FlowResultType.CREATE_ENTRY
        return result


@pytest.fixture
def dialog(
    hass: HomeAssistant, simulator: CloudSimulator, application: Application
) -> Dialog:
    """Return the config flow of the application's account."""
    return Dialog(hass=hass, simulator=simulator, application=application)


def get_section(result: ConfigFlowResult, name: str) -> section:
    """Return a section of a form."""
    assert result["data_schema"]
    found = result["data_schema"].schema[name]
    assert isinstance(found, section)
    return found


def placeholders(result: ConfigFlowResult) -> Mapping[str, str]:
    """Return what the texts of a step are filled with."""
    assert result["description_placeholders"]
    return result["description_placeholders"]


def assert_form(
    result: ConfigFlowResult,
    step: str,
    errors: dict[str, str] | None = None,
    message: str = "",
) -> None:
    """Assert which form is shown, and with which errors."""
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == step
    assert result["errors"] == (errors or {})
    # The service's own words are said to be its own.
    words = [texts["service_says"]["message"] for texts in MESSAGES.values()]
    told = [message, *(text.format(message=message) for text in words if message)]
    assert placeholders(result)["message"] in told


async def test_user(hass: HomeAssistant, dialog: Dialog) -> None:
    """An account is added without printers."""
    result = await dialog.start()
    assert_form(result, "user")
    assert suggested(result["data_schema"]) == {}
    assert placeholders(result)["console_url"] == CONSOLE_URL
    advanced = get_section(result, "advanced")
    assert advanced.options["collapsed"]
    assert advanced.schema({}) == {"base_url": DEFAULT_BASE_URL}

    result = await dialog.go_on(
        result,
        {
            "app_id": f" {dialog.application.app_id}\n",
            "app_key": f"\t{dialog.application.app_key} ",
            "advanced": {"base_url": f" {dialog.simulator.base_url}/ "},
        },
    )
    assert_form(result, "printer")
    assert placeholders(result)["printers"] == "none"
    assert dialog.simulator.counts() == {"getToken": 1, "queryPrinters": 1}

    result = await dialog.finish(await dialog.go_on(result, {}))
    assert result["title"] == "Cloud Print"
    assert result["data"] == account_data(dialog.simulator, dialog.application)
    entry = result["result"]
    assert entry.unique_id == dialog.application.app_id
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


async def test_second_account(dialog: Dialog, account: MockConfigEntry) -> None:
    """A second account's title contains the start of its AppID."""
    other = dialog.simulator.add_application("0123456789abcdef", "key")
    entered = account_input(dialog.simulator, other)
    result = await dialog.go_on(await dialog.start(), entered)
    result = await dialog.finish(await dialog.go_on(result, {}))
    assert result["title"] == "Cloud Print 012345"


async def test_title(hass: HomeAssistant, dialog: Dialog) -> None:
    """The account's title is the integration's name in Home Assistant's language."""
    hass.config.language = "zh-Hans"
    result = await dialog.finish(await dialog.go_on(await dialog.send_account(), {}))
    assert result["title"] == "云打印"


async def test_user_without_section(dialog: Dialog) -> None:
    """The service's address is optional, and is the vendor's by default."""
    result = await dialog.start()
    assert result["data_schema"]
    entered = result["data_schema"]({"app_id": "one", "app_key": "two"})
    assert entered == {"app_id": "one", "app_key": "two"}
    result = await dialog.go_on(result, {"app_id": "one", "app_key": "two"})
    # No test reaches the vendor.
    assert result["errors"] == {"base": "cannot_connect"}
    assert suggested(result["data_schema"]) == {"app_id": "one", "app_key": "two"}


@pytest.mark.parametrize(
    ("changes", "errors", "message"),
    [
        ({"app_key": WRONG_KEY}, {"app_key": "invalid_auth"}, "签名验证失败"),
        ({"app_id": "nobody"}, {"app_key": "invalid_auth"}, "应用不存在"),
        ({"app_id": " "}, {"app_id": "app_id_missing"}, ""),
        ({"app_key": " "}, {"app_key": "app_key_missing"}, ""),
        (
            {"app_id": "", "app_key": ""},
            {"app_id": "app_id_missing", "app_key": "app_key_missing"},
            "",
        ),
        ({"app_key": "line\nbreak"}, {"app_key": "app_key_missing"}, ""),
        ({"app_id": "lone \ud800"}, {"app_id": "app_id_missing"}, ""),
        ({"base_url": "any.webprinter.cn"}, {"advanced": "invalid_url"}, ""),
        ({"base_url": "http://192.168.1.2"}, {"advanced": "not_encrypted"}, ""),
    ],
)
async def test_user_errors(
    dialog: Dialog, changes: dict[str, str], errors: dict[str, str], message: str
) -> None:
    """Errors are shown; what was entered is kept, in view, and can be corrected."""
    entered = dialog.account(**changes)
    result = await dialog.go_on(await dialog.start(), entered)
    assert_form(result, "user", errors, message)
    assert suggested(result["data_schema"]) == {
        "app_id": entered["app_id"],
        "app_key": entered["app_key"],
        "base_url": entered["advanced"]["base_url"],
    }
    assert not get_section(result, "advanced").options["collapsed"]

    result = await dialog.go_on(result, dialog.account())
    assert_form(result, "printer")
    # The test causes a wrong signature.
    dialog.simulator.violations.clear()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeff", "\u200b\n"),
        ("\u00a0\u200e", "\u202c\u00a0"),
        ("\u2060 ", "\u00ad\ufe0f"),
    ],
)
@pytest.mark.parametrize("is_wide", [False, True])
async def test_invisible_characters(
    dialog: Dialog, before: str, after: str, is_wide: bool
) -> None:
    """What is copied with a code and cannot be seen is not part of it."""

    def copied(text: str) -> str:
        middle = len(text) // 2
        if is_wide:
            text = "".join(chr(ord(letter) + 0xFEE0) for letter in text)
        return f"{before}{text[:middle]}\u200b{text[middle:]}{after}"

    result = await dialog.go_on(
        await dialog.start(),
        {
            "app_id": copied(dialog.application.app_id),
            "app_key": copied(dialog.application.app_key),
            "advanced": {"base_url": copied(dialog.simulator.base_url)},
        },
    )
    assert_form(result, "printer")
    result = await dialog.finish(await dialog.go_on(result, {}))
    assert result["data"] == account_data(dialog.simulator, dialog.application)


async def test_printer_for_an_account(
    hass: HomeAssistant, dialog: Dialog, set_up_account: SetUpAccount
) -> None:
    """A printer is added to an account where integrations are added, too."""
    entry = await set_up_account()
    printer = dialog.simulator.add_printer()
    colour = dialog.simulator.add_colour_printer()
    result = await dialog.start("existing")
    assert_form(result, "printer")
    result = await dialog.go_on(result, codes(printer))
    assert_menu(result, printer)
    device_id = device_id_of(hass, entry, printer)
    result = await dialog.choose(result, "finish")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "printers_listed"
    assert placeholders(result)["printers"] == shown_names(printer)

    result = await dialog.go_on(await dialog.start("existing"), codes(colour))
    result = await dialog.choose(result, "test_page")
    result = await dialog.go_on(result, {"default_printer": "0"})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "test_page"
    assert placeholders(result)["test_printers"] == shown_names(colour)
    assert [job.printer for job in dialog.simulator.printed] == [colour]
    assert entry.options == {"default_printer": device_id}

    # It has a default printer now, and is not asked for it again.
    third = dialog.simulator.add_printer("Third", share_code="3")
    result = await dialog.go_on(await dialog.start("existing"), codes(third))
    dialog.simulator.faults.add("newPrintTask", Fault.REFUSED, times=None, message="No")
    result = await dialog.choose(result, "test_page")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "test_page_failed"


async def test_printer_for_one_of_two_accounts(dialog: Dialog, hub: Hub) -> None:
    """With several accounts, one is chosen; it may be gone meanwhile."""
    second = await add_account(hub.hass, dialog.simulator, name="Office")
    other = dialog.simulator.applications[-1]
    printer = dialog.simulator.add_printer("Second", share_code="2")
    result = await dialog.start("existing")
    assert result["step_id"] == "existing"
    assert result["data_schema"]
    assert result["data_schema"]({}) == {"account": hub.account.entry_id}
    result = await dialog.go_on(result, {"account": second.entry_id})
    assert_menu(await dialog.go_on(result, codes(printer)), printer)
    assert other.printers == [printer]

    late = await dialog.start("existing")
    result = await dialog.go_on(
        await dialog.start("existing"), {"account": second.entry_id}
    )
    assert_form(result, "printer")
    await hub.hass.config_entries.async_unload(second.entry_id)
    for open_flow, entered in (
        (late, {"account": second.entry_id}),
        (result, codes(printer)),
    ):
        ended = await dialog.go_on(open_flow, entered)
        assert ended["type"] is FlowResultType.ABORT
        assert ended["reason"] == "account_not_loaded"


async def test_account_is_deleted_while_a_printer_is_added(
    hass: HomeAssistant, dialog: Dialog, account: MockConfigEntry
) -> None:
    """Nothing is stored for an account that is gone."""
    printer = dialog.simulator.add_printer("Third", share_code="3")
    result = await dialog.go_on(await dialog.start("existing"), codes(printer))
    result = await dialog.choose(result, "finish")
    await hass.config_entries.async_remove(account.entry_id)
    result = await dialog.go_on(result, {"default_printer": "0"})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_gone"


async def test_default_printer_before_the_account_is_set_up(
    hass: HomeAssistant, dialog: Dialog
) -> None:
    """The choice is kept although the service is away when the account is set up."""
    printers = [dialog.simulator.add_printer(), dialog.simulator.add_colour_printer()]
    for printer in printers:
        dialog.simulator.bind(dialog.application, printer)
    result = await dialog.send_account()
    dialog.simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    result = await dialog.choose(result, "finish")
    result = await dialog.go_on(result, {"default_printer": "1"})
    entry = result["result"]
    assert entry.state is ConfigEntryState.SETUP_RETRY
    dialog.simulator.faults.clear()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    chosen = device_id_of(hass, entry, printers[1])
    assert entry.options == {"default_printer": chosen}
    assert set(entry.runtime_data.coordinator.data) >= {chosen}


async def test_another_account_has_the_default_printer(
    hass: HomeAssistant, dialog: Dialog, account: MockConfigEntry, colour_id: str
) -> None:
    """A second default printer would leave a home without one, and is not asked for."""
    hass.config_entries.async_update_entry(
        account, options={"default_printer": colour_id}
    )
    other = dialog.simulator.add_application("0123456789abcdef", "key")
    for name in ("One", "Two"):
        dialog.simulator.bind(
            other, dialog.simulator.add_printer(name, share_code=name)
        )
    entered = account_input(dialog.simulator, other)
    result = await dialog.go_on(await dialog.start(), entered)
    result = await dialog.choose(result, "finish")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert find_default_printer(hass) == colour_id


async def test_user_left_empty(dialog: Dialog) -> None:
    """A form without input says which fields are missing."""
    result = await dialog.go_on(await dialog.start(), {})
    errors = {"app_id": "app_id_missing", "app_key": "app_key_missing"}
    assert_form(result, "user", errors)


@pytest.mark.parametrize(
    ("call", "fault", "times", "message"),
    [
        ("getToken", Fault.HTTP_500, 1, "服务端异常"),
        ("queryPrinters", Fault.HTTP_500, 1, "服务端异常"),
        # Of its own tokens: not reported as a wrong AppKey
        ("queryPrinters", Fault.HTTP_403, 2, "无访问权限"),
    ],
)
async def test_user_service_fails(
    dialog: Dialog, call: str, fault: Fault, times: int, message: str
) -> None:
    """Both calls of the test must succeed."""
    dialog.simulator.faults.add(call, fault, times=times)
    result = await dialog.send_account()
    assert_form(result, "user", {"base": "service_error"}, message)
    assert_form(await dialog.go_on(result, dialog.account()), "printer")


async def test_user_no_connection(dialog: Dialog) -> None:
    """A service that cannot be reached is an error; the flow can be continued."""
    dialog.simulator.refuse_connections()
    result = await dialog.send_account()
    message = "The print service can't be reached."
    # It is not the vendor's: this is not about the internet.
    assert_form(result, "user", {"advanced": "cannot_connect_own"}, message)
    await dialog.simulator.accept_connections()
    assert_form(await dialog.go_on(result, dialog.account()), "printer")


async def test_user_without_a_list(hass: HomeAssistant, dialog: Dialog) -> None:
    """An application without printers may get an answer without a list."""
    dialog.simulator.faults.add("queryPrinters", Fault.NULL_DATA, times=None)
    result = await dialog.send_account()
    result = await dialog.finish(await dialog.go_on(result, {}))
    await hass.async_block_till_done()
    assert result["result"].state is ConfigEntryState.LOADED


async def test_duplicate(dialog: Dialog, account: MockConfigEntry) -> None:
    """The same AppID cannot be added twice."""
    dialog.simulator.forget()
    result = await dialog.send_account(app_key="other")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert dialog.simulator.requests == []


async def test_two_flows(hass: HomeAssistant, dialog: Dialog) -> None:
    """An abandoned flow does not block another one."""
    assert_form(await dialog.send_account(), "printer")
    result = await dialog.send_account()
    assert_form(result, "printer")
    await dialog.finish(await dialog.go_on(result, {}))
    await hass.async_block_till_done()
    assert not hass.config_entries.flow.async_progress()


def shown_names(*printers: Printer, comma: str = ", ") -> str:
    """Return the names of printers, in Markdown."""
    return comma.join(printer.shown_alias for printer in printers).replace("-", "\\-")


def assert_menu(result: ConfigFlowResult, *printers: Printer, new: bool = True) -> None:
    """Assert that the printers are listed, with what can be done next."""
    assert result["type"] is FlowResultType.MENU
    assert placeholders(result)["printers"] == shown_names(*printers)
    options = ["test_page"] if new else []
    assert result["menu_options"] == [*options, "printer", "finish"]
    assert result["step_id"] == ("printers" if printers else "no_printer")


async def test_printers(hass: HomeAssistant, dialog: Dialog) -> None:
    """Printers are added one at a time, until the user finishes."""
    printer = dialog.simulator.add_printer()
    colour = dialog.simulator.add_colour_printer()
    result = await dialog.send_account()
    result = await dialog.go_on(result, codes(printer))
    assert_menu(result, printer)

    result = await dialog.choose(result, "printer")
    assert_form(result, "printer")
    assert suggested(result["data_schema"]) == {}
    assert placeholders(result)["printers"] == shown_names(printer)
    result = await dialog.go_on(
        result,
        {
            "share_code": f" 共享码：{colour.share_code} ",
            "verification_code": f"{colour.verification_code}\n",
        },
    )
    assert_menu(result, printer, colour)
    assert dialog.application.printers == [printer, colour]

    result = await dialog.finish(result)
    await hass.async_block_till_done()
    for shared in printer, colour:
        assert device_id_of(hass, result["result"], shared)
    assert dialog.simulator.printed == []


async def test_both_codes_in_one_field(dialog: Dialog) -> None:
    """The codes can be pasted together."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    both = f"{printer.share_code} {printer.verification_code}"
    assert_menu(await dialog.go_on(result, {"share_code": both}), printer)


async def test_without_a_printer(dialog: Dialog) -> None:
    """An empty form adds nothing, and does not end the flow unasked."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    result = await dialog.go_on(result, {"share_code": " ", "verification_code": ""})
    assert_menu(result, new=False)
    result = await dialog.choose(result, "printer")
    assert_menu(await dialog.go_on(result, codes(printer)), printer)


async def test_test_page(hass: HomeAssistant, dialog: Dialog) -> None:
    """Each new printer prints a test page when the flow ends so."""
    printers = [dialog.simulator.add_printer(), dialog.simulator.add_colour_printer()]
    result = await dialog.send_account()
    for printer in printers:
        result = await dialog.go_on(result, codes(printer))
        if printer is printers[0]:
            result = await dialog.choose(result, "printer")
    names = ", ".join(printer.shown_alias for printer in printers)
    assert placeholders(result)["test_printers"] == names
    result = await dialog.choose(result, "test_page")
    result = await dialog.go_on(result, {"default_printer": "0"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["description"] == "test_page"
    assert as_text(placeholders(result)["test_printers"]) == names
    entry = result["result"]
    assert entry.options == {"default_printer": device_id_of(hass, entry, printers[0])}
    assert [job.printer for job in dialog.simulator.printed] == printers
    assert {job.name for job in dialog.simulator.printed} == {"Test page"}


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("queryPrinters", "The account “Cloud Print” is not connected"),
        ("newPrintTask", "The service did not accept the print job"),
    ],
)
async def test_test_page_fails(
    hass: HomeAssistant, dialog: Dialog, fault: str, message: str
) -> None:
    """The last step says why no test page is printed."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    result = await dialog.go_on(result, codes(printer))
    dialog.simulator.faults.add(fault, Fault.REFUSED, times=None, message="**No**")
    result = await dialog.choose(result, "test_page")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["description"] == "test_page_failed"
    given = placeholders(result)["message"]
    assert as_text(given).startswith(message)
    assert "**No**" not in given
    await hass.async_block_till_done()
    assert dialog.simulator.printed == []


async def test_test_page_on_a_printer_that_is_gone(dialog: Dialog) -> None:
    """A printer that is not shared any more is named."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    result = await dialog.go_on(result, codes(printer))
    printer.hidden = True
    result = await dialog.choose(result, "test_page")
    assert result["description"] == "test_page_failed"
    message = as_text(placeholders(result)["message"])
    assert printer.shown_alias in message


async def test_printers_of_before(hass: HomeAssistant, dialog: Dialog) -> None:
    """Printers that the application has already need no codes."""
    printer = dialog.simulator.add_printer()
    colour = dialog.simulator.add_colour_printer()
    dialog.simulator.bind(dialog.application, printer)
    result = await dialog.send_account()
    assert_menu(result, printer)
    hass.config_entries.flow.async_abort(result["flow_id"])

    # Test pages on all of them would be a surprise.
    dialog.simulator.bind(dialog.application, colour)
    result = await dialog.send_account()
    assert_menu(result, printer, colour, new=False)
    await dialog.finish(result)


@pytest.mark.parametrize(
    ("changes", "errors", "message"),
    [
        (
            {"share_code": "1"},
            {"share_code": "wrong_share_code"},
            "共享码不存在或已失效",
        ),
        (
            {"verification_code": "1"},
            {"verification_code": "wrong_verification_code"},
            "验证码错误",
        ),
        ({"share_code": " "}, {"share_code": "share_code_missing"}, ""),
        (
            {"verification_code": ""},
            {"verification_code": "verification_code_missing"},
            "",
        ),
        ({"share_code": "\ud800"}, {"share_code": "share_code_missing"}, ""),
    ],
)
async def test_printer_errors(
    dialog: Dialog, changes: dict[str, str], errors: dict[str, str], message: str
) -> None:
    """An error is shown at the field of the wrong code, and can be corrected."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    result = await dialog.go_on(result, codes(printer, **changes))
    assert_form(result, "printer", errors, message)
    assert suggested(result["data_schema"]) == codes(printer, **changes)
    assert dialog.application.printers == []

    result = await dialog.go_on(result, codes(printer))
    assert_menu(result, printer)
    assert dialog.application.printers == [printer]


@pytest.mark.parametrize("changes", [{"device_type": "scanner"}, {"hidden": True}])
async def test_printer_that_is_none(dialog: Dialog, changes: dict[str, Any]) -> None:
    """A device that is not offered as a printer is an error."""
    other = dialog.simulator.add_printer("scanner", share_code="7", **changes)
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    result = await dialog.go_on(result, codes(other))
    assert_form(result, "printer", {"share_code": "not_a_printer"})
    assert_menu(await dialog.go_on(result, codes(printer)), printer)


async def test_printer_already_bound(dialog: Dialog, printer: Printer) -> None:
    """A printer may be one that the account has, or another application's.

    The service does not say which, so that the form does not say that it was added.
    The form is done when it is sent again as it is shown then.
    """
    result = await dialog.choose(await dialog.send_account(), "printer")
    result = await dialog.go_on(result, codes(printer))
    message = "该打印机已绑定，请勿重复绑定"
    assert_form(result, "printer", {"share_code": "already_listed"}, message)
    assert placeholders(result)["printers"] == shown_names(printer)
    assert suggested(result["data_schema"]) == {}
    assert_menu(await dialog.go_on(result, {}), printer)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", ("none", ", ")), ("zh-Hans", ("无", "、"))]
)
async def test_printers_are_listed(
    hass: HomeAssistant, dialog: Dialog, language: str, expected: tuple[str, str]
) -> None:
    """The form says which printers the account has, in Home Assistant's language."""
    hass.config.language = language
    nothing, comma = expected
    result = await dialog.send_account()
    assert_form(result, "printer")
    assert placeholders(result)["printers"] == nothing
    one, two = dialog.simulator.add_printer(), dialog.simulator.add_colour_printer()
    for printer in (one, two):
        dialog.simulator.bind(dialog.application, printer)
    result = await dialog.go_on(result, codes(one))
    assert placeholders(result) == {
        "printers": shown_names(one, two, comma=comma),
        "test_printers": comma.join((one.shown_alias, two.shown_alias)),
    }


async def test_printer_bound_meanwhile(dialog: Dialog) -> None:
    """A printer that was bound elsewhere since the list was read counts as new."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    dialog.simulator.bind(dialog.application, printer)
    assert_menu(await dialog.go_on(result, codes(printer)), printer)


async def test_printer_bound_to_another_application_of_several(
    dialog: Dialog, printer: Printer
) -> None:
    """A message about another application is not taken for one about this."""
    result = await dialog.send_account()
    result = await dialog.choose(result, "printer")
    message = "该打印机已绑定到其他应用"
    dialog.simulator.faults.add("addSharePrinter", Fault.REFUSED, message=message)
    result = await dialog.go_on(result, codes(printer))
    assert_form(result, "printer", {"share_code": "already_bound"}, message)


async def test_printer_bound_and_no_list(dialog: Dialog) -> None:
    """Without a list, nothing is added that may not be there."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    dialog.simulator.faults.add("addSharePrinter", Fault.DROP_AFTER_ACCEPT)
    dialog.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    result = await dialog.go_on(result, codes(printer))
    assert result["errors"] == {"base": "cannot_connect_own"}
    assert_menu(await dialog.go_on(result, codes(printer)), printer)


async def test_printer_key_refused(dialog: Dialog) -> None:
    """An AppKey that was changed meanwhile is not reported as a wrong share code."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    dialog.simulator.kill_tokens()
    dialog.application.app_key = "f" * 32
    # It was accepted before: once may be a mistake of the service.
    for error in ("service_error", "invalid_auth"):
        result = await dialog.go_on(result, codes(printer))
        assert_form(result, "printer", {"base": error}, "签名验证失败")


@pytest.mark.parametrize(
    ("fault", "options", "errors", "message"),
    [
        (Fault.HTTP_502, {}, {"base": "service_error"}, "网关错误"),
        (Fault.HTTP_401, {}, {"share_code": "share_code_refused"}, "令牌缺失或失效"),
        (
            Fault.ANSWER,
            {"status": 401, "body": '{"message": "未登录"}'},
            {"base": "service_error"},
            "未登录",
        ),
        (
            Fault.REFUSED,
            {"message": "设备忙"},
            {"share_code": "share_code_refused"},
            "设备忙",
        ),
        # It is not in the account's list.
        (
            Fault.REFUSED,
            {"message": "该打印机已绑定，请勿重复绑定"},
            {"share_code": "already_bound"},
            "该打印机已绑定，请勿重复绑定",
        ),
        (
            Fault.REFUSED,
            {"message": "共享码或验证码错误"},
            {"share_code": "share_code_refused"},
            "共享码或验证码错误",
        ),
    ],
)
async def test_printer_service_fails(
    dialog: Dialog,
    fault: Fault,
    options: dict[str, Any],
    errors: dict[str, str],
    message: str,
) -> None:
    """The service's message is shown, whatever the error."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    dialog.simulator.faults.add("addSharePrinter", fault, **options)
    result = await dialog.go_on(result, codes(printer))
    assert_form(result, "printer", errors, message)
    assert suggested(result["data_schema"]) == codes(printer)
    assert_menu(await dialog.go_on(result, codes(printer)), printer)


async def test_printer_connection_lost(hass: HomeAssistant, dialog: Dialog) -> None:
    """A printer whose answer was lost is found in the list."""
    printer = dialog.simulator.add_printer()
    result = await dialog.send_account()
    dialog.simulator.faults.add("addSharePrinter", Fault.DROP_AFTER_ACCEPT)
    result = await dialog.go_on(result, codes(printer))
    assert_menu(result, printer)
    result = await dialog.finish(result)
    await hass.async_block_till_done()
    assert device_id_of(hass, result["result"], printer)


async def test_reauth(dialog: Dialog, hub: Hub) -> None:
    """A new key is asked for, tried, and stored."""
    new_key, dialog.application.app_key = "f" * 32, "f" * 32
    result = await hub.account.start_reauth_flow(hub.hass)
    assert_form(result, "reauth_confirm")
    assert placeholders(result)["app_id"] == dialog.application.app_id
    assert placeholders(result)["console_url"] == CONSOLE_URL

    assert suggested(result["data_schema"]) == {}
    for app_key, errors in (
        (" ", {"app_key": "app_key_missing"}),
        (WRONG_KEY, {"app_key": "invalid_auth"}),
    ):
        result = await dialog.go_on(result, {"app_key": app_key})
        assert result["errors"] == errors
        assert suggested(result["data_schema"]) == {"app_key": app_key}
    dialog.simulator.violations.clear()

    dialog.simulator.faults.add("getToken", Fault.DROP_BEFORE_ACCEPT)
    result = await dialog.go_on(result, {"app_key": new_key})
    assert result["errors"] == {"base": "cannot_connect_own"}

    result = await dialog.go_on(result, {"app_key": f" {new_key} "})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    await hub.hass.async_block_till_done()
    assert hub.account.data == account_data(dialog.simulator, dialog.application)
    assert hub.account.state is ConfigEntryState.LOADED


async def test_reauth_from_set_up(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    application: Application,
    set_up_account: SetUpAccount,
) -> None:
    """A key that is rejected at start-up starts reauthentication."""
    right_key = application.app_key
    simulator.faults.add("getToken", Fault.REFUSED)
    entry = await set_up_account()
    assert_state(entry, ConfigEntryState.SETUP_RETRY)
    assert entry.error_reason_translation_key == "invalid_auth"
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"app_key": right_key}
    )
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert_state(entry, ConfigEntryState.LOADED)


async def test_key_refused_by_mistake_at_set_up(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    set_up_account: SetUpAccount,
) -> None:
    """The account is set up later by itself, and the question for a key ends."""
    simulator.faults.add("getToken", Fault.REFUSED, message="系统维护中")
    entry = await set_up_account()
    assert_state(entry, ConfigEntryState.SETUP_RETRY)
    assert len(hass.config_entries.flow.async_progress()) == 1
    await advance(120)
    assert_state(entry, ConfigEntryState.LOADED)
    assert hass.config_entries.flow.async_progress() == []


@pytest.mark.parametrize(
    ("ahead", "language", "clock"),
    [
        (3 * 3600, "en", "The clock of this machine is 3 hours ahead. "),
        (-2 * 86_400, "en", "The clock of this machine is 2 days behind. "),
        (-600, "en-GB", "The clock of this machine is 10 minutes behind. "),
        (3 * 3600, "zh-Hans", "本机时钟快了 3 小时。"),
        (-47 * 3600, "zh-Hans", "本机时钟慢了 47 小时。"),
        (365 * 86_400, "zh-Hans", "本机时钟快了 365 天。"),
        (301, "zh-Hans", "本机时钟快了 5 分钟。"),
    ],
)
async def test_user_with_a_wrong_clock(
    hass: HomeAssistant, dialog: Dialog, ahead: int, language: str, clock: str
) -> None:
    """The form says how wrong the clock is, for which the service refuses the key."""
    hass.config.language = language
    dialog.simulator.settings.max_clock_skew = 299
    dialog.simulator.advance(-ahead)
    result = await dialog.send_account()
    assert_form(result, "user", {"base": "invalid_auth_clock"}, "请求已过期")
    assert placeholders(result)["clock"].startswith(clock)
    # Another key does not help, a correct clock does.
    dialog.simulator.advance(ahead)
    result = await dialog.go_on(result, dialog.account())
    assert_form(result, "printer")


async def test_wrong_key_with_a_correct_clock(dialog: Dialog) -> None:
    """Nothing is said of a clock that is right within five minutes."""
    dialog.simulator.advance(290)
    result = await dialog.send_account(app_key=WRONG_KEY)
    assert_form(result, "user", {"app_key": "invalid_auth"}, "签名验证失败")
    assert placeholders(result)["clock"] == ""


async def test_reauth_with_a_wrong_clock(dialog: Dialog, hub: Hub) -> None:
    """The question for another key says first that the clock is wrong."""
    result = await hub.account.start_reauth_flow(hub.hass)
    assert placeholders(result)["hint"] == ""
    hub.hass.config_entries.flow.async_abort(result["flow_id"])

    dialog.simulator.settings.max_clock_skew = 300
    dialog.simulator.advance(-3 * 3600)
    dialog.simulator.kill_tokens()
    for _ in range(2):
        await hub.refresh()
        await hub.hass.async_block_till_done()
    (flow,) = hub.hass.config_entries.flow.async_progress()
    result = await hub.hass.config_entries.flow.async_configure(flow["flow_id"])
    assert_form(result, "reauth_confirm")
    assert placeholders(result)["hint"].startswith(
        "\n\nThe clock of this machine is 3 hours ahead. "
    )
    result = await dialog.go_on(result, {"app_key": dialog.application.app_key})
    assert_form(result, "reauth_confirm", {"base": "invalid_auth_clock"}, "请求已过期")
    assert placeholders(result)["hint"] == ""
    assert "3 hours ahead" in placeholders(result)["clock"]


async def test_reauth_with_a_wrong_clock_before_it_runs(
    hass: HomeAssistant, dialog: Dialog, set_up_account: SetUpAccount
) -> None:
    """What is wrong is said by the repair then, and by the form once it is sent."""
    dialog.simulator.settings.max_clock_skew = 300
    dialog.simulator.advance(-3 * 3600)
    entry = await set_up_account()
    assert_state(entry, ConfigEntryState.SETUP_RETRY)
    assert entry.error_reason_translation_key == "invalid_auth_clock"
    (flow,) = hass.config_entries.flow.async_progress()
    result = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert placeholders(result)["hint"] == ""
    result = await dialog.go_on(result, {"app_key": dialog.application.app_key})
    assert result["errors"] == {"base": "invalid_auth_clock"}


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTTP_400, Fault.HTTP_401])
async def test_reauth_however_the_key_is_refused(hub: Hub, fault: Fault) -> None:
    """A key is asked for after two refusals in a row in the service's own words."""
    hub.simulator.faults.add("getToken", fault, times=2)
    hub.simulator.kill_tokens()
    coordinator = hub.data.coordinator
    await coordinator.async_refresh()
    await hub.hass.async_block_till_done()
    assert hub.hass.config_entries.flow.async_progress() == []
    await coordinator.async_refresh()
    await hub.hass.async_block_till_done()
    (flow,) = hub.hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    # The key was right.
    await coordinator.async_refresh()
    await hub.hass.async_block_till_done()
    assert hub.hass.config_entries.flow.async_progress() == []


async def test_reauth_by_a_print(hass: HomeAssistant, hub: Hub) -> None:
    """A key that is rejected while printing starts reauthentication; the job waits."""
    old_key, hub.application.app_key = hub.application.app_key, "f" * 32
    hub.simulator.kill_tokens()
    job = await hub.print(text="one")
    assert job["state"] == "held"
    # It was refused once before a print and once for a list.
    await hub.refresh()
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    hub.application.app_key = old_key
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"app_key": old_key}
    )
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert hub.simulator.times_printed(content=b"one") == 1
    hub.simulator.violations.clear()


def assert_state(entry: MockConfigEntry, state: ConfigEntryState) -> None:
    """Assert the state of an account."""
    assert entry.state is state


async def reconfigure(
    dialog: Dialog, entry: MockConfigEntry, **entered: Any
) -> ConfigFlowResult:
    """Start to reconfigure an account."""
    result = await entry.start_reconfigure_flow(dialog.hass)
    assert_form(result, "reconfigure")
    return await dialog.go_on(result, entered)


async def test_reconfigure(dialog: Dialog, hub: Hub) -> None:
    """The key is changed; the present one is never shown."""
    new_key, dialog.application.app_key = "e" * 32, "e" * 32
    result = await hub.account.start_reconfigure_flow(hub.hass)
    assert_form(result, "reconfigure")
    assert suggested(result["data_schema"]) == {"app_id": dialog.application.app_id}
    advanced = get_section(result, "advanced")
    assert not advanced.options["collapsed"]
    assert advanced.schema({}) == {"base_url": dialog.simulator.base_url}

    result = await dialog.go_on(result, dialog.account(app_key=WRONG_KEY))
    assert_form(result, "reconfigure", {"app_key": "invalid_auth"}, "签名验证失败")
    assert suggested(result["data_schema"]) == {
        "app_id": dialog.application.app_id,
        "app_key": WRONG_KEY,
        "base_url": dialog.simulator.base_url,
    }
    dialog.simulator.violations.clear()

    result = await dialog.go_on(result, dialog.account(app_key=new_key))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    await hub.hass.async_block_till_done()
    assert hub.account.data == account_data(dialog.simulator, dialog.application)
    assert hub.account.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("entered", [{}, {"app_key": ""}, {"app_key": "  "}])
async def test_reconfigure_keeps_the_key(
    dialog: Dialog, hub: Hub, entered: dict[str, str]
) -> None:
    """An empty key keeps the present one, and a missing section the address."""
    before = dict(hub.account.data)
    result = await reconfigure(
        dialog, hub.account, app_id=dialog.application.app_id, **entered
    )
    assert result["reason"] == "reconfigure_successful"
    await hub.hass.async_block_till_done()
    assert hub.account.data == before


async def test_reconfigure_address(dialog: Dialog, hub: Hub) -> None:
    """The address is changed and stored in its normalized form."""
    address = dialog.simulator.base_url.replace("127.0.0.1", "localhost")
    result = await reconfigure(
        dialog,
        hub.account,
        app_id=dialog.application.app_id,
        advanced={"base_url": "http://print.example.com"},
    )
    assert_form(result, "reconfigure", {"advanced": "not_encrypted"})
    result = await dialog.go_on(
        result,
        {"app_id": dialog.application.app_id, "advanced": {"base_url": f"{address}/"}},
    )
    assert result["reason"] == "reconfigure_successful"
    await hub.hass.async_block_till_done()
    assert hub.account.data["base_url"] == address


async def test_reconfigure_other_account(
    dialog: Dialog, account: MockConfigEntry
) -> None:
    """Another AppID is refused."""
    other = dialog.simulator.add_application("another", "key")
    result = await reconfigure(
        dialog, account, **account_input(dialog.simulator, other)
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "unique_id_mismatch"
    assert account.data == account_data(dialog.simulator, dialog.application)


async def test_reconfigure_during_reauth(dialog: Dialog, hub: Hub) -> None:
    """Reconfiguring is possible while reauthentication is pending."""
    await hub.account.start_reauth_flow(hub.hass)
    result = await reconfigure(dialog, hub.account, app_id=dialog.application.app_id)
    assert result["reason"] == "reconfigure_successful"
    await hub.hass.async_block_till_done()


async def try_key(
    dialog: Dialog,
    account: MockConfigEntry,
    source: str,
    meanwhile: Callable[[], Awaitable[object]],
) -> ConfigFlowResult:
    """Enter the present key; something happens while the printers are listed with it."""
    ask = CloudPrintClient.query_printers

    async def be_slow(client: CloudPrintClient, **options: Any) -> list[ListedPrinter]:
        patcher.stop()
        await meanwhile()
        return await ask(client, **options)

    application, hass = dialog.application, dialog.hass
    entered = {"app_key": application.app_key}
    if source == SOURCE_REAUTH:
        result = await account.start_reauth_flow(hass)
    else:
        result = await account.start_reconfigure_flow(hass)
        entered["app_id"] = application.app_id
    patcher = patch.object(CloudPrintClient, "query_printers", be_slow)
    patcher.start()
    return await dialog.go_on(result, entered)


@pytest.mark.parametrize("source", [SOURCE_REAUTH, SOURCE_RECONFIGURE])
async def test_rename_found_while_the_key_is_tried(
    hass: HomeAssistant, dialog: Dialog, hub: Hub, source: str
) -> None:
    """A renamed printer that was found meanwhile is kept when the data changes."""
    coordinator = hub.data.coordinator
    old_id = device_id_of(hass, hub.account, hub.printer)
    hub.printer.name = "renamed before"
    await coordinator.async_refresh()

    async def rename() -> None:
        hub.printer.name = "renamed"
        await coordinator.async_refresh()

    result = await try_key(dialog, hub.account, source, rename)
    assert result["type"] is FlowResultType.ABORT
    await hass.async_block_till_done()
    # If all candidates were lost, the printer would be treated as gone.
    new_id = device_id_of(hass, hub.account, hub.printer)
    assert new_id in hub.data.coordinator.missing.renamed[old_id]


async def test_deleted_meanwhile(dialog: Dialog, hub: Hub) -> None:
    """The flow ends if the account was deleted."""
    result = await hub.account.start_reconfigure_flow(hub.hass)
    await hub.hass.config_entries.async_remove(hub.account.entry_id)
    result = await dialog.go_on(result, {"app_id": dialog.application.app_id})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


@pytest.mark.parametrize("source", [SOURCE_REAUTH, SOURCE_RECONFIGURE])
async def test_deleted_while_the_key_is_tried(
    hass: HomeAssistant, dialog: Dialog, account: MockConfigEntry, source: str
) -> None:
    """The flow ends if the account was deleted during the calls."""
    delete = partial(hass.config_entries.async_remove, account.entry_id)
    result = await try_key(dialog, account, source, delete)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


wild_text = st.one_of(
    st.text(max_size=50),
    st.text(st.characters(codec=None, categories=None), max_size=20),
    st.sampled_from(["0", "true", "../..", "'; --", "{message}", "<b>", "\x00"]),
)
wild_value = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), wild_text),
    st.lists,
    max_leaves=3,
)
wild_address = st.one_of(
    wild_text,
    # No server listens there.
    st.builds("http://127.0.0.1:1/{}".format, wild_text),
    st.builds("https://{}".format, wild_text),
)
wild_section = st.one_of(
    st.fixed_dictionaries({"base_url": wild_address}),
    st.dictionaries(st.sampled_from(["base_url", "other"]), wild_value),
    wild_value,
)
wild_account = st.one_of(
    st.fixed_dictionaries(
        {"app_id": wild_text, "app_key": wild_text}, optional={"advanced": wild_section}
    ),
    st.dictionaries(
        st.one_of(st.sampled_from(["app_id", "app_key"]), st.text(max_size=9)),
        wild_value,
    ),
)
wild_codes = st.one_of(
    st.fixed_dictionaries(
        {}, optional={"share_code": wild_text, "verification_code": wild_text}
    ),
    st.dictionaries(
        st.sampled_from(["share_code", "verification_code", "other"]), wild_value
    ),
)
unhurried = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def send_any(
    dialog: Dialog, result: ConfigFlowResult, entered: dict[str, Any]
) -> ConfigFlowResult:
    """Submit any input; return the form that is shown then."""
    try:
        answer = await dialog.go_on(result, entered)
    except InvalidData:
        # Malformed requests, which no form can send, reach nothing.
        return result
    assert answer["type"] in {FlowResultType.FORM, FlowResultType.MENU}
    return answer


@unhurried
@given(entered=wild_account)
async def test_user_fuzz(
    hass: HomeAssistant, dialog: Dialog, entered: dict[str, Any]
) -> None:
    """Any input leads back to the form with an error, and the flow can be continued."""
    result = await dialog.start()
    answer = await send_any(dialog, result, entered)
    if answer is not result:
        assert answer["errors"]
        assert answer["step_id"] == "user"
    answer = await dialog.go_on(answer, dialog.account())
    assert_form(answer, "printer")
    hass.config_entries.flow.async_abort(answer["flow_id"])


@unhurried
@given(entered=wild_account)
async def test_reauth_and_reconfigure_fuzz(
    hass: HomeAssistant, dialog: Dialog, entered: dict[str, Any]
) -> None:
    """Any input leaves an account unchanged, unless it is all valid."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=dialog.application.app_id,
        data=account_data(dialog.simulator, dialog.application),
    )
    entry.add_to_hass(hass)
    for result in (
        await entry.start_reauth_flow(hass),
        await entry.start_reconfigure_flow(hass),
    ):
        for attempt in entered, entered | {"app_id": dialog.application.app_id}:
            try:
                answer = await dialog.go_on(result, attempt)
            except InvalidData:
                continue
            if answer["type"] is FlowResultType.ABORT:
                assert answer["reason"] in {
                    "unique_id_mismatch",
                    "reconfigure_successful",
                }
                break
            assert answer["errors"]
        await hass.async_block_till_done()
    assert entry.data == account_data(dialog.simulator, dialog.application)
    dialog.simulator.violations.clear()
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()


@unhurried
@given(entered=st.lists(wild_codes, min_size=1, max_size=3))
async def test_printer_fuzz(
    hass: HomeAssistant, dialog: Dialog, entered: list[dict[str, Any]]
) -> None:
    """Any codes add no printer, and the flow can be finished."""
    result = await dialog.send_account()
    for codes_entered in entered:
        result = await send_any(dialog, result, codes_entered)
        if result["type"] is FlowResultType.MENU:
            result = await dialog.choose(result, "printer")
    result = await dialog.finish(await dialog.go_on(result, {}))
    await hass.async_block_till_done()
    assert dialog.application.printers == []
    await hass.config_entries.async_remove(result["result"].entry_id)
    await hass.async_block_till_done()
    dialog.simulator.violations.clear()
