"""Marks inside a line of Markdown: which characters are words, and which say how they look.

Follows CommonMark 0.31 for code spans, escapes, links and the flanking of `*` and `_`; a mark without
its partner is text, so that ** standing for a number that is not yet known stays where it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from plancmp.text.keeping import compiled

_TOKEN = compiled(
    r"""
      (?P<starred>  (?:\\\*){2} )
    | (?P<escape>   \\ [!-/:-@\[-`{-~] )
    | (?P<code>     `+ )
    | (?P<comment>  <!-- )
    | (?P<image>    !\[ [^\[\]]{0,400} \] (?: \( [^()\n]{0,1000} \) | \[ [^\[\]\n]{0,100} \] ) )
    | (?P<note>     \[\^ [^\[\]\s]{1,60} \] )
    | (?P<link>     \[ (?P<words> [^\[\]]{1,400} ) \] \( (?P<target> [^()\n]{0,1000} ) \) )
    | (?P<url>      < (?: https?:// | mailto: ) [^<>\s]{1,1000} > )
    | (?P<tag>      </? (?: b|i|u|em|strong|span|font|sup|sub|del|s|mark|small|p|div|center|a|br|hr)
                    (?: \s [^<>]{0,300} )? /? > )
    | (?P<entity>   & (?: nbsp|lt|gt|amp|quot|emsp|ensp|thinsp ) ; )
    | (?P<run>      \*+ | _+ | ~~ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENTITIES = {
    "nbsp": "\u00a0",
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "emsp": "\u2003",
    "ensp": "\u2002",
    "thinsp": "\u2009",
}

_OPENING = "“‘（《〈「『【〔("
_CLOSING = "”’）》〉」』】〕)。！？；：，%％"
_UNIT = compiled(r"\s?(?:[%％‰万亿千个人名户家项次元张件套处所亩吨场期座年]|公里|平方)")
"""Stars before a unit, twice, are two numbers left open (培训**人，新增**人) and no emphasis."""


class Kept(NamedTuple):
    """Characters `start` to `end` that are words; `words` where they are written otherwise (&lt;)."""

    start: int
    end: int
    words: str | None = None


class Left(NamedTuple):
    """Characters that are no words, with the code of the note that says so."""

    start: int
    end: int
    code: str


class FootMark(NamedTuple):
    """The mark of a footnote, `[^1]`."""

    start: int
    end: int
    mark: str


class Inline(NamedTuple):
    """What a paragraph of Markdown holds, in order."""

    parts: list[Kept | Left | FootMark]
    bold: bool
    """All words stand between ** and **."""


def read_inline(raw: str) -> Inline:
    """Part the raw characters of a paragraph into words and marks.

    >>> [raw[part.start:part.end] for raw in ["**重点**任务"] for part in read_inline(raw).parts
    ...  if isinstance(part, Kept)]
    ['重点', '任务']
    """
    marks: list[Left | FootMark | Kept] = []
    runs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    strong: list[tuple[int, int]] = []
    fences = _code_fences(raw)
    comments = True
    at = 0
    target: tuple[int, int] | None = None
    while found := _TOKEN.search(raw, at):
        start, end = found.span()
        if target is not None and start >= target[0]:
            at, target = max(target[1], at), None
            continue
        at, kind = end, found.lastgroup or ""
        if kind in ("run", "starred"):
            marks += _run(raw, start, end, runs, strong)
        elif kind == "code":
            close = _closing(fences, end - start, end)
            if close is not None:
                at = close + end - start
                marks += [Left(start, end, "markup"), Left(close, at, "markup")]
        elif kind == "comment":
            close = raw.find("-->", end) if comments else None
            if close is not None and close >= 0:
                at = close + 3
                marks.append(Left(start, at, "comment"))
            comments = comments and close != -1
        else:
            marks += _plain_mark(kind, found)
            if kind == "link":
                at, target = found.start("words"), (found.end("words"), end)
    return Inline(_filled(raw, marks), _covers(raw, strong))


def _run(
    raw: str, start: int, end: int, runs: dict[str, list[tuple[int, int]]], strong: list[tuple[int, int]]
) -> Iterator[Left]:
    """The marks that a run of stars, of strokes or of stars behind backslashes shows to be some."""
    if _turns(raw, start, end, runs):
        if (end - start) % 4:
            strong.append((runs["**"][-1][0], end))
            yield Left(*runs["**"].pop(), "markup")
        yield Left(start, end, "markup")
        return
    if raw[start] == "\\":
        # In pairs they were marks of emphasis in the file that this one was made of.
        yield from (Left(at, at + 1, "markup") for at in (start, start + 2))
    pair = _pair(raw, start, end, runs)
    if pair is not None:
        yield from (Left(*pair, "markup"), Left(start, end, "markup"))
        if pair[1] - pair[0] >= 2 and raw[start] != "~":
            strong.append((pair[0], end))


def _plain_mark(kind: str, found: re.Match[str]) -> list[Left | FootMark | Kept]:
    """The parts of a mark that needs no partner."""
    start, end = found.span()
    if kind == "escape":
        return [Left(start, start + 1, "markup")]
    if kind == "image":
        return [Left(start, end, "image")]
    if kind == "note":
        return [FootMark(start, end, found.group()[2:-1])]
    if kind == "link":
        return [Left(start, found.start("words"), "markup"), Left(found.end("words"), end, "markup")]
    if kind == "url":
        return [Left(start, start + 1, "markup"), Left(end - 1, end, "markup")]
    if kind == "entity":
        return [Kept(start, end, _ENTITIES[found.group()[1:-1].lower()])]
    return [Left(start, end, "markup")]


def _code_fences(raw: str) -> dict[int, list[int]]:
    """The places of runs of backticks by their length, last first."""
    fences: dict[int, list[int]] = defaultdict(list)
    for found in compiled("`+").finditer(raw):
        fences[found.end() - found.start()].append(found.start())
    for places in fences.values():
        places.reverse()
    return fences


def _closing(fences: dict[int, list[int]], length: int, after: int) -> int | None:
    """The next run of as many backticks."""
    places = fences[length]
    while places and places[-1] < after:
        places.pop()
    return places[-1] if places else None


def _pair(raw: str, start: int, end: int, runs: dict[str, list[tuple[int, int]]]) -> tuple[int, int] | None:
    """The opening run that this run closes; a run that can only open is remembered."""
    before, behind = raw[start - 1 : start] or " ", raw[end : end + 1] or " "
    opens = not behind.isspace() and (_clings(behind, _OPENING) or not _clings(before, ""))
    closes = not before.isspace() and (_clings(before, _CLOSING) or not _clings(behind, ""))
    if raw[start] == "_":
        opens, closes = opens and not _clings(before, ""), closes and not _clings(behind, "")
    waiting = runs[raw[start:end]]
    if closes and waiting and waiting[-1][1] < start:
        if _UNIT.match(raw, end) is None or _UNIT.match(raw, waiting[-1][1]) is None:
            return waiting.pop()
        waiting.pop()
    if opens:
        waiting.append((start, end))
    return None


def _turns(raw: str, start: int, end: int, runs: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a run of stars ends what ** began and begins anew: **一、****总体要求**, **指标******."""
    length = end - start
    if raw[start] != "*" or length < 4 or length % 2 or not runs["**"] or _UNIT.match(raw, end):
        return False
    return length % 4 > 0 or raw.find("**", end) >= 0


def _clings(character: str, marks: str) -> bool:
    """Whether a run may stand at this character: a word, or one of these marks.

    CommonMark asks for a space between ** and “, which Chinese does not write.
    """
    return character.isalnum() or (character != "" and character in marks)


def _filled(raw: str, marks: list[Left | FootMark | Kept]) -> list[Kept | Left | FootMark]:
    """The marks in order, with the words between them."""
    parts: list[Kept | Left | FootMark] = []
    done = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < done:
            continue
        if mark.start > done:
            parts.append(Kept(done, mark.start))
        parts.append(mark)
        done = mark.end
    if done < len(raw):
        parts.append(Kept(done, len(raw)))
    return parts


def _covers(raw: str, strong: list[tuple[int, int]]) -> bool:
    """Whether one pair of strong marks stands around everything."""
    body = raw.strip()
    start = len(raw) - len(raw.lstrip())
    return any(pair == (start, start + len(body)) for pair in strong)
