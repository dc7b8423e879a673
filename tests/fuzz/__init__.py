"""Random changes of small seeds given to every reader: `python -m tests.fuzz --seconds 1800 [READER …]`."""
