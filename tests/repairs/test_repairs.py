"""Repair issues and their fix flows, through the frontend's API."""

from contextlib import closing
from datetime import timedelta
from html import escape
from pathlib import Path
import sqlite3
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from markdown_it import MarkdownIt
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.cloudprint import async_setup
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir

from ..actions import call, call_again
from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..simulator import CloudSimulator, Fault, Printer
from .fixing import Post, issues


async def print_without_answer(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    simulator: CloudSimulator,
    name: str,
) -> str:
    """Print with an unknown outcome, and return the job's id."""
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    response = await call(
        hass,
        "print",
        device_id=device_id_of(hass, account, printer),
        text=name,
        name=name,
    )
    (job,) = response["jobs"]
    assert job["state"] == "unconfirmed"
    await call_again(account)
    job_id: str = job["job_id"]
    return job_id


async def test_names_are_not_markdown(
    hass: HomeAssistant, hub: Hub, post: Post
) -> None:
    """Names of jobs and printers are shown literally, not as Markdown."""
    dr.async_get(hass).async_update_device(hub.device_id, name_by_user="<b>*Den*")
    name = "![1](https://example.com/x.png) \\ **_a_** `b` 牛奶"
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, name)
    issue_id = issues(hass)["jobs_unconfirmed"].issue_id
    given = (await post(handler=DOMAIN, issue_id=issue_id))["description_placeholders"]
    html = MarkdownIt("gfm-like", {"linkify": False}).render(
        f"{given['name']}, {given['printer']}"
    )
    assert html == f"<p>{escape(f'{name}, <b>*Den*')}</p>\n"


async def states(hass: HomeAssistant) -> dict[str, str]:
    """Return the states of all jobs by name."""
    jobs = (await call(hass, "get_jobs"))["jobs"]
    return {
        f"{job['name']}{' again' if job['reprint_of'] else ''}": job["state"]
        for job in jobs
    }


async def test_decide_on_unconfirmed_jobs(
    hass: HomeAssistant, hub: Hub, post: Post
) -> None:
    """Each job is asked about, oldest first, and only confirmed ones are reprinted."""
    hub.printer.life = ("SUBMITTED",)
    for name in ("one", "two", "three"):
        await print_without_answer(hass, hub.account, hub.printer, hub.simulator, name)
    issue = issues(hass)["jobs_unconfirmed"]

    form = await post(handler=DOMAIN, issue_id=issue.issue_id)
    path = f"/{form['flow_id']}"
    assert form["step_id"] == "jobs"
    assert form["description_placeholders"]["name"] == "one"
    assert form["description_placeholders"]["remaining"] == "3"

    form = await post(path, decision="printed")
    assert form["description_placeholders"]["name"] == "two"
    form = await post(path, decision="print_again")
    assert form["description_placeholders"]["name"] == "three"
    # The last one is not counted.
    assert form["step_id"] == "job"
    assert form["errors"] == {}
    assert (await post(path, decision="forget"))["type"] == "create_entry"

    assert "jobs_unconfirmed" not in issues(hass)
    assert await states(hass) == {
        "one": "finished",
        "two": "unconfirmed",
        "two again": "submitted",
        "three": "unconfirmed",
    }
    assert [
        hub.simulator.times_printed(name=name) for name in ("one", "two", "three")
    ] == [
        1,
        2,
        1,
    ]

    # The decisions are stored.
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert "jobs_unconfirmed" not in issues(hass)


async def test_no_answer(hass: HomeAssistant, hub: Hub, post: Post) -> None:
    """Without an answer, nothing is decided, and the same job is asked about."""
    hub.printer.life = ("SUBMITTED",)
    for name in ("one", "two"):
        await print_without_answer(hass, hub.account, hub.printer, hub.simulator, name)
    form = await post(
        handler=DOMAIN, issue_id=issues(hass)["jobs_unconfirmed"].issue_id
    )
    # The frontend preselects the first option of a required one.
    (field,) = form["data_schema"]
    assert not field["required"]
    form = await post(f"/{form['flow_id']}")
    assert form["errors"] == {"decision": "no_answer"}
    assert form["description_placeholders"]["name"] == "one"
    assert set((await states(hass)).values()) == {"unconfirmed"}


