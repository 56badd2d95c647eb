"""One small file a step."""
