"""The last words of a record in a file: from what it was made, and what it was when it was written."""

import hashlib
import re
from typing import NamedTuple

from plancmp.text.keeping import compiled

_WORDS = "改动本文件后，extract 不再覆盖它，除非用 --force"
_SEAL = compiled(r'(?m)(?:^# |,\s*"made": ?")plancmp (\S+) ([0-9a-f]{16})(?:"| .*\n?)')


class Seal(NamedTuple):
    """What the seal of a file says."""

    stamp: str
    """Stands for what the record was made from: content, version and rules."""
    is_own: bool
    """Whether the file is as it was written; else a person has changed it."""


def sealed(text: str, stamp: str) -> str:
    """A record as YAML or JSON with its seal.

    >>> sealed("a: 1\\n", "0.1-7f").splitlines()[1][:36]
    '# plancmp 0.1-7f 37b128c59f1f5097  改'
    >>> sealed('{"a":1}\\n', "0.1-7f")
    '{"a":1,"made":"plancmp 0.1-7f e346432021b04179"}\\n'
    """
    own = _hash(text)
    if not text.startswith("{"):
        return f"{text}# plancmp {stamp} {own}  {_WORDS}\n"
    end = text.rindex("\n}" if text.startswith("{\n") else "}")
    between = ',\n  "made": ' if text.startswith("{\n") else ',"made":'
    return f'{text[:end]}{between}"plancmp {stamp} {own}"{text[end:]}'


def seal_of(text: str) -> Seal | None:
    """The seal of a file; None where it has none."""
    text = text.replace("\r\n", "\n")
    found = max(_SEAL.finditer(text), key=re.Match.start, default=None)
    if found is None:
        return None
    rest = text[: found.start()] + text[found.end() :]
    return Seal(found[1], _hash(rest) == found[2])


def _hash(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
