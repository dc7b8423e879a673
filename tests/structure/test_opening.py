"""How a document begins: notices, pages, covers; and what only looks like one."""

import random

import pytest

from plancmp.model.record import PlanData, PlanRecord
from plancmp.pipeline import extract_bytes
from plancmp.records.verifying import find_mismatches
from plancmp.sources.reading import read_bytes

BODY = """为做好云溪市养老工作，制定本方案。
一、总体要求
坚持需求导向，办好实事。
二、主要任务
（一）扩大供给。增加床位。
"""


def read(text: str, name: str = "a.txt") -> PlanRecord:
    """The record of a text."""
    return extract_bytes(text.encode(), name)


def told(plan: PlanData) -> tuple[str | None, str | None, str | None, str | None]:
    """Title, number, issuer and date."""
    return plan.title, plan.number, plan.issuer, plan.date


NOTICE = """云溪市人民政府办公室关于印发云溪市养老
服务提升行动方案的通知
云政办发〔2024〕8 号
各县（市、区）人民政府，市政府有关部门：
《云溪市养老服务提升行动方案》已经市政府同意，现印发给你们，请认真贯彻执行。
"""
SIGNED = "云溪市人民政府办公室\n2024 年3 月6 日\n（此件公开发布）\n"
TITLE = "云溪市养老服务\n提升行动方案\n"
WHOLE = ("云溪市养老服务提升行动方案", "云政办发〔2024〕8号", "云溪市人民政府办公室", "2024-03-06")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(NOTICE + SIGNED + TITLE + BODY, WHOLE, id="notice, title over two lines"),
        pytest.param("3. " + NOTICE + SIGNED + TITLE + BODY, WHOLE, id="number of a collection before it"),
        pytest.param("12.\n" + NOTICE + SIGNED + TITLE + BODY, WHOLE, id="that number on its own line"),
        pytest.param(
            NOTICE.replace("的通知", "的通知（2024年3月6日）") + BODY,
            WHOLE,
            id="the plan follows the addressees at once",
        ),
        pytest.param(
            NOTICE + "2024年3月6日\n" + TITLE + BODY,
            WHOLE,
            id="unsigned: the notice's title says who sends it",
        ),
        pytest.param(
            NOTICE + "云溪市民政局\n云溪市财政局\n二〇二四年三月六日\n" + TITLE + BODY,
            (*WHOLE[:2], "云溪市民政局、云溪市财政局", WHOLE[3]),
            id="two signatures, date in characters",
        ),
        pytest.param(
            "云溪市民政局 云溪市财政局\n关于印发《云溪市养老服务提升行动方案》的通知\n各县民政局、财政局：\n"
            "现将《云溪市养老服务提升行动方案》印发给你们。\n云溪市民政局 云溪市财政局\n2024年3月6日\n附件\n"
            + TITLE
            + BODY,
            (WHOLE[0], None, "云溪市民政局、云溪市财政局", WHOLE[3]),
            id="two organs on one line, the plan as 附件",
        ),
        pytest.param(
            NOTICE.replace("关于印发云溪市", "关于印发") + SIGNED + TITLE + BODY,
            WHOLE,
            id="the place only in the plan's title",
        ),
        pytest.param(
            NOTICE.replace("\n", " ")
            + SIGNED.replace("\n", " ")
            + TITLE.replace("\n", " ")
            + BODY.replace("\n", " "),
            WHOLE,
            id="everything in one line",
        ),
        pytest.param(
            "标题：云溪市民政局关于印发《云溪市养老服务提升行动方案》的通知\n发布时间：2024-03-09\n正文\n"
            + SIGNED
            + TITLE
            + BODY,
            (WHOLE[0], None, "云溪市民政局", WHOLE[3]),
            id="head of a page",
        ),
        pytest.param(
            "云溪市\n养老服务提升行动方案（2024—2026年）\n" + BODY,
            ("云溪市养老服务提升行动方案（2024—2026年）", None, None, None),
            id="cover",
        ),
        pytest.param(
            "云溪市养老服务提升和老年友好城市建设\n“十五五”规划\n" + BODY,
            ("云溪市养老服务提升和老年友好城市建设“十五五”规划", None, None, None),
            id="the title begins in the line above the period",
        ),
        pytest.param(
            "根据《云溪市人民政府关于印发云溪市养老服务行动方案的通知》（云政发〔2020〕1号）要求，制定本方案。\n"
            + BODY,
            (None, None, None, None),
            id="look-alike: another's notice is quoted",
        ),
        pytest.param(
            "一、总体要求\n落实《云溪市“十五五”养老规划》。\n二、任务\n云溪市民政局关于印发老年餐厅办法的通知已经发布。\n",
            (None, None, None, None),
            id="look-alike: no opening at all",
        ),
        pytest.param(
            "9. 云溪市人民政府办公室关于推进养老\n服务发展的实施方案（2024 年3 月6 日）\n"
            "云政办发〔2024〕8 号\n各县人民政府：\n" + BODY,
            ("云溪市人民政府办公室关于推进养老服务发展的实施方案", *WHOLE[1:]),
            id="a paper that an organ gives out without a notice",
        ),
        pytest.param(
            "云溪市民政局关于印发《云溪市养老服务三年行动计划（2024—2026年）》的通知\n各县民政局：\n现印发给你们。\n"
            "云溪市民政局\n2024年3月6日\n云溪市养老服务三年工作方案（2024—2026年）\n" + BODY,
            ("云溪市养老服务三年工作方案（2024—2026年）", None, "云溪市民政局", "2024-03-06"),
            id="a notice words the title in another way",
        ),
        pytest.param(
            "云溪市养老服务行动方案\n云溪日报3月8日讯 近日，云溪市委、云溪市人民政府"
            "印发了《云溪市养老服务三年行动方案》。\n"
            "《云溪市养老服务三年行动方案》全文如下。\n政策全文\n" + BODY,
            ("云溪市养老服务三年行动方案", None, "云溪市委、云溪市人民政府", None),
            id="news above the text of a plan",
        ),
        pytest.param(
            "为贯彻落实市政府《云溪市养老服务行动方案》，结合实际，现印发本意见。\n" + BODY,
            (None, None, None, None),
            id="look-alike: a plan that is carried out",
        ),
        pytest.param(
            "云溪市人民政府办公室转发市民政局\n关于推进养老服务发展实施意见的通知\n云政办发〔2024〕8号\n"
            "各县人民政府：\n市民政局《关于推进养老服务发展的实施意见》已经市政府同意，现转发给你们。\n"
            + SIGNED
            + "关于推进养老服务发展的实施意见\n"
            + BODY,
            ("关于推进养老服务发展的实施意见", WHOLE[1], WHOLE[2], WHOLE[3]),
            id="a paper that another organ forwards",
        ),
        pytest.param(
            "云溪市人民政府关于加快发展养老服务的意见\n云政发〔2024〕8号\n各县人民政府：\n现提出以下意见。\n"
            + BODY,
            ("云溪市人民政府关于加快发展养老服务的意见", "云政发〔2024〕8号", "云溪市人民政府", None),
            id="an opinion",
        ),
        pytest.param(
            'province,year,title,publish_date,full_text\n云溪市,2024,2024年云溪市政府工作报告,2024-02-02,"政府工作报告\n各位代表：\n'
            + BODY,
            ("2024年云溪市政府工作报告", None, None, "2024-02-02"),
            id="columns of a list",
        ),
    ],
)
def test_opening(text: str, expected: tuple[str | None, ...]) -> None:
    """Title, number, issuer and date of the plan."""
    assert told(read(text).plan) == expected


