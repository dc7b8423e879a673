"""File to `Document`: one module a format."""
