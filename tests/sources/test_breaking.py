"""Drafts of the corpus broken at a width, with page numbers, heads and boxes, are the same once joined."""

from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import pytest

from plancmp.model.document import Paragraph
from plancmp.sources.markup.choosing import read_decoded
from plancmp.text.folding import squeeze
from tests.sources.breaking import CORPUS, Setting, draw, halved, paragraphs_of, set_pages
from tests.sources.layouts import wrap

_BROKEN = (b"---", b"# Page")
DRAFTS = [
    path
    for path in sorted(CORPUS.iterdir())
    if path.suffix in (".txt", ".md") and path.stem != "README" and not path.read_bytes().startswith(_BROKEN)
]
"""Those that are whole: a saved page and the text of a PDF are broken as they stand."""


def lost(path: Path, setting: Setting, random: Random) -> tuple[list[str], int]:
    """Paragraphs of the draft that do not come back, and how many there are."""
    wanted = paragraphs_of(path)
    if setting.halves:
        wanted = [halved(text) for text in wanted]
    document = read_decoded(set_pages(wanted, setting, random), None)
    got = [squeeze(document.words(block)) for block in document.blocks if isinstance(block, Paragraph)]
    wanted = [squeeze(text) for text in wanted]
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    kept = {block.a + at for block in matcher.get_matching_blocks() for at in range(block.size)}
    return [text for at, text in enumerate(wanted) if at not in kept], len(wanted)


@pytest.mark.parametrize(("dealt", "most"), [(False, 2), (True, 8)], ids=["whole lines", "dealt out"])
def test_broken_drafts_are_joined_again(dealt: bool, most: int) -> None:
    """A few stay apart where nothing tells: a last line that is full, a title before a bracket."""
    lost_paragraphs = paragraphs = 0
    for path in DRAFTS:
        for seed in range(12):
            random = Random(seed)
            setting = draw(random)
            if (setting.dealt > 0) == dealt:
                missing, count = lost(path, setting, random)
                lost_paragraphs += len(missing)
                paragraphs += count
    assert lost_paragraphs * 100 <= paragraphs * most


PLAIN = Setting(columns=64, indent="")


@pytest.mark.parametrize(
    "setting",
    [
        PLAIN,
        PLAIN._replace(lines=26, number="# Page {}:"),
        PLAIN._replace(lines=26, number="{}"),
        PLAIN._replace(lines=26, number="- {} -", head="云溪县残疾人事业规划"),
        PLAIN._replace(indent="\u3000\u3000", box=20),
    ],
    ids=["stripped", "page marks", "bare numbers", "running heads", "boxes"],
)
def test_nothing_of_a_page_stays_in_the_text(setting: Setting) -> None:
    missing, wanted = lost(CORPUS / "yunxi-disability-15.txt", setting, Random(1))
    assert (missing, wanted) == ([], 45)


DEALT = [
    "1．发展托养照护。各县（区）",
    "办好托养中心，",
    "采取购买服务、邻里互助等方式每年服务三百",
    "人次；对出行不便的，由村",
    "（社区）",
    "安排专人。",
    "2．扩大就业规模。帮助有愿望、",
    "有能力的残疾人就近就地就业，落实社",
    "保补贴，每年新增一百人。",
    "3．",
    "加强康复服务。",
    "推动康复进社区，配",
    "齐设备和人员，做到有人管、有钱办、有地方",
    "，",
    "服务质量稳步提升，",
    "让残疾人就近得到专业服务。",
]


def test_a_printed_line_dealt_out_at_its_marks_is_one_line() -> None:
    document = read_decoded("\n".join(DEALT * 3), None)
    whole = ["".join(DEALT[:6]), "".join(DEALT[6:9]), "".join(DEALT[9:])]
    assert [document.words(block) for block in document.blocks] == whole * 3


