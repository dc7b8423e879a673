"""Comments in Word files: where they stand, what they leave as it was, and what is read back from them."""

import re

import pytest

from plancmp.model.errors import SourceError
from plancmp.model.finding import Finding
from plancmp.model.place import Place, Span
from plancmp.report.marks import Mark, marks_of
from plancmp.report.word.comments import accepted_in, with_comments
from plancmp.sources.word.reading import read_docx
from tests.docx_builder import (
    abstract,
    cell,
    field,
    level,
    make_docx,
    num,
    p,
    pack,
    r,
    row,
    t,
    tbl,
    text_box,
)
from tests.report.word_files import canonical, comments, own, parts

DATE = "2026-01-02T03:04:05Z"
_NOTE = f'<w:footnote w:id="2">{p("脚注说明：其中含XX个。")}</w:footnote>'
_OPEN = f'<w:comment w:id="7" w:author="李某" w:date="{DATE}">{p("这里再核实")}</w:comment>'
_FEW = ('<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>', '<w:commentReference w:id="7"/>')


def marks(data: bytes, *words: str) -> list[Mark]:
    """A mark at the first place of each of some words."""
    text = read_docx(data).text
    return [
        Mark(
            Span(text.index(each), text.index(each) + len(each)),
            (f"PLH001 错误：{each}",),
            f"PLH001 {at:016x}",
        )
        for at, each in enumerate(words)
    ]


def written(data: bytes, *words: str) -> bytes:
    """The file with comments at some words."""
    return with_comments(data, marks(data, *words), "check", date=DATE)


BODIES = {
    "one run": (p("到2025年达到XX万人，覆盖率稳定。"), "XX万人"),
    "whole run": (p("达到", r("XX万人", "<w:b/>"), "。"), "XX万人"),
    "several runs": (p(r("达到X", "<w:b/>"), r("X", "<w:i/>"), r("万人。")), "XX万人"),
    "start of a run": (p(r("XX万人。", "<w:b/>")), "XX"),
    "end of a run": (p(r("达到XX")), "XX"),
    "entities": (p("A&amp;B <XX> & 达到XX万人"), "> & 达到"),
    "spaces not kept": ("<w:p><w:r><w:t>建成 XX 个 站</w:t></w:r></w:p>", "XX"),
    "spaces that do not count": ("<w:p><w:r><w:t>建成XX 个站 </w:t></w:r></w:p>", "成X"),
    "cell": (tbl(row(cell("指标"), cell("目标")), row(cell("护理补贴"), cell("＞XX%"))), "＞XX%"),
    "inner table": (tbl(row(cell("甲"), cell("乙", tbl(row(cell("达到XX个"))), "丙"))), "XX"),
    "hyperlink": (p(f"<w:hyperlink>{r('见附件XX页')}</w:hyperlink>", r("。")), "XX页"),
    "into a hyperlink": (p("详见附", f"<w:hyperlink>{r('件XX页')}</w:hyperlink>"), "附件XX"),
    "insertion": (p(f'<w:ins w:id="1" w:author="李某">{r("新增XX个")}</w:ins>', r("站点")), "XX个站"),
    "around a deletion": (
        p("达到", f'<w:del w:id="1">{r("<w:delText>旧</w:delText>")}</w:del>', "XX"),
        "到XX",
    ),
    "field": (p("图", field("SEQ 图", r("1")), "达到XX"), "图1达"),
    "tab in a run": (p(r(t("达到") + "<w:tab/>" + t("XX万人"))), "XX"),
    "before a tab": (p(r(t("达到XX") + "<w:tab/>" + t("万人"))), "XX"),
    "hidden words": (p("人", r("人甲", "<w:vanish/>"), "人甲乙XX"), "人甲乙"),
    "content control": (f"<w:sdt><w:sdtContent>{p('控件内XX人')}</w:sdtContent></w:sdt>", "XX"),
    "smart tag": (p(f'<w:smartTag w:uri="u" w:element="e">{r("XX县")}</w:smartTag>', "达到"), "XX县达"),
    "line break": (p(r(t("第一行") + "<w:br/>" + t("第二行XX个"))), "XX个"),
    "other comments": (p(_FEW[0], r("建成XX个"), _FEW[1], r(_FEW[2]), "站"), "XX个站"),
    "zero-width": (p("达\u200b到X\u200bX万"), "到XX"),
}


@pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
@pytest.mark.parametrize("name", BODIES)
def test_a_comment_stands_at_the_very_words(name: str, strict: bool) -> None:
    """Whatever the words stand in; nothing else in the document changes."""
    body, words = BODIES[name]
    data = make_docx(p("某县规划"), body, p("末段。"), strict=strict, comments=_OPEN)
    made = written(data, words)
    assert [(at.replace("\u200b", "").strip(), lines[0]) for at, lines in own(made)] == [
        (words, f"PLH001 错误：{words}")
    ]
    assert canonical(made) == canonical(data)
    old, new = read_docx(data), read_docx(made)
    assert (new.text, new.blocks, len(new.notes)) == (old.text, old.blocks, len(old.notes))
    before, after = parts(data), parts(made)
    kept = before.keys() - {"word/document.xml", "word/comments.xml"}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    if not strict:
        assert "".join(re.findall("<w:comment .*</w:comment>", _OPEN)) in after["word/comments.xml"].decode()


@pytest.mark.parametrize(
    ("body", "words", "at", "said"),
    [
        (p("总量", r('<w:footnoteReference w:id="2"/>'), "达标。"), "XX个", "量", True),
        (p("总体要求", num="1"), "一、", "总体要求", True),
        (p("总体要求", num="1"), "一、总体要求", "总体要求", False),
        (
            p("前文", text_box(p("框内达到XX万人"), fallback=False), "后文"),
            "XX万",
            "前文框内达到XX万人后文",
            True,
        ),
    ],
    ids=["footnote", "list number", "list number and words", "text box"],
)
def test_words_without_room_for_a_comment(body: str, words: str, at: str, said: bool) -> None:
    """The nearest words in the text are taken, and the comment says so."""
    numbering = abstract("0", level(0, "chineseCounting", "%1、")) + num("1", "0")
    data = make_docx(p("某县规划"), body, footnotes=_NOTE, numbering=numbering)
    ((found, lines),) = own(written(data, words))
    assert found == at
    assert any("批注加在最近的段落" in line for line in lines) is said


def test_many_comments_at_one_place() -> None:
    """Ranges that begin together, end together, overlap, and stand in each other."""
    data = make_docx(p("某县规划"), p(r("甲乙丙丁"), r("戊己庚辛", "<w:b/>")))
    made = written(data, "甲乙", "甲乙丙", "乙丙", "丙丁戊", "己", "己庚", "丁戊己庚辛")
    assert [at for at, _ in own(made)] == ["甲乙", "甲乙丙", "乙丙", "丙丁戊", "己", "己庚", "丁戊己庚辛"]
    assert canonical(made) == canonical(data)


def test_a_second_run_replaces_its_own_and_no_others() -> None:
    """The same marks give the same bytes; without marks the first document comes back, byte for byte."""
    body = p(_FEW[0], r("建成XX个站，"), _FEW[1], r(_FEW[2]), r("达到〇〇人。", "<w:b/>"))
    data = make_docx(p("某县规划"), body, comments=_OPEN)
    made = written(data, "XX", "〇〇")
    assert written(made, "XX", "〇〇") == made
    assert own(written(made, "〇〇"))[0][0] == "〇〇"
    back = parts(with_comments(made, [], "check", date=DATE))
    assert back["word/document.xml"] == parts(data)["word/document.xml"]
    assert back["word/comments.xml"] == parts(data)["word/comments.xml"]


_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


def answered(
    made: bytes, *, reply: str = "", done: bool = False, typed: str = "", extended: bool = True
) -> bytes:
    """The file as Word saves it after somebody answered its first comment of plancmp."""
    files = parts(made)
    text = files["word/comments.xml"].decode()
    text = text.replace("<w:comments ", f'<w:comments xmlns:w14="{_W14}" ', 1)
    if typed:
        text = text.replace("</w:comment>", p(typed) + "</w:comment>", 1)
    last = text.rindex("<w:p>", 0, text.index("</w:comment>"))
    text = text[:last] + '<w:p w14:paraId="00000A01">' + text[last + len("<w:p>") :]
    if reply:
        answer = p(reply).replace("<w:p>", '<w:p w14:paraId="00000A02">', 1)
        text = text.replace(
            "</w:comments>", f'<w:comment w:id="90" w:author="王某">{answer}</w:comment></w:comments>'
        )
    files["word/comments.xml"] = text.encode()
    if extended:
        rows = f'<w15:commentEx w15:paraId="00000A01" w15:done="{int(done)}"/>'
        if reply:
            rows += '<w15:commentEx w15:paraId="00000A02" w15:paraIdParent="00000A01" w15:done="0"/>'
        files["word/commentsExtended.xml"] = (
            f'<w15:commentsEx xmlns:w15="{_W15}">{rows}</w15:commentsEx>'.encode()
        )
        links = files["word/_rels/document.xml.rels"].decode()
        kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
        link = f'<Relationship Id="rIdX" Type="{kind}" Target="commentsExtended.xml"/>'
        files["word/_rels/document.xml.rels"] = links.replace(
            "</Relationships>", link + "</Relationships>"
        ).encode()
    return pack(files)


