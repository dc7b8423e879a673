"""Fields that LibreOffice fills anew keep what was saved: the same file reads the same on every day.

It would write today's date, the name of its own temporary file, or that a reference was not found.
"""

import io
import re
import zipfile

from plancmp.model.document import Format
from plancmp.sources.guard.archive import open_archive
from plancmp.text.keeping import compiled

_ODF_FIELD = compiled(
    r"(\{urn:oasis:names:tc:opendocument:xmlns:text:1\.0\})(?:date|time|file-name|template-name|sequence|chapter"
    r"|(?:author|sender|creation|modification|print|printed|editing)-[a-z-]+|(?:bookmark|reference|sequence|note)-ref"
    r"|[a-z]+-count|expression|conditional-text|variable-get|user-field-get|user-defined"
    r"|title|subject|keywords|description|creator|initial-creator|database-display)"
)
_ODF_PARTS = ("content.xml", "styles.xml")
_MOVING = ("DATE", "TIME", "FILENAME", "TEMPLATE", "REF", "NOTEREF")
"""Fields whose words are another's tomorrow or elsewhere."""
_COUNTED = (
    *("SAVEDATE", "PRINTDATE", "CREATEDATE", "EDITTIME", "REVNUM", "NUMPAGES", "NUMWORDS", "NUMCHARS"),
    *("PAGEREF", "IF", "ASK", "TITLE", "SUBJECT", "KEYWORDS", "COMMENTS"),
)
"""Fields that come out empty or counted anew."""
_RTF_FIELD = re.compile(
    rb"(\\fldinst(?:[\s{}]|\\[a-z]+-?[0-9]*){0,60}+)(?:%b)(?![A-Za-z])"
    % "|".join(_MOVING + _COUNTED).encode()
)
_OLE_FIELD = re.compile(
    rb"\x13 *(?:%b)(?![A-Za-z])|\x13\0(?: \0)*(?:%b)(?![A-Za-z])"
    % ("|".join(_MOVING).encode(), "|".join(_MOVING).encode("utf-16-le").replace(b"|\0", b"|"))
)


def settled(data: bytes, kind: Format) -> bytes:
    r"""A file with its fields as they were saved. Raises `SourceError` for a damaged or swelling .odt.

    >>> settled(rb"{\field{\*\fldinst {\f1 DATE }}{\fldrslt 2025}}", "rtf")
    b'{\\field{\\*\\fldinst {\\f1 QUOTE }}{\\fldrslt 2025}}'
    """
    if kind == "rtf":
        # Where LibreOffice does not know a field, it keeps what the file says of it.
        return _RTF_FIELD.sub(rb"\1QUOTE", data)
    return _settled_odf(data) if kind == "odt" else data


def is_moving(data: bytes) -> bool:
    r"""Whether an old Word file holds fields that move; there they cannot be settled.

    >>> [is_moving("\x13 DATE".encode(coding)) for coding in ("gbk", "utf-16-le")], is_moving(b"\x13 TOC")
    ([True, True], False)
    """
    return _OLE_FIELD.search(data) is not None


def _settled_odf(data: bytes) -> bytes:
    """The archive with its text settled; it swells no further than others may."""
    from lxml import etree

    archive = open_archive(data, suffix=".odt")
    changed: dict[str, bytes] = {}
    for part in _ODF_PARTS:
        if part in archive.names or part == _ODF_PARTS[0]:
            root = archive.root(part)
            tags = {str(element.tag) for element in root.iter() if _ODF_FIELD.fullmatch(str(element.tag))}
            if tags:
                etree.strip_tags(root, *tags)
                changed[part] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if not changed:
        return data
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(archive.names, key=lambda name: name != "mimetype"):
            packed.writestr(name, changed[name] if name in changed else archive.read(name))
    return made.getvalue()
