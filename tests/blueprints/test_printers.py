"""Blueprints about printers: test pages, messages about jobs, power."""

from collections.abc import Awaitable, Callable
import datetime as dt

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from homeassistant.const import Platform
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from ..actions import call, may_refuse
from ..entities import entity_id_of
from ..hub import Hub
from ..simulator import CloudSimulator, Fault
from .conftest import Automate, MoveTo, Strike, runs, until_runs

type Ask = Callable[[], Awaitable[None]]
type Restart = Callable[[str], Awaitable[None]]

PLUG = "input_boolean.plug"


@pytest.fixture
def ask(hass: HomeAssistant, account: MockConfigEntry) -> Ask:
    """Return a function that refreshes the printers."""

    async def refresh() -> None:
        await account.runtime_data.coordinator.async_refresh()
        await hass.async_block_till_done()

    return refresh


async def test_idle_printer(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """Each time so many days have passed without a print, the test page comes out."""
    await automate(
        "idle_printer",
        test_page=hub.entity_id(Platform.BUTTON, "test_page"),
        idle_days=3,
        at="10:00:00",
    )
    pages = []
    for number in range(11):
        date = dt.date(2026, 11, 25) + dt.timedelta(days=number)
        await move_to(f"{date} 09:00:00")
        if number == 2:
            # It is another printer that prints this.
            await hub.print(device_id=hub.colour_id, text="x")
        if number == 5:
            await hub.print(text="x")
        hub.simulator.forget()
        await move_to(f"{date} 09:30:00")
        await move_to(f"{date} 10:00:00")
        if hub.simulator.find_printed(name="Test page", printer=hub.printer):
            pages.append(number)
        await move_to(f"{date} 10:00:30")
    # Before the first of them, nothing was ever printed.
    assert pages == [0, 3, 8]


@pytest.fixture
async def test_pages(hub: Hub, automate: Automate) -> Callable[[], int]:
    """Print test pages after two days; return what counts them."""
    await automate(
        "idle_printer",
        test_page=hub.entity_id(Platform.BUTTON, "test_page"),
        idle_days=2,
        at="10:00:00",
    )
    return lambda: hub.simulator.times_printed(name="Test page")


async def test_idle_printer_in_doubt(
    hub: Hub, move_to: MoveTo, ask: Ask, test_pages: Callable[[], int]
) -> None:
    """Nothing is printed while the state is unknown; a possible print counts."""
    hub.simulator.refuse_connections()
    await ask()
    await move_to("2026-11-25 10:00:00")
    await hub.simulator.accept_connections()
    await ask()
    await move_to("2026-11-25 10:30:00")
    assert test_pages() == 0
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await hub.print(text="x")
    await move_to("2026-11-26 10:00:00")
    assert test_pages() == 0
    await move_to("2026-11-27 10:00:00")
    assert test_pages() == 1


@pytest.mark.parametrize("life", [("SUBMITTED",), ("SUBMITTED", "PRINTING")])
async def test_idle_printer_that_is_busy(
    hub: Hub, move_to: MoveTo, test_pages: Callable[[], int], life: tuple[str, ...]
) -> None:
    """A printer that has something to print needs no test page."""
    hub.printer.life = life
    await move_to("2026-11-25 09:59:30")
    await hub.print(text="x")
    await move_to("2026-11-25 09:59:40")
    await move_to("2026-11-25 10:00:00")
    assert test_pages() == 0


async def test_idle_printer_that_is_off(
    hub: Hub, move_to: MoveTo, ask: Ask, test_pages: Callable[[], int]
) -> None:
    """A job that waits until the printer is on again makes the test page needless."""
    hub.printer.online_status = "0"
    await ask()
    await move_to("2026-11-25 09:59:30")
    await hub.print(text="x")
    await move_to("2026-11-25 10:00:00")
    hub.printer.online_status = "1"
    await ask()
    await move_to("2026-11-25 10:00:30")
    assert len(hub.simulator.printed) == 1
    assert test_pages() == 0


async def test_idle_printer_with_entities_of_others(
    hass: HomeAssistant, device_id: str, move_to: MoveTo, test_pages: Callable[[], int]
) -> None:
    """Entities that a person added to the printer's device are ignored."""
    for state, kind in (
        ("2026-11-25T00:00:00+00:00", {"device_class": "timestamp"}),
        ("12", {"state_class": "measurement"}),
    ):
        helper = er.async_get(hass).async_get_or_create(
            "sensor", "test", state, device_id=device_id
        )
        hass.states.async_set(helper.entity_id, state, kind)
    await move_to("2026-11-25 10:00:00")
    assert test_pages() == 1


@pytest.mark.parametrize("language", [None, "zh"])
async def test_failed_job(
    hub: Hub, automate: Automate, move_to: MoveTo, language: str | None
) -> None:
    """Failed and unconfirmed jobs are reported in the chosen language, and no others."""
    dr.async_get(hub.hass).async_update_device(hub.device_id, name_by_user="Office")
    told = async_mock_service(hub.hass, "test", "told")
    fields = ("title", "message", "job_name", "printer", "state", "reason")
    names = (*fields, "service_message", "url")
    data = {name: f"{{{{ {name} }}}}" for name in names}
    await automate(
        "failed_job",
        printers=[hub.device_id],
        tell=[{"action": "test.told", "data": data}],
        **({"language": language} if language else {}),
    )
    for target, fault in (
        (hub.device_id, None),
        (hub.colour_id, Fault.REFUSED),
        (hub.device_id, Fault.REFUSED),
        (hub.device_id, Fault.DROP_AFTER_ACCEPT),
    ):
        if fault:
            hub.simulator.faults.add("newPrintTask", fault)
        with may_refuse():
            await call(hub.hass, "print", device_id=target, text="x", name="List")
        await hub.hass.async_block_till_done()
    hub.printer.life = ("SUBMITTED", "ERROR")
    await hub.print(text="x", name="1")
    for second in range(5, 60, 5):
        await move_to(f"2026-11-25 00:30:{second:02}")
    refused = told[0].data["service_message"]
    assert refused
    english = (
        (
            "A print failed",
            f"“List” was not printed on “Office”. {refused}",
        ),
        (
            "Did it print?",
            "“List” was sent to “Office”, but it is unknown whether it was printed."
            " Look at the printer, then answer the repair in Settings.",
        ),
        ("A print failed", "“1” was not printed on “Office”."),
    )
    chinese = (
        ("打印失败", f"“List”未能在“Office”上打印。{refused}"),
        (
            "打印出来了吗？",
            "“List”已发往“Office”，但不确定是否已打印。"
            "请查看打印机，然后在“设置”中回答修复提示。",
        ),
        ("打印失败", "“1”未能在“Office”上打印。"),
    )
    assert [(call.data["title"], call.data["message"]) for call in told] == list(
        chinese if language else english
    )
    assert [
        (str(call.data["job_name"]), call.data["state"], call.data["reason"])
        for call in told
    ] == [
        ("List", "failed", "refused"),
        ("List", "unconfirmed", "no_answer"),
        ("1", "failed", "task_error"),
    ]
    assert {call.data["printer"] for call in told} == {"Office"}
    jobs = {f"/cloudprint?job={job['job_id']}" for job in await hub.jobs()}
    assert len({call.data["url"] for call in told} & jobs) == len(told)


async def test_failed_job_in_home_assistant(hub: Hub, automate: Automate) -> None:
    """Without anything else chosen, Home Assistant itself shows it."""
    shown = async_mock_service(hub.hass, "persistent_notification", "create")
    await automate("failed_job", printers=[hub.device_id])
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    job = await hub.print(text="x", name="List")
    await hub.hass.async_block_till_done()
    (notification,) = shown
    assert notification.data["title"] == "Did it print?"
    assert "“List”" in notification.data["message"]
    link = f"\n\n[Open the print](/cloudprint?job={job['job_id']})"
    assert notification.data["message"].endswith(link)


@pytest.fixture
async def plug(hass: HomeAssistant, blueprint_home: None) -> Callable[[], str]:
    """Set up a switch; return a function that tells whether it is on."""
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": {"plug": {}}}
    )

    def state() -> str:
        found = hass.states.get(PLUG)
        assert found is not None
        return found.state

    return state


