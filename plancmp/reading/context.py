"""What every step of extraction shares: the document, the words, the plan's years, the account."""

from functools import cached_property

from plancmp.model.document import Document
from plancmp.model.place import Place, Span
from plancmp.model.record import Text
from plancmp.reading.claims import Claims
from plancmp.reading.columns import Years
from plancmp.reading.quantities.reading import QuantityReader, quantity_reader
from plancmp.rulepacks import load
from plancmp.sources.tables.words import TableWords
from plancmp.text.folding import tidy
from plancmp.text.keeping import any_of, compiled


class Context:
    """Shared by the steps of one extraction."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.claims = Claims(document)
        self.years: Years | None = None
        self.folded: dict[str, str] = {}
        """The texts of the record so far, to the same folded."""

    @cached_property
    def tables(self) -> TableWords:
        """Header words."""
        return load(TableWords, "vocabulary/tables.yaml")

    @cached_property
    def quantities(self) -> QuantityReader:
        """The reader of values."""
        return quantity_reader()

    def first_leads(self, offset: int) -> bool:
        """Whether a clause before `offset` said that everywhere below the unit named first leads (下同)."""
        return self._first_leads is not None and self._first_leads < offset

    @cached_property
    def _first_leads(self) -> int | None:
        """Where the text says so."""
        first = any_of(self.tables.responsible.first_leads)
        pattern = rf"(?:{first})[^。()]{{0,12}}牵头[^。()]{{0,40}}(?:下同|以下|均同)"
        found = compiled(pattern).search(self.document.folded)
        return found.start() if found is not None else None

    def text(self, start: int, end: int) -> Text:
        """A stretch as a leaf of the record."""
        self.claims.take(start, end)
        text = self.document.text[start:end].strip()
        self.folded[text] = self.document.folded[start:end].strip()
        return Text(text=text, at=self.document.place(start))

    def words(self, span: Span | None) -> str | None:
        """A stretch as words of a title, without blanks inside Chinese text; None when empty."""
        if span is None:
            return None
        self.claims.take(span.start, span.end)
        return tidy(self.document.text[span.start : span.end]) or None

    def place(self, span: Span) -> Place:
        """Where a stretch stands."""
        return self.document.place(span.start, span.end)
