"""The readers that are fuzzed: each takes bytes and may raise nothing but its own error. And their seeds."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from plancmp.checks.aside.baseline import read_baseline
from plancmp.checks.loading import load_checks
from plancmp.cli.config import read_config
from plancmp.model.errors import PlancmpError
from plancmp.records.yamlform import read_record
from plancmp.sources.reading import read_bytes
from plancmp.sources.recognition import Recognition, using
from tests.docx_builder import cell as td
from tests.docx_builder import make_docx, p, pack, r, row, tbl, text_box
from tests.pdf_builder import RawPdf

_ROOT = Path(__file__).parents[2]
_BODY = p("一、总体要求") + tbl(row(td(p("指标")), td(p("2030年"))), row(td(p("覆盖率")), td(p("95%以上"))))


def _document(ending: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        with using(Recognition("never")):
            read_bytes(data, f"fuzz.{ending}")

    return read


def _docx(data: bytes) -> None:
    """The main part of a file; what is not zipped is, or every change would only break the archive."""
    _document("docx")(data if data.startswith(b"PK") else pack({"word/document.xml": data}))


def _file(name: str, read: Callable[[Path], object]) -> Callable[[bytes], None]:
    """A reader of a file or of the folder that it lies in."""

    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="plancmp-fuzz-") as folder:
            path = Path(folder, name)
            path.write_bytes(data)
            read(path)

    return run


READERS: dict[str, Callable[[bytes], None]] = {
    "docx": _docx,
    "pdf": _document("pdf"),
    "html": _document("html"),
    "text": _document("txt"),
    "markdown": _document("md"),
    "record": lambda data: read_record(data.decode("utf-8", "replace")) and None,
    "rule": _file("own.yaml", lambda path: load_checks([path.parent])),
    "config": _file("plancmp.toml", read_config),
    "baseline": _file("baseline.json", read_baseline),
}


def run_one(reader: str, data: bytes) -> None:
    """Give bytes to a reader; its own error is as good as a result."""
    try:
        READERS[reader](data)
    except PlancmpError as error:
        assert "\n" not in error.chinese + error.english or reader in ("record", "rule", "config")


def seeds(reader: str) -> Iterator[bytes]:
    """Small inputs to begin with."""
    table = "指标|2025年|2030年|属性\n---|---|---|---\n覆盖率|90%|95%以上|约束性\n"
    text = f"某县“十五五”规划\n一、总体要求\n（一）目标\n1.到2030年覆盖率达到95%以上。\n专栏1 项目\n{table}"
    if reader == "docx":
        document = make_docx(_BODY, p("甲", r(text_box(p("框")))))
        yield from (document, _part(document))
    elif reader == "pdf":
        page = RawPdf().page().text(90, 700, "覆盖率").grid((90, 250, 506), (600, 570, 540))
        yield page.text(95, 580, "指标", 12).text(255, 580, "2030年", 12).build()
    elif reader == "html":
        yield "<html><body><h1>规划</h1><table><tr><td rowspan=2>甲<td>乙</table><p>一、目标</body>".encode()
    elif reader in ("text", "markdown"):
        yield from (text.encode(), text.encode("gb18030"), b"# " + text.encode())
    elif reader == "record":
        yield min((_ROOT / "corpus").glob("*.yaml"), key=lambda path: path.stat().st_size).read_bytes()
    elif reader == "rule":
        yield min((_ROOT / "rules/checks").glob("*.yaml"), key=lambda path: path.stat().st_size).read_bytes()
    elif reader == "config":
        yield b'select = ["PLN101"]\nlang = "zh"\n[rules]\nx = 1\n'
    else:
        yield b'{"plancmp": 1, "findings": [{"path": "a", "code": "b", "fingerprint": "c"}]}'


def _part(document: bytes) -> bytes:
    """The main part of a .docx file."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return opened.read("word/document.xml")
