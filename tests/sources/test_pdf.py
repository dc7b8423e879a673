"""What a PDF shows and what is read of it, side by side. Things that only look like something come first."""

from collections.abc import Sequence

import pytest

from plancmp.model.document import Document, Table
from plancmp.model.errors import SourceError
from plancmp.sources.pdf import page as pages
from plancmp.sources.pdf.reading import read_pdf
from plancmp.sources.recognition import Recognition, using
from plancmp.sources.scan.pictures import recognise_pictures
from tests.pdf_builder import RawPdf, assemble, stream

PROSE = (
    ">到二〇三〇年，全县养老服务设施覆盖所有街道和乡村，",
    "居家社区机构相协调的服务网络更加完善，老年人的获得感",
    "和安全感明显增强。",
)
"""A paragraph of three lines: the first indented, two of them full. 26 characters of 16 points are full."""

LEFT, RIGHT = 90.0, 90.0 + 26 * 16


def shown(document: Document) -> list[str]:
    """Each block on a line; cells parted by ` | `, their paragraphs by `¶`, `^` for a continued cell."""
    lines: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            lines.append(document.words(block))
            continue
        for number, row in enumerate(block.rows):
            cells = []
            for cell in row.cells:
                words = "¶".join(document.words(paragraph) for paragraph in cell.paragraphs)
                span = f"<{cell.colspan}>" if cell.colspan > 1 else ""
                cells.append(span + ("^" if cell.continued else "") + words)
            lines.append(("+ " if number == 0 else "| ") + " | ".join(cells))
    return lines


def noted(document: Document) -> list[tuple[str, str, int]]:
    """Code, text and page of each note, page numbers and heads left out."""
    return [
        (note.code, note.text, document.place(note.offset).page or 0)
        for note in document.notes
        if note.code not in ("page-number", "running-head")
    ]


def left_out(document: Document, code: str) -> list[str]:
    """The lines that notes of this code say were left out."""
    return [line for note in document.notes if note.code == code for line in note.text.split("\n")]


def prose(pdf: RawPdf, y: float = 740, lines: Sequence[str] = PROSE, times: int = 1) -> float:
    """Some paragraphs on the open page; returns the next base line."""
    for _ in range(times):
        y = pdf.lines(LEFT, y, lines, indent=32)
    return y


JOINED = "".join(PROSE).removeprefix(">")


