"""Two drafts of one plan: which sentence of the one is which of the other, and which of them moved."""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz

from plancmp.compare.drafts.pairing import pair_best, similar_across
from plancmp.compare.ordering import find_moved
from plancmp.compare.reading import Node, Sentence

_BESIDE = 45.0
"""Least likeness of two sentences that stand in the same gap between matched neighbours."""
_NEAR = 50.0
"""… in the same part."""
_FAR = 66.0
"""… in different parts."""
_SHORTEST = 6


class TextMatch:
    """The sentences of two drafts with their partners."""

    def __init__(self, old: Sequence[Node], new: Sequence[Node], nodes: dict[str, str]) -> None:
        self.old = [sentence for node in old for sentence in node.sentences]
        self.new = [sentence for node in new for sentence in node.sentences]
        self._nodes = nodes
        self.partner: dict[int, int] = {}
        self._taken: set[int] = set()
        self._match_paragraphs()
        self._match_exact(self._same_node)
        self._match_exact(lambda one, _: len(one.exact) >= _SHORTEST)
        self._match_beside()
        self._match_near()
        self._match_far()

    def added(self) -> list[int]:
        """New sentences without a partner."""
        return [at for at in range(len(self.new)) if at not in self._taken]

    def dropped(self) -> list[int]:
        """Old sentences without a partner."""
        return [at for at in range(len(self.old)) if at not in self.partner]

    def moved(self) -> set[int]:
        """Old sentences that stand in another part now, or in another order within theirs."""
        found: set[int] = set()
        inside: dict[str, list[int]] = {}
        for at, other in self.partner.items():
            if self._nodes.get(self.old[at].node) == self.new[other].node:
                inside.setdefault(self.old[at].node, []).append(at)
            else:
                found.add(at)
        for sentences in inside.values():
            sentences.sort()
            moved = find_moved(
                [self.partner[at] for at in sentences], [len(self.old[at].exact) for at in sentences]
            )
            found.update(sentences[index] for index in moved)
        return found

    def _take(self, at: int, other: int) -> None:
        self.partner[at] = other
        self._taken.add(other)

    def _match_paragraphs(self) -> None:
        """Whole paragraphs that stand in both, first those in the same part."""
        mine, theirs = _paragraphs(self.old), _paragraphs(self.new)
        for near in (True, False):
            free: dict[tuple[str, ...], list[list[int]]] = {}
            for paragraph in theirs:
                if paragraph[0] not in self._taken:
                    wording = tuple(self.new[at].exact for at in paragraph)
                    free.setdefault(wording, []).append(paragraph)
            for paragraph in mine:
                if paragraph[0] in self.partner:
                    continue
                wording = tuple(self.old[at].exact for at in paragraph)
                if not near and sum(map(len, wording)) < _SHORTEST:
                    continue
                for other in free.get(wording, ()):
                    if not near or self._same_node(self.old[paragraph[0]], self.new[other[0]]):
                        for pair in zip(paragraph, other, strict=True):
                            self._take(*pair)
                        free[wording].remove(other)
                        break

    def _match_exact(self, may: Callable[[Sentence, Sentence], bool]) -> None:
        """Sentences of one wording, in order."""
        free: dict[str, list[int]] = {}
        for other in self.added():
            free.setdefault(self.new[other].exact, []).append(other)
        for at in self.dropped():
            for other in free.get(self.old[at].exact, ()):
                if may(self.old[at], self.new[other]):
                    self._take(at, other)
                    free[self.old[at].exact].remove(other)
                    break

    def _match_beside(self) -> None:
        """Changed sentences between neighbours that are partners: there a looser likeness is enough."""
        for olds, news in self._gaps():
            pairs = (
                (fuzz.ratio(self.old[at].exact, self.new[other].exact), at, other)
                for at in olds
                for other in news
            )
            for pair in pair_best(pairs, _BESIDE):
                self._take(*pair)

    def _gaps(self) -> Iterable[tuple[list[int], list[int]]]:
        """Runs without partners that stand between the same neighbours in the same part."""
        by_gap: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
        last, node = -1, ""
        for at, sentence in enumerate(self.old):
            if sentence.node != node:
                last, node = -1, sentence.node
            if at in self.partner:
                last = self.partner[at]
            elif node in self._nodes:
                by_gap.setdefault((self._nodes[node], last), ([], []))[0].append(at)
        last, node = -1, ""
        for other, sentence in enumerate(self.new):
            if sentence.node != node:
                last, node = -1, sentence.node
            if other in self._taken:
                last = other
            elif (node, last) in by_gap:
                by_gap[node, last][1].append(other)
        return [(olds, news) for olds, news in by_gap.values() if news]

    def _match_near(self) -> None:
        """Changed sentences of the same part."""
        news: dict[str, list[int]] = {}
        for other in self.added():
            news.setdefault(self.new[other].node, []).append(other)
        pairs = (
            (fuzz.ratio(self.old[at].exact, self.new[other].exact, score_cutoff=_NEAR), at, other)
            for at in self.dropped()
            for other in news.get(self._nodes.get(self.old[at].node, ""), ())
        )
        for pair in pair_best(pairs, _NEAR):
            self._take(*pair)

    def _match_far(self) -> None:
        """Changed sentences that went to another part."""
        olds, news = self.dropped(), self.added()
        mine, theirs = [self.old[at].exact for at in olds], [self.new[other].exact for other in news]
        for at, other in pair_best(similar_across(mine, theirs, _FAR), _FAR):
            self._take(olds[at], news[other])

    def _same_node(self, one: Sentence, other: Sentence) -> bool:
        return self._nodes.get(one.node) == other.node


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[int]]:
    """Indexes of sentences by paragraph."""
    found: list[list[int]] = []
    before: tuple[str, int] | None = None
    for at, sentence in enumerate(sentences):
        here = (sentence.node, sentence.paragraph)
        if here != before:
            found.append([])
            before = here
        found[-1].append(at)
    return found
