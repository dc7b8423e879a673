"""Whether a note under the table gives the reason for what a row says or leaves out."""

import re

from plancmp.checks.view import PlanView, Row, any_of
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled


def is_explained(view: PlanView, row: Row) -> bool:
    """Whether a note says of this row that it is new, a limit, or counted in another way."""
    reasons, notes = _notes(view)
    if any(reasons.search(fold(note)) for note in row.indicator.notes):
        return True
    marks = set(_MARKS) & set("".join(row.indicator.written))
    if any(mark in note for mark in marks for note in notes):
        return True
    name, number = squeeze(row.indicator.name), row.indicator.number
    numbered = re.compile(rf"第{number}[项、和及]|指标{number}(?!\d)") if number is not None else None
    return any(name in note or (numbered is not None and numbered.search(note)) for note in notes)


_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"


def _notes(view: PlanView) -> tuple[re.Pattern[str], list[str]]:
    """The pattern of reasons, and the sentences of notes that hold one."""
    return view.once("table-notes", lambda: _find_notes(view))


def _find_notes(view: PlanView) -> tuple[re.Pattern[str], list[str]]:
    """The same, found."""
    reasons = compiled(any_of(view.words.note_reasons))
    head = compiled(rf"\s*[(\[]?(?:{any_of(view.words.note_heads)})\s?[\d{_MARKS}]?\s?[:.、]")
    sentences = [
        squeeze(sentence)
        for passage in view.passages
        if passage.kind in ("paragraph", "box-text", "front", "appendix") and head.match(passage.folded)
        for sentence in compiled("[。;\n]").split(passage.folded)
    ]
    return reasons, [each for each in sentences if reasons.search(each)]
