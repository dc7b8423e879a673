"""Results to text: one module a form."""
