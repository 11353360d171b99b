"""The network and its training. Knows no web, no files and no clock."""
