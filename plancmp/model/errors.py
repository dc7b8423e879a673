"""Problems of use: one family of exceptions, each shown to the user in one line."""


class PlancmpError(Exception):
    """Something that could not be used. `str()` is the line for the user, in the language chosen."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Another process is told both wordings."""
        return type(self), (self.chinese, self.english)

    def message(self, lang: str) -> str:
        """The line in `zh` or `en`."""
        return self.english if lang == "en" else self.chinese


class SourceError(PlancmpError):
    """An input file that cannot be read as a plan."""


class RuleError(PlancmpError):
    """A rule file that is wrong; the line names file, line and key."""


class RecordError(PlancmpError):
    """A record file that is no record."""
