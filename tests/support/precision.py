"""How many findings are true, by code, on documents that a reader judged: `make precision`.

`python -m tests.support.precision [--write] [DOCUMENTS SHEET]…` checks the documents of each folder with the
default set and holds what is found against the verdicts of its sheet. A finding that is debatable or not yet
judged counts as false; a code with fewer than ten findings judged is unknown. `--write` keeps the figures
where `plancmp rule` shows them.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from plancmp.checks.aside.judging import TRUE, Sheet, read_sheet
from plancmp.checks.measured import APART, FEWEST, FILE, HEAD
from plancmp.cli.check_settings import Planner, Told
from plancmp.cli.checking import Job, check_one
from plancmp.report.findings.words import place_code
from plancmp.rulepacks import rules_folder

_SHARED = Path(__file__).resolve().parents[3] / "shared" / "real"


def judged(folder: Path, file: Path) -> tuple[Sheet, int]:
    """The findings on the documents of a folder with their verdicts, and how many documents there are."""
    planner = Planner(Told(isolated=True))
    held = read_sheet(file)
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    outcomes = [check_one(Job(str(path), planner.settings(str(path)))) for path in paths]
    findings = [finding for each in outcomes for finding in each.findings if finding.code not in APART]
    found = held.with_findings(findings, place_code)
    return Sheet(found.lines[: len(findings)]), len(paths)


def precision(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """For each code how many lines there are and how many of them are true; one not judged is not."""
    found = Counter(each.code for each in sheet.lines)
    true = Counter(each.code for each in sheet.lines if each.verdict == TRUE)
    return {code: (found[code], true[code]) for code in sorted(found)}


def write_measured(figures: Mapping[str, tuple[int, int]], documents: int) -> None:
    """Keep the figures."""
    lines = [f"{code}\t{found}\t{true}\n" for code, (found, true) in sorted(figures.items())]
    (rules_folder() / FILE).write_text(f"{HEAD}{documents}\n" + "".join(lines), "utf-8")


def main() -> None:
    """Print the figures, code by code, and by document."""
    words = [word for word in sys.argv[1:] if word != "--write"] or [
        str(_SHARED / "docs"),
        str(_SHARED / "gold" / "findings.tsv"),
    ]
    lines, documents = [], 0
    for folder, file in zip(words[::2], words[1::2], strict=True):
        if not Path(folder).is_dir():
            sys.exit(f"{folder}: no documents here")
        sheet, count = judged(Path(folder), Path(file))
        lines += sheet.lines
        documents += count
    unjudged = Counter(line.code for line in lines if not line.verdict)
    figures = precision(Sheet(lines))
    for code, (found, true) in figures.items():
        known = found - unjudged[code]
        said = "unknown" if known < FEWEST else f"{true / found:.2f}"
        print(f"{code}  {true} of {found} true, {unjudged[code]} not judged  {said}")
    found, true = (sum(each) for each in zip(*figures.values(), strict=True)) if figures else (0, 0)
    false = (found - true) / max(documents, 1)
    print(f"{documents} documents: {true} of {found} true; {false:.2f} false a document")
    if "--write" in sys.argv:
        write_measured(figures, documents)


if __name__ == "__main__":
    main()
