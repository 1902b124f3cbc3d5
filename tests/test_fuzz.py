"""Property tests: any input of any action is carried out or refused with a message."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.arrange.settings import Arrangement
from custom_components.cloudprint.printing import sending
from custom_components.cloudprint.printing.reading import PRINT_FIELDS
from custom_components.cloudprint.source.resolving import CONTENT_FIELDS as CONTENTS
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from .actions import call, message_of
from .entities import device_id_of
from .hub import Hub
from .networks import resolve_names
from .samples import documents
from .simulator import Application, CloudSimulator, Printer

ANY_TEXT = st.text(st.characters())
WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.builds(lambda: 10**5000)
    | st.floats()
    | ANY_TEXT
    | st.sampled_from(["", " ", "\0", "\ud800", "x" * 100_000, "9" * 5000, "null"])
    | st.binary(max_size=3)
    | st.dates(),
    lambda items: (
        st.lists(items, max_size=3)
        | st.tuples(items)
        | st.dictionaries(ANY_TEXT | st.integers() | st.none(), items, max_size=3)
    ),
    max_leaves=5,
)
"""Values that no form sends, but a script may."""

STILL_WILD = WILD.filter(
    lambda value: isinstance(value, bytes | list | dict | type(None))
)
"""Any value that is not a duration, which a test would have to wait for."""

SEVERAL = st.lists(
    st.sampled_from(["printer", "colour", "printer"]), min_size=1, max_size=3
)
ONE_DEVICE = st.sampled_from(
    ["printer", "colour", "printer", "colour", "account", "foreign", "nobody"]
)
DEVICE = ONE_DEVICE | SEVERAL | st.lists(ONE_DEVICE, max_size=2)
"""Names of devices, which `House.ids` replaces."""

EDITS = st.fixed_dictionaries(
    {"file": st.just("media/a.png")},
    optional={
        "rotation": st.sampled_from([90, "180", 45]),
        "crop": st.sampled_from([[0, 0, 0.5, 1], [0.5, 0, 0.1, 1], "x"]),
        "corners": st.sampled_from([[[0, 0], [1, 0.1], [0.9, 1], [0.1, 0.9]], [[0]]]),
    },
)
FILES = st.lists(
    st.sampled_from(["media/a.png", "media/a.png", "media/a.txt", "media/no"]) | EDITS,
    max_size=3,
)
DESIGN: dict[str, st.SearchStrategy[Any]] = {
    "arrange": st.sampled_from([*map(str, Arrangement), "Grid", "circle"]),
    "pictures_per_sheet": st.sampled_from([2, "4", 16, 3]),
    "picture_size": st.sampled_from(
        ["1_inch", "6_inch", "4x6", "page", "60x40", "900x900", {"width": 50}]
    ),
    "picture_fit": st.sampled_from(["fit", "fill", "stretch"]),
    "clean_up": st.sampled_from(["color", "GREY", "black", "white"]),
}
CONTENT = st.one_of(
    st.fixed_dictionaries({"text": ANY_TEXT | st.integers() | st.floats()}),
    st.fixed_dictionaries({"html": ANY_TEXT}),
    st.fixed_dictionaries({"markdown": ANY_TEXT | st.integers()}),
    st.fixed_dictionaries(
        {
            "media": st.sampled_from(
                [
                    "media-source://media_source/local/a.png",
                    "media-source://camera/camera.door",
                    "media-source://tts/x",
                    {"media_content_id": "media-source://media_source/local/no"},
                ]
            )
            | ANY_TEXT
        }
    ),
    st.fixed_dictionaries(
        {
            "entity": st.sampled_from(
                ["todo.list", "camera.door", "light.hall", ["weather.home"]]
            )
            | ANY_TEXT
        }
    ),
    st.fixed_dictionaries(
        {
            "url": st.sampled_from(
                [
                    "https://example.com",
                    "http://example.com/a.pdf",
                    "http://192.168.1.1/",
                    "HTTPS://例子.example/菜单.docx?x=1#y",
                ]
            )
            | ANY_TEXT.map(lambda text: f"https://example.com/{text}")
            | ANY_TEXT.map(lambda text: f"http://{text}")
        }
    ),
    st.fixed_dictionaries(
        {
            "file": st.sampled_from(
                ["media/a.png", "media/a.txt", "media/no", "media/../a.txt", "media"]
            )
            | ANY_TEXT.map(lambda text: f"media/{text}")
        }
    ),
    st.fixed_dictionaries({"file": FILES}, optional=DESIGN),
    st.fixed_dictionaries(
        {
            "data": st.sampled_from(
                [b64encode(documents.docx()).decode(), "TWlsaw==", "TWlsaw", "JVBERi0="]
            )
            | st.binary().map(lambda data: b64encode(data).decode())
        },
        optional={
            "format": st.sampled_from(["TEXT", "html", "docx", ".PNG", "pdf", ""])
        },
    ),
)

NUMBERS = st.integers(-2, 20) | st.integers(0, 9).map(str) | st.floats(0, 20)
FLAG = st.booleans() | st.sampled_from(["on", "no", "1", 0, "maybe"])
TEXT = st.text(max_size=20) | st.integers() | ANY_TEXT

OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "copies": NUMBERS,
    "color": st.sampled_from(["color", "monochrome", "COLOR", "grey"]),
    "sides": st.sampled_from(["one_sided", "two_sided_long_edge", "TUMBLE", "both"]),
    "paper": st.sampled_from(["A4", "b5", "105x156", "11x17", "A0", "4x6 in"])
    | st.fixed_dictionaries({"width": NUMBERS, "height": NUMBERS}),
    "orientation": st.sampled_from(["portrait", "LANDSCAPE", "up"]),
    "quality": st.sampled_from(["draft", "low", "normal", "HIGH", "best"]),
    "collate": FLAG,
    "pages_per_sheet": NUMBERS,
    "page_ranges": st.text(st.sampled_from("0123456789-,，– "), max_size=8)
    | st.lists(st.sampled_from(("1", "2-3", "odd", "Even", "reverse")), max_size=3)
    | NUMBERS,
    "scale": NUMBERS | st.sampled_from(["AUTO", "90%", "x y"]),
    "dpi": st.sampled_from([300, 360, "600x600", "720 x 720", [360, 360], "fine"]),
    "margins": NUMBERS
    | st.dictionaries(
        st.sampled_from(["top", "bottom", "left", "right", "inner"]), NUMBERS
    ),
    **dict.fromkeys(["header", "footer", "watermark"], TEXT),
    **dict.fromkeys(["input_slot", "media_type"], TEXT),
    "fit_to_page": FLAG,
    "booklet": FLAG,
    "print_background": FLAG,
    "raw_options": st.fixed_dictionaries(
        {},
        optional={
            "repeats": st.integers(1, 9),
            "fullfill": st.booleans(),
            "labels": st.dictionaries(st.text(), st.text(), max_size=2),
            "copies": st.integers(1, 9999),
            "watermark": st.none(),
        },
    ),
}
NO_TIME = st.sampled_from([0, "0", "00:00:00", "00:00", {"seconds": 0}, 0.001])
CONTENT_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": TEXT,
    "show_date": FLAG,
    "password": TEXT,
    "encoding": st.sampled_from(["utf-8", "GBK", "base64", "latin"]) | TEXT,
    "headers": st.dictionaries(TEXT, TEXT, max_size=2),
    "page_options": st.dictionaries(
        st.sampled_from(["rows", "title", "count", "texts"]), TEXT | NUMBERS, max_size=2
    ),
    "days": NUMBERS,
    "first_day": NUMBERS,
    "completed": FLAG,
    "caption": FLAG,
    **DESIGN,
}
SUBMIT_OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXT,
    "hold": FLAG,
    "expires_in": NUMBERS
    | NO_TIME
    | st.sampled_from(["00:30:00", {"minutes": 1}, "x"]),
    "ignore_quiet_hours": FLAG,
    "idempotency_key": st.sampled_from(["a", "b", 1]) | TEXT,
    "wait": FLAG,
    "timeout": NO_TIME | st.sampled_from(["soon", -1, 10**6, {"x": 1}]),
    "dry_run": st.sampled_from([False, "off", None, True]),
    "skip_empty": FLAG,
    "on_behalf_of": st.sampled_from(["nobody", "", None, 1, []]) | TEXT,
}


@dataclass(repr=False)
class House:
    """A Home Assistant with two printers, and the jobs so far."""

    hass: HomeAssistant
    simulator: CloudSimulator
    application: Application
    account: MockConfigEntry
    printers: list[Printer]
    devices: dict[str, str]
    jobs: list[str] = field(default_factory=list)

    def ids(self, value: Any) -> Any:
        """Return the ids of named devices, and other values unchanged."""
        if isinstance(value, list):
            return [self.ids(item) for item in value]
        return self.devices.get(value, value) if isinstance(value, str) else value

    async def try_out(self, action: str, data: dict[Any, Any]) -> None:
        """Call an action, and compare the response with the printed jobs."""
        printed = len(self.simulator.printed)
        response: dict[str, Any] = {}
        error: HomeAssistantError | None = None
        try:
            response = await call(self.hass, action, data)
        except HomeAssistantError as err:
            message_of(err)
            error = err

        assert self.simulator.violations == []
        jobs = (await call(self.hass, "get_jobs", limit=20))["jobs"]
        new = [job for job in jobs if job["job_id"] not in self.jobs]
        sent = {job.task_id for job in self.simulator.printed[printed:]}
        assert sent == {job["task_id"] for job in new} - {None}
        if isinstance(error, ServiceValidationError):
            assert new == []
        if action in ("print", "reprint_job") and error is None:
            answered = response.get("jobs", [response])
            assert {job["job_id"] for job in new} <= {
                job.get("job_id") for job in answered
            }
        self.jobs += [job["job_id"] for job in new]

    async def bind_again(self) -> None:
        """Share removed printers again."""
        registry = dr.async_get(self.hass)
        if all(
            registry.async_get(self.devices[name]) for name in ("printer", "colour")
        ):
            return
        for printer in self.printers:
            self.simulator.bind(self.application, printer)
        await self.account.runtime_data.coordinator.async_refresh()
        for name, printer in zip(("printer", "colour"), self.printers, strict=True):
            self.devices[name] = device_id_of(self.hass, self.account, printer)


@pytest.fixture
async def fuzzed_house(
    hass: HomeAssistant, config_folder: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> House:
    """Set up printers, devices of other integrations, files, and no name service."""

    resolve_names(hass, monkeypatch)
    monkeypatch.setattr(sending, "DEFAULT_TIMEOUT", timedelta(0))
    (config_folder / "media/a.png").write_bytes(documents.picture("PNG"))
    (config_folder / "media/a.txt").write_text("Milk", encoding="utf-8")
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    registry = dr.async_get(hass)
    (service,) = (
        device
        for device in dr.async_entries_for_config_entry(registry, hub.account.entry_id)
        if device.entry_type is dr.DeviceEntryType.SERVICE
    )
    foreign = registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}
    )
    return House(
        hass=hass,
        simulator=hub.simulator,
        application=hub.application,
        account=hub.account,
        printers=[hub.printer, hub.colour_printer],
        devices={
            "printer": hub.device_id,
            "colour": hub.colour_id,
            "account": service.id,
            "foreign": foreign.id,
        },
    )


def fuzz(examples: int) -> settings:
    """Return the settings of a test that uses one house for all examples."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
        ],
    )


