"""Word (.docx) to a document."""
