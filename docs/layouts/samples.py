"""What the pictures of the layouts show: a family's week, in two languages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
import json
from pathlib import Path
from typing import Any, Final

from babel.dates import format_skeleton

from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.layouts.labels import SHEETS
from custom_components.cloudprint.document.layouts.models import (
    Agenda,
    AgendaDay,
    AgendaEvent,
    Checklist,
    ChecklistGroup,
    ChecklistItem,
    Fact,
    Forecast,
    ForecastStep,
    LinkSheet,
    LinkText,
    Note,
    Snapshot,
)
from custom_components.cloudprint.document.layouts.planner import (
    Planner,
    PlannerBand,
    PlannerItem,
)
from custom_components.cloudprint.document.pictures.line_art import draw_lines
from custom_components.cloudprint.document.sums import SIGNS, make_sums
from custom_components.cloudprint.source.pages.kinds.chart import Chart
from custom_components.cloudprint.source.pages.kinds.labels import Labels
from custom_components.cloudprint.source.pages.kinds.worksheet import Worksheet
from tests.samples.drawings import cat, encode  # noqa: TID251 - as the tests have it

CHECKLISTS: Final = {
    "en": Checklist(
        title="Weekend",
        subtitle="Friday, October 16",
        language="en",
        groups=[
            ChecklistGroup(
                heading="Overdue",
                items=[
                    ChecklistItem(
                        summary="Return the library books", due="Wed, Oct 14"
                    ),
                ],
            ),
            ChecklistGroup(
                heading="Today",
                items=[
                    ChecklistItem(
                        summary="Pick up the parcel at the pharmacy",
                        due="18:00",
                        description="Bring the card and an ID.",
                    ),
                    ChecklistItem(summary="Call Grandma", is_done=True),
                    ChecklistItem(
                        summary="Move the laundry to the dryer", is_done=True
                    ),
                ],
            ),
            ChecklistGroup(
                heading="Saturday, October 17",
                items=[
                    ChecklistItem(
                        summary="Buy bread, oat milk and a birthday card for Jonas",
                        due="10:00",
                    ),
                    ChecklistItem(summary="Water the tomatoes"),
                    ChecklistItem(
                        summary="Take the bikes to the workshop",
                        description="Rear brake squeaks, front light is loose.",
                    ),
                ],
            ),
            ChecklistGroup(
                heading="No date",
                items=[
                    ChecklistItem(summary="Descale the coffee machine"),
                    ChecklistItem(summary="New filter for the ventilation, F7"),
                ],
            ),
        ],
    ),
    "zh-Hans": Checklist(
        title="周末清单",
        subtitle="10月16日 星期五",
        language="zh-Hans",
        groups=[
            ChecklistGroup(
                heading="已过期",
                items=[ChecklistItem(summary="去图书馆还书", due="10月14日 周三")],
            ),
            ChecklistGroup(
                heading="今天",
                items=[
                    ChecklistItem(
                        summary="去菜鸟驿站取快递",
                        due="18:00",
                        description="取件码在妈妈的手机里，记得带身份证。",
                    ),
                    ChecklistItem(summary="给奶奶打电话", is_done=True),
                    ChecklistItem(summary="把洗好的衣服晾起来", is_done=True),
                ],
            ),
            ChecklistGroup(
                heading="10月17日 星期六",
                items=[
                    ChecklistItem(
                        summary="买面包、燕麦奶，再给小宇挑一张生日贺卡", due="10:00"
                    ),
                    ChecklistItem(summary="给番茄浇水"),
                    ChecklistItem(
                        summary="把自行车送去修理",
                        description="后刹车有异响，前灯松动。",
                    ),
                ],
            ),
            ChecklistGroup(
                heading="未安排日期",
                items=[
                    ChecklistItem(summary="给咖啡机除垢"),
                    ChecklistItem(summary="更换新风系统的 F7 滤芯"),
                ],
            ),
        ],
    ),
}

AGENDAS: Final = {
    "en": Agenda(
        title="Family calendar",
        subtitle="October 16 – 18",
        language="en",
        empty="No events",
        days=[
            AgendaDay(
                heading="Friday, October 16",
                events=[
                    AgendaEvent(time="All day", summary="Paper and cardboard bin"),
                    AgendaEvent(
                        time="7:45 – 8:30",
                        summary="Parents' breakfast",
                        location="Primary school, room 12",
                    ),
                    AgendaEvent(
                        time="14:00 – 15:15",
                        summary="Dentist, Mia",
                        location="Dr. Weber, 4 Station Road",
                        description="Bring the insurance card.",
                    ),
                    AgendaEvent(time="18:30 – 20:00", summary="Choir"),
                ],
            ),
            AgendaDay(
                heading="Saturday, October 17",
                events=[
                    AgendaEvent(
                        time="10:00 – 12:00",
                        summary="Swimming lesson",
                        location="Westside pool",
                    ),
                    AgendaEvent(
                        time="15:30 – 18:00",
                        summary="Jonas turns eight: birthday party",
                        location="Climbing hall",
                        description="Present is in the wardrobe.\nPick-up at six.",
                    ),
                ],
            ),
            AgendaDay(heading="Sunday, October 18", events=[]),
        ],
    ),
    "zh-Hans": Agenda(
        title="家庭日历",
        subtitle="10月16日至18日",
        language="zh-Hans",
        empty="没有日程",
        days=[
            AgendaDay(
                heading="10月16日 星期五",
                events=[
                    AgendaEvent(time="全天", summary="回收旧纸箱"),
                    AgendaEvent(
                        time="7:45 – 8:30",
                        summary="家长早餐会",
                        location="实验小学 12 班教室",
                    ),
                    AgendaEvent(
                        time="14:00 – 15:15",
                        summary="小敏看牙医",
                        location="车站路 4 号，魏医生诊所",
                        description="带上医保卡。",
                    ),
                    AgendaEvent(time="18:30 – 20:00", summary="合唱团排练"),
                ],
            ),
            AgendaDay(
                heading="10月17日 星期六",
                events=[
                    AgendaEvent(
                        time="10:00 – 12:00", summary="游泳课", location="城西游泳馆"
                    ),
                    AgendaEvent(
                        time="15:30 – 18:00",
                        summary="小宇八岁生日会",
                        location="攀岩馆",
                        description="礼物在衣柜里。\n六点去接孩子。",
                    ),
                ],
            ),
            AgendaDay(heading="10月18日 星期日", events=[]),
        ],
    ),
}

_CONDITIONS: Final = {
    "sunny": ("Sunny", "晴"),
    "clear-night": ("Clear", "晴"),
    "partlycloudy": ("Partly cloudy", "多云"),
    "cloudy": ("Cloudy", "阴"),
    "rainy": ("Rainy", "雨"),
    "pouring": ("Pouring", "暴雨"),
    "lightning-rainy": ("Thunderstorm", "雷阵雨"),
    "fog": ("Fog", "雾"),
    "windy": ("Windy", "有风"),
}
_HOURS: Final = (
    ("8:00", "fog", "9°", "0%"),
    ("10:00", "partlycloudy", "12°", "0%"),
    ("12:00", "sunny", "16°", "5%"),
    ("14:00", "partlycloudy", "18°", "10%"),
    ("16:00", "cloudy", "17°", "30%"),
    ("18:00", "rainy", "15°", "70%"),
    ("20:00", "rainy", "13°", "60%"),
    ("22:00", "clear-night", "11°", "10%"),
)
_DAYS: Final = (
    (
        ("Sat, Oct 17", "10月17日 周六"),
        "pouring",
        "16°",
        "11°",
        "12\N{NO-BREAK SPACE}mm",
        "24\N{NO-BREAK SPACE}km/h",
    ),
    (
        ("Sun, Oct 18", "10月18日 周日"),
        "lightning-rainy",
        "19°",
        "12°",
        "8\N{NO-BREAK SPACE}mm",
        "31\N{NO-BREAK SPACE}km/h",
    ),
    (
        ("Mon, Oct 19", "10月19日 周一"),
        "windy",
        "15°",
        "8°",
        "0.4\N{NO-BREAK SPACE}mm",
        "46\N{NO-BREAK SPACE}km/h",
    ),
    (
        ("Tue, Oct 20", "10月20日 周二"),
        "partlycloudy",
        "14°",
        "6°",
        "0\N{NO-BREAK SPACE}mm",
        "18\N{NO-BREAK SPACE}km/h",
    ),
    (
        ("Wed, Oct 21", "10月21日 周三"),
        "sunny",
        "17°",
        "5°",
        "0\N{NO-BREAK SPACE}mm",
        "9\N{NO-BREAK SPACE}km/h",
    ),
    (
        ("Thu, Oct 22", "10月22日 周四"),
        "sunny",
        "19°",
        "7°",
        "0\N{NO-BREAK SPACE}mm",
        "7\N{NO-BREAK SPACE}km/h",
    ),
)
_WEATHER_TEXTS: Final = (
    {
        "title": "Weather at home",
        "subtitle": "Friday, October 16",
        "hours": "Today",
        "days": "The next days",
        "facts": ("Feels like", "Wind", "Humidity", "Pressure"),
        "values": (
            "10\N{NO-BREAK SPACE}°C",
            "12\N{NO-BREAK SPACE}km/h SW",
            "84\N{NO-BREAK SPACE}%",
            "1018\N{NO-BREAK SPACE}hPa",
        ),
    },
    {
        "title": "家里的天气",
        "subtitle": "10月16日 星期五",
        "hours": "今天",
        "days": "未来几天",
        "facts": ("体感温度", "风", "湿度", "气压"),
        "values": (
            "10\N{NO-BREAK SPACE}°C",
            "西南风 12\N{NO-BREAK SPACE}km/h",
            "84\N{NO-BREAK SPACE}%",
            "1018\N{NO-BREAK SPACE}hPa",
        ),
    },
)


def forecast(language: str) -> Forecast:
    """Return the weather of a week in October."""
    number = ("en", "zh-Hans").index(language)
    texts = _WEATHER_TEXTS[number]
    return Forecast(
        title=str(texts["title"]),
        subtitle=str(texts["subtitle"]),
        language=language,
        condition="partlycloudy",
        description=_CONDITIONS["partlycloudy"][number],
        temperature="12\N{NO-BREAK SPACE}°C",
        facts=[
            Fact(name=name, value=value)
            for name, value in zip(texts["facts"], texts["values"], strict=True)
        ],
        hours_heading=str(texts["hours"]),
        hours=[
            ForecastStep(
                heading=heading,
                condition=condition,
                description=_CONDITIONS[condition][number],
                temperature=temperature,
                precipitation=precipitation,
            )
            for heading, condition, temperature, precipitation in _HOURS
        ],
        days_heading=str(texts["days"]),
        days=[
            ForecastStep(
                heading=headings[number],
                condition=condition,
                description=_CONDITIONS[condition][number],
                temperature=high,
                low=low,
                precipitation=precipitation,
                wind=wind,
            )
            for headings, condition, high, low, precipitation, wind in _DAYS
        ],
    )


_WEEK_DAYS: Final = (
    (("Mon, Oct 12", "10月12日周一"), "cloudy", "14°", "8°", "0.2\N{NO-BREAK SPACE}mm"),
    (("Tue, Oct 13", "10月13日周二"), "rainy", "12°", "7°", "6\N{NO-BREAK SPACE}mm"),
    (("Wed, Oct 14", "10月14日周三"), "pouring", "11°", "7°", "14\N{NO-BREAK SPACE}mm"),
    (("Thu, Oct 15", "10月15日周四"), "windy", "13°", "6°", "1\N{NO-BREAK SPACE}mm"),
    (("Fri, Oct 16", "10月16日周五"), "partlycloudy", "16°", "5°", None),
    (("Sat, Oct 17", "10月17日周六"), "sunny", "18°", "7°", None),
    (("Sun, Oct 18", "10月18日周日"), "sunny", "19°", "9°", None),
)
# The name of each row in both languages, its mark, and its items: the first and the last
# day, the time, and what it is in both languages.
_WEEK_ROWS: Final = (
    (
        ("Family", "全家"),
        "frame",
        (
            (0, 0, "", "Paper and cardboard bin", "回收旧纸箱"),
            (2, 2, "20:00 – 21:30", "Parents' evening", "家长会"),
            (4, 6, "", "Grandma and Grandpa visit →", "爷爷奶奶来做客 →"),
            (
                5,
                5,
                "15:30 – 18:00",
                "Jonas turns eight: party, climbing hall",
                "小宇八岁生日会，攀岩馆",
            ),
            (6, 6, "11:00", "Brunch at Café Linde", "全家喝早茶"),
        ),
    ),
    (
        ("Mia", "小敏"),
        "frame",
        (
            (0, 0, "16:00 – 17:00", "Piano lesson", "钢琴课"),
            (1, 3, "", "Class trip to the sea", "去海边的班级旅行"),
            (4, 4, "14:00 – 15:15", "Dentist, Dr. Weber", "看牙医，魏医生"),
            (5, 5, "10:00 – 12:00", "Swimming", "游泳课"),
        ),
    ),
    (
        ("Jonas", "小宇"),
        "frame",
        (
            (0, 0, "17:30 – 19:00", "Football training", "足球训练"),
            (1, 1, "8:15 – 9:00", "Math test", "数学测验"),
            (2, 2, "17:30 – 19:00", "Football training", "足球训练"),
            (3, 3, "15:00 – 17:00", "At Paul's", "去保罗家玩"),
            (5, 5, "", "Birthday", "生日"),
        ),
    ),
    (
        ("Mom", "妈妈"),
        "frame",
        (
            (0, 1, "", "Trade fair in Cologne", "上海出差"),
            (3, 3, "9:30 – 11:00", "Team meeting", "部门例会"),
            (3, 3, ("from 22:00", "22:00 起"), "Night shift", "夜班"),
            (4, 4, ("until 6:00", "至 6:00"), "Night shift", "夜班"),
            (4, 4, "18:30 – 20:00", "Choir", "合唱团排练"),
        ),
    ),
    (
        ("Dad", "爸爸"),
        "frame",
        (
            (0, 0, "7:45 – 8:30", "Parents' breakfast", "家长早餐会"),
            (1, 1, "19:00", "Tennis with Ole", "和老李打网球"),
            (2, 2, "12:30", "Lunch with Ms. Kaya", "和王经理吃午饭"),
            (4, 4, "17:00", "Pick up the cake", "取蛋糕"),
        ),
    ),
    (
        ("Chores", "家务"),
        "box",
        (
            (0, 0, "", "Water the plants", "浇花"),
            (1, 1, "18:00", "Pick up the parcel", "取快递"),
            (3, 3, "", "Clean the bathroom", "打扫卫生间"),
            (4, 4, "", "Change the beds in the guest room", "给客房换床单"),
            (5, 5, "9:00", "Buy bread and candles", "买面包和蜡烛"),
        ),
    ),
    (
        ("Chores, any day", "家务（不限日期）"),
        "box",
        (
            (0, 0, "", "Descale the coffee machine", "给咖啡机除垢"),
            (1, 1, "", "Take the bikes to the workshop", "把自行车送去修理"),
            (2, 2, "", "Call the chimney sweep", "联系物业检修"),
        ),
    ),
    (
        ("Dinner", "晚餐"),
        "",
        (
            (0, 0, "", "Pasta with pesto", "番茄鸡蛋面"),
            (1, 1, "", "Lentil soup", "清炒时蔬、米饭"),
            (2, 2, "", "Pancakes", "红烧排骨"),
            (3, 3, "", "Fried rice", "扬州炒饭"),
            (4, 4, "", "Fish and potatoes", "清蒸鲈鱼"),
            (5, 5, "", "Pizza with the guests", "火锅"),
            (6, 6, "", "Leftovers", "饺子"),
        ),
    ),
)


def planner(language: str) -> Planner:
    """Return a family's week in October."""
    number = ("en", "zh-Hans").index(language)
    return Planner(
        title=("Our week", "一周计划")[number],
        subtitle=("October 12 – 18, 2026", "2026年10月12日至18日")[number],
        language=language,
        more=("+{count} more", "还有 {count} 项")[number],
        days=[
            ForecastStep(
                heading=headings[number],
                condition=condition,
                description="",
                temperature=high,
                low=low,
                precipitation=precipitation,
            )
            for headings, condition, high, low, precipitation in _WEEK_DAYS
        ],
        weekend=(5, 6),
        bands=[
            PlannerBand(
                name=names[number],
                mark=mark,
                has_days=names[0] != "Chores, any day",
                items=[
                    PlannerItem(
                        text=texts[number],
                        time=time if isinstance(time, str) else time[number],
                        first=first,
                        last=last,
                    )
                    for first, last, time, *texts in items
                ],
            )
            for names, mark, items in _WEEK_ROWS
        ],
    )


