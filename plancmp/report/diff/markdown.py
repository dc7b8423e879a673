"""A comparison as Markdown: the same blocks as in the terminal, as tables and lists."""

from collections.abc import Collection, Iterator, Sequence

from plancmp.model.comparison import Comparison
from plancmp.model.language import Lang
from plancmp.report.diff.blocks import Part, build_blocks
from plancmp.report.terminal.blocks import Block, Line, Listing, Matrix, MatrixRow, plain
from plancmp.text.keeping import compiled

_MARKS = compiled(r"([\\`*_\[\]<>|#~])")
_INDENT = "　"


def write_markdown(
    comparison: Comparison, *, lang: Lang, explain: bool = False, parts: Collection[Part] = ()
) -> str:
    """The comparison as GitHub-flavoured Markdown; nothing in a plan is taken for markup."""
    head = "# 规划比对" if lang == "zh" else "# Comparison of plans"
    # Bare targets are for narrow terminals; the table of indicators has them too.
    blocks = [
        _block(block)
        for block in build_blocks(comparison, lang, explain, parts)
        if not (isinstance(block, Matrix) and block.narrow)
    ]
    return "\n\n".join([head, *blocks]) + "\n"


def _block(block: Block) -> str:
    before = [_escaped(text) for text in block.before]
    after = [_escaped(text) for text in block.after]
    lines = _listing(block) if isinstance(block, Listing) else _matrix(block)
    body = "\n".join(lines)
    parts = [f"## {_escaped(block.title)}", *before, *([body] if body else []), *after]
    return "\n\n".join(parts)


def _listing(block: Listing) -> Iterator[str]:
    for entry in block.entries:
        sign = f"`{entry.sign}` " if entry.sign.strip() else ""
        yield f"- {sign}{_line(entry.line)}"
        for line in entry.below:
            yield f"  - {_line(line)}"


def _matrix(block: Matrix) -> Iterator[str]:
    head = [" ", *([block.corner or " "] if block.labelled else []), *block.columns]
    yield _cells([_escaped(text) for text in head])
    yield _cells(["---"] * len(head))
    for row in block.rows:
        yield _cells([f"`{row.sign}`" if row.sign.strip() else " ", *_row(block, row)])


def _row(block: Matrix, row: MatrixRow) -> list[str]:
    indent = _INDENT * row.depth
    cells = ["" if cell is None else _line(cell) for cell in row.cells]
    notes = "".join(f"<br>{_line(note)}" for note in row.notes)
    if block.labelled:
        return [indent + _escaped(row.label) + notes, *cells]
    return [(indent + cell if cell else "") for cell in cells]


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _line(line: Line) -> str:
    return _escaped(plain(line)).strip()


def _escaped(text: str) -> str:
    """Text in which no mark means anything."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
