"""Names and reads what an OLE file (compound file, [MS-CFB]) holds: the entries of its root folder.

Old .doc, .wps, .xls and .ppt files are OLE files, and so is a .docx with a password. Everything is read in
steps bounded by the size of the file.
"""

import struct
from typing import NamedTuple

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = 128
_SMALL = 4096
"""Smaller streams stand together in another one."""
_SMALL_SECTOR = 64
_MOST_SECTORS = 4096
_NAMES = {name.lower(): name for name in ("WordDocument", "0Table", "1Table", "Data", "Workbook", "Book")}
"""Names have no case, and some programs write them in their own."""


def _damaged() -> SourceError:
    """The line for a file that ends too early or makes no sense."""
    return SourceError(*worded("ole-damaged"))


class Entry(NamedTuple):
    """A stream or folder of an OLE file."""

    name: str
    start: int
    size: int


class OleFile:
    """The root folder of an OLE file. Raises SourceError where it cannot be read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER or not data.startswith(SIGNATURE):
            raise _damaged()
        shift: int = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise _damaged()
        self._size = 1 << shift
        self._tables = self._find_tables()
        self._read_tables: dict[int, tuple[int, ...]] = {}
        self._root = Entry("", 0, 0)
        self.entries = {entry.name: entry for entry in self._read_root()}

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a stream that is kept in whole sectors, as large ones are; empty for others."""
        entry = self.entries[name]
        if entry.size < _SMALL:
            return b""
        return self._sector(entry.start)[:length]

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; small ones stand together in one that belongs to the root."""
        entry = self.entries[name]
        if entry.size >= _SMALL:
            return self._chain(entry.start, entry.size)
        held = self._chain(self._root.start, self._root.size)
        table = self._chain(struct.unpack_from("<I", self._data, 60)[0], len(self._data))
        parts: list[bytes] = []
        at = entry.start
        while at * 4 + 4 <= len(table) and len(parts) * _SMALL_SECTOR < entry.size:
            parts.append(held[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR])
            (at,) = struct.unpack_from("<I", table, 4 * at)
        return b"".join(parts)[: entry.size]

    def _sector(self, number: int) -> bytes:
        """The bytes of a sector."""
        start = (number + 1) * self._size
        if number >= _FREE or start >= len(self._data):
            raise _damaged()
        return self._data[start : start + self._size]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        """The sector numbers that a sector of a table holds."""
        data = self._sector(sector)
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _find_tables(self) -> list[int]:
        """The sectors of the allocation table: 109 in the header, the others in a chain."""
        tables = list(struct.unpack_from("<109I", self._data, 76))
        following: int = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(_MOST_SECTORS):
            if following >= _FREE:
                break
            numbers = self._numbers(following)
            if not numbers:
                raise _damaged()
            tables.extend(numbers[:-1])
            following = numbers[-1]
        return tables

    def check_whole(self, name: str) -> None:
        """Raise SourceError if a stream kept in whole sectors is cut off."""
        entry = self.entries[name]
        if entry.size < _SMALL:
            return
        sector = entry.start
        for _ in range(entry.size // self._size):
            self._sector(sector)
            sector = self._next(sector)

    def _chain(self, sector: int, size: int | None = None) -> bytes:
        """The bytes of a chain of sectors, `size` of them where that is known."""
        parts: list[bytes] = []
        # A chain in a circle ends with the file.
        most = _MOST_SECTORS if size is None else min(size, len(self._data)) // self._size + 1
        for _ in range(most):
            if sector >= _FREE:
                break
            parts.append(self._sector(sector))
            sector = self._next(sector)
        return b"".join(parts)[:size]

    def _next(self, sector: int) -> int:
        """The sector that follows in its chain."""
        table, place = divmod(sector, self._size // 4)
        if table >= len(self._tables) or self._tables[table] >= _FREE:
            raise _damaged()
        if table not in self._read_tables:
            self._read_tables[table] = self._numbers(self._tables[table])
        numbers = self._read_tables[table]
        if place >= len(numbers):
            raise _damaged()
        return numbers[place]

    def _read_root(self) -> list[Entry]:
        """The entries of the root folder, which hang together as a tree."""
        directory = self._chain(struct.unpack_from("<I", self._data, 48)[0])
        count = len(directory) // _ENTRY
        if not count:
            raise _damaged()
        self._root = Entry("", *struct.unpack_from("<II", directory, 116))
        entries: list[Entry] = []
        waiting: list[int] = [struct.unpack_from("<I", directory, 76)[0]]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop()
            if at == _NO_ENTRY or at in seen or at >= count:
                continue
            seen.add(at)
            base = at * _ENTRY
            length: int = struct.unpack_from("<H", directory, base + 64)[0]
            name = directory[base : base + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            left, right = struct.unpack_from("<II", directory, base + 68)
            start, size = struct.unpack_from("<II", directory, base + 116)
            entries.append(Entry(_NAMES.get(name.lower(), name), start, size))
            waiting += (left, right)
        return entries
