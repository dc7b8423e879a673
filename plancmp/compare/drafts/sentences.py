"""Two drafts of one plan: sentences that moved, changed, went or came."""

from collections.abc import Iterator, Sequence

from plancmp.compare.drafts.text import TextMatch
from plancmp.compare.figures import kind_of_change
from plancmp.compare.reading import FRONT, Node, Sentence
from plancmp.compare.wording import find_pieces
from plancmp.model.comparison import Change, ChangeKind, ChangeOf
from plancmp.structure.numbering import without_label

_NAME = 24


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
        yield _moved_text([text.old[at] for at in run], [text.new[text.partner[at]] for at in run])
    for at, other in sorted(text.partner.items(), key=lambda pair: pair[1]):
        if text.old[at].exact != text.new[other].exact:
            yield _changed_text(text.old[at], text.new[other])
    dropped = [at for at in text.dropped() if text.old[at].node in kept_old]
    for run in _runs(dropped, text.old):
        yield _gone_text([text.old[at] for at in run], "dropped")
    added = [at for at in text.added() if text.new[at].node in kept_new]
    for run in _runs(added, text.new):
        yield _gone_text([text.new[at] for at in run], "added")


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


def _text_of(sentences: Sequence[Sentence]) -> ChangeOf:
    return "front" if sentences[0].node == FRONT else "text"


def _place(sentences: Sequence[Sentence]) -> str:
    """Where a run stands: `3.1#4` or `3.1#4-6`."""
    first, last = sentences[0], sentences[-1]
    return first.place if first is last else f"{first.place}-{last.number}"


def first_words(text: str) -> str:
    """The beginning of a sentence, by which a person knows it."""
    return text if len(text) <= _NAME else text[:_NAME] + "…"


def _joined(sentences: Sequence[Sentence]) -> str:
    return "".join(sentence.text for sentence in sentences)


def _moved_text(mine: Sequence[Sentence], theirs: Sequence[Sentence]) -> Change:
    return Change(
        kind="moved",
        of=_text_of(mine),
        name=first_words(_joined(theirs)),
        before=mine[0].node,
        after=theirs[0].node,
        old=_place(mine),
        new=_place(theirs),
        old_at=mine[0].at,
        new_at=theirs[0].at,
    )


def _changed_text(mine: Sentence, theirs: Sentence) -> Change:
    renumbered = without_label(mine.exact) == without_label(theirs.exact)
    return Change(
        kind="renumbered" if renumbered else kind_of_change(mine.text, theirs.text),
        of=_text_of([mine]),
        field="text",
        name=first_words(theirs.text),
        before=mine.text,
        after=theirs.text,
        old=mine.place,
        new=theirs.place,
        old_at=mine.at,
        new_at=theirs.at,
        pieces=find_pieces(mine.text, theirs.text),
    )


def _gone_text(sentences: Sequence[Sentence], kind: ChangeKind) -> Change:
    text, place, at = _joined(sentences), _place(sentences), sentences[0].at
    of = _text_of(sentences)
    if kind == "dropped":
        return Change(kind=kind, of=of, name=first_words(text), before=text, old=place, old_at=at)
    return Change(kind=kind, of=of, name=first_words(text), after=text, new=place, new_at=at)
