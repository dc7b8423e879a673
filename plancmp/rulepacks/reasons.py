"""What a validator or parser says of a file, in Chinese; its own words are kept for English readers."""

from plancmp.text.keeping import compiled

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
