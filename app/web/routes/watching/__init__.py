"""What one run shows: its state, its frames, and a network looked at closely. `states.py` is the poll."""
