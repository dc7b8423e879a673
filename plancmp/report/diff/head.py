"""The head of a comparison: which plans, how they differ in figures, what each lacks, what they share."""

from collections.abc import Iterator, Sequence

from plancmp.model.comparison import ComparedPlan, Counts, DoubtRow, IndicatorRow, Share, Verdict
from plancmp.model.record import LEVELS
from plancmp.report.diff.view import View, standing_out
from plancmp.report.terminal.blocks import Block, Entry, Line, Listing, Matrix, MatrixRow, Span
from plancmp.text.periods import end_of, number_of, years_of

_PARTS = ("indicators", "sections", "boxes", "items", "tasks")
_SQUARE = 6
"""Up to so many plans, what they share is shown for every pair."""
_MUCH = 0.1
"""A pair that shares less is not listed."""
_PAIRS = 12
"""So many pairs of a group are listed."""
_NAMED = 8
"""So many indicators are named in one sentence."""
_VERDICTS: tuple[Verdict, ...] = ("same", "differs", "partial", "only", "incomparable")


class Head(View):
    """Blocks before and behind the rows."""

    def plans(self) -> Listing:
        """Which plans are compared."""
        entries = []
        for plan in self.all.plans:
            stage = self.word(f"stage-{plan.stage}") if plan.stage else ""
            said = [plan.title or plan.id, stage, plan.path or ""]
            figures = self.word(",").join(
                (self.counted("indicators", plan.indicators), self.counted("sentences", plan.sentences))
            )
            base = self.bracketed(self.word("base")) if plan.base else ""
            line = (
                Span(plan.name + base, "strong"),
                Span("  " + "  ".join(filter(None, said)) + "  " + figures),
            )
            entries.append(Entry(" ", line))
        return Listing("plans", self.word("plans"), tuple(entries), after=tuple(self._unlike()))

    def _unlike(self) -> Iterator[str]:
        """That the plans are for different periods, the oldest first, and of different fields."""
        periods = {plan.period for plan in self.all.plans if plan.period}
        if len(periods) > 1:
            told = map(self._period, sorted(periods, key=lambda name: (_years(name), name)))
            yield self.word("periods-differ").format(self.word("/").join(told))
        fields = dict.fromkeys(plan.sector for plan in self.all.plans if plan.sector)
        if len(fields) > 1:
            named = (self.word(f"sector-{field}").removeprefix("sector-") for field in fields)
            yield self.word("fields-differ").format(self.word("/").join(named))

    def _period(self, name: str) -> str:
        """The name of a period; in English with its years, which a name in Chinese does not tell."""
        number = number_of(name)
        if self.lang == "zh":
            return name
        if number is None:
            return name.replace("—", "–")
        return f"{name} {'–'.join(map(str, years_of(number)))}"

    def matters(self) -> Listing:
        """What comes first: who lacks what, who is weakest, who leaves what open, what differs."""
        rows = self.all.indicators
        entries: list[Entry] = []
        # A plan without any indicator is told as such: which ones it lacks says no more.
        told = [
            (plan, standing_out(self.all, at)) for at, plan in enumerate(self.all.plans) if plan.indicators
        ]
        two = len(self.all.plans) == 2
        held = any(plan.base for plan in self.all.plans)
        weaker = ("below-one", "below-in") if held else ("weaker-one", "weaker-in")
        for sign, kind, one, many in (
            ("·", "lacks", "lacks-one", "lacks-indicators"),
            (
                "▼",
                "below" if held else "weakest",
                *(weaker if held or two else ("weakest-one", "weakest-in")),
            ),
            ("?", "open-targets", "open-target", "open-targets"),
        ):
            for plan, names in sorted(told, key=lambda each: -len(each[1][kind])):
                if names[kind]:
                    code = one if len(names[kind]) == 1 else many
                    entries.append(self._told(sign, plan.name, code, names[kind]))
        bare = [plan.name for plan in self.all.plans if not plan.indicators]
        if bare:
            entries.append(self._told("?", "", "without-indicators", bare))
        unranked = [
            row.name for row in rows if "target" in row.differs and not (row.strictest or row.weakest)
        ]
        for sign, code, differing in (
            ("~", "targets-differ", unranked),
            ("~", "attributes-differ", [row.name for row in rows if "attribute" in row.differs]),
            ("≠", "other-measures", list(_in_two_measures(rows))),
        ):
            if differing:
                entries.append(self._told(sign, "", code, differing))
        if not entries:
            met = any(sum(cell is not None for cell in row.cells) > 1 for row in rows)
            entries.append(Entry("=", (Span(self.word("all-alike" if met else "none-in-common")),)))
        return Listing("matters", self.word("matters"), tuple(entries))

    def _told(self, sign: str, name: str, code: str, names: Sequence[str]) -> Entry:
        """A sentence that ends in a list of indicators, the first of them only where there are many."""
        more = self.word("and-more").format(len(names) - _NAMED) if len(names) > _NAMED else ""
        said = self.word(code).format(len(names)) + self.word("/").join(names[:_NAMED]) + more
        return Entry(sign, (Span(name, "strong"), Span(f" {said}" if name else said)))

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
        kinds = (("shared", text.shared), ("changed", text.changed), ("only", text.new))
        figures = [f"{self.word(kind)} {count}" for kind, count in kinds if count]
        if figures:
            entries.append(self._figure("text", text.shared + text.changed + text.new, figures))
        if self.all.drafts:
            figures = [f"{self.word(kind)} {count}" for kind, count in summary.changes.items()]
            entries.append(self._figure("changes", sum(summary.changes.values()), figures))
        legend = "legend-two" if len(self.all.plans) == 2 else "legend"
        return Listing(
            "summary",
            self.word("summary"),
            tuple(entries),
            after=(self.word(legend), self.word("legend-cells")),
        )

    def _figure(self, part: str, total: int, figures: Sequence[str]) -> Entry:
        said = f" {total}" + (self.word(":") + self.word(",").join(figures) if figures else "")
        return Entry(" ", (Span(self.word(part), "strong"), Span(said)))

    def gaps(self) -> Listing:
        """What is missing in each plan."""
        entries: list[Entry] = []
        whole: list[str] = []
        bare: list[str] = []
        for plan in self.all.plans:
            gaps = self.all.summary.gaps.get(plan.id)
            if not gaps:
                (whole if plan.indicators else bare).append(plan.name)
                continue
            said = self.word(",").join(f"{self.word(gap)} {count}" for gap, count in gaps.items())
            entries.append(Entry(" ", (Span(plan.name, "strong"), Span(f"  {said}"))))
        after = (
            (self.word("gaps-none"), whole),
            (self.word("without-indicators").format(len(bare)), bare),
        )
        told = tuple(said + self.word("/").join(names) for said, names in after if names)
        return Listing("gaps", self.word("gaps"), tuple(entries), after=told)

    def shares(self, folded: bool) -> Block:
        """How much of each plan stands in each other one; of many, or of little, pairs that share much."""
        shares = {(share.plan, share.other): share for share in self.all.summary.shares}
        is_large = len(self.all.plans) > _SQUARE
        if folded and (is_large or all(share.near < _MUCH for share in shares.values())):
            return self._shared(sorted(shares.values(), key=lambda share: (-share.near, share.plan)))
        rows = []
        told = [plan for plan in self.all.plans if plan.sentences]
        for plan in told:
            cells: list[Line | None] = []
            for other in told:
                share = shares.get((plan.id, other.id))
                cells.append(
                    (Span(f"{share.exact:.1%} / {share.near:.1%}"),) if share and share.near else None
                )
            rows.append(MatrixRow(" ", plan.name, tuple(cells)))
        names = tuple(plan.name for plan in told)
        return Matrix(
            "shares", self.word("shares"), names, tuple(rows), self.word("plan"), inline=True,
            before=(self.word("in-other"),),
        )  # fmt: skip

    def _shared(self, shares: Sequence[Share]) -> Listing:
        """Groups of plans that share much, the pairs of each with the largest share first.

        An arrow goes from the older period to the newer one, in one period from the higher level down.
        """
        # Of two plans the larger share is told.
        pairs = {
            frozenset((share.plan, share.other)): share for share in reversed(shares) if share.near >= _MUCH
        }
        much = sorted(pairs.values(), key=lambda share: (-share.near, share.plan, share.other))
        groups: list[set[str]] = []
        for share in much:
            touched = [group for group in groups if group & {share.plan, share.other}]
            groups = [group for group in groups if group not in touched]
            groups.append(set().union({share.plan, share.other}, *touched))
        entries = []
        for group in sorted(groups, key=lambda group: (-len(group), sorted(group))):
            names = [name for plan, name in self.names.items() if plan in group]
            own = [share for share in much if share.plan in group]
            below = [self._pair(share) for share in own[:_PAIRS]]
            if len(own) > _PAIRS:
                below.append((Span(self.word("more-pairs").format(len(own) - _PAIRS), "faint"),))
            entries.append(Entry("=", (Span(self.word("/").join(names), "strong"),), tuple(below)))
        least = self.word("share-least" if entries else "share-none").format(f"{_MUCH:.0%}")
        return Listing("shares", self.word("shares"), tuple(entries), before=(least,))

    def _pair(self, share: Share) -> Line:
        """A plan, the one that has so much of it, and how much."""
        plans = {plan.id: plan for plan in self.all.plans}
        arrow = _arrow(plans[share.plan], plans[share.other])
        said = f"{self.names[share.plan]} {arrow} {self.names[share.other]}"
        return (Span(f"{said} {share.exact:.1%} / {share.near:.1%}"),)

    def pairs(self, part: str, pairs: Sequence[DoubtRow]) -> Listing:
        """Pairs that a person should decide, or that are known to differ."""
        entries = []
        for doubt in pairs:
            sides = [
                f"{self.names[side.plan]} {side.indicator} {side.name}"
                for side in (doubt.first, doubt.second)
            ]
            said = (Span(" ≟ ".join(sides)), Span(f" {doubt.score:.2f}", "faint"))
            below = ((Span(self.word(";").join(doubt.reasons), "faint"),),) if doubt.reasons else ()
            entries.append(Entry("?" if part == "doubts" else "≠", said, below))
        return Listing(part, self.word(part), tuple(entries))


def _in_two_measures(rows: Sequence[IndicatorRow]) -> Iterator[str]:
    """The names of one matter in other measures, each pair once: 改造数 ↔ 改造率."""
    names = {row.row: row.name for row in rows if row.verdict == "incomparable"}
    told: set[str] = set()
    for row in rows:
        if row.row in names and row.row not in told:
            others = [other for other in row.related if other in names]
            told.update(others)
            yield " ↔ ".join((row.name, *(names[other] for other in others)))


def _years(period: str) -> int:
    """The last year of a period by its name or its years; 0 where neither tells."""
    written = period[-4:]
    return end_of(period) or (int(written) if written.isdecimal() else 0)


def _arrow(one: ComparedPlan, other: ComparedPlan) -> str:
    """Which of two plans can have been there for the other to copy."""
    for mine, theirs in (
        (end_of(one.period or ""), end_of(other.period or "")),
        (_rank(one), _rank(other)),
    ):
        if mine is None or theirs is None:
            return "↔"
        if mine != theirs:
            return "→" if mine < theirs else "←"
    return "↔"


def _rank(plan: ComparedPlan) -> int | None:
    """The level of a plan, the nation first."""
    return LEVELS.index(plan.level) if plan.level else None
