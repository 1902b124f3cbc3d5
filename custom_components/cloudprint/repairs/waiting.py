"""The notification of how many prints of an account wait for a person."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Final

from homeassistant.components.persistent_notification import async_create, async_dismiss
from homeassistant.core import callback

from ..const import DOMAIN
from ..data import Account
from ..settings import CONF_TELL_WAITING
from ..spool.job import Job
from ..texts import get_common_texts

WAITED_FOR: Final[Mapping[str, Callable[[Job], bool]]] = {
    "approval": attrgetter("needs_approval"),
    "paper": attrgetter("can_release_back_pass"),
    "answer": attrgetter("awaits_decision"),
}
"""What prints wait for, with the ends of the keys of their texts."""


@callback
def async_track_waiting(account: Account) -> None:
    """Tell how many prints wait, until the account is unloaded.

    All users see the notification, so it names neither people nor what is printed.
    """
    hass, entry, store = account.hass, account.entry, account.store
    if not entry.options.get(CONF_TELL_WAITING, True):
        return
    notification_id = f"{DOMAIN}_waiting_{entry.entry_id}"
    waiting = dict[str, tuple[str, object]]()
    shown = ""

    @callback
    def count(job: Job) -> None:
        waiting.pop(job.job_id, None)
        for kind, waits in WAITED_FOR.items():
            if waits(job):
                waiting[job.job_id] = kind, job.asked_at_once

    @callback
    def show(*_: object) -> None:
        nonlocal shown
        if not waiting and not shown:
            # As for most prints, whose every update comes here
            return
        texts = get_common_texts(hass)
        counts = Counter(kind for kind, _ in set(waiting.values()))
        lines = [
            texts[f"common.waiting_{kind}{'_1' * (counts[kind] == 1)}"].format(
                count=counts[kind]
            )
            for kind in WAITED_FOR
            if counts[kind]
        ]
        if lines:
            lines.append(texts["common.waiting_link"].format(url=f"/{DOMAIN}"))
        message = "\n\n".join(lines)
        if message == shown:
            return
        shown = message
        if message:
            async_create(hass, message, texts["common.waiting_title"], notification_id)
        else:
            async_dismiss(hass, notification_id)

    for job in (*store.open_jobs, *store.undecided_jobs):
        count(job)
    show()
    # After the listeners are removed
    entry.async_on_unload(partial(async_dismiss, hass, notification_id))
    entry.async_on_unload(store.async_add_listener(count))
    entry.async_on_unload(store.async_add_update_listener(show))
