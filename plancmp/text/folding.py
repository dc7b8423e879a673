"""Folds spellings that mean the same, one character to one, so that offsets stay true."""

import re
from functools import cache, lru_cache

from plancmp.text.keeping import compiled

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_VARIANTS = {
    "\u3000": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "\u000b": " ",
    "〈": "<",
    "〉": ">",
    "﹤": "<",
    "﹥": ">",
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
    "﹪": "%",
    "％": "%",
    "〜": "~",
    "∼": "~",
    "～": "~",
    "–": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "﹣": "-",
    "─": "—",
    "―": "—",
    "〔": "[",
    "〕": "]",
    "﹝": "[",
    "﹞": "]",
    "［": "[",
    "］": "]",
    "﹙": "(",
    "﹚": ")",
    "·": "·",
    "•": "·",
    "‧": "·",
    "∶": ":",
    "﹕": ":",
    "﹒": ".",
    "．": ".",
    "﹐": ",",
    "〇": "〇",
    "○": "〇",
    "◯": "〇",
}
_TABLE = {**{chr(code): chr(folded) for code, folded in _WIDE.items()}, **_VARIANTS}
# A pattern that hops from one such character to the next is several times faster than str.translate,
# which asks its table about every character.
_FOLDED = compiled("([" + re.escape("".join(_TABLE)) + "])")
_SHORT, _KEPT = 100, 4096
"""Texts up to this length are asked for many times: cells, headings, names. So many are remembered."""


def fold(text: str) -> str:
    """Fold full width to half width and variants of marks to one form; the length never changes.

    >>> fold("（二） ＞９５％ 〔18〕 1．")
    '(二) >95% [18] 1.'
    >>> len(fold("　一 、")) == 4
    True
    """
    return _fold(text) if len(text) > _SHORT else _folded(text)


@lru_cache(_KEPT)
def _folded(text: str) -> str:
    """A short text folded."""
    return _fold(text)


def _fold(text: str) -> str:
    """A text folded."""
    pieces = _FOLDED.split(text)
    pieces[1::2] = map(_TABLE.__getitem__, pieces[1::2])
    return "".join(pieces)


def squeeze(text: str) -> str:
    """Take out all white space and fold: the form in which wordings are compared.

    >>> squeeze("指    标 （％）")
    '指标(%)'
    """
    return "".join(fold(text).split()) if len(text) > _SHORT else _squeezed(text)


@lru_cache(_KEPT)
def _squeezed(text: str) -> str:
    """A short text folded, without white space."""
    return "".join(_fold(text).split())


@cache
def _wrapped() -> re.Pattern[str]:
    """A line end that only wraps the words."""
    return compiled(r"(?<=[（(%％/])\s*\n\s*|\s*\n\s*(?=[）)%％/])|(?<=\d)\s*\n\s*(?=[\u3400-\u9fff])")


def tidy(text: str) -> str:
    """Take out white space between Chinese characters and marks; elsewhere leave one blank.

    A blank between brackets stays: it is where a number is still to be filled in. A line end beside a bracket
    or a percent sign only wraps the words.

    >>> tidy("95.2%\\n以上"), tidy("目标（\\n2030年）")
    ('95.2%以上', '目标（2030年）')
    >>> tidy("指    标"), tidy("收入\\n和就业"), tidy("＞X  万"), tidy("GDP  per head ")
    ('指标', '收入和就业', '＞X 万', 'GDP per head')
    """
    return _tidied(text) if len(text) > _SHORT else _short_tidied(text)


@lru_cache(_KEPT)
def _short_tidied(text: str) -> str:
    """A short text as `tidy` gives it."""
    return _tidied(text)


def _tidied(text: str) -> str:
    """A text as `tidy` gives it."""
    words = (_wrapped().sub("", text) if "\n" in text else text).split()
    if len(words) < 2:
        return words[0] if words else ""
    pieces = [words[0]]
    for word in words[1:]:
        left, right = pieces[-1][-1], word[0]
        if not (left >= "\u2e80" and right >= "\u2e80") or (left in "（【〔" and right in "）】〕"):
            pieces.append(" ")
        pieces.append(word)
    return "".join(pieces)


def is_han(character: str) -> bool:
    """Whether a text of one character, or of none, is a Chinese character, and no mark, digit or bracket.

    >>> is_han("县"), is_han("）"), is_han("")
    (True, False, False)
    """
    return "\u4e00" <= character <= "\u9fff"
