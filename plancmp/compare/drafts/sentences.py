"""Two drafts of one plan: sentences that moved, changed, went or came."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancmp.compare.changes import Both, added, dropped
from plancmp.compare.drafts.text import TextMatch
from plancmp.compare.figures import kind_of_change
from plancmp.compare.reading import FRONT, Node, Sentence
from plancmp.model.comparison import Change, ChangeOf
from plancmp.model.place import Place
from plancmp.structure.numbering import without_label

_NAME = 24


class _Run(NamedTuple):
    """Sentences of one paragraph that go together, as a part of a draft: `3.1#4` or `3.1#4-6`."""

    sentences: Sequence[Sentence]

    @property
    def id(self) -> str:
        """Where they stand."""
        first, last = self.sentences[0], self.sentences[-1]
        return first.place if first is last else f"{first.place}-{last.number}"

    @property
    def at(self) -> Place:
        """The place of the first."""
        return self.sentences[0].at

    @property
    def of(self) -> ChangeOf:
        """What they are part of."""
        return "front" if self.sentences[0].node == FRONT else "text"

    @property
    def text(self) -> str:
        """All of them."""
        return "".join(sentence.text for sentence in self.sentences)


def find_text_changes(
    old: Sequence[Node], new: Sequence[Node], matched: dict[str, str], text: TextMatch
) -> Iterator[Change]:
    """Sentences in the order of the later draft; sentences of one paragraph that go together are one."""
    kept_old = {node.id for node in old if node.id in matched or node.kind == "front"}
    kept_new = {node.id for node in new if node.id in matched.values() or node.kind == "front"}
    moved = text.moved()
    for run in _runs(
        sorted(moved), text.old, [text.partner.get(at, -1) for at in range(len(text.old))], text.new
    ):
        mine, theirs = _Run([text.old[at] for at in run]), _Run([text.new[text.partner[at]] for at in run])
        yield _both(mine, theirs).change("moved", None, mine.sentences[0].node, theirs.sentences[0].node)
    for at, other in sorted(text.partner.items(), key=lambda pair: pair[1]):
        if text.old[at].exact != text.new[other].exact:
            yield _changed(text.old[at], text.new[other])
    gone = [at for at in text.dropped() if text.old[at].node in kept_old]
    for went in (_Run([text.old[at] for at in run]) for run in _runs(gone, text.old)):
        yield dropped(went.of, first_words(went.text), went.text, went)
    come = [at for at in text.added() if text.new[at].node in kept_new]
    for came in (_Run([text.new[at] for at in run]) for run in _runs(come, text.new)):
        yield added(came.of, first_words(came.text), came.text, came)


def _runs(
    indexes: Sequence[int],
    sentences: Sequence[Sentence],
    partners: Sequence[int] = (),
    others: Sequence[Sentence] = (),
) -> list[list[int]]:
    """Indexes that follow one another in one paragraph (and, with partners, do so there too)."""
    runs: list[list[int]] = []
    for at in indexes:
        last = runs[-1][-1] if runs else None
        if last is not None and _goes_on(last, at, sentences, partners, others):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _goes_on(
    last: int, at: int, sentences: Sequence[Sentence], partners: Sequence[int], others: Sequence[Sentence]
) -> bool:
    """Whether a sentence belongs to the run that ends with another."""
    if not _follows(last, at, sentences):
        return False
    return not partners or _follows(partners[last], partners[at], others)


def _follows(one: int, other: int, sentences: Sequence[Sentence]) -> bool:
    left, right = sentences[one], sentences[other]
    return other == one + 1 and (left.node, left.paragraph) == (right.node, right.paragraph)


def first_words(text: str) -> str:
    """The beginning of a sentence, by which a person knows it."""
    return text if len(text) <= _NAME else text[:_NAME] + "…"


def _both(mine: _Run, theirs: _Run) -> Both:
    return Both(mine.of, first_words(theirs.text), mine, theirs)


def _changed(mine: Sentence, theirs: Sentence) -> Change:
    """A sentence in other words, or with another number before the same."""
    renumbered = without_label(mine.exact) == without_label(theirs.exact)
    kind = "renumbered" if renumbered else kind_of_change(mine.text, theirs.text)
    return _both(_Run([mine]), _Run([theirs])).change(kind, "text", mine.text, theirs.text)
