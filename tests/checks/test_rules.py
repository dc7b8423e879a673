"""Rule files: the bundled ones are whole, their examples hold, and those of a user are read strictly."""

import re
from pathlib import Path

import pytest

from plancmp.checks import Check, Example, Options, check_plan, load_checks
from plancmp.model.errors import RuleError
from plancmp.model.finding import Finding
from plancmp.pipeline import record_of
from plancmp.rulepacks import rules_folder
from plancmp.sources.reading import read_bytes
from tests.checks.case_files import record_from
from tests.support.gains import corpus_paths, seed_paths

CHECKS = load_checks()
TABLE = [
    "PLH001",
    "PLH002",
    "PLH003",
    "PLH004",
    "PLH005",
    "IND001",
    "IND002",
    "IND003",
    "IND004",
    "IND005",
    "IND006",
    "IND007",
    "IND008",
    "IND009",
    "IND010",
    "IND011",
    "NUM001",
    "NUM002",
    "NUM003",
    "NUM004",
    "NUM005",
    "NUM006",
    "FIG001",
    "FIG002",
    "FIG003",
    "SUP001",
    "SUP002",
    "SUP003",
    "SUP004",
    "RSP001",
    "RSP002",
    "RSP003",
    "RSP004",
    "TXT001",
    "TXT002",
    "TXT003",
    "TXT004",
    "TXT005",
    "TXT006",
    "TXT007",
    "TXT008",
    "TXT009",
    "TXT010",
    "PLC001",
    "PLC002",
    "PLC003",
    "DOC001",
    "DOC002",
    "DOC003",
    "DOC004",
    "CON001",
]
OWN = """\
- code: ORG001
  name: no-slogan
  kind: phrase
  severity: warning
  title: {zh: 口号, en: slogans}
  message: {zh: "不要写“{words}”，改为“{use}”。", en: "Write “{use}” for “{words}”."}
  reason: {zh: 空话, en: hollow words}
  satisfy: {zh: 写具体, en: be plain}
  examples: {fail: [一、任务⏎大力抓好各项工作。], pass: [一、任务⏎建设中心。]}
  parameters: {words: [大力抓好], unless: [大力抓好农业], use: {大力抓好: 做好}}
- code: ORG002
  name: has-budget
  kind: part
  severity: error
  title: {zh: 资金, en: money}
  message: {zh: "缺少“{name}”。", en: "“{name}” is missing."}
  reason: {zh: 没有钱办不成事, en: nothing is done without}
  satisfy: {zh: 写一节经费, en: add it}
  examples: {fail: [], pass: []}
  parameters: {parts: [{name: {zh: 经费保障, en: budget}, words: [经费, 资金投入]}]}
- code: ORG003
  name: few-indicators
  kind: limit
  severity: info
  title: {zh: 指标数, en: number of indicators}
  message: {zh: "有 {number} 项，应为 {limit}。", en: "{number}, not {limit}."}
  reason: {zh: 指标不宜多, en: few are better}
  satisfy: {zh: 精简, en: cut}
  examples: {fail: [], pass: []}
  parameters: {of: indicators, most: 2}
- code: ORG004
  name: rate-floor
  kind: limit
  severity: error
  title: {zh: 下限, en: floor}
  message: {zh: "“{indicator}”为 {words}，应为 {limit}。", en: "{indicator}: {words}, not {limit}."}
  reason: {zh: 市里要求, en: the city asks for it}
  satisfy: {zh: 提高, en: raise it}
  examples: {fail: [], pass: []}
  parameters: {of: value, indicator: [适配率], unit: "%", least: 95}
"""


def found_in(text: str, options: Options) -> list[Finding]:
    """The findings on a text in the notation of examples."""
    data = text.replace("→", "\t").replace("⏎", "\n").encode()
    document = read_bytes(data, "a.txt")
    return check_plan(record_of(document, data, "a.txt"), document, options)


def test_the_table_is_complete() -> None:
    """Every code of the design has its entry, once, with all that its page shows."""
    assert sorted(check.code for check in CHECKS) == sorted(TABLE)
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        for words in (check.title, check.message, check.reason, check.satisfy):
            assert re.search(r"[\u4e00-\u9fff]", words.zh)
            assert words.en and not re.search(r"(?<![“【（])[\u4e00-\u9fff]{8,}", words.en)
        assert check.examples.fail and check.examples.passes


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_examples(check: Check) -> None:
    """What an example says must fail is found; what must pass is not."""
    for example, fails in [
        *((each, True) for each in check.examples.fail),
        *((each, False) for each in check.examples.passes),
    ]:
        example = Example(text=example) if isinstance(example, str) else example
        options = Options(
            codes=frozenset((check.code,)),
            against=record_from(example.against.replace("→", "\t")) if example.against else None,
            previous=record_from(example.previous.replace("→", "\t")) if example.previous else None,
        )
        assert bool(found_in(example.text, options)) is fails, example.text


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    """A phrase to avoid, a part that must be there, two limits: without code."""
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    checks = load_checks([tmp_path])
    assert len(checks) == len(CHECKS) + 4
    text = (
        "某县“十五五”规划⏎一、目标⏎→“十五五”主要指标⏎⏎→指标⏎→2030年⏎→属性⏎⏎→1.适配率（%）⏎→90⏎→约束性⏎⏎→2.参保率（%）⏎→93⏎→预期性⏎⏎"
        "→3.签约率（%）⏎→93⏎→预期性⏎⏎⏎二、任务⏎大力抓好农业，大力抓好服务。⏎三、保障⏎加强领导。⏎"
    )
    codes = frozenset(("ORG001", "ORG002", "ORG003", "ORG004"))
    findings = found_in(text, Options(checks=checks, codes=codes))
    assert [(each.code, each.message) for each in findings] == [
        ("ORG002", "缺少“经费保障”。"),
        ("ORG003", "有 3 项，应为 ≤2。"),
        ("ORG004", "“适配率”为 90，应为 ≥95。"),
        ("ORG001", "不要写“大力抓好”，改为“做好”。"),
    ]
    assert findings[3].at.line == 23
    assert findings[3].at.column == 8


