"""What pages do to text: running heads and page numbers, wrapped lines, reading order."""