MARKDOWN: Final = {
    "en": """\
Everything for the days when **we are away** and you look after the house. Thank you!

## Every day

- [ ] Feed Miko: one scoop in the morning, one at **18:00**
- [ ] Fresh water, also for the plants on the balcony
- [x] The key is with the neighbours in no. 12

## On Tuesday

| What | Where | When |
|:--|:--|--:|
| Recycling bin | in front of the gate | 7:00 |
| Parcel for Jonas | [pick-up station](https://example.com/station) | 16:30 |
| Window cleaner | lets himself in | 9:15 |

> The alarm arms itself at 23:00. To stop it, enter the code and press `OK`.

1. Heating: leave it at *19 °C*.
2. If the internet is down, press the button on the router for five seconds:

```text
Power  green
WAN    blinks until it is connected, up to 3 minutes
```

Guest Wi-Fi and everything else: https://home.example.com/guests
""",
    "zh-Hans": """\
我们**不在家**的这几天，家里就拜托你了。谢谢！

## 每天

- [ ] 喂米可：早上一勺，**18:00** 再一勺
- [ ] 换干净的水，阳台上的花也要浇
- [x] 钥匙已放在 12 号邻居家

## 星期二

| 事项 | 地点 | 时间 |
|:--|:--|--:|
| 可回收垃圾 | 大门口 | 7:00 |
| 小宇的包裹 | [驿站](https://example.com/station) | 16:30 |
| 擦窗师傅 | 自己会开门 | 9:15 |

> 警报在 23:00 自动布防。如需解除，请输入密码并按 `OK`。

1. 暖气：保持在 *19 °C*。
2. 如果断网，按住路由器上的按钮五秒：

```text
Power  绿色
WAN    闪烁，最长 3 分钟后常亮
```

访客 Wi-Fi 和其他说明：https://home.example.com/guests
""",
}
MARKDOWN_HEADINGS: Final = {
    "en": ("House notes", "Friday, October 16"),
    "zh-Hans": ("看家备忘", "10月16日 星期五"),
}

