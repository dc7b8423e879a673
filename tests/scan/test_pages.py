"""Pictures of pages, drawn here: words, ruled tables, pages askew, on their side, stamped."""

import base64
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from plancmp.model.document import Document, Table
from plancmp.model.errors import SourceError
from plancmp.pipeline import extract, extract_bytes
from plancmp.sources.pdf.page import Box
from plancmp.sources.pdf.reading import read_pdf
from plancmp.sources.recognition import Recognition, beside, using
from plancmp.sources.web.pictures import picture_of

pytest.importorskip("rapidocr_onnxruntime", reason="the extra for recognition is not installed")
np = pytest.importorskip("numpy")

import docx  # noqa: E402
from PIL import Image, ImageChops, ImageDraw, ImageFont  # noqa: E402

from plancmp.sources.scan import look  # noqa: E402
from plancmp.sources.scan.decoding import Reading  # noqa: E402
from plancmp.sources.scan.engine import Picture  # noqa: E402
from plancmp.sources.scan.images import read_picture  # noqa: E402
from plancmp.sources.scan.inside import read_inner_picture  # noqa: E402
from plancmp.sources.scan.look import look_at  # noqa: E402
from plancmp.sources.scan.page import Look, Segment, Words, page_of, written  # noqa: E402
from plancmp.sources.scan.photographs import flat  # noqa: E402
from plancmp.sources.scan.pictures import recognise_pictures  # noqa: E402
from plancmp.sources.scan.rules import find_rules  # noqa: E402

pytestmark = pytest.mark.timeout(300)

HEADER = ("序号", "指标", "2025年", "2030年", "属性")
ROWS = (
    ("1", "公共图书馆人均藏书量（册）", "0.82", "1.1", "预期性"),
    ("7", "体育场地面积（平方米）", "2.4", "≥2.8", "约束性"),
    ("8", "旅游收入年均增速（%）", "6.5", "8左右", "预期性"),
)
TEXT = (
    ("云岭县“十五五”文化和旅游发展规划", 450),
    ("一、总体要求", 268),
    ("把文化和旅游作为全县转型发展的重要支撑，坚持保护", 268),
    ("优先、合理利用，坚持项目带动、融合发展，完善公共文化", 180),
    ("服务体系，丰富旅游产品供给，到2030年建成特色鲜明的文", 180),
    ("化旅游县，让居民和游客都能感受到家乡的变化和温度，推", 180),
    ("动优秀文化代代相传。", 180),
    ("二、主要目标", 268),
    ("表1 文化和旅游发展主要指标", 560),
)
LEFT, TOP, LINE = 180, 260, 76
COLUMNS = (180, 300, 860, 1040, 1240, 1440)