def test_front_matter() -> None:
    """Fields of front matter count where the text itself says nothing, and stand in the source."""
    text = (
        "---\n标题: 云溪市养老服务提升行动方案\n文号: 云民发〔2024〕8号\n发布单位: 云溪市民政局\n"
        "发布日期: 2024-03-06\n---\n\n" + BODY
    )
    record = read(text, "a.md")
    assert told(record.plan) == (
        "云溪市养老服务提升行动方案",
        "云民发〔2024〕8号",
        "云溪市民政局",
        "2024-03-06",
    )
    assert list(find_mismatches(record, read_bytes(text.encode(), "a.md"))) == []


@pytest.mark.parametrize(
    ("title", "kind", "period"),
    [
        ("云溪市“十五五”养老规划", "plan", ("十五五", 2026, 2030)),
        ("云溪市国民经济和社会发展第十五个五年规划纲要", "outline", ("十五五", 2026, 2030)),
        ("云溪市国民经济和社会发展第十个五年计划纲要", "outline", ("十五", 2001, 2005)),
        ("云溪市养老服务三年行动（2023—2025年）", "action", ("2023—2025", 2023, 2025)),
        ("健康云溪养老行动（2019-2030年）", "action", ("2019—2030", 2019, 2030)),
        ("云溪市养老服务行动方案（2023—2025）", "action", ("2023—2025", 2023, 2025)),
        ("2024-2026年云溪市农机补贴工作方案", "action", ("2024—2026", 2024, 2026)),
        ("云溪市关于加快养老服务的实施意见", "opinion", None),
        ("云溪市2024年度养老服务工作计划", "action", ("2024", 2024, 2024)),
        ("云溪市2030年前碳达峰实施方案", "action", None),
    ],
)
def test_kind_and_period(title: str, kind: str, period: tuple[str, int, int] | None) -> None:
    """Kind and period from the title; none of these is doubted to be a plan."""
    record = read(f"{title}\n{BODY}")
    found = record.plan.period
    assert (record.plan.title, record.plan.kind) == (title, kind)
    assert (found and (found.name, found.start, found.end)) == period
    assert "not-a-plan" not in [note.code for note in record.notes]


