"""What prints of each kind answer, report and leave behind, from their actions to their ends."""

import asyncio
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import FormData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.diagnostics import async_get_device_diagnostics
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.spool.job import JobState, Reason
from homeassistant.auth.models import User
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Context, Event, HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.trigger import (
    async_initialize_triggers,
    async_validate_trigger_config,
)

from ..actions import call
from ..card_api.conftest import Browser
from ..conftest import Advance
from ..hub import Hub
from ..inbox.conftest import AddLink
from ..ipp.client import Client
from ..printing.one_sided import OneSided
from ..printing.test_permissions import call_as
from ..repairs.fixing import POLL
from ..rules import add_rule
from ..samples import documents
from ..samples.pdf_files import text
from ..simulator import CloudSimulator, Fault, Printer
from ..waits import until
from .lines import Named, Shapes, join, mask, write
from .stored import describe_files, describe_issue, describe_journal

TRIGGERS = (
    *("approval_ended", "approval_needed", "job_failed", "job_finished", "job_held"),
    *("job_unconfirmed", "paper_to_turn"),
)


def encode(pages: int) -> str:
    """Return a PDF file for the field `data`."""
    return b64encode(text(pages=pages)).decode()


def name_jobs(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer to the card whose jobs are told once."""
    return {
        key: [Named("job", job) for job in value]
        if key == "jobs" and all("can_move" in job for job in value)
        else Named("job", value)
        if key in ("job", "again")
        else value
        for key, value in answer.items()
    }


@dataclass(kw_only=True)
class Surface:
    """A home in which everything is printed, and what it showed of that."""

    hass: HomeAssistant
    account: MockConfigEntry
    advance: Advance
    simulator: CloudSimulator
    printer: Printer
    colour_printer: Printer
    device_id: str
    colour_id: str
    child: User
    owner: Browser
    responses: Shapes = field(default_factory=Shapes)
    card: Shapes = field(default_factory=Shapes)
    links: Shapes = field(default_factory=Shapes)
    events: Shapes = field(default_factory=Shapes)
    attributes: Shapes = field(default_factory=Shapes)
    diagnostics: Shapes = field(default_factory=Shapes)
    entities: set[str] = field(default_factory=set)
    ipp: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    issues: set[str] = field(default_factory=set)
    _story: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def follow(self) -> None:
        """Listen to events, entities and triggers."""
        self.hass.bus.async_listen("cloudprint_job", self._handle_event)
        self.hass.bus.async_listen(EVENT_STATE_CHANGED, self._handle_state)
        for state in self.hass.states.async_all():
            self._note_attributes(state)
        config = [
            {
                "trigger": f"cloudprint.{name}",
                "target": {"device_id": [self.device_id, self.colour_id]},
            }
            for name in TRIGGERS
        ]
        for item in config:
            checked = await async_validate_trigger_config(
                self.hass, cv.TRIGGER_SCHEMA([item])
            )
            name = str(item["trigger"]).partition(".")[2]
            remove = await async_initialize_triggers(
                self.hass,
                checked,
                self._handle(name),
                "test",
                name,
                lambda *_, **__: None,
            )
            assert remove is not None

    def _handle(self, name: str) -> Callable[..., None]:
        @callback
        def handle(variables: dict[str, Any], context: Context | None = None) -> None:
            trigger = dict(variables["trigger"])
            for key in ("id", "idx", "alias", "platform"):
                trigger.pop(key, None)
            for key in ("from_state", "to_state"):
                if (state := trigger[key]) is not None:
                    trigger[key] = Named("trigger state", dict(state.attributes))
            job = trigger["job"]
            trigger["job"] = Named("trigger job", job)
            self.events.add(f"trigger {name}", trigger)
            self._note("trigger", name, job["state"], job["reason"])

        return handle

    @callback
    def _handle_event(self, event: Event) -> None:
        self.events.add("bus cloudprint_job", event.data)
        self._note("bus", event.data["state"], event.data["reason"])

    @callback
    def _handle_state(self, event: Event[Any]) -> None:
        if (state := event.data["new_state"]) is None:
            return
        self._note_attributes(state)
        if state.domain == "event" and "job_id" in state.attributes:
            shown = state.attributes
            self._note("entity", shown["event_type"], shown["reason"])

    def _note_attributes(self, state: State) -> None:
        entity = er.async_get(self.hass).async_get(state.entity_id)
        if entity is None or entity.platform != "cloudprint":
            return
        name = self.name_entity(entity)
        for attribute, value in state.attributes.items():
            if attribute in ("options", "event_types"):
                # Papers are the printer's own.
                is_own = entity.translation_key == "paper"
                shown = "<papers>" if is_own else write(value)
                self.entities.add(f"{name} {attribute}: {shown}")
            elif attribute not in _OF_HOME_ASSISTANT:
                self.attributes.add(f"{name} attribute {attribute}", value)

    def mask(self, text: str) -> str:
        """Return an identifier with names for its parts."""
        for printer in (self.printer, self.colour_printer):
            text = text.replace(f"{printer.sn}/{printer.name}", "<printer>")
        return mask(
            text, app_id=str(self.account.unique_id), entry_id=self.account.entry_id
        )

    def name_entity(self, entity: er.RegistryEntry) -> str:
        """Return the platform and the unique id of an entity."""
        return f"entity {entity.domain} {self.mask(entity.unique_id)}"

    def _note(self, source: str, *words: str | None) -> None:
        self._story[source].append(" ".join(filter(None, words)))

    async def act(
        self, action: str, user: User | None = None, **fields: Any
    ) -> dict[str, Any]:
        """Call an action; note its response."""
        if user is None:
            response = await call(self.hass, action, fields)
        else:
            response = await call_as(self.hass, user, action, **fields)
        self.responses.add(f"response {action}", response)
        return response

    async def print(self, **fields: Any) -> dict[str, Any]:
        """Print on the colour printer unless another is named; return the first job."""
        fields = {"device_id": self.colour_id, "name": "Letter"} | fields
        job: dict[str, Any] = (await self.act("print", **fields))["jobs"][0]
        return job

    async def ask(self, command: str, **fields: Any) -> Any:
        """Send a command of the card; note its answer."""
        answer = await self.owner.ask(command, **fields)
        self.card.add(f"answer {command}", name_jobs(answer))
        return answer

    async def settle(self) -> None:
        """Wait until what was sent has come out."""
        store = self.account.runtime_data.store
        moving = (JobState.PREPARING, JobState.SUBMITTING)
        await self.hass.async_block_till_done()
        await until(lambda: all(job.state not in moving for job in store.open_jobs))
        for _ in range(60):
            if not any(job.sent.task_id for job in store.open_jobs):
                return
            await self.advance(5)
        raise AssertionError("a task does not end")

    async def set_online(self, printer: Printer, *, is_online: bool) -> None:
        """Let the service report whether a printer is reachable."""
        printer.online_status = "1" if is_online else "0"
        await self.account.runtime_data.coordinator.async_refresh()
        await self.hass.async_block_till_done()

    async def tell(self, name: str) -> None:
        """Note what was reported since the last call, and the open issues."""
        await self.settle()
        await self.hass.async_block_till_done()
        self.responses.add("response get_jobs", await call(self.hass, "get_jobs"))
        for issue in ir.async_get(self.hass).issues.values():
            if issue.domain == "cloudprint" and issue.active:
                self.issues.add(describe_issue(self.account, issue))
        self.stories += [
            f"{name}, {source}: {' > '.join(words)}"
            for source, words in self._story.items()
        ]
        self._story.clear()


@pytest.fixture
async def surface(
    enabled_entities: None, hub: Hub, advance: Advance, owner: Browser
) -> Surface:
    """Return a home whose entities are all enabled, with a child who has to ask."""
    child = await hub.hass.auth.async_create_user("Child", group_ids=["system-users"])
    surface = Surface(
        hass=hub.hass,
        account=hub.account,
        advance=advance,
        simulator=hub.simulator,
        printer=hub.printer,
        colour_printer=hub.colour_printer,
        device_id=hub.device_id,
        colour_id=hub.colour_id,
        child=child,
        owner=owner,
    )
    await surface.follow()
    return surface


async def print_text(surface: Surface) -> None:
    """Print what comes out, is waited for, tried, left out and printed again."""
    surface.responses.add(
        "response print",
        await surface.act("print", device_id=surface.colour_id, text="x", dry_run=True),
    )
    job = await surface.print(
        text="x", copies=2, color="monochrome", watermark="W", idempotency_key="k"
    )
    await surface.tell("text")
    await surface.act("reprint_job", job_id=job["job_id"], copies=1)
    await surface.tell("reprint")
    waiting = asyncio.create_task(surface.print(text="x", wait=True))
    while not waiting.done():
        await surface.advance(5)
    await surface.tell("wait")
    await surface.act("print", device_id=surface.colour_id, text=" ", skip_empty=True)
    await surface.act("give_back_pages", job_id=job["job_id"], pages=1, note="Jam")
    await surface.act("get_capabilities", device_id=surface.colour_id)
    await surface.act("get_usage")
    await surface.ask("usage")


async def print_held(surface: Surface) -> None:
    """Hold prints for a printer that is off: release, move, cancel, let expire."""
    await surface.set_online(surface.colour_printer, is_online=False)
    jobs = [await surface.print(text=str(number)) for number in range(4)]
    await surface.print(text="5", expires_in={"seconds": 1})
    with suppress(HomeAssistantError):
        await surface.print(text="6", hold=False)
    await surface.tell("offline")
    await surface.advance(2)
    await surface.act("cancel_job", job_id=jobs[0]["job_id"])
    await surface.act("move_job", job_id=jobs[1]["job_id"], device_id=surface.device_id)
    await surface.tell("canceled, expired, moved")
    await surface.ask("jobs/list", state=["held"], limit=5)
    await surface.ask("jobs/cancel", job_id=jobs[2]["job_id"])
    await surface.ask(
        "jobs/move", job_id=jobs[3]["job_id"], device_id=surface.device_id
    )
    await surface.set_online(surface.colour_printer, is_online=True)
    await surface.tell("moved by the card")
    await surface.act("release_jobs", device_id=surface.colour_id)
    await surface.ask("jobs/release", device_id=[surface.colour_id])
    await surface.ask("jobs/reprint", job_id=jobs[2]["job_id"])
    await surface.tell("reprint of what was canceled")


async def print_in_vain(surface: Surface) -> None:
    """Let prints fail, and lose answers to others."""
    surface.simulator.faults.add("newPrintTask", Fault.REFUSED)
    with suppress(HomeAssistantError):
        await surface.print(text="x")
    await surface.tell("refused")
    for decision in ("printed", "print_again", "forget"):
        surface.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
        job = await surface.print(text="x")
        await surface.account.runtime_data.dispatcher.async_probe()
        await surface.tell(f"no answer, {decision}")
        await surface.ask("jobs/decide", job_id=job["job_id"], decision=decision)
        await surface.tell(f"decided {decision}")


async def print_asked(surface: Surface) -> None:
    """Ask about prints of a child: approve, change, deny, cancel, let expire."""
    child: dict[str, Any] = {
        "user": surface.child,
        "device_id": surface.colour_id,
        "text": "x",
    }
    add_rule(
        surface.hass,
        surface.account,
        users=[surface.child.id],
        color="ask",
        ask_above=0,
        pages_a_day=9,
        wait_hours=1,
    )

    async def ask(**fields: Any) -> str:
        answer = await surface.act("print", **child, **fields)
        return str(answer["jobs"][0]["job_id"])

    approver: dict[str, Any] = {"approver": surface.owner.user.id}
    await surface.act("approve_job", job_id=await ask(), **approver)
    await surface.tell("approved")
    await surface.act("approve_job", job_id=await ask(copies=2), copies=1, **approver)
    await surface.tell("approved with changes")
    await surface.act("deny_job", job_id=await ask(), message="No", **approver)
    await surface.tell("denied")
    await surface.ask("jobs/preview", job_id=(job_id := await ask()), sheet=1)
    await surface.ask("jobs/approve", job_id=job_id)
    await surface.ask("jobs/deny", job_id=await ask())
    await surface.tell("approved and denied by the card")
    await surface.act("cancel_job", surface.child, job_id=await ask())
    await ask()
    await surface.advance(3 * 24 * 3600)
    await surface.tell("canceled and not answered")


async def print_by_others(surface: Surface, add_link: AddLink) -> None:
    """Print by a link and by IPP."""
    sender = add_link()
    uploaded = await sender.post(b"Hello", "/upload", **{"X-File-Name": "a.txt"})
    upload = await uploaded.json()
    surface.links.add("link upload", upload)
    surface.links.add("link info", await (await sender.get("/info")).json())
    fields = {"upload": [upload["upload_id"]], "sheet": 1}
    surface.links.add(
        "link preview", await (await sender.ask("preview", **fields)).json()
    )
    form = FormData({"text": "Hello"})
    answer = await sender.send(form)
    surface.links.add("link print", answer)
    await surface.tell("link")
    shown = await (await sender.get(f"/jobs/{answer['job']}")).json()
    surface.links.add("link jobs", shown)
    refusal = await sender.post(b"")
    surface.links.add("link refusal", await refusal.json())
    shared = IppPrinter(surface.account.runtime_data, surface.colour_id)
    client = Client(shared)
    job = await client.print(text(pages=2))
    await surface.tell("ipp")
    ended = await client.job(job["job-id"])
    surface.ipp = [
        *(f"ipp Print-Job answers {name}" for name in job),
        *(f"ipp Get-Job-Attributes answers {name}" for name in ended),
    ]
    await shared.async_close()


async def print_two_sides(surface: Surface) -> None:
    """Print both sides by hand: turned by the action and by the card, and canceled."""
    one_sided = OneSided(
        hass=surface.hass,
        account=surface.account,
        advance=surface.advance,
        device_id=surface.device_id,
        printer=surface.printer,
        simulator=surface.simulator,
    )
    await one_sided.set_trays()
    fields: dict[str, Any] = {
        "device_id": surface.device_id,
        "sides": "two_sided_long_edge",
    }

    async def print_fronts() -> list[dict[str, Any]]:
        answer = await surface.act("print", **fields, data=encode(3), name="Letter")
        await surface.tell("front pass")
        jobs: list[dict[str, Any]] = answer["jobs"]
        return jobs

    front, back = await print_fronts()
    await surface.ask("printers")
    await surface.act("print_other_sides", job_id=back["job_id"])
    await surface.tell("back pass")
    front, back = await print_fronts()
    await surface.ask("jobs/turned", job_id=front["job_id"])
    await surface.tell("back pass by the card")
    front, back = await print_fronts()
    await surface.act("cancel_job", job_id=back["job_id"])
    await surface.tell("back pass canceled")
    await surface.ask(
        "trays", device_id=surface.device_id, output="face_up", input="upper_side"
    )


async def use_card(surface: Surface) -> None:
    """Send the commands of the card that concern no jobs, and print an upload."""
    target = {"device_id": surface.colour_id}
    picture = await surface.owner.uploaded(documents.picture("PNG"), "a.png")
    letter = await surface.owner.upload(b"Hello", "a.txt")
    surface.card.add("upload", await letter.json())
    await surface.ask("corners", upload=picture)
    await surface.ask("thumbnail", upload=picture)
    await surface.ask("preview", sheet=1, upload=picture, **target)
    await surface.ask("preview", page="worksheet", **target)
    await surface.ask("print", upload=picture, **target)
    saved = await surface.owner.uploaded(documents.picture("PNG"), "b.png")
    await surface.ask("documents/save", name="Card", upload=saved, copies=2, **target)
    await surface.ask("documents")
    await surface.ask("pages", language="en")
    await surface.tell("card")


async def subscribe(surface: Surface) -> None:
    """Follow jobs as the card does, as the last command."""
    await surface.owner.send("jobs/subscribe", limit=100)
    await surface.owner.socket.receive_json()
    message = await surface.owner.socket.receive_json()
    surface.card.add("event jobs/subscribe", name_jobs(message["event"]))


async def change_printers(surface: Surface) -> None:
    """Add a printer, and remove it."""
    added = surface.simulator.add_printer(name="Third", share_code="1234567")
    answer = await surface.act(
        "add_printer",
        config_entry_id=surface.account.entry_id,
        share_code=added.share_code,
        verification_code=added.verification_code,
    )
    await surface.act("remove_printer", device_id=answer["device_id"])


async def rename_printer(surface: Surface) -> None:
    """Give a printer another name at the service; read the diagnostics of the other one."""
    device = dr.async_get(surface.hass).async_get(surface.colour_id)
    assert isinstance(device, dr.DeviceEntry)
    told = await async_get_device_diagnostics(surface.hass, surface.account, device)
    # They are what `get_capabilities` answers.
    told["printer"].pop("capabilities")
    surface.diagnostics.add("diagnostics", told)
    surface.colour_printer.name = "New"
    await surface.advance(POLL)
    await surface.tell("renamed")


def describe_entities(surface: Surface) -> list[str]:
    """Return lines about devices and entities, and what their states told."""
    hass, entry = surface.hass, surface.account
    lines = []
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        (identifier,) = device.identifiers
        kind = device.model_id or device.entry_type or "printer"
        lines.append(f"device {kind}: identifier {surface.mask('/'.join(identifier))}")
    for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        category, shown = entity.entity_category, entity.original_device_class
        lines.append(
            f"{surface.name_entity(entity)}: translation {entity.translation_key},"
            f" class {shown and str(shown)}, category {category and str(category)}"
        )
    return [*lines, *surface.entities, *surface.attributes.lines()]


_OF_HOME_ASSISTANT = frozenset(
    (
        *("device_class", "entity_picture", "friendly_name", "icon", "mode", "step"),
        *("access_token", "min", "max", "state_class", "supported_features"),
        *("unit_of_measurement", "event_type", "restored", "attribution"),
    )
)
"""Attributes that Home Assistant makes of what is listed elsewhere, or in each release anew."""


async def test_prints(
    surface: Surface,
    config_folder: Path,
    add_link: AddLink,
    snapshot: SnapshotAssertion,
) -> None:
    """Responses, events, triggers, entities, issues and what is stored stay as they are."""
    for kind in (
        use_card,
        print_text,
        print_held,
        print_in_vain,
        print_asked,
        print_two_sides,
        change_printers,
        subscribe,
    ):
        await kind(surface)
    await print_by_others(surface, add_link)
    entities = describe_entities(surface)
    await rename_printer(surface)
    parts = {
        "responses": surface.responses.lines(),
        "card": surface.card.lines(),
        "links": surface.links.lines() + surface.ipp,
        "events": surface.events.lines(),
        "stories": surface.stories,
        "entities": entities,
        "diagnostics": surface.diagnostics.lines(),
        "issues": surface.issues,
        "states": [
            *(f"state {state}" for state in JobState),
            *(f"reason {reason}" for reason in Reason),
        ],
        "journal": await asyncio.to_thread(describe_journal, config_folder),
        "files": await asyncio.to_thread(describe_files, config_folder),
    }
    for name, lines in parts.items():
        assert join(lines) == snapshot(name=name), name