async def test_undecided_jobs_are_asked_about_after_a_restart(
    hass: HomeAssistant, hub: Hub
) -> None:
    """The issue survives a restart, until it is fixed or the account is removed."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert "jobs_unconfirmed" in issues(hass)
    await hass.config_entries.async_remove(hub.account.entry_id)
    assert "jobs_unconfirmed" not in issues(hass)


async def test_answered_in_two_windows(
    hass: HomeAssistant, hub: Hub, post: Post
) -> None:
    """Two answers to the same question print once."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    issue_id = issues(hass)["jobs_unconfirmed"].issue_id
    first, second = [await post(handler=DOMAIN, issue_id=issue_id) for _ in range(2)]
    for form in (first, second):
        answer = await post(f"/{form['flow_id']}", decision="print_again")
        assert answer["type"] == "create_entry"
    assert hub.simulator.times_printed(name="one") == 2


async def test_what_cannot_be_printed_again(
    hass: HomeAssistant,
    post: Post,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
) -> None:
    """A deleted document is reported, and the issue remains."""
    account = await set_up_account(content_days=0)
    await print_without_answer(hass, account, printer, simulator, "one")
    await hass.async_block_till_done(wait_background_tasks=True)
    hass.config.language = "zh-Hans"
    form = await post(
        handler=DOMAIN, issue_id=issues(hass)["jobs_unconfirmed"].issue_id
    )
    form = await post(f"/{form['flow_id']}", decision="print_again")
    assert form["errors"] == {"decision": "cannot_print_again"}
    (field,) = form["data_schema"]
    assert field["description"] == {"suggested_value": "print_again"}
    assert "文档已不再保留" in form["description_placeholders"]["message"]
    assert "jobs_unconfirmed" in issues(hass)
    assert simulator.times_printed(name="one") == 1


async def test_account_not_loaded(hass: HomeAssistant, hub: Hub, post: Post) -> None:
    """The flow aborts if its account is not loaded."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    form = await post(
        handler=DOMAIN, issue_id=issues(hass)["jobs_unconfirmed"].issue_id
    )
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    form = await post(f"/{form['flow_id']}", decision="print_again")
    assert (form["type"], form["reason"]) == ("abort", "account_not_loaded")


async def test_token_contention(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, hub: Hub
) -> None:
    """Too many renewals caused by another client open an issue."""
    coordinator = hub.data.coordinator
    for number in range(6):
        assert "token_contention" not in issues(hass), number
        hub.simulator.another_client_signs_in(hub.application)
        before = hub.simulator.count("getToken")
        await coordinator.async_refresh()
        assert coordinator.last_update_success
        assert hub.simulator.count("getToken") == before + 1
        freezer.tick(60)
    issue = issues(hass)["token_contention"]
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["count"] == "6"
    assert not issue.is_fixable

    freezer.tick(timedelta(hours=1, minutes=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "token_contention" not in issues(hass)


async def test_damaged_journal(
    hass: HomeAssistant,
    config_folder: Path,
    post: Post,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """A damaged journal is reported until it is confirmed; printing continues."""
    journal = config_folder / ".storage/cloudprint/journal.db"
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"not a database at all" * 1000)
    account = await set_up_account()
    issue = issues(hass)["journal_damaged"]
    assert issue.translation_placeholders is not None
    assert Path(issue.translation_placeholders["path"]).exists()
    assert issue.is_persistent

    await call(hass, "print", device_id=device_id_of(hass, account, printer), text="x")
    form = await post(handler=DOMAIN, issue_id=issue.issue_id)
    assert form["step_id"] == "confirm"
    assert (await post(f"/{form['flow_id']}"))["type"] == "create_entry"
    assert "journal_damaged" not in issues(hass)


async def test_damaged_journal_without_accounts(
    hass: HomeAssistant,
    config_folder: Path,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """The last account's removal deletes all journals, including damaged ones."""
    folder = config_folder / ".storage/cloudprint"
    folder.mkdir(parents=True)
    for suffix in ("", "-wal"):
        (folder / f"journal.db{suffix}").write_bytes(b"a letter to Anna" * 1000)
    account = await set_up_account()
    other = MockConfigEntry(domain=DOMAIN, disabled_by=ConfigEntryDisabler.USER)
    other.add_to_hass(hass)
    for entry in (account, other):
        assert "journal_damaged" in issues(hass)
        assert list(folder.glob("*damaged*"))
        await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == {}
    assert not [path for path in folder.glob("*") if b"Anna" in path.read_bytes()]


