"""Tests of what people are told of a service that fails: its own words, or ours."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
import json
from pathlib import Path
import ssl
from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.util.ssl import get_default_context

from .actions import MESSAGES, call
from .conftest import Advance, SetUpAccount
from .entities import device_id_of
from .hub import Hub
from .repairs.fixing import POLL, issues
from .simulator import Application, CloudSimulator, Fault, Printer
from .simulator.certificates import Authority
from .test_config_flow import Dialog, assert_form, dialog

__all__ = ["dialog"]  # a fixture

pytestmark = pytest.mark.usefixtures("config_folder", "enable_custom_integrations")

HOST = "127.0.0.1"
DAY = 24 * 3600
LANGUAGES = ("en", "zh-Hans")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Return an authority that Home Assistant trusts."""
    authority = Authority(tmp_path)
    get_default_context().load_verify_locations(cadata=authority.pem)
    return authority


@pytest.fixture
async def secure(
    hass: HomeAssistant, simulator: CloudSimulator, authority: Authority
) -> CloudSimulator:
    """Serve with TLS; a debugged loop reports clients that refuse the certificate."""
    loop = asyncio.get_running_loop()
    report = loop.get_exception_handler()
    assert report is not None

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not isinstance(context.get("exception"), (ConnectionError, ssl.SSLError)):
            report(loop, context)

    loop.set_exception_handler(handle)
    await serve(simulator, authority.issue())
    return simulator


async def serve(simulator: CloudSimulator, tls: ssl.SSLContext | None) -> None:
    """Serve with another certificate, or without TLS."""
    simulator.refuse_connections()
    simulator.tls = tls
    await simulator.accept_connections()


WRONG: dict[str, Callable[[Authority, Path], ssl.SSLContext | None]] = {
    "service_certificate_unknown": lambda _, folder: Authority(folder).issue(),
    "service_certificate_expired": lambda authority, _: authority.issue(
        since=timedelta(days=-11)
    ),
    "service_certificate_host": lambda authority, _: authority.issue("192.0.2.1"),
    "service_no_tls": lambda *_: None,
}


def text_of(language: str, key: str, **placeholders: str) -> str:
    """Return what is said in a language."""
    return MESSAGES[language][key]["message"].format(**placeholders)


def redirect(simulator: CloudSimulator, call: str = "*") -> None:
    """Let the service have moved; the address has a secret."""
    simulator.faults.add(
        call,
        Fault.ANSWER,
        status=308,
        headers={"Location": "https://new.example/login?token=secret"},
        times=None,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", WRONG)
async def test_form_about_tls(
    hass: HomeAssistant,
    secure: CloudSimulator,
    application: Application,
    authority: Authority,
    tmp_path: Path,
    key: str,
    language: str,
) -> None:
    """The form tells what is wrong with the server, not that it cannot be reached."""
    hass.config.language = language
    dialog = Dialog(hass=hass, simulator=secure, application=application)
    entered = dialog.account()
    await serve(secure, WRONG[key](authority, tmp_path))
    result = await dialog.go_on(await dialog.start(), entered)
    message = text_of(language, key, host=HOST)
    assert_form(result, "user", {"base": "service_error"}, message)
    await serve(secure, authority.issue())
    assert_form(await dialog.go_on(result, entered), "printer")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("options", "key", "placeholders"),
    [
        ({"status": 500}, "service_http_status", {"status": "500"}),
        ({"status": 404}, "service_not_found", {}),
        ({"status": 413}, "service_too_large", {}),
        ({"body": "<html>"}, "service_unexpected", {}),
        ({"body": '{"success": true}'}, "service_unexpected", {}),
        (
            {"body": '{"success": true, "data": null, "message": "系统维护中"}'},
            "service_says",
            {"message": "系统维护中"},
        ),
        (
            {"status": 302, "headers": {"Location": "https://new.example/?token=x"}},
            "service_redirected",
            {"address": "https://new.example"},
        ),
    ],
)
async def test_form(
    hass: HomeAssistant,
    dialog: Dialog,
    options: dict[str, Any],
    key: str,
    placeholders: dict[str, str],
    language: str,
) -> None:
    """The form has the service's own words, or says in ours what happened."""
    hass.config.language = language
    dialog.simulator.faults.add("getToken", Fault.ANSWER, **options)
    result = await dialog.send_account()
    message = text_of(language, key, **placeholders)
    assert_form(result, "user", {"base": "service_error"}, message)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_key_refused_without_a_word(
    hass: HomeAssistant, dialog: Dialog, hub: Hub, language: str
) -> None:
    """Nothing is said to be the service's where it says nothing."""
    hass.config.language = language
    hub.simulator.faults.add("getToken", Fault.REFUSED, message="", times=None)
    result = await dialog.send_account()
    assert result["type"] == "abort"
    hub.simulator.kill_tokens()
    coordinator = hub.data.coordinator
    for _ in range(2):
        await coordinator.async_refresh()
    error = coordinator.last_exception
    assert isinstance(error, HomeAssistantError)
    assert error.translation_key == "key_refused"
    hub.simulator.settings.max_clock_skew = 300
    hub.simulator.advance(-3 * 3600)
    await coordinator.async_refresh()
    error = coordinator.last_exception
    assert isinstance(error, HomeAssistantError)
    assert error.translation_key == "key_refused_clock"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [*WRONG, "service_redirected"])
