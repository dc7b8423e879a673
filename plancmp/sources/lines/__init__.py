"""Bytes of text to lines with places: encoding, cleaning, splitting, writing into a document."""
