"""Both sides of paper on a printer that prints one, by the action."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
)
from custom_components.cloudprint.printing.action import async_get_preview
from custom_components.cloudprint.printing.manual_duplex import (
    async_print_back_pass,
    get_waiting_back_passes,
)
from custom_components.cloudprint.requester import AUTOMATION, Requester
from custom_components.cloudprint.settings import CONF_TRAYS
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..samples import documents
from ..samples.pdf_writer import A4, PdfWriter
from ..simulator import CloudSimulator, Fault, PrintedJob, Printer

LONG, SHORT = "two_sided_long_edge", "two_sided_short_edge"
TRAYS = Trays(output=OutputTray.FACE_DOWN, input=InputTray.PRINTS_UPPER)

_PICTURE = re.compile(rb'src="data:[^"]*"')
_SHEET = re.compile(rb'<div class="s\d( turned)?">(.*?)</div>')


def given(content: bytes) -> dict[str, str]:
    """Return a file as the fields of a print."""
    return {"data": b64encode(content).decode()}


def pages_of(wanted: int, *, is_wide: bool = False) -> dict[str, str]:
    """Return a PDF with pages that differ, as the fields of a print."""
    writer = PdfWriter()
    size = A4[::-1] if is_wide else A4
    for number in range(wanted):
        writer.add_page(f"{20 + 30 * number} 100 20 60 re f", size)
    return given(writer.finish())


def pictures(job: PrintedJob) -> list[bytes | None]:
    """Return the picture of each sheet of a print, None for a blank one."""
    return [
        found[0] if (found := _PICTURE.search(sheet[2])) else None
        for sheet in _SHEET.finditer(job.content)
    ]


@pytest.fixture
async def by_hand(account: MockConfigEntry, one_sided_id: str) -> str:
    """Return the device of a printer that prints both sides by hand."""
    account.runtime_data.capabilities.set_trays(one_sided_id, TRAYS)
    return one_sided_id


async def test_two_jobs(
    hass: HomeAssistant, by_hand: str, hub: Hub, advance: Advance
) -> None:
    """The front sides are printed, and after the paper was turned the back sides."""
    hub.printer.step_seconds = 0
    whole = await call(hass, "print", pages_of(5), device_id=by_hand)
    (once,) = hub.simulator.printed
    answer = await call(hass, "print", pages_of(5), device_id=by_hand, sides=LONG)
    front, back = answer["jobs"]
    assert (front["side"], front["state"], front["pages"]) == ("front", "submitted", 3)
    assert (back["side"], back["state"], back["pages"]) == ("back", "held", 2)
    await advance(3)
    (waiting,) = get_waiting_back_passes(hass, AUTOMATION)
    assert waiting[1].job_id == back["job_id"]
    turned = await async_print_back_pass(hass, {"job_id": front["job_id"]}, AUTOMATION)
    assert turned.job_id == back["job_id"]
    assert turned.state == "submitted"
    await advance(3)
    _, fronts, backs = hub.simulator.printed
    one, two, three, four, five = pictures(once)
    assert pictures(fronts) == [one, three, five]
    assert pictures(backs) == [None, four, two]
    assert fronts.config == backs.config
    assert fronts.config["side"] == "ONESIDE"
    assert fronts.config["paperConfig"] == once.config["paperConfig"]
    records = await hub.jobs()
    assert [(job["side"], job["follows"]) for job in records] == [
        ("back", front["job_id"]),
        ("front", None),
        (None, None),
    ]
    assert {job["state"] for job in records} == {"finished"}
    assert "side" not in whole["jobs"][0]


async def test_short_edge(hass: HomeAssistant, hub: Hub, by_hand: str) -> None:
    """The back sides are upside down; wide pages lie on upright sheets."""
    answer = await call(
        hass,
        "print",
        pages_of(2, is_wide=True),
        device_id=by_hand,
        sides=SHORT,
        dry_run=True,
    )
    front, back = (job["task"] for job in answer["jobs"])
    assert "preview" in answer["jobs"][0]
    assert front["config"] == back["config"]
    assert "orientation" not in front["config"]
    paper = front["config"]["paperConfig"]
    assert paper["width"] < paper["height"]
    assert hub.simulator.printed == []
    await call(hass, "print", pages_of(2, is_wide=True), device_id=by_hand, sides=SHORT)
    (fronts,) = hub.simulator.printed
    assert b"rotate(-90deg)" in fronts.content
    assert b"rotate(180deg)" not in fronts.content
    (entry, back_job), *_ = [(hub.account, job) for job in hub.data.store.held_jobs]
    content = await entry.runtime_data.spooler.contents.async_content(back_job)
    assert content is not None
    assert b".turned{transform:rotate(180deg)}" in content.payload
    assert [found[1] for found in _SHEET.finditer(content.payload)] == [b" turned"]


async def test_one_page(
    hass: HomeAssistant, by_hand: str, simulator: CloudSimulator
) -> None:
    """A single page and a picture have one side."""
    for content in (pages_of(1), given(documents.picture("PNG"))):
        answer = await call(hass, "print", content, device_id=by_hand, sides=LONG)
        (job,) = answer["jobs"]
        assert job["state"] == "submitted"
        assert job["warnings"] == []
        assert simulator.printed[-1].config["side"] == "ONESIDE"


async def test_several_printers(hass: HomeAssistant, by_hand: str, hub: Hub) -> None:
    """Each prints both sides its own way."""
    answer = await call(
        hass, "print", pages_of(3), device_id=[hub.colour_id, by_hand], sides=LONG
    )
    assert [(job["device_id"], job.get("side")) for job in answer["jobs"]] == [
        (hub.colour_id, None),
        (by_hand, "front"),
        (by_hand, "back"),
    ]
    fronts, whole = sorted(hub.simulator.printed, key=lambda job: len(job.content))
    assert whole.config["side"] == "DUPLEX"
    one, _, three = pictures(whole)
    assert pictures(fronts) == [one, three]


async def test_time_to_turn(
    hass: HomeAssistant, account: MockConfigEntry, by_hand: str
) -> None:
    """It is that of the print, or the usual one if the print must not be held."""
    within = {"minutes": 5}
    for fields, expected in (
        ({"expires_in": within}, timedelta(**within)),
        ({"expires_in": {"seconds": 0}}, timedelta(hours=1)),
        ({"hold": False}, timedelta(hours=1)),
        ({}, timedelta(hours=1)),
    ):
        await call(hass, "print", pages_of(2), device_id=by_hand, sides=LONG, **fields)
        waiting = account.runtime_data.store.held_jobs[-1].waiting
        assert (waiting.lifetime, waiting.expires_at, waiting.hold) == (
            *(expected, None),
            True,
        )


# Defaults and refusals


async def test_unknown_trays(
    hass: HomeAssistant, one_sided_id: str, simulator: CloudSimulator
) -> None:
    """The error says that they have to be known."""
    with refuses("trays_unknown", field="sides", value=LONG):
        await call(hass, "print", pages_of(2), device_id=one_sided_id, sides=LONG)
    assert simulator.printed == []


@pytest.mark.parametrize(
    "content",
    [
        {"text": "x"},
        {"html": "<p>x"},
        {"markdown": "# x"},
        given(documents.docx()),
    ],
    ids=["text", "html", "markdown", "office"],
)
async def test_content_of_others(
    hass: HomeAssistant, hub: Hub, by_hand: str, content: dict[str, str]
) -> None:
    """Pages that are not made here are refused, unless two sides are only the default."""
    with refuses("sides_not_made_here", field="sides", printer=hub.printer.shown_alias):
        await call(hass, "print", content, device_id=by_hand, sides=LONG)
    assert hub.simulator.printed == []
    hub.data.defaults[by_hand] = {"sides": LONG}
    (job,) = (await call(hass, "print", content, device_id=by_hand))["jobs"]
    assert job["warnings"] == ["sides_unsupported"]
    assert hub.simulator.printed[0].config["side"] == "ONESIDE"
    answer = await call(hass, "print", pages_of(2), device_id=by_hand)
    assert [job["side"] for job in answer["jobs"]] == ["front", "back"]


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        ({"pages_per_sheet": 2}, "pages_per_sheet", "1"),
        ({"booklet": True}, "booklet", "false"),
        ({"raw_options": {"pagesPerSheet": 2}}, "pages_per_sheet", "1"),
    ],
)
async def test_options_of_whole_documents(
    hass: HomeAssistant,
    by_hand: str,
    simulator: CloudSimulator,
    options: dict[str, Any],
    field: str,
    value: str,
) -> None:
    """The service would put pages of one side beside each other."""
    with refuses("option_not_by_hand", field=field, value=value):
        await call(hass, "print", pages_of(2), device_id=by_hand, sides=LONG, **options)
    assert simulator.printed == []


async def test_copies(hass: HomeAssistant, hub: Hub, by_hand: str) -> None:
    """The service makes them of each side alike, or they are refused."""
    fields = {**pages_of(2), "device_id": by_hand, "sides": LONG}
    answer = await call(hass, "print", fields, copies=2)
    assert len(answer["jobs"]) == 2
    assert hub.simulator.printed[0].config["copies"] == 2
    hass.config_entries.async_update_entry(
        hub.account,
        options={
            **hub.account.options,
            "check_up": {"copies": {"answer": "one", "device_id": by_hand}},
        },
    )
    for options in ({"copies": 2}, {"raw_options": {"copies": 2}}):
        with refuses("option_not_by_hand", field="copies", value="1"):
            await call(hass, "print", fields, **options)
    assert len((await call(hass, "print", fields))["jobs"]) == 2


async def test_pdf_is_rendered(
    hass: HomeAssistant, set_up_account: SetUpAccount, printer: Printer
) -> None:
    """An account that takes PDF gets the pages of each side."""
    entry = await set_up_account(send_natively=True)
    device_id = device_id_of(hass, entry, printer)
    printer.report(supportedSides=["ONESIDE"])
    await entry.runtime_data.capabilities.async_fetch(device_id)
    entry.runtime_data.capabilities.set_trays(device_id, TRAYS)
    answer = await call(hass, "print", pages_of(3), device_id=device_id, sides=LONG)
    assert [job["pages"] for job in answer["jobs"]] == [2, 1]


# Reprint


async def test_reprint_of_a_pass(
    hass: HomeAssistant, hub: Hub, by_hand: str, advance: Advance
) -> None:
    """Each side is printed again by itself, the back sides once their paper is there."""
    hub.printer.step_seconds = 0
    within = {"minutes": 5}
    fields = {**pages_of(4), "device_id": by_hand, "expires_in": within}
    front, back = (await call(hass, "print", fields, sides=LONG))["jobs"]
    await call(hass, "cancel_job", job_id=back["job_id"])
    again = await call(hass, "reprint_job", job_id=front["job_id"])
    assert (again["side"], again["state"]) == ("front", "submitted")
    assert hub.data.store.held_jobs == []
    await advance(3)
    again = await call(hass, "reprint_job", job_id=back["job_id"])
    assert (again["side"], again["state"]) == ("back", "held")
    (waiting,) = hub.data.store.held_jobs
    assert (waiting.duplex.follows, waiting.reason) == (None, "turn_paper")
    assert waiting.waiting.expires_at == waiting.created_at + timedelta(**within)
    assert (await call(hass, "release_jobs"))["jobs"] == []
    await async_print_back_pass(hass, {"device_id": by_hand}, AUTOMATION)
    fronts, fronts_again, backs = hub.simulator.printed
    assert fronts_again.content == fronts.content
    assert fronts_again.config == backs.config
    assert pictures(backs) != pictures(fronts)


async def test_reprint_of_the_last_document(
    hass: HomeAssistant, hub: Hub, by_hand: str, advance: Advance
) -> None:
    """It has both sides, of which the second waits as before."""
    hub.printer.step_seconds = 0
    within = {"minutes": 5}
    await call(
        hass, "print", pages_of(4), device_id=by_hand, sides=LONG, expires_in=within
    )
    (back,) = hub.data.store.held_jobs
    preview = await async_get_preview(hass, hub.data.spooler, back)
    assert preview is not None
    await hub.data.spooler.async_cancel(back)
    again = await call(hass, "reprint_job", device_id=by_hand, copies=2, sides=SHORT)
    (waiting,) = hub.data.store.held_jobs
    assert again["side"] == "front"
    assert (waiting.duplex.side, waiting.duplex.follows) == ("back", again["job_id"])
    assert waiting.waiting.lifetime == timedelta(**within)
    await advance(3)
    await async_print_back_pass(hass, {}, AUTOMATION)
    fronts, fronts_again, backs_again = hub.simulator.printed
    assert fronts_again.content == fronts.content
    assert pictures(backs_again) != pictures(fronts_again)
    assert fronts_again.config == backs_again.config
    assert backs_again.config["copies"] == 2
    # Without the front sides, what is left is printed.
    await advance(3)
    await hass.data[JOURNAL].async_prune(
        before=dt_util.utcnow() - timedelta(days=1), keep=1
    )
    again = await call(hass, "reprint_job", device_id=by_hand)
    assert (again["side"], again["state"]) == ("back", "held")


async def test_printed_before_the_capabilities_are_known(
    hass: HomeAssistant, hub: Hub, by_hand: str
) -> None:
    """After a restart, a printer with trays still prints both sides by hand."""
    hub.simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    await hass.config_entries.async_reload(hub.account.entry_id)
    answer = await call(hass, "print", pages_of(2), device_id=by_hand, sides=LONG)
    assert [job["side"] for job in answer["jobs"]] == ["front", "back"]


async def test_reprint_on_both_sides(
    hass: HomeAssistant, hub: Hub, by_hand: str
) -> None:
    """A document that was printed on one side is printed on both."""
    printed = await call(hass, "print", pages_of(4), device_id=by_hand)
    job_id = printed["jobs"][0]["job_id"]
    again = await call(hass, "reprint_job", job_id=job_id, sides=LONG)
    assert again["side"] == "front"
    (back,) = hub.data.store.held_jobs
    assert (back.duplex.follows, back.reprint_of) == (again["job_id"], job_id)
    assert len(pictures(hub.simulator.printed[-1])) == 2


async def test_pages_of_a_document(
    hass: HomeAssistant, by_hand: str, simulator: CloudSimulator
) -> None:
    """They are selected before the pages are put in order, and not by the service."""
    fields = {**pages_of(8), "device_id": by_hand, "sides": LONG}
    with refuses("page_ranges_not_by_hand", field="page_ranges"):
        await call(hass, "print", fields, raw_options={"pageRanges": "1-2"})
    answer = await call(hass, "print", fields, page_ranges="1-4")
    assert [job["pages"] for job in answer["jobs"]] == [2, 2]
    again = await call(hass, "reprint_job", device_id=by_hand)
    assert again["pages"] == 2
    assert ["pageRanges" in job.config for job in simulator.printed] == [False] * 2


@pytest.mark.parametrize("ranges", ["1-4", "odd"])
async def test_reprint_of_pages_on_both_sides(
    hass: HomeAssistant, by_hand: str, simulator: CloudSimulator, ranges: str
) -> None:
    """The service would count the sheets of each side."""
    printed = await call(hass, "print", pages_of(8), device_id=by_hand)
    fields = {"job_id": printed["jobs"][0]["job_id"], "sides": LONG}
    with refuses("page_ranges_not_by_hand", field="page_ranges"):
        await call(hass, "reprint_job", fields, page_ranges=ranges)
    assert len(simulator.printed) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"pages_per_sheet": 2}, "option_not_by_hand"),
        ({"booklet": True}, "option_not_by_hand"),
        ({"page_ranges": "1-2"}, "page_ranges_not_by_hand"),
        ({"raw_options": {"pagesPerSheet": 2}}, "option_not_by_hand"),
        ({"raw_options": {"pageRanges": "1-2"}}, "page_ranges_not_by_hand"),
    ],
)
async def test_reprint_with_other_pages_on_the_sheets(
    hass: HomeAssistant,
    by_hand: str,
    simulator: CloudSimulator,
    changes: dict[str, Any],
    error: str,
) -> None:
    """The service would put other pages on the sheets of a side than of the other."""
    answer = await call(hass, "print", pages_of(4), device_id=by_hand, sides=LONG)
    for fields in ({"device_id": by_hand}, {"job_id": answer["jobs"][0]["job_id"]}):
        with refuses(error):
            await call(hass, "reprint_job", fields, **changes)
    assert len(simulator.printed) == 1


@pytest.mark.parametrize(
    "trays", [None, Trays(output=OutputTray.FACE_UP, input=InputTray.PRINTS_UPPER)]
)
async def test_reprint_after_the_trays_were_corrected(
    hass: HomeAssistant, hub: Hub, by_hand: str, trays: Trays | None
) -> None:
    """Pages in order for the old trays are not printed again with the new advice."""
    await call(hass, "print", pages_of(4), device_id=by_hand, sides=LONG)
    (back,) = hub.data.store.held_jobs
    await hub.data.spooler.async_cancel(back)
    hub.data.capabilities.set_trays(by_hand, trays)
    with refuses("trays_changed"):
        await call(hass, "reprint_job", device_id=by_hand)
    assert len(hub.simulator.printed) == 1
    hub.data.capabilities.set_trays(by_hand, TRAYS)
    for _ in range(2):
        again = await call(hass, "reprint_job", device_id=by_hand)
        assert again["side"] == "front"


async def test_reprint_where_copies_are_jobs(
    hass: HomeAssistant, hub: Hub, by_hand: str
) -> None:
    """Both sides are not printed in copies then, as in a print."""
    await call(hass, "print", pages_of(4), device_id=by_hand, sides=LONG)
    hass.config_entries.async_update_entry(
        hub.account,
        options={**hub.account.options, "check_up": {"copies": {"answer": "other"}}},
    )
    await hass.async_block_till_done()
    with refuses("option_not_by_hand"):
        await call(hass, "reprint_job", device_id=by_hand, copies=2)
    assert len(hub.simulator.printed) == 1


# Turned


async def test_who_may_say_so(
    hass: HomeAssistant,
    by_hand: str,
    hub: Hub,
    advance: Advance,
    hass_read_only_user: MockUser,
) -> None:
    """The printer's users; without a job or printer only if one printer waits."""
    hub.printer.step_seconds = 0
    with refuses("turn_nothing"):
        await async_print_back_pass(hass, {}, AUTOMATION)
    with refuses("turn_none", printer=hub.printer.shown_alias):
        await async_print_back_pass(hass, {"device_id": by_hand}, AUTOMATION)
    answer = await call(hass, "print", pages_of(2), device_id=by_hand, sides=LONG)
    front, back = answer["jobs"]
    with refuses("turn_too_early", printer=hub.printer.shown_alias):
        await async_print_back_pass(hass, {"job_id": back["job_id"]}, AUTOMATION)
    await advance(3)
    other = (await call(hass, "print", device_id=hub.colour_id, text="x"))["jobs"][0]
    with refuses("turn_none"):
        await async_print_back_pass(hass, {"job_id": other["job_id"]}, AUTOMATION)
    with refuses("job_ambiguous"):
        await async_print_back_pass(
            hass, {"job_id": "x", "device_id": by_hand}, AUTOMATION
        )
    with refuses("printer_not_allowed", printer=hub.printer.shown_alias):
        await async_print_back_pass(
            hass, {"device_id": by_hand}, Requester.from_user(hass_read_only_user)
        )
    assert get_waiting_back_passes(hass, Requester.from_user(hass_read_only_user)) == []
    job = await async_print_back_pass(hass, {"device_id": by_hand}, AUTOMATION)
    assert job.job_id == back["job_id"]
    await advance(3)
    with refuses("job_ended"):
        await async_print_back_pass(hass, {"job_id": back["job_id"]}, AUTOMATION)
    assert front["job_id"] != back["job_id"]


