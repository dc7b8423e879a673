"""Marks of footnotes: what stands behind words for a note, and what the note begins with."""

import unicodedata

from plancmp.text.folding import fold, is_han
from plancmp.text.keeping import compiled

MARK = r"(?:[①-⑳⑴-⒇]|[\[【][\^注]?\d{1,2}[\]】]|[*∗※#†]{1,3}|\(注\d?\)|注\d)"
"""A pattern for what stands in folded text for a note."""
# A cell that is nothing but [31] is a total, and ** or ≥** a figure still to be put in.
_BEHIND = compiled(rf"(?<=[^\s<>≥≤=~*※#])\s*{MARK}$")
_HIGH = compiled("[¹²³⁰⁴-⁹]")
_RAISED = compiled(r"(?<=[\u3400-\u9fff）)”\d%％—－-])(?<!米)(?<!10)[¹²³⁰⁴-⁹]{1,2}")
"""Raised figures, but for those of units and powers: m², 平方米², 10⁴."""
_OPENING = compiled(rf"\s*(?:注\s?:?\s*)?(?P<mark>{MARK}|[¹²³⁰⁴-⁹]{{1,2}})\s*[:.、]?\s*")


def key_of(mark: str) -> str:
    """What two marks of one note have in common: the number, whatever is around it, or the sign.

    >>> [key_of(mark) for mark in ("②", "[注2]", "²", "＊", "(注)")]
    ['2', '2', '2', '*', '注']
    """
    plain = unicodedata.normalize("NFKC", mark)
    return compiled(r"\D").sub("", plain) or plain.strip("()")


def without_marks(text: str) -> tuple[str, frozenset[str]]:
    """A text without the marks behind its words, and their keys; offsets behind a raised mark change.

    >>> without_marks("排放总量②"), without_marks("河流¹水质[2]")[0], without_marks("[31]")[0]
    (('排放总量', frozenset({'2'})), '河流水质', '[31]')
    """
    marks = _RAISED.findall(text) if _HIGH.search(text) else []
    bare = _RAISED.sub("", text) if marks else text
    found = None if is_han(bare[-1:]) else _BEHIND.search(fold(bare))
    if found is not None:
        marks.append(bare[found.start() :].strip())
        bare = bare[: found.start()]
    return bare, frozenset(map(key_of, marks))


def opening_mark(text: str) -> tuple[str, str] | None:
    """The key of the mark that a note begins with, and its words; None without a mark.

    >>> opening_mark("注：① 按常住人口计。")
    ('1', '按常住人口计。')
    """
    found = _OPENING.match(fold(text))
    return (key_of(found["mark"]), text[found.end() :].strip()) if found is not None else None
