"""One small plan told in many layouts: whatever the layout, the record must be the same."""
