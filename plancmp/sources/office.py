"""Reads .doc, .wps, .odt and .rtf: LibreOffice turns them into .docx, and the docx reader reads that.

LibreOffice is not required; without it the error says how to go on. It runs without a window, in a profile
of its own that is thrown away, with macros, linked files and the network switched off, one at a time on the
machine, and is ended with all its children when it takes too long or too much memory.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from plancmp.model.document import Document, Format
from plancmp.model.errors import SourceError, reason_of
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import (
    DEEPEST_GROUP,
    LARGEST_OLD,
    LONGEST_WAIT,
    OFFICE_MEMORY,
    OFFICE_OUTPUT,
    OFFICE_SECONDS,
    WATCH_STEP,
)
from plancmp.sources.settled import settled
from plancmp.text.keeping import compiled

SOFFICE = "PLANCMP_SOFFICE"
"""Environment variable with the path of LibreOffice's `soffice`."""
LIMIT = "PLANCMP_SOFFICE_SECONDS"
"""Environment variable with the seconds that a conversion may take."""
_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/snap/bin",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)
_NAMES = ("soffice.com", "soffice.exe") if sys.platform == "win32" else ("soffice", "libreoffice")
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "xs:int", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "xs:boolean", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "xs:boolean", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "xs:boolean", "true"),
    ("Office.Writer/Content/Update", "Link", "xs:short", "2"),
    ("Office.Common/Misc", "FirstRun", "xs:boolean", "false"),
    ("Inet/Settings", "ooInetProxyType", "xs:int", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "xs:string", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "xs:int", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "xs:string", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "xs:int", "9"),
)
"""No macros, no links followed (2: never), and a proxy that nobody answers."""
_GROUPS = compiled(rb"\\bin(\d{1,9}) ?|\\.|[{}]", re.DOTALL)
_CONTROLS = compiled(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_office(
    data: bytes, kind: Format, filters: Sequence[str], *, seconds: float | None = None
) -> Document:
    """Read a file held in memory through one of LibreOffice's filters, which are tried in turn.

    A conversion may take `seconds` (28).
    Raises `SourceError` when LibreOffice is missing, cannot read the file, or takes too long.
    """
    from plancmp.sources.word.reading import read_docx

    if len(data) > LARGEST_OLD:
        raise SourceError(*worded("office-large", megabytes=len(data) >> 20))
    if kind == "rtf":
        check_rtf(data)
    # An .odt is opened there: LibreOffice would unpack a zip bomb.
    data = settled(data, kind)
    return msgspec.structs.replace(read_docx(convert(data, kind, filters, seconds=seconds)), format=kind)


def check_rtf(data: bytes) -> None:
    r"""Raise `SourceError` for RTF that is cut off, no text, or nested as deep as no writer does it.

    LibreOffice would take what is left of it for the whole, or never end.

    >>> check_rtf(b"{\\rtf1 {\\b a}\\}}")
    """
    depth = at = 0
    controls = len(_CONTROLS.findall(data)) if b"\\bin" not in data else 0
    while found := _GROUPS.search(data, at):
        at = found.end()
        if found.group(1):
            at += int(found.group(1))
        elif found.group() == b"{":
            depth += 1
            if depth > DEEPEST_GROUP:
                break
        elif found.group() == b"}":
            depth -= 1
            if depth == 0:
                break
    if depth or controls * 100 > len(data):
        raise SourceError(*worded("rtf-damaged"))


def convert(data: bytes, kind: Format, filters: Sequence[str], *, seconds: float | None = None) -> bytes:
    """The file as .docx, made by LibreOffice. Raises `SourceError`."""
    program = find_soffice()
    if program is None:
        raise SourceError(*worded("office-needed", kind=kind))
    ways = [(f"--infilter={name}", "--convert-to", "docx:MS Word 2007 XML") for name in filters]
    made = _made(program, data, kind, "docx", ways, _seconds() if seconds is None else seconds)
    if made is None:
        raise _unreadable(kind)
    return made


def print_workbook(data: bytes, seconds: float) -> bytes | None:
    """A workbook (.xlsx) as PDF; None where LibreOffice is not there or makes nothing of it.

    Raises `SourceError` where it takes longer, or too much memory.
    """
    program = find_soffice()
    return (
        None if program is None else _made(program, data, "xlsx", "pdf", [("--convert-to", "pdf")], seconds)
    )


def _made(
    program: Path, data: bytes, ending: str, wanted: str, ways: Sequence[Sequence[str]], limit: float
) -> bytes | None:
    """What LibreOffice makes of a file, by the first of some ways (words of its command line) that works."""
    with (
        _one_at_a_time(),
        tempfile.TemporaryDirectory(prefix="plancmp-", ignore_cleanup_errors=True) as folder,
    ):
        source = Path(folder, f"input.{ending}")
        source.write_bytes(data)
        _write_profile(Path(folder, "profile"))
        until = time.monotonic() + limit
        for way in ways:
            _run(program, source, way, until, limit)
            made = Path(folder, "out", f"input.{wanted}")
            if made.is_file() and 0 < made.stat().st_size <= OFFICE_OUTPUT:
                return made.read_bytes()
    return None


def _unreadable(kind: Format) -> SourceError:
    """The line for a file that LibreOffice makes nothing of."""
    # RTF knows no passwords.
    why = ("已损坏", "damaged") if kind == "rtf" else ("已损坏或有密码", "damaged or password-protected")
    return SourceError(*worded("office-damaged", kind=kind, why=why))


def find_soffice() -> Path | None:
    """LibreOffice: as PLANCMP_SOFFICE says, on the PATH, or where it is usually installed."""
    said = os.environ.get(SOFFICE)
    if said:
        path = Path(said)
        return path if path.is_file() else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for folder in (Path(pattern) for pattern in _FOLDERS):
        if "*" in folder.parent.name:
            folders = sorted(folder.parent.parent.glob(f"{folder.parent.name}/{folder.name}"), reverse=True)
        else:
            folders = [folder]
        for path in (place / name for place in folders for name in _NAMES):
            if path.is_file():
                return path
    return None


def _seconds() -> float:
    """The time limit that the environment says, else 60 seconds."""
    try:
        return max(float(os.environ.get(LIMIT, "")), 1.0)
    except ValueError:
        return OFFICE_SECONDS


def _write_profile(profile: Path) -> None:
    """Write the settings of a profile that is used once."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse" oor:type="{kind}">'
        f"<value>{value}</value></prop></item>"
        for path, name, kind, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        "utf-8",
    )


def _run(program: Path, source: Path, way: Sequence[str], until: float, limit: float) -> None:
    """Let LibreOffice convert a file. Its exit status says nothing; the caller looks at what it made."""
    folder = source.parent
    command = [
        str(program),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--invisible",
        "--nologo",
        "--norestore",
        "--nodefault",
        "--nolockcheck",
        *way,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
            env={**os.environ, "SAL_USE_VCLPLUGIN": "svp", "HOME": str(folder), "TMPDIR": str(folder)},
        )
    except OSError as error:
        raise SourceError(*worded("office-not-started", why=(reason_of(error)[0], error.strerror))) from error
    try:
        _wait(process, until, limit)
    finally:
        _end(process)


def _wait(process: "subprocess.Popen[bytes]", until: float, limit: float) -> None:
    """Wait for the end, as long and with as much memory as is allowed."""
    checked = time.monotonic()
    while process.poll() is None:
        now = time.monotonic()
        if now > until:
            raise SourceError(*worded("office-long", limit=limit, variable=LIMIT))
        if now - checked > 0.5:
            checked = now
            if _memory(process.pid) > OFFICE_MEMORY:
                raise SourceError(*worded("office-memory"))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(WATCH_STEP)


def _memory(group: int) -> int:
    """The memory of a process group in bytes, where the system shows it under /proc; else 0."""
    if not sys.platform.startswith("linux"):
        return 0
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if len(state) > 21 and state[2] == str(group):
            total += int(state[21]) * os.sysconf("SC_PAGE_SIZE")
    return total


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice with all that it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold the machine's lock for conversions; the system lets go of it when the process ends."""
    with _open_lock() as stream:
        until = time.monotonic() + LONGEST_WAIT
        while not _try_lock(stream):
            if time.monotonic() > until:
                raise SourceError(*worded("office-busy"))
            time.sleep(WATCH_STEP)
        yield


def _open_lock() -> IO[bytes]:
    """The lock file in the folder for temporary files; one of the user's own where another user made it."""
    user = getattr(os, "getuid", lambda: "user")()
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    for name in ("plancmp-soffice.lock", f"plancmp-soffice-{user}.lock"):
        with contextlib.suppress(OSError):
            return os.fdopen(os.open(Path(tempfile.gettempdir(), name), flags, 0o666), "r+b")
    return tempfile.TemporaryFile()


def _try_lock(stream: IO[bytes]) -> bool:
    """Take the lock if it is free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
