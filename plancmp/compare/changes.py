"""Changes between two drafts, made in one place: what is gone, what is new, what is another now."""

from typing import Protocol

from plancmp.compare.wording import find_pieces
from plancmp.model.comparison import Change, ChangeKind, ChangeOf
from plancmp.model.place import Place


class Part(Protocol):
    """Anything of a draft that has an id and a place."""

    @property
    def id(self) -> str: ...

    @property
    def at(self) -> Place: ...


def dropped(of: ChangeOf, name: str, text: str, mine: Part, field: str | None = None) -> Change:
    """Something of the old draft that the new one lacks."""
    return Change(kind="dropped", of=of, field=field, name=name, before=text, old=mine.id, old_at=mine.at)


def added(of: ChangeOf, name: str, text: str, theirs: Part, field: str | None = None) -> Change:
    """Something of the new draft that the old one lacks."""
    return Change(kind="added", of=of, field=field, name=name, after=text, new=theirs.id, new_at=theirs.at)


def changed(
    kind: ChangeKind,
    of: ChangeOf,
    name: str,
    parts: tuple[Part, Part],
    texts: tuple[str | None, str | None],
    *,
    field: str | None = None,
    worded: bool = False,
) -> Change:
    """Something of both drafts that is another now; `worded` adds the words that differ."""
    (mine, theirs), (before, after) = parts, texts
    return Change(
        kind=kind,
        of=of,
        field=field,
        name=name,
        before=before,
        after=after,
        old=mine.id,
        new=theirs.id,
        old_at=mine.at,
        new_at=theirs.at,
        pieces=find_pieces(before or "", after or "") if worded else (),
    )