async def test_jobs_that_cannot_be_read(
    hass: HomeAssistant, config_folder: Path, hub: Hub, set_up_account: SetUpAccount
) -> None:
    """Jobs of a newer version are kept, and reported while they exist."""
    for text in ("one", "two", "three"):
        await hub.print(text=text)
    assert "jobs_unreadable" not in issues(hass)
    await hass.config_entries.async_unload(hub.account.entry_id)
    journal = hass.data[JOURNAL]
    await journal.async_close()
    path = config_folder / ".storage/cloudprint/journal.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE jobs SET state = 'paused', record ="
            " json_set(record, '$.state', 'paused') WHERE sequence <= 2"
        )
    # Like the next start
    await async_setup(hass, {})
    await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    issue = issues(hass)["jobs_unreadable"]
    assert issue.translation_placeholders == {"count": "2"}
    assert not issue.is_fixable
    diagnostics = await async_get_config_entry_diagnostics(hass, hub.account)
    assert diagnostics["journal"]["unreadable_jobs"] == 2
    assert len(diagnostics["journal"]["recent_jobs"]) == 1
    # The last account's removal deletes them.
    await hass.config_entries.async_remove(hub.account.entry_id)
    assert issues(hass) == {}
    # A new account has none.
    new = await set_up_account()
    await hass.config_entries.async_setup(new.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "jobs_unreadable" not in issues(hass)


async def test_rejected_key(hass: HomeAssistant, hub: Hub) -> None:
    """A rejected key is an issue of Home Assistant itself, until it is replaced."""
    issue_id = f"config_entry_reauth_cloudprint_{hub.account.entry_id}"
    registry = ir.async_get(hass)
    right_key, hub.application.app_key = hub.application.app_key, "f" * 32
    hub.simulator.kill_tokens()
    for _ in range(2):
        await hub.refresh()
    await hass.async_block_till_done()
    issue = registry.async_get_issue("homeassistant", issue_id)
    assert issue
    assert issue.issue_domain == DOMAIN
    # There is no second issue of this integration.
    assert issues(hass) == {}

    hub.application.app_key = right_key
    (flow,) = hass.config_entries.flow.async_progress()
    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"app_key": right_key}
    )
    await hass.async_block_till_done()
    assert registry.async_get_issue("homeassistant", issue_id) is None
    assert hub.account.state is ConfigEntryState.LOADED


async def test_account_disabled(hass: HomeAssistant, hub: Hub) -> None:
    """A disabled account has no issues; a reload keeps an issue ignored."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    issue_id = issues(hass)["jobs_unconfirmed"].issue_id
    ir.async_ignore_issue(hass, DOMAIN, issue_id, True)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert issues(hass)["jobs_unconfirmed"].dismissed_version
    for disabler in (ConfigEntryDisabler.USER, None):
        await hass.config_entries.async_set_disabled_by(hub.account.entry_id, disabler)
        assert ("jobs_unconfirmed" in issues(hass)) is (disabler is None)


async def test_ignored_issue(hass: HomeAssistant, hub: Hub) -> None:
    """An ignored issue stays ignored until there is another unconfirmed job."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    issue_id = issues(hass)["jobs_unconfirmed"].issue_id
    ir.async_ignore_issue(hass, DOMAIN, issue_id, True)
    await hub.print(text="prints")
    assert issues(hass)["jobs_unconfirmed"].dismissed_version
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "two")
    assert not issues(hass)["jobs_unconfirmed"].dismissed_version


async def test_account_disabled_while_the_service_is_away(
    hass: HomeAssistant, hub: Hub
) -> None:
    """Disabling an account deletes its issues, also if it could not be set up."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    with patch.object(Journal, "async_last_jobs", side_effect=JournalError("away")):
        assert not await hass.config_entries.async_reload(hub.account.entry_id)
    assert "jobs_unconfirmed" in issues(hass)
    await hass.config_entries.async_set_disabled_by(
        hub.account.entry_id, ConfigEntryDisabler.USER
    )
    assert issues(hass) == {}
