"""What terminal output shares."""
