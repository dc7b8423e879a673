"""Two drafts of one plan."""
