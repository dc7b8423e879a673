"""Results written into a Word file: comments on the words they are about, and tracked changes."""
