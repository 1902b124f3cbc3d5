"""Paper that has to be turned for the other sides of a print."""

from dataclasses import replace

import pytest

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.frontend import TRAYS_URL
from custom_components.cloudprint.repairs.issue import async_set_issue
from custom_components.cloudprint.repairs.turn_paper import ISSUE_TURN
from custom_components.cloudprint.settings import CONF_TRAYS, PrinterSettings
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir

from ..actions import call
from ..entities import device_id_of
from ..flows.steps import as_text
from ..printing.one_sided import NOT_TURNED, TURNED, OneSided
from .fixing import POLL, Post, begin, issues
from .test_renamed_printer import answer, rename

NAME = "Let*ter_"


def count(hass: HomeAssistant) -> int:
    """Return how many issues there are, each of a job."""
    return sum(
        issue.translation_key == "turn_paper"
        for issue in ir.async_get(hass).issues.values()
    )


@pytest.mark.parametrize(
    ("trays", "told", "picture"),
    [
        (TURNED, "turn it over", "face_up_upper_side"),
        (NOT_TURNED, "Do not turn it over", "face_down_upper_side"),
        (None, "so that the blank sides are printed", None),
    ],
)
async def test_print(
    one_sided: OneSided,
    post: Post,
    trays: object,
    told: str,
    picture: str | None,
) -> None:
    """The issue tells how to put the paper back, and prints the other sides."""
    hass = one_sided.hass
    if trays is NOT_TURNED:
        await one_sided.set_trays(NOT_TURNED)
    front, back = await one_sided.print(NAME)
    await hass.async_block_till_done()
    assert issues(hass) == {}
    await one_sided.finish()
    if trays is None:
        # As in a record that says nothing about them.
        store = one_sided.account.runtime_data.store
        (job,) = one_sided.open_jobs
        store.transition(
            job, job.state, job.reason, duplex=replace(job.duplex, trays=None)
        )
    issue = issues(hass)["turn_paper"]
    assert issue.issue_id.endswith(back["job_id"])
    assert issue.translation_placeholders is None
    menu = await post(handler=DOMAIN, issue_id=issue.issue_id)
    shown = menu["description_placeholders"]
    assert shown["name"] == r"Let\*ter\_"
    assert told in shown["turn"]
    assert shown["picture"] == (f"![]({TRAYS_URL}/{picture}.svg)" if picture else "")
    result = await post(f"/{menu['flow_id']}", next_step_id="turned")
    assert result["type"] == "create_entry"
    assert issues(hass) == {}
    assert [job.name for job in one_sided.printed] == [NAME, NAME]
    assert front["job_id"] != back["job_id"]


async def test_printer_was_renamed(one_sided: OneSided, post: Post) -> None:
    """The advice is for the order of the pages, and not for newer answers."""
    hass, entry, printer = one_sided.hass, one_sided.account, one_sided.printer
    job_id = await one_sided.print_fronts()
    await rename(printer, one_sided.advance)
    new_device_id = device_id_of(hass, entry, printer)
    entry.runtime_data.capabilities.set_trays(new_device_id, NOT_TURNED)
    await answer(hass, post, "same")
    assert device_id_of(hass, entry, printer) == one_sided.device_id
    assert entry.options[CONF_TRAYS].keys() == {one_sided.device_id}
    assert PrinterSettings(entry).get_trays(one_sided.device_id) == NOT_TURNED
    menu = await post(handler=DOMAIN, issue_id=issues(hass)["turn_paper"].issue_id)
    assert "face_up_upper_side" in menu["description_placeholders"]["picture"]
    (job,) = entry.runtime_data.store.waiting.back_passes
    assert (job.job_id, job.duplex.trays) == (job_id, TURNED)


async def test_drop(one_sided: OneSided, post: Post) -> None:
    """Each stack has an issue of its own; the other sides can be dropped."""
    hass = one_sided.hass
    for name in ("one", "two"):
        await one_sided.print_fronts(name)
    assert count(hass) == 2
    path = await begin(hass, post, "turn_paper")
    assert (await post(path, next_step_id="drop"))["type"] == "create_entry"
    assert count(hass) == 1
    await one_sided.advance(3601)
    assert count(hass) == 0
    assert [job.name for job in one_sided.printed] == ["one", "two"]


async def test_printed_elsewhere(one_sided: OneSided, post: Post) -> None:
    """A flow that is still open does nothing to sides that wait no more."""
    hass = one_sided.hass
    job_id = await one_sided.print_fronts()
    path = await begin(hass, post, "turn_paper")
    await call(hass, "cancel_job", job_id=job_id)
    assert issues(hass) == {}
    result = await post(path, next_step_id="turned")
    assert (result["type"], result["reason"]) == ("abort", "not_done")
    assert result["description_placeholders"]["message"].startswith("The job has alr")
    assert len(one_sided.printed) == 1


async def test_forgotten(one_sided: OneSided, post: Post) -> None:
    """An issue that outlived its job is closed by opening it."""
    hass, account = one_sided.hass, one_sided.account.runtime_data
    async_set_issue(account, ISSUE_TURN, is_open=True, part_id="gone")
    issue_id = issues(hass)["turn_paper"].issue_id
    result = await post(handler=DOMAIN, issue_id=issue_id)
    assert result["type"] == "create_entry"
    assert issues(hass) == {}


async def test_busy(one_sided: OneSided, post: Post) -> None:
    """While the printer prints something else, the other sides go on waiting."""
    hass = one_sided.hass
    await one_sided.print_fronts()
    path = await begin(hass, post, "turn_paper")
    await call(hass, "print", device_id=one_sided.device_id, text="something else")
    dr.async_get(hass).async_update_device(one_sided.device_id, name_by_user="*Den*")
    result = await post(path, next_step_id="turned")
    assert (result["type"], result["reason"]) == ("abort", "not_done")
    assert "*Den*" in as_text(result["description_placeholders"]["message"])
    assert "turn_paper" in issues(hass)


async def test_without_its_account(one_sided: OneSided, post: Post) -> None:
    """The flow aborts if its account is not loaded."""
    hass, entry = one_sided.hass, one_sided.account
    await one_sided.print_fronts()
    issue_id = issues(hass)["turn_paper"].issue_id
    path = await begin(hass, post, "turn_paper")
    again = await begin(hass, post, "turn_paper")
    assert await hass.config_entries.async_unload(entry.entry_id)
    result = await post(handler=DOMAIN, issue_id=issue_id)
    assert (result["type"], result["reason"]) == ("abort", "account_not_loaded")
    for opened, step in ((path, "turned"), (again, "drop")):
        result = await post(opened, next_step_id=step)
        assert (result["type"], result["reason"]) == ("abort", "not_done")
    # It is there again with the account, and prints the other sides.
    assert await hass.config_entries.async_setup(entry.entry_id)
    await one_sided.advance(POLL)
    path = await begin(hass, post, "turn_paper")
    assert (await post(path, next_step_id="turned"))["type"] == "create_entry"
    assert len(one_sided.printed) == 2
    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == {}
