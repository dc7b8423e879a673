"""Ways to plant a defect: one module a family."""
