"""The network and its training. Knows no web, no files and no clock."""

__version__ = "0.1.0"
