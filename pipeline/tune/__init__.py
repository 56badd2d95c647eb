"""Keeping the source list and the thresholds healthy: lint, probe, health, OPML."""
