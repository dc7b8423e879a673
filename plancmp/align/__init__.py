"""Names to canonical indicators, and records to an alignment with its reasons."""
