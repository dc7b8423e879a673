"""What was found to `PlanRecord`, and records to YAML and back."""
