"""The rules themselves: lines cut into passages with their path, the days they hold, the papers they replace."""
