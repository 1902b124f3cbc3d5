"""What can be said in Chinese."""

from typing import Final

from .grammar import Grammar

CHINESE: Final = Grammar(
    language="zh-Hans",
    words={
        "copies": {
            "一": 1,
            "二": 2,
            "两": 2,
            "三": 3,
            "四": 4,
            "五": 5,
            "六": 6,
            "七": 7,
            "八": 8,
            "九": 9,
            "十": 10,
        },
        "day": {"今天": 0, "今日": 0, "明天": 1, "明日": 1},
    },
    rules={
        "start": (
            "[(请问|请|麻烦|劳驾)_][(你|您)_]"
            "[(帮我们|帮我|帮忙|替我|给我|为我|我想|我要)_][请_]"
        ),
        "can": (
            "[(请问|请|麻烦)_][(你|您)_](能不能|可不可以|可以|能)_[请_]"
            "[(帮我们|帮我|帮忙|替我|给我|为我)_]"
        ),
        "end": (
            "[_一下][_(吧|啊|呀|哦|哈)][_(好吗|好不好|行吗|行不行|可以吗)]"
            "[_(谢谢你|谢谢|谢了)]"
        ),
        "right": "[_一下][_(吗|么|嘛|吧)][_(谢谢你|谢谢|谢了)]",
        "print": "(打印|列印|印)",
        "out": "[一下|出来|出|个]",
        "my": "[(我们的|我的|咱们的|家里的|那个|这个|那份|这份|那张|这张)_]",
        "amount": "{copies}_(份|张|页|遍|次)",
        "on": (
            "(用|使用|通过|从|在|到)_<my>({printer}|{area})[_(里面|里|那边|那儿|那里)]"
            "[_的][_(那台|这台)][_打印机][_(上面|上|里)]"
        ),
        "list": "<my>{list}[_(清单|列表|单子)]",
        "document": "<my>[(文档|文件)_]{document}[_(文档|文件)]",
        "events": "(日程安排|日程表|日程|行程安排|行程|日历|安排|议程|活动)",
        "agenda": (
            "<my>({day}[_的][_{calendar}[_的]]_<events>|{day}[_的]_{calendar}"
            "|{calendar}[_的]_{day}[_的][_<events>]|{calendar}[[_的]_<events>]"
            "|日程安排|日程表|日程|行程|日历)"
        ),
        "last": (
            "(上一份|上一个|上一张|上份|刚才|刚刚|上次|上一次|那份|这份|那个|这个|它)"
            "[的|那份|那个|那张][文件|文档|内容|东西|任务|打印任务]"
        ),
        "anew": "(再次|再|重新)",
        "times": "(一次|一遍|一下|出来|<amount>)",
        "printers": (
            "({printer}[_的][_打印机]"
            "|{area}[_(里面|里|那边|那儿|那里)][_的][_那台]_打印机|打印机)"
        ),
        "now": "[_(现在|目前|这会儿)]",
        "job": "(文件|文档|东西|任务|打印任务|资料|清单|日程)",
        "mine": "(刚才的|刚才|刚刚的|刚刚|我们的|我的|我|那个|那份)",
        "yet": "了(吗|没有|没|么|嘛)",
    },
    sentences=(
        *(
            (what, sentence.replace("<what>", f"<{what}>"))
            for what in ("document", "list", "agenda")
            for start, end in (("<start>", "<end>"), ("<can>", "<right>"))
            for sentence in (
                f"{start}[<on>_][<anew>]<print><out>_[<amount>_[的_]]<what>"
                f"[_<amount>][_<on>]{end}",
                f"{start}[<on>_](把|将)_<what>_[<on>_][<anew>](<print>|打)<out>"
                f"[_<amount>][_<on>]{end}",
                f"{start}<what>_[<on>_][<anew>]<print>(一下|出来|_<amount>){end}",
            )
        ),
        *(
            (what, sentence)
            for start, end in (("<start>", "<end>"), ("<can>", "<right>"))
            for what, sentence in (
                (
                    "test_page",
                    f"{start}[<on>_](<print>|打)<out>[_一(张|页|份|个)]_"
                    f"[打印机][打印]测试页[_<on>]{end}",
                ),
                (
                    "again",
                    f"{start}[<on>_]<anew>_<print>[_<times>][_<last>][_<on>]{end}",
                ),
                ("again", f"{start}[<on>_]重打[_<times>]_<last>[_<on>]{end}"),
                (
                    "again",
                    f"{start}[<on>_](把|将)_<last>_[<on>_]<anew>_(<print>|打)"
                    f"[_<times>][_<on>]{end}",
                ),
            )
        ),
        (
            "printers",
            "[请问_]<my><printers><now>_(正在|在|正)"
            "(干什么|干嘛|干吗|做什么|忙什么|干啥|打印什么|打什么)[呢|呀|啊]",
        ),
        (
            "printers",
            "[请问_]<my><printers><now>[_的]_(状态|情况)[怎么样|如何|是什么][呢|呀|啊]",
        ),
        (
            "printers",
            "[请问_]<my><printers><now>_(怎么样了|怎么样|忙吗|忙不忙|空闲吗|在线吗"
            "|离线了吗|在打印吗|在工作吗|在忙吗)",
        ),
        (
            "last_job",
            "[请问_][<mine>_][<job>_][<on>_][已经]<print>[任务]"
            "(好|完成|完|出来|成功)<yet>",
        ),
        ("last_job", "[请问_]<printers>_[已经]<print>(好|完成|完|出来|成功)<yet>"),
        ("last_job", "[请问_][<mine>_][<job>_]<print>得怎么样了"),
        ("last_job", "[请问_][<mine>_](打印任务|任务)_(好|完成|完)<yet>"),
    ),
)
