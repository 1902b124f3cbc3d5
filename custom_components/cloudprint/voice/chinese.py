"""The sentences of Chinese, in simplified characters."""

from itertools import product
from typing import Final

from .commands import NEXT_WEEK, THIS_WEEK, UNKNOWN_DAY, WEEKDAYS, Kind
from .grammar import PRINTED_KINDS, Grammar, Words, build_words
from .text import CHINESE_CHARACTERS

_ONES: Final = "一二三四五六七八九"


def _build_numbers() -> dict[str, int]:
    """Return the words for 0 to 99, and for whole hundreds and thousands."""
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


_THIS: Final = ("本", "这", "这个")
_WEEK: Final = ("周", "星期", "礼拜")
_DAY_OF_WEEK: Final = "一二三四五六日天"


def _build_days() -> Words:
    days = dict.fromkeys(("今天", "今日", "今儿"), "today")
    days |= dict.fromkeys(("明天", "明日", "明儿"), "tomorrow")
    days |= dict.fromkeys(("后天", "后日"), "day_after_tomorrow")
    for week, one in product(_WEEK, ("", "个", "一")):
        days |= {f"这{one}{week}": "this_week", f"下{one}{week}": "next_week"}
    days |= {f"本{week}": "this_week" for week in _WEEK}
    days |= {f"{this}周末": "weekend" for this in ("", "本", "这", "这个")}
    for week, (index, day) in product(_WEEK, enumerate(_DAY_OF_WEEK)):
        weekday = WEEKDAYS[min(index, 6)]
        days[week + day] = weekday
        days |= {f"{this}{week}{day}": THIS_WEEK + weekday for this in _THIS}
        days |= {f"{then}{week}{day}": NEXT_WEEK + weekday for then in ("下", "下个")}
    # Without them, the first 下 would be that of 打印下.
    days |= {f"下{day}": UNKNOWN_DAY for day in days if day.startswith(("下", "周末"))}
    return days


def _in_both_forms(sentence: str) -> tuple[str, str]:
    """Return a sentence as a command and as a polite question."""
    return f"<start>{sentence}<end>", f"<can>{sentence}<right>"


