"""Chinese: options of a print, days, the weather, notes, the queue and its end."""

from typing import Final

from .conftest import Home, Row, check

SENT: Final = "发送到彩色打印机。"
SUMS: Final = "已把“口算题”发送到彩色打印机。"
AGENDA: Final = "已把“Agenda（"
FORECAST: Final = "已把“天气”发送到彩色打印机。"
NAMED_FORECAST: Final = "已把“Forecast Home”发送到彩色打印机。"
NOTE: Final = "已把“便条”发送到彩色打印机。"
NOT_UNDERSTOOD: Final = "没听明白要打印什么"

OPTIONS: Final[tuple[Row, ...]] = (
    # What is said, what is printed, a part of the answer
    ("彩色打印口算题", "2 + 2 = @ study, color", SUMS),
    ("打印彩色的口算题", "2 + 2 = @ study, color", SUMS),
    ("帮我彩色打印一下口算题。", "2 + 2 = @ study, color", SUMS),
    ("把口算题彩色打印出来", "2 + 2 = @ study, color", SUMS),
    ("打一份彩色的口算题", "2 + 2 = @ study x 1, color", SUMS),
    ("彩印一份口算题", "2 + 2 = @ study x 1, color", SUMS),
    (
        "黑白打印购物清单",
        "购物清单 @ study, monochrome",
        "已把“购物清单”发送到彩色打印机。",
    ),
    ("打印一份黑白的购物清单", "购物清单 @ study x 1, monochrome", SENT),
    ("打印购物清单，黑白的就行", "购物清单 @ study, monochrome", SENT),
    ("双面打印口算题", "2 + 2 = @ study, duplex", SUMS),
    ("麻烦把口算题双面打印两份，谢谢", "2 + 2 = @ study x 2, duplex", SUMS),
    ("打印两份双面的口算题", "2 + 2 = @ study x 2, duplex", SUMS),
    ("打印口算题，双面", "2 + 2 = @ study, duplex", SUMS),
    ("正反面打印口算题", "2 + 2 = @ study, duplex", SUMS),
    ("單面列印購物清單", "购物清单 @ study, oneside", SENT),
    ("购物清单只打单面", "购物清单 @ study, oneside", SENT),
    ("口算题打印两份，要彩色的", "2 + 2 = @ study x 2, color", SUMS),
    ("彩色双面打印口算题三份", "2 + 2 = @ study x 3, color, duplex", SUMS),
    ("双面彩色打印三份口算题", "2 + 2 = @ study x 3, color, duplex", SUMS),
    ("打印口算题，彩色，双面，两份", "2 + 2 = @ study x 2, color, duplex", SUMS),
    ("用书房的打印机彩色打印口算题", "2 + 2 = @ study, color", SUMS),
    ("在书房双面打印口算题", "2 + 2 = @ study, duplex", SUMS),
    (
        "双面打印购物清单，用办公室的打印机",
        "购物清单 @ office, duplex",
        "已把“购物清单”发送到Office printer。",
    ),
    (
        "打印彩色测试页",
        "Test page @ study, color",
        "已把“Test page”发送到彩色打印机。",
    ),
    ("再打印一次，要彩色的", "Test page @ study, color", SENT),
    ("再打印两份黑白的", "Test page @ study x 2, monochrome", SENT),
    ("重新双面打印上一份文件", "Test page @ study x 2, monochrome, duplex", SENT),
    ("给我来两份口算题，要打印出来的", None, ""),
    # Contradictions, and what is no option
    ("彩色打印口算题，要黑白的", None, NOT_UNDERSTOOD),
    ("双面打印口算题，单面", None, NOT_UNDERSTOOD),
    ("打印红色的口算题", None, ""),
    ("彩色打印", None, ""),
    ("双面打印", None, ""),
    ("不要彩色打印口算题", None, ""),
    ("别双面打印口算题", None, ""),
    ("彩色打印贵不贵", None, ""),
    ("口算题是彩色的吗", None, ""),
    ("能彩色打印吗", None, ""),
    ("彩色的口算题", None, ""),
)

