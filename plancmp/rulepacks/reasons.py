"""What a validator or parser says of a file, in words for people; what is clear as it is stays in English."""

import re
from collections.abc import Mapping, Sequence

from plancmp.text.keeping import compiled

_Wordings = Sequence[tuple[re.Pattern[str], str]]

_TYPES = {
    "str": "文本",
    "int": "整数",
    "float": "数字",
    "decimal": "数字",
    "bool": "true 或 false",
    "array": "列表",
    "object": "键和值",
    "null": "空",
    "date": "日期",
}
_ENGLISH = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
    "date": "a date",
}
_ENGLISH_WORDINGS = (
    (compiled(r"^Expected `([^`]+)`, got `([^`]+)`"), "should be {0}, and is {1}"),
    (compiled(r"^Object contains unknown field `([^`]+)`"), "unknown key {0}"),
    (compiled(r"^Object missing required field `([^`]+)`"), "the key {0} is missing"),
)
_WORDINGS = (
    (compiled(r"^Expected `([^`]+)`, got `([^`]+)`"), "应为{0}，实际是{1}"),
    (compiled(r"^Object contains unknown field `([^`]+)`"), "未知的键 {0}"),
    (compiled(r"^Object missing required field `([^`]+)`"), "缺少键 {0}"),
    (compiled(r"^Invalid enum value (.+)"), "不能用 {0}"),
    (compiled(r"^Invalid decimal string"), "不是数字"),
    (compiled(r"^Expected `[^`]+` (?:of length )?(>=|<=|>|<) ([\d.]+)"), "应 {0} {1}"),
    (compiled(r"^Expected `[^`]+` matching regex (.+)"), "应符合 {0}"),
    (compiled(r"^mapping values are not allowed"), "这里不能有冒号；文字里有冒号的，要加引号"),
    (compiled(r"^(?:could not find expected|expected) ':'|^while scanning a simple key"), "键后面缺冒号"),
    (compiled(r"^did not find expected key"), "缩进不对，或前面的引号没有配对"),
    (compiled(r"^did not find expected '-' indicator"), "列表的缩进不对"),
    (compiled(r"^did not find expected ',' or '([\]}])'"), "缺逗号或 {0}"),
    (compiled(r"^did not find expected"), "结构不完整"),
    (compiled(r"^found character that cannot start any token"), "不能以这个字符开头；缩进要用空格"),
    (compiled(r"^found unexpected end of stream"), "引号没有配对"),
    (compiled(r"^found a tab|^found character '\\t'"), "缩进要用空格，不用制表符"),
    (compiled(r"^control characters are not allowed"), "有控制字符"),
    (compiled(r"^could not determine a constructor"), "不能用 ! 标签"),
    (compiled(r"^nested too deeply"), "嵌套太深"),
    (compiled(r"^(?:JSON is malformed|Input data was truncated)"), "不是完整的 JSON"),
    (compiled(r"^no such column: (.+)"), "没有列 {0}"),
    (compiled(r"^no such function: (.+)"), "没有函数 {0}"),
    (compiled(r'^(?:near|unrecognized token:) "(.*?)"'), "“{0}”附近写得不对"),
    (compiled(r"^incomplete input"), "没有写完"),
    (compiled(r"^Unclosed array"), "列表缺 ]"),
    (compiled(r"^Unclosed inline table"), "缺 }}"),
    (compiled(r"^(?:Unterminated string|Illegal character '\\n')|^Expected '[\"\\\\']"), "引号没有配对"),
    (compiled(r"^Expected '=' after a key"), "键后面缺等号"),
    (compiled(r"^Expected '\]"), "节名后面缺 ]"),
    (compiled(r"^Invalid value"), "值不对；文字要加引号"),
    (compiled(r"^(?:Cannot (?:overwrite|declare|mutate)|Duplicate)"), "同一个键或节写了两次"),
    (compiled(r"^Invalid (?:statement|initial character)"), "这里应是 键 = 值 或 [节]"),
    (compiled(r"^Expected newline or end of document"), "值后面多了内容；文字要加引号"),
    (compiled(r"^(?:Unescaped|Invalid hex)"), "文字里的反斜杠要写成两个，或改用单引号"),
)


def in_words(reason: str) -> tuple[str, str]:
    """A reason in Chinese and English; one that is not known stays as it is.

    >>> in_words("Expected `str | null`, got `int`")
    ('应为文本，实际是整数', 'should be text, and is a whole number')
    >>> in_words("Object contains unknown field `wrds`")
    ('未知的键 wrds', 'unknown key wrds')
    """
    return _worded(reason, _WORDINGS, _TYPES, "或"), _worded(reason, _ENGLISH_WORDINGS, _ENGLISH, " or ")


def _worded(reason: str, wordings: _Wordings, types: Mapping[str, str], join: str) -> str:
    """A reason in one language, names of types as that calls them."""
    for pattern, wording in wordings:
        found = pattern.search(reason)
        if found is not None:
            parts = [each.removesuffix(" | null").split(" | ") for each in found.groups() if each is not None]
            return wording.format(
                *(
                    join.join(types[part] for part in some) if set(some) <= set(types) else " | ".join(some)
                    for some in parts
                )
            )
    return reason
