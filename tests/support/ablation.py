"""Switches off one weight of the headings at a time and says which documents are read otherwise.

`python -m tests.support.ablation` reads the cases, the corpus, drawn plans and, where they are at hand, the
real documents. A weight that changes one document only states no general fact.
"""

from collections.abc import Iterator
from pathlib import Path

from plancmp.model.document import Document
from plancmp.model.errors import PlancmpError
from plancmp.model.outline import Node
from plancmp.sources.reading import read_bytes, read_document
from plancmp.structure.features import WEIGHTS
from plancmp.structure.outline import read_outline
from tests.support.cases import read_cases
from tests.support.outlines import draw

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "corpus", ROOT.parent / "shared" / "seeds", ROOT.parent / "shared" / "real" / "docs")


def documents() -> Iterator[tuple[str, Document]]:
    """Every document with its name."""
    for case in read_cases("headings"):
        ending = "md" if case.name.startswith("markdown") else "txt"
        yield case.name, read_bytes(case.text.encode(), f"case.{ending}")
    for seed in range(100):
        plan = draw(seed)
        yield f"drawn {seed}", read_bytes(plan.text.encode(), f"plan.{plan.ending}")
    for path in (path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir())):
        if path.suffix not in (".yaml", ".pdf", ".doc") and path.stem != "README":
            try:
                yield path.name, read_document(path)[0]
            except PlancmpError:
                continue


def headings(nodes: tuple[Node, ...]) -> list[tuple[int, int]]:
    """Place and level of each heading."""
    found: list[tuple[int, int]] = []
    for node in nodes:
        found.append((node.heading.title.start, node.heading.level))
        found += headings(node.children)
    return found


def main() -> None:
    """Print, for each weight, how many documents change and the first of them."""
    held = list(documents())
    before = [headings(read_outline(document).nodes) for _, document in held]
    for name, weight in list(WEIGHTS.items()):
        WEIGHTS[name] = 0.0
        changed = [
            each
            for (each, document), known in zip(held, before, strict=True)
            if headings(read_outline(document).nodes) != known
        ]
        WEIGHTS[name] = weight
        print(f"{name:28}{len(changed):4}  {'; '.join(changed[:3])}")


if __name__ == "__main__":
    main()
