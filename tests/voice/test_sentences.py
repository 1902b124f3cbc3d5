"""Sentences of each language that are commands, and that must not be."""

from typing import Final

import pytest

from .conftest import Home, check

SENT: Final = " to Office printer."
SENT_STUDY: Final = " to 彩色打印机."
NOT_UNDERSTOOD: Final = "I did not understand what to print"
TOO_MANY: Final = (
    "I can't print that number of copies; the limit is 10. Nothing was printed."
)

ENGLISH: Final = (
    # What is said, what is printed, a part of the answer
    ("Print the shopping list", "Shopping list @ office", SENT),
    ("print shopping list", "Shopping list @ office", SENT),
    ("please print my shopping list", "Shopping list @ office", SENT),
    (
        "Could you please print the shopping list for me?",
        "Shopping list @ office",
        SENT,
    ),
    ("print out the shopping list, please.", "Shopping list @ office", SENT),
    ("print the “Shopping list” now", "Shopping list @ office", SENT),
    ("print the bring list", "Bring! @ office", SENT),
    ("print bring", "Bring! @ office", SENT),
    ("print the groceries", "Shopping list @ office", SENT),
    ("print two copies of the shopping list", "Shopping list @ office x 2", SENT),
    ("print 3 copies of the shopping list", "Shopping list @ office x 3", SENT),
    ("print the shopping list twice", "Shopping list @ office x 2", SENT),
    ("print the shopping list, ten copies", "Shopping list @ office x 10", SENT),
    ("print a copy of the shopping list", "Shopping list @ office x 1", SENT),
    (
        "print the shopping list on the office printer",
        "Shopping list @ office",
        SENT,
    ),
    (
        "print the shopping list in the study",
        "Shopping list @ study",
        SENT_STUDY,
    ),
    (
        "print two copies of the shopping list on the study printer",
        "Shopping list @ study x 2",
        SENT_STUDY,
    ),
    (
        "print the shopping list two copies on the printer in the study",
        "Shopping list @ study x 2",
        SENT_STUDY,
    ),
    (
        "send the shopping list to the office printer",
        "Shopping list @ office",
        SENT,
    ),
    ("print 购物清单", "购物清单 @ office", SENT),
    ("print the maths sheet", "1 + 1 = @ office", SENT),
    ("print four copies of the maths sheet", "1 + 1 = @ office x 4", SENT),
    (
        "print the document maths sheet in the study",
        "1 + 1 = @ study",
        SENT_STUDY,
    ),
    ("print today's agenda", "Agenda Today @ office", SENT),
    ("Print tomorrow’s agenda please", "Agenda Tomorrow @ office", SENT),
    ("print my agenda", "Agenda Today @ office", SENT),
    ("print the schedule for tomorrow", "Agenda Tomorrow @ office", SENT),
    ("print the family calendar", "Family Today @ office", SENT),
    ("print the family calendar for tomorrow", "Family Tomorrow @ office", SENT),
    ("print today's family events", "Family Today @ office", SENT),
    ("print a test page", "Test page @ office", SENT),
    ("print a test page in the study", "Test page @ study", SENT_STUDY),
    ("print that again", "Test page @ study", SENT_STUDY),
    ("print it once more, two copies", "Test page @ study x 2", SENT_STUDY),
    ("reprint the last document on the office printer", "Test page @ office x 2", SENT),
    ("print the last page again, one copy", "Test page @ office x 1", SENT),
    ("what is the office printer doing?", None, "Office printer"),
    ("what's the printer doing right now", None, "Office printer"),
    ("is the study printer busy?", None, "彩色打印机"),
    ("printer status", None, "Office printer"),
    ("did my document print?", None, "Not yet"),
    ("has it been printed yet?", None, "Not yet"),
    ("is my print job done", None, "Not yet"),
    ("what happened to my document", None, "Not yet"),
    # Said in other ways
    ("hey, print the shopping list", "Shopping list @ office", SENT),
    ("id like to print the shopping list", "Shopping list @ office", SENT),
    ("lets print the shopping list", "Shopping list @ office", SENT),
    ("please can you print the shopping list?", "Shopping list @ office", SENT),
    ("I’d like to print the shopping list", "Shopping list @ office", SENT),
    ("I want you to print the shopping list", "Shopping list @ office", SENT),
    ("print us the shopping list right now please", "Shopping list @ office", SENT),
    ("print the shopping list for us", "Shopping list @ office", SENT),
    ("print the to-do list shopping list", "Shopping list @ office", SENT),
    ("two copies of the shopping list please", "Shopping list @ office x 2", SENT),
    ("print a couple of copies of the groceries", "Shopping list @ office x 2", SENT),
    ("print the shopping list with two copies", "Shopping list @ office x 2", SENT),
    ("print the shopping list thrice", "Shopping list @ office x 3", SENT),
    ("print a single copy of the shopping list", "Shopping list @ office x 1", SENT),
    ("in the office, print the shopping list", "Shopping list @ office", SENT),
    (
        "use the office printer to print the shopping list",
        "Shopping list @ office",
        SENT,
    ),
    ("print the shopping list on the printer", "Shopping list @ office", SENT),
    ("send the shopping list to the printer", "Shopping list @ office", SENT),
    (
        "with the printer in the study, print two copies of the shopping list",
        "Shopping list @ study x 2",
        SENT_STUDY,
    ),
    (
        "print the shopping list twice on the study's printer",
        "Shopping list @ study x 2",
        SENT_STUDY,
    ),
    (
        "print the maths sheet on the printer 彩色打印机",
        "1 + 1 = @ study",
        SENT_STUDY,
    ),
    ("print the document called maths sheet", "1 + 1 = @ office", SENT),
    ("print todays agenda", "Agenda Today @ office", SENT),
    ("print the calendar events for today", "Agenda Today @ office", SENT),
    ("print my appointments for tomorrow", "Agenda Tomorrow @ office", SENT),
    ("print today's agenda from the family calendar", "Family Today @ office", SENT),
    (
        "print the agenda of the family calendar for tomorrow",
        "Family Tomorrow @ office",
        SENT,
    ),
    ("print the calendar Family", "Family Today @ office", SENT),
    ("print the family's agenda", "Family Today @ office", SENT),
    ("print a testpage", "Test page @ office", SENT),
    ("in the study print a test page", "Test page @ study", SENT_STUDY),
    ("send a test page to the office printer", "Test page @ office", SENT),
    ("reprint", "Test page @ office", SENT),
    ("print the same document again", "Test page @ office", SENT),
    ("print that out again", "Test page @ office", SENT),
    ("print the document again", "Test page @ office", SENT),
    ("print the most recent document again", "Test page @ office", SENT),
    ("print it twice", "Test page @ office x 2", SENT),
    ("print another copy", "Test page @ office x 1", SENT),
    ("print a copy of that", "Test page @ office x 1", SENT),
    ("print 3 copies", "Test page @ office x 3", SENT),
    ("print two more", "Test page @ office x 2", SENT),
    ("print another one", "Test page @ office x 2", SENT),
    ("repeat the last print", "Test page @ office x 2", SENT),
    ("on the office printer, print that again", "Test page @ office x 2", SENT),
    ("what is the printer printing?", None, "Office printer"),
    ("what's the printer up to?", None, "Office printer"),
    ("can you tell me what the office printer is doing?", None, "Office printer"),
    ("is the printer in the study still printing anything", None, "彩色打印机"),
    ("how is the printer doing?", None, "Office printer"),
    ("what's the printer's status?", None, "Office printer"),
    ("is anything printing?", None, "Office printer"),
    ("did the last document print?", None, "Not yet"),
    ("was it printed?", None, "Not yet"),
    ("did it come out?", None, "Not yet"),
    ("is it done printing?", None, "Not yet"),
    ("did you print it?", None, "Not yet"),
    ("did my print job go through?", None, "Not yet"),
    ("what's the status of my print job?", None, "Not yet"),
    ("is my document still printing?", None, "Not yet"),
    ("did the groceries print?", None, "“Shopping list” was sent"),
    ("has the maths sheet been printed?", None, "“Maths sheet” was sent"),
    ("is the bring list printed yet?", None, "“Bring!” was sent"),
    ("did you print the 口算题?", None, "I have not printed “口算题” lately"),
    ("has the shopping list finished printing?", None, "“Shopping list” was sent"),
    ("did the maths sheet come out?", None, "“Maths sheet” was sent"),
    ("whats the printer doing", None, "Office printer"),
    ("hows the office printer", None, "Office printer"),
    # Refused with a reason
    ("print two hundred copies of the shopping list", None, TOO_MANY),
    ("print eleven copies of the shopping list", None, TOO_MANY),
    ("print 11 copies of the shopping list", None, TOO_MANY),
    ("print 999 copies of the maths sheet", None, TOO_MANY),
    ("print 1000 copies of the shopping list", None, TOO_MANY),
    ("print 0 copies of the shopping list", None, TOO_MANY),
    ("print zero copies of the shopping list", None, TOO_MANY),
    ("print twenty-five copies of the shopping list", None, TOO_MANY),
    ("print the shopping list a hundred times", None, TOO_MANY),
    ("print a dozen copies of the maths sheet", None, TOO_MANY),
    ("print that again fifty times", None, TOO_MANY),
    ("print the shopping list in the kitchen", None, "no printer for “kitchen”"),
    # Not ours
    ("print the secret list", None, NOT_UNDERSTOOD),
    ("print the holiday list", None, NOT_UNDERSTOOD),
    ("print something nice", None, NOT_UNDERSTOOD),
    ("print", None, NOT_UNDERSTOOD),
    ("print the", None, NOT_UNDERSTOOD),
    ("don't print the shopping list", None, "Sorry"),
    ("do not print the shopping list", None, "Sorry"),
    ("never print the shopping list again", None, "Sorry"),
    ("I will print the shopping list tomorrow at work", None, "Sorry"),
    ("who printed the shopping list", None, "Sorry"),
    ("how do I print the shopping list", None, "Sorry"),
    ("print the shopping list and the secret list", None, NOT_UNDERSTOOD),
    ("printed the shopping list", None, "Sorry"),
    ("blueprint the shopping list", None, "Sorry"),
    ("print the shopping lists of all neighbours", None, NOT_UNDERSTOOD),
    ("print 1.5 copies of the shopping list", None, NOT_UNDERSTOOD),
    ("print -1 copies of the shopping list", None, NOT_UNDERSTOOD),
    ("print two copies of the shopping list twice", None, NOT_UNDERSTOOD),
    ("in the office print the shopping list in the study", None, "Sorry"),
    ("print the shopping list on the moon", None, NOT_UNDERSTOOD),
    ("print the shopping list on all printers", None, NOT_UNDERSTOOD),
    ("print the shopping list later", None, NOT_UNDERSTOOD),
    ("print the shopping list tomorrow", None, NOT_UNDERSTOOD),
    ("print the shopping list, no wait", None, NOT_UNDERSTOOD),
    ("send the shopping list to the office", None, "Sorry"),
    ("print a copy", None, NOT_UNDERSTOOD),
    ("print copies", None, NOT_UNDERSTOOD),
    ("print it", None, NOT_UNDERSTOOD),
    ("print the document", None, NOT_UNDERSTOOD),
    ("print today", None, NOT_UNDERSTOOD),
    ("print yesterday's agenda", None, NOT_UNDERSTOOD),
    ("can I print the shopping list?", None, "Sorry"),
    ("a copy of the shopping list", None, "Sorry"),
    ("two more copies", None, "Sorry"),
    ("don't print that again", None, "Sorry"),
    ("remind me to print the shopping list", None, "Sorry"),
    ("is the office ready", None, "Sorry"),
    ("is my list done", None, "Sorry"),
    ("is the printer on", None, "whether Office printer is online"),
    ("turn on the printer", None, "Sorry"),
    ("is it done", None, "Sorry"),
    ("print the news", None, NOT_UNDERSTOOD),
    ("stop printing the shopping list", None, "Already sent"),
    ("the shopping list", None, "Sorry"),
)

