"""Tests of binding, revoking and listing printers, and of capabilities."""

import json
from typing import Any

import pytest

from . import Application, CloudSimulator, Printer, load_capabilities
from .bare_client import IDENTITY, BareClient

TICKET = {"shareTicket": "830487711", "password": "2598"}


async def test_bind(caller: BareClient, simulator: CloudSimulator) -> None:
    """A share code and its verification code bind a printer once."""
    simulator.add_printer()
    answer = await caller.call("addSharePrinter", TICKET)
    assert answer == {
        "success": True,
        "data": {
            "sn": "pkDgrqeA",
            "printerName": "佳能复合机",
            "deviceType": "printer",
            "printerAlias": "佳能复合机-pkDgrqeA",
        },
    }
    answer = await caller.call("queryPrinters")
    assert [item["sn"] for item in answer["data"]] == ["pkDgrqeA"]
    answer = await caller.call("addSharePrinter", TICKET)
    assert answer["success"] is False
    assert "已绑定" in answer["message"]
    assert simulator.violations == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shareTicket": "000000000"}, "共享码不存在或已失效"),
        # The document's own example contradicts its table here
        ({"password": "1930"}, "验证码错误"),
    ],
)
async def test_wrong_codes(
    caller: BareClient,
    simulator: CloudSimulator,
    changes: dict[str, str],
    message: str,
) -> None:
    """Wrong codes are refused with different messages, and bind nothing."""
    simulator.add_printer()
    answer = await caller.call("addSharePrinter", TICKET | changes)
    assert answer == {"success": False, "message": message, "data": None}
    assert (await caller.call("queryPrinters"))["data"] == []
    assert simulator.violations == []


async def test_revoke(caller: BareClient, printer: Printer) -> None:
    """A revoked printer is no longer available to the application."""
    assert await caller.call("revokeSharePrinter", IDENTITY) == {"success": True}
    assert (await caller.call("queryPrinters"))["data"] == []
    answer = await caller.call("revokeSharePrinter", IDENTITY)
    assert answer["message"] == "设备不存在或未绑定到该应用"
    assert caller.simulator.violations == []


@pytest.mark.parametrize("call", ["revokeSharePrinter", "queryPrinterDetail"])
@pytest.mark.parametrize("name", IDENTITY)
async def test_identity(
    caller: BareClient, printer: Printer, call: str, name: str
) -> None:
    """A printer is identified by name, SN and type together."""
    answer = await caller.call(call, IDENTITY | {name: "other"})
    assert answer["success"] is False
    assert (await caller.call(call, IDENTITY))["success"] is True


async def test_detail(caller: BareClient, printer: Printer) -> None:
    """Capabilities are JSON in a string, as in the document."""
    answer = await caller.call("queryPrinterDetail", IDENTITY)
    assert isinstance(answer["data"], str)
    assert answer["data"].startswith('{"supportedColors":["MONOCHROME"],')
    record = json.loads(answer["data"])
    assert record == load_capabilities("monochrome")
    assert record["supportsCopies"] is False
    assert record["upperCopies"] == 9999
    assert len(record["supportedPapers"]) == 14
    assert record["defaultPaper"]["width"] == 210.0

    printer.capabilities = "{broken"
    answer = await caller.call("queryPrinterDetail", IDENTITY)
    assert answer["data"] == "{broken"


async def test_colour_printer(
    caller: BareClient, simulator: CloudSimulator, application: Application
) -> None:
    """The second printer has colour and duplex."""
    colour = simulator.add_colour_printer()
    simulator.bind(application, colour)
    [listed] = (await caller.call("queryPrinters"))["data"]
    assert listed["printerAlias"] == "二楼彩色打印机"
    record = json.loads(
        (
            await caller.call(
                "queryPrinterDetail",
                {
                    "printerName": listed["printerName"],
                    "shareSn": listed["sn"],
                    "deviceType": "printer",
                },
            )
        )["data"]
    )
    assert record["supportedColors"] == ["COLOR", "MONOCHROME"]
    assert record["supportsCopies"] is True
    assert record["supportedSides"] == ["ONESIDE", "DUPLEX", "TUMBLE"]
    assert {"A4", "A5", "A3", "Letter", "4x6 in"} <= {
        paper["name"] for paper in record["supportedPapers"]
    }
    assert record.keys() == load_capabilities("monochrome").keys()


async def test_rename(caller: BareClient, printer: Printer) -> None:
    """After a rename the old name is unknown; the binding stays."""
    printer.name = "新名字"
    [listed] = (await caller.call("queryPrinters"))["data"]
    assert listed["printerName"] == "新名字"
    assert listed["printerAlias"] == "新名字-pkDgrqeA"
    answer = await caller.call("queryPrinterDetail", IDENTITY)
    assert answer["success"] is False
    answer = await caller.call(
        "queryPrinterDetail", IDENTITY | {"printerName": "新名字"}
    )
    assert answer["success"] is True


async def test_vanished(caller: BareClient, printer: Printer) -> None:
    """A printer that vanished returns with its binding."""
    printer.present = False
    assert (await caller.call("queryPrinters"))["data"] == []
    assert (await caller.call("queryPrinterDetail", IDENTITY))["success"] is False
    assert (await caller.call("addSharePrinter", TICKET))["success"] is False
    printer.present = True
    assert len((await caller.call("queryPrinters"))["data"]) == 1


@pytest.mark.parametrize(
    ("attribute", "value", "field"),
    [
        ("hidden", True, "hidden"),
        ("hidden", False, "hidden"),
        ("online_status", "1", "onlineStatus"),
        ("online_status", "0", "onlineStatus"),
        ("online_status", "ONLINE", "onlineStatus"),
        ("deletable", False, "deletable"),
        ("device_type", "scanner", "deviceType"),
        ("alias", "1 楼公区打印机", "printerAlias"),
    ],
)
async def test_attributes(
    caller: BareClient, printer: Printer, attribute: str, value: Any, field: str
) -> None:
    """Attributes are in the list; undocumented ones only if set."""
    [before] = (await caller.call("queryPrinters"))["data"]
    assert before.keys() == {"sn", "printerName", "deviceType", "printerAlias"}
    setattr(printer, attribute, value)
    [after] = (await caller.call("queryPrinters"))["data"]
    assert after == before | {field: value}


async def test_extra_attributes(caller: BareClient, printer: Printer) -> None:
    """A printer's record can have further fields."""
    printer.extra = {"location": {"floor": 1}}
    [listed] = (await caller.call("queryPrinters"))["data"]
    assert listed["location"] == {"floor": 1}


async def test_two_printers_of_one_server(
    caller: BareClient,
    simulator: CloudSimulator,
    application: Application,
    printer: Printer,
) -> None:
    """An SN can have several printers; share codes and names there are unique."""
    second = simulator.add_printer("标签机", share_code="2", verification_code="3")
    simulator.bind(application, second)
    simulator.bind(application, second)
    answer = await caller.call("queryPrinters")
    assert [item["printerName"] for item in answer["data"]] == ["佳能复合机", "标签机"]
    with pytest.raises(ValueError, match="Share code 2"):
        simulator.add_printer("third", share_code="2")
    with pytest.raises(ValueError, match="标签机 exists already on pkDgrqeA"):
        simulator.add_printer("标签机", share_code="4")

    simulator.remove_printer(second)
    assert simulator.printers == [printer]
    assert application.printers == [printer]
    simulator.unbind(application, printer)
    simulator.unbind(application, printer)
    assert (await caller.call("queryPrinters"))["data"] == []