def test_validity() -> None:
    """A paper without years in its title holds from when it is in force to when it ends."""
    record = read(TITLE + BODY + "本方案自2024年2月1日起施行，有效期至2025年12月31日。\n")
    assert record.plan.period is not None
    assert (record.plan.period.start, record.plan.period.end) == (2024, 2025)


@pytest.mark.parametrize("title", ["云溪市2024年政府工作报告", "云溪市人民政府关于加快发展养老服务的意见"])
def test_not_a_plan(title: str) -> None:
    """What is no plan keeps its title and says so."""
    record = read(f"{title}\n{BODY}")
    assert record.plan.title == title
    assert "not-a-plan" in [note.code for note in record.notes]


def test_sections_begin_behind_the_notice() -> None:
    """Points of the notice are no sections of the plan."""
    record = read("3. " + NOTICE + SIGNED + TITLE + BODY)
    assert [section.title for section in record.sections] == ["总体要求", "主要任务"]


def test_drawn_notices() -> None:
    """Parts of a notice in drawn forms: nearly all openings are read whole."""
    draw = random.Random(20261129)
    wrong = []
    for _ in range(60):
        place = draw.choice(["云溪市", "合溪县", "青岭区"])
        matter = draw.choice(["养老服务提升", "全民健身设施补短板", "老旧小区改造和社区服务"])
        end = draw.choice(["行动计划", "实施方案", "工作方案", "三年行动方案（2024—2026年）", "“十五五”规划"])
        organ = f"{place}{draw.choice(['人民政府', '人民政府办公室', '民政局'])}"
        number = f"云政发〔2024〕{draw.randint(1, 90)}号"
        title = f"{place}{matter}{end}"
        cut = draw.randint(6, len(title) - 3)
        lines = draw.choice([f"{title[:cut]}\n{title[cut:]}", title])
        quoted = draw.choice([f"《{title}》", title])
        head = f"{organ}关于印发{quoted}的通知"
        at = draw.randint(len(organ), len(head) - 6)
        head = draw.choice([f"{head[:at]}\n{head[at:]}", head])
        label = draw.choice(["", "4. ", "12.\n"])
        sent = draw.choice(
            [f"现将《{title}》印发给你们，请认真执行。", f"《{title}》已经同意，现印发给你们。"]
        )
        text = f"{label}{head}\n{number}\n各有关单位：\n{sent}\n{organ}\n2024年3月6日\n{lines}\n{BODY}"
        if told(read(text).plan) != (title, number, organ, "2024-03-06"):
            wrong.append((told(read(text).plan), text[:200]))
    assert len(wrong) <= 1, wrong