DAYS: Final[tuple[Row, ...]] = (
    # On Thursday, November 26
    ("打印本周日程", "Agenda Today, 4 days @ study", AGENDA),
    ("打印这周的日程", "Agenda Today, 4 days @ study", AGENDA),
    ("打印这个星期的安排", "Agenda Today, 4 days @ study", AGENDA),
    ("帮我打印一下下周的日程", "Agenda Mon, Nov 30, 7 days @ study", AGENDA),
    ("把下星期的日程打印出来", "Agenda Mon, Nov 30, 7 days @ study", AGENDA),
    (
        "彩色打印下周的日程",
        "Agenda Mon, Nov 30, 7 days @ study, color",
        AGENDA,
    ),
    (
        "打印周五的日程",
        "Agenda Tomorrow @ study",
        "已把“Agenda（11月27日周五）”发送到彩色打印机。",
    ),
    ("打印星期一的日程", "Agenda Mon, Nov 30 @ study", AGENDA),
    ("打印礼拜天的安排", "Agenda Sun, Nov 29 @ study", AGENDA),
    ("打印周四的日程", "Agenda Today @ study", AGENDA),
    ("打印本周六的日程", "Agenda Sat, Nov 28 @ study", AGENDA),
    ("打印这周日的日程", "Agenda Sun, Nov 29 @ study", AGENDA),
    ("打印下周五的日程", "Agenda Fri, Dec 4 @ study", AGENDA),
    ("打印下週一的行程", "Agenda Mon, Nov 30 @ study", AGENDA),
    ("打印后天的日程", "Agenda Sat, Nov 28 @ study", AGENDA),
    ("打印周末的日程", "Agenda Sat, Nov 28, 2 days @ study", AGENDA),
    ("打印学校下周的日程", "学校 Mon, Nov 30, 7 days @ study", "已把“学校（"),
    ("打印周五学校的安排", "学校 Tomorrow @ study", "已把“学校（"),
    ("打印两份下周的日程", "Agenda Mon, Nov 30, 7 days @ study x 2", AGENDA),
    # Ambiguous or past days, and other sentences
    ("打印本周一的日程", None, "已经过去"),
    ("打印上周的日程", None, ""),
    ("打印上周五的日程", None, ""),
    # “打印下” is not taken for what precedes another day
    ("打印一下下周五的日程", "Agenda Fri, Dec 4 @ study", AGENDA),
    ("打印下这周末的日程", "Agenda Sat, Nov 28, 2 days @ study", AGENDA),
    ("打印下周末的日程", None, NOT_UNDERSTOOD),
    ("打印下週末的行程", None, NOT_UNDERSTOOD),
    ("打印下下周的日程", None, NOT_UNDERSTOOD),
    ("打印下下个礼拜学校的安排", None, NOT_UNDERSTOOD),
    ("打印学校下下周五的日程", None, NOT_UNDERSTOOD),
    ("彩色打印下下周三的日程", None, NOT_UNDERSTOOD),
    ("打印周一和周二的日程", None, ""),
    ("打印周一的日程，周二的", None, ""),
    ("打印下个月的日程", None, ""),
    ("打印周五", None, ""),
    ("周五打印日程", None, ""),
    ("下周提醒我打印日程", None, ""),
    ("打印本周", None, ""),
)

WEATHER: Final[tuple[Row, ...]] = (
    ("打印天气预报", "Forecast Home @ study", FORECAST),
    ("打印天气", "Forecast Home @ study", FORECAST),
    ("打印今天的天气", "Forecast Home @ study", FORECAST),
    ("把明天的天气预报打印出来", "Forecast Home @ study", FORECAST),
    ("打印一下这周的天气预报", "Forecast Home @ study", FORECAST),
    ("帮我打一张天气预报", "Forecast Home @ study x 1", FORECAST),
    ("打印两份天气预报", "Forecast Home @ study x 2", FORECAST),
    ("彩色打印天气预报", "Forecast Home @ study, color", FORECAST),
    ("列印天氣預報", "Forecast Home @ study", FORECAST),
    ("打印Forecast Home的天气", "Forecast Home @ study", NAMED_FORECAST),
    (
        "用办公室的打印机打印天气预报",
        "Forecast Home @ office",
        "发送到Office printer。",
    ),
    ("打印昨天的天气", None, ""),
    ("打印上海的天气", None, ""),
    ("打印下个月的天气", None, ""),
)

