"""Makes the zip for Windows offices: Python itself, plancmp with what it needs, and files to drag a plan on.

`python -m tests.support.windows_zip PYTHON.zip OUT.zip` takes the embeddable Python of python.org
(python-3.11.*-embed-amd64.zip, which is fetched by who builds it) and asks pip for the wheels of Windows.
Nothing is installed on the machine that it is unpacked on.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.support.gains import ROOT

PLATFORM = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:")
_BAT = """@echo off\r
chcp 65001 >nul\r
set PYTHONUTF8=1\r
if "%~1"=="" goto empty\r
"%~dp0python\\python.exe" -m plancmp {words}\r
echo.\r
pause\r
exit /b\r
:empty\r
echo {hint}\r
pause\r
"""
BATS = {
    "检查规划.bat": _BAT.format(words="check %*", hint="请把规划文件或文件夹拖到这个图标上。"),
    "对比规划.bat": _BAT.format(
        words='diff %* -o "%~dpn1-对比.html"', hint="请同时选中两份以上规划，一起拖到这个图标上。"
    ),
    "读取规划.bat": _BAT.format(words='extract %1 -o "%~dpn1.xlsx"', hint="请把一份规划文件拖到这个图标上。"),
}
"""What a person drags a file on, by name."""


def wheels(folder: Path) -> None:
    """The wheel of plancmp and those of Windows that it needs, unpacked in a folder."""
    with tempfile.TemporaryDirectory() as name:
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", name, str(ROOT)], check=True)
        (wheel,) = Path(name).glob("plancmp-*.whl")
        # jieba is pure Python and has no wheel; it is built here.
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", name, "jieba"], check=True)
        found = ("--find-links", name, "--target", str(folder))
        subprocess.run([*pip, "install", *PLATFORM, *found, str(wheel)], check=True)


def build(python: Path, packages: Path, out: Path) -> None:
    """Put the embeddable Python, the packages and the files to drag on into one zip."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, zipfile.ZipFile(python) as held:
        for each in held.infolist():
            data = held.read(each)
            if each.filename.endswith("._pth"):
                data = data.rstrip() + b"\r\n..\\packages\r\n"
            made.writestr(f"plancmp/python/{each.filename}", data)
        for path in sorted(packages.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                made.write(path, f"plancmp/packages/{path.relative_to(packages).as_posix()}")
        for name, text in BATS.items():
            made.writestr(f"plancmp/{name}", text.encode("utf-8"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        wheels(Path(name))
        build(Path(sys.argv[1]), Path(name), Path(sys.argv[2]))
