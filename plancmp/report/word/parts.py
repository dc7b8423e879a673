"""Writes a .docx package anew with some parts changed or added; all other parts keep their bytes."""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from lxml import etree

from plancmp.report.word.xmlbytes import XmlBytes, xml_text
from plancmp.sources.guard.archive import open_archive
from plancmp.sources.word.package import Package, relations_of
from plancmp.sources.word.tags import ID, RELATIONS

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def rewritten(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some parts changed, and those added that it lacks. Raises SourceError."""
    archive = open_archive(data)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        members = {info.filename: info for info in old.infolist()}
        for name, info in members.items():
            copy = zipfile.ZipInfo(name, info.date_time)
            copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
            content = changed.get(name)
            new.writestr(copy, archive.read(name) if content is None else content)
        for name in changed.keys() - members.keys():
            copy = zipfile.ZipInfo(name, _EPOCH)
            copy.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(copy, changed[name])
    return made.getvalue()


def with_comments_part(package: Package, content: bytes, document: XmlBytes) -> dict[str, bytes]:
    """The parts that change where comments are added to a document: theirs, its relation and content type."""
    folder = posixpath.dirname(package.main)
    numbers = ("", *map(str, range(1, 1000)))
    names = (posixpath.join(folder, f"comments{number}.xml") for number in numbers)
    name = next(each for each in names if package.found(each) is None)
    links = relations_of(package.main)
    uri = document.written_uri(f"{RELATIONS}/comments")
    return {
        name: content,
        package.found(_CONTENT_TYPES) or _CONTENT_TYPES: _with_type(package, name, _COMMENTS),
        package.found(links) or links: _with_link(package, links, uri, posixpath.basename(name)),
    }


def _with_type(package: Package, name: str, content_type: str) -> bytes:
    """The list of content types with one more."""
    found = package.found(_CONTENT_TYPES) or _CONTENT_TYPES
    part = XmlBytes(package.read(found), found)
    text = f'<Override{_declared(part, _TYPES)} PartName="/{xml_text(name)}" ContentType="{content_type}"/>'
    part.append(part.root, text.encode())
    return part.written()


def _with_link(package: Package, name: str, uri: str, target: str) -> bytes:
    """The relations of the document with one more."""
    found = package.found(name)
    data = f'<Relationships xmlns="{_LINKS}"/>'.encode() if found is None else package.read(found)
    part = XmlBytes(data, name)
    taken = {each.get("Id") for each in part.root}
    own = next(each for number in range(1, len(taken) + 2) if (each := f"rIdPlancmp{number}") not in taken)
    text = f'<Relationship{_declared(part, _LINKS)} Id="{own}" Type="{uri}" Target="{xml_text(target)}"/>'
    part.append(part.root, text.encode())
    return part.written()


def _declared(part: XmlBytes, uri: str) -> str:
    """The declaration that a child without a prefix needs."""
    return "" if part.root.nsmap.get(None) == uri else f' xmlns="{uri}"'


def fresh_names(roots: Iterable[etree._Element], tags: Sequence[str]) -> Iterator[int]:
    """Numbers for elements of some names that none of those there has."""
    taken = (each.get(ID, "") for root in roots for each in root.iter(*tags))
    return count(max((int(name) for name in taken if name.isdecimal() and len(name) < 9), default=-1) + 1)
