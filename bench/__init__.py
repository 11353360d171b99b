"""Measurements, side by side in one run: make bench."""

from pathlib import Path

from app.runs.compiled import keep_in

keep_in(Path("data"))  # before numba is imported
