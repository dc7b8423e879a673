"""The nouns of plancmp: frozen, typed, without input or output."""
