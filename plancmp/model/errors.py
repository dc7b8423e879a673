"""Problems of use: one family of exceptions, each shown to the user in one line."""

import errno
from typing import Self

_CHINESE = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限，或文件正被别的程序打开",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只能读",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘出错",
    errno.EBADF: "输出已关闭",
}
"""What a system says most often, in Chinese."""


def reason_of(error: Exception) -> tuple[str, str]:
    """What a system says of a file, in Chinese and English; its own words where there is no better one.

    >>> reason_of(FileNotFoundError(2, "No such file or directory"))
    ('没有这个文件或文件夹', 'No such file or directory')
    """
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码", "not in UTF-8"
    english = getattr(error, "strerror", None) or str(error)
    return _CHINESE.get(getattr(error, "errno", None) or 0, english), english


class PlancmpError(Exception):
    """Something that could not be used. `str()` is the line for the user, in the language chosen."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Another process is told both wordings."""
        return type(self), (self.chinese, self.english)

    @classmethod
    def unreadable(cls, path: object, error: Exception) -> Self:
        """That a file cannot be read, and why."""
        zh, en = reason_of(error)
        return cls(f"{path}：无法读取（{zh}）。", f"{path}: cannot be read ({en}).")

    @classmethod
    def unwritable(cls, path: object, error: Exception) -> Self:
        """That a file cannot be written, and why."""
        zh, en = reason_of(error)
        if isinstance(error, FileNotFoundError):
            zh, en = "没有这个文件夹，请先建好", "there is no such folder; make it first"
        return cls(f"{path}：无法写入（{zh}）。", f"{path}: cannot be written ({en}).")

    def message(self, lang: str) -> str:
        """The line in `zh` or `en`."""
        return self.english if lang == "en" else self.chinese


class SourceError(PlancmpError):
    """An input file that cannot be read as a plan."""


class RuleError(PlancmpError):
    """A rule file that is wrong; the line names file, line and key."""


class RecordError(PlancmpError):
    """A record file that is no record."""