SENT_ZH: Final = "发送到Office printer。"
SENT_STUDY_ZH: Final = "发送到彩色打印机。"
NOT_UNDERSTOOD_ZH: Final = "没听明白要打印什么"
TOO_MANY_ZH: Final = "一次最多打印 10 份，这次没有打印。"

CHINESE: Final = (
    ("打印购物清单", "购物清单 @ office", SENT_ZH),
    ("请打印购物清单。", "购物清单 @ office", SENT_ZH),
    ("帮我打印一下购物清单", "购物清单 @ office", SENT_ZH),
    ("请帮我把购物清单打印出来", "购物清单 @ office", SENT_ZH),
    ("把购物清单打印出来", "购物清单 @ office", SENT_ZH),
    ("把“购物清单”打印一下吧", "购物清单 @ office", SENT_ZH),
    ("打印「购物清单」", "购物清单 @ office", SENT_ZH),
    ("打印 购物清单", "购物清单 @ office", SENT_ZH),
    ("麻烦你帮我打印购物清单，谢谢！", "购物清单 @ office", SENT_ZH),
    ("可以帮我打印一下购物清单吗？", "购物清单 @ office", SENT_ZH),
    ("能不能把购物清单打印出来", "购物清单 @ office", SENT_ZH),
    ("打印我的购物清单", "购物清单 @ office", SENT_ZH),
    ("购物清单打印一下", "购物清单 @ office", SENT_ZH),
    ("打印买菜单子", "购物清单 @ office", SENT_ZH),
    ("打印Bring清单", "Bring! @ office", SENT_ZH),
    ("打印ｂｒｉｎｇ 清单", "Bring! @ office", SENT_ZH),
    ("打印Shopping list", "Shopping list @ office", SENT_ZH),
    (
        "用书房的打印机帮我把购物清单打印出来",
        "购物清单 @ study",
        SENT_STUDY_ZH,
    ),
    ("打印两份购物清单", "购物清单 @ office x 2", SENT_ZH),
    ("打印购物清单，三份", "购物清单 @ office x 3", SENT_ZH),
    ("打印购物清单２份", "购物清单 @ office x 2", SENT_ZH),
    ("把购物清单打印10份", "购物清单 @ office x 10", SENT_ZH),
    ("打印十份购物清单", "购物清单 @ office x 10", SENT_ZH),
    ("用办公室的打印机打印购物清单", "购物清单 @ office", SENT_ZH),
    ("用书房的打印机打印购物清单", "购物清单 @ study", SENT_STUDY_ZH),
    ("在书房打印两份购物清单", "购物清单 @ study x 2", SENT_STUDY_ZH),
    ("把购物清单打印到彩色打印机", "购物清单 @ study", SENT_STUDY_ZH),
    ("用彩色打印机把购物清单打印两份", "购物清单 @ study x 2", SENT_STUDY_ZH),
    ("打印购物清单，用书房那台打印机", "购物清单 @ study", SENT_STUDY_ZH),
    ("打印口算题", "2 + 2 = @ office", SENT_ZH),
    ("打印三份口算题", "2 + 2 = @ office x 3", SENT_ZH),
    ("把口算题打印出来，用彩色打印机", "2 + 2 = @ study", SENT_STUDY_ZH),
    ("打印今天的日程", "Agenda Today @ office", SENT_ZH),
    ("打印明天的日程安排", "Agenda Tomorrow @ office", SENT_ZH),
    ("请把明日行程打印一下", "Agenda Tomorrow @ office", SENT_ZH),
    ("打印日程表", "Agenda Today @ office", SENT_ZH),
    ("打印学校日历", "学校 Today @ office", SENT_ZH),
    ("打印明天学校的安排", "学校 Tomorrow @ office", SENT_ZH),
    ("打印学校明天的日程", "学校 Tomorrow @ office", SENT_ZH),
    ("打印测试页", "Test page @ office", SENT_ZH),
    ("用书房的打印机打一张测试页", "Test page @ study", SENT_STUDY_ZH),
    ("再打印一次", "Test page @ study", SENT_STUDY_ZH),
    ("重新打印上一份", "Test page @ study", SENT_STUDY_ZH),
    ("再打印两份", "Test page @ study x 2", SENT_STUDY_ZH),
    ("把刚才那份再打印一遍", "Test page @ study x 2", SENT_STUDY_ZH),
    ("打印机在干什么？", None, "Office printer"),
    ("书房的打印机现在怎么样了", None, "彩色打印机"),
    ("彩色打印机在忙吗", None, "彩色打印机"),
    ("打印好了吗？", None, "还没有"),
    ("我的文件打印出来了吗", None, "还没有"),
    ("刚才的清单打印完了没有", None, "还没有"),
    # Said in other ways
    ("帮我打一下购物清单", "购物清单 @ office", SENT_ZH),
    ("把购物清单打出来", "购物清单 @ office", SENT_ZH),
    ("现在帮我打印下购物清单", "购物清单 @ office", SENT_ZH),
    ("把购物清单给我打印出来", "购物清单 @ office", SENT_ZH),
    ("购物清单帮我打印一下", "购物清单 @ office", SENT_ZH),
    ("打出购物清单", "购物清单 @ office", SENT_ZH),
    ("打印待办清单购物清单", "购物清单 @ office", SENT_ZH),
    ("打印购物清单呗", "购物清单 @ office", SENT_ZH),
    ("請幫我把購物清單列印出來", "购物清单 @ office", SENT_ZH),
    ("購物清單列印兩份", "购物清单 @ office x 2", SENT_ZH),
    ("用辦公室的印表機列印购物清单", "购物清单 @ office", SENT_ZH),
    ("用書房的印表機列印購物清單", "购物清单 @ study", SENT_STUDY_ZH),
    ("用书房的印表機列印購物清單", "购物清单 @ study", SENT_STUDY_ZH),
    ("购物清单打两份", "购物清单 @ office x 2", SENT_ZH),
    ("帮我打两份购物清单", "购物清单 @ office x 2", SENT_ZH),
    ("打印购物清单，一共两份", "购物清单 @ office x 2", SENT_ZH),
    ("用打印机打印购物清单", "购物清单 @ office", SENT_ZH),
    ("把购物清单发送到办公室的打印机", "购物清单 @ office", SENT_ZH),
    ("让书房的打印机打印购物清单", "购物清单 @ study", SENT_STUDY_ZH),
    ("用书房的打印机帮我打印购物清单", "购物清单 @ study", SENT_STUDY_ZH),
    ("用彩色打印购物清单", "购物清单 @ study", SENT_STUDY_ZH),
    ("打印常用文档口算题", "2 + 2 = @ office", SENT_ZH),
    ("打印名为口算题的文档", "2 + 2 = @ office", SENT_ZH),
    ("打一份口算题", "2 + 2 = @ office x 1", SENT_ZH),
    ("打印我今天的日程", "Agenda Today @ office", SENT_ZH),
    ("打一下明天的日程", "Agenda Tomorrow @ office", SENT_ZH),
    ("打印学校日历明天的日程", "学校 Tomorrow @ office", SENT_ZH),
    ("列印明天的行事曆", "Agenda Tomorrow @ office", SENT_ZH),
    ("列印行事曆", "Agenda Today @ office", SENT_ZH),
    ("把测试页打印出来", "Test page @ office", SENT_ZH),
    ("打张测试页", "Test page @ office", SENT_ZH),
    ("再打一份", "Test page @ office x 1", SENT_ZH),
    ("再帮我打印一次", "Test page @ office x 1", SENT_ZH),
    ("打印上一份文件", "Test page @ office x 1", SENT_ZH),
    ("重新打印上一份文件", "Test page @ office x 1", SENT_ZH),
    ("重新打印最后一份文件，两份", "Test page @ office x 2", SENT_ZH),
    ("刚才的文件再打印三份", "Test page @ office x 3", SENT_ZH),
    ("再把它打印一次", "Test page @ office x 3", SENT_ZH),
    ("把刚才打印的文件再打印一次", "Test page @ office x 3", SENT_ZH),
    ("重印一次", "Test page @ office x 3", SENT_ZH),
    ("重打一份", "Test page @ office x 1", SENT_ZH),
    ("现在打印机在干什么", None, "Office printer"),
    ("查一下打印机状态", None, "Office printer"),
    ("打印机是什么状态", None, "Office printer"),
    ("打印机还在打印吗？", None, "Office printer"),
    ("印表機在做什麼", None, "Office printer"),
    ("正在打印什么？", None, "Office printer"),
    ("打完了没有", None, "还没有"),
    ("打好了吗", None, "还没有"),
    ("打印了吗", None, "还没有"),
    ("打印好没有", None, "还没有"),
    ("是不是打印完了", None, "还没有"),
    ("还没打印好吗", None, "还没有"),
    ("打印任务怎么样了", None, "还没有"),
    ("上一份文件打印好了吗", None, "还没有"),
    ("打印好了吗，谢谢", None, "还没有"),
    ("口算题打印好了吗", None, "“口算题”已发送"),
    ("购物清单打出来了吗？", None, "“购物清单”已发送"),
    ("Maths sheet打印好了吗", None, "最近没有打印过“maths sheet”"),
    # Refused with a reason
    ("打印十一份购物清单", None, TOO_MANY_ZH),
    ("打印11份购物清单", None, TOO_MANY_ZH),
    ("打印100份口算题", None, TOO_MANY_ZH),
    ("打印1000份购物清单", None, TOO_MANY_ZH),
    ("打印购物清单0份", None, TOO_MANY_ZH),
    ("打印零份购物清单", None, TOO_MANY_ZH),
    ("把购物清单打印二十五份", None, TOO_MANY_ZH),
    ("打印一百份购物清单", None, TOO_MANY_ZH),
    ("打印三百份购物清单", None, TOO_MANY_ZH),
    ("打印两千份口算题", None, TOO_MANY_ZH),
    ("再打印五十份", None, TOO_MANY_ZH),
    ("在厨房打印购物清单", None, "“厨房”没有可以使用的打印机"),
    # Not ours
    ("打印秘密清单", None, ""),
    ("打印假期清单", None, ""),
    ("打印", None, ""),
    ("打印一下", None, ""),
    ("打印点什么", None, ""),
    ("不要打印购物清单", None, ""),
    ("别打印购物清单", None, ""),
    ("我明天去单位打印购物清单", None, ""),
    ("谁打印了购物清单", None, ""),
    ("怎么打印购物清单", None, ""),
    ("打印购物清单和秘密清单", None, ""),
    ("购物清单", None, ""),
    ("打印1.5份购物清单", None, ""),
    ("打印-1份购物清单", None, NOT_UNDERSTOOD_ZH),
    ("打印两份购物清单三份", None, NOT_UNDERSTOOD_ZH),
    ("用书房的打印机打印购物清单到办公室", None, NOT_UNDERSTOOD_ZH),
    ("打印半份购物清单", None, ""),
    ("打印购物清单吗", None, ""),
    ("一会儿打印购物清单", None, ""),
    ("提醒我打印购物清单", None, ""),
    ("妈妈打印购物清单", None, ""),
    ("别再打印一次", None, ""),
    ("用所有打印机打印购物清单", None, ""),
    ("打购物清单", None, ""),
    ("打印两份", None, ""),
    ("两份购物清单", None, ""),
    ("打印大后天的日程", None, ""),
    ("打印文件", None, ""),
    ("购物清单打印好了", None, ""),
    ("任务完成了吗", None, ""),
    ("书房怎么样了", None, ""),
    ("彩色怎么样", None, ""),
    ("打印纸没了", None, ""),
    ("用月球上的打印机打印购物清单", None, ""),
    ("打开打印机", None, ""),
    ("停止打印购物清单", None, "已经发到打印机"),
    ("打印购物清单了吗", None, ""),
    ("再打一次", None, ""),
    ("打电话给妈妈", None, ""),
    ("打印机里的纸够不够", None, ""),
)


