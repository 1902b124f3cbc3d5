"""Cards with the Wi-Fi for guests, and what nobody learns of them."""

import json
import logging
from typing import Any

from bs4 import BeautifulSoup
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.printing.action import async_get_preview
from custom_components.cloudprint.printing.viewer import may_act_on_job
from custom_components.cloudprint.requester import Requester
from custom_components.cloudprint.spool.job import JobState
from homeassistant.const import EVENT_CALL_SERVICE, MATCH_ALL
from homeassistant.core import Event, HomeAssistant
from tests.actions import call, message_of, refuses
from tests.flows.steps import send
from tests.flows.test_link_sheet import read_code
from tests.hub import Hub
from tests.printing.test_permissions import CONTROL, call_as, person
from tests.printing.test_saved_documents import begin
from tests.rules import add_rule, decide, waiting_for_approval
from tests.simulator import CloudSimulator

SSID = "Villa Kunterbunt"
PASSWORD = "0OoIl1|S8B;r,n"
OPTIONS = {"ssid": SSID, "password": PASSWORD}
ENTITY = "input_text.guest_password"


async def print_card(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    device_id: str,
    **options: Any,
) -> BeautifulSoup:
    """Print a card, and return its page."""
    await call(hass, "print", device_id=device_id, page="wifi", page_options=options)
    return BeautifulSoup(simulator.printed[-1].content, "html.parser")


def parse_code(code: str) -> dict[str, str]:
    """Return the fields of a network in a code, as phones read them."""
    assert code.startswith("WIFI:")
    assert code.endswith(";;")
    fields, key, text = {}, "", ""
    letters = iter(code.removeprefix("WIFI:").removesuffix(";"))
    for letter in letters:
        if letter == "\\":
            text += next(letters)
        elif letter == ":":
            key, text = text, ""
        elif letter == ";":
            fields[key], text = text, ""
        else:
            text += letter
    assert text == ""
    return fields


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        (OPTIONS, {"T": "WPA", "S": SSID, "P": PASSWORD}),
        (
            {"ssid": r"a;b,c:d\e\"f", "password": r";,:\"\\ ;a;", "hidden": True},
            {"T": "WPA", "S": r"a;b,c:d\e\"f", "P": r";,:\"\\ ;a;", "H": "true"},
        ),
        (
            {"ssid": "家庭网络 5G 🏠", "password": "密码密码🔑", "security": "WPA"},
            {"T": "WPA", "S": "家庭网络 5G 🏠", "P": "密码密码🔑"},
        ),
        (
            {"ssid": " Villa ", "password": "  spaces at both ends ", "hidden": True},
            {"T": "WPA", "S": " Villa ", "H": "true", "P": "  spaces at both ends "},
        ),
        (
            {"ssid": "a", "password": "line of YAML\n"},
            {"T": "WPA", "S": "a", "P": "line of YAML"},
        ),
        (
            {"ssid": "New; net", "password": "short", "security": "wpa3"},
            {"T": "WPA", "R": "1", "S": "New; net", "P": "short"},
        ),
        ({"ssid": "Café", "security": "open"}, {"T": "nopass", "S": "Café"}),
        (
            {"ssid": "cafe", "password": "ab12ab12ab", "security": "wep"},
            {"T": "WEP", "S": "cafe", "P": "ab12ab12ab"},
        ),
        (
            {"ssid": 5, "password": "0123456789abcdef" * 4},
            {"T": "WPA", "S": "5", "P": "0123456789abcdef" * 4},
        ),
    ],
)
async def test_code(hub: Hub, options: dict[str, Any], fields: dict[str, str]) -> None:
    """A reader that is not ours finds the network; its name and password can be read."""
    page = await print_card(hub.hass, hub.simulator, hub.device_id, **options)
    found = parse_code(read_code(page))
    assert found == fields
    assert list(found) == [
        key for key in "TRSHP" if key in found
    ]  # in the order of the specification
    values = [value.text for value in page.select(".value")]
    assert values == [fields[key] for key in ("S", "P") if key in fields]
    framed = [value.text for value in page.select(".edges")]
    assert framed == [value for value in values if value != value.strip()]


