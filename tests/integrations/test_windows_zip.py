"""The zip for Windows offices, by its parts."""

import zipfile
from pathlib import Path

from tests.support.windows_zip import BATS, build


def test_the_zip_has_all_its_parts(tmp_path: Path) -> None:
    """Python finds the packages beside it, leftovers stay away, files to drag on say what to do."""
    with zipfile.ZipFile(tmp_path / "embed.zip", "w") as embed:
        embed.writestr("python.exe", b"MZ")
        embed.writestr("python311._pth", b"python311.zip\r\n.\r\n")
    packages = tmp_path / "packages"
    (packages / "plancmp" / "__pycache__").mkdir(parents=True)
    (packages / "plancmp" / "__main__.py").write_text("print()", "utf-8")
    (packages / "plancmp" / "__pycache__" / "x.pyc").write_bytes(b"")
    build(tmp_path / "embed.zip", packages, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as made:
        assert set(made.namelist()) == {
            "plancmp/python/python.exe",
            "plancmp/python/python311._pth",
            "plancmp/packages/plancmp/__main__.py",
            "plancmp/检查规划.bat",
            "plancmp/对比规划.bat",
            "plancmp/读取规划.bat",
        }
        path = made.read("plancmp/python/python311._pth").decode()
        assert path == "python311.zip\r\n.\r\n..\\packages\r\n"
        check = made.read("plancmp/检查规划.bat").decode("utf-8")
    assert '"%~dp0python\\python.exe" -m plancmp check %*\r\n' in check
    assert all(text.count("\n") == text.count("\r\n") for text in BATS.values())
