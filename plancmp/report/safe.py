"""Texts of plans and names of files made safe: nothing that a terminal obeys or that nobody sees."""

import json
import re

from plancmp.text.keeping import compiled

# Characters that a terminal obeys, that turn the order of a line round or that nobody sees; and halves of
# a pair, as file names have them that are no UTF-8.
_UNSEEN = compiled(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff\ufffe\uffff]"
)
_HALVES = compiled("[\ud800-\udfff]")
_BLANKS = "\t\n\v\f\r\x85\u2028\u2029"


def shown(text: str) -> str:
    """A text as one line that is safe to show, each character in its place.

    What a terminal would obey becomes a sign for it, blanks of all kinds become a blank.

    >>> shown("一\\t二\\x1b[31m\\u202e三")
    '一 二␛[31m�三'
    """
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    """What stands for a character that is not shown."""
    char = found.group()
    if char in _BLANKS:
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    return "␡" if char == "\x7f" else "\ufffd"


def to_json(data: object, indent: int | None = 2) -> str:
    """Data as JSON that any reader decodes and any terminal survives: what is unseen is escaped."""
    text = _HALVES.sub("\ufffd", json.dumps(data, ensure_ascii=False, indent=indent))
    return _UNSEEN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    """A character as JSON escapes; line ends that part the JSON stay."""
    char = found.group()
    return char if char == "\n" else json.dumps(char)[1:-1]
