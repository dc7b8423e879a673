"""Words and clauses written twice (TXT001, TXT008)."""

import re
from collections.abc import Iterator
from functools import cache

from plancmp.checks.entries import Check, Hit, Rule
from plancmp.checks.kinds.places import is_division
from plancmp.checks.lexicon import lexicon
from plancmp.checks.view import PROSE, Passage, PlanView, any_of, any_pattern
from plancmp.rulepacks.counts import counts
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE


class RepeatedParameters(Rule, frozen=True, kw_only=True):
    """What is written twice by mistake, and what is not."""

    single: str
    """Characters that never stand twice: 的和."""
    single_after: str
    """Those before which one of them ends a word: 目的的."""
    bound: str
    """Characters that stand twice only where one of the two makes a word with its neighbour: 作为|为民."""
    phrases: tuple[str, ...]
    """Patterns (folded) of doubled words that are wrong where they stand: 等等 before 部门."""
    allowed: tuple[str, ...]
    """Patterns (folded) of repeats that are right: 特殊教育教育教学."""


class ClauseParameters(Rule, frozen=True, kw_only=True):
    """What stands twice in a sentence by mistake."""

    shortest: int
    """A clause of fewer Chinese characters may stand twice."""
    ranks: tuple[str, ...]
    """How a clause begins that may be true of several things in a row: 位居全国第三."""
    frame: str
    """Pattern (folded) of a clause with one slot in a sentence, the name of the slot as `slot`: 以…为主题."""


def find_repeated_clauses(view: PlanView, check: Check) -> Iterator[Hit]:
    """A clause that stands twice in a sentence, or two that fill one slot of it."""
    frame, ranks = compiled(check.parameters.frame), compiled(any_of(check.parameters.ranks))
    for passage in view.passages:
        if passage.kind not in PROSE:
            continue
        seen: dict[str, int] = {}
        for found in _CLAUSE.finditer(passage.folded):
            words = found.group().strip()
            if passage.folded[found.start() - 1 : found.start()] in ("。", ";", "\n", "!", "?"):
                seen = {}
            if len(_HAN.findall(words)) >= check.parameters.shortest:
                if words in seen and not ranks.match(words) and not _is_taken_up(passage, words, found):
                    yield Hit(passage, found.start(), found.end(), {"first": words})
                seen[words] = found.start()
        for sentence in _SENTENCE.finditer(passage.folded):
            slots: dict[str, str] = {}
            for found in frame.finditer(passage.folded, *sentence.span()):
                first = slots.setdefault(found["slot"], found.group())
                if first != found.group():
                    begin = max(found.start(), found.end() - _TAIL)
                    yield Hit(passage, begin, found.end(), {"first": first.strip()[-_TAIL:]})


def _is_taken_up(passage: Passage, words: str, again: re.Match[str]) -> bool:
    """Whether a clause takes up the title that a paragraph runs in with: 推广农机：推广农机，提高效率."""
    return passage.folded[: again.start()].strip() == f"{words}:"


_TAIL = 15
"""So much of a clause that fills a slot is quoted."""
_HAN = compiled(r"[\u4e00-\u9fff]")
_CLAUSE = compiled(r"[^,:。;\n!?]+")
_SENTENCE = compiled(r"[^。;\n!?]+")


