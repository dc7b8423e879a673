"""A comparison to text: one module a form."""
