"""The cheapest path through the lines that may be headings: which are, and at which depth.

A state is a stack of frames, one for each open run of siblings, headings or items. A line goes on with
a frame, opens a deeper one, or is text; every step has a price (`features.WEIGHTS`), so that a lost or
wrong number is one step among others. A few best states are kept from line to line.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from operator import itemgetter

import msgspec

from plancmp.model.document import Document
from plancmp.sources.guard.limits import DEEPEST_PATH, MOST_CANDIDATES, MOST_STATES
from plancmp.sources.thresholds import FEWEST
from plancmp.structure.features import WEIGHTS, Candidate
from plancmp.structure.numbering import rank
from plancmp.text.folding import squeeze

_SMALL, _ARABIC = ("1）", "①", "A."), ("1", "（1）")
_PART, _BELOW = "【】", "#"
"""Keys of headings in brackets, and of those without a number below numbers that share their mark."""
_TOP = "?"
"""The key of headings that stand above all numbers and have none."""


class Frame(msgspec.Struct, frozen=True, eq=False):
    """A run of siblings that is still open; within one search those that are equal are one."""

    key: str
    rank: float
    heading: bool
    next: int
    """The number that would follow."""
    other: int
    """The number that would follow had the last one been right."""
    lost: int
    """Siblings without a number behind the last one with."""
    level: int | None
    """The level that the format says."""


Stack = tuple[Frame, ...]


def _frames() -> Callable[[str, float, bool, int, int, int, int | None], Frame]:
    """Makes frames, each once, with all their parts given: stacks are then told apart at a glance."""
    return cache(Frame)


Step = tuple[int, Stack, "Step | None"]
"""The candidate that is a heading, the stack with it, and the step before: plain, as very many are made."""
State = tuple[float, Stack, "Step | None"]
"""The score of a stack, the stack, and what led to it."""


def find_path(candidates: Sequence[Candidate], siblings: "Siblings") -> list[tuple[Candidate, int]]:
    """The headings among the candidates with their levels, in order."""
    search = _Search(candidates[:MOST_CANDIDATES], siblings)
    states: list[State] = [(0.0, (), None)]
    for at, each in enumerate(search.candidates):
        best: dict[Stack, State] = {}
        for before, above, last in states:
            for price, stack, heading in search.steps(each, at, above):
                known = best.get(stack)
                score = before + price
                if known is None or score > known[0]:
                    best[stack] = (score, stack, (at, stack, last) if heading else last)
        states = sorted(best.values(), key=itemgetter(0), reverse=True)[:MOST_STATES]
    found: list[tuple[Candidate, int]] = []
    step = states[0][2]
    while step is not None:
        at, stack, step = step
        each = search.candidates[at]
        found.append((each, 1 if each.always else sum([frame.heading for frame in stack]) or 1))
    return found[::-1]


Option = tuple[float, Stack, bool]
"""What a step adds, the stack behind it, and whether the line is a heading."""


class _Search:
    """The steps that a line may take, with their prices."""

    def __init__(self, candidates: Sequence[Candidate], siblings: "Siblings") -> None:
        self.candidates = candidates
        self._frame = _frames()
        self._before = self._numbers_before()
        self._flat: set[int] = set()
        """Levels that the format gives numbers of several styles: it says nothing of depth."""
        self._levels = self._keys_by_level()
        self._siblings = siblings
        self._groups = self._without_numbers()

    def _without_numbers(self) -> set[int]:
        """Places of lines that part numbers under one heading and never had one themselves.

        三、, a short line, （一）…, a short line, （一）…: the first stands right under the heading.
        """
        groups: set[int] = set()
        top: float | None = None
        before: Candidate | None = None
        for each in self.candidates:
            if each.key:
                top = None if top is not None and each.rank <= top else top
            elif each.deeper and each.line.level is None:
                under = before is not None and before.key and before.at == each.at - 1 and before.body is None
                if under and before is not None and before.rank < rank(each.deeper):
                    top = before.rank
                if top is not None:
                    groups.add(each.at)
            before = each
        return groups

    def _numbers_before(self) -> list[int]:
        """For each line the last number of its style anywhere before."""
        last: dict[str, int] = {}
        before: list[int] = []
        for each in self.candidates:
            before.append(last.get(each.key, 0))
            if each.line.label is not None:
                last[each.key] = each.line.label.number
        return before

    def _keys_by_level(self) -> dict[int, tuple[str, float]]:
        """The style that headings without a number share with those that the format puts on their level."""
        styles: dict[int, Counter[tuple[str, float]]] = defaultdict(Counter)
        levels = set()
        for each in self.candidates:
            if each.line.level is not None:
                levels.add(each.line.level)
                if each.key:
                    styles[each.line.level][each.key, each.rank] += 1
        keys: dict[int, tuple[str, float]] = {}
        for level in levels:
            if len([style for style, count in styles[level].items() if count >= FEWEST]) > 1:
                self._flat.add(level)
            if styles.get(level):
                keys[level] = styles[level].most_common(1)[0][0]
                continue
            above = [place for known, found in styles.items() if known < level for _, place in found]
            keys[level] = f"#{level}", max(above) + 0.4 + level / 1000 if above else level / 100 - 1
        return keys

    def steps(self, each: Candidate, at: int, stack: Stack) -> Iterator[Option]:
        """All steps from a stack."""
        if each.always:
            yield 0.0, stack[:1], True
        elif each.part:
            yield 0.0, stack, False
            frame = self._frame(_PART, rank(each.deeper) - 0.5, True, 1, 1, 1, None)
            above = tuple(takewhile(lambda known: known.rank < frame.rank, stack))
            yield each.weight, (*above, frame), True
        elif each.line.label is not None:
            yield from self._going_on(each, stack)
            yield from self._opening(each, at, stack)
        else:
            yield 0.0, stack, False
            yield from self._without_number(each, stack)
            if each.line.level is not None:
                yield from self._marked(each, each.line.level, stack)
            elif not stack or (stack[0].rank > rank("一、") and stack[0].key != _TOP):
                top = self._frame(_TOP, rank("一、"), True, 1, 1, 1, None)
                yield each.weight + self._above_numbers(each, top, ()), (top,), True

    # -- lines with a number ---------------------------------------------------------------------

    def _going_on(self, each: Candidate, stack: Stack) -> Iterator[Option]:
        """The next of siblings."""
        label, key, said = each.line.label, each.key, each.line.level
        assert label is not None
        for depth in range(len(stack) - 1, -1, -1):
            frame = stack[depth]
            if frame.key != key and not (depth == 0 and frame.key == _TOP and each.rank <= frame.rank):
                continue
            price, expected = _number_price(frame, label.number)
            if frame.heading:
                price += each.weight
                price += 0.0 if said is None else _level_price(frame.level, said, same=True)
            grown = self._frame(key, each.rank, frame.heading, label.number + 1, expected + 1, 0, said)
            yield price, (*stack[:depth], grown), frame.heading

    def _opening(self, each: Candidate, at: int, stack: Stack) -> Iterator[Option]:
        """The first of siblings, below the frames of higher styles or below all."""
        label = each.line.label
        assert label is not None
        key, said, whole = each.key, each.line.level, len(stack)
        usual = whole
        while usual and stack[usual - 1].rank >= each.rank:
            usual -= 1
        number = 0.0
        if label.number > 1:
            runs_on = label.number == self._before[at] + 1
            number = WEIGHTS["runs on" if runs_on else "begins late"]
        for depth in (usual, whole) if usual < whole else (whole,):
            if depth == DEEPEST_PATH or (depth < whole and stack[depth].key == key):
                continue
            price = number + (0.0 if depth == usual else WEIGHTS["order of styles"])
            above = stack[:depth]
            own = 0
            for frame in above:
                own += frame.key == key
            behind = label.number + 1
            if said is None and (not own or (own == 1 and label.number == 1)):
                listed = WEIGHTS["list inside its own style"] if own else 0.0
                yield (
                    price + listed,
                    (*above, self._frame(key, each.rank, False, behind, behind, 0, None)),
                    False,
                )
            if own:
                continue
            if depth < whole and stack[depth].heading and stack[depth].key != _TOP:
                price += WEIGHTS["siblings of two styles"]
            if above:
                price = _price_below(price, each, above[-1])
            yield (
                price + each.weight,
                (*above, self._frame(key, each.rank, True, behind, behind, 0, said)),
                True,
            )

    # -- lines without a number ------------------------------------------------------------------

    def _without_number(self, each: Candidate, stack: Stack) -> Iterator[Option]:
        """A sibling whose number was lost, or that never had one."""
        for depth, frame in enumerate(stack):
            if not frame.heading:
                return
            price = each.weight + self._above_numbers(each, frame, stack[:depth])
            price += _level_price(frame.level or 0, each.line.level, same=True)
            price += self._siblings.price(each, frame.key) if each.line.level is None else 0.0
            price += WEIGHTS["last part on top"] if each.closing and depth == 0 else 0.0
            price += WEIGHTS["group without a number"] if each.at in self._groups else 0.0
            beside = each.line.level in self._flat and frame.key != _BELOW
            price += WEIGHTS["beside numbers of many styles"] if beside else 0.0
            lost = self._frame(
                frame.key, frame.rank, True, frame.next, frame.other, frame.lost + 1, frame.level
            )
            yield price, (*stack[:depth], lost), True

    def _above_numbers(self, each: Candidate, frame: Frame, above: Stack) -> float:
        """What it says that a deeper number one follows at once."""
        if not each.deeper or each.deeper == frame.key or any(each.deeper == one.key for one in above):
            return 0.0
        return WEIGHTS["above deeper numbers"]

    def _marked(self, each: Candidate, level: int, stack: Stack) -> Iterator[Option]:
        """A heading without a number at the depth that the format says."""
        key, place = self._levels[level]
        depth = len(stack)
        if level in self._flat:
            above = tuple(takewhile(lambda known: known.heading, stack))
            if above and above[-1].key != _BELOW:
                frame = self._frame(_BELOW, above[-1].rank + 0.4, True, 1, 1, 1, level)
                yield each.weight, (*above, frame), True
        while depth and stack[depth - 1].rank >= place:
            depth -= 1
        if depth < len(stack) and stack[depth].key == key:
            return
        frame = self._frame(key, place, True, 1, 1, 1, level)
        price = _level_price(stack[depth - 1].level if depth else None, level, same=False)
        price += self._above_numbers(each, frame, stack[:depth])
        yield each.weight + price, (*stack[:depth], frame), True


def _price_below(price: float, each: Candidate, above: Frame) -> float:
    """The price with what it adds that a heading with a number opens a run below a frame."""
    if not above.heading:
        price += WEIGHTS["heading below item"]
    if each.key in _SMALL and above.key.startswith(_ARABIC):
        price += WEIGHTS["small style below arabic"]
    price += _level_price(above.level, each.line.level, same=False)
    return price


def _number_price(frame: Frame, number: int) -> tuple[float, int]:
    """The price of a number behind a frame's last one, and the number that was expected."""
    for expected in (frame.next, frame.other):
        if expected <= number <= expected + frame.lost:
            spare = expected + frame.lost - number
            return WEIGHTS["next number"] + spare * WEIGHTS["unnumbered sibling"], number
    expected = frame.next + frame.lost
    if number > expected:
        return WEIGHTS["number lost"], expected
    return WEIGHTS["number back"], expected