async def test_repair(
    hass: HomeAssistant,
    secure: CloudSimulator,
    set_up_account: SetUpAccount,
    printer: Printer,
    authority: Authority,
    advance: Advance,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    key: str,
    language: str,
) -> None:
    """A wrong server is a repair until it is right, and is logged once, in English."""
    hass.config.language = language
    await set_up_account()
    assert "address_wrong" not in issues(hass)
    secure.refuse_connections()
    await advance(POLL)
    await advance(POLL)
    assert "address_wrong" not in issues(hass)
    await serve(
        secure,
        WRONG[key](authority, tmp_path) if key in WRONG else authority.issue(),
    )
    if key not in WRONG:
        redirect(secure)
    for _ in range(3):
        await advance(POLL)
    placeholders = (
        {"host": HOST} if key in WRONG else {"address": "https://new.example"}
    )
    why = text_of(language, key, **placeholders)
    assert issues(hass)["address_wrong"].translation_placeholders == {"why": why}
    english = text_of("en", key, **placeholders).removesuffix(".")
    assert caplog.text.count(english) == 1
    assert "secret" not in caplog.text
    secure.faults.clear()
    await serve(secure, authority.issue())
    for _ in range(2):
        await advance(POLL)
    assert "address_wrong" not in issues(hass)


@pytest.mark.parametrize("key", WRONG)
async def test_print_waits(
    hass: HomeAssistant,
    secure: CloudSimulator,
    set_up_account: SetUpAccount,
    printer: Printer,
    authority: Authority,
    advance: Advance,
    tmp_path: Path,
    key: str,
) -> None:
    """A print for a wrong server is held, says why in Chinese, and comes out once."""
    hass.config.language = "zh-Hans"
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await serve(secure, WRONG[key](authority, tmp_path))
    # A connection that is broken is found out by the list.
    await account.runtime_data.coordinator.async_refresh()
    await account.runtime_data.coordinator.async_refresh()
    await call(hass, "print", device_id=device_id, text="你好")
    (job,) = (await call(hass, "get_jobs", device_id=device_id))["jobs"]
    assert (job["state"], job["reason"]) == ("held", "service")
    assert job["message"] == text_of("zh-Hans", key, host=HOST)
    await serve(secure, authority.issue())
    for _ in range(10):
        await advance(POLL)
    assert secure.times_printed() == 1
    (job,) = (await call(hass, "get_jobs", device_id=device_id))["jobs"]
    assert (job["state"], job["message"]) == ("finished", None)


