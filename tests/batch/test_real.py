"""The dataset of real documents, opened with what researchers open it with."""

from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from plancmp.records.tables import columns
from tests.support.gains import ROOT

DOCS = ROOT.parent / "shared" / "real" / "docs"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DOCS.is_dir(), reason="the real documents are not beside this checkout"),
]


@pytest.mark.timeout(600)
def test_real_documents_in_every_form(plancmp, tmp_path: Path) -> None:
    """DuckDB, pandas and openpyxl find the same rows; every document has its row of plans."""
    for command, name in (("dataset", "all.duckdb"), ("dataset", "tables"), ("extract", "all.xlsx")):
        assert plancmp(command, DOCS, "-o", tmp_path / name).status == 0
    book = openpyxl.load_workbook(tmp_path / "all.xlsx", read_only=True)
    with duckdb.connect(str(tmp_path / "all.duckdb"), read_only=True) as base:
        for table in columns():
            held = base.sql(f"SELECT * FROM {table}").df()
            read = pd.read_csv(tmp_path / "tables" / f"{table}.csv", dtype=str)
            assert list(read.columns) == list(held.columns) and len(read) == len(held), table
            if table in book.sheetnames:
                rows = list(book[table].iter_rows(values_only=True))
                assert list(rows[0]) == list(held.columns) and len(rows) == len(held) + 1, table
        paths = base.sql("SELECT path FROM plans").fetchall()
        wrong = base.sql(
            "SELECT target_text FROM indicators WHERE target_kind = 'number' AND target_value IS NULL"
        )
        assert wrong.fetchall() == []
    assert len(paths) == len(set(paths)) >= 50
