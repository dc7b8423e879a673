"""`make demo`: reads the corpus, shows a record and a table, lays two drafts side by side, checks one."""

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plancmp import extract, write_record
from plancmp.model.record import PlanRecord, flat
from tests.support.gains import CORPUS, ROOT, corpus_paths


def main() -> int:
    """Read all drafts of the corpus; print what was found, a record, a table, a comparison, and findings."""
    console = Console(width=None if sys.stdout.isatty() else 110, emoji=False)
    with tempfile.TemporaryDirectory() as folder:
        records = [extract(path.relative_to(ROOT)) for path in corpus_paths()]
        for record in records:
            (Path(folder) / f"{record.id}.yaml").write_text(write_record(record), "utf-8")
    console.rule(f"plancmp extract {CORPUS.name}")
    console.print(_overview(records))
    shown = next(record for record in records if record.source.path.endswith("yunxi-disability-15.txt"))
    console.rule(f"{shown.source.path} → YAML")
    text = write_record(shown)
    begin = text.index("indicators:\n")
    console.print("\n".join(text.splitlines()[:22]), markup=False, highlight=False)
    console.print("  ⋮", markup=False)
    console.print("\n".join(text[begin:].splitlines()[:34]), markup=False, highlight=False)
    console.rule(shown.plan.title or shown.id)
    console.print(_indicators(shown))
    names = ("corpus/yunxi-disability-15.txt", "corpus/lanting-disability-15.md")
    console.rule(f"plancmp diff {' '.join(names)}")
    console.print(_side_by_side(names, console.width), markup=False, highlight=False)
    console.rule(f"plancmp check {names[0]}")
    # The draft has defects, so that the command says 1; a demo that shows them has done its work.
    console.print(_run("check", names[0], width=console.width), markup=False, highlight=False)
    console.rule("plancmp report corpus/*-disability-*")
    console.print(_page(), markup=False, highlight=False)
    return 0


def _page() -> str:
    """Write the page of the drafts of one field beside the checkout, and say where."""
    page = ROOT / "build" / "demo.html"
    page.parent.mkdir(exist_ok=True)
    drafts = [str(path.relative_to(ROOT)) for path in corpus_paths() if "disability" in path.name]
    command = [sys.executable, "-m", "plancmp", "report", *drafts, "-o", str(page)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return f"{page.relative_to(ROOT)}：用浏览器打开 / open it in a browser"


def _run(*words: str, width: int) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "plancmp", *words, "--width", str(width), "--color", "never"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return done.stdout


def _side_by_side(names: tuple[str, str], width: int) -> str:
    """The head of a comparison: summary and indicators."""
    lines = _run("diff", *names, width=width).splitlines()
    end = next((at for at, line in enumerate(lines) if line.startswith(("章节 ─", "Sections ─"))), len(lines))
    return "\n".join([*lines[:end], "  ⋮"])


def _overview(records: list[PlanRecord]) -> Table:
    """What was found in each plan."""
    table = Table("规划 plan", "期 period", "章节", "专栏", "指标", "任务", "备注 notes")
    for record in records:
        period = record.plan.period.name if record.plan.period else "—"
        counts = (
            len(list(flat(record.sections))),
            len(record.boxes),
            len(record.indicators),
            len(record.tasks),
        )
        table.add_row(record.plan.title or record.id, period, *map(str, counts), str(len(record.notes)))
    return table


def _indicators(record: PlanRecord) -> Table:
    """The indicators of a plan, as its own table shows them."""
    table = Table("#", "指标 indicator", "单位", "基期 baseline", "目标 target", "属性")
    for row in record.indicators:
        table.add_row(
            str(row.number or ""),
            row.name,
            row.unit or "",
            row.baseline.text if row.baseline else "",
            row.target.text if row.target else "",
            row.attribute or "",
        )
    return table


if __name__ == "__main__":
    raise SystemExit(main())
