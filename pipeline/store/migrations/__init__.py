"""Steps that bring an older store to today's tables, run by opening.py after a backup."""