def test_parts_that_a_conversion_joined() -> None:
    """Number, addressees and date glued to their neighbours are read the same."""
    text = (
        NOTICE.replace("的通知\n", "的通知（2024 年3 月6 日）").replace("8 号\n", "8 号") + SIGNED
    ).replace("执行。\n云溪市人民政府办公室\n", "执行。")
    assert told(read("3. " + text.replace("日\n（此件", "日（此件") + TITLE + BODY).plan) == WHOLE


def test_a_second_document_is_noted() -> None:
    """Chapters that count from one again are said to be of another paper; one plan gives no such note."""
    other = "云溪市健身方案\n为办好健身，制定本方案。\n一、总体要求\n坚持。\n二、主要任务\n建设步道。\n"
    both = read(TITLE + BODY + "三、保障措施\n加强宣传。\n" + other)
    assert [note.at and note.at.line for note in both.notes if note.code == "further-document"] == [12]
    assert both.plan.title == WHOLE[0]
    assert "further-document" not in [note.code for note in read(TITLE + BODY).notes]


def test_a_letter_behind_the_plan_is_noted() -> None:
    """In a compilation each further letter is noted, with or without appendices before it."""
    plan = TITLE + BODY + "附件：（略）\n"
    letter = "2. 云溪市财政局关于印发《云溪市费用\n管理办法》的通知（2024年5月4日）\n各区财政局：\n请执行。\n"
    both = read(plan + letter)
    assert [note.at and note.at.line for note in both.notes if note.code == "further-document"] == [9]
    cited = "附件\n依据\n云溪市财政局关于印发《云溪市费用管理办法》的通知\n云溪市体育局关于健身的通知\n"
    assert "further-document" not in [note.code for note in read(TITLE + BODY + cited).notes]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(
            "（一）云溪\n1. " + NOTICE + "附件：云溪市养老服务提升行动方案\n" + SIGNED, id="a compilation"
        ),
        pytest.param("## 基本信息\n- 文件名称：云溪市养老服务提升行动方案\n- 文种：方案\n", id="a crawler"),
    ],
)
def test_an_attachment_of_the_plans_name_is_the_plan(before: str) -> None:
    """What stands above it is its letter, and its chapters are those of the plan."""
    record = read(before + "附件\n云溪市养老服务提升行动方案\n" + BODY, "a.md" if "##" in before else "a.txt")
    assert record.plan.title == WHOLE[0]
    assert [section.title for section in record.sections] == ["总体要求", "主要任务"]
    assert not record.appendices


def test_an_attachment_of_another_name_stays_one() -> None:
    """A table of the plan's tasks begins with the plan's name, and is no plan."""
    text = TITLE + BODY + "附件\n云溪市养老服务提升行动方案重点任务\n各单位各司其职。\n" * 2
    assert [section.title for section in read(text).sections] == ["总体要求", "主要任务"]


def test_organs_that_run_together_are_parted() -> None:
    """Two governments sign in one line without a mark; each begins with its place."""
    signed = SIGNED.replace("云溪市人民政府办公室\n", "云溪市人民政府办公室朔州市人民政府办公室\n")
    assert read(NOTICE + signed + TITLE + BODY).plan.issuer == "云溪市人民政府办公室、朔州市人民政府办公室"