CHINESE_GRAMMAR: Final = Grammar(
    language="zh-Hans",
    letters=f"[{CHINESE_CHARACTERS}]",
    words={
        "number": _build_numbers(),
        "page": {"两": 2, **dict(zip(f"{_ONES}十", range(1, 11), strict=True))},
        "day": _build_days(),
        "color": build_words(color="彩色", monochrome="黑白|单色"),
        "color_print": build_words(color="彩印|彩打"),
        "sides": build_words(
            two_sided_long_edge="双面|正反面|正反两面|两面", one_sided="单面"
        ),
        "question": build_words(
            online="在线吗|在不在线|联网了吗|连上了吗|连着吗|连上了没有",
            offline="离线了吗|离线吗|是不是离线了|是不是离线|掉线了吗",
            ready="能用吗|可以用吗|能不能用|准备好了吗|能打印吗",
            idle="空闲吗|有空吗|闲着吗",
            busy="忙吗|忙不忙|在忙吗|正在忙吗|还在忙吗",
            printing="在打印吗|正在打印吗|还在打印吗|在工作吗|还在工作吗",
        ),
        "power": build_words(
            online="开着吗|开着没有|开着没|开了吗|开了没有|开了没|开机了吗|开机了没有",
            offline="关着吗|关了吗|关机了吗",
        ),
        "works": build_words(ready="能打印吗|可以打印吗|能不能打印"),
        "week": {
            **build_words(
                this_week="这周|本周|这一周|这星期|这个星期|本星期|这个礼拜|这礼拜|本礼拜",
                next_week="下周|下一周|下星期|下个星期|下个礼拜|下礼拜",
            ),
            **dict.fromkeys(("一周", "每周", "周"), ""),
        },
        "operation": build_words(
            add="加法",
            subtract="减法",
            multiply="乘法|表内乘法",
            divide="除法|表内除法",
            add_subtract="加减法|加减|加减混合|加法和减法",
            multiply_divide="乘除法|乘除|表内乘除法|乘法和除法",
            add_subtract_multiply_divide="加减乘除|四则运算|四则混合|混合运算",
        ),
        "carrying": {"进位": "with", "退位": "with", "进退位": "with"}
        | dict.fromkeys(("不进位", "不退位", "不进位不退位"), "without"),
        "answers": dict.fromkeys(("带答案", "有答案", "附答案", "要答案", "和答案"), 1),
        "remainders": {"有余数": 1, "带余数": 1},
    },
    short={
        "number": (
            f"零|(两|{'|'.join(_ONES)})[百|千]"
            f"|[{'|'.join(_ONES[1:])}]十[{'|'.join(_ONES)}]"
        ),
        "day": (
            "(今|明)(天|日|儿)|后(天|日)|(这|下)[个|一](周|週|星期|礼拜)"
            "|本(周|週|星期|礼拜)|[本|这|这个](周|週)末"
            "|[本|这|这个|下|下个](周|週|星期|礼拜)(一|二|三|四|五|六|日|天)"
            "|下(周|週)末|下下[个|一](周|週|星期|礼拜)"
            "|下下[个](周|週|星期|礼拜)(一|二|三|四|五|六|日|天)"
        ),
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
        "style": "({color}|{sides})",
        "styles": "<style>[_<style>]",
        "styled": "(要|用|都要|只要|请用)_<styles>[的]|<styles>[的]",
        "how": "[_(<styled>)[_(就行|就好|就可以|即可)]]",
        "looks": "[<styles>[_的]_]",
        "do": "([[用_]<styles>_]<print>|{color_print:color}[_{sides}])",
        "out": "[一下|下|出来|出|个]",
        "my": "[(我们的|我的|咱们的|家里的|那个|这个|那份|这份|那张|这张)_]",
        "pages": "{number:copies}_(份|张)",
        "amount": "[(一共|要)_]{number:copies}_(份|张|遍|次)",
        "range": (
            "(第{page:first_page}页[_(到|至)_[第]{page:last_page}页]"
            "|[前|头]{page:last_page}页)"
        ),
        "machine": "(打印机|印表机)",
        "there": "[_(里面|里|那边|那儿|那里)][_的][_(那台|这台)]",
        "named_printers": (
            "({printer}[[_的]_<machine>]"
            "|({short:printer}|{area:printer})<there>_<machine>)"
        ),
        "place": "(<named_printers>|({short:printer}|{area:printer})<there>)",
        "printers": "(<named_printers>|<machine>)",
        "powered": "<printers>",
        "on": (
            "(用|使用|通过|从|在|到|让)_<my>"
            "(({printer}|{area:printer}|{short:printer})<there>[_<machine>]|<machine>)"
            "[_(上面|上|里)]"
        ),
        "list": (
            "<my>[(待办事项清单|待办清单|待办事项|清单)_]{list:name}[_(清单|列表|单子)]"
            "[_(上|里)[面]的(东西|内容)]"
        ),
        "document": (
            "[<range>_[的_]]<my>[(常用|保存的)_][(文档|文件)_][(名为|叫)_]{document:name}"
            "[[_的]_(文档|文件)][[_的]_<range>]"
        ),
        "picture": (
            "<my>{picture:name}[[_的]_(摄像头|监控|相机)]"
            "[_(的画面|的照片|的截图|的图片|画面|照片|截图|拍的[画面|照片]|图)]"
        ),
        "events": "(日程安排|日程表|日程|行程安排|行程|行事历|日历|安排|议程|活动)",
        "when": "[(我们|我|咱们)_]{day}[_的]",
        "agenda": (
            "<my>(<when>(_{calendar:name}[[_的]_<events>]|_<events>)"
            "|{calendar:name}[_日历][_的](_<when>[_<events>]|[_<events>])"
            "|日程安排|日程表|日程|行程|行事历|日历)"
        ),
        "near": (
            "(今天|今日|明天|明日|这周|本周|这(周|週)|本(周|週)|这(星期|个星期)"
            "|[这|本|这个](周|週)末|这几天|未来几天)"
        ),
        "forecast": "(天气预报|气象预报|天气情况|天气)",
        "weather": ("<my>([<near>[_的]_]<forecast>|{weather:name}[[_的]_<forecast>])"),
        "week": "<my>[(我们|我|咱们|家里|家庭)[_的]_]{week:day}[_的]_(计划|规划)[表]",
        "count": "{number:count}_(道|题|个)[_的]",
        "exercises": "(练习题|练习|题目|题|题卡)",
        "worksheet": (
            "<my>[(一些|几道|<count>)_][{number:largest}_以内[_的]_][<count>_]"
            "[{carrying}[_的]_][{remainders}[_的]_]"
            "({operation:operations}[_(口算|计算)][_<exercises>]"
            "|(口算|速算)[_<exercises>]|(数学|计算|算术)_<exercises>)"
            "[_<count>][_{answers}]"
        ),
        "test_page": "[打印机][打印]测试页[面]",
        "one": "[一][张|页|份|个]",
        "paper": "(文件|文档|内容|东西|任务|打印任务)",
        "earlier": (
            "((上一|最后一|最近一|上)(份|个|张)"
            "|(刚才|刚刚|上一次|上次)[打印](的|那份|那个|那张))[<paper>]"
        ),
        "last": "(<earlier>|刚才|刚刚|上次|(那份|这份|那个|这个|它)[<paper>])",
        "move_to": "(换到|改到|转到|移到|改用)",
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
        "note": "(便条|便签|便笺|纸条|字条|留言条|留言)",
        "print_note": (
            "<start>[<on>_][<for>_](<do>|打)<out>[_<sheets>[_的]]_<looks><note>"
        ),
        "sheets": "{number:copies}_(份|张|页|个|条)",
        "written": (
            "([上面|上边]写(着|著|上|道|的是)|(上面|上边)写|说|内容(是|为|写着|写著))"
        ),
        "many": "(几|多少)[个|份|条|项]",
        "jobs": "(打印任务|打印作业|要打印的(文件|文档|东西|任务))",
        "things": "(文件|文档|东西|任务|资料)",
        "wait": "[还|正]在(等待|等着|排队|等)",
        "queue": "打印(队列|伫列|列表)",
        "all": "(所有|全部|全部的|所有的)",
        "named": "({document:name}|{list:name}[_清单])",
        "stack": "[(这|那|整)(叠|摞|沓)]纸[张]",
        "turned": "(翻(好|面|过来|过去|好面)|翻转好|放(好|回去|进去|回纸盒))了",
        "other_side": "[纸的](反面|背面|另[外]一面|第二面|剩下的[那]一面)",
    },
    sentences={
        **dict.fromkeys(
            PRINTED_KINDS,
            (
                *_in_both_forms(
                    "[<on>_][只_]([<for>_][<anew>](<do><out>[_<amount>[_的]]"
                    "|打(一下|出|_<pages>[_的])|(来|复印)_<pages>[_的])_<looks><printed><how>"
                    "[_<amount>]<how>"
                    "|[<for>_](把|将)_<printed>_[<on>_][<for>_][<anew>](<do>|打)<out>"
                    "[给(我|我们)]<how>[_<amount>]<how>"
                    "|<printed>_[<on>_][<for>_][<anew>]"
                    "(<do>(一下|出来|_<amount>)|打(一下|出来|_<pages>)"
                    "|<styles>_<print>|[只_](<print>|打)_<styles>)<how>)[_<on>]"
                ),
                *_in_both_forms(
                    "(把|将)_<printed>_(发送|发|传|送)(到|给)_<my><printers>[_上][_打印]"
                ),
            ),
        ),
        (Kind.TEST_PAGE,): _in_both_forms(
            "[<on>_]([<for>_](<do>|打)<out>_<one>_<looks><test_page><how>"
            "|[(把|将)_]<test_page>_[<on>_][<for>_]"
            "(<do>|打)(出来|一下|_一_(张|页|份))<how>)[_<on>]"
        ),
        (Kind.REPRINT,): _in_both_forms(
            "[<on>_](<anew>_[<for>_](<do>[_<times>]|打_<pages>)"
            "[[_的]_<styles>[的]][_<last>[_<amount>]]<how>"
            "|再来_<pages>|[<earlier>|同样][_的]_再_[<for>_](<do>|打)_<pages>"
            "|重印[_<times>][_<last>]|重打(_<pages>[_<last>]|[_<times>]_<last>)"
            "|(<anew>_(把|将)_<last>_[<on>_]"
            "|((把|将)_<last>|<earlier>)_[<on>_]<anew>_)[<for>_]"
            "(<do>|打)[_<times>]<how>"
            "|<do>[_<amount>]_<earlier>[_<amount>]<how>)[_<on>]"
        ),
        (Kind.NOTE,): (
            "<print_note>_<written>[：]{note}",
            "<print_note>[_内容]：{note}",
            "<print_note>[_<written>]<end>",
        ),
        (Kind.PRINTER_STATUS,): (
            "<ask><my><printers><now>_(正在|还在|在|正)"
            "(干什么|干嘛|干吗|做什么|忙什么|干啥|打印什么|打什么)<tail>",
            "[请问_](查一下|查询|查看|看一下|看看)_[(现在|目前)_]<my><printers><now>"
            "[_(的|是)]_[什么](状态|情况)[怎么样|如何|是什么]<tail>",
            "<ask><my><printers>(_(现在|目前|这会儿)[_(的|是)]|_是)_[什么](状态|情况)"
            "[怎么样|如何|是什么]<tail>",
            "<ask><my><printers>[_的]_[什么]情况[怎么样|如何|是什么]<tail>",
            "<ask><my><printers><now>_(怎么样了|怎么样|{question})<tail>",
            "<ask>(正在|在)打印什么<tail>",
            "<ask>[<my><printers><now>_]{works:question}<tail>",
        ),
        (Kind.JOB_STATUS,): (
            "<ask>[<mine>_][<job>_][<on>_]([(已经|都)_](<done>|<print>)<yet>"
            "|<done>(没有|没)|(是不是|有没有)<done>[了]|还没[有]<done>吗|还在<print>吗"
            "|(<print>[得]|打印情况|打印进度|打印任务)怎么样[了])<tail>",
            "<ask><my><printers>_[(已经|都)_]<done><yet><tail>",
            "<ask>[<mine>_]打印任务_(好|完成|完)<yet><tail>",
        ),
        (Kind.QUEUE,): (
            "<ask>[<on>_][还|一共]有<many>(<jobs>[_<wait>[打印]]|<things>_<wait>打印)<tail>",
            "<ask><my><printers>_[还|一共]有<many><things>_<wait>[打印]<tail>",
            "<ask>[<on>_]<queue>(里|中|上)[还](有(<many>|什么|哪些)(<things>|<jobs>)"
            "|有(什么|多少|哪些))<tail>",
            "<ask><queue>(是空的吗|空了吗|空了没有|有多长|多长)<tail>",
            "<ask>还有[什么|哪些|<many>][<things>](没有打印|没打印|没打完|没打"
            "|<wait>打印|没有打完)[的[吗]]<tail>",
        ),
        (Kind.CANCEL_ALL,): (
            "<start>(取消|删除|清除|停止)(<all>[<wait>的]|(排队|等待)[中]的)打印任务[_<on>]<end>",
            "<start>(把|将)([<all>]正在(排队|等待)的打印任务|[<all>](排队|等待)[中]的"
            "打印任务|<all>打印任务|<all>等待打印的<things>|等待打印的<things>)"
            "[_(都|全部|全)]_取消[掉|了]<end>",
            "<start>(清空|取消|清除)<queue><end>",
        ),
        (Kind.CANCEL,): (
            "<start>取消[<mine>_](打印任务|打印作业|打印)<end>",
            "<start>(取消|停止)打印_<named><end>",
            "<start>取消_<named>_的打印[任务]<end>",
            "<start>(把|将)_<named>_的打印[任务]_取消[掉|了]<end>",
            "<start>(停止打印|(别|不要|不用|不)打印[_<named>]了|(别|不要|不用)打了)<end>",
        ),
        (Kind.MOVE,): (
            "<start>(把|将)_(<last>|<named>)_<move_to>"
            "_(<named_printers>|<place>_[上_]打印)<end>",
        ),
        (Kind.INSTEAD,): (
            "<start>(换到|改到|换成|改用)_<named_printers>_[再_](<do>|打)[出来|_<pages>]<end>",
        ),
        (Kind.THERE,): _in_both_forms(
            "((把|将)_<last>_<on>_[<for>_](<do>|打)<out>|<on>_[<for>_](<do>|打)<out>_<last>)"
        ),
        (Kind.BACK_PASS,): (
            "[(我们|我)_][已经_](把|将)_[<my><printers>[里][的]_]<stack>"
            "_[(已经|都|全)_]<turned><thanks>",
            "[<my><printers>[里][的]_]<stack>_[(我|已经|都|全)_]<turned><thanks>",
            "[(我|已经|都)_]翻(好|面|过来|好面)了<thanks>",
            *_in_both_forms(
                "[<on>_][<for>_][(继续|接着|开始)_](<print>|打)[<out>]_<other_side>[_<on>]"
            ),
            *_in_both_forms("[<on>_](继续|接着)_(<print>|打)[_<on>]"),
        ),
    },
    entity_sentences={
        (Kind.PRINTER_STATUS,): (
            "[请问_][告诉我_][(现在|目前)_]<my><printers>[_的]_[什么]状态"
            "[怎么样|如何|是什么]<tail>",
            "[请问_][(现在|目前)_]<my>[两台|所有|全部]<powered>[_[现在]_都]_{power:question}"
            "<tail>",
        ),
    },
    unclaimed={
        (Kind.MOVE,): ("<start>(把|将)_<last>_<move_to>_<place><end>",),
        (Kind.PRINTER,): ("[(用|在|到)_]<my><place>[的]<end>",),
        (): (
            "<start>(打印|列印)[{anything}]",
            "<start>(把|将){anything}(打印|列印)(一下|出来)<end>",
        ),
    },
    notes=(
        r"(?s)(?:便[条签笺]|[纸字]条|留言条?)"
        r"(?:[，,\s]*(?:(?:上[面边])?+写(?:[着著上道]|的是)|上[面边]写|说|内容(?:[是为]|写[着著]))"
        r"[\s：:，,]*|(?:[，,\s]*内容)?\s*[：:]\s*|\s*(?=[“\"「『]))"
        r"(?P<text>\S.*)",
        r"(?s)(?:便[条签笺]|[纸字]条|留言条?)[，,\s]+(?P<text>\S.*)",
    ),
)
