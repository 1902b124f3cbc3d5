"""The card's TypeScript types, checked against what the integration answers.

The test writes real answers, errors and enums as TypeScript expressions and compiles them
with the card's own compiler. `tests/test_card.py` covers how the card is served.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
import json
import os
from pathlib import Path
import re
import subprocess
from typing import Any, Final

from PIL import Image, ImageDraw
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.card_api import UploadView
from custom_components.cloudprint.document.arrange.settings import (
    ID_PHOTO_SIZES,
    PER_SHEET,
    PHOTO_SIZES,
    Arrangement,
    CleanUp,
    PictureFit,
)
from custom_components.cloudprint.document.errors import MAX_SOURCE_BYTES
from custom_components.cloudprint.document.formats import ENDINGS
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
)
from custom_components.cloudprint.printing.capability_check import CHOICES
from custom_components.cloudprint.printing.jobs import DECISIONS
from custom_components.cloudprint.printing.preview import SHEET
from custom_components.cloudprint.printing.saved_document import KINDS
from custom_components.cloudprint.source.files import UPLOAD
from custom_components.cloudprint.source.upload import NAME_HEADER
from custom_components.cloudprint.spool.job import FINAL_STATES, Cause, JobState, Reason
from custom_components.cloudprint.spool.job_parts import PaperSide
from homeassistant.components.websocket_api import DOMAIN as WEBSOCKET_API
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..actions import call_again
from ..entities import device_id_of, entity_id_of, state_of
from ..package import ROOT
from ..printing.test_saved_documents import save
from ..rules import add_rule
from ..samples import documents
from ..samples.pdf_files import PASSWORD, encrypted, text as pdf_text
from ..samples.pictures import saved
from ..simulator import CloudSimulator, Fault, Printer
from .conftest import Browse, Browser

CARD: Final = ROOT / "card"
COMPILER: Final = CARD / "node_modules/.bin/tsc"

HEADER: Final = f"""
import type {{
  Approval, Cause, ChoiceOption, CommandError, Commands, Decision, DocumentKind, InputTray, Job, JobsEvent, JobState,
  JobWarning, OutputTray, PaperSide, Printer, PrinterStatus, Reason,
}} from "{CARD}/src/backend.js";
import type {{ Arrange, CleanUp, PictureFit }} from "{CARD}/src/backend.js";
import type {{ Design }} from "{CARD}/src/design.js";
import type {{ MAX_BYTES }} from "{CARD}/src/files.js";
import type {{ FINAL_STATES }} from "{CARD}/src/jobs.js";
import type {{ TextKey }} from "{CARD}/src/texts/index.js";
import type {{ NAME_HEADER }} from "{CARD}/src/core/uploads.js";
import type {{ Upload, UPLOAD_URL, UploadError }} from "{CARD}/src/upload.js";

export type Extends<One, Other> = [One] extends [Other] ? true : false;
export type Equal<One, Other> = Extends<One, Other> & Extends<Other, One>;
export type Keys<Union> = Union extends unknown ? keyof Union : never;
type Worded = Exclude<ChoiceOption, "paper">;
export type ChoiceText = {{
  [Option in Worded]: `${{Option}}_${{NonNullable<Printer["defaults"][Option]>}}`
}}[Worded];
export type Unused =
  | Approval | Cause | CommandError | Commands | Decision | DocumentKind | InputTray | Job | JobsEvent | JobState
  | JobWarning | OutputTray | PaperSide | Printer | PrinterStatus | Reason | TextKey | Upload
  | UploadError | typeof FINAL_STATES | typeof MAX_BYTES | typeof NAME_HEADER
  | typeof UPLOAD_URL
  | Arrange | CleanUp | Design | PictureFit;