@pytest.mark.parametrize(
    ("language", "name", "headings"),
    [
        ("en", "Wi-Fi for guests", ["Wi-Fi for guests", "访客 Wi-Fi"]),
        ("zh-Hans", "访客 Wi-Fi", ["访客 Wi-Fi", "Wi-Fi for guests"]),
    ],
)
async def test_languages(
    hass: HomeAssistant, hub: Hub, language: str, name: str, headings: list[str]
) -> None:
    """Both languages say what to do; a title is not the name of the job."""
    await hass.config.async_update(language=language)
    page = await print_card(hass, hub.simulator, hub.device_id, **OPTIONS)
    assert [heading.text for heading in page.select("h1")] == headings
    assert hub.simulator.printed[-1].name == name
    assert [each["lang"] for each in page.select(".network")].index(language) == 0
    assert len(page.select(".scan")) == len(page.select(".network")) == 2
    page = await print_card(hass, hub.simulator, hub.device_id, **OPTIONS, title=SSID)
    assert [heading.text for heading in page.select("h1")] == [SSID]
    assert hub.simulator.printed[-1].name == name


async def test_hints(hass: HomeAssistant, hub: Hub) -> None:
    """What to do without a camera depends on the network."""
    hints = set()
    for options in (
        OPTIONS,
        {**OPTIONS, "hidden": True},
        {"ssid": SSID, "security": "open"},
    ):
        page = await print_card(hass, hub.simulator, hub.device_id, **options)
        hints.add(page.select(".network")[0].text)
    assert len(hints) == 3


async def test_entity(
    hass: HomeAssistant, device_id: str, simulator: CloudSimulator
) -> None:
    """The password may be an entity's state, for whom may see the entity."""
    options = {"ssid": SSID, "password_entity": ENTITY}
    with refuses("entity_unknown", entity=ENTITY):
        await print_card(hass, simulator, device_id, **options)
    for state in ("unknown", ""):
        hass.states.async_set(ENTITY, state)
        with refuses("entity_unavailable"):
            await print_card(hass, simulator, device_id, **options)
    hass.states.async_set(ENTITY, "short")
    with refuses("wifi_password_invalid", field="password_entity"):
        await print_card(hass, simulator, device_id, **options)
    hass.states.async_set(ENTITY, PASSWORD)
    with refuses("wifi_password_twice", field="password_entity"):
        await print_card(hass, simulator, device_id, **options, password="a" * 8)
    assert simulator.printed == []
    page = await print_card(hass, simulator, device_id, **options)
    assert parse_code(read_code(page))["P"] == PASSWORD
    hass.states.async_set(ENTITY, f" {PASSWORD} ")
    page = await print_card(hass, simulator, device_id, **options)
    assert parse_code(read_code(page))["P"] == f" {PASSWORD} "
    user = await person(hass, {"domains": {"sensor": CONTROL}})
    with refuses("entity_not_allowed", entity=ENTITY):
        await call_as(
            hass,
            user,
            "print",
            device_id=device_id,
            page="wifi",
            page_options=options,
        )
    assert len(simulator.printed) == 2


@pytest.mark.parametrize(
    ("options", "key", "field"),
    [
        ({}, "page_option_missing", "ssid"),
        ({"ssid": "a"}, "page_option_missing", "password"),
        ({"ssid": "a", "password": "1234567"}, "wifi_password_invalid", "password"),
        ({"ssid": "a", "password": "g" * 64}, "wifi_password_invalid", "password"),
        ({"ssid": "a", "password": "g" * 501}, "text_invalid", "password"),
        (
            {"ssid": "a", "password": "123456", "security": "wep"},
            "wifi_password_invalid",
            "password",
        ),
        (
            {"ssid": "a", "password": "12345678", "security": "open"},
            "wifi_password_invalid",
            "password",
        ),
        ({"ssid": "家" * 11, "password": "a" * 8}, "wifi_name_long", "ssid"),
        ({**OPTIONS, "password": ["a" * 8]}, "text_invalid", "password"),
        ({**OPTIONS, "security": "WPA2-EAP"}, "wifi_enterprise", "security"),
        (
            {"ssid": "a", "password": "a" * 129, "security": "wpa3"},
            "wifi_password_invalid",
            "password",
        ),
        ({**OPTIONS, "security": "wpa9"}, "option_invalid", "security"),
        (json.dumps(OPTIONS), "option_invalid", "page_options"),
    ],
)
async def test_refused(hub: Hub, options: Any, key: str, field: str) -> None:
    """Errors name the option, and do not quote the password."""
    fields = {"device_id": hub.device_id, "page": "wifi", "page_options": options}
    with refuses(key, field=field) as raised:
        await call(hub.hass, "print", fields)
    message = message_of(raised.value)
    if isinstance(options, str):
        assert SSID not in message
        assert PASSWORD not in message
    elif isinstance(password := options.get("password"), str):
        assert password not in message
    assert hub.simulator.printed == []


