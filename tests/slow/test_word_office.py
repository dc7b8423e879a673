"""Annotated plans through LibreOffice: it opens them, keeps comments, and turns older files into .docx."""

import shutil
import subprocess
from pathlib import Path

import pytest

from plancmp.cli.app import run
from plancmp.sources.reading import read_bytes
from tests.docx_builder import build_from_document
from tests.pdf_builder import require_tool
from tests.report.test_word_plans import annotated
from tests.report.word_files import own
from tests.support.gains import corpus_paths

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def office(path: Path, kind: str) -> Path:
    """A file as LibreOffice writes it anew."""
    program = require_tool("soffice", "libreoffice")
    out = path.parent / f"as-{kind}"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return out / f"{path.stem}.{kind}"


@pytest.mark.parametrize("path", corpus_paths()[:4], ids=lambda path: path.stem)
def test_comments_survive_office(path: Path, tmp_path: Path) -> None:
    """Opened and saved again, each comment stands at the same words with the same lines."""
    data = build_from_document(read_bytes(path.read_bytes(), path.name))
    made, _ = annotated(data, "plan.docx")
    (tmp_path / "plan.docx").write_bytes(made)
    saved = office(tmp_path / "plan.docx", "docx").read_bytes()
    assert sorted(own(saved)) == sorted(own(made))


def test_an_old_file_becomes_a_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings are those of the old file, at their words in the new one."""
    path = corpus_paths()[0]
    (tmp_path / "plan.docx").write_bytes(build_from_document(read_bytes(path.read_bytes(), path.name)))
    old = office(tmp_path / "plan.docx", "doc")
    monkeypatch.chdir(tmp_path)
    shutil.copy(old, "plan.doc")
    monkeypatch.setattr(
        "sys.argv", ["plancmp", "check", "plan.doc", "--annotate", "out.docx", "-f", "concise"]
    )
    run()
    assert own(Path("out.docx").read_bytes())
