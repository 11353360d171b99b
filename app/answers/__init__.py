"""What the server says: one model for each answer. Views build them, routes declare them, the client reads them.

`answer.py` says what they have in common and how they become JSON; then read `runs.py` and `frames.py`. Only the core
stands below: whoever reads answers needs no server.
"""
