"""Đối Chiếu: what the press says beside what the official document says."""

__version__ = "0.1.0"
