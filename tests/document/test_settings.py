"""Tests of the settings for the conversion of documents."""

from dataclasses import asdict
import json

import pytest

from custom_components.cloudprint.document import RenderSettings, Scaling
from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
    CleanUp,
    PictureFit,
)


@pytest.mark.parametrize(
    "settings",
    [
        RenderSettings(),
        RenderSettings(scaling=Scaling.FIT, margins=(1.0, 2.0, 3.0, 4.0)),
        RenderSettings(
            arrange=ArrangeSettings(
                arrangement=Arrangement.GRID, size=(60.0, 40.0), fit=PictureFit.FILL
            ),
            clean_up=CleanUp.BLACK,
        ),
        RenderSettings(arrange=ArrangeSettings(per_sheet=4)),
    ],
)
def test_json(settings: RenderSettings) -> None:
    """The child process gets the same settings."""
    written = json.loads(json.dumps(asdict(settings)))
    assert RenderSettings.from_json(written) == settings
