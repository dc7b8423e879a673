"""Runs extract and check over a folder of foreign documents: `python -m tests.support.foreign FOLDER…`.

Each file is read in a process of its own, with limits. What is printed: tracebacks and crashes, files over
10 seconds or 1 GB, and visible words of a file that are in nothing that was read of it. Exit status 1 for
any of the first three.
"""

import argparse
import json
import os
import re
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

SECONDS = 10.0
"""Of the processor, so that a busy machine makes no fault."""
BYTES = 1 << 30
_STOPPED = 120
"""Seconds by the clock after which a file is given up."""
_ADDRESSES = 6 << 30
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[^\W\d_\u4e00-\u9fff]{4,}")
_FEW = 3
"""Words fewer than these may be parted otherwise than here."""
_PARTS = re.compile(r"word/(document|footnotes|endnotes|charts/chart\d*|diagrams/data\d*)\.xml|content\.xml")
_LEFT_OUT = ("del", "moveFrom", "Fallback", "script", "style", "tracked-changes", "head")


class Outcome(msgspec.Struct):
    """What came of a file: `read`, `refused`, or what is wrong with plancmp."""

    kind: str
    said: str = ""
    words: int = 0
    missing: tuple[str, ...] = ()
    seconds: float = 0.0
    bytes: int = 0

    @property
    def is_fault(self) -> bool:
        """Whether it must not happen, whatever the file is."""
        return self.kind not in ("read", "refused") or self.seconds > SECONDS or self.bytes > BYTES


def run(path: Path) -> Outcome:
    """Read and check a file in a process of its own."""
    with tempfile.TemporaryFile() as told:
        child = os.fork()
        if child == 0:
            _in_child(path, told.fileno())
        status, usage = _wait(child)
        told.seek(0)
        said = told.read()
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 and said:
        outcome = msgspec.json.decode(said, type=Outcome)
    else:
        kind = "hang" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else "crash"
        outcome = Outcome(kind, f"status {status}")
    outcome.seconds, outcome.bytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
    return outcome


def _wait(child: int) -> tuple[int, Any]:
    """The status of a child and what it used; one that does not end is ended."""
    until = time.monotonic() + _STOPPED
    while True:
        found, status, usage = os.wait4(child, os.WNOHANG)
        if found:
            return status, usage
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            until += _STOPPED
        time.sleep(0.01)


def _in_child(path: Path, told: int) -> None:
    """Read a file, say what came of it, and end."""
    import resource

    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    try:
        outcome = _look(path)
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        outcome = Outcome("crash", f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})")
    os.write(told, msgspec.json.encode(outcome))
    os._exit(0)


def _look(path: Path) -> Outcome:
    """Extract and check; what the file shows and the reader has not."""
    from plancmp.checks.engine import check_plan
    from plancmp.model.errors import SourceError
    from plancmp.pipeline import record_of
    from plancmp.records.yamlform import read_record, write_record
    from plancmp.sources.reading import read_document
    from plancmp.sources.recognition import Recognition, using

    try:
        with using(Recognition("never")):
            source = read_document(path)
    except SourceError as error:
        return Outcome("refused", str(error.english))
    record = record_of(source.document, source.data, str(path))
    check_plan(record, source.document)
    json.loads(msgspec.json.encode(record))
    if read_record(write_record(record)) != record:
        return Outcome("crash", "the record is not what is read of its YAML")
    document = source.document
    notes = (*(str(note) for note in record.notes), *(str(note) for note in document.notes))
    had = _squeezed(document.text + "\n".join(notes) + "".join(str(each) for each in document.footnotes))
    try:
        shown = set(_WORD.findall(_visible(source.data, document.format)))
    except Exception as error:
        return Outcome("read", f"{document.format}, not compared: {error}")
    missing = sorted(word for word in shown if word.lower() not in had)
    return Outcome("read", document.format, len(shown), tuple(missing))


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def _visible(data: bytes, form: str) -> str:
    """The words that a file shows, told by other means than plancmp's."""
    if form == "pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range(errors="ignore") for page in document)
    if form == "html":
        from lxml import html

        body = html.fromstring(data).find("body")
        return "" if body is None else "\n".join(_texts(body))
    if data.startswith(b"PK"):
        return "\n".join(_of_parts(data))
    return ""


def _of_parts(data: bytes) -> Iterator[str]:
    """The paragraphs in the XML of a Word or ODF file."""
    import io

    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for name in opened.namelist():
            if _PARTS.fullmatch(name):
                root = etree.fromstring(opened.read(name), etree.XMLParser(recover=True))
                for element in root.iter("{*}p", "{*}h", "{*}v"):
                    yield "".join(_texts(element) if "opendocument" in str(element.tag) else _runs(element))


def _runs(paragraph: Any) -> Iterator[str]:
    """The runs of a paragraph."""
    for text in paragraph.iter("{*}t", "{*}tab", "{*}br"):
        if not any(_local(above) in _LEFT_OUT for above in text.iterancestors()):
            yield text.text or " "


def _texts(element: Any) -> Iterator[str]:
    """All text below an element that is shown."""
    for each in element.iter():
        shown = isinstance(each.tag, str) and _local(each) not in _LEFT_OUT
        if shown and not any(_local(above) in _LEFT_OUT for above in each.iterancestors()):
            yield each.text or ""
        yield each.tail or ""


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def main() -> int:
    """Run over the folders named and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--refused", action="store_true", help="print the lines of refused files too")
    given = parser.parse_args()
    import plancmp.pipeline
    import plancmp.sources.pdf.reading
    import plancmp.sources.word.reading  # noqa: F401  (once for all children)

    found: Counter[str] = Counter()
    for path in sorted(each for folder in given.folders for each in folder.rglob("*") if each.is_file()):
        outcome = run(path)
        found[outcome.kind] += 1
        cost = f"{outcome.seconds:.1f} s, {outcome.bytes >> 20} MB"
        if outcome.is_fault:
            found["fault"] += 1
            print(f"FAULT {path}: {outcome.kind} {outcome.said} ({cost})", flush=True)
        elif len(outcome.missing) > _FEW:
            found["words"] += 1
            share = f"{len(outcome.missing)} of {outcome.words}"
            print(f"words {path}: {share} not read: {' '.join(outcome.missing[:8])}", flush=True)
        elif given.refused and outcome.kind == "refused":
            print(f"refused {outcome.said}", flush=True)
    print(", ".join(f"{count} {kind}" for kind, count in sorted(found.items())))
    return 1 if found["fault"] else 0


if __name__ == "__main__":
    sys.exit(main())
