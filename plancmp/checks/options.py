"""What a run of checks is told: which checks, how severe, against what, in which language."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from plancmp.checks.entries import Check
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Severity
from plancmp.model.language import Lang
from plancmp.model.record import PlanRecord, Stage
from plancmp.rulepacks.messages import worded
from plancmp.text.nearby import did_you_mean


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Options of one run; all fields have a default."""

    checks: tuple[Check, ...] = ()
    """From `load_checks`; empty for the bundled ones."""
    codes: frozenset[str] | None = None
    """Codes to run, from `resolve_codes`; None for the default set."""
    severities: Mapping[str, Severity] = {}
    """Severities that differ from those of the checks, by code."""
    stage: Stage | None = None
    """Stage of the plan where it is known better than the plan says."""
    against: PlanRecord | tuple[PlanRecord, ...] | None = None
    """The superior plan, or several."""
    previous: PlanRecord | None = None
    """The plan of the period before."""
    lang: Lang = "zh"
    phrases: Path | None = None
    """Statistics of phrases that `plancmp learn` wrote, besides the bundled ones."""

    @property
    def superiors(self) -> tuple[PlanRecord, ...]:
        """All superior plans."""
        if self.against is None:
            return ()
        return self.against if isinstance(self.against, tuple) else (self.against,)


def codes_of(word: str, checks: Sequence[Check]) -> list[str]:
    """The codes that one word means: a code, a prefix, a name, `ALL`. Raises `PlancmpError` for none."""
    upper = word.strip().upper()
    found = [
        check.code
        for check in checks
        if upper == "ALL" or (upper and check.code.startswith(upper)) or check.name == word.strip()
    ]
    if not found:
        known = ", ".join(sorted({check.code[:3] for check in checks}))
        names = [each for check in checks for each in (check.code, check.name)]
        raise PlancmpError(
            *worded("no-such-check", word=word, near=did_you_mean(word.strip(), names), known=known)
        )
    return found


def resolve_codes(
    checks: Sequence[Check],
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    extend: Iterable[str] = (),
) -> frozenset[str]:
    """The codes that `--select`, `--ignore` and `extend-select` mean: codes, prefixes (`PLH`), names, `ALL`.

    Without `select` the default set counts. Of two words that meet, the longer one wins, so that
    `select ALL, ignore FIG, select FIG001` keeps FIG001. Raises `PlancmpError` for a word that means nothing.
    """
    chosen: dict[str, int] = {}
    if select is None:
        chosen = {check.code: 0 for check in checks if check.default}
    for word in (*(select or ()), *extend):
        for code in codes_of(word, checks):
            chosen[code] = max(chosen.get(code, 0), _weight(word, code))
    dropped: dict[str, int] = {}
    for word in ignore:
        for code in codes_of(word, checks):
            dropped[code] = max(dropped.get(code, -1), _weight(word, code))
    return frozenset(code for code, weight in chosen.items() if dropped.get(code, -1) < weight)


def _weight(word: str, code: str) -> int:
    """How exactly a word names a code: ALL 0, a prefix its length, the code or its name 99."""
    if word.upper() == "ALL":
        return 0
    return len(word) if code.startswith(word.upper()) and code != word.upper() else 99
