"""Measures how long reading a .docx file takes, against only unpacking and parsing its XML.

Run it with `python -m tests.bench.docx_ratio`. The files are the five seed plans as drafts in Word: with
python-docx's template, with automatic numbers, and with the markup that Word writes around each run. The
yardstick unpacks and parses document, styles and numbering; the target is at most twice as long.
"""

import io
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from plancmp.sources.plain.reading import read_plain
from plancmp.sources.word.reading import read_docx
from tests.docx_builder import build_from_document, element, pack, style

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml")
LEVELS = {"一、": 0, "（一）": 1, "1.": 2, "1．": 3}
ROUNDS = 60
_FONTS = (
    '<w:rFonts w:ascii="仿宋" w:eastAsia="仿宋" w:hAnsi="仿宋" w:cs="Times New Roman" w:hint="eastAsia"/>'
)
_LOOK = f'<w:rPr>{_FONTS}<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
_INDENT = (
    f'<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>{_LOOK}'
)
_SAID = re.compile(r"<w:p>(?:<w:pPr>(.*?)</w:pPr>)?")
_RUN = re.compile(r"<w:r>\s*<w:t[^>]*>([^<]*)</w:t>\s*</w:r>")
_PIECE = 40
"""Word parts a paragraph into runs at each edit; about so many characters stay together."""


def read_xml(data: bytes) -> None:
    """The yardstick: unpack and parse the three parts that say what stands where."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in PARTS:
            etree.fromstring(archive.read(name))


def as_word_writes(data: bytes) -> bytes:
    """The same draft with properties on each paragraph and run, and with the few styles of a plan."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    text = files["word/document.xml"].decode()
    text = _SAID.sub(
        lambda found: f'<w:p w:rsidR="00A77B3E"><w:pPr>{found.group(1) or ""}{_INDENT}</w:pPr>', text
    )
    files["word/document.xml"] = _RUN.sub(_many_runs, text).encode()
    styles = (style(f"S{index}", f"样式{index}", props=_INDENT, run=_FONTS) for index in range(40))
    files["word/styles.xml"] = element("styles", *styles).encode()
    return pack(files)


def _many_runs(found: re.Match[str]) -> str:
    """A run as several runs."""
    text = found.group(1)
    pieces = (text[start : start + _PIECE] for start in range(0, max(len(text), 1), _PIECE))
    return "".join(
        f'<w:r w:rsidR="00A77B3E">{_LOOK}<w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces
    )


def drafts() -> Iterator[tuple[str, bytes]]:
    """The seed plans as .docx files, each in three ways."""
    for path in sorted(SEEDS.glob("*.txt")):
        plan = read_plain(path.read_text("utf-8"), "utf-8")
        automatic = build_from_document(plan, automatic=LEVELS)
        yield f"{path.stem} typed", build_from_document(plan)
        yield f"{path.stem} automatic", automatic
        yield f"{path.stem} as Word", as_word_writes(automatic)


def milliseconds(measured: Callable[[bytes], object], data: bytes) -> float:
    """The processor time of one call, which other work on the machine disturbs little."""
    began = time.process_time()
    measured(data)
    return (time.process_time() - began) * 1000


def ratio(data: bytes, rounds: int = ROUNDS) -> tuple[float, float]:
    """Milliseconds of the yardstick and of reading: the best of many rounds, taken in turn."""
    pairs = [(milliseconds(read_xml, data), milliseconds(read_docx, data)) for _ in range(rounds)]
    return min(base for base, _ in pairs), min(read for _, read in pairs)


def main() -> int:
    """Print a line a file; 1 if one takes longer than the target."""
    worst = 0.0
    for name, data in drafts():
        base, read = ratio(data)
        worst = max(worst, read / base)
        print(
            f"{name:24} {len(data) // 1024:5} KB  xml {base:6.2f} ms  read {read:6.2f} ms  {read / base:5.2f}"
        )
    print(f"worst {worst:.2f}, target 2.00")
    return int(worst > 2.0)


if __name__ == "__main__":
    sys.exit(main())
