"""Runs checks over a plan: hits become findings with place, words, message and a lasting fingerprint."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from plancmp.checks.aside.causes import put_together, without_echoes
from plancmp.checks.condition import spoiled
from plancmp.checks.entries import Aside, Check, Found, Hit
from plancmp.checks.options import Options
from plancmp.checks.view import Passage, PlanView, place_order
from plancmp.checks.whereabouts import where_of
from plancmp.model.document import Document
from plancmp.model.finding import Finding, Related, Severity
from plancmp.model.place import Place, Span
from plancmp.model.record import PlanRecord
from plancmp.model.words import NOTHING, Words, values_in
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_LONGEST_EXCERPT = 60
_INNER = str.maketrans("“”", "‘’")
_QUOTED = compiled(r"(?:：|: ?)“\{words\}”")
_FIELD = compiled(r"\{(\w+)\}")
_MOST = 1000
"""So many findings of one check in one plan: nobody reads more, and text made to break it has millions."""
_MORE = Words(
    zh="（这项检查的结果已满 {count} 处，其余未列出。）",
    en=" (This check has {count} findings; any others are left out.)",
)


def check_plan(
    record: PlanRecord, document: Document | None, options: Options | None = None
) -> list[Finding]:
    """The findings on one plan in document order; the same input gives the same list.

    `document` makes places exact; without it the record alone is checked. Nothing in a plan makes it raise.
    """
    return [each.finding for each in find_in_plan(record, document, options)]


def find_in_plan(
    record: PlanRecord, document: Document | None, options: Options | None = None
) -> list[Found]:
    """The findings as `check_plan` gives them, with their words in the document."""
    from plancmp.checks.loading import load_checks

    options = options or Options()
    checks = options.checks or load_checks()
    view = PlanView(record, document, options)
    found: list[tuple[Check, Hit]] = []
    is_spoiled = spoiled(view, checks)
    for check in checks:
        if _runs(check, view) and not is_spoiled(check.code, None):
            hits = (
                hit
                for hit in _hits(check, view)
                if not any(is_spoiled(check.code, place) for place in _places_of(hit))
            )
            found.extend((check, hit) for hit in islice(put_together(check, hits), _MOST))
    return _Findings(view).build(without_echoes(found))


def _runs(check: Check, view: PlanView) -> bool:
    """Whether a check is selected and meant for a plan at this stage."""
    codes = view.options.codes
    chosen = check.default if codes is None else check.code in codes
    return chosen and view.stage in check.stages


def _places_of(hit: Hit) -> Iterator[Place | None]:
    """Where the passage of a hit stands, and that of what it is held against."""
    yield hit.passage.at if hit.passage is not None else hit.at
    for aside in hit.asides[:1]:
        yield aside.passage.at if aside.passage is not None else aside.at


def _hits(check: Check, view: PlanView) -> Iterator[Hit]:
    """The hits of one check, each place once."""
    from plancmp.checks.registry import KINDS

    seen: set[tuple[int, int, int, Place | None, str]] = set()
    for hit in KINDS[check.kind].find(view, check):
        key = (id(hit.passage), hit.start, hit.end, hit.at, hit.part)
        if key not in seen:
            seen.add(key)
            yield hit


class _Findings:
    """Makes findings of hits."""

    def __init__(self, view: PlanView) -> None:
        self._view = view
        self._lang = view.options.lang
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def build(self, found: Sequence[tuple[Check, Hit]]) -> list[Found]:
        """All findings in document order; codes part those at one place."""
        placed = [(*self._place(hit), check, hit) for check, hit in found]
        placed.sort(key=lambda each: (place_order(each[0]), each[2].code))
        findings = [
            Found(self._finding(place, check, hit), span, self._view.changes(hit.mends))
            for place, span, check, hit in placed
        ]
        for code, count in Counter(check.code for check, _ in found).items():
            if count == _MOST:
                at = max(at for at, each in enumerate(findings) if each.finding.code == code)
                last = findings[at].finding
                held, more = last.said or NOTHING, _MORE.filled(count=str(count))
                said = Words(zh=held.zh + more.zh, en=held.en + more.en)
                last = msgspec.structs.replace(last, message=said.say(self._lang), said=said)
                findings[at] = findings[at]._replace(finding=last)
        return findings

    def _place(self, hit: Hit) -> tuple[Place, Span | None]:
        """Where a hit stands, and its words in the document where they are known."""
        if hit.passage is None:
            return hit.at or Place(line=1), None
        return self._view.placed(hit.passage, hit.start, hit.end)

    def _finding(self, place: Place, check: Check, hit: Hit) -> Finding:
        """One finding."""
        words = self._words(hit)
        said = _filled(check.message, {"words": words, **hit.values})
        part = hit.part or (hit.passage.part if hit.passage is not None else "")
        return Finding(
            code=check.code,
            name=check.name,
            title=check.title,
            severity=self._severity(check, hit),
            message=said.say(self._lang),
            said=said,
            path=self._view.record.source.path,
            at=place,
            excerpt=words,
            where=where_of(self._view, hit, place),
            indicator=hit.indicator or (hit.passage.indicator if hit.passage is not None else None),
            related=tuple(self._related(aside) for aside in hit.asides),
            fingerprint=self._fingerprint(check.code, part, words),
        )

    def _severity(self, check: Check, hit: Hit) -> Severity:
        """What the user says, else what the hit has, else what the check says of this stage, else of all."""
        told = self._view.options.severities.get(check.code)
        stage = self._view.known_stage
        return told or hit.severity or (stage and check.stage_severity.get(stage)) or check.severity

    @staticmethod
    def _words(hit: Hit) -> str:
        """The very words, in one line, cut where they are long."""
        text = hit.words or (_words_of(hit.passage, hit.start, hit.end) if hit.passage is not None else "")
        text = " ".join(text.split())
        return text if len(text) <= _LONGEST_EXCERPT else text[: _LONGEST_EXCERPT - 1] + "…"

    def _related(self, aside: Aside) -> Related:
        """Another place of a finding."""
        if aside.passage is None:
            return Related(
                message=aside.message.say(self._lang),
                said=aside.message,
                at=aside.at or Place(line=1),
                excerpt=aside.words,
                path=aside.path,
            )
        words = " ".join(_words_of(aside.passage, aside.start, aside.end).split())[:_LONGEST_EXCERPT]
        at = self._view.place(aside.passage, aside.start, aside.end)
        said = aside.message
        return Related(message=said.say(self._lang), said=said, at=at, excerpt=words)

    def _fingerprint(self, code: str, part: str, words: str) -> str:
        """Of code, plan part and wording, not of the line; the second of the same kind is numbered."""
        key = (code, squeeze(part), squeeze(words))
        self._counts[key] += 1
        text = "\n".join((*key, str(self._counts[key])))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _words_of(passage: Passage, start: int, end: int) -> str:
    """Some words of a passage; its parts (number and title) stand together as in the document."""
    return passage.text[start:end].replace("\n", "")


def _filled(message: Words, values: Mapping[str, str | Words]) -> Words:
    """A message with its values in both languages."""
    return Words(
        zh=_filled_in(message.zh, values_in(values, "zh")), en=_filled_in(message.en, values_in(values, "en"))
    )


def _filled_in(template: str, values: Mapping[str, str]) -> str:
    """A message with its values; what names no value stays as written.

    Where there are no words to quote, their quotation is left out. Quotation marks within quoted words become
    the inner ones, ‘’, as GB/T 15834 has it.
    """
    inner = {
        key: value.translate(_INNER) if f"“{{{key}}}”" in template else value for key, value in values.items()
    }
    if not values.get("words"):
        template = _QUOTED.sub("", template)
    return _FIELD.sub(lambda found: inner.get(found.group(1), found.group()), template)