@pytest.mark.parametrize(
    ("how", "reasons"),
    [
        ({"reply": "不采纳：口径由省里统一规定。"}, ["不采纳：口径由省里统一规定。"]),
        ({"typed": "不采纳，另有文件。"}, ["不采纳，另有文件。"]),
        ({"done": True}, ["已解决"]),
        ({"reply": "按省里的数字填。", "done": True}, ["按省里的数字填。"]),
        ({"reply": "好的，马上改。"}, []),
        ({"reply": "在不改变原意的前提下已采纳。"}, []),
        ({"extended": False}, []),
    ],
    ids=[
        "reply",
        "typed into it",
        "resolved",
        "resolved with a reply",
        "agreed",
        "agreed at length",
        "silent",
    ],
)
def test_answers_are_read_back(how: dict[str, object], reasons: list[str]) -> None:
    """A reply that declines, or a resolved thread, is an accepted finding with its words as reason."""
    data = make_docx(p("某县规划"), p("建成XX个，达到〇〇人。"))
    made = answered(written(data, "XX", "〇〇"), **how)  # type: ignore[arg-type]
    found = accepted_in(made)
    assert [each.reason for each in found] == reasons
    assert [(each.code, each.fingerprint, each.number) for each in found] == [("PLH001", "0" * 16, 1)] * len(
        reasons
    )


def test_answers_that_are_comments_of_their_own() -> None:
    """As programs write them that know no replies: at the very words, and only where one finding is meant."""
    data = make_docx(p("某县规划"), p("建成XX个，达到〇〇人。"))
    made = written(data, "XX", "〇〇", "〇〇")
    for word, reasons in (("XX", ["不采纳，另有文件。"]), ("〇〇", [])):
        files = parts(made)
        own_name = "0" if word == "XX" else "1"
        text = files["word/document.xml"].decode()
        for kind in ("Start", "End"):
            mark = f'<w:commentRange{kind} w:id="{own_name}"/>'
            text = text.replace(mark, mark + mark.replace(f'"{own_name}"', '"50"'))
        other = f'<w:comment w:id="50" w:author="王某">{p("不采纳，另有文件。")}</w:comment></w:comments>'
        files["word/document.xml"] = text.encode()
        files["word/comments.xml"] = files["word/comments.xml"].replace(b"</w:comments>", other.encode())
        assert [each.reason for each in accepted_in(pack(files))] == reasons


def test_answered_comments_stay() -> None:
    """A later run leaves a thread that somebody answered as it is, and says its finding only there."""
    data = make_docx(p("某县规划"), p("建成XX个，达到〇〇人。"))
    made = answered(written(data, "XX", "〇〇"), reply="好的，马上改。")
    again = written(made, "XX", "〇〇")
    assert [at for at, _ in own(again)] == ["XX", "〇〇"]
    assert "90" in comments(again)
    assert parts(again)["word/commentsExtended.xml"] == parts(made)["word/commentsExtended.xml"]
    # Untouched ones go, with what other parts say of them.
    alone = answered(written(data, "XX"))
    gone = parts(with_comments(alone, [], "check", date=DATE))
    assert b"00000A01" not in gone["word/commentsExtended.xml"] + gone["word/comments.xml"]
    assert gone["word/document.xml"] == parts(data)["word/document.xml"]


def test_each_kind_of_run_replaces_its_own_comments() -> None:
    """What a comparison wrote stays when findings are written anew, and the other way round."""
    data = make_docx(p("某县规划"), p("建成XX个，达到〇〇人。"))
    checked = written(data, "XX")
    gap = Mark(marks(data, "〇〇")[0].span, ("别的规划有：三、保障",), "diff 0123456789abcdef")
    both = with_comments(checked, [gap], "diff", date=DATE)
    assert [at for at, _ in own(both)] == ["XX", "〇〇"]
    assert [at for at, _ in own(with_comments(both, [], "check", date=DATE))] == ["〇〇"]
    assert [at for at, _ in own(with_comments(both, [], "diff", date=DATE))] == ["XX"]


