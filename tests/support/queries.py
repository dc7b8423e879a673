"""Queries of docs/dataset.md on the corpus. `python -m tests.support.queries` writes their results anew."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from plancmp.batch.dataset import fill, plan_names, read_all
from plancmp.batch.sinks import Form, writing
from tests.support.gains import ROOT

PAGES = (ROOT / "docs" / "dataset.zh-CN.md", ROOT / "docs" / "dataset.md")
QUERY = re.compile(r"```(sql|python)\n(.*?)\n```\n\n```text\n(.*?)```\n", re.DOTALL)


@contextlib.contextmanager
def corpus_tables() -> Iterator[None]:
    """A folder with the dataset of the corpus in the forms that the pages name, as the current one."""
    before = Path.cwd()
    os.chdir(ROOT)
    names = plan_names(["corpus"])
    outcomes = list(read_all(names, 1))
    forms: tuple[tuple[Form, str], ...] = (("duckdb", "plans.duckdb"), ("csv", "tables"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for form, place in forms:
                with writing(form, Path(place)) as sink:
                    assert all(outcome.error is None for outcome in fill(sink, outcomes))
            yield
        finally:
            os.chdir(before)


def result(language: str, code: str) -> str:
    """What a query gives, as text: a table of SQL, or what Python prints."""
    out = io.StringIO()
    if language == "python":
        with contextlib.redirect_stdout(out):
            exec(compile(code, "query", "exec"), {})
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    with duckdb.connect("plans.duckdb", read_only=True) as base:
        found = base.execute(code)
        rows = [[each[0] for each in found.description or ()], *found.fetchall()]
    return "".join(" | ".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    """A value without the zeros of its type."""
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d{10}", text) else text


def with_results(page: str) -> str:
    """A page with the results of its queries as they are today."""
    return QUERY.sub(lambda m: f"```{m[1]}\n{m[2]}\n```\n\n```text\n{result(m[1], m[2])}```\n", page)


if __name__ == "__main__":
    with corpus_tables():
        for path in PAGES:
            path.write_text(with_results(path.read_text("utf-8")), "utf-8")