async def test_nobody_learns_it(
    hub: Hub, hass_ws_client: WebSocketGenerator, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing but its print tells the network, before and after; others cannot have it."""
    caplog.set_level(logging.DEBUG)
    events: list[Event] = []
    hub.hass.bus.async_listen(MATCH_ALL, events.append)
    add_rule(hub.hass, hub.account, kinds=["automation"], ask_above=0)
    fields = {"page": "wifi", "page_options": {**OPTIONS, "title": SSID}}
    answer = await call(hub.hass, "print", fields, device_id=hub.device_id)
    (job,) = waiting_for_approval(hub.account)
    assert job.name == "Wi-Fi for guests"
    told: list[Any] = [answer, job]
    client = await hass_ws_client(hub.hass)
    await client.send_json_auto_id(
        {"type": "cloudprint/jobs/preview", "job_id": job.job_id, "sheet": 1}
    )
    response = await client.receive_json()
    assert response["error"]["translation_key"] == "job_content_gone"
    spooler = hub.data.spooler
    assert await async_get_preview(hub.hass, spooler, job) is None
    assert not spooler.contents.is_kept(job)
    with refuses("job_content_gone"):
        await call(hub.hass, "reprint_job", job_id=job.job_id)
    user = await person(hub.hass, CONTROL)
    assert not may_act_on_job(hub.hass, Requester.from_user(user), job)
    told.append(await call(hub.hass, "get_jobs"))
    for command in ("jobs/list", "documents"):
        await client.send_json_auto_id({"type": f"cloudprint/{command}"})
        response = await client.receive_json()
        assert response["success"]
        told.append(response)

    admin = await hub.hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    await decide(hub.hass, hub.account, admin, is_approved=True)
    (printed,) = hub.simulator.printed
    assert SSID.encode() in printed.content
    (job,) = hub.data.store.open_jobs
    hub.data.store.transition(job, JobState.FINISHED)
    await hub.hass.async_block_till_done(wait_background_tasks=True)
    assert not spooler.contents.has(job.content_id)
    with refuses("job_content_gone"):
        await call(hub.hass, "reprint_job", job_id=job.job_id)
    told += [
        await call(hub.hass, "get_jobs"),
        await call(hub.hass, "get_usage"),
        await async_get_config_entry_diagnostics(hub.hass, hub.account),
        [state.as_dict() for state in hub.hass.states.async_all()],
        # The action itself has what it was called with.
        [event.as_dict() for event in events if event.event_type != EVENT_CALL_SERVICE],
        [
            record.getMessage()
            for record in caplog.records
            if EVENT_CALL_SERVICE not in record.getMessage()
        ],
    ]
    for each in told:
        text = repr(each)
        assert SSID not in text
        assert PASSWORD not in text


async def test_saved(
    hass: HomeAssistant, hub: Hub, hass_ws_client: WebSocketGenerator
) -> None:
    """A saved card is printed; nothing else tells what is on it, unlike to who fills it in."""
    result = await send(
        hass, await begin(hass, hub.account, "page"), next_step_id="wifi"
    )
    result = await send(hass, result, ssid=SSID, password="short")
    assert result["errors"] == {"password": "content_invalid"}
    assert "short" not in result["description_placeholders"]["message"]
    result = await send(hass, result, ssid=SSID, password=PASSWORD)
    await send(hass, result, name="For the guests", device_id=hub.device_id)
    await call(hass, "print", document="For the guests")
    (printed,) = hub.simulator.printed
    page = BeautifulSoup(printed.content, "html.parser")
    assert parse_code(read_code(page))["P"] == PASSWORD
    assert printed.name == "For the guests"
    client = await hass_ws_client(hass)
    previews = []
    for content in (
        {"page": "wifi", "page_options": OPTIONS},
        {"document": "For the guests"},
        {"document": "For the guests", "sheet": 1},
    ):
        fields = {"type": "cloudprint/preview", "device_id": hub.device_id, **content}
        await client.send_json_auto_id(fields)
        response = await client.receive_json()
        assert response["success"], response
        previews.append(response["result"])
    filled_in, *saved = previews
    assert SSID in filled_in["layout"]["html"]
    told = repr([saved, await async_get_config_entry_diagnostics(hass, hub.account)])
    assert SSID not in told
    assert PASSWORD not in told
