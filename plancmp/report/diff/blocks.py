"""A `Comparison` as blocks, the same for every form that people read: summary first, then each part."""

from collections.abc import Iterator

from plancmp.model.comparison import Comparison
from plancmp.report.diff.changes import Changes
from plancmp.report.diff.head import Head
from plancmp.report.diff.matrices import Matrices
from plancmp.report.diff.passages import Passages
from plancmp.report.diff.words import Lang
from plancmp.report.terminal.blocks import Block, Matrix


def build_blocks(comparison: Comparison, lang: Lang, explain: bool = False) -> Iterator[Block]:
    """All blocks of a comparison in order. Rows of drafts that are the same are counted, not listed."""
    head, changes = Head(comparison, lang, explain), Changes(comparison, lang, explain)
    yield head.plans()
    yield head.summary()
    yield head.gaps()
    if sum(plan.sentences > 0 for plan in comparison.plans) > 1:
        yield head.shares()
    yield from (changes.drafts(drafts) for drafts in comparison.drafts)
    yield from (changes.periods(periods) for periods in comparison.periods)
    for block in _rows(comparison, lang, explain):
        if block.rows if isinstance(block, Matrix) else block.entries:
            yield block
    if comparison.doubts:
        yield head.pairs("doubts", comparison.doubts)
    if comparison.apart:
        yield head.pairs("apart", comparison.apart)


def _rows(comparison: Comparison, lang: Lang, explain: bool) -> Iterator[Block]:
    """The parts of the plans side by side."""
    matrices = Matrices(comparison, lang, explain)
    yield matrices.indicators()
    yield matrices.sections()
    yield matrices.boxes()
    yield matrices.tasks()
    yield Passages(comparison, lang, explain).text()
