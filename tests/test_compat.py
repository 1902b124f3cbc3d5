"""Tests of the support of older releases, on any release."""

from unittest.mock import patch

import pytest
import voluptuous as vol

from custom_components.cloudprint.compat import SaneDurationSelector
from homeassistant.helpers.selector import DurationSelector


def test_duration_selector() -> None:
    """A valid duration passes; one that is too long for Home Assistant is refused."""
    selector = SaneDurationSelector()
    assert selector({"minutes": 5}) == {"minutes": 5}
    with (
        patch.object(DurationSelector, "__call__", side_effect=OverflowError),
        pytest.raises(vol.Invalid),
    ):
        selector({"hours": 10**9})