class TestLookAlikes:
    def test_signatures_side_by_side_are_no_table(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        for left, right in (
            ("甲方（盖章）：", "乙方（盖章）："),
            ("代表：", "代表："),
            ("2026年3月1日", "2026年3月1日"),
        ):
            pdf.text(LEFT, y, left).text(340, y, right)
            y -= 28
        assert shown(read_pdf(pdf.build())) == [
            JOINED,
            "甲方（盖章）： 乙方（盖章）：",
            "代表： 代表：",
            "2026年3月1日 2026年3月1日",
        ]

    def test_names_of_units_in_three_columns_are_no_table(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        for names in (
            ("县民政局", "县财政局", "县教育局"),
            ("县卫生健康局", "县住建局", "县残联"),
            ("县司法局", "县医保局", "县妇联"),
        ):
            for x, name in zip((LEFT, 240, 400), names, strict=True):
                pdf.text(x, y, name)
            y -= 28
        document = read_pdf(pdf.build())
        assert shown(document)[1:] == [
            "县民政局 县财政局 县教育局",
            "县卫生健康局 县住建局 县残联",
            "县司法局 县医保局 县妇联",
        ]

    def test_a_rule_under_a_running_head_is_no_table(self) -> None:
        pdf = RawPdf()
        for _ in range(3):
            pdf.page().text(200, 800, "某某县养老服务规划", 9).rule(LEFT, 795, RIGHT, 795)
            prose(pdf)
        document = read_pdf(pdf.build())
        assert shown(document) == [JOINED] * 3
        assert left_out(document, "running-head") == ["某某县养老服务规划"] * 3

    @pytest.mark.parametrize("clause", ["各县要做好以下工作：", "建好社区食堂；", "建好社区食堂，"])
    def test_a_clause_at_the_top_of_every_page_is_no_running_head(self, clause: str) -> None:
        pdf = RawPdf()
        for _ in range(3):
            prose(pdf.page().text(LEFT, 800, clause, 9))
        document = read_pdf(pdf.build())
        assert left_out(document, "running-head") == []
        assert document.text.count(clause) == 3

    def test_a_border_around_every_page_is_no_box(self) -> None:
        pdf = RawPdf()
        for _ in range(3):
            pdf.page().rect(60, 90, 535, 780)
            prose(pdf)
        assert shown(read_pdf(pdf.build())) == [JOINED] * 3

    def test_underlined_words_are_no_table(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        pdf.text(LEFT, y, "联系人：某某").rule(154, y - 3, 186, y - 3)
        pdf.text(LEFT, y - 28, "日期：").rule(138, y - 31, 250, y - 31)
        assert shown(read_pdf(pdf.build())) == [JOINED, "联系人：某某", "日期："]

    def test_bars_of_a_chart_are_no_table(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        for number in range(5):
            pdf.rect(120 + 40 * number, y - 200, 140 + 40 * number, y - 180 + 20 * number, "f")
            pdf.text(120 + 40 * number, y - 214, str(2021 + number), 9)
        document = read_pdf(pdf.build())
        assert not any(isinstance(block, Table) for block in document.blocks)
        assert "2021 2022 2023 2024 2025" in shown(document)

    @pytest.mark.parametrize("last", ["2025", "12", "iv"])
    def test_a_number_alone_at_the_foot_of_one_page_is_kept(self, last: str) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        pdf.text(290, 60, last, 10)
        prose(pdf.page())
        document = read_pdf(pdf.build())
        assert last in shown(document)
        assert left_out(document, "page-number") == []

    @pytest.mark.parametrize("second", ["2", "———"])
    def test_a_bare_or_lost_number_among_dashed_ones_is_a_page_number(self, second: str) -> None:
        pdf = RawPdf()
        for number in ("— 1 —", second, "— 3 —"):
            prose(pdf.page())
            pdf.text(280, 30, number, 10)
        assert left_out(read_pdf(pdf.build()), "page-number") == ["— 1 —", second, "— 3 —"]

    def test_a_number_in_a_table_at_the_foot_of_a_page_is_kept(self) -> None:
        pdf = RawPdf()
        for page in (1, 2):
            prose(pdf.page())
            pdf.grid((LEFT, 250, RIGHT), (90, 60)).text(LEFT + 5, 70, "合计", 12).text(255, 70, str(page), 12)
            pdf.text(280, 30, f"— {page} —", 10)
        document = read_pdf(pdf.build())
        assert "+ 合计 | 1" in shown(document)
        assert "+ 合计 | 2" in shown(document)
        assert left_out(document, "page-number") == ["— 1 —", "— 2 —"]

    def test_the_same_first_line_on_two_pages_is_no_running_head(self) -> None:
        pdf = RawPdf()
        for _ in range(2):
            pdf.page().text(LEFT + 32, 768, "坚持政府主导、社会参与")
            prose(pdf)
        assert shown(read_pdf(pdf.build())).count("坚持政府主导、社会参与") == 2

    @pytest.mark.parametrize(
        ("pages", "said", "kept"),
        [
            pytest.param(6, 6, 0, id="on every page, as large as the text and close to it"),
            pytest.param(8, 4, 4, id="look-alike: on every other page"),
            pytest.param(4, 4, 4, id="look-alike: on all of a few pages"),
        ],
    )
    def test_a_head_that_is_set_like_the_text(self, pages: int, said: int, kept: int) -> None:
        pdf = RawPdf()
        for page in range(pages):
            pdf.page().text(LEFT, 768, "云溪市文件选编" if page % (pages // said) == 0 else "做好服务工作")
            prose(pdf)
        assert shown(read_pdf(pdf.build())).count("云溪市文件选编") == kept

    def test_a_line_within_a_paragraph_that_looks_numbered_goes_on(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        lines = (
            ">对符合条件的重度残疾人发放护理补贴，按月到位，其",
            "一、二级残疾人全部纳入，三级以下视财力而定，逐步推广",
            "到全部对象。",
        )
        pdf.lines(LEFT, 600, lines, indent=32)
        assert shown(read_pdf(pdf.build()))[1] == "".join(lines).removeprefix(">")

    def test_two_boxes_with_the_same_columns_stay_two(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=4)
        pdf.grid((LEFT, RIGHT), (230, 200, 90))
        pdf.text(LEFT + 100, 210, "专栏2 养老设施项目", 12)
        pdf.lines(LEFT + 5, 180, ("1.新建养老院三所。", "2.改造床位五百张。"), 12, 18)
        pdf.page().grid((LEFT, RIGHT), (780, 750, 640))
        pdf.text(LEFT + 100, 760, "专栏3 医养结合项目", 12)
        pdf.lines(LEFT + 5, 730, ("1.护理站进社区。",), 12, 18)
        assert shown(read_pdf(pdf.build()))[-4:] == [
            "+ 专栏2 养老设施项目",
            "| 1.新建养老院三所。¶2.改造床位五百张。",
            "+ 专栏3 医养结合项目",
            "| 1.护理站进社区。",
        ]

    def test_a_raised_figure_without_a_footnote_stays_apart(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        pdf.text(LEFT, 600, "人均场地2.6m").text(186, 600, "2", 9, rise=6)
        assert shown(read_pdf(pdf.build()))[1] == "人均场地2.6m²"


class TestParagraphs:
    def test_lines_are_joined_and_indents_begin(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=2)
        assert shown(read_pdf(pdf.build())) == [JOINED, JOINED]

    def test_a_paragraph_runs_over_the_page_break_past_number_and_head(self) -> None:
        pdf = RawPdf()
        pdf.page().text(200, 800, "某某县规划", 9)
        y = prose(pdf, times=3)
        prose(pdf, y, PROSE[:2])
        pdf.text(280, 40, "— 1 —", 10)
        pdf.page().text(200, 800, "某某县规划", 9)
        prose(pdf, 740, PROSE[2:])
        pdf.text(280, 40, "— 2 —", 10)
        document = read_pdf(pdf.build())
        assert shown(document) == [JOINED] * 4
        last = document.blocks[-1]
        assert document.place(last.start).page == 1
        assert document.place(last.end - 1).page == 2
        assert document.pages == 2

    def test_left_and_right_pages_with_mirrored_margins(self) -> None:
        pdf = RawPdf()
        for page in range(4):
            pdf.page().lines(LEFT + 20 * (page % 2), 740, PROSE * 4, indent=32)
        assert shown(read_pdf(pdf.build())) == [JOINED] * 16

    def test_a_date_at_the_right_ends_before_a_heading(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        pdf.text(RIGHT - 176, y, "二〇二六年三月十五日").text(LEFT + 32, y - 28, "前 言")
        prose(pdf, y - 56)
        assert shown(read_pdf(pdf.build())) == [JOINED, "二〇二六年三月十五日", "前 言", JOINED]

    def test_headings_and_items_begin_paragraphs(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        lines = (">一、总体要求", ">（一）指导思想", ">坚持以人民为中心。", ">1.全面覆盖。", ">2.公平可及。")
        pdf.lines(LEFT, 640, lines, indent=32)
        assert shown(read_pdf(pdf.build()))[1:] == [line.removeprefix(">") for line in lines]

    def test_title_lines_stay_apart(self) -> None:
        pdf = RawPdf().page().text(166, 760, "某某市残疾人保障和发展", 24).text(226, 720, "“十五五”规划", 24)
        pdf.text(250, 690, "（征求意见稿）")
        prose(pdf, 640)
        assert shown(read_pdf(pdf.build())) == [
            "某某市残疾人保障和发展",
            "“十五五”规划",
            "（征求意见稿）",
            JOINED,
        ]

    def test_a_heading_over_two_lines(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        lines = (">（二）健全覆盖城乡的养老服务网络，让老人就近享受", "服务")
        pdf.lines(LEFT, 620, lines, indent=32)
        prose(pdf, 560)
        assert shown(read_pdf(pdf.build()))[1] == "（二）健全覆盖城乡的养老服务网络，让老人就近享受服务"

    def test_a_full_heading_without_a_stop_does_not_swallow_the_next_paragraph(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        pdf.lines(LEFT, 620, (">健全覆盖城乡、功能完善、规模适度的网络和运行体系",), indent=32)
        prose(pdf, 592)
        assert shown(read_pdf(pdf.build()))[1:] == [
            "健全覆盖城乡、功能完善、规模适度的网络和运行体系",
            JOINED,
        ]

    def test_items_run_together_in_the_draft_stay_together(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=2)
        lines = (
            ">5.发展家庭养老床位。支持机构把服务送到家中，推动居家",
            "和机构相互衔接，让失能老年人不出门也能得到照料服务。",
            "6.加强护理人员培训。依托职业院校建设实训的基地，五年",
            "培训一千人次。",
        )
        pdf.lines(LEFT, 560, lines, indent=32)
        assert shown(read_pdf(pdf.build()))[2:] == ["".join(lines).removeprefix(">")]

    def test_paragraphs_told_apart_by_their_distance_only(self) -> None:
        pdf = RawPdf().page()
        full = "全县养老服务设施覆盖所有街道和乡村，居家社区机构协调"
        pdf.lines(LEFT, 740, (full, full, full, "发展。"))
        pdf.lines(LEFT, 740 - 4 * 28 - 10, (full, full, "发展。"))
        pdf.lines(LEFT, 740 - 7 * 28 - 20, (full, "发展。"))
        assert shown(read_pdf(pdf.build())) == [full * 3 + "发展。", full * 2 + "发展。", full + "发展。"]

    def test_latin_words_keep_a_blank_at_the_join(self) -> None:
        pdf = RawPdf().page()
        first = "The plan covers five years and names what each county office"
        pdf.lines(LEFT, 700, (first, "has to report.", first, "has to report."), 14)
        assert shown(read_pdf(pdf.build())) == [f"{first} has to report."] * 2

    def test_contents_lines_stay_lines(self) -> None:
        pdf = RawPdf().page().text(260, 740, "目录")
        pdf.lines(LEFT, 700, ("一、发展基础……………………………………1", "二、总体要求……………………………………3"))
        prose(pdf, 600)
        assert shown(read_pdf(pdf.build()))[1:3] == [
            "一、发展基础……………………………………1",
            "二、总体要求……………………………………3",
        ]

    def test_two_columns_are_read_one_after_the_other(self) -> None:
        left = [f"左栏第{number:02}行文字排满全栏宽度" for number in range(14)]
        right = [f"右栏第{number:02}行文字排满全栏宽度" for number in range(14)]
        pdf = RawPdf().page().text(200, 780, "某某市人民政府公报")
        pdf.lines(70, 740, left, 14, 22)
        pdf.lines(310, 740, right, 14, 22)
        assert "".join(shown(read_pdf(pdf.build()))) == "某某市人民政府公报" + "".join(left) + "".join(right)

    @pytest.mark.parametrize("rotate", [90, 180, 270])
    def test_turned_pages(self, rotate: int) -> None:
        pdf = RawPdf()
        turns = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}
        pdf.page(rotate).raw("q").raw(turns[rotate])
        prose(pdf, 540)
        pdf.grid((LEFT, 250, RIGHT), (420, 390)).text(LEFT + 5, 400, "床位", 12).text(255, 400, "500", 12)
        pdf.raw("Q")
        assert shown(read_pdf(pdf.build())) == [JOINED, "+ 床位 | 500"]

    def test_bookmarks_give_levels(self) -> None:
        pdf = RawPdf().page()
        pdf.text(LEFT + 32, 780, "总体要求")
        prose(pdf)
        pdf.bookmarks = [("总体要求", 0)]
        document = read_pdf(pdf.build())
        assert [getattr(block, "level", None) for block in document.blocks] == [1, None]


class TestCharacters:
    def test_radicals_become_characters(self) -> None:
        pdf = RawPdf().page().text(LEFT, 700, "⼈⼝⽼龄化")
        assert shown(read_pdf(pdf.build())) == ["人口老龄化"]

    def test_private_use_characters_are_noted(self) -> None:
        pdf = RawPdf().page().text(LEFT, 700, "\ue004总体要求")
        document = read_pdf(pdf.build())
        assert shown(document) == ["总体要求"]
        assert noted(document) == [("private-use", "\ue004", 1)]

    def test_words_drawn_twice_stand_once(self) -> None:
        pdf = RawPdf().page().text(LEFT, 700, "总体要求").text(LEFT + 0.4, 700, "总体要求")
        document = read_pdf(pdf.build())
        assert shown(document) == ["总体要求"]

    def test_glyphs_without_a_character_are_noted(self) -> None:
        pdf = RawPdf().page().text(LEFT, 700, "目标值").text(LEFT + 48, 700, "\u0123\u0124", font="F3")
        document = read_pdf(pdf.build())
        assert shown(document) == ["目标值\ufffd\ufffd"]
        assert [(note.code, note.count) for note in document.notes] == [("unreadable", 2)]

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_file_without_its_fonts_is_read_the_same_on_every_machine(self, turned: bool) -> None:
        words = ("目标值", "五", "年")
        shows = [
            f"BT /F1 12 Tf 1 0 0 1 {100 + 90 * at} 400 Tm <{text.encode('gbk').hex()}> Tj ET"
            for at, text in enumerate(words)
        ]
        operators = ("0 1 -1 0 595 0 cm\n" if turned else "") + "\n".join(shows)
        data = assemble(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                b"/Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
                stream(operators.encode()),
                b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /GBK-EUC-H "
                b"/DescendantFonts [6 0 R] >>",
                b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /FontDescriptor 7 0 R /DW 1000 "
                b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
                b"<< /Type /FontDescriptor /FontName /SimSun /Flags 32 /FontBBox [0 -199 1000 800] "
                b"/ItalicAngle 0 /Ascent 800 /Descent -199 /CapHeight 800 /StemV 80 >>",
            ]
        )
        assert shown(read_pdf(data)) == ["目标值 五 年"]

    def test_words_written_as_cid_are_noted(self) -> None:
        document = read_pdf(RawPdf().page().text(LEFT, 700, "目标(cid:23)(cid:7)值").build())
        assert shown(document) == ["目标(cid:23)(cid:7)值"]
        assert noted(document) == [("unreadable", "(cid:23)(cid:7)", 1)]

    def test_a_file_of_which_a_fifth_is_unreadable_stops_with_one_line(self) -> None:
        pdf = RawPdf().page().text(LEFT, 700, "目标值" * 10)
        pdf.text(LEFT, 650, "\u0123\u0124" * 15, font="F3")
        with pytest.raises(SourceError) as caught:
            read_pdf(pdf.build())
        assert caught.value.english.startswith("50 % of the characters of the PDF cannot be read")

    def test_words_set_sideways_along_the_margin_are_noted(self) -> None:
        pdf = RawPdf().page()
        pdf.raw("q 0 1 -1 0 40 300 cm").text(0, 0, "云溪县残疾人联合会", 10).raw("Q")
        prose(pdf)
        document = read_pdf(pdf.build())
        assert shown(document) == [JOINED]
        assert [(note.code, note.text) for note in document.notes] == [("running-head", "云溪县残疾人联合会")]

    def test_words_over_a_picture_of_the_page_are_recognised(self) -> None:
        pdf = RawPdf().page().picture(0, 0, 595, 842)
        prose(pdf)
        document = read_pdf(pdf.build())
        assert shown(document) == [JOINED]
        assert noted(document) == [("recognised", "", 1)]

    def test_the_stamp_of_a_scanner_is_no_text(self) -> None:
        pdf = RawPdf()
        for _ in range(4):
            pdf.page().picture(0, 0, 595, 842).text(400, 20, "扫描软件创建", 10)
        with pytest.raises(SourceError) as caught:
            read_pdf(pdf.build())
        assert caught.value.english.startswith("no text layer (4 pages of pictures)")

    def test_a_text_box_on_the_page_is_text(self) -> None:
        box = "/Type /Annot /Subtype /FreeText /Rect [85 400 300 420] /DA (/Helv 16 Tf)"
        words = "二、任务".encode("utf-16-be").hex()
        pdf = RawPdf().page(entries=f"/Annots [<< {box} /Contents <feff{words}> >>]")
        pdf.text(LEFT, 700, "一、目标")
        document = read_pdf(pdf.build())
        assert (shown(document), document.notes) == (["一、目标", "二、任务"], ())

    def test_what_is_filled_into_a_field_is_text(self) -> None:
        words = "2030年".encode("utf-16-be").hex()
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [5 0 R] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            stream(b"BT /F1 12 Tf 1 0 0 1 85 400 Tm (Year) Tj ET"),
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (year) /DA (/Helv 12 Tf) "
            b"/Rect [130 396 300 412] /V <feff" + words.encode() + b"> >>",
        ]
        assert shown(read_pdf(assemble(objects))) == ["Year 2030年"]

    def test_a_watermark_is_noted(self) -> None:
        pdf = RawPdf().page().raw("q 0.7 0.7 -0.7 0.7 200 300 cm").text(0, 0, "征求意见稿", 40).raw("Q")
        prose(pdf)
        document = read_pdf(pdf.build())
        assert shown(document) == [JOINED]
        assert left_out(document, "running-head") == ["征求意见稿"]

    def test_comments_are_noted(self) -> None:
        comment = (
            "/Annots [<< /Type /Annot /Subtype /Text /Rect [100 700 120 720] /Contents (check this) >>] "
        )
        pdf = RawPdf().page(entries=comment)
        prose(pdf)
        assert noted(read_pdf(pdf.build())) == [("comment", "check this", 1)]


class TestPictures:
    def test_a_page_of_pictures_among_others_is_noted(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        pdf.page().picture(0, 0, 595, 842).page()
        prose(pdf)
        document = read_pdf(pdf.build())
        assert shown(document) == [JOINED, JOINED]
        assert noted(document) == [("image", "", 2), ("empty-page", "", 2)]

    def test_a_blank_page_is_none_without_text(self) -> None:
        """The back of a cover has nothing on it, or a frame; letters drawn as paths are something."""
        pdf = RawPdf().page()
        prose(pdf)
        pdf.page().page().rule(LEFT, 700, 500, 700).rect(40, 40, 500, 700).page()
        prose(pdf)
        assert noted(read_pdf(pdf.build())) == []
        letter = "100 700 m 110 720 l 120 700 l 116 700 l 110 712 l 104 700 l h f"
        for drawn in (RawPdf().page().raw(letter), RawPdf().page().picture(LEFT, 300, 40, 40)):
            prose(drawn.page())
            assert noted(read_pdf(drawn.build())) == [("empty-page", "", 1)]

    def test_a_picture_beside_text_is_noted_and_a_seal_is_not(self) -> None:
        pdf = RawPdf().page().picture(LEFT, 300, 400, 200)
        prose(pdf)
        prose(pdf.page().picture(LEFT, 300, 40, 40))
        assert noted(read_pdf(pdf.build())) == [("image", "", 1)]

    def test_only_pictures_stop_with_one_line(self) -> None:
        pdf = RawPdf().page().picture(0, 0, 595, 842).page().picture(0, 0, 595, 842)
        with using(Recognition(mode="never")), pytest.raises(SourceError) as caught:
            read_pdf(pdf.build())
        assert caught.value.chinese == (
            "没有文字层（2 页都是图片），安装文字识别组件后即可离线读取："
            "pip install 'plancmp[ocr]'，或提供 .docx。"
        )
        assert caught.value.english.startswith("no text layer (2 pages of pictures), which can be recognised")

    def test_pictures_without_words_are_said_to_be(self) -> None:
        pytest.importorskip("rapidocr_onnxruntime", reason="the extra for recognition is not installed")
        with pytest.raises(SourceError) as caught:
            read_pdf(RawPdf().page().picture(0, 0, 595, 842).build(), recognise_pictures)
        assert "也没有识别出文字" in caught.value.chinese

    def test_empty_pages_stop_with_one_line(self) -> None:
        with pytest.raises(SourceError) as caught:
            read_pdf(RawPdf().page().build())
        assert caught.value.chinese == "PDF 中没有文字（1 页）。请检查文件，或提供 .docx。"


class TestFootnotes:
    def test_a_footnote_is_tied_to_its_mark(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        pdf.text(LEFT, 600, "护理补贴覆盖率").text(LEFT + 112, 600, "①", 8, rise=7).text(
            LEFT + 120, 600, "达到98%。"
        )
        pdf.rule(LEFT, 120, LEFT + 140, 120)
        pdf.lines(
            LEFT,
            100,
            ("①按登记在册人数计算，不含当年新增对象以及已经迁出的人员，数据由县", "残联提供。"),
            10,
            14,
        )
        document = read_pdf(pdf.build())
        assert shown(document)[1:] == ["护理补贴覆盖率达到98%。"]
        [footnote] = document.footnotes
        assert document.text[: footnote.offset].endswith("覆盖率")
        assert [(footnote.mark, document.words(each)) for each in footnote.paragraphs] == [
            ("①", "按登记在册人数计算，不含当年新增对象以及已经迁出的人员，数据由县残联提供。")
        ]
        assert footnote.paragraphs[0].role == "footnote"

    def test_small_type_at_the_foot_without_a_mark_above_is_text(self) -> None:
        pdf = RawPdf().page()
        prose(pdf)
        pdf.text(LEFT, 100, "①数据由县残联提供。", 10)
        document = read_pdf(pdf.build())
        assert shown(document)[1:] == ["①数据由县残联提供。"]
        assert document.footnotes == ()


class TestTables:
    def test_a_grid_of_rules(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        table(
            pdf, (LEFT, 250, 380, RIGHT), y, [("指标", "2025年", "2030年"), ("床位数（张）", "500", "＞800")]
        )
        document = read_pdf(pdf.build())
        assert shown(document)[1:] == ["+ 指标 | 2025年 | 2030年", "| 床位数（张） | 500 | ＞800"]
        block = document.blocks[1]
        assert isinstance(block, Table) and block.exact
        place = document.place(document.text.index("＞800"))
        assert (place.page, place.block, place.row, place.cell) == (1, 2, 2, 3)

    def test_thin_rectangles_are_rules(self) -> None:
        pdf = RawPdf().page()
        for y in (700, 670, 640):
            for x0, x1 in ((LEFT, 250), (250, RIGHT)):
                pdf.rect(x0, y, x1, y + 0.5, "f")
        for x in (LEFT, 250, RIGHT):
            for y in (640, 670):
                pdf.rect(x, y, x + 0.5, y + 30, "f")
        pdf.text(95, 680, "指标", 12).text(255, 680, "目标", 12).text(95, 650, "床位", 12).text(
            255, 650, "8", 12
        )
        assert shown(read_pdf(pdf.build())) == ["+ 指标 | 目标", "| 床位 | 8"]

    def test_merged_cells(self) -> None:
        pdf = RawPdf().page()
        for y in (700, 670, 640, 610):
            pdf.rule(150 if y == 640 else LEFT, y, RIGHT, y)
        for x in (LEFT, RIGHT):
            pdf.rule(x, 610, x, 700)
        for x in (150, 380):
            pdf.rule(x, 610, x, 670)
        pdf.text(200, 680, "专栏1 主要指标", 12)
        pdf.text(95, 632, "服务", 12)
        for y, name, value in ((650, "1.床位数", "500"), (620, "2.覆盖率", "98%")):
            pdf.text(155, y, name, 12).text(385, y, value, 12)
        assert shown(read_pdf(pdf.build())) == [
            "+ <3>专栏1 主要指标",
            "| 服务 | 1.床位数 | 500",
            "| ^ | 2.覆盖率 | 98%",
        ]

    def test_a_latin_word_over_a_rule_is_not_cut(self) -> None:
        """Its letters are wider and narrower of themselves: no gap for the rule."""
        rules = "".join(f"85 {y} m 300 {y} l S " for y in (440, 420, 400))
        rules += "".join(f"{x} 400 m {x} 440 l S " for x in (85, 150, 300))
        words = "".join(
            f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm ({word}) Tj ET "
            for x, y, word in (
                (90, 425, "City"),
                (160, 425, "Year"),
                (118, 405, "Williamson"),
                (240, 405, "2030"),
            )
        )
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            stream((rules + words).encode()),
        ]
        assert shown(read_pdf(assemble(objects))) == ["+ City | Year", "| Williamson | 2030"]

    def test_rules_that_part_no_cells_move_no_row(self) -> None:
        """Short strokes in a row are levels of the grid at which no cell begins."""
        pdf = RawPdf().page().grid((90, 290, 490), (700, 670, 600, 570))
        for y in (645, 625):
            pdf.rule(290, y, 320, y)
        for y, name, goal in ((680, "指标", "2030年"), (632, "覆盖率", "95%"), (580, "入学率", "98%")):
            pdf.text(95, y, name, 12).text(330, y, goal, 12)
        assert shown(read_pdf(pdf.build())) == ["+ 指标 | 2030年", "| 覆盖率 | 95%", "| 入学率 | 98%"]

    @pytest.mark.parametrize(
        ("category", "expected"),
        [
            pytest.param(
                {665: "河湖水体", 616: "农村人居", 596: "环境整治"},
                ["河湖水体", "^", "农村人居环境整治", "^"],
                id="two names, each in the middle of its rows",
            ),
            pytest.param(
                {650: "河湖水体", 630: "农村人居", 610: "环境整治"},
                ["河湖水体农村人居环境整治", "^", "^", "^"],
                id="look-alike: one name over three lines",
            ),
            pytest.param(
                {685: "河湖水体", 616: "农村人居", 596: "环境整治"},
                ["河湖水体农村人居环境整治", "^", "^", "^"],
                id="look-alike: a first line that is not in the middle of any rows",
            ),
            pytest.param(
                {665: "水体", 616: "人居", 596: "整治"},
                ["水体人居整治", "^", "^", "^"],
                id="look-alike: words spread over the cell",
            ),
            pytest.param(
                {665: "河湖水体", 595: "农村人居"},
                ["河湖水体农村人居", "^", "^", "^"],
                id="look-alike: two lines, of which none says how far apart lines are",
            ),
        ],
    )
    def test_a_rule_that_is_missing_between_merged_cells(
        self, category: dict[int, str], expected: list[str]
    ) -> None:
        pdf = RawPdf().page()
        for y in (730, 700, 670, 640, 610, 580):
            pdf.rule(LEFT if y in (730, 700, 580) else 200, y, RIGHT, y)
        for x in (LEFT, 200, 350, RIGHT):
            pdf.rule(x, 580, x, 730)
        for x, words in ((95, "类别"), (205, "指标"), (355, "2030年")):
            pdf.text(x, 711, words, 12)
        for at, name in enumerate(("水质", "绿地", "道路", "路灯")):
            pdf.text(205, 681 - 30 * at, name, 12).text(355, 681 - 30 * at, str(at), 12)
        for y, words in category.items():
            pdf.text(95, y, words, 12)
        found = [line.split(" | ")[0][2:].replace("¶", "") for line in shown(read_pdf(pdf.build()))]
        assert found == ["类别", *expected]

    def test_a_rule_between_two_figures_parts_them(self) -> None:
        pdf = RawPdf().page()
        table(pdf, (LEFT, 250, 320, RIGHT), 700, [("指标", "2025年", "2030年"), ("产值", "", "")])
        pdf.text(289, 651, "19660", 12).text(321, 651, "2075", 12)
        assert shown(read_pdf(pdf.build())) == ["+ 指标 | 2025年 | 2030年", "| 产值 | 19660 | 2075"]

    def test_figures_that_run_over_a_rule_stay_together(self) -> None:
        pdf = RawPdf().page()
        table(pdf, (LEFT, 250, 320, RIGHT), 700, [("指标", "2025年", "2030年"), ("产值", "", "约90")])
        pdf.text(252, 651, "一九六六〇七八亿元", 9)
        assert shown(read_pdf(pdf.build())) == [
            "+ 指标 | 2025年 | 2030年",
            "| 产值 | 一九六六〇七八亿元 | 约90",
        ]

    def test_sides_left_open(self) -> None:
        pdf = RawPdf().page()
        for y in (700, 670, 640):
            pdf.rule(LEFT, y, RIGHT, y)
        pdf.rule(250, 640, 250, 700)
        pdf.text(95, 680, "指标", 12).text(255, 680, "目标", 12).text(95, 650, "床位", 12).text(
            255, 650, "8", 12
        )
        assert shown(read_pdf(pdf.build())) == ["+ 指标 | 目标", "| 床位 | 8"]

    def test_broken_lines_in_a_narrow_cell_are_one_paragraph(self) -> None:
        pdf = RawPdf().page().grid((LEFT, 150, RIGHT), (700, 610))
        pdf.lines(95, 680, ("社会保障", "和公共服", "务"), 12, 18)
        pdf.lines(155, 680, ("县残联", "县民政局"), 12, 18)
        assert shown(read_pdf(pdf.build())) == ["+ 社会保障和公共服务 | 县残联¶县民政局"]

    def test_items_in_a_box_are_paragraphs(self) -> None:
        pdf = RawPdf().page().grid((LEFT, RIGHT), (720, 690, 590))
        pdf.text(200, 700, "专栏2 重点项目", 12)
        pdf.lines(
            LEFT + 5,
            672,
            (
                ">1.最低生活保障。将符合条件的家庭全部纳入保障的范围，并按有关规",
                "定给予临时救助。",
                ">2.托养服务。每年为二百人提供照护。",
            ),
            12,
            18,
            24,
        )
        assert shown(read_pdf(pdf.build())) == [
            "+ 专栏2 重点项目",
            "| 1.最低生活保障。将符合条件的家庭全部纳入保障的范围，并按有关规定给予临时救助。"
            "¶2.托养服务。每年为二百人提供照护。",
        ]

    def test_three_rules_and_alignment(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        pdf.rule(LEFT, y, RIGHT, y).rule(LEFT, y - 25, RIGHT, y - 25).rule(LEFT, y - 85, RIGHT, y - 85)
        for name, value in (("指标名称", "2030年"), ("床位数", "800"), ("护理员人数", "120")):
            pdf.text(100, y - 18, name, 12).text(400, y - 18, value, 12)
            y -= 28
        document = read_pdf(pdf.build())
        assert shown(document)[1:] == ["+ 指标名称 | 2030年", "| 床位数 | 800", "| 护理员人数 | 120"]
        table_block = document.blocks[1]
        assert isinstance(table_block, Table) and not table_block.exact

    def test_alignment_alone(self) -> None:
        pdf = RawPdf().page()
        y = prose(pdf)
        rows = (
            ("序号", "指标", "2025年", "2030年"),
            ("1", "床位数", "500", "800"),
            ("2", "覆盖率", "95%", "98%"),
        )
        for row in rows:
            for x, words in zip((LEFT, 150, 320, 430), row, strict=True):
                pdf.text(x, y, words, 12)
            y -= 22
        prose(pdf, y - 30)
        document = read_pdf(pdf.build())
        assert shown(document) == [
            JOINED,
            "+ 序号 | 指标 | 2025年 | 2030年",
            "| 1 | 床位数 | 500 | 800",
            "| 2 | 覆盖率 | 95% | 98%",
            JOINED,
        ]

    @pytest.mark.parametrize(
        ("second", "joined"),
        [
            pytest.param(("序号", "指 标", "2025年", "2030年"), True, id="its header again"),
            pytest.param(("序号", "工程", "投资额", "建成年"), False, id="look-alike: a header of its own"),
        ],
    )
    def test_alignment_over_a_page_break(self, second: tuple[str, ...], joined: bool) -> None:
        first = ("序号", "指标", "2025年", "2030年")
        parts = (
            [first, ("1", "床位数", "500", "800"), ("2", "覆盖率", "95%", "98%")],
            [second, ("3", "护理员", "120", "160"), ("4", "培训率", "80%", "90%")],
        )
        pdf = RawPdf()
        for number, rows in enumerate(parts):
            y = 780.0 if number else prose(pdf.page(), times=5)
            pdf = pdf.page() if number else pdf
            for at, row in enumerate(rows):
                for x, words in zip((LEFT, 150, 320, 430), row, strict=True):
                    pdf.text(x, y - 22 * at, words, 12)
        prose(pdf, 600)
        told = [line for line in shown(read_pdf(pdf.build())) if " | " in line]
        upper = ["+ 序号 | 指标 | 2025年 | 2030年", "| 1 | 床位数 | 500 | 800", "| 2 | 覆盖率 | 95% | 98%"]
        lower = ["| 3 | 护理员 | 120 | 160", "| 4 | 培训率 | 80% | 90%"]
        assert told == [*upper, *([] if joined else ["+ 序号 | 工程 | 投资额 | 建成年"]), *lower]

    def test_a_frame_around_a_table_is_taken_apart(self) -> None:
        pdf = RawPdf().page().rect(LEFT, 500, RIGHT, 760).text(200, 740, "专栏1 主要指标", 12)
        table(pdf, (110, 250, 380, 490), 720, [("指标", "2025年", "2030年"), ("床位数", "500", "800")])
        pdf.text(110, 520, "注：床位数含家庭床位。", 10)
        assert shown(read_pdf(pdf.build())) == [
            "专栏1 主要指标",
            "+ 指标 | 2025年 | 2030年",
            "| 床位数 | 500 | 800",
            "注：床位数含家庭床位。",
        ]


def table(
    pdf: RawPdf, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], height: float = 30
) -> float:
    """A ruled table on the open page; returns where it ends."""
    pdf.grid(xs, [top - height * number for number in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        for x, words in zip(xs, row, strict=False):
            if words:
                pdf.text(x + 5, top - height * number - 19, words, 12)
    return top - height * len(rows)


class TestRulesNotDrawn:
    XS = (LEFT, 250, 330, 410, RIGHT)

    def test_words_that_stand_in_the_columns_of_other_rows_are_cells(self) -> None:
        pdf = RawPdf().page()
        top = prose(pdf)
        rows = [("指标", "2025年", "2030年", "属性"), ("绿地（亩）", "15", "20", "约束性"),
                ("湿地（亩）", "30", "35", "预期性"), ("生态保护",)]  # fmt: skip
        ys = [top - 30 * number for number in range(len(rows) + 1)]
        for y in ys:
            pdf.rule(LEFT, y, RIGHT, y)
        for x in self.XS:
            outer = x in (LEFT, RIGHT)
            pdf.rule(x, ys[0] if outer else ys[1], x, ys[-1] if outer else ys[2])
        for number, row in enumerate(rows):
            for x, words in zip(self.XS, row, strict=False):
                pdf.text(x + 5, ys[number] - 19, words, 12)
        assert shown(read_pdf(pdf.build()))[1:] == [
            "+ 指标 | 2025年 | 2030年 | 属性",
            "| 绿地（亩） | 15 | 20 | 约束性",
            "| 湿地（亩） | 30 | 35 | 预期性",
            "| <4>生态保护",
        ]

    def test_look_alike_words_over_the_edge_of_a_column_are_one_cell(self) -> None:
        pdf = RawPdf().page()
        top = prose(pdf)
        table(pdf, self.XS, top - 30, [("绿地", "15", "20", "约束性"), ("湿地", "30", "35", "预期性")])
        pdf.rule(LEFT, top, RIGHT, top).rule(LEFT, top, LEFT, top - 30).rule(RIGHT, top, RIGHT, top - 30)
        pdf.text(LEFT + 5, top - 19, "一是", 12).text(200, top - 19, "绿地面积稳步", 12)
        pdf.text(345, top - 19, "扩大", 12).text(420, top - 19, "见下", 12)
        assert shown(read_pdf(pdf.build()))[1].count("|") == 0

    def test_rows_that_end_sooner_than_those_above(self) -> None:
        """Upright rules a little beside those above, also on the next page, make no column more."""
        wide, narrow = (LEFT, 200, 300, 400, RIGHT), (LEFT, 190, 292, 388, RIGHT - 20)
        pdf = RawPdf().page()
        top = prose(pdf, times=5)
        end = table(pdf, wide, top, [("指标", "单位", "2025年", "2030年"), ("绿地", "亩", "15", "20")])
        table(pdf, narrow, end, [("湿地", "亩", "30", "35"), ("林地", "亩", "50", "55")])
        pdf.page()
        prose(pdf, table(pdf, narrow, 780, [("草地", "亩", "70", "75")]) - 40)
        assert shown(read_pdf(pdf.build()))[5:-1] == [
            "+ 指标 | 单位 | 2025年 | 2030年",
            "| 绿地 | 亩 | 15 | 20",
            "| 湿地 | 亩 | 30 | 35",
            "| 林地 | 亩 | 50 | 55",
            "| 草地 | 亩 | 70 | 75",
        ]

    def test_a_header_said_again_goes_on_however_much_room_was_left(self) -> None:
        pdf = RawPdf().page()
        header = ("指标", "单位", "2025年", "2030年")
        table(pdf, self.XS, prose(pdf), [header, ("绿地", "亩", "15", "20")])
        pdf.page()
        prose(pdf, table(pdf, self.XS, 780, [header, ("湿地", "亩", "30", "35")]) - 40)
        assert shown(read_pdf(pdf.build()))[1:-1] == [
            "+ 指标 | 单位 | 2025年 | 2030年",
            "| 绿地 | 亩 | 15 | 20",
            "| 湿地 | 亩 | 30 | 35",
        ]

    def test_the_title_of_a_chapter_over_two_centred_lines(self) -> None:
        pdf = RawPdf().page()
        pdf.text(205, 740, "第一章 推动减污降碳协同", 16).text(234, 712, "促进全面绿色转型", 16)
        prose(pdf, 680)
        assert shown(read_pdf(pdf.build()))[0] == "第一章 推动减污降碳协同促进全面绿色转型"

    @pytest.mark.parametrize(
        ("upper", "lower"),
        [("附件1", "云溪县妇女儿童发展规划"), ("表1 主要指标和分年度目标", "单位：万人")],
    )
    def test_look_alike_centred_lines_that_stand_by_themselves(self, upper: str, lower: str) -> None:
        pdf = RawPdf().page()
        pdf.text(298 - 8 * len(upper), 740, upper, 16).text(298 - 8 * len(lower), 712, lower, 16)
        prose(pdf, 680)
        assert shown(read_pdf(pdf.build()))[:2] == [upper, lower]


class TestPageBreaks:
    XS = (LEFT, 150, 380, RIGHT)
    HEADER = ("序号", "任务", "单位")

    def test_a_table_goes_on_and_its_repeated_header_is_left_out(self) -> None:
        pdf = RawPdf().page()
        end = prose(pdf, times=5)
        table(pdf, self.XS, end, [self.HEADER, ("1", "改造床位", "县民政局"), ("2", "培训人员", "县人社局")])
        pdf.text(280, 40, "— 1 —", 10)
        end = table(pdf.page(), self.XS, 780, [self.HEADER, ("3", "发放补贴", "县财政局")])
        prose(pdf, end - 40)
        pdf.text(280, 40, "— 2 —", 10)
        document = read_pdf(pdf.build())
        assert shown(document)[5:] == [
            "+ 序号 | 任务 | 单位",
            "| 1 | 改造床位 | 县民政局",
            "| 2 | 培训人员 | 县人社局",
            "| 3 | 发放补贴 | 县财政局",
            JOINED,
        ]
        assert ("repeated-header", "序号 任务 单位", 2) in noted(document)
        assert document.place(document.text.index("发放补贴")).page == 2

    @pytest.mark.parametrize("closed", [True, False])
    def test_a_row_cut_by_the_break_is_one_row(self, closed: bool) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=6)
        end = table(pdf, self.XS, 220, [self.HEADER, ("1", "改造床位", "县民政局")])
        self.part(pdf, end, end - 60, bottom=closed)
        pdf.text(LEFT + 5, end - 19, "2", 12).text(385, end - 19, "县人社局", 12)
        pdf.lines(
            155,
            end - 19,
            ("培训养老护理员，五年累计不少于一千人次，", "所有机构的护理员都要持证上岗，并将其纳"),
            11,
            18,
        )
        pdf.page()
        self.part(pdf, 780, 740, top=closed)
        pdf.text(155, 760, "入日常考核。", 11)
        table(pdf, self.XS, 740, [("3", "发放补贴", "县财政局"), ("4", "开展评估", "县民政局")])
        assert shown(read_pdf(pdf.build()))[6:] == [
            "+ 序号 | 任务 | 单位",
            "| 1 | 改造床位 | 县民政局",
            "| 2 | 培训养老护理员，五年累计不少于一千人次，所有机构的护理员都要持证上岗，"
            "并将其纳入日常考核。 | 县人社局",
            "| 3 | 发放补贴 | 县财政局",
            "| 4 | 开展评估 | 县民政局",
        ]

    def part(
        self, pdf: RawPdf, top_y: float, bottom_y: float, *, top: bool = True, bottom: bool = True
    ) -> None:
        """One row, open above or below."""
        for x in self.XS:
            pdf.rule(x, bottom_y, x, top_y)
        if top:
            pdf.rule(LEFT, top_y, RIGHT, top_y)
        if bottom:
            pdf.rule(LEFT, bottom_y, RIGHT, bottom_y)

    def _rows(self, pdf: RawPdf, top: float, words: Sequence[tuple[str, str]], category: str) -> None:
        """Rows with one category cell beside them."""
        bottom = top - 30 * len(words)
        for x in self.XS:
            pdf.rule(x, bottom, x, top)
        for number, (name, value) in enumerate(words):
            y = top - 30 * number
            pdf.rule(150 if number else LEFT, y, RIGHT, y)
            pdf.text(155, y - 19, name, 12).text(385, y - 19, value, 12)
        pdf.rule(LEFT, bottom, RIGHT, bottom).text(95, top - 19, category, 12)

    @pytest.mark.parametrize(
        ("first", "second", "below", "expected"),
        [
            pytest.param("服务", "", 2, ("服务", "^", "保障", "^", "^"), id="words stand in its second part"),
            pytest.param("", "", 2, ("", "^", "", "保障", "^"), id="look-alike: rows without a category"),
            pytest.param("服务", "", 1, ("服务", "^", "", "保障"), id="look-alike: one row below"),
            pytest.param(
                "服务", "管理", 2, ("服务", "^", "管理", "保障", "^"), id="look-alike: each part has words"
            ),
        ],
    )
    def test_a_category_whose_words_stand_behind_the_break(
        self, first: str, second: str, below: int, expected: tuple[str, ...]
    ) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=6)
        table(pdf, self.XS, 220, [("类别", "指标", "2030年")])
        self._rows(pdf, 190, [("1.床位数", "800"), ("2.覆盖率", "98%")], first)
        self._rows(pdf, 130, [("3.护理员", "120")], second)
        pdf.page()
        self._rows(pdf, 780, [("4.培训率", "90%"), ("5.补贴", "300")][:below], "保障")
        found = [line.split(" | ")[0][2:] for line in shown(read_pdf(pdf.build()))[7:]]
        assert found == list(expected)

    def test_a_merged_category_goes_on_over_the_break(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=6)
        table(pdf, self.XS, 220, [("类别", "指标", "2030年")])
        self._rows(pdf, 190, [("1.床位数", "800"), ("2.覆盖率", "98%")], "服务")
        pdf.page()
        self._rows(pdf, 780, [("3.护理员", "120"), ("4.培训率", "90%")], "")
        self._rows(pdf, 720, [("5.补贴", "300")], "保障")
        assert shown(read_pdf(pdf.build()))[6:] == [
            "+ 类别 | 指标 | 2030年",
            "| 服务 | 1.床位数 | 800",
            "| ^ | 2.覆盖率 | 98%",
            "| ^ | 3.护理员 | 120",
            "| ^ | 4.培训率 | 90%",
            "| 保障 | 5.补贴 | 300",
        ]

    def test_a_box_over_three_pages_open_at_the_breaks(self) -> None:
        def frame(top: float, bottom: float, *, above: bool, below: bool) -> None:
            pdf.rule(LEFT, bottom, LEFT, top).rule(RIGHT, bottom, RIGHT, top)
            if above:
                pdf.rule(LEFT, top, RIGHT, top)
            if below:
                pdf.rule(LEFT, bottom, RIGHT, bottom)

        pdf = RawPdf().page()
        prose(pdf, times=5)
        pdf.grid((LEFT, RIGHT), (300, 270)).text(200, 280, "专栏2 重点项目", 12)
        frame(270, 80, above=False, below=False)
        full = "1.最低生活保障。将符合条件的家庭全部纳入保障的范围，并按有关规"
        pdf.text(LEFT + 29, 250, full, 12)
        pdf.page()
        frame(780, 80, above=False, below=False)
        pdf.text(LEFT + 5, 760, "定给予临时救助。", 12).text(LEFT + 29, 742, "2.托养服务。", 12)
        pdf.page()
        frame(780, 700, above=False, below=True)
        pdf.text(LEFT + 29, 760, "3.辅具适配。", 12)
        prose(pdf, 600)
        assert shown(read_pdf(pdf.build()))[5:] == [
            "+ 专栏2 重点项目",
            f"| {full}定给予临时救助。¶2.托养服务。¶3.辅具适配。",
            JOINED,
        ]

    def test_a_title_row_alone_at_the_foot_of_a_page(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=7)
        pdf.grid((LEFT, RIGHT), (110, 80)).text(200, 90, "专栏1 主要任务", 12)
        table(pdf.page(), self.XS, 780, [self.HEADER, ("1", "改造床位", "县民政局")])
        assert shown(read_pdf(pdf.build()))[7:] == [
            "+ <3>专栏1 主要任务",
            "| 序号 | 任务 | 单位",
            "| 1 | 改造床位 | 县民政局",
        ]

    def test_words_of_a_merged_cell_run_over_the_break(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=6)
        table(pdf, self.XS, 170, [("类别", "指标", "2030年"), ("服务", "1.床位数", "800")])
        for x in self.XS:
            pdf.rule(x, 80, x, 110)
        pdf.rule(150, 80, RIGHT, 80).text(95, 91, "社会保", 12).text(95, 70, "障和公", 12)
        pdf.text(155, 91, "2.覆盖率", 12).text(385, 91, "98%", 12)
        pdf.page()
        for x in self.XS:
            pdf.rule(x, 720, x, 780)
        pdf.rule(LEFT, 720, RIGHT, 720).rule(150, 750, RIGHT, 750).text(95, 768, "共服务", 12)
        for y, name, value in ((761, "3.护理员", "120"), (731, "4.培训率", "90%")):
            pdf.text(155, y, name, 12).text(385, y, value, 12)
        assert shown(read_pdf(pdf.build()))[6:] == [
            "+ 类别 | 指标 | 2030年",
            "| 服务 | 1.床位数 | 800",
            "| 社会保障和公共服务 | 2.覆盖率 | 98%",
            "| ^ | 3.护理员 | 120",
            "| ^ | 4.培训率 | 90%",
        ]

    def test_a_caption_that_says_the_table_goes_on_is_left_out(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=6)
        table(pdf, self.XS, 200, [self.HEADER, ("1", "改造床位", "县民政局"), ("2", "培训人员", "县人社局")])
        pdf.page().text(260, 790, "续表1", 12)
        table(pdf, self.XS, 780, [self.HEADER, ("3", "发放补贴", "县财政局")])
        document = read_pdf(pdf.build())
        assert shown(document)[-2:] == ["| 2 | 培训人员 | 县人社局", "| 3 | 发放补贴 | 县财政局"]
        assert left_out(document, "repeated-header") == ["续表1", "序号 任务 单位"]

    def test_a_table_that_ends_high_on_its_page_has_ended(self) -> None:
        pdf = RawPdf().page()
        prose(pdf, times=6)
        prose(pdf.page(), times=1)
        table(pdf, self.XS, 600, [("1", "改造床位", "县民政局"), ("2", "培训人员", "县人社局")])
        table(pdf.page(), self.XS, 780, [("1", "发放补贴", "县财政局"), ("2", "开展评估", "县民政局")])
        document = read_pdf(pdf.build())
        assert sum(isinstance(block, Table) for block in document.blocks) == 2


@pytest.mark.parametrize(
    ("written", "drawn", "expected"),
    [
        ("二、 一）思想", {2}, "二、（一）思想"),
        ("印发《 老龄规划》", {3}, "印发 《老龄规划》"),
        ("按《 甲（乙） 丙》", {2}, "按 《甲（乙） 丙》"),
        ("甲 乙（丙）", {1}, "甲\ufffd乙（丙）"),  # nothing closes it
        ("甲 乙（丙）《丁》", set(), "甲 乙（丙）《丁》"),  # look-alike: no blank is drawn
    ],
)
def test_blanks_that_are_drawn(
    written: str, drawn: set[int], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A font's map says blank for an opening mark, and the mark for a blank."""
    monkeypatch.setattr(pages.pdfium, "FPDFText_IsGenerated", lambda *_: False)
    reader = pages._CharReader(None, 0, {})
    blank = {written.index("《 ")} if drawn and "《 " in written else set()
    inks = [
        0.8 if at in drawn or (char != " " and at not in blank) else 0.0 for at, char in enumerate(written)
    ]
    monkeypatch.setattr(reader, "_ink", lambda at: inks[at])
    assert "".join(reader._inked(list(written))) == expected