NOTES: Final[tuple[Row, ...]] = (
    (
        "打印一张便条：晚饭在烤箱里，记得热一下！",
        "晚饭在烤箱里，记得热一下！ @ study x 1",
        NOTE,
    ),
    (
        "帮我打印一张纸条，写着“妈妈，我去图书馆了。”",
        "妈妈，我去图书馆了。 @ study x 1",
        NOTE,
    ),
    (
        "打印便签： 牛奶、鸡蛋、Bread 两袋",
        "牛奶、鸡蛋、Bread 两袋 @ study",
        NOTE,
    ),
    ("打印一条留言：明天8:30开会", "明天8:30开会 @ study x 1", NOTE),
    ("打一张便条，内容是请勿打扰", "请勿打扰 @ study x 1", NOTE),
    ("打印一张便条上面写着谢谢", "谢谢 @ study x 1", NOTE),
    (
        "用办公室的打印机打印一张便条：六点回来",
        "六点回来 @ office x 1",
        "已把“便条”发送到Office printer。",
    ),
    ("打印两张便条：禁止停车", "禁止停车 @ study x 2", NOTE),
    ("彩色打印一张便条：生日快乐", "生日快乐 @ study x 1, color", NOTE),
    ("列印一張便條：記得關門", "記得關門 @ study x 1", NOTE),
    ("打印个便条：打印一张便条：好", "打印一张便条：好 @ study", NOTE),
    # No text, or no request
    ("打印一张便条", None, "要写什么"),
    ("打印一张便条，谢谢", None, "要写什么"),
    ("打印一张便条写着", None, "要写什么"),
    ("打印一张便条：“……”", None, "要写什么"),
    ("打印一张便条怎么弄", None, ""),
    ("打印一张便条给妈妈", None, ""),
    ("记一张便条：买牛奶", None, ""),
    ("我打印了一张便条：你好", None, ""),
    ("别打印便条：你好", None, ""),
    ("打印十一张便条：你好", None, "一次最多打印 10 份"),
)

QUEUE: Final[tuple[Row, ...]] = (
    ("还有几个打印任务在等？", None, "没有在等待打印的文档"),
    ("有多少打印任务在排队", None, "没有在等待打印的文档"),
    ("打印队列里有几份文件", None, "没有在等待打印的文档"),
    ("有几份文件在等着打印", None, "没有在等待打印的文档"),
    ("还有什么没打印", None, "没有在等待打印的文档"),
    ("书房的打印机有几个任务在排队", None, "没有在等待打印的文档"),
    ("打印队列是空的吗？", None, "没有在等待打印的文档"),
    ("取消打印", None, "没有在等待打印的文档"),
    ("取消打印任务", None, "没有在等待打印的文档"),
    ("取消所有打印任务", None, "没有在等待打印的文档"),
    ("把排队的打印任务都取消", None, "没有在等待打印的文档"),
    ("清空打印队列", None, "没有在等待打印的文档"),
    ("别打印了", None, "没有在等待打印的文档"),
    ("别打了", None, "没有在等待打印的文档"),
    ("把它移到书房打印", None, "没有在等待打印的文档"),
    ("停止打印", None, "没有在等待打印的文档"),
    ("取消打印购物清单", None, "最近没有打印过“购物清单”"),
    ("取消口算题的打印", None, "最近没有打印过“口算题”"),
    ("书房的打印机在线吗？", None, "是的，彩色打印机在线。"),
    ("書房的印表機離線了嗎", None, "没有，彩色打印机在线。"),
    ("办公室的打印机在线吗", None, "不在线，服务显示Office printer离线。"),
    ("办公室的打印机是不是离线了", None, "是的，服务显示Office printer离线。"),
    ("打印机在线吗", None, "彩色打印机在线。"),
    ("书房的打印机忙不忙", None, "不忙，彩色打印机空闲。"),
    ("书房的打印机空闲吗", None, "是的，彩色打印机空闲。"),
    ("书房的打印机能用吗", None, "是的，彩色打印机空闲。"),
    ("书房的打印机在打印吗", None, "没有，彩色打印机空闲。"),
    ("取消", None, ""),
    ("取消购物清单", None, ""),
    ("不要取消打印任务", None, ""),
    ("为什么取消打印", None, ""),
    ("打印机没墨了", None, ""),
    ("打印机在哪里", None, ""),
    ("书房在线吗", None, ""),
    ("有几份文件", None, ""),
    ("停止", None, ""),
)


async def test_options(home: Home) -> None:
    """Colour, sides and copies are said in any order."""
    await check(home, "zh-CN", OPTIONS, home.study_satellite_id)


async def test_days(home: Home) -> None:
    """Weeks and weekdays are the next ones; past days are refused."""
    await check(home, "zh-CN", DAYS, home.study_satellite_id)


async def test_weather(home: Home) -> None:
    """The forecast of the exposed weather entity is printed."""
    await check(home, "zh-CN", WEATHER, home.study_satellite_id)


async def test_notes(home: Home) -> None:
    """A note is printed as it was said."""
    await check(home, "zh-CN", NOTES, home.study_satellite_id)


async def test_queue(home: Home) -> None:
    """Questions are answered as they were asked, and nothing is printed."""
    home.study.online_status, home.office.online_status = "1", "0"
    await home.account.runtime_data.coordinator.async_refresh()
    await check(home, "zh-CN", QUEUE, home.study_satellite_id)