"""

TEXTS: Final = (
    "state_${JobState}",
    "reason_${Reason}",
    "cause_${Cause}",
    "status_${PrinterStatus}",
    "${ChoiceText}",
    "decide_${Decision}",
    "decide_${Decision}_job",
    "warning_${JobWarning}",
    "arrange_${Arrange}",
    "clean_up_${Design['cleanUp']}",
    "fit_${PictureFit}",
    "size_${Design['photoSize']}",
    "size_${Design['idPhotoSize']}",
)
"""Keys of the texts that the card has for each value."""


@pytest.fixture
def compiler() -> Path:
    """Return the card's compiler. Without Node.js, skip, but never in CI."""
    if not COMPILER.exists():
        if "CI" in os.environ:
            pytest.fail("the card's compiler is missing: run scripts/build-card")
        pytest.skip("the card's compiler is missing: run scripts/build-card")
    return COMPILER


def compile_lines(
    compiler: Path, folder: Path, **files: list[str]
) -> dict[str, dict[int, str]]:
    """Compile files of one expression per line; return the errors by line, from 0."""
    for name, lines in files.items():
        code = "\n".join((*lines, HEADER))
        (folder / f"{name}.ts").write_text(code, encoding="utf-8")
    config = {
        "extends": str(CARD / "tsconfig.json"),
        "compilerOptions": {"types": []},
        "include": ["*.ts"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [compiler, "--pretty", "false"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    errors: dict[str, dict[int, str]] = {name: {} for name in files}
    # Further lines of an error are indented.
    for error in re.split(r"\n(?! )", done.stdout.strip()):
        found = re.match(r"(\w+)\.ts\((\d+),", error)
        # Otherwise, the error is in the card itself or in the configuration.
        assert found, error
        name, index = found[1], int(found[2]) - 1
        assert index < len(files[name]), error
        errors[name][index] = f"{error}\n  {files[name][index]:.400}"
    return errors


def satisfies(kind: str, value: object) -> str:
    """Return an expression that is wrong unless a value has a type, without other fields."""
    return f"({json.dumps(value)} satisfies {kind});"


def union(values: Iterable[str]) -> str:
    """Return the type of texts that are one of these."""
    return " | ".join(map(json.dumps, values)) or "never"


def equals(kind: str, values: Iterable[str]) -> str:
    """Return an expression that is wrong unless a type is exactly one of these texts."""
    return f"true satisfies Equal<{kind}, {union(values)}>;"


def accepts(command: str, names: Iterable[str]) -> str:
    """Return an expression that is wrong if the card sends a command other fields."""
    sent = f'Keys<Commands["{command}"]["fields"]>'
    return f"true satisfies Extends<{sent}, {union(names)}>;"


@dataclass
class Recorder:
    """Sends commands as the card does, and notes what has to hold of each."""

    browser: Browser
    commands: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    async def ask(self, name: str, /, **fields: Any) -> Any:
        """Return the answer to a command with the fields that the card sends."""
        command = f"cloudprint/{name}"
        answer = await self.browser.ask(name, **fields)
        self.commands.add(command)
        self.lines += (
            satisfies(f'Commands["{command}"]["fields"]', fields),
            satisfies(f'Commands["{command}"]["answer"]', answer),
        )
        return answer

    async def print(self, **fields: Any) -> dict[str, Any]:
        """Return the job of a print, which the card sends with a key of its own."""
        key = str(len(self.lines))
        answer = await self.ask("print", **fields, idempotency_key=key)
        job: dict[str, Any] = answer["jobs"][0]
        return job

    async def refused(self, name: str, /, **fields: Any) -> Mapping[str, Any]:
        """Return the error of a command."""
        await self.browser.send(name, **fields)
        error: dict[str, Any] = (await self.browser.socket.receive_json())["error"]
        self.lines.append(satisfies("CommandError", error))
        return error

    async def upload(self, data: bytes, name: str) -> str:
        """Upload a file; return its id."""
        answer = await (await self.browser.upload(data, name)).json()
        self.lines.append(satisfies("Upload", answer))
        upload_id: str = answer["upload_id"]
        return upload_id

    async def read_event(self) -> None:
        """Read the next event of the job feed."""
        message = await self.browser.socket.receive_json()
        self.lines.append(satisfies("JobsEvent", message["event"]))


def create_photo() -> bytes:
    """Return a photo of a page on a table."""
    image = Image.new("RGB", (400, 300), (60, 50, 40))
    ImageDraw.Draw(image).polygon([(60, 40), (320, 60), (350, 250), (40, 270)], "white")
    return saved(image, "PNG")


async def choose_defaults(
    hass: HomeAssistant, account: MockConfigEntry, printer: Printer
) -> None:
    """Select a value other than "Printer's default" in each default entity."""
    for option in ("paper", *CHOICES):
        state = state_of(hass, account, Platform.SELECT, option, printer)
        await hass.services.async_call(
            "select",
            "select_option",
            {"entity_id": state.entity_id, "option": state.attributes["options"][1]},
            blocking=True,
        )
    copies = entity_id_of(hass, account, Platform.NUMBER, "copies", printer)
    await hass.services.async_call(
        "number", "set_value", {"entity_id": copies, "value": 2}, blocking=True
    )


@pytest.mark.usefixtures("enabled_entities")
async def test_card_agrees_with_integration(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    printer: Printer,
    colour_printer: Printer,
    simulator: CloudSimulator,
    owner: Browser,
    browse: Browse,
    compiler: Path,
    tmp_path: Path,
) -> None:
    """Commands, fields, records, errors and enums are the same on both sides."""
    recorder = Recorder(owner)
    ask, lines = recorder.ask, recorder.lines
    target = {"device_id": device_id}

    await choose_defaults(hass, account, colour_printer)
    printers = (await ask("printers"))["printers"]
    assert sorted(len(each["defaults"]) for each in printers) == [0, len(CHOICES) + 2]
    (one,) = (await ask("printers", device_id=[device_id]))["printers"]
    assert one in printers
    document_id = save(hass, account, "Note", text="Hello")
    picture_id = await recorder.upload(documents.picture("PNG"), "a.png")
    kept = await ask(
        "documents/save", name="Card", upload=picture_id, **target, copies=2
    )
    assert kept["document"] in (await ask("documents"))["documents"]

    # Printing
    refusal = await owner.upload(b"", "empty")
    assert refusal.status == HTTPStatus.BAD_REQUEST
    recorder.lines.append(satisfies("UploadError", await refusal.json()))
    upload = {"upload": await recorder.upload(documents.picture("PNG"), "a.png")}
    await ask("preview", sheet=1, **target, **upload)
    await ask("corners", **upload)
    await ask("thumbnail", **upload)
    await ask("thumbnail", **upload, size=300)
    photo = {"upload": await recorder.upload(create_photo(), "photo.png")}
    assert (await ask("corners", **photo))["corners"]
    await recorder.print(**target, **upload, color="monochrome", page_ranges="1")
    await ask("preview", sheet=1, **target, document=document_id, copies=2)
    await recorder.print(**target, document=document_id, copies=2)
    written = {"markdown": "# x", "name": "x"}
    assert (await ask("preview", sheet=1, **target, **written))["layout"]
    await recorder.print(**target, **written)
    assert (await ask("pages", language="en"))["pages"]
    chart = {"page": "chart", "page_options": {"rows": ["x"], "title": "y"}}
    assert (await ask("preview", sheet=1, **target, **chart))["layout"]
    await recorder.print(**target, **chart)
    item = {"crop": [0, 0, 0.5, 1], "rotation": 90}
    corners = {"corners": [[0.1, 0], [0.9, 0], [1, 1], [0, 1]]}
    design: dict[str, Any] = {
        "upload": [
            {
                "upload": await recorder.upload(documents.picture("PNG"), "a.png"),
                **edits,
            }
            for edits in (item, corners)
        ],
        "arrange": "grid",
        "pictures_per_sheet": 2,
        "picture_fit": "fill",
        "clean_up": "grey",
    }
    assert (await ask("preview", sheet=1, **target, **design))["sheets"]
    await recorder.print(**target, **design)
    letter = {"upload": await recorder.upload(b"plain text", "letter.txt")}
    await ask("preview", sheet=1, **target, **letter, encoding="GB18030")
    encrypted_id = await recorder.upload(encrypted("aes-256"), "a.pdf")
    await ask("preview", sheet=1, **target, upload=encrypted_id, password=PASSWORD)

    # Jobs in several states
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    unconfirmed = await recorder.print(**target, text="x", name="x")
    await call_again(account)
    printer.online_status = "0"
    await account.runtime_data.coordinator.async_refresh()
    held = [await recorder.print(**target, text="x", name="x") for _ in range(2)]
    page = await ask("jobs/list", **target, state=list(JobState), limit=10)
    assert {job["state"] for job in page["jobs"]} >= {"held", "unconfirmed"}
    await ask("jobs/list", state=["held"], before=held[1]["job_id"], limit=1)
    await ask("jobs/cancel", job_id=held[0]["job_id"])
    colour_id = device_id_of(hass, account, colour_printer)
    await ask("jobs/move", job_id=held[1]["job_id"], device_id=colour_id)
    await ask("jobs/release", device_id=[device_id])
    printer.online_status = "1"
    await account.runtime_data.coordinator.async_refresh()
    await ask("jobs/reprint", job_id=held[0]["job_id"])
    fields = {"job_id": unconfirmed["job_id"], "decision": "print_again"}
    assert "again" in await ask("jobs/decide", **fields)

    # Both sides by hand
    printer.report(supportedSides=["ONESIDE"])
    await account.runtime_data.capabilities.async_fetch(device_id)
    await ask("trays", **target, output="face_up", input="upper_side")
    assert any(each["trays"] for each in (await ask("printers"))["printers"])
    printer.step_seconds = 0
    pages = {"upload": await recorder.upload(pdf_text(2), "a.pdf")}
    front = await recorder.print(**target, **pages, sides="two_sided_long_edge")
    assert front["side"] == "front"
    for job in account.runtime_data.store.open_jobs:
        if job.state.is_task:
            await account.runtime_data.spooler.async_wait(job)
    await ask("jobs/turned", job_id=front["job_id"])

    # Approval
    await ask("usage")
    child = await browse({"all": True})
    add_rule(
        hass, account, users=[child.user.id], color="ask", pages_a_day=9, ask_above=1
    )
    others = Recorder(child, recorder.commands, lines)
    (ruled, _) = (await others.ask("printers"))["printers"]
    assert ruled["rule"]
    copies: dict[str, Any] = {"markdown": "# x", "name": "x", "copies": 2}
    preview = await others.ask("preview", sheet=1, **target, **copies)
    assert preview["policy"]["asks"]
    asked = [await others.print(**target, **copies) for _ in range(2)]
    page = await ask("jobs/list", **target, state=["held"], limit=10)
    assert all(job["approval"] for job in page["jobs"])
    await ask("jobs/preview", job_id=asked[0]["job_id"], sheet=1)
    changes = {"color": "monochrome", "sides": "one_sided", "copies": 1}
    await ask("jobs/approve", job_id=asked[0]["job_id"], **changes)
    (given, changed) = (await ask("jobs/get", job_id=asked[0]["job_id"]))["jobs"]
    assert (given["approval"]["changes"], changed["reason"]) == (changes, "changed")
    await ask("jobs/deny", job_id=asked[1]["job_id"], message="No")

    # Commands and their fields
    accepted = {}
    commands = [
        command
        for command in hass.data[WEBSOCKET_API]
        if command.startswith("cloudprint/")
    ]
    lines.append(equals("keyof Commands", commands))
    for command in commands:
        error = await recorder.refused(command.partition("/")[2], nonsense=1)
        names = error["translation_placeholders"]["supported"].split(", ")
        accepted[command] = list(filter(None, names))
        if command in ("cloudprint/print", "cloudprint/preview"):
            accepted[command].append(UPLOAD)
        if command == "cloudprint/preview":
            accepted[command].append(SHEET)
        lines.append(accepts(command, accepted[command]))

    await ask("jobs/subscribe", **target, limit=20)
    await recorder.read_event()
    assert recorder.commands == set(commands)

    # Enums, texts and limits
    status = state_of(hass, account, Platform.SENSOR, "status", printer)
    lines += (
        equals("JobState", JobState),
        equals("(typeof FINAL_STATES)[number]", FINAL_STATES),
        equals("Reason", Reason),
        equals("Cause", Cause),
        equals("Approval['state']", ("needed", "given", "denied")),
        equals("PrinterStatus", status.attributes["options"]),
        equals("Decision", DECISIONS),
        equals("OutputTray", OutputTray),
        equals("InputTray", InputTray),
        equals("PaperSide", PaperSide),
        equals("DocumentKind", KINDS),
        equals("Arrange", Arrangement),
        equals("CleanUp", CleanUp),
        equals("PictureFit", PictureFit),
        equals("`${Design['perSheet']}`", map(str, PER_SHEET)),
        equals("Design['photoSize']", (*PHOTO_SIZES, "page")),
        equals("Design['idPhotoSize']", ID_PHOTO_SIZES),
        *(
            equals(f'Printer["{choice.plural}"][number]', choice.words)
            for choice in CHOICES.values()
        ),
        equals("typeof UPLOAD_URL", [UploadView.url]),
        equals("typeof NAME_HEADER", [NAME_HEADER]),
        f"true satisfies Equal<typeof MAX_BYTES, {MAX_SOURCE_BYTES}>;",
        *(f"true satisfies Extends<`{key}`, TextKey>;" for key in TEXTS),
    )

    # Each line of `wrong` has to be an error, which proves that the others are checked.
    job = page["jobs"][0]
    wrong = [
        *(
            satisfies("Job", {key: job[key] for key in job if key != left_out})
            for left_out in job
        ),
        satisfies("Job", {**job, "new_field": 1}),
        satisfies("Job", {**job, "state": "melting"}),
        satisfies("Job", {**job, "reason": "boredom"}),
        equals("JobState", [*JobState, "melting"]),
        equals("JobState", list(JobState)[1:]),
        equals("Reason", list(Reason)[1:]),
        equals("keyof Commands", [*commands[1:], f"{commands[0]}_renamed"]),
        accepts("cloudprint/jobs/list", accepted["cloudprint/jobs/list"][2:]),
        "true satisfies Extends<`state_${JobState}_x`, TextKey>;",
    ]
    errors = compile_lines(compiler, tmp_path, right=lines, wrong=wrong)
    assert not errors["right"], "\n".join(errors["right"].values())
    assert errors["wrong"].keys() == set(range(len(wrong)))


def test_file_endings() -> None:
    """The card accepts the endings of all formats that can be printed, and no others."""
    groups = re.findall(
        r"^const (?:GROUPS|ACCOUNT_DEPENDENT|DRIVER_PAGES) = [\[{](.*?)^[\]}]",
        (CARD / "src/files.ts").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert set(re.findall(r'"(\w+)"', "".join(groups))) == ENDINGS.keys()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_words_for_states(language: str) -> None:
    """The card has the words of Home Assistant for the states of printers and jobs."""
    path = ROOT / f"custom_components/cloudprint/translations/{language}.json"
    translations = json.loads(path.read_text(encoding="utf-8"))
    sensors = translations["entity"]["sensor"]
    jobs = translations["selector"]["job_state"]["options"]
    jobs |= {"approval_needed": sensors["last_job"]["state"]["approval_needed"]}
    texts = (CARD / f"src/texts/{language.lower()}.ts").read_text(encoding="utf-8")
    for prefix, states in (("status", sensors["status"]["state"]), ("state", jobs)):
        words = dict(re.findall(rf'^  {prefix}_(\w+): "(.*)",$', texts, re.MULTILINE))
        assert {state: words[state] for state in states} == states
