"""All forms of a comparison tell the same facts, whatever the number of plans and the width."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import jsonschema
import pytest
import yaml

from plancmp.align.aligning import align_plans
from plancmp.align.references import load_reference
from plancmp.compare.comparing import compare
from plancmp.model.comparison import Comparison
from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract, extract_bytes
from plancmp.report.diff.data import diff_schema, write_json, write_yaml
from plancmp.report.diff.markdown import write_markdown
from plancmp.report.diff.rows import write_rows
from plancmp.report.diff.table import wrap, write_table
from plancmp.report.diff.words import word
from plancmp.report.terminal.blocks import Span, plain
from plancmp.text.folding import squeeze
from plancmp.text.width import display_width
from tests.compare.editing import Draft
from tests.compare.plans import plan
from tests.support.gains import CORPUS

_NAMES = (
    "yunxi-disability-15.txt",
    "lanting-disability-15.md",
    "nanshan-disability-13.txt",
    "qinghe-ageing-15.txt",
    "hexi-children-15.txt",
)
_SIGNS = {"same": "=", "differs": "~", "partial": "-", "incomparable": "≠"}
_CASES = ("two", "five", "ten", "drafts", "base", "periods")
_COLOR = re.compile(r"\x1b\[[\d;]*m")


@cache
def _records(count: int) -> tuple[PlanRecord, ...]:
    """Drafts of the corpus, and the same with other figures for other places, so that there are enough."""
    records = [extract(CORPUS / name) for name in _NAMES]
    for name in _NAMES:
        draft = Draft(CORPUS / name)
        lines = [re.sub(r"云溪|兰汀|南杉|清和|合溪", "青禾", line).replace("9", "8") for line in draft.lines]
        records.append(Draft(CORPUS / f"other-{name}", lines).record)
    return tuple(records[:count])


@cache
def _case(name: str) -> Comparison:
    """A comparison of each kind."""
    records: list[PlanRecord]
    base = None
    if name in ("two", "five", "ten"):
        records = list(_records({"two": 2, "five": 5, "ten": 10}[name]))
    elif name == "base":
        records, base = [load_reference("disability-15"), *_records(2)], 0
    elif name == "periods":
        head = "| 序号 | 指标 | 2020年 | 2025年 | 属性 |\n|---|---|---|---|---|\n"
        rows = ["残疾人就业率 | 50% | 60% | 预期性"]
        records = [plan(rows, period="十四五", head=head), plan(["残疾人就业率 | 58% | 65% | 预期性"])]
    else:
        lines = Draft(CORPUS / _NAMES[0]).lines
        lines = [
            line.replace("＞XX", "＞900").replace("300", "200").replace("重点任务", "主要任务")
            for line in lines
        ]
        records = [_records(1)[0], Draft(CORPUS / _NAMES[0], lines).record]
    return compare(records, align_plans(records), base)


# -- facts of the JSON, the others are held against them


def _rows_of(data: dict) -> list[tuple[str, str, tuple[str, ...]]]:
    """Sign, label or first title, and for each plan all words that its cell has to say."""
    drafts = bool(data["drafts"]) and len(data["drafts"]) == len(data["plans"]) - 1
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    for row in data["indicators"]:
        cells = [_said(cell) for cell in row["cells"]]
        rows.append((_sign(row, cells), f"{row['row']} {row['name']}", cells))
    listed = [*data["sections"], *(each for box in data["boxes"] for each in (box, *box["items"]))]
    for row in listed:
        cells = [
            "" if name is None else f"{name} {title}"
            for name, title in zip(row["cells"], row["titles"], strict=True)
        ]
        rows.append((_sign(row, cells), row["title"], cells))
    for row in data["tasks"]:
        cells = [
            "" if cell is None else f"{cell['task']} {'、'.join(cell['lead'])} {'、'.join(cell['support'])}"
            for cell in row["cells"]
        ]
        rows.append((_sign(row, cells), row["text"], cells))
    return [row for row in rows if not (drafts and row[0] == "=")]


def _said(cell: dict | None) -> str:
    if cell is None:
        return ""
    words = []
    for part in ("baseline", "target"):
        value = cell[part]
        words.append("" if value is None else " ".join(value["text"].split()) or word("blank", "zh"))
    words.append(cell["attribute"] or "")
    words.extend(
        " ".join(value["text"].split()) for value in cell.get("values", ()) if value["state"] != "blank"
    )
    return " ".join(filter(None, words))


def _sign(row: dict, cells: list[str]) -> str:
    if row["verdict"] == "only":
        return "-" if len(cells) == 2 and cells[0] else "+"
    return _SIGNS[row["verdict"]]


def _places(data: dict) -> set[tuple[str, str, str]]:
    """Kind, plan and place of every sentence."""
    return {
        (row["kind"], cell["plan"], place)
        for row in data["text"]
        for cell in row["cells"]
        if cell
        for place in (cell["place"], *cell.get("also", ()))
    }


@pytest.mark.parametrize("name", _CASES)
def test_json_fits_its_schema_and_yaml_is_the_same(name: str) -> None:
    """One set of keys; decimals are strings in JSON and numbers in YAML."""
    data = json.loads(write_json(_case(name)))
    jsonschema.validate(data, diff_schema())
    assert list(data)[:7] == ["plancmp", "plans", "indicators", "sections", "boxes", "tasks", "text"]
    count = len(data["plans"])
    for part in ("indicators", "sections", "boxes", "tasks", "text"):
        assert all(len(row["cells"]) == count for row in data[part])
    same = yaml.safe_load(write_yaml(_case(name)))
    assert _plain(same) == _plain(data)


def _plain(data: object) -> object:
    """Numbers and their spellings as one."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    if isinstance(data, str) and re.fullmatch(r"-?\d+\.?\d*", data):
        return float(data)
    return float(data) if isinstance(data, int) and not isinstance(data, bool) else data


