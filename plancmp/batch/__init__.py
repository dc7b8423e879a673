"""Many plans: which files are meant, processes that read them, tables of all, what is unchanged since."""
