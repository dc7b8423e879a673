"""What is text is decoded for certain; what is not says so in one line."""

import codecs
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.errors import SourceError
from plancmp.sources.lines.encoding import decode

PLAN = "一、总体要求\n到2030年，全县残疾人公共服务更加均衡，就业率达到61%以上，康复服务覆盖率＞95%。\n"
TRADITIONAL = "全縣殘疾人事業發展規劃：完善困難家庭補貼制度，推動就業服務，保障權益，建設無障礙環境。"
RARE = "𠮷县规划：保障残疾人权益，发展就业服务。"

DECODED = [
    # bytes, text, encoding
    (b"", "", "utf-8"),
    (b"Plan 2030\n", "Plan 2030\n", "utf-8"),
    (PLAN.encode(), PLAN, "utf-8"),
    (codecs.BOM_UTF8 + PLAN.encode(), PLAN, "utf-8"),
    (PLAN.encode("utf-16"), PLAN, "utf-16-le"),
    (codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"), PLAN, "utf-16-be"),
    (PLAN.encode("utf-32"), PLAN, "utf-32-le"),
    (PLAN.encode("utf-16-le"), PLAN, "utf-16-le"),
    (PLAN.encode("utf-16-be"), PLAN, "utf-16-be"),
    (PLAN.replace("\n", "")[:6].encode("utf-16-le"), "一、总体要求", "utf-16-le"),
    (PLAN.encode("gb2312"), PLAN, "gb18030"),
    (PLAN.encode("gbk"), PLAN, "gb18030"),
    (RARE.encode("gb18030"), RARE, "gb18030"),
    ("第一章 总则".encode("gbk"), "第一章 总则", "gb18030"),
    (TRADITIONAL.encode("big5"), TRADITIONAL, "big5"),
    (TRADITIONAL.encode("gbk"), TRADITIONAL, "gb18030"),
    ((PLAN * 3 + "\x07").encode(), PLAN * 3 + "\x07", "utf-8"),  # one stray mark of Word among much text
]


@pytest.mark.parametrize(("data", "text", "encoding"), DECODED)
def test_decoded(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding)


REFUSED = [
    # bytes, what the line names in Chinese and in English
    (b"\x00\x01\x02\x03" * 9, "空字节", "zero bytes"),
    (b"ab\x00cd\x00\x00\x00e", "空字节", "zero bytes"),
    (b"\x01\x02", "控制字符", "control characters"),
    (b"\xff\xfe\x00", "UTF-16", "UTF-16"),
    (PLAN.encode()[:-3], "第 2 行", "Line 2"),  # cut in the middle of a character
    (PLAN.encode() + b"\xff", "第 3 行", "Line 3"),
    ("un résumé naïf, élargi".encode("latin-1"), "第 1 行", "Line 1"),
    ("план развития района на годы".encode("cp1251"), "第 1 行", "Line 1"),
    ("계획을 수립하여 시행한다".encode("cp949"), "第 1 行", "Line 1"),
    ("テストの計画を作成する。これは".encode("shift_jis"), "第 1 行", "Line 1"),
]


@pytest.mark.parametrize(("data", "chinese", "english"), REFUSED)
def test_refused_in_one_line_in_both_languages(data: bytes, chinese: str, english: str) -> None:
    with pytest.raises(SourceError) as error:
        decode(data)
    assert chinese in error.value.chinese
    assert english in error.value.english
    for lang in ("zh", "en"):
        assert "\n" not in error.value.message(lang)
        assert any(word in error.value.message(lang) for word in ("请", "Save", "Give", "Check"))


def test_never_mojibake_from_utf8_with_one_wrong_byte() -> None:
    data = PLAN.encode().replace("年".encode(), b"\xc4\xea", 1)  # 年 in GBK
    with pytest.raises(SourceError, match="第 2 行"):
        decode(data)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except SourceError as error:
        assert error.chinese and error.english
    else:
        assert "\0" not in text
        assert encoding in {"utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"}


@settings(deadline=None)
@given(st.lists(st.sampled_from([PLAN, "二、任务\n", "1.就业服务。", "Word 文档\t"]), min_size=1, max_size=6))
def test_every_encoding_of_a_plan_gives_the_plan(parts: list[str]) -> None:
    text = "".join(parts)
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"):
        assert decode(text.encode(encoding))[0] == text


def test_a_hundred_kilobytes_of_utf8_are_fast() -> None:
    data = (PLAN * 1000).encode()[:102_000]
    data = data[: data.rindex(b"\n")]
    decode(data)
    best = min(_seconds(data) for _ in range(5))
    assert best < 0.005


def _seconds(data: bytes) -> float:
    start = time.process_time()
    decode(data)
    return time.process_time() - start