@pytest.mark.parametrize("name", _CASES)
def test_csv_tells_the_same(name: str) -> None:
    """Every cell, sentence, change, figure of the JSON is a line of the CSV, and no other."""
    data = json.loads(write_json(_case(name)))
    lines = list(csv.DictReader(io.StringIO(write_rows(_case(name)))))

    def of(part: str) -> list[dict[str, str]]:
        return [
            {key: value.removeprefix("'") for key, value in line.items()}
            for line in lines
            if line["part"] == part
        ]

    wanted = {
        (
            row["row"],
            row["verdict"],
            cell["plan"],
            cell["indicator"],
            _text(cell["baseline"]),
            _text(cell["target"]),
            " ".join(cell["gaps"]),
        )
        for row in data["indicators"]
        for cell in row["cells"]
        if cell
    }
    assert {
        tuple(line[key] for key in ("row", "verdict", "plan", "id", "baseline", "target", "gaps"))
        for line in of("indicator")
    } == wanted
    for part, rows in (
        ("section", data["sections"]),
        ("box", data["boxes"]),
        ("item", [item for box in data["boxes"] for item in box["items"]]),
    ):
        told = [(line["verdict"], line["plan"], line["id"]) for line in of(part)]
        assert sorted(told) == sorted(
            (row["verdict"], each["id"], cell)
            for row in rows
            for each, cell in zip(data["plans"], row["cells"], strict=True)
            if cell
        )
    told = {(line["verdict"], line["plan"], line["id"], line["lead"], line["support"]) for line in of("task")}
    assert told == {
        (row["verdict"], cell["plan"], cell["task"], "、".join(cell["lead"]), "、".join(cell["support"]))
        for row in data["tasks"]
        for cell in row["cells"]
        if cell
    }
    assert {
        (line["verdict"], line["plan"], place) for line in of("text") for place in line["id"].split()
    } == _places(data)
    changes = [change for drafts in data["drafts"] for change in drafts["changes"]]
    assert [
        (line["verdict"], line["title"], line["field"], line["before"], line["after"])
        for line in of("change")
    ] == [
        (
            change["kind"],
            change["of"],
            change.get("field", ""),
            change.get("before", ""),
            change.get("after", ""),
        )
        for change in changes
    ]
    promises = [promise for periods in data["periods"] for promise in periods["promises"]]
    assert [(line["row"], line["verdict"], line["before"]) for line in of("promise")] == [
        (promise["row"], promise["verdict"], promise["promised"]["text"]) for promise in promises
    ]
    counts = {(line["row"], line["verdict"]): int(line["after"]) for line in of("summary")}
    for part in ("indicators", "sections", "boxes", "items", "tasks", "text"):
        assert {verdict: counts[part, verdict] for verdict in data["summary"][part]} == data["summary"][part]


