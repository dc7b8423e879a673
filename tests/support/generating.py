"""Makes plans out of pieces, in many layouts, for property tests."""

from hypothesis import strategies as st

_WORDS = st.text(
    alphabet="县市民政局服务体系建设残疾人教育养老儿童健康保障提升完善加强工作任务目标",
    min_size=2,
    max_size=12,
)
_MARKS = st.sampled_from(
    [
        "。",
        "；",
        "，",
        "：",
        "（见附件）",
        "“十五五”",
        " ",
        "XX",
        "95%以上",
        "1+X",
        "0—6岁",
        "3.5万人",
        "，到2030年达到90%",
    ]
)
_LABELS = st.sampled_from(
    [
        "",
        "",
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "3.",
        "（1）",
        "①",
        "第一章 ",
        "第二节 ",
        "1.1 ",
        "5",
        "专栏1 ",
        "专栏2：",
        "附件1 ",
        "表1 ",
        "注：",
        "其中：",
        "目录",
    ]
)
_SENTENCE = st.lists(st.one_of(_WORDS, _MARKS), min_size=1, max_size=6).map("".join)
_LINE = st.tuples(_LABELS, _SENTENCE).map("".join)
_CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "指标",
            "2025年",
            "2030年",
            "属性",
            "单位",
            "约束性",
            "预期性",
            "95%",
            "＞90",
            "--",
            "XX万",
            "序号",
            "1",
            "2",
            "牵头单位",
            "任务",
            "市民政局、市残联",
        ]
    ),
    _SENTENCE,
    st.tuples(_SENTENCE, _SENTENCE).map("\n".join),
)
_TABLE = st.lists(st.lists(_CELL, min_size=1, max_size=5), min_size=1, max_size=6).map(
    lambda rows: "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows) + "\n"
)
_PIPES = st.lists(st.lists(_SENTENCE, min_size=2, max_size=4), min_size=2, max_size=5).map(
    lambda rows: "\n".join(
        ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
        + ["| " + " | ".join(row) + " |" for row in rows[1:]]
    )
)

plans = st.lists(st.one_of(_LINE, _LINE, _LINE, _TABLE), min_size=1, max_size=25).map("\n".join)
"""Texts that look like plans: headings in any order, sentences, tables, boxes."""

markdown_plans = st.lists(
    st.one_of(_LINE, _LINE.map(lambda line: f"## {line}"), _PIPES), min_size=1, max_size=15
).map("\n\n".join)
"""The same as Markdown with pipe tables."""
