"""Words of numbers to typed values."""