def _text(value: dict | None) -> str:
    return "" if value is None else " ".join(value["text"].split())


# -- Markdown


def _markdown_rows(text: str) -> list[tuple[str, list[str]]]:
    """All rows of all tables with a sign, each with the title above it."""
    rows, title = [], ""
    for line in text.splitlines():
        title = line.removeprefix("## ") if line.startswith("## ") else title
        if line.startswith("| `"):
            cells = [_unescaped(cell).strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            rows.append((title, cells))
    return rows


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


@pytest.mark.parametrize("name", _CASES)
def test_markdown_tells_the_same(name: str) -> None:
    """Each row of the JSON is a row of a table: the same sign, the words of each cell in its column."""
    data = json.loads(write_json(_case(name)))
    text = write_markdown(_case(name), lang="zh")
    count = len(data["plans"])
    found = _markdown_rows(text)
    wanted = _rows_of(data)
    promises = [row for row in found if row[0].startswith(word("periods", "zh"))]
    assert len(promises) == sum(len(periods["promises"]) for periods in data["periods"])
    found = found[len(promises) :]
    assert len(found) == len(wanted)
    for (title, cells), (sign, label, said) in zip(found, wanted, strict=True):
        assert cells[0].strip("`") == sign
        labelled = title in (word("indicators", "zh"), word("tasks", "zh"))
        columns = cells[2:] if labelled else cells[1 : count + 1]
        assert not labelled or squeeze(label) in squeeze(cells[1])
        for shown, words in zip(columns, said, strict=True):
            assert bool(shown.strip("　 ")) == bool(words)
            assert all(squeeze(part) in squeeze(shown) for part in words.split(" "))
    _check_lists(data, _unescaped(text))


def _check_lists(data: dict, text: str, *, folded: bool = False) -> None:
    """Figures, sentences and changes that stand in lists; `folded` tells of many places only the chapters."""
    text = _as_codes(_COLOR.sub("", text))
    flat = squeeze(text)
    for part in ("indicators", "sections", "boxes", "items", "tasks"):
        counts = {verdict: count for verdict, count in data["summary"][part].items() if count}
        if counts:
            figures = "，".join(
                f"{word(verdict, 'zh')} {counts[verdict]}"
                for verdict in ("same", "differs", "partial", "only", "incomparable")
                if verdict in counts
            )
            assert squeeze(f"{word(part, 'zh')} {sum(counts.values())}：{figures}") in flat
    for each in data["plans"]:
        gaps = data["summary"]["gaps"][each["id"]]
        assert (
            squeeze(each["name"] + "，".join(f"{word(gap, 'zh')} {count}" for gap, count in gaps.items()))
            in flat
        )
    for drafts in data["drafts"]:
        for change in drafts["changes"]:
            assert squeeze(word(change["kind"], "zh") + word(f"of-{change['of']}", "zh")) in flat
            told = [piece[1] for piece in change.get("pieces", ()) if piece[0] != "="]
            if not told and change["kind"] != "moved":
                told = [change.get("before") or "", change.get("after") or ""]
            assert all(squeeze(words) in flat for words in told)
    names = {each["id"]: each["name"] for each in data["plans"]}
    only_changes = bool(data["drafts"])
    for row in data["text"]:
        cells = [cell for cell in row["cells"] if cell]
        if row["kind"] == "changed":
            told = [(names[cell["plan"]], cell["place"] + _also(cell)) for cell in cells]
            together = {place: "、".join(name for name, here in told if here == place) for _, place in told}
            several = [(each, place) for place, each in together.items()] if len(told) > 3 else told
            places = "↔".join(name + place for name, place in several)
            assert squeeze(word("changed", "zh") + places) in flat
            assert all(
                squeeze(piece[1]) in flat
                for cell in cells
                for piece in cell.get("pieces", ())
                if piece[0] != "="
            )
    if not only_changes:
        assert _listed(text, names, "shared") == {
            (plan, place) for kind, plan, place in _places(data) if kind == "shared"
        }
    new = {(plan, place) for kind, plan, place in _places(data) if kind == "new"}
    parts = {plan: {place.partition("#")[0] for of, place in new if of == plan} for plan in names}
    long = {plan for plan in names if folded and len(parts[plan]) > 40}
    assert _listed(text, names, "new") == {(plan, place) for plan, place in new if plan not in long}
    for one in long:
        chapters = Counter(place.partition("#")[0].partition(".")[0] for of, place in new if of == one)
        for chapter, count in chapters.items():
            unit = "行" if chapter.startswith("TB") else "句"
            name = "正文前" if chapter == "front" else chapter
            assert squeeze(f"{name}（{count} {unit}）") in flat


def _as_codes(text: str) -> str:
    """A text in which places stand as in the JSON: 3.1#2 for 3.1 第2句, which a line may break anywhere."""
    text = re.sub(r"正\s*文\s*前(?=\s*第\s*[\d,\s-]+句)", "front", text)
    at = r"\s*第\s*(\d[\d,\s-]*)[句行]"
    return re.sub(rf"(?<=[A-Za-z\d]){at}", lambda found: "#" + "".join(found[1].split()), text)


def _also(cell: dict) -> str:
    return f"（{'、'.join(cell['also'])}）" if cell.get("also") else ""


def _wrapped(names: Iterable[str]) -> str:
    """A pattern of names that a line may break, longest first."""
    return "|".join(" ?".join(map(re.escape, name)) for name in sorted(names, key=len, reverse=True))


def _listed(text: str, names: dict[str, str], kind: str) -> set[tuple[str, str]]:
    """The places of shared or new sentences that a list names, ranges written out."""
    found: set[tuple[str, str]] = set()
    ids = {name.replace(" ", ""): plan for plan, name in names.items()}
    flat = " ".join(text.split())
    place = r"[A-Za-z\d.]+#[\d,-]+"
    mark = "`?=`?" if kind == "shared" else r"`?\+`?"
    alone = word("new", "zh").format(f"({_wrapped(ids)})")
    heads = (f"{word('changed', 'zh')} ", f"{word('shared', 'zh')} ", alone)
    for entry in re.split(rf"(?=`?[~=+]`? (?:{'|'.join(heads).replace('(', '(?:')}))|(?=存疑)", flat):
        head = re.match(rf"{mark} {alone if kind == 'new' else heads[1]}", entry)
        if head is None:
            continue
        if kind == "shared":
            each_name = rf"(?:{_wrapped(ids)})"
            several = rf"({each_name}(?:、 ?{each_name})*) ({place})((?:（[^）]*）)?)"
            for held, said, also in re.findall(several, entry):
                for plan in (ids[name.replace(" ", "")] for name in held.split("、")):
                    found.update((plan, each) for each in _written_out(said))
                    found.update((plan, each.strip()) for each in also.strip("（）").split("、") if each)
        else:
            for said in re.findall(place, entry[head.end() :]):
                found.update((ids[head.group(1).replace(" ", "")], each) for each in _written_out(said))
    return found


def _written_out(place: str) -> list[str]:
    node, _, numbers = place.rpartition("#")
    found = []
    for run in numbers.split(","):
        first, _, last = run.partition("-")
        found += [f"{node}#{number}" for number in range(int(first), int(last or first) + 1)]
    return found


# -- the terminal


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("name", _CASES)
def test_the_table_tells_the_same(name: str, width: int) -> None:
    """Row by row, as wide as it may be; colours change nothing but the look."""
    data = json.loads(write_json(_case(name)))
    text = write_table(_case(name), lang="zh", width=width, color=False)
    painted = write_table(_case(name), lang="zh", width=width, color=True)
    assert _COLOR.sub("", painted) == text
    assert max(display_width(line) for line in text.splitlines()) <= width
    rows = iter(_table_rows(text[text.index("\n" + word("indicators", "zh") + " ─") :]))
    for sign, label, said in _rows_of(data):
        own = [cell for cell in said if cell]
        if len(own) == 1 and len(data["plans"]) > 2:
            # What one plan alone has stands in a list of its own.
            numbered = re.match(r"R\d+ ", label)
            said = (
                (label, *own[0].split(" "))
                if numbered
                else (own[0].split(" ")[0] + label.rstrip("。；")[:30],)
            )
            assert all(squeeze(part) in squeeze(text) for part in said)
            continue
        # In columns the words of a cell are cut over lines; rows stand in the order of the JSON.
        words = [part for cell in said for part in cell.split(" ") if part]
        held = (row[0] == sign and all(_within(part, row[1]) for part in words) for row in rows)
        assert any(held), (sign, label, said)
    _check_lists(data, text, folded=True)


def _table_rows(text: str) -> list[tuple[str, list[str]]]:
    """Rows as sign and all their lines."""
    rows: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if re.match(r"[=~+≠?-] ", line):
            rows.append((line[0], [line[2:]]))
        elif line.startswith("  ") and rows:
            rows[-1][1].append(line[2:])
    return rows


def _within(words: str, lines: list[str]) -> bool:
    """Whether words stand in a row: in one stretch, or cut over the lines of a column."""
    flat = squeeze("".join(lines))
    wanted = squeeze(words)
    if wanted in flat:
        return True
    place = 0
    for line in lines:
        stretch = squeeze(line)
        for size in range(len(wanted) - place, 0, -1):
            if wanted[place : place + size] in stretch:
                place += size
                break
        if place == len(wanted):
            return True
    return False


def test_both_languages_tell_the_same_rows() -> None:
    """Only the words around the data differ."""
    zh, en = (write_markdown(_case("two"), lang=lang) for lang in ("zh", "en"))
    assert len(_markdown_rows(zh)) == len(_markdown_rows(en))
    assert "strictest" not in zh and "指标" not in en.split("\n## ")[2]


def test_the_same_input_gives_the_same_bytes() -> None:
    """No form depends on the run."""
    records = [extract(CORPUS / name) for name in _NAMES[:2]]
    again = compare(records, align_plans(records))
    assert write_json(again) == write_json(_case("two"))


def test_csv_is_safe_against_formulas() -> None:
    """What a spreadsheet would run gets an apostrophe; figures with a sign do not."""
    rows = ["=HYPERLINK(1) | -5 | +3% | 预期性", "＝1+1指标 | 1 | @SUM(A1) | 预期性"]
    records = [plan(rows), plan(rows, place="白水县")]
    text = write_rows(compare(records, align_plans(records)))
    for line in csv.reader(io.StringIO(text)):
        for cell in line:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or re.fullmatch(
                r"[-+]?\d+%?", cell
            )
    assert "'=HYPERLINK(1)" in text and "'@SUM(A1)" in text


def test_markup_in_a_plan_is_no_markup() -> None:
    """Pipes, stars and tags stay words."""
    body = "青禾县“十五五”教育规划\n一、推进a*b*c|d工程\n做好<b>加粗</b>与[链接](x)的工作。\n"
    records = [extract_bytes(body.replace("青禾", place).encode(), "draft.txt") for place in ("青禾", "白水")]
    text = write_markdown(compare(records, align_plans(records)), lang="zh")
    assert r"推进a\*b\*c\|d工程" in text and "<b>" not in text and "](x)" not in text.replace(r"\](x)", "")


def test_a_mark_that_begins_a_span_takes_what_stands_before_it_along() -> None:
    spans = (Span("提供康复服务"), Span("[-和补贴-]", "minus"), Span("，按年核定发放。"))
    lines = [plain(line) for line in wrap(spans, 28, 28)]
    assert lines == ["提供康复服务", "[-和补贴-]，按年核定发放。"]


def test_wrapping_keeps_words_and_marks_together() -> None:
    """No line is too wide, none begins with a closing mark; joined they are the text."""
    text = "到2030年，（困难）残疾人生活补贴覆盖率达到100%，辅助器具适配率 ＞90%；GDP per head 按规定。"
    for width in range(8, 60):
        lines = [plain(line) for line in wrap((Span(text),), width, width)]
        assert all(display_width(line) <= width for line in lines)
        assert squeeze("".join(lines)) == squeeze(text)
        assert not any(line.startswith(("，", "；", "。", "）", "%")) for line in lines if width > 10)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("滨海湿地修复面积（公顷）", 18, ["滨海湿地修复面积", "（公顷）"]),
        ("青禾县  指标 12 项", 15, ["青禾县  指标", "12 项"]),
        ("≠ other  ▲ stricter", 11, ["≠ other", "▲ stricter"]),
        ("辅助器具适配率 (%)", 14, ["辅助器具适配率", "(%)"]),
        ("每亿元事故死亡率（人/亿元）", 24, ["每亿元事故死亡率", "（人/亿元）"]),
    ],
)
def test_a_unit_a_number_and_a_sign_stand_with_what_they_belong_to(
    text: str, width: int, lines: list[str]
) -> None:
    assert [plain(line) for line in wrap((Span(text),), width, width)] == lines
