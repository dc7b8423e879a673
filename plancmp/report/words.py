"""Words that pages and workbooks add to those of comparisons and findings, in both languages."""

from collections.abc import Mapping

from plancmp.model.language import Lang
from plancmp.report.diff.words import word as diff_word

_WORDS: Mapping[str, tuple[str, str]] = {
    # sheets and parts of a page
    "overview": ("概览", "Overview"),
    "matrix": ("指标对照", "Indicators by plan"),
    "long": ("指标明细", "Indicator rows"),
    "lacking": ("缺项清单", "What is missing"),
    "duties": ("任务分工", "Duties"),
    "found": ("检查发现", "Findings"),
    "pictures": ("各项指标", "Each indicator"),
    "title-many": ("{} 份规划对照", "{} plans side by side"),
    "title-check": ("{} 份规划检查", "Check of {} plans"),
    # columns
    "plan": ("规划", "Plan"),
    "full-title": ("全称", "Title"),
    "region": ("地区", "Place"),
    "period": ("规划期", "Period"),
    "stage": ("阶段", "Stage"),
    "count": ("指标数", "Indicators"),
    "lacks": ("缺指标", "Lacking"),
    "open-targets": ("目标待定", "Open targets"),
    "open-baselines": ("基期待定", "Open baselines"),
    "weakest": ("目标最宽", "Weakest"),
    "weaker": ("弱于基准", "Below base"),
    "error": ("错误", "Errors"),
    "warning": ("警告", "Warnings"),
    "info": ("提示", "Notes"),
    "row": ("行", "Row"),
    "id": ("编号", "Id"),
    "indicator": ("指标", "Indicator"),
    "unit": ("单位", "Unit"),
    "verdict": ("比较", "Verdict"),
    "key": ("标准代码", "Key"),
    "written": ("原文名称", "Name as written"),
    "attribute": ("属性", "Attribute"),
    "baseline": ("基期值", "Baseline"),
    "target": ("目标值", "Target"),
    "baseline-relation": ("基期关系", "Baseline relation"),
    "baseline-value": ("基期数值", "Baseline figure"),
    "baseline-year": ("基期年", "Baseline year"),
    "target-relation": ("目标关系", "Target relation"),
    "target-value": ("目标数值", "Target figure"),
    "target-year": ("目标年", "Target year"),
    "against": ("与基准", "Against base"),
    "gaps": ("缺口", "Gaps"),
    "mark": ("标记", "Mark"),
    "line": ("行号", "Line"),
    "page": ("页", "Page"),
    "place": ("位置", "Place"),
    "what": ("缺什么", "What is missing"),
    "task": ("任务", "Task"),
    "lead": ("牵头单位", "Lead"),
    "support": ("配合单位", "Support"),
    "severity": ("级别", "Severity"),
    "code": ("代码", "Code"),
    "name": ("名称", "Name"),
    "message": ("问题", "Message"),
    "excerpt": ("原文", "Words"),
    "context": ("所在文句", "In its text"),
    "file": ("文件", "File"),
    "agency": ("单位", "Agency"),
    # marks
    "mark-missing": ("无此指标", "absent"),
    "mark-open": ("待定或空白", "open"),
    "mark-strictest": ("最严", "strictest"),
    "mark-weakest": ("最宽", "weakest"),
    "mark-weaker": ("弱于基准", "below base"),
    # page
    "search": ("查找", "Search"),
    "all": ("全部", "all"),
    "only-gaps": ("只看缺口和待定", "only gaps and open values"),
    "only-shared": ("只看两份以上都有的", "only what two or more plans have"),
    "skip": ("跳到正文", "Skip to content"),
    "contents": ("目录", "Contents"),
    "sort-by": ("按此列排序", "Sort by this column"),
    "nothing-left": ("没有符合条件的行。", "No row fits."),
    "shown-of": ("另有 {} 行未列入本页，见 diff -f json。", "{} more rows are in diff -f json."),
    "not-on-paper": ("逐句对照见网页，不打印。", "Sentence by sentence in the page; not printed."),
    "none-found": ("没有发现问题。", "Nothing found."),
    "picture-says": (
        "{}：空心为基期值，实心为目标值，虚线为基准规划的目标值。",
        "{}: hollow is the baseline, filled the target, the broken line the base plan's target.",
    ),
    "not-drawn": ("口径不同或不是单一数值，不作图。", "Not drawn: other measures, or no single figures."),
}


def word(code: str, lang: Lang, *values: object) -> str:
    """What users read for a code, its gaps filled; words of a comparison where it has none here."""
    words = _WORDS.get(code)
    return diff_word(code, lang) if words is None else words[lang == "en"].format(*values)
