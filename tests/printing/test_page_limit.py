"""How many pages are printed before a person is asked."""

from dataclasses import replace

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.printing.page_limit import (
    ConfirmationNeededError,
    UnaskedLimit,
)
from custom_components.cloudprint.spool.job_parts import TaskOptions
from homeassistant.core import HomeAssistant

from ..spool.samples import CONTENT, make_job


async def test_only_what_was_confirmed_is_printed(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    """What a person has confirmed is printed, and nothing in its place."""
    job = make_job(entry_id=account.entry_id)
    limit = UnaskedLimit(hass=hass)
    with pytest.raises(ConfirmationNeededError) as asked:
        await limit.async_check([(job, CONTENT)])
    # How many pages a text has is unknown.
    assert asked.value.counted.pages is None

    confirmed = UnaskedLimit(hass=hass, confirmed=asked.value.counted)
    await confirmed.async_check([(job, CONTENT)])
    another = Content.from_string("Another letter", MediaFormat.TEXT)
    for submissions in (
        [(job, another)],
        [(replace(job, device_id="another"), CONTENT)],
        [(replace(job, task=TaskOptions(config={"copies": 2})), CONTENT)],
        [(job, CONTENT), (job, CONTENT)],
    ):
        with pytest.raises(ConfirmationNeededError) as asked:
            await confirmed.async_check(submissions)
        assert asked.value.counted is confirmed.counted