@pytest.fixture(scope="session")
def font() -> str:
    """The file of a Chinese font."""
    found = ""
    if shutil.which("fc-list"):
        done = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=True)
        files = sorted(line.strip().rstrip(":") for line in done.stdout.splitlines() if line.strip())
        found = next((file for file in files if "Serif" in file or "Sans" in file), files[0] if files else "")
    if not found:
        if os.environ.get("PLANCMP_REQUIRE_TOOLS"):
            pytest.fail("a Chinese font must be installed here")
        pytest.skip("no Chinese font is installed")
    return found


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    monkeypatch.setenv("PLANCMP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def page(font: str) -> Image.Image:
    """A page with a title, headings, a sentence and a ruled table, 200 dots an inch."""
    picture = Image.new("RGB", (1654, 2339), "white")
    draw = ImageDraw.Draw(picture)
    letters = ImageFont.truetype(font, 44)
    small = ImageFont.truetype(font, 36)
    for at, (text, left) in enumerate(TEXT):
        draw.text((left, TOP + at * LINE), text, font=letters, fill="black")
    top = TOP + len(TEXT) * LINE + 20
    for at, row in enumerate((HEADER, *ROWS)):
        for x, text in zip(COLUMNS, row, strict=False):
            draw.text((x + 14, top + at * LINE + 14), text, font=small, fill="black")
    bottom = top + (len(ROWS) + 1) * LINE
    for at in range(len(ROWS) + 2):
        draw.line((COLUMNS[0], top + at * LINE, COLUMNS[-1], top + at * LINE), fill="black", width=2)
    for x in COLUMNS:
        draw.line((x, top, x, bottom), fill="black", width=2)
    draw.text((LEFT + 88, bottom + 40), "三、保障措施", font=letters, fill="black")
    draw.text((LEFT + 88, bottom + 40 + LINE), "加强组织领导，健全投入机制。", font=letters, fill="black")
    return picture


def packed(picture: Image.Image, form: str = "PNG") -> bytes:
    """The bytes of an image file."""
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def rows_of(document: Document) -> list[tuple[str, ...]]:
    """The words of the only table, row by row."""
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return [
        tuple("".join(document.words(each) for each in cell.paragraphs) for cell in row.cells)
        for row in table.rows
    ]


def test_a_page_becomes_a_record(page: Image.Image) -> None:
    """Sections, rows with their values, and how sure recognition was."""
    record = extract_bytes(packed(page), "photo.png")
    assert record.source.format == "image"
    assert record.plan.title == TEXT[0][0]
    assert [(each.label, each.title) for each in record.sections] == [
        ("一、", "总体要求"),
        ("二、", "主要目标"),
        ("三、", "保障措施"),
    ]
    assert [
        (
            str(row.number),
            row.name,
            row.baseline.text if row.baseline else "",
            row.target.text if row.target else "",
        )
        for row in record.indicators
    ] == [(row[0], row[1].split("（")[0], row[2], row[3]) for row in ROWS]
    for row in record.indicators:
        assert row.recognised
        assert row.target is not None and row.target.confidence is not None and row.target.confidence > 0.5
        assert row.at.page == 1 and row.at.box is not None and row.at.box[0] < row.at.box[2]
    assert [note.code for note in record.notes].count("recognised") == 1


SIGNS = ("死亡率（‰）", "参保率（%）", "13.4‰左右", "提高到85%。", "0—6岁儿童", "2021—2025年", "12-15")


def test_signs_that_look_alike(font: str) -> None:
    """Per mille has a loop more than per cent, and a range a longer stroke than a hyphen."""
    picture = Image.new("RGB", (900, 800), "white")
    draw = ImageDraw.Draw(picture)
    for at, text in enumerate(SIGNS):
        draw.text((120, 60 + 100 * at), text, font=ImageFont.truetype(font, 36), fill="black")
    seen = look_at(np.asarray(picture)[:, :, ::-1].copy())
    said = [written(each.text) for each in sorted(seen.words, key=lambda each: each.box.y0)]
    assert said == list(SIGNS)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([(190, 96, 520, 148)], id="only the end is found"),
        pytest.param([(62, 114, 98, 130), (128, 96, 520, 148)], id="a stroke is found by itself"),
    ],
)
def test_a_line_is_found_in_part(
    found: list[tuple[int, int, int, int]], font: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands close before the words that were found belongs to their line."""
    picture = Image.new("RGB", (900, 240), "white")
    text = "（一）加强组织实施"
    ImageDraw.Draw(picture).text((40, 100), text, font=ImageFont.truetype(font, 44), fill="black")
    quads = [np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32) for x0, y0, x1, y1 in found]
    monkeypatch.setattr(look, "find_words", lambda *_: quads)
    seen = look_at(np.asarray(picture, np.uint8))
    assert [each.text for each in seen.words] == [text]


def test_further_looks_see_nothing(font: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the first look at a short figure saw is kept, and is not sure."""
    picture = Image.new("RGB", (900, 240), "white")
    ImageDraw.Draw(picture).text((40, 100), "2025", font=ImageFont.truetype(font, 44), fill="black")
    first = look_at(np.asarray(picture, np.uint8))
    real = look.read_lines
    looks: list[int] = []

    def blind(crops: Sequence[Picture], threads: int, *further: float) -> list[Reading]:
        looks.append(len(crops))
        return [Reading("", (), ())] * len(crops) if further else real(crops, threads)

    monkeypatch.setattr(look, "read_lines", blind)
    seen = look_at(np.asarray(picture, np.uint8))
    assert [each.text for each in seen.words] == ["2025"] == [each.text for each in first.words]
    assert looks == [1, 1, 1] and seen.words[0].confidence < first.words[0].confidence


@pytest.mark.slow
@pytest.mark.parametrize("harm", ["askew", "on its side", "upside down", "stamped"])
def test_a_page_is_set_right(page: Image.Image, harm: str) -> None:
    """The same table from a page that was laid on the glass carelessly."""
    if harm == "askew":
        page = page.rotate(1.4, Image.Resampling.BICUBIC, fillcolor="white")
    elif harm == "on its side":
        page = page.rotate(90, expand=True)
    elif harm == "upside down":
        page = page.rotate(180)
    else:
        seal = Image.new("RGB", page.size, "white")
        draw = ImageDraw.Draw(seal)
        draw.ellipse((820, 640, 1120, 940), outline=(212, 36, 40), width=8)
        draw.ellipse((930, 750, 1010, 830), outline=(212, 36, 40), width=8)
        page = ImageChops.multiply(page, seal)
    assert rows_of(read_picture(packed(page))) == [HEADER, *ROWS]


def test_a_picture_of_a_table_in_a_text_pdf(page: Image.Image) -> None:
    """A page of pictures in a PDF is read by `auto`, and refused by `never`."""
    data = packed(page, "PDF")
    assert rows_of(read_pdf(data, recognise_pictures)) == [HEADER, *ROWS]
    with using(Recognition(mode="never")), pytest.raises(SourceError) as error:
        read_pdf(data, recognise_pictures)
    assert "plancmp[ocr]" in error.value.chinese and "plancmp[ocr]" in error.value.english


def photographed(page: Image.Image, ground: tuple[int, int, int], shadow: float) -> Image.Image:
    """A sheet on a table, seen from one side; a shadow falls aslant over it."""
    wide, high = page.size
    table = Image.new("RGB", (wide + 500, high + 500), ground)
    table.paste(page, (250, 250))
    seen = table.transform(
        table.size,
        Image.Transform.QUAD,
        (120, 60, 0, high + 430, wide + 380, high + 500, wide + 500, 0),
        Image.Resampling.BICUBIC,
    )
    dark = Image.new("L", seen.size, 255)
    corner = [(seen.width, 0), (seen.width, seen.height), (seen.width // 3, seen.height)]
    ImageDraw.Draw(dark).polygon(corner, fill=round(255 * (1 - shadow)))
    return ImageChops.multiply(seen, dark.convert("RGB"))


GROUNDS = [
    pytest.param((70, 62, 58), 0.0, id="a dark table"),
    pytest.param((235, 233, 230), 0.0, id="a light table"),
    pytest.param((150, 140, 120), 0.5, id="a shadow over the sheet"),
]


@pytest.mark.parametrize(("ground", "shadow"), GROUNDS)
def test_a_photograph_is_set_flat(page: Image.Image, ground: tuple[int, int, int], shadow: float) -> None:
    """The rules of its table are level and upright, as pages are that were laid on a scanner."""
    seen = np.asarray(photographed(page, ground, shadow), np.uint8)[:, :, ::-1].copy()
    horizontals, verticals = find_rules(flat(seen), [])
    length = (COLUMNS[-1] - COLUMNS[0]) / 2
    assert sum(1 for _, start, end in horizontals if end - start > length) == len(ROWS) + 2
    assert len({round(at / 20) for at, *_ in verticals}) >= len(COLUMNS)


def test_a_page_that_is_no_photograph_stays(page: Image.Image) -> None:
    """Seen from above, and askew: lines that meet nowhere are parallel."""
    for picture in (page, page.rotate(2, fillcolor="white")):
        straight = np.asarray(picture, np.uint8)
        assert flat(straight) is straight


@pytest.mark.slow
@pytest.mark.parametrize(("ground", "shadow"), GROUNDS)
def test_a_photograph_of_a_page(page: Image.Image, ground: tuple[int, int, int], shadow: float) -> None:
    """Its table is read."""
    seen = photographed(page, ground, shadow)
    assert rows_of(read_picture(packed(seen, "JPEG"))) == [HEADER, *ROWS]


@pytest.mark.slow
def test_a_picture_of_a_table_in_a_word_file(page: Image.Image) -> None:
    """Its rows stand where the picture does, and a record says that they were recognised."""
    top = TOP + len(TEXT) * LINE
    table = page.crop((140, top, 1500, top + (len(ROWS) + 1) * LINE + 40))
    word = docx.Document()
    word.add_paragraph("云岭县“十五五”文化和旅游发展规划")
    word.add_paragraph("一、主要目标")
    word.add_picture(io.BytesIO(packed(table)))
    word.add_paragraph("二、保障措施")
    out = io.BytesIO()
    word.save(out)
    record = extract_bytes(out.getvalue(), "plan.docx")
    assert [(row.name, row.target and row.target.text) for row in record.indicators] == [
        (row[1].split("（")[0], row[3]) for row in ROWS
    ]
    assert all(row.recognised and row.at.box is not None for row in record.indicators)
    assert [section.title for section in record.sections] == ["主要目标", "保障措施"]
    assert [note.code for note in record.notes].count("recognised") == 1


PAGE = (
    "<html><body><h1>云岭县“十五五”文化和旅游发展规划</h1><p>一、主要目标</p>"
    "<p>到2030年，主要指标见下表。{}</p><p>二、保障措施</p><p>加强组织领导，健全投入机制。</p></body></html>"
)


@pytest.mark.slow
@pytest.mark.parametrize("held", ["in the page", "beside it"])
def test_a_picture_of_a_table_in_a_web_page(page: Image.Image, held: str, tmp_path: Path) -> None:
    """Its rows stand behind the paragraph with the picture; without recognition a note does."""
    top = TOP + len(TEXT) * LINE
    data = packed(page.crop((140, top, 1500, top + (len(ROWS) + 1) * LINE + 40)))
    source = "规划_files/%E8%A1%A8.png"
    if held == "in the page":
        source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    (tmp_path / "规划_files").mkdir()
    (tmp_path / "规划_files" / "表.png").write_bytes(data)
    saved = tmp_path / "规划.html"
    saved.write_text(PAGE.format(f'<img src="{source}">'), "utf-8")
    record = extract(saved)
    assert [(row.name, row.target and row.target.text) for row in record.indicators] == [
        (row[1].split("（")[0], row[3]) for row in ROWS
    ]
    assert [section.title for section in record.sections] == ["主要目标", "保障措施"]
    assert [note.code for note in record.notes].count("recognised") == 1
    with using(Recognition("never")):
        record = extract(saved)
    assert [note.code for note in record.notes].count("image") == 1 and not record.indicators


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a_files/x.png", b"x"),
        ("a_files\\x.png?v=2", b"x"),
        ("data:image/gif;base64,eA==", b"x"),
        ("data:,x", b"x"),
        ("data:image/gif;base64,e", None),
        ("../out.png", None),
        ("a_files/../../out.png", None),
        ("link.png", None),
        ("https://example.org/a_files/x.png", None),
        ("file:///etc/passwd", None),
        ("/etc/passwd", None),
        ("a_files", None),
        ("a\0b", None),
        ("", None),
    ],
)
def test_where_pictures_of_a_page_are_looked_for(source: str, expected: bytes | None, tmp_path: Path) -> None:
    """In the page and below its folder, nowhere else."""
    folder = tmp_path / "saved"
    (folder / "a_files").mkdir(parents=True)
    (folder / "a_files" / "x.png").write_bytes(b"x")
    (tmp_path / "out.png").write_bytes(b"y")
    (folder / "link.png").symlink_to(tmp_path / "out.png")
    with beside(folder):
        assert picture_of(source) == expected


def seen(*lines: tuple[str, int], left: int = 300) -> Look:
    """A page of 1000 × 1400 pixels with words of 30 pixels at these heights."""
    words = []
    for text, top in lines:
        centres = tuple(left + 30 * at + 15.0 for at in range(len(text)))
        box = Box(left, top, left + 30 * len(text), top + 28)
        words.append(Words(text, 0.99, box, centres))
    return Look(1000, 1400, words, [], [], 0)


@pytest.mark.parametrize(
    ("text", "top", "expected"),
    [
        ("— 3 —", 1300, "-3-"),
        ("一3一", 1300, "-3-"),
        ("—3", 1300, "-3-"),
        ("—一—", 1300, "-1-"),
        ("3", 1300, "3"),
        ("一3一", 700, "一3一"),
        ("-3.5", 1300, "-3.5"),
    ],
)
def test_the_number_of_a_page(text: str, top: int, expected: str) -> None:
    """Strokes around it are lost or read as a character; elsewhere on the page it is no such number."""
    page = page_of(seen(("总体要求", 200), (text, top)), 1, 1.0)
    assert "".join(page.runs[-1].text) == expected


def drawn(*lines: tuple[int, int, int, int]) -> tuple[list[Segment], list[Segment]]:
    """The rules found in a picture of 1000 × 800 pixels with these lines."""
    picture = Image.new("RGB", (1000, 800), "white")
    for line in lines:
        ImageDraw.Draw(picture).line(line, fill="black", width=2)
    return find_rules(np.asarray(picture, np.uint8), [])


def ends(found: list[Segment]) -> list[tuple[int, int, int]]:
    """Where rules lie, begin and end, to ten pixels."""
    return sorted((round(at, -1), round(start, -1), round(end, -1)) for at, start, end in found)


FRAME = ((100, 100, 900, 100), (100, 500, 900, 500), (100, 100, 100, 500), (900, 100, 900, 500))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(((100, 300, 400, 300), (440, 300, 900, 300)), [(300, 100, 900)], id="a gap of a stamp"),
        pytest.param(((100, 300, 900, 300),), [(300, 100, 900)], id="a whole rule"),
        pytest.param(((400, 300, 450, 300),), [], id="a stroke of a stamp in a cell"),
    ],
)
def test_rules_that_a_stamp_cut(
    lines: tuple[tuple[int, int, int, int], ...], expected: list[tuple[int, int, int]]
) -> None:
    """A rule ends where others meet it: ends in the open are those of one rule, or of no rule."""
    horizontals, verticals = drawn(*FRAME, *lines)
    assert ends(horizontals) == sorted([(100, 100, 900), (500, 100, 900), *expected])
    assert ends(verticals) == [(100, 100, 500), (900, 100, 500)]


