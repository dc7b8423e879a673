"""Why two names met or not, in Chinese and English."""

from typing import NamedTuple

_WORDS: dict[str, tuple[str, str]] = {
    "crosswalk-same": ("对照表规定为同一指标（{0}）", "the crosswalk says that they are the same ({0})"),
    "crosswalk-apart": (
        "对照表规定不是同一指标（{0}）",
        "the crosswalk says that they are not the same ({0})",
    ),
    "key": ("记录中写明同一指标代码 {0}", "the record gives the same key {0}"),
    "alias": ("指标库中“{0}”是 {1} 的写法", "the pack knows “{0}” as {1}"),
    "alias-parts": (
        "与指标库中 {1} 的写法“{0}”成分相同",
        "has the same parts as “{0}”, which the pack knows as {1}",
    ),
    "folded": ("归一后名称相同：{0}", "same name after folding: {0}"),
    "parts": ("名称成分相同：{0}", "same parts: {0}"),
    "light": ("只差无关紧要的词：{0}", "only words of little weight differ: {0}"),
    "apart": ("区别词不同：{0} / {1}", "words that set apart: {0} / {1}"),
    "only": ("只有一方有：{0}", "only one of them has: {0}"),
    "whole": ("占比的整体不同：{0} / {1}", "shares of another whole: {0} / {1}"),
    "measure": ("计量方式不同：{0} / {1}", "another measure: {0} / {1}"),
    "unit": ("单位不同：{0} / {1}", "another unit: {0} / {1}"),
    "not": ("指标库注明“{0}”不是 {1}", "the pack says that “{0}” is not {1}"),
    "near": ("名称相近，相似度 {0}", "the names are near, likeness {0}"),
    "tie": ("同一规划中有两项同样相近：{0}", "two of one plan are equally near: {0}"),
    "better": ("同一规划中另一项更接近：{0}", "another one of that plan is nearer: {0}"),
    "keys": ("指标库中是两项指标：{0} / {1}", "the pack has them as two indicators: {0} / {1}"),
    "other-measure": ("同一事项的另一种计量：{0} / {1}", "the same matter in another measure: {0} / {1}"),
    "joint": ("{0} 是 {1} 的合并项", "{0} joins {1}"),
    "nothing": ("名称没有共同成分", "the names share nothing"),
}

MEASURES: dict[str, tuple[str, str]] = {
    "rate": ("比率", "rate"),
    "count": ("数量", "count"),
    "growth": ("增速", "growth"),
    "amount": ("数额", "amount"),
    "ratio": ("比值", "ratio"),
    "years": ("年数", "years"),
    "new": ("新增量", "what is added"),
    "stock": ("总量", "what there is"),
    "other": ("未定", "not known"),
}


class Reason(NamedTuple):
    """A reason by its code, with the words that fill it."""

    code: str
    words: tuple[str, ...] = ()

    def text(self, lang: str = "zh") -> str:
        """The reason as a clause.

        >>> Reason("apart", ("养老", "医疗")).text("en")
        'words that set apart: 养老 / 医疗'
        """
        template = _WORDS[self.code][lang == "en"]
        words = self.words
        if self.code in ("measure", "other-measure"):
            words = tuple(MEASURES[word][lang == "en"] if word in MEASURES else word for word in words)
        return template.format(*words)


def tell(reasons: tuple[Reason, ...] | list[Reason], lang: str) -> tuple[str, ...]:
    """Reasons as clauses, each once."""
    return tuple(dict.fromkeys(reason.text(lang) for reason in reasons))
