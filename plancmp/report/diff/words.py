"""The words of a comparison in both languages: codes to what users read."""

from collections.abc import Mapping

from plancmp.model.language import Lang
from plancmp.rulepacks.messages import messages

_MARKS: Mapping[str, tuple[str, str]] = {
    ":": ("：", ": "),
    ",": ("，", ", "),
    ";": ("；", "; "),
    "/": ("、", ", "),
    "(": ("（", " ("),
    ")": ("）", ")"),
    " ": ("", " "),
    "new": ("{}独有：", "only in {}: "),
    "lacks-indicators": ("缺 {} 项指标：", "lacks {} indicators: "),
    "lacks-one": ("缺 1 项指标：", "lacks 1 indicator: "),
    "weakest-in": ("{} 项目标最宽：", "has the weakest target for {} indicators: "),
    "weakest-one": ("1 项目标最宽：", "has the weakest target for 1 indicator: "),
    "weaker-in": ("{} 项目标较宽：", "has the weaker target for {} indicators: "),
    "weaker-one": ("1 项目标较宽：", "has the weaker target for 1 indicator: "),
    "open-target": ("1 项目标待定或空白：", "leaves 1 target open: "),
    "open-targets": ("{} 项目标待定或空白：", "leaves {} targets open: "),
    "attributes-differ": ("属性不同：", "Attributes differ: "),
    "other-measures": ("口径不同：", "Measured in another way: "),
    "shares-none": ("没有与其他规划共有的指标：", "No indicator in common with another plan: "),
    "and-plans": (" 等，另有 {} 份规划", " and {} more plans"),
    "and-more": ("等", " and more"),
}
"""What stands between words or before others: the blanks at its ends count."""
_WORDS = {**_MARKS, **messages("diff")}


def word(code: str, lang: Lang) -> str:
    """What users read for a code; a code without words stands for itself."""
    words = _WORDS.get(code)
    return code if words is None else words[lang == "en"]
