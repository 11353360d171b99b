"""The server, its page, its client and its command line."""