async def test_power(
    hub: Hub, automate: Automate, move_to: MoveTo, ask: Ask, plug: Callable[[], str]
) -> None:
    """The plug is on from the first job, held or not, until after the last."""
    await automate(
        "printer_power",
        active_jobs=[
            entity_id_of(hub.hass, hub.account, Platform.SENSOR, "active_jobs", known)
            for known in (hub.printer, hub.colour_printer)
        ],
        plug=PLUG,
        off_after=10,
    )
    await move_to("2026-11-25 08:00:00")
    assert plug() == "off"
    # A plug that a person switched on stays on.
    await hub.hass.services.async_call(
        "input_boolean", "turn_on", {"entity_id": PLUG}, blocking=True
    )
    await move_to("2026-11-25 09:00:00")
    assert plug() == "on"
    await hub.hass.services.async_call(
        "input_boolean", "turn_off", {"entity_id": PLUG}, blocking=True
    )

    # A printer without power is offline, and comes with it.
    hub.printer.online_status = "0"
    await ask()
    await hub.print(text="x")
    await hub.hass.async_block_till_done()
    assert plug() == "on"
    assert hub.simulator.printed == []
    hub.printer.online_status = "1"
    await ask()
    for second in range(5, 60, 5):
        await move_to(f"2026-11-25 09:00:{second:02}")
    assert len(hub.simulator.printed) == 1
    assert plug() == "on"

    # Another job begins before the time is over, and is the last to count.
    await move_to("2026-11-25 09:08:00")
    hub.colour_printer.life = ("SUBMITTED",)
    await hub.print(device_id=hub.colour_id, text="x", name="long")
    await move_to("2026-11-25 09:20:00")
    assert plug() == "on"
    hub.simulator.set_task_status(hub.simulator.printed[-1].task_id, "FINISHED")
    await move_to("2026-11-25 09:21:00")
    await move_to("2026-11-25 09:30:59")
    assert plug() == "on"
    await move_to("2026-11-25 09:31:00")
    assert plug() == "off"


