"""Two drafts of one plan: a comparison reports exactly the edits that a script made."""

import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from plancmp.compare.comparing import compare
from plancmp.model.comparison import Change, Comparison
from plancmp.model.record import PlanRecord
from plancmp.text.folding import squeeze
from tests.compare.aligning import align
from tests.compare.editing import Draft, Editor, Told
from tests.support.gains import CORPUS

_DRAFTS = ("yunxi-disability-15.txt", "nanshan-disability-13.txt", "hexi-children-15.txt", "lanting-disability-15.md", "qinghe-ageing-15.txt")
_KINDS = ("fill", "weaken", "drop", "move", "renumber", "reword")
_SCRIPTS = 200


@cache
def _draft(name: str) -> Draft:
    """A draft of the corpus in which some numbers are still open."""
    path = CORPUS / name
    whole = Draft(path)
    # A number before a name that begins with a number is read by the rows around it.
    lines = [line.replace(".0—6岁儿童", ".学龄前儿童") for line in whole.lines]
    for row in whole.record.indicators[::3]:
        value = row.target
        if value is not None and value.at is not None and value.at.line and value.kind == "number":
            at = value.at.line - 1
            if lines[at].strip() == value.text.strip():
                lines[at] = lines[at].replace(value.text.strip(), "XX")
    return Draft(path, lines)


def compared(old: PlanRecord, new: PlanRecord) -> Comparison:
    """The comparison of two drafts."""
    return compare([old, new], align([old, new]))


def told(change: Change) -> Told:
    """A reported change in the words of the script."""
    before, after = squeeze(change.before or ""), squeeze(change.after or "")
    if change.kind == "moved":
        before, after = squeeze(change.old or ""), ""
        if change.of == "text":
            before = before.rsplit("#", 1)[0]
    return Told(change.kind, change.of, change.field, before, after)


@pytest.mark.parametrize("seed", range(_SCRIPTS))
def test_a_script_of_edits_is_reported_exactly(seed: int) -> None:
    """One to six edits of any kind to a draft: each is reported once, and nothing else is."""
    chance = random.Random(seed)
    draft = _draft(chance.choice(_DRAFTS))
    editor = Editor(draft, chance)
    for _ in range(chance.randint(1, 6)):
        editor.edit(chance.choice(_KINDS))
    edited = Draft(draft.path, editor.result())
    found = compared(draft.record, edited.record).drafts[0].changes
    expected = Counter(each._replace(after="") if each.kind == "moved" else each for each in editor.told)
    reported = Counter(told(change) for change in found)
    assert reported == expected, _difference(draft.path, expected, reported)


def _difference(path: Path, expected: Counter[Told], reported: Counter[Told]) -> str:
    lines = [path.name]
    lines += [f"not reported: {each}" for each in (expected - reported)]
    lines += [f"not done: {each}" for each in (reported - expected)]
    return "\n".join(lines)
