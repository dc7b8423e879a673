"""The files and snippets for CI services, run as far as they go without a network."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
DRAFT = ROOT / "corpus" / "yunxi-disability-15.txt"
CLEAN = ROOT / "corpus" / "nanshan-disability-13.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with two drafts, below names with a blank and a quote."""
    (tmp_path / "drafts").mkdir()
    shutil.copy(DRAFT, tmp_path / "drafts" / "云溪 '15.txt")
    shutil.copy(CLEAN, tmp_path / "drafts" / "clean.txt")
    return tmp_path


def snippets(readme: str) -> list[Any]:
    """The YAML blocks of a README."""
    text = (ROOT / readme).read_text("utf-8")
    return [yaml.safe_load(block) for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", text)]


def valid(schema: str, path: Path) -> None:
    """Hold a file against the schema of a service."""
    subprocess.run([BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", path], check=True)


def environment(**more: str) -> dict[str, str]:
    """The environment of a step, with the program on the path."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PLANCMP_LANG": "zh", **more}


# -- GitHub --------------------------------------------------------------------------------------------


def run_action(folder: Path, **inputs: str) -> tuple[int, str, str, str]:
    """Run the step that checks: status, what it printed, its outputs, the job summary."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "check")
    given = {name: str(each.get("default", "")) for name, each in action["inputs"].items()} | inputs
    told = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found.group(1)], value)
        for name, value in step["env"].items()
    }
    outputs, summary = folder / "outputs", folder / "summary"
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=environment(**told, GITHUB_OUTPUT=str(outputs), GITHUB_STEP_SUMMARY=str(summary)),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    said = [path.read_text("utf-8") if path.exists() else "" for path in (outputs, summary)]
    return ran.returncode, ran.stdout, *said


def test_action_is_valid() -> None:
    """By the schema of the service; no input is put into a script."""
    valid("github-actions", ROOT / "action.yml")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert not [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")]


def test_action_checks(folder: Path) -> None:
    """Errors stand first, the summary has all, SARIF is written in the same run."""
    status, out, outputs, summary = run_action(
        folder, paths="drafts\n", args="--ignore=TXT\n", sarif="p.sarif"
    )
    assert (status, outputs) == (1, "status=1\n")
    kinds = [line.split(" ")[0] for line in out.splitlines()]
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index)
    assert "::error file=drafts/云溪 '15.txt,line=50" in out
    assert "PLH001" in summary and "TXT002" not in summary
    assert len(json.loads((folder / "p.sarif").read_text("utf-8"))["runs"][0]["results"]) == len(kinds)


def test_action_is_clean_or_fails(folder: Path) -> None:
    """0 for a clean plan, 2 for one that is not there."""
    assert run_action(folder, paths="drafts/clean.txt")[:3] == (0, "", "status=0\n")
    assert run_action(folder, paths="drafts/none.docx")[::2] == (2, "status=0\nstatus=2\n")


@pytest.mark.parametrize(
    "paths", ["$(touch bad)", "drafts; touch bad", "`touch bad`", "--rules=x", "-o\nbad"]
)
def test_nothing_in_an_input_is_run(folder: Path, paths: str) -> None:
    """What is named is a path, whatever it looks like."""
    assert run_action(folder, paths=paths)[0] == 2
    assert not (folder / "bad").exists()


# -- GitLab --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_gitlab(folder: Path, readme: str) -> None:
    """The job of the README is valid, and its script writes both reports."""
    job = next(each for each in snippets(readme) if isinstance(each, dict) and "plancmp" in each)
    (folder / "ci.yml").write_text(yaml.safe_dump(job, allow_unicode=True), "utf-8")
    valid("gitlab-ci", folder / "ci.yml")
    install, check = job["plancmp"]["script"]
    assert install == 'python -m pip install --quiet "$PLANCMP"'
    ran = subprocess.run(["bash", "-c", check], cwd=folder, env=environment(), capture_output=True)
    assert ran.returncode == 1
    reports = job["plancmp"]["artifacts"]["reports"]
    issues = json.loads((folder / reports["codequality"]).read_text("utf-8"))
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= issues[0].keys()
    assert (folder / reports["junit"]).read_text("utf-8").startswith("<?xml")


# -- pre-commit ----------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    """Run git, with a name of its own."""
    told = ["-c", "user.name=plancmp", "-c", "user.email=plancmp@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *told, *words], cwd=folder, check=True, capture_output=True)


def test_the_hook_is_valid() -> None:
    """By pre-commit itself; it takes what plans are kept in, and not every text."""
    subprocess.run([BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True)
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    names = ["a.docx", "b/草案.pdf", "c.wps", "README.md", "x.txt", "docx"]
    assert [bool(re.search(hook["files"], name)) for name in names] == [True, True, True, False, False, False]


@pytest.mark.slow
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_pre_commit(folder: Path, readme: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The README's configuration on a clone: the commit is stopped until the draft is in order.

    The hook runs with the program that is installed here; a user's pre-commit installs it from the clone.
    """
    clone = tmp_path_factory.mktemp("clone") / "plancmp"
    clone.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", clone)
    git(clone, "init", "-q", "-b", "main")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "hooks")
    config = next(each for each in snippets(readme) if isinstance(each, dict) and "repos" in each)
    config["repos"][0].update(repo=str(clone), rev="HEAD")
    config["repos"][0]["hooks"][0]["language"] = "system"
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")

    def hook() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [BIN / "pre-commit", "run", "--verbose"],
            cwd=folder,
            env=environment(PRE_COMMIT_HOME=str(folder / ".cache")),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    ran = hook()
    assert ran.returncode == 1
    assert "云溪 '15.txt:50:2: PLH001 error" in ran.stdout
    (folder / "drafts" / "云溪 '15.txt").unlink()
    git(folder, "add", "-A")
    assert hook().returncode == 0
