"""Plain text: lines to tables and paragraphs."""
