"""Counts the phrases that plans share, for TXT005; `learn` extends them by plans of one's own.

The statistics hold phrases of three characters alone, with the number of plans and how often they stood: a
character with its neighbours is all that TXT005 asks for, and no sentence can be read out of them.
Files are lines of phrase, tab, plans, tab, count, sorted; lines that begin with # say where they come from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from plancmp.model.errors import PlancmpError, RuleError
from plancmp.model.record import PlanRecord
from plancmp.rulepacks import rules_folder
from plancmp.rulepacks.messages import worded
from plancmp.text.keeping import compiled

LENGTH = 3
_HAN = compiled(r"[\u4e00-\u9fff]{3,}")
_LINE = compiled(r"([\u4e00-\u9fff]{3})\t(\d+)\t(\d+)")
_PLAN = compiled(r"(?m)^# plan ([0-9a-f]{64})$")
_BUNDLED = "vocabulary/phrases.tsv"


class Seen(NamedTuple):
    """In how many plans a phrase stood, and how often."""

    plans: int
    times: int


def count_phrases(texts: Iterable[str], least_plans: int = 2, least_count: int = 3) -> dict[str, Seen]:
    """The phrases that several texts share.

    >>> count_phrases(["公益性岗位安置", "开发公益性岗位", "公益性岗位"])["性岗位"]
    Seen(plans=3, times=3)
    """
    counts: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    for text in texts:
        own: Counter[str] = Counter()
        for found in _HAN.finditer(text):
            run = found.group()
            own.update(run[at : at + LENGTH] for at in range(len(run) - LENGTH + 1))
        counts.update(own)
        plans.update(own.keys())
    return {
        phrase: Seen(plans[phrase], count)
        for phrase, count in counts.items()
        if plans[phrase] >= least_plans and count >= least_count
    }


def merge(first: Mapping[str, Seen], second: Mapping[str, Seen]) -> dict[str, Seen]:
    """The phrases of two statistics with their sums."""
    result = dict(first)
    for phrase, seen in second.items():
        held = result.get(phrase, Seen(0, 0))
        result[phrase] = Seen(held.plans + seen.plans, held.times + seen.times)
    return result


def text_of(record: PlanRecord) -> str:
    """The running text of a plan, line by line, as the check itself sees it."""
    from plancmp.checks.options import Options
    from plancmp.checks.view import PlanView

    return "\n".join(passage.text for passage in PlanView(record, None, Options()).passages)


def learn(records: Iterable[PlanRecord], path: Path) -> tuple[int, int]:
    """Add the phrases that these plans share to the statistics in `path`.

    Returns how many plans were new, and how many phrases the file holds now. A plan counts once, by the
    bytes of its source, however often it is learned. A new file begins empty; the bundled statistics stay
    as they are and count besides it.
    """
    held = read_phrases(path) if path.is_file() else {}
    learned = _learned(path)
    fresh = {record.source.sha256: record for record in records if record.source.sha256 not in learned}
    held = merge(held, count_phrases([text_of(record) for record in fresh.values()]))
    write_phrases(held, path, "phrases that plans share, learned by plancmp", (*learned, *fresh))
    return len(fresh), len(held)


def _learned(path: Path) -> list[str]:
    """The hashes of the plans that statistics were made of."""
    if not path.is_file():
        return []
    return _PLAN.findall(path.read_text("utf-8"))


def write_phrases(phrases: Mapping[str, Seen], path: Path, source: str, plans: Iterable[str] = ()) -> None:
    """Write statistics, sorted, with the hashes of their plans; the file is there whole or not at all.

    Raises `PlancmpError` when the place cannot be written.
    """
    lines = [f"# {source}", "# each line: phrase, tab, plans that have it, tab, how often"]
    lines += [f"# plan {plan}" for plan in sorted(plans)]
    lines += [f"{phrase}\t{seen.plans}\t{seen.times}" for phrase, seen in sorted(phrases.items())]
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise PlancmpError.unwritable(path, error) from None


def phrases_with(own: Path | None) -> Mapping[str, Seen]:
    """The bundled statistics, joined with those of a file where one is named; read once."""
    if own is None:
        return bundled_phrases()
    try:
        changed = own.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _joined(own, changed)


@lru_cache(4)
def _joined(own: Path, changed: int) -> Mapping[str, Seen]:
    """Both statistics; `changed` makes a file be read again that was written since."""
    return merge(bundled_phrases(), read_phrases(own))


def read_phrases(path: Path) -> dict[str, Seen]:
    """Read statistics. Raises `RuleError` with the line that is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError.unreadable(path, error) from None
    phrases: dict[str, Seen] = {}
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise RuleError(*worded("phrase-line", path=path, number=number))
        phrases[found.group(1)] = Seen(int(found.group(2)), int(found.group(3)))
    return phrases


@cache
def bundled_phrases() -> dict[str, Seen]:
    """The statistics of rules/vocabulary/phrases.tsv."""
    path = rules_folder() / _BUNDLED
    return read_phrases(path) if path.is_file() else {}
