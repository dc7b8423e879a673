"""Records to YAML that a person can read and correct, and back, without losing a digit."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import yaml

from plancmp.model.errors import RecordError
from plancmp.model.record import PlanRecord
from plancmp.records.yamltext import to_yaml
from plancmp.rulepacks.messages import worded
from plancmp.rulepacks.parsing import Loader, not_yaml, position
from plancmp.rulepacks.reasons import in_words
from plancmp.text.keeping import compiled

_LARGEST = 64_000_000
_ALIAS = compiled(r"(?m)(?:^|[\s\[{,:-])[&*][^\s,\[\]{}]+")


class _RecordLoader(Loader):  # type: ignore[misc]
    """Reads numbers with a point as exact decimals, dates as text."""


def _read_decimal(loader: Any, node: yaml.ScalarNode) -> Decimal:
    """A number with a point, exactly as written."""
    return Decimal(node.value.replace("_", ""))


def _read_text(loader: Any, node: yaml.ScalarNode) -> str:
    """A date or time stays the text that it is."""
    return str(node.value)


_RecordLoader.add_constructor("tag:yaml.org,2002:float", _read_decimal)
_RecordLoader.add_constructor("tag:yaml.org,2002:timestamp", _read_text)


def write_record(record: PlanRecord) -> str:
    """The record as YAML; the same record gives the same bytes.

    >>> from plancmp.model.record import PlanData, Source
    >>> record = PlanRecord(id="x", source=Source(path="x.txt", format="text", sha256="0"), plan=PlanData())
    >>> print(write_record(record), end="")
    plancmp: 1
    id: x
    source:
      path: x.txt
      format: text
      sha256: '0'
    plan: {}
    """
    data = msgspec.to_builtins(record, builtin_types=(Decimal,))
    return to_yaml({"plancmp": record.plancmp, **data})


def read_record(text: str, name: str = "record") -> PlanRecord:
    """The record that a YAML text holds.

    Raises `RecordError` in one line when it is no YAML, too large, or does not fit the format.
    """
    if len(text) > _LARGEST:
        raise RecordError(*worded("file-large", file=name))
    try:
        if _ALIAS.search(text):
            _refuse_aliases(text, name)
        data = yaml.load(text, _RecordLoader)
        if isinstance(data, dict):
            data.pop("made", None)  # The seal of a file; see `sealing`.
        return msgspec.convert(data, PlanRecord)
    except msgspec.ValidationError as error:
        reason, _, trail = str(error).partition(" - at `$")
        where = f"{name}:{position(text, trail.rstrip('`'))}" if trail else name
        raise RecordError(*worded("no-record", where=where, why=in_words(reason))) from None
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as error:
        where, zh, en = not_yaml(error)
        raise RecordError(f"{name}:{where}：{zh}", f"{name}:{where}: {en}") from None


def _refuse_aliases(text: str, name: str) -> None:
    """Stop at the first alias: a few lines of them could fill the memory."""
    for event in yaml.parse(text, _RecordLoader):
        if isinstance(event, yaml.AliasEvent):
            raise RecordError(*worded("record-alias", name=name))


def load_record(path: str | Path) -> PlanRecord:
    """The record in a file; see `read_record`."""
    try:
        return read_record(Path(path).read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError.unreadable(path, error) from None
