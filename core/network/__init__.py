"""What a network computes: its parameters, its forward and its backward pass. `network.py` is the one to read first."""