def test_no_prefix_of_its_own() -> None:
    """A document that names its elements without a prefix, or in UTF-16, has valid anchors all the same."""
    files = parts(make_docx(p("某县规划"), p("建成XX个。")))
    text = files["word/document.xml"].decode()
    bare = re.sub(r"<(/?)w:(?!document)", r"<\1", text).replace("<w:document", "<document", 1)
    bare = bare.replace("</w:document", "</document").replace("xmlns:w=", "xmlns=").replace("w:val", "val")
    wide = text.replace("UTF-8", "UTF-16").encode("utf-16")
    for written_so in (bare.encode(), wide):
        data = pack(files | {"word/document.xml": written_so})
        assert [at for at, _ in own(written(data, "XX"))] == ["XX"]


def test_the_parts_that_a_first_comment_needs() -> None:
    """Its part, a relation and a content type; the names of what was there are not used again."""
    data = make_docx(p("某县规划"), p("建成XX个。"), more={"word/comments.xml": b"<other/>"})
    files = parts(written(data, "XX"))
    assert files["word/comments.xml"] == b"<other/>"
    assert b'Target="comments1.xml"' in files["word/_rels/document.xml.rels"]
    assert b'PartName="/word/comments1.xml"' in files["[Content_Types].xml"]


def test_texts_of_comments_are_texts() -> None:
    """What a message holds is no XML, and characters that XML cannot hold are left out."""
    data = make_docx(p("某县规划"))
    mark = Mark(Span(0, 2), ("PLH001 错误：<w:br/> & \x00\ud800]]>",), "PLH001 0123456789abcdef")
    ((at, lines),) = own(with_comments(data, [mark], "check", date=DATE))
    assert (at, lines) == ("某县", ["PLH001 错误：<w:br/> & ]]>", "plancmp PLH001 0123456789abcdef"])


def test_damaged_files_are_one_line() -> None:
    """What is no Word file is said in one line."""
    for data in (b"", b"PK\x03\x04", b"%PDF-1.4", pack({"word/document.xml": b"<w:p"})):
        with pytest.raises(SourceError, match=r"^[^\n]+$"):
            with_comments(data, [], "check", date=DATE)


def test_what_is_about_the_plan_as_a_whole() -> None:
    """It stands at the title, whatever stands before that."""
    data = make_docx(p("附件"), p("某县“十五五”残疾人"), p("保障和发展规划"), p("一、目标"))
    finding = Finding(
        code="DOC001",
        name="missing-part",
        severity="warning",
        message="缺少保障措施。",
        path="a.docx",
        at=Place(line=1),
        excerpt="",
        fingerprint="0123456789abcdef",
    )
    made = marks_of([finding], [None], read_docx(data), "某县“十五五”残疾人保障和发展规划", "zh")
    assert own(with_comments(data, made, "check", date=DATE)) == [
        ("某县“十五五”残疾人", ["DOC001 警告：缺少保障措施。", "plancmp DOC001 0123456789abcdef"])
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"word/comments.xml": b"<w:comments"},
        {"word/comments.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"},
        {"word/commentsExtended.xml": b"<x><y></x>"},
        {"word/media/image1.png": bytes(60_000_000)},
        {"[Content_Types].xml": b"no XML"},
    ],
    ids=["cut off", "entities", "not well-formed", "too large", "no types"],
)
def test_hostile_parts_are_one_line(broken: dict[str, bytes]) -> None:
    """Parts that only writing looks at are guarded like all others."""
    data = make_docx(
        p("某县规划"), p("建成XX个。"), comments="" if "[Content_Types].xml" in broken else _OPEN
    )
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    files = parts(data)
    link = f'<Relationship Id="rIdX" Type="{kind}" Target="commentsExtended.xml"/></Relationships>'.encode()
    links = files["word/_rels/document.xml.rels"].replace(b"</Relationships>", link)
    wrong = pack(files | {"word/_rels/document.xml.rels": links} | broken)
    mark = Mark(Span(0, 2), ("PLH001 错误：甲",), f"PLH001 {0:016x}")
    with pytest.raises(SourceError, match=r"^[^\n]+$"):
        with_comments(wrong, [mark], "check", date=DATE)