def test_a_change_to_a_bundled_check(tmp_path: Path) -> None:
    """Lists of parameters are added to, other things replaced."""
    folder = tmp_path / "checks"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "- change: PLH002\n  severity: info\n  parameters: {words: [容后再报]}\n", "utf-8"
    )
    checks = load_checks([tmp_path])
    changed = next(check for check in checks if check.code == "PLH002")
    assert changed.severity == "info"
    assert {"容后再报", "待定"} <= set(changed.parameters.words)
    findings = found_in(
        "一、任务⏎人数（容后再报），金额XX万元。⏎二、保障⏎加强领导。",
        Options(checks=checks, codes=frozenset(("PLH002",))),
    )
    assert [(each.excerpt, each.severity) for each in findings] == [("容后再报", "info"), ("XX万元", "info")]


BAD = [
    ("- code: org1\n", ["1:3：缺少键 name", "1:3：缺少键 kind"]),
    ("- 1\n- 2\n", ["1:3：每条规则应为键和值", "2:3：每条规则应为键和值"]),
    ("a: 1\n", ["1:1：应为规则列表"]),
    ("- [\n", ["不是有效的 YAML"]),
    ("- change: XXX001\n", ["1:11：没有检查 XXX001"]),
    ("- change: PLH002\n  severity: fatal\n  extra: 1\n", ["2:13：severity", "3:3：未知的键 extra"]),
    ("- change: PLH002\n  parameters:\n    words: [1]\n", ["3:13：parameters.words[0]"]),
    ("- change: PLH005\n  parameters: {patterns: ['(']}\n", ["2:27：正则表达式有误"]),
    ("- &a\n  change: PLH002\n", ["不支持 YAML 锚点"]),
]


@pytest.mark.parametrize(("text", "wanted"), BAD)
def test_mistakes_are_told_with_their_place(text: str, wanted: list[str], tmp_path: Path) -> None:
    """File, line and column of each mistake, several at once."""
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_checks([tmp_path])
    message = str(caught.value)
    assert all(line.startswith(f"{path}:") for line in message.splitlines())
    for words in wanted:
        assert words in message


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("code: ORG001", "code: PLH001", "代码 PLH001 已在"),
        ("name: no-slogan", "name: No Slogan", "名称应为小写字母"),
        ("kind: phrase", "kind: heading-gap", "没有这种检查：heading-gap（可用 limit, part, phrase）"),
        ("{words: [大力抓好], ", "{wrds: [大力抓好], ", "未知的键 wrds"),
        (
            "{words: [大力抓好], unless: [大力抓好农业], use: {大力抓好: 做好}}",
            "{}",
            "缺少 words 或 patterns",
        ),
        ("{of: indicators, most: 2}", "{of: indicators}", "缺少 least 或 most"),
        ("least: 95}", "least: 95, most: 9}", "least 大于 most"),
        ("words: [经费, 资金投入]", "indicators: false", "缺少 words、text 或 indicators"),
    ],
)
def test_mistakes_in_own_rules(old: str, new: str, wanted: str, tmp_path: Path) -> None:
    """Each kind of rule says what it wants; the place is that of the key."""
    text = OWN.replace(old, new, 1)
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_checks([tmp_path])
    assert wanted in str(caught.value)
    place = re.search(r"own\.yaml:(\d+):(\d+)：", str(caught.value))
    assert place is not None
    key = new.strip("{").split(":", 1)[0]
    assert key.split()[0] in text.splitlines()[int(place.group(1)) - 1] or new == "{}"


def test_several_files_and_folders_at_once(tmp_path: Path) -> None:
    """All mistakes of all files come in one error; a folder without rules is one too."""
    (tmp_path / "a.yaml").write_text("- code: A\n", "utf-8")
    (tmp_path / "b.yaml").write_text("- change: ZZZ999\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        load_checks([tmp_path, tmp_path / "none"])
    message = str(caught.value)
    assert "a.yaml:1:3" in message and "b.yaml:1:11" in message and "none：没有这个文件夹。" in message
    assert len(message.splitlines()) == len(caught.value.english.splitlines())


def test_no_sentences_of_others() -> None:
    """Rules, cases and statistics hold no run of 36 or more characters of a seed."""
    if not seed_paths():
        pytest.skip("the seeds are not beside this checkout")
    seeds = "\n".join(
        "".join(line.split()) for path in seed_paths() for line in path.read_text("utf-8").splitlines()
    )
    runs = {line[at : at + 36] for line in seeds.splitlines() for at in range(max(len(line) - 35, 0))}
    own = [
        *rules_folder().glob("checks/*.yaml"),
        *(path for path in rules_folder().glob("vocabulary/*") if path.suffix != ".bin"),
        *Path(__file__).parents[1].glob("cases/checks/**/*.*"),
    ]
    assert corpus_paths()
    for path in own:
        for line in path.read_text("utf-8").splitlines():
            squeezed = "".join(line.split())
            assert not any(squeezed[at : at + 36] in runs for at in range(len(squeezed) - 35)), (path, line)
