"""PDF with a text layer to a document."""
