"""The head of a comparison: which plans, how they differ in figures, what each lacks, what they share."""

from collections.abc import Sequence

from plancmp.model.comparison import Counts, DoubtRow, Verdict
from plancmp.report.diff.view import View
from plancmp.report.terminal.blocks import Entry, Line, Listing, Matrix, MatrixRow, Span

_PARTS = ("indicators", "sections", "boxes", "items", "tasks")
_VERDICTS: tuple[Verdict, ...] = ("same", "differs", "partial", "only", "incomparable")


class Head(View):
    """Blocks before and behind the rows."""

    def plans(self) -> Listing:
        """Which plans are compared."""
        entries = []
        for plan in self.all.plans:
            stage = self.word(f"stage-{plan.stage}") if plan.stage else ""
            said = [plan.title or plan.id, stage, plan.path or ""]
            figures = f"{self.word('indicators')} {plan.indicators}，{self.word('text')} {plan.sentences}"
            base = f"（{self.word('base')}）" if plan.base else ""
            line = (
                Span(plan.name + base, "strong"),
                Span("  " + "  ".join(filter(None, said)) + "  " + figures),
            )
            entries.append(Entry(" ", line))
        return Listing(self.word("plans"), tuple(entries))

    def summary(self) -> Listing:
        """The comparison in figures."""
        summary = self.all.summary
        entries = []
        for part in _PARTS:
            counts: Counts = getattr(summary, part)
            if counts.rows:
                figures = [
                    f"{self.word(verdict)} {getattr(counts, verdict)}"
                    for verdict in _VERDICTS
                    if getattr(counts, verdict)
                ]
                entries.append(self._figure(part, counts.rows, figures))
        text = summary.text
        kinds = (("shared", text.shared), ("changed", text.changed), ("new", text.new))
        figures = [f"{self.word(kind)} {count}" for kind, count in kinds if count]
        if figures:
            entries.append(self._figure("text", text.shared + text.changed + text.new, figures))
        if self.all.drafts:
            figures = [f"{self.word(kind)} {count}" for kind, count in summary.changes.items()]
            entries.append(self._figure("changes", sum(summary.changes.values()), figures))
        legend = "legend-two" if len(self.all.plans) == 2 else "legend"
        return Listing(self.word("summary"), tuple(entries), after=(self.word(legend),))

    def _figure(self, part: str, total: int, figures: Sequence[str]) -> Entry:
        said = f" {total}" + ("：" + "，".join(figures) if figures else "")
        return Entry(" ", (Span(self.word(part), "strong"), Span(said)))

    def gaps(self) -> Listing:
        """What is missing in each plan."""
        entries = []
        for plan in self.all.plans:
            gaps = self.all.summary.gaps.get(plan.id, {})
            said = "，".join(f"{self.word(gap)} {count}" for gap, count in gaps.items())
            entries.append(Entry(" ", (Span(plan.name, "strong"), Span("  " + (said or self.word("none"))))))
        return Listing(self.word("gaps"), tuple(entries))

    def shares(self) -> Matrix:
        """How much of each plan stands in each other one."""
        shares = {(share.plan, share.other): share for share in self.all.summary.shares}
        rows = []
        for plan in self.all.plans:
            cells: list[Line | None] = []
            for other in self.all.plans:
                share = shares.get((plan.id, other.id))
                cells.append((Span(f"{share.exact:.1%} / {share.near:.1%}"),) if share else None)
            rows.append(MatrixRow(" ", plan.name, tuple(cells)))
        names = tuple(plan.name for plan in self.all.plans)
        return Matrix(self.word("shares"), names, tuple(rows), inline=True, before=(self.word("in-other"),))

    def pairs(self, part: str, pairs: Sequence[DoubtRow]) -> Listing:
        """Pairs that a person should decide, or that are known to differ."""
        entries = []
        for doubt in pairs:
            sides = [
                f"{self.names[side.plan]} {side.indicator} {side.name}"
                for side in (doubt.first, doubt.second)
            ]
            said = (Span(" ≟ ".join(sides)), Span(f" {doubt.score:.2f}", "faint"))
            below = ((Span("；".join(doubt.reasons), "faint"),),) if doubt.reasons else ()
            entries.append(Entry("?" if part == "doubts" else "≠", said, below))
        return Listing(self.word(part), tuple(entries))
