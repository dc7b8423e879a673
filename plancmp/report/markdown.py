"""Texts of plans in Markdown: nothing that a plan says is taken for markup.

Marks are escaped, addresses and mentions are broken with a joiner that nobody sees, since services make
links of bare ones.
"""

import re
from collections.abc import Iterable, Sequence

from plancmp.report.safe import shown
from plancmp.text.keeping import compiled

_MARKS = compiled(r"([\\`*_\[\]<>|#~&!$])")
# What GitHub and GitLab make links of without any markup: http://…, www.…, a@b.c, @name, #12, !12, GH-12,
# and where a word begins $12 ~label &12 %name; 98%左右 is none.
_LINKS = compiled(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=[#!])(?=\d)|(?<=\bGH)(?=-\d)|(?<=(?<!\w)[$~&%])(?=[\w\"])",
    re.I,
)
_JOINER = "\u2060"


def escaped(text: str) -> str:
    """A text of a plan in one line of Markdown, in which nothing means anything.

    >>> escaped("a|b <b> [x](http://y) `z`") == r"a\\|b \\<b\\> \\[x\\](http:" + "\\u2060" + r"//y) \\`z\\`"
    True
    """
    return _MARKS.sub(r"\\\1", _LINKS.sub(_JOINER, " ".join(shown(text).split())))


def table_of(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; its cells are escaped already."""
    return "\n".join((cells_of(head), cells_of(["---"] * len(head)), *map(cells_of, rows)))


def cells_of(cells: Iterable[str]) -> str:
    """A line of a table."""
    return "| " + " | ".join(cells) + " |"
