"""Whether two names mean one indicator: the levels of a match in their order, each with its reasons."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from plancmp.align.catalogue import Catalogue, Known, likeness
from plancmp.align.names import Form, Part
from plancmp.align.reasons import Reason
from plancmp.model.alignment import MatchLevel

Verdict = Literal["same", "incomparable", "doubt", "different"]

DOUBT = 0.72
"""From this likeness on a pair is offered to a person. No likeness alone makes a match."""
_ALIKE = 0.75
"""From this likeness on two words may be one with a slip of the pen."""


class Side(NamedTuple):
    """One name of a pair with what the packs and the record say of it."""

    form: Form
    known: Known | None = None
    given: str | None = None
    """The key that the record gives."""

    @property
    def key(self) -> str | None:
        """The canonical indicator."""
        return self.given or (self.known.entry.key if self.known else None)


class Meeting(NamedTuple):
    """What became of a pair."""

    verdict: Verdict
    level: MatchLevel
    score: float
    reasons: tuple[Reason, ...]


def meet(first: Side, second: Side, view: Catalogue) -> Meeting:
    """Compare two names: by key, by the pack's names, folded, by parts. The order of the two is the same."""
    if first.key and second.key:
        return _by_keys(first, second, view)
    apart = find_apart(first.form, second.form)
    if apart:
        return _apart(first.form, second.form, apart)
    named = _by_pack(first, second, view) or _by_pack(second, first, view)
    return named or _by_names(first.form, second.form)


def compare_forms(first: Form, second: Form) -> Meeting:
    """Compare two names by themselves, as in a field without a pack."""
    apart = find_apart(first, second)
    return _apart(first, second, apart) if apart else _by_names(first, second)


def _apart(first: Form, second: Form, why: Reason) -> Meeting:
    """Two names that a word sets apart: of one matter where it says no more than how this is counted."""
    return Meeting("incomparable" if first.is_counterpart(second) else "different", "none", 0.0, (why,))


def _by_names(first: Form, second: Form) -> Meeting:
    """Two names that no word sets apart."""
    if first.folded == second.folded and first.measure.agrees(second.measure):
        return Meeting("same", "folded", 1.0, (Reason("folded", (first.folded,)),))
    if first.is_about(second):
        return _same_matter(first, second)
    if first.is_counterpart(second):
        return Meeting("incomparable", "none", 0.0, (tell_measures(first, second),))
    return _near(first, second)


def find_apart(first: Form, second: Form) -> Reason | None:
    """Two words of one group, one in each name, that set them apart: 养老 and 医疗."""
    bases = (first.measure.base, second.measure.base)
    if all(bases) and bases[0] != bases[1]:
        return Reason("apart", bases)
    for group, words in first.apart.items():
        others = second.apart.get(group, frozenset())
        mine, theirs = words - others, others - words
        if mine and theirs:
            return Reason("apart", ("、".join(sorted(mine)), "、".join(sorted(theirs))))
    return None


def tell_measures(first: Form, second: Form) -> Reason:
    """How the measures of two names differ."""
    mine, theirs = first.measure, second.measure
    if mine.base != theirs.base:
        return Reason("unit", (mine.base or "—", theirs.base or "—"))
    if mine.new != theirs.new:
        return Reason("measure", ("new" if mine.new else "stock", "new" if theirs.new else "stock"))
    if mine.kind != theirs.kind:
        return Reason("measure", (mine.kind or "other", theirs.kind or "other"))
    return Reason("unit", (mine.unit_class or "—", theirs.unit_class or "—"))


def _by_keys(first: Side, second: Side, view: Catalogue) -> Meeting:
    """Both are known."""
    one, other = first.key or "", second.key or ""
    reasons = tuple(side.known.reason for side in (first, second) if side.known)
    if one == other:
        given = first.given and second.given
        level: MatchLevel = "key" if given else "alias"
        if not given and any(side.known and side.known.level == "parts" for side in (first, second)):
            level = "parts"
        score = min(side.known.score if side.known and not side.given else 1.0 for side in (first, second))
        return Meeting("same", level, score, (Reason("key", (one,)),) if given else reasons)
    if other in view.related(one):
        return Meeting("incomparable", "none", 0.0, (*reasons, related_reason(one, other, view)))
    return Meeting("different", "none", 0.0, (*reasons, Reason("keys", (one, other))))


