"""The notification of how many prints of an account wait for a person."""

from collections import Counter
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Final

from homeassistant.components import persistent_notification
from homeassistant.core import callback

from ..const import DOMAIN
from ..data import Account
from ..settings import CONF_TELL_WAITING
from ..spool.job import Job
from ..texts import get_common_texts

KINDS: Final[Mapping[str, Callable[[Job], bool]]] = {
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
    told = ""

    @callback
    def count(job: Job) -> None:
        waiting.pop(job.job_id, None)
        for kind in KINDS:
            if KINDS[kind](job):
                waiting[job.job_id] = kind, job.asked_at_once

    @callback
    def tell(*_: object) -> None:
        nonlocal told
        texts = get_common_texts(hass)
        counts = Counter(kind for kind, _ in set(waiting.values()))
        lines = [
            texts[f"common.waiting_{kind}{'_1' * (counts[kind] == 1)}"].format(
                count=counts[kind]
            )
            for kind in KINDS
            if counts[kind]
        ]
        message = "\n\n".join([*lines, texts["common.waiting_link"]] if lines else [])
        if message and message != told:
            title = texts["common.waiting_title"]
            persistent_notification.async_create(hass, message, title, notification_id)
        elif told and not message:
            persistent_notification.async_dismiss(hass, notification_id)
        told = message

    @callback
    def end() -> None:
        waiting.clear()
        tell()

    for job in (*store.open_jobs, *store.undecided_jobs):
        count(job)
    tell()
    entry.async_on_unload(store.async_add_listener(count))
    entry.async_on_unload(store.async_add_update_listener(tell))
    entry.async_on_unload(end)
