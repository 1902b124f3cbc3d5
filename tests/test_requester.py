"""Tests of who asks: nothing is printed or decided without saying for whom."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from unittest.mock import Mock

import pytest

from custom_components.cloudprint.requester import (
    AUTOMATION,
    Requester,
    RequesterKind,
    async_get_requester,
    get_flow_requester,
)
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import UnknownUser

from .package import FOLDER

type Function = ast.FunctionDef | ast.AsyncFunctionDef

ACTS: Final = ("print", "reprint", "cancel", "release", "move", "decide", "accept")
"""What is done for somebody."""

CARRIERS: Final = {"PrintRequest", "SubmitOptions", "Admission", "JobTicket"}
"""What says itself for whom it is, or was made of jobs that do."""

NOT_ASKED: Final = {
    "diagnostics.py": "what is downloaded names nothing of a job",
    "flows/document_check.py": "what could be printed is tried with a document's form",
    "image.py": "a request that is signed has no user",
    "printing/approval.py": "an automation names who decides",
    "printing/jobs.py": "an automation has no last print of its own",
    "printing/on_behalf.py": "only people and automations print for others",
    "repairs/unconfirmed.py": "only administrators open it; it prints for their request",
    "trigger.py": "an automation reads",
    "voice/sentence_triggers.py": "sentences are of no person",
}
"""Where an automation asks, or nobody is known, with the reason."""


def functions() -> Iterator[tuple[str, Function]]:
    """Yield each function of the integration with its file."""
    for file in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield str(file.relative_to(FOLDER)), node


def defaults_of(function: Function) -> dict[str, ast.expr]:
    """Return the parameters of a function that may be left out."""
    named = function.args
    positional = [*named.posonlyargs, *named.args]
    given = positional[len(positional) - len(named.defaults) :]
    found = dict(zip((each.arg for each in given), named.defaults, strict=True))
    keywords = zip(named.kwonlyargs, named.kw_defaults, strict=True)
    return found | {each.arg: value for each, value in keywords if value is not None}


def parameters(function: Function) -> dict[str, str]:
    """Return the parameters of a function with their types."""
    named = function.args
    return {
        each.arg: ast.unparse(each.annotation) if each.annotation else ""
        for each in (*named.posonlyargs, *named.args, *named.kwonlyargs)
    }


def test_requesters_have_no_default() -> None:
    """No function takes a requester that may be left out."""
    found = [
        (file, function.name)
        for file, function in functions()
        if "requester" in defaults_of(function)
    ]
    assert found == []
    source = "def act(a, requester=None): ...\ndef do(*, requester=1, b): ..."
    assert [
        "requester" in defaults_of(node)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    ] == [True, True]


def test_requester_has_no_default_kind() -> None:
    """A requester cannot be made without saying by which way somebody asks."""
    with pytest.raises(TypeError):
        Requester()  # type: ignore[call-arg]


def test_all_acts_have_a_requester() -> None:
    """All that prints, decides, cancels, releases or moves says for whom."""
    acts = [
        (file, function)
        for file, function in functions()
        if file.startswith("printing/")
        and function.name.removeprefix("async_").partition("_")[0] in ACTS
    ]
    names = {function.name for _, function in acts}
    assert names >= {
        "async_accept",
        "async_cancel",
        "async_cancel_job",
        "async_decide",
        "async_move",
        "async_print",
        "async_print_back_pass",
        "async_release",
        "async_release_account",
        "async_reprint",
    }
    for file, function in acts:
        taken = parameters(function)
        is_carried = CARRIERS & set(taken.values())
        assert "requester" in taken or is_carried, (file, function.name)


# Below these doors, each job says itself whose it is.
SPOOLER_CALLS: Final = {
    "async_admit",
    "async_cancel",
    "async_decide_approval",
    "async_print",
    "async_release",
    "async_release_back_pass",
    "decide",
}


def test_no_way_around_the_doors() -> None:
    """Only `printing` asks a spooler to print, decide, cancel, release or move."""
    for file in sorted(FOLDER.rglob("*.py")):
        path = str(file.relative_to(FOLDER))
        if path.startswith(("printing/", "spool/")):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(
                        attr=name,
                        value=ast.Name(id="spooler") | ast.Attribute(attr="spooler"),
                    )
                ):
                    assert name not in SPOOLER_CALLS, path


def test_entities_print_for_who_uses_them() -> None:
    """Each entity that loads what prints asks for whom before, by its own context."""
    found = dict[str, bool]()
    for file in sorted(FOLDER.glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            for method in node.body:
                if not isinstance(method, ast.AsyncFunctionDef):
                    continue
                if not method.name.startswith(
                    ("async_press", "async_send", "async_turn")
                ):
                    continue
                awaited = [
                    ast.unparse(each.value)
                    for each in ast.walk(method)
                    if isinstance(each, ast.Await)
                ]
                if "printing." in ast.unparse(method):
                    # The context may be another one's after the first wait.
                    found[node.name] = "RequestEntity" in map(
                        ast.unparse, node.bases
                    ) and awaited[0] == (
                        "async_get_requester(self.hass, self.request_context)"
                    )
    assert found == dict.fromkeys(
        (
            *("ReleaseButton", "ReprintButton", "TestPageButton", "OtherSidesButton"),
            *("DocumentButton", "PrintMessage"),
        ),
        True,
    )


def test_where_automations_ask() -> None:
    """What is particular for Home Assistant itself is in few places, for a reason."""
    found = {
        str(file.relative_to(FOLDER))
        for file in FOLDER.rglob("*.py")
        if file.name != "requester.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "AUTOMATION")
        or (
            isinstance(node, ast.Attribute)
            and ast.unparse(node) == "RequesterKind.AUTOMATION"
        )
    }
    assert found == set(NOT_ASKED)


async def test_users(hass: HomeAssistant) -> None:
    """Two users of one name are two, a renamed one is the same, a program's is none."""
    await hass.auth.async_create_user("Owner")
    anna, other = [await hass.auth.async_create_user("Anna") for _ in range(2)]
    first, second = [
        await async_get_requester(hass, Context(user_id=user.id))
        for user in (anna, other)
    ]
    assert first.name == second.name == "Anna"
    assert first.budget != second.budget
    await hass.auth.async_update_user(anna, name="Anna B.")
    renamed = await async_get_requester(hass, Context(user_id=anna.id))
    assert (renamed.name, renamed.budget) == ("Anna B.", first.budget)
    assert renamed.kind is RequesterKind.USER

    made = await hass.auth.async_create_system_user("Add-on")
    program = await async_get_requester(hass, Context(user_id=made.id))
    assert program.kind is RequesterKind.AUTOMATION
    assert program.is_exempt
    context = Context()
    automation = await async_get_requester(hass, context)
    assert (automation.user_id, automation.context_id) == (None, context.id)
    assert await async_get_requester(hass, None) == AUTOMATION
    assert get_flow_requester() == AUTOMATION
    with pytest.raises(UnknownUser):
        await async_get_requester(hass, Context(user_id="gone"))


