"""All that plans say in words, side by side: sections, boxes, tasks and sentences."""

from collections.abc import Collection, Sequence
from typing import TypeVar

import msgspec

from plancmp.compare.plans.boxes import compare_boxes
from plancmp.compare.plans.sections import compare_sections
from plancmp.compare.plans.tasks import compare_tasks
from plancmp.compare.plans.texts import TextIndex
from plancmp.compare.reading import Node
from plancmp.model.comparison import BoxRow, ItemRow, SectionRow, TaskRow, TextRow
from plancmp.model.record import PlanRecord

_Titled = TypeVar("_Titled", SectionRow, BoxRow, ItemRow)
_Celled = TypeVar("_Celled", TaskRow, TextRow)


class Texts:
    """The rows of the text. A plan of which only the indicators are known (a reference) has no cells.

    Where fewer than two plans have text, there is nothing to lay side by side and there are no rows, nor are
    there any of a part that is not among `parts`.
    """

    def __init__(
        self,
        records: Sequence[PlanRecord],
        nodes: Sequence[Sequence[Node]],
        names: Sequence[str],
        parts: Collection[str],
    ) -> None:
        told = [at for at in range(len(records)) if nodes[at] or records[at].tasks]
        some = told if len(told) > 1 else []
        self._at = {plan: place for place, plan in enumerate(some)}
        self._plans = len(records)
        mine, theirs, ids = (
            [records[at] for at in some],
            [nodes[at] for at in some],
            [names[at] for at in some],
        )
        index = TextIndex(theirs, ids)
        self._all = TextIndex(nodes, names) if len(some) < len(records) else index
        sections = compare_sections(theirs, ids) if "sections" in parts else ()
        boxes = compare_boxes(mine, theirs, ids) if "boxes" in parts else ()
        tasks = compare_tasks(mine, ids) if "tasks" in parts else ()
        self.sections = tuple(map(self._titled, sections))
        self.boxes = tuple(map(self._boxed, boxes))
        self.tasks = tuple(map(self._celled, tasks))
        self.text = tuple(map(self._celled, index.rows() if "text" in parts else ()))
        self.shares = index.shares() if "text" in parts else ()

    @property
    def rows(self) -> list[SectionRow | BoxRow | TaskRow]:
        """All rows with a verdict."""
        return [*self.sections, *self.boxes, *self.tasks]

    def size(self, plan: int) -> tuple[int, int]:
        """How many sentences and characters a plan has."""
        return self._all.size(plan)

    def _boxed(self, row: BoxRow) -> BoxRow:
        wide = self._titled(row)
        return msgspec.structs.replace(wide, items=tuple(self._titled(item) for item in row.items))

    def _titled(self, row: _Titled) -> _Titled:
        """A row with an empty cell for each plan without text."""
        return msgspec.structs.replace(row, titles=self._wide(row.titles), cells=self._wide(row.cells))

    def _celled(self, row: _Celled) -> _Celled:
        return msgspec.structs.replace(row, cells=self._wide(row.cells))

    def _wide(self, cells: Sequence[object]) -> tuple[object, ...]:
        """Cells of the plans with text as cells of all plans."""
        if len(cells) == self._plans:
            return tuple(cells)
        return tuple(cells[self._at[plan]] if plan in self._at else None for plan in range(self._plans))
