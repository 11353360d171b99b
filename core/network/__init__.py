"""What a network computes: its layers forward and backward, its parameters, and the rows and masks of a batch.

Read `layers.py` first, the mathematics; `network.py` makes the list of layers that a spec asks for.
"""