MESSAGES: Final = {
    "en": Note(
        title="Laundry",
        subtitle="Friday, October 16, 2026 at 18:05",
        language="en",
        text="The washing machine has finished.\nPlease move everything to the dryer.",
    ),
    "zh-Hans": Note(
        title="洗衣机",
        subtitle="2026年10月16日星期五 18:05",
        language="zh-Hans",
        text="洗衣机已经洗好了。\n请把衣服拿到阳台上晾起来。",
    ),
}

_ROWS: Final = (
    ("2026-10-01", "Groceries", "买菜", "84.50"),
    ("2026-10-03", "Train tickets to Hamburg", "去杭州的火车票", "129.00"),
    ("2026-10-07", "Electricity", "电费", "96.20"),
    ("2026-10-09", "Birthday present for Jonas", "小宇的生日礼物", "45.00"),
    ("2026-10-12", "Groceries", "买菜", "71.35"),
    ("2026-10-15", "Printer paper", "打印纸", "12.90"),
)
TABLES: Final = {
    language: "\n".join(
        (header, *(f"{row[0]},{row[number]},{row[3]}" for row in _ROWS))
    )
    for number, (language, header) in enumerate(
        {"en": "Date,What,Amount", "zh-Hans": "日期,项目,金额"}.items(), 1
    )
}
TABLE_TITLES: Final = {"en": "Expenses", "zh-Hans": "家庭开支"}