@pytest.mark.timeout(240)
async def test_english(home: Home) -> None:
    """English is understood."""
    assert len(ENGLISH) >= 60
    assert sum(expected is None for _, expected, _ in ENGLISH) >= 20
    await check(home, "en", ENGLISH, home.satellite_id)


@pytest.mark.timeout(240)
async def test_chinese(home: Home) -> None:
    """Chinese is understood in a home with English as its language."""
    assert len(CHINESE) >= 60
    assert sum(expected is None for _, expected, _ in CHINESE) >= 20
    await check(home, "zh-CN", CHINESE, home.satellite_id)


async def test_either_language_in_either(home: Home) -> None:
    """Both languages are understood in any pipeline, and answered in kind."""
    said = await home.say("打印购物清单", language="en", satellite_id=home.satellite_id)
    assert said.endswith(SENT_ZH)
    said = await home.say(
        "print the shopping list", language="zh-CN", satellite_id=home.satellite_id
    )
    assert said.endswith(SENT)
    assert home.printed() == ["购物清单 @ office", "Shopping list @ office"]


@pytest.mark.parametrize(
    "language",
    ["en-US", "en-GB", "zh", "zh-cn", "zh-CN", "zh-Hans", "zh-TW", "zh-HK", "de"],
)
async def test_languages_of_pipelines(home: Home, language: str) -> None:
    """Both languages are understood in pipelines of any language."""
    for text, said in (("Print my groceries, please!", SENT), ("打印買菜。", SENT_ZH)):
        answer = await home.say(text, language=language, satellite_id=home.satellite_id)
        assert answer.endswith(said)
    for text in ("print the holiday list", "打印假期清单"):
        said = await home.say(text, language=language)
        assert not said.startswith(("Sent", "已把"))
    assert home.printed() == ["Shopping list @ office", "购物清单 @ office"]


async def test_built_in_sentences_still_work(home: Home) -> None:
    """Home Assistant's own sentences work as before."""
    assert await home.say("turn on the kitchen light") == "Turned on the light"
    assert await home.say("打开厨房灯", language="zh-CN")
    assert [call.data["entity_id"] for call in home.lights] == [
        ["light.kitchen"],
        ["light.chufang"],
    ]
    assert await home.say("add milk to my shopping list") == "Added milk"
    await home.say("把牛奶添加到购物清单", language="zh-CN")
    for name in ("Shopping list", "购物清单"):
        state = home.hass.states.get(home.entity_id(name))
        assert state
        assert state.state == "1", name
    assert home.printed() == []
