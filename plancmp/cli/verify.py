"""`plancmp verify`: records against their sources."""

import hashlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from plancmp.cli.language import chosen, say
from plancmp.model.errors import PlancmpError, RecordError

_LONGEST = 40


def verify(
    records: Annotated[list[Path], typer.Argument(help="记录文件 record files")],
) -> None:
    """核对记录与原文是否一致。 Say what no longer stands in the source where the record says."""
    status = 0
    for path in records:
        try:
            status = max(status, _verify(path))
        except PlancmpError as error:
            print(error.message(chosen()), file=sys.stderr)
            status = 2
    raise typer.Exit(status)


def _verify(path: Path) -> int:
    """Print what differs for one record; 0 when everything stands, 1 when something does not."""
    from plancmp.records.verifying import find_mismatches
    from plancmp.records.yamlform import load_record
    from plancmp.sources.reading import read_document

    record = load_record(path)
    source = _source(path, record.source.path)
    document, data = read_document(source)
    changed = hashlib.sha256(data).hexdigest() != record.source.sha256
    if changed:
        print(
            say(f"{path}：原文 {source} 在提取之后有改动", f"{path}: the source {source} has changed since")
        )
    count = 0
    for each in find_mismatches(record, document):
        count += 1
        text = each.text if len(each.text) <= _LONGEST else each.text[:_LONGEST] + "…"
        if each.found_line is None:
            print(
                say(
                    f"{path}：{each.where}：原文中没有“{text}”",
                    f"{path}: {each.where}: “{text}” is not in the source",
                )
            )
        else:
            print(
                say(
                    f"{path}：{each.where}：“{text}”不在第 {each.line} 行，在第 {each.found_line} 行",
                    f"{path}: {each.where}: “{text}” is on line {each.found_line}, not {each.line}",
                )
            )
    if not count and not changed:
        print(say(f"{path}：与原文一致", f"{path}: everything stands in the source"))
    return 1 if count or changed else 0


def _source(record: Path, named: str) -> Path:
    """The source of a record: as named from here, else beside the record."""
    for place in (Path(named), record.parent / named, record.parent / Path(named).name):
        if place.is_file():
            return place
    raise RecordError(
        f"{record}：找不到原文 {named}，请在提取时所在的文件夹运行。",
        f"{record}: its source {named} is not here; run in the folder where it was extracted.",
    )
