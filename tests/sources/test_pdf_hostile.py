"""PDF files made to do harm, or broken: one clear line, bounded time and memory.

The worst ones are read in a process of their own, whose time and memory are measured.
"""

import random
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plancmp.model.errors import SourceError
from plancmp.sources.pdf.reading import read_pdf
from tests.pdf_builder import RawPdf, assemble, stream
from tests.support.alone import read_alone
from tests.support.timing import allowed

pytestmark = pytest.mark.slow

SWELLS = "PDF 内容解压后过大，不像正常的文件，没有打开。请重新导出，或提供 .docx。"
NO_TEXT = "PDF 中没有文字（1 页）。请检查文件，或提供 .docx。"
DAMAGED = "PDF 文件已损坏，无法打开。请重新下载或重新导出，或提供 .docx。"
CUT = "PDF 文件不完整（有的内容缺失，可能没有下载完）。请重新下载或重新导出。"


def read_apart(data: bytes, folder: Path) -> str:
    """Read in a process of its own; returns what came of it."""
    path = folder / "file.pdf"
    path.write_bytes(data)
    return read_alone(path, "plancmp.sources.pdf.reading", "read_pdf").said


def said_of(data: bytes) -> str:
    """The one line that a file is refused with."""
    with pytest.raises(SourceError) as caught:
        read_pdf(data)
    assert "\n" not in caught.value.chinese + caught.value.english
    assert caught.value.english.isascii()
    return caught.value.chinese


def good() -> RawPdf:
    """A small file without fault."""
    pdf = RawPdf().page().text(90, 700, "残疾人基本康复服务覆盖率")
    pdf.grid((90, 250, 506), (600, 570, 540)).text(95, 580, "指标", 12).text(255, 580, "目标", 12)
    return pdf.text(95, 550, "床位", 12).text(255, 550, "800", 12)


def one_page(content: bytes, resources: str = "", *more: bytes) -> bytes:
    """A file of one page with this stream of operators; `more` are objects from 5 on."""
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> "
            f"/Contents 4 0 R >>".encode(),
            content,
            *more,
        ]
    )


