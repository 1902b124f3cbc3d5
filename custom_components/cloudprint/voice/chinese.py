"""The sentences of Chinese, in simplified characters."""

from typing import Final

from .commands import Kind
from .grammar import PRINTED, Grammar

_ONES: Final = "一二三四五六七八九"


def _build_numbers() -> dict[str, int]:
    """Return the words for 0 to 99, and for whole hundreds and thousands.

    They exceed every limit of copies, so that a number above it is refused as such.
    """
    ones = {word: number for number, word in enumerate(_ONES, start=1)}
    numbers = {"零": 0, "两": 2, **ones}
    for one, number in {"两": 2, **ones}.items():
        numbers |= {f"{one}百": 100 * number, f"{one}千": 1000 * number}
    for before in ("", *_ONES[1:]):
        ten = 10 * ones.get(before, 1)
        numbers |= {
            f"{before}十{after}": ten + ones.get(after, 0) for after in ("", *ones)
        }
    return numbers


def _in_both_forms(sentence: str) -> tuple[str, str]:
    """Return a sentence as a command and as a polite question."""
    return f"<start>{sentence}<end>", f"<can>{sentence}<right>"


CHINESE: Final = Grammar(
    language="zh-Hans",
    numbers=_build_numbers(),
    number_template=(
        f"(零|(两|{'|'.join(_ONES)})[百|千]|[{'|'.join(_ONES[1:])}]十[{'|'.join(_ONES)}])"
    ),
    words={
        "day": {"今天": 0, "今日": 0, "今儿": 0, "明天": 1, "明日": 1, "明儿": 1},
    },
    rules={
        "for": "(帮我们|帮我|帮忙|替我|给我们|给我|给|为我)",
        "soon": "(现在|马上|立刻|立即)",
        "start": (
            "[(请问|请|麻烦|劳驾)_][(你|您)_][<soon>_][(<for>|我想|我要)_][请_][<soon>_]"
        ),
        "can": ("[(请问|请|麻烦)_][(你|您)_](能不能|可不可以|可以|能)_[请_][<for>_]"),
        "thanks": "[_(谢谢你|谢谢您|谢谢|谢了)]",
        "end": (
            "[_一下][_(吧|啊|呀|哦|哈|呗)][_(好吗|好不好|行吗|行不行|可以吗)]<thanks>"
        ),
        "right": "[_一下][_(吗|么|嘛|吧)]<thanks>",
        "print": "(打印|列印|印)",
        "out": "[一下|下|出来|出|个]",
        "my": "[(我们的|我的|咱们的|家里的|那个|这个|那份|这份|那张|这张)_]",
        "pages": "{number:copies}_(份|张|页)",
        "amount": "[(一共|要)_]{number:copies}_(份|张|页|遍|次)",
        "machine": "(打印机|印表机)",
        "there": "[_(里面|里|那边|那儿|那里)][_的][_(那台|这台)]",
        "printers": (
            "({printer}[[_的]_<machine>]"
            "|({short:printer}|{area:printer})<there>_<machine>|<machine>)"
        ),
        "on": (
            "(用|使用|通过|从|在|到|让)_<my>"
            "(({printer}|{area:printer}|{short:printer})<there>[_<machine>]|<machine>)"
            "[_(上面|上|里)]"
        ),
        "list": "<my>[(待办清单|待办事项|清单)_]{list:name}[_(清单|列表|单子)]",
        "document": (
            "<my>[(常用|保存的)_][(文档|文件)_][(名为|叫)_]{document:name}"
            "[[_的]_(文档|文件)]"
        ),
        "events": "(日程安排|日程表|日程|行程安排|行程|行事历|日历|安排|议程|活动)",
        "when": "[(我们|我|咱们)_]{day}[_的]",
        "agenda": (
            "<my>(<when>(_{calendar:name}[[_的]_<events>]|_<events>)"
            "|{calendar:name}[_日历][_的](_<when>[_<events>]|[_<events>])"
            "|日程安排|日程表|日程|行程|行事历|日历)"
        ),
        "test_page": "[打印机][打印]测试页[面]",
        "one": "[一][张|页|份|个]",
        "paper": "(文件|文档|内容|东西|任务|打印任务)",
        "earlier": (
            "((上一|最后一|最近一|上)(份|个|张)"
            "|(刚才|刚刚|上一次|上次)[打印](的|那份|那个|那张))[<paper>]"
        ),
        "last": "(<earlier>|刚才|刚刚|上次|(那份|这份|那个|这个|它)[<paper>])",
        "anew": "(再次|再|重新)",
        "times": "(一次|一遍|一下|出来|<amount>)",
        "ask": "[请问_][(查一下|查询|查看|看一下|看看|告诉我)_][(现在|目前)_]",
        "now": "[_(现在|目前|这会儿)]",
        "tail": "[呢|呀|啊]<thanks>",
        "job": "({document:name}|{list:name}|文件|文档|东西|打印任务|资料|清单|日程|测试页)",
        "mine": (
            "(刚才的|刚才那份|刚才|刚刚的|刚刚|我们的|我的|我|那个|那份"
            "|上一份|上一个|上次的|最后一份|今天的|明天的)"
        ),
        "done": "(<print>[任务]|打)(好|完成|完|出来|成功|结束)",
        "yet": "了(吗|没有|没|么|嘛)",
    },
    sentences={
        PRINTED: (
            *_in_both_forms(
                "[<on>_]([<for>_][<anew>](<print><out>[_<amount>[_的]]"
                "|打(一下|出|_<pages>[_的]))_<printed>[_<amount>]"
                "|[<for>_](把|将)_<printed>_[<on>_][<for>_][<anew>](<print>|打)<out>"
                "[_<amount>]"
                "|<printed>_[<on>_][<for>_][<anew>]"
                "(<print>(一下|出来|_<amount>)|打(一下|出来|_<pages>)))[_<on>]"
            ),
            *_in_both_forms(
                "(把|将)_<printed>_(发送|发|传|送)(到|给)_<my><printers>[_上][_打印]"
            ),
        ),
        (Kind.TEST_PAGE,): _in_both_forms(
            "[<on>_]([<for>_](<print>|打)<out>_<one>_<test_page>"
            "|[(把|将)_]<test_page>_[<on>_][<for>_]"
            "(<print>|打)(出来|一下|_一_(张|页|份)))[_<on>]"
        ),
        (Kind.REPRINT,): _in_both_forms(
            "[<on>_](<anew>_[<for>_](<print>[_<times>]|打_<pages>)"
            "[_<last>[_<amount>]]"
            "|重印[_<times>][_<last>]|重打(_<pages>[_<last>]|[_<times>]_<last>)"
            "|(<anew>_(把|将)_<last>_[<on>_]"
            "|((把|将)_<last>|<earlier>)_[<on>_]<anew>_)[<for>_]"
            "(<print>|打)[_<times>]"
            "|<print>[_<amount>]_<earlier>[_<amount>])[_<on>]"
        ),
        (Kind.PRINTER_STATUS,): (
            "<ask><my><printers><now>_(正在|还在|在|正)"
            "(干什么|干嘛|干吗|做什么|忙什么|干啥|打印什么|打什么)<tail>",
            "<ask><my><printers><now>[_(的|是)]_[什么](状态|情况)"
            "[怎么样|如何|是什么]<tail>",
            "<ask><my><printers><now>_(怎么样了|怎么样|忙吗|忙不忙|空闲吗|有空吗|在线吗"
            "|在不在线|离线了吗|是不是离线了|能用吗|可以用吗|准备好了吗"
            "|(正在|还在|在)(打印|工作|忙)吗)<tail>",
            "<ask>(正在|在)打印什么<tail>",
        ),
        (Kind.JOB_STATUS,): (
            "<ask>[<mine>_][<job>_][<on>_]([(已经|都)_](<done>|<print>)<yet>"
            "|<done>(没有|没)|(是不是|有没有)<done>[了]|还没[有]<done>吗|还在<print>吗"
            "|(<print>[得]|打印情况|打印进度|打印任务)怎么样[了])<tail>",
            "<ask><my><printers>_[(已经|都)_]<done><yet><tail>",
            "<ask>[<mine>_]打印任务_(好|完成|完)<yet><tail>",
        ),
    },
)
