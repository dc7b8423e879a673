"""Indicators, sections, boxes and tasks side by side: a column a plan."""

from collections.abc import Iterator, Sequence

from plancmp.model.comparison import (
    BoxRow,
    IndicatorCell,
    IndicatorRow,
    ItemRow,
    SectionRow,
    TaskRow,
    Verdict,
)
from plancmp.model.record import Value
from plancmp.report.diff.view import View, shortened, sign_of, value_text
from plancmp.report.terminal.blocks import Block, Entry, Line, Listing, Matrix, MatrixRow, Span, Style
from plancmp.text.keeping import compiled

_MANY_PLANS, _FIRST, _FEWEST = 14, 6, 3
"""Of more plans than this, a folded part has rows of so many at least, and names so many of one alone."""


class Matrices(View):
    """Blocks with one cell a plan."""

    def indicators(self, folded: bool) -> Iterator[Block]:
        """One row an indicator, one cell a plan; of many plans, what one has alone plan by plan."""
        rows = self.listed(self.all.indicators)
        alone = [row for row in rows if row.verdict == "only"] if folded and len(self.columns) > 2 else []
        yield Matrix(
            "indicators",
            self.word("indicators"),
            self.columns,
            tuple(self._indicator(row) for row in rows if not alone or row.verdict != "only"),
            corner=self.word("indicator"),
            after=self.left_out(len(self.all.indicators) - len(rows)),
        )
        told = [self._indicator(row) for row in alone]
        entries = []
        for at, name in enumerate(self.columns):
            own = [(row, cell) for row in told if (cell := row.cells[at]) is not None]
            below = [
                line
                for row, cell in own
                for line in ((Span(f"{row.label}  "), *cell), *map(_set_in, row.notes))
            ]
            if below:
                entries.append(Entry("+", (Span(name, "strong"), Span(f" {len(own)}")), tuple(below)))
        yield self._alone("indicators", entries)

    def targets(self) -> Matrix:
        """The bare targets that several plans have, narrow enough for many plans side by side."""
        several = [row for row in self.all.indicators if row.verdict != "only"]
        met = [at for at in range(len(self.columns)) if any(row.cells[at] for row in several)]
        rows = []
        for row in several:
            cells = tuple(self._target(row, cell) if (cell := row.cells[at]) else None for at in met)
            unit = self.bracketed(row.unit) if row.unit else ""
            rows.append(MatrixRow(sign_of(row.verdict, ()), f"{row.name}{unit}", cells))
        apart = [name for at, name in enumerate(self.columns) if at not in met]
        return Matrix(
            "targets",
            self.word("targets"),
            tuple(self.columns[at] for at in met),
            tuple(rows),
            corner=self.word("indicator"),
            narrow=True,
            after=(self.word("shares-none") + self.word("/").join(apart),) if apart else (),
        )

    def _target(self, row: IndicatorRow, cell: IndicatorCell) -> Line:
        """The target with its mark."""
        said = Span(value_text(cell.target, self.lang), _gap_style(cell.target))
        mark = "▲" if cell.plan in row.strictest else "▼" if cell.plan in row.weakest else ""
        return (said, Span(mark, "plus" if mark == "▲" else "minus")) if mark else (said,)

    def _indicator(self, row: IndicatorRow) -> MatrixRow:
        unit = self.bracketed(row.unit) if row.unit else ""
        notes: list[Line] = []
        if row.related:
            names = {other.row: other.name for other in self.all.indicators}
            said = self.word(";").join(f"{other} {names[other]}" for other in row.related)
            notes.append((Span(f"{self.word('related')}{self.word(':')}{said}", "faint"),))
        if row.differs and row.verdict == "partial":
            fields = self.word("/").join(self.word(f"field-{field}") for field in row.differs)
            notes.append((Span(f"{self.word('others-differ')}{self.word(':')}{fields}", "faint"),))
        if self.explain:
            notes.extend(self._reasons(row))
        cells = tuple(self._indicator_cell(row, cell) if cell else None for cell in row.cells)
        present = tuple(cell is not None for cell in row.cells)
        return MatrixRow(sign_of(row.verdict, present), f"{row.row} {row.name}{unit}", cells, tuple(notes))

    def _reasons(self, row: IndicatorRow) -> Iterator[Line]:
        """Why each cell stands in its row."""
        for cell in row.cells:
            if cell is not None:
                match = cell.match
                said = self.word(";").join(match.reasons)
                where = f"{self.names[cell.plan]} {cell.indicator}{self.word(':')}"
                text = f"{where}{match.level} {match.score:.2f} {said}"
                yield (Span(f"{self.word('why')} {text}", "faint"),)

    def _indicator_cell(self, row: IndicatorRow, cell: IndicatorCell) -> Line:
        """基期 → 目标, attribute, marks, and the name where it is another one."""
        spans: list[Span] = []
        if cell.baseline is not None:
            spans.append(Span(value_text(cell.baseline, self.lang), _gap_style(cell.baseline)))
            spans.append(Span(" "))
        target = value_text(cell.target, self.lang) if cell.target else self.word("none")
        spans.append(Span(f"→ {target}", _gap_style(cell.target)))
        if cell.plan in row.strictest:
            spans.append(Span(" ▲", "plus"))
        if cell.plan in row.weakest:
            spans.append(Span(" ▼", "minus"))
        if cell.attribute:
            spans.append(Span(f" {self.word(cell.attribute)}"))
        spans.extend(
            Span(f" {value.label or value.year or ''}{self.word(':')}{value_text(value, self.lang)}")
            for value in cell.values
            if value.state != "blank"
        )
        spans.extend(self._against(cell))
        if cell.name != row.name:
            spans.append(Span(f" 〈{cell.name}〉", "faint"))
        return tuple(spans)

    def _against(self, cell: IndicatorCell) -> Iterator[Span]:
        """How the cell stands to the base plan's."""
        if cell.against is None:
            return
        for field in ("target", "attribute"):
            standing = getattr(cell.against, field)
            if field == "attribute" and standing in ("same", "absent", "unclear"):
                continue
            style: Style = {"weaker": "minus", "stronger": "plus"}.get(standing, "faint")  # type: ignore[assignment]
            blank = "" if self.lang == "zh" else " "
            said = f"{self.word(f'against-{field}')}{blank}{self.word(f'standing-{standing}')}"
            yield Span(f" {said}", style)

    def sections(self, folded: bool) -> Iterator[Block]:
        """The aligned trees."""
        rows = self.listed(self.all.sections)
        shown = [(row.verdict, self._titled(row, row.level - 1)) for row in rows]
        yield from self._part("sections", shown, len(self.all.sections) - len(rows), folded)

    def boxes(self, folded: bool) -> Iterator[Block]:
        """Boxes, each followed by its items."""
        shown: list[tuple[Verdict, MatrixRow]] = []
        left_out = 0
        for box in self.all.boxes:
            items = self.listed(box.items)
            left_out += len(box.items) - len(items)
            if items or not (self.only_changes and box.verdict == "same"):
                shown.append((box.verdict, self._titled(box, 0)))
                shown.extend((item.verdict, self._titled(item, 1)) for item in items)
            else:
                left_out += 1
        yield from self._part("boxes", shown, left_out, folded)

    def tasks(self, folded: bool) -> Iterator[Block]:
        """Who is responsible where."""
        rows = self.listed(self.all.tasks)
        shown = [(row.verdict, self._task(row)) for row in rows]
        yield from self._part("tasks", shown, len(self.all.tasks) - len(rows), folded)

    def _part(
        self, part: str, shown: Sequence[tuple[Verdict, MatrixRow]], left_out: int, folded: bool
    ) -> Iterator[Block]:
        """A part side by side; of many plans, or where nothing meets, what one has alone plan by plan."""
        alone = [row for verdict, row in shown if verdict == "only"]
        if not folded or (len(self.columns) == 2 and len(alone) < len(shown)):
            alone = []
        listed = [row for verdict, row in shown if not alone or verdict != "only"]
        after = self.left_out(left_out)
        if folded and len(self.columns) > _MANY_PLANS:
            many = [
                row
                for row in listed
                if sum(cell is not None for cell in row.cells[: len(self.columns)]) >= _FEWEST
            ]
            few = len(listed) - len(many) if many else 0
            listed = many or listed
            after += (self.word("few-left-out").format(few),) if few else ()
        labelled = part == "tasks"
        yield Matrix(
            part,
            self.word(part),
            self.columns if labelled else (*self.columns, self.word("similarity")),
            tuple(listed),
            corner=self.word(part),
            labelled=labelled,
            inline=not labelled,
            after=after,
        )
        entries = []
        for at, name in enumerate(self.columns):
            own = [(cell, row.label) for row in alone if (cell := row.cells[at]) is not None]
            own.sort(key=lambda both: [int(number) for number in compiled(r"\d+").findall(both[0][0].text)])
            said = [f"{cell[0].text} {shortened(label.rstrip('。；'))}" for cell, label in own]
            if said:
                more = len(said) - _FIRST if len(self.columns) > _MANY_PLANS else 0
                told = self.word(";").join(said[:_FIRST] if more > 0 else said)
                head = f" {len(said)}{self.word(':')}{told}"
                head += self.word("and-more").format(more) if more > 0 else ""
                entries.append(Entry("+", (Span(name, "strong"), Span(head))))
        yield self._alone(part, entries)

    def _alone(self, part: str, entries: Sequence[Entry]) -> Listing:
        """What each plan has alone."""
        title = f"{self.word(part)}{self.word(':')}{self.word('alone')}"
        return Listing(f"{part}-alone", title, tuple(entries))

    def _titled(self, row: SectionRow | BoxRow | ItemRow, depth: int) -> MatrixRow:
        """Ids with titles."""
        untitled = self.word("untitled")
        cells = [
            (Span(name, "faint"), Span(f" {title or untitled}")) if name is not None else None
            for name, title in zip(row.cells, row.titles, strict=True)
        ]
        present = tuple(cell is not None for cell in row.cells)
        alike = (Span(f"{row.similarity:.2f}"),) if sum(present) > 1 else None
        label = row.title or untitled
        return MatrixRow(sign_of(row.verdict, present), label, (*cells, alike), depth=depth)

    def _task(self, row: TaskRow) -> MatrixRow:
        cells: list[Line | None] = []
        for cell in row.cells:
            if cell is None:
                cells.append(None)
                continue
            spans = [Span(cell.task, "faint")]
            for part, units in (("lead", cell.lead), ("support", cell.support)):
                if units:
                    before = self.word(";") if len(spans) > 1 else " "
                    spans.append(Span(f"{before}{self.word(part)}{self.word(':')}"))
                    spans.append(Span(self.word("/").join(units)))
            if cell.text != row.text:
                spans.append(Span(f" 〈{cell.text}〉", "faint"))
            cells.append(tuple(spans))
        present = tuple(cell is not None for cell in row.cells)
        return MatrixRow(sign_of(row.verdict, present), row.text, tuple(cells))


def _set_in(note: Line) -> Line:
    """A note below a row of a list."""
    return (Span("  "), *note)


def _gap_style(value: Value | None) -> Style:
    return "minus" if value is None or value.state != "stated" else "plain"
