"""Measurements, side by side in one run: make bench."""

from pathlib import Path

from elevenlines.app.runs.compiled import keep_in

keep_in(Path("data"))  # before numba is imported
