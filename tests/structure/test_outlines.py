"""Plans drawn with known headings are read as they were drawn, whatever their labels and markup."""

from collections import Counter

from plancmp.model.document import Document
from plancmp.model.outline import Node
from plancmp.sources.reading import read_bytes
from plancmp.structure.outline import read_outline
from plancmp.text.folding import squeeze
from tests.support.outlines import draw

Told = tuple[int, str, str]


def _told(document: Document, nodes: tuple[Node, ...]) -> list[Told]:
    """Level, label and title of each heading."""
    told: list[Told] = []
    for node in nodes:
        label = node.heading.label
        written = squeeze(document.words(label)) if label is not None else ""
        told.append((node.heading.level, written, squeeze(document.words(node.heading.title))))
        told += _told(document, node.children)
    return told


def test_drawn_plans() -> None:
    """At least 99 of 100 headings are found, and one in 200 is too much."""
    wanted = right = extra = 0
    for seed in range(5000, 5150):
        plan = draw(seed)
        document = read_bytes(plan.text.encode(), f"plan.{plan.ending}")
        found = Counter(_told(document, read_outline(document).nodes))
        drawn = Counter((level, squeeze(label), squeeze(title)) for level, label, title in plan.headings)
        wanted += drawn.total()
        right += (drawn & found).total()
        extra += (found - drawn).total()
    assert right >= 0.99 * wanted
    assert extra <= 0.005 * wanted