def user(**fields: Any) -> Any:
    """Return a user of Home Assistant."""
    made = Mock(id="1", system_generated=False, **fields)
    made.name = "Anna"
    return made


def test_exempt() -> None:
    """Administrators and automations have no rule unless it names them; links have."""
    admin = Requester.from_user(user(is_admin=True))
    member = Requester.from_user(user(is_admin=False))
    assert (admin.is_exempt, member.is_exempt, AUTOMATION.is_exempt) == (
        True,
        False,
        True,
    )
    assert admin.via(RequesterKind.VOICE).is_exempt
    assert not admin.via(RequesterKind.LINK).is_exempt
    for kind in (RequesterKind.VOICE, RequesterKind.DEVICE, RequesterKind.LINK):
        nobody = Requester(kind=kind)
        assert not nobody.is_exempt
        assert nobody.budget == f"kind:{kind}"


ANNA = Requester(kind=RequesterKind.USER, user_id="anna", name="Anna")
KITCHEN = Requester(kind=RequesterKind.VOICE, name="Kitchen", context_id="1")
PHONE = Requester(kind=RequesterKind.DEVICE, name="Pixel", address="192.168.1.20")
LINK = Requester(kind=RequesterKind.LINK, link_id="wall", name="Guest", user_id="anna")


@pytest.mark.parametrize(
    ("who", "asked", "is_own"),
    [
        (ANNA, replace(ANNA, name="Annabelle", kind=RequesterKind.VOICE), True),
        (ANNA, LINK, True),
        (ANNA, replace(ANNA, user_id="anna2"), False),
        (ANNA, replace(ANNA, user_id=None), False),
        (KITCHEN, replace(KITCHEN, context_id="2"), True),
        (KITCHEN, replace(KITCHEN, name="Study"), False),
        (KITCHEN, ANNA, False),
        (KITCHEN, replace(KITCHEN, user_id="anna"), False),
        (replace(KITCHEN, name=None), replace(KITCHEN, name=None), False),
        (PHONE, PHONE, True),
        (PHONE, replace(PHONE, address="192.168.1.21"), False),
        (LINK, LINK, True),
        (LINK, ANNA, False),
        (LINK, replace(LINK, link_id="fridge"), False),
        (AUTOMATION, replace(AUTOMATION, context_id="1"), True),
        # A user whose id is not known
        (AUTOMATION, replace(AUTOMATION, name="Anna"), False),
    ],
)
def test_owner(who: Requester, asked: Requester, *, is_own: bool) -> None:
    """A user is the same by id; without one, a device that heard it, or a sender, is."""
    assert who.is_owner_of(asked) is is_own