@pytest.fixture
def restart(hub: Hub, automate: Automate, plug: Callable[[], str]) -> Restart:
    """Return what starts Home Assistant while the plug is in a state."""

    async def start(state: str) -> None:
        await hub.hass.services.async_call(
            "input_boolean", f"turn_{state}", {"entity_id": PLUG}, blocking=True
        )
        # A list that is asked for while time is struck would not come in time.
        hub.data.coordinator.update_interval = None
        await hub.refresh()
        await hub.hass.async_block_till_done(wait_background_tasks=True)
        hub.hass.set_state(CoreState.not_running)
        sensor = hub.entity_id(Platform.SENSOR, "active_jobs")
        await automate("printer_power", active_jobs=[sensor], plug=PLUG, off_after=10)
        await hub.hass.async_start()

    return start


async def test_power_after_a_restart(
    hub: Hub, strike: Strike, move_to: MoveTo, plug: Callable[[], str], restart: Restart
) -> None:
    """A plug that is on at a restart is switched off after the usual time."""
    await restart("on")
    await until_runs(hub.hass, 1)
    strike("2026-11-25 00:39:59")
    assert runs(hub.hass) == 1
    assert plug() == "on"
    strike("2026-11-25 00:40:00")
    await until_runs(hub.hass, 0)
    assert plug() == "off"

    # So it is when automations are loaded anew, unless a job comes.
    await hub.hass.services.async_call(
        "input_boolean", "turn_on", {"entity_id": PLUG}, blocking=True
    )
    hub.hass.bus.async_fire("automation_reloaded")
    await until_runs(hub.hass, 1)
    strike("2026-11-25 00:49:30")
    await hub.print(text="x")
    await until_runs(hub.hass, 0)
    for second in range(35, 60, 5):
        await move_to(f"2026-11-25 00:49:{second}")
    await move_to("2026-11-25 00:59:30")
    assert plug() == "on"
    await move_to("2026-11-25 01:00:00")
    assert plug() == "off"


async def test_power_for_jobs_that_a_restart_found(
    hass: HomeAssistant, hub: Hub, ask: Ask, plug: Callable[[], str], restart: Restart
) -> None:
    """Jobs that were held before switch the plug on afterwards."""
    hub.printer.online_status = "0"
    await ask()
    await hub.print(text="x")
    await restart("off")
    await hass.async_block_till_done()
    assert plug() == "on"
    assert len(hub.data.store.held_jobs) == 1


async def test_power_while_nothing_is_known(
    simulator: CloudSimulator,
    move_to: MoveTo,
    ask: Ask,
    plug: Callable[[], str],
    restart: Restart,
) -> None:
    """While the service is away, the plug stays; when it is back, time begins."""
    simulator.refuse_connections()
    await ask()
    await restart("on")
    await move_to("2026-11-25 01:30:00")
    assert plug() == "on"
    await simulator.accept_connections()
    await ask()
    await move_to("2026-11-25 01:39:59")
    assert plug() == "on"
    await move_to("2026-11-25 01:40:00")
    assert plug() == "off"
