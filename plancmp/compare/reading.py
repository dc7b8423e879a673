"""A record as a tree of nodes with their sentences: the form in which its parts and text are compared."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from plancmp.model.place import Place
from plancmp.model.record import Appendix, Box, PlanRecord, Section, TableRecord, Text
from plancmp.reading.duties import find_duties
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

Kind = Literal["front", "section", "appendix", "box", "item", "table"]
FRONT = "front"

_SENTENCE = compiled(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)》]*|\n|$)")
_WORD = compiled(r"\w")
_ENDS = "。；;！!？?,、.:"


class Sentence(NamedTuple):
    """A sentence where it stands. `exact` is its wording without blanks, `key` also without its end mark."""

    node: str
    paragraph: int
    number: int
    """Counted within the node, from 1."""
    text: str
    exact: str
    key: str
    at: Place

    @property
    def place(self) -> str:
        """Where it stands, as a person can say it: `3.1#4`."""
        return f"{self.node}#{self.number}"


class Node(NamedTuple):
    """A part of a plan: a heading, box or item with the sentences directly under it."""

    id: str
    kind: Kind
    title: str
    at: Place
    sentences: tuple[Sentence, ...]
    parent: str | None = None
    level: int = 1
    label: str | None = None
    group: str | None = None


def read_nodes(record: PlanRecord) -> tuple[Node, ...]:
    """All parts of a plan: front, sections, appendices, then boxes with their items, then other tables.

    Ids are those of the record; a section of an appendix is `A1.2`. A clause that only names who is
    responsible belongs to its task, not to the text.
    """
    front = Node(FRONT, "front", "", Place(), _sentences(FRONT, record.plan.front), level=0)
    nodes = [front] if front.sentences else []
    nodes.extend(_sections(record.sections, "", None))
    for appendix in record.appendices:
        nodes.append(_appendix(appendix))
        nodes.extend(_sections(appendix.sections, f"{appendix.id}.", appendix.id))
    for box in record.boxes:
        nodes.append(_box(box))
        nodes.extend(_items(box))
    nodes.extend(_table(table) for table in record.tables)
    return tuple(nodes)


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph: they end at 。！？； with the closing quotes behind it.

    >>> list(split_sentences("一是补短板；二是“强弱项。”三是固根基"))
    ['一是补短板；', '二是“强弱项。”', '三是固根基']
    """
    for found in _SENTENCE.finditer(text):
        sentence = found.group().strip()
        if sentence and _WORD.search(sentence):
            yield sentence


def _sentences(node: str, paragraphs: Iterable[Text]) -> tuple[Sentence, ...]:
    """The sentences of a node's paragraphs, counted through."""
    found: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        for text in split_sentences(_without_responsible(paragraph.text)):
            exact = squeeze(text)
            key = exact.rstrip(_ENDS) or exact
            found.append(Sentence(node, index, len(found) + 1, text, exact, key, paragraph.at))
    return tuple(found)


def _without_responsible(text: str) -> str:
    """A paragraph without (牵头单位：…；参与单位：…)."""
    if not ("（" in text or "(" in text):
        return text
    kept: list[str] = []
    end = 0
    for duty in find_duties(text):
        kept.append(text[end : duty.start])
        end = duty.end
    return "".join((*kept, text[end:]))


def _sections(sections: Iterable[Section], prefix: str, parent: str | None) -> Iterator[Node]:
    """A tree of sections in document order."""
    for section in sections:
        name = prefix + section.id
        sentences = _sentences(name, section.paragraphs)
        yield Node(
            name, "section", section.title, section.at, sentences, parent, section.level, section.label
        )
        yield from _sections(section.sections, prefix, name)


def _appendix(appendix: Appendix) -> Node:
    sentences = _sentences(appendix.id, appendix.paragraphs)
    return Node(appendix.id, "appendix", appendix.title or "", appendix.at, sentences, label=appendix.label)


def _box(box: Box) -> Node:
    sentences = _sentences(box.id, box.paragraphs)
    return Node(box.id, "box", box.title or "", box.at, sentences, box.section, label=box.label)


def _items(box: Box) -> Iterator[Node]:
    for item in box.items:
        texts = (Text(text=item.text, at=item.at),) if item.text else ()
        sentences = _sentences(item.id, texts)
        yield Node(item.id, "item", item.title, item.at, sentences, box.id, 2, item.label, item.group)


def _table(table: TableRecord) -> Node:
    """A table whose rows are read as sentences; rows of tasks stand among the tasks."""
    name = table.id
    rows = (*table.header, *table.rows) if table.kind == "other" else ()
    texts = [Text(text=" | ".join(" ".join(cell.split()) for cell in row), at=table.at) for row in rows]
    sentences: list[Sentence] = []
    for index, text in enumerate((*texts, *table.notes)):
        exact = squeeze(text.text)
        if _WORD.search(exact):
            sentences.append(
                Sentence(name, index, len(sentences) + 1, text.text, exact, exact.rstrip(_ENDS), text.at)
            )
    return Node(name, "table", table.title or "", table.at, tuple(sentences), table.section)
