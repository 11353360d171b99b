"""What is asked for in addresses and bodies, each defined once. `parameters.py` is the first to read."""
