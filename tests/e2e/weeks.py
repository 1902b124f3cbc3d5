"""Weeks of families as they are: who has what when, in three languages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

FIRST: Final = date(2026, 11, 22)
"""The Sunday before the Monday with which most weeks begin."""
PAPERS: Final = {
    "A5": (210.0, 148.0),
    "A4": (297.0, 210.0),
    "A4 upright": (210.0, 297.0),
    "Letter": (279.4, 215.9),
    "A3": (420.0, 297.0),
}
COUNTRIES: Final = {"en": "US", "de": "DE", "zh-Hans": "CN"}
_CALL: Final = (
    "https://us02web.zoom.us/j/84512345678?pwd=Q2hhcmxlc0Rvbid0UmVhZFRoaXNBbG91ZA09.1",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzQ4ZTU1YzktODc4Mi00%40"
    "thread.v2/0?context=%7b%22Tid%22%3a%22d0f1b2c3-4a5b-6c7d-8e9f-0a1b2c3d4e5f%22%7d",
)
_TEXTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "people": ("Family", "Anna", "DAD", "Mom", "Christopher", "School"),
        "timed": (
            "Dentist, Dr. Weber",
            "Football training",
            "Parents' evening, room 12",
            "Piano",
            "Team meeting",
            "Pick up the cake from the bakery on Mill Street",
            "Lunch with Ms. Kaya",
            "Swimming lesson, bring goggles and 2 dollars for the locker",
            f"Sprint review {_CALL[0]}",
            "Night shift",
            "Choir rehearsal",
            "Haircut",
        ),
        "lists": ("Chores", "Dinner"),
        "whole": ("Grandma's birthday", "Recycling bin", "Class trip", "Trade fair"),
        "chores": (
            "Water the plants",
            "Clean the bathroom",
            "Change the beds in the guest room",
            "Call the chimney sweep",
            "Descale the coffee machine",
        ),
        "meals": ("Pasta with pesto", "Lentil soup", "Pizza", "Fish and potatoes"),
    },
    "de": {
        "people": ("Familie", "Anna", "PAPA", "Mama", "Maximilian", "Schule"),
        "timed": (
            "Zahnarzttermin Dr. Müller",
            "Fußballtraining",
            "Elternabend in der Grundschule, Raum 12",
            "Klavier",
            "Besprechung",
            "Kieferorthopädische Kontrolluntersuchung",
            "Mittagessen mit Frau Kaya",
            "Schwimmkurs, Brille und zwei Euro für den Spind mitnehmen",
            f"Videokonferenz mit der Versicherung {_CALL[1]}",
            "Nachtschicht",
            "Chorprobe",
            "Friseur",
        ),
        "lists": ("Haushalt", "Essen"),
        "whole": ("Omas Geburtstag", "Altpapier", "Klassenfahrt", "Messe Köln"),
        "chores": (
            "Blumen gießen",
            "Badezimmer putzen",
            "Gästebetten frisch beziehen",
            "Schornsteinfeger anrufen",
            "Kaffeemaschine entkalken",
        ),
        "meals": ("Nudeln mit Pesto", "Linsensuppe", "Pizza", "Kartoffelauflauf"),
    },
    "zh-Hans": {
        "people": ("全家", "小敏", "爸爸", "妈妈", "小宇", "学校"),
        "timed": (
            "看牙医，魏医生",
            "足球训练",
            "小学家长会，二楼教室",
            "钢琴课",
            "部门例会",
            "取蛋糕（中山路面包店，凭小票）",
            "和王经理吃午饭",
            "游泳课，记得带泳镜和两块钱存包",
            f"线上会议 {_CALL[0]}",
            "夜班",
            "合唱团排练",
            "理发",
        ),
        "lists": ("家务", "晚餐"),
        "whole": ("奶奶生日", "回收旧纸箱", "班级旅行", "上海出差"),
        "chores": (
            "浇花",
            "打扫卫生间",
            "给客房换床单",
            "联系物业检修",
            "给咖啡机除垢",
        ),
        "meals": ("番茄鸡蛋面", "清炒时蔬、米饭", "红烧排骨", "扬州炒饭"),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is in the calendars and lists of a home, by entity."""

    number: int
    language: str
    paper: str
    has_weather: bool
    events: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    tasks: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    meals: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of its page."""
        options: dict[str, Any] = {
            "calendars": [*self.events],
            "todo": [*self.tasks],
            "meals": [*self.meals],
        }
        return options | ({"weather": "weather.home"} if self.has_weather else {})


def build_weeks(count: int) -> Iterator[Week]:
    """Yield weeks of 2 to 6 people with 6 to 60 entries; the same ones each time."""
    for number in range(count):
        yield _build_week(number, Random(number))


def _build_week(number: int, random: Random) -> Week:
    language = ("en", "de", "zh-Hans")[number % 3]
    texts = _TEXTS[language]
    week = Week(
        number=number,
        language=language,
        paper=[*PAPERS][number // 3 % len(PAPERS)],
        has_weather=random.random() < 0.6,
    )
    people = 2 + number // 15 % 5
    busy = [random.choice((0.5, 1, 1, 2)) for _ in range(7)]
    for person in range(people):
        entity_id = f"calendar.person_{person}"
        week.names[entity_id] = texts["people"][person]
        week.events[entity_id] = []
    chores, meals = random.random() < 0.6, random.random() < 0.5
    if chores:
        week.tasks["todo.chores"] = []
        week.names["todo.chores"] = texts["lists"][0]
    if meals:
        week.meals["calendar.meals"] = []
        week.names["calendar.meals"] = texts["lists"][1]
    for _ in range(random.randint(6, 60)):
        day = FIRST + timedelta(days=1 + random.choices(range(7), busy)[0])
        kind = random.random()
        if chores and kind < 0.12:
            task = {"summary": random.choice(texts["chores"]), "status": "needs_action"}
            due = {} if random.random() < 0.5 else {"due": str(day)}
            week.tasks["todo.chores"].append(task | due)
        elif meals and kind < 0.22:
            week.meals["calendar.meals"].append(
                _all_day(random.choice(texts["meals"]), day, 1)
            )
        elif kind < 0.36:
            days = random.choice((1, 1, 1, 2, 3, 5))
            random.choice([*week.events.values()]).append(
                _all_day(random.choice(texts["whole"]), day, days)
            )
        else:
            hour, length = random.randint(7, 20), random.choice((30, 45, 60, 90, 150))
            start = f"{day}T{hour:02}:{random.choice((0, 15, 30)):02}:00"
            hours, minutes = divmod(hour * 60 + length, 60)
            random.choice([*week.events.values()]).append(
                {
                    "summary": random.choice(texts["timed"]),
                    "start": start,
                    "end": f"{day}T{min(hours, 23):02}:{minutes:02}:00",
                }
            )
    return week


def _all_day(summary: str, day: date, days: int) -> dict[str, str]:
    return {
        "summary": summary,
        "start": str(day),
        "end": str(day + timedelta(days=days)),
    }