@fuzz(600)
@given(
    content=CONTENT,
    device=SEVERAL | ONE_DEVICE,
    more=st.one_of(st.just({}), st.fixed_dictionaries({}, optional=CONTENT_FIELDS)),
    options=st.fixed_dictionaries({}, optional=OPTIONS),
    submit_options=st.fixed_dictionaries({}, optional=SUBMIT_OPTIONS),
)
async def test_print(
    fuzzed_house: House,
    content: dict[str, Any],
    device: Any,
    more: dict[str, Any],
    options: dict[str, Any],
    submit_options: dict[str, Any],
) -> None:
    """Fields with values as a form sends them."""
    await fuzzed_house.try_out(
        "print",
        {
            **content,
            **more,
            **options,
            **submit_options,
            "device_id": fuzzed_house.ids(device),
        },
    )


@fuzz(500)
@given(
    content=CONTENT,
    device=DEVICE,
    options=st.lists(
        st.sampled_from(list(OPTIONS.items())).flatmap(
            lambda item: st.tuples(st.just(item[0]), item[1])
        ),
        max_size=1,
    ),
)
async def test_print_one_option(
    fuzzed_house: House,
    content: dict[str, Any],
    device: Any,
    options: list[tuple[str, Any]],
) -> None:
    """One option at a time, so that many of the examples print."""
    await fuzzed_house.try_out(
        "print", {**content, **dict(options), "device_id": fuzzed_house.ids(device)}
    )
    await fuzzed_house.bind_again()


