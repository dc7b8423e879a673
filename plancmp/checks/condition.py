"""In what condition a text came: what a conversion broke or left out, and which checks that spoils (DOC004).

A check of lines, numbers or parts says nothing about a draft whose lines, numbers or parts were lost on the
way here. What is wrong with the text as a whole is said once; the checks that it spoils are left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from plancmp.checks.kinds.marks import is_unfinished, prose_of
from plancmp.checks.kinds.numbering import find_heading_gaps
from plancmp.checks.rules.kinds import Check, Hit, Rule, Words
from plancmp.checks.view import Passage, PlanView, flat
from plancmp.text.folding import squeeze

_Sign = Literal["page-marks", "broken-lines", "one-line", "spaced", "no-text", "gaps"]


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


class ConditionParameters(Rule, frozen=True, kw_only=True):
    """Ways in which a text can be damaged."""

    damages: tuple[Damage, ...]


class _Found(NamedTuple):
    """Places of one sign, the first of them, and how many there could be."""

    places: int
    of: int
    first: Passage | None


def find_damage(view: PlanView, check: Check) -> Iterator[Hit]:
    """One finding that names all that is damaged, and what was not checked for it."""
    found = _damages(view, check)
    if not found:
        return
    lang = view.options.lang
    what = ("; " if lang == "en" else "、").join(
        damage.what.say(lang).format(count=each.places) for damage, each in found
    )
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


def spoiled(view: PlanView, checks: Sequence[Check]) -> tuple[str, ...]:
    """Beginnings of the codes that say nothing on this text."""
    return tuple(
        code
        for check in checks
        if isinstance(check.parameters, ConditionParameters)
        for damage, _ in _damages(view, check)
        for code in damage.spoils
    )


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


_PAGE_MARK = re.compile(
    r"\s*(?:#{0,6} ?page ?\d{1,5}:?|[-—–] ?\d{1,4} ?[-—–]|第 ?\d{1,4} ?页(?:[,/ ]?共 ?\d{1,4} ?页)?)\s*",
    re.IGNORECASE,
)


def _page_marks(view: PlanView) -> _Found:
    """Marks of pages among the headings and paragraphs."""
    marks = [each for each in view.passages if len(each.folded) < 24 and _PAGE_MARK.fullmatch(each.folded)]
    return _passages(marks, len(view.passages))


def _broken_lines(view: PlanView) -> _Found:
    """Paragraphs of prose that end within their sentence."""
    prose = [each for each in view.passages_by_kind.get("paragraph", ()) if prose_of(each)]
    return _passages([each for each in prose if is_unfinished(each)], len(prose))


def _one_line(view: PlanView) -> _Found:
    """Passages that hold a good part of the whole text."""
    whole = sum(len(each.folded) for each in view.passages)
    long = [
        each for each in view.passages if len(each.folded) > max(_LONG, whole // 3) and each.kind != "table"
    ]
    return _passages(long, 1)


_LONG = 3000
_GAP = re.compile(r"[\u4e00-\u9fff] (?=[\u4e00-\u9fff])|\d (?=\d)")


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


def _gaps(view: PlanView) -> _Found:
    """Headings whose numbers do not follow."""
    headings = [each for each in view.passages_by_kind.get("heading", ()) if view.label(each)]
    gaps = [hit.passage for hit in find_heading_gaps(view, None) if hit.passage is not None]
    return _passages(gaps, len(headings))


_SIGNS: dict[_Sign, Callable[[PlanView], _Found]] = {
    "page-marks": _page_marks,
    "broken-lines": _broken_lines,
    "one-line": _one_line,
    "spaced": _spaced,
    "no-text": _no_text,
    "gaps": _gaps,
}
