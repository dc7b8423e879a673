"""`plancmp extract`: plan documents to records."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plancmp.cli.language import chosen
from plancmp.cli.options import argument, form_of, option
from plancmp.cli.progress import pages_shown, with_bar
from plancmp.cli.writing import put, write_whole
from plancmp.model.errors import PlancmpError

if TYPE_CHECKING:
    from plancmp.batch.inputs import Input
    from plancmp.model.record import PlanRecord


_ENDINGS = {"yml": "yaml"}


class Ocr(StrEnum):
    """When pictures of text are read."""

    auto = "auto"
    never = "never"
    always = "always"


class Form(StrEnum):
    """Forms of a record."""

    yaml = "yaml"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def extract(
    paths: Annotated[
        list[str], argument("规划文档、文件夹或 -", "documents, folders, or - for standard input")
    ],
    output: Annotated[
        Path | None, option("输出文件或文件夹", "file or folder to write to", "--output", "-o")
    ] = None,
    form: Annotated[Form | None, option("输出格式", "form of the output", "--format", "-f")] = None,
    ocr: Annotated[
        Ocr, option("何时识别扫描页和图片中的文字", "when to recognise text in scans and pictures", "--ocr")
    ] = Ocr.auto,
) -> None:
    """Read plan documents as records."""
    from plancmp.batch.inputs import find_inputs
    from plancmp.records.messages import lacks_indicators, unread_line

    inputs = find_inputs(paths)
    chosen_form = form or form_of(output, Form.yaml, _ENDINGS, folder=True)
    to_folder = output is not None and (not output.suffix or output.is_dir())
    joined = chosen_form in (Form.jsonl, Form.csv)
    if len(inputs) > 1 and not to_folder and not joined:
        raise PlancmpError(
            f"共 {len(inputs)} 个文档：请用 -o 指定输出文件夹，或用 -f jsonl、-f csv 合并输出。",
            f"{len(inputs)} documents: name a folder with -o, or join them with -f jsonl or -f csv.",
        )
    failed = 0
    unread: list[str] = []
    texts: list[str] = []
    names = _Names(output) if to_folder and output is not None else None
    for each, record in _records(inputs, ocr):
        if isinstance(record, PlancmpError):
            print(record.message(chosen()), file=sys.stderr)
            failed += 1
            continue
        if lacks_indicators(record):
            unread.append(str(each.path))
        if names is not None:
            write_whole(names.place(each, chosen_form), _text_of([record], chosen_form))
        elif joined:
            texts.append(_text_of([record], chosen_form, header=not texts))
        else:
            texts.append(_text_of([record], chosen_form))
    if names is None:
        put("".join(texts), output)
    if unread:
        print(unread_line(unread, chosen()), file=sys.stderr)
    raise typer.Exit(2 if failed else 0)


def _records(inputs: "list[Input]", ocr: Ocr) -> "Iterator[tuple[Input, PlanRecord | PlancmpError]]":
    """Each input with its record, or with why it has none; a bar on standard error for several."""
    from plancmp.pipeline import extract as extract_file
    from plancmp.pipeline import extract_bytes
    from plancmp.sources.recognition import Recognition, using

    shown = pages_shown() if len(inputs) == 1 else nullcontext()
    with shown as progress, using(Recognition(ocr.value, progress)):
        for each in with_bar(inputs, len(inputs), "读取", "reading", few=2):
            try:
                if str(each.path) == "-":
                    yield each, extract_bytes(sys.stdin.buffer.read(), "-")
                else:
                    yield each, extract_file(each.path)
            except PlancmpError as error:
                yield each, error


class _Names:
    """Names of output files below a folder: the tree of the input, no name twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[Path] = set()

    def place(self, each: "Input", form: Form) -> Path:
        """Where the record of an input goes."""
        relative = Path("stdin") if str(each.path) == "-" else each.relative
        place = self._folder / relative.with_suffix(f".{form.value}")
        if place in self._taken:
            place = self._folder / relative.with_name(f"{relative.name}.{form.value}")
        number = 2
        while place in self._taken:
            place = self._folder / relative.with_name(f"{relative.name}.{number}.{form.value}")
            number += 1
        self._taken.add(place)
        return place


def _text_of(records: "list[PlanRecord]", form: Form, header: bool = True) -> str:
    """Records in one of the forms."""
    if form is Form.yaml:
        from plancmp.records.yamlform import write_record

        return "".join(write_record(record) for record in records)
    if form is Form.csv:
        from plancmp.report.indicator_rows import write_rows

        return write_rows(records, header)
    from plancmp.records.jsonform import write_json

    return "".join(write_json(record, indent=form is Form.json) for record in records)
