"""The panel that notifications lead to, for a member of the family, in a real browser.

With PAGE_PICTURES=folder, what is seen on the way is kept there.
"""

from dataclasses import dataclass
import os
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Locator, expect
import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .flows import add_part
from .log import our_errors, read_log
from .visitor import DESKTOP, PHONE_CHINESE, Look, Visitor, looks, visiting

_NARROW: Final = 320
"""Pixels: the smallest phones."""
_PASSWORD: Final = "mia's password"
_SHOW_NOTIFICATIONS: Final = """() => document.querySelector("home-assistant").shadowRoot
  .querySelector("home-assistant-main").dispatchEvent(new CustomEvent("hass-show-notifications"))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The names, and the panel's texts that the test looks for."""

    names: tuple[str, str]
    notification: str
    link: str
    look: str
    approve: str
    approved: str
    copies: str
    finished: str
    empty: str


ENGLISH: Final = Words(
    names=("Shopping", "Homework"),
    notification="2 prints wait for approval.",
    link="Look and decide",
    look="Look and decide: {name}",
    approve="Approve {name}",
    approved="approved by Cloud Print",
    copies="changed to 2 copies",
    finished="Finished",
    empty="Nothing is waiting for you.",
)
CHINESE: Final = Words(
    names=("买菜", "作业"),
    notification="2 个打印任务等待审批。",
    link="查看并处理",
    look="查看并审批“{name}”",
    approve="同意打印“{name}”",
    approved="Cloud Print已同意",
    copies="改为：2 份",
    finished="已完成",
    empty="没有等您处理的打印任务。",
)


async def _add_approver(home_assistant: HomeAssistant) -> None:
    """Let a member of the family approve each print of the owner."""
    created = await home_assistant.command(
        "config/auth/create", name="Mia", group_ids=["system-users"]
    )
    await home_assistant.command(
        "config/auth_provider/homeassistant/create",
        user_id=created["user"]["id"],
        username="mia",
        password=_PASSWORD,
    )
    owner = await home_assistant.command("auth/current_user")
    rule = {
        "name": "Each print",
        "who": [owner["id"]],
        "ask_above": 0,
        "approvers": [created["user"]["id"]],
    }
    made = (await add_part(home_assistant, "rule", rule)).steps[-1]
    assert made["type"] == "create_entry", made


async def _sign_in(visitor: Visitor) -> None:
    page = visitor.page
    await page.locator("input[name=username]").fill("mia")
    await page.locator("input[name=password]").fill(_PASSWORD)
    await page.locator("input[name=password]").press("Enter")


async def _look(visitor: Visitor, name: str | None = None) -> None:
    """Check the panel on a desk and on a phone, also on the smallest one."""
    await visitor.look_at_narrow_card(_NARROW)
    await visitor.look_at_card()
    width, height = visitor.look.size
    await visitor.page.set_viewport_size({"width": width, "height": height})
    if name is not None:
        await visitor.picture(name)


def _jobs(panel: Locator, heading: str) -> Locator:
    return panel.locator(f"cloudprint-card-queue.{heading} cloudprint-card-job")


@pytest.mark.browser
@looks((DESKTOP, ENGLISH), (PHONE_CHINESE, CHINESE))
async def test_panel(
    cloud: SimulatedCloud,
    home_assistant: HomeAssistant,
    look: Look,
    words: Words,
    tmp_path: Path,
) -> None:
    """A link to one print is followed through the login; what waits is decided on."""
    await home_assistant.command("config/core/update", language=look.language)
    devices = await add_account(home_assistant, cloud, cloud.printers[:1])
    await _add_approver(home_assistant)
    fields: dict[str, Any] = {"device_id": [*devices.values()], "text": "Milk"}
    jobs = [
        (await home_assistant.action("cloudprint.print", {"name": name, **fields}))
        for name in words.names
    ]
    job_id, other_id = [answer["jobs"][0]["job_id"] for answer in jobs]
    first, other = words.names
    pictures = Path(os.environ.get("PAGE_PICTURES", tmp_path / "pictures"))
    async with visiting(home_assistant, look, pictures) as visitor:
        visitor.place = "cloudprint-panel"
        page, panel = visitor.page, visitor.card
        await visitor.open(f"cloudprint?job={job_id}")
        await _sign_in(visitor)
        approval = panel.locator("cloudprint-card-approval")
        await expect(approval).to_have_count(1)
        assert page.url.endswith(f"/cloudprint?job={job_id}")
        await expect(_jobs(panel, "this_print")).to_contain_text([first])
        await expect(_jobs(panel, "questions")).to_contain_text([other])
        await expect(page.locator("ha-sidebar a[href='/cloudprint']")).to_have_count(0)
        await expect(panel.locator("ha-menu-button button").first).to_be_visible(
            visible=look.is_phone
        )
        await _look(visitor, "panel")

        # The notification leads to all that waits.
        await page.evaluate(_SHOW_NOTIFICATIONS)
        notification = page.locator("notification-drawer persistent-notification-item")
        await expect(notification).to_contain_text(words.notification)
        assert first not in await notification.inner_text()
        await notification.get_by_role("link", name=words.link).click()
        await expect(page).to_have_url(f"{home_assistant.url}/cloudprint")
        await page.keyboard.press("Escape")
        await expect(_jobs(panel, "questions")).to_have_count(2)
        await _look(visitor)

        # While the member looks at one, another one decides.
        await panel.get_by_role("button", name=words.look.format(name=first)).click()
        await expect(page).to_have_url(f"{home_assistant.url}/cloudprint?job={job_id}")
        await expect(approval).to_have_count(1)
        await home_assistant.action(
            "cloudprint.approve_job", {"job_id": job_id, "copies": 2}
        )
        decided = _jobs(panel, "this_print")
        await expect(decided).to_contain_text([first])
        await expect(decided).to_contain_text(words.approved)
        await expect(decided).to_contain_text(words.copies)
        await expect(decided).to_contain_text(words.finished)
        await _look(visitor)
        # What is opened is in the address, by the job that was asked about.
        await page.reload()
        await expect(decided).to_contain_text(words.finished)
        await page.go_back()
        await expect(page).to_have_url(f"{home_assistant.url}/cloudprint")
        await expect(decided).to_have_count(0)

        await panel.get_by_role("button", name=words.look.format(name=other)).click()
        await expect(page).to_have_url(
            f"{home_assistant.url}/cloudprint?job={other_id}"
        )
        await panel.get_by_role(
            "button", name=words.approve.format(name=other), exact=True
        ).click()
        await expect(decided).to_contain_text(words.finished)
        await visitor.open("cloudprint")
        await expect(panel).to_contain_text(words.empty)
        await page.evaluate(_SHOW_NOTIFICATIONS)
        await expect(page.locator("notification-drawer")).to_have_count(1)
        await expect(notification).to_have_count(0)
        assert visitor.problems == []
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(home_assistant.process.log)) == []