ONE_LINE = [
    ("一、发展基础", "（一）主要成效。" + "全县建成托养中心，服务群众。" * 120, "（二）问题。", "二、任务"),
    ("第一章 基础", "成效明显。" * 200, "第二章 目标", "到2030年建成网络。" * 90, "第三章 保障"),
    ("云溪县残疾人事业规划", "为发展事业，制定本规划。", "1.就业。" + "开展培训。" * 300, "2.康复。"),
]


@pytest.mark.parametrize("paragraphs", ONE_LINE, ids=["labels", "chapters", "items"])
@pytest.mark.parametrize("blank", [" ", "\u3000\u3000"])
def test_a_whole_text_in_one_line_is_parted_at_its_blanks(paragraphs: tuple[str, ...], blank: str) -> None:
    text = blank.join(paragraphs)
    document = read_decoded(text, None)
    assert tuple(document.words(block) for block in document.blocks) == paragraphs
    assert [(note.code, note.count) for note in document.notes] == [("one-line", 1)]
    assert document.place(document.text.index(paragraphs[2])).column == text.index(paragraphs[2]) + 1


def test_a_whole_text_without_blanks_is_parted_where_labels_count_up() -> None:
    text = (
        "一、基础。"
        + "成效明显。" * 200
        + "（一）就业。增加一、二级岗位。（二）康复。"
        + "二、目标。"
        + "建成。" * 300
    )
    document = read_decoded(text, None)
    shown = [document.words(block)[:8] for block in document.blocks]
    assert shown == ["一、基础。成效明", "（一）就业。增加", "（二）康复。", "二、目标。建成。"]


def test_a_heading_behind_a_lost_line_end_begins_a_paragraph() -> None:
    document = read_decoded("服务基本覆盖。 三、加强保障\n按第（三）项办理。 （二）类对象除外。\n", None)
    assert [document.words(block) for block in document.blocks] == [
        "服务基本覆盖。",
        "三、加强保障",
        "按第（三）项办理。",
        "（二）类对象除外。",
    ]
    assert document.notes == ()


@pytest.mark.parametrize("text", ["服务群众。" * 400, "指标 数值 " * 400, "到 2030 年 建 成 网 络，" * 200])
def test_a_long_paragraph_is_no_whole_text(text: str) -> None:
    document = read_decoded(text, None)
    assert (len(document.blocks), document.notes) == (1, ())


NOTICE = [
    "云溪县人民政府办公室关于印发残疾人保障规划的通知",
    "（2026年3月1日）",
    "云政办发〔2026〕3 号",
    "各乡镇人民政府：",
    "《云溪县残疾人保障规划》已经县政府同意，现印发给你们。",
    "2026 年3 月1 日",
    "（此件公开发布）",
    "云溪县残疾人保障规划",
]


def test_the_parts_of_a_notice_before_dealt_lines_stay_apart() -> None:
    document = read_decoded("\n".join([*NOTICE, *DEALT * 3]), None)
    assert [document.words(block) for block in document.blocks[1:8]] == NOTICE[1:]


def test_a_running_head_right_above_the_text_is_one_where_nothing_is_set_apart() -> None:
    lines = wrap("    " + "推动康复进社区，配齐设备和人员，做到有人管、有钱办、有地方。" * 20, 60)
    pages = ["\n".join([f"— {n} —", "云溪县规划", *lines[n * 5 : n * 5 + 5]]) for n in range(4)]
    document = read_decoded("\n".join(pages), None)
    assert [document.words(block) for block in document.blocks] == ["".join(lines[:20]).strip()]
    assert [(note.code, note.count) for note in document.notes] == [("page-number", 4), ("running-head", 4)]


def test_blanks_that_a_tool_saw_take_no_room() -> None:
    whole = "到2030年建成服务网络，新增学位9360个，让群众就近得到服务，家庭收入稳步增长，生活更加便利。"
    lines = wrap("    " + whole, 40)
    lines[1] = " ".join(lines[1])
    document = read_decoded("\n".join([line.strip() for line in lines] * 4), None)
    assert [squeeze(document.words(block)) for block in document.blocks] == [squeeze(whole)] * 4
