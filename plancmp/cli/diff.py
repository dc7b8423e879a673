"""`plancmp diff`: plans side by side."""

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plancmp.cli.color import Color, is_colored
from plancmp.cli.language import chosen, say
from plancmp.cli.progress import with_bar
from plancmp.cli.writing import put, write_whole
from plancmp.model.errors import PlancmpError

if TYPE_CHECKING:
    from plancmp.align.crosswalk import Crosswalk
    from plancmp.model.alignment import Alignment
    from plancmp.model.comparison import Comparison
    from plancmp.model.record import PlanRecord
    from plancmp.report.diff.words import Lang

_REFERENCE = "ref:"
_ENDINGS = {"md": "markdown", "markdown": "markdown", "yml": "yaml", "txt": "table"}
_LATER = ("xlsx", "html", "htm", "parquet")
_PIPE_WIDTH = 100


class Form(StrEnum):
    """Forms of a comparison."""

    table = "table"
    json = "json"
    yaml = "yaml"
    csv = "csv"
    markdown = "markdown"


def diff(
    paths: Annotated[
        list[str],
        typer.Argument(help="规划文档、记录或文件夹，两份以上 plans, records or folders, two or more"),
    ],
    base: Annotated[
        str | None,
        typer.Option(help="对标的规划：文件或 ref:disability-15 plan to hold against", show_default=False),
    ] = None,
    crosswalk: Annotated[
        Path | None,
        typer.Option(help="指标对照表 your own word on which indicators are the same", show_default=False),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="说明指标为何对齐或未对齐 say why rows met or not")
    ] = False,
    suggest: Annotated[
        Path | None,
        typer.Option(
            help="把存疑的指标对写入文件 write doubtful pairs for a person to decide", show_default=False
        ),
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--format", "-f", help="输出格式 form of the output", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="输出文件 file to write to", show_default=False)
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="有差异时退出码为 1 exit with 1 when they differ")
    ] = False,
    color: Annotated[Color, typer.Option(help="颜色 when to colour")] = Color.auto,
    width: Annotated[
        int | None,
        typer.Option(min=40, max=1000, help="表格宽度（列） columns of the table", show_default=False),
    ] = None,
) -> None:
    """把规划并排比较。 Lay plans side by side."""
    wanted = form or _form_of(output)
    plans, at = _plans(paths, base)
    links = _crosswalk(crosswalk)
    alignment = _align(plans, links)
    comparison = _compare(plans, alignment, at, explain)
    if suggest is not None:
        _suggest(suggest, plans, alignment)
    put(_text_of(comparison, wanted, output, explain, color, width), output)
    raise typer.Exit(1 if exit_code and comparison.summary.differ else 0)


def _form_of(output: Path | None) -> Form:
    """The form that the ending of the output file says; the table else."""
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    ending = _ENDINGS.get(ending, ending)
    if ending in _LATER:
        raise PlancmpError(
            f"{output}：diff 还不能输出 .{ending}，可用 {'、'.join(Form)}。",
            f"{output}: diff cannot write .{ending} yet; there are {', '.join(Form)}.",
        )
    return Form(ending) if ending in tuple(Form) else Form.table


def _plans(paths: Sequence[str], base: str | None) -> "tuple[list[PlanRecord], int | None]":
    """The records to compare, the base plan first, and its index. All that cannot be read is said."""
    from plancmp.cli.plan_inputs import find_plans

    inputs = find_plans(paths)
    names = [str(path) for path in inputs]
    if base is not None and not base.startswith(_REFERENCE):
        names.insert(0, base)
    least = 1 if base is not None else 2
    if len(inputs) < least:
        raise PlancmpError(
            f"只有 {len(inputs)} 份规划：至少要两份，或用 --base 指定对标的规划。",
            f"{len(inputs)} plan(s) only: name two or more, or a plan to hold against with --base.",
        )
    plans: list[PlanRecord] = []
    failed = 0
    for name in with_bar(names, len(names), "读取", "reading"):
        try:
            plans.append(_load(name))
        except PlancmpError as error:
            print(error.message(chosen()), file=sys.stderr)
            failed += 1
    if failed:
        raise typer.Exit(2)
    if base is not None and base.startswith(_REFERENCE):
        from plancmp.align.references import load_reference

        plans.insert(0, load_reference(base.removeprefix(_REFERENCE)))
    return plans, 0 if base is not None else None


def _load(name: str) -> "PlanRecord":
    """The record of a plan, or of what comes on standard input."""
    from plancmp.pipeline import extract_bytes, load_plan

    if name == "-":
        return extract_bytes(sys.stdin.buffer.read(), "-")
    return load_plan(name)


def _crosswalk(path: Path | None) -> "Crosswalk | None":
    """The user's crosswalk."""
    if path is None:
        return None
    from plancmp.align.crosswalk import load_crosswalk

    return load_crosswalk(path)


def _align(plans: "Sequence[PlanRecord]", links: "Crosswalk | None") -> "Alignment":
    from plancmp.align.aligning import align_plans

    return align_plans(plans, links, lang=chosen())


def _compare(
    plans: "Sequence[PlanRecord]", alignment: "Alignment", base: int | None, explain: bool
) -> "Comparison":
    """The comparison; to explain, also which indicators did not meet, and why."""
    from plancmp.compare.plans.comparing import compare

    comparison = compare(plans, alignment, base)
    if not explain:
        return comparison
    from plancmp.compare.apart import with_apart

    return with_apart(comparison, plans, alignment, lang=chosen())


def _suggest(path: Path, plans: "Sequence[PlanRecord]", alignment: "Alignment") -> None:
    """Write doubtful pairs."""
    from plancmp.align.crosswalk import write_suggestions

    write_whole(path, write_suggestions(plans, alignment, chosen()))
    count = len(alignment.doubts)
    print(say(f"{path}：存疑的指标对 {count} 个", f"{path}: {count} doubtful pairs"), file=sys.stderr)


def _text_of(
    comparison: "Comparison",
    form: Form,
    output: Path | None,
    explain: bool,
    color: Color,
    width: int | None,
) -> str:
    """The comparison in one of the forms."""
    lang: Lang = "en" if chosen() == "en" else "zh"
    if form is Form.table:
        from plancmp.report.diff.table import write_table

        columns = width or shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns
        painted = is_colored(color, output)
        return write_table(comparison, lang=lang, width=columns, color=painted, explain=explain)
    if form is Form.markdown:
        from plancmp.report.diff.markdown import write_markdown

        return write_markdown(comparison, lang=lang, explain=explain)
    if form is Form.csv:
        from plancmp.report.diff.rows import write_rows

        return write_rows(comparison)
    from plancmp.report.diff.data import write_json, write_yaml

    return write_json(comparison) if form is Form.json else write_yaml(comparison)
