"""Measures plancmp beside other converters on the same Word files, in one run.

`python -m tests.bench.peers` builds the five seed plans as .docx (numbers drawn by Word, merged categories),
reads them here and in each peer's own environment (tests/bench/install_peers.sh), and prints how many
numbers, indicator rows and merged categories each gets right, and the median time a document, in process.
"""

import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from plancmp.model.record import PlanRecord, flat
from plancmp.pipeline import extract, record_of
from plancmp.sources.reading import read_bytes, read_document
from plancmp.text.folding import squeeze
from tests.docx_builder import build_from_document
from tests.support.gains import ROOT, seed_paths

ROUNDS = 5
PEERS = {
    "docling": """
import json, statistics, sys, time
from docling.datamodel.base_models import InputFormat
from docling.document_converter import DocumentConverter
converter = DocumentConverter(allowed_formats=[InputFormat.DOCX])
def read(path): return converter.convert(path).document.export_to_markdown()
""",
    "markitdown": """
import json, statistics, sys, time
from markitdown import MarkItDown
converter = MarkItDown(enable_plugins=False)
def read(path): return converter.convert(path).text_content
""",
}
_LOOP = """
texts, times = [], []
for path in sys.argv[2:]:
    read(path)
    taken = []
    for _ in range(int(sys.argv[1])):
        begun = time.perf_counter(); text = read(path); taken.append(time.perf_counter() - begun)
    texts.append(text); times.append(statistics.median(taken))
print("\\n" + json.dumps({"texts": texts, "times": times}))
"""


def main() -> int:
    """Print the table."""
    paths = seed_paths()
    if not paths:
        print("the seeds are not beside this checkout")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{path.stem}.docx" for path in paths]
        for path, file in zip(paths, files, strict=True):
            document, _ = read_document(path)
            file.write_bytes(build_from_document(document, automatic={"一、": 0, "（一）": 1}))
        wanted = [facts(extract(path)) for path in paths]
        mine = statistics.median(measured(file) for file in files)
        found = [facts(record(file)) for file in files]
        print(
            f"{'':12}{'numbers':>10}{'rows':>8}{'categories':>12}{'ms a document':>16}{'times plancmp':>16}"
        )
        show("plancmp", [len(a & b) for a, b in pairs(wanted, found)], mine, mine)
        for name, code in PEERS.items():
            peer(name, code, files, wanted, mine)
    return 0


def record(file: Path) -> PlanRecord:
    """The record of a Word file."""
    data = file.read_bytes()
    return record_of(read_bytes(data, file.name), data, file.name)


def measured(file: Path) -> float:
    """Median seconds to read a Word file into a document, as the peers do."""
    data = file.read_bytes()
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        read_bytes(data, file.name)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[1:])


def facts(found: PlanRecord) -> tuple[set[str], set[str], set[str]]:
    """Numbered headings of the upper two tiers, indicator rows, and rows under a merged category."""
    numbers = {
        squeeze((each.label or "") + each.title)
        for each in flat(found.sections)
        if each.style in ("一、", "（一）")
    }
    rows = {squeeze("|".join((row.name, row.target.text if row.target else ""))) for row in found.indicators}
    merged = {
        squeeze(f"{row.category}|{row.name}")
        for row in found.indicators
        if row.category and row.written[0] == ""
    }
    return numbers, rows, merged


def pairs(
    wanted: list[tuple[set[str], ...]], found: list[tuple[set[str], ...]]
) -> list[tuple[set[str], set[str]]]:
    """All documents' facts of a kind joined, wanted and found."""
    joined = []
    for kind in range(3):
        first = {f"{at}:{fact}" for at, facts in enumerate(wanted) for fact in facts[kind]}
        second = {f"{at}:{fact}" for at, facts in enumerate(found) for fact in facts[kind]}
        joined.append((first, second))
    return joined


def peer(name: str, code: str, files: list[Path], wanted: list[tuple[set[str], ...]], mine: float) -> None:
    """Run a peer in its own environment and look for the same facts in what it writes."""
    python = ROOT / ".bench" / name / "bin" / "python"
    if not python.exists():
        print(f"{name:12}is not installed: run tests/bench/install_peers.sh")
        return
    done = subprocess.run(
        [python, "-c", code + _LOOP, str(ROUNDS), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{name:12}failed: {done.stderr.strip().splitlines()[-1]}")
        return
    answer = json.loads(done.stdout.splitlines()[-1])
    right = [0, 0, 0]
    for (numbers, rows, merged), text in zip(wanted, answer["texts"], strict=True):
        lines = [squeeze(line.replace("*", "").replace("\\", "")) for line in text.splitlines()]
        right[0] += sum(any(line.lstrip("#").startswith(each) for line in lines) for each in numbers)
        right[1] += sum(
            any(all(part in line for part in each.split("|")) for line in lines if "|" in line)
            for each in rows
        )
        right[2] += sum(
            any(all(part in line for part in each.split("|")) for line in lines if "|" in line)
            for each in merged
        )
    show(name, right, statistics.median(answer["times"]), mine)


def show(name: str, right: list[int], seconds: float, mine: float) -> None:
    """One line of the table."""
    numbers, rows, categories = right
    print(f"{name:12}{numbers:>10}{rows:>8}{categories:>12}{seconds * 1000:>16.1f}{seconds / mine:>16.1f}")


if __name__ == "__main__":
    raise SystemExit(main())
