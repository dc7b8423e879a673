"""The model of tables without borders: candidates, score, rows, joins."""
