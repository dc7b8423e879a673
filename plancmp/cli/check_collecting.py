"""Outcomes of single plans to the report of a run: known and accepted findings are put aside."""

from collections import Counter
from pathlib import Path

from plancmp.batch.plan_inputs import find_plans
from plancmp.checks.aside.baseline import Baseline, read_baseline
from plancmp.cli.check_settings import Planner
from plancmp.cli.checking import Job, Outcome
from plancmp.cli.language import chosen
from plancmp.model.checkreport import CheckedFile, CheckReport, PutAside, Quote, Summary
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Finding


class Collector:
    """Takes outcomes in the order of the plans."""

    def __init__(self, planner: Planner, baseline: Path | None) -> None:
        self._planner = planner
        self._baseline: Baseline | None = read_baseline(baseline) if baseline is not None else None
        self._findings: list[Finding] = []
        self._quotes: list[Quote | None] = []
        self._files: list[CheckedFile] = []
        self._aside: Counter[str] = Counter()

    def take(self, job: Job, outcome: Outcome) -> None:
        """Add what came of one plan."""
        self._files.append(outcome.file)
        accepted = self._planner.accepted(job.name)
        if accepted and outcome.file.status == "checked":
            codes = job.settings.codes
            names = {check.name for check in self._planner.checks(job.name) if check.code in codes}
            for each in accepted:
                each.look_at(outcome.file.path, codes, names)
        path, title = outcome.file.path, outcome.file.title
        known = self._baseline.known_of(path, title) if self._baseline is not None else ()
        for finding, quote in zip(outcome.findings, outcome.quotes, strict=True):
            # Each list is asked, so that each knows which of its entries are used.
            held = [each.holds(finding) for each in accepted]
            if any(held):
                self._aside["accepted"] += 1
            elif finding.fingerprint in known:
                self._aside["baseline"] += 1
            else:
                self._findings.append(finding)
                self._quotes.append(quote)

    def _has_all_below(self, folder: Path) -> bool:
        """Whether all plans of a folder were part of the run."""
        run = {Path(file.path).resolve() for file in self._files}
        try:
            return all(path.resolve() in run for path in find_plans([str(folder)]))
        except PlancmpError:
            return False

    def report(self) -> CheckReport:
        """All that was taken."""
        counts = Counter(finding.severity for finding in self._findings)
        unused = [
            each
            for held in self._planner.all_accepted()
            for each in held.unused(chosen(), whole=self._has_all_below(held.folder))
        ]
        return CheckReport(
            findings=tuple(self._findings),
            quotes=tuple(self._quotes),
            files=tuple(self._files),
            summary=Summary(error=counts["error"], warning=counts["warning"], info=counts["info"]),
            put_aside=PutAside(baseline=self._aside["baseline"], accepted=self._aside["accepted"]),
            unused=tuple(unused),
        )
