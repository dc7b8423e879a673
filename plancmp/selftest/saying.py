"""What a self-test says of its defects, in both languages: what was done, and why nothing could be done."""

from collections.abc import Mapping

from plancmp.model.language import Lang
from plancmp.selftest.mutants import Mutant

_LONGEST = 40

NEEDS: Mapping[str, tuple[str, str]] = {
    "table": ("文稿中没有读到指标表", "no table of indicators in this draft"),
    "target": ("指标表中没有写明数字的目标值", "no target that is a plain number"),
    "baseline": ("指标表中没有写明数字的基期值", "no baseline that is a plain number"),
    "moving-rate": (
        "指标表中没有基期值与目标值不同的比率",
        "no rate whose baseline and target are different numbers",
    ),
    "rate": ("指标表中没有目标为百分比的指标", "no indicator with a target in per cent"),
    "rate-in-text": ("正文没有重复指标表里的百分比", "no rate of the table that the text states too"),
    "rate-and-items": (
        "没有百分比指标，或没有可以写入的专栏条目和任务",
        "no rate in the table, or no item or task to put a figure into",
    ),
    "count": ("指标表中没有人数、户数一类指标", "no indicator that counts persons or homes"),
    "count-row": ("指标表中没有可改成比率的数量指标", "no count in the table that could become a rate"),
    "unit-in-name": (
        "指标的单位都不止写在一处，或没有写",
        "no indicator whose unit stands in just one place",
    ),
    "unit": ("指标名称和单位栏没有写单位", "no indicator with a unit in its name or in a column"),
    "unit-in-value": (
        "没有名称和数值都带百分号的指标",
        "no indicator with % in its name and in its values",
    ),
    "attribute": ("指标表中没有属性栏", "no column of attributes"),
    "binding": ("指标表中没有约束性指标", "no binding indicator"),
    "two-rows": ("没有单位相同的两项指标", "no two indicators with the same unit"),
    "six-rows": ("指标不足六项，或行不能整行取出", "fewer than six indicators, or rows that are no lines"),
    "year-column": ("指标表头没有写规划期末年份", "no column named after the last year of the period"),
    "end-year": ("正文没有“到期末年份”的表述", "no sentence on the last year of the period"),
    "count-in-text": ("正文没有写指标项数", "no sentence that counts the indicators"),
    "baseline-column": (
        "指标表没有一格一行的基期值一栏",
        "no column of baselines in a table with a cell a line",
    ),
    "serials": ("指标没有序号，或不足八项", "indicators without serial numbers, or fewer than eight"),
    "growth": ("指标表中没有以百分点计的增幅", "no growth in percentage points in the table"),
    "sum-in-text": ("正文没有“由…提高到…，提高…个百分点”", "no growth from one rate to another in the text"),
    "prose": ("没有可以植入的正文段落", "no paragraph of running text to plant in"),
    "figure": ("正文、专栏和任务中没有带单位的数字", "no number with a unit in text, boxes or tasks"),
    "items": ("没有可以植入的专栏条目", "no items of a box to plant in"),
    "items-apart": ("没有各自成段的编号条目", "no numbered items in paragraphs of their own"),
    "counting": ("没有“一是、二是、三是”的列举", "no 一是、二是、三是 in the text"),
    "boxes": ("没有编号的专栏", "no numbered box"),
    "headings": (
        "没有三个以上连续手写编号的同级标题",
        "no three headings in a row with typed numbers",
    ),
    "no-bookmark": ("没有标题，或文稿已有书签标记", "no headings, or marks of bookmarks stand there already"),
    "task-table": ("没有任务分工表", "no table of who does what"),
    "clauses": ("没有以责任单位结尾的任务段落", "no paragraph that closes with who is responsible"),
    "units": ("没有列出可用的责任单位", "no list of responsible units that would do"),
    "marks": ("正文没有成对的标点", "no brackets or quotations in the text"),
    "brackets": ("没有括号", "no brackets"),
    "shared-phrases": ("没有反复出现的词可以写错", "no word that stands often enough to be misspelt"),
    "region": (
        "没有读到规划的地区，或地区不在行政区划名录中",
        "the place of this plan is unknown or not in the list of divisions",
    ),
    "own-name": (
        "没有读到规划的地区，或正文没有提到本地全称",
        "the place of this plan is unknown, or its name is not in the text",
    ),
    "region-level": ("没有读到规划的地区，或不是市、县、区", "the place is unknown, or no 市, 县 or 区"),
    "own-level": ("正文没有“我市”“我县”“我区”", "no 我市, 我县 or 我区 in the text"),
    "later-period": ("没有读到规划期", "the period of this plan is unknown"),
    "own-period": ("正文没有可改的规划期名称", "no name of the period that could be changed"),
    "parts": ("没有只由一个标题体现的组成部分", "no part of the plan that one heading alone shows"),
    "basis": ("没有写明上位规划，或不止一处写法", "no superior plan named, or not in one place"),
    "no-way": ("这项检查没有配置可植入的错误", "no known defect for this check"),
    "stage": ("这一阶段的文稿不做这项检查", "this check does not run on a draft of this stage"),
    "time": ("时间到，没有再试", "the time ran out"),
}


def say_need(need: str, lang: Lang) -> str:
    """Why nothing could be planted, by what was lacking."""
    return NEEDS[need][lang == "en"]


def say_done(mutant: Mutant, lang: Lang) -> str:
    """What was done to the draft."""
    old, new = _short(mutant.old), _short(mutant.new)
    english = lang == "en"
    if mutant.removed:
        return f"took out “{old}”" if english else f"删去“{old}”"
    if mutant.old == "\n":
        return f"joined “{new}” to the line before" if english else f"把“{new}”并入上一行"
    if not mutant.old:
        return f"put in “{new}”" if english else f"加入“{new}”"
    if not mutant.new:
        return f"took out “{old}”" if english else f"删去“{old}”"
    return f"“{old}” became “{new}”" if english else f"“{old}”改成“{new}”"


def _short(text: str) -> str:
    """Some words in one line, cut where they are long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