@pytest.mark.parametrize(
    ("fault", "options", "state", "key", "placeholders"),
    [
        (Fault.TOO_LARGE, {}, "failed", "service_too_large", {}),
        (Fault.REFUSED, {"message": ""}, "failed", "service_refused", {}),
        (Fault.EMPTY_BODY, {}, "unconfirmed", "service_unexpected", {}),
        (Fault.DROP_AFTER_ACCEPT, {}, "unconfirmed", "service_broken", {}),
        (Fault.HTML_502, {}, "unconfirmed", "service_http_status", {"status": "502"}),
        (Fault.REFUSED, {"message": "余额不足"}, "failed", None, {}),
    ],
)
async def test_job(
    hub: Hub,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    options: dict[str, Any],
    state: str,
    key: str | None,
    placeholders: dict[str, str],
) -> None:
    """A job says what happened in the language of the home, or has the vendor's words."""
    hub.hass.config.language = "zh-Hans"
    hub.simulator.faults.add("newPrintTask", fault, **options)
    fails = pytest.raises(HomeAssistantError) if state == "failed" else nullcontext()
    with fails as caught:
        await hub.print(text="你好")
    if caught is not None:
        assert caught.value.translation_key == (key or "job_refused")
    (job,) = await hub.jobs(device_id=hub.device_id)
    assert job["state"] == state
    expected = text_of("zh-Hans", key, **placeholders) if key else "余额不足"
    assert job["message"] == expected
    is_told = state == "failed" and key is not None
    assert caplog.text.count(f"Job {job['job_id']} was not printed: ") == is_told


@pytest.mark.parametrize(
    "data", ["{}", '{"error":"打印机离线"}', '{"success":false,"message":"打印机离线"}']
)
async def test_capabilities_are_kept(hub: Hub, advance: Advance, data: str) -> None:
    """Capabilities that are empty replace none."""
    await advance(5)
    capabilities = hub.data.capabilities
    before = capabilities.get(hub.device_id)
    assert before is not None and before.supported_papers
    body = json.dumps({"success": True, "data": data})
    hub.simulator.faults.add("queryPrinterDetail", Fault.ANSWER, body=body, times=None)
    for _ in range(26):
        await advance(3600)
    assert hub.simulator.count("queryPrinterDetail") > 2
    assert capabilities.get(hub.device_id) == before
    expected = "service_unexpected" if data == "{}" else "cannot_get_capabilities"
    with pytest.raises(HomeAssistantError) as caught:
        await call(hub.hass, "get_capabilities", device_id=hub.device_id)
    assert caught.value.translation_key == expected


@pytest.mark.parametrize("fault", [Fault.GARBLED_NAMES, Fault.GB18030])
async def test_names_are_kept(hub: Hub, advance: Advance, fault: Fault) -> None:
    """A list that is not UTF-8 changes no name, and asks about none."""

    def names() -> dict[str, str | None]:
        return {
            device.id: device.name
            for device in dr.async_entries_for_config_entry(
                dr.async_get(hub.hass), hub.account.entry_id
            )
        }

    before = names()
    assert hub.printer.name in str(before)
    hub.simulator.faults.add("queryPrinters", fault, times=None)
    for _ in range(4):
        await advance(POLL)
    assert names() == before
    assert issues(hub.hass) == {}
    # What has a name is not kept as long as it is not listed.
    await hub.print(text="x")
    assert hub.simulator.times_printed(printer=hub.printer) == 1
    # A name of the administrator's is kept as well, and is none of a new printer.
    other = hub.simulator.add_printer(
        name="HP 1020",
        sn="Ab3dEf9h",
        share_code="640487712",
        verification_code="0598",
        alias="办公室",
    )
    hub.simulator.bind(hub.application, other)
    await advance(POLL)
    new_id = device_id_of(hub.hass, hub.account, other)
    garbled = fault is Fault.GARBLED_NAMES
    assert names()[new_id] == ("HP 1020-Ab3dEf9h" if garbled else "办公室")
    hub.simulator.faults.clear()
    await advance(POLL)
    assert names()[new_id] == "办公室"
    hub.simulator.faults.add("queryPrinters", fault, times=None)
    await advance(POLL)
    assert names()[new_id] == "办公室"
    assert issues(hub.hass) == {}
