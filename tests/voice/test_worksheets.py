"""Sums and the week by voice."""

from typing import Any, Final

from hassil import recognize_all
import pytest

from custom_components.cloudprint.printing.saved_document import SUBENTRY_TYPE
from custom_components.cloudprint.voice.commands import Kind, VoiceError
from custom_components.cloudprint.voice.recognition import recognize

from ..subentries import add_subentry
from .conftest import Home
from .homes import HOME, build_intents, build_vocabulary

BOTH: Final = "add_subtract"
SUMS: Final[dict[str, dict[str, Any]]] = {
    "print 40 sums up to 20": {"count": 40, "largest": 20},
    "Print forty sums up to twenty, please.": {"count": 40, "largest": 20},
    "print sums": {},
    "print some sums for me": {},
    "print out a hundred sums up to a hundred with answers": {
        "count": 100,
        "largest": 100,
        "answers": 1,
    },
    "print 30 addition problems up to 100": {
        "count": 30,
        "operations": "add",
        "largest": 100,
    },
    "could you print twenty multiplication exercises": {
        "count": 20,
        "operations": "multiply",
    },
    "print 50 plus and minus sums up to 20 without carrying": {
        "count": 50,
        "operations": BOTH,
        "largest": 20,
        "carrying": "without",
    },
    "print 24 division problems with remainders and answers": {
        "count": 24,
        "operations": "divide",
        "remainders": 1,
        "answers": 1,
    },
    "print 40 mixed sums up to 100": {
        "count": 40,
        "operations": "add_subtract_multiply_divide",
        "largest": 100,
    },
    "print 20 sums with missing numbers": {"count": 20, "missing": 1},
    "print a worksheet": {},
    "print a math worksheet with 40 sums up to 20": {"count": 40, "largest": 20},
    "print a subtraction worksheet up to 100 with borrowing": {
        "operations": "subtract",
        "largest": 100,
        "carrying": "with",
    },
    "print a sheet of 60 sums": {"count": 60},
    "print a page of multiplication problems": {"operations": "multiply"},
    "打印四十道二十以内加减法": {"count": 40, "largest": 20, "operations": BOTH},
    "打印40道20以内的加减法": {"count": 40, "largest": 20, "operations": BOTH},
    "打印口算练习": {},
    "打印一百道口算": {"count": 100},
    "帮我打印一些口算练习题": {},
    "请打印一百以内的加法题": {"largest": 100, "operations": "add"},
    "打印20以内加减法40道": {"count": 40, "largest": 20, "operations": BOTH},
    "打印二十以内四十道加减法题": {"count": 40, "largest": 20, "operations": BOTH},
    "打印五十道二十以内的进位加法": {
        "count": 50,
        "largest": 20,
        "carrying": "with",
        "operations": "add",
    },
    "打印30道100以内不退位减法": {
        "count": 30,
        "largest": 100,
        "carrying": "without",
        "operations": "subtract",
    },
    "打印表内乘法口算题": {"operations": "multiply"},
    "打印三十道有余数的除法带答案": {
        "count": 30,
        "remainders": 1,
        "operations": "divide",
        "answers": 1,
    },
    "打印一百以内加减乘除口算题": {
        "largest": 100,
        "operations": "add_subtract_multiply_divide",
    },
    "把四十道二十以内加减法打印出来": {
        "count": 40,
        "largest": 20,
        "operations": BOTH,
    },
    "列印四十道二十以內的加減法": {"count": 40, "largest": 20, "operations": BOTH},
    "能打印五十道数学题吗": {"count": 50},
}


@pytest.mark.parametrize("sentence", SUMS)
def test_sums(sentence: str) -> None:
    """What is said of the sums are options of a worksheet."""
    language, command = recognize(sentence, build_vocabulary())
    assert command.kind is Kind.WORKSHEET
    assert command.page_options == SUMS[sentence]
    assert (command.copies, command.name) == (None, "")
    assert language == ("en" if sentence.isascii() else "zh-Hans")
    assert any(recognize_all(sentence.strip(".").replace(",", ""), INTENTS))


INTENTS: Final = build_intents(build_vocabulary())


