"""A `Comparison` as blocks, the same for every form that people read: summary first, then each part."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from plancmp.model.comparison import (
    BoxRow,
    Change,
    Comparison,
    Counts,
    DoubtRow,
    Drafts,
    IndicatorCell,
    IndicatorRow,
    ItemRow,
    Periods,
    Piece,
    SectionRow,
    TaskRow,
    TextRow,
    Verdict,
)
from plancmp.model.record import Value
from plancmp.report.blocks import Block, Entry, Line, Listing, Matrix, MatrixRow, Span, Style
from plancmp.report.diff_words import Lang, word

_PARTS = ("indicators", "sections", "boxes", "items", "tasks")
_VERDICTS: tuple[Verdict, ...] = ("same", "differs", "partial", "only", "incomparable")
_SIGNS: dict[Verdict, str] = {"same": "=", "differs": "~", "partial": "-", "incomparable": "≠"}
_CHANGE_SIGNS = {
    "dropped": "-",
    "emptied": "-",
    "weakened": "-",
    "added": "+",
    "filled": "+",
    "strengthened": "+",
}
_CONTEXT = 14
Row = TypeVar("Row", SectionRow, BoxRow, ItemRow, TaskRow)
_FIRST_WORDS = 30


def build_blocks(comparison: Comparison, lang: Lang, explain: bool = False) -> Iterator[Block]:
    """All blocks of a comparison in order. Rows of drafts that are the same are counted, not listed."""
    builder = _Blocks(comparison, lang, explain)
    yield builder.plans()
    yield builder.summary()
    yield builder.gaps()
    if len(comparison.plans) > 1:
        yield builder.shares()
    yield from (builder.drafts(drafts) for drafts in comparison.drafts)
    yield from (builder.periods(periods) for periods in comparison.periods)
    for block in (builder.indicators(), builder.sections(), builder.boxes(), builder.tasks(), builder.text()):
        if _rows(block) or block.after:
            yield block
    if comparison.doubts:
        yield builder.pairs("doubts", comparison.doubts)
    if comparison.apart:
        yield builder.pairs("apart", comparison.apart)


def _rows(block: Block) -> int:
    return len(block.rows if isinstance(block, Matrix) else block.entries)


class _Blocks:
    """Builds the blocks of one comparison in one language."""

    def __init__(self, comparison: Comparison, lang: Lang, explain: bool) -> None:
        self._all = comparison
        self._lang: Lang = lang
        self._explain = explain
        self._names = {plan.id: plan.name for plan in comparison.plans}
        self._columns = tuple(
            f"{plan.name}（{word('base', lang)}）" if plan.base else plan.name for plan in comparison.plans
        )
        self._only_changes = bool(comparison.drafts) and len(comparison.drafts) == len(comparison.plans) - 1

    def _word(self, code: str) -> str:
        return word(code, self._lang)

    # -- head

    def plans(self) -> Listing:
        """Which plans are compared."""
        entries = []
        for plan in self._all.plans:
            stage = self._word(f"stage-{plan.stage}") if plan.stage else ""
            said = [plan.title or plan.id, stage, plan.path or ""]
            figures = f"{self._word('indicators')} {plan.indicators}，{self._word('text')} {plan.sentences}"
            base = f"（{self._word('base')}）" if plan.base else ""
            line = (
                Span(plan.name + base, "strong"),
                Span("  " + "  ".join(filter(None, said)) + "  " + figures),
            )
            entries.append(Entry(" ", line))
        return Listing(self._word("plans"), tuple(entries))

    def summary(self) -> Listing:
        """The comparison in figures."""
        summary = self._all.summary
        entries = []
        for part in _PARTS:
            counts: Counts = getattr(summary, part)
            if counts.rows:
                figures = [
                    f"{self._word(verdict)} {getattr(counts, verdict)}"
                    for verdict in _VERDICTS
                    if getattr(counts, verdict)
                ]
                entries.append(self._figure(part, counts.rows, figures))
        text = summary.text
        kinds = (("shared", text.shared), ("changed", text.changed), ("new", text.new))
        figures = [f"{self._word(kind)} {count}" for kind, count in kinds if count]
        entries.append(self._figure("text", text.shared + text.changed + text.new, figures))
        if self._all.drafts:
            figures = [f"{self._word(kind)} {count}" for kind, count in summary.changes.items()]
            entries.append(self._figure("changes", sum(summary.changes.values()), figures))
        legend = "legend-two" if len(self._all.plans) == 2 else "legend"
        return Listing(self._word("summary"), tuple(entries), after=(self._word(legend),))

    def _figure(self, part: str, total: int, figures: Sequence[str]) -> Entry:
        said = f" {total}" + ("：" + "，".join(figures) if figures else "")
        return Entry(" ", (Span(self._word(part), "strong"), Span(said)))

    def gaps(self) -> Listing:
        """What is missing in each plan."""
        entries = []
        for plan in self._all.plans:
            gaps = self._all.summary.gaps.get(plan.id, {})
            said = "，".join(f"{self._word(gap)} {count}" for gap, count in gaps.items())
            entries.append(Entry(" ", (Span(plan.name, "strong"), Span("  " + (said or self._word("none"))))))
        return Listing(self._word("gaps"), tuple(entries))

    def shares(self) -> Matrix:
        """How much of each plan stands in each other one."""
        shares = {(share.plan, share.other): share for share in self._all.summary.shares}
        rows = []
        for plan in self._all.plans:
            cells: list[Line | None] = []
            for other in self._all.plans:
                share = shares.get((plan.id, other.id))
                cells.append((Span(f"{share.exact:.1%} / {share.near:.1%}"),) if share else None)
            rows.append(MatrixRow(" ", plan.name, tuple(cells)))
        names = tuple(plan.name for plan in self._all.plans)
        return Matrix(self._word("shares"), names, tuple(rows), inline=True, before=(self._word("in-other"),))

    # -- drafts and periods

    def drafts(self, drafts: Drafts) -> Listing:
        """What changed between two drafts."""
        title = f"{self._word('drafts')}：{self._names[drafts.before]} → {self._names[drafts.after]}"
        entries = tuple(self._change(change) for change in drafts.changes)
        return Listing(title, entries, after=() if entries else (self._word("no-changes"),))

    def _change(self, change: Change) -> Entry:
        sign = _CHANGE_SIGNS.get(change.kind, "~")
        style: Style = "minus" if sign == "-" else "plus" if sign == "+" else "strong"
        of = self._word(f"of-{change.of}")
        if change.field and change.field != "text":
            of += f"·{self._field(change.field)}"
        head = [Span(self._word(change.kind), style), Span(f" {of} ")]
        head.append(Span(_place(change.old, change.new), "faint"))
        if change.kind == "moved":
            return Entry(sign, (*head, Span(f" {change.name}")))
        if change.kind in ("dropped", "added"):
            return Entry(sign, (*head, Span(" " + (change.before or change.after or change.name), style)))
        if change.pieces:
            name = (
                () if change.of == "text" or change.field in ("title", "name") else (Span(f" {change.name}"),)
            )
            return Entry(sign, (*head, *name), below=(pieces_line(change.pieces),))
        values = (
            Span(f" {change.name} "),
            Span(change.before or self._word("blank"), "minus"),
            Span(" → "),
            Span(change.after or self._word("blank"), "plus"),
        )
        return Entry(sign, (*head, *values))

    def _field(self, field: str) -> str:
        said = self._word(f"field-{field}")
        return field if said.startswith("field-") else said

    def periods(self, periods: Periods) -> Matrix:
        """What the last plan promised, against where this one starts."""
        rows = []
        for promise in periods.promises:
            sign = {"met": "=", "missed": "-"}.get(promise.verdict, "~")
            style: Style = "minus" if promise.verdict == "missed" else "plain"
            cells = (
                (Span(_text(promise.promised, self._lang)),),
                (Span(_text(promise.reached, self._lang)),),
                (Span(_text(promise.target, self._lang)),),
                (Span(self._word(promise.verdict), style),),
            )
            rows.append(MatrixRow(sign, promise.name, cells))
        title = f"{self._word('periods')}：{self._names[periods.before]} → {self._names[periods.after]}"
        columns = (self._word("promised"), self._word("reached"), self._word("target-now"), " ")
        return Matrix(title, columns, tuple(rows), corner=self._word("indicator"))

    # -- indicators

    def indicators(self) -> Matrix:
        """One row an indicator, one cell a plan."""
        rows = [row for row in self._all.indicators if not (self._only_changes and row.verdict == "same")]
        left_out = len(self._all.indicators) - len(rows)
        return Matrix(
            self._word("indicators"),
            self._columns,
            tuple(self._indicator(row) for row in rows),
            corner=self._word("indicator"),
            after=self._left_out(left_out),
        )

    def _left_out(self, count: int) -> tuple[str, ...]:
        return (self._word("same-left-out").format(count),) if count else ()

    def _indicator(self, row: IndicatorRow) -> MatrixRow:
        unit = f"（{row.unit}）" if row.unit else ""
        notes: list[Line] = []
        if row.related:
            names = {other.row: other.name for other in self._all.indicators}
            said = "；".join(f"{other} {names[other]}" for other in row.related)
            notes.append((Span(f"{self._word('related')}：{said}", "faint"),))
        if self._explain:
            notes.extend(self._reasons(row))
        cells = tuple(self._indicator_cell(row, cell) if cell else None for cell in row.cells)
        present = tuple(cell is not None for cell in row.cells)
        return MatrixRow(_sign(row.verdict, present), f"{row.row} {row.name}{unit}", cells, tuple(notes))

    def _reasons(self, row: IndicatorRow) -> Iterator[Line]:
        """Why each cell stands in its row."""
        for cell in row.cells:
            if cell is not None:
                match = cell.match
                said = "；".join(match.reasons)
                text = f"{self._names[cell.plan]} {cell.indicator}：{match.level} {match.score:.2f} {said}"
                yield (Span(f"{self._word('why')} {text}", "faint"),)

    def _indicator_cell(self, row: IndicatorRow, cell: IndicatorCell) -> Line:
        """基期 → 目标, attribute, marks, and the name where it is another one."""
        spans: list[Span] = []
        if cell.baseline is not None:
            spans.append(Span(_text(cell.baseline, self._lang), _gap_style(cell.baseline)))
            spans.append(Span(" "))
        target = _text(cell.target, self._lang) if cell.target else self._word("none")
        spans.append(Span(f"→{target}", _gap_style(cell.target)))
        if cell.plan in row.strictest:
            spans.append(Span(" ▲", "plus"))
        if cell.plan in row.weakest:
            spans.append(Span(" ▼", "minus"))
        if cell.attribute:
            spans.append(Span(f" {cell.attribute}"))
        spans.extend(
            Span(f" {value.label or value.year or ''}：{_text(value, self._lang)}") for value in cell.values
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
            yield Span(f" {self._word(f'against-{field}')}{self._word(f'standing-{standing}')}", style)

    # -- sections, boxes, tasks

    def sections(self) -> Matrix:
        """The aligned trees."""
        rows = self._listed(self._all.sections)
        return Matrix(
            self._word("sections"),
            (*self._columns, self._word("similarity")),
            tuple(self._titled(row, row.level - 1) for row in rows),
            labelled=False,
            inline=True,
            after=self._left_out(len(self._all.sections) - len(rows)),
        )

    def boxes(self) -> Matrix:
        """Boxes, each followed by its items."""
        rows = []
        left_out = 0
        for box in self._all.boxes:
            items = self._listed(box.items)
            left_out += len(box.items) - len(items)
            if items or box in self._listed([box]):
                rows.append(self._titled(box, 0))
                rows.extend(self._titled(item, 1) for item in items)
            else:
                left_out += 1
        return Matrix(
            self._word("boxes"),
            (*self._columns, self._word("similarity")),
            tuple(rows),
            labelled=False,
            inline=True,
            after=self._left_out(left_out),
        )

    def _listed(self, rows: Sequence[Row]) -> list[Row]:
        """Rows that are shown."""
        return [row for row in rows if not (self._only_changes and row.verdict == "same")]

    def _titled(self, row: SectionRow | BoxRow | ItemRow, depth: int) -> MatrixRow:
        """Ids with titles."""
        cells = [
            (Span(name, "faint"), Span(f" {title}")) if name is not None else None
            for name, title in zip(row.cells, row.titles, strict=True)
        ]
        present = tuple(cell is not None for cell in row.cells)
        alike = (Span(f"{row.similarity:.2f}"),) if sum(present) > 1 else None
        return MatrixRow(_sign(row.verdict, present), row.title, (*cells, alike), depth=depth)

    def tasks(self) -> Matrix:
        """Who is responsible where."""
        rows = self._listed(self._all.tasks)
        return Matrix(
            self._word("tasks"),
            self._columns,
            tuple(self._task(row) for row in rows),
            corner=self._word("tasks"),
            after=self._left_out(len(self._all.tasks) - len(rows)),
        )

    def _task(self, row: TaskRow) -> MatrixRow:
        cells: list[Line | None] = []
        for cell in row.cells:
            if cell is None:
                cells.append(None)
                continue
            spans = [Span(cell.task, "faint")]
            spans.append(Span(f" {self._word('lead')}：{'、'.join(cell.lead) or self._word('none')}"))
            if cell.support:
                spans.append(Span(f" {self._word('support')}：{'、'.join(cell.support)}"))
            if cell.text != row.text:
                spans.append(Span(f" 〈{cell.text}〉", "faint"))
            cells.append(tuple(spans))
        present = tuple(cell is not None for cell in row.cells)
        return MatrixRow(_sign(row.verdict, present), row.text, tuple(cells))

    # -- text

    def text(self) -> Listing:
        """Shared passages, changed sentences with the words that differ, and where the new ones stand."""
        rows = self._all.text
        entries: list[Entry] = []
        if not self._only_changes:
            entries.extend(self._passages([row for row in rows if row.kind == "shared"]))
        entries.extend(self._changed(row) for row in rows if row.kind == "changed")
        entries.extend(self._new([row for row in rows if row.kind == "new"]))
        shared = sum(row.kind == "shared" for row in rows) if self._only_changes else 0
        return Listing(self._word("text"), tuple(entries), after=self._left_out(shared))

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
            f"{self._names[cell.plan]} {_to(cell.place, end.place)}{_also(cell.also)}"
            for cell, end in zip(first.cells, last.cells, strict=True)
            if cell is not None and end is not None
        ]
        words = "".join(next(cell for cell in row.cells if cell is not None).text for row in run)
        shown = words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS] + "…"
        count = f"{len(run)} {self._word('sentences')}"
        head = (
            Span(self._word("shared")),
            Span(f" {' = '.join(places)}", "faint"),
            Span(f" {count} {shown}"),
        )
        return Entry("=", head)

    def _changed(self, row: TextRow) -> Entry:
        """The words that differ from the first plan's, plan by plan."""
        cells = [cell for cell in row.cells if cell is not None]
        places = " ↔ ".join(f"{self._names[cell.plan]} {cell.place}{_also(cell.also)}" for cell in cells)
        head = (
            Span(self._word("changed"), "strong"),
            Span(f" {places}", "faint"),
            Span(f" {row.similarity:.2f}"),
        )
        below = []
        for cell in cells:
            if cell.pieces:
                name = () if len(cells) == 2 else (Span(f"{self._names[cell.plan]}：", "faint"),)
                below.append((*name, *pieces_line(cell.pieces)))
        return Entry("~", head, tuple(below))

    def _new(self, rows: Sequence[TextRow]) -> Iterator[Entry]:
        """Where the sentences stand that only one plan has."""
        for at, plan in enumerate(self._all.plans):
            cells = [row.cells[at] for row in rows if row.cells[at] is not None]
            places = [place for cell in cells if cell is not None for place in (cell.place, *cell.also)]
            if places:
                head = Span(f"{self._word('new')} {plan.name} {len(cells)} {self._word('sentences')}", "plus")
                yield Entry("+", (head,), below=((Span("  ".join(_by_node(places)), "faint"),),))

    def pairs(self, part: str, pairs: Sequence[DoubtRow]) -> Listing:
        """Pairs that a person should decide, or that are known to differ."""
        entries = []
        for doubt in pairs:
            sides = [
                f"{self._names[side.plan]} {side.indicator} {side.name}"
                for side in (doubt.first, doubt.second)
            ]
            said = (Span(" ≟ ".join(sides)), Span(f" {doubt.score:.2f}", "faint"))
            below = ((Span("；".join(doubt.reasons), "faint"),),) if doubt.reasons else ()
            entries.append(Entry("?" if part == "doubts" else "≠", said, below))
        return Listing(self._word(part), tuple(entries))


