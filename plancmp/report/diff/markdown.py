"""A comparison as Markdown: the same blocks as in the terminal, as tables and lists."""

from collections.abc import Collection, Iterator

from plancmp.model.comparison import Comparison
from plancmp.model.language import Lang
from plancmp.report.diff.blocks import Part, build_blocks
from plancmp.report.markdown import escaped, table_of
from plancmp.report.terminal.blocks import Block, Line, Listing, Matrix, MatrixRow, plain

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
    before = [escaped(text) for text in block.before]
    after = [escaped(text) for text in block.after]
    body = "\n".join(_listing(block)) if isinstance(block, Listing) else _matrix(block)
    parts = [f"## {escaped(block.title)}", *before, *([body] if body else []), *after]
    return "\n\n".join(parts)


def _listing(block: Listing) -> Iterator[str]:
    for entry in block.entries:
        sign = f"`{entry.sign}` " if entry.sign.strip() else ""
        yield f"- {sign}{_line(entry.line)}"
        for line in entry.below:
            yield f"  - {_line(line)}"


def _matrix(block: Matrix) -> str:
    head = [" ", *([block.corner or " "] if block.labelled else []), *block.columns]
    rows = ([f"`{row.sign}`" if row.sign.strip() else " ", *_row(block, row)] for row in block.rows)
    return table_of(list(map(escaped, head)), rows)


def _row(block: Matrix, row: MatrixRow) -> list[str]:
    indent = _INDENT * row.depth
    cells = ["" if cell is None else _line(cell) for cell in row.cells]
    notes = "".join(f"<br>{_line(note)}" for note in row.notes)
    if block.labelled:
        return [indent + escaped(row.label) + notes, *cells]
    return [(indent + cell if cell else "") for cell in cells]


def _line(line: Line) -> str:
    return escaped(plain(line)).strip()
