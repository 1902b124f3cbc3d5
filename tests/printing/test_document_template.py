"""Templates of saved documents, within limits of time and size."""

from collections.abc import Callable
from pathlib import Path
from threading import enumerate as list_threads

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.printing import saved_document
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, TemplateError
from homeassistant.helpers.template import async_load_custom_templates
from tests.actions import call, refuses
from tests.benchmarks.process import watch

from ..hub import Hub
from ..subentries import add_subentry
from ..waits import until

type Save = Callable[[str], str]


@pytest.fixture
def save(hass: HomeAssistant, account: MockConfigEntry) -> Save:
    """Return a function that saves a template as a document, and returns its id."""

    def save(template: str) -> str:
        return add_subentry(hass, account, "document", "Sums", text=template)

    return save


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("  plain \n", "plain"),
        ("{ 1 }", "{ 1 }"),
        ("{{ states('sensor.door') }}", "open"),
        ("{{ states.sensor | list | count > 0 }} {{ now().year > 2000 }}", "True True"),
        ("{{ [1] + [2] }} {{ 'ab' * 3 }} {{ 3 * 'x' }}", "[1, 2] ababab xxx"),
        (
            "{{ 2 ** 10 }} {{ 1.5 * 2 }} {{ 2 ** -1 }} {{ 0.5 ** 2 }}",
            "1024 3.0 0.5 0.25",
        ),
        ("{{ 'a' + 'b' ~ (1 + 2) }}{{ 7 % 3 }}{{ 'a' | center(3) }}|", "ab31 a |"),
        ("{{ 'ab' * -1 }}{{ [] * 9 }}{{ 7 + 1.5 }}", "[]8.5"),
        ("{% from 'tools.jinja' import twice %}{{ twice(21) }}", "42"),
        ("{{ '1' * 262144 }}", "1" * 262_144),
    ],
)
async def test_rendered(
    hass: HomeAssistant,
    config_folder: Path,
    hub: Hub,
    save: Save,
    template: str,
    text: str,
) -> None:
    """A template has all that Home Assistant's templates have."""
    hass.states.async_set("sensor.door", "open")
    tools = config_folder / "custom_templates/tools.jinja"
    tools.parent.mkdir()
    tools.write_text("{% macro twice(value) %}{{ 2 * value }}{% endmacro %}")
    await async_load_custom_templates(hass)
    await call(hass, "print", document=save(template), device_id=hub.device_id)
    assert hub.simulator.printed[0].content.decode() == text


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 300000000 }}",
        "{{ 'a' | center(3000000) }}",
        "{{ 300000000 * [1] }}",
        "{% set text = 'a' * 300000000 %}",
        "{{ 10 ** (10 ** 10) }}",
        "{% set ns = namespace(n=10) %}"
        "{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
        "{% set ns = namespace(t='ab') %}"
        "{% for i in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
        "{% for i in range(100000) %}{{ i }} is a number. {% endfor %}",
    ],
)
async def test_too_large(
    hass: HomeAssistant, hub: Hub, save: Save, template: str
) -> None:
    """What would take much memory is refused, and the event loop does not wait."""
    document = save(template)
    async with watch() as watched:
        with refuses(
            "document_template_large",
            HomeAssistantError,
            document="Sums",
            limit="262144",
        ):
            await call(hass, "print", document=document, device_id=hub.device_id)
    assert watched.longest_block < 1
    assert hub.simulator.printed == []


async def test_too_slow(
    hass: HomeAssistant, hub: Hub, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template that does not end is ended, and the event loop does not wait."""
    monkeypatch.setattr(saved_document, "MAX_SECONDS", 1)
    endless = "{% for i in range(100000) %}" * 3 + "{% endfor %}" * 3
    document = save(endless)
    async with watch() as watched:
        with refuses("document_template_slow", HomeAssistantError, document="Sums"):
            await call(hass, "print", document=document, device_id=hub.device_id)
    assert watched.longest_block < 1
    assert hub.simulator.printed == []
    await until(
        lambda: all(thread.name != "cloudprint template" for thread in list_threads())
    )


@pytest.mark.parametrize("template", ["{% for %}", "{{ 1 +", "{{ 1 | nothing }}"])
def test_unreadable(hass: HomeAssistant, template: str) -> None:
    """A template that cannot be read is refused before it is saved; others are not run."""
    with pytest.raises(TemplateError):
        saved_document.check_template(hass, template)
    saved_document.check_template(hass, "{{ 1 / 0 }}")


@pytest.mark.parametrize(
    "template",
    [
        "{{ 1 / 0 }}",
        "{{ raise('x') }}",
        "{% for %}",
        "{{ nothing.more }}",
        "{{ [] + 1 }}",
    ],
)
async def test_faulty(hass: HomeAssistant, hub: Hub, save: Save, template: str) -> None:
    """A faulty template is an error with the document's name."""
    document = save(template)
    with refuses("document_template", HomeAssistantError, document="Sums"):
        await call(hass, "print", document=document, device_id=hub.device_id)
    assert hub.simulator.printed == []
