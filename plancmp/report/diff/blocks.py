"""A `Comparison` as blocks, the same for every form that people read: summary first, then each part."""

from collections.abc import Collection, Iterator
from typing import Literal

from plancmp.model.comparison import Comparison
from plancmp.model.language import Lang
from plancmp.report.diff.changes import Changes
from plancmp.report.diff.head import Head
from plancmp.report.diff.matrices import Matrices
from plancmp.report.diff.passages import Passages
from plancmp.report.terminal.blocks import Block, Matrix

Part = Literal["summary", "indicators", "gaps", "sections", "boxes", "tasks", "text"]
_FEW = 3
"""Up to so many plans stand side by side with all that their indicators say."""


def build_blocks(
    comparison: Comparison,
    lang: Lang,
    explain: bool = False,
    parts: Collection[Part] = (),
    *,
    folded: bool = False,
) -> Iterator[Block]:
    """The blocks of a comparison in order: what matters, the figures, then the parts side by side.

    `parts` are those wanted, all where it is empty. `folded` lists what one plan alone has plan by plan.
    Rows of drafts that are the same are counted, not listed.
    """
    head, changes = Head(comparison, lang, explain), Changes(comparison, lang, explain)
    yield head.plans()
    if not parts or "summary" in parts:
        yield head.matters()
        yield head.summary()
    if not parts or "gaps" in parts:
        yield head.gaps()
    if not parts:
        if sum(plan.sentences > 0 for plan in comparison.plans) > 1:
            yield head.shares(folded)
        yield from (changes.drafts(drafts) for drafts in comparison.drafts)
        yield from (changes.periods(periods) for periods in comparison.periods)
    for part, block in _rows(comparison, lang, explain, folded):
        if (not parts or part in parts) and (block.rows if isinstance(block, Matrix) else block.entries):
            yield block
    if comparison.doubts and (not parts or "indicators" in parts):
        yield head.pairs("doubts", comparison.doubts)
    if comparison.apart:
        yield head.pairs("apart", comparison.apart)


def _rows(comparison: Comparison, lang: Lang, explain: bool, folded: bool) -> Iterator[tuple[Part, Block]]:
    """The parts of the plans side by side."""
    matrices = Matrices(comparison, lang, explain)
    if len(comparison.plans) > _FEW:
        yield "indicators", matrices.targets()
    yield from (("indicators", block) for block in matrices.indicators(folded))
    yield from (("sections", block) for block in matrices.sections(folded))
    yield from (("boxes", block) for block in matrices.boxes(folded))
    yield from (("tasks", block) for block in matrices.tasks(folded))
    yield "text", Passages(comparison, lang, explain).text(folded)