def related_reason(one: str, other: str, view: Catalogue) -> Reason:
    """Why two keys of a pack belong together."""
    for joint, part in ((one, other), (other, one)):
        entry = view.entries.get(joint)
        if entry and part in entry.joins:
            return Reason("joint", (joint, part))
    measures = tuple(view.entries[key].measure if key in view.entries else "other" for key in (one, other))
    return Reason("other-measure", measures)


def _by_pack(known: Side, other: Side, view: Catalogue) -> Meeting | None:
    """What the pack that knows one name says of the other, which it does not know."""
    entry = view.entries.get(known.key or "")
    if not entry:
        return None
    if view.excludes(entry, other.form):
        return Meeting("different", "none", 0.0, (Reason("not", (other.form.name, entry.key)),))
    if entry in view.known_name(other.form):
        verdict: Verdict = "incomparable" if known.form.is_measured_otherwise(other.form) else "different"
        return Meeting(verdict, "none", 0.0, (tell_measures(known.form, other.form),))
    return None


def _same_matter(first: Form, second: Form) -> Meeting:
    """Two names of the same heavy parts."""
    words = tuple(part.text for part in first.heavy)
    if first.whole and second.whole and first.whole != second.whole:
        return Meeting("different", "none", 0.0, (Reason("whole", (first.taken_of, second.taken_of)),))
    if first.measure.agrees(second.measure) and not first.fits(second):
        return _near(first, second)
    if not first.measure.agrees(second.measure):
        verdict: Verdict = "incomparable" if first.is_measured_otherwise(second) else "different"
        return Meeting(verdict, "none", 0.0, (tell_measures(first, second),))
    if first.falling != second.falling and first.measure.kind == second.measure.kind:
        return Meeting("different", "none", 0.0, (Reason("apart", ("增长", "下降")),))
    reasons = [Reason("parts", ("、".join(words),))]
    light = {part.text for part in first.parts} ^ {part.text for part in second.parts}
    if light:
        reasons.append(Reason("light", ("、".join(sorted(light)),)))
    return Meeting("same", "parts", likeness(first, second), tuple(reasons))


def _near(first: Form, second: Form) -> Meeting:
    """Two names that share some of their parts: a doubt, or two matters."""
    score, only = _overlap(first.parts, second.parts)
    if not score:
        return Meeting("different", "none", 0.0, (Reason("nothing"),))
    reasons = (Reason("near", (f"{score:.2f}",)), Reason("only", ("、".join(only),)))
    if score < DOUBT:
        return Meeting("different", "none", score, reasons)
    if not first.measure.agrees(second.measure):
        return Meeting("different", "none", score, (*reasons, tell_measures(first, second)))
    return Meeting("doubt", "none", score, reasons)


def _overlap(first: Iterable[Part], second: Iterable[Part]) -> tuple[float, tuple[str, ...]]:
    """The share of the weight that two names have in common, and the words that only one has."""
    mine = {part.text: part.weight for part in first}
    theirs = {part.text: part.weight for part in second}
    whole = sum(mine.values()) + sum(theirs.values())
    if not whole:
        return 0.0, ()
    common = mine.keys() & theirs.keys()
    shared = sum(mine[word] + theirs[word] for word in common)
    rest, others = sorted(mine.keys() - common), sorted(theirs.keys() - common)
    text_of_others, text_of_mine = "".join(theirs), "".join(mine)
    only = []
    for words, weights, text in ((rest, mine, text_of_others), (others, theirs, text_of_mine)):
        for word in words:
            if len(word) > 1 and word in text:
                shared += weights[word]
            else:
                only.append(word)
    shared += sum(
        likeness_of_words * (mine[one] + theirs[other])
        for one, other, likeness_of_words in _slips(rest, others)
    )
    return round(min(shared / whole, 0.99), 4), tuple(only)


def _slips(words: list[str], others: list[str]) -> Iterable[tuple[str, str, float]]:
    """Pairs of words of three characters or more that are one but for a slip."""
    from rapidfuzz.distance import Levenshtein

    left = [word for word in others if len(word) > 2]
    for word in words:
        if len(word) < 3 or not left:
            continue
        best = max(left, key=lambda other: (Levenshtein.normalized_similarity(word, other), other))
        alike = Levenshtein.normalized_similarity(word, best)
        if alike >= _ALIKE:
            left.remove(best)
            yield word, best, alike
