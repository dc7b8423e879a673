"""Whether words of a text name an indicator: what both say, without what only surrounds it."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from plancmp.checks.entries import Rule
from plancmp.checks.view import any_of
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled


class NameWords(Rule, frozen=True, kw_only=True):
    """Words by which names are compared."""

    source: str
    around: tuple[str, ...]
    """What may stand before a name and changes nothing: 全市, 符合条件的, 进一步提高."""
    scopes: tuple[str, ...]
    """What sets two matters apart: 农村, 儿童, 养老, 医疗, 困难, 重度."""
    measures: tuple[str, ...]
    """How a name ends: 覆盖率, 参保率, 人数."""
    general: tuple[str, ...]
    """Measures of three characters that alone say nothing of what: 合格率. Others do: 空置率."""
    counted: tuple[str, ...]
    """Ends of a name that a text leaves out before the number: 数, 人数, 户数."""


_LEAST = 0.85
"""How sure it must be that a subject names an indicator."""
_MARGIN = 0.04
"""How much surer than of any other."""
_MOST_NAMES = 10_000


class Name(NamedTuple):
    """A name made ready to be compared."""

    core: str
    scopes: frozenset[str]


class Namer:
    """Compares names by one set of words."""

    def __init__(self, words: NameWords) -> None:
        around = any_of(words.around)
        self._around = compiled(rf"^(?:{around})+")
        self._inside = compiled(rf"(?:{around})(?=[\u4e00-\u9fff]{{2}})")
        self._scopes = compiled(any_of(words.scopes))
        self.measure = compiled(rf"(?:目标人群)?(?:{any_of(words.measures)})$")
        self._general = compiled(rf"(?:{any_of((*words.measures, *words.general))})")
        self._counted = compiled(rf"(?:{any_of(words.counted)})$")
        self._names: dict[str, Name] = {}

    def name(self, text: str) -> Name:
        """A name or subject without brackets, marks and what only surrounds it."""
        known = self._names.get(text)
        if known is None:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            known = self._names[text] = self._made(text)
        return known

    def _made(self, text: str) -> Name:
        """The same, made."""
        folded = compiled(r"\([^)]*\)").sub("", squeeze(text))
        folded = compiled(r"[“”\"《》,、;:。]").sub("", folded)
        core = self._around.sub("", folded)
        return Name(core, frozenset(self._scopes.findall(core)))

    def same(self, indicator: str, subject: str) -> float:
        """How surely a subject names an indicator: 1 for the same words, 0 for another matter."""
        left, right = self.name(indicator), self.name(subject)
        if len(left.core) < 4 or len(right.core) < 4:
            own = len(right.core) == 3 and self._general.fullmatch(right.core) is None
            return 0.9 if own and left.core.endswith(right.core) and right.core[-1] == "率" else 0.0
        if left.core == right.core:
            return 1.0
        bare, short = self._bare(left.core), self._bare(right.core)
        if len(bare) >= 5 and (right.core.endswith((left.core, bare)) or short.endswith(bare)):
            head = right.core[: right.core.rfind(bare)] if bare in right.core else ""
            return 0.95 if not self._scopes.search(head[-3:]) else 0.0
        is_rate = self.measure.search(right.core) is not None
        if is_rate and len(self.measure.sub("", right.core)) >= 3 and left.core.endswith(right.core):
            # 生物质发电 may be the whole of which 农林生物质发电 is a part; 适配率 says what it is.
            return 0.92
        if left.scopes != right.scopes:
            return 0.0
        if bool(self.measure.search(left.core)) != bool(self.measure.search(right.core)):
            left, right = Name(bare, left.scopes), Name(short, right.scopes)
        if not _may_share(left.core, right.core):
            return 0.0
        if not is_rate and _is_narrower(left.core, right.core):
            return 0.0
        shared = common_length(left.core, right.core)
        return min(shared / len(left.core), shared / (0.72 * len(right.core)), 0.94)

    def _bare(self, core: str) -> str:
        """A name without the 数 or 户数 that it ends in."""
        return self._counted.sub("", core)

    def subjects(self, phrase: str) -> Iterator[str]:
        """The subjects that a phrase names together: A补贴和B补贴覆盖率 are A补贴覆盖率 and B补贴覆盖率."""
        folded = squeeze(phrase)
        measure = self.measure.search(folded)
        pieces = [piece for piece in compiled(r"[、和及与]|以及").split(folded) if piece]
        if len(pieces) < 2:
            yield folded
            return
        yield folded
        for piece in pieces:
            has_own = self.measure.search(piece)
            yield piece if has_own or measure is None else piece + measure.group()


def _is_narrower(indicator: str, subject: str) -> bool:
    """Whether a subject has words inside of the name that say of which part it is: 既有|公共|建筑改造面积."""
    extra = len(subject) - len(indicator)
    return extra > 1 and any(
        subject == f"{indicator[:at]}{subject[at : at + extra]}{indicator[at:]}"
        and subject[at + extra - 1] != "的"
        for at in range(2, len(indicator) - 1)
    )


def _may_share(left: str, right: str) -> bool:
    """Whether enough characters are common for two names to be one matter; most pairs end here."""
    return sum(mark in right for mark in left) >= _LEAST * len(left)


def common_length(left: str, right: str) -> int:
    """The length of the longest row of characters that both texts have in order.

    >>> common_length("康复服务覆盖率", "基本康复服务的覆盖率")
    7
    """
    lengths = [0] * (len(right) + 1)
    for mark in left:
        before = 0
        for at, other in enumerate(right, 1):
            kept = lengths[at]
            lengths[at] = before + 1 if mark == other else max(lengths[at], lengths[at - 1])
            before = kept
    return lengths[-1]


def best(scores: Sequence[float]) -> int | None:
    """The index of the best score, None when it is too low or another is about as good."""
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    if not order or scores[order[0]] < _LEAST:
        return None
    if len(order) > 1 and scores[order[0]] - scores[order[1]] < _MARGIN and scores[order[0]] < 1:
        return None
    return order[0]


@cache
def namer(words: NameWords) -> Namer:
    """Made once for each set of words."""
    return Namer(words)
