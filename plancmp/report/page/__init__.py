"""Results as one HTML page that opens offline: markup, pictures, look and behaviour in one file."""