def test_a_gap_between_rules_that_end_at_others_stays() -> None:
    """A cell that is merged over two rows has no rule through it."""
    horizontals, _ = drawn(
        *FRAME, (400, 100, 400, 500), (450, 100, 450, 500), (100, 300, 400, 300), (450, 300, 900, 300)
    )
    assert (300, 100, 400) in ends(horizontals) and (300, 450, 900) in ends(horizontals)


def test_characters_stand_where_they_were_seen() -> None:
    """Edges of characters, and the size of the type by its longer lines."""
    run = page_of(seen(("加强组织领导健全机制", 200)), 1, 0.5).runs[0]
    assert run.xs == pytest.approx([150 + 15 * at for at in range(10)], abs=1)
    assert run.end == pytest.approx(300, abs=1) and run.size == pytest.approx(15, abs=1)


def test_nothing_is_read_twice(page: Image.Image, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recognised is kept by the hash of the picture; a damaged file there is read anew."""
    seen: list[tuple[int, int]] = []
    with using(Recognition(progress=lambda done, count: seen.append((done, count)))):
        first = read_picture(packed(page))
    assert seen == [(1, 1)]
    (kept,) = (cache / "recognised").iterdir()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("recognised twice")

    monkeypatch.setattr("plancmp.sources.scan.look.find_words", refuse)
    assert read_picture(packed(page)) == first
    kept.write_text("{", "utf-8")
    with pytest.raises(AssertionError, match="twice"):
        read_picture(packed(page))


def test_a_known_picture_in_a_file_loads_no_recogniser(
    page: Image.Image, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one with words nor one without is looked at again; a damaged file there is read anew."""
    words, paper = packed(page.crop((140, 200, 1500, 800))), packed(Image.new("RGB", (300, 200), "white"))
    first = read_inner_picture(words)
    assert first is not None and len(first.blocks) > 1 and read_inner_picture(paper) is None
    kept = sorted((cache / "recognised").iterdir(), key=lambda file: file.stat().st_size)

    def refuse(_: bytes) -> None:
        raise AssertionError("recognised twice")

    monkeypatch.setattr("plancmp.sources.scan.images.look_inside", refuse)
    assert read_inner_picture(words) == first and read_inner_picture(paper) is None
    for file in kept:
        file.write_text("{", "utf-8")
    for data in (words, paper):
        with pytest.raises(AssertionError, match="twice"):
            read_inner_picture(data)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"\0" * 40])
def test_damaged_pictures_are_refused(data: bytes) -> None:
    """One line, no traceback."""
    with pytest.raises(SourceError) as error:
        read_picture(data)
    assert "损坏" in error.value.chinese


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("进一步完善,加力推进", "进一步完善，加力推进"),
        ("(一)建立机制", "（一）建立机制"),
        ("1,000亩", "1,000亩"),
        ("2025:2030", "2025:2030"),
        ("增速 (%)", "增速（%）"),
        ("GDP(亿元)", "GDP（亿元）"),
    ],
)
def test_marks_are_written_as_in_print(read: str, expected: str) -> None:
    """Half-width marks beside Chinese characters become full width; figures keep theirs."""
    assert written(read) == expected
