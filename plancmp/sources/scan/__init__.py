"""Pictures of pages to what stands on them: recognised words with places and confidence, ruling lines."""