def _level_price(known: int | None, said: int | None, *, same: bool) -> float:
    """What the format's levels add: siblings share one, children have a deeper one."""
    if known is None or said is None:
        return 0.0
    return WEIGHTS["level said" if (known == said if same else known < said) else "level against"]


class Siblings:
    """How the headings of each style are worded, and whether they stand alone."""

    def __init__(self, document: Document, candidates: Sequence[Candidate], openers: tuple[str, ...]) -> None:
        self._document = document
        self._openers = openers
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        for each in candidates:
            if each.key:
                words = self._words[each.key]
                words.update(self._marks(each))
                words.update(("", "alone") if each.bare else ("",))

    def _marks(self, each: Candidate) -> Iterator[str]:
        """What wordings share: first and last two characters, a verb at the beginning."""
        text = squeeze(self._document.words(each.title))
        yield f"^{text[:2]}"
        yield f"{text[-2:]}$"
        if not each.closing and text.startswith(self._openers):
            yield "opener"

    def price(self, each: Candidate, key: str) -> float:
        """What it adds that a line without a number is like the numbered headings of a style.

        Most of those stand alone above their text, if not all: 深化改革，… may have its text behind it.
        """
        words = self._words.get(key, Counter())
        count = words[""]
        if count < FEWEST - 1 or words["alone"] * 3 < count * 2:
            return 0.0
        alike = max(words[mark] for mark in self._marks(each)) * 2 >= count
        alone = WEIGHTS["siblings stand alone"] if count >= FEWEST else 0.0
        return alone + (WEIGHTS["worded like siblings"] if alike else 0.0)
