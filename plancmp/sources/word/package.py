"""Finds the parts of a .docx file: the document, its styles, lists, notes, comments and running heads."""

import posixpath
from typing import Literal

from lxml import etree

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.archive import Archive, open_archive, parse_xml
from plancmp.sources.word.tags import W, transitional

CommentKind = Literal["comments", "commentsExtended", "commentsIds", "commentsExtensible"]
Kind = Literal["styles", "numbering", "settings", "footnotes", "endnotes", "header", "footer"] | CommentKind

_ROOT_RELATIONS = "_rels/.rels"
_USUAL_MAIN = "word/document.xml"
_MAIN_KIND = "officeDocument"
_FOREIGN: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.xml", "Excel 工作簿", "an Excel workbook"),
    ("ppt/presentation.xml", "PowerPoint 演示文稿", "a PowerPoint presentation"),
    ("content.xml", "ODF 文档（.odt 等）", "an OpenDocument file (.odt or the like)"),
    ("Document.xml", "OFD 文件", "an OFD file"),
)


class Package:
    """A .docx file by what its parts are, with `root` the document itself."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.names}
        self.main = self._main()
        """The name of the document part."""
        self._relations = self._read_relations(self.main)
        self.root = self._parse(self.main)
        if self.root.tag != f"{W}document":
            raise SourceError(*worded("no-word-document"))

    def part(self, kind: Kind) -> etree._Element | None:
        """The root of the part of a kind that the document refers to; None where it has none."""
        names = self.parts(kind)
        return self._parse(names[0]) if names else None

    def parts(self, kind: Kind) -> list[str]:
        """The names of all parts of a kind, each once, in the order of the package."""
        named = (self._names.get(target.lower()) for of_kind, target, _ in self._relations if of_kind == kind)
        return list(dict.fromkeys(name for name in named if name is not None))

    def found(self, name: str) -> str | None:
        """The name of a part as the archive writes it; None where it has none of that name."""
        return self._names.get(name.lower())

    def read(self, name: str) -> bytes:
        """The bytes of a part by name."""
        return self._archive.read(name)

    def parse(self, name: str) -> etree._Element:
        """The root of a part by name."""
        return self._parse(name)

    def picture(self, relation: str) -> bytes | None:
        """The bytes of a picture that the document refers to by an id; None for one that lies elsewhere."""
        found = self._named(relation, "image")
        return None if found is None else self.read(found)

    def drawn(self, relation: str) -> etree._Element | None:
        """The root of the data of a chart or a diagram that the document refers to by an id."""
        found = self._named(relation, "chart", "diagramData", "chartEx")
        return None if found is None else self._parse(found)

    def _named(self, relation: str, *kinds: str) -> str | None:
        """The name of the part of some kind that the document refers to by an id."""
        targets = (target for kind, target, name in self._relations if name == relation and kind in kinds)
        return self.found(next(targets, ""))

    def _parse(self, name: str) -> etree._Element:
        """Read and parse a part, in the usual namespaces."""
        return parse_xml(transitional(self._archive.read(name)), name)

    def _main(self) -> str:
        """The name of the document part."""
        targets = [target for kind, target, _ in self._read_relations("") if kind == _MAIN_KIND]
        for target in (*targets, _USUAL_MAIN):
            if (name := self._names.get(target.lower())) and name.endswith(".xml"):
                return self._checked(name)
        raise self._no_document()

    def _checked(self, name: str) -> str:
        """The name, unless it is that of another program's document."""
        if any(name == foreign for foreign, _, _ in _FOREIGN):
            raise self._no_document()
        return name

    def _no_document(self) -> SourceError:
        """The error for a zip file without a Word document, naming what it is."""
        for name, *kind in _FOREIGN:
            if any(found == name or found.endswith("/" + name) for found in self._archive.names):
                return SourceError(*worded("other-program", kind=tuple(kind)))
        return SourceError(*worded("no-word-text"))

    def _read_relations(self, name: str) -> list[tuple[str, str, str]]:
        """Kind, target and id of what a part (or the package) refers to inside of the file, never outside."""
        folder = posixpath.dirname(name)
        found = self.found(relations_of(name))
        if found is None:
            return []
        relations: list[tuple[str, str, str]] = []
        for relation in self._parse(found):
            target = relation.get("Target", "")
            if target and relation.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                relations.append((relation.get("Type", "").rpartition("/")[2], path, relation.get("Id", "")))
        return relations


def relations_of(name: str) -> str:
    """The name of the part with the relations of a part, or of the package.

    >>> relations_of("word/document.xml"), relations_of("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels") if name else _ROOT_RELATIONS


def open_package(data: bytes) -> Package:
    """Open a .docx file held in memory. Raises SourceError."""
    return Package(open_archive(data))
