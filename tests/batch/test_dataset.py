"""`plancmp dataset`: the same tables in every form, read again by diff, whole or not there."""

import csv
import json
import os
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from pyarrow import parquet

import plancmp as package
from plancmp.batch.kept import records_in
from plancmp.model.errors import PlancmpError
from plancmp.pipeline import extract
from plancmp.records.tables import columns

ROOT = str(Path(package.__file__).parents[1])
PLAN = """{place}“十五五”教育发展规划

一、主要目标

到2030年，建成学校{schools}所。

专栏1 主要指标

| 序号 | 指标 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|
| 1 | 学前教育毛入园率（%） | 92.22 | {rate} | 预期性 |
| 2 | 学校数（所） | 28 | ≥30 | 约束性 |
| 3 | =SUM(A1)在校生（人） | 2800 | 3000 | 预期性 |
"""


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three plans, one without indicators, and a file that is none."""
    folder = tmp_path / "drafts"
    (folder / "市").mkdir(parents=True)
    (folder / "a.md").write_text(PLAN.format(place="云溪县", schools=30, rate="95以上"), "utf-8")
    (folder / "市" / "a.md").write_text(PLAN.format(place="临泉市", schools=90, rate="XX"), "utf-8")
    (folder / "c.txt").write_text("南山县“十五五”教育规划\n一、总体要求\n办好学校。\n", "utf-8")
    (folder / "d.docx").write_bytes(b"\x00\x01\x02\xff" * 9)
    monkeypatch.chdir(tmp_path)
    return folder


def by_csv(place: Path, table: str) -> list[dict[str, Any]]:
    """A table of CSV, numbers as the schema says, nothing for an empty cell."""
    read = {"integer": int, "decimal": Decimal, "boolean": "true".__eq__, "text": str}
    with (place / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: read[columns()[table][name].kind](each) if each else None for name, each in row.items()}
            for row in csv.DictReader(file)
        ]


def test_the_same_in_every_form(plancmp, drafts: Path) -> None:
    """CSV, Parquet, DuckDB and Arrow hold the same rows; a failure is said, a row of plans, and exit 2."""
    for more in (["-o", "c"], ["-o", "p", "-f", "parquet", "-j", "2"], ["-o", "d.duckdb"]):
        ran = plancmp("dataset", "drafts", *more)
        assert ran.status == 2 and "d.docx" in ran.err.splitlines()[0]
        told = ran.err.splitlines()[-1]
        assert told.startswith("共 4 份：读出 3，其中没有指标 1（drafts/c.txt），失败 1（drafts/d.docx：")
    base = duckdb.connect("d.duckdb", read_only=True)
    tables = package.dataset(["drafts"])
    assert set(tables) == set(columns())
    for table, said in columns().items():
        of_arrow = tables[table].to_pylist()
        of_duckdb = base.execute(f"select * from {table}").fetchall()
        assert [tuple(row.values()) for row in of_arrow] == of_duckdb
        assert parquet.read_table(Path("p", f"{table}.parquet")).equals(tables[table])
        of_csv = by_csv(Path("c"), table)
        for row in of_csv:
            row.update({name: each[1:] for name, each in row.items() if str(each).startswith("'=SUM")})
        assert of_csv == of_arrow, table
        assert list(said) == list(tables[table].column_names)
    assert str(tables["indicators"].schema.field("target_value").type) == "decimal128(38, 10)"


def test_plans_have_a_row_for_every_file(plancmp, drafts: Path) -> None:
    """Read, without indicators, or failed with the reason; ids are unique, paths join the tables."""
    plancmp("dataset", "drafts", "-o", "out")
    plans = pd.read_csv("out/plans.csv")
    assert dict(zip(plans.path, plans.status, strict=True)) == {
        "drafts/a.md": "read",
        "drafts/c.txt": "empty",
        "drafts/d.docx": "failed",
        "drafts/市/a.md": "read",
    }
    assert "不认识这种文件" in plans.set_index("path").reason["drafts/d.docx"]
    assert plans.plan.is_unique
    joined = pd.read_csv("out/indicators.csv").merge(plans, on=["path", "plan"])
    assert len(joined) == 6


def test_diff_reads_a_dataset(plancmp, drafts: Path) -> None:
    """The comparison is that of the files; --where chooses plans by any column of the table of plans."""
    plancmp("dataset", "drafts", "-o", "d.duckdb")
    plancmp("dataset", "drafts", "-o", "c")
    Path("drafts/d.docx").unlink()
    wanted = plancmp("diff", "drafts/a.md", "drafts/市/a.md", "-f", "json").out
    for place in ("d.duckdb", "c"):
        ran = plancmp("diff", place, "--where", "status = 'read' and \"end\" = 2030", "-f", "json")
        assert (ran.status, json.loads(ran.out)) == (0, json.loads(wanted))
        assert plancmp("diff", place, "-f", "json").out == plancmp("diff", "drafts", "-f", "json").out
    ran = plancmp("diff", "c", "--where", "county = '云溪县'", "--base", "drafts/市/a.md", "-f", "json")
    assert [plan["region"] for plan in json.loads(ran.out)["plans"]] == ["临泉市", "云溪县"]
    ran = plancmp("diff", "drafts", "--where", "status = 'read'")
    assert ran.status == 2 and ran.err.count("\n") == 1


def test_one_bad_file_stops_no_other(plancmp, drafts: Path) -> None:
    """diff and check go on, say what failed and why, exit with 2, and write the log."""
    ran = plancmp("diff", "drafts", "-f", "json", "--log", "run.jsonl")
    assert ran.status == 2 and len(json.loads(ran.out)["plans"]) == 3
    first, whole = ran.err.splitlines()
    assert "d.docx" in first and whole == f"共 4 份：读出 3，失败 1（{first[:-1]}）"
    lines = [json.loads(line) for line in Path("run.jsonl").read_text("utf-8").splitlines()]
    assert [line["status"] for line in lines] == ["read", "read", "failed", "read"]
    assert plancmp("check", "drafts", "-f", "json", "--log", "run.jsonl").status == 2
    lines = [json.loads(line) for line in Path("run.jsonl").read_text("utf-8").splitlines()]
    assert [(line["path"], line["status"]) for line in lines][2] == ("drafts/d.docx", "failed")
    assert "findings" in lines[0] and "不认识这种文件" in lines[2]["reason"]


@pytest.mark.parametrize(
    "where",
    [
        "provinz = '山东省'",
        "1=1; drop table plans",
        "load_extension('/tmp/x.so')",
        "exists (select * from read_text('/etc/passwd'))",
        "exists (select * from pragma_database_list)",
        "readfile('/etc/passwd') is not null",
        "",
    ],
)
def test_a_condition_that_is_none(drafts: Path, plancmp, where: str) -> None:
    """One line that names the columns; no condition reads a file or changes anything."""
    plancmp("dataset", "drafts", "-o", "c")
    with pytest.raises(PlancmpError, match="可用的列：path、plan、title"):
        records_in(Path("c"), where)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("provinz = '山东省'", "不是可用的条件（没有列 provinz）"),
        ("field = = 'x'", "不是可用的条件（“=”附近写得不对）"),
        ("field = 'nothing'", "没有符合条件的规划"),
    ],
)
def test_what_is_said_of_a_condition(drafts: Path, plancmp, where: str, said: str) -> None:
    """One line in the language of the run."""
    plancmp("dataset", "drafts", "-o", "c")
    ran = plancmp("diff", "c", "--where", where)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1) and said in ran.err


def test_a_file_of_duckdb_runs_nothing(drafts: Path) -> None:
    """A view that reads another file is refused."""
    Path("secret.csv").write_text("path,made,record,found\na,b,c,d\n")
    with duckdb.connect("evil.duckdb") as base:
        base.execute("create view records as select * from read_csv('secret.csv')")
    with pytest.raises(PlancmpError, match="无法读取"):
        records_in(Path("evil.duckdb"))


@pytest.mark.parametrize("form", [["-o", "out"], ["-o", "out", "-f", "parquet"], ["-o", "out.duckdb"]])
def test_unchanged_plans_are_not_read_again(plancmp, drafts: Path, form: list[str]) -> None:
    """A second run reads what has changed only, and gives the same tables; --force reads all."""

    def run(*more: str) -> dict[str, str]:
        plancmp("dataset", "drafts", *form, "--log", "run.jsonl", *more)
        lines = map(json.loads, Path("run.jsonl").read_text("utf-8").splitlines())
        return {Path(line["path"]).name: line["status"] for line in lines if "市" not in line["path"]}

    assert run() == {"a.md": "read", "c.txt": "empty", "d.docx": "failed"}
    first = [record.id for record in records_in(Path(form[1]))]
    assert run() == {"a.md": "unchanged", "c.txt": "unchanged", "d.docx": "failed"}
    assert [record.id for record in records_in(Path(form[1]))] == first
    Path("drafts/a.md").write_text(PLAN.format(place="云溪县", schools=31, rate="97以上"), "utf-8")
    assert run()["a.md"] == "read"
    assert records_in(Path(form[1]))[0] == extract("drafts/a.md")
    assert set(run("--force").values()) == {"read", "empty", "failed"}


def test_where_it_cannot_go(plancmp, drafts: Path) -> None:
    """An ending that is no form, a folder of the other form: one line, exit 2, nothing written."""
    for output in ("out.xlsx", "out.csv"):
        ran = plancmp("dataset", "drafts", "-o", output)
        assert (ran.status, ran.err.count("\n"), Path(output).exists()) == (2, 1, False)
    plancmp("dataset", "drafts", "-o", "out")
    ran = plancmp("dataset", "drafts", "-o", "out", "-f", "parquet")
    assert ran.status == 2 and "records.csv" in ran.err


@pytest.mark.parametrize("form", [["-o", "out"], ["-o", "out", "-f", "parquet"], ["-o", "out.duckdb"]])
def test_a_full_disk(plancmp, drafts: Path, form: list[str]) -> None:
    """One line, exit 2, what was there is as it was."""
    Path("drafts/d.docx").unlink()
    plancmp("dataset", "drafts", *form)
    place = Path(form[1])
    before = {path: path.read_bytes() for path in (place, *place.rglob("*")) if path.is_file()}
    done = subprocess.run(
        [sys.executable, "-m", "plancmp", "--lang", "zh", "dataset", "drafts", *form, "--force"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
        env={
            **os.environ,
            "PYTHONPATH": str(Path(package.__file__).parents[1]),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "无法写入" in done.stderr
    assert {path: path.read_bytes() for path in (place, *place.rglob("*")) if path.is_file()} == before
    assert not list(Path().rglob(".plancmp-*"))
