"""Plain data as YAML, character by character as PyYAML writes it, in a small part of the time.

PyYAML asks Python several times about every scalar, which is a third of the time to read a plan. Here the
common is written at once; what is unusual is left to PyYAML.
"""

from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml

from plancmp.text.keeping import compiled

_ON_ONE_LINE = frozenset(
    ("line", "column", "end_column", "page", "block", "row", "cell", "start", "end", "outlook")
) | {"name", "level", "code", "parents", "score"}
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_BREAK = compiled("[\r\x85\u2028\u2029]|^\n|\n$| \n|\n ")
"""Breaks of lines that PyYAML does not write as a blank line between quotes."""
_ABROAD = "\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
_PLAIN = compiled(f"[{_ABROAD}][{_ABROAD}A-Za-z0-9%+./~_;()-]*")
"""Most texts are of such characters, and need no second look."""
_USUAL = compiled(f"[\n -~\xa0{_ABROAD}]+")
_LINES = compiled("\n+")
_NUMBER = compiled(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_QUOTED = r"""[#,\[\]{}&*!|>'"%@`]|[?:-](?:\ |$)|---|\.\.\.|\ """
_IN_BLOCK = compiled(rf"^(?:{_QUOTED})|\ $|\ \#|:\ |:$")
_IN_FLOW = compiled(rf"^(?:{_QUOTED})|\ $|\ \#|[,?\[\]{{}}:]")
"""What asks for quotes: PyYAML's own marks of syntax, in a block and between braces."""
_LONGEST_KEY = 128
_WIDTH, _LONGEST = 1_000_000, 500_000
"""Where PyYAML breaks lines, and a length that keeps well below."""


_LISTS, _MANY, _NUMBERS = (list, tuple), (dict, list, tuple), (Decimal, int, float)


class _UnusualError(Exception):
    """Something of which PyYAML knows how it is written."""


class _PlainDumper(_Dumper):  # type: ignore[misc]
    """Writes decimals with their own digits and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Each thing is written where it stands."""
        return True


def _represent_decimal(dumper: Any, value: Decimal) -> Any:
    """A decimal as a plain number: 6.50 stays 6.50, and 85 is 85."""
    digits = format(value, "f")
    kind = "float" if "." in digits else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", digits)


def _represent_mapping(dumper: Any, value: dict[str, Any]) -> Any:
    """A mapping on one line or key by key."""
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=_is_short(value))


_PlainDumper.add_representer(dict, _represent_mapping)
_PlainDumper.add_representer(Decimal, _represent_decimal)


def _is_short(value: dict[str, Any]) -> bool:
    """A place, a region, a period, a value stand on one line; all else key by key."""
    return "state" in value or value.keys() <= _ON_ONE_LINE


def to_yaml(data: dict[str, Any]) -> str:
    """Plain data with decimals as YAML, in the order of its keys.

    >>> print(to_yaml({"a": [{"line": 1}, {"b": "yes", "c": ["1", Decimal("6.50")]}]}), end="")
    a:
    - {line: 1}
    - b: 'yes'
      c:
      - '1'
      - 6.50
    """
    out: list[str] = []
    try:
        if not _is_short(data):
            _block(data, "\n", out)
    except _UnusualError:
        out.clear()
    return f"{''.join(out).removeprefix(chr(10))}\n" if out else _by_library(data)


def _by_library(data: Any, **more: Any) -> str:
    """Data as PyYAML writes them."""
    text: str = yaml.dump(
        data, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=_WIDTH, **more
    )
    return text


def _block(value: Any, indent: str, out: list[str]) -> None:
    """A value after its key, whose line begins with `indent`."""
    if isinstance(value, dict) and value and not _is_short(value):
        for key, each in value.items():
            out.append(f"{indent}{_key(key, False)}:")
            is_list = isinstance(each, _LISTS)
            _block(each, indent if is_list else f"{indent}  ", out)
    elif isinstance(value, _LISTS) and value:
        for each in value:
            out.append(f"{indent}-")
            begun = len(out)
            _block(each, f"{indent}  ", out)
            if out[begun].startswith("\n"):
                out[begun] = f" {out[begun].lstrip()}"
    else:
        is_scalar = not isinstance(value, _MANY)
        out.append(f" {_scalar(value, indent, False) if is_scalar else _flow(value, indent)}")
        if len(out[-1]) > _LONGEST:
            raise _UnusualError


def _flow(value: Any, indent: str) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        indent += "  "
        inner = [f"{_key(key, True)}: {_flow(each, indent)}" for key, each in value.items()]
        return f"{{{', '.join(inner)}}}"
    if isinstance(value, _LISTS):
        indent += "  "
        return f"[{', '.join([_flow(each, indent) for each in value])}]"
    return _scalar(value, indent, True)


@lru_cache(1024)
def _key(key: Any, in_flow: bool) -> str:
    """A key."""
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY or "\n" in key:
        raise _UnusualError
    return _text(key, "", in_flow)


def _scalar(value: Any, indent: str, in_flow: bool) -> str:
    """A text, a number, a truth or nothing."""
    if isinstance(value, str):
        return _text(value, indent, in_flow)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    digits = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not isinstance(value, _NUMBERS) or not _NUMBER.fullmatch(digits):
        raise _UnusualError
    return digits


def _text(value: str, indent: str, in_flow: bool) -> str:
    """A text, in quotes where it would else be something different."""
    if _PLAIN.fullmatch(value):
        return value
    if not value:
        return "''"
    is_usual = _USUAL.fullmatch(value) is not None
    if _BREAK.search(value) or ("\n" in value and not is_usual):
        raise _UnusualError
    if not is_usual:
        alone = _by_library([value], default_flow_style=in_flow)
        return alone[1:-2] if in_flow else alone[2:-1]
    if "\n" in value:
        return f"'{_LINES.sub(lambda found: found[0] + indent, value.replace(chr(39), chr(39) * 2))}'"
    if (_IN_FLOW if in_flow else _IN_BLOCK).search(value) or _means_else(value):
        return f"'{value.replace(chr(39), chr(39) * 2)}'"
    return value


def _means_else(value: str) -> bool:
    """Whether without quotes it would be a number, a date, a truth."""
    return any(each.match(value) for _, each in _Dumper.yaml_implicit_resolvers.get(value[0], ()))
