"""In what condition a text came: what a conversion broke or left out, and which checks that spoils (DOC004).

A check of lines, numbers or parts says nothing about a draft whose lines, numbers or parts were lost on the
way here. What is wrong with the text as a whole is said once; the checks that it spoils are left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from plancmp.checks.entries import Check, Hit, Rule
from plancmp.checks.kinds.marks import closed_passages, is_unfinished, loose_marks, prose_of
from plancmp.checks.kinds.numbering import find_heading_gaps
from plancmp.checks.view import Passage, PlanView, place_order
from plancmp.model.place import Place
from plancmp.model.record import flat
from plancmp.model.words import Words
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

_Sign = Literal[
    "scattered-marks",
    "narrow-marks",
    "page-marks",
    "broken-lines",
    "one-line",
    "parted",
    "glued",
    "spaced",
    "no-text",
    "cuts",
    "further",
    "recognised",
    "clipped",
    "loose-rows",
]


class Damage(Rule, frozen=True, kw_only=True):
    """One way in which a text can be damaged."""

    sign: _Sign
    what: Words
    """What it is called, with `{count}`."""
    least: int
    """So many places there must be."""
    share: float = 0.0
    """And so large a part of all that could be such."""
    spoils: tuple[str, ...]
    """Codes or beginnings of codes that say nothing on such a text."""
    reach: Literal["text", "behind", "boxed", "pages"] = "text"
    """What is spoiled: all, what stands behind the first of its places, what has a box on its page, as
    recognised words have, or what stands on its pages."""


class ConditionParameters(Rule, frozen=True, kw_only=True):
    """Ways in which a text can be damaged."""

    damages: tuple[Damage, ...]


class _Found(NamedTuple):
    """Places of one sign, the first of them, how many there could be, and the pages where that matters."""

    places: int
    of: int
    first: Passage | None
    pages: frozenset[int | None] = frozenset()


def find_damage(view: PlanView, check: Check) -> Iterator[Hit]:
    """One finding that names all that is damaged, and what was not checked for it."""
    found = _damages(view, check)
    if not found:
        return
    said = [damage.what.filled(count=str(each.places)) for damage, each in found]
    what = Words(zh="、".join(each.zh for each in said), en="; ".join(each.en for each in said))
    codes = ", ".join(sorted({code for damage, _ in found for code in damage.spoils}))
    first = next((each.first for _, each in found if each.first is not None), None)
    if first is not None:
        yield Hit(
            first,
            0,
            min(len(first.text), 30),
            {"what": what, "codes": codes},
            part="text",
        )


def spoiled(view: PlanView, checks: Sequence[Check]) -> Callable[[str, Place | None], bool]:
    """Whether a code says nothing on this text, or (asked with a place) on what stands there."""
    found = [
        each
        for check in checks
        if isinstance(check.parameters, ConditionParameters)
        for each in _damages(view, check)
    ]

    def reaches(damage: Damage, each: _Found, at: Place | None) -> bool:
        if damage.reach == "text" or (damage.reach == "behind" and each.first is None):
            return True
        if at is None or each.first is None:
            return False
        if damage.reach == "behind":
            return place_order(at) >= place_order(each.first.at)
        return at.page in each.pages if damage.reach == "pages" else at.box is not None

    def is_spoiled(code: str, at: Place | None) -> bool:
        return any(code.startswith(damage.spoils) and reaches(damage, each, at) for damage, each in found)

    return is_spoiled


def _damages(view: PlanView, check: Check) -> list[tuple[Damage, _Found]]:
    """What is damaged; found once."""
    return view.once(f"damages-{check.code}", lambda: list(_find(view, check.parameters)))


def _find(view: PlanView, parameters: ConditionParameters) -> Iterator[tuple[Damage, _Found]]:
    """The same, found."""
    for damage in parameters.damages:
        found = _SIGNS[damage.sign](view)
        if found.places >= damage.least and found.places > damage.share * found.of:
            yield damage, found


def _passages(passages: Sequence[Passage], of: int) -> _Found:
    """Some passages as what was found."""
    return _Found(len(passages), of, passages[0] if passages else None)


_PAGE_MARK = compiled(
    r"\s*(?:#{0,6} ?page ?\d{1,5}:?|[-—–] ?\d{1,4} ?[-—–]|第 ?\d{1,4} ?页(?:[,/ ]?共 ?\d{1,4} ?页)?)\s*",
    re.IGNORECASE,
)


def _page_marks(view: PlanView) -> _Found:
    """Marks of pages among the headings and paragraphs."""
    marks = [each for each in view.passages if len(each.folded) < 24 and _PAGE_MARK.fullmatch(each.folded)]
    return _passages(marks, len(view.passages))


def _broken_lines(view: PlanView) -> _Found:
    """Paragraphs of prose that end within their sentence; of one broken at least it goes on in the next.

    Fields end without a stop: 牵头部门：…, 完成时限：… again and again.
    """
    paragraphs = view.passages_by_kind.get("paragraph", ())
    fields = [_FIELD.match(each.folded) for each in paragraphs]
    heads = Counter(found.group() for found in fields if found is not None)
    prose = [
        each
        for each, found in zip(paragraphs, fields, strict=True)
        if prose_of(each) and (found is None or heads[found.group()] <= _FEW_FIELDS)
    ]
    broken = [each for each in prose if is_unfinished(each)]
    goes_on = not closed_passages(view).issuperset(map(id, broken))
    return _passages(broken if goes_on else [], len(prose))


_FIELD = compiled(r"\s*[\u4e00-\u9fff]{2,8}:")
_FEW_FIELDS = 2


def _one_line(view: PlanView) -> _Found:
    """Passages that hold a good part of the whole text."""
    whole = sum(len(each.folded) for each in view.passages)
    long = [
        each for each in view.passages if len(each.folded) > max(_LONG, whole // 3) and each.kind != "table"
    ]
    return _passages(long, 1)


def _scattered_marks(view: PlanView) -> _Found:
    """Passages of pages with a mark that lacks its partner, where marks of both kinds do."""
    if view.record.source.format not in ("pdf", "scan"):
        return _passages([], 1)
    loose = [
        (each, {each.folded[at] for at in loose_marks(each)})
        for each in view.passages
        if each.kind != "table"
    ]
    both = {mark in "(“‘《" for _, marks in loose for mark in marks}
    return _passages([each for each, marks in loose if marks and len(both) > 1], 1)


def _narrow_marks(view: PlanView) -> _Found:
    """Half-width commas of a text that hardly has any others: so a font or a conversion says its own."""
    if view.has_cells:
        return _passages([], 1)
    counts = [(len(_NARROW.findall(each.text)), each) for each in view.passages]
    narrow = sum(count for count, _ in counts)
    first = next((each for count, each in counts if count), None)
    return _Found(narrow, narrow + sum(each.text.count("，") for each in view.passages), first)


_NARROW = compiled(r"[\u4e00-\u9fff”》)],(?=[\u4e00-\u9fff“《])")


def _parted(view: PlanView) -> _Found:
    """The first passage of a text on one line that the reader parted by its blanks and numbers."""
    parted = any(note.code == "one-line" for note in view.record.notes)
    return _passages(view.passages[:1] if parted else [], 1)


_CAPTION = compiled(
    rf"[。;\]](?:专栏|表) ?\d{{1,2}}[ :]|(?:第[{CHINESE}]{{1,3}}[章节] ?[^第。]{{2,40}}){{4}}"
)


def _glued(view: PlanView) -> _Found:
    """Paragraphs that have swallowed a table with its caption, or a list of contents."""
    prose = view.passages_by_kind.get("paragraph", ())
    return _passages([each for each in prose if _CAPTION.search(each.folded)], len(prose))


_LONG = 3000
_GAP = compiled(r"[\u4e00-\u9fff] (?=[\u4e00-\u9fff])|\d (?=\d)")


def _spaced(view: PlanView) -> _Found:
    """Blanks between characters and between digits, as recognised text has them."""
    prose = [each for each in view.passages if each.kind in ("paragraph", "front", "item")]
    gaps = [(len(_GAP.findall(each.folded)), each) for each in prose]
    worst = max(gaps, key=lambda gap: gap[0], default=(0, None))
    return _Found(sum(count for count, _ in gaps), sum(len(each.folded) for each in prose), worst[1])


def _no_text(view: PlanView) -> _Found:
    """Headings with nothing under them."""
    held = {each.section for each in view.record.boxes} | {each.section for each in view.record.tables}
    leaves = [each for each in flat(view.record.sections) if not each.sections]
    bare = {
        each.id for each in leaves if not each.paragraphs and each.id not in held and not _run_in(each.title)
    }
    headings = [each for each in view.passages_by_kind.get("heading", ()) if each.section in bare]
    return _passages(headings, len(leaves))


def _run_in(title: str) -> bool:
    """Whether a heading is a paragraph of its own."""
    return len(squeeze(title)) > 30 or title.rstrip().endswith(("。", "；", "："))


def _cuts(view: PlanView) -> _Found:
    """Numbers of headings that are left out, and headings without text beside them, as in an excerpt.

    A number that is wrong stands by itself; where parts were left out a row begins late as well, or a heading
    has lost its text.
    """
    headings = [each for each in view.passages_by_kind.get("heading", ()) if view.label(each)]
    hits = [hit for hit in find_heading_gaps(view, None) if hit.passage is not None]
    begins_late = any(not hit.asides for hit in hits)
    bare = _no_text(view)
    if not hits or not (bare.places or begins_late or len(hits) >= _MANY):
        return _passages([], len(headings))
    return _Found(len(hits) + bare.places, len(headings), hits[0].passage)


_MANY = 3
"""So many wrong numbers are no slips."""
_ISSUED = compiled(r"印发给?(?:你们|各[\u4e00-\u9fff]{1,6})[,。]")


def _further(view: PlanView) -> _Found:
    """Where another document begins: issued within this one, with a letter, or with chapters that count anew.

    One chapter alone that is numbered one again is a slip.
    """
    issued = [
        each for each in view.passages if each.kind == "paragraph" and each.section and _is_issued(each)
    ]
    noted = {note.at for note in view.record.notes if note.code == "further-document"}
    chapters = [*view.record.sections, None]
    noted -= {one.at for one, two in pairwise(chapters) if one and (two is None or two.number != 2)}
    begins = [each for each in view.passages if each.at in noted]
    return _passages(sorted([*issued, *begins], key=lambda each: place_order(each.at)), len(view.passages))


def _clipped(view: PlanView) -> _Found:
    """Pages with words beyond their edge, which nobody sees: what stands there is not whole."""
    hidden = [note for note in view.record.notes if note.code == "hidden" and note.at is not None]
    cut = {note.at.page for note in hidden if note.at and len(_HAN.findall(note.text or "")) >= _CUT}
    cut = cut if view.record.source.format == "pdf" else set()
    first = next((each for each in view.passages if each.at.page in cut), None)
    return _Found(len(cut), 1, first, frozenset(cut))


def _loose_rows(view: PlanView) -> _Found:
    """Rows of a table of indicators that lie among headings and paragraphs, as words of a page do."""
    rows = [
        each
        for each in (() if view.has_cells else view.passages)
        if each.kind in ("heading", "paragraph", "item") and _ROW_END.search(each.folded)
    ]
    return _passages(rows, 1)


_ROW_END = compiled(r"\s(?:约束|预期|参考)性?\s*$")
"""A row ends with its attribute."""
_HAN = compiled("[\u4e00-\u9fff]")
_CUT = 4
"""Fewer characters beyond the edge are a stray mark or a header."""


def _recognised(view: PlanView) -> _Found:
    """Passages whose words were recognised in a picture."""
    return _passages([each for each in view.passages if each.at.box is not None], len(view.passages))


def _is_issued(passage: Passage) -> bool:
    """Whether a paragraph issues a document."""
    return _ISSUED.search(passage.folded) is not None


_SIGNS: dict[_Sign, Callable[[PlanView], _Found]] = {
    "page-marks": _page_marks,
    "scattered-marks": _scattered_marks,
    "narrow-marks": _narrow_marks,
    "broken-lines": _broken_lines,
    "one-line": _one_line,
    "parted": _parted,
    "glued": _glued,
    "spaced": _spaced,
    "no-text": _no_text,
    "cuts": _cuts,
    "further": _further,
    "recognised": _recognised,
    "clipped": _clipped,
    "loose-rows": _loose_rows,
}
