"""What changed between two drafts, and what became of the last period's targets."""

from plancmp.model.comparison import Change, Drafts, Periods
from plancmp.report.diff.view import View, pieces_line, value_text
from plancmp.report.terminal.blocks import Entry, Listing, Matrix, MatrixRow, Span, Style

_CHANGE_SIGNS = {
    "dropped": "-",
    "emptied": "-",
    "weakened": "-",
    "added": "+",
    "filled": "+",
    "strengthened": "+",
}


class Changes(View):
    """Blocks on plans of one place."""

    def drafts(self, drafts: Drafts) -> Listing:
        """What changed between two drafts."""
        title = (
            f"{self.word('drafts')}{self.word(':')}{self.names[drafts.before]} → {self.names[drafts.after]}"
        )
        entries = tuple(self._change(change) for change in drafts.changes)
        return Listing("drafts", title, entries, after=() if entries else (self.word("no-changes"),))

    def _change(self, change: Change) -> Entry:
        sign = _CHANGE_SIGNS.get(change.kind, "~")
        style: Style = "minus" if sign == "-" else "plus" if sign == "+" else "strong"
        of = self.word(f"of-{change.of}")
        if change.field and change.field != "text":
            of += f"·{self._field(change.field)}"
        places = dict.fromkeys(self.place(place) for place in (change.old, change.new) if place)
        head = [Span(self.word(change.kind), style), Span(f" {of} ")]
        head.append(Span(" → ".join(places), "faint"))
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
            Span(change.before or self.word("blank"), "minus"),
            Span(" → "),
            Span(change.after or self.word("blank"), "plus"),
        )
        return Entry(sign, (*head, *values))

    def _field(self, field: str) -> str:
        said = self.word(f"field-{field}")
        return field if said.startswith("field-") else said

    def periods(self, periods: Periods) -> Matrix:
        """What the last plan promised, against where this one starts."""
        rows = []
        for promise in periods.promises:
            sign = {"met": "=", "missed": "-"}.get(promise.verdict, "~")
            style: Style = "minus" if promise.verdict == "missed" else "plain"
            cells = (
                (Span(value_text(promise.promised, self.lang)),),
                (Span(value_text(promise.reached, self.lang)),),
                (Span(value_text(promise.target, self.lang)),),
                (Span(self.word(promise.verdict), style),),
            )
            rows.append(MatrixRow(sign, promise.name, cells))
        pair = f"{self.names[periods.before]} → {self.names[periods.after]}"
        title = f"{self.word('periods')}{self.word(':')}{pair}"
        columns = (self.word("promised"), self.word("reached"), self.word("target-now"), " ")
        return Matrix("periods", title, columns, tuple(rows), corner=self.word("indicator"))