async def test_busy_and_ambiguous(
    hass: HomeAssistant, hub: Hub, by_hand: str, advance: Advance
) -> None:
    """Another print would come out on the paper; one of several printers is named."""
    hub.printer.step_seconds = hub.colour_printer.step_seconds = 0
    await call(hass, "print", pages_of(2), device_id=by_hand, sides=LONG)
    await advance(3)
    await call(hass, "print", device_id=by_hand, text="x")
    with refuses("turn_busy", printer=hub.printer.shown_alias):
        await async_print_back_pass(hass, {}, AUTOMATION)
    await advance(3)
    capabilities = hub.data.capabilities
    hub.colour_printer.report(supportedSides=["ONESIDE"])
    await capabilities.async_fetch(hub.colour_id)
    capabilities.set_trays(hub.colour_id, TRAYS)
    await call(hass, "print", pages_of(2), device_id=hub.colour_id, sides=LONG)
    await advance(3)
    names = f"{hub.printer.shown_alias}, {hub.colour_printer.shown_alias}"
    with refuses("turn_ambiguous", printers=names):
        await async_print_back_pass(hass, {}, AUTOMATION)
    assert (
        await async_print_back_pass(hass, {"device_id": hub.colour_id}, AUTOMATION)
    ).state == "submitted"
    assert (await async_print_back_pass(hass, {}, AUTOMATION)).device_id == by_hand


