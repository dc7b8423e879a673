"""What values mean to each other: which way is better, which is stricter, which are the same."""