@pytest.mark.parametrize(
    ("sentence", "copies", "printer"),
    [
        ("print two copies of 40 sums up to 20", 2, ""),
        ("print 40 sums on the office printer twice", 2, "office printer"),
        ("用彩色打印机打印两份四十道加减法", 2, "彩色打印机"),
        ("打印两张口算练习", 2, ""),
    ],
)
def test_copies(sentence: str, copies: int, printer: str) -> None:
    """A number of sums is none of copies, and a printer may be named."""
    _, command = recognize(sentence, HOME)
    assert command.kind is Kind.WORKSHEET
    assert command.copies == copies
    assert getattr(command.printer, "name", command.printer) == printer


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("print the week", ""),
        ("print our week", ""),
        ("print the week planner", ""),
        ("print the weekly plan", ""),
        ("print this week's plan", "this_week"),
        ("print next week", "next_week"),
        ("print the plan for next week", "next_week"),
        ("print the planner twice in colour", "today"),
        ("打印这周的计划", "this_week"),
        ("打印本周计划", "this_week"),
        ("打印一周计划", ""),
        ("打印周计划表", ""),
        ("把下周的计划打印出来", "next_week"),
        ("帮我打印我们这个星期的计划", "this_week"),
    ],
)
def test_week(sentence: str, day: str) -> None:
    """The week is the saved planner."""
    _, command = recognize(sentence, build_vocabulary())
    assert command.kind is Kind.WEEK
    assert command.day == day
    assert any(recognize_all(sentence, INTENTS))


@pytest.mark.parametrize(
    "sentence",
    [
        "print this week's calendar",
        "打印这周的安排",
        "打印这周的日程",
        "print the agenda",
    ],
)
def test_agendas(sentence: str) -> None:
    """An agenda is another page."""
    assert recognize(sentence, HOME)[1].kind is Kind.AGENDA


@pytest.mark.parametrize("sentence", ["print the maths sheet", "打印口算题"])
def test_documents(sentence: str) -> None:
    """A saved document of a name comes first."""
    assert recognize(sentence, HOME)[1].kind is Kind.DOCUMENT


@pytest.mark.parametrize(
    "sentence",
    [
        *("print the page", "print this sheet", "print 40", "print 40 pages"),
        *(
            "print the plan",
            "the week",
            "40 sums up to 20",
            "what are 40 sums up to 20",
        ),
        *(
            "打印四十道",
            "打印二十以内",
            "打印计划",
            "打印这周",
            "四十道二十以内加减法",
            "打印数学",
        ),
    ],
)
def test_others(sentence: str) -> None:
    """What says neither sums nor the week is not taken for them."""
    with pytest.raises(VoiceError):
        recognize(sentence, build_vocabulary())
    assert not any(recognize_all(sentence, INTENTS))


async def test_print_sums(home: Home) -> None:
    """Sums are printed as they were asked for; what cannot be is said."""
    place = home.satellite_id
    said = await home.say("print 40 addition sums up to 20", satellite_id=place)
    assert said == "Sent “Sums” to Office printer."
    said = await home.say("打印四十道二十以内加减法", language="zh", satellite_id=place)
    assert said.startswith("已把“Sums”发送到Office printer")
    assert home.printed() == ["Sums @ office", "Sums @ office"]
    said = await home.say("print 600 sums", satellite_id=place)
    assert "count" in said
    said = await home.say("print 5 sums up to 9 with carrying", satellite_id=place)
    assert "no such sums" in said
    assert home.printed() == []


def _save(home: Home, name: str, **options: Any) -> None:
    data = {"page": "planner", "page_options": options}
    add_subentry(home.hass, home.account, SUBENTRY_TYPE, name, **data)


async def test_print_the_week(home: Home) -> None:
    """The week is the only saved planner, or one of a name; without any, it is said how."""
    place = home.satellite_id
    said = await home.say("print the week", satellite_id=place)
    assert said.startswith("There is no page with the week yet. Add a saved document")
    said = await home.say("打印这周的计划", language="zh", satellite_id=place)
    assert said.startswith("还没有一周计划")
    _save(home, "Family planner", title="Ours")
    await home.settle()
    said = await home.say("print the week", satellite_id=place)
    assert said == "Sent “Family planner” to Office printer."
    await home.say("打印这周的计划", language="zh", satellite_id=place)
    await home.say("print next week in black and white", satellite_id=place)
    assert home.printed() == [
        "Ours @ office",
        "Ours @ office",
        "Ours @ office, monochrome",
    ]
    _save(home, "Grandma")
    await home.settle()
    said = await home.say("print the week", satellite_id=place)
    assert said.startswith("Which one: Family planner or Grandma?")
    await home.say("print Grandma", satellite_id=place)
    assert home.printed() == ["Week @ office"]