async def test_turned_while_home_assistant_stops(
    hass: HomeAssistant, by_hand: str, printer: Printer, advance: Advance
) -> None:
    """The back sides wait for the next start."""
    printer.step_seconds = 0
    await call(hass, "print", pages_of(2), device_id=by_hand, sides=LONG)
    await advance(3)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    with refuses("account_not_loaded", HomeAssistantError):
        await async_print_back_pass(hass, {"device_id": by_hand}, AUTOMATION)
    back, _ = (await call(hass, "get_jobs"))["jobs"]
    assert (back["state"], back["reason"]) == ("held", "turn_paper")


# Trays


async def test_trays_of_a_printer(
    hass: HomeAssistant, hub: Hub, one_sided_id: str
) -> None:
    """They add two sides to what the printer reports, everywhere, until forgotten."""
    capabilities = hub.data.capabilities

    def get_choices() -> list[str]:
        state = hub.state(Platform.SELECT, "sides")
        choices: list[str] = state.attributes["options"]
        return choices

    assert capabilities.is_one_sided(one_sided_id)
    assert not capabilities.is_one_sided(hub.colour_id)
    assert not capabilities.is_one_sided("unknown")
    assert capabilities.get_trays(one_sided_id) is None
    before = get_choices()
    capabilities.set_trays(one_sided_id, TRAYS)
    await hass.async_block_till_done()
    assert capabilities.get_trays(one_sided_id) == TRAYS
    assert get_choices() == [*before, LONG, SHORT]
    assert capabilities.is_one_sided(one_sided_id)
    reported = (await call(hass, "get_capabilities", device_id=one_sided_id))[
        "capabilities"
    ]
    assert reported["supported_sides"] == ["ONESIDE"]
    # A person knows better than a printer that says that it prints two sides by itself.
    await capabilities.async_fetch(hub.colour_id)
    assert capabilities.get_trays(hub.colour_id) is None
    face_up = replace(TRAYS, output=OutputTray.FACE_UP)
    capabilities.set_trays(hub.colour_id, face_up)
    assert capabilities.get_trays(hub.colour_id) == face_up
    assert hub.account.options[CONF_TRAYS].keys() == {one_sided_id, hub.colour_id}
    capabilities.set_trays(one_sided_id, None)
    assert hub.account.options[CONF_TRAYS].keys() == {hub.colour_id}
    await hass.async_block_till_done()
    assert get_choices() == before