def packed(unit: bytes, times: int, rounds: int = 1) -> bytes:
    """A stream that unpacks to `unit` so many times over, made without holding all of it."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(unit) for _ in range(times)) + packer.flush()
    for _ in range(rounds - 1):
        data = zlib.compress(data, 9)
    filters = "/FlateDecode " * rounds
    return f"<< /Length {len(data)} /Filter [{filters}] >>\nstream\n".encode() + data + b"\nendstream"


class TestRefused:
    def test_no_pdf_at_all(self) -> None:
        assert said_of(b"PK\x03\x04 something else") == DAMAGED

    @pytest.mark.parametrize(("share", "said"), [(0.1, CUT), (0.5, CUT), (0.9, DAMAGED), (0.99, DAMAGED)])
    def test_a_truncated_file(self, share: float, said: str) -> None:
        data = good().build()
        assert said_of(data[: int(len(data) * share)]) == said

    def test_random_bytes_with_the_signature(self) -> None:
        noise = random.Random(1).randbytes(200_000)
        assert said_of(b"%PDF-1.7\n" + noise) == DAMAGED
        assert said_of(b"%PDF-1.7\n" + noise + b"\nstartxref\n9\n%%EOF") == DAMAGED

    def test_a_password(self) -> None:
        lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>"
        data = good().build().replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00><00>] /Encrypt " + lock)
        assert said_of(data) == "PDF 文件有密码。请去掉密码后再试。"

    def test_more_pages_than_a_book_has(self) -> None:
        pdf = RawPdf()
        for _ in range(5_001):
            pdf.page()
        assert said_of(pdf.build()) == "PDF 有 5001 页，能读 1 至 5000 页。请拆分，或提供 .docx。"


class TestSwelling:
    def test_600_megabytes_of_blanks(self, tmp_path: Path) -> None:
        assert read_apart(one_page(packed(b" " * 1_000_000, 600)), tmp_path) == SWELLS

    def test_packed_twice(self, tmp_path: Path) -> None:
        assert read_apart(one_page(packed(b" " * 1_000_000, 600, rounds=2)), tmp_path) == SWELLS

    def test_millions_of_rules(self, tmp_path: Path) -> None:
        assert read_apart(one_page(packed(b"1 1 m 5 5 l S\n" * 10_000, 1_000)), tmp_path) == SWELLS

    def test_one_stream_named_as_content_a_thousand_times(self, tmp_path: Path) -> None:
        data = one_page(packed(b"1 1 m 5 5 l S\n" * 10_000, 100))
        data = data.replace(b"/Contents 4 0 R", b"/Contents [" + b"4 0 R " * 1_000 + b"]")
        assert read_apart(data, tmp_path) == SWELLS

    def test_forms_that_call_forms(self, tmp_path: Path) -> None:
        calls = b"/F Do " * 10
        entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
        forms = [
            stream(calls, entries + f"/Resources << /XObject << /F {number} 0 R >> >> ")
            for number in range(6, 14)
        ]
        data = one_page(
            stream(b"/F Do"), "/XObject << /F 5 0 R >>", *forms, stream(b"1 1 m 9 1 l S", entries)
        )
        assert read_apart(data, tmp_path) == SWELLS

    def test_a_form_that_calls_itself(self) -> None:
        entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> "
        data = one_page(stream(b"/F Do"), "/XObject << /F 5 0 R >>", stream(b"/F Do", entries))
        assert said_of(data) == NO_TEXT

    def test_a_page_tree_that_holds_itself(self) -> None:
        data = assemble(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>"]
        )
        with pytest.raises(SourceError):
            read_pdf(data)

    def test_deep_nesting(self) -> None:
        assert said_of(one_page(stream(b"[" * 200_000))) == NO_TEXT
        deep = (
            b"%PDF-1.5\n1 0 obj\n"
            + b"<</A " * 100_000
            + b"\nendobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF"
        )
        assert said_of(deep) == DAMAGED


class TestLarge:
    def test_a_thousand_pages(self, tmp_path: Path) -> None:
        pdf = RawPdf()
        for number in range(1_000):
            pdf.page()
            pdf.lines(90, 760, ["到二〇三〇年全县养老服务设施覆盖所有街道和乡村，"] * 22)
            pdf.grid((90, 250, 506), (120, 90)).text(95, 100, "指标", 12).text(255, 100, str(number), 12)
            pdf.text(280, 40, f"— {number + 1} —", 10)
        assert read_apart(pdf.build(), tmp_path).startswith("1000 pages, ")

    def test_a_map_with_tens_of_thousands_of_rules(self, tmp_path: Path) -> None:
        chance = random.Random(2)
        pdf = RawPdf().page().text(90, 700, "规划图")
        for _ in range(20_000):
            x, y = chance.random() * 600, chance.random() * 800
            pdf.rule(x, y, x + 50, y).rule(x, y, x, y + 30)
        assert read_apart(pdf.build(), tmp_path) == "1 pages, 1 blocks"

    def test_words_all_over_the_page(self, tmp_path: Path) -> None:
        chance = random.Random(3)
        pdf = RawPdf().page()
        for _ in range(20_000):
            pdf.text(chance.random() * 500, chance.random() * 800, "目标", chance.random() * 20 + 1)
        assert read_apart(pdf.build(), tmp_path).startswith("1 pages, ")

    def test_a_page_without_size(self) -> None:
        for box in (b"[0 0 0 0]        ", b"[0 0 9e30 9e30]  ", b"[9 9 -9 -9]      "):
            data = good().build().replace(b"[0 0 595.0 842.0]", box)
            assert "残疾人基本康复服务覆盖率" in read_pdf(data).text


GOOD = good().build()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=12)), min_size=1, max_size=8
    )
)
def test_no_change_of_bytes_raises_anything_else(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(GOOD)
    for at, new in changes:
        data[at : at + len(new)] = new
    began = time.monotonic()
    try:
        document = read_pdf(bytes(data))
    except SourceError as error:
        assert "\n" not in error.chinese
    else:
        assert document.text.strip()
    assert time.monotonic() - began < allowed(10)
