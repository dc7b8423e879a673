"""Measures how long reading a PDF takes, against pdfplumber finding its tables.

Run it with `python -m tests.bench.pdf_ratio [FILE…]`; without files, the five seed plans are made into PDFs
with LibreOffice and Chromium. It needs the dependency group `bench`. The target is five times as fast.
"""

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from plancmp.sources.pdf.reading import read_pdf
from plancmp.sources.plain.reading import read_plain
from tests.pdf_builder import blocks_of, convert_with_office, print_with_chromium, write_docx, write_html

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
ROUNDS = 5


def find_tables(data: bytes) -> int:
    """The yardstick: all tables of a file as pdfplumber finds them."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as file:
        return sum(len(page.extract_tables()) for page in file.pages)


def seconds(action: Callable[[bytes], object], data: bytes, rounds: int) -> float:
    """The median of the processor time of an action, which other work on the machine disturbs little."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        action(data)
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def build_files(folder: Path) -> list[Path]:
    """The seed plans as PDFs of two producers."""
    words, printed = [], []
    for path in sorted(SEEDS.glob("*.txt")):
        blocks = blocks_of(read_plain(path.read_text("utf-8"), "utf-8"))
        words.append(folder / f"{path.stem}-office.docx")
        write_docx(blocks, words[-1])
        printed.append(print_with_chromium(write_html(blocks), folder / f"{path.stem}-chromium.pdf"))
    return [*convert_with_office(words, folder), *printed]


def measure(paths: list[Path]) -> float:
    """Print both times of each file; returns how many times as fast all were read."""
    mine = theirs = 0.0
    for path in paths:
        data = path.read_bytes()
        read_pdf(data)
        one, other = seconds(read_pdf, data, ROUNDS), seconds(find_tables, data, 1)
        mine, theirs = mine + one, theirs + other
        print(f"{path.name:28} {one:6.3f} s   pdfplumber {other:6.2f} s   {other / one:5.1f} times as fast")
    return theirs / mine


def main() -> None:
    """Measure the files named, or those made from the seeds."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in sys.argv[1:]] or build_files(Path(folder))
        print(f"all: {measure(paths):.1f} times as fast")


if __name__ == "__main__":
    main()
