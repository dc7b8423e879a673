"""The scoreboard: what is read right in the seeds and the corpus, and what a change gained or lost.

`python -m tests.support.gains` prints the figures; with `--show` also each difference; with `--keep`
it writes the figures to tests/gold/scores.tsv, against which the next run says gains and losses.
"""

import subprocess
import sys
from pathlib import Path

from plancmp.pipeline import extract
from tests.support.scoring import KINDS, Score, read_labels, score

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT.parent / "shared" / "gold"
CORPUS = ROOT / "corpus"
CORPUS_GOLD = ROOT / "tests" / "gold" / "corpus"
KEPT = ROOT / "tests" / "gold" / "scores.tsv"


def seed_paths() -> list[Path]:
    """The seeds, none where they are not at hand."""
    return sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []


def corpus_paths() -> list[Path]:
    """The drafts of the corpus."""
    return sorted(
        path for path in CORPUS.iterdir() if path.suffix in (".txt", ".md", ".html") and path.stem != "README"
    )


def seed_scores(path: Path) -> dict[str, Score]:
    """A seed against the shared labels."""
    return score(
        extract(path),
        lambda kind: [row for row in read_labels(GOLD / f"{kind}.tsv") if row["plan"] == path.stem],
    )


def corpus_scores(path: Path) -> dict[str, Score]:
    """A draft of the corpus against its labels."""
    return score(extract(path), lambda kind: read_labels(CORPUS_GOLD / f"{path.stem}.{kind}.tsv"))


def main(arguments: list[str]) -> int:
    """Print the scoreboard."""
    kept = {tuple(line.split("\t")[:2]): line.split("\t")[2:] for line in _kept_lines()}
    rows: list[str] = []
    scores = [(path.stem, seed_scores(path)) for path in seed_paths()]
    scores += [(path.stem, corpus_scores(path)) for path in corpus_paths()]
    for name, found in scores:
        for kind in KINDS:
            each = found[kind]
            rows.append(f"{name}\t{kind}\t{each.right}\t{each.labelled}\t{each.extra}")
            print(
                f"{name:24}{kind:12}{each.right:4}/{each.labelled:<4} extra {each.extra:<3}",
                _change(kept, name, kind, each),
            )
            if "--show" in arguments:
                print("".join(f"    {line}\n" for line in each.wrong), end="")
    _print_real()
    if "--keep" in arguments:
        KEPT.write_text("\n".join(rows) + "\n", "utf-8")
    return 0


def _print_real() -> None:
    """The figures of the real documents, where they are at hand."""
    score = SEEDS.parent / "real" / "score"
    if score.is_file():
        command = [sys.executable, str(score), "--plancmp", f"{sys.executable} -m plancmp"]
        print(subprocess.run(command, capture_output=True, text=True, cwd=ROOT).stdout, end="")


def _kept_lines() -> list[str]:
    """The lines of the figures kept last."""
    return KEPT.read_text("utf-8").splitlines() if KEPT.exists() else []


def _change(kept: dict[tuple[str, ...], list[str]], name: str, kind: str, now: Score) -> str:
    """Gain or loss against the kept figures."""
    before = kept.get((name, kind))
    if before is None:
        return ""
    gained, more = now.right - int(before[0]), now.extra - int(before[2])
    return " ".join([f"right {gained:+}"] * bool(gained) + [f"extra {more:+}"] * bool(more))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