def pieces_line(pieces: Sequence[Piece], context: int = _CONTEXT) -> Line:
    """Words that differ in their surroundings: 到2025年…[-提高-]{+提升+}…水平."""
    spans: list[Span] = []
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        if piece.op == "-":
            spans.append(Span(f"[-{piece.text}-]", "minus"))
        elif piece.op == "+":
            spans.append(Span(f"{{+{piece.text}+}}", "plus"))
        else:
            spans.append(Span(_shortened(piece.text, at > 0, at < last, context)))
    return tuple(spans)


def _shortened(text: str, before: bool, after: bool, context: int) -> str:
    """An unchanged stretch with only what touches a change (`before` it, `after` it)."""
    head, tail = context if before else 0, context if after else 0
    if len(text) <= head + tail + 2:
        return text
    return text[:head] + "…" + (text[-tail:] if tail else "")


def _sign(verdict: Verdict, present: Sequence[bool]) -> str:
    """The sign of a row. Of two plans, - is what only the first has, + what only the second has."""
    if verdict == "only":
        return "-" if len(present) == 2 and present[0] else "+"
    return _SIGNS[verdict]


def _text(value: Value | None, lang: Lang) -> str:
    """A value as written; what is empty says so."""
    if value is None:
        return word("none", lang)
    return " ".join(value.text.split()) or word("blank", lang)


def _gap_style(value: Value | None) -> Style:
    return "minus" if value is None or value.state != "stated" else "plain"


def _place(old: str | None, new: str | None) -> str:
    if old and new and old != new:
        return f"{old}→{new}"
    return old or new or ""


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


def _also(places: Sequence[str]) -> str:
    return f"（{'、'.join(places)}）" if places else ""


def _by_node(places: Sequence[str]) -> Iterator[str]:
    """Places as runs by part: 3.1#1-4,7."""
    split = [(place.rpartition("#")[0], int(place.rpartition("#")[2])) for place in places]
    for node, group in groupby(split, key=lambda pair: pair[0]):
        numbers = sorted(number for _, number in group)
        runs: list[list[int]] = []
        for number in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        said = ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
        yield f"{node}#{said}"
