"""Records as long tables: one row a thing, numbers exact, columns as the schema says."""

import json
from decimal import Decimal
from pathlib import Path

import jsonschema

from plancmp.pipeline import check, extract
from plancmp.records.tables import columns, rows_of, tables_schema
from tests.support.gains import CORPUS

DRAFT = CORPUS / "yunxi-disability-15.txt"
CONTRACT = {
    "plans": "title kind province city county code level field period start end stage number issuer "
    "date sha256 status",
    "indicators": "id parent number category name key match unit attribute "
    + " ".join(
        f"{role}_{part}"
        for role in ("baseline", "target")
        for part in ["text", "state", "kind", "relation", "value", "upper", "unit", "year", "total"]
    )
    + " box line page",
}
NAMES = [
    "plans",
    "indicators",
    "values",
    "boxes",
    "items",
    "duties",
    "commitments",
    "sections",
    "notes",
    "findings",
]
PLAN = """云溪县“十五五”教育发展规划

一、主要目标

到2030年，建成学校30所。

专栏1 主要指标

| 序号 | 指标 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|
| 1 | 学校数（所） | 28 | ≥30 | 约束性 |
| 2 | 学前教育毛入园率（%） | 92.22 | 95以上 | 预期性 |
| 3 | 教师培训（万人次） | 0.5 | [2.5] | 预期性 |
| 4 | 班额（人） | 50 | XX | 预期性 |
"""


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of a plan by table, as columns with what they hold."""
    found = rows_of(extract(path), "a/b.md", "b", check(path))
    return {
        table: [dict(zip(columns()[table], row, strict=True)) for row in held]
        for table, held in found.items()
    }


def test_the_columns_of_the_contract_come_first() -> None:
    """Every table begins with path and plan; the columns of the contract follow in their order."""
    assert [*columns()][:10] == NAMES
    assert {tuple(said)[:2] for said in columns().values()} == {("path", "plan")}
    for table, said in CONTRACT.items():
        wanted = said.split()
        assert list(columns()[table])[2 : 2 + len(wanted)] == wanted


def test_a_plan_row_by_row(tmp_path: Path) -> None:
    """Numbers are exact and multiplied out, the spelling stands beside them, what is undecided has none."""
    path = tmp_path / "b.md"
    path.write_text(PLAN, encoding="utf-8")
    found = rows(path)
    (plan,) = found["plans"]
    assert (plan["period"], plan["start"], plan["end"], plan["status"]) == ("十五五", 2026, 2030, "read")
    assert (plan["county"], plan["indicators"]) == ("云溪县", 4)
    said = [
        (row["name"], row["baseline_value"], row["target_text"], row["target_relation"], row["target_value"],
         row["target_state"], row["target_total"])
        for row in found["indicators"]
    ]  # fmt: skip
    assert said == [
        ("学校数", Decimal(28), "≥30", ">=", Decimal(30), "stated", None),
        ("学前教育毛入园率", Decimal("92.22"), "95以上", ">=", Decimal(95), "stated", None),
        ("教师培训", Decimal(5000), "[2.5]", "=", Decimal(25000), "stated", True),
        ("班额", Decimal(50), "XX", None, None, "undecided", None),
    ]
    assert [row["role"] for row in found["values"]] == ["baseline", "target"] * 4
    assert [row["code"] for row in found["findings"]].count("PLH001") >= 1


def test_tables_hold_all_of_a_record() -> None:
    """As many rows as the record has things, sub-rows, items and sections below sections included."""
    record = extract(DRAFT)
    found = rows(DRAFT)
    assert len(found["indicators"]) == len(record.indicators) + sum(
        len(row.parts) for row in record.indicators
    )
    assert len(found["items"]) == sum(len(box.items) for box in record.boxes)
    assert len(found["duties"]) == len(record.tasks)
    assert len(found["commitments"]) == len(record.commitments)
    ids = {row["id"] for row in found["sections"]}
    assert {row["parent"] for row in found["sections"]} - {None} <= ids
    assert {row["section"] for row in found["boxes"]} <= ids


def test_a_plan_without_indicators_has_its_row(tmp_path: Path) -> None:
    """It is `empty`, and the reason is there."""
    path = tmp_path / "b.md"
    path.write_text("云溪县“十五五”教育规划\n\n一、总体要求\n\n办好学校。\n", encoding="utf-8")
    (plan,) = rows(path)["plans"]
    assert (plan["status"], plan["reason"]) == ("empty", "没有指标表")


def test_the_schema_describes_the_rows(plancmp) -> None:
    """What `plancmp schema dataset` prints describes every table, in both languages."""
    printed = json.loads(plancmp("schema", "dataset").out)
    assert printed == tables_schema() and printed["version"] == 1
    data = json.loads(json.dumps(rows(DRAFT), default=float))
    jsonschema.validate(data, printed)
    for table in printed["properties"].values():
        for column in table["items"]["properties"].values():
            assert column["description"].count(" / ") == 1
