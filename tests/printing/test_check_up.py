"""Tests of the pages of the check-up, as the cloud receives them."""

import pytest

from custom_components.cloudprint.frontend import CHECK_UP_FOLDER
from custom_components.cloudprint.printing.check_up import async_print_probe
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.settings import Probe
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..waits import until

PAGE = (CHECK_UP_FOLDER / "page.pdf").read_bytes()
ADDRESS = "https://home.example/page.pdf"


@pytest.mark.parametrize(
    ("probe", "form", "content"),
    [
        (Probe.LANDSCAPE, ("HTML", "STRING"), b"size: 1123px 794px"),
        (Probe.TEXT, ("TEXT", "STRING"), "天地玄黄".encode()),
        (Probe.WEBP, ("HTML", "STRING"), b"data:image/webp;base64,"),
        (Probe.PDF, ("PDF", "BASE64"), PAGE),
        (Probe.PDF_URL, ("PDF", "URL"), ADDRESS.encode()),
    ],
)
async def test_pages(
    hass: HomeAssistant, hub: Hub, probe: Probe, form: tuple[str, str], content: bytes
) -> None:
    """Each probe has a page in the form that it is about."""
    hub.simulator.settings.extra_forms = {("PDF", "BASE64"), ("PDF", "URL")}
    printing = hass.async_create_task(
        async_print_probe(hass, AUTOMATION, hub.device_id, probe, ADDRESS)
    )
    await until(lambda: hub.simulator.printed or printing.done())
    (printed,) = hub.simulator.printed
    printing.cancel()
    assert (printed.task["mediaFormat"], printed.task["mediaSource"]) == form
    assert content in printed.content
