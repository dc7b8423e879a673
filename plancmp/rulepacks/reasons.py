"""What a validator says of a wrong value, in Chinese; its own English words are kept for English readers."""

import re

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
_WORDINGS = (
    (re.compile(r"^Expected `([^`]+)`, got `([^`]+)`"), "应为{0}，实际是{1}"),
    (re.compile(r"^Object contains unknown field `([^`]+)`"), "未知的键 {0}"),
    (re.compile(r"^Object missing required field `([^`]+)`"), "缺少键 {0}"),
    (re.compile(r"^Invalid enum value (.+)"), "不能用 {0}"),
    (re.compile(r"^Invalid decimal string"), "不是数字"),
    (re.compile(r"^Expected `[^`]+` (?:of length )?(>=|<=|>|<) ([\d.]+)"), "应 {0} {1}"),
    (re.compile(r"^Expected `[^`]+` matching regex (.+)"), "应符合 {0}"),
)


def in_chinese(reason: str) -> str:
    """The reason of a `msgspec.ValidationError` in Chinese; one that is not known stays as it is.

    >>> in_chinese("Expected `str | null`, got `int`"), in_chinese("Object contains unknown field `wrds`")
    ('应为文本或空，实际是整数', '未知的键 wrds')
    """
    for pattern, wording in _WORDINGS:
        found = pattern.search(reason)
        if found is not None:
            return wording.format(*map(_types, found.groups()))
    return reason


def _types(said: str) -> str:
    """Names of types; other words as they are."""
    parts = said.split(" | ")
    return "或".join(_TYPES[part] for part in parts) if all(part in _TYPES for part in parts) else said