LONG_AGENDAS: Final = {
    language: replace(
        agenda,
        subtitle={"en": "October 16 – 30", "zh-Hans": "10月16日至30日"}[language],
        days=[
            replace(
                agenda.days[day % 3],
                heading=format_skeleton(
                    "MMMMEEEEd",
                    date(2026, 10, 16 + day),
                    locale=language.replace("-", "_"),
                ),
            )
            for day in range(15)
        ],
    )
    for language, agenda in AGENDAS.items()
}

CHARTS: Final = {
    "en": Chart(
        title="Mia's week",
        subtitle="",
        language="en",
        rows=[
            "Brush teeth in the morning",
            "Make the bed",
            "Feed the cat",
            "Homework",
            "Practice the piano",
            "Tidy the desk",
            "Brush teeth in the evening",
        ],
        days=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        reward="Reward: an evening at the movies",
    ),
    "zh-Hans": Chart(
        title="朵朵的一周",
        subtitle="",
        language="zh-Hans",
        rows=[
            "早上刷牙",
            "整理床铺",
            "喂猫",
            "写作业",
            "练琴二十分钟",
            "收拾书桌",
            "晚上刷牙",
        ],
        days=["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
        reward="奖励：集满 40 个勾，周末去看电影",
    ),
}

NETWORKS: Final = {
    "en": ("Villa Sunshine", "Sunny-0Oo1lI-58"),
    "zh-Hans": ("阳光小屋", "Sunny-0Oo1lI-58"),
}


_TRANSLATIONS: Final = {
    language: Path(__file__).parents[2]
    / f"custom_components/cloudprint/translations/{language}.json"
    for language in NETWORKS
}


def wifi_card(language: str, ssid: str, password: str) -> LinkSheet:
    """Return a card with the Wi-Fi for guests, in both languages."""
    escaped = str.maketrans({each: f"\\{each}" for each in '\\;,:"'})
    both = sorted(("en", "zh-Hans"), key=lambda each: each != language)
    texts = {each: json.loads(_TRANSLATIONS[each].read_text("utf-8")) for each in both}

    def words(name: str) -> list[str]:
        return [texts[each]["common"][f"page_wifi_{name}"] for each in both]

    return LinkSheet(
        title=words("heading")[0],
        subtitle="",
        language=language,
        address=(
            f"WIFI:T:WPA;S:{ssid.translate(escaped)};P:{password.translate(escaped)};;"
        ),
        texts=[
            LinkText(language=each, heading=heading, scan=scan, network=hint)
            for each, heading, scan, hint in zip(
                both, *map(words, ("heading", "scan", "by_hand")), strict=True
            )
        ],
        values=[
            (" · ".join(words("network")), ssid),
            (" · ".join(words("password")), password),
        ],
    )


_LABELS: Final = {
    "en": (
        *("Flour", "Wholemeal flour", "Rice", "Lentils", "Oats", "Raisins"),
        *("Cinnamon", "Cumin", "Bay leaves", "Winter clothes", "Christmas tree lights"),
        *("Cables", "Batteries AA", "Spare keys", "Light bulbs E27"),
        ["Anna Miller", "12 Garden Street", "Springfield 01101"],
        ["Jonas Weber", "7 Harbor Road", "Portland 04101"],
    ),
    "zh-Hans": (
        *("面粉", "全麦面粉", "大米", "红豆", "燕麦", "葡萄干"),
        *("花椒", "八角", "香叶", "冬季衣物", "圣诞树灯串"),
        *("数据线", "五号电池", "备用钥匙", "灯泡 E27"),
        ["张小雨 收", "杭州市西湖区", "文三路 12 号"],
        ["李明 收", "上海市徐汇区", "衡山路 7 号"],
    ),
}


def labels(language: str) -> Labels:
    """Return labels on a sheet whose first two are gone, with outlines."""
    sheet = SHEETS["avery_l7160"]
    texts = [[text] if isinstance(text, str) else text for text in _LABELS[language]]
    padding = sheet.get_padding((4.23, 4.23, 4.23, 4.23))
    return Labels(
        title="",
        subtitle="",
        language=language,
        sheet=sheet,
        places=[None, None, *sheet.fit(texts, padding)],
        padding=padding,
        has_outlines=True,
    )


_WORKSHEET_TEXTS: Final = (
    {
        "title": "Ben's sums",
        "kind": "{signs} up to {largest} \N{MIDDLE DOT} No. {seed}",
        "sums_answers": "Answers",
        "sums_date": "Date",
        "sums_name": "Name",
        "remainder": "{} r {}",
        "sums_right": "Right",
        "sums_time": "Time",
    },
    {
        "title": "口算练习",
        "kind": "{signs} {largest} 以内 \N{MIDDLE DOT} 第 {seed} 号",
        "sums_answers": "答案",
        "sums_date": "日期",
        "sums_name": "姓名",
        "remainder": "{}……{}",
        "sums_right": "答对",
        "sums_time": "用时",
    },
)


def worksheet(
    language: str,
    kinds: Sequence[str] = tuple(SIGNS),
    *,
    columns: int | None = None,
    count: int = 40,
    largest: int = 100,
    seed: int = 4821,
    title: str = "",
    **details: Any,
) -> Worksheet:
    """Return sums of all kinds, with the answers."""
    words = _WORKSHEET_TEXTS[language != "en"]
    sums, _ = make_sums(kinds, count=count, largest=largest, seed=seed, **details)
    signs = " ".join(SIGNS[kind] for kind in kinds)
    return Worksheet(
        title=title or words["title"],
        subtitle=words["kind"].format(signs=signs, largest=largest, seed=seed),
        language=language,
        sums=sums,
        columns=columns,
        has_answers=True,
        words=words,
        remainder=words["remainder"],
    )


def coloring(language: str) -> Snapshot:
    """Return a drawing with colors as its lines."""
    return Snapshot(
        title={"en": "For Anna", "zh-Hans": "送给小雨"}[language],
        subtitle="",
        language=language,
        picture=draw_lines(encode(cat(is_colored=True)), DocumentFormat.PNG),
    )
