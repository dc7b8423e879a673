"""`plancmp diff`: plans side by side."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from plancmp.cli.color import Color, is_colored, width_of
from plancmp.cli.language import chosen, say, tell
from plancmp.cli.opposing import mind, mind_crosswalk, reference_at
from plancmp.cli.options import (
    Base,
    Colored,
    Crosswalk,
    Jobs,
    Log,
    Output,
    Refs,
    Width,
    argument,
    form_of,
    option,
)
from plancmp.cli.progress import Tally, tally, with_bar
from plancmp.cli.writing import page, put, write_whole
from plancmp.model.errors import PlancmpError
from plancmp.report.writing import OF_DOSSIERS, OF_WORKBOOKS, write_dossier
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from plancmp.batch.loading import Given
    from plancmp.model.comparison import Comparison
    from plancmp.model.record import PlanRecord
    from plancmp.report.diff.blocks import Part

_ENDINGS = {"md": "markdown", "markdown": "markdown", "yml": "yaml", "txt": "table", "htm": "html"}
_PARTS = ("indicators", "gaps", "sections", "boxes", "tasks", "text")


Form = Literal["table", "json", "yaml", "csv", "markdown", "html", "xlsx"]
"""Forms of a comparison."""


def diff(
    paths: Annotated[list[str], argument()],
    base: Base = None,
    refs: Refs = None,
    where: Annotated[str | None, option("--where", metavar="CONDITION")] = None,
    crosswalk: Crosswalk = None,
    only: Annotated[str | None, option("--only", metavar="PARTS")] = None,
    summary: Annotated[bool, option("--summary")] = False,
    explain: Annotated[bool, option("--explain")] = False,
    suggest: Annotated[Path | None, option("--suggest")] = None,
    annotate: Annotated[Path | None, option("--annotate")] = None,
    form: Annotated[Form | None, option("--format", "-f")] = None,
    output: Output = None,
    jobs: Jobs = None,
    log: Log = None,
    exit_code: Annotated[bool, option("--exit-code")] = False,
    color: Colored = "auto",
    width: Width = None,
) -> None:
    """Lay plans side by side."""
    from plancmp.batch.loading import plans_named
    from plancmp.pipeline import diff as compare

    wanted: Form = form or form_of(output, Form, _ENDINGS)
    parts = _parts(only, summary)
    held_against = reference_at(base, refs) if base is not None else None
    named = plans_named(paths, where)
    with tally(log, told=False) as counted:
        plans, held = _plans(named, held_against, jobs or 0, counted)
    mind_crosswalk(crosswalk, [*plans, *([held] if held is not None else [])])
    shown = None if exit_code or annotate is not None else _needed(wanted, parts)
    comparison = compare(plans, base=held, crosswalk=crosswalk, explain=explain, lang=chosen(), parts=shown)
    if suggest is not None:
        _suggest(suggest, comparison)
    if annotate is not None:
        from plancmp.cli.marking import write_gaps

        write_gaps(comparison, 0 if held is None else 1, annotate)
    text = _text_of(comparison, wanted, output, explain, color, width, parts)
    if isinstance(text, str) and wanted == "table":
        page(text, output)
    else:
        put(text, output)
    if counted.failed:
        tell(counted.line())
    differ = exit_code and comparison.summary.differ
    raise typer.Exit(2 if counted.failed else int(bool(differ)))


def _parts(only: str | None, summary: bool) -> "tuple[Part, ...]":
    """The parts of a comparison that are wanted; none stands for all."""
    said = [word.strip() for word in (only or "").split(",") if word.strip()]
    wrong = [word for word in said if word not in _PARTS]
    if wrong:
        raise PlancmpError(*worded("only-form", part=wrong[0], parts=list(_PARTS)))
    wanted = (*(part for part in _PARTS if part in said), *(("summary",) if summary else ()))
    return cast("tuple[Part, ...]", wanted)


def _needed(form: Form, parts: "Sequence[Part]") -> "Sequence[str] | None":
    """What must be compared for what will be seen; None stands for all."""
    if form == "xlsx":
        return OF_WORKBOOKS
    partly = form in ("table", "markdown") and parts and "summary" not in parts
    return parts if partly else None


def _plans(
    named: "Sequence[Given]", base: str | None, jobs: int, counted: Tally
) -> "tuple[list[PlanRecord], PlanRecord | None]":
    """The records to compare, and the base plan. What cannot be used is said and stops no other.

    A base that lies in the folder of the others is not compared with itself.
    """
    from plancmp.batch.loading import load_all

    every = list(named)
    if base is not None:
        own = Path(base).resolve()
        every = [base, *(each for each in named if not isinstance(each, str) or Path(each).resolve() != own)]
    plans: list[PlanRecord] = []
    for given, each in zip(
        every, with_bar(load_all(every, jobs), len(every), "读取", "reading"), strict=True
    ):
        name = given if isinstance(given, str) else given.source.path
        try:
            if isinstance(each, PlancmpError):
                raise each
            if base is not None and plans:
                mind(each, plans[0], "base")
        except PlancmpError as error:
            counted.take(name, "failed", error)
            if given is base:
                raise typer.Exit(2) from None
        else:
            counted.take(name, "read", indicators=len(each.indicators))
            plans.append(each)
    if counted.failed and len(plans) < 2:
        raise typer.Exit(2)
    return (plans, None) if base is None else (plans[1:], plans[0])


def _suggest(path: Path, comparison: "Comparison") -> None:
    """Write doubtful pairs."""
    from plancmp.align.crosswalk import write_suggestions

    write_whole(path, write_suggestions(comparison.doubts, chosen()))
    count = len(comparison.doubts)
    tell(say(f"{path}：存疑的指标对 {count} 个", f"{path}: doubtful pairs: {count}"))


def _text_of(
    comparison: "Comparison",
    form: Form,
    output: Path | None,
    explain: bool,
    color: Color,
    width: int | None,
    parts: "Sequence[Part]" = (),
) -> str | bytes:
    """The comparison in one of the forms."""
    lang = chosen()
    if form == "table":
        from plancmp.report.diff.table import write_table

        painted = is_colored(color, output)
        columns = width_of(width)
        return write_table(comparison, lang=lang, width=columns, color=painted, explain=explain, parts=parts)
    if form == "markdown":
        from plancmp.report.diff.markdown import write_markdown

        return write_markdown(comparison, lang=lang, explain=explain, parts=parts)
    if form in OF_DOSSIERS:
        from plancmp.report.dossier import Dossier

        return write_dossier(Dossier(comparison=comparison), form, lang=lang)
    if form == "csv":
        from plancmp.report.diff.rows import write_rows

        return write_rows(comparison)
    from plancmp.report.diff.data import write_json, write_yaml

    return write_json(comparison) if form == "json" else write_yaml(comparison)
