"""Sentences that plans share, changed or have alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from plancmp.model.comparison import TextCell, TextRow
from plancmp.report.diff.view import View, pieces_line, shortened
from plancmp.report.terminal.blocks import Entry, Listing, Span

_NAMED = 12
"""So many plans of a sentence are named."""
_FEW = 3
"""Of more plans, those with a sentence at the same place stand together."""
_PARTS = 40
"""Of more parts with sentences of their own, a list that is folded tells how many each chapter has."""


class Passages(View):
    """The block on text."""

    def text(self, folded: bool) -> Listing:
        """Shared passages, changed sentences with the words that differ, and where the new ones stand.

        `folded` tells of long lists of places only how many sentences each chapter has.
        """
        rows = self.all.text
        entries: list[Entry] = []
        if not self.only_changes:
            entries.extend(self._passages([row for row in rows if row.kind == "shared"]))
        entries.extend(self._changed(row) for row in rows if row.kind == "changed")
        entries.extend(self._new([row for row in rows if row.kind == "new"], folded))
        shared = sum(row.kind == "shared" for row in rows) if self.only_changes else 0
        return Listing("text", self.word("text"), tuple(entries), after=self.left_out(shared))

    def _passages(self, rows: Sequence[TextRow]) -> Iterator[Entry]:
        """Shared sentences that follow one another in every plan, as one entry."""
        run: list[TextRow] = []
        for row in rows:
            if run and not _goes_on(run[-1], row):
                yield self._passage(run)
                run = []
            run.append(row)
        if run:
            yield self._passage(run)

    def _passage(self, run: Sequence[TextRow]) -> Entry:
        first, last = run[0], run[-1]
        places = [
            (self.names[cell.plan], self._at(cell, _to(cell.place, end.place)))
            for cell, end in zip(first.cells, last.cells, strict=True)
            if cell is not None and end is not None
        ]
        words = "".join(next(cell for cell in row.cells if cell is not None).text for row in run)
        count = self.counted("sentences", len(run))
        head = (
            Span(self.word("shared")),
            Span(f" {self._first(places, ' = ')}", "faint"),
            Span(f"{self.word(';')}{count}{self.word(':')}{shortened(words)}"),
        )
        return Entry("=", head)

    def _first(self, places: Sequence[tuple[str, str]], mark: str) -> str:
        """Plans with their places in a row, the first of them where there are many."""
        more = len(places) - _NAMED
        told = [([name], place) for name, place in places[:_NAMED]]
        if len(places) > _FEW:
            together: dict[str, list[str]] = {}
            for name, place in places[:_NAMED]:
                together.setdefault(place, []).append(name)
            told = [(names, place) for place, names in together.items()]
        said = mark.join(f"{self.word('/').join(names)} {place}" for names, place in told)
        return said + (self.word("and-plans").format(more) if more > 0 else "")

    def _at(self, cell: TextCell, place: str) -> str:
        """The place, with those where the plan says the same once more."""
        also = self.bracketed(self.word("/").join(map(self.place, cell.also))) if cell.also else ""
        return f"{self.place(place)}{also}"

    def _changed(self, row: TextRow) -> Entry:
        """The words that differ from the first plan's, plan by plan."""
        cells = [cell for cell in row.cells if cell is not None]
        places = [(self.names[cell.plan], self._at(cell, cell.place)) for cell in cells]
        head = (
            Span(self.word("changed"), "strong"),
            Span(f" {self._first(places, ' ↔ ')}", "faint"),
            Span(f" {row.similarity:.2f}"),
        )
        below = []
        for cell in cells[:_NAMED]:
            if cell.pieces:
                name = () if len(cells) == 2 else (Span(f"{self.names[cell.plan]}{self.word(':')}", "faint"),)
                below.append((*name, *pieces_line(cell.pieces)))
        return Entry("~", head, tuple(below))

    def _new(self, rows: Sequence[TextRow], folded: bool) -> Iterator[Entry]:
        """Where the sentences stand that only one plan has."""
        for at, plan in enumerate(self.all.plans):
            cells = [row.cells[at] for row in rows if row.cells[at] is not None]
            places = [place for cell in cells if cell is not None for place in (cell.place, *cell.also)]
            if places:
                said = self.word("new").format(plan.name) + self.counted("sentences", len(cells))
                head = Span(said, "plus")
                told = list(map(self.place, _by_node(places)))
                if folded and len(told) > _PARTS:
                    told = list(self._by_chapter(places))
                yield Entry("+", (head,), below=((Span(self.word(";").join(told), "faint"),),))

    def _by_chapter(self, places: Sequence[str]) -> Iterator[str]:
        """Chapters, boxes and tables with how many sentences or rows stand in them."""
        counts = Counter(place.rpartition("#")[0].partition(".")[0] for place in places)
        for node, count in sorted(counts.items(), key=lambda each: _order(each[0])):
            what = "rows" if node.startswith("TB") else "sentences"
            name = self.word("of-front") if node == "front" else node
            yield f"{name}{self.bracketed(self.counted(f'{what}-bare', count))}"


def _order(node: str) -> tuple[int, int]:
    """What stands before the chapters, the chapters, what is appended, the boxes, the tables."""
    kind = node.rstrip("0123456789")
    rank = ("front", "", "A", "B", "TB").index(kind) if kind in ("front", "", "A", "B", "TB") else 5
    return rank, int(node[len(kind) :] or 0)


def _goes_on(one: TextRow, other: TextRow) -> bool:
    """Whether a shared row follows another in every plan that has it."""
    for left, right in zip(one.cells, other.cells, strict=True):
        if (left is None) != (right is None):
            return False
        if (
            left is not None
            and right is not None
            and (left.also or right.also or not _next(left.place, right.place))
        ):
            return False
    return True


def _next(one: str, other: str) -> bool:
    node, _, number = one.rpartition("#")
    return other == f"{node}#{int(number) + 1}"


def _to(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last.rpartition('#')[2]}"


def _by_node(places: Sequence[str]) -> Iterator[str]:
    """Places as runs by part: 3.1#1-4,7."""
    nodes: dict[str, list[int]] = {}
    for place in places:
        node, _, last = place.rpartition("#")
        nodes.setdefault(node, []).append(int(last))
    for node, numbers in nodes.items():
        runs: list[list[int]] = []
        for number in sorted(numbers):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        said = ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
        yield f"{node}#{said}"
