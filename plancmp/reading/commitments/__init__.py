"""Running text to promises with a number."""
