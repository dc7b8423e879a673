"""Sentences of several plans: shared, changed, new, and how much of each plan stands in another.

Sentences meet by their hash; changed ones by runs of four characters that few sentences have, so that
no pass over all pairs is needed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from plancmp.compare.reading import FRONT, Node, Sentence
from plancmp.compare.wording import find_pieces
from plancmp.model.comparison import Share, TextCell, TextRow

_RUN = 4
_SAMPLE = 3
_FEWEST = 8
_COMMON = 60
_FEWEST_SHARED = 12
"""Of so many runs two texts that are alike share one."""
_LEAST_ALIKE = 66.0
_SHORTEST = 8
_STOPS = ("。", "！", "？", "；", "!", "?", ";")


class _Wording(NamedTuple):
    """One wording over the plans: the sentences with it, by plan."""

    key: str
    plans: dict[int, list[Sentence]]


class TextIndex:
    """All sentences of the plans as rows."""

    def __init__(self, plans: Sequence[Sequence[Node]], names: Sequence[str]) -> None:
        self._names = names
        self._plans = [
            [sentence for node in nodes for sentence in node.sentences if _is_text(node, sentence)]
            for nodes in plans
        ]
        chapters = [[each for each in sentences if each.node != FRONT] for sentences in self._plans]
        self._counts = [set(own or every) for own, every in zip(chapters, self._plans, strict=True)]
        self._wordings = _wordings(self._plans)
        self._groups = _groups(self._wordings)

    def rows(self) -> tuple[TextRow, ...]:
        """Rows in the order of the first plan that has them."""
        position = {
            id(sentence): (plan, at)
            for plan, sentences in enumerate(self._plans)
            for at, sentence in enumerate(sentences)
        }
        found = []
        for members, score in self._groups:
            cells: dict[int, list[Sentence]] = {}
            for wording in members:
                cells.update(wording.plans)
            order = min(position[id(sentences[0])] for sentences in cells.values())
            found.append((order, self._row(members, cells, score)))
        return tuple(row for _, row in sorted(found, key=lambda pair: pair[0]))

    def shares(self) -> tuple[Share, ...]:
        """For each pair of plans, how much of the one stands in the other, by characters.

        A notice before the chapters says the same in most plans and counts only where there is nothing else.
        """
        exact: Counter[tuple[int, int]] = Counter()
        near: dict[tuple[int, int], float] = {}
        for members, score in self._groups:
            for wording in members:
                for plan, sentences in wording.plans.items():
                    length = len(wording.key) * sum(map(self._counts[plan].__contains__, sentences))
                    for other in wording.plans:
                        exact[plan, other] += length
                    for other in (other for each in members for other in each.plans):
                        weight = 1.0 if other in wording.plans else score / 100
                        near[plan, other] = near.get((plan, other), 0.0) + length * weight
        totals = [sum(len(sentence.key) for sentence in counted) for counted in self._counts]
        return tuple(
            Share(
                plan=self._names[plan],
                other=self._names[other],
                exact=round(exact[plan, other] / totals[plan], 3) if totals[plan] else 0.0,
                near=round(near.get((plan, other), 0.0) / totals[plan], 3) if totals[plan] else 0.0,
            )
            for plan in range(len(self._plans))
            for other in range(len(self._plans))
            if plan != other
        )

    def size(self, plan: int) -> tuple[int, int]:
        """How many sentences and characters a plan has."""
        sentences = self._plans[plan]
        return len(sentences), sum(len(sentence.key) for sentence in sentences)

    def _row(self, members: Sequence[_Wording], cells: dict[int, list[Sentence]], score: float) -> TextRow:
        first = cells[min(cells)][0]
        return TextRow(
            kind="changed" if len(members) > 1 else "shared" if len(cells) > 1 else "new",
            similarity=round(score / 100, 2),
            cells=tuple(
                self._cell(plan, cells[plan], first) if plan in cells else None
                for plan in range(len(self._plans))
            ),
        )

    def _cell(self, plan: int, sentences: Sequence[Sentence], first: Sentence) -> TextCell:
        here = sentences[0]
        return TextCell(
            plan=self._names[plan],
            place=here.place,
            text=here.text,
            at=here.at,
            also=tuple(sentence.place for sentence in sentences[1:]),
            pieces=() if here.key == first.key else find_pieces(first.text, here.text),
        )


def _is_text(node: Node, sentence: Sentence) -> bool:
    """Whether a sentence is of the text: before it stand titles, numbers, addressees and dates."""
    return node.kind != "front" or sentence.exact.endswith(_STOPS)


def find_runs(text: str) -> set[str]:
    """A sample of the runs of four characters in a text: those that begin with one character of three."""
    begins = [at for at in range(len(text) - _RUN + 1) if not ord(text[at]) % _SAMPLE]
    sample = {text[at : at + _RUN] for at in begins}
    if len(sample) >= _FEWEST:
        return sample
    runs = {text[at : at + _RUN] for at in range(max(len(text) - _RUN + 1, 1))}
    return sample.union(sorted(runs)[:_FEWEST])


def find_similar(texts: Sequence[str], least: float) -> Iterator[tuple[float, int, int]]:
    """Pairs of texts that are alike by at least `least` of 100, with how alike they are."""
    posting: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        met: list[int] = []
        runs = find_runs(text) if len(text) >= _SHORTEST else ()
        for run in runs:
            places = posting.setdefault(run, [])
            if len(places) < _COMMON:
                met += places
                places.append(at)
        for other, shared in Counter(met).items():
            if shared * _FEWEST_SHARED < len(runs):
                continue
            score = fuzz.ratio(texts[other], text, score_cutoff=least)
            if score:
                yield score, other, at


def _wordings(plans: Sequence[Iterable[Sentence]]) -> list[_Wording]:
    """Each wording once, in an order that no order of the plans changes."""
    found: dict[str, dict[int, list[Sentence]]] = {}
    for plan, sentences in enumerate(plans):
        for sentence in sentences:
            found.setdefault(sentence.key, {}).setdefault(plan, []).append(sentence)
    return [_Wording(key, found[key]) for key in sorted(found)]


def _groups(wordings: Sequence[_Wording]) -> list[tuple[list[_Wording], float]]:
    """Wordings that are changed forms of one another in different plans, with the least likeness."""
    owner = list(range(len(wordings)))
    members = {at: [at] for at in owner}
    plans = {at: set(wording.plans) for at, wording in enumerate(wordings)}
    least = dict.fromkeys(owner, 100.0)
    pairs = find_similar([wording.key for wording in wordings], _LEAST_ALIKE)
    for score, first, second in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        left, right = owner[first], owner[second]
        if left == right or plans[left] & plans[right]:
            continue
        for at in members.pop(right):
            owner[at] = left
            members[left].append(at)
        plans[left] |= plans.pop(right)
        least[left] = min(least[left], least[right], score)
    return [([wordings[at] for at in group], least[at]) for at, group in sorted(members.items())]
