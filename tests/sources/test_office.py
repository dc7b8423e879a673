# ruff: noqa: E501
"""Cases for what LibreOffice converts: the same document as .docx and as .doc, .wps, .odt and .rtf.

They need LibreOffice and are passed over without it; PLANCMP_REQUIRE_TOOLS=1 makes that a failure.
"""

import contextlib
import io
import os
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from plancmp.model.document import Document, Format, Table
from plancmp.model.errors import SourceError
from plancmp.sources import office
from plancmp.sources.formats import FORMATS
from plancmp.sources.guard.ole import SIGNATURE
from plancmp.sources.markup.choosing import read_decoded
from plancmp.sources.office import check_rtf, convert, find_soffice, read_office
from plancmp.sources.reading import read_bytes
from plancmp.sources.word.reading import read_docx
from tests.docx_builder import build_from_document

pytestmark = pytest.mark.slow

REQUIRED = os.environ.get("PLANCMP_REQUIRE_TOOLS") == "1"
ODT_FILTERS, DOC_FILTERS, RTF_FILTERS = (
    row.office for kind in ("odt", "doc", "rtf") for row in FORMATS if row.name == kind
)
needs_soffice = pytest.mark.skipif(
    find_soffice() is None and not REQUIRED, reason="LibreOffice is not installed"
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in program is a shell script")

DRAFT = """禾岭县“十五五”残疾人保障和发展规划
一、总体要求
（一）指导思想
坚持以人民为中心，让残疾人家庭共享发展成果。
（二）主要目标
1.到2030年，辅助器具适配率达到90%以上。
2.家庭无障碍改造惠及＞XX户。

\t类别
\t指标
\t2030年

\t保障
\t护理补贴覆盖率（%）
\t＞99


二、重点任务
（一）完善社会保障

\t专栏1 康复项目
1.儿童康复救助。
2.社区康复站。


三、保障措施
落实经费。
"""
FILTERS = {"doc": "MS Word 97", "odt": "writer8", "rtf": "Rich Text Format"}


def flat(document: Document) -> list[str]:
    """The blocks, one a line; cells with their spans."""
    shown: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = [
                    "^" if cell.continued else "¶".join(map(document.words, cell.paragraphs))
                    for cell in row.cells
                ]
                spans = [cell.colspan for cell in row.cells]
                shown.append(f"| {' | '.join(cells)} | {spans}")
        else:
            shown.append(f"{block.level or ''} {block.automatic} {block.bold} {document.words(block)}")
    return shown


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The draft with automatic numbers as .docx, and what LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("office")
    source = read_decoded(DRAFT, "utf-8")
    made = {"docx": build_from_document(source, automatic={"一、": 0, "（一）": 1, "1.": 2})}
    (folder / "draft.docx").write_bytes(made["docx"])
    for ending, name in FILTERS.items():
        profile = (folder / "profile").as_uri()
        command = [str(find_soffice()), f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        command += [f"{ending}:{name}", "--outdir", str(folder), str(folder / "draft.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
        made[ending] = (folder / f"draft.{ending}").read_bytes()
    return made


@needs_soffice
@pytest.mark.parametrize(
    ("name", "ending"), [("a.doc", "doc"), ("a.wps", "doc"), ("a.docx", "doc"), ("a.odt", "odt")]
)
def test_same_as_docx(written: dict[str, bytes], name: str, ending: str) -> None:
    """Numbers, headings, cells and boxes come out as from the .docx."""
    expected = read_docx(written["docx"])
    assert any(block.automatic for block in expected.blocks if not isinstance(block, Table))
    document = read_bytes(written[ending], name)
    assert flat(document) == flat(expected)
    assert document.text == expected.text
    assert document.format == ("wps" if name == "a.wps" else ending)


@needs_soffice
def test_rtf_cells(written: dict[str, bytes]) -> None:
    """LibreOffice writes the marks of list numbers wrongly into RTF, but text and tables are the same."""
    expected, document = flat(read_docx(written["docx"])), flat(read_bytes(written["rtf"], "a.doc"))
    assert [line for line in document if line.startswith("|")] == [
        line for line in expected if line.startswith("|")
    ]
    assert len(document) == len(expected)


def coded(text: str) -> str:
    """Text as Word on a Chinese Windows writes it into RTF."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\*\listtable{\list\listtemplateid1\listhybrid"
    r"{\listlevel\levelnfc37\levelnfcn37\leveljc0\levelfollow2\levelstartat1{\leveltext\'02\'00" + coded("、") + r";}"
    r"{\levelnumbers\'01;}}{\listlevel\levelnfc37\levelnfcn37\leveljc0\levelfollow2\levelstartat1{\leveltext\'03"
    + coded("（") + r"\'01" + coded("）") + r";}{\levelnumbers\'02;}}{\listname ;}\listid77}}"
    r"{\*\listoverridetable{\listoverride\listid77\listoverridecount0\ls1}}"
    r"\pard\plain\ls1\ilvl0\f0 " + coded("总体要求") + r"\par \pard\plain\ls1\ilvl1\f0 " + coded("指导思想") + r"\par "
    r"\pard\plain\ls1\ilvl0\f0 " + coded("重点任务") + r"\par \pard\plain\f0\trowd\cellx3000\cellx6000\intbl "
    + coded("适配率") + r"\cell 95%\cell\row\trowd\clmgf\cellx3000\clmrg\cellx6000\intbl " + coded("合计") + r"\cell\cell\row"
    r"\pard\plain\f0 " + coded("完") + r"\par}"
)  # fmt: skip


@needs_soffice
def test_rtf_numbers() -> None:
    """List numbers and merged cells of RTF as Word writes it."""
    document = read_bytes(RTF.encode("ascii"), "规划.doc")
    assert flat(document) == [
        " 2 False 一、总体要求",
        " 3 False （一）指导思想",
        " 2 False 二、重点任务",
        "| 适配率 | 95% | [1, 1]",
        "| 合计 | [2]",
        " 0 False 完",
    ]
    assert document.format == "rtf"


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"'
)


def odt(body: str, head: str = "") -> bytes:
    """An .odt file with this text."""
    kind = "application/vnd.oasis.opendocument.text"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", kind)
        made.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {SPACES}><office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
        )
        made.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return stream.getvalue()


def section(address: str) -> str:
    """A section whose text stands in another file."""
    return (
        f'<text:section text:name="S{len(address)}"><text:section-source xlink:type="simple" xlink:href="{address}" '
        'text:filter-name="Text"/></text:section>'
    )


@needs_soffice
def test_nothing_from_outside(tmp_path: Path) -> None:
    """Linked files are not read, and nobody is called."""
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", "utf-8")
    calls: list[bytes] = []

    def answer(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = server.accept()
                with caller:
                    calls.append(caller.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=(server,), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        image = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}.png"/></draw:frame>'
        body = f"<text:p>甲{image}</text:p>{section(secret.as_uri())}{section(address)}<text:p>乙</text:p>"
        document = read_bytes(odt(body), "a.odt")
        rtf = rf'{{\rtf1 A {{\field{{\*\fldinst INCLUDETEXT "{secret}"}}{{\fldrslt B}}}}\par}}'
        linked = read_bytes(rtf.encode(), "a.rtf")
        assert calls == []
        # The server does take calls: without this the test could not fail.
        with socket.create_connection(server.getsockname(), 5) as caller:
            caller.sendall(b"hello")
        time.sleep(0.3)
        assert calls == [b"hello"]
    assert flat(document) == [" 0 False 甲", " 0 False 乙"]
    assert "机密" not in linked.text and "A" in linked.text


FIELDS = {
    "date": "2019年3月",
    "time": "9:05",
    "file-name": "终稿.odt",
    "author-name": "某人",
    "modification-date": "4月",
    "page-count": "12",
    "bookmark-ref": "第三章",
    "sequence": "7",
    "title": "题",
}


@needs_soffice
def test_odf_fields_as_saved() -> None:
    """Fields say what was saved, not today's date, the temporary file or that something was not found."""
    body = "".join(f"<text:{name}>{words}</text:{name}>，" for name, words in FIELDS.items())
    shown = "，".join(FIELDS.values())
    assert read_bytes(odt(f"<text:p>{body}</text:p>"), "a.odt").text == f"{shown}，\n"


RTF_FIELDS = (
    "DATE \\\\@ yyyy",
    "TIME",
    "FILENAME",
    "REF none",
    "NUMPAGES",
    "IF 1 = 1 a b",
    "TITLE",
    "AUTHOR",
)


@needs_soffice
def test_rtf_and_word_fields_as_saved(tmp_path: Path) -> None:
    """An old Word file with a date in it is read without LibreOffice, which writes today's there."""
    fields = "".join(
        rf"{{\field{{\*\fldinst {{\f1 {name} }}}}{{\fldrslt {{as saved}}}}}}, " for name in RTF_FIELDS
    )
    source = tmp_path / "moved.rtf"
    source.write_text(rf"{{\rtf1\ansi {fields}\par}}", "ascii")
    assert read_bytes(source.read_bytes(), "a.rtf").text == "as saved, " * len(RTF_FIELDS) + "\n"
    command = [str(find_soffice()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    document = read_bytes((tmp_path / "moved.doc").read_bytes(), "a.doc")
    assert "moved.rtf" in document.text and "input.doc" not in document.text
    assert document.reader == "plancmp"


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "wps"])
def test_no_file_of_its_kind(monkeypatch: pytest.MonkeyPatch, kind: Format) -> None:
    """LibreOffice would take for plain text what it cannot read: it is never asked."""
    monkeypatch.setenv(office.SOFFICE, "/no/such/soffice")
    assert read_bytes("一、总体要求".encode() * 200, f"a.{kind}").format == "text"


@needs_soffice
def test_two_at_once(written: dict[str, bytes]) -> None:
    """Conversions wait for each other, and both come out."""
    made: list[Document] = []
    threads = [
        threading.Thread(target=lambda: made.append(read_office(written["odt"], "odt", ODT_FILTERS)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert [flat(document) for document in made] == [flat(read_docx(written["docx"]))] * 2


# -- without LibreOffice ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["doc", "wps", "rtf"])
def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch, kind: Format) -> None:
    """One line says how to go on."""
    monkeypatch.setenv(office.SOFFICE, "/no/such/soffice")
    with pytest.raises(SourceError) as caught:
        read_office(b"{\\rtf1 x}", kind, RTF_FILTERS)
    assert caught.value.chinese == (
        f"读 .{kind} 需要 LibreOffice，这台电脑上没有找到。请在 Word 或 WPS 里另存为 .docx，或安装 LibreOffice。"
    )
    assert f"Reading .{kind} needs LibreOffice" in caught.value.english


@posix
def test_found_by_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program is found on the PATH, unless the environment names another."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.delenv(office.SOFFICE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_soffice() == program
    monkeypatch.setenv(office.SOFFICE, str(tmp_path / "other"))
    assert find_soffice() is None


@posix
def test_found_in_usual_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Folders of several versions: the newest."""
    monkeypatch.delenv(office.SOFFICE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ("7.6", "24.8", "25.2"):
        folder = tmp_path / f"libreoffice{version}" / "program"
        folder.mkdir(parents=True)
        (folder / "soffice").write_text("")
    monkeypatch.setattr(
        office, "_FOLDERS", (str(tmp_path / "none"), str(tmp_path / "libreoffice*" / "program"))
    )
    assert find_soffice() == tmp_path / "libreoffice7.6" / "program" / "soffice"


def stand_in(folder: Path, script: str) -> Path:
    """A program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@posix
def test_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A conversion that takes too long is ended, with all that it started."""
    program = stand_in(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv(office.SOFFICE, str(program))
    begun = time.monotonic()
    with pytest.raises(SourceError, match=r"超过 1 秒，已停止") as caught:
        read_office(b"{\\rtf1 x}", "rtf", RTF_FILTERS, seconds=1)
    assert time.monotonic() - begun < 10 and "PLANCMP_SOFFICE_SECONDS" in caught.value.english
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not _is_running(child):
            break
        time.sleep(0.1)
    assert not _is_running(child)


def _is_running(process: int) -> bool:
    """Whether a process is there and not a mere entry of one that ended."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@posix
def test_time_limit_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PLANCMP_SOFFICE_SECONDS; what is no number is passed over."""
    monkeypatch.setenv(office.SOFFICE, str(stand_in(tmp_path, "sleep 60")))
    monkeypatch.setenv(office.LIMIT, "1.5")
    with pytest.raises(SourceError, match=r"超过 1\.5 秒"):
        convert(SIGNATURE, "doc", DOC_FILTERS)
    monkeypatch.setenv(office.LIMIT, "soon")
    assert office._seconds() == 28


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is watched on Linux only")
def test_ended_for_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A conversion that takes too much memory is ended."""
    monkeypatch.setenv(office.SOFFICE, str(stand_in(tmp_path, "sleep 60")))
    monkeypatch.setattr(office, "OFFICE_MEMORY", 100_000)
    with pytest.raises(SourceError, match="内存过多"):
        convert(SIGNATURE, "doc", DOC_FILTERS, seconds=30)


@posix
def test_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program that is none."""
    program = tmp_path / "soffice"
    program.write_bytes(b"\x7fELF")
    program.chmod(0o755)
    monkeypatch.setenv(office.SOFFICE, str(program))
    with pytest.raises(SourceError, match="启动不了"):
        convert(SIGNATURE, "doc", DOC_FILTERS)


@posix
def test_private_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A profile of its own with macros and links off, and nothing left behind."""
    script = f'echo "$@" > {tmp_path}/said; cp "${{1#-env:UserInstallation=file://}}/user/registrymodifications.xcu" {tmp_path}'
    monkeypatch.setenv(office.SOFFICE, str(stand_in(tmp_path, script)))
    with pytest.raises(SourceError, match="打不开"):
        convert(b"{\\rtf1 x}", "rtf", RTF_FILTERS)
    said = (tmp_path / "said").read_text()
    assert "--headless" in said and "--infilter=Rich Text Format" in said
    profile = said.split()[0].removeprefix("-env:UserInstallation=file://")
    assert not Path(profile).exists()
    settings = (tmp_path / "registrymodifications.xcu").read_text()
    assert '"DisableMacrosExecution"' in settings and '"BlockUntrustedRefererLinks"' in settings


def test_lock_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else gets the lock while a conversion runs; then it is free again."""
    monkeypatch.setattr(office.tempfile, "gettempdir", lambda: str(tmp_path))
    with office._one_at_a_time(), office._open_lock() as other:
        assert not office._try_lock(other)
    with office._open_lock() as other:
        assert office._try_lock(other)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"{\\rtf1 x", id="cut off"),
        pytest.param(b"{\\rtf1 " + b"{" * 1000 + b"}" * 1001, id="deep"),
        pytest.param(b"{\\rtf1 " + bytes(range(32)) * 40 + b"}", id="binary"),
        pytest.param(b"{\\rtf1 \\}", id="the last brace is text"),
    ],
)
def test_damaged_rtf(data: bytes) -> None:
    """RTF that LibreOffice would read in part, or for ever."""
    with pytest.raises(SourceError, match="RTF 文件不完整或已损坏"):
        check_rtf(data)


def test_whole_rtf() -> None:
    """Binary data and escaped braces do not count, nor does what stands behind the end."""
    check_rtf(b"{\\rtf1 {\\pict\\bin4 {{{{} \\{ \\\\}\n\0")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            odt("<text:p>&a;</text:p>", '<!DOCTYPE x [<!ENTITY a "b">]>'), "DTD|DOCTYPE|实体", id="entities"
        ),
        pytest.param(odt("<text:p>" + " " * 60_000_000 + "</text:p>"), "解压后超过", id="a bomb"),
        pytest.param(odt("<text:p>"), "^文件已损坏：正文的 XML 有错（第 1 行）", id="broken XML"),
    ],
)
def test_hostile_odt(data: bytes, message: str) -> None:
    """Refused before LibreOffice sees it."""
    begun = time.monotonic()
    with pytest.raises(SourceError, match=message):
        read_office(data, "odt", ODT_FILTERS)
    assert time.monotonic() - begun < 5