@fuzz(600)
@given(
    fields=st.dictionaries(
        st.sampled_from([*PRINT_FIELDS, *PRINT_FIELDS, "x", "\ud800"]), WILD, max_size=2
    ),
    timeout=st.none() | STILL_WILD,
    key=st.sampled_from([None] * 20 + [1, 1.5, True, ("x",)]),
)
async def test_print_wildly(
    fuzzed_house: House, fields: dict[Any, Any], timeout: Any, key: Any
) -> None:
    """Anything in one or two fields of an otherwise valid print."""
    data: dict[Any, Any] = {"device_id": fuzzed_house.devices["printer"], **fields}
    if all(data.get(name) is None for name in CONTENTS):
        data = {"text": "x", **data}
    data["timeout"] = timeout
    # The simulator would report unknown options as violations.
    data["dry_run"] = data.get("dry_run") or "raw_options" in data
    if key is not None:
        data[key] = 1
    await fuzzed_house.try_out("print", data)


KNOWN_JOB = st.sampled_from(["first", "last"])
JOB = KNOWN_JOB | KNOWN_JOB | st.sampled_from(["nothing", ""]) | TEXT
REPRINT = {name: OPTIONS[name] for name in ("copies", "paper")}
OTHER_ACTIONS: dict[str, st.SearchStrategy[dict[Any, Any]]] = {
    "add_printer": st.fixed_dictionaries(
        {
            "config_entry_id": st.sampled_from(["entry", "entry", "x"]),
            "share_code": TEXT,
            "verification_code": TEXT,
        }
    ),
    "remove_printer": st.fixed_dictionaries({"device_id": DEVICE}),
    "get_capabilities": st.fixed_dictionaries({"device_id": DEVICE}),
    "get_jobs": st.fixed_dictionaries(
        {},
        optional={
            "config_entry_id": st.sampled_from(["entry", "x", ["entry", "entry"]]),
            "device_id": DEVICE,
            "state": st.sampled_from(["held", "FINISHED", ["failed", "queued"], "x"]),
            "limit": NUMBERS,
            "before": JOB,
        },
    ),
    "get_usage": st.fixed_dictionaries(
        {},
        optional={
            "device_id": DEVICE,
            "person": JOB,
            "start": st.sampled_from(["2026-11-01", "x", ""]) | TEXT,
            "end": st.dates() | NUMBERS,
        },
    ),
    "give_back_pages": st.fixed_dictionaries(
        {"job_id": JOB}, optional={"pages": NUMBERS, "note": TEXT}
    ),
    "cancel_job": st.fixed_dictionaries({"job_id": JOB}),
    "release_jobs": st.fixed_dictionaries({}, optional={"device_id": DEVICE}),
    "print_other_sides": st.fixed_dictionaries(
        {}, optional={"job_id": JOB, "device_id": DEVICE}
    ),
    "reprint_job": st.fixed_dictionaries({"job_id": JOB}, optional=REPRINT)
    | st.fixed_dictionaries({"device_id": DEVICE}, optional=REPRINT),
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[Any, Any]]:
    """Draw one of the other actions, sometimes with any value in a field."""
    action = draw(st.sampled_from([*OTHER_ACTIONS, "reprint_job", "reprint_job"]))
    data = draw(OTHER_ACTIONS[action])
    match draw(st.integers(0, 7)):
        case 0 | 1 if data:
            data[draw(st.sampled_from(list(data)))] = draw(WILD)
        case 2:
            data[draw(ANY_TEXT | st.integers() | st.none())] = draw(WILD)
    return action, data


@fuzz(800)
@given(calls())
async def test_other_actions(
    fuzzed_house: House, drawn: tuple[str, dict[Any, Any]]
) -> None:
    """Anything in any field of the other actions."""
    action, data = drawn
    if not fuzzed_house.jobs:
        await fuzzed_house.try_out(
            "print", {"device_id": fuzzed_house.devices["printer"], "text": "x"}
        )
    known = {
        "entry": fuzzed_house.account.entry_id,
        "first": fuzzed_house.jobs[0],
        "last": fuzzed_house.jobs[-1],
    }
    for name in ("config_entry_id", "job_id", "before"):
        value = data.get(name)
        if isinstance(value, str):
            data[name] = known.get(value, value)
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            data[name] = [known.get(item, item) for item in value]
    if "device_id" in data:
        data["device_id"] = fuzzed_house.ids(data["device_id"])

    await fuzzed_house.try_out(action, data)
    await fuzzed_house.bind_again()


def test_fuzzes_all_fields() -> None:
    """No field of an action is left out."""
    given = {*OPTIONS, *SUBMIT_OPTIONS, *CONTENT_FIELDS, *CONTENTS}
    assert given | {"device_id", "document", "format"} == set(PRINT_FIELDS)
