"""Web pages to a document."""