def test_the_number_of_a_later_paper_is_not_the_plans() -> None:
    """A number behind the first chapter is that of something else."""
    assert read(TITLE + BODY + "云政数发〔2024〕9号\n各有关单位：\n").plan.number is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "新华社云溪电 近日，云溪市人民政府印发了《关于加强文物保护（2024—2028年）的意见》。\n" + BODY,
            "关于加强文物保护（2024—2028年）的意见",
            id="news of a paper that is no plan",
        ),
        pytest.param(
            "云溪海关等3部门关于印发《云溪口岸通关若干措施》的通知\n各相关单位：\n" + BODY,
            "云溪口岸通关若干措施",
            id="an organ with 关 in its name",
        ),
        pytest.param(
            "实施日期：2025-09-25\n牵头单位：文化局\n云溪市促进文旅的若干措施\n为做好工作，制定本措施。\n"
            + BODY,
            "云溪市促进文旅的若干措施",
            id="fields of any name above the title",
        ),
        pytest.param(
            "# 问答：《云溪市养老方案》的报告\n\n记者问。\n",
            "问答：《云溪市养老方案》的报告",
            id="a colon in it",
        ),
    ],
)
def test_titles_of_papers_of_other_kinds(text: str, title: str) -> None:
    """Papers that are no plans have their titles too."""
    assert read(text, "a.md" if text.startswith("#") else "a.txt").plan.title == title


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param(
            "青岭区人民政府关于印发《青岭区住房规划》的通知\n各单位：\n现印发给你们。\n"
            "云溪市青岭区人民政府\n2026年7月2日\n",
            "云溪市青岭区人民政府",
            id="the signature has more",
        ),
        pytest.param(
            "发布单位：云溪市青岭区人民政府\n青岭区人民政府关于印发《青岭区住房规划》的通知\n各单位：\n"
            "现印发给你们。\n2026年7月2日\n",
            "云溪市青岭区人民政府",
            id="the field of the page has more",
        ),
        pytest.param(
            "发布单位：云溪市民政局\n青岭区人民政府关于印发《青岭区住房规划》的通知\n各单位：\n"
            "现印发给你们。\n2026年7月2日\n",
            "青岭区人民政府",
            id="the field has another name",
        ),
    ],
)
def test_issuer_in_full(before: str, expected: str) -> None:
    """Of two forms of one name the fuller."""
    assert read(before + "青岭区住房规划\n" + BODY).plan.issuer == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("云溪县文物事业“十五五”规划（云文发〔2026〕22号）\n" + BODY, "云文发〔2026〕22号"),
        ("文号：云文发〔2026〕22号；7月印发\n云溪县文物事业“十五五”规划\n" + BODY, "云文发〔2026〕22号"),
    ],
    ids=["in brackets behind the title", "in a field with more words"],
)  # fmt: skip
def test_the_number_stands_alone(text: str, number: str) -> None:
    """Neither is the number part of the title, nor are other words part of the number."""
    plan = read(text, "a.txt").plan
    assert (plan.title, plan.number) == ("云溪县文物事业“十五五”规划", number)


@pytest.mark.parametrize(
    ("remark", "issuer", "date"),
    [
        ("（2026年5月6日 云溪市人民政府发布）", "云溪市人民政府", "2026-05-06"),
        ("云溪市民政局、云溪市财政局 2026-05-06 联合印发。", "云溪市民政局、云溪市财政局", "2026-05-06"),
        ("云民发〔2026〕8号，2026年5月6日印发。全文共三章。", None, "2026-05-06"),
        ("依据省政府2025年3月1日印发的《养老服务规划》编制", None, None),
        ("2026年5月6日讨论稿", None, None),
    ],
)
def test_a_remark_on_who_gave_it_out(remark: str, issuer: str | None, date: str | None) -> None:
    """Under the title; a sentence about another paper says nothing of this one."""
    plan = read(f"云溪市养老服务“十五五”规划\n{remark}\n{BODY}").plan
    assert (plan.issuer, plan.date) == (issuer, date)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("“健康云溪2035”规划纲要", (2026, 2035)),
        ("云溪教育现代化2035规划", (2026, 2035)),
        ("云溪市2035年远景目标研究", None),
        ("云溪市养老服务规划", None),
    ],
)
def test_the_year_that_a_plan_is_named_by(title: str, years: tuple[int, int] | None) -> None:
    """It is the end of a plan that says when it was issued."""
    period = read(f"{title}\n（2026年5月6日云溪市人民政府发布）\n{BODY}").plan.period
    assert (period and (period.start, period.end)) == years