def find_repeated(view: PlanView, check: Check) -> Iterator[Hit]:
    """A word, a particle or a mark that stands twice in a row."""
    parameters: RepeatedParameters = check.parameters
    pattern, allowed = _patterns(parameters)
    habits: dict[str, bool] = {}
    for passage, found, begin, end in view.search(pattern, (*PROSE, "heading", "row", "table", "box-title")):
        if found["bound"] and _makes_word(passage.folded, begin):
            continue
        if found["word"] and (
            _meets(view.text, passage.folded, begin, len(found["word"]))
            or _is_habit(view, found.group() + passage.folded[end : end + 2], habits)
            or _is_flat(view, passage, begin, end)
            or " " in view.written(passage, begin, end)
        ):
            continue
        if not _is_allowed(allowed, passage, begin, end):
            word = found.group()[: len(found.group()) // 2]
            yield Hit(passage, begin, end, {"word": word})


@cache
def _patterns(parameters: RepeatedParameters) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The repeats, and those that are right."""
    single, after = re.escape(parameters.single), re.escape(parameters.single_after)
    pattern = compiled(
        rf"(?P<word>[\u4e00-\u9fff]{{2,5}})(?P=word)"
        rf"|(?<![{after}])(?P<one>[{single}])(?P=one)"
        rf"|{'|'.join(parameters.phrases) or any_of(())}"
        rf"|(?P<bound>[{re.escape(parameters.bound)}])(?P=bound)"
        r"|(?P<mark>[,、;:。])(?P=mark)(?![,、;:。])"
    )
    return pattern, any_pattern(parameters.allowed)


def _makes_word(folded: str, begin: int) -> bool:
    """Whether one of two equal characters makes a word with what stands beside both."""
    words = lexicon()
    return any(
        words.frequency(folded[start:stop])
        for length in (2, 3, 4)
        for start, stop in ((begin + 1 - length, begin + 1), (begin + 1, begin + 1 + length))
        if start >= 0
    )


def _meets(text: str, folded: str, begin: int, length: int) -> bool:
    """Whether what stands twice is the end of one word and the begin of the next, or a head and its text."""
    words, count = lexicon(), counts().log
    word, end = folded[begin : begin + length], begin + 2 * length
    if not words.frequency(word):
        # 监|测预|测预|警: the second half of it makes a word with the first, and it is none itself.
        turned = [folded[begin + at : begin + at + length] for at in range(1, length)]
        # 能效|水效|水平: its first character belongs to the one before.
        others = (turned[0], folded[max(begin - 1, 0) : begin + 1])
        return any(map(words.frequency, turned)) or (
            length == 2 and any(count(other) > count(word) for other in others)
        )
    if _ARTICLE.search(folded, max(0, begin - 10), begin) or is_division(
        folded[max(0, begin - 2) : begin + length]
    ):
        # 共青城市|城市水体
        return True
    # 重点产业|产业链: the first ends a term, in this text or in others, and the second begins another word.
    return (
        begin > 0
        and words.frequency(folded[begin + length : end + 1]) >= _COMMON
        and (
            count(folded[begin - 1 : begin + 2]) >= _BOUND
            or (begin > 1 and text.count(folded[begin - 2 : begin + length]) > 1)
        )
    )


def _is_flat(view: PlanView, passage: Passage, begin: int, end: int) -> bool:
    """Whether cells one behind the other say the same: the words are a whole cell, or end a line of such."""
    first, last = passage.bounds(begin)
    line = max(passage.folded.rfind("\n", first, begin) + 1, first)
    stop = passage.folded.find("\n", end, last)
    text, words = passage.folded[line : stop if stop >= 0 else last].strip(), passage.folded[begin:end]
    ends = text.endswith(words) and not view.has_cells and passage.kind in ("table", "row", "paragraph")
    return text == words or ends


def _is_habit(view: PlanView, words: str, asked: dict[str, bool]) -> bool:
    """Whether the text has these words again and again; looked up once each, and so often only."""
    if words not in asked:
        asked[words] = len(asked) >= _ASKED or view.text.count(words) >= _HABIT
    return asked[words]


_ASKED = 1_000
"""A text that says so many words twice does not do so by a slip."""
_HABIT = 3
"""Who writes a word twice so often before the same words means it: 居住建筑|建筑能效."""
_ARTICLE = compiled(rf"第[{CHINESE}\d]{{1,5}}[条章节]\s?$")
_COMMON = 20
"""A longer word that the dictionary counts so often."""
_BOUND = 5.0
"""The logarithm of how often a term ends so."""


def _is_allowed(allowed: re.Pattern[str], passage: Passage, begin: int, end: int) -> bool:
    """Whether a repeat is right where it stands."""
    words = passage.folded[begin:end]
    half = words[: len(words) // 2]
    if len(half) > 1 and (len(set(half)) == 1 or half[0] in "一每逐越各"):
        return True
    window = max(0, begin - 12)
    for found in allowed.finditer(passage.folded, window, min(len(passage.folded), end + 12)):
        if found.start() < end and begin < found.end():
            return True
    return False
