"""Reads one plan of many, in whatever process; what goes wrong with it stops no other."""

import hashlib
import time
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from plancmp import __version__
from plancmp.batch.remote import is_remote, read_remote
from plancmp.batch.workers import Work
from plancmp.model.document import Document
from plancmp.model.errors import PlancmpError
from plancmp.model.record import PlanRecord
from plancmp.pipeline import load_with_document
from plancmp.records.sealing import Seal, sealed
from plancmp.rulepacks.messages import worded
from plancmp.sources.recognition import Mode

Status = Literal["read", "unchanged", "corrected", "failed"]
LONGEST = 1800
"""Seconds for one plan, recognition of a scan included."""


class Job(NamedTuple):
    """A plan to read."""

    path: str
    form: str = "jsonl"
    """yaml, json, jsonl or csv."""
    held: Seal | None = None
    """What is there of an earlier run: where it would be the same, nothing is read, nor where a person has
    changed it."""
    data: bytes | None = None
    """Its bytes where they came on standard input."""
    ocr: Mode = "auto"
    """When pictures are read."""
    seal: bool = False
    """Whether it is kept from what the record was made; a record of its own file or line says so itself."""
    check: bool = False
    """Whether the default checks are run, and stand beside the record in a dataset."""


class Outcome(NamedTuple):
    """What came of one plan."""

    path: str
    status: Status
    text: str = ""
    """The record in the form that was wanted."""
    stamp: str = ""
    sha256: str | None = None
    indicators: int = 0
    lacks_indicators: bool = False
    """It seems to have a table of indicators, and none were read."""
    error: PlancmpError | None = None
    seconds: float = 0.0
    found: str = ""
    """Findings as JSON."""


def read_one(job: Job) -> Outcome:
    """Read a plan. What cannot be read is an outcome too."""
    begun = time.perf_counter()
    try:
        outcome = _read(job)
    except PlancmpError as error:
        outcome = Outcome(job.path, "failed", sha256=_hash(job), error=error)
    except Exception as error:
        # A slip of the program on one plan must not take the others along.
        outcome = Outcome(job.path, "failed", sha256=_hash(job), error=internal(job.path, error))
    return outcome._replace(seconds=time.perf_counter() - begun)


def internal(name: str, error: Exception) -> PlancmpError:
    """A slip of the program as one line."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return PlancmpError(*worded("internal", name=name, reason=reason))


def _gone(job: Job, error: PlancmpError) -> Outcome:
    """The outcome of a plan whose process did not end well."""
    return Outcome(job.path, "failed", error=named(job.path, error))


def named(name: str, error: PlancmpError) -> PlancmpError:
    """What went wrong, with the name of the file before it."""
    return PlancmpError(f"{name}：{error.chinese}。", f"{name}: {error.english}.")


def _known(job: Job) -> Outcome | None:
    """What is left as it is: what a person has changed, what would be the same again."""
    if job.held is None:
        return None
    if not job.held.is_own:
        return Outcome(job.path, "corrected")
    sha256 = _hash(job)
    if sha256 is None or stamp_of(job, sha256) != job.held.stamp:
        return None
    return Outcome(job.path, "unchanged", stamp=job.held.stamp, sha256=sha256)


READING = Work(read_one, _gone, LONGEST, _known)


def stamp_of(job: Job, sha256: str) -> str:
    """Stands for content, name, version, rules and how pictures are read."""
    said = "\0".join((_rules(), job.path, job.ocr, sha256))
    return f"{__version__}-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@cache
def _rules() -> str:
    """The hash of all bundled rules."""
    from plancmp.rulepacks import rules_folder

    whole = hashlib.sha256()
    folder = rules_folder()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def _hash(job: Job) -> str | None:
    """The hash of the bytes of a plan; None where they cannot be read."""
    try:
        data = _data(job)
        if data is not None:
            return hashlib.sha256(data).hexdigest()
        with Path(job.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, PlancmpError):
        return None


def _data(job: Job) -> bytes | None:
    """The bytes of a plan that is no file of this machine."""
    return read_remote(job.path) if job.data is None and is_remote(job.path) else job.data


def _read(job: Job) -> Outcome:
    """The record of a plan in the form that is wanted."""
    from plancmp.records.messages import lacks_indicators

    record, document = _load(job)
    sha256 = record.source.sha256 if document is not None else _hash(job) or record.source.sha256
    stamp = stamp_of(job, sha256) if job.seal else ""
    return Outcome(
        job.path,
        "read",
        _written(record, job, stamp),
        stamp,
        sha256,
        indicators=len(record.indicators),
        lacks_indicators=lacks_indicators(record),
        found=_found(record, document) if job.check else "",
    )


def _load(job: Job) -> tuple[PlanRecord, Document | None]:
    """The record of a plan; with its document where the plan is one."""
    from plancmp.sources.recognition import Recognition, recognition, using

    with using(Recognition(job.ocr, recognition().progress)):
        return load_with_document(job.path, _data(job))


def _written(record: PlanRecord, job: Job, stamp: str) -> str:
    """A record in one of the forms."""
    if job.form == "csv":
        from plancmp.report.indicator_rows import write_rows

        return write_rows([record], header=False)
    if job.form == "yaml":
        from plancmp.records.yamlform import write_record

        text = write_record(record)
    else:
        from plancmp.records.jsonform import write_json

        text = write_json(record, indent=job.form == "json")
    return sealed(text, stamp) if job.seal and not job.check else text


def _found(record: PlanRecord, document: Document | None) -> str:
    """What the default checks find, as JSON."""
    from plancmp.checks.engine import check_plan

    return msgspec.json.encode(check_plan(record, document, None)).decode()
