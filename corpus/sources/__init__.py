"""Any input to batches of pages."""
