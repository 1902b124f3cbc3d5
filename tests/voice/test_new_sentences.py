"""Sentences of people who have not read what can be said.

They were written down before the grammar was changed for them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

import pytest

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.setup import async_setup_component
from tests.samples.documents import picture
from tests.source.pictures import DoorCamera, MapImage
from tests.subentries import add_subentry

from .conftest import Home, Row

SENT: Final = " to Office printer."
SENT_STUDY: Final = " to 彩色打印机."

ENGLISH: Final[Sequence[Row]] = (
    # State
    ("Is the printer on?", None, "Office printer"),
    ("is the office printer turned on", None, "Office printer"),
    ("are the printers on", None, "彩色打印机"),
    ("Is the printer in the study switched on?", None, "彩色打印机"),
    ("is the study printer available right now", None, "彩色打印机"),
    ("does the office printer work", None, "Office printer"),
    ("is my printer ready", None, "Office printer"),
    ("are there any print jobs left", None, " waiting"),
    # Saved documents
    ("print my ID card", "card @ office", SENT),
    ("print the ID card twice", "card @ office x 2", SENT),
    ("can you print the contract please", "contract @ office", SENT),
    (
        "print two pages of the contract",
        "contract @ office, pages 1-2",
        SENT,
    ),
    ("print page 2 of the contract", "contract @ office, pages 2", SENT),
    (
        "print the first page of the contract",
        "contract @ office, pages 1",
        SENT,
    ),
    (
        "print three copies of the contract in black and white",
        "contract @ office x 3, monochrome",
        SENT,
    ),
    ("I need two copies of the maths sheet", "1 + 1 = @ office x 2", SENT),
    ("print another maths sheet", "1 + 1 = @ office*", SENT),
    ("print two maths sheets", "1 + 1 = @ office x 2", SENT),
    ("print one more maths sheet please", "1 + 1 = @ office*", SENT),
    ("make two copies of my ID card", "card @ office x 2", SENT),
    ("print the homework", None, "Homework Anna"),
    ("print Anna's homework", "anna @ office", SENT),
    # Lists
    ("print my groceries list", "Shopping list @ office", SENT),
    (
        "print the shopping list for me in the study",
        "Shopping list @ study",
        SENT_STUDY,
    ),
    ("print what's on the shopping list", "Shopping list @ office", SENT),
    ("get me a printout of the shopping list", "Shopping list @ office*", SENT),
    ("print everything on the bring list", "Bring! @ office", SENT),
    ("print two shopping lists", "Shopping list @ office x 2", SENT),
    # Calendars
    ("print what's on my calendar tomorrow", "Agenda Tomorrow @ office", SENT),
    ("print my calendar for Monday", "Agenda Mon* @ office", SENT),
    ("print out next week's family calendar", "Family *7 days @ office", SENT),
    ("print the schedule for this weekend", "Agenda *2 days @ office", SENT),
    ("print today's appointments", "Agenda Today @ office", SENT),
    ("print the family schedule for Saturday", "Family Sat* @ office", SENT),
    # Weather
    ("print the weather", "* @ office", "“Weather"),
    ("print the weather forecast for tomorrow", "* @ office", "“Weather"),
    ("print out the weather for the weekend please", "* @ office", "“Weather"),
    # Notes
    ("print a note, buy milk and eggs", "buy milk and eggs @ office", SENT),
    (
        "print a note that says dinner is at seven",
        "dinner is at seven @ office",
        SENT,
    ),
    ("print a note: call grandma", "call grandma @ office", SENT),
    (
        "print a note, that says please close the door",
        "please close the door @ office",
        SENT,
    ),
    ("print a sign that says wet paint", "wet paint @ office", SENT),
    # Pictures
    (
        "print a picture from the front door camera",
        "Front door @ office",
        SENT,
    ),
    ("print a photo of the front door", "Front door @ office", SENT),
    (
        "print a snapshot of the front door camera on the study printer",
        "Front door @ study",
        SENT_STUDY,
    ),
    ("print the vacuum map", "Vacuum map @ office", SENT),
    ("print what the front door camera sees", "Front door @ office", SENT),
    # Turned paper
    ("I flipped the paper", None, "Nothing waits for paper"),
    ("I've put the paper back", None, "Nothing waits for paper"),
)

ENGLISH_AFTER: Final = (
    # What is said after a print of the maths sheet
    ("print another", "1 + 1 = @ office x 1", SENT),
    ("can I have another copy of that", "1 + 1 = @ office x 1", SENT),
    ("print it one more time", "1 + 1 = @ office*", SENT),
    ("print it on the study printer", "1 + 1 = @ study", SENT_STUDY),
)

ENGLISH_HELD: Final = (
    # What is said while the shopping list waits for the office's printer
    ("forget the print job", None, "Canceled: “Shopping list”"),
    ("cancel my print", None, "Canceled: “Shopping list”"),
    ("cancel the shopping list printout", None, "Canceled: “Shopping list”"),
    ("move it to the study printer", "Shopping list @ study", "彩色打印机"),
)

ENGLISH_ASKED: Final = (
    # What is said after "Which printer?" for the maths sheet
    ("office", "1 + 1 = @ office", SENT),
    ("the study one", "1 + 1 = @ study", SENT_STUDY),
    ("on the office printer please", "1 + 1 = @ office", SENT),
)

ENGLISH_OTHERS: Final = (
    ("turn on the kitchen light", None, "Turned on"),
    ("add printer paper to my shopping list", None, "Added printer paper"),
    ("add print the tax form to my shopping list", None, "Added print the tax form"),
    ("what's the weather like", None, "HassGetWeather"),
    ("I printed the contract yesterday", None, "Sorry"),
    ("should I print the contract", None, "Sorry"),
    ("don't print the maths sheet", None, ""),
    ("print the contract next Tuesday", None, ""),
    ("print money", None, ""),
    ("print all of it", None, ""),
    ("where is the printer", None, "Sorry"),
    ("the printer is out of paper", None, "Sorry"),
    ("is the kitchen light on", None, "No"),
    ("print the contract for the kitchen printer and the ID card", None, ""),
)

SENT_ZH: Final = "发送到Office printer。"
SENT_STUDY_ZH: Final = "发送到彩色打印机。"

CHINESE: Final[Sequence[Row]] = (
    ("打印机开着吗", None, "Office printer"),
    ("打印机开了吗？", None, "Office printer"),
    ("打印机开机了吗", None, "Office printer"),
    ("书房的打印机开着没有", None, "彩色打印机"),
    ("打印机连上了吗", None, "Office printer"),
    ("现在能打印吗", None, "Office printer"),
    ("两台打印机都开着吗", None, "彩色打印机"),
    ("还有没打完的吗", None, "等待"),
    ("打印身份证", "身份证 @ office", SENT_ZH),
    ("身份证打印两份", "身份证 @ office x 2", SENT_ZH),
    ("帮我复印一份身份证", "身份证 @ office*", SENT_ZH),
    ("打印合同", "合同 @ office", SENT_ZH),
    ("打印两页合同", "合同 @ office, pages 1-2", SENT_ZH),
    ("打印两份合同", "合同 @ office x 2", SENT_ZH),
    ("合同第一页打印一下", "合同 @ office, pages 1", SENT_ZH),
    ("只打印合同的前两页", "合同 @ office, pages 1-2", SENT_ZH),
    ("打印合同第二页到第三页", "合同 @ office, pages 2-3", SENT_ZH),
    ("黑白打印三份合同", "合同 @ office x 3, monochrome", SENT_ZH),
    ("来两份口算题", "2 + 2 = @ office x 2", SENT_ZH),
    ("打两张口算题", "2 + 2 = @ office x 2", SENT_ZH),
    ("再打一份口算题", "2 + 2 = @ office x 1", SENT_ZH),
    ("打印作业", None, "作业小明"),
    ("打印小明的作业", "小明 @ office", SENT_ZH),
    ("把购物清单打给我", "购物清单 @ office", SENT_ZH),
    ("购物清单给我打一份", "购物清单 @ office*", SENT_ZH),
    ("我要打印购物清单", "购物清单 @ office", SENT_ZH),
    ("把购物清单上的东西打印出来", "购物清单 @ office", SENT_ZH),
    ("给我打印一张购物清单", "购物清单 @ office*", SENT_ZH),
    ("打印这周末的安排", "Agenda *2 days @ office", SENT_ZH),
    ("把我这周的日程打出来", "Agenda *4 days @ office", SENT_ZH),
    ("打印下周学校的日程", "学校 *7 days @ office", SENT_ZH),
    ("打印周六的安排", "Agenda Sat* @ office", SENT_ZH),
    ("打印后天的行程", "Agenda Sat* @ office", SENT_ZH),
    ("把日历打印出来", "Agenda Today @ office", SENT_ZH),
    ("打印天气", "* @ office", "“天气"),
    ("打印明天的天气预报", "* @ office", "“天气"),
    ("打印一下这周末的天气", "* @ office", "“天气"),
    ("打印便条，记得买牛奶", "记得买牛奶 @ office", SENT_ZH),
    ("打印一张便条，写着晚饭在锅里", "晚饭在锅里 @ office*", SENT_ZH),
    ("打印一张纸条，上面写今天别忘了浇花", "今天别忘了浇花 @ office*", SENT_ZH),
    ("打个便条说我去接孩子了", "我去接孩子了 @ office", SENT_ZH),
    ("打印一张便签：妈妈生日快乐", "妈妈生日快乐 @ office*", SENT_ZH),
    (
        "帮我打印一张字条，内容是请随手关门",
        "请随手关门 @ office*",
        SENT_ZH,
    ),
    ("打印门口摄像头的画面", "门口 @ office", SENT_ZH),
    ("打印一张门口的照片", "门口 @ office*", SENT_ZH),
    ("把门口摄像头拍的打印出来", "门口 @ office", SENT_ZH),
    ("打印扫地机地图", "扫地机地图 @ office", SENT_ZH),
    ("在书房打印门口的画面", "门口 @ study", SENT_STUDY_ZH),
    ("纸翻过来了", None, "没有等待翻纸"),
    ("纸放好了", None, "没有等待翻纸"),
)

CHINESE_AFTER: Final = (
    # What is said after a print of the sums
    ("再来一份", "2 + 2 = @ office x 1", SENT_ZH),
    ("刚才那个再打一遍", "2 + 2 = @ office*", SENT_ZH),
    ("同样的再打两份", "2 + 2 = @ office x 2", SENT_ZH),
    ("换到书房打印机再打一份", "2 + 2 = @ study*", SENT_STUDY_ZH),
)

CHINESE_HELD: Final = (
    # What is said while the shopping list waits for the office's printer
    ("不打印了", None, "已取消：“购物清单”"),
    ("取消刚才的打印", None, "已取消：“购物清单”"),
    ("别打了", None, "已取消：“购物清单”"),
    ("把它换到书房打印机", "购物清单 @ study", "彩色打印机"),
)

CHINESE_ASKED: Final = (
    # What is said after "用哪台打印机？" for the sums
    ("书房", "2 + 2 = @ study", SENT_STUDY_ZH),
    ("办公室那台", "2 + 2 = @ office", SENT_ZH),
)

CHINESE_OTHERS: Final = (
    ("打开厨房灯", None, ""),
    ("把打印纸添加到购物清单", None, ""),
    ("打扫一下卫生", None, ""),
    ("我昨天打印了合同", None, ""),
    ("别打印合同", None, ""),
    ("打印机没墨了", None, ""),
    ("打印机在哪儿", None, ""),
    ("打印店在哪里", None, ""),
    ("今天天气怎么样", None, ""),
    ("明天早上八点打印合同", None, ""),
    ("打印钞票", None, ""),
    ("合同签了吗", None, ""),
    ("打印合同要多少钱", None, ""),
)


DOCUMENTS: Final = {
    "ID card copy": "card",
    "身份证复印件": "身份证",
    "Contract": "contract",
    "合同": "合同",
    "Homework Anna": "anna",
    "Homework Ben": "ben",
    "作业小明": "小明",
    "作业小红": "小红",
    "Note": "a saved note",
    "便条": "常用便条",
}

ASKED: Final = {"en": "print the maths sheet", "zh-CN": "打印口算题"}
LIST: Final = {"en": "print the shopping list", "zh-CN": "打印购物清单"}


@dataclass
class Talk:
    """Says sentences to a home, and counts how they are understood."""

    home: Home
    language: str
    figures: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    _conversation_id: str | None = None
    _client: Any = None

    @property
    def report(self) -> str:
        """Return the figures, and the sentences that were not understood."""
        return "\n".join((str(dict(self.figures)), *self.failed))

    async def say(self, text: str, *, is_near: bool = True) -> str:
        """Say a sentence in the conversation, in the office or nowhere."""
        if self._client is None:
            self._client = await self.home.websocket(self.home.hass)
        message = {
            "type": "conversation/process",
            "text": text,
            "language": self.language,
            "conversation_id": self._conversation_id,
        }
        if is_near:
            message["device_id"] = self.home.satellite_id
        await self._client.send_json_auto_id(message)
        result = (await self._client.receive_json())["result"]
        self._conversation_id = result["conversation_id"]
        speech = result["response"]["speech"]
        return str(speech["plain"]["speech"]) if speech else ""

    async def check(self, row: Row, *, is_near: bool = True) -> None:
        """Say the sentence of a row, and count its outcome."""
        text, expected, answer = row
        said = await self.say(text, is_near=is_near)
        await self.home.hass.async_block_till_done()
        printed = self._get_printed()
        self._conversation_id = None
        is_as_expected = not printed
        if expected:
            is_as_expected = [fnmatchcase(one, expected) for one in printed] == [True]
        outcome = "right"
        if not is_as_expected or answer not in said:
            has_canceled = said.startswith(("Canceled", "已取消"))
            is_wrong = has_canceled or (printed and not is_as_expected)
            outcome = "wrong action" if is_wrong else "not understood"
            self.failed.append(f"{outcome}: {text} -> {printed} {said}")
        self.figures[outcome] += 1

    async def check_all(self, rows: Sequence[Row], before: str | None = None) -> None:
        """Say the sentences of a table, each of them after another one."""
        for row in rows:
            if before:
                await self.say(before)
            self.home.simulator.forget()
            await self.check(row)

    async def check_answers(self, rows: Sequence[Row]) -> None:
        """Say answers to the question for the printer."""
        for row in rows:
            await self.say(ASKED[self.language], is_near=False)
            self.home.simulator.forget()
            await self.check(row, is_near=False)

    async def check_held(self, rows: Sequence[Row]) -> None:
        """Say sentences while a list waits for the printer in the office."""
        for row in rows:
            await self._set_office("0")
            await self.say(LIST[self.language])
            self.home.simulator.forget()
            await self.check(row)
            await self._set_office("0")
            await self.say("cancel all print jobs")
            await self._set_office("1")

    async def _set_office(self, status: str) -> None:
        self.home.office.online_status = status
        await self.home.account.runtime_data.coordinator.async_refresh()
        await self.home.hass.async_block_till_done()

    def _get_printed(self) -> list[str]:
        """Return and forget what was printed: text or name, printer and options."""
        printed = []
        for job in self.home.simulator.printed:
            try:
                what = job.content.decode()
            except UnicodeDecodeError:
                what = job.name
            what += " @ office" if job.printer is self.home.office else " @ study"
            config = job.config
            what += f" x {config['copies']}" if "copies" in config else ""
            what += f", {config['color'].lower()}" if "color" in config else ""
            what += f", pages {config['pageRanges']}" if "pageRanges" in config else ""
            printed.append(what)
        self.home.simulator.forget()
        return printed


class GateCamera(DoorCamera):
    """A camera with a Chinese name."""

    entity_id = "camera.gate"
    _attr_name = "门口"


class RobotMap(MapImage):
    """An image with a Chinese name."""

    entity_id = "image.robot"
    _attr_name = "扫地机地图"


@pytest.fixture
async def rich_home(home: Home) -> Home:
    """Add saved documents, cameras and images to the home."""
    for name, text in DOCUMENTS.items():
        add_subentry(home.hass, home.account, "document", name, text=text)
    hass = home.hass
    jpeg, png = picture("JPEG"), picture("PNG")
    entities: dict[str, list[Any]] = {
        "camera": [DoorCamera(jpeg), GateCamera(jpeg)],
        "image": [MapImage(hass, png), RobotMap(hass, png)],
    }
    for domain, added in entities.items():
        assert await async_setup_component(hass, domain, {})
        await hass.data[domain].async_add_entities(added)
        for entity in added:
            async_expose_entity(hass, "conversation", entity.entity_id, True)
    await home.settle()
    return home


@pytest.mark.parametrize(
    ("language", "tables"),
    [
        ("en", (ENGLISH, ENGLISH_AFTER, ENGLISH_HELD, ENGLISH_ASKED)),
        ("zh-CN", (CHINESE, CHINESE_AFTER, CHINESE_HELD, CHINESE_ASKED)),
    ],
)
async def test_ordinary_sentences(
    rich_home: Home, language: str, tables: tuple[Sequence[Row], ...]
) -> None:
    """At least 95 % are understood, and none does something else."""
    plain, after, held, asked = tables
    assert sum(map(len, tables)) == 60
    talk = Talk(rich_home, language)
    await talk.check_all(plain)
    await talk.check_all(after, ASKED[language])
    await talk.check_held(held)
    await talk.check_answers(asked)
    assert talk.figures["wrong action"] == 0, talk.report
    assert talk.figures["right"] >= 57, talk.report


@pytest.mark.parametrize(
    ("language", "table"), [("en", ENGLISH_OTHERS), ("zh-CN", CHINESE_OTHERS)]
)
async def test_other_sentences(
    rich_home: Home, language: str, table: Sequence[Row]
) -> None:
    """What is no print is left to Home Assistant, and prints nothing."""
    talk = Talk(rich_home, language)
    await talk.check_all(table)
    assert not talk.failed, talk.report
