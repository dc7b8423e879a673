"""What a check found in a draft: where, what, and what would satisfy it."""

from typing import Literal

import msgspec

from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.model.words import Words

Severity = Literal["error", "warning", "info"]


class _Saying(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What has a message."""

    message: str
    """In the language of the run; of a finding, it says what would satisfy it."""
    said: Words | None = None
    """The message in both languages."""

    def message_in(self, lang: Lang) -> str:
        """The message in a language."""
        return self.message if self.said is None else self.said.say(lang)


class Related(_Saying, frozen=True, omit_defaults=True, kw_only=True):
    """Another place that belongs to a finding: the figure that contradicts, the heading before."""

    at: Place
    excerpt: str = ""
    path: str | None = None
    """The other plan, where the place is not in this one."""


class Where(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where words stand in the plan's own terms; what nothing tells is None."""

    section: str | None = None
    """The numbers of the headings above, and the title of the last: 三、（二）加强服务."""
    table: str | None = None
    """Title of the table or box."""
    row_name: str | None = None
    column_name: str | None = None


class Finding(_Saying, frozen=True, omit_defaults=True, kw_only=True):
    """One finding. `at` is the place of the very words; columns count characters from 1."""

    code: str
    name: str
    title: Words | None = None
    """What kind of finding it is, for people; `title_in` says it."""
    severity: Severity
    path: str
    at: Place
    excerpt: str
    where: Where = Where()
    indicator: str | None = None
    """Id of the indicator in the record: `I2`."""
    related: tuple[Related, ...] = ()
    fingerprint: str

    def title_in(self, lang: Lang) -> str:
        """What kind of finding it is in a language; the name of its check where nothing else is known."""
        return self.name if self.title is None else self.title.say(lang)
